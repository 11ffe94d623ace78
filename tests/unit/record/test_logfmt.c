#include "record/fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const type_names[] = {"string", "number", "literal", "object", "array"};

/* "key:type:value;" of every field ("key;" when the value is absent), then "end" or "failed". The
   text is walked in a copy of exactly its size, so that the sanitizer sees a read behind the end.
 */
static void walk_to_text(struct froe_slice text, struct froe_buf *out)
{
    char *copy = malloc(text.len ? text.len : 1);
    assert_non_null(copy);
    memcpy(copy, text.ptr, text.len);
    struct froe_logfmt_walk walk;
    struct froe_field field;
    froe_logfmt_walk_init(&walk, froe_slice(copy, text.len));
    while (froe_logfmt_walk_next(&walk, &field)) {
        froe_buf_append(out, field.key);
        if (field.value.ptr) {
            froe_buf_printf(out, ":%s%s:", type_names[field.type], field.escaped ? "!" : "");
            froe_buf_append(out, field.value);
        }
        froe_buf_append_char(out, ';');
    }
    froe_buf_append_cstr(out, walk.failed ? "failed" : "end");
    bool failed = walk.failed;
    assert_false(froe_logfmt_walk_next(&walk, &field));
    assert_int_equal(walk.failed, failed);
    free(copy);
}

struct row {
    const char *text, *expected;
};

static const struct row rows[] = {
    {"", "end"},
    {" \t\r\n ", "end"},
    {"level=info", "level:string:info;end"},
    {"level=info msg=started", "level:string:info;msg:string:started;end"},
    {"  a=b\t c=d  \r", "a:string:b;c:string:d;end"},
    {"ts=2026-04-20T14:23:01.123Z caller=main.go:12",
     "ts:string:2026-04-20T14:23:01.123Z;caller:string:main.go:12;end"},
    {"msg=\"two words\" n=1", "msg:string:two words;n:number:1;end"},
    {"msg=\"say \\\"hi\\\"\" n=1", "msg:string!:say \\\"hi\\\";n:number:1;end"},
    {"msg=\"\\\\\" n=1", "msg:string!:\\\\;n:number:1;end"},
    {"msg=\"a=b c=d\"", "msg:string:a=b c=d;end"},
    {"msg=\"\"", "msg:string:;end"},
    {"msg=\"12\"", "msg:string:12;end"},
    {"a= b=c", "a:string:;b:string:c;end"},
    {"a=", "a:string:;end"},
    {"a=b=c=d", "a:string:b=c=d;end"},
    {"a==", "a:string:=;end"},
    {"url=http://x/?q=1&r=2", "url:string:http://x/?q=1&r=2;end"},
    {"debug a=1 verbose", "debug;a:number:1;verbose;end"},
    {"a=x\"y", "a:string:x\"y;end"},
    {"a=-1.5e3 b=12ms c=0x1f d=007",
     "a:number:-1.5e3;b:string:12ms;c:string:0x1f;d:number:007;end"},
    {"a=true b=null c=nullable d=NaN",
     "a:literal:true;b:literal:null;c:string:nullable;d:literal:NaN;end"},
    {"@timestamp=1 http.status/code=200 x-y_z=1",
     "@timestamp:number:1;http.status/code:number:200;x-y_z:number:1;end"},
    {"a=\xff\xfe b=1", "a:string:\xff\xfe;b:number:1;end"},
    {"a={\"b\":1}", "a:string:{\"b\":1};end"},

    {"=b", "failed"},
    {"a=1 =b", "a:number:1;failed"},
    {"a=1 Hello, world", "a:number:1;failed"},
    {"a=1 (b)", "a:number:1;failed"},
    {"a:b", "failed"},
    {"a=\"x", "failed"},
    {"a=\"x\\", "failed"},
    {"a=\"x\\\"", "failed"},
    {"a=1 b=\"x\"y", "a:number:1;failed"},
    {"a=\"x\"\"y\"", "failed"},
    {"a\"b\"", "failed"},
    {"\"a\"=b", "failed"},
    {"\xc3\xa9=1", "failed"},
    {"2026-04-20 14:23:01 a=1", "2026-04-20;failed"},
};

static void test_pairs(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        froe_buf_clear(&out);
        walk_to_text(froe_slice_cstr(rows[i].text), &out);
        if (!froe_slice_eq(froe_buf_slice(&out), froe_slice_cstr(rows[i].expected)))
            fail_msg("%s\n got      %.*s\n expected %s", rows[i].text, (int)out.len, out.ptr,
                     rows[i].expected);
    }
    froe_buf_release(&out);
}

static void test_absent(void **state)
{
    (void)state;
    struct froe_logfmt_walk walk;
    struct froe_field field;
    froe_logfmt_walk_init(&walk, (struct froe_slice){0});
    assert_false(froe_logfmt_walk_next(&walk, &field));
    assert_false(walk.failed);

    /* Absent is not empty. */
    froe_logfmt_walk_init(&walk, FROE_SLICE("a= b"));
    assert_true(froe_logfmt_walk_next(&walk, &field));
    assert_non_null(field.value.ptr);
    assert_int_equal(field.value.len, 0);
    assert_true(froe_logfmt_walk_next(&walk, &field));
    assert_null(field.value.ptr);
}

static void test_long_input(void **state)
{
    (void)state;
    static const char *const units[] = {"a=1 ", "a=\"\" ", "a ", "a", "=", "\\\"", "\"", " "};
    struct froe_buf buf = {0};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (int quoted = 0; quoted < 2; quoted++) {
            froe_buf_clear(&buf);
            if (quoted) froe_buf_append_cstr(&buf, "a=\"");
            for (int n = 0; n < 1000000; n++) froe_buf_append_cstr(&buf, units[i]);
            struct froe_logfmt_walk walk;
            struct froe_field field;
            size_t fields = 0;
            froe_logfmt_walk_init(&walk, froe_buf_slice(&buf));
            while (froe_logfmt_walk_next(&walk, &field)) fields++;
            if (!quoted && i < 3) assert_int_equal(fields, 1000000);
            assert_int_equal(walk.next == walk.end, true);
        }
    }
    froe_buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_absent),
        cmocka_unit_test(test_long_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
