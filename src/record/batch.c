#include "record/batch.h"

#include "record/bundle.h"
#include "record/formats_internal.h"
#include <stdlib.h>

/* A stream seen in this block. */
struct froe_batch_stream {
    struct froe_slice key;
    uint32_t record; /* its latest */
    /* What its trace may be in, as far as that hangs on earlier blocks; 0 when it does not. */
    uint32_t possible;
    bool partial, unfinished; /* the last orphan, or its head */
    uint32_t pending_empty;   /* empty lines behind the last orphan */
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

static uint32_t push_line(struct froe_batch *batch, struct froe_slice text,
                          struct froe_slice message)
{
    if (!make_room((void **)&batch->lines, batch->line_count, &batch->line_capacity,
                   sizeof *batch->lines)) {
        batch->failed = true;
        return FROE_NO_INDEX;
    }
    batch->lines[batch->line_count] = (struct froe_batch_line){text, message, FROE_NO_INDEX};
    return (uint32_t)batch->line_count++;
}

static struct froe_batch_stream *stream_of(struct froe_batch *batch, struct froe_slice key,
                                           bool source_start)
{
    for (size_t i = batch->stream_count; i-- > 0;)
        if (froe_slice_eq(batch->streams[i].key, key)) return &batch->streams[i];
    if (batch->stream_count == STREAMS_MAX) return &batch->streams[STREAMS_MAX - 1];
    if (!make_room((void **)&batch->streams, batch->stream_count, &batch->stream_capacity,
                   sizeof *batch->streams)) {
        batch->failed = true;
        return NULL;
    }
    batch->streams[batch->stream_count] = (struct froe_batch_stream){
        .key = key, .record = FROE_NO_INDEX, .possible = source_start ? 0 : FROE_TRACE_ANY};
    return &batch->streams[batch->stream_count++];
}

/* Of a head of several lines, and nothing without the ones before: there the line is but a text. */
static bool is_inside(const struct froe_head *head)
{
    return head->unfinished == FROE_HEAD_GOES_ON || head->unfinished == FROE_HEAD_SAYS;
}

struct froe_slice froe_batch_text(struct froe_slice line, const struct froe_head *head)
{
    struct froe_slice text = head->message;
    if (is_inside(head)) return head->inner.ptr ? head->inner : line;
    if (!head->format || text.ptr <= line.ptr || text.ptr > line.ptr + line.len) return text;
    const char *start = text.ptr;
    while (start > line.ptr && (start[-1] == ' ' || start[-1] == '\t')) start--;
    if (start < text.ptr) start++; /* the space behind the head */
    return froe_slice(start, text.len + (size_t)(text.ptr - start));
}

static bool is_blank(struct froe_slice text)
{
    return froe_slice_trim(text).len == 0;
}

/* Rails puts a request's tags before each line of it, empty ones too. */
static struct froe_slice behind_tags(struct froe_slice text)
{
    while (text.len && text.ptr[0] == '[') {
        const char *end = memchr(text.ptr, ']', text.len);
        if (!end || (end + 1 < text.ptr + text.len && end[1] != ' ')) return text;
        text = froe_slice_from(text, (size_t)(end + 1 - text.ptr));
        while (text.len && text.ptr[0] == ' ') text = froe_slice_from(text, 1);
    }
    return text;
}

static bool is_text(const struct froe_format *format)
{
    return format && format->spec->kind == FROE_FORMAT_TEXT;
}

/* Everything without a head belongs to the record before it. */
static bool heads_rule(const struct froe_detected *detected)
{
    return detected->heads_have_time && is_text(detected->format);
}

static bool has_head(const struct froe_detected *detected, const struct froe_head *head)
{
    if (!head->format) return false;
    if (head->unfinished) return head->unfinished == FROE_HEAD_BEGINS;
    return !detected->heads_have_time || head->time_ns != FROE_TIME_NONE || head->level;
}

/* The trace as it is behind the record's lines so far: heads alone are not worth a look until
   something follows them. */
static void begin_late(struct froe_trace *trace, const struct froe_head *open)
{
    if (trace->begun) return;
    struct froe_trace_look look = froe_trace_look(open->message);
    froe_trace_begin(trace, &look);
}

/* Rules most lines out by their first byte. */
static bool may_be_frame(struct froe_slice text)
{
    return text.len && strchr(" \t#.[", text.ptr[0]);
}

static bool starts_with_any(struct froe_slice text, const struct froe_slice *starts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text.ptr[0] == starts[i].ptr[0] && froe_slice_starts(text, starts[i])) return true;
    return false;
}

