/* The pipeline's finish step: blocks in order. Records that reach over the border of blocks are put
   together here; so the result does not depend on which thread did what. */
#include "engine/engine_internal.h"

#include <stdlib.h>

void froe_open_record_release(struct froe_open_record *open)
{
    froe_buf_release(&open->raw);
    froe_buf_release(&open->body);
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
        .body = open->line_count > 1 ? froe_buf_slice(&open->body) : open->head.message,
        .line = open->line,
        .line_count = open->line_count,
    };
    engine->counters.skipped += open->pending_empty;
    if (open->raw.status == FROE_MEMORY || open->body.status == FROE_MEMORY ||
        !froe_emit(engine, engine->stitcher, work, engine->table, &engine->counters, &emission))
        fail(engine);
    froe_open_record_release(open);
    *open = source->open[--source->open_count];
}

static void append_text(struct froe_buf *into, struct froe_slice text)
{
    if (into->len) froe_buf_append_char(into, '\n');
    size_t room = into->len < FROE_RECORD_BYTES_MAX ? FROE_RECORD_BYTES_MAX - into->len : 0;
    if (text.len > room) text.len = room;
    froe_buf_append(into, text);
}

static void append_lines(struct froe_open_record *open, const struct froe_batch *batch,
                         const struct froe_batch_record *record)
{
    for (uint32_t i = record->first_line; i != FROE_NO_INDEX; i = batch->lines[i].next) {
        if (open->kept_lines++ >= FROE_RECORD_LINES_MAX) return;
        append_text(&open->raw, batch->lines[i].text);
        if (batch->lines[i].message.ptr) append_text(&open->body, batch->lines[i].message);
    }
}

static struct froe_slice keep(struct froe_arena *arena, struct froe_slice text)
{
    return text.ptr ? froe_arena_copy(arena, text) : text;
}

static void keep_texts(struct froe_open_record *open, struct froe_head *head)
{
    head->message = keep(&open->arena, head->message);
    head->inner = keep(&open->arena, head->inner);
    head->object = keep(&open->arena, head->object);
    head->service = keep(&open->arena, head->service);
    head->host = keep(&open->arena, head->host);
    head->pod = keep(&open->arena, head->pod);
    head->thread = keep(&open->arena, head->thread);
    head->location = keep(&open->arena, head->location);
    head->stream = keep(&open->arena, head->stream);
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
        .trace = record->trace,
        .line = record->line,
        .line_count = record->line_count,
        .pending_empty = record->pending_empty,
        .block = work->block->sequence,
        .of_first = record->last_message == record->first_line,
    };
    keep_texts(open, &open->head);
    append_lines(open, &work->batch, record);
    if (!open->head.message.ptr) fail(engine);
}

/* The rest of a line that was cut, of which the record holds the first part. */
static void join_part(struct froe_engine *engine, struct froe_work *work,
                      struct froe_open_record *open, const struct froe_head *part)
{
    open->head.partial = part->partial;
    if (!open->of_first) {
        struct froe_slice more = part->inner.ptr ? part->inner : part->message;
        if (open->body.len + more.len <= FROE_RECORD_BYTES_MAX) froe_buf_append(&open->body, more);
        return;
    }
    struct froe_batch_context context = froe_engine_batch_context(engine, work);
    if (!froe_batch_join_message(&open->arena, open->head.message, part, &open->head.message))
        fail(engine);
    if (!open->head.partial) froe_batch_read_again(&context, &open->arena, &open->head);
    froe_buf_clear(&open->body);
    append_text(&open->body, open->head.message);
}

/* A line at the start of a block continues the open record of its stream, if it does. */
static bool continue_open(struct froe_engine *engine, struct froe_work *work,
                          struct froe_open_record *open, struct froe_batch_record *record)
{
    bool part = open->head.partial;
    struct froe_head next = record->head;
    if (open->head.unfinished) keep_texts(open, &next);
    if (!froe_batch_continues(&work->source->detected, &open->head, &open->trace, &next,
                              work->batch.lines[record->first_line].message,
                              open->pending_empty + record->empty_before > 0))
        return false;
    if (part) work->batch.lines[record->first_line].message = froe_slice(NULL, 0);
    append_lines(open, &work->batch, record);
    if (part) {
        join_part(engine, work, open, &record->head);
    } else {
        open->head.partial = record->head.partial;
        open->of_first = false;
    }
    open->line_count += record->line_count + record->empty_before + open->pending_empty;
    open->pending_empty = record->pending_empty;
    open->block = work->block->sequence;
    return true;
}

/* The next record of the block, as far as it may have to do with those before the block. */
static void stitch_record(struct froe_engine *engine, struct froe_work *work,
                          struct froe_batch_record *record)
{
    struct froe_open_record *open = find_open(work->source, record->head.stream);
    if (open && record->orphan && continue_open(engine, work, open, record)) return;
    if (open) close_open(engine, work, open);
    if (!record->orphan) return;
    engine->counters.skipped += record->empty_before;
    engine->counters.unparsed += !record->head.format && work->source->detected.format;
    make_open(engine, work, record);
}

static void stitch(struct froe_engine *engine, struct froe_work *work)
{
    struct froe_source *source = work->source;
    struct froe_batch *batch = &work->batch;
    for (size_t i = 0; i < batch->record_count && engine->status == FROE_OK; i++)
        if (source->open_count || batch->records[i].orphan)
            stitch_record(engine, work, &batch->records[i]);
    for (size_t i = 0; i < batch->record_count; i++)
        if (batch->records[i].open) make_open(engine, work, &batch->records[i]);
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
    into->broken_json += from->broken_json;
    into->records_cut += from->records_cut;
    into->fields_cut += from->fields_cut;
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
    if (x->record.line != y->record.line) return x->record.line < y->record.line ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
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
    for (size_t i = 0; i < work->row_count; i++) work->rows[i].order = engine->rows_queued++;
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

/* What belongs before the source's first time: the records of the first pass know it. */
static int64_t first_time_of(const struct froe_engine *mined, const struct froe_source *source)
{
    for (size_t i = 0; i < mined->source_count; i++) {
        /* The same number, unless a file came or went meanwhile. */
        const struct froe_source *other = mined->sources[(source->id + i) % mined->source_count];
        if (strcmp(other->name, source->name) == 0)
            return other->first_time.line ? other->first_time.time_ns : FROE_TIME_NONE;
    }
    return FROE_TIME_NONE;
}

static void find_order(const struct froe_engine *engine, struct froe_row_item *row)
{
    struct froe_source *source = row->source;
    if (row->record.time_ns != FROE_TIME_NONE) source->order_ns = row->record.time_ns;
    row->record.order_ns = source->order_ns;
    if (source->order_ns == FROE_TIME_NONE)
        row->record.order_ns = first_time_of(engine->pass.by_time, source);
}

static void deliver_row(struct froe_engine *engine, struct froe_row_item *row)
{
    if (engine->status != FROE_OK) return;
    if (engine->pass.by_time) find_order(engine, row);
    if (row->only_time) return;
    engine->status =
        engine->mining ? froe_online_deliver(engine, &row->record)
                       : engine->pass.sink(engine->pass.sink_context, &row->record, &engine->error);
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
        deliver_row(engine, &row);
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
        froe_first_time_add(&work->source->first_time, work->first_time);
        if (engine->mining && froe_table_merge(engine->table, work->table) != FROE_OK) fail(engine);
        if (engine->mining && engine->rows && !froe_online_induce(engine)) fail(engine);
        if (engine->rows) deliver_rows(engine, work);
    }
    froe_work_free(work);
}
