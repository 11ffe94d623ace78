#include "record/formats_internal.h"
#include "record/grok.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct froe_grok *make(const struct froe_grok_library *library, const char *text)
{
    struct froe_error error = {0};
    struct froe_grok *grok;
    if (froe_grok_new(library, text, &grok, &error) != FROE_OK)
        fail_msg("'%s': %s", text, error.message);
    return grok;
}

static bool matches(const char *text, const char *line)
{
    struct froe_slice parts[FROE_PART_COUNT] = {{NULL, 0}};
    struct froe_grok *grok = make(NULL, text);
    bool ok = froe_grok_match(grok, froe_slice_cstr(line), parts);
    froe_grok_free(grok);
    return ok;
}

static void assert_part(const struct froe_slice *parts, enum froe_layout_field part,
                        const char *expected)
{
    if (expected ? !froe_slice_eq(parts[part], froe_slice_cstr(expected)) : parts[part].ptr != NULL)
        fail_msg("part %d: expected <%s>, got <%.*s>", part, expected ? expected : "absent",
                 (int)parts[part].len, parts[part].ptr ? parts[part].ptr : "");
}

/* The pattern takes `good` as a whole, and nothing of `bad`. */
static void test_builtin_patterns(void **state)
{
    (void)state;
    static const struct {
        const char *name, *good, *bad;
    } rows[] = {
        {"INT", "-12", "x"},
        {"NUMBER", "3.25", "x1"},
        {"NUMBER", "-.5", "."},
        {"POSINT", "12", "012"},
        {"BASE16NUM", "0xCAFE", "xyz"},
        {"WORD", "ab_1", "-"},
        {"NOTSPACE", "a-b/c", " "},
        {"USERNAME", "a.b-c_d", "@"},
        {"EMAILADDRESS", "ann.lee+x@example.org", "ann.example.org"},
        {"UUID", "3b1f6c1e-58d7-4f0e-9d0a-7a2f0c9e4b21", "3b1f6c1e-58d7"},
        {"MAC", "00:1a:2B:3c:4d:5e", "00:1a:2B"},
        {"MAC", "001a.2b3c.4d5e", "zz"},
        {"IP", "10.0.0.5", "300.0.0.1"},
        {"IP", "fe80::1", "12:34:56"},
        {"IP", "2001:db8:0:0:0:0:2:1", "2001:db8"},
        {"IP", "::ffff:10.0.0.5", ":"},
        {"HOSTNAME", "web-1.example.org", "-x"},
        {"IPORHOST", "db", ":"},
        {"HOSTPORT", "db:5432", "db"},
        {"UNIXPATH", "/var/log/x.log", "var"},
        {"WINPATH", "C:\\a\\b", "C/"},
        {"PATH", "/", "x"},
        {"URI", "https://u:p@example.org:8443/a/b?c=d&e", "/a"},
        {"URIPATHPARAM", "/a/b?c=d%20e", "?c"},
        {"QUOTEDSTRING", "\"a \\\"b\\\" c\"", "\"a"},
        {"QS", "''", "a"},
        {"MONTH", "December", "Foo"},
        {"DAY", "Tuesday", "Tu-"},
        {"TIMESTAMP_ISO8601", "2026-04-20T14:23:01.123+02:00", "2026-04"},
        {"TIMESTAMP_ISO8601", "2026-04-20 14:23:01,123", "26.4.20"},
        {"HTTPDATE", "10/Oct/2000:13:55:36 -0700", "10/10/2000"},
        {"SYSLOGTIMESTAMP", "Apr  2 14:23:01", "Apr 2"},
        {"DATESTAMP", "04/20/2026 14:23:01", "04/20"},
        {"DATESTAMP_RFC2822", "Mon, 20 Apr 2026 14:23:01 +0200", "Mon"},
        {"DATESTAMP_EVENTLOG", "20260420142301", "2026"},
        {"LOGLEVEL", "WARNING", "loud"},
        {"JAVACLASS", "org.acme.Main$1", "1a"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64];
        snprintf(text, sizeof text, "%%{%s}$", rows[i].name);
        if (!matches(text, rows[i].good)) fail_msg("%s: not '%s'", rows[i].name, rows[i].good);
        if (matches(text, rows[i].bad)) fail_msg("%s: '%s'", rows[i].name, rows[i].bad);
    }
}

