/* What a record of several lines says, and the grammar where its context matters. */
#include "record/trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct summary_case {
    const char *message; /* of the first line */
    const char *body;
    const char *expected;
    enum froe_level level;
};

static const struct summary_case summaries[] = {
    /* The exception belongs to the head before it. */
    {"request failed",
     "request failed\njava.lang.IllegalStateException: no\n\tat com.shop.Pay.run(Pay.java:7)\n\n"
     "Caused by: java.io.IOException: y\n\t... 7 more",
     "request failed\njava.lang.IllegalStateException: no\nCaused by: java.io.IOException: y",
     FROE_LEVEL_ERROR},
    {"org.a.B$CException",
     "org.a.B$CException\n  at org.a.B.f(B.kt:1)\n  Suppressed: org.a.D: z\n    at x.y(Z)",
     "org.a.B$CException\nSuppressed: org.a.D: z", FROE_LEVEL_ERROR},
    {"Traceback (most recent call last):",
     "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\n    x: int = "
     "g()\nKeyError: 'a'\n\n"
     "The above exception was the direct cause of the following exception:\n\n"
     "Traceback (most recent call last):\n  File \"a.py\", line 3, in f\n    raise B() from e\nb.B",
     "Traceback (most recent call last):\nKeyError: 'a'\nb.B", FROE_LEVEL_ERROR},
    {"panic: a [recovered]",
     "panic: a [recovered]\n\tpanic: b\n\ngoroutine 3 "
     "[running]:\nmain.f(...)\n\t/a.go:3\nmain.main()\n\t/a.go:9",
     "panic: a [recovered]\npanic: b", FROE_LEVEL_FATAL},
    {"fatal error: all goroutines are asleep - deadlock!",
     "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan "
     "receive]:\nmain.main()\n\t/a.go:3",
     "fatal error: all goroutines are asleep - deadlock!", FROE_LEVEL_FATAL},
    {"panic: a", "panic: a\n  level1.py:10034\n  level2.py:100", "panic: a", FROE_LEVEL_FATAL},
    {"panic: first", "panic: first\nsecond\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:3",
     "panic: first\nsecond", FROE_LEVEL_FATAL},
    {"/srv/a.js:12",
     "/srv/a.js:12\nthrow new TypeError('x');\n^\n\nTypeError: x\n    at f (a.js:1:2)",
     "/srv/a.js:12\nTypeError: x", FROE_LEVEL_ERROR},
    {"Unhandled exception:", "Unhandled exception:\nBad state: empty\n#0 f (a.dart:1:1)",
     "Unhandled exception:\nBad state: empty", FROE_LEVEL_ERROR},
    {"thread 'main' panicked at src/a.rs:1:2:",
     "thread 'main' panicked at src/a.rs:1:2:\nno luck\nnote: run with `RUST_BACKTRACE=1`",
     "thread 'main' panicked at src/a.rs:1:2:\nno luck", FROE_LEVEL_FATAL},
    {"oops", "oops\nSystem.AException: a\n ---> System.BException: b\n   at X.Y() in z.cs:line 3",
     "oops\nSystem.AException: a\n---> System.BException: b", FROE_LEVEL_ERROR},
    {"==================",
     "==================\nWARNING: ThreadSanitizer: data race (pid=3)\n"
     "  Write of size 4 at 0x1 by thread T1:\n    #0 f a.c:3 (x+0x1)\n"
     "==================",
     "==================\nWARNING: ThreadSanitizer: data race (pid=3)", FROE_LEVEL_ERROR},
    /* A message that holds the trace, as JSON loggers write it. */
    {"failed\nTypeError: x\n    at f (a.js:1:2)", "failed\nTypeError: x\n    at f (a.js:1:2)",
     "failed\nTypeError: x", FROE_LEVEL_ERROR},
    /* No traces: the message stays as it is. */
    {"config is\n  a: 1", "config is\n  a: 1", "config is\n  a: 1", FROE_LEVEL_NONE},
    {"query", "query\nselect Error\nfrom t", "query", FROE_LEVEL_NONE},
    {"{", "{\n  \"a\": 1\n}", "{", FROE_LEVEL_NONE},
    {"/srv/a.js:12", "/srv/a.js:12\nis where it stopped", "/srv/a.js:12", FROE_LEVEL_NONE},
    {"see you", "see you\n  at noon", "see you", FROE_LEVEL_NONE},
    {"", "", "", FROE_LEVEL_NONE},
    {"", "\njava.io.IOException: x\n\tat a.B.c(B.java:1)", "java.io.IOException: x",
     FROE_LEVEL_ERROR},
};

