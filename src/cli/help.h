/* Help, man pages and completions, all from the tables of commands and options. */
#ifndef FROE_CLI_HELP_H
#define FROE_CLI_HELP_H

#include "base/buf.h"
#include "cli/args.h"

/* The overview: what froe is, and its commands. */
void froe_help_overview(struct froe_buf *out);
/* One command and its options. */
void froe_help_command(struct froe_buf *out, enum froe_command_id id);

/* Source for scdoc: froe(1), and froe-COMMAND(1). */
void froe_man_overview(struct froe_buf *out);
void froe_man_command(struct froe_buf *out, enum froe_command_id id);

/* False when the shell is none of bash, zsh, fish. */
bool froe_completion(struct froe_buf *out, const char *shell);

#endif