static void test_fields(void **state)
{
    (void)state;
    struct froe_slice parts[FROE_PART_COUNT] = {{NULL, 0}};
    struct froe_grok *grok = make(NULL, "%{COMBINEDAPACHELOG}");
    assert_true(froe_grok_match(
        grok,
        FROE_SLICE("10.0.0.5 - ann [10/Oct/2000:13:55:36 -0700] \"GET /a?b HTTP/1.0\" 503 23 "
                   "\"http://example.org/\" \"Mozilla/4.08\" more"),
        parts));
    assert_part(parts, FROE_PART_TIME, "10/Oct/2000:13:55:36 -0700");
    assert_part(parts, FROE_PART_STATUS, "503");
    assert_part(parts, FROE_PART_MESSAGE, NULL);
    froe_grok_free(grok);

    memset(parts, 0, sizeof parts);
    grok = make(NULL, "%{SYSLOGLINE}");
    assert_true(froe_grok_match(grok, FROE_SLICE("Apr 20 14:23:01 db1 sshd[77]: closed"), parts));
    assert_part(parts, FROE_PART_TIME, "Apr 20 14:23:01");
    assert_part(parts, FROE_PART_HOST, "db1");
    assert_part(parts, FROE_PART_SERVICE, "sshd");
    assert_part(parts, FROE_PART_PID, "77");
    assert_part(parts, FROE_PART_MESSAGE, "closed");
    froe_grok_free(grok);

    /* Of two groups for a field the one that took part; named groups; types behind fields. */
    memset(parts, 0, sizeof parts);
    grok = make(NULL, "(?:<%{INT:level}>|\\[%{LOGLEVEL:[log][level]}\\]) (?<thread>t\\d+) "
                      "%{NUMBER:pid:int} (?<text>.*)");
    assert_true(froe_grok_match(grok, FROE_SLICE("[warn] t12 7 x"), parts));
    assert_part(parts, FROE_PART_LEVEL, "warn");
    assert_part(parts, FROE_PART_THREAD, "t12");
    assert_part(parts, FROE_PART_PID, "7");
    assert_false(froe_grok_match(grok, FROE_SLICE(" [warn] t12 7 x"), parts)); /* anchored */
    assert_false(froe_grok_match(grok, FROE_SLICE(""), parts));
    froe_grok_free(grok);
}

static void test_library(void **state)
{
    (void)state;
    struct froe_error error = {0};
    struct froe_slice parts[FROE_PART_COUNT] = {{NULL, 0}};
    struct froe_grok_library *library = froe_grok_library_new();
    assert_non_null(library);
    static const char text[] = "# order numbers\n\nORDER ord-[0-9A-F]{4}\r\nBOTH  %{ORDER}/%{INT}\n"
                               "WORD [a-z]+\nLOOP a%{LOOP}\nTRAIL x";
    assert_int_equal(froe_grok_library_read(library, "p", froe_slice_cstr(text), &error), FROE_OK);
    struct froe_grok *grok = make(library, "%{BOTH:message} %{WORD}$");
    assert_true(froe_grok_match(grok, FROE_SLICE("ord-00FF/12 abc"), parts));
    assert_part(parts, FROE_PART_MESSAGE, "ord-00FF/12");
    assert_false(froe_grok_match(grok, FROE_SLICE("ord-00FF/12 ABC"), parts));
    froe_grok_free(grok);

    assert_int_equal(froe_grok_new(library, "%{LOOP}", &grok, &error), FROE_SYNTAX);
    assert_non_null(strstr(error.message, "name themselves"));
    assert_int_equal(froe_grok_library_read(library, "dir/p", FROE_SLICE("A b\n\nB\n"), &error),
                     FROE_SYNTAX);
    assert_string_equal(error.message, "dir/p:3: pattern B: has no regex");
    assert_int_equal(error.line, 3);
    assert_int_equal(froe_grok_library_read(library, "p", FROE_SLICE("A! b"), &error), FROE_SYNTAX);
    froe_grok_library_free(library);
}

