/* Runs the fuzzer's checks on many random messages, rich in what matters to the lexer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROUNDS = 4000, BYTES_MAX = 64 * 1024 + 1 };

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static size_t fill(uint8_t *data, size_t size, uint32_t *seed)
{
    static const char *const pieces[] = {
        "10.0.0.1",   ":",         "::",
        "2026-04-20", "T14:23:01", "/",
        "//",         "GET ",      "http://",
        "key=\"",     "\"",        " HTTP/1.1",
        "user ",      "for ",      "a",
        "-",          "..",        ".",
        "0x",         "17",        "e",
        "deadbeef",   "<*>",       "<",
        "\xc3\xa9",   "\xff",      "\xe6",
        "=",          ",",         "Apr 20 ",
        "C:\\",       "@",         "example.com",
        " ",          "\t",        "\n",
        "-x2k4q",     "abc",       "550e8400-e29b-41d4-a716-446655440000"};
    size_t n = 0;
    while (n < size) {
        const char *piece = pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)];
        size_t len = strlen(piece);
        if (next_random(seed) % 8 == 0 || n + len > size) {
            data[n++] = (uint8_t)(next_random(seed) % 5 ? next_random(seed) : 0);
            continue;
        }
        memcpy(data + n, piece, len);
        n += len;
    }
    return n;
}

static void test_random_messages(void **state)
{
    (void)state;
    static uint8_t data[BYTES_MAX];
    uint32_t seed = 7;
    for (int round = 0; round < ROUNDS; round++) {
        size_t size = fill(data, next_random(&seed) % (round % 20 ? 120 : 4000), &seed);
        if (round % 2 && size) data[0] = 0; /* no masks */
        assert_int_equal(LLVMFuzzerTestOneInput(data, size), 0);
    }
}

/* One byte, a few bytes, over and over: 64 KiB of it. */
static void test_long_messages(void **state)
{
    (void)state;
    static const char *const repeated[] = {
        "a",    " ",       "/",    ".",     "-",  "\0b", "\xff", "1",  "a ",  "a.",
        "a..",  "1:",      "x=\"", "GET /", "a/", "1.",  "::",   "\"", "<*>", "http://",
        "1.1.", "user a ", "ab-",  "Apr ",  "0x", "e-",  "*#",   "\n"};
    static uint8_t data[BYTES_MAX];
    for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++) {
        size_t len = repeated[i][0] ? strlen(repeated[i]) : 2;
        for (size_t k = 0; k < sizeof data; k++) data[k] = (uint8_t)repeated[i][k % len];
        data[0] = 0;
        assert_int_equal(LLVMFuzzerTestOneInput(data, sizeof data), 0);
        data[0] = 0x3f;
        assert_int_equal(LLVMFuzzerTestOneInput(data, sizeof data), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_messages),
        cmocka_unit_test(test_long_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
