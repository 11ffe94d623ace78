#include "base/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "random.h"

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static void known_days(void **state)
{
    (void)state;
    assert_int_equal(froe_days_from_date(1970, 1, 1), 0);
    assert_int_equal(froe_days_from_date(1969, 12, 31), -1);
    assert_int_equal(froe_days_from_date(2000, 3, 1), 11017);
    assert_int_equal(froe_days_from_date(2026, 4, 20), 20563);
    assert_int_equal(froe_days_from_date(1700, 1, 1), -98615);
    assert_int_equal(froe_days_from_date(1, 1, 1), -719162);
    assert_int_equal(froe_days_from_date(0, 3, 1), -719468);
}

static void every_day_follows_the_last(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t day = froe_days_from_date(1700, 1, 1);
    for (int year = 1700; year <= 2250; year++)
        for (int month = 1; month <= 12; month++)
            for (int d = 1; d <= lengths[month - 1] + (month == 2 && is_leap(year)); d++, day++) {
                assert_int_equal(froe_days_from_date(year, month, d), day);
                struct froe_date date = froe_date_from_days(day);
                assert_true(date.year == year && date.month == month && date.day == d);
            }
    assert_int_equal(day, froe_days_from_date(2251, 1, 1));
}

static void dates_far_away_come_back(void **state)
{
    (void)state;
    for (int64_t day = -4000000; day <= 4000000; day += 997) {
        struct froe_date date = froe_date_from_days(day);
        assert_true(froe_date_valid(date.year, date.month, date.day));
        assert_int_equal(froe_days_from_date(date.year, date.month, date.day), day);
    }
}

static void validity(void **state)
{
    (void)state;
    assert_true(froe_date_valid(2024, 2, 29));
    assert_true(froe_date_valid(2000, 2, 29));
    assert_false(froe_date_valid(1900, 2, 29));
    assert_false(froe_date_valid(2026, 2, 29));
    assert_false(froe_date_valid(2024, 2, 30));
    assert_true(froe_date_valid(2026, 12, 31));
    assert_false(froe_date_valid(2026, 4, 31));
    assert_false(froe_date_valid(2026, 0, 1));
    assert_false(froe_date_valid(2026, 13, 1));
    assert_false(froe_date_valid(2026, -1, 1));
    assert_false(froe_date_valid(2026, 1, 0));
    assert_false(froe_date_valid(2026, 1, -5));
    assert_false(froe_date_valid(2026, 1, 32));
}

static void assert_formats(int64_t time_ns, const char *expected)
{
    char text[FROE_TIME_TEXT_MAX];
    memset(text, '#', sizeof text);
    assert_int_equal(froe_time_format(time_ns, text), strlen(expected));
    assert_string_equal(text, expected);
}

static void formats_fractions_as_needed(void **state)
{
    (void)state;
    int64_t base = INT64_C(1776694981) * FROE_NS_PER_S;
    assert_formats(base, "2026-04-20T14:23:01Z");
    assert_formats(base + 123000000, "2026-04-20T14:23:01.123Z");
    assert_formats(base + 120000000, "2026-04-20T14:23:01.120Z");
    assert_formats(base + 123456000, "2026-04-20T14:23:01.123456Z");
    assert_formats(base + 123456789, "2026-04-20T14:23:01.123456789Z");
    assert_formats(base + 1000000, "2026-04-20T14:23:01.001Z");
    assert_formats(base + 1000, "2026-04-20T14:23:01.000001Z");
    assert_formats(base + 1, "2026-04-20T14:23:01.000000001Z");
    assert_formats(base + 999999999, "2026-04-20T14:23:01.999999999Z");
}

static void formats_times_before_1970(void **state)
{
    (void)state;
    assert_formats(0, "1970-01-01T00:00:00Z");
    assert_formats(-1, "1969-12-31T23:59:59.999999999Z");
    assert_formats(-FROE_NS_PER_S, "1969-12-31T23:59:59Z");
    assert_formats(-FROE_NS_PER_S / 2, "1969-12-31T23:59:59.500Z");
    assert_formats(-86400 * FROE_NS_PER_S, "1969-12-31T00:00:00Z");
    assert_formats(-86400 * FROE_NS_PER_S - 1000, "1969-12-30T23:59:59.999999Z");
}

static void formats_the_ends_of_time(void **state)
{
    (void)state;
    assert_formats(INT64_MAX, "2262-04-11T23:47:16.854775807Z");
    assert_formats(INT64_MIN + 1, "1677-09-21T00:12:43.145224193Z");
    assert_formats(FROE_TIME_NONE, "");
}

static void agrees_with_the_c_library(void **state)
{
    (void)state;
    uint64_t random = 4;
    for (int i = 0; i < 20000; i++) {
        /* 1700-01-01 to 2250-12-31, in seconds. */
        int64_t low = INT64_C(-8520336000), high = INT64_C(8867577599);
        time_t seconds = (time_t)(low + (int64_t)random_below(&random, (uint64_t)(high - low)));
        struct tm tm;
        assert_non_null(gmtime_r(&seconds, &tm));
        char expected[40];
        assert_true(strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0);
        assert_formats((int64_t)seconds * FROE_NS_PER_S, expected);
        assert_int_equal(froe_days_from_date(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * 86400 +
                             tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec,
                         seconds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days),
        cmocka_unit_test(every_day_follows_the_last),
        cmocka_unit_test(dates_far_away_come_back),
        cmocka_unit_test(validity),
        cmocka_unit_test(formats_fractions_as_needed),
        cmocka_unit_test(formats_times_before_1970),
        cmocka_unit_test(formats_the_ends_of_time),
        cmocka_unit_test(agrees_with_the_c_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
