/* The engine as a whole: what comes out does not depend on pieces, blocks or threads, and nothing
   is lost. */
#include "engine/engine.h"

#include "report/render.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static int64_t fixed_now(void *context)
{
    (void)context;
    return INT64_C(1776693600) * FROE_NS_PER_S; /* 2026-04-20T14:00:00Z */
}

static struct froe_options options_for_test(void)
{
    struct froe_options options;
    froe_options_init(&options);
    options.clock = (struct froe_clock){fixed_now, NULL};
    options.threads = 1;
    return options;
}

/* A log of two services in one stream each, with traces, blank lines and a few plain lines. */
static void write_log(struct froe_buf *out, unsigned records)
{
    uint64_t seed = 7;
    for (unsigned i = 0; i < records; i++) {
        unsigned kind = (unsigned)next_random(&seed) % 10;
        froe_buf_printf(out, "2026-04-20T14:%02u:%02u.%03u %s payment-service: ", i / 60 % 60,
                        i % 60, i % 1000, kind < 7 ? "INFO" : "ERROR");
        if (kind < 7) {
            froe_buf_printf(out, "order %u accepted for user-%u\n", i, i % 17);
        } else if (kind < 9) {
            froe_buf_printf(out, "Connection refused 10.0.0.%u:5432 after %us\n", i % 5, i % 60);
        } else {
            froe_buf_printf(out,
                            "request %u failed\njava.lang.IllegalStateException: no\n"
                            "\tat com.shop.Pay.run(Pay.java:%u)\n\nCaused by: java.io.IOException\n"
                            "\t... %u more\n",
                            i, i % 300, i % 20);
        }
        if (kind == 3) froe_buf_append_cstr(out, "\n\n");
    }
}

static enum froe_status append_piece(void *context, struct froe_slice bytes,
                                     struct froe_error *error)
{
    (void)error;
    froe_buf_append(context, bytes);
    return FROE_OK;
}

/* Feeds the text in pieces of about `piece` bytes (0: at once) and renders the snapshot. */
static void scan(const struct froe_options *options, struct froe_slice text, size_t piece,
                 struct froe_buf *json, struct froe_report_input *input)
{
    struct froe_error error;
    struct froe_engine *engine = froe_engine_new(options, FROE_TIME_NONE, NULL, &error);
    assert_non_null(engine);
    uint32_t source;
    assert_int_equal(froe_engine_source(engine, "shop.log", FROE_TIME_NONE, &source, &error), 0);
    uint64_t seed = piece;
    for (size_t at = 0; at < text.len;) {
        size_t n = piece ? next_random(&seed) % (2 * piece) + 1 : text.len;
        if (n > text.len - at) n = text.len - at;
        assert_int_equal(froe_engine_feed(engine, source, text.ptr + at, n, &error), 0);
        at += n;
    }
    assert_int_equal(froe_engine_end(engine, source, &error), 0);
    const struct froe_table *table;
    struct froe_templates *templates;
    struct froe_report *report;
    assert_int_equal(froe_engine_induce(engine, &table, &templates, &error), 0);
    assert_int_equal(froe_engine_snapshot(engine, templates, &report, &error), 0);
    struct froe_render_options render = {.top = 0};
    froe_buf_clear(json);
    assert_int_equal(
        froe_render_scan(FROE_RENDER_JSON, report, &render, append_piece, json, &error), 0);
    if (input) *input = report->input;
    froe_report_free(report);
    froe_templates_free(templates);
    froe_engine_free(engine);
}

static void test_pieces_and_threads_do_not_matter(void **state)
{
    (void)state;
    struct froe_buf text = {0}, expected = {0}, json = {0};
    write_log(&text, 90000); /* two full blocks and more */
    assert_true(text.len > 2 * 1024 * 1024);
    struct froe_options options = options_for_test();
    options.block_bytes = 300000;
    scan(&options, froe_buf_slice(&text), 0, &expected, NULL);
    static const size_t pieces[] = {100000, 1000, 3000000};
    static const unsigned threads[] = {2, 7, 3};
    for (size_t i = 0; i < 3; i++) {
        options.threads = threads[i];
        scan(&options, froe_buf_slice(&text), pieces[i], &json, NULL);
        assert_int_equal(json.len, expected.len);
        assert_memory_equal(json.ptr, expected.ptr, json.len);
    }
    froe_buf_release(&text);
    froe_buf_release(&expected);
    froe_buf_release(&json);
}

