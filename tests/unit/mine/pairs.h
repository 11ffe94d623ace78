/* Reads the cases of tests/mine/pairs; its README.md explains the form. */
#ifndef FROE_TESTS_PAIRS_H
#define FROE_TESTS_PAIRS_H

#include "base/buf.h"
#include "base/slice.h"

enum { PAIRS_LINES_MAX = 16 };

struct pairs_line {
    struct froe_slice text; /* with its lists in braces */
    unsigned times;         /* as written before it, else 1 */
};

struct pairs_case {
    struct pairs_line lines[PAIRS_LINES_MAX];
    size_t line_count;
    size_t number;                      /* of the case, from 1 */
    size_t text_line, text_line_of_end; /* where it begins in the text, and the line behind it */
    struct froe_slice heading;
};

/* The whole file with a NUL at its end, for free(). A failure fails the test. */
char *pairs_read(const char *path);
/* Takes the next case off the text; false at the end. The case is zeroed before the first call, and
   borrows from the text. More lines than PAIRS_LINES_MAX fail the test. */
bool pairs_next(const char **text, struct pairs_case *next);

/* How many messages a line stands for, and the one with this index. */
size_t pairs_message_count(const struct pairs_line *line);
void pairs_write_message(struct froe_buf *out, const struct pairs_line *line, size_t index);

#endif
