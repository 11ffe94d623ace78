/* The pipeline's work step: one block, on any thread. */
#include "engine/engine_internal.h"
#include "engine/line_memo.h"
#include "record/bundle.h"

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

/* A line that is a record by itself, unless the next one continues it. */
struct waiting {
    struct froe_slice line; /* absent: none */
    uint64_t number;
    struct froe_shape *shape; /* NULL: the line was read in full */
    struct froe_head head;    /* with a shape only its time; texts in `texts` */
    struct froe_arena texts;
};

/* The walk over a block's lines. Lines that plainly have to do with no trace wait, one at a time,
   until the next such line shows that they are records by themselves; all others go through the
   batch, together with the line before them, which they may continue. */
struct walk {
    struct froe_engine *engine;
    struct froe_worker *worker;
    struct froe_work *work;
    struct froe_line_memo *memo; /* NULL: every line goes through the batch */
    struct froe_batch_context context;
    size_t emitted; /* records of the batch that were looked at */
    struct waiting lines[2], *waiting, *next;
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

/* Counts the line where others of its shape were, if the block had one. */
static bool emit_shape(struct walk *walk, struct froe_emission emission, bool *known)
{
    struct froe_shape *shape = walk->waiting->shape;
    struct froe_worker *worker = walk->worker;
    worker->entry = froe_line_memo_entry(walk->memo, shape);
    *known = worker->entry != UINT32_MAX && froe_table_holds(walk->work->table, worker->entry);
    if (!*known) return true;
    struct froe_head head = {
        .message = froe_slice(emission.raw.ptr + shape->message_at, shape->message_len),
        .time_ns = walk->waiting->head.time_ns,
        .year_assumed = froe_shape_year_assumed(walk->memo, shape),
        .level = (enum froe_level)shape->level,
        .service = shape->service,
    };
    if (!head.service.ptr) head.service = froe_slice_cstr(walk->work->source->service);
    emission.head = &head;
    return froe_emit_known(walk->engine, worker, walk->work, &emission);
}

static void read_head(struct walk *walk, struct froe_slice line, struct waiting *into)
{
    froe_arena_clear(&into->texts);
    into->head = (struct froe_head){.time_ns = FROE_TIME_NONE, .message = line};
    if (!walk->context.raw_lines)
        froe_head_read(walk->context.formats, walk->context.detected, walk->context.times, line,
                       &into->texts, &into->head);
}

/* The line that waits is a record. */
static bool emit_waiting(struct walk *walk)
{
    struct waiting *waiting = walk->waiting;
    struct froe_emission emission = {
        .raw = waiting->line, .line = waiting->number, .line_count = 1};
    if (waiting->shape) {
        bool known;
        if (!emit_shape(walk, emission, &known)) return false;
        if (known) return true;
        read_head(walk, waiting->line, waiting);
    }
    emission.head = &waiting->head;
    emission.body = waiting->head.message;
    if (!froe_emit(walk->engine, walk->worker, walk->work, walk->work->table, &walk->work->counters,
                   &emission))
        return false;
    if (waiting->shape) froe_line_memo_set_entry(walk->memo, waiting->shape, walk->worker->entry);
    return true;
}

/* Whether a calm line begins a record, whatever was before it. */
static bool may_wait(struct walk *walk)
{
    struct froe_batch *batch = &walk->work->batch;
    if (walk->waiting->line.ptr) return true;
    if (!batch->stream_count) return walk->context.source_start || walk->context.raw_lines;
    return froe_batch_is_settled(batch) &&
           (walk->context.raw_lines || froe_batch_ends_calm(batch, walk->context.detected));
}

/* Fills in walk->next. False when the line is to go through the batch. */
static bool is_calm(struct walk *walk, struct froe_slice line, uint64_t number)
{
    struct waiting *next = walk->next;
    struct froe_bundle bundle;
    if (!walk->memo || !froe_line_memo_pays(walk->memo) || !may_wait(walk)) return false;
    next->line = line;
    next->number = number;
    next->shape = froe_line_memo_find(walk->memo, line, &next->head.time_ns);
    if (next->shape) return true;
    bool continued = line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
    if (continued && !walk->context.raw_lines) return false; /* as most that are not calm */
    if (!walk->context.raw_lines && froe_bundle_open(&bundle, line)) return false;
    read_head(walk, line, next);
    struct froe_slice text = froe_batch_text(line, &next->head);
    return walk->context.raw_lines || froe_batch_is_calm(walk->context.detected, &next->head, text);
}

static bool add_line(struct walk *walk, struct froe_slice line, uint64_t number)
{
    struct froe_batch *batch = &walk->work->batch;
    struct waiting *waiting = walk->waiting;
    if (!is_calm(walk, line, number)) {
        if (waiting->line.ptr)
            froe_batch_add_line(batch, &walk->context, waiting->line, waiting->number);
        waiting->line.ptr = NULL;
        froe_batch_add_line(batch, &walk->context, line, number);
        return true;
    }
    bool ok = true;
    if (waiting->line.ptr) {
        ok = emit_waiting(walk);
    } else if (batch->stream_count) {
        froe_batch_close(batch);
        ok = emit_records(walk);
    }
    if (!walk->next->shape) froe_line_memo_learn(walk->memo, line, &walk->next->head);
    waiting->line.ptr = NULL;
    walk->waiting = walk->next;
    walk->next = waiting;
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
    if (walk->waiting->line.ptr)
        froe_batch_add_line(&work->batch, &walk->context, walk->waiting->line,
                            walk->waiting->number);
    if (!walk->context.raw_lines) froe_batch_end(&work->batch); /* nothing continues raw lines */
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
    walk.waiting = &walk.lines[0];
    walk.next = &walk.lines[1];
    if (engine->mining) work->table = froe_table_new(NULL);
    bool ready = walk.worker && (!engine->mining || work->table);
    if (ready && engine->mining && !engine->rows) walk.memo = froe_engine_take_memo(engine);
    if (walk.memo) froe_line_memo_begin(walk.memo, engine, work);
    work->failed = !ready || !walk_lines(&walk);
    froe_engine_return_memo(engine, walk.memo);
    for (size_t i = 0; i < 2; i++) froe_arena_release(&walk.lines[i].texts);
    froe_worker_free(walk.worker);
}
