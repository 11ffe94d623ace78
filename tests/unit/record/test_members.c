/* What a record says beside its head. */
#include "record/members.h"

#include "fixture.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void read_members(struct fixture *fixture, struct froe_slice line)
{
    struct froe_head head;
    froe_arena_clear(&fixture->arena);
    froe_head_read(fixture->formats, &nothing, &times, line, &fixture->arena, &head);
    froe_members_read(&head, head.message, &fixture->arena, &fixture->members);
}

/* "name=value;" of all. */
static void check(struct fixture *fixture, const char *line, const char *expected)
{
    char text[2048];
    size_t len = 0;
    read_members(fixture, froe_slice_cstr(line));
    for (size_t i = 0; i < fixture->members.count; i++) {
        const struct froe_member *member = &fixture->members.items[i];
        assert_true(len + member->name.len + member->value.len + 2 < sizeof text);
        memcpy(text + len, member->name.ptr, member->name.len);
        len += member->name.len;
        text[len++] = '=';
        memcpy(text + len, member->value.ptr, member->value.len);
        len += member->value.len;
        text[len++] = ';';
    }
    text[len] = '\0';
    assert_string_equal(text, expected);
}

#define HEAD                                                                                       \
    "{\"ts\":\"2026-04-20T14:23:01Z\",\"level\":\"error\",\"service\":\"pay\",\"msg\":\"m\""

static void test_json(void **state)
{
    check(*state, HEAD "}", "");
    check(*state, HEAD ",\"z\":\"1\",\"a\":2.50,\"ok\":true,\"gone\":null,\"e\":\"\"}",
          "z=1;a=2.50;ok=true;e=;");
    check(*state,
          HEAD ",\"request\":{\"id\":\"r-1\",\"by\":{\"name\":\"bob\"},\"o\":{}},\"l\":[1,{}]}",
          "request.id=r-1;request.by.name=bob;l=[1,{}];");
    check(*state, HEAD ",\"a\\u002eb\\n\":\"x\\ty\\\\\"}", "a.b\n=x\ty\\;");
    /* The first of a name counts. */
    check(*state, HEAD ",\"a\":{\"b\":1},\"a.b\":2,\"a\":3,\"\":4}", "a.b=1;a=3;");
    /* Known by other names, or not understood */
    check(*state, HEAD ",\"hostname\":\"h1\",\"threadName\":\"t\",\"pod_name\":\"p-0\",\"x\":1}",
          "pod=p-0;host=h1;thread=t;x=1;");
    check(*state, "{\"ts\":\"2026-04-20T14:23:01Z\",\"level\":\"weird\",\"msg\":\"m\"}",
          "level=weird;");
    check(*state,
          HEAD ",\"attributes\":[{\"key\":\"user\",\"value\":{\"intValue\":\"7\"}},"
               "{\"key\":\"cart\",\"value\":{\"stringValue\":\"a\\\"b\"}}]}",
          "attributes.user=7;attributes.cart=a\"b;");
}

static void test_lists_the_head_was_read_from(void **state)
{
    check(*state,
          "{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\","
          "\"value\":{\"stringValue\":\"cart\"}},{\"key\":\"env\",\"value\":{\"stringValue\":"
          "\"prod\"}}]},\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":\"1776694981000000000\","
          "\"severityNumber\":9,\"body\":{\"stringValue\":\"hello\"},\"flags\":3}]}]}]}",
          "resourceLogs.resource.attributes.env=prod;"
          "resourceLogs.scopeLogs.logRecords.flags=3;");
}

static void test_logfmt(void **state)
{
    check(*state,
          "time=2026-04-20T14:23:01Z level=info msg=\"a b\" user=bob path=C:\\new note=\"q "
          "\\\"r\\\"\""
          " host=h2 flag e=",
          "host=h2;user=bob;path=C:\\new;note=q \"r\";flag=;e=;");
    check(*state, "time=2026-04-20T14:23:01Z level=info msg=\"a b\"", "");
}

static void test_text(void **state)
{
    check(*state, "2026-04-20 14:23:01,000 ERROR [main] c.s.Pay - charged a=1", "thread=main;");
    check(*state, "plain", "");
    /* An object inside another format */
    check(*state, "Apr 20 14:23:01 node-7 pay[12]: " HEAD ",\"n\":1}", "host=node-7;n=1;");
}

