#include "record/layout.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct froe_time_context times = {.year = 2026};

/* The part of the line, or NULL when it is absent or the layout does not match. A static copy. */
static const char *part_of(const char *layout_text, const char *line, enum froe_layout_field field)
{
    static char text[1024];
    struct froe_error error = {0};
    struct froe_layout layout;
    struct froe_layout_scan scan;
    struct froe_slice parts[FROE_PART_COUNT] = {0};
    assert_int_equal(froe_layout_init(&layout, layout_text, &error), FROE_OK);
    froe_layout_scan_init(&scan, froe_slice_cstr(line), &times);
    bool ok = froe_layout_match(&layout, &scan, parts);
    unsigned char first = (unsigned char)line[0];
    if (ok) assert_true(first ? layout.first[first] : layout.empty_line);
    froe_layout_release(&layout);
    if (!ok || !parts[field].ptr) return NULL;
    assert_true(parts[field].len < sizeof text);
    memcpy(text, parts[field].ptr, parts[field].len);
    text[parts[field].len] = '\0';
    return text;
}

static const char *message(const char *layout, const char *line)
{
    return part_of(layout, line, FROE_PART_MESSAGE);
}

#define assert_absent(expression) assert_null(expression)

static void test_literals_and_spaces(void **state)
{
    (void)state;
    assert_string_equal(message("a %{REST:message}", "a  \t b"), "b");
    assert_string_equal(message("a\\ %{REST:message}", "a  b"), " b");
    assert_string_equal(message("\\(\\%{x} %{REST:message}", "(%{x} b"), "b");
    assert_string_equal(message("a\\t%{REST:message}", "a\tb"), "b");
    assert_absent(message("a %{REST:message}", "ab"));
    assert_absent(message("a%{REST:message}", "b"));
    assert_string_equal(message("a %{REST:message}", "a"), "");
}

static void test_groups(void **state)
{
    (void)state;
    const char *layout = "%{WORD:x}( [%{INT:pid}(-%{INT:y})?])?: %{REST:message}";
    assert_string_equal(message(layout, "a [1-2]: m"), "m");
    assert_string_equal(message(layout, "a [1]: m"), "m");
    assert_string_equal(message(layout, "a: m"), "m");
    assert_absent(message(layout, "a [1-]: m"));
    /* What a branch that failed had set is taken back. */
    assert_absent(part_of("(%{INT:pid} x)?%{REST:message}", "12 y", FROE_PART_PID));
    assert_string_equal(message("(%{INT:pid} x)?%{REST:message}", "12 y"), "12 y");
    assert_string_equal(part_of("(%{INT:pid} x)?%{REST:message}", "12 x", FROE_PART_PID), "12");
}

static void test_data_is_as_short_as_possible(void **state)
{
    (void)state;
    assert_string_equal(
        part_of("[%{DATA:thread}] %{REST:message}", "[a [b] c] d", FROE_PART_THREAD), "a [b");
    assert_string_equal(
        part_of("[%{DATA:thread}] - %{REST:message}", "[a] b] - d", FROE_PART_THREAD), "a] b");
    assert_string_equal(part_of("%{PADDED:logger}: %{REST:message}", "  ab  : d", FROE_PART_LOGGER),
                        "ab");
    assert_string_equal(
        part_of("%{NOTSPACE:location}] %{REST:message}", "a]b] c", FROE_PART_LOCATION), "a]b");
    char line[600];
    memset(line, 'a', sizeof line);
    line[sizeof line - 2] = ']';
    line[sizeof line - 1] = '\0';
    assert_absent(part_of("%{DATA:thread}]", line, FROE_PART_THREAD));
    assert_non_null(part_of("%{DATA:thread}]", line + 100, FROE_PART_THREAD));
}

static void test_spans(void **state)
{
    (void)state;
    assert_string_equal(
        message("%{IP:ip} %{BEGIN:message}%{QUOTED:q} %{STATUS:status}%{END:message} %{REST:x}",
                "10.0.0.5 \"GET /\\\"\" 200 rest"),
        "\"GET /\\\"\" 200");
}

static void test_level_is_no_word_of_a_sentence(void **state)
{
    (void)state;
    const char *layout = "([)?%{LEVEL:level}( )?(])?(:)? %{REST:message}";
    assert_string_equal(message(layout, "ERROR a"), "a");
    assert_string_equal(message(layout, "error a"), "a");
    assert_string_equal(message(layout, "Error: a"), "a");
    assert_string_equal(message(layout, "[Error] a"), "a");
    assert_string_equal(message(layout, "[I] a"), "a");
    assert_string_equal(message(layout, "[INFO ] a"), "a");
    assert_absent(message(layout, "Error opening"));
    assert_absent(message(layout, "I think"));
    assert_absent(message(layout, "ALL tests"));
    assert_absent(message(layout, "context lost"));
    assert_absent(message(layout, "ERROR_CODE a"));
    assert_absent(message(layout, "error-free a"));
    assert_absent(message(layout, "ERRORS a"));
}

