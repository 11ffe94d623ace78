/* Any text, walked as logfmt: fields lie within it, in order, and a walk that did not fail left
   nothing but white space out. */
#include "record/fields.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

/* The text between two fields: white space, but for the closing quote of the first. */
static void check_gap(const char *p, const char *end, bool quoted)
{
    if (quoted) require(p < end && *p++ == '"');
    for (; p < end; p++) require(isspace((unsigned char)*p));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *last = (const char *)data, *end = last + size;
    bool quoted = false;
    struct froe_logfmt_walk walk;
    struct froe_field field;
    froe_logfmt_walk_init(&walk, froe_slice(last, size));
    while (froe_logfmt_walk_next(&walk, &field)) {
        require(field.key.len > 0 && field.key.ptr >= last);
        check_gap(last, field.key.ptr, quoted);
        const char *key_end = field.key.ptr + field.key.len;
        quoted = field.value.ptr && field.value.ptr[-1] == '"';
        if (field.value.ptr) require(field.value.ptr == key_end + 1 + quoted && *key_end == '=');
        last = field.value.ptr ? field.value.ptr + field.value.len : key_end;
        require(last <= end);
    }
    if (!walk.failed) check_gap(last, end, quoted);
    require(walk.next == walk.end);
    return 0;
}
