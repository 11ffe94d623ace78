/* Runs the fuzzer's checks on many small random logs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROUNDS = 600, BYTES_MAX = 8 * 1024 };

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static size_t fill(uint8_t *data, size_t size, uint32_t *seed)
{
    static const char *const pieces[] = {
        " ",    " ",      " ",    "\n",    "\n",   "user",  "user",  "gamma", "theta",
        "17",   "18",     "KB",   "ms",    "(",    ")",     "()",    "[",     "]",
        "\"",   "\"\"",   "=",    "=",     ",",    ", ",    ":",     "/",     "10.0.0.1",
        "OK",   "FAILED", "<*>",  "a.b.c", "/a/b", "part1", "part2", "x=1, ", "  ",
        "IPv4", "IPv6",   "\xff", "<",     ">",    "host"};
    /* Few pieces in a log make lines that resemble each other. */
    uint32_t choices = 4 + next_random(seed) % (sizeof pieces / sizeof *pieces - 3), n = 0;
    uint32_t offset = next_random(seed);
    while (n + 16 < size) {
        const char *piece =
            pieces[(next_random(seed) % choices + offset) % (sizeof pieces / sizeof *pieces)];
        if (next_random(seed) % 12 == 0) piece = next_random(seed) % 2 ? "\n" : " ";
        memcpy(data + n, piece, strlen(piece));
        n += (uint32_t)strlen(piece);
        if (next_random(seed) % 500 == 0) data[n++] = (uint8_t)next_random(seed);
    }
    return n;
}

static void test_random_logs(void **state)
{
    (void)state;
    static uint8_t data[BYTES_MAX];
    uint32_t seed = 1;
    for (int round = 0; round < ROUNDS; round++) {
        data[0] = (uint8_t)(round % 3 ? 3 : next_random(&seed));
        size_t size =
            1 + fill(data + 1, 20 + next_random(&seed) % (round % 8 ? 600 : BYTES_MAX - 40), &seed);
        assert_int_equal(LLVMFuzzerTestOneInput(data, size), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_logs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
