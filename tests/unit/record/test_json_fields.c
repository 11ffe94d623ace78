#include "record/fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const type_names[] = {"string", "number", "literal", "object", "array"};

/* "key:type:value;" of every field, then "end" or "failed"; "none" when it is no object. The text
   is walked in a copy of exactly its size, so that the sanitizer sees a read behind the end. */
static void walk_to_text(struct froe_slice text, struct froe_buf *out)
{
    char *copy = malloc(text.len ? text.len : 1);
    assert_non_null(copy);
    memcpy(copy, text.ptr, text.len);
    struct froe_json_walk walk;
    struct froe_field field;
    if (!froe_json_walk_init(&walk, froe_slice(copy, text.len))) {
        froe_buf_append_cstr(out, "none");
    } else {
        while (froe_json_walk_next(&walk, &field)) {
            froe_buf_append(out, field.key);
            froe_buf_printf(out, ":%s%s:", type_names[field.type], field.escaped ? "!" : "");
            froe_buf_append(out, field.value);
            froe_buf_append_char(out, ';');
        }
        froe_buf_append_cstr(out, walk.failed ? "failed" : "end");
        /* An ended walk stays ended. */
        bool failed = walk.failed;
        assert_false(froe_json_walk_next(&walk, &field));
        assert_int_equal(walk.failed, failed);
    }
    free(copy);
}

struct row {
    const char *text, *expected;
};

static void assert_rows(const struct row *rows, size_t count)
{
    struct froe_buf out = {0};
    for (size_t i = 0; i < count; i++) {
        froe_buf_clear(&out);
        walk_to_text(froe_slice_cstr(rows[i].text), &out);
        if (!froe_slice_eq(froe_buf_slice(&out), froe_slice_cstr(rows[i].expected)))
            fail_msg("%s\n got      %.*s\n expected %s", rows[i].text, (int)out.len, out.ptr,
                     rows[i].expected);
    }
    froe_buf_release(&out);
}

static void test_members(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"{}", "end"},
        {"{\"a\":01}", "a:number:01;end"}, /* no JSON, but some write it */
        {" \t\r\n{ } \n", "end"},
        {"{\"a\":1}", "a:number:1;end"},
        {" { \"a\" : 1 , \"b\" : \"x\" } ", "a:number:1;b:string:x;end"},
        {"{\"\":\"\"}", ":string:;end"},
        {"{\"a\":\"x\",\"a\":\"y\"}", "a:string:x;a:string:y;end"},
        {"{\"m\":\"a \\\"b\\\" c\"}", "m:string!:a \\\"b\\\" c;end"},
        {"{\"m\":\"\\\\\"}", "m:string!:\\\\;end"},
        {"{\"a\\\"b\":1}", "a\\\"b:number:1;end"},
        {"{\"t\":true,\"f\":false,\"n\":null}",
         "t:literal:true;f:literal:false;n:literal:null;end"},
        {"{\"a\":NaN,\"b\":-Infinity}", "a:literal:NaN;b:literal:-Infinity;end"},
        {"{\"a\":-0.5e+10,\"b\":0,\"c\":1E5}", "a:number:-0.5e+10;b:number:0;c:number:1E5;end"},
        {"{\"o\":{\"x\":[1,{}]},\"z\":1}", "o:object:{\"x\":[1,{}]};z:number:1;end"},
        {"{\"a\":[],\"o\":{},\"b\":[ ]}", "a:array:[];o:object:{};b:array:[ ];end"},
        {"{\"a\":[[1,2],[3],[\"]}\"]]}", "a:array:[[1,2],[3],[\"]}\"]];end"},
        {"{\"o\":{ \"x\" : { \"y\" : [ null , true ] } , \"z\" : 1 } }",
         "o:object:{ \"x\" : { \"y\" : [ null , true ] } , \"z\" : 1 };end"},
        {"{\"a\":\"\xff\xc3\"}", "a:string:\xff\xc3;end"},
        {"{\"a\":\"\t\x1b[0m\"}", "a:string:\t\x1b[0m;end"},
    };
    assert_rows(rows, sizeof rows / sizeof *rows);
}

