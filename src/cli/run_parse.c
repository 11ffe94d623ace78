#include "cli/commands.h"
#include "cli/session.h"
#include "report/rows.h"
#include <sys/stat.h>

static enum froe_status take_row(void *context, const struct froe_row *row,
                                 struct froe_error *error)
{
    return froe_row_write(context, row, error);
}

/* Whether some input may pause, as a pipe does: then rows must not wait in a buffer for the next.
 */
static bool may_pause(const struct froe_strings *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        struct stat file;
        bool standard_input = strcmp(inputs->items[i], "-") == 0;
        if (standard_input ? fstat(0, &file) != 0 : stat(inputs->items[i], &file) != 0) continue;
        if (!S_ISREG(file.st_mode) && !S_ISDIR(file.st_mode)) return true;
    }
    return false;
}

/* False with a complaint. */
static bool order_is_possible(const struct froe_args *args)
{
    if (!froe_args_given(args, "sort")) return true;
    if (args->options.sort != FROE_SORT_FIRST)
        froe_complain("parse: rows come in input order, or with --sort first by time; the other "
                      "orders are those of clusters (scan, show)");
    else if (args->options.online)
        froe_complain("parse: --online answers while reading, --sort when all is read: take one");
    else
        return true;
    return false;
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
    if (!order_is_possible(args)) return FROE_EXIT_USAGE;
    enum froe_exit code = froe_session_open(&session, args, true);
    if (code != FROE_EXIT_DONE) return code;
    froe_row_writer_init(&rows, args->format, &session.render, froe_output_write, &session.output);
    rows.eager = args->options.online && may_pause(&session.inputs);
    struct froe_options options = args->options;
    options.fields = args->format == FROE_RENDER_JSON || args->format == FROE_RENDER_NDJSON;
    options.by_time = froe_args_given(args, "sort");
    enum froe_status status = FROE_OK;
    if (options.by_time && !froe_row_writer_sort(&rows)) status = froe_error_memory(&error);
    if (status == FROE_OK)
        status = froe_run_parse(&options, session.inputs.items, session.inputs.count,
                                &session.hooks, take_row, &rows, &report, &error);
    froe_progress_wipe(&session.progress);
    if (status == FROE_OK) status = froe_row_writer_finish(&rows, &error);
    if (status == FROE_OK) froe_session_tell_losses(&session, &report->input);
    code = froe_session_close(&session, status, report, &error);
    froe_row_writer_release(&rows);
    froe_report_free(report);
    return code;
}
