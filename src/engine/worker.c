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

/* The record's lines joined by '\n'. A record of one line is its line, uncopied. */
static struct froe_slice raw_text(struct froe_worker *worker, const struct froe_batch *batch,
                                  const struct froe_batch_record *record)
{
    const struct froe_batch_line *line = &batch->lines[record->first_line];
    if (line->next == FROE_NO_INDEX) return line->text;
    froe_buf_clear(&worker->raw);
    uint32_t kept = 0;
    for (uint32_t i = record->first_line; i != FROE_NO_INDEX && kept < FROE_RECORD_LINES_MAX;
         i = batch->lines[i].next, kept++) {
        if (kept) froe_buf_append_char(&worker->raw, '\n');
        froe_buf_append(&worker->raw, batch->lines[i].text);
        if (worker->raw.len >= FROE_RECORD_BYTES_MAX) break;
    }
    struct froe_slice raw = froe_buf_slice(&worker->raw);
    if (raw.len > FROE_RECORD_BYTES_MAX) raw.len = FROE_RECORD_BYTES_MAX;
    return raw;
}

static void read_lines(struct froe_engine *engine, struct froe_work *work)
{
    struct froe_batch_context context = {
        .formats = engine->formats,
        .detected = &work->source->detected,
        .times = &work->source->times,
        .source_start = work->block->sequence == 0,
        .raw_lines = engine->raw_lines,
    };
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
    struct froe_worker *worker = froe_worker_new(engine->masks);
    if (engine->mining) work->table = froe_table_new(NULL);
    work->failed = work->batch.failed || !worker || (engine->mining && !work->table);
    for (size_t i = 0; !work->failed && i < work->batch.record_count; i++) {
        const struct froe_batch_record *record = &work->batch.records[i];
        if (record->orphan || record->open) continue; /* stitch.c */
        struct froe_emission emission = {
            .head = &record->head,
            .raw = raw_text(worker, &work->batch, record),
            .line = record->line,
            .line_count = record->line_count,
        };
        work->failed = !froe_emit(engine, worker, work, work->table, &work->counters, &emission);
    }
    froe_worker_free(worker);
}
