/* From arguments to the list of files to read. */
#ifndef FROE_INPUT_WALK_H
#define FROE_INPUT_WALK_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

struct froe_path {
    char *path;  /* owned */
    bool walked; /* found in a directory (then binary files are skipped), not named by the user */
};

struct froe_paths {
    struct froe_path *items;
    size_t count, capacity;
};

struct froe_walk_options {
    const char *const *include; /* globs on the path below the walked directory, or on the file's
                                   name when the glob has no '/'; '*' and '?' match '/' too; none
                                   means everything */
    size_t include_count;
    const char *const *exclude;
    size_t exclude_count;
    /* Told of each directory, argument or link in a directory that cannot be read: "logs/x:
       Permission denied". May be NULL. */
    void (*warn)(void *context, const struct froe_error *error);
    void *context;
};

/* Adds an argument: "-", a file, a directory (walked recursively, entries sorted by bytes, hidden
   ones included, symbolic links to files followed, to directories not, special files skipped), or,
   when no such file exists, a glob pattern. A file that does not exist is added as it is: opening
   it reports the error. `options` NULL means none. Fails only when memory is out. */
enum froe_status froe_paths_add(struct froe_paths *paths, const char *argument,
                                const struct froe_walk_options *options, struct froe_error *error);
void froe_paths_release(struct froe_paths *paths);

#endif
