#include "record/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum flags {
    ZONED = 0,
    LOCAL = 1,   /* zone assumed */
    NO_YEAR = 2, /* year assumed */
    EPOCH = 4,   /* allow_epoch was given */
};

struct row {
    const char *text;
    const char *expected; /* RFC 3339 in UTC */
    size_t len;
    unsigned flags;
};

#define NOON "2026-04-20T14:23:01"

static const struct row rows[] = {
    /* ISO 8601 and RFC 3339 */
    {"2026-04-20T14:23:01", NOON "Z", 19, LOCAL},
    {"2026-04-20t14:23:01z", NOON "Z", 20, ZONED},
    {"2026-04-20T14:23:01Z", NOON "Z", 20, ZONED},
    {"2026-04-20T14:23:01Z] x", NOON "Z", 20, ZONED},
    {"2026-04-20 14:23:01 INFO x", NOON "Z", 19, LOCAL},
    {"2026-04-20  14:23:01 x", NOON "Z", 20, LOCAL},
    {"2026-04-20\t14:23:01\tSEA19", NOON "Z", 19, LOCAL},
    {"2026-04-20_14:23:01 x", NOON "Z", 19, LOCAL},
    {"2026-04-20-14:23:01 x", NOON "Z", 19, LOCAL},
    {"2026-04-20:14:23:01 x", NOON "Z", 19, LOCAL},
    {"2026-04-20, 14:23:01 x", NOON "Z", 20, LOCAL},
    {"2026-04-20 14:23:01.5", NOON ".500Z", 21, LOCAL},
    {"2026-04-20 14:23:01,123 [main]", NOON ".123Z", 23, LOCAL},
    {"2026-04-20 14:23:01.123456 x", NOON ".123456Z", 26, LOCAL},
    {"2026-04-20T14:23:01.123456789Z stdout F x", NOON ".123456789Z", 30, ZONED},
    {"2026-04-20T14:23:01.1234567899999Z x", NOON ".123456789Z", 34, ZONED},
    {"2026-04-20 14:23:01:606|x", NOON ".606Z", 23, LOCAL},
    {"2026-04-20 14:23:01: x", NOON "Z", 19, LOCAL},
    {"2026-04-20 14:23:01. x", NOON "Z", 19, LOCAL},
    {"2026-04-20 14:23:01, Info", NOON "Z", 19, LOCAL},
    {"2026-04-20 14:23:01:1234 x", NOON "Z", 19, LOCAL},
    {"2026-04-20 14:23:01,5xx x", NOON "Z", 19, LOCAL},
    {"2026-04-20T14:23:01.313913FOO err", NOON "Z", 19, LOCAL},
    {"2026-04-20 14:23 x", "2026-04-20T14:23:00Z", 16, LOCAL},
    {"2026-04-20T14:23Z x", "2026-04-20T14:23:00Z", 17, ZONED},
    {"2026-04-20 4:23:01 x", "2026-04-20T04:23:01Z", 18, LOCAL},
    {"2026-4-5 4:23:01 x", "2026-04-05T04:23:01Z", 16, LOCAL},
    {"2026/04/20 - 14:23:01 | 503", NOON "Z", 21, LOCAL},
    {"2026/04/20 14:23:01 x", NOON "Z", 19, LOCAL},
    {"2026/04/20 14:23:01 [error] 7#7: *1", NOON "Z", 19, LOCAL},
    {"2005.06.03 14:23:01 x", "2005-06-03T14:23:01Z", 19, LOCAL},
    {"2005-06-03-15.42.50.675872 x", "2005-06-03T15:42:50.675872Z", 26, LOCAL},
    {"2005-06-03 15.42.50 x", "2005-06-03T15:42:50Z", 19, LOCAL},
    {"2012-025T10:22:40,672:DEBUG:foo", "2012-01-25T10:22:40.672Z", 21, LOCAL},
    {"2014-333T16:56:38Z", "2014-11-29T16:56:38Z", 18, ZONED},
    {"2024-366T00:00:00Z", "2024-12-31T00:00:00Z", 18, ZONED},
    {"20260420T142301Z", NOON "Z", 16, ZONED},
    {"20260420T142301.25+0200 x", "2026-04-20T12:23:01.250Z", 23, ZONED},
    {"20260420142301 x", NOON "Z", 14, LOCAL},
    {"20260420 14:23:01 x", NOON "Z", 17, LOCAL},
    {"20171223-22:15:29:606|Step_LSC", "2017-12-23T22:15:29.606Z", 21, LOCAL},
    {"20171223-23:7:6:86|Step_LSC", "2017-12-23T23:07:06.086Z", 18, LOCAL},
    {"20120702.102240,672:DEBUG", "2012-07-02T10:22:40.672Z", 19, LOCAL},
    {"081109 203615 148 INFO", "2008-11-09T20:36:15Z", 13, LOCAL},
    {"081109  9:36:15 [Note]", "2008-11-09T09:36:15Z", 15, LOCAL},
    {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", 20, ZONED},
    {"2024-02-29 00:00:00 x", "2024-02-29T00:00:00Z", 19, LOCAL},
    {"1999-12-31 23:59:59 x", "1999-12-31T23:59:59Z", 19, LOCAL},
    {"2026-04-20", "2026-04-20T00:00:00Z", 10, LOCAL},
    {"2026-04-20 x", "2026-04-20T00:00:00Z", 10, LOCAL},
    {"2026-04-20\tx", "2026-04-20T00:00:00Z", 10, LOCAL},
    {"2026-04-20] x", "2026-04-20T00:00:00Z", 10, LOCAL},
    {"2026/04/20 10 items", "2026-04-20T00:00:00Z", 10, LOCAL},
    {"2026-Apr-20 14:23:01.123456 x", NOON ".123456Z", 27, LOCAL},

    /* zones */
    {"2026-04-20T14:23:01+02:00 x", "2026-04-20T12:23:01Z", 25, ZONED},
    {"2026-04-20T14:23:01-0730", "2026-04-20T21:53:01Z", 24, ZONED},
    {"2026-04-20T14:23:01+02 x", "2026-04-20T12:23:01Z", 22, ZONED},
    {"2026-04-20T14:23:01.123-07", "2026-04-20T21:23:01.123Z", 26, ZONED},
    {"2026-04-20 14:23:01 +0000 x", NOON "Z", 25, ZONED},
    {"2026-04-20 14:23:01 +05:30 x", "2026-04-20T08:53:01Z", 26, ZONED},
    {"2026-04-20 14:23:01.123 +03 [7]", "2026-04-20T11:23:01.123Z", 27, ZONED},
    {"2026-04-20 14:23:01.123 +0000 UTC m=+0.1", NOON ".123Z", 33, ZONED},
    {"2026-04-20 14:23:01 -0700 (PDT) x", "2026-04-20T21:23:01Z", 31, ZONED},
    {"2026-04-20 14:23:01 Z x", NOON "Z", 21, ZONED},
    {"2026-04-20 14:23:01 UTC x", NOON "Z", 23, ZONED},
    {"2026-04-20 14:23:01UTC x", NOON "Z", 22, ZONED},
    {"2026-04-20 14:23:01 GMT+2 x", "2026-04-20T12:23:01Z", 25, ZONED},
    {"2026-04-20 14:23:01 UTC-05:00 x", "2026-04-20T19:23:01Z", 29, ZONED},
    {"2025-08-13 01:45:01.123 PDT [12345]", "2025-08-13T08:45:01.123Z", 27, ZONED},
    {"2025-04-12 00:14:12.837 CEST [13]", "2025-04-11T22:14:12.837Z", 28, ZONED},
    {"2026-04-20 14:23:01 IST: x", "2026-04-20T08:53:01Z", 23, ZONED},
    {"2026-04-20 14:23:01 NZDT", "2026-04-20T01:23:01Z", 24, ZONED},
    {"2026-04-20 14:23:01 HST", "2026-04-21T00:23:01Z", 23, ZONED},
    {"2026-04-20 14:23:01 FOO x", NOON "Z", 19, LOCAL},
    {"2026-04-20 14:23:01 ESTABLISHED x", NOON "Z", 19, LOCAL},
    {"2026-04-20 14:23:01 EST-node1 x", NOON "Z", 19, LOCAL},
    {"2026-04-20 14:23:01 utc x", NOON "Z", 19, LOCAL},
    {"2026-04-20 14:23:01 +9900 x", NOON "Z", 19, LOCAL},
    {"2026-04-20 14:23:01 - x", NOON "Z", 19, LOCAL},
    {"2026-04-20 14:23:01 -5 x", NOON "Z", 19, LOCAL},

    /* numbers whose order their values tell */
    {"17/06/09 20:10:40 INFO", "2017-06-09T20:10:40Z", 17, LOCAL},
    {"99/06/09 20:10:40 INFO", "1999-06-09T20:10:40Z", 17, LOCAL},
    {"04/20/26 14:23:01 x", NOON "Z", 17, LOCAL},
    {"4/20/26 2:23:01 PM", NOON "Z", 18, LOCAL},
    {"04/20/2026 14:23:01 x", NOON "Z", 19, LOCAL},
    {"20/04/2026 14:23:01 x", NOON "Z", 19, LOCAL},
    {"04/05/2026 14:23:01 x", "2026-04-05T14:23:01Z", 19, LOCAL},
    {"05.04.2026 14:23:01 x", "2026-04-05T14:23:01Z", 19, LOCAL},
    {"4/20/2026 2:23:01 PM x", NOON "Z", 20, LOCAL},
    {"4/20/2026 2:23:01 AM x", "2026-04-20T02:23:01Z", 20, LOCAL},
    {"4/20/2026 2:23:01.123 pm x", NOON ".123Z", 24, LOCAL},
    {"4/20/2026, 12:23:01 AM x", "2026-04-20T00:23:01Z", 22, LOCAL},
    {"4/20/2026 12:23:01 PM x", "2026-04-20T12:23:01Z", 21, LOCAL},
    {"4/20/2026 2:23 PM UTC", "2026-04-20T14:23:00Z", 21, ZONED},
    {"4/20/2026 14:23:01 AM x", NOON "Z", 18, LOCAL},
    {"4/20/2026 2:23:01 PMX", "2026-04-20T02:23:01Z", 17, LOCAL},
    {"03-17 16:13:38.811  1702 D x", "2026-03-17T16:13:38.811Z", 18, LOCAL | NO_YEAR},
    {"10.30 16:49:06] x", "2026-10-30T16:49:06Z", 14, LOCAL | NO_YEAR},
    {"0420 14:23:01.123456  99 x.go:1]", NOON ".123456Z", 20, LOCAL | NO_YEAR},

    /* names of months */
    {"Apr 20 14:23:01 host sshd[1]: x", NOON "Z", 15, LOCAL | NO_YEAR},
    {"Apr  2 14:23:01.123 x", "2026-04-02T14:23:01.123Z", 19, LOCAL | NO_YEAR},
    {"APR 20 14:23:01 x", NOON "Z", 15, LOCAL | NO_YEAR},
    {"april 20 14:23:01 x", NOON "Z", 17, LOCAL | NO_YEAR},
    {"Apr 20 14:23:01 UTC: %SYS-5", NOON "Z", 19, NO_YEAR},
    {"Apr 20 2026 14:23:01: %ASA-6", NOON "Z", 20, LOCAL},
    {"Apr 20, 2026 2:23:01 PM com.x.Y", NOON "Z", 23, LOCAL},
    {"Apr 20, 2026 2:23:01\xe2\x80\xafPM com.x.Y", NOON "Z", 25, LOCAL},
    {"Apr 20 14:23:01 PM x", NOON "Z", 15, LOCAL | NO_YEAR},
    {"Apr 20 14:23:01 2026 items", NOON "Z", 15, LOCAL | NO_YEAR},
    {"Mon Apr 20 14:23:01 2026", NOON "Z", 24, LOCAL},
    {"Mon Apr 20 14:23:01.123456 2026] [core]", NOON ".123456Z", 31, LOCAL},
    {"Wed May 19 12:00:02 UTC 2021 line 2", "2021-05-19T12:00:02Z", 28, ZONED},
    {"Wed May 19 12:00:02 -03 2021 line 2", "2021-05-19T15:00:02Z", 28, ZONED},
    {"Wed May 19 12:00:02 XYZ 2021 line 2", "2021-05-19T12:00:02Z", 28, LOCAL},
    {"Thu Jun  2 00:01:01 UTC 2022 =", "2022-06-02T00:01:01Z", 28, ZONED},
    {"Mon Apr 20 2026 14:23:01 GMT+0200 (CEST)", "2026-04-20T12:23:01Z", 40, ZONED},
    {"Mon Apr 20 14:23:01 host x", NOON "Z", 19, LOCAL | NO_YEAR},
    {"Mon, 20 Apr 2026 14:23:01 GMT", NOON "Z", 29, ZONED},
    {"Monday, 20-Apr-26 14:23:01 GMT", NOON "Z", 30, ZONED},
    {"Mon 2026-04-20 14:23:01 UTC x", NOON "Z", 27, ZONED},
    {"20/Apr/2026:14:23:01 +0200] \"GET", "2026-04-20T12:23:01Z", 26, ZONED},
    {"20-Apr-2026::14:23:01 ===", NOON "Z", 21, LOCAL},
    {"9-Apr-2026::04:23:01.5 ===", "2026-04-09T04:23:01.500Z", 22, LOCAL},
    {"20/Apr/2026:14:23:01.123 +0200] \"GET", "2026-04-20T12:23:01.123Z", 30, ZONED},
    {"22/Jan/2019:03:56:14 +0330] x", "2019-01-22T00:26:14Z", 26, ZONED},
    {"20-Apr-2026 14:23:01.123 INFO", NOON ".123Z", 24, LOCAL},
    {"20 Apr 2026 14:23:01 x", NOON "Z", 20, LOCAL},
    {"20 Apr 14:23:01.123 * x", NOON ".123Z", 19, LOCAL | NO_YEAR},

    /* machines' own */
    {"@40000000433225833b6e1a8c tcpserver:", "2005-09-22T03:31:05.997071500Z", 25, ZONED},
    {"1490386367 x", "2017-03-24T20:12:47Z", 10, EPOCH},
    {"1490386367.764 x", "2017-03-24T20:12:47.764Z", 14, EPOCH},
    {"1716723772.6014807", "2024-05-26T11:42:52.601480700Z", 18, EPOCH},
    {"1490386367764 x", "2017-03-24T20:12:47.764Z", 13, EPOCH},
    {"1490386367764.0", "2017-03-24T20:12:47.764Z", 15, EPOCH},
    {"1490386367764.25", "2017-03-24T20:12:47.764250Z", 16, EPOCH},
    {"1490386367764123", "2017-03-24T20:12:47.764123Z", 16, EPOCH},
    {"1490386367764123456", "2017-03-24T20:12:47.764123456Z", 19, EPOCH},
    {"1490386367: x", "2017-03-24T20:12:47Z", 10, EPOCH},
    {"2026-04-20T14:23:01Z", NOON "Z", 20, EPOCH},
};

static const char *const none[] = {
    "",
    " 2026-04-20 14:23:01",
    "10.0.0.5",
    "10.0.0.5 14:23:01",
    "1.2.3",
    "1.2.3 released",
    "2005.06.03 R02-M1",
    "14:23:01 x",
    "14:23:01.123456 x",
    "2026-13-20 14:23:01",
    "2026-00-20 14:23:01",
    "2026-04-31 14:23:01",
    "2026-02-29 14:23:01",
    "2026-04-20 25:23:01",
    "2026-04-20 24:00:00",
    "2026-04-20 14:60:01",
    "2026-04-20 14:23:61",
    "2026-04-20 14:23:01x",
    "2026-04-20T14:23:01ZINFO",
    "2026-04-20T",
    "2026-04-20.log",
    "2026-04-20-backup",
    "2026-04-20x",
    "2026-04-2",
    "2026-04-205 14:23:01",
    "12026-04-20 14:23:01",
    "0000-04-20 14:23:01",
    "2012-000T10:22:40",
    "2013-366T10:22:40",
    "991399 203615 x",
    "081109 993615 x",
    "20261320142301 x",
    "32/13/2026 14:23:01",
    "13/13/2026 14:23:01",
    "0/0/00 00:00:00",
    "13-17 16:13:38.811",
    "0420 14:23:01 x",
    "1320 14:23:01.123456",
    "Apr 31 14:23:01 x",
    "Apr 20 24:23:01 x",
    "Apr 20 14:23 x",
    "Apr 20 x",
    "Mon x",
    "Mon",
    "Monster 20 14:23:01",
    "Mayor 20 14:23:01",
    "April",
    "1490386367 x",
    "1490386367.764",
    "@40000000433225833b6e1a8",
    "@40000000433225833b6e1a8c0",
    "@00000000433225833b6e1a8c",
    "@4000000043322583ffffffff",
    "\xff\xfe",
};

static const char *const no_epoch[] = {
    "149038636 x", "14903863671 x",       "0490386367 x",  "9490386367 x",
    "1490386367x", "9999999999999999999", "1490386367.7x", "Mon 1490386367",
};

static int64_t utc(int year, int month, int day, int hour)
{
    return (froe_days_from_date(year, month, day) * 86400 + hour * 3600) * FROE_NS_PER_S;
}

static struct froe_time_context context_now(void)
{
    return (struct froe_time_context){.latest_ns = utc(2026, 11, 22, 12)};
}

/* Reads a copy of exactly the right size, so that the sanitizer sees a read behind the end. */
static bool read_exact(const char *text, const struct froe_time_context *context, bool allow_epoch,
                       struct froe_timestamp *timestamp)
{
    size_t len = strlen(text);
    char *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    memcpy(copy, text, len);
    bool found = froe_timestamp_read(froe_slice(copy, len), context, allow_epoch, timestamp);
    free(copy);
    return found;
}

static void assert_row(const struct row *row, const struct froe_time_context *context)
{
    struct froe_timestamp timestamp;
    char text[FROE_TIME_TEXT_MAX] = "none";
    if (read_exact(row->text, context, row->flags & EPOCH, &timestamp))
        froe_time_format(timestamp.time_ns, text);
    if (strcmp(text, row->expected) != 0 || timestamp.len != row->len)
        fail_msg("'%s': got %s, %zu bytes; expected %s, %zu bytes", row->text, text, timestamp.len,
                 row->expected, row->len);
    if (timestamp.zone_assumed != !!(row->flags & LOCAL) ||
        timestamp.year_assumed != !!(row->flags & NO_YEAR))
        fail_msg("'%s': zone assumed %d, year assumed %d", row->text, timestamp.zone_assumed,
                 timestamp.year_assumed);
}

static void test_shapes(void **state)
{
    (void)state;
    struct froe_time_context context = context_now();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_row(&rows[i], &context);
}

static void test_none(void **state)
{
    (void)state;
    struct froe_time_context context = context_now();
    struct froe_timestamp timestamp;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (read_exact(none[i], &context, false, &timestamp))
            fail_msg("'%s' was taken for a timestamp of %zu bytes", none[i], timestamp.len);
    for (size_t i = 0; i < sizeof no_epoch / sizeof *no_epoch; i++)
        if (read_exact(no_epoch[i], &context, true, &timestamp))
            fail_msg("'%s' was taken for a timestamp of %zu bytes", no_epoch[i], timestamp.len);
    assert_false(froe_timestamp_read((struct froe_slice){0}, &context, true, &timestamp));
}

/* Every prefix of every row must be safe to read, and never be longer than it is. */
static void test_prefixes(void **state)
{
    (void)state;
    struct froe_time_context context = context_now();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t len = 0; len <= strlen(rows[i].text); len++) {
            char prefix[128];
            struct froe_timestamp timestamp;
            snprintf(prefix, sizeof prefix, "%.*s", (int)len, rows[i].text);
            if (read_exact(prefix, &context, true, &timestamp)) assert_true(timestamp.len <= len);
        }
    }
}

