#include "engine/zone.h"

#include "base/calendar.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

static int64_t offset_s(const char *name, int64_t second)
{
    struct froe_error error;
    struct froe_zone zone;
    assert_int_equal(froe_zone_load(name, &zone, &error), FROE_OK);
    int64_t offset_ns = froe_zone_offset_at(&zone, second * FROE_NS_PER_S);
    froe_zone_release(&zone);
    return offset_ns / FROE_NS_PER_S;
}

static void test_offsets(void **state)
{
    (void)state;
    assert_int_equal(offset_s("UTC", 0), 0);
    assert_int_equal(offset_s("utc", 0), 0);
    assert_int_equal(offset_s("+02:00", 0), 7200);
    assert_int_equal(offset_s("-0530", 0), -19800);
    assert_int_equal(offset_s("+09", 0), 32400);
    struct froe_error error;
    struct froe_zone zone;
    static const char *const wrong[] = {"",       "Mars/Olympus",     "+2",
                                        "+25:00", "../../etc/passwd", "/etc/passwd"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(froe_zone_load(wrong[i], &zone, &error), FROE_USAGE);
}

static void skip_without_database(void)
{
    if (access("/usr/share/zoneinfo/Europe/Berlin", R_OK) == 0) return;
    print_message("no zone database here: skipped\n");
    skip();
}

static void test_zone_files(void **state)
{
    (void)state;
    skip_without_database();
    assert_int_equal(offset_s("Europe/Berlin", 1768473600), 3600); /* 2026-01-15 */
    assert_int_equal(offset_s("Europe/Berlin", 1784116800), 7200); /* 2026-07-15 */
    assert_int_equal(offset_s("Europe/Berlin", 3360268800), 7200); /* 2076-06-25: by the rule */
    assert_int_equal(offset_s("Europe/Berlin", 3376080000), 3600); /* 2076-12-25 */
    assert_int_equal(offset_s("Asia/Kolkata", 1784116800), 19800);
    assert_int_equal(offset_s("America/New_York", 1768473600), -18000);
    assert_int_equal(offset_s("Australia/Sydney", 1768473600), 39600);
    assert_int_equal(offset_s("Australia/Sydney", 1784116800), 36000);
}

/* 2026-03-29 01:00 UTC: 02:00 becomes 03:00. 2026-10-25 01:00 UTC: 03:00 becomes 02:00. */
static void test_clocks_that_are_set(void **state)
{
    (void)state;
    static const struct {
        int64_t local_s, offset_s;
    } rows[] = {
        {1774749599, 3600}, /* 2026-03-29 01:59:59 */
        {1774751400, 3600}, /* 02:30 does not exist: as before the change */
        {1774753200, 7200}, /* 03:00 */
        {1792893599, 7200}, /* 2026-10-25 01:59:59 */
        {1792895400, 7200}, /* 02:30, twice: the earlier one */
        {1792897200, 3600}, /* 03:00 */
    };
    struct froe_zone zone = {.offset_ns = 0};
    assert_true(froe_zone_add_rule(&zone, FROE_SLICE("CET-1CEST,M3.5.0,M10.5.0/3")));
    assert_true(zone.count > 200);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(froe_zone_offset_of_local(&zone, rows[i].local_s * FROE_NS_PER_S) /
                             FROE_NS_PER_S,
                         rows[i].offset_s);
    assert_int_equal(froe_zone_offset_of_local(&zone, INT64_MIN), 3600 * FROE_NS_PER_S);
    froe_zone_offset_of_local(&zone, INT64_MAX);
    for (size_t i = 1; i < zone.count; i++)
        assert_true(zone.changes[i - 1].at_ns < zone.changes[i].at_ns);
    froe_zone_release(&zone);
}

static void test_rules(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "X",
                                        "CET",
                                        "CET-1CEST",
                                        "CET-1CEST,M13.5.0,M10.5.0",
                                        "<+03>",
                                        "CET-1CEST,M3.5.0,M10.5.0 ",
                                        "CET-200",
                                        "CET-1CEST,M3.5.0"};
    struct froe_zone zone = {.offset_ns = 0};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(froe_zone_add_rule(&zone, froe_slice_cstr(wrong[i])));
    assert_true(froe_zone_add_rule(&zone, FROE_SLICE("<+03>-3")));
    assert_int_equal(zone.offset_ns, 3 * 3600 * FROE_NS_PER_S);
    assert_int_equal(zone.count, 0);
    assert_true(froe_zone_add_rule(&zone, FROE_SLICE("IST-2IDT,J60/0,300/1:30")));
    assert_int_equal(zone.count, 262);
    froe_zone_release(&zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offsets),
        cmocka_unit_test(test_zone_files),
        cmocka_unit_test(test_clocks_that_are_set),
        cmocka_unit_test(test_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
