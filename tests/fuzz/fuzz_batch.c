/* Lines joined to records: nothing is lost, the chains of lines are sound, and a block that begins
   in the middle is sure of its records only where they are the same as in the whole. The first byte
   says where the second block begins. */
#include "record/batch.h"
#include "record/bundle.h"

#include <stdlib.h>

enum { LINES_MAX = 256, MESSAGE_ROOM = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

static size_t cut_lines(struct froe_slice rest, struct froe_slice *lines)
{
    size_t count = 0;
    while (rest.len && count < LINES_MAX) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        size_t len = end ? (size_t)(end - rest.ptr) : rest.len;
        lines[count++] = froe_slice(rest.ptr, len);
        rest = froe_slice_from(rest, len + 1);
    }
    return count;
}

static void add(struct froe_batch *batch, struct froe_batch_context *context,
                const struct froe_slice *lines, size_t from, size_t count)
{
    froe_batch_init(batch);
    context->source_start = from == 0;
    for (size_t i = from; i < count; i++) froe_batch_add_line(batch, context, lines[i], i);
    froe_batch_end(batch);
}

static bool hold_bundles(const struct froe_slice *lines, size_t count)
{
    struct froe_bundle bundle;
    for (size_t i = 0; i < count; i++)
        if (froe_bundle_open(&bundle, lines[i])) return true;
    return false;
}

/* Of bundles a record may be of more pieces than lines. */
static void check_lines(const struct froe_batch *batch, size_t count, bool bundles)
{
    uint64_t lines = batch->skipped;
    for (size_t i = 0; i < batch->record_count; i++) {
        const struct froe_batch_record *record = &batch->records[i];
        uint32_t chained = 0;
        uint64_t before = i ? batch->records[i - 1].line : 0;
        bool shares = record->line_count == 0; /* its line with the record before */
        require(i == 0 || record->line > before || (shares && record->line == before));
        require(!(record->orphan && record->open));
        for (uint32_t at = record->first_line; at != FROE_NO_INDEX; at = batch->lines[at].next) {
            require(at < batch->line_count &&
                    (at == record->first_line || at > record->first_line));
            chained++;
        }
        require(chained >= 1 && (bundles || chained <= record->line_count));
        lines += record->line_count + record->empty_before + record->pending_empty;
    }
    require(lines == count);
}

/* A record that a block is sure of begins in the whole, too. */
static void check_starts(const struct froe_batch *whole, const struct froe_batch *part)
{
    size_t at = 0;
    for (size_t i = 0; i < part->record_count; i++) {
        if (part->records[i].orphan) continue;
        while (at < whole->record_count && whole->records[at].line < part->records[i].line) at++;
        require(at < whole->record_count && whole->records[at].line == part->records[i].line);
    }
}

static void check_message(const struct froe_slice text)
{
    struct froe_arena arena = {0};
    struct froe_trace_summary summary;
    const char *end = memchr(text.ptr, '\n', text.len);
    struct froe_slice first = froe_slice(text.ptr, end ? (size_t)(end - text.ptr) : text.len);
    if (froe_trace_summarize(first, text, &arena, &summary)) {
        require(summary.message.ptr && summary.message.len <= first.len + MESSAGE_ROOM);
        require(summary.message.len >= first.len);
        require(first.len == 0 || memcmp(summary.message.ptr, first.ptr, first.len) == 0);
    }
    froe_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct froe_slice lines[LINES_MAX];
    if (size < 2) return 0;
    struct froe_slice text = froe_slice((const char *)data + 1, size - 1);
    size_t count = cut_lines(text, lines);
    struct froe_formats *formats = froe_formats_new(NULL);
    if (!formats) return 0;
    struct froe_detected detected = froe_formats_detect(formats, lines, count);
    const struct froe_time_context times = {.latest_ns = INT64_C(1776694981) * FROE_NS_PER_S};
    struct froe_batch_context context = {
        .formats = formats, .detected = &detected, .times = &times};
    struct froe_batch whole, part;
    size_t from = data[0] % (count + 1);
    add(&whole, &context, lines, 0, count);
    add(&part, &context, lines, from, count);
    if (!whole.failed && !part.failed) {
        bool bundles = hold_bundles(lines, count);
        check_lines(&whole, count, bundles);
        check_lines(&part, count - from, bundles);
        check_starts(&whole, &part);
    }
    check_message(text);
    froe_batch_release(&whole);
    froe_batch_release(&part);
    froe_detected_release(&detected);
    froe_formats_free(formats);
    return 0;
}
