#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum froe_status failed(const struct froe_output *output, struct froe_error *error)
{
    return froe_error_set(error, FROE_IO, "%.300s: %s", output->shown, strerror(errno));
}

/* What a plain open would have given: the old file's mode, else what the umask leaves. */
static void set_mode(int fd, const struct stat *old)
{
    mode_t mode;
    if (old) {
        mode = old->st_mode & 07777;
    } else {
        mode_t mask = umask(0);
        umask(mask);
        mode = 0666 & ~mask;
    }
    (void)!fchmod(fd, mode); /* a file system without modes is no reason to fail */
}

static enum froe_status open_temporary(struct froe_output *output, const char *path,
                                       const struct stat *old, struct froe_error *error)
{
    static const char suffix[] = ".XXXXXX";
    /* Through a link, the file behind it is replaced and the link stays. */
    output->path = old ? realpath(path, NULL) : strdup(path);
    if (!output->path) return failed(output, error);
    size_t len = strlen(output->path);
    output->temporary = malloc(len + sizeof suffix);
    if (!output->temporary) return froe_error_memory(error);
    memcpy(output->temporary, output->path, len);
    memcpy(output->temporary + len, suffix, sizeof suffix);
    output->fd = mkstemp(output->temporary);
    if (output->fd < 0) {
        enum froe_status status = failed(output, error);
        free(output->temporary);
        output->temporary = NULL;
        return status;
    }
    output->owned = true;
    set_mode(output->fd, old);
    return FROE_OK;
}

enum froe_status froe_output_open(struct froe_output *output, const char *path,
                                  struct froe_error *error)
{
    *output = (struct froe_output){.fd = STDOUT_FILENO, .shown = "standard output"};
    if (!path || strcmp(path, "-") == 0) return FROE_OK;
    output->shown = path;
    struct stat old;
    bool exists = stat(path, &old) == 0;
    if (exists && S_ISDIR(old.st_mode)) {
        errno = EISDIR;
        return failed(output, error);
    }
    if (!exists || S_ISREG(old.st_mode))
        return open_temporary(output, path, exists ? &old : NULL, error);
    output->fd = open(path, O_WRONLY | O_CLOEXEC);
    if (output->fd < 0) return failed(output, error);
    output->owned = true;
    return FROE_OK;
}

enum froe_status froe_output_write(void *context, struct froe_slice bytes, struct froe_error *error)
{
    struct froe_output *output = context;
    while (bytes.len) {
        ssize_t written = write(output->fd, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EPIPE) {
            output->pipe_closed = true;
            return froe_error_set(error, FROE_STOPPED, "%s: nobody reads it", output->shown);
        }
        if (written < 0) {
            output->failed = true;
            return failed(output, error);
        }
        bytes = froe_slice_from(bytes, (size_t)written);
    }
    return FROE_OK;
}

enum froe_status froe_output_commit(struct froe_output *output, struct froe_error *error)
{
    if (!output->owned) return FROE_OK;
    int fd = output->fd;
    output->owned = false;
    output->fd = -1;
    /* Some file systems tell of a full disk only here. */
    if (output->temporary && fsync(fd) != 0 && errno != EINVAL && errno != EROFS) {
        enum froe_status status = failed(output, error);
        close(fd);
        return status;
    }
    if (close(fd) != 0) return failed(output, error);
    if (!output->temporary) return FROE_OK;
    if (rename(output->temporary, output->path) != 0) return failed(output, error);
    free(output->temporary);
    output->temporary = NULL;
    return FROE_OK;
}

void froe_output_release(struct froe_output *output)
{
    if (output->owned) close(output->fd);
    if (output->temporary) unlink(output->temporary);
    free(output->temporary);
    free(output->path);
    *output = (struct froe_output){.fd = -1};
}