static void test_frame(void **state)
{
    check(*state,
          HEAD ",\"stack\":\"x.Y: z\\n\\tat java.util.A.b(A.java:1)\\n\\tat s.Pay.run(P.java:7)\"}",
          "stack=x.Y: z\n\tat java.util.A.b(A.java:1)\n\tat s.Pay.run(P.java:7);"
          "frame=s.Pay.run(P.java:7);");
    check(*state,
          "{\"ts\":\"2026-04-20T14:23:01Z\",\"msg\":\"x.Y: z\\n\\tat s.Pay.run(P.java:7)\"}",
          "frame=s.Pay.run(P.java:7);");
}

static void test_caps(void **state)
{
    struct fixture *fixture = *state;
    struct froe_buf line = {0};
    froe_buf_append_cstr(&line, HEAD ",\"");
    for (int i = 0; i < 200; i++) froe_buf_append_cstr(&line, "\xc3\xa4");
    froe_buf_append_cstr(&line, "\":\"a");
    for (int i = 0; i < 5000; i++) froe_buf_append_cstr(&line, "\xc3\xa4");
    froe_buf_append_cstr(&line, "\",\"u\":\"");
    for (int i = 0; i < 5000; i++) froe_buf_append_cstr(&line, "\\u0041");
    froe_buf_append_cstr(&line, "\"");
    for (int i = 0; i < 100; i++) froe_buf_printf(&line, ",\"n%d\":%d", i, i);
    froe_buf_append_cstr(&line, "}");
    read_members(fixture, froe_buf_slice(&line));
    const struct froe_members *members = &fixture->members;
    assert_int_equal(members->count, FROE_MEMBERS_MAX - 1); /* one place is the frame's */
    assert_int_equal(members->items[0].name.len, FROE_MEMBER_NAME_BYTES_MAX);
    assert_int_equal(members->items[0].value.len, FROE_MEMBER_VALUE_BYTES_MAX - 1);
    assert_int_equal(members->items[1].value.len, FROE_MEMBER_VALUE_BYTES_MAX);
    assert_true(members->items[1].value.ptr[FROE_MEMBER_VALUE_BYTES_MAX - 1] == 'A');
    assert_true(froe_slice_eq(members->items[2].name, FROE_SLICE("n0")));
    assert_int_equal(members->cut,
                     2 + 100 - (FROE_MEMBERS_MAX - 3)); /* the first two, and n29... */

    /* Nested deeper than it is flattened */
    froe_buf_clear(&line);
    froe_buf_append_cstr(&line, HEAD);
    for (int i = 0; i < 40; i++) froe_buf_append_cstr(&line, i ? "{\"d\":" : ",\"d\":");
    froe_buf_append_cstr(&line, "1");
    for (int i = 0; i < 40; i++) froe_buf_append_cstr(&line, "}");
    read_members(fixture, froe_buf_slice(&line));
    assert_int_equal(members->count, 1);
    assert_int_equal(members->cut, 0);
    assert_true(froe_slice_eq(members->items[0].name, FROE_SLICE("d.d.d.d.d.d.d.d")));
    assert_true(froe_slice_starts(members->items[0].value, FROE_SLICE("{\"d\":{")));
    froe_buf_release(&line);
}

/* What is past the cap counts however deep it is; what is in the head does not. */
static void test_cut_in_lists(void **state)
{
    struct fixture *fixture = *state;
    struct froe_buf line = {0};
    froe_buf_append_cstr(&line, "{\"l\":[");
    for (int i = 0; i < 100; i++)
        froe_buf_printf(&line, "{\"key\":\"k%d\",\"value\":{\"intValue\":%d}},", i, i);
    froe_buf_append_cstr(&line, "7],\"o\":{\"a\":1,\"b\":{\"c\":\"\\n\",\"none\":null,\"e\":{}}},"
                                "\"level\":\"info\",\"msg\":\"m\"}");
    read_members(fixture, froe_buf_slice(&line));
    const struct froe_members *members = &fixture->members;
    assert_int_equal(members->count, FROE_MEMBERS_MAX - 1);
    assert_true(froe_slice_eq(members->items[30].name, FROE_SLICE("l.k30")));
    assert_int_equal(members->cut, (100 - 31) + 1 + 2);
    froe_buf_release(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),         cmocka_unit_test(test_lists_the_head_was_read_from),
        cmocka_unit_test(test_logfmt),       cmocka_unit_test(test_text),
        cmocka_unit_test(test_frame),        cmocka_unit_test(test_caps),
        cmocka_unit_test(test_cut_in_lists),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
