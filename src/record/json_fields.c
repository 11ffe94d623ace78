#include "record/fields.h"

#include "base/calendar.h"

#include <stdint.h>

enum { NESTING_MAX = 64 };

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_spaces(const char *p, const char *end)
{
    while (p < end && is_space(*p)) p++;
    return p;
}

/* From behind the opening quote to the closing one; NULL when there is none. Bytes that JSON forbids
   in strings (tabs, colours, broken UTF-8) are let through, for careless writers are many; a line
   end is not, it means that a quote was lost. */
static const char *string_end(const char *p, const char *end, bool *escaped)
{
    for (; p < end; p++) {
        if (*p == '"') return p;
        if (*p == '\n') return NULL;
        if (*p == '\\') {
            *escaped = true;
            p++;
        }
    }
    return NULL;
}

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && is_digit(*p)) p++;
    return p;
}

size_t froe_json_number_len(struct froe_slice text)
{
    const char *p = text.ptr, *end = text.ptr + text.len, *digits;
    if (p < end && *p == '-') p++;
    if (p == end || !is_digit(*p)) return 0;
    p = *p == '0' ? p + 1 : skip_digits(p, end);
    if (end - p > 1 && p[0] == '.' && is_digit(p[1])) p = skip_digits(p + 1, end);
    if (p < end && (*p | 0x20) == 'e') {
        digits = p + 1;
        if (digits < end && (*digits == '+' || *digits == '-')) digits++;
        if (digits < end && is_digit(*digits)) p = skip_digits(digits, end);
    }
    return (size_t)(p - text.ptr);
}

/* The numbers that are none are no JSON, but Python and others write them. */
size_t froe_json_literal_len(struct froe_slice text)
{
    static const struct froe_slice words[] = {
        {"true", 4}, {"false", 5}, {"null", 4}, {"NaN", 3}, {"Infinity", 8}, {"-Infinity", 9},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (froe_slice_starts(text, words[i])) return words[i].len;
    return 0;
}

/* From the first byte of a number, a literal or a string to behind it; NULL on a syntax error. What
   follows is checked by the caller, so that "12x" fails there. */
static const char *scalar_end(const char *p, const char *end)
{
    if (p == end) return NULL;
    if (*p == '"') {
        bool escaped;
        const char *quote = string_end(p + 1, end, &escaped);
        return quote ? quote + 1 : NULL;
    }
    struct froe_slice rest = froe_slice(p, (size_t)(end - p));
    size_t len = froe_json_literal_len(rest);
    if (!len) len = froe_json_number_len(rest);
    return len ? p + len : NULL;
}

/* From the quote of a key over the colon to the value; NULL on a syntax error. */
static const char *key_end(const char *p, const char *end)
{
    bool escaped;
    if (p == end || *p != '"') return NULL;
    p = string_end(p + 1, end, &escaped);
    if (!p) return NULL;
    p = skip_spaces(p + 1, end);
    return p < end && *p == ':' ? skip_spaces(p + 1, end) : NULL;
}

/* From the bracket that opens an object or array to behind the one that closes it; NULL on a syntax
   error or when it nests too deeply. Bit i of `objects` says what the bracket i levels out opened. */
static const char *nested_end(const char *p, const char *end)
{
    uint64_t objects = 0;
    int depth = 0;
    do {
        /* A value begins at p. */
        if (p == end) return NULL;
        if (*p == '{' || *p == '[') {
            if (depth++ == NESTING_MAX) return NULL;
            bool object = *p == '{';
            objects = objects << 1 | object;
            p = skip_spaces(p + 1, end);
            if (p == end) return NULL;
            if (*p != (object ? '}' : ']')) {
                if (object) p = key_end(p, end);
                if (!p) return NULL;
                continue;
            }
        } else {
            p = scalar_end(p, end);
            if (!p) return NULL;
            p = skip_spaces(p, end);
        }
        /* A value ended before p. */
        while (depth && p < end && *p == (objects & 1 ? '}' : ']')) {
            objects >>= 1;
            p++;
            if (--depth) p = skip_spaces(p, end);
        }
        if (depth) {
            if (p == end || *p != ',') return NULL;
            p = skip_spaces(p + 1, end);
            if (objects & 1) p = key_end(p, end);
            if (!p) return NULL;
        }
    } while (depth);
    return p;
}

bool froe_json_walk_init(struct froe_json_walk *walk, struct froe_slice text)
{
    *walk = (struct froe_json_walk){.first = true};
    const char *end = text.len ? text.ptr + text.len : text.ptr;
    const char *p = skip_spaces(text.ptr, end);
    if (p == end || *p != '{') return false;
    walk->next = p + 1;
    walk->end = end;
    return true;
}

/* The walk is over when next is NULL. */
static bool finish(struct froe_json_walk *walk, bool failed)
{
    walk->next = walk->end = NULL;
    walk->failed = failed;
    return false;
}

/* From behind '{' or a value to the next key; NULL at the end and on a syntax error. */
static const char *next_member(struct froe_json_walk *walk)
{
    const char *p = skip_spaces(walk->next, walk->end);
    bool first = walk->first;
    walk->first = false;
    if (p < walk->end && *p == '}') {
        finish(walk, skip_spaces(p + 1, walk->end) != walk->end);
        return NULL;
    }
    if (!first) {
        if (p == walk->end || *p != ',') {
            finish(walk, true);
            return NULL;
        }
        p = skip_spaces(p + 1, walk->end);
    }
    return p;
}

bool froe_json_walk_next(struct froe_json_walk *walk, struct froe_field *field)
{
    if (!walk->next) return false;
    const char *key = next_member(walk);
    if (!key) return false;
    const char *end = walk->end, *value = key_end(key, end);
    if (!value || value == end) return finish(walk, true);

    bool ignored;
    const char *key_quote = string_end(key + 1, end, &ignored);
    *field = (struct froe_field){.key = froe_slice(key + 1, (size_t)(key_quote - key - 1))};
    const char *value_end;
    if (*value == '"') {
        const char *quote = string_end(value + 1, end, &field->escaped);
        if (!quote) return finish(walk, true);
        field->type = FROE_FIELD_STRING;
        field->value = froe_slice(value + 1, (size_t)(quote - value - 1));
        walk->next = quote + 1;
        return true;
    }
    if (*value == '{' || *value == '[') {
        field->type = *value == '{' ? FROE_FIELD_OBJECT : FROE_FIELD_ARRAY;
        value_end = nested_end(value, end);
    } else {
        bool number = froe_json_literal_len(froe_slice(value, (size_t)(end - value))) == 0;
        field->type = number ? FROE_FIELD_NUMBER : FROE_FIELD_LITERAL;
        value_end = scalar_end(value, end);
    }
    if (!value_end) return finish(walk, true);
    field->value = froe_slice(value, (size_t)(value_end - value));
    walk->next = value_end;
    return true;
}
