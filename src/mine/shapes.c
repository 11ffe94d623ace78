/* Forms that are the same but for the length of a list or a unit. Each step
   computes for every form a canonical form; forms with the same canonical form are merged. */
#include "mine/holes.h"

#include "base/hash.h"
#include "mine/lexicon.h"
#include <ctype.h>
#include <stdlib.h>

/* --- lists of different lengths
 * ------------------------------------------------------------------- */

static bool separates(const struct froe_forms *forms, froe_symbol symbol)
{
    char c = froe_forms_punctuation(forms, symbol);
    return symbol == FROE_SYMBOL_SPACE || (c && strchr(",;|:/\\", c));
}

/* End of the run "<*> (separators <*>)*" that starts at the variable i. */
static uint32_t run_end(const struct froe_forms *forms, const struct froe_form *form, uint32_t i)
{
    for (;;) {
        uint32_t next = i + 1;
        while (next < form->len && separates(forms, form->symbols[next])) next++;
        if (next == i + 1 || next >= form->len || form->symbols[next] != FROE_SYMBOL_VARIABLE)
            return i + 1;
        i = next;
    }
}

static bool lists_key(struct froe_forms *forms, uint32_t index, uint64_t *key)
{
    const struct froe_form *form = &forms->items[index];
    uint64_t hash = 3;
    for (uint32_t i = 0; i < form->len;) {
        hash = froe_hash_mix(hash, form->symbols[i]);
        i = form->symbols[i] == FROE_SYMBOL_VARIABLE ? run_end(forms, form, i) : i + 1;
    }
    *key = hash;
    bool starts_variable = form->len && form->symbols[0] == FROE_SYMBOL_VARIABLE;
    return form->words >= (starts_variable ? 2 : 1);
}

/* A run that is the same in all forms of the group stays; one that differs becomes one variable. */
static uint32_t lists_result(struct froe_forms *forms, const struct froe_form_key *group,
                             size_t len)
{
    froe_symbol *out = forms->scratch;
    size_t n = 0;
    const struct froe_form *first = &forms->items[group[0].form];
    uint32_t *at = calloc(len, sizeof *at);
    if (!at) return UINT32_MAX;
    for (uint32_t i = 0; i < first->len;) {
        uint32_t end = i + 1;
        bool same = true;
        if (first->symbols[i] == FROE_SYMBOL_VARIABLE) {
            end = run_end(forms, first, i);
            for (size_t k = 1; k < len; k++) {
                const struct froe_form *other = &forms->items[group[k].form];
                uint32_t other_end = run_end(forms, other, at[k]);
                same &= other_end - at[k] == end - i &&
                        memcmp(other->symbols + at[k], first->symbols + i,
                               (end - i) * sizeof *out) == 0;
                at[k] = other_end;
            }
        } else {
            for (size_t k = 1; k < len; k++) at[k]++;
        }
        if (same) {
            memcpy(out + n, first->symbols + i, (end - i) * sizeof *out);
            n += end - i;
        } else {
            out[n++] = FROE_SYMBOL_VARIABLE;
        }
        i = end;
    }
    free(at);
    return froe_forms_put(forms, out, n);
}

/* --- repeated groups of tokens
 * -------------------------------------------------------------------- */

enum { REPEAT_TOKENS_MAX = 10 };

/* "a=<*>, a=<*>, a=<*>" to "a=<*>, ": a group that holds a variable and is followed by itself goes.
 */
static size_t drop_repeats(const struct froe_form *form, froe_symbol *out)
{
    size_t n = form->len;
    memcpy(out, form->symbols, n * sizeof *out);
    out[n++] = FROE_SYMBOL_SPACE; /* so that the last item ends like the others */
    bool changed = true;
    while (changed) {
        changed = false;
        for (size_t len = 2; len <= REPEAT_TOKENS_MAX; len++) {
            for (size_t i = 0; i + 2 * len <= n;) {
                bool variable = false;
                for (size_t k = 0; k < len && out[i] == out[i + len]; k++)
                    variable |= out[i + k] == FROE_SYMBOL_VARIABLE;
                if (!variable || memcmp(out + i, out + i + len, len * sizeof *out) != 0) {
                    i++;
                    continue;
                }
                memmove(out + i + len, out + i + 2 * len, (n - i - 2 * len) * sizeof *out);
                n -= len;
                changed = true;
            }
        }
    }
    return n;
}

static bool repeats_key(struct froe_forms *forms, uint32_t index, uint64_t *key)
{
    const struct froe_form *form = &forms->items[index];
    if (form->words < 2) return false;
    size_t n = drop_repeats(form, forms->scratch);
    *key = froe_symbols_hash(forms->scratch, n);
    return true;
}

static uint32_t repeats_result(struct froe_forms *forms, const struct froe_form_key *group,
                               size_t len)
{
    uint32_t shortest = group[0].form;
    for (size_t i = 1; i < len; i++)
        if (forms->items[group[i].form].len < forms->items[shortest].len) shortest = group[i].form;
    return shortest;
}

bool froe_merge_lists(struct froe_forms *forms)
{
    return froe_forms_merge_groups(forms, lists_key, lists_result) &&
           froe_forms_merge_groups(forms, repeats_key, repeats_result);
}

