/* What a column of values looks like over many lines. Private to learning. */
#ifndef FROE_RECORD_LEARN_COLUMN_H
#define FROE_RECORD_LEARN_COLUMN_H

#include "base/error.h"
#include "base/slice.h"

/* Counts of lines, but where a comment says otherwise. A value's shape is the value with every run
   of digits as one: node-12 and node-7 are of one shape. */
struct froe_column {
    unsigned present; /* lines that have the column; the other counts are of these */
    unsigned empty;
    unsigned levels;      /* level words, and single capitals that are a level */
    unsigned loud_levels; /* of them those in capitals */
    unsigned level_count; /* different levels */
    unsigned nils;        /* "-" */
    unsigned integers;    /* digits only */
    unsigned clocks;      /* times of day */
    unsigned names;    /* identifiers: a digit, a hump or one of ._-/:@$ inside; no blank, no '=' */
    unsigned capitals; /* CAPITALS of two letters or more, that are no HTTP method */
    unsigned loud;     /* without small letters and digits, HTTP methods too */
    unsigned sentences; /* Capitalised words, as sentences begin with */
    unsigned lettered;  /* with a letter */
    unsigned blanks;    /* with a blank inside */
    unsigned codes;     /* every word inside holds a digit or '=', or no letter */
    unsigned numbered;  /* end in a number: worker-3, node7 */
    unsigned tagged;    /* end in brackets, as sshd[12] and cron(root) */
    unsigned values;    /* different values */
    unsigned shapes;    /* different shapes */
    unsigned nexts;     /* different shapes of the word behind the column */
    unsigned pairs;     /* different pairs of a value's shape and the shape behind it */
    unsigned shared;    /* lines whose word behind stands behind other values, too */
};

/* So many different values in so many lines are a small set: of the kind that names are of, where
   sentences are not. */
static inline bool froe_column_is_small(size_t different, size_t lines)
{
    return different * 8 <= lines + 8 ||
           (different * different <= 4 * lines && different * 3 <= lines);
}

/* values[i] is absent (ptr NULL) where a line does not have the column; nexts[i] is the word behind
   it. Fails only when memory is out. */
enum froe_status froe_column_describe(struct froe_column *column, const struct froe_slice *values,
                                      const struct froe_slice *nexts, size_t count,
                                      struct froe_error *error);

#endif
