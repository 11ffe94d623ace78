/* The pipeline's finish step: blocks in order. Records that reach over the border of blocks are put
   together here; so the result does not depend on which thread did what. */
#include "engine/engine_internal.h"

#include <stdlib.h>

void froe_open_record_release(struct froe_open_record *open)
{
    froe_buf_release(&open->raw);
    froe_arena_release(&open->arena);
}

static void fail(struct froe_engine *engine)
{
    if (engine->status == FROE_OK) froe_error_memory(&engine->error);
    engine->status = engine->error.status;
}

static struct froe_open_record *find_open(struct froe_source *source, struct froe_slice stream)
{
    for (size_t i = 0; i < source->open_count; i++)
        if (froe_slice_eq(source->open[i].head.stream, stream)) return &source->open[i];
    return NULL;
}

/* Emits the record and forgets it. */
static void close_open(struct froe_engine *engine, struct froe_work *work,
                       struct froe_open_record *open)
{
    struct froe_source *source = work->source;
    struct froe_emission emission = {
        .head = &open->head,
        .raw = froe_buf_slice(&open->raw),
        .line = open->line,
        .line_count = open->line_count,
    };
    engine->counters.skipped += open->pending_empty;
    if (open->raw.status == FROE_MEMORY ||
        !froe_emit(engine, engine->stitcher, work, engine->table, &engine->counters, &emission))
        fail(engine);
    froe_open_record_release(open);
    *open = source->open[--source->open_count];
}

static void append_lines(struct froe_open_record *open, const struct froe_batch *batch,
                         const struct froe_batch_record *record)
{
    for (uint32_t i = record->first_line; i != FROE_NO_INDEX; i = batch->lines[i].next) {
        if (open->kept_lines++ >= FROE_RECORD_LINES_MAX) return;
        if (open->raw.len) froe_buf_append_char(&open->raw, '\n');
        struct froe_slice text = batch->lines[i].text;
        size_t room =
            open->raw.len < FROE_RECORD_BYTES_MAX ? FROE_RECORD_BYTES_MAX - open->raw.len : 0;
        if (text.len > room) text.len = room;
        froe_buf_append(&open->raw, text);
    }
}

static struct froe_slice keep(struct froe_arena *arena, struct froe_slice text)
{
    return text.ptr ? froe_arena_copy(arena, text) : text;
}

/* A record that stays open over the end of its block gets memory of its own. */
static void make_open(struct froe_engine *engine, struct froe_work *work,
                      const struct froe_batch_record *record)
{
    struct froe_source *source = work->source;
    if (source->open_count == source->open_capacity) {
        size_t capacity = source->open_capacity ? source->open_capacity * 2 : 4;
        struct froe_open_record *moved = realloc(source->open, capacity * sizeof *moved);
        if (!moved) {
            fail(engine);
            return;
        }
        source->open = moved;
        source->open_capacity = capacity;
    }
    struct froe_open_record *open = &source->open[source->open_count++];
    *open = (struct froe_open_record){
        .head = record->head,
        .line = record->line,
        .line_count = record->line_count,
        .pending_empty = record->pending_empty,
        .block = work->block->sequence,
    };
    open->head.message = keep(&open->arena, record->head.message);
    open->head.service = keep(&open->arena, record->head.service);
    open->head.host = keep(&open->arena, record->head.host);
    open->head.pod = keep(&open->arena, record->head.pod);
    open->head.thread = keep(&open->arena, record->head.thread);
    open->head.stream = keep(&open->arena, record->head.stream);
    append_lines(open, &work->batch, record);
    if (!open->head.message.ptr) fail(engine);
}

/* Lines at the start of a block continue the open record of their stream. */
static void continue_open(struct froe_engine *engine, struct froe_work *work,
                          struct froe_open_record *open, const struct froe_batch_record *record)
{
    append_lines(open, &work->batch, record);
    open->line_count += record->line_count + open->pending_empty;
    open->pending_empty = record->pending_empty;
    open->block = work->block->sequence;
    if (!open->head.partial) return;
    open->head.partial = record->head.partial;
    struct froe_slice joined;
    if (!froe_batch_join_message(&open->arena, open->head.message, &record->head, &joined))
        fail(engine);
    else
        open->head.message = joined;
}

static void emit_record(struct froe_engine *engine, struct froe_work *work,
                        const struct froe_batch_record *record)
{
    make_open(engine, work, record);
    if (engine->status == FROE_OK)
        close_open(engine, work, &work->source->open[work->source->open_count - 1]);
}

