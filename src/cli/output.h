/* Where results go: standard output, or a file that is written whole or not at all. */
#ifndef FROE_CLI_OUTPUT_H
#define FROE_CLI_OUTPUT_H

#include "base/error.h"
#include "base/slice.h"

struct froe_output {
    int fd;
    char *path;        /* owned, what the temporary file becomes; NULL: written directly */
    char *temporary;   /* owned, beside path; NULL: none */
    const char *shown; /* borrowed, for messages */
    bool owned;        /* fd is closed by release */
    bool failed;       /* a write failed, and the message is in the error */
    bool pipe_closed;  /* the reader went away: no error, but nothing more can be written */
};

/* NULL or "-": standard output. A regular or new file is written under a temporary name beside it;
   devices and pipes directly. */
enum froe_status froe_output_open(struct froe_output *output, const char *path,
                                  struct froe_error *error);
/* A froe_write_fn; context is the froe_output. FROE_STOPPED when the reader went away. */
enum froe_status froe_output_write(void *context, struct froe_slice bytes,
                                   struct froe_error *error);
/* Everything was written: puts the file in its place. */
enum froe_status froe_output_commit(struct froe_output *output, struct froe_error *error);
/* Without a commit before it, the temporary file goes and the old one stays. */
void froe_output_release(struct froe_output *output);

#endif