/* Rows as text, one a line. */
struct row_list {
    struct froe_buf text;
    uint64_t lines, rows, last_line;
    bool in_order;
};

static enum froe_status note_row(void *context, const struct froe_engine_record *record,
                                 struct froe_error *error)
{
    (void)error;
    struct row_list *list = context;
    list->in_order &= record->line > list->last_line;
    list->last_line = record->line;
    list->lines += record->line_count;
    list->rows++;
    froe_buf_printf(&list->text, "%llu+%llu %s", (unsigned long long)record->line,
                    (unsigned long long)record->line_count, record->template->id);
    for (size_t i = 0; i < record->parameter_count; i++) {
        froe_buf_append_char(&list->text, '|');
        froe_buf_append(&list->text, record->parameters[i]);
    }
    for (size_t i = 0; i < record->field_count; i++) {
        froe_buf_append_char(&list->text, '|');
        froe_buf_append(&list->text, record->fields[i].name);
        froe_buf_append_char(&list->text, '=');
        froe_buf_append(&list->text, record->fields[i].value);
    }
    froe_buf_append_char(&list->text, '\n');
    return FROE_OK;
}

static void parse(const struct froe_options *options, struct froe_slice text, bool online,
                  struct row_list *list, uint64_t *skipped, uint64_t *lines)
{
    struct froe_error error;
    struct froe_engine_pass pass = {
        .only_template = UINT32_MAX, .fields = true, .sink = note_row, .sink_context = list};
    *list = (struct row_list){.in_order = true};
    struct froe_templates *templates = NULL;
    struct froe_engine *engines[2] = {NULL, NULL};
    for (int i = online; i < 2; i++) {
        engines[i] = froe_engine_new(options, FROE_TIME_NONE, i ? &pass : NULL, &error);
        assert_non_null(engines[i]);
        uint32_t source;
        froe_engine_source(engines[i], "shop.log", FROE_TIME_NONE, &source, &error);
        assert_int_equal(froe_engine_feed(engines[i], source, text.ptr, text.len, &error), 0);
        assert_int_equal(froe_engine_end(engines[i], source, &error), 0);
        if (i == 0) {
            assert_int_equal(froe_engine_induce(engines[0], &pass.table, &templates, &error), 0);
            pass.templates = templates;
        }
        assert_int_equal(froe_engine_flush(engines[i], &error), 0);
    }
    if (!online) {
        struct froe_report *report;
        assert_int_equal(froe_engine_snapshot(engines[0], templates, &report, &error), 0);
        *skipped = report->input.skipped;
        *lines = report->input.lines;
        assert_int_equal(report->input.records, list->rows);
        froe_report_free(report);
    }
    froe_engine_free(engines[1]);
    froe_templates_free(templates);
    froe_engine_free(engines[0]);
}

static void test_records_do_not_depend_on_blocks(void **state)
{
    (void)state;
    struct froe_buf text = {0};
    write_log(&text, 3000);
    struct row_list expected, list;
    uint64_t skipped, lines;
    struct froe_options options = options_for_test();
    options.line_bytes_max = 200;
    parse(&options, froe_buf_slice(&text), false, &expected, &skipped, &lines);
    assert_true(expected.in_order);
    assert_int_equal(expected.rows, 3000);
    assert_int_equal(expected.lines + skipped, lines);
    static const size_t block_bytes[] = {256, 777, 4096, 50000};
    for (size_t i = 0; i < 4; i++) {
        options.block_bytes = block_bytes[i];
        options.threads = (unsigned)i + 1;
        parse(&options, froe_buf_slice(&text), false, &list, &skipped, &lines);
        assert_true(list.in_order);
        assert_int_equal(list.rows, expected.rows);
        assert_int_equal(list.lines + skipped, lines);
        /* Blank lines at the border of two blocks may count as skipped; all else is the same. */
        assert_int_equal(list.last_line, expected.last_line);
        froe_buf_release(&list.text);
    }
    froe_buf_release(&expected.text);
    froe_buf_release(&text);
}

