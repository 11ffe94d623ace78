#include "record/formats_internal.h"

#include "fixture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct froe_head read_bytes(struct fixture *fixture, const struct froe_detected *detected,
                                   struct froe_slice line)
{
    struct froe_head head;
    froe_head_read(fixture->formats, detected, &times, line, &fixture->arena, &head);
    assert_non_null(head.message.ptr);
    return head;
}

static struct froe_head read_line(struct fixture *fixture, const char *line)
{
    return read_bytes(fixture, &nothing, froe_slice_cstr(line));
}

static void assert_slice(struct froe_slice got, const char *expected)
{
    if (!froe_slice_eq(got, froe_slice_cstr(expected)))
        print_error("got <%.*s>, expected <%s>\n", (int)got.len, got.ptr, expected ? expected : "");
    assert_true(froe_slice_eq(got, froe_slice_cstr(expected)));
}

static void test_unknown_line_is_a_message(void **state)
{
    static const char *const lines[] = {"",
                                        " ",
                                        "hello world",
                                        "    at com.shop.Main.run(Main:7)",
                                        "Error opening file",
                                        "12345",
                                        "{not json",
                                        "a=b c=d",
                                        "[stacktrace]",
                                        "All tests passed",
                                        "System started"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct froe_head head = read_line(*state, lines[i]);
        if (head.format) print_error("%s: %s\n", lines[i], froe_format_name(head.format));
        assert_null(head.format);
        assert_slice(head.message, lines[i]);
        assert_int_equal(head.level, FROE_LEVEL_NONE);
        assert_true(head.time_ns == FROE_TIME_NONE);
        assert_null(head.service.ptr);
        assert_int_equal(head.stream.len, 0);
    }
}

