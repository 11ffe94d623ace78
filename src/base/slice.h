/* A slice: borrowed bytes, passed by value. It owns nothing and need not end in NUL. */
#ifndef FROE_BASE_SLICE_H
#define FROE_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct froe_slice {
    const char *ptr; /* may be NULL only when len is 0; NULL means "absent", "" means "empty" */
    size_t len;
};

/* A value and what it is called. */
struct froe_member {
    struct froe_slice name, value;
};

/* A slice of a string literal. */
#define FROE_SLICE(literal) ((struct froe_slice){"" literal, sizeof(literal) - 1})

static inline struct froe_slice froe_slice(const char *ptr, size_t len)
{
    return (struct froe_slice){ptr, len};
}

static inline struct froe_slice froe_slice_cstr(const char *text)
{
    return (struct froe_slice){text, text ? strlen(text) : 0};
}

static inline bool froe_slice_eq(struct froe_slice a, struct froe_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Orders by bytes, a prefix before what it begins. */
static inline int froe_slice_cmp(struct froe_slice a, struct froe_slice b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

static inline bool froe_slice_starts(struct froe_slice s, struct froe_slice prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

static inline struct froe_slice froe_slice_from(struct froe_slice s, size_t start)
{
    if (start > s.len) start = s.len;
    return start ? froe_slice(s.ptr + start, s.len - start) : s;
}

/* Without spaces, tabs and line ends at both ends. */
static inline struct froe_slice froe_slice_trim(struct froe_slice s)
{
    while (s.len && (s.ptr[0] == ' ' || (s.ptr[0] >= '\t' && s.ptr[0] <= '\r'))) s.ptr++, s.len--;
    while (s.len &&
           (s.ptr[s.len - 1] == ' ' || (s.ptr[s.len - 1] >= '\t' && s.ptr[s.len - 1] <= '\r')))
        s.len--;
    return s;
}

#endif