/* Only the first 64 bytes count, and a number that goes on behind them is no part of a time. */
static void test_long_fraction(void **state)
{
    (void)state;
    struct froe_time_context context = context_now();
    struct froe_timestamp timestamp;
    char text[200];
    int len = snprintf(text, sizeof text, NOON ".%0100d", 0);
    assert_false(froe_timestamp_read(froe_slice(text, (size_t)len), &context, false, &timestamp));
    assert_true(froe_timestamp_read(froe_slice(text, 64), &context, false, &timestamp));
    assert_int_equal(timestamp.len, 64);
}

static void test_offset(void **state)
{
    (void)state;
    struct froe_time_context context = context_now();
    context.offset_ns = 2 * 3600 * FROE_NS_PER_S;
    static const struct row local[] = {
        {"2026-04-20 14:23:01", "2026-04-20T12:23:01Z", 19, LOCAL},
        {"2026-04-20 14:23:01 FOO", "2026-04-20T12:23:01Z", 19, LOCAL},
        {"2026-04-20", "2026-04-19T22:00:00Z", 10, LOCAL},
        {"2026-04-20 14:23:01Z", NOON "Z", 20, ZONED},
        {"2026-04-20 14:23:01 EST", "2026-04-20T19:23:01Z", 23, ZONED},
        {"1490386367", "2017-03-24T20:12:47Z", 10, EPOCH},
        {"@40000000433225833b6e1a8c", "2005-09-22T03:31:05.997071500Z", 25, ZONED},
    };
    for (size_t i = 0; i < sizeof local / sizeof *local; i++) assert_row(&local[i], &context);
}

