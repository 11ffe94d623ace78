#include "engine/filter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct froe_filter *make(const struct froe_options *options, int64_t last_ns)
{
    struct froe_error error;
    struct froe_filter *filter = froe_filter_new(options, last_ns, &error);
    assert_non_null(filter);
    return filter;
}

static bool selects(const struct froe_filter *filter, enum froe_level level, const char *service,
                    int64_t time_ns, const char *raw)
{
    return froe_filter_selects(filter, level, froe_slice_cstr(service), time_ns,
                               froe_slice_cstr(raw));
}

static void test_levels(void **state)
{
    (void)state;
    struct froe_options options;
    struct froe_error error;
    froe_options_init(&options);
    assert_int_equal(froe_parse_level_option("warn+", &options, &error), FROE_OK);
    struct froe_filter *filter = make(&options, FROE_TIME_NONE);
    assert_true(selects(filter, FROE_LEVEL_WARN, NULL, 0, ""));
    assert_true(selects(filter, FROE_LEVEL_FATAL, NULL, 0, ""));
    assert_false(selects(filter, FROE_LEVEL_INFO, NULL, 0, ""));
    assert_false(selects(filter, FROE_LEVEL_NONE, NULL, 0, ""));
    froe_filter_free(filter);
    assert_int_equal(froe_parse_level_option("warning", &options, &error), FROE_OK);
    filter = make(&options, FROE_TIME_NONE);
    assert_true(selects(filter, FROE_LEVEL_WARN, NULL, 0, ""));
    assert_false(selects(filter, FROE_LEVEL_ERROR, NULL, 0, ""));
    froe_filter_free(filter);
}

static void test_service_and_text(void **state)
{
    (void)state;
    struct froe_options options;
    const char *grep[] = {"refused", "(?i)POSTGRES"};
    froe_options_init(&options);
    options.service = "api";
    options.grep = grep;
    options.grep_count = 2;
    struct froe_filter *filter = make(&options, FROE_TIME_NONE);
    assert_true(froe_filter_needs_text(filter));
    assert_true(selects(filter, FROE_LEVEL_NONE, "api", 0, "postgres refused"));
    assert_false(selects(filter, FROE_LEVEL_NONE, "web", 0, "postgres refused"));
    assert_false(selects(filter, FROE_LEVEL_NONE, "api", 0, "postgres accepted"));
    assert_false(selects(filter, FROE_LEVEL_NONE, NULL, 0, "postgres refused"));
    froe_filter_free(filter);
    grep[0] = "(";
    struct froe_error error;
    assert_null(froe_filter_new(&options, FROE_TIME_NONE, &error));
    assert_int_equal(error.status, FROE_USAGE);
    assert_non_null(strstr(error.message, "--grep"));
}

static void test_times(void **state)
{
    (void)state;
    struct froe_options options;
    struct froe_error error;
    froe_options_init(&options);
    assert_int_equal(froe_parse_time_bound("15m", &options, &options.since, &error), FROE_OK);
    int64_t last = INT64_C(1000000) * FROE_NS_PER_S;
    struct froe_filter *filter = make(&options, last);
    assert_true(selects(filter, FROE_LEVEL_NONE, NULL, last, ""));
    assert_true(selects(filter, FROE_LEVEL_NONE, NULL, last - 900 * FROE_NS_PER_S, ""));
    assert_false(selects(filter, FROE_LEVEL_NONE, NULL, last - 901 * FROE_NS_PER_S, ""));
    assert_false(selects(filter, FROE_LEVEL_NONE, NULL, FROE_TIME_NONE, ""));
    froe_filter_free(filter);
    filter = make(&options, FROE_TIME_NONE); /* nothing to count back from */
    assert_true(selects(filter, FROE_LEVEL_NONE, NULL, FROE_TIME_NONE, ""));
    froe_filter_free(filter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_service_and_text),
        cmocka_unit_test(test_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
