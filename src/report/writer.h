/* What the renderers write into: a buffer that spills into the caller's write function. */
#ifndef FROE_REPORT_WRITER_H
#define FROE_REPORT_WRITER_H

#include "base/buf.h"
#include "report/render.h"

struct froe_writer {
    struct froe_buf out; /* appended to by the renderer */
    froe_write_fn *write;
    void *context;
};

void froe_writer_init(struct froe_writer *writer, froe_write_fn *write, void *context);
void froe_writer_release(struct froe_writer *writer);
/* Hands over what is there once it is enough to be worth a system call. */
enum froe_status froe_writer_spill(struct froe_writer *writer, struct froe_error *error);
/* Hands over the rest. */
enum froe_status froe_writer_finish(struct froe_writer *writer, struct froe_error *error);

/* What every output implements. The caller finishes the writer. */
typedef enum froe_status froe_render_fn(struct froe_writer *writer,
                                        const struct froe_report *report,
                                        const struct froe_render_options *options,
                                        struct froe_error *error);

froe_render_fn froe_render_table, froe_render_table_show, froe_render_json, froe_render_ndjson,
    froe_render_csv, froe_render_md;

/* How many of the clusters are printed; `screenful` is what FROE_TOP_AUTO means, 0 for all. */
size_t froe_render_top(const struct froe_report *report, const struct froe_render_options *options,
                       size_t screenful);

/* One field of a CSV line, quoted as RFC 4180 has it when need be. Lines end in '\n'. */
void froe_csv_field(struct froe_buf *out, struct froe_slice text);

#endif