static void test_services_and_classes(void **state)
{
    (void)state;
    const char *service = "%{SERVICE:service}: %{REST:message}";
    const char *class = "%{CLASS:logger}: %{REST:message}";
    const char *const services[] = {"payment-service: m", "nginx: m", "Cart-Api: m", "cart2: m"};
    const char *const classes[] = {"com.shop.Main: m", "MemoryStore: m", "shop::db: m", "a$b: m"};
    const char *const neither[] = {"Timeout: m",    "ORA-00942: m",           "error: m",
                                   "ValueError: m", "java.io.IOException: m", "http://x: m"};
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(message(service, services[i]), "m");
        assert_absent(message(class, services[i]));
        assert_string_equal(message(class, classes[i]), "m");
        assert_absent(message(service, classes[i]));
    }
    for (size_t i = 0; i < sizeof neither / sizeof *neither; i++) {
        assert_absent(message(service, neither[i]));
        assert_absent(message(class, neither[i]));
    }
    assert_absent(message("[%{SERVICE:service}] %{REST:message}", "[worker-1] m"));
    assert_absent(message("[%{SERVICE:service}] %{REST:message}", "[main] m"));
}

static void test_types(void **state)
{
    (void)state;
    static const struct {
        const char *type, *yes, *no;
    } cases[] = {
        {"INT", "12", "a"},
        {"NUMBER", "-1.5", "."},
        {"HEX", "0xfF", "g"},
        {"WORD", "a_1", "-"},
        {"IP", "10.0.0.5", "10.0"},
        {"IP", "2001:db8::7", "abc"},
        {"HOST", "web-7.shop.example", "/"},
        {"QUOTED", "\"a \\\" b\"", "\"a"},
        {"SOURCE", "src/main.go:23", "main:23"},
        {"SOURCE", "src/pool.rs:5:12", "main.go"},
        {"STATUS", "404", "704"},
        {"STREAM", "stdout", "std"},
        {"FLAG", "F", "Full"},
        {"SDATA", "[a b=\"]\"][c]", "[a"},
        {"CLOCK", "14:23:01.123", "14:23"},
        {"NANOTIME", "2026-04-20T14:23:01.123456789Z", "2026-04-20T14:23:01.123Z"},
        {"TIME", "2026-04-20 14:23:01", "1776694981"},
        {"EPOCH", "1776694981", "17"},
        {"BSDTIME", "Apr 20 14:23:01", "2026-04-20 14:23:01"},
        {"INSTANCE", "web-1", "web"},
        {"POD", "cart-6b7f9d8c5-x2z4k", "cart-db-index"},
        {"LETTER", "E", "X"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char layout[64];
        assert_true(snprintf(layout, sizeof layout, "%%{%s:message}", cases[i].type) > 0);
        const char *got = message(layout, cases[i].yes);
        if (!got) print_error("%s: %s\n", layout, cases[i].yes);
        assert_non_null(got);
        assert_string_equal(got, cases[i].yes);
        assert_absent(message(layout, cases[i].no));
        assert_absent(message(layout, ""));
    }
}

static void test_errors_say_where(void **state)
{
    (void)state;
    static const struct {
        const char *layout, *problem;
    } cases[] = {
        {"%{NOPE:time}", "column 1: unknown type"},
        {"a %{TIME}", "column 3: expected %{TYPE:field}"},
        {"%{TIME:", "expected %{TYPE:field}"},
        {"%{TIME:}", "no name"},
        {"(a", "'(' without"},
        {"a)?", "column 2: ')' without"},
        {"(a)", "must end in"},
        {"()?", "empty"},
        {"a\\", "at the end"},
        {"((((((((((a)?)?)?)?)?)?)?)?)?)?", "too deep"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct froe_layout layout;
        struct froe_error error = {0};
        assert_int_equal(froe_layout_init(&layout, cases[i].layout, &error), FROE_SYNTAX);
        if (!strstr(error.message, cases[i].problem))
            print_error("%s: %s\n", cases[i].layout, error.message);
        assert_non_null(strstr(error.message, cases[i].problem));
    }
    char text[FROE_LAYOUT_TEXT_MAX + 2];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct froe_layout layout;
    assert_int_equal(froe_layout_init(&layout, text, NULL), FROE_LIMIT);
    for (size_t i = 0; i < 400; i++) text[i] = " a"[i % 2];
    text[400] = '\0';
    assert_int_equal(froe_layout_init(&layout, text, NULL), FROE_SYNTAX);
}

/* Layouts that backtrack without end elsewhere come to an end here. */
static void test_matching_is_bounded(void **state)
{
    (void)state;
    enum { BYTES = 65536 };
    char *line = malloc(BYTES + 1);
    assert_non_null(line);
    memset(line, ' ', BYTES);
    for (size_t i = 0; i < BYTES; i += 2) line[i] = 'a';
    line[BYTES] = '\0';
    assert_absent(message("%{DATA:a} %{DATA:b} %{DATA:c} %{DATA:d} %{DATA:e}x", line));
    assert_absent(message("(a )?(a )?(a )?(a )?(a )?(a )?(a )?(a )?(a )?(a )?(a )?(a )?x", line));
    memset(line, 'a', BYTES);
    assert_absent(message("%{NOTSPACE:a}a%{NOTSPACE:b}a%{NOTSPACE:c}ax", line));
    memset(line, '"', BYTES);
    assert_absent(message("%{DATA:a}\"%{DATA:b}%{QUOTED:c}x", line));
    free(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_literals_and_spaces),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_data_is_as_short_as_possible),
        cmocka_unit_test(test_spans),
        cmocka_unit_test(test_level_is_no_word_of_a_sentence),
        cmocka_unit_test(test_services_and_classes),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_errors_say_where),
        cmocka_unit_test(test_matching_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
