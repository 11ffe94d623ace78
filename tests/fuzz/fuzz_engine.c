/* Any bytes as a log, through the whole engine. Fed at once or in pieces the report is the same;
   every line is accounted for; every record comes again in the second pass, and the parameters in
   the holes of its template give its message (white space aside, of which templates keep no
   measure). */
#include "engine/engine.h"
#include "report/render.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static int64_t fixed_now(void *context)
{
    (void)context;
    return INT64_C(1776693600) * FROE_NS_PER_S;
}

/* Feeds the bytes in pieces of growing size from `piece` on; 0: at once. */
static void feed(struct froe_engine *engine, struct froe_slice text, size_t piece)
{
    struct froe_error error;
    uint32_t source;
    CHECK(froe_engine_source(engine, "a.log", FROE_TIME_NONE, &source, &error) == FROE_OK);
    for (size_t at = 0; at < text.len;) {
        size_t n = piece && piece < text.len - at ? piece++ : text.len - at;
        CHECK(froe_engine_feed(engine, source, text.ptr + at, n, &error) == FROE_OK);
        at += n;
    }
    CHECK(froe_engine_end(engine, source, &error) == FROE_OK);
}

static enum froe_status append_piece(void *context, struct froe_slice bytes,
                                     struct froe_error *error)
{
    (void)error;
    froe_buf_append(context, bytes);
    return FROE_OK;
}

struct mined {
    struct froe_engine *engine;
    const struct froe_table *table;
    struct froe_templates *templates;
    struct froe_report *report;
    struct froe_buf json;
};

static void mine(struct mined *mined, const struct froe_options *options, struct froe_slice text,
                 size_t piece)
{
    struct froe_error error;
    *mined = (struct mined){.engine = froe_engine_new(options, FROE_TIME_NONE, NULL, &error)};
    CHECK(mined->engine);
    feed(mined->engine, text, piece);
    CHECK(froe_engine_induce(mined->engine, &mined->table, &mined->templates, &error) == FROE_OK);
    CHECK(froe_engine_snapshot(mined->engine, mined->templates, &mined->report, &error) == FROE_OK);
    struct froe_render_options render = {.top = 0};
    CHECK(froe_render_scan(FROE_RENDER_JSON, mined->report, &render, append_piece, &mined->json,
                           &error) == FROE_OK);
    CHECK(mined->json.status == FROE_OK);
}

static void release(struct mined *mined)
{
    froe_buf_release(&mined->json);
    froe_report_free(mined->report);
    froe_templates_free(mined->templates);
    froe_engine_free(mined->engine);
}

struct second_pass {
    uint64_t records, lines;
    struct froe_buf text; /* scratch */
};

static void append_without_space(struct froe_buf *out, struct froe_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c != ' ' && !(c >= '\t' && c <= '\r')) froe_buf_append_char(out, c);
    }
}

static enum froe_status check_record(void *context, const struct froe_engine_record *record,
                                     struct froe_error *error)
{
    (void)error;
    struct second_pass *pass = context;
    const struct froe_template *template = record->template;
    pass->records++;
    pass->lines += record->line_count;
    CHECK(record->parameter_count == template->hole_count);
    froe_buf_clear(&pass->text);
    size_t hole = 0;
    for (uint32_t i = 0; i < template->part_count; i++)
        append_without_space(&pass->text, template->parts[i].hole ? record->parameters[hole++]
                                                                  : template->parts[i].text);
    size_t len = pass->text.len;
    append_without_space(&pass->text, record->message);
    CHECK(pass->text.status == FROE_OK);
    CHECK(pass->text.len == 2 * len);
    CHECK(len == 0 || memcmp(pass->text.ptr, pass->text.ptr + len, len) == 0);
    return FROE_OK;
}

static void check_second_pass(const struct mined *mined, const struct froe_options *options,
                              struct froe_slice text)
{
    struct froe_error error;
    struct second_pass seen = {0};
    const struct froe_engine_pass pass = {.table = mined->table,
                                          .templates = mined->templates,
                                          .only_template = UINT32_MAX,
                                          .fields = true,
                                          .sink = check_record,
                                          .sink_context = &seen};
    struct froe_engine *engine =
        froe_engine_new(options, froe_engine_last_ns(mined->engine), &pass, &error);
    CHECK(engine);
    feed(engine, text, 0);
    CHECK(froe_engine_flush(engine, &error) == FROE_OK);
    froe_engine_free(engine);
    froe_buf_release(&seen.text);
    const struct froe_report *report = mined->report;
    uint64_t counted = 0;
    for (size_t i = 0; i < report->cluster_count; i++) counted += report->clusters[i].count;
    CHECK(counted == report->input.records);
    CHECK(seen.records == report->input.records);
    CHECK(seen.lines + report->input.skipped == report->input.lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    struct froe_options options;
    froe_options_init(&options);
    options.clock = (struct froe_clock){fixed_now, NULL};
    options.threads = 1;
    if (data[0] % 8 == 7) options.layout = "none";
    struct froe_slice text = froe_slice((const char *)data + 1, size - 1);
    struct mined whole, pieces;
    mine(&whole, &options, text, 0);
    mine(&pieces, &options, text, (size_t)data[0] + 1);
    CHECK(froe_slice_eq(froe_buf_slice(&whole.json), froe_buf_slice(&pieces.json)));
    check_second_pass(&whole, &options, text);
    release(&whole);
    release(&pieces);
    return 0;
}
