#include "base/json_writer.h"

#include "base/utf8.h"
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

enum { DOUBLE_DIGITS_MAX = 17 }; /* enough to come back exactly */

void froe_json_init(struct froe_json_writer *json, struct froe_buf *out)
{
    *json = (struct froe_json_writer){.out = out};
}

static void before_value(struct froe_json_writer *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->comma[json->depth]) froe_buf_append_char(json->out, ',');
    json->comma[json->depth] = true;
}

static void open(struct froe_json_writer *json, char bracket)
{
    before_value(json);
    froe_buf_append_char(json->out, bracket);
    json->depth++;
    assert(json->depth < FROE_JSON_DEPTH_MAX);
    json->comma[json->depth] = false;
}

static void close(struct froe_json_writer *json, char bracket)
{
    assert(json->depth > 0);
    json->depth--;
    froe_buf_append_char(json->out, bracket);
}

void froe_json_object_begin(struct froe_json_writer *json)
{
    open(json, '{');
}

void froe_json_object_end(struct froe_json_writer *json)
{
    close(json, '}');
}

void froe_json_array_begin(struct froe_json_writer *json)
{
    open(json, '[');
}

void froe_json_array_end(struct froe_json_writer *json)
{
    close(json, ']');
}

static void append_escape(struct froe_buf *out, unsigned char c)
{
    switch (c) {
    case '"': froe_buf_append_cstr(out, "\\\""); break;
    case '\\': froe_buf_append_cstr(out, "\\\\"); break;
    case '\n': froe_buf_append_cstr(out, "\\n"); break;
    case '\r': froe_buf_append_cstr(out, "\\r"); break;
    case '\t': froe_buf_append_cstr(out, "\\t"); break;
    default: froe_buf_printf(out, "\\u%04x", c);
    }
}

void froe_json_escape(struct froe_buf *out, struct froe_slice text)
{
    if (!text.len) return;
    const unsigned char *p = (const unsigned char *)text.ptr;
    size_t plain = 0; /* start of the run not yet copied */
    for (size_t i = 0; i < text.len;) {
        unsigned char c = p[i];
        if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
            i++;
            continue;
        }
        size_t bad, n = froe_utf8_next(p + i, text.len - i, &bad);
        if (n > 1) {
            i += n;
            continue;
        }
        froe_buf_append(out, froe_slice(text.ptr + plain, i - plain));
        if (n == 1) {
            append_escape(out, c);
            i++;
        } else {
            froe_buf_append_cstr(out, "\xef\xbf\xbd");
            i += bad;
        }
        plain = i;
    }
    froe_buf_append(out, froe_slice(text.ptr + plain, text.len - plain));
}

static void quoted(struct froe_json_writer *json, struct froe_slice text)
{
    froe_buf_append_char(json->out, '"');
    froe_json_escape(json->out, text);
    froe_buf_append_char(json->out, '"');
}

void froe_json_key_slice(struct froe_json_writer *json, struct froe_slice key)
{
    before_value(json);
    quoted(json, key);
    froe_buf_append_char(json->out, ':');
    json->after_key = true;
}

void froe_json_key(struct froe_json_writer *json, const char *key)
{
    froe_json_key_slice(json, froe_slice_cstr(key));
}

void froe_json_string(struct froe_json_writer *json, struct froe_slice text)
{
    if (!text.ptr) {
        froe_json_null(json);
        return;
    }
    before_value(json);
    quoted(json, text);
}

void froe_json_cstr(struct froe_json_writer *json, const char *text)
{
    froe_json_string(json, froe_slice_cstr(text));
}

void froe_json_u64(struct froe_json_writer *json, uint64_t value)
{
    before_value(json);
    froe_buf_append_u64(json->out, value);
}

void froe_json_i64(struct froe_json_writer *json, int64_t value)
{
    before_value(json);
    froe_buf_printf(json->out, "%" PRId64, value);
}

void froe_json_double(struct froe_json_writer *json, double value, int digits)
{
    if (!isfinite(value)) {
        froe_json_null(json);
        return;
    }
    before_value(json);
    char text[48];
    snprintf(text, sizeof text, "%.*g", digits < DOUBLE_DIGITS_MAX ? digits : DOUBLE_DIGITS_MAX,
             value);
    /* The program around us may have set a locale whose decimal point is another one. */
    for (const char *p = text; *p;) {
        size_t plain = strspn(p, "0123456789+-e");
        froe_buf_append(json->out, froe_slice(p, plain));
        p += plain;
        if (*p) froe_buf_append_char(json->out, '.');
        p += strcspn(p, "0123456789+-e");
    }
}

void froe_json_bool(struct froe_json_writer *json, bool value)
{
    before_value(json);
    froe_buf_append_cstr(json->out, value ? "true" : "false");
}

void froe_json_null(struct froe_json_writer *json)
{
    before_value(json);
    froe_buf_append_cstr(json->out, "null");
}
