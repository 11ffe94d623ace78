/* Runs the fuzzer's checks on many small random inputs, rich in what matters to blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROUNDS = 3000, BYTES_MAX = 4096 };

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void fill(uint8_t *data, size_t size, uint32_t *seed)
{
    static const uint8_t common[] = "\n\n\r\0a b";
    static const uint8_t marks[][4] = {{0xff, 0xfe, 'a', 0}, {0xfe, 0xff, 0, 'a'},
                                       {0xef, 0xbb, 0xbf},   {0xff, 0xfe, 0, 0},
                                       {0, 0, 0xfe, 0xff},   {'x', 'y', '\r', '\n'}};
    /* How often one of the common bytes comes decides about the length of lines. */
    uint32_t rarity = 1 + next_random(seed) % 400;
    for (size_t i = 0; i < size; i++)
        data[i] = next_random(seed) % rarity ? (uint8_t)next_random(seed)
                                             : common[next_random(seed) % sizeof common];
    const uint8_t *mark = marks[next_random(seed) % 6];
    for (size_t i = 0; i < 4 && i + 4 < size; i++) data[i + 4] = mark[i];
}

static void test_blocks_are_a_function_of_the_bytes(void **state)
{
    (void)state;
    static uint8_t data[BYTES_MAX];
    uint32_t seed = 1;
    for (int round = 0; round < ROUNDS; round++) {
        size_t size = next_random(&seed) % (round % 4 ? 600 : BYTES_MAX);
        fill(data, size, &seed);
        assert_int_equal(LLVMFuzzerTestOneInput(data, size), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_blocks_are_a_function_of_the_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
