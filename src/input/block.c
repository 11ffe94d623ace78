#include "input/block.h"

#include "input/transcode.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    TRANSCODE_BYTES = 4096,
    CUT_LINE_END_BYTES = 2, /* what ends a line that was cut: '\n', at times with '\r' */
};

struct froe_blocker {
    froe_block_sink *sink;
    void *context;
    struct froe_block *block; /* the open one; block->len grows up to block_bytes */
    size_t block_bytes, line_bytes_max;
    uint32_t source;
    uint64_t next_sequence, next_line;
    bool skipping; /* inside the dropped end of a line */
    bool begun;    /* the encoding is known */
    bool finished;
    unsigned char head[FROE_BOM_BYTES_MAX]; /* the first bytes, until the encoding is known */
    size_t head_len;
    struct froe_transcoder transcoder;
    struct froe_error failure; /* the first failure sticks */
};

void froe_block_free(struct froe_block *block)
{
    if (!block) return;
    free(block->data);
    free(block);
}

static struct froe_block *block_new(size_t block_bytes)
{
    struct froe_block *block = calloc(1, sizeof *block);
    if (!block) return NULL;
    block->data = malloc(block_bytes + FROE_BLOCK_PADDING);
    if (block->data) return block;
    free(block);
    return NULL;
}

struct froe_blocker *froe_blocker_new_sized(uint32_t source, size_t block_bytes,
                                            size_t line_bytes_max, froe_block_sink *sink,
                                            void *context)
{
    if (!line_bytes_max) line_bytes_max = 1;
    if (line_bytes_max > SIZE_MAX / 4 || block_bytes > SIZE_MAX / 4) return NULL;
    struct froe_blocker *blocker = calloc(1, sizeof *blocker);
    if (!blocker) return NULL;
    /* With room for the longest uncut line and its end, a line that fills a block is always one to
       cut. */
    size_t least = line_bytes_max + CUT_LINE_END_BYTES;
    *blocker = (struct froe_blocker){
        .sink = sink,
        .context = context,
        .block_bytes = block_bytes > least ? block_bytes : least,
        .line_bytes_max = line_bytes_max,
        .source = source,
        .next_line = 1,
    };
    blocker->block = block_new(blocker->block_bytes);
    if (blocker->block) return blocker;
    free(blocker);
    return NULL;
}

struct froe_blocker *froe_blocker_new(uint32_t source, size_t line_bytes_max, froe_block_sink *sink,
                                      void *context)
{
    return froe_blocker_new_sized(source, FROE_BLOCK_BYTES, line_bytes_max, sink, context);
}

void froe_blocker_free(struct froe_blocker *blocker)
{
    if (!blocker) return;
    froe_block_free(blocker->block);
    free(blocker);
}

/* Column sums in bytes, so that compilers turn the inner loop into vector compares. */
static uint64_t count_newlines(const char *bytes, size_t len)
{
    enum { LANES = 32, ROWS_MAX = 255 };
    uint64_t count = 0;
    while (len >= LANES) {
        unsigned char sums[LANES] = {0};
        size_t rows = len / LANES < ROWS_MAX ? len / LANES : ROWS_MAX;
        for (size_t row = 0; row < rows; row++, bytes += LANES)
            for (size_t i = 0; i < LANES; i++)
                sums[i] = (unsigned char)(sums[i] + (bytes[i] == '\n'));
        for (size_t i = 0; i < LANES; i++) count += sums[i];
        len -= rows * LANES;
    }
    for (size_t i = 0; i < len; i++) count += bytes[i] == '\n';
    return count;
}

static enum froe_status fail(struct froe_blocker *blocker, struct froe_error *error)
{
    if (error) *error = blocker->failure;
    return blocker->failure.status;
}

/* Numbers the open block, hands it to the sink and makes `next` the open one. */
static enum froe_status hand_over(struct froe_blocker *blocker, struct froe_block *next, bool last,
                                  struct froe_error *error)
{
    struct froe_block *block = blocker->block;
    memset(block->data + block->len, 0, FROE_BLOCK_PADDING);
    bool open_end = block->len && block->data[block->len - 1] != '\n';
    assert(last || !open_end);
    block->source = blocker->source;
    block->sequence = blocker->next_sequence++;
    block->first_line = blocker->next_line;
    block->line_count = count_newlines(block->data, block->len) + open_end;
    block->last = last;
    blocker->next_line += block->line_count;
    blocker->block = next;
    struct froe_error sink_error = {0};
    enum froe_status status = blocker->sink(blocker->context, block, &sink_error);
    if (status == FROE_OK) return FROE_OK;
    sink_error.status = status;
    blocker->failure = sink_error;
    return fail(blocker, error);
}