static void test_errors(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"%{NOPE:x} (?:a)", "there is no pattern %{NOPE}"},
        {"%{WORD:x} (a", "missing closing parenthesis"},
        {"a[", "missing terminating ]"},
        {"%{WORD", "expected %{NAME:field}"},
        {"(?<1>a)", "subpattern name"},
        {"\\C", "disabled"},
        {"(((a{1,999}){1,999}){1,999})", "too large"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct froe_error error = {0};
        struct froe_grok *grok;
        enum froe_status status = froe_grok_new(NULL, rows[i].text, &grok, &error);
        assert_true(status == FROE_SYNTAX || status == FROE_LIMIT);
        assert_null(grok);
        if (!strstr(error.message, rows[i].message))
            fail_msg("'%s': %s", rows[i].text, error.message);
    }
}

static void test_bounds(void **state)
{
    (void)state;
    char line[4096];
    struct froe_slice parts[FROE_PART_COUNT] = {{NULL, 0}};
    struct froe_grok *grok = make(NULL, "(?:a+)+(?:a+)+(?:a+)+b");
    memset(line, 'a', sizeof line);
    assert_false(froe_grok_match(grok, froe_slice(line, sizeof line), parts));
    froe_grok_free(grok);
    /* As long as a line can be. */
    enum { LONG = 64 * 1024 };
    char *longest = malloc(LONG);
    assert_non_null(longest);
    memset(longest, 'x', LONG);
    grok = make(NULL, "%{NOTSPACE:message}%{SPACE}%{GREEDYDATA}");
    assert_true(froe_grok_match(grok, froe_slice(longest, LONG), parts));
    assert_int_equal(parts[FROE_PART_MESSAGE].len, LONG);
    froe_grok_free(grok);
    free(longest);
}

static void test_which_language(void **state)
{
    (void)state;
    static const char *const grok[] = {
        "%{IP:client} %{WORD:method} %{URIPATHPARAM:request}",
        "%{COMBINEDAPACHELOG}",
        "\\[%{TIMESTAMP_ISO8601:time}\\] %{GREEDYDATA:message}",
        "%{INT:a:int} x",
        "^%{INT:a}",
        "%{INT:a}\\s+%{WORD:b}",
        "%{INT:a} (?:%{WORD:b} )?x",
        "%{INT:a} (x|y)",
        "%{INT:a}.*",
        "[^ ]* %{INT:a}",
        "%{WORD:a}$",
    };
    static const char *const layouts[] = {
        "%{TIME:time} %{LEVEL:level} %{REST:message}",
        "[%{TIME:time}] (%{WORD:level}: )?%{REST:message}",
        "%{TIME:time} | %{LEVEL:level} | %{REST:message}",
        "\\[%{INT:pid}\\]\\ %{REST:message}",
        "%{INT:pid}.%{INT:tid} %{DATA:x}: %{REST:message}",
        "plain text",
    };
    for (size_t i = 0; i < sizeof grok / sizeof *grok; i++)
        if (!froe_grok_is(NULL, grok[i])) fail_msg("'%s' is grok", grok[i]);
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (froe_grok_is(NULL, layouts[i])) fail_msg("'%s' is a layout", layouts[i]);
}

static void test_as_layout(void **state)
{
    (void)state;
    static const struct {
        const char *grok, *layout; /* NULL: layouts cannot say it */
    } rows[] = {
        {"^\\[%{TIMESTAMP_ISO8601:timestamp}\\] %{LOGLEVEL:loglevel} %{GREEDYDATA:msg}$",
         "\\[%{TIME:time}\\]\\ %{LEVELWORD:level}\\ %{REST:message}"},
        {"%{IP:client} %{WORD:verb}", "%{IP:-}\\ %{WORD:-}%{REST:-}"},
        {"%{WORD:app}\\s+(?:%{POSINT:pid} )?%{DATA:x}, .*",
         "%{WORD:service} (%{INT:pid}\\ )?%{DATA:-},\\ %{REST:-}"},
        {"%{WORD:a}$", "%{WORD:-}"},
        {"%{WORD:a}_%{WORD:b}", NULL},    /* the first would take both */
        {"%{IPORHOST:h}:%{INT:p}", NULL}, /* it would take the port */
        {"%{TIMESTAMP_ISO8601:time} UTC %{WORD:x}", NULL},
        {"%{TIMESTAMP_ISO8601:x} %{WORD:y}", NULL},
        {"%{NUMBER:a}+", NULL},
        {"%{WORD:a} +%{WORD:b}", NULL},
        {"(?:%{WORD:a}|x) y", NULL},
        {"(?:a)+", NULL},
        {"%{GREEDYDATA:a} %{WORD:b}", NULL},
        {"%{QS:agent}", NULL},
        {"a|b", NULL},
        {"\\d+", NULL},
    };
    struct froe_buf layout = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool ok = froe_grok_to_layout(NULL, rows[i].grok, &layout);
        if (ok != (rows[i].layout != NULL)) fail_msg("'%s'", rows[i].grok);
        if (ok) assert_string_equal(layout.ptr, rows[i].layout);
    }
    froe_buf_release(&layout);

    /* What the user has redefined is no longer what the type reads. */
    struct froe_grok_library *library = froe_grok_library_new();
    assert_int_equal(froe_grok_library_add(library, FROE_SLICE("WORD"), FROE_SLICE("x"), NULL),
                     FROE_OK);
    assert_false(froe_grok_to_layout(library, "%{WORD:a}", &layout));
    froe_grok_library_free(library);
    froe_buf_release(&layout);
}

