/* The table of commands, and what each does. */
#ifndef FROE_CLI_COMMANDS_H
#define FROE_CLI_COMMANDS_H

#include "cli/args.h"

struct froe_command {
    const char *name;
    const char *arguments;   /* in the synopsis */
    const char *summary;     /* one line, no full stop */
    const char *description; /* paragraphs, parted by empty lines */
    enum froe_exit (*run)(const struct froe_args *args);
};

/* Never NULL. */
const struct froe_command *froe_command_at(enum froe_command_id id);
bool froe_command_find(const char *name, enum froe_command_id *id);

/* Each takes finished args (froe_args_finish), prints its own errors, returns the exit code. */
enum froe_exit froe_command_scan(const struct froe_args *args);
enum froe_exit froe_command_parse(const struct froe_args *args);
enum froe_exit froe_command_show(const struct froe_args *args);
enum froe_exit froe_command_formats(const struct froe_args *args);
enum froe_exit froe_command_completion(const struct froe_args *args);
enum froe_exit froe_command_help(const struct froe_args *args);
enum froe_exit froe_command_version(const struct froe_args *args);

#endif
