/* A growable byte buffer with a cap. The first failure (memory or cap) sticks: later appends do
   nothing, and the one check at the end is enough. */
#ifndef FROE_BASE_BUF_H
#define FROE_BASE_BUF_H

#include "base/error.h"
#include "base/slice.h"

struct froe_buf {
    char *ptr;  /* NULL until the first append; never NUL-terminated by itself */
    size_t len; /* bytes used */
    size_t capacity;
    size_t bytes_max; /* cap on len; 0 means no cap */
    enum froe_status status;
};

/* bytes_max 0 means no cap. A zeroed struct is an initialised buffer without a cap. */
void froe_buf_init(struct froe_buf *buf, size_t bytes_max);
void froe_buf_release(struct froe_buf *buf);
/* Empties and forgets the failure; keeps the memory. */
void froe_buf_clear(struct froe_buf *buf);

void froe_buf_append(struct froe_buf *buf, struct froe_slice bytes);
void froe_buf_append_cstr(struct froe_buf *buf, const char *text);
void froe_buf_append_char(struct froe_buf *buf, char c);
void froe_buf_append_u64(struct froe_buf *buf, uint64_t value);
void froe_buf_printf(struct froe_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Room for at least `bytes` more behind len; the caller writes there and adds to len itself.
   NULL on failure. */
char *froe_buf_reserve(struct froe_buf *buf, size_t bytes);

static inline struct froe_slice froe_buf_slice(const struct froe_buf *buf)
{
    return froe_slice(buf->ptr ? buf->ptr : "", buf->len);
}

#endif
