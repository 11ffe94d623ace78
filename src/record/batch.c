#include "record/batch.h"

#include <ctype.h>
#include <stdlib.h>

/* A stream seen in this block: its latest record. */
struct froe_batch_stream {
    struct froe_slice key;
    uint32_t record;
};

enum { STREAMS_MAX = 1024 }; /* past it, new streams share the last one */

void froe_batch_init(struct froe_batch *batch)
{
    *batch = (struct froe_batch){0};
}

void froe_batch_release(struct froe_batch *batch)
{
    free(batch->lines);
    free(batch->records);
    free(batch->streams);
    froe_arena_release(&batch->arena);
    *batch = (struct froe_batch){0};
}

void froe_batch_clear(struct froe_batch *batch)
{
    batch->line_count = batch->record_count = batch->stream_count = 0;
    batch->skipped = batch->unparsed = 0;
    batch->failed = false;
    froe_arena_clear(&batch->arena);
}

static bool make_room(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) return true;
    size_t bigger = *capacity ? *capacity * 2 : 256;
    void *moved = realloc(*items, bigger * size);
    if (!moved) return false;
    *items = moved;
    *capacity = bigger;
    return true;
}

static uint32_t push_line(struct froe_batch *batch, struct froe_slice text)
{
    if (!make_room((void **)&batch->lines, batch->line_count, &batch->line_capacity,
                   sizeof *batch->lines)) {
        batch->failed = true;
        return FROE_NO_INDEX;
    }
    batch->lines[batch->line_count] = (struct froe_batch_line){text, FROE_NO_INDEX};
    return (uint32_t)batch->line_count++;
}

static struct froe_batch_stream *stream_of(struct froe_batch *batch, struct froe_slice key)
{
    for (size_t i = batch->stream_count; i-- > 0;)
        if (froe_slice_eq(batch->streams[i].key, key)) return &batch->streams[i];
    if (batch->stream_count == STREAMS_MAX) return &batch->streams[STREAMS_MAX - 1];
    if (!make_room((void **)&batch->streams, batch->stream_count, &batch->stream_capacity,
                   sizeof *batch->streams)) {
        batch->failed = true;
        return NULL;
    }
    batch->streams[batch->stream_count] = (struct froe_batch_stream){key, FROE_NO_INDEX};
    return &batch->streams[batch->stream_count++];
}

static bool is_blank(struct froe_slice text)
{
    return froe_slice_trim(text).len == 0;
}

/* Lines that no program prints as the first of an event. */
static bool looks_continued(struct froe_slice text)
{
    static const char *const starts[] = {"Caused by:", "Suppressed:", "... ", "at ", "} ", "})"};
    if (text.len == 0) return false;
    if (text.ptr[0] == '\t') return true;
    if (text.len > 2 && text.ptr[0] == ' ' && text.ptr[1] == ' ') return true;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (froe_slice_starts(text, froe_slice_cstr(starts[i]))) return true;
    return text.len == 1 && (text.ptr[0] == '}' || text.ptr[0] == ']' || text.ptr[0] == ')');
}

static bool starts_record(const struct froe_batch_context *context,
                          const struct froe_batch_record *open, const struct froe_head *head)
{
    if (context->raw_lines) return true;
    bool before_heads = context->source_start && (!open || !open->head.format);
    if (context->detected->heads_have_time && !before_heads) {
        if (head->time_ns != FROE_TIME_NONE && head->format) return true;
        return head->format && head->level != FROE_LEVEL_NONE && !looks_continued(head->message);
    }
    if (head->format) return true;
    return !looks_continued(head->message);
}

static void start_record(struct froe_batch *batch, struct froe_batch_stream *stream,
                         const struct froe_head *head, uint32_t line, uint64_t line_number,
                         bool orphan)
{
    if (!make_room((void **)&batch->records, batch->record_count, &batch->record_capacity,
                   sizeof *batch->records)) {
        batch->failed = true;
        return;
    }
    stream->record = (uint32_t)batch->record_count;
    batch->records[batch->record_count++] = (struct froe_batch_record){
        .head = *head,
        .line = line_number,
        .first_line = line,
        .last_line = line,
        .line_count = 1,
        .orphan = orphan,
    };
}

bool froe_batch_join_message(struct froe_arena *arena, struct froe_slice message,
                             const struct froe_head *next, struct froe_slice *joined)
{
    struct froe_slice more = next->inner.ptr ? next->inner : next->message;
    *joined = message;
    if (message.len + more.len > FROE_RECORD_BYTES_MAX) return true;
    char *bytes = froe_arena_bytes(arena, message.len + more.len);
    if (!bytes) return false;
    if (message.len) memcpy(bytes, message.ptr, message.len);
    if (more.len) memcpy(bytes + message.len, more.ptr, more.len);
    *joined = froe_slice(bytes, message.len + more.len);
    return true;
}

static void continue_record(struct froe_batch *batch, struct froe_batch_record *record,
                            const struct froe_head *head, uint32_t line)
{
    record->line_count += 1 + record->pending_empty;
    record->pending_empty = 0;
    batch->lines[record->last_line].next = line;
    record->last_line = line;
    if (!record->head.partial) return;
    record->head.partial = head->partial;
    if (!froe_batch_join_message(&batch->arena, record->head.message, head, &record->head.message))
        batch->failed = true;
}

void froe_batch_add_line(struct froe_batch *batch, const struct froe_batch_context *context,
                         struct froe_slice line, uint64_t line_number)
{
    struct froe_head head = {.time_ns = FROE_TIME_NONE, .message = line};
    if (!context->raw_lines)
        froe_head_read(context->formats, context->detected, context->times, line, &batch->arena,
                       &head);
    struct froe_batch_stream *stream = stream_of(batch, head.stream);
    if (!stream) return;
    struct froe_batch_record *open =
        stream->record == FROE_NO_INDEX ? NULL : &batch->records[stream->record];
    if (!context->raw_lines && !head.format && is_blank(head.message)) {
        if (open)
            open->pending_empty++;
        else
            batch->skipped++;
        return;
    }
    uint32_t index = push_line(batch, line);
    if (index == FROE_NO_INDEX) return;
    if (open && open->head.partial) {
        continue_record(batch, open, &head, index);
    } else if (starts_record(context, open, &head)) {
        if (open) batch->skipped += open->pending_empty;
        if (open) open->pending_empty = 0;
        batch->unparsed += !head.format && context->detected->format;
        start_record(batch, stream, &head, index, line_number, false);
    } else if (open) {
        continue_record(batch, open, &head, index);
    } else {
        start_record(batch, stream, &head, index, line_number, true);
    }
}

void froe_batch_end(struct froe_batch *batch)
{
    for (size_t i = 0; i < batch->stream_count; i++)
        if (batch->streams[i].record != FROE_NO_INDEX)
            batch->records[batch->streams[i].record].open = true;
}
