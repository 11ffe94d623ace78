#include "cli/commands.h"
#include "cli/session.h"

static bool found(const struct froe_report *report, enum froe_level level)
{
    if (level == FROE_LEVEL_NONE) return false;
    for (size_t i = level; i < FROE_LEVEL_COUNT; i++)
        if (report->summary.levels[i]) return true;
    return false;
}

enum froe_exit froe_command_scan(const struct froe_args *args)
{
    struct froe_session session;
    struct froe_error error = {0};
    struct froe_report *report = NULL;
    enum froe_exit code = froe_session_open(&session, args, false);
    if (code != FROE_EXIT_DONE) return code;
    enum froe_status status = froe_run_scan(&args->options, session.inputs.items,
                                            session.inputs.count, &session.hooks, &report, &error);
    froe_progress_wipe(&session.progress);
    if (status == FROE_OK)
        status = froe_render_scan(args->format, report, &session.render, froe_output_write,
                                  &session.output, &error);
    code = froe_session_close(&session, status, report, &error);
    if (code == FROE_EXIT_DONE && report && found(report, args->fail_on)) code = FROE_EXIT_FOUND;
    froe_report_free(report);
    return code;
}
