#include "cli/session.h"

#include "report/text.h"
#include "report/width.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { COLUMNS_DEFAULT = 100, ROWS_DEFAULT = 24, COLUMNS_MIN = 20, COLUMNS_MAX = 2000 };

void froe_complain(const char *message)
{
    struct froe_buf shown = {0};
    froe_text_put(&shown, froe_slice_cstr(message), FROE_COLUMNS_ANY);
    if (shown.status == FROE_OK)
        fprintf(stderr, "froe: %.*s\n", (int)shown.len, shown.ptr ? shown.ptr : "");
    froe_buf_release(&shown);
}

/* The size of the terminal behind fd: as it says, else COLUMNS, else a guess. */
static void terminal_size(int fd, unsigned *columns, unsigned *rows)
{
    struct winsize size;
    const char *variable = getenv("COLUMNS");
    *columns = variable ? (unsigned)strtoul(variable, NULL, 10) : 0;
    *rows = ROWS_DEFAULT;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0) {
        if (size.ws_col) *columns = size.ws_col;
        if (size.ws_row) *rows = size.ws_row;
    }
    if (!*columns) *columns = COLUMNS_DEFAULT;
    if (*columns < COLUMNS_MIN) *columns = COLUMNS_MIN;
    if (*columns > COLUMNS_MAX) *columns = COLUMNS_MAX;
}

static bool wants_color(enum froe_color color, bool terminal)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (color != FROE_COLOR_AUTO) return color == FROE_COLOR_ALWAYS;
    return terminal && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

static void warn(void *context, const struct froe_error *error)
{
    struct froe_session *session = context;
    froe_progress_wipe(&session->progress);
    froe_complain(error->message);
}

static void progress(void *context, const struct froe_progress *progress)
{
    struct froe_session *session = context;
    froe_progress_update(&session->progress, progress);
}

static enum froe_exit take_inputs(struct froe_session *session)
{
    const struct froe_strings *given = &session->args->inputs;
    bool memory = true;
    if (!given->count && isatty(STDIN_FILENO)) {
        froe_complain("no input: name files or directories, or pipe something in");
        return FROE_EXIT_USAGE;
    }
    for (size_t i = 0; i < given->count && memory; i++)
        memory = froe_strings_add(&session->inputs, given->items[i]);
    if (!given->count) memory = froe_strings_add(&session->inputs, "-");
    if (memory) return FROE_EXIT_DONE;
    froe_complain("out of memory");
    return FROE_EXIT_INPUT;
}

enum froe_exit froe_session_open(struct froe_session *session, const struct froe_args *args,
                                 bool rows)
{
    struct froe_error error = {0};
    *session = (struct froe_session){.args = args, .output.fd = -1};
    session->hooks = (struct froe_hooks){warn, progress, session};
    bool to_file = args->output && strcmp(args->output, "-") != 0;
    bool terminal = !to_file && isatty(STDOUT_FILENO);
    session->render = (struct froe_render_options){.wide = args->wide, .top = args->top};
    if (terminal) terminal_size(STDOUT_FILENO, &session->render.columns, &session->render.rows);
    session->render.color = wants_color(args->color, terminal);

    unsigned columns = 0, height;
    bool watched = isatty(STDERR_FILENO) && !args->quiet && !(rows && terminal);
    if (watched) terminal_size(STDERR_FILENO, &columns, &height);
    froe_progress_init(&session->progress, froe_clock_monotonic(), watched, columns);

    enum froe_exit code = take_inputs(session);
    if (code == FROE_EXIT_DONE &&
        froe_output_open(&session->output, args->output, &error) != FROE_OK) {
        froe_complain(error.message);
        code = FROE_EXIT_USAGE;
    }
    if (code != FROE_EXIT_DONE) {
        froe_output_release(&session->output);
        froe_strings_release(&session->inputs);
    }
    return code;
}

static void print_timing(struct froe_session *session, const struct froe_report *report)
{
    const struct froe_args *args = session->args;
    if (!report || args->quiet || !(args->verbose || isatty(STDERR_FILENO))) return;
    int64_t elapsed_ns = froe_clock_now(session->progress.clock) - session->progress.started_ns;
    struct froe_buf text = {0};
    froe_progress_total(&text, report->input.lines, (double)elapsed_ns / 1e9);
    if (text.status == FROE_OK) fprintf(stderr, "%.*s\n", (int)text.len, text.ptr);
    froe_buf_release(&text);
}

void froe_session_tell_losses(struct froe_session *session, const struct froe_report_input *input)
{
    if (session->args->quiet || session->output.pipe_closed) return;
    struct froe_buf text = {0};
    froe_text_losses(&text, input);
    if (text.status == FROE_OK && text.len) {
        froe_progress_wipe(&session->progress);
        fprintf(stderr, "froe: %.*s\n", (int)text.len, text.ptr);
    }
    froe_buf_release(&text);
}

/* Which status ends in which exit code. */
static enum froe_exit exit_of(enum froe_status status, bool output_failed)
{
    switch (status) {
    case FROE_OK: return FROE_EXIT_DONE;
    case FROE_USAGE:
    case FROE_SYNTAX:
    case FROE_NOT_FOUND: return FROE_EXIT_USAGE;
    default: return output_failed ? FROE_EXIT_USAGE : FROE_EXIT_INPUT;
    }
}

enum froe_exit froe_session_close(struct froe_session *session, enum froe_status status,
                                  const struct froe_report *report, const struct froe_error *error)
{
    struct froe_error commit_error = {0};
    enum froe_exit code = FROE_EXIT_DONE;
    froe_progress_wipe(&session->progress);
    if (session->output.pipe_closed) {
        status = FROE_OK; /* as other filters: the reader has seen enough */
    } else if (status == FROE_OK) {
        status = froe_output_commit(&session->output, &commit_error);
        error = &commit_error;
        code = exit_of(status, true);
    } else {
        code = exit_of(status, session->output.failed);
    }
    if (status != FROE_OK) froe_complain(error->message);
    if (status == FROE_OK && !session->output.pipe_closed) {
        print_timing(session, report);
        if (report && report->input.files_failed) code = FROE_EXIT_INPUT;
    }
    froe_output_release(&session->output);
    froe_strings_release(&session->inputs);
    return code;
}
