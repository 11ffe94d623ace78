/* A memo of line shapes never changes an answer: on the samples of all formats and on lines made to
   deceive it, with their digits redrawn. */
#include "memo_check.h"

#include "record/format_spec.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Digits matter in each of them. */
static const char *const deceivers[] = {
    "2026-04-20 14:23:01,123 INFO [main] org.shop.Pool:120 - took 0x1f of 7x1f ms",
    "2026-04-20 14:23:01,123 INFO [main] org.shop.Pool:121 - started 2026-04-20 14:23:01",
    "2026-04-20 14:23:01,123 ERROR [main] org.shop.Pool:122 - ssh2 failed in workers2.properties",
    "java.lang.IllegalStateException: no 5",
    "\tat com.shop.Pay.run(Pay.java:17)",
    "2026-04-20 14:23:01 #0 frame or not",
    "2026-04-20 14:23:01 #1 frame or not",
    "9999-99-99 99:99:99 no time at all",
    "1776694981 epoch or number",
    "0000000000 epoch or number",
    "{\"time\":1776694981,\"level\":30,\"msg\":\"took 5\",\"n\":0}",
    "{\"time\":1776694981,\"level\":50,\"msg\":\"took 5\",\"n\":123}",
    "10.0.0.1 - - [20/Apr/2026:14:23:01 +0000] \"GET /a HTTP/1.1\" 200 17 \"-\" \"x/1\"",
    "10.0.0.1 - - [20/Apr/2026:14:23:01 +0000] \"GET /a HTTP/1.1\" 503 17 \"-\" \"x/1\"",
    "<11>Apr 20 14:23:01 web7 payment[123]: card refused: 51",
    "<34>Apr 20 14:23:01 web7 payment2[123]: card refused: 51",
    "Apr 20 14:23:01 web7 kernel: [  12.345678] eth0: link is up",
    "",
    "   continued 5",
    "Traceback (most recent call last):",
    "  File \"a.py\", line 17, in f",
    "ValueError: 7",
};
enum { DECEIVERS = sizeof deceivers / sizeof *deceivers };

static void assert_no_change(struct froe_slice log, const char *layout, const char *what)
{
    struct froe_buf with = {0}, without = {0};
    static const size_t blocks[] = {0, 20000, 5000};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        assert_true(memo_check_scan(log, layout, blocks[i], false, &with));
        assert_true(memo_check_scan(log, layout, blocks[i], true, &without));
        if (!froe_slice_eq(froe_buf_slice(&with), froe_buf_slice(&without))) {
            size_t at = 0;
            while (with.ptr[at] == without.ptr[at]) at++;
            at = at < 100 ? 0 : at - 100;
            fail_msg("%s, blocks of %zu:\n%.300s\nnot\n%.300s", what, blocks[i], with.ptr + at,
                     without.ptr + at);
        }
    }
    froe_buf_release(&with);
    froe_buf_release(&without);
}

static void test_samples_of_all_formats(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (unsigned f = 0; f < froe_builtin_formats_count; f++) {
        const struct froe_format_spec *spec = &froe_builtin_formats[f];
        struct froe_buf log = {0};
        for (unsigned round = 0; round < 12; round++) {
            for (unsigned i = 0; i < spec->samples_count; i++)
                memo_check_repeat(&log, froe_slice_cstr(spec->samples[i].line), 4, &seed);
            const char *deceiver = deceivers[memo_check_random(&seed) % DECEIVERS];
            memo_check_repeat(&log, froe_slice_cstr(deceiver), 3, &seed);
        }
        assert_no_change(froe_buf_slice(&log), NULL, spec->name);
        froe_buf_release(&log);
    }
}

static void test_deceivers(void **state)
{
    (void)state;
    static const char *const layouts[] = {NULL, "none"};
    for (uint64_t seed = 1; seed < 9; seed++) {
        struct froe_buf log = {0};
        uint64_t random = seed;
        for (unsigned i = 0; i < 400; i++) {
            const char *line = deceivers[memo_check_random(&random) % DECEIVERS];
            memo_check_repeat(&log, froe_slice_cstr(line), 1 + i % 5, &random);
        }
        char what[32];
        snprintf(what, sizeof what, "deceivers, seed %u", (unsigned)seed);
        for (size_t i = 0; i < 2; i++) assert_no_change(froe_buf_slice(&log), layouts[i], what);
        froe_buf_release(&log);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples_of_all_formats),
        cmocka_unit_test(test_deceivers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