static void test_head_takes_no_more_than_its_layout(void **state)
{
    static const struct {
        const char *line, *message;
    } rows[] = {
        {"2026-04-20 14:23:01 ERROR 2026-04-20 14:23:02 is late", "2026-04-20 14:23:02 is late"},
        {"2026-04-20 14:23:01 ERROR WARN is a level", "WARN is a level"},
        {"2026-04-20 14:23:01 ERROR [Errno 5] no", "[Errno 5] no"},
        {"2026-04-20 14:23:01 ERROR http://x/y: no", "http://x/y: no"},
        {"2026-04-20 14:23:01 ERROR Timeout: no", "Timeout: no"},
        {"2026-04-20 14:23:01 ERROR ORA-00942: no", "ORA-00942: no"},
        {"2026-04-20 14:23:01 Info about x", "Info about x"},
        {"2026-04-20 14:23:01 ERROR", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct froe_head head = read_line(*state, rows[i].line);
        assert_non_null(head.format);
        assert_slice(head.message, rows[i].message);
        assert_null(head.service.ptr);
        assert_true(head.time_ns == INT64_C(1776694981) * FROE_NS_PER_S);
    }
}

static void test_colours_and_line_ends_are_left_out(void **state)
{
    struct froe_head head = read_line(
        *state, "\033[2m2026-04-20 14:23:01\033[0m \033[31mERROR\033[0m cart: \033[1mno\r");
    assert_int_equal(head.level, FROE_LEVEL_ERROR);
    assert_slice(head.service, "cart");
    assert_slice(head.message, "no");
    head = read_line(*state, "\xef\xbb\xbf"
                             "2026-04-20 14:23:01 WARN x");
    assert_int_equal(head.level, FROE_LEVEL_WARN);
    head = read_line(*state, "\033[31mplain\033");
    assert_slice(head.message, "plain");
    head = read_line(*state, "\033[999");
    assert_slice(head.message, "");
}

static void test_assumptions_are_told(void **state)
{
    struct froe_head head = read_line(*state, "Apr 20 14:23:01 web7 cron[1]: x");
    assert_true(head.year_assumed);
    assert_true(head.zone_assumed);
    head = read_line(*state, "2026-04-20T14:23:01Z ERROR x");
    assert_false(head.year_assumed);
    assert_false(head.zone_assumed);
}

static void test_envelopes_nest_up_to_a_limit(void **state)
{
    struct froe_head head = read_line(
        *state,
        "[pod/cart-0/app] 2026-04-20T14:23:01.1Z stdout F {\"level\":\"warn\",\"msg\":\"x\"}");
    assert_slice(head.message, "x");
    assert_slice(head.pod, "cart-0");
    assert_slice(head.service, "cart");
    assert_slice(head.stream, "cart-0/app stdout");
    assert_int_equal(head.level, FROE_LEVEL_WARN);
    head = read_line(*state, "a-1 | a-1 | a-1 | a-1 | a-1 | ERROR: x");
    assert_slice(head.message, "a-1 | a-1 | ERROR: x");
}

static void test_inner_time_wins_and_outer_fills(void **state)
{
    struct froe_head head =
        read_line(*state, "2026-04-20T14:23:09.0Z stderr F 2026-04-20 14:23:01 ERROR x");
    assert_true(head.time_ns == INT64_C(1776694981) * FROE_NS_PER_S);
    head = read_line(*state, "2026-04-20T14:23:01Z stderr F 09:00:00 ERROR x");
    assert_true(head.time_ns == INT64_C(1776694981) * FROE_NS_PER_S);
    assert_int_equal(head.level, FROE_LEVEL_ERROR);
}

static void test_lines_of_a_detected_envelope_need_no_head(void **state)
{
    struct fixture *fixture = *state;
    static const char *const texts[] = {
        "2026-04-20T14:23:01.123456789Z 2026-04-20 14:23:01 ERROR a",
        "2026-04-20T14:23:01.123456790Z   at index.js:4",
        "2026-04-20T14:23:01.123456791Z 2026-04-20 14:23:01 ERROR b",
    };
    struct froe_slice lines[3];
    for (size_t i = 0; i < 3; i++) lines[i] = froe_slice_cstr(texts[i]);
    struct froe_detected detected = froe_formats_detect(fixture->formats, lines, 3);
    assert_non_null(detected.envelope);
    assert_string_equal(froe_format_name(detected.envelope), "timestamps");
    assert_string_equal(froe_format_name(detected.format), "text");
    assert_true(detected.heads_have_time);
    struct froe_head head = read_bytes(fixture, &detected, lines[1]);
    assert_null(head.format);
    assert_slice(head.message, "  at index.js:4");
    froe_detected_release(&detected);
}

static void test_detection(void **state)
{
    struct fixture *fixture = *state;
    struct froe_slice lines[40] = {0};
    struct froe_detected detected = froe_formats_detect(fixture->formats, lines, 0);
    assert_null(detected.format);
    assert_null(detected.envelope);

    for (size_t i = 0; i < 40; i++) lines[i] = FROE_SLICE("no format at all");
    lines[7] = FROE_SLICE("2026-04-20 14:23:01 ERROR x");
    detected = froe_formats_detect(fixture->formats, lines, 40);
    assert_null(detected.format);
    for (size_t i = 8; i < 12; i++) lines[i] = lines[7];
    detected = froe_formats_detect(fixture->formats, lines, 40);
    assert_string_equal(froe_format_name(detected.format), "text");
    detected = froe_formats_detect(fixture->formats, lines + 7, 1);
    assert_string_equal(froe_format_name(detected.format), "text");
    for (size_t i = 0; i < 40; i++) lines[i] = FROE_SLICE("ERROR: no time");
    detected = froe_formats_detect(fixture->formats, lines, 40);
    assert_string_equal(froe_format_name(detected.format), "text-level");
    assert_false(detected.heads_have_time);
    froe_detected_release(&detected);
}

static void test_workloads(void **state)
{
    (void)state;
    static const struct {
        const char *pod, *workload;
    } rows[] = {
        {"payment-api-6b7f9d-xyz12", "payment-api"},
        {"payment-api-6b7f9d8c5-x2z4k", "payment-api"},
        {"web-1", "web"},
        {"web_1", "web"},
        {"kafka-0", "kafka"},
        {"node-exporter-x7k2p", "node-exporter"},
        {"backup-28391040-x7k2p", "backup"},
        {"my-queue-front", "my-queue-front"},
        {"nginx", "nginx"},
        {"-1", "-1"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_slice(froe_workload_of(froe_slice_cstr(rows[i].pod)), rows[i].workload);
}

static void test_levels_of_numbers(void **state)
{
    static const struct {
        const char *line;
        enum froe_level level;
    } rows[] = {
        {"{\"level\":30,\"msg\":\"x\"}", FROE_LEVEL_INFO},
        {"{\"level\":60,\"msg\":\"x\"}", FROE_LEVEL_FATAL},
        {"{\"level\":7,\"msg\":\"x\"}", FROE_LEVEL_NONE},
        {"{\"priority\":4,\"msg\":\"x\"}", FROE_LEVEL_WARN},
        {"{\"PRIORITY\":\"3\",\"MESSAGE\":\"x\"}", FROE_LEVEL_ERROR},
        {"{\"severityNumber\":17,\"body\":\"x\"}", FROE_LEVEL_ERROR},
        {"{\"level\":\"nonsense\",\"msg\":\"x\"}", FROE_LEVEL_NONE},
        {"{\"level\":null,\"severity\":\"warning\",\"msg\":\"x\"}", FROE_LEVEL_WARN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct froe_head head = read_line(*state, rows[i].line);
        assert_slice(head.message, "x");
        assert_int_equal(head.level, rows[i].level);
    }
}

static void test_own_layout(void **state)
{
    (void)state;
    struct fixture fixture = {.formats = froe_formats_new(NULL)};
    struct froe_error error = {0};
    assert_non_null(fixture.formats);
    size_t count = froe_formats_count(fixture.formats);
    assert_int_equal(
        froe_formats_add_layout(fixture.formats, "--layout", "%{OOPS:x}", false, &error),
        FROE_SYNTAX);
    assert_non_null(strstr(error.message, "--layout"));
    assert_int_equal(froe_formats_count(fixture.formats), count);

    const char *layout = "#%{INT:pid} %{WORD:service}! %{REST:message}";
    assert_int_equal(froe_formats_add_layout(fixture.formats, "mine", layout, false, &error),
                     FROE_OK);
    struct froe_head head = read_line(&fixture, "#7 cart! no stock");
    assert_string_equal(froe_format_name(head.format), "mine");
    assert_slice(head.service, "cart");
    assert_slice(head.message, "no stock");
    assert_non_null(read_line(&fixture, "ERROR: x").format);

    assert_int_equal(froe_formats_add_layout(fixture.formats, "only", layout, true, &error),
                     FROE_OK);
    assert_int_equal(froe_formats_count(fixture.formats), 1);
    assert_null(read_line(&fixture, "ERROR: x").format);
    assert_non_null(read_line(&fixture, "#7 cart! x").format);
    froe_formats_free(fixture.formats);
    froe_arena_release(&fixture.arena);
}

/* Bytes of no sense, from a fixed seed: only that nothing breaks and slices stay inside. */
static void test_any_bytes(void **state)
{
    struct fixture *fixture = *state;
    static const char alphabet[] =
        "[]{}()|:-<>\"\\ \t%2026-04T14:23:01Z.,ERRORpod/stdoutF=#\033\xff";
    uint32_t seed = 12345;
    char line[300];
    for (unsigned round = 0; round < 20000; round++) {
        seed = seed * 1664525 + 1013904223;
        size_t len = (seed >> 8) % sizeof line;
        for (size_t i = 0; i < len; i++) {
            seed = seed * 1664525 + 1013904223;
            line[i] = alphabet[(seed >> 8) % (sizeof alphabet - 1)];
        }
        /* A copy of exactly its size, so that the sanitizer sees a read behind the end. */
        char *copy = malloc(len ? len : 1);
        assert_non_null(copy);
        memcpy(copy, line, len);
        struct froe_head head = read_bytes(fixture, &nothing, froe_slice(copy, len));
        assert_true(head.message.len <= len);
        free(copy);
        froe_arena_clear(&fixture->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown_line_is_a_message),
        cmocka_unit_test(test_head_takes_no_more_than_its_layout),
        cmocka_unit_test(test_colours_and_line_ends_are_left_out),
        cmocka_unit_test(test_assumptions_are_told),
        cmocka_unit_test(test_envelopes_nest_up_to_a_limit),
        cmocka_unit_test(test_inner_time_wins_and_outer_fills),
        cmocka_unit_test(test_lines_of_a_detected_envelope_need_no_head),
        cmocka_unit_test(test_detection),
        cmocka_unit_test(test_workloads),
        cmocka_unit_test(test_levels_of_numbers),
        cmocka_unit_test(test_own_layout),
        cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
