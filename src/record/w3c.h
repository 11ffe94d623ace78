/* Tables of columns that the source declares itself: W3C extended logs ("#Fields: date time ...",
   IIS and others) and Zeek's ("#fields<TAB>ts<TAB>..."). */
#ifndef FROE_RECORD_W3C_H
#define FROE_RECORD_W3C_H

#include "base/arena.h"
#include "base/slice.h"
#include "record/timestamp.h"

enum { FROE_COLUMNS_MAX = 64 }; /* further ones are not read */

/* By value: it owns nothing. */
struct froe_columns {
    unsigned char count;                   /* 0: none are declared */
    bool tabs;                             /* between the columns, else spaces */
    unsigned char roles[FROE_COLUMNS_MAX]; /* what each column is kept as, private to w3c.c */
    int64_t date_ns; /* the day of times without one, by "#Date:"; FROE_TIME_NONE: unknown */
};

/* What the first header among the lines declares; count 0 when there is none. Lines that later
   headers declare otherwise are read by the first all the same, as far as they fit. */
struct froe_columns froe_columns_find(const struct froe_slice *lines, size_t line_count);

/* Reads a row, or a line of a header, which is a message of its own. `parts` has FROE_PART_COUNT
   entries and is filled with slices into the line or the arena; absent where the row has "-". False
   when the line is no such row: no time where the header says so, or too few columns. */
bool froe_columns_read(const struct froe_columns *columns, struct froe_slice line,
                       const struct froe_time_context *times, struct froe_arena *arena,
                       struct froe_slice *parts, struct froe_timestamp *time, bool *has_time);

#endif