static void test_summaries(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof summaries / sizeof *summaries; i++) {
        const struct summary_case *test = &summaries[i];
        struct froe_arena arena = {0};
        struct froe_trace_summary summary;
        assert_true(froe_trace_summarize(froe_slice_cstr(test->message),
                                         froe_slice_cstr(test->body), &arena, &summary));
        if (!froe_slice_eq(summary.message, froe_slice_cstr(test->expected)))
            fail_msg("%s: got \"%.*s\"", test->body, (int)summary.message.len, summary.message.ptr);
        assert_int_equal(summary.level, test->level);
        froe_arena_release(&arena);
    }
}

/* Thousands of causes do not make a message of any length. */
static void test_message_is_bounded(void **state)
{
    (void)state;
    enum { LINES = 3000, ROOM = LINES * 100 };
    char *body = malloc(ROOM);
    assert_non_null(body);
    size_t len = 0;
    for (unsigned i = 0; i < LINES; i++) {
        static const char line[] =
            "Caused by: a.b.CException: the same again, and again, and again\n";
        memcpy(body + len, line, sizeof line - 1);
        len += sizeof line - 1;
    }
    struct froe_arena arena = {0};
    struct froe_trace_summary summary;
    assert_true(froe_trace_summarize(FROE_SLICE("x"), froe_slice(body, len), &arena, &summary));
    assert_true(summary.message.len > 1000 && summary.message.len < 20000);
    froe_arena_release(&arena);
    free(body);
}

struct line_case {
    enum froe_trace_state before;
    const char *line;
    bool after_empty;
    enum froe_trace_line expected;
    enum froe_trace_state after;
};

static const struct line_case lines[] = {
    {FROE_TRACE_NONE, "done", false, FROE_TRACE_OTHER, FROE_TRACE_NONE},
    {FROE_TRACE_NONE, "at work since 9:00", false, FROE_TRACE_OTHER, FROE_TRACE_NONE},
    {FROE_TRACE_NONE, "at a.B.c(B.java:3)", false, FROE_TRACE_PART, FROE_TRACE_AT},
    {FROE_TRACE_NONE, "... and so on", false, FROE_TRACE_OTHER, FROE_TRACE_NONE},
    {FROE_TRACE_NONE, "  more", false, FROE_TRACE_INDENTED, FROE_TRACE_NONE},
    {FROE_TRACE_NONE, "  more", true, FROE_TRACE_OTHER, FROE_TRACE_NONE},
    {FROE_TRACE_NONE, " one space", false, FROE_TRACE_OTHER, FROE_TRACE_NONE},
    {FROE_TRACE_NONE, " lib/a.rb:3:in `f'", false, FROE_TRACE_PART, FROE_TRACE_RUBY},
    {FROE_TRACE_NONE, "lib/a.rb:3:in 'A#f'", true, FROE_TRACE_PART, FROE_TRACE_RUBY},
    {FROE_TRACE_PYTHON, "ValueError: x", false, FROE_TRACE_EXCEPTION, FROE_TRACE_PYTHON_DONE},
    {FROE_TRACE_PYTHON, "    x: int = 3", false, FROE_TRACE_PART, FROE_TRACE_PYTHON},
    {FROE_TRACE_PYTHON_DONE, "ValueError: x", false, FROE_TRACE_OTHER, FROE_TRACE_PYTHON_DONE},
    {FROE_TRACE_PYTHON_DONE, "Traceback (most recent call last):", true, FROE_TRACE_OTHER,
     FROE_TRACE_PYTHON_DONE},
    {FROE_TRACE_PYTHON, "ValueError: these:", false, FROE_TRACE_EXCEPTION,
     FROE_TRACE_PYTHON_MESSAGE},
    {FROE_TRACE_PYTHON_MESSAGE, "a and b:", false, FROE_TRACE_TEXT, FROE_TRACE_PYTHON_DONE},
    {FROE_TRACE_PYTHON_MESSAGE, "a and b:", true, FROE_TRACE_OTHER, FROE_TRACE_PYTHON_MESSAGE},
    {FROE_TRACE_PYTHON_DONE, "[SQL: select 1]", false, FROE_TRACE_PART, FROE_TRACE_PYTHON_DONE},
    {FROE_TRACE_PYTHON_FIELDS, "items.0.name", false, FROE_TRACE_PART, FROE_TRACE_PYTHON_FIELDS},
    {FROE_TRACE_PYTHON_FIELDS, "two words", false, FROE_TRACE_OTHER, FROE_TRACE_PYTHON_FIELDS},
    {FROE_TRACE_GO_HEAD, "more of it", false, FROE_TRACE_TEXT, FROE_TRACE_GO_TEXT},
    {FROE_TRACE_GO_HEAD, "more of it", true, FROE_TRACE_OTHER, FROE_TRACE_GO_HEAD},
    {FROE_TRACE_GO_TEXT_END, "something else", false, FROE_TRACE_OTHER, FROE_TRACE_GO_TEXT_END},
    {FROE_TRACE_RUBY_HEAD, "something else", false, FROE_TRACE_OTHER, FROE_TRACE_RUBY_HEAD},
    {FROE_TRACE_RUBY_HEAD, "app/a.rb:3:in 'f'", true, FROE_TRACE_PART, FROE_TRACE_RUBY},
    {FROE_TRACE_GO, "main.main()", false, FROE_TRACE_PART, FROE_TRACE_GO},
    {FROE_TRACE_GO, "main.main()", true, FROE_TRACE_OTHER, FROE_TRACE_GO},
    {FROE_TRACE_GO, "created by main.run in goroutine 1", false, FROE_TRACE_PART, FROE_TRACE_GO},
    {FROE_TRACE_GO, "rip    0x45e3a1", true, FROE_TRACE_PART, FROE_TRACE_GO},
    {FROE_TRACE_GO, "goroutine 7 [select, 3 minutes]:", true, FROE_TRACE_PART, FROE_TRACE_GO},
    {FROE_TRACE_GO, "exit status 2", false, FROE_TRACE_PART, FROE_TRACE_DONE},
    {FROE_TRACE_DONE, "  more", false, FROE_TRACE_OTHER, FROE_TRACE_DONE},
    {FROE_TRACE_NUMBERED, "#1 {main}", false, FROE_TRACE_PART, FROE_TRACE_NUMBERED},
    {FROE_TRACE_NONE, "#1 priority", false, FROE_TRACE_OTHER, FROE_TRACE_NONE},
    {FROE_TRACE_NONE, "/lib/libc.so.6(abort+0x12b)[0x7f0a3c]", false, FROE_TRACE_PART,
     FROE_TRACE_NUMBERED},
    {FROE_TRACE_AT, "--- End of stack trace from previous location ---", false, FROE_TRACE_PART,
     FROE_TRACE_AT},
    {FROE_TRACE_AT, "Error: another", false, FROE_TRACE_OTHER, FROE_TRACE_AT},
    {FROE_TRACE_NESTED, "whatever", false, FROE_TRACE_EXCEPTION, FROE_TRACE_AT},
    {FROE_TRACE_RULE, "whatever", false, FROE_TRACE_OTHER, FROE_TRACE_RULE},
    {FROE_TRACE_NONE, "DETAIL:  Key (id)=(3) already exists.", false, FROE_TRACE_PART,
     FROE_TRACE_NONE},
    {FROE_TRACE_NONE, "#011at a.B.c(B.java:3)", false, FROE_TRACE_PART, FROE_TRACE_AT},
};

