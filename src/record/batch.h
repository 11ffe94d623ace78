/* Records out of lines: heads read, continued lines joined, one block at a time.

   A line starts a record when it has a head; in a source whose records start with a time, only a
   head with a time (or a level) counts. Other lines continue the open record of their stream. In a
   source without heads (and before the first head of a source) every line is a record, but for
   lines that plainly continue one (indented, "Caused by:" ...). Empty lines inside a record belong
   to it, those between records are skipped.

   What a block yields is a function of the block and the source's layout. The lines before the
   first start in a stream ("orphans") and the last record of each stream stay open: the caller
   stitches them to the neighbouring blocks. */
#ifndef FROE_RECORD_BATCH_H
#define FROE_RECORD_BATCH_H

#include "record/head.h"

enum {
    FROE_RECORD_LINES_MAX = 4096, /* of which the text is kept; further lines are counted only */
    FROE_RECORD_BYTES_MAX = 256 * 1024, /* likewise */
};

#define FROE_NO_INDEX UINT32_MAX

struct froe_batch_line {
    struct froe_slice text;
    uint32_t next; /* the record's next line, or FROE_NO_INDEX */
};

struct froe_batch_record {
    struct froe_head head;          /* of its first line; the message of partial lines is joined */
    uint64_t line;                  /* number of its first line in the source */
    uint32_t first_line, last_line; /* indices of lines */
    uint32_t line_count;            /* with the empty lines inside */
    uint32_t pending_empty;         /* empty lines behind it so far */
    bool orphan; /* continues a record of an earlier block, if its stream has an open one */
    bool open;   /* the last of its stream in this block */
};

struct froe_batch {
    struct froe_batch_line *lines;
    size_t line_count, line_capacity;
    struct froe_batch_record *records; /* in the order of their first lines, orphans among them */
    size_t record_count, record_capacity;
    uint64_t skipped;  /* empty lines that belong to no record */
    uint64_t unparsed; /* records without a known layout although the source has one */
    struct froe_arena arena;
    struct froe_batch_stream *streams;
    size_t stream_count, stream_capacity;
    bool failed; /* memory was out: something is missing */
};

void froe_batch_init(struct froe_batch *batch);
void froe_batch_release(struct froe_batch *batch);
void froe_batch_clear(struct froe_batch *batch);

struct froe_batch_context {
    const struct froe_formats *formats;
    const struct froe_detected *detected;
    const struct froe_time_context *times;
    bool source_start; /* the block is the source's first: nothing before it can be continued */
    bool raw_lines; /* --layout none: each line is a record and its own message, empty ones too */
};

/* The lines of the block, one after the other; the text must outlive the batch. */
void froe_batch_add_line(struct froe_batch *batch, const struct froe_batch_context *context,
                         struct froe_slice line, uint64_t line_number);
/* After the last line: marks the open records. */
void froe_batch_end(struct froe_batch *batch);

/* The message of a partial record and of the line that continues it as one, in the arena; the first
   alone past FROE_RECORD_BYTES_MAX. False when memory is out. */
bool froe_batch_join_message(struct froe_arena *arena, struct froe_slice message,
                             const struct froe_head *next, struct froe_slice *joined);

#endif
