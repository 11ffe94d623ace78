#include "cli/commands.h"
#include "cli/session.h"
#include "report/rows.h"

static enum froe_status take_row(void *context, const struct froe_row *row,
                                 struct froe_error *error)
{
    return froe_row_write(context, row, error);
}

enum froe_exit froe_command_parse(const struct froe_args *args)
{
    struct froe_session session;
    struct froe_row_writer rows;
    struct froe_error error = {0};
    struct froe_report *report = NULL;
    if (args->format == FROE_RENDER_MD) {
        froe_complain("parse: there are no rows in md; take table, json, ndjson or csv");
        return FROE_EXIT_USAGE;
    }
    enum froe_exit code = froe_session_open(&session, args, true);
    if (code != FROE_EXIT_DONE) return code;
    froe_row_writer_init(&rows, args->format, &session.render, froe_output_write, &session.output);
    enum froe_status status =
        froe_run_parse(&args->options, session.inputs.items, session.inputs.count, &session.hooks,
                       take_row, &rows, &report, &error);
    froe_progress_wipe(&session.progress);
    if (status == FROE_OK) status = froe_row_writer_finish(&rows, &error);
    code = froe_session_close(&session, status, report, &error);
    froe_row_writer_release(&rows);
    froe_report_free(report);
    return code;
}