static void test_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct froe_trace trace = {.state = (unsigned char)lines[i].before, .begun = true};
        struct froe_trace_look look = froe_trace_look(froe_slice_cstr(lines[i].line));
        enum froe_trace_line got = froe_trace_next(&trace, &look, lines[i].after_empty);
        if (got != lines[i].expected || trace.state != lines[i].after)
            fail_msg("%s: %d, state %d", lines[i].line, got, trace.state);
    }
}

/* From every state at once: an ordinary line is one within three lines at most. */
static void test_ordinary_lines_settle(void **state)
{
    (void)state;
    uint32_t states = FROE_TRACE_ANY;
    struct froe_trace_look look = froe_trace_look(FROE_SLICE("cart 17 was saved"));
    unsigned count = 0;
    while (states && count < 10) {
        states = froe_trace_next_of(states, &look, false) | froe_trace_next_of(states, &look, true);
        count++;
    }
    assert_in_range(count, 2, 4);
}

static void test_odd_bytes(void **state)
{
    (void)state;
    char text[3 * FROE_TRACE_LINE_MAX];
    memset(text, '\0', sizeof text);
    struct froe_trace_look look = froe_trace_look(froe_slice(text, sizeof text));
    struct froe_trace trace = {0};
    assert_int_equal(froe_trace_begin(&trace, &look), FROE_TRACE_OTHER);
    memset(text, ' ', sizeof text);
    look = froe_trace_look(froe_slice(text, sizeof text));
    assert_int_equal(look.text.len, 0);
    memset(text, '<', sizeof text);
    text[1] = 'a';
    text[sizeof text - 1] = '>';
    look = froe_trace_look(froe_slice(text, sizeof text));
    froe_trace_begin(&trace, &look);
    assert_false(trace.found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_summaries), cmocka_unit_test(test_message_is_bounded),
        cmocka_unit_test(test_lines),     cmocka_unit_test(test_ordinary_lines_settle),
        cmocka_unit_test(test_odd_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
