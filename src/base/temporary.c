#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum froe_status froe_temporary_open(int *fd, struct froe_error *error)
{
    const char *directory = getenv("TMPDIR");
    char path[512];
    *fd = -1;
    int len =
        snprintf(path, sizeof path, "%s/froe-XXXXXX", directory && *directory ? directory : "/tmp");
    if (len < 0 || (size_t)len >= sizeof path)
        return froe_error_set(error, FROE_IO, "TMPDIR: %s", strerror(ENAMETOOLONG));
    *fd = mkostemp(path, O_CLOEXEC);
    if (*fd < 0)
        return froe_error_set(error, FROE_IO, "temporary file %.300s: %s", path, strerror(errno));
    unlink(path);
    return FROE_OK;
}

enum froe_status froe_temporary_write(int fd, struct froe_slice bytes, struct froe_error *error)
{
    while (bytes.len) {
        ssize_t written = write(fd, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0)
            return froe_error_set(error, FROE_IO, "temporary file: %s (TMPDIR names another place)",
                                  strerror(errno));
        bytes = froe_slice_from(bytes, (size_t)written);
    }
    return FROE_OK;
}