static void test_errors(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", "none"},
        {"  ", "none"},
        {"[1]", "none"},
        {"x{}", "none"},
        {"{", "failed"},
        {"{,}", "failed"},
        {"{\"a\"}", "failed"},
        {"{\"a\":}", "failed"},
        {"{\"a\":", "failed"},
        {"{\"a", "failed"},
        {"{\"a\\", "failed"},
        {"{a:1}", "failed"},
        {"{'a':1}", "failed"},
        {"{\"a\" 1}", "failed"},
        {"{\"a\":1", "a:number:1;failed"},
        {"{\"a\":1,", "a:number:1;failed"},
        {"{\"a\":1,}", "a:number:1;failed"},
        {"{\"a\":1 \"b\":2}", "a:number:1;failed"},
        {"{\"a\":1} x", "a:number:1;failed"},
        {"{\"a\":1}{\"b\":2}", "a:number:1;failed"},
        {"{\"a\":1]", "a:number:1;failed"},
        {"{\"a\":\"x", "failed"},
        {"{\"a\":\"x\\\"}", "failed"},
        {"{\"a\":\"x\ny\"}", "failed"},
        {"{\"a\":+1}", "failed"},
        {"{\"a\":-}", "failed"},
        {"{\"a\":1.}", "failed"},
        {"{\"a\":.5}", "failed"},
        {"{\"a\":1e}", "failed"},
        {"{\"a\":1x}", "failed"},
        {"{\"a\":tru}", "failed"},
        {"{\"a\":truex}", "failed"},
        {"{\"a\":0x10}", "failed"},
        {"{\"a\":[1,]}", "failed"},
        {"{\"a\":[,1]}", "failed"},
        {"{\"a\":[1 2]}", "failed"},
        {"{\"a\":[1}", "failed"},
        {"{\"a\":[1}}", "failed"},
        {"{\"a\":{\"b\"}}", "failed"},
        {"{\"a\":{\"b\":1,}}", "failed"},
        {"{\"a\":{1:2}}", "failed"},
        {"{\"a\":{\"b\":1]}", "failed"},
        {"{\"a\":[\"x]}", "failed"},
    };
    assert_rows(rows, sizeof rows / sizeof *rows);
    struct froe_json_walk walk;
    assert_false(froe_json_walk_init(&walk, (struct froe_slice){0}));
    assert_false(walk.failed);
}

static void append_times(struct froe_buf *buf, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++) froe_buf_append_cstr(buf, text);
}

static bool walks_to_end(struct froe_slice text)
{
    struct froe_json_walk walk;
    struct froe_field field;
    assert_true(froe_json_walk_init(&walk, text));
    while (froe_json_walk_next(&walk, &field)) continue;
    return !walk.failed;
}

static void test_nesting(void **state)
{
    (void)state;
    static const struct {
        size_t depth;
        bool good;
    } cases[] = {{1, true}, {63, true}, {64, true}, {65, false}, {66, false}, {1000000, false}};
    struct froe_buf buf = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        froe_buf_clear(&buf);
        froe_buf_append_cstr(&buf, "{\"a\":");
        append_times(&buf, "[", cases[i].depth);
        append_times(&buf, "]", cases[i].depth);
        froe_buf_append_cstr(&buf, "}");
        assert_int_equal(walks_to_end(froe_buf_slice(&buf)), cases[i].good);

        froe_buf_clear(&buf);
        froe_buf_append_cstr(&buf, "{\"a\":");
        append_times(&buf, "{\"a\":", cases[i].depth);
        froe_buf_append_cstr(&buf, "1");
        append_times(&buf, "}", cases[i].depth + 1);
        assert_int_equal(walks_to_end(froe_buf_slice(&buf)), cases[i].good);
    }
    froe_buf_release(&buf);
}

/* Mixed brackets, deep enough to use every bit of the stack. */
static void test_mixed_nesting(void **state)
{
    (void)state;
    struct froe_buf buf = {0};
    froe_buf_append_cstr(&buf, "{\"a\":");
    append_times(&buf, "{\"b\":[", 32);
    append_times(&buf, "]}", 32);
    froe_buf_append_cstr(&buf, "}");
    assert_true(walks_to_end(froe_buf_slice(&buf)));
    buf.ptr[buf.len - 2] = ']';
    assert_false(walks_to_end(froe_buf_slice(&buf)));
    froe_buf_release(&buf);
}

/* Each would take hours if anything were scanned again for every byte. */
static void test_long_input(void **state)
{
    (void)state;
    static const char *const units[] = {"\\\"",       "[",  "{\"a\":[", "\"a\":1,",
                                        "          ", "\\", "1",        "[],"};
    struct froe_buf buf = {0};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (int quoted = 0; quoted < 2; quoted++) {
            froe_buf_clear(&buf);
            froe_buf_append_cstr(&buf, quoted ? "{\"a\":[\"" : "{");
            append_times(&buf, units[i], 1000000);
            assert_false(walks_to_end(froe_buf_slice(&buf)));
        }
    }
    froe_buf_clear(&buf);
    froe_buf_append_cstr(&buf, "{");
    append_times(&buf, "\"a\":[1,{\"b\":\"c\"}],", 200000);
    froe_buf_append_cstr(&buf, "\"z\":0}");
    assert_true(walks_to_end(froe_buf_slice(&buf)));
    froe_buf_release(&buf);
}

