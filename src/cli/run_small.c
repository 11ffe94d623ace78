#include "cli/commands.h"
#include "cli/help.h"
#include "cli/session.h"
#include "cli/suggest.h"
#include "froe_config.h"
#include <stdio.h>

/* Prints the buffer on standard output and releases it. */
static enum froe_exit print(struct froe_buf *out)
{
    struct froe_output output;
    struct froe_error error = {0};
    enum froe_status status = froe_output_open(&output, NULL, &error);
    if (status == FROE_OK && out->status != FROE_OK)
        status = froe_error_set(&error, out->status, "%s", froe_status_text(out->status));
    if (status == FROE_OK) status = froe_output_write(&output, froe_buf_slice(out), &error);
    if (status != FROE_OK && !output.pipe_closed) froe_complain(error.message);
    bool done = status == FROE_OK || output.pipe_closed;
    froe_output_release(&output);
    froe_buf_release(out);
    return done ? FROE_EXIT_DONE : FROE_EXIT_USAGE;
}

enum froe_exit froe_command_completion(const struct froe_args *args)
{
    struct froe_buf out = {0};
    if (args->words.count == 1 && froe_completion(&out, args->words.items[0])) return print(&out);
    froe_buf_release(&out);
    froe_complain("completion: for which shell? froe completion bash|zsh|fish");
    return FROE_EXIT_USAGE;
}

enum froe_exit froe_command_help(const struct froe_args *args)
{
    struct froe_buf out = {0};
    enum froe_command_id id = args->command;
    const char *word = args->words.count ? args->words.items[0] : NULL;
    if (args->words.count > 1) {
        froe_complain("help: one command at a time");
        return FROE_EXIT_USAGE;
    }
    if (word && !froe_command_find(word, &id)) {
        struct froe_suggestion suggestion;
        froe_suggestion_init(&suggestion, froe_slice_cstr(word));
        for (unsigned i = 0; i < FROE_COMMAND_COUNT; i++)
            froe_suggestion_offer(&suggestion, froe_command_at((enum froe_command_id)i)->name);
        froe_buf_printf(&out, "help: no command '%.100s'", word);
        if (suggestion.best) froe_buf_printf(&out, "; did you mean '%s'?", suggestion.best);
        froe_buf_append_char(&out, '\0');
        if (out.status == FROE_OK) froe_complain(out.ptr);
        froe_buf_release(&out);
        return FROE_EXIT_USAGE;
    }
    if (word)
        (args->man ? froe_man_command : froe_help_command)(&out, id);
    else
        (args->man ? froe_man_overview : froe_help_overview)(&out);
    return print(&out);
}

enum froe_exit froe_command_version(const struct froe_args *args)
{
    struct froe_buf out = {0};
    (void)args;
    froe_buf_append_cstr(&out, "froe " FROE_VERSION "\n");
    return print(&out);
}