static void test_online_gives_the_same_records(void **state)
{
    (void)state;
    struct froe_buf text = {0};
    write_log(&text, 2000);
    struct row_list batch, online;
    uint64_t skipped, lines;
    struct froe_options options = options_for_test();
    parse(&options, froe_buf_slice(&text), false, &batch, &skipped, &lines);
    parse(&options, froe_buf_slice(&text), true, &online, &skipped, &lines);
    assert_int_equal(online.rows, batch.rows);
    assert_memory_equal(online.text.ptr, batch.text.ptr,
                        batch.text.len); /* one block: all is known */
    froe_buf_release(&batch.text);
    froe_buf_release(&online.text);
    options.block_bytes = options.line_bytes_max = 1000;
    parse(&options, froe_buf_slice(&text), true, &online, &skipped, &lines);
    assert_int_equal(online.rows, 2000);
    froe_buf_release(&online.text);
    froe_buf_release(&text);
}

static void test_all_lines_are_accounted_for(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 60; round++) {
        struct froe_buf text = {0}, json = {0};
        static const char *const pieces[] = {"\n",
                                             "2026-04-20 14:00:00 ERROR x\n",
                                             "\tat x\n",
                                             "plain words\n",
                                             "{\"msg\":\"a\"}\n",
                                             "\r\n",
                                             "\0\n",
                                             "[pod/a-1/c] 2026-04-20T14:00:00Z WARN hi\n",
                                             "[pod/b-1/c]   at y\n",
                                             "level=info msg=\"z\"\n"};
        for (int i = 0; i < 200; i++) froe_buf_append_cstr(&text, pieces[next_random(&seed) % 10]);
        struct froe_options options = options_for_test();
        options.line_bytes_max = 64;
        options.block_bytes = 100 + (size_t)round * 10;
        struct row_list list;
        uint64_t skipped, lines;
        parse(&options, froe_buf_slice(&text), false, &list, &skipped, &lines);
        assert_int_equal(list.lines + skipped, lines);
        froe_buf_release(&list.text);
        froe_buf_release(&json);
        froe_buf_release(&text);
    }
}

/* The file grew between the two passes: its new lines come without a template, but they come. */
static void test_second_pass_sees_more(void **state)
{
    (void)state;
    struct froe_error error;
    struct froe_options options = options_for_test();
    struct froe_slice before = FROE_SLICE("disk sda is full\n");
    struct froe_slice after = FROE_SLICE("disk sda is full\nsomething else entirely\n");
    struct froe_engine *first = froe_engine_new(&options, FROE_TIME_NONE, NULL, &error);
    uint32_t source;
    froe_engine_source(first, "a.log", FROE_TIME_NONE, &source, &error);
    froe_engine_feed(first, source, before.ptr, before.len, &error);
    froe_engine_end(first, source, &error);
    struct row_list list = {.in_order = true};
    struct froe_templates *templates;
    struct froe_engine_pass pass = {
        .only_template = UINT32_MAX, .sink = note_row, .sink_context = &list};
    assert_int_equal(froe_engine_induce(first, &pass.table, &templates, &error), 0);
    pass.templates = templates;
    struct froe_engine *second = froe_engine_new(&options, FROE_TIME_NONE, &pass, &error);
    froe_engine_source(second, "a.log", FROE_TIME_NONE, &source, &error);
    froe_engine_feed(second, source, after.ptr, after.len, &error);
    froe_engine_end(second, source, &error);
    assert_int_equal(froe_engine_flush(second, &error), 0);
    assert_int_equal(list.rows, 2);
    assert_int_equal(list.lines, 2);
    froe_engine_free(second);
    froe_templates_free(templates);
    froe_engine_free(first);
    froe_buf_release(&list.text);
}

enum { MOMENTS = 600, TIMELESS_FIRST = 40 };

/* What each line's moment should be, and whether it is as it should be. */
struct moments {
    int64_t expected[MOMENTS + 1]; /* by line */
    unsigned rows, right;
};

