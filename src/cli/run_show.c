#include "cli/commands.h"
#include "cli/session.h"
#include "report/rows.h"

static enum froe_status take_record(void *context, const struct froe_record_view *record,
                                    struct froe_error *error)
{
    return froe_row_write_raw(context, record->file, record->line, record->order_ns, record->text,
                              error);
}

enum froe_exit froe_command_show(const struct froe_args *args)
{
    struct froe_session session;
    struct froe_row_writer rows;
    struct froe_error error = {0};
    struct froe_report *report = NULL;
    if (!args->words.count) {
        froe_complain("show: which template? froe show ID [FILE...]");
        return FROE_EXIT_USAGE;
    }
    if (args->lines && args->format == FROE_RENDER_MD) {
        froe_complain("show --lines: there are no rows in md; take table, json, ndjson or csv");
        return FROE_EXIT_USAGE;
    }
    bool by_time = args->lines && froe_args_given(args, "sort");
    if (by_time && args->options.sort != FROE_SORT_FIRST) {
        froe_complain("show --lines: records come in input order, or with --sort first by time; "
                      "the other orders are those of clusters");
        return FROE_EXIT_USAGE;
    }
    enum froe_exit code = froe_session_open(&session, args, args->lines);
    if (code != FROE_EXIT_DONE) return code;
    froe_row_writer_init(&rows, args->format, &session.render, froe_output_write, &session.output);
    struct froe_options options = args->options;
    options.by_time = by_time;
    enum froe_status status = FROE_OK;
    if (by_time && !froe_row_writer_sort(&rows)) status = froe_error_memory(&error);
    if (status == FROE_OK)
        status = froe_run_show(&options, args->words.items[0], session.inputs.items,
                               session.inputs.count, &session.hooks,
                               args->lines ? take_record : NULL, &rows, &report, &error);
    froe_progress_wipe(&session.progress);
    if (status == FROE_OK)
        status = args->lines ? froe_row_writer_finish(&rows, &error)
                             : froe_render_show(args->format, report, &session.render,
                                                froe_output_write, &session.output, &error);
    code = froe_session_close(&session, status, report, &error);
    froe_row_writer_release(&rows);
    froe_report_free(report);
    return code;
}
