#include "pairs.h"

#include "mining.h"
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

char *pairs_read(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_true(size > 0);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)size, file), size);
    text[size] = '\0';
    fclose(file);
    return text;
}

bool pairs_next(const char **text, struct pairs_case *next)
{
    size_t at = next->text_line_of_end ? next->text_line_of_end : 1;
    next->line_count = 0;
    struct pairs_line line;
    for (const char *rest = *text; mining_next_line(&rest, &line.text, &line.times); at++) {
        bool heading = froe_slice_starts(line.text, FROE_SLICE("#"));
        if (next->line_count && (heading || !line.text.len)) break;
        *text = rest;
        if (heading) {
            next->heading = froe_slice_trim(froe_slice_from(line.text, 1));
        } else if (line.text.len) {
            assert_true(next->line_count < PAIRS_LINES_MAX);
            if (!next->line_count) next->text_line = at;
            next->lines[next->line_count++] = line;
        }
    }
    next->text_line_of_end = at;
    next->number += next->line_count > 0;
    return next->line_count > 0;
}

/* The next list in the text, without its braces; its ptr is NULL when there is none. */
static struct froe_slice find_list(struct froe_slice text)
{
    const char *open = memmem(text.ptr, text.len, "{{", 2);
    if (!open) return (struct froe_slice){0};
    const char *end = text.ptr + text.len, *values = open + 2;
    const char *close = memmem(values, (size_t)(end - values), "}}", 2);
    assert_non_null(close);
    return froe_slice(values, (size_t)(close - values));
}

static struct froe_slice behind_list(struct froe_slice text, struct froe_slice list)
{
    return froe_slice_from(text, (size_t)(list.ptr + list.len + 2 - text.ptr));
}

static size_t value_count(struct froe_slice list)
{
    size_t count = 1;
    for (size_t i = 0; i < list.len; i++) count += list.ptr[i] == '|';
    return count;
}

static struct froe_slice value_at(struct froe_slice list, size_t index)
{
    for (; index; index--) {
        const char *bar = memchr(list.ptr, '|', list.len);
        list = froe_slice_from(list, (size_t)(bar + 1 - list.ptr));
    }
    const char *bar = memchr(list.ptr, '|', list.len);
    return bar ? froe_slice(list.ptr, (size_t)(bar - list.ptr)) : list;
}

size_t pairs_message_count(const struct pairs_line *line)
{
    size_t count = line->times;
    struct froe_slice text = line->text, list;
    for (; (list = find_list(text)).ptr; text = behind_list(text, list))
        if (value_count(list) > count) count = value_count(list);
    return count;
}

/* No digit grows, so that what was an address or a time of day still is one. */
static void redraw_digits(struct froe_buf *message, size_t index)
{
    uint32_t seed = (uint32_t)(index + 1) * 2654435761u;
    bool in_word = false, keep = false; /* words that begin with a letter keep their digits */
    for (size_t i = 0; i < message->len; i++) {
        char *c = &message->ptr[i];
        bool first = !in_word;
        in_word = isalnum((unsigned char)*c);
        if (first) keep = isalpha((unsigned char)*c);
        if (keep || *c < '1' || *c > '9') continue;
        uint32_t digit = (uint32_t)(*c - '0');
        uint32_t random = mining_random(&seed);
        *c = (char)('0' + (first ? 1 + random % digit : random % (digit + 1)));
    }
}

void pairs_write_message(struct froe_buf *out, const struct pairs_line *line, size_t index)
{
    froe_buf_clear(out);
    struct froe_slice text = line->text, list;
    for (; (list = find_list(text)).ptr; text = behind_list(text, list)) {
        froe_buf_append(out, froe_slice(text.ptr, (size_t)(list.ptr - 2 - text.ptr)));
        froe_buf_append(out, value_at(list, index % value_count(list)));
    }
    froe_buf_append(out, text);
    assert_int_equal(out->status, FROE_OK);
    if (line->times > 1) redraw_digits(out, index);
}
