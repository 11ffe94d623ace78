/* Private to src/engine: what lines of one shape are, so that most lines need neither be read nor
   lexed.

   A shape is a line with its digits erased. Two lines of one shape have the same format, level,
   service, location, message (at the same place) and signature, unless something hangs on the value
   of a digit. Whether it does is tried out when a shape is learned: the line is read again with
   other digits. Runs of digits that matter (a status, a number in the service's name) are pinned:
   they must be the same. The time is read from each line.

   Only lines that begin a record and plainly have to do with no trace are learned
   (froe_batch_is_calm), from their second sighting on. A memo is lossy, belongs to one thread at a
   time, and never changes an answer: what it does not know is read in full. */
#ifndef FROE_ENGINE_LINE_MEMO_H
#define FROE_ENGINE_LINE_MEMO_H

#include "engine/engine_internal.h"
#include "engine/linear_time.h"

enum { FROE_SHAPE_PINS = 8, FROE_SHAPE_HEX = 12 };

struct froe_shape {
    uint64_t hash;        /* of the erased line; 0: the place is free */
    uint64_t entry_key;   /* of what its records are counted under, in any table */
    uint64_t entry_block; /* stamp of the block whose table `entry` is valid in */
    uint32_t entry;
    uint32_t source; /* stamp of the source */
    uint16_t line_len, time_at, message_at, message_len;
    uint16_t clock; /* index; FROE_NO_CLOCK: its records have no time */
    uint8_t level, pin_count;
    bool unlearnable; /* something hangs on its digits, or on its neighbours: read in full */
    struct {
        uint16_t at, len;
        uint32_t hash;
    } pins[FROE_SHAPE_PINS];
    uint16_t hex_at[FROE_SHAPE_HEX]; /* the nought of each "0x" */
    uint8_t hex_count;
    struct froe_slice service; /* in the memo's arena; absent as in heads */
    uint64_t location;         /* hash, 0: none */
};
enum { FROE_NO_CLOCK = UINT16_MAX };

struct froe_line_memo;

struct froe_line_memo *froe_line_memo_new(const struct froe_masks *masks);
void froe_line_memo_free(struct froe_line_memo *memo);

/* From now on lines are of this work's block. */
void froe_line_memo_begin(struct froe_line_memo *memo, const struct froe_engine *engine,
                          const struct froe_work *work);
/* Whether enough lines are found. If not, reading them in full is cheaper. */
bool froe_line_memo_pays(const struct froe_line_memo *memo);
/* The shape of the line, and its time; NULL when it is not known. Valid until the next learn or
   begin. */
struct froe_shape *froe_line_memo_find(struct froe_line_memo *memo, struct froe_slice line,
                                       int64_t *time_ns);
bool froe_shape_year_assumed(const struct froe_line_memo *memo, const struct froe_shape *shape);
/* The line, the last that was looked for, was read in full: it is calm, and `head` is what came
   out. May learn its shape. */
void froe_line_memo_learn(struct froe_line_memo *memo, struct froe_slice line,
                          const struct froe_head *head);
/* The entry that records of this key have in the block's table: UINT32_MAX when none is known. */
uint32_t froe_line_memo_entry(struct froe_line_memo *memo, struct froe_shape *shape);
void froe_line_memo_set_entry(struct froe_line_memo *memo, struct froe_shape *shape,
                              uint32_t entry);

#endif