/* "NameError (no x):", "/srv/a.js:12": what the frames or the source text come behind. */
static bool may_come_before_trace(struct froe_slice first, struct froe_slice text)
{
    char last = first.len ? first.ptr[first.len - 1] : '\0';
    if (last == ':') return first.len > 2 && first.ptr[first.len - 2] == ')';
    bool source = last >= '0' && last <= '9' && !memchr(first.ptr, ' ', first.len) &&
                  memchr(first.ptr, ':', first.len);
    return source && text.len;
}

/* Rules most pairs of lines with heads out, for they are many: froe_trace_next decides. */
static bool may_be_trace(struct froe_slice first, struct froe_slice text)
{
    static const struct froe_slice beginnings[] = {
        FROE_SLICE("Traceback (most"), FROE_SLICE("panic: "),   FROE_SLICE("fatal error: "),
        FROE_SLICE("Unhandled exc"),   FROE_SLICE("thread '"),  FROE_SLICE("goroutine "),
        FROE_SLICE("Stack trace:"),    FROE_SLICE("PHP Stack"), FROE_SLICE("==="),
        FROE_SLICE("Program "),        FROE_SLICE("Thread "),
    };
    static const struct froe_slice continuations[] = {
        FROE_SLICE("Caused by:"), FROE_SLICE("goroutine "), FROE_SLICE("Stack trace:"),
        FROE_SLICE("PHP Stack"),  FROE_SLICE("at "),
    };
    if (may_be_frame(text) || may_come_before_trace(first, text)) return true;
    if (first.len && starts_with_any(first, beginnings, sizeof beginnings / sizeof *beginnings))
        return true;
    return text.len &&
           starts_with_any(text, continuations, sizeof continuations / sizeof *continuations);
}

/* A line with a head of its own, in a trace of lines with heads. */
static bool continues_with_head(const struct froe_detected *detected, const struct froe_head *open,
                                struct froe_trace *trace, const struct froe_head *next,
                                struct froe_slice text, bool after_empty)
{
    bool without_time = detected->heads_have_time && next->time_ns == FROE_TIME_NONE;
    bool alike = open->format == next->format && is_text(next->format) &&
                 open->level == next->level && froe_slice_eq(open->service, next->service) &&
                 froe_slice_eq(open->host, next->host) && froe_slice_eq(open->thread, next->thread);
    bool worth = without_time || (alike && (trace->found || froe_trace_is_likely(trace) ||
                                            may_be_trace(open->message, text)));
    if (!worth) return false;
    begin_late(trace, open);
    bool in_trace = trace->found || froe_trace_is_likely(trace);
    if (is_blank(behind_tags(text)))
        return !without_time && in_trace && trace->state != FROE_TRACE_DONE;
    struct froe_trace_look look = froe_trace_look(text);
    struct froe_trace after = *trace;
    enum froe_trace_line line = froe_trace_next(&after, &look, after_empty);
    if (line == FROE_TRACE_OTHER) return false;
    /* Levels are padded; that makes no indentation. */
    bool loose = line == FROE_TRACE_TEXT || (line == FROE_TRACE_INDENTED && !trace->found);
    if (loose) return false;
    if (!without_time && !after.found && !froe_trace_is_likely(&after)) return false;
    *trace = after;
    return true;
}

bool froe_batch_is_calm(const struct froe_detected *detected, const struct froe_head *head,
                        struct froe_slice text)
{
    bool whole = head->format && !head->unfinished && !head->partial && !head->stream.len;
    if (!whole || head->inner.ptr || !has_head(detected, head)) return false;
    if (is_blank(behind_tags(text)) || text.ptr[0] == '#') return false; /* "#0" is a frame */
    const uint32_t ordinary = UINT32_C(1) << FROE_TRACE_NONE;
    struct froe_trace_look look = froe_trace_look(text);
    struct froe_trace trace = {0};
    froe_trace_begin(&trace, &look);
    return trace.state == FROE_TRACE_NONE && !trace.found && !froe_trace_is_likely(&trace) &&
           !froe_trace_next_of(ordinary, &look, false) &&
           !froe_trace_next_of(ordinary, &look, true);
}

bool froe_batch_is_settled(const struct froe_batch *batch)
{
    return batch->stream_count == 1 && !batch->streams[0].key.len && !batch->streams[0].possible;
}

bool froe_batch_ends_calm(const struct froe_batch *batch, const struct froe_detected *detected)
{
    uint32_t last = batch->streams[0].record;
    if (last == FROE_NO_INDEX) return true;
    const struct froe_batch_record *record = &batch->records[last];
    return record->line_count == 1 && !record->orphan && !record->trace.found &&
           froe_batch_is_calm(detected, &record->head, batch->lines[record->first_line].message);
}

void froe_batch_close(struct froe_batch *batch)
{
    struct froe_batch_stream *stream = &batch->streams[0];
    if (stream->record == FROE_NO_INDEX) return;
    batch->skipped += batch->records[stream->record].pending_empty;
    batch->records[stream->record].pending_empty = 0;
    stream->record = FROE_NO_INDEX;
}