static void test_unescape(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"plain", "plain"},
        {"a\\nb\\tc", "a\nb\tc"},
        {"\\\"\\\\\\/\\b\\f\\r", "\"\\/\b\f\r"},
        {"\\u0041\\u00e9\\u20AC", "A\xc3\xa9\xe2\x82\xac"},
        {"\\ud83d\\ude00!", "\xf0\x9f\x98\x80!"},
        {"\\uD83D\\uDE00", "\xf0\x9f\x98\x80"},
        {"\\ud83d", "\xef\xbf\xbd"},
        {"\\ude00x", "\xef\xbf\xbdx"},
        {"\\ud83dx", "\xef\xbf\xbdx"},
        {"\\ud83d\\u0041", "\xef\xbf\xbd"
                           "A"},
        {"\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
        {"\\ud83d\\ude0", "\xef\xbf\xbd\\ude0"},
        {"\\x41\\q", "\\x41\\q"},
        {"\\u12g4", "\\u12g4"},
        {"\\u12", "\\u12"},
        {"end\\", "end\\"},
        {"\\\\n", "\\n"},
        {"\xff\\n\xff", "\xff\n\xff"},
    };
    struct froe_arena arena;
    froe_arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct froe_slice got = froe_json_unescape(&arena, froe_slice_cstr(rows[i].text));
        if (!froe_slice_eq(got, froe_slice_cstr(rows[i].expected)))
            fail_msg("%s: got %.*s", rows[i].text, (int)got.len, got.ptr);
    }
    struct froe_slice zero = froe_json_unescape(&arena, FROE_SLICE("a\\u0000b"));
    assert_int_equal(zero.len, 3);
    assert_memory_equal(zero.ptr, "a\0b", 3);
    assert_null(froe_json_unescape(&arena, (struct froe_slice){0}).ptr);
    froe_arena_release(&arena);
}

static void test_scalars(void **state)
{
    (void)state;
    assert_int_equal(froe_json_number_len(FROE_SLICE("12 x")), 2);
    assert_int_equal(froe_json_number_len(FROE_SLICE("-1.5e-3,")), 7);
    assert_int_equal(froe_json_number_len(FROE_SLICE("1.e5")), 1);
    assert_int_equal(froe_json_number_len(FROE_SLICE("1e+")), 1);
    assert_int_equal(froe_json_number_len(FROE_SLICE("007")), 3);
    assert_int_equal(froe_json_number_len(FROE_SLICE("-")), 0);
    assert_int_equal(froe_json_number_len(FROE_SLICE("x")), 0);
    assert_int_equal(froe_json_number_len((struct froe_slice){0}), 0);
    assert_int_equal(froe_json_literal_len(FROE_SLICE("nullable")), 4);
    assert_int_equal(froe_json_literal_len(FROE_SLICE("True")), 0);
    assert_int_equal(froe_json_literal_len((struct froe_slice){0}), 0);
}

/* Like walk_to_text, in a copy of exactly its size. */
static bool is_broken(const char *text)
{
    size_t len = strlen(text);
    char *copy = malloc(len + !len);
    assert_non_null(copy);
    memcpy(copy, text, len);
    bool broken = froe_json_is_broken(froe_slice(copy, len));
    free(copy);
    return broken;
}

static void test_broken(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "{\"",
        "{ \"a",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        " {\n  \"a\": 1,\n",
        "{\"a\":1}{\"b\":2}",
        "{\"a\":1} x",
        "{\"a\":\"b}",
    };
    static const char *const others[] = {
        "",        "{",      "{}",       "{ ",        "{a:1}",
        "{'a':1}", "[\"a\"", "x {\"a\"", "{\"a\":1}", " {\n\"a\":[{}]} \n",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) assert_true(is_broken(broken[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) assert_false(is_broken(others[i]));
    assert_false(froe_json_is_broken((struct froe_slice){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members),    cmocka_unit_test(test_errors),
        cmocka_unit_test(test_nesting),    cmocka_unit_test(test_mixed_nesting),
        cmocka_unit_test(test_long_input), cmocka_unit_test(test_unescape),
        cmocka_unit_test(test_scalars),    cmocka_unit_test(test_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
