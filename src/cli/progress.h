/* What is said on standard error while a run goes on, and after it. */
#ifndef FROE_CLI_PROGRESS_H
#define FROE_CLI_PROGRESS_H

#include "base/buf.h"
#include "base/clock.h"
#include "engine/run.h"

struct froe_progress_line {
    struct froe_clock clock; /* monotonic */
    bool enabled;            /* standard error is a terminal, and nobody asked for quiet */
    unsigned columns;
    int64_t started_ns, drawn_ns;
    bool drawn; /* a line stands there and must be wiped before anything else is printed */
};

void froe_progress_init(struct froe_progress_line *line, struct froe_clock clock, bool enabled,
                        unsigned columns);
/* Draws at most ten times a second, and not in the first second. */
void froe_progress_update(struct froe_progress_line *line, const struct froe_progress *progress);
void froe_progress_wipe(struct froe_progress_line *line);

/* "42 %  1.2 GB of 2.9 GB  3,120,000 lines/s  0:12 left" for a run of `elapsed_s` so far. */
void froe_progress_text(struct froe_buf *out, const struct froe_progress *progress,
                        double elapsed_s);
/* "1,204,331 lines in 0.84 s, 1,433,727 lines/s" */
void froe_progress_total(struct froe_buf *out, uint64_t lines, double elapsed_s);

#endif
