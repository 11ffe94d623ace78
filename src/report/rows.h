/* What is written while it is read: the rows of `froe parse` and the raw records of
   `froe show --lines`; sorted by time, it is written when all is read. Bounded memory, whatever the
   number of rows. */
#ifndef FROE_REPORT_ROWS_H
#define FROE_REPORT_ROWS_H

#include "base/json_writer.h"
#include "base/sorter.h"
#include "report/writer.h"

struct froe_row_writer {
    struct froe_writer writer;
    struct froe_render_options options; /* top does not apply */
    enum froe_render_format format;
    uint64_t count; /* written so far */
    bool eager; /* set by the caller: every row is handed over at once, for a reader who waits */
    bool raw;   /* rows are raw records */
    struct froe_sorter *sorter; /* NULL: rows are written in the order they come */
    struct froe_buf row;        /* one that is to be sorted */
};

/* There are no rows in Markdown: FROE_RENDER_MD is the caller's usage error. */
void froe_row_writer_init(struct froe_row_writer *rows, enum froe_render_format format,
                          const struct froe_render_options *options, froe_write_fn *write,
                          void *context);
void froe_row_writer_release(struct froe_row_writer *rows);
/* Before the first row: rows will be written in the order of their order_ns, those without one
   first, equal ones as they come. What is too much for memory waits in a temporary file
   (base/sorter.h). False when memory is out. */
bool froe_row_writer_sort(struct froe_row_writer *rows);

/* One record of parse. */
enum froe_status froe_row_write(struct froe_row_writer *rows, const struct froe_row *row,
                                struct froe_error *error);
/* One raw record: in a table "file:line: text" (the text as it is when there is no terminal), in
   CSV File,Line,Text, in JSON {"file","line","text"}. */
enum froe_status froe_row_write_raw(struct froe_row_writer *rows, struct froe_slice file,
                                    uint64_t line, int64_t order_ns, struct froe_slice text,
                                    struct froe_error *error);
/* What closes the output, and everything still held. Without a row, the head of a CSV of parse. */
enum froe_status froe_row_writer_finish(struct froe_row_writer *rows, struct froe_error *error);

#endif
