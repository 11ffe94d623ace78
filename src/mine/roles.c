/* What a word is elsewhere in the log: where one message has a variable between certain words,
   another message's word between the same words is a value, too, seen only once as it may be. */
#include "mine/holes.h"

#include "base/hash.h"
#include <stdlib.h>

enum {
    NEIGHBOURS = 4,     /* two on either side, white space aside */
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

bool froe_merge_roles(struct froe_forms *forms)
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
