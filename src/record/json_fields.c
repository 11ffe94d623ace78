#include "record/fields.h"

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

/* From behind the opening quote to the closing one; NULL when there is none. Bytes that JSON
   forbids in strings (tabs, colours, broken UTF-8) are let through, for careless writers are many;
   a line end is not, it means that a quote was lost. */
static const char *string_end(const char *p, const char *end, bool *escaped)
{
    for (; p < end; p++) {
        if (*p == '"') return p;
        if (*p == '\n') return NULL;
        if (*p == '\\') {
            *escaped = true;
            if (++p == end) return NULL;
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
    if (!text.len) return 0;
    const char *p = text.ptr, *end = text.ptr + text.len, *digits;
    if (p < end && *p == '-') p++;
    if (p == end || !is_digit(*p)) return 0;
    p = skip_digits(p, end); /* leading noughts are no JSON, but some write them */
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

static bool ends_scalar(const char *p, const char *end)
{
    return p == end || is_space(*p) || *p == ',' || *p == '}' || *p == ']';
}

/* From the first byte of a number, a literal or a string to behind it; NULL on a syntax error. */
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
    return len && ends_scalar(p + len, end) ? p + len : NULL;
}

/* From the quote of a key over the colon to the value; NULL on a syntax error. */
static const char *key_end(const char *p, const char *end, const char **closing_quote)
{
    bool escaped;
    if (p == end || *p != '"') return NULL;
    *closing_quote = string_end(p + 1, end, &escaped);
    if (!*closing_quote) return NULL;
    p = skip_spaces(*closing_quote + 1, end);
    return p < end && *p == ':' ? skip_spaces(p + 1, end) : NULL;
}

/* From the bracket that opens an object or array to behind the one that closes it; NULL on a syntax
   error or when it nests too deeply. Bit i of `objects` says what the bracket i levels out opened.
 */
static const char *nested_end(const char *p, const char *end)
{
    const char *quote;
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
                if (object) p = key_end(p, end, &quote);
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
            if (objects & 1) p = key_end(p, end, &quote);
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
    const char *end = walk->end, *quote, *value_end;
    const char *value = key_end(key, end, &quote);
    if (!value || value == end) return finish(walk, true);
    *field = (struct froe_field){.key = froe_slice(key + 1, (size_t)(quote - key - 1))};

    if (*value == '"') {
        quote = string_end(value + 1, end, &field->escaped);
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
        bool literal = froe_json_literal_len(froe_slice(value, (size_t)(end - value))) > 0;
        field->type = literal ? FROE_FIELD_LITERAL : FROE_FIELD_NUMBER;
        value_end = scalar_end(value, end);
    }
    if (!value_end) return finish(walk, true);
    field->value = froe_slice(value, (size_t)(value_end - value));
    walk->next = value_end;
    return true;
}

bool froe_json_is_broken(struct froe_slice text)
{
    struct froe_json_walk walk;
    struct froe_field field;
    if (!froe_json_walk_init(&walk, text)) return false;
    const char *quote = skip_spaces(walk.next, walk.end);
    if (quote == walk.end || *quote != '"') return false;
    while (froe_json_walk_next(&walk, &field)) continue;
    return walk.failed;
}

bool froe_json_element_next(struct froe_slice *array, struct froe_slice *element)
{
    const char *end = array->ptr + array->len, *p, *value_end;
    if (!array->len) return false;
    p = skip_spaces(array->ptr, end);
    if (p < end && (*p == '[' || *p == ',')) p = skip_spaces(p + 1, end);
    if (p == end || *p == ']') return false;
    if (*p == '{' || *p == '[')
        value_end = nested_end(p, end);
    else
        value_end = scalar_end(p, end);
    if (!value_end) return false;
    *element = froe_slice(p, (size_t)(value_end - p));
    *array = froe_slice(value_end, (size_t)(end - value_end));
    return true;
}

/* The four hexadecimal digits at p; false when they are not there. */
static bool hex4(const char *p, const char *end, uint32_t *value)
{
    if (end - p < 4) return false;
    *value = 0;
    for (int i = 0; i < 4; i++) {
        uint32_t c = (unsigned char)p[i];
        if (is_digit(p[i]))
            c -= '0';
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            c = (c | 0x20) - 'a' + 10;
        else
            return false;
        *value = *value << 4 | c;
    }
    return true;
}

static char *put_utf8(char *out, uint32_t code)
{
    if (code < 0x80) {
        *out++ = (char)code;
        return out;
    }
    if (code < 0x800) {
        *out++ = (char)(0xc0 | code >> 6);
    } else {
        if (code < 0x10000) {
            *out++ = (char)(0xe0 | code >> 12);
        } else {
            *out++ = (char)(0xf0 | code >> 18);
            *out++ = (char)(0x80 | (code >> 12 & 0x3f));
        }
        *out++ = (char)(0x80 | (code >> 6 & 0x3f));
    }
    *out++ = (char)(0x80 | (code & 0x3f));
    return out;
}

static bool is_high_surrogate(uint32_t code)
{
    return code >= 0xd800 && code <= 0xdbff;
}

static bool is_low_surrogate(uint32_t code)
{
    return code >= 0xdc00 && code <= 0xdfff;
}

/* p is behind "\uXXXX", which gave `code`; takes the second half of a pair when there is one. */
static const char *join_surrogates(const char *p, const char *end, uint32_t *code)
{
    uint32_t low;
    if (is_high_surrogate(*code) && end - p >= 6 && p[0] == '\\' && p[1] == 'u' &&
        hex4(p + 2, end, &low) && is_low_surrogate(low)) {
        *code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
        return p + 6;
    }
    if (is_high_surrogate(*code) || is_low_surrogate(*code)) *code = 0xfffd;
    return p;
}

static char simple_escape(char c)
{
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'b': return '\b';
    case 'f': return '\f';
    default: return '\0';
    }
}

struct froe_slice froe_json_unescape(struct froe_arena *arena, struct froe_slice raw)
{
    if (!raw.len) return raw;
    /* No escape is shorter than what it stands for. */
    char *start = froe_arena_bytes(arena, raw.len), *out = start;
    if (!start) return raw;
    const char *p = raw.ptr, *end = raw.ptr + raw.len;
    while (p < end) {
        uint32_t code;
        const char *backslash = memchr(p, '\\', (size_t)(end - p));
        size_t plain = (size_t)((backslash ? backslash : end) - p);
        memcpy(out, p, plain);
        out += plain;
        p += plain;
        if (p == end) break;
        char meaning = end - p > 1 ? simple_escape(p[1]) : '\0';
        if (meaning) {
            *out++ = meaning;
            p += 2;
        } else if (end - p >= 6 && p[1] == 'u' && hex4(p + 2, end, &code)) {
            p = join_surrogates(p + 6, end, &code);
            out = put_utf8(out, code);
        } else {
            *out++ = *p++;
        }
    }
    return froe_slice(start, (size_t)(out - start));
}
