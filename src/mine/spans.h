/* Private to src/mine: merging forms that differ in nothing but certain spans of symbols. A rule
   finds the spans; forms that are equal outside of them become one, in which a span that is not the
   same in all of them is a variable. */
#ifndef FROE_MINE_SPANS_H
#define FROE_MINE_SPANS_H

#include "mine/forms.h"

enum { FROE_SPANS_MAX = FROE_TOKENS_MAX / 2 + 8 };

/* Symbols [start, end) of a form; may be empty. */
struct froe_span {
    uint32_t start, end;
};

struct froe_spans {
    struct froe_span items[FROE_SPANS_MAX]; /* in order, without overlap */
    size_t count;
};

struct froe_span_rule {
    void (*find)(const struct froe_forms *forms, const struct froe_form *form,
                 struct froe_spans *spans);
    uint32_t words_min; /* constant words outside of the spans; one more when a span comes first */
};

/* Does nothing when the spans are full. */
static inline void froe_spans_put(struct froe_spans *spans, uint32_t start, uint32_t end)
{
    if (spans->count < FROE_SPANS_MAX)
        spans->items[spans->count++] = (struct froe_span){start, end};
}

/* False when memory is out. */
bool froe_merge_by_spans(struct froe_forms *forms, const struct froe_span_rule *rule);

#endif
