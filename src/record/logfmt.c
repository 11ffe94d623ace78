#include "record/fields.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_key_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c >= '-' && c <= '/') || c == '@';
}

void froe_logfmt_walk_init(struct froe_logfmt_walk *walk, struct froe_slice text)
{
    *walk = (struct froe_logfmt_walk){.next = text.ptr,
                                      .end = text.len ? text.ptr + text.len : text.ptr};
}

static bool fail(struct froe_logfmt_walk *walk)
{
    walk->next = walk->end;
    walk->failed = true;
    return false;
}

/* p is behind the opening quote. Returns what follows the closing one; NULL when there is none. */
static const char *read_quoted(const char *p, const char *end, struct froe_field *field)
{
    const char *start = p;
    for (; p < end && *p != '"'; p++) {
        if (*p == '\\') {
            field->escaped = true;
            if (++p == end) return NULL;
        }
    }
    if (p == end) return NULL;
    field->value = froe_slice(start, (size_t)(p - start));
    return p + 1;
}

static const char *read_bare(const char *p, const char *end, struct froe_field *field)
{
    const char *start = p;
    while (p < end && !is_blank(*p)) p++;
    field->value = froe_slice(start, (size_t)(p - start));
    if (!field->value.len) return p;
    if (froe_json_number_len(field->value) == field->value.len) field->type = FROE_FIELD_NUMBER;
    if (froe_json_literal_len(field->value) == field->value.len) field->type = FROE_FIELD_LITERAL;
    return p;
}

bool froe_logfmt_walk_next(struct froe_logfmt_walk *walk, struct froe_field *field)
{
    const char *p = walk->next, *end = walk->end;
    while (p < end && is_blank(*p)) p++;
    walk->next = p;
    if (p == end) return false;

    const char *key = p;
    while (p < end && is_key_byte(*p)) p++;
    if (p == key) return fail(walk);
    *field =
        (struct froe_field){.key = froe_slice(key, (size_t)(p - key)), .type = FROE_FIELD_STRING};
    if (p < end && *p == '=') {
        p++;
        bool quoted = p < end && *p == '"';
        p = quoted ? read_quoted(p + 1, end, field) : read_bare(p, end, field);
    }
    /* A key or a quote that something clings to is not logfmt. */
    if (!p || (p < end && !is_blank(*p))) return fail(walk);
    walk->next = p;
    return true;
}
