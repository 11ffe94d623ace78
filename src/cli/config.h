/* Defaults from a YAML file. The command line wins. */
#ifndef FROE_CLI_CONFIG_H
#define FROE_CLI_CONFIG_H

#include "cli/args.h"

struct froe_config;

/* The file to read: --config, else FROE_CONFIG, else $XDG_CONFIG_HOME/froe/config.yaml, else
   ~/.config/froe/config.yaml. *asked: by the user, so that it must exist. Empty when there is none;
   an empty FROE_CONFIG means none. The environment is passed in so that tests need not change it.
 */
struct froe_config_environment {
    const char *froe_config, *xdg_config_home, *home; /* NULL when not set */
};
struct froe_slice froe_config_path(const struct froe_args *args,
                                   const struct froe_config_environment *environment,
                                   struct froe_arena *arena, bool *asked);

/* $XDG_CONFIG_HOME/froe/NAME, else ~/.config/froe/NAME; empty when there is no home. ptr is NULL
   when memory is out. */
struct froe_slice froe_config_beside(const struct froe_config_environment *environment,
                                     const char *name, struct froe_arena *arena);

/* Reads the file. FROE_NOT_FOUND when it does not exist; FROE_USAGE with "FILE:LINE: ..." for what
   is wrong in it. */
enum froe_status froe_config_load(const char *path, struct froe_config **config,
                                  struct froe_error *error);
/* NULL is allowed. */
void froe_config_free(struct froe_config *config);
/* Sets what the command line has not; the args borrow from the configuration from then on. Masks
   are added behind those of the command line, unless of the same name. */
enum froe_status froe_config_apply(const struct froe_config *config, struct froe_args *args,
                                   struct froe_error *error);

#endif
