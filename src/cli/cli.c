#include "cli/cli.h"

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/help.h"
#include "cli/session.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int usage_error(const struct froe_args *args, const struct froe_error *error)
{
    froe_complain(error->message);
    if (args->command_given)
        fprintf(stderr, "\"froe help %s\" explains its options.\n",
                froe_command_at(args->command)->name);
    else
        fputs("\"froe help\" explains the commands, \"froe help scan\" the options.\n", stderr);
    return error->status == FROE_USAGE ? FROE_EXIT_USAGE : FROE_EXIT_INPUT;
}

static enum froe_status load_config(struct froe_args *args, struct froe_config **config,
                                    struct froe_error *error)
{
    const struct froe_config_environment environment = {getenv("FROE_CONFIG"),
                                                        getenv("XDG_CONFIG_HOME"), getenv("HOME")};
    bool asked;
    struct froe_slice path = froe_config_path(args, &environment, &args->arena, &asked);
    if (!path.len) return FROE_OK;
    enum froe_status status = froe_config_load(path.ptr, config, error);
    if (status == FROE_NOT_FOUND) {
        if (!asked) return FROE_OK;
        error->status = FROE_USAGE;
        return FROE_USAGE;
    }
    return status == FROE_OK ? froe_config_apply(*config, args, error) : status;
}

/* The user's formats lie beside the configuration. */
static enum froe_status set_format_dir(struct froe_args *args, struct froe_error *error)
{
    const struct froe_config_environment environment = {getenv("FROE_CONFIG"),
                                                        getenv("XDG_CONFIG_HOME"), getenv("HOME")};
    struct froe_slice path = froe_config_beside(&environment, "formats", &args->arena);
    if (!path.ptr) return froe_error_memory(error);
    args->options.format_dir = path.len ? path.ptr : NULL;
    return FROE_OK;
}

static bool takes_options(enum froe_command_id id)
{
    return id <= FROE_COMMAND_FORMATS;
}

static int run(struct froe_args *args)
{
    struct froe_config *config = NULL;
    struct froe_error error = {0};
    enum froe_status status = FROE_OK;
    if (args->version) return (int)froe_command_version(args);
    if (args->help) {
        struct froe_args help = {.command = FROE_COMMAND_HELP};
        const char *name = froe_command_at(args->command)->name;
        if (args->command_given) help.words = (struct froe_strings){&name, 1, 1};
        return (int)froe_command_help(&help);
    }
    if (takes_options(args->command)) {
        status = load_config(args, &config, &error);
        if (status == FROE_OK) status = set_format_dir(args, &error);
        if (status == FROE_OK) status = froe_args_finish(args, &error);
    }
    int code = FROE_EXIT_USAGE;
    if (status == FROE_OK)
        code = (int)froe_command_at(args->command)->run(args);
    else
        froe_complain(error.message);
    froe_config_free(config);
    return code;
}

int froe_cli_main(int count, char **words)
{
    struct froe_args args;
    struct froe_error error = {0};
    if (count == 0 && isatty(STDIN_FILENO)) {
        struct froe_buf help = {0};
        froe_help_overview(&help);
        if (help.status == FROE_OK) fprintf(stderr, "%.*s", (int)help.len, help.ptr);
        froe_buf_release(&help);
        return FROE_EXIT_USAGE;
    }
    signal(SIGPIPE, SIG_IGN); /* a closed pipe shows as EPIPE where it is written to */
    froe_args_init(&args);
    enum froe_status status = froe_args_parse(&args, count, words, &error);
    int code = status == FROE_OK ? run(&args) : usage_error(&args, &error);
    froe_args_release(&args);
    return code;
}
