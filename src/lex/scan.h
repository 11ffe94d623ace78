/* Private to src/lex: one token by shape alone, and the morphology of a word. */
#ifndef FROE_LEX_SCAN_H
#define FROE_LEX_SCAN_H

#include "base/slice.h"
#include "lex/token.h"
#include <stddef.h>

enum froe_scan_kind {
    FROE_SCAN_END,
    FROE_SCAN_SPACE,
    FROE_SCAN_FIXED,
    FROE_SCAN_WORD, /* to be looked at by froe_word_split */
    FROE_SCAN_VARIABLE,
    FROE_SCAN_URL, /* "scheme://" of prefix_len bytes, then the variable */
};

struct froe_scan {
    size_t len;
    size_t prefix_len;
    uint8_t type;
};

/* The token at text[start]. text[len] must be a NUL. */
enum froe_scan_kind froe_scan_token(const char *text, size_t len, size_t start,
                                    struct froe_scan *scan);

/* How a word falls apart: prefix_len bytes of constant text, then a variable of the type; no
   variable when prefix_len is the whole word. */
struct froe_word_split {
    size_t prefix_len;
    uint8_t type;
};
struct froe_word_split froe_word_split(struct froe_slice word);

#endif