/* Hands over the open block up to its last line end, which there is. */
static enum froe_status hand_over_lines(struct froe_blocker *blocker, const char *line_end,
                                        struct froe_error *error)
{
    struct froe_block *block = blocker->block;
    struct froe_block *next = block_new(blocker->block_bytes);
    if (!next) {
        froe_error_memory(&blocker->failure);
        return fail(blocker, error);
    }
    size_t whole = (size_t)(line_end + 1 - block->data);
    next->len = block->len - whole;
    memcpy(next->data, line_end + 1, next->len);
    block->len = whole;
    return hand_over(blocker, next, false, error);
}

/* Called when the open block is full and more bytes have come. */
static enum froe_status make_room(struct froe_blocker *blocker, struct froe_error *error)
{
    struct froe_block *block = blocker->block;
    const char *line_end = memrchr(block->data, '\n', block->len);
    if (line_end) return hand_over_lines(blocker, line_end, error);
    block->len = blocker->line_bytes_max;
    block->lines_cut++;
    blocker->skipping = true;
    return FROE_OK;
}

enum froe_status froe_blocker_flush(struct froe_blocker *blocker, struct froe_error *error)
{
    if (blocker->failure.status != FROE_OK) return fail(blocker, error);
    struct froe_block *block = blocker->block;
    const char *line_end = block->len ? memrchr(block->data, '\n', block->len) : NULL;
    /* A line being cut counts in this block: it stays until its end is known. */
    if (!line_end || blocker->skipping) return FROE_OK;
    return hand_over_lines(blocker, line_end, error);
}

/* The walk takes one '\r' before the '\n' for a part of the line's end; if the cut line ends in
   one, another keeps it. */
static void end_cut_line(struct froe_blocker *blocker)
{
    struct froe_block *block = blocker->block;
    assert(block->len + CUT_LINE_END_BYTES <= blocker->block_bytes);
    if (block->data[block->len - 1] == '\r') block->data[block->len++] = '\r';
    block->data[block->len++] = '\n';
    blocker->skipping = false;
}

static enum froe_status put_text(struct froe_blocker *blocker, const char *text, size_t len,
                                 struct froe_error *error)
{
    while (len) {
        size_t n;
        if (blocker->skipping) {
            const char *line_end = memchr(text, '\n', len);
            if (!line_end) return FROE_OK;
            end_cut_line(blocker);
            n = (size_t)(line_end + 1 - text);
        } else if (blocker->block->len == blocker->block_bytes) {
            enum froe_status status = make_room(blocker, error);
            if (status != FROE_OK) return status;
            n = 0;
        } else {
            size_t room = blocker->block_bytes - blocker->block->len;
            n = len < room ? len : room;
            memcpy(blocker->block->data + blocker->block->len, text, n);
            blocker->block->len += n;
        }
        text += n;
        len -= n;
    }
    return FROE_OK;
}

static enum froe_status put_bytes(struct froe_blocker *blocker, const unsigned char *bytes,
                                  size_t len, struct froe_error *error)
{
    if (blocker->transcoder.encoding == FROE_ENCODING_BYTES)
        return put_text(blocker, (const char *)bytes, len, error);
    enum froe_status status = FROE_OK;
    while (len && status == FROE_OK) {
        char text[TRANSCODE_BYTES];
        size_t n = froe_transcode(&blocker->transcoder, &bytes, &len, text, sizeof text);
        status = put_text(blocker, text, n, error);
    }
    return status;
}

/* Decides on the encoding by what is in head. */
static enum froe_status begin(struct froe_blocker *blocker, struct froe_error *error)
{
    size_t bom_len;
    froe_transcoder_init(&blocker->transcoder,
                         froe_encoding_detect(blocker->head, blocker->head_len, &bom_len));
    blocker->begun = true;
    return put_bytes(blocker, blocker->head + bom_len, blocker->head_len - bom_len, error);
}

enum froe_status froe_blocker_feed(struct froe_blocker *blocker, const void *bytes, size_t len,
                                   struct froe_error *error)
{
    assert(!blocker->finished);
    if (blocker->failure.status != FROE_OK) return fail(blocker, error);
    const unsigned char *next = bytes;
    while (len && !blocker->begun) {
        blocker->head[blocker->head_len++] = *next++;
        len--;
        if (blocker->head_len < FROE_BOM_BYTES_MAX) continue;
        enum froe_status status = begin(blocker, error);
        if (status != FROE_OK) return status;
    }
    return len ? put_bytes(blocker, next, len, error) : FROE_OK;
}

enum froe_status froe_blocker_finish(struct froe_blocker *blocker, struct froe_error *error)
{
    assert(!blocker->finished);
    blocker->finished = true;
    if (blocker->failure.status != FROE_OK) return fail(blocker, error);
    enum froe_status status = blocker->begun ? FROE_OK : begin(blocker, error);
    if (status == FROE_OK && blocker->transcoder.encoding != FROE_ENCODING_BYTES) {
        char text[FROE_TRANSCODE_ROOM_MIN];
        size_t n = froe_transcode_finish(&blocker->transcoder, text);
        status = put_text(blocker, text, n, error);
    }
    return status == FROE_OK ? hand_over(blocker, NULL, true, error) : status;
}
