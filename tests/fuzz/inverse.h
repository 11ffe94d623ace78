/* What a template's holes hold, put into it, is the message again, runs of white space aside: for
   the fuzzers of what finds the holes. */
#ifndef FROE_TESTS_INVERSE_H
#define FROE_TESTS_INVERSE_H

#include "mine/induce.h"

#include <ctype.h>
#include <stdlib.h>

/* Appends the text with runs of white space as one space. */
static inline size_t inverse_squeeze(char *out, size_t len, struct froe_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        bool space = isspace((unsigned char)text.ptr[i]);
        if (!space || !len || out[len - 1] != ' ') out[len++] = space ? ' ' : text.ptr[i];
    }
    return len;
}

static inline size_t inverse_without_final_space(const char *text, size_t len)
{
    return len > 1 && text[len - 1] == ' ' ? len - 1 : len;
}

/* The holes come one after the other, and within the tokens. */
static inline bool inverse_holds(const struct froe_template *template,
                                 const struct froe_hole_range *holes, struct froe_slice message,
                                 const struct froe_token *tokens, size_t token_count)
{
    char *wanted = malloc(message.len + 1);
    char *rebuilt = malloc(message.len + template->plain.len + 1);
    bool ok = wanted && rebuilt;
    size_t wanted_len = ok ? inverse_squeeze(wanted, 0, message) : 0;
    size_t len = 0, hole = 0, behind = 0;
    for (uint32_t i = 0; ok && i < template->part_count; i++) {
        struct froe_slice text = template->parts[i].text;
        if (template->parts[i].hole) {
            struct froe_hole_range range = holes[hole++];
            ok = range.first >= behind && (size_t)range.first + range.count <= token_count;
            if (!ok) break;
            behind = (size_t)range.first + range.count;
            size_t start = range.count ? tokens[range.first].start : 0, end = start;
            if (range.count) end = tokens[behind - 1].start + tokens[behind - 1].len;
            text = froe_slice(message.ptr + start, end - start);
        }
        len = inverse_squeeze(rebuilt, len, text);
    }
    if (ok) {
        len = inverse_without_final_space(rebuilt, len);
        wanted_len = inverse_without_final_space(wanted, wanted_len);
        ok = hole == template->hole_count &&
             froe_slice_eq(froe_slice(rebuilt, len), froe_slice(wanted, wanted_len));
    }
    free(wanted);
    free(rebuilt);
    return ok;
}

#endif