static void assert_year(const struct froe_time_context *context, const char *text, int year)
{
    struct froe_timestamp timestamp;
    assert_true(read_exact(text, context, false, &timestamp));
    assert_true(timestamp.year_assumed);
    int64_t days = (timestamp.time_ns + context->offset_ns) / FROE_NS_PER_S / 86400;
    if (froe_date_from_days(days).year != year)
        fail_msg("'%s': year %d", text, froe_date_from_days(days).year);
}

static void test_year(void **state)
{
    (void)state;
    struct froe_time_context context = {.latest_ns = utc(2026, 1, 1, 0)};
    assert_year(&context, "Dec 31 23:59:59", 2025);
    assert_year(&context, "Jan  1 00:00:00", 2026);
    assert_year(&context, "Jan  2 00:00:00", 2026); /* within the day allowed */
    assert_year(&context, "Jan  2 00:00:01", 2025);
    assert_year(&context, "Feb 29 12:00:00", 2024);
    assert_year(&context, "0704 12:00:00.000000", 2025);

    context.latest_ns = utc(2025, 12, 31, 12);
    assert_year(&context, "12-31 23:59:59", 2025);
    assert_year(&context, "Jan  1 08:00:00", 2026);
    assert_year(&context, "Jan  1 13:00:00", 2025);

    /* The zone of the text counts: in Auckland it is next year already. */
    context.latest_ns = utc(2025, 12, 30, 12);
    assert_year(&context, "Jan  1 00:30:00", 2025);
    context.offset_ns = 13 * 3600 * FROE_NS_PER_S;
    assert_year(&context, "Jan  1 00:30:00", 2026);
    assert_year(&context, "Jan  1 01:30:00", 2025);

    context = (struct froe_time_context){.year = 2019, .latest_ns = utc(2026, 1, 1, 0)};
    assert_year(&context, "Dec 31 23:59:59", 2019);
    assert_year(&context, "Jan  1 00:00:00", 2019);
    /* The year is that of the first record: what comes before it is of the next year. */
    context.first_ns = utc(2019, 12, 30, 0);
    assert_year(&context, "Dec 31 23:59:59", 2019);
    assert_year(&context, "Dec  1 00:00:00", 2019); /* within the 30 days allowed */
    assert_year(&context, "Jan  1 00:00:00", 2020);
    assert_year(&context, "Feb 29 12:00:00", 2020);
    context.first_ns = 0;
    struct froe_timestamp timestamp;
    assert_false(read_exact("Feb 29 12:00:00", &context, false, &timestamp));
    assert_true(read_exact("Mon Feb 29 12:00:00 2016", &context, false, &timestamp));
    assert_false(timestamp.year_assumed);
}

/* Contexts at the ends of the range must not overflow. */
static void test_extreme_contexts(void **state)
{
    (void)state;
    static const int64_t extremes[] = {INT64_MIN, INT64_MIN + 1, 0, INT64_MAX};
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < 4; j++) {
            struct froe_time_context context = {.latest_ns = extremes[i], .offset_ns = extremes[j]};
            struct froe_timestamp timestamp;
            read_exact("Apr 20 14:23:01", &context, false, &timestamp);
            read_exact("2026-04-20 14:23:01", &context, false, &timestamp);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),           cmocka_unit_test(test_none),
        cmocka_unit_test(test_prefixes),         cmocka_unit_test(test_long_fraction),
        cmocka_unit_test(test_offset),           cmocka_unit_test(test_year),
        cmocka_unit_test(test_extreme_contexts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
