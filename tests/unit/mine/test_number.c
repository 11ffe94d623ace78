#include "mine/number.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint8_t type;
        double expected; /* NAN: none */
    } rows[] = {
        {"0", FROE_VAR_NUM, 0},
        {"42", FROE_VAR_NUM, 42},
        {"-17", FROE_VAR_NUM, -17},
        {"+5", FROE_VAR_NUM, 5},
        {"3.25", FROE_VAR_NUM, 3.25},
        {".5", FROE_VAR_NUM, 0.5},
        {"1e3", FROE_VAR_NUM, 1000},
        {"1.5e-3", FROE_VAR_NUM, 0.0015},
        {"1,234,567", FROE_VAR_NUM, 1234567},
        {"1,234.5", FROE_VAR_NUM, 1234.5},
        {"1,5", FROE_VAR_NUM, 1.5},
        {"99%", FROE_VAR_NUM, 99},
        {"3rd", FROE_VAR_NUM, 3},
        {"1.2.3", FROE_VAR_NUM, NAN},
        {"-", FROE_VAR_NUM, NAN},
        {"", FROE_VAR_NUM, NAN},
        {"abc", FROE_VAR_NUM, NAN},
        {"100000000000000000000000000000000000000000000", FROE_VAR_NUM, 1e44},
        {"0.1000000000000000055511151231257827021181583404541015625", FROE_VAR_NUM, 0.1},
        {"5ms", FROE_VAR_DUR, 0.005},
        {"250us", FROE_VAR_DUR, 250e-6},
        {"250\xc2\xb5s", FROE_VAR_DUR, 250e-6},
        {"7ns", FROE_VAR_DUR, 7e-9},
        {"1.5s", FROE_VAR_DUR, 1.5},
        {"2m", FROE_VAR_DUR, 120},
        {"90min", FROE_VAR_DUR, 5400},
        {"2h45m", FROE_VAR_DUR, 9900},
        {"1h2m3.5s", FROE_VAR_DUR, 3723.5},
        {"-1h30m", FROE_VAR_DUR, -5400},
        {"1d", FROE_VAR_DUR, 86400},
        {"5", FROE_VAR_DUR, NAN},
        {"5parsec", FROE_VAR_DUR, NAN},
        {"512B", FROE_VAR_SIZE, 512},
        {"4k", FROE_VAR_SIZE, 4096},
        {"1.5KiB", FROE_VAR_SIZE, 1536},
        {"2MB", FROE_VAR_SIZE, 2097152},
        {"5.5 KB", FROE_VAR_SIZE, 5632},
        {"1G", FROE_VAR_SIZE, 1073741824},
        {"1Ti", FROE_VAR_SIZE, 1099511627776},
        {"5", FROE_VAR_SIZE, NAN},
        {"5", FROE_VAR_IP, NAN},
        {"5", FROE_VAR_ANY, NAN},
        {"0x10", FROE_VAR_HEX, NAN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double number = froe_number_of(froe_slice_cstr(rows[i].text), rows[i].type);
        bool same = isnan(rows[i].expected)
                        ? isnan(number)
                        : fabs(number - rows[i].expected) <= 1e-12 * fabs(rows[i].expected);
        if (!same) print_error("'%s' is %g, not %g\n", rows[i].text, number, rows[i].expected);
        assert_true(same);
    }
}

static void test_long_texts_end(void **state)
{
    (void)state;
    static char text[5000];
    memset(text, '7', sizeof text);
    assert_true(isnan(froe_number_of(froe_slice(text, sizeof text), FROE_VAR_NUM)));
    memset(text, ',', sizeof text);
    assert_true(isnan(froe_number_of(froe_slice(text, sizeof text), FROE_VAR_NUM)));
    for (size_t i = 0; i < sizeof text; i++) text[i] = "1s"[i % 2];
    assert_true(froe_number_of(froe_slice(text, sizeof text), FROE_VAR_DUR) == sizeof text / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_long_texts_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
