/* What objects say: messages made of fields, lists of attributes, levels; and heads of several
 * lines. */
#include "record/formats_internal.h"

#include "fixture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static struct froe_head read_line(struct fixture *fixture, const char *line)
{
    struct froe_head head;
    froe_head_read(fixture->formats, &nothing, &times, froe_slice_cstr(line), &fixture->arena,
                   &head);
    return head;
}

static void assert_slice(struct froe_slice got, const char *expected)
{
    if (!froe_slice_eq(got, froe_slice_cstr(expected)))
        print_error("got <%.*s>, expected <%s>\n", (int)got.len, got.ptr ? got.ptr : "",
                    expected ? expected : "");
    assert_true(froe_slice_eq(got, froe_slice_cstr(expected)));
}

static void test_message_of_fields(void **state)
{
    static const struct {
        const char *line, *message;
    } rows[] = {
        /* whatever the order of the fields */
        {"{\"b\":2,\"a\":1,\"type\":\"Push\"}", "Push type=Push a=1 b=2"},
        {"{\"type\":\"Push\",\"a\":1,\"b\":2}", "Push type=Push a=1 b=2"},
        /* the outermost first; no times, no levels, nothing that is not there */
        {"{\"o\":{\"k\":\"v\"},\"z\":true,\"n\":null,\"e\":\"\",\"level\":\"info\"}",
         "z=true o.k=\"v\""},
        {"{\"ts\":\"2026-04-20T14:23:01Z\",\"x\":\"a b\"}", "x=\"a b\""},
        {"{\"method\":\"GET\",\"path\":\"/cart\",\"status\":200,\"x\":1}", "GET /cart 200"},
        {"{\"msg\":\"\",\"x\":1}", "x=1"},
        {"{\"level\":\"info\"}", "{\"level\":\"info\"}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_slice(read_line(*state, rows[i].line).message, rows[i].message);
}

static void test_message_of_fields_is_bounded(void **state)
{
    struct fixture *fixture = *state;
    char line[16384] = "{";
    size_t len = 1;
    for (int i = 0; i < 400; i++)
        len += (size_t)snprintf(line + len, sizeof line - len, "%s\"k%03d\":\"%030d\"",
                                i ? "," : "", i, i);
    snprintf(line + len, sizeof line - len, "}");
    struct froe_head head = read_line(fixture, line);
    assert_non_null(head.format);
    assert_true(head.message.len > 100 && head.message.len < 1000);
    assert_true(froe_slice_starts(head.message, FROE_SLICE("k000=")));
}

static void test_status_gives_the_level_when_nothing_else_does(void **state)
{
    assert_int_equal(read_line(*state, "{\"msg\":\"x\",\"status\":503}").level, FROE_LEVEL_ERROR);
    assert_int_equal(read_line(*state, "{\"msg\":\"x\",\"status\":404}").level, FROE_LEVEL_WARN);
    assert_int_equal(read_line(*state, "{\"msg\":\"x\",\"status\":\"ok\"}").level, FROE_LEVEL_NONE);
    assert_int_equal(read_line(*state, "{\"msg\":\"x\",\"status\":5000}").level, FROE_LEVEL_NONE);
    assert_int_equal(read_line(*state, "{\"msg\":\"x\",\"level\":\"info\",\"status\":503}").level,
                     FROE_LEVEL_INFO);
}

static void test_attribute_lists_are_fields(void **state)
{
    struct froe_head head = read_line(
        *state,
        "{\"resourceLogs\":[{\"resource\":{\"attributes\":["
        "{\"key\":\"x\",\"value\":{\"intValue\":\"1\"}},7,{\"key\":\"no value\"},"
        "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"cart\"}}]},"
        "\"scopeLogs\":[{\"logRecords\":[{\"severityNumber\":18,"
        "\"body\":{\"stringValue\":\"a \\\"b\\\"\"}},{\"body\":{\"stringValue\":\"2\"}}]}]}]}");
    assert_slice(head.service, "cart");
    assert_slice(head.message, "a \"b\"");
    assert_int_equal(head.level, FROE_LEVEL_ERROR);
    /* Odd shapes are no reason to stumble. */
    read_line(*state, "{\"resourceLogs\":[]}");
    read_line(*state, "{\"resourceLogs\":[[[]],{}]}");
    read_line(*state, "{\"resourceLogs\":{\"resource\":[{\"attributes\":[[\"key\"]]}]}}");
    read_line(*state, "{\"resourceLogs\":\"scopeLogs\"}");
}

static void test_better_time_of_an_envelope(void **state)
{
    char text[FROE_TIME_TEXT_MAX];
    struct froe_head head = read_line(
        *state, "2019-02-25T16:19:49.123456789Z stdout F Feb 25 16:19:48 web7 cron[7]: ready");
    froe_time_format(head.time_ns, text);
    assert_string_equal(text, "2019-02-25T16:19:49.123456789Z");
    assert_false(head.year_assumed);
    assert_slice(head.message, "ready");
}

static void test_stderr_is_a_hint(void **state)
{
    static const struct {
        const char *text;
        enum froe_level level;
    } rows[] = {{"Error opening file", FROE_LEVEL_ERROR},
                {"panic: nil map", FROE_LEVEL_FATAL},
                {"Traceback (most recent call last):", FROE_LEVEL_ERROR},
                {"listening on 8080", FROE_LEVEL_NONE}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char line[256];
        snprintf(line, sizeof line, "2026-04-20T14:23:01.5Z stderr F %s", rows[i].text);
        assert_int_equal(read_line(*state, line).level, rows[i].level);
        snprintf(line, sizeof line, "2026-04-20T14:23:01.5Z stdout F %s", rows[i].text);
        if (i) assert_int_equal(read_line(*state, line).level, FROE_LEVEL_NONE);
    }
}

static struct froe_head complete(struct fixture *fixture, const char *const *lines, size_t count)
{
    struct froe_head head = read_line(fixture, lines[0]);
    assert_int_equal(head.unfinished, FROE_HEAD_BEGINS);
    for (size_t i = 1; i < count; i++) {
        struct froe_head next = read_line(fixture, lines[i]);
        assert_true(froe_head_complete(&head, &next));
    }
    return head;
}

static void test_heads_of_several_lines(void **state)
{
    static const char *const jul[] = {"Apr 20, 2026 2:23:01 PM com.shop.Cart save",
                                      "SEVERE: cannot save"};
    struct froe_head head = complete(*state, jul, 2);
    assert_slice(head.message, "cannot save");
    assert_int_equal(head.level, FROE_LEVEL_ERROR);
    assert_int_equal(head.unfinished, FROE_HEAD_WHOLE);

    static const char *const journal[] = {
        "__CURSOR=s=1",     "__REALTIME_TIMESTAMP=1776694981000000",
        "_PID=7",           "FOO=bar",
        "MESSAGE=a  b",     "PRIORITY=4",
        "_HOSTNAME=node-7", "SYSLOG_IDENTIFIER=cron"};
    head = complete(*state, journal, sizeof journal / sizeof *journal);
    assert_slice(head.message, "a  b");
    assert_slice(head.service, "cron");
    assert_slice(head.host, "node-7");
    assert_int_equal(head.level, FROE_LEVEL_WARN);
    assert_true(head.time_ns == INT64_C(1776694981) * FROE_NS_PER_S);
    struct froe_head next = read_line(*state, "__CURSOR=s=2");
    assert_false(froe_head_complete(&head, &next));

    static const char *const slow[] = {"# Time: 2026-04-20T14:23:01Z", "# Query_time: 2.0  Rows: 1",
                                       "SET timestamp=1776694981;", "SELECT 1;"};
    head = complete(*state, slow, 4);
    assert_slice(head.message, "SELECT 1;");
}

static void test_whole_heads_take_nothing(void **state)
{
    struct froe_head head = read_line(*state, "2026-04-20 14:23:01 INFO ready");
    struct froe_head next = read_line(*state, "PRIORITY=4");
    assert_false(froe_head_complete(&head, &next));
    head = read_line(*state, "Apr 20, 2026 2:23:01 PM com.shop.Cart save");
    next = read_line(*state, "2026-04-20 14:23:02 INFO another program");
    assert_false(froe_head_complete(&head, &next));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_message_of_fields),
        cmocka_unit_test(test_message_of_fields_is_bounded),
        cmocka_unit_test(test_status_gives_the_level_when_nothing_else_does),
        cmocka_unit_test(test_attribute_lists_are_fields),
        cmocka_unit_test(test_better_time_of_an_envelope),
        cmocka_unit_test(test_stderr_is_a_hint),
        cmocka_unit_test(test_heads_of_several_lines),
        cmocka_unit_test(test_whole_heads_take_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
