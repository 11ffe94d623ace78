/* Private to src/mine: where the holes of a template lie in a sequence of tokens. */
#ifndef FROE_MINE_ALIGN_H
#define FROE_MINE_ALIGN_H

#include "mine/forms.h"
#include "mine/induce.h"

struct froe_aligner {
    uint8_t *reachable; /* (template length + 1) x (token count + 1) */
    size_t capacity;
};

void froe_aligner_release(struct froe_aligner *aligner);

/* Constants must be equal, a variable of the template takes one token or more, none only where
   nothing else fits; the leftmost holes take as little as possible. A variable token is taken by
   holes only. ranges[] gets one range for each hole. False when the template does not fit, or
   memory is out. */
bool froe_align(struct froe_aligner *aligner, const froe_symbol *pattern, size_t pattern_len,
                const froe_symbol *tokens, size_t token_count, struct froe_hole_range *ranges);

#endif
