/* Rendering into memory, for the tests. Included by each of them behind cmocka. */
#ifndef FROE_TESTS_CAPTURE_H
#define FROE_TESTS_CAPTURE_H

#include "base/buf.h"
#include "report/render.h"
#include "sample_report.h"

static inline enum froe_status capture(void *context, struct froe_slice bytes,
                                       struct froe_error *error)
{
    struct froe_buf *out = context;
    froe_buf_append(out, bytes);
    return out->status == FROE_OK ? FROE_OK : froe_error_memory(error);
}

/* What is there, as a C string that lives as long as the buffer is not appended to. */
static inline const char *captured(struct froe_buf *out)
{
    froe_buf_append_char(out, '\0');
    assert_int_equal(out->status, FROE_OK);
    out->len--;
    return out->ptr;
}

/* Takes the report. */
static inline const char *render(struct froe_buf *out, enum froe_render_format format,
                                 struct froe_report *report, struct froe_render_options options)
{
    struct froe_error error = {0};
    froe_buf_clear(out);
    assert_int_equal(froe_render_scan(format, report, &options, capture, out, &error), FROE_OK);
    froe_report_free(report);
    return captured(out);
}

#endif
