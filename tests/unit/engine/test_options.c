#include "engine/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_time_bounds(void **state)
{
    (void)state;
    struct froe_time_bound bound;
    struct froe_error error;
    assert_int_equal(froe_parse_time_bound("2026-04-20T14:00:00Z", 0, &bound, &error), FROE_OK);
    assert_int_equal(bound.kind, FROE_BOUND_AT);
    assert_int_equal(bound.ns, INT64_C(1776693600) * FROE_NS_PER_S);
    assert_int_equal(
        froe_parse_time_bound("2026-04-20 16:00", 7200 * FROE_NS_PER_S, &bound, &error), FROE_OK);
    assert_int_equal(bound.ns, INT64_C(1776693600) * FROE_NS_PER_S);
    assert_int_equal(froe_parse_time_bound("2h30m", 0, &bound, &error), FROE_OK);
    assert_int_equal(bound.kind, FROE_BOUND_BACK);
    assert_int_equal(bound.ns, 9000 * FROE_NS_PER_S);
    assert_int_equal(froe_parse_time_bound("-1d", 0, &bound, &error), FROE_OK);
    assert_int_equal(bound.ns, 86400 * FROE_NS_PER_S);
    static const char *const wrong[] = {"",  "-",  "14:00", "yesterday",
                                        "5", "5x", "0s",    "2026-04-20T14:00:00Z junk"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(froe_parse_time_bound(wrong[i], 0, &bound, &error), FROE_USAGE);
}

static void test_levels(void **state)
{
    (void)state;
    struct froe_options options;
    struct froe_error error;
    froe_options_init(&options);
    assert_int_equal(froe_parse_level_option("ERROR", &options, &error), FROE_OK);
    assert_int_equal(options.level, FROE_LEVEL_ERROR);
    assert_false(options.level_and_above);
    assert_int_equal(froe_parse_level_option("notice+", &options, &error), FROE_OK);
    assert_true(options.level_and_above);
    assert_int_equal(froe_parse_level_option("loud", &options, &error), FROE_USAGE);
    assert_non_null(strstr(error.message, "loud"));
    assert_int_equal(froe_parse_level_option("+", &options, &error), FROE_USAGE);
}

static void test_masks(void **state)
{
    (void)state;
    struct froe_mask_option mask;
    struct froe_error error;
    char good[] = "ORDER=ord-[0-9]+=x";
    assert_int_equal(froe_parse_mask(good, &mask, &error), FROE_OK);
    assert_string_equal(mask.name, "ORDER");
    assert_string_equal(mask.regex, "ord-[0-9]+=x");
    char bad[4][16] = {"order=x", "=x", "ORDER=", "ORDER"};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(froe_parse_mask(bad[i], &mask, &error), FROE_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_bounds),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_masks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
