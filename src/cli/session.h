/* What the analysing commands share: the terminal, the output, the messages, the exit code. */
#ifndef FROE_CLI_SESSION_H
#define FROE_CLI_SESSION_H

#include "cli/args.h"
#include "cli/output.h"
#include "cli/progress.h"

struct froe_session {
    const struct froe_args *args;
    struct froe_output output;
    struct froe_render_options render;
    struct froe_progress_line progress;
    struct froe_hooks hooks;    /* for froe_run_*; context is the session */
    struct froe_strings inputs; /* the given ones, or standard input */
};

/* "froe: MESSAGE" on standard error; nothing in it can control a terminal. */
void froe_complain(const char *message);

/* Prints its own error. After FROE_EXIT_DONE the caller releases. `rows` says that results come
   while the input is read, so that progress must not mix with them on a terminal. */
enum froe_exit froe_session_open(struct froe_session *session, const struct froe_args *args,
                                 bool rows);
/* Says what the rows lack, if anything and unless told to be quiet. */
void froe_session_tell_losses(struct froe_session *session, const struct froe_report_input *input);
/* Ends it: commits the output when status is FROE_OK, says what went wrong otherwise, prints the
   timing. The report may be NULL. */
enum froe_exit froe_session_close(struct froe_session *session, enum froe_status status,
                                  const struct froe_report *report, const struct froe_error *error);

#endif
