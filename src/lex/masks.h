/* Private to src/lex: user masks. */
#ifndef FROE_LEX_MASKS_H
#define FROE_LEX_MASKS_H

#define PCRE2_CODE_UNIT_WIDTH 8

#include "lex/lexer.h"
#include <pcre2.h>

enum { FROE_MASK_SPANS_MAX = 128 }; /* in one message; later matches stay unmasked */

struct froe_mask {
    pcre2_code *code;
    uint8_t type;
};

struct froe_masks {
    struct froe_mask items[FROE_MASKS_MAX];
    size_t count;
    char *names[FROE_MASKS_MAX];
    size_t name_count;
};

struct froe_mask_span {
    uint32_t start, end;
    uint8_t type;
};

struct froe_mask_matcher {
    pcre2_match_data *match;
    pcre2_match_context *limits;
    struct froe_mask_span spans[FROE_MASK_SPANS_MAX]; /* of the last message, sorted, disjoint */
    size_t span_count;
};

bool froe_mask_matcher_init(struct froe_mask_matcher *matcher);
void froe_mask_matcher_release(struct froe_mask_matcher *matcher);
void froe_masks_find(const struct froe_masks *masks, struct froe_mask_matcher *matcher,
                     struct froe_slice message);

#endif