bool froe_batch_continues(const struct froe_detected *detected, struct froe_head *open,
                          struct froe_trace *trace, const struct froe_head *next,
                          struct froe_slice text, bool after_empty)
{
    if (open->partial) return true;
    if (open->unfinished && froe_head_complete(open, next)) return true;
    if (has_head(detected, next))
        return continues_with_head(detected, open, trace, next, text, after_empty);
    if (next->format && !is_inside(next) && !open->format) return false;
    struct froe_trace_look look = froe_trace_look(text);
    begin_late(trace, open);
    bool of_head = heads_rule(detected) && is_text(open->format);
    if (!of_head && open->format && !trace->found) {
        bool starts = froe_trace_starts(&look);
        if (starts && !is_text(open->format)) return false;
        bool complains = open->level >= FROE_LEVEL_WARN;
        of_head =
            is_text(open->format) && complains && (starts || froe_trace_names_exception(&look));
    }
    if (froe_trace_next(trace, &look, after_empty) != FROE_TRACE_OTHER) return true;
    if (of_head) froe_trace_begin(trace, &look);
    return of_head;
}

/* Whether the line starts a record whatever the blocks before held; else the states it may be in
   are narrowed down. */
static bool starts_for_sure(const struct froe_batch_context *context,
                            struct froe_batch_stream *stream, const struct froe_head *head,
                            struct froe_slice text)
{
    uint32_t possible = stream->possible;
    struct froe_trace_look look = froe_trace_look(text);
    struct froe_trace begun = {0};
    froe_trace_begin(&begun, &look);
    bool headed = has_head(context->detected, head);
    bool may_follow_head = !headed && (heads_rule(context->detected) || froe_trace_starts(&look) ||
                                       froe_trace_names_exception(&look) || head->format);
    if (!is_blank(behind_tags(text))) /* an empty line with a head may be in any trace */
        stream->possible =
            froe_trace_next_of(possible, &look, false) | froe_trace_next_of(possible, &look, true);
    bool goes_on = stream->partial || (stream->unfinished && head->unfinished != FROE_HEAD_BEGINS);
    if (stream->possible || may_follow_head || goes_on)
        stream->possible |= UINT32_C(1) << begun.state;
    stream->partial = head->partial;
    stream->unfinished = head->unfinished != FROE_HEAD_WHOLE;
    return !stream->possible;
}

