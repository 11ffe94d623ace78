#include "mine/spans.h"

#include "base/hash.h"
#include <stdlib.h>

static bool spans_key(struct froe_forms *forms, const void *context, uint32_t index, uint64_t *key)
{
    const struct froe_span_rule *rule = context;
    const struct froe_form *form = &forms->items[index];
    struct froe_spans spans = {.count = 0};
    rule->find(forms, form, &spans);
    uint64_t hash = 6;
    uint32_t words = 0, at = 0;
    for (size_t i = 0; i <= spans.count; i++) {
        uint32_t end = i < spans.count ? spans.items[i].start : form->len;
        for (; at < end; at++) {
            hash = froe_hash_mix(hash, form->symbols[at]);
            words += form->symbols[at] > FROE_SYMBOL_SPACE &&
                     froe_forms_traits(forms, form->symbols[at])->word;
        }
        if (i == spans.count) break;
        hash = froe_hash_mix(hash, UINT64_MAX);
        at = spans.items[i].end;
    }
    *key = hash;
    return spans.count && words >= rule->words_min + (spans.items[0].start == 0);
}

static bool equal(const struct froe_form *a, struct froe_span in_a, const struct froe_form *b,
                  struct froe_span in_b)
{
    size_t len = in_a.end - in_a.start;
    return in_b.end - in_b.start == len &&
           memcmp(a->symbols + in_a.start, b->symbols + in_b.start, len * sizeof *a->symbols) == 0;
}

static uint32_t spans_result(struct froe_forms *forms, const void *context,
                             const struct froe_form_key *group, size_t len)
{
    const struct froe_span_rule *rule = context;
    const struct froe_form *first = &forms->items[group[0].form];
    struct froe_spans spans = {.count = 0}, others;
    bool varies[FROE_SPANS_MAX] = {false};
    rule->find(forms, first, &spans);
    for (size_t k = 1; k < len; k++) {
        const struct froe_form *other = &forms->items[group[k].form];
        others.count = 0;
        rule->find(forms, other, &others);
        for (size_t i = 0; i < spans.count && i < others.count; i++)
            varies[i] |= !equal(first, spans.items[i], other, others.items[i]);
    }
    froe_symbol *out = forms->scratch;
    size_t n = 0;
    uint32_t at = 0;
    for (size_t i = 0; i < spans.count; i++) {
        while (at < spans.items[i].start) out[n++] = first->symbols[at++];
        if (!varies[i]) continue;
        out[n++] = FROE_SYMBOL_VARIABLE;
        at = spans.items[i].end;
    }
    while (at < first->len) out[n++] = first->symbols[at++];
    return froe_forms_put(forms, out, n);
}

bool froe_merge_by_spans(struct froe_forms *forms, const struct froe_span_rule *rule)
{
    return froe_forms_merge_groups(forms, rule, spans_key, spans_result);
}
