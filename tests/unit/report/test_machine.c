#include "report/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capture.h"

static const struct froe_render_options all = {.top = FROE_TOP_AUTO};

/* Whole documents are validated against the schema by check_schema.py; here, order and values. */
static void test_json(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    const char *text = render(&out, FROE_RENDER_JSON, sample_report(), all);
    static const char head[] = "{\"schema\":\"froe.scan/1\",\"version\":\"";
    assert_memory_equal(text, head, sizeof head - 1);
    static const char *const parts[] = {
        "\"input\":{\"files\":[\"shop.log.gz\",\"b,\\\"c\\\".log\"],\"bytes\":123456789012,"
        "\"lines\":1204331,\"records\":1198220,\"skipped\":6111,\"first\":\"2026-04-20T09:00:00Z\","
        "\"last\":\"2026-04-20T10:00:00Z\",\"year_assumed\":false,\"binary\":0,\"failed\":0,"
        "\"lines_cut\":12,\"unparsed\":0,\"records_cut\":0,\"broken_json\":0},",
        "\"summary\":{\"templates\":3,\"clusters\":3,\"compression_ratio\":399407,"
        "\"levels\":{\"error\":18402,\"warn\":9120,\"info\":0,\"none\":1170698},\"folded\":0},",
        "\"clusters\":[{\"id\":\"k3v9q2m7x0ab.e\",\"template_id\":\"k3v9q2m7x0ab\","
        "\"template\":\"Connection refused <IP> after <DUR> timeout\",\"level\":\"error\","
        "\"count\":18402,\"share\":0.0153578,"
        "\"services\":{\"payment-service\":18000,\"checkout-api\":402},",
        "\"first\":\"2026-04-20T09:25:00Z\",\"last\":\"2026-04-20T09:54:59Z\","
        "\"rate_per_min\":306.7,\"histogram\":{\"start\":\"2026-04-20T09:25:00Z\",\"step_s\":300,"
        "\"counts\":[400,0,2,4000,8000,6000]},",
        "\"parameters\":[{\"name\":null,\"type\":\"IP\",\"observed\":18402,\"distinct\":2,"
        "\"top\":[[\"10.0.0.5:5432\",12881],[\"\\u001b[31m10.0.0.6\",5521]]},"
        "{\"name\":\"after\",\"type\":\"DUR\",\"observed\":640,\"distinct\":1,"
        "\"top\":[[\"30s\",640]],\"min\":30,\"p50\":30,\"p99\":30.25,\"max\":31}],",
        "\"samples\":[{\"file\":\"shop.log.gz\",\"line\":17,"
        "\"text\":\"ERROR \\u001b[2Jrefused �\\n  at pool.c:12\"},",
        "\"level\":null,\"count\":12,",
        "\"services\":{},",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *found = strstr(text, parts[i]);
        if (!found) fail_msg("not there, or not in this order: %s", parts[i]);
        text = found;
    }
    assert_string_equal(text + strlen(text) - 3, "]}\n");
    froe_buf_release(&out);
}

static void test_json_without_times(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    assert_non_null(strstr(render(&out, FROE_RENDER_JSON, sample_report_plain(), all),
                           "\"first\":null,\"last\":null,\"rate_per_min\":null,\"histogram\":null,"
                           "\"parameters\":[],\"samples\":[]}]}\n"));
    assert_non_null(strstr(render(&out, FROE_RENDER_JSON, sample_report_empty(), all),
                           "\"compression_ratio\":0,\"levels\":{\"error\":0,\"warn\":0,\"info\":0},"
                           "\"folded\":0},\"clusters\":[]}\n"));
    froe_buf_release(&out);
}

static size_t lines_of(const char *text)
{
    size_t lines = 0;
    for (; *text; text++) lines += *text == '\n';
    return lines;
}

static void test_top(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    struct froe_render_options options = {.top = 2};
    assert_int_equal(lines_of(render(&out, FROE_RENDER_NDJSON, sample_report(), all)), 3);
    assert_int_equal(lines_of(render(&out, FROE_RENDER_NDJSON, sample_report(), options)), 2);
    assert_int_equal(lines_of(render(&out, FROE_RENDER_CSV, sample_report(), options)), 3);
    options.top = 0;
    assert_int_equal(lines_of(render(&out, FROE_RENDER_NDJSON, sample_report(), options)), 3);
    assert_string_equal(render(&out, FROE_RENDER_NDJSON, sample_report_empty(), all), "");
    froe_buf_release(&out);
}