static void stitch(struct froe_engine *engine, struct froe_work *work)
{
    struct froe_source *source = work->source;
    size_t opened_before = source->open_count;
    for (size_t i = 0; i < work->batch.record_count; i++) {
        const struct froe_batch_record *record = &work->batch.records[i];
        struct froe_open_record *open =
            opened_before ? find_open(source, record->head.stream) : NULL;
        if (record->orphan && open) {
            continue_open(engine, work, open, record);
        } else {
            if (open) {
                close_open(engine, work, open);
                opened_before--;
            }
            if (record->orphan && !record->open) emit_record(engine, work, record);
        }
    }
    for (size_t i = 0; i < work->batch.record_count; i++) {
        const struct froe_batch_record *record = &work->batch.records[i];
        if (record->open && !(record->orphan && find_open(source, record->head.stream)))
            make_open(engine, work, record);
    }
    /* What a whole block did not continue is complete. */
    for (size_t i = source->open_count; i-- > 0;)
        if (work->block->last || source->open[i].block != work->block->sequence)
            close_open(engine, work, &source->open[i]);
}

static void add_counters(struct froe_counters *into, const struct froe_counters *from)
{
    into->bytes += from->bytes;
    into->lines += from->lines;
    into->records += from->records;
    into->skipped += from->skipped;
    into->lines_cut += from->lines_cut;
    into->unparsed += from->unparsed;
    into->records_cut += from->records_cut;
    into->selected += from->selected;
    into->year_assumed |= from->year_assumed;
    if (from->first_ns != FROE_TIME_NONE &&
        (into->first_ns == FROE_TIME_NONE || from->first_ns < into->first_ns))
        into->first_ns = from->first_ns;
    if (from->last_ns != FROE_TIME_NONE &&
        (into->last_ns == FROE_TIME_NONE || from->last_ns > into->last_ns))
        into->last_ns = from->last_ns;
}

static int by_source_and_line(const void *a, const void *b)
{
    const struct froe_row_item *x = a, *y = b;
    if (x->source != y->source) return x->source->id < y->source->id ? -1 : 1;
    return (x->record.line > y->record.line) - (x->record.line < y->record.line);
}

static bool queue_rows(struct froe_engine *engine, struct froe_work *work)
{
    size_t needed = engine->waiting_count + work->row_count;
    if (needed > engine->waiting_capacity) {
        struct froe_row_item *moved = realloc(engine->waiting, needed * sizeof *moved);
        if (!moved) return false;
        engine->waiting = moved;
        engine->waiting_capacity = needed;
    }
    if (work->row_count)
        memcpy(engine->waiting + engine->waiting_count, work->rows,
               work->row_count * sizeof *work->rows);
    engine->waiting_count = needed;
    work->row_count = 0;
    if (needed) qsort(engine->waiting, needed, sizeof *engine->waiting, by_source_and_line);
    return true;
}

/* First line of the oldest record of the source that is still open. */
static uint64_t oldest_open(const struct froe_source *source)
{
    uint64_t oldest = UINT64_MAX;
    for (size_t i = 0; i < source->open_count; i++)
        if (source->open[i].line < oldest) oldest = source->open[i].line;
    return oldest;
}

static void deliver_rows(struct froe_engine *engine, struct froe_work *work)
{
    if (!queue_rows(engine, work)) {
        fail(engine);
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < engine->waiting_count; i++) {
        struct froe_row_item row = engine->waiting[i];
        if (row.record.line > oldest_open(row.source)) {
            engine->waiting[kept++] = row;
            continue;
        }
        if (engine->status == FROE_OK)
            engine->status = engine->mining ? froe_online_deliver(engine, &row.record)
                                            : engine->pass.sink(engine->pass.sink_context,
                                                                &row.record, &engine->error);
        froe_row_item_release(&row);
    }
    engine->waiting_count = kept;
}

void froe_engine_finish(void *context, void *item)
{
    struct froe_engine *engine = context;
    struct froe_work *work = item;
    if (work->failed) fail(engine);
    if (engine->status == FROE_OK) {
        stitch(engine, work);
        add_counters(&engine->counters, &work->counters);
        if (engine->mining && froe_table_merge(engine->table, work->table) != FROE_OK) fail(engine);
        if (engine->mining && engine->rows && !froe_online_induce(engine)) fail(engine);
        if (engine->rows) deliver_rows(engine, work);
    }
    froe_work_free(work);
}
