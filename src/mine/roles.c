/* What a word is elsewhere in the log: where one message has a variable between certain words,
   another message's word between the same words is a value, too, seen only once as it may be. */
#include "mine/holes.h"

#include "base/hash.h"
#include <stdlib.h>

enum {
    NEIGHBOURS = 4, /* two on either side, white space aside */
    TAIL_VALUES_MIN = 8,
    TAIL_WORDS_MIN = 2,
    TAIL_NAME_WORDS_MAX = 8,
    NEIGHBOURS_MIN = 2, /* of which so many must be constant words: "for _ from" */
};

/* Hash of what stands around a position; false when that is too little to know a place by. */
static bool context_of(const struct froe_forms *forms, const struct froe_form *form,
                       uint32_t position, uint64_t *context)
{
    froe_symbol near[NEIGHBOURS] = {FROE_SYMBOL_SPACE, FROE_SYMBOL_SPACE, FROE_SYMBOL_SPACE,
                                    FROE_SYMBOL_SPACE};
    size_t found = 0, words = 0;
    for (uint32_t k = position; k-- > 0 && found < 2;)
        if (form->symbols[k] != FROE_SYMBOL_SPACE) near[found++] = form->symbols[k];
    found = 2;
    for (uint32_t k = position + 1; k < form->len && found < NEIGHBOURS; k++)
        if (form->symbols[k] != FROE_SYMBOL_SPACE) near[found++] = form->symbols[k];
    *context = 7;
    for (size_t i = 0; i < NEIGHBOURS; i++) {
        words += near[i] > FROE_SYMBOL_SPACE && froe_forms_traits(forms, near[i])->word;
        *context = froe_hash_mix(*context, near[i]);
    }
    return words >= NEIGHBOURS_MIN;
}

static bool note_contexts(const struct froe_forms *forms, struct froe_map *contexts)
{
    for (uint32_t i = 0; i < forms->count; i++) {
        const struct froe_form *form = &forms->items[i];
        uint64_t context;
        for (uint32_t k = 0; froe_form_alive(form) && k < form->len; k++)
            if (form->symbols[k] == FROE_SYMBOL_VARIABLE && context_of(forms, form, k, &context) &&
                !froe_map_put(contexts, context, 1, NULL))
                return false;
    }
    return true;
}

/* Fills the holes that the contexts tell of; false when there are none. */
static bool fill(const struct froe_forms *forms, const struct froe_form *form,
                 const struct froe_map *contexts, froe_symbol *out)
{
    bool changed = false;
    memcpy(out, form->symbols, form->len * sizeof *out);
    for (uint32_t k = 0; k < form->len; k++) {
        uint64_t context;
        const struct froe_symbol_traits *traits = froe_forms_traits(forms, form->symbols[k]);
        if (form->symbols[k] <= FROE_SYMBOL_SPACE || !traits->word || traits->state) continue;
        if (!context_of(forms, form, k, &context) || !froe_map_find(contexts, context)) continue;
        out[k] = FROE_SYMBOL_VARIABLE;
        changed = true;
    }
    return changed;
}

static bool merge_contexts(struct froe_forms *forms)
{
    struct froe_map contexts = {0};
    bool ok = note_contexts(forms, &contexts);
    size_t count = forms->count; /* the new ones have had theirs */
    for (uint32_t i = 0; ok && i < count; i++) {
        if (!froe_form_alive(&forms->items[i])) continue;
        if (!fill(forms, &forms->items[i], &contexts, forms->scratch)) continue;
        uint32_t into = froe_forms_put(forms, forms->scratch, forms->items[i].len);
        ok = into != UINT32_MAX;
        if (ok) froe_forms_merge(forms, i, into);
    }
    froe_map_release(&contexts);
    return ok;
}

/* --- values of several words at the end
 * ------------------------------------------------------------ */

/* Hash of a form without its last symbol; false when that is no variable that took many values. */
static bool ends_in_values(const struct froe_forms *forms, const struct froe_form *form,
                           uint64_t *prefix)
{
    if (!froe_form_alive(form) || form->merged < TAIL_VALUES_MIN || form->words < TAIL_WORDS_MIN ||
        form->symbols[form->len - 1] != FROE_SYMBOL_VARIABLE)
        return false;
    *prefix = 8;
    for (uint32_t i = 0; i + 1 < form->len; i++) *prefix = froe_hash_mix(*prefix, form->symbols[i]);
    return !froe_forms_punctuation(forms, form->symbols[form->len - 2]);
}

/* Words and nothing else from there on, none of which is an action or holds a sentence together. */
static bool is_name_of_words(const struct froe_forms *forms, const struct froe_form *form,
                             uint32_t start)
{
    uint32_t words = 0;
    for (uint32_t i = start; i < form->len; i++) {
        froe_symbol symbol = form->symbols[i];
        if (symbol == FROE_SYMBOL_SPACE) continue;
        const struct froe_symbol_traits *traits = froe_forms_traits(forms, symbol);
        if (symbol != FROE_SYMBOL_VARIABLE && (!traits->word || traits->state)) return false;
        words++;
    }
    return words > 1 && words <= TAIL_NAME_WORDS_MAX;
}

/* "Started observing Autofill Manager Events" beside "Started observing <*>" of many values. */
static bool merge_tails(struct froe_forms *forms)
{
    struct froe_map prefixes = {0};
    bool ok = true;
    for (uint32_t i = 0; ok && i < forms->count; i++) {
        uint64_t prefix;
        if (ends_in_values(forms, &forms->items[i], &prefix))
            ok = froe_map_put(&prefixes, prefix, i, NULL) != NULL;
    }
    for (uint32_t i = 0; ok && i < forms->count; i++) {
        const struct froe_form *form = &forms->items[i];
        uint64_t prefix = 8;
        for (uint32_t k = 0; froe_form_alive(form) && k + 1 < form->len; k++) {
            prefix = froe_hash_mix(prefix, form->symbols[k]);
            const uint32_t *into = froe_map_find(&prefixes, prefix);
            if (into && is_name_of_words(forms, form, k + 1)) froe_forms_merge(forms, i, *into);
        }
    }
    froe_map_release(&prefixes);
    return ok;
}

bool froe_merge_roles(struct froe_forms *forms)
{
    return merge_contexts(forms) && merge_tails(forms);
}
