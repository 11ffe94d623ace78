/* Prints the sample reports as JSON, one a line, for check_schema.py. */
#include "report/render.h"
#include "sample_report.h"
#include <stdio.h>

static enum froe_status put(void *context, struct froe_slice bytes, struct froe_error *error)
{
    (void)context;
    if (fwrite(bytes.ptr, 1, bytes.len, stdout) == bytes.len) return FROE_OK;
    return froe_error_set(error, FROE_IO, "cannot write");
}

int main(void)
{
    struct froe_report *const reports[] = {sample_report(), sample_report_plain(),
                                           sample_report_empty()};
    const struct froe_render_options options = {.top = FROE_TOP_AUTO};
    int failed = 0;
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        struct froe_error error = {0};
        failed |=
            froe_render_scan(FROE_RENDER_JSON, reports[i], &options, put, NULL, &error) != FROE_OK;
        froe_report_free(reports[i]);
    }
    return failed;
}
