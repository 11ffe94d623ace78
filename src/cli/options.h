/* The one table of options: it feeds the parser, the help, the man pages and the completions. */
#ifndef FROE_CLI_OPTIONS_H
#define FROE_CLI_OPTIONS_H

#include "cli/args.h"

enum froe_option_group {
    FROE_GROUP_SELECT,
    FROE_GROUP_READ,
    FROE_GROUP_MINE,
    FROE_GROUP_OUTPUT,
    FROE_GROUP_GENERAL,
    FROE_GROUP_COUNT
};

#define FROE_FOR(command) (1u << FROE_COMMAND_##command)

struct froe_option_spec {
    const char *name;          /* without "--" */
    char letter;               /* 0: none */
    const char *argument;      /* its name in the help; NULL: takes none */
    const char *const *values; /* for completion, ends in NULL; NULL when free */
    unsigned commands;         /* bits FROE_FOR(...) */
    enum froe_option_group group;
    const char *help; /* one sentence, no full stop */
    /* value is NULL when the option takes no argument. The message needs no option name. */
    enum froe_status (*set)(struct froe_args *args, const char *value, struct froe_error *error);
};

const struct froe_option_spec *froe_option_specs(size_t *count);
const char *froe_option_group_title(enum froe_option_group group);

#endif