static void test_csv(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    assert_string_equal(
        render(&out, FROE_RENDER_CSV, sample_report(), all),
        "id,template_id,level,count,share,rate_per_min,first,last,services,template\n"
        "k3v9q2m7x0ab.e,k3v9q2m7x0ab,error,18402,0.0153578,306.7,2026-04-20T09:25:00Z,"
        "2026-04-20T09:54:59Z,payment-service=18000;checkout-api=402,"
        "Connection refused <IP> after <DUR> timeout\n"
        "p81xk0c2m4qd.w,p81xk0c2m4qd,warn,9120,0.00761129,152,2026-04-20T09:50:00Z,"
        "2026-04-20T09:51:40Z,checkout-api=9120,Upstream <*> 返回了 <NUM>\n"
        "k3v9z2m7x0ac.-,k3v9z2m7x0ac,,12,1.00149e-05,0.2,2026-04-20T09:00:00Z,"
        "2026-04-20T10:00:00Z,,\"a|b `c` \n\t\"\"d\"\", e\"\n");
    assert_non_null(strstr(render(&out, FROE_RENDER_CSV, sample_report_plain(), all),
                           "\naaaabbbbcccc.-,aaaabbbbcccc,,3,1,,,,,\"a|b"));
    froe_buf_release(&out);
}

static void test_md(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    const char *text = render(&out, FROE_RENDER_MD, sample_report(), all);
    assert_non_null(strstr(text, "**froe scan**: 1,204,331 lines, 1,198,220 records, 3 templates"));
    assert_non_null(strstr(text, "| 18,402 | 1.5 % | 307/min | error | payment-service +1 | "
                                 "2026-04-20 09:25:00 | 2026-04-20 09:54:59 | "
                                 "`Connection refused <IP> after <DUR> timeout` | "
                                 "`k3v9q2m7x0ab.e` |\n"));
    /* A bar, backticks and a line end stay inside the cell. */
    assert_non_null(strstr(text, "| `` a\\|b `c` ⏎ \"d\", e `` | `k3v9z2m7x0ac.-` |\n"));
    struct froe_render_options options = {.top = 1};
    assert_non_null(
        strstr(render(&out, FROE_RENDER_MD, sample_report(), options), "\n(2 more: --top 0)\n"));
    froe_buf_release(&out);
}

static enum froe_status refuse(void *context, struct froe_slice bytes, struct froe_error *error)
{
    (void)context;
    (void)bytes;
    return froe_error_set(error, FROE_STOPPED, "enough");
}

static void test_write_failure_ends_it(void **state)
{
    (void)state;
    struct froe_report *report = sample_report();
    for (unsigned i = 0; i < FROE_RENDER_COUNT; i++) {
        struct froe_error error = {0};
        assert_int_equal(
            froe_render_scan((enum froe_render_format)i, report, &all, refuse, NULL, &error),
            FROE_STOPPED);
        assert_string_equal(error.message, "enough");
    }
    froe_report_free(report);
}

static void test_formats(void **state)
{
    (void)state;
    enum froe_render_format format = FROE_RENDER_TABLE;
    for (unsigned i = 0; i < FROE_RENDER_COUNT; i++) {
        const char *name = froe_render_format_name((enum froe_render_format)i);
        assert_true(froe_render_format_find(froe_slice_cstr(name), &format));
        assert_int_equal(format, i);
    }
    assert_false(froe_render_format_find(FROE_SLICE("html"), &format));
    assert_true(froe_render_format_of_file("a.b/out.JSONL", &format));
    assert_int_equal(format, FROE_RENDER_NDJSON);
    assert_true(froe_render_format_of_file("x.markdown", &format));
    assert_int_equal(format, FROE_RENDER_MD);
    assert_false(froe_render_format_of_file("a.json/out", &format));
    assert_false(froe_render_format_of_file("out.xml", &format));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),    cmocka_unit_test(test_json_without_times),
        cmocka_unit_test(test_top),     cmocka_unit_test(test_csv),
        cmocka_unit_test(test_md),      cmocka_unit_test(test_write_failure_ends_it),
        cmocka_unit_test(test_formats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