static struct froe_batch_record *start_record(struct froe_batch *batch,
                                              struct froe_batch_stream *stream,
                                              const struct froe_head *head, uint32_t line,
                                              uint64_t line_number)
{
    if (!make_room((void **)&batch->records, batch->record_count, &batch->record_capacity,
                   sizeof *batch->records)) {
        batch->failed = true;
        return NULL;
    }
    stream->record = (uint32_t)batch->record_count;
    struct froe_batch_record *record = &batch->records[batch->record_count++];
    *record = (struct froe_batch_record){
        .head = *head,
        .line = line_number,
        .first_line = line,
        .last_line = line,
        .last_message = line,
        .line_count = batch->later_of_line ? 0 : 1,
    };
    return record;
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

void froe_batch_read_again(const struct froe_batch_context *context, struct froe_arena *arena,
                           struct froe_head *head)
{
    struct froe_head whole;
    if (head->format) return;
    froe_head_read(context->formats, context->detected, context->times, head->message, arena,
                   &whole);
    if (!whole.format) return;
    if (whole.time_ns == FROE_TIME_NONE) {
        whole.time_ns = head->time_ns;
        whole.year_assumed = head->year_assumed;
        whole.zone_assumed = head->zone_assumed;
    }
    if (!whole.level) whole.level = head->level;
    if (!whole.service.ptr) whole.service = head->service;
    if (!whole.host.ptr) whole.host = head->host;
    if (!whole.pod.ptr) whole.pod = head->pod;
    if (!whole.thread.ptr) whole.thread = head->thread;
    if (!whole.location.ptr) whole.location = head->location;
    whole.stream = head->stream;
    whole.inner = head->inner;
    whole.partial = head->partial;
    *head = whole;
}

/* The rest of a line that was cut. */
static void join_part(struct froe_batch *batch, const struct froe_batch_context *context,
                      struct froe_batch_record *record, const struct froe_head *part, uint32_t line)
{
    bool of_first = record->last_message == record->first_line;
    struct froe_slice *text = &batch->lines[record->last_message].message;
    struct froe_slice whole = of_first ? record->head.message : *text;
    batch->lines[line].message = froe_slice(NULL, 0);
    record->head.partial = part->partial;
    if (!froe_batch_join_message(&batch->arena, whole, part, &whole)) batch->failed = true;
    *text = whole;
    if (!of_first) return;
    record->head.message = whole;
    if (!record->head.partial) froe_batch_read_again(context, &batch->arena, &record->head);
    *text = record->head.message;
}

static void continue_record(struct froe_batch *batch, const struct froe_batch_context *context,
                            struct froe_batch_record *record, const struct froe_head *head,
                            uint32_t line)
{
    record->line_count += (batch->later_of_line ? 0 : 1) + record->pending_empty;
    record->pending_empty = 0;
    batch->lines[record->last_line].next = line;
    record->last_line = line;
    if (record->head.partial) {
        join_part(batch, context, record, head, line);
        return;
    }
    record->head.partial = head->partial;
    record->last_message = line;
}

/* Of a line that was cut; such a part may be empty. */
static bool is_part(const struct froe_batch *batch, const struct froe_batch_stream *stream,
                    const struct froe_head *head)
{
    if (head->partial || stream->partial) return true;
    return stream->record != FROE_NO_INDEX && batch->records[stream->record].head.partial;
}

static void add_empty(struct froe_batch *batch, struct froe_batch_stream *stream)
{
    if (stream->possible)
        stream->pending_empty++;
    else if (stream->record != FROE_NO_INDEX)
        batch->records[stream->record].pending_empty++;
    else
        batch->skipped++;
}

static void add_orphan(struct froe_batch *batch, struct froe_batch_stream *stream,
                       const struct froe_head *head, uint32_t line, uint64_t line_number)
{
    struct froe_batch_record *record = start_record(batch, stream, head, line, line_number);
    if (!record) return;
    record->orphan = true;
    record->empty_before = stream->pending_empty;
    stream->pending_empty = 0;
}

/* What is before the line in its stream is known. */
static void add_known(struct froe_batch *batch, const struct froe_batch_context *context,
                      struct froe_batch_stream *stream, const struct froe_head *head, uint32_t line,
                      uint64_t line_number)
{
    struct froe_batch_record *open =
        stream->record == FROE_NO_INDEX ? NULL : &batch->records[stream->record];
    if (open && open->orphan) open = NULL;
    if (open && !context->raw_lines &&
        froe_batch_continues(context->detected, &open->head, &open->trace, head,
                             batch->lines[line].message, open->pending_empty > 0)) {
        continue_record(batch, context, open, head, line);
        return;
    }
    if (open) {
        batch->skipped += open->pending_empty;
        open->pending_empty = 0;
    }
    batch->unparsed += !head->format && context->detected->format;
    start_record(batch, stream, head, line, line_number);
}

static void add_text(struct froe_batch *batch, const struct froe_batch_context *context,
                     struct froe_slice line, uint64_t line_number)
{
    struct froe_head head = {.time_ns = FROE_TIME_NONE, .message = line};
    if (!context->raw_lines)
        froe_head_read(context->formats, context->detected, context->times, line, &batch->arena,
                       &head);
    bool known = context->source_start || context->raw_lines;
    struct froe_batch_stream *stream = stream_of(batch, head.stream, known);
    if (!stream) return;
    if (!context->raw_lines && !head.format && is_blank(head.message) &&
        !is_part(batch, stream, &head)) {
        add_empty(batch, stream);
        return;
    }
    struct froe_slice text = froe_batch_text(line, &head);
    uint32_t index = push_line(batch, line, text);
    if (index == FROE_NO_INDEX) return;
    bool orphan = stream->possible && !starts_for_sure(context, stream, &head, text);
    if (orphan) {
        add_orphan(batch, stream, &head, index, line_number);
        return;
    }
    batch->skipped += stream->pending_empty;
    stream->pending_empty = 0;
    add_known(batch, context, stream, &head, index, line_number);
}

/* The line is counted with the first of its records. */
static void add_bundle(struct froe_batch *batch, const struct froe_batch_context *context,
                       struct froe_bundle *bundle, uint64_t line_number)
{
    struct froe_slice text;
    while (froe_bundle_next(bundle, &batch->arena, &text)) {
        add_text(batch, context, text, line_number);
        batch->later_of_line = true;
    }
    batch->later_of_line = false;
}

void froe_batch_add_line(struct froe_batch *batch, const struct froe_batch_context *context,
                         struct froe_slice line, uint64_t line_number)
{
    struct froe_bundle bundle;
    if (!context->raw_lines && !context->formats->told && froe_bundle_open(&bundle, line))
        add_bundle(batch, context, &bundle, line_number);
    else
        add_text(batch, context, line, line_number);
}

void froe_batch_end(struct froe_batch *batch)
{
    for (size_t i = 0; i < batch->stream_count; i++) {
        struct froe_batch_stream *stream = &batch->streams[i];
        batch->skipped += stream->pending_empty;
        stream->pending_empty = 0;
        if (stream->record != FROE_NO_INDEX && !batch->records[stream->record].orphan)
            batch->records[stream->record].open = true;
    }
}
