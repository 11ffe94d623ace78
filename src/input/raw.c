#include "input/raw.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_BYTES_MAX = 1 << 30 };

enum froe_status froe_raw_init(struct froe_raw *raw, int fd, uint64_t offset,
                               struct froe_error *error)
{
    *raw = (struct froe_raw){.fd = fd, .offset = offset, .data = malloc(FROE_RAW_BYTES)};
    return raw->data ? FROE_OK : froe_error_memory(error);
}

void froe_raw_release(struct froe_raw *raw)
{
    free(raw->data);
    raw->data = NULL;
}

/* read(2) that waits: through signals, and on descriptors that someone set to non-blocking. */
static ssize_t read_waiting(int fd, void *bytes, size_t size)
{
    for (;;) {
        ssize_t n = read(fd, bytes, size < READ_BYTES_MAX ? size : READ_BYTES_MAX);
        if (n >= 0) return n;
        if (errno == EAGAIN) {
            struct pollfd ready = {.fd = fd, .events = POLLIN};
            if (poll(&ready, 1, -1) < 0 && errno != EINTR) return -1;
        } else if (errno != EINTR) {
            return -1;
        }
    }
}

static enum froe_status read_into(struct froe_raw *raw, void *bytes, size_t size, size_t *got,
                                  struct froe_error *error)
{
    *got = 0;
    if (raw->failure.status != FROE_OK) {
        if (error) *error = raw->failure;
        return raw->failure.status;
    }
    if (raw->at_end || !size) return FROE_OK;
    ssize_t n = read_waiting(raw->fd, bytes, size);
    if (n < 0) {
        froe_error_set(&raw->failure, FROE_IO, "%s at byte %llu", strerror(errno),
                       (unsigned long long)raw->offset);
        raw->failure.byte = raw->offset;
        if (error) *error = raw->failure;
        return raw->failure.status;
    }
    raw->at_end = n == 0;
    raw->offset += (uint64_t)n;
    *got = (size_t)n;
    return FROE_OK;
}

enum froe_status froe_raw_fill(struct froe_raw *raw, struct froe_error *error)
{
    if (raw->start) {
        memmove(raw->data, raw->data + raw->start, froe_raw_len(raw));
        raw->end -= raw->start;
        raw->start = 0;
    }
    size_t got;
    enum froe_status status =
        read_into(raw, raw->data + raw->end, FROE_RAW_BYTES - raw->end, &got, error);
    raw->end += got;
    return status;
}

enum froe_status froe_raw_ahead(struct froe_raw *raw, size_t bytes, struct froe_error *error)
{
    assert(bytes <= FROE_RAW_BYTES);
    enum froe_status status = FROE_OK;
    while (status == FROE_OK && froe_raw_len(raw) < bytes && !raw->at_end)
        status = froe_raw_fill(raw, error);
    return status;
}

enum froe_status froe_raw_read(struct froe_raw *raw, char *bytes, size_t size, size_t *got,
                               struct froe_error *error)
{
    if (!froe_raw_len(raw)) return read_into(raw, bytes, size, got, error);
    size_t n = froe_raw_len(raw) < size ? froe_raw_len(raw) : size;
    memcpy(bytes, raw->data + raw->start, n);
    raw->start += n;
    *got = n;
    return FROE_OK;
}