static enum froe_status check_moment(void *context, const struct froe_engine_record *record,
                                     struct froe_error *error)
{
    (void)error;
    struct moments *moments = context;
    moments->rows++;
    moments->right += record->order_ns == moments->expected[record->line];
    return FROE_OK;
}

/* Objects, a third of them with a time; "late" ones, one in seven, are those that are selected. */
static void write_moments(struct froe_buf *out, struct moments *moments)
{
    uint64_t seed = 11;
    int64_t latest = FROE_TIME_NONE, first = FROE_TIME_NONE;
    for (unsigned line = 1; line <= MOMENTS; line++) {
        froe_buf_append_cstr(out, "{\"level\":\"info\"");
        if (line > TIMELESS_FIRST && next_random(&seed) % 3 == 0) {
            unsigned second = (unsigned)next_random(&seed) % 60;
            froe_buf_printf(out, ",\"time\":\"2026-04-20T14:00:%02uZ\"", second);
            latest = (INT64_C(1776693600) + second) * FROE_NS_PER_S;
            if (first == FROE_TIME_NONE) first = latest;
        }
        froe_buf_printf(out, ",\"msg\":\"%s %u\"}\n", line % 7 ? "soon" : "late", line);
        moments->expected[line] = latest;
    }
    for (unsigned line = 1; moments->expected[line] == FROE_TIME_NONE; line++)
        moments->expected[line] = first;
}

/* Where a record belongs does not hang on blocks, threads or on what is selected. */
static void test_moments(void **state)
{
    (void)state;
    static const size_t block_bytes[] = {256, 777, 4096, 0};
    static const char *const late[] = {"late"};
    struct froe_buf text = {0};
    struct moments moments = {.rows = 0};
    write_moments(&text, &moments);
    for (unsigned i = 0; i < 8; i++) {
        struct froe_error error;
        struct froe_options options = options_for_test();
        options.line_bytes_max = 200;
        options.block_bytes = block_bytes[i % 4];
        options.threads = i % 3 + 1;
        options.grep = late;
        options.grep_count = i / 4;
        moments.rows = moments.right = 0;
        struct froe_engine_pass pass = {
            .only_template = UINT32_MAX, .sink = check_moment, .sink_context = &moments};
        struct froe_templates *templates = NULL;
        struct froe_engine *engines[2];
        for (int k = 0; k < 2; k++) {
            uint32_t source;
            engines[k] = froe_engine_new(&options, FROE_TIME_NONE, k ? &pass : NULL, &error);
            assert_non_null(engines[k]);
            froe_engine_source(engines[k], "a.log", FROE_TIME_NONE, &source, &error);
            assert_int_equal(froe_engine_feed(engines[k], source, text.ptr, text.len, &error), 0);
            assert_int_equal(froe_engine_end(engines[k], source, &error), 0);
            assert_int_equal(froe_engine_flush(engines[k], &error), 0);
            if (k) break;
            assert_int_equal(froe_engine_induce(engines[0], &pass.table, &templates, &error), 0);
            pass.templates = templates;
            pass.by_time = engines[0];
        }
        assert_int_equal(moments.rows, i / 4 ? MOMENTS / 7 : MOMENTS);
        assert_int_equal(moments.right, moments.rows);
        froe_engine_free(engines[1]);
        froe_templates_free(templates);
        froe_engine_free(engines[0]);
    }
    froe_buf_release(&text);
}

static void test_empty_input(void **state)
{
    (void)state;
    struct froe_buf json = {0};
    struct froe_options options = options_for_test();
    struct froe_report_input input;
    scan(&options, FROE_SLICE(""), 0, &json, &input);
    assert_int_equal(input.lines, 0);
    assert_int_equal(input.records, 0);
    scan(&options, FROE_SLICE("\n\n\n"), 0, &json, &input);
    assert_int_equal(input.lines, 3);
    assert_int_equal(input.skipped, 3);
    froe_buf_release(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_and_threads_do_not_matter),
        cmocka_unit_test(test_records_do_not_depend_on_blocks),
        cmocka_unit_test(test_online_gives_the_same_records),
        cmocka_unit_test(test_all_lines_are_accounted_for),
        cmocka_unit_test(test_second_pass_sees_more),
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_empty_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
