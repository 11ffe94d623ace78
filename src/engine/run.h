/* Whole runs over files: what a command does, without argument parsing and without printing. */
#ifndef FROE_ENGINE_RUN_H
#define FROE_ENGINE_RUN_H

#include "base/error.h"
#include "engine/options.h"
#include "report/report.h"

struct froe_progress {
    uint64_t bytes_done, bytes_total; /* on disk; total 0 when unknown */
    uint64_t lines;
    unsigned pass, passes; /* from 1 */
};

/* What the caller wants to hear of while a run goes on. Any may be NULL. */
struct froe_hooks {
    /* A file or directory could not be read (whole), the run goes on. Message with file name. */
    void (*warn)(void *context, const struct froe_error *error);
    void (*progress)(void *context, const struct froe_progress *progress);
    void *context;
};

/* Reads all inputs and mines. `paths` as the user gave them (files, directories, globs, "-"). On
   FROE_OK *report is the caller's, to be freed with froe_report_free; unreadable inputs are warned
   of, counted in report->input.files_failed, and do not fail the run. */
enum froe_status froe_run_scan(const struct froe_options *options, const char *const *paths,
                               size_t path_count, const struct froe_hooks *hooks,
                               struct froe_report **report, struct froe_error *error);

/* Rows in input order. A status other than FROE_OK from the sink ends the run with that status. */
typedef enum froe_status froe_row_sink(void *context, const struct froe_row *row,
                                       struct froe_error *error);

/* Mines, then reads again and hands over one row per selected record (options->online: one pass,
   with the templates known so far). Standard input is spooled to a temporary file for the second
   pass. *report (NULL allowed) as of froe_run_scan. */
enum froe_status froe_run_parse(const struct froe_options *options, const char *const *paths,
                                size_t path_count, const struct froe_hooks *hooks,
                                froe_row_sink *sink, void *sink_context,
                                struct froe_report **report, struct froe_error *error);

/* One record in full, for `show --lines`. Borrowed; valid during the call. */
struct froe_record_view {
    struct froe_slice file;
    uint64_t line;
    int64_t order_ns;       /* as of struct froe_row */
    struct froe_slice text; /* raw, lines joined by '\n' */
};
typedef enum froe_status froe_record_sink(void *context, const struct froe_record_view *record,
                                          struct froe_error *error);

/* The clusters of the template (or cluster) with this id or unambiguous prefix of one, in *report.
   FROE_NOT_FOUND when no template has it, FROE_USAGE when several have (the message lists them).
   With a record sink (NULL allowed), every raw record of it in input order. */
enum froe_status froe_run_show(const struct froe_options *options, const char *id,
                               const char *const *paths, size_t path_count,
                               const struct froe_hooks *hooks, froe_record_sink *sink,
                               void *sink_context, struct froe_report **report,
                               struct froe_error *error);

#endif
