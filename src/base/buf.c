#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void froe_buf_init(struct froe_buf *buf, size_t bytes_max)
{
    *buf = (struct froe_buf){.bytes_max = bytes_max};
}

void froe_buf_release(struct froe_buf *buf)
{
    free(buf->ptr);
    *buf = (struct froe_buf){.bytes_max = buf->bytes_max};
}

void froe_buf_clear(struct froe_buf *buf)
{
    buf->len = 0;
    buf->status = FROE_OK;
}

/* Room for `bytes` that count against the cap and `extra` ones that will not be kept. */
static char *make_room(struct froe_buf *buf, size_t bytes, size_t extra)
{
    if (buf->status != FROE_OK) return NULL;
    if (buf->bytes_max && (bytes > buf->bytes_max || buf->len > buf->bytes_max - bytes)) {
        buf->status = FROE_LIMIT;
        return NULL;
    }
    bytes += extra;
    if (bytes < extra || bytes > SIZE_MAX / 2 - buf->len) {
        buf->status = FROE_MEMORY;
        return NULL;
    }
    if (buf->len + bytes > buf->capacity) {
        size_t capacity = buf->capacity ? buf->capacity : 64;
        while (capacity < buf->len + bytes) capacity *= 2;
        char *ptr = realloc(buf->ptr, capacity);
        if (!ptr) {
            buf->status = FROE_MEMORY;
            return NULL;
        }
        buf->ptr = ptr;
        buf->capacity = capacity;
    }
    return buf->ptr + buf->len;
}

char *froe_buf_reserve(struct froe_buf *buf, size_t bytes)
{
    return make_room(buf, bytes, 0);
}

void froe_buf_append(struct froe_buf *buf, struct froe_slice bytes)
{
    if (!bytes.len) return;
    char *room = froe_buf_reserve(buf, bytes.len);
    if (!room) return;
    memcpy(room, bytes.ptr, bytes.len);
    buf->len += bytes.len;
}

void froe_buf_append_cstr(struct froe_buf *buf, const char *text)
{
    froe_buf_append(buf, froe_slice_cstr(text));
}

void froe_buf_append_char(struct froe_buf *buf, char c)
{
    char *room = froe_buf_reserve(buf, 1);
    if (!room) return;
    *room = c;
    buf->len++;
}

void froe_buf_append_u64(struct froe_buf *buf, uint64_t value)
{
    char digits[20];
    size_t n = sizeof digits;
    do digits[--n] = (char)('0' + value % 10);
    while (value /= 10);
    froe_buf_append(buf, froe_slice(digits + n, sizeof digits - n));
}

void froe_buf_printf(struct froe_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0 && buf->status == FROE_OK) buf->status = FROE_LIMIT; /* longer than an int can say */
    char *room = n >= 0 ? make_room(buf, (size_t)n, 1) : NULL;
    if (room) {
        vsnprintf(room, (size_t)n + 1, format, again);
        buf->len += (size_t)n;
    }
    va_end(again);
}