/* The layout of a pattern reads the same fields as the pattern itself. */
static void test_both_ways_agree(void **state)
{
    (void)state;
    static const char pattern[] = "\\[%{TIMESTAMP_ISO8601:time}\\] (?:%{WORD:program} )?"
                                  "%{LOGLEVEL:level} %{NOTSPACE:host} %{GREEDYDATA:message}";
    static const char *const lines[] = {
        "[2026-04-20 14:23:01] cart WARN web-1 slow", "[2026-04-20T14:23:01.5Z] error db x y  z ",
        "[2026-04-20 14:23:01] cart loud web-1 slow", "2026-04-20 14:23:01 WARN web-1 slow",
        "[2026-04-20 14:23:01] WARN web-1",           "",
    };
    static const struct froe_time_context times = {.year = 2026};
    struct froe_buf text = {0};
    struct froe_layout layout;
    assert_true(froe_grok_to_layout(NULL, pattern, &text));
    assert_int_equal(froe_layout_init(&layout, text.ptr, NULL), FROE_OK);
    struct froe_grok *grok = make(NULL, pattern);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct froe_slice a[FROE_PART_COUNT] = {{NULL, 0}}, b[FROE_PART_COUNT] = {{NULL, 0}};
        struct froe_layout_scan scan;
        struct froe_slice line = froe_slice_cstr(lines[i]);
        froe_layout_scan_init(&scan, line, &times);
        bool ok = froe_grok_match(grok, line, a);
        assert_int_equal(froe_layout_match(&layout, &scan, b), ok);
        for (size_t p = 0; ok && p < FROE_PART_COUNT; p++) assert_true(froe_slice_eq(a[p], b[p]));
    }
    froe_grok_free(grok);
    froe_layout_release(&layout);
    froe_buf_release(&text);
}

static void test_as_format(void **state)
{
    (void)state;
    static const struct froe_detected nothing = {.format = NULL};
    static const struct froe_time_context times = {.year = 2026};
    struct froe_error error = {0};
    struct froe_arena arena = {0};
    struct froe_head head;
    struct froe_formats *formats = froe_formats_new(&error);
    assert_int_equal(
        froe_formats_add_layout(formats, "--layout", "%{COMMONAPACHELOG}", true, &error), FROE_OK);
    static const char line[] = "::1 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 404 -";
    froe_head_read(formats, &nothing, &times, froe_slice_cstr(line), &arena, &head);
    assert_non_null(head.format);
    assert_int_equal(head.level, FROE_LEVEL_WARN);
    assert_int_equal(head.time_ns, INT64_C(971211336) * FROE_NS_PER_S);
    assert_true(
        froe_slice_eq(head.message, froe_slice_cstr(line))); /* no field names the message */
    assert_int_equal(froe_formats_add_layout(formats, "--layout", "%{NOPE}", true, &error),
                     FROE_SYNTAX);
    assert_non_null(strstr(error.message, "--layout: "));
    froe_formats_free(formats);
    froe_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_builtin_patterns), cmocka_unit_test(test_fields),
        cmocka_unit_test(test_library),          cmocka_unit_test(test_errors),
        cmocka_unit_test(test_bounds),           cmocka_unit_test(test_which_language),
        cmocka_unit_test(test_as_layout),        cmocka_unit_test(test_both_ways_agree),
        cmocka_unit_test(test_as_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
