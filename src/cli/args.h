/* What the user typed, read by the one table of options in options.c. */
#ifndef FROE_CLI_ARGS_H
#define FROE_CLI_ARGS_H

#include "base/arena.h"
#include "cli/strings.h"
#include "engine/options.h"
#include "report/render.h"

enum froe_exit {
    FROE_EXIT_DONE = 0,
    FROE_EXIT_FOUND = 1, /* what --fail-on asked for is there */
    FROE_EXIT_USAGE = 2, /* usage, configuration, or an output that cannot be written */
    FROE_EXIT_INPUT = 3, /* some input could not be read */
};

enum froe_command_id {
    FROE_COMMAND_SCAN,
    FROE_COMMAND_PARSE,
    FROE_COMMAND_SHOW,
    FROE_COMMAND_FORMATS,
    FROE_COMMAND_COMPLETION,
    FROE_COMMAND_HELP,
    FROE_COMMAND_VERSION,
    FROE_COMMAND_COUNT
};

enum froe_color { FROE_COLOR_AUTO, FROE_COLOR_ALWAYS, FROE_COLOR_NEVER };

enum { FROE_OPTION_SPECS_MAX = 64 };

struct froe_args {
    enum froe_command_id command;
    bool command_given;        /* by name */
    struct froe_strings words; /* what is neither option nor command: files, ids, names */

    /* Handed to the engine. Its pointers into the lists below are set by froe_args_finish. */
    struct froe_options options;
    struct froe_strings inputs, grep, not_ids, include, exclude;
    struct froe_mask_option *masks; /* owned; name and regex in the arena or the configuration */
    size_t mask_count, mask_capacity;
    const char *since, *until, *tz, *boot, *config;
    struct froe_zone zone; /* of --tz; the options borrow it */

    enum froe_render_format format;
    bool format_given;
    const char *output;
    size_t top; /* FROE_TOP_AUTO unless given */
    enum froe_color color;
    enum froe_level fail_on; /* FROE_LEVEL_NONE: never */
    bool quiet, verbose, wide, lines, help, version, man;

    bool given[FROE_OPTION_SPECS_MAX]; /* by index in the table of options */
    struct froe_arena arena;
};

/* Sets the defaults; words are borrowed until froe_args_release. */
void froe_args_init(struct froe_args *args);
void froe_args_release(struct froe_args *args);

/* Reads the words behind the program's name. FROE_USAGE with a message for the user otherwise. */
enum froe_status froe_args_parse(struct froe_args *args, int count, char **words,
                                 struct froe_error *error);
/* After the configuration has been applied: zone and times, lists, the format by the extension of
   the output. */
enum froe_status froe_args_finish(struct froe_args *args, struct froe_error *error);

/* Whether the option was typed. */
bool froe_args_given(const struct froe_args *args, const char *option);
/* Adds "NAME=REGEX" to the masks. */
enum froe_status froe_args_add_mask(struct froe_args *args, const char *text,
                                    struct froe_error *error);

#endif
