/* Records out of lines: heads read, continued lines joined, one block at a time.

   A line with a head starts a record. Whether a line without one continues the open record of its
   stream depends on both:
   - in a source of text whose records start with a time, it does;
   - elsewhere (no heads, JSON, logfmt, before the first head) it does when the grammar of traces
   says so (record/trace.h), or its indentation; any other line is a record. A trace each line of
   which has a head of its own, as syslog daemons write them, is one record too: lines of the same
   format, service, host and level join by the same grammar, less their indentation alone. Lines cut
   by a container runtime are put together before that, and lines that hold several records
   (record/bundle.h) are taken apart. Empty lines inside a record belong to it,
   those between records are skipped.

   What a block yields is a function of the block and the source's layout. Lines at the start of a
   stream whose fate depends on what was before ("orphans") are records of one line each, in order,
   and the last record of each stream stays open: the caller stitches them to the neighbouring
   blocks with the same functions. */
#ifndef FROE_RECORD_BATCH_H
#define FROE_RECORD_BATCH_H

#include "record/head.h"
#include "record/trace.h"

enum {
    FROE_RECORD_LINES_MAX = 4096, /* of which the text is kept; further lines are counted only */
    FROE_RECORD_BYTES_MAX = 256 * 1024, /* likewise */
};

#define FROE_NO_INDEX UINT32_MAX

struct froe_batch_line {
    struct froe_slice text;
    struct froe_slice
        message;   /* what it says (froe_batch_text); absent: joined to the line before */
    uint32_t next; /* the record's next line, or FROE_NO_INDEX */
};

struct froe_batch_record {
    struct froe_head head; /* of its first line; partial: of its last */
    struct froe_trace trace;
    uint64_t line;                  /* number of its first line in the source */
    uint32_t first_line, last_line; /* indices of lines */
    uint32_t last_message;          /* the last line with a message */
    uint32_t line_count;            /* with the empty lines inside; 0: shares the line before */
    uint32_t empty_before;          /* of an orphan: empty lines between it and what is before */
    uint32_t pending_empty;         /* empty lines behind it so far */
    bool orphan;                    /* may continue the record before it in its stream */
    bool open;                      /* the last of its stream in this block, and no orphan */
};

struct froe_batch {
    struct froe_batch_line *lines;
    size_t line_count, line_capacity;
    struct froe_batch_record *records; /* in the order of their first lines, orphans among them */
    size_t record_count, record_capacity;
    uint64_t skipped;  /* empty lines that belong to no record */
    uint64_t unparsed; /* records without a known layout although the source has one; no orphans */
    struct froe_arena arena;
    struct froe_batch_stream *streams;
    size_t stream_count, stream_capacity;
    bool later_of_line; /* while a line of several records is read: the line is counted already */
    bool failed;        /* memory was out: something is missing */
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

/* The line begins a record and plainly has to do with no trace: it continues no record before it
   that is as calm, and none that is as calm continues it. It may neither be of a stream of its own
   nor in an envelope. `text` as froe_batch_text gives it. */
bool froe_batch_is_calm(const struct froe_detected *detected, const struct froe_head *head,
                        struct froe_slice text);
/* Nothing hangs on earlier blocks any more: what comes next continues the batch's last record or
   begins one. */
bool froe_batch_is_settled(const struct froe_batch *batch);
/* The last record of a settled batch is one calm line. */
bool froe_batch_ends_calm(const struct froe_batch *batch, const struct froe_detected *detected);
/* What comes next continues none of the records of the settled batch. */
void froe_batch_close(struct froe_batch *batch);

/* What the line says behind its head, with the indentation it was printed with (the messages of
   heads have none). */
struct froe_slice froe_batch_text(struct froe_slice line, const struct froe_head *head);

/* Whether the next line of the stream continues the open record; its trace, and a head that is not
   whole, then take it in. `text` is what the line says. Texts of `next` must live as long as the
   open head. */
bool froe_batch_continues(const struct froe_detected *detected, struct froe_head *open,
                          struct froe_trace *trace, const struct froe_head *next,
                          struct froe_slice text, bool after_empty);

/* The text of a partial line and of the part behind it as one, in the arena; the first alone past
   FROE_RECORD_BYTES_MAX. False when memory is out. */
bool froe_batch_join_message(struct froe_arena *arena, struct froe_slice message,
                             const struct froe_head *next, struct froe_slice *joined);
/* What was cut in two may have had a head that no half shows: reads the message again, now that it
   is whole. */
void froe_batch_read_again(const struct froe_batch_context *context, struct froe_arena *arena,
                           struct froe_head *head);

#endif
