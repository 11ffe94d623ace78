/* The walk of learn.h: what many lines have in common, from left to right. Private to learning. */
#ifndef FROE_RECORD_LEARN_WALK_H
#define FROE_RECORD_LEARN_WALK_H

#include "record/learn_column.h"
#include "record/timestamp.h"

enum froe_walk_kind {
    FROE_WALK_BLANK,
    FROE_WALK_MAYBE_BLANK,
    FROE_WALK_LITERAL,
    FROE_WALK_TIME,
    FROE_WALK_EPOCH,
    FROE_WALK_LEVEL,
    FROE_WALK_WORD,          /* up to a blank, or a number up to whatever is behind it */
    FROE_WALK_FIELD,         /* up to a separator */
    FROE_WALK_MAYBE_BRACKET, /* "[...]" and blanks, that many lines have and many have not */
};

struct froe_walk_element {
    enum froe_walk_kind kind;
    char byte;         /* of a literal */
    bool telling;      /* the head reaches at least to its end */
    bool separated;    /* a column that punctuation ends */
    bool bracketed;    /* a column that brackets hold */
    unsigned fullness; /* of a timestamp: the fullest is the time; 0 is no time of day at all */
    struct froe_column column; /* of columns */
};

enum { FROE_WALK_ELEMENTS_MAX = 64 };

struct froe_walk {
    const struct froe_slice *lines; /* borrowed */
    size_t count;
    const struct froe_time_context *times;
    size_t alive; /* lines that have had all elements so far */
    /* By line, owned: */
    size_t *at;                /* bytes walked over; SIZE_MAX for lines that dropped out */
    size_t *ends;              /* where what is being looked at ends; SIZE_MAX: not there */
    struct froe_slice *values; /* it, and the word behind it */
    struct froe_slice *nexts;
    char closer;       /* closes the bracket that the cursors are in; 0 outside */
    unsigned brackets; /* closed so far */
    unsigned columns;
    unsigned plain; /* plain words since the last telling column */
    bool has_time, has_level;
    bool introduced; /* past a name and the colon or dash behind it */
    bool failed;     /* memory was out */
    struct froe_walk_element elements[FROE_WALK_ELEMENTS_MAX];
    size_t element_count;
};

/* The lines and times must outlive the walk. */
enum froe_status froe_walk_init(struct froe_walk *walk, const struct froe_slice *lines,
                                size_t count, const struct froe_time_context *times,
                                struct froe_error *error);
void froe_walk_release(struct froe_walk *walk);
/* Walks as far as the lines agree. */
enum froe_status froe_walk_run(struct froe_walk *walk, struct froe_error *error);

/* At least 95 of 100. */
static inline bool froe_walk_most(size_t part, size_t all)
{
    return all && part * 100 >= all * 95;
}

#endif
