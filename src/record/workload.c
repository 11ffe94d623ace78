#include "record/formats_internal.h"

enum { SUFFIX_BYTES = 5, HASH_BYTES_MIN = 5, HASH_BYTES_MAX = 10, ORDINAL_BYTES_MAX = 4 };

struct segment {
    size_t start, digits;
    bool vowels, plain; /* plain: only small letters and digits */
    size_t len;
};

/* The last part of the name, behind a hyphen (or, of numbers, an underscore). */
static struct segment last_segment(struct froe_slice name)
{
    struct segment segment = {.start = name.len, .plain = true};
    while (segment.start && name.ptr[segment.start - 1] != '-' &&
           name.ptr[segment.start - 1] != '_') {
        char c = name.ptr[--segment.start];
        bool digit = c >= '0' && c <= '9';
        segment.digits += digit;
        if (!digit && !(c >= 'a' && c <= 'z')) segment.plain = false;
        if (c && strchr("aeiou", c)) segment.vowels = true;
    }
    segment.len = name.len - segment.start;
    return segment;
}

static bool is_suffix(struct segment segment)
{
    return segment.plain && segment.len == SUFFIX_BYTES && (segment.digits || !segment.vowels);
}

static bool is_hash(struct segment segment)
{
    return segment.plain && segment.len >= HASH_BYTES_MIN && segment.len <= HASH_BYTES_MAX &&
           (segment.digits || !segment.vowels);
}

struct froe_slice froe_workload_of(struct froe_slice instance)
{
    struct segment last = last_segment(instance);
    if (last.start < 2) return instance;
    struct froe_slice rest = froe_slice(instance.ptr, last.start - 1);
    if (last.len && last.digits == last.len && last.len <= ORDINAL_BYTES_MAX) return rest;
    if (!is_suffix(last) || instance.ptr[last.start - 1] != '-') return instance;
    struct segment hash = last_segment(rest);
    if (hash.start < 2 || !is_hash(hash)) return rest;
    return froe_slice(instance.ptr, hash.start - 1);
}
