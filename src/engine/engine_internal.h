/* Private to src/engine: the parts of the engine.

   engine.c  sources, feeding, the pipeline
   worker.c  one block: lines, records, signatures (any thread)
   stitch.c  neighbouring blocks: open records, in order (one thread at a time)
   emit.c    what becomes of a complete record: counted, or handed to the sink
   snapshot.c  the report */
#ifndef FROE_ENGINE_INTERNAL_H
#define FROE_ENGINE_INTERNAL_H

#include "base/pipeline.h"
#include "engine/engine.h"
#include "engine/filter.h"
#include "input/block.h"
#include "mine/pins.h"
#include "record/batch.h"
#include "record/members.h"
#include <stdatomic.h>

struct froe_counters {
    uint64_t bytes, lines, records, skipped, lines_cut, unparsed, broken_json, records_cut,
        fields_cut, selected;
    int64_t first_ns, last_ns; /* of selected records */
    bool year_assumed;
};

/* A record that may go on in the next block; owns its text. */
struct froe_open_record {
    struct froe_buf raw;     /* its lines so far, joined by '\n' */
    struct froe_buf body;    /* the same without heads and envelopes */
    struct froe_arena arena; /* holds what head points to */
    struct froe_head head;
    struct froe_trace trace;
    uint64_t line, line_count;
    uint32_t kept_lines, pending_empty;
    uint64_t block; /* sequence of the block that touched it last */
    bool of_first;  /* all its lines are parts of its first */
};

/* The first record that has a time. */
struct froe_first_time {
    uint64_t line; /* 0: none */
    int64_t time_ns;
};

struct froe_source {
    uint32_t id;
    char *name;
    char *service; /* of records that name none: the file's stem; NULL for standard input */
    struct froe_time_context times;
    struct froe_detected detected;
    bool detected_known, ended;
    struct froe_blocker *blocker;
    struct froe_open_record *open;
    size_t open_count, open_capacity;
    struct froe_first_time first_time;
    int64_t order_ns; /* of the last row; FROE_TIME_NONE before the first time */
};

/* What a thread needs to look at records. */
struct froe_worker {
    struct froe_lexer *lexer;
    const struct froe_pins *pins;
    struct froe_pin_matcher *pin_matcher; /* NULL without pins */
    struct froe_token tokens[FROE_TOKENS_MAX];
    struct froe_buf raw, body, skeleton, scratch;
    struct froe_arena arena; /* of one record */
    uint32_t entry;          /* that the last record was counted in */
    struct froe_slice parameters[FROE_TOKENS_MAX];
};

/* A record ready for the sink, kept until its turn. */
struct froe_row_item {
    struct froe_engine_record record;
    char *bytes; /* owned: everything the record points to but the file's name */
    struct froe_source *source;
    bool only_time; /* not selected; tells the records behind it the time */
    uint64_t order; /* of records that share a line */
};

/* One block on its way. */
struct froe_work {
    struct froe_engine *engine;
    struct froe_source *source;
    struct froe_block *block;
    struct froe_batch batch;
    struct froe_table *table;   /* mining */
    struct froe_row_item *rows; /* second pass */
    size_t row_count, row_capacity;
    struct froe_counters counters;
    struct froe_first_time first_time;
    bool failed;
};

struct froe_engine {
    const struct froe_options *options;
    struct froe_formats *formats;
    struct froe_masks *masks;
    const struct froe_pins *pins; /* NULL: none */
    struct froe_pins *own_pins;   /* those, unless the first pass has them */
    struct froe_filter *filter;
    bool raw_lines; /* --layout none */
    struct froe_engine_pass pass;
    bool mining;                             /* records are counted */
    bool rows;                               /* records go to the sink; with mining: online */
    struct froe_templates *online_templates; /* as of the last induction */
    size_t online_signatures;                /* the table had then */
    struct froe_source **sources;
    size_t source_count, source_capacity;
    struct froe_pipeline *pipeline;
    struct froe_memo_pool *memos; /* memos no thread uses now; NULL: lines are read in full */
    struct froe_table *table;
    struct froe_counters counters;
    /* Rows that wait for an older record still open, oldest first. */
    struct froe_row_item *waiting;
    size_t waiting_count, waiting_capacity;
    uint64_t rows_queued;
    uint64_t lines_fed;
    struct froe_error error;          /* written once, before status */
    _Atomic(enum froe_status) status; /* the first failure of a step behind the pipeline */
    struct froe_worker *stitcher;
};

struct froe_worker *froe_worker_new(const struct froe_masks *masks, const struct froe_pins *pins);
void froe_worker_free(struct froe_worker *worker);
/* The message's tokens as they are counted, into the worker's: what a pin's holes hold is one
   variable each. Returns their number. */
size_t froe_worker_lex(struct froe_worker *worker, struct froe_slice message);

/* names.c: the service a path speaks of ("logs/payment.log.2" is of payment), NULL for "-"; owned
   by the caller. */
char *froe_service_from_path(const char *path);

/* worker.c: the pipeline's work step. */
void froe_engine_work(void *engine, void *work);
void froe_work_free(struct froe_work *work);

/* worker.c: how the source's lines are to be read. */
struct froe_batch_context froe_engine_batch_context(const struct froe_engine *engine,
                                                    const struct froe_work *work);

/* memo_pool.c: memos outlive blocks, and belong to one block at a time. */
struct froe_memo_pool *froe_memo_pool_new(void);
void froe_memo_pool_free(struct froe_memo_pool *pool);
/* NULL when there are none, or memory is out: nothing but speed hangs on it. */
struct froe_line_memo *froe_engine_take_memo(struct froe_engine *engine);
void froe_engine_return_memo(struct froe_engine *engine, struct froe_line_memo *memo);

/* stitch.c: the pipeline's finish step; owns the work. */
void froe_engine_finish(void *engine, void *work);
void froe_open_record_release(struct froe_open_record *open);

/* emit.c */
struct froe_emission {
    const struct froe_head *head;
    struct froe_slice raw; /* all its lines, up to the caps */
    struct froe_slice
        body; /* the same without heads and envelopes; the message when it has one line */
    uint64_t line, line_count;
};
/* Looks at a complete record: counts it in `table`, or makes it a row of `work`. Everything is
   copied that must last. False when memory is out. */
bool froe_emit(const struct froe_engine *engine, struct froe_worker *worker, struct froe_work *work,
               struct froe_table *table, struct froe_counters *counters,
               const struct froe_emission *emission);
/* Counts a record of one line that is like earlier ones of the block: worker->entry is where. Of
   the head only message, level, service, time and year_assumed are looked at. */
bool froe_emit_known(const struct froe_engine *engine, struct froe_worker *worker,
                     struct froe_work *work, const struct froe_emission *emission);
void froe_row_item_release(struct froe_row_item *row);
/* The earlier of both by line, into the first. */
void froe_first_time_add(struct froe_first_time *first, struct froe_first_time other);
/* Finds the record's template and parameters, which live until the worker's next record. False when
   the templates do not know its signature. */
bool froe_resolve(struct froe_worker *worker, const struct froe_table *table,
                  const struct froe_templates *templates, struct froe_engine_record *record);

/* online.c: the templates of records as they come. */
bool froe_online_induce(struct froe_engine *engine);
enum froe_status froe_online_deliver(struct froe_engine *engine, struct froe_engine_record *record);

#endif
