/* The pipeline's work step: one block, on any thread. */
#include "engine/engine_internal.h"

#include <stdlib.h>

void froe_work_free(struct froe_work *work)
{
    if (!work) return;
    froe_block_free(work->block);
    froe_batch_release(&work->batch);
    froe_table_free(work->table);
    for (size_t i = 0; i < work->row_count; i++) froe_row_item_release(&work->rows[i]);
    free(work->rows);
    free(work);
}

static void append_line(struct froe_buf *text, struct froe_slice line)
{
    if (text->len) froe_buf_append_char(text, '\n');
    froe_buf_append(text, line);
}

static struct froe_slice capped(const struct froe_buf *text)
{
    struct froe_slice all = froe_buf_slice(text);
    if (all.len > FROE_RECORD_BYTES_MAX) all.len = FROE_RECORD_BYTES_MAX;
    return all;
}

/* The record's lines joined by '\n'. A record of one line is its line, uncopied. */
static void join_lines(struct froe_worker *worker, const struct froe_batch *batch,
                       const struct froe_batch_record *record, struct froe_emission *emission)
{
    const struct froe_batch_line *line = &batch->lines[record->first_line];
    emission->raw = line->text;
    emission->body = record->head.message;
    if (line->next == FROE_NO_INDEX) return;
    froe_buf_clear(&worker->raw);
    froe_buf_clear(&worker->body);
    uint32_t kept = 0;
    for (uint32_t i = record->first_line; i != FROE_NO_INDEX && kept < FROE_RECORD_LINES_MAX;
         i = batch->lines[i].next, kept++) {
        append_line(&worker->raw, batch->lines[i].text);
        if (batch->lines[i].message.ptr) append_line(&worker->body, batch->lines[i].message);
        if (worker->raw.len >= FROE_RECORD_BYTES_MAX) break;
    }
    emission->raw = capped(&worker->raw);
    emission->body = capped(&worker->body);
}

struct froe_batch_context froe_engine_batch_context(const struct froe_engine *engine,
                                                    const struct froe_work *work)
{
    return (struct froe_batch_context){
        .formats = engine->formats,
        .detected = &work->source->detected,
        .times = &work->source->times,
        .source_start = work->block->sequence == 0,
        .raw_lines = engine->raw_lines,
    };
}

static void read_lines(struct froe_engine *engine, struct froe_work *work)
{
    struct froe_batch_context context = froe_engine_batch_context(engine, work);
    struct froe_lines lines;
    struct froe_slice line;
    froe_lines_init(&lines, work->block, engine->options->line_bytes_max);
    uint64_t number = work->block->first_line;
    while (froe_lines_next(&lines, &line))
        froe_batch_add_line(&work->batch, &context, line, number++);
    froe_batch_end(&work->batch);
    work->counters.bytes = work->block->len;
    work->counters.lines = work->block->line_count;
    work->counters.lines_cut = work->block->lines_cut + lines.lines_cut;
    work->counters.skipped = work->batch.skipped;
    work->counters.unparsed = work->batch.unparsed;
}

void froe_engine_work(void *context, void *item)
{
    struct froe_engine *engine = context;
    struct froe_work *work = item;
    work->counters.first_ns = work->counters.last_ns = FROE_TIME_NONE;
    read_lines(engine, work);
    struct froe_worker *worker = froe_worker_new(engine->masks, engine->pins);
    if (engine->mining) work->table = froe_table_new(NULL);
    work->failed = work->batch.failed || !worker || (engine->mining && !work->table);
    for (size_t i = 0; !work->failed && i < work->batch.record_count; i++) {
        const struct froe_batch_record *record = &work->batch.records[i];
        if (record->orphan || record->open) continue; /* stitch.c */
        struct froe_emission emission = {
            .head = &record->head,
            .line = record->line,
            .line_count = record->line_count,
        };
        join_lines(worker, &work->batch, record, &emission);
        work->failed = !froe_emit(engine, worker, work, work->table, &work->counters, &emission);
    }
    froe_worker_free(worker);
}
