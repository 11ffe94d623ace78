/* A report or a stream of rows as text: one file an output, one table row each. Nothing here reads
   a clock or the environment; the same report and options give the same bytes. */
#ifndef FROE_REPORT_RENDER_H
#define FROE_REPORT_RENDER_H

#include "base/error.h"
#include "report/report.h"

/* Not called froe_format: that is a log format (record/head.h). */
enum froe_render_format {
    FROE_RENDER_TABLE,
    FROE_RENDER_JSON,
    FROE_RENDER_NDJSON,
    FROE_RENDER_CSV,
    FROE_RENDER_MD,
    FROE_RENDER_COUNT
};

/* "table", "json" ...; never NULL. */
const char *froe_render_format_name(enum froe_render_format format);
/* By name, false when there is none. */
bool froe_render_format_find(struct froe_slice name, enum froe_render_format *format);
/* By the extension of a file name: .json .ndjson .jsonl .csv .md .markdown .txt. */
bool froe_render_format_of_file(const char *path, enum froe_render_format *format);

#define FROE_TOP_AUTO SIZE_MAX

struct froe_render_options {
    unsigned columns; /* of the terminal; 0: no terminal, nothing is cut */
    unsigned rows;    /* of the terminal; 0: no terminal */
    bool color;       /* ANSI colours (table only) */
    bool wide;        /* first and last, whole ids */
    size_t top;       /* clusters at most; 0: all; FROE_TOP_AUTO: a screenful in table and md,
                         all elsewhere */
};

/* Takes rendered bytes, in order, in pieces of some 64 KiB. A status other than FROE_OK ends the
   rendering with that status. */
typedef enum froe_status froe_write_fn(void *context, struct froe_slice bytes,
                                       struct froe_error *error);

/* The clusters of a scan. */
enum froe_status froe_render_scan(enum froe_render_format format, const struct froe_report *report,
                                  const struct froe_render_options *options, froe_write_fn *write,
                                  void *context, struct froe_error *error);
/* One template in full (the report of froe_run_show). Only the table differs from
   froe_render_scan. */
enum froe_status froe_render_show(enum froe_render_format format, const struct froe_report *report,
                                  const struct froe_render_options *options, froe_write_fn *write,
                                  void *context, struct froe_error *error);

#endif
