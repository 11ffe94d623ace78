/* The bytes of an open descriptor as they are on disk, buffered, with a look ahead. */
#ifndef FROE_INPUT_RAW_H
#define FROE_INPUT_RAW_H

#include "base/error.h"
#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

enum { FROE_RAW_BYTES = 256 * 1024 };

struct froe_raw {
    int fd;                    /* borrowed */
    unsigned char *data;       /* owned, FROE_RAW_BYTES */
    size_t start, end;         /* data[start..end) is read and not yet taken */
    uint64_t offset;           /* in the file, of data[end] */
    bool at_end;               /* nothing comes after data[end] */
    struct froe_error failure; /* of read(2); sticks */
};

/* `offset` is where the descriptor stands. */
enum froe_status froe_raw_init(struct froe_raw *raw, int fd, uint64_t offset,
                               struct froe_error *error);
void froe_raw_release(struct froe_raw *raw);

/* One read(2) behind what is there already, unless at_end or full. */
enum froe_status froe_raw_fill(struct froe_raw *raw, struct froe_error *error);
/* Fills until `bytes` (at most FROE_RAW_BYTES) are there or the end is reached. */
enum froe_status froe_raw_ahead(struct froe_raw *raw, size_t bytes, struct froe_error *error);
/* Takes what is buffered, else reads into `bytes` directly. *got is 0 at the end. */
enum froe_status froe_raw_read(struct froe_raw *raw, char *bytes, size_t size, size_t *got,
                               struct froe_error *error);

static inline size_t froe_raw_len(const struct froe_raw *raw)
{
    return raw->end - raw->start;
}

/* Offset in the file of the first byte that is not taken. */
static inline uint64_t froe_raw_position(const struct froe_raw *raw)
{
    return raw->offset - (raw->end - raw->start);
}

#endif
