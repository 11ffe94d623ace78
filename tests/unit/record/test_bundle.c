/* Lines that hold several records. */
#include "record/bundle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PIECES_MAX = 8 };

struct bundle_case {
    const char *line;
    const char *pieces[PIECES_MAX]; /* none: an ordinary line */
};

static const struct bundle_case cases[] = {
    {"{\"Records\":[{\"a\":1},{\"b\":[2]}]}", {"{\"a\":1}", "{\"b\":[2]}"}},
    {" { \"records\" : [ {\"a\":1} , {\"b\":2} ] , \"more\":3 }\r", {"{\"a\":1}", "{\"b\":2}"}},
    /* Cut short: what is left is a piece, nothing is lost. */
    {"{\"Records\":[{\"a\":1},{\"b\":", {"{\"a\":1}", "{\"b\":"}},
    {"{\"Records\":[{\"a\":1}", {"{\"a\":1}"}},
    {"{\"Records\":[{\"a\":1}, ", {"{\"a\":1}"}},
    {"{\"Records\":[]}", {NULL}},
    {"{\"Records\":[1,2]}", {NULL}},
    {"{\"Records\":3}", {NULL}},
    {"{\"Records\":[{\"a\":", {NULL}},
    {"{\"level\":\"info\",\"Records\":[{\"a\":1},{\"b\":2}]}", {NULL}},
    {"Records: [{\"a\":1},{\"b\":2}]", {NULL}},
    {"{", {NULL}},
    {"", {NULL}},
    /* OTLP, with what is around a record in either order. */
    {"{\"resourceLogs\":[{\"resource\":{\"r\":1},\"scopeLogs\":[{\"logRecords\":[{\"a\":1},{\"b\":"
     "2}]"
     "}]},{\"scopeLogs\":[{\"logRecords\":[]},{\"logRecords\":[{\"c\":3}],\"scope\":{\"s\":1}}],"
     "\"resource\":{\"r\":2}}]}",
     {"{\"resourceLogs\":[{\"resource\":{\"r\":1},\"scopeLogs\":[{\"scope\":{},\"logRecords\":[{"
      "\"a\":1}]}]}]}",
      "{\"resourceLogs\":[{\"resource\":{\"r\":1},\"scopeLogs\":[{\"scope\":{},\"logRecords\":[{"
      "\"b\":2}]}]}]}",
      "{\"resourceLogs\":[{\"resource\":{\"r\":2},\"scopeLogs\":[{\"scope\":{\"s\":1},"
      "\"logRecords\":[{\"c\":3}]}]}]}"}},
    {"{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"a\":1}]}]}]}", {NULL}},
    {"{\"resourceLogs\":[{\"scopeLogs\":7},[],3]}", {NULL}},
};

static void check(const struct bundle_case *test)
{
    struct froe_arena arena = {0};
    struct froe_bundle bundle;
    struct froe_slice piece;
    size_t count = 0;
    bool opened = froe_bundle_open(&bundle, froe_slice_cstr(test->line));
    if (opened != (test->pieces[0] != NULL)) fail_msg("%s: opened %d", test->line, opened);
    while (opened && froe_bundle_next(&bundle, &arena, &piece)) {
        const char *expected = test->pieces[count++];
        if (!expected || !froe_slice_eq(piece, froe_slice_cstr(expected)))
            fail_msg("%s: got %.*s", test->line, (int)piece.len, piece.ptr);
        assert_true(count < PIECES_MAX);
    }
    assert_null(test->pieces[count]);
    froe_arena_release(&arena);
}

static void test_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check(&cases[i]);
}

/* A large resource around thousands of small records takes a bounded amount of memory; what does
   not fit comes as one piece. */
static void test_room_is_bounded(void **state)
{
    (void)state;
    enum { RECORDS = 2000, RESOURCE = 4000 };
    static const char start[] = "{\"resourceLogs\":[{\"resource\":{\"r\":\"";
    static const char middle[] = "\"},\"scopeLogs\":[{\"logRecords\":[{}";
    static char line[RESOURCE + 4 * RECORDS];
    memset(line, 'x', sizeof line);
    memcpy(line, start, sizeof start - 1);
    size_t len = RESOURCE;
    memcpy(line + len, middle, sizeof middle - 1);
    len += sizeof middle - 1;
    for (unsigned i = 1; i < RECORDS; i++, len += 3) memcpy(line + len, ",{}", 3);
    memcpy(line + len, "]}]}]}", 6);
    len += 6;
    struct froe_arena arena = {0};
    struct froe_bundle bundle;
    struct froe_slice piece = {NULL, 0};
    size_t bytes = 0, count = 0;
    assert_true(froe_bundle_open(&bundle, froe_slice(line, len)));
    while (froe_bundle_next(&bundle, &arena, &piece)) {
        bytes += piece.len;
        count++;
    }
    assert_in_range(bytes, 10 * len, 17 * len);
    assert_in_range(count, 10, RECORDS - 1);
    assert_ptr_equal(piece.ptr + piece.len, line + len);
    froe_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_room_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
