/* The pipeline's work step: one block, on any thread. */
#include "engine/engine_internal.h"
#include "engine/line_memo.h"

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

/* The walk over a block's lines. Lines of a known shape wait, one at a time, until the next line
   shows that they are records by themselves; all others go through the batch, together with the
   line before them, which they may continue. */
struct walk {
    struct froe_engine *engine;
    struct froe_worker *worker;
    struct froe_work *work;
    struct froe_line_memo *memo; /* NULL: every line is read in full */
    struct froe_batch_context context;
    struct froe_arena heads; /* of one line */
    size_t emitted;          /* records of the batch that were looked at */
    /* The line that waits. */
    struct froe_slice line; /* absent: none */
    uint64_t number;
    struct froe_shape *shape;
    int64_t time_ns;
};

/* All complete records of the batch since the last time. */
static bool emit_records(struct walk *walk)
{
    struct froe_work *work = walk->work;
    bool ok = true;
    for (; ok && walk->emitted < work->batch.record_count; walk->emitted++) {
        const struct froe_batch_record *record = &work->batch.records[walk->emitted];
        if (record->orphan || record->open) continue; /* stitch.c */
        struct froe_emission emission = {
            .head = &record->head,
            .line = record->line,
            .line_count = record->line_count,
        };
        join_lines(walk->worker, &work->batch, record, &emission);
        ok = froe_emit(walk->engine, walk->worker, work, work->table, &work->counters, &emission);
    }
    return ok;
}

/* The line that waits is a record. */
static bool emit_waiting(struct walk *walk)
{
    struct froe_shape *shape = walk->shape;
    struct froe_worker *worker = walk->worker;
    struct froe_slice message = froe_slice(walk->line.ptr + shape->message_at, shape->message_len);
    struct froe_head head = {
        .message = message,
        .time_ns = walk->time_ns,
        .year_assumed = froe_shape_year_assumed(walk->memo, shape),
        .level = (enum froe_level)shape->level,
        .service = shape->service,
    };
    struct froe_emission emission = {
        .head = &head, .raw = walk->line, .body = message, .line = walk->number, .line_count = 1};
    if (!head.service.ptr) head.service = froe_slice_cstr(walk->work->source->service);
    worker->entry = froe_line_memo_entry(walk->memo, shape);
    if (worker->entry != UINT32_MAX && froe_table_holds(walk->work->table, worker->entry))
        return froe_emit_known(walk->engine, worker, walk->work, &emission);
    /* The first of its kind in this block. */
    head = (struct froe_head){.time_ns = FROE_TIME_NONE, .message = walk->line};
    froe_arena_clear(&walk->heads);
    if (!walk->context.raw_lines)
        froe_head_read(walk->context.formats, walk->context.detected, walk->context.times,
                       walk->line, &walk->heads, &head);
    if (!froe_emit(walk->engine, worker, walk->work, walk->work->table, &walk->work->counters,
                   &emission))
        return false;
    froe_line_memo_set_entry(walk->memo, shape, worker->entry);
    return true;
}

static void add_in_full(struct walk *walk, struct froe_slice line, uint64_t number)
{
    struct froe_batch *batch = &walk->work->batch;
    size_t before = batch->record_count;
    froe_batch_add_line(batch, &walk->context, line, number);
    if (!walk->memo || batch->record_count != before + 1) return;
    const struct froe_batch_record *record = &batch->records[before];
    struct froe_slice text = batch->lines[record->first_line].text;
    bool itself = text.ptr == line.ptr && text.len == line.len;
    if (itself && !record->orphan) froe_line_memo_learn(walk->memo, line, &record->head);
}

static void add_waiting(struct walk *walk)
{
    if (walk->line.ptr)
        froe_batch_add_line(&walk->work->batch, &walk->context, walk->line, walk->number);
    walk->line.ptr = NULL;
}

/* Whether a line of a known shape begins a record, whatever was before it. */
static bool may_wait(struct walk *walk)
{
    struct froe_batch *batch = &walk->work->batch;
    if (walk->line.ptr) return true;
    if (!batch->stream_count) return walk->context.source_start || walk->context.raw_lines;
    return froe_batch_is_settled(batch) &&
           (walk->context.raw_lines || froe_batch_ends_calm(batch, walk->context.detected));
}

static bool add_line(struct walk *walk, struct froe_slice line, uint64_t number)
{
    int64_t time_ns;
    struct froe_shape *shape = walk->memo ? froe_line_memo_find(walk->memo, line, &time_ns) : NULL;
    if (!shape || !may_wait(walk)) {
        add_waiting(walk);
        add_in_full(walk, line, number);
        return true;
    }
    bool ok = true;
    if (walk->line.ptr) {
        ok = emit_waiting(walk);
    } else if (walk->work->batch.stream_count) {
        froe_batch_close(&walk->work->batch);
        ok = emit_records(walk);
    }
    walk->line = line;
    walk->number = number;
    walk->shape = shape;
    walk->time_ns = time_ns;
    return ok;
}

static bool walk_lines(struct walk *walk)
{
    struct froe_work *work = walk->work;
    struct froe_lines lines;
    struct froe_slice line;
    bool ok = true;
    froe_lines_init(&lines, work->block, walk->engine->options->line_bytes_max);
    uint64_t number = work->block->first_line;
    while (ok && froe_lines_next(&lines, &line)) ok = add_line(walk, line, number++);
    add_waiting(walk);
    froe_batch_end(&work->batch);
    ok &= !work->batch.failed && emit_records(walk);
    work->counters.bytes = work->block->len;
    work->counters.lines = work->block->line_count;
    work->counters.lines_cut = work->block->lines_cut + lines.lines_cut;
    work->counters.skipped = work->batch.skipped;
    work->counters.unparsed = work->batch.unparsed;
    return ok;
}

void froe_engine_work(void *context, void *item)
{
    struct froe_engine *engine = context;
    struct froe_work *work = item;
    struct walk walk = {.engine = engine, .work = work};
    work->counters.first_ns = work->counters.last_ns = FROE_TIME_NONE;
    walk.worker = froe_worker_new(engine->masks, engine->pins);
    walk.context = froe_engine_batch_context(engine, work);
    if (engine->mining) work->table = froe_table_new(NULL);
    bool ready = walk.worker && (!engine->mining || work->table);
    if (ready && engine->mining && !engine->rows) walk.memo = froe_engine_take_memo(engine);
    if (walk.memo) froe_line_memo_begin(walk.memo, engine, work);
    work->failed = !ready || !walk_lines(&walk);
    froe_engine_return_memo(engine, walk.memo);
    froe_arena_release(&walk.heads);
    froe_worker_free(walk.worker);
}
