/* Temporary files without a name: what is too much for memory waits there. */
#ifndef FROE_BASE_TEMPORARY_H
#define FROE_BASE_TEMPORARY_H

#include "base/error.h"
#include "base/slice.h"

/* Opens an empty file for reading and writing in $TMPDIR, or /tmp; it is unlinked at once, so that
   it ends with its last descriptor. The caller closes *fd, which is -1 on failure. Thread-safe as
   long as nobody changes the environment. */
enum froe_status froe_temporary_open(int *fd, struct froe_error *error);

/* Writes all bytes where the descriptor stands; the error says what to do about a full disk. */
enum froe_status froe_temporary_write(int fd, struct froe_slice bytes, struct froe_error *error);

#endif
