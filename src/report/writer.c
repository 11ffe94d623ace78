#include "report/writer.h"

enum { SPILL_BYTES = 64 * 1024 };

void froe_writer_init(struct froe_writer *writer, froe_write_fn *write, void *context)
{
    *writer = (struct froe_writer){.write = write, .context = context};
}

void froe_writer_release(struct froe_writer *writer)
{
    froe_buf_release(&writer->out);
}

enum froe_status froe_writer_spill(struct froe_writer *writer, struct froe_error *error)
{
    return writer->out.len < SPILL_BYTES && writer->out.status == FROE_OK
               ? FROE_OK
               : froe_writer_finish(writer, error);
}

enum froe_status froe_writer_finish(struct froe_writer *writer, struct froe_error *error)
{
    if (writer->out.status != FROE_OK)
        return froe_error_set(error, writer->out.status, "cannot build the output: %s",
                              froe_status_text(writer->out.status));
    if (writer->out.len == 0) return FROE_OK;
    enum froe_status status = writer->write(writer->context, froe_buf_slice(&writer->out), error);
    froe_buf_clear(&writer->out);
    return status;
}
