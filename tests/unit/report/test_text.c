#include "report/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample_report.h"
#include <math.h>

static void test_count(void **state)
{
    (void)state;
    char text[FROE_SMALL_TEXT_MAX];
    static const struct {
        uint64_t count;
        const char *text;
    } cases[] = {{0, "0"},
                 {999, "999"},
                 {1000, "1,000"},
                 {123456, "123,456"},
                 {1204331, "1,204,331"},
                 {UINT64_MAX, "18,446,744,073,709,551,615"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        froe_text_count(cases[i].count, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_share(void **state)
{
    (void)state;
    char text[FROE_SMALL_TEXT_MAX];
    static const struct {
        double share;
        const char *text;
    } cases[] = {{0, "0 %"},         {NAN, "0 %"},     {1e-9, "<0.1 %"},
                 {0.0005, "0.1 %"},  {0.015, "1.5 %"}, {0.5, "50.0 %"},
                 {0.9999, "99.9 %"}, {1, "100 %"},     {1.0001, "100 %"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        froe_text_share(cases[i].share, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_rate(void **state)
{
    (void)state;
    char text[FROE_SMALL_TEXT_MAX];
    static const struct {
        double rate;
        const char *text;
    } cases[] = {{NAN, ""},
                 {INFINITY, ""},
                 {-1, ""},
                 {0, "0.0/min"},
                 {12.4, "12/min"},
                 {1.25, "1.2/min"},
                 {0.05, "3.0/h"},
                 {0.001, "1.4/day"},
                 {1234567, "1,234,567/min"},
                 {1e300, "1,000,000,000,000,000,000/min"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        froe_text_rate(cases[i].rate, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void check_span(int64_t first_s, int64_t last_s, const char *wanted)
{
    struct froe_buf out = {0};
    froe_text_span(&out, first_s * FROE_NS_PER_S, last_s * FROE_NS_PER_S);
    froe_buf_append_char(&out, '\0');
    assert_string_equal(out.ptr, wanted);
    froe_buf_release(&out);
}

static void test_span(void **state)
{
    (void)state;
    const int64_t nine = 1776675600;
    check_span(nine, nine + 3600, "2026-04-20 09:00-10:00 UTC");
    check_span(nine + 1, nine + 62, "2026-04-20 09:00:01-09:01:02 UTC");
    check_span(nine, nine, "2026-04-20 09:00:00-09:00:00 UTC");
    check_span(nine, nine + 86400, "2026-04-20 09:00 to 2026-04-21 09:00 UTC");
}

static double spark(const struct froe_histogram_view *histogram, int64_t first_s, int64_t last_s,
                    size_t cells, const char *wanted)
{
    struct froe_buf out = {0};
    double peak =
        froe_text_spark(&out, histogram, first_s * FROE_NS_PER_S, last_s * FROE_NS_PER_S, cells);
    froe_buf_append_char(&out, '\0');
    assert_string_equal(out.ptr, wanted);
    froe_buf_release(&out);
    return peak;
}

static void test_spark(void **state)
{
    (void)state;
    static const uint64_t ramp[] = {1, 2, 3, 4, 5, 6, 7, 8};
    static const uint64_t rare[] = {1, 0, 0, 1000};
    static const uint64_t one[] = {100};
    struct froe_histogram_view view = {0, 10, ramp, 8};
    assert_true(fabs(spark(&view, 0, 80, 8, "▂▂▃▄▅▆▇█") - 8) < 1e-3);
    view = (struct froe_histogram_view){0, 10, rare, 4};
    spark(&view, 0, 40, 4, "▂▁▁█"); /* little is not nothing */
    view = (struct froe_histogram_view){0, 40, one, 1};
    assert_true(fabs(spark(&view, 0, 40, 4, "████") - 25) < 1e-3); /* spread over its step */
    view = (struct froe_histogram_view){100 * FROE_NS_PER_S, 10, one, 1};
    spark(&view, 0, 40, 4, "▁▁▁█"); /* outside the window: at its edge */
    view = (struct froe_histogram_view){FROE_TIME_NONE, 10, one, 1};
    assert_true(spark(&view, 0, 40, 4, "▁▁▁▁") == 0);
    view = (struct froe_histogram_view){0, 10, one, 0};
    assert_true(spark(&view, 0, 40, 4, "▁▁▁▁") == 0);
    view = (struct froe_histogram_view){INT64_MIN + 1, INT64_MAX, ramp, 8};
    spark(&view, INT64_MIN / 2000000000, INT64_MAX / 2000000000, 0, "");
}

static void check_summary(struct froe_report *report, size_t columns, const char *wanted)
{
    struct froe_buf out = {0};
    froe_text_summary(&out, report, "  ", columns);
    froe_buf_append_char(&out, '\0');
    assert_string_equal(out.ptr, wanted);
    froe_buf_release(&out);
    froe_report_free(report);
}

static void test_summary(void **state)
{
    (void)state;
    check_summary(sample_report_empty(), 80, "0 lines  0 records  0 templates");
    check_summary(sample_report_plain(), 80, "3 lines  3 records  1 template (3.0:1)");
    check_summary(sample_report(), 60,
                  "1,204,331 lines  1,198,220 records  3 templates (399,407:1)\n"
                  "2026-04-20 09:00-10:00 UTC  12 lines cut");

    struct froe_report *report = sample_report_plain();
    report->input.records = 5;
    report->input.lines_cut = 1;
    report->input.records_cut = 2;
    report->input.lines_unparsed = 3;
    report->input.broken_json = 1;
    report->summary.folded = 4;
    report->input.files_binary = 5;
    report->input.files_failed = 1;
    check_summary(report, 0,
                  "3 lines  5 records  3 selected  1 template (3.0:1)  1 line cut  2 records cut  "
                  "3 records of no known layout  1 record of broken JSON  4 records folded  5 "
                  "binary files skipped  "
                  "1 file unreadable");

    report = sample_report_plain();
    report->input.first_ns = 0;
    report->input.last_ns = 7200 * FROE_NS_PER_S;
    report->input.year_assumed = true;
    check_summary(
        report, 0,
        "3 lines  3 records  1 template (3.0:1)  1970-01-01 00:00-02:00 UTC (year assumed)");
}

static void test_losses(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    struct froe_report_input input = {.lines_unparsed = 3, .skipped = 2, .files_failed = 1};
    froe_text_losses(&out, &input);
    assert_int_equal(out.len, 0);
    input.lines_cut = 1;
    input.records_cut = 1200;
    input.fields_cut = 1;
    input.broken_json = 2;
    froe_text_losses(&out, &input);
    froe_buf_append_char(&out, '\0');
    assert_string_equal(out.ptr, "1 line cut, 1,200 records cut, 1 field left out or cut, "
                                 "2 records of broken JSON");
    froe_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_count),  cmocka_unit_test(test_share), cmocka_unit_test(test_rate),
        cmocka_unit_test(test_span),   cmocka_unit_test(test_spark), cmocka_unit_test(test_summary),
        cmocka_unit_test(test_losses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
