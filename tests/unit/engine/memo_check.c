#include "memo_check.h"

#include "engine/engine.h"
#include "report/render.h"

uint64_t memo_check_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static int64_t fixed_now(void *context)
{
    (void)context;
    return INT64_C(1776693600) * FROE_NS_PER_S; /* 2026-04-20T14:00:00Z */
}

static enum froe_status append_piece(void *context, struct froe_slice bytes,
                                     struct froe_error *error)
{
    (void)error;
    froe_buf_append(context, bytes);
    return FROE_OK;
}

static bool render(struct froe_engine *engine, struct froe_buf *json)
{
    struct froe_error error;
    const struct froe_table *table;
    struct froe_templates *templates = NULL;
    struct froe_report *report = NULL;
    struct froe_render_options options = {.top = 0};
    bool ok =
        froe_engine_induce(engine, &table, &templates, &error) == FROE_OK &&
        froe_engine_snapshot(engine, templates, &report, &error) == FROE_OK &&
        froe_render_scan(FROE_RENDER_JSON, report, &options, append_piece, json, &error) == FROE_OK;
    froe_report_free(report);
    froe_templates_free(templates);
    return ok;
}

bool memo_check_scan(struct froe_slice text, const char *layout, size_t block_bytes,
                     bool read_in_full, struct froe_buf *json)
{
    struct froe_options options;
    struct froe_error error;
    uint32_t source;
    froe_options_init(&options);
    options.clock = (struct froe_clock){fixed_now, NULL};
    options.threads = 1;
    options.layout = layout;
    options.block_bytes = block_bytes;
    options.line_bytes_max = 4096;
    options.read_in_full = read_in_full;
    froe_buf_clear(json);
    struct froe_engine *engine = froe_engine_new(&options, FROE_TIME_NONE, NULL, &error);
    bool ok = engine &&
              froe_engine_source(engine, "a.log", FROE_TIME_NONE, &source, &error) == FROE_OK &&
              froe_engine_feed(engine, source, text.ptr, text.len, &error) == FROE_OK &&
              froe_engine_end(engine, source, &error) == FROE_OK && render(engine, json);
    froe_engine_free(engine);
    return ok;
}

void memo_check_repeat(struct froe_buf *log, struct froe_slice line, unsigned times, uint64_t *seed)
{
    for (unsigned t = 0; t < times; t++) {
        size_t start = log->len;
        froe_buf_append(log, line);
        if (line.len == 0 || line.ptr[line.len - 1] != '\n') froe_buf_append_char(log, '\n');
        if (log->status != FROE_OK || t == 0) continue;
        /* Few digits change, or many: some must stay a time, a status, a date. */
        uint64_t share = memo_check_random(seed) % 4;
        for (size_t i = start; i < log->len; i++) {
            char *c = &log->ptr[i];
            if (*c >= '0' && *c <= '9' && memo_check_random(seed) % 4 < share)
                *c = (char)('0' + memo_check_random(seed) % 10);
        }
    }
}