/* --- prefixes of variables
 * ------------------------------------------------------------------------ */

/* "node-" in "node-<*>", "http://" in "http://<*>": the constant part of a value. */
static bool is_prefix(const struct froe_forms *forms, const struct froe_form *form, uint32_t i)
{
    froe_symbol symbol = form->symbols[i];
    if (symbol <= FROE_SYMBOL_SPACE || i + 1 == form->len ||
        form->symbols[i + 1] != FROE_SYMBOL_VARIABLE)
        return false;
    if (i && form->symbols[i - 1] > FROE_SYMBOL_SPACE &&
        !froe_forms_punctuation(forms, form->symbols[i - 1]))
        return false;
    struct froe_slice text = froe_forms_text(forms, symbol);
    if (text.len < 2 || !strchr("-./", text.ptr[text.len - 1])) return false;
    while (text.len && !isalnum((unsigned char)text.ptr[text.len - 1])) text.len--;
    return text.len && !froe_lexicon_is_state(text);
}

static size_t drop_prefixes(const struct froe_forms *forms, const struct froe_form *form,
                            froe_symbol *out)
{
    size_t n = 0;
    for (uint32_t i = 0; i < form->len; i++)
        if (!is_prefix(forms, form, i)) out[n++] = form->symbols[i];
    return n;
}

static bool prefixes_key(struct froe_forms *forms, uint32_t index, uint64_t *key)
{
    const struct froe_form *form = &forms->items[index];
    *key = froe_symbols_hash(forms->scratch, drop_prefixes(forms, form, forms->scratch));
    return form->words >= 1;
}

/* Prefixes that all forms of the group share stay. */
static uint32_t prefixes_result(struct froe_forms *forms, const struct froe_form_key *group,
                                size_t len)
{
    froe_symbol *out = forms->scratch;
    size_t n = 0;
    const struct froe_form *first = &forms->items[group[0].form];
    uint32_t *at = calloc(len, sizeof *at);
    if (!at) return UINT32_MAX;
    while (at[0] < first->len) {
        froe_symbol prefix = is_prefix(forms, first, at[0]) ? first->symbols[at[0]] : 0;
        bool same = true;
        for (size_t k = 0; k < len; k++) {
            const struct froe_form *form = &forms->items[group[k].form];
            bool has_one = is_prefix(forms, form, at[k]);
            same &= prefix == (has_one ? form->symbols[at[k]] : 0);
            at[k] += 1 + has_one;
        }
        if (same && prefix) out[n++] = prefix;
        out[n++] = first->symbols[at[0] - 1];
    }
    free(at);
    return froe_forms_put(forms, out, n);
}

bool froe_merge_prefixes(struct froe_forms *forms)
{
    return froe_forms_merge_groups(forms, prefixes_key, prefixes_result);
}

/* --- units
 * ---------------------------------------------------------------------------------------- */

/* Length of the unit (with its space) behind the variable i, 0 if none. */
static uint32_t unit_len(const struct froe_forms *forms, const struct froe_form *form, uint32_t i)
{
    return i + 2 < form->len && form->symbols[i + 1] == FROE_SYMBOL_SPACE &&
                   froe_forms_traits(forms, form->symbols[i + 2])->unit
               ? 2
               : 0;
}

static bool units_key(struct froe_forms *forms, uint32_t index, uint64_t *key)
{
    const struct froe_form *form = &forms->items[index];
    uint64_t hash = 4;
    uint32_t words = form->words;
    for (uint32_t i = 0; i < form->len; i++) {
        hash = froe_hash_mix(hash, form->symbols[i]);
        if (form->symbols[i] != FROE_SYMBOL_VARIABLE) continue;
        uint32_t unit = unit_len(forms, form, i);
        words -= unit > 0;
        i += unit;
    }
    *key = hash;
    return words >= 2;
}

/* Units that all forms of the group share stay. */
static uint32_t units_result(struct froe_forms *forms, const struct froe_form_key *group,
                             size_t len)
{
    froe_symbol *out = forms->scratch;
    size_t n = 0;
    const struct froe_form *first = &forms->items[group[0].form];
    uint32_t *at = calloc(len, sizeof *at);
    if (!at) return UINT32_MAX;
    for (uint32_t i = 0; i < first->len; i++) {
        out[n++] = first->symbols[i];
        for (size_t k = 1; k < len; k++) at[k]++;
        if (first->symbols[i] != FROE_SYMBOL_VARIABLE) continue;
        uint32_t unit = unit_len(forms, first, i);
        bool same = true;
        for (size_t k = 1; k < len; k++) {
            const struct froe_form *other = &forms->items[group[k].form];
            uint32_t other_unit = unit_len(forms, other, at[k] - 1);
            same &=
                other_unit == unit && (!unit || other->symbols[at[k] + 1] == first->symbols[i + 2]);
            at[k] += other_unit;
        }
        if (same && unit) {
            out[n++] = first->symbols[i + 1];
            out[n++] = first->symbols[i + 2];
        }
        i += unit;
    }
    free(at);
    return froe_forms_put(forms, out, n);
}

bool froe_merge_units(struct froe_forms *forms)
{
    return froe_forms_merge_groups(forms, units_key, units_result);
}
