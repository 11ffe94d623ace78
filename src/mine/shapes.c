/* Forms that are the same but for the length of a list, a unit or a prefix. */
#include "mine/holes.h"

#include "mine/lexicon.h"
#include "mine/spans.h"
#include <ctype.h>

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

static void find_lists(const struct froe_forms *forms, const struct froe_form *form,
                       struct froe_spans *spans)
{
    for (uint32_t i = 0; i < form->len; i++) {
        if (form->symbols[i] != FROE_SYMBOL_VARIABLE) continue;
        uint32_t end = run_end(forms, form, i);
        froe_spans_put(spans, i, end);
        i = end - 1;
    }
}

/* --- repeated groups of tokens
 * -------------------------------------------------------------------- */

enum { REPEAT_TOKENS_MAX = 10 };

/* Drops each group of `len` tokens that holds a variable and is followed by itself; returns the new
   number of tokens. */
static size_t drop_repeats_of(froe_symbol *out, size_t n, size_t len)
{
    size_t equal = 0, variable = 0; /* of the tokens before i: equal to those a group later */
    for (size_t i = 0; i + len < n; i++) {
        bool same = out[i] == out[i + len];
        equal = same ? equal + 1 : 0;
        variable = same ? (out[i] == FROE_SYMBOL_VARIABLE ? len : variable - (variable > 0)) : 0;
        if (equal < len || !variable) continue;
        memmove(out + i + 1, out + i + 1 + len, (n - i - 1 - len) * sizeof *out);
        n -= len;
        i -= len; /* what is left of the group may be followed by itself once more */
        equal = variable = 0;
    }
    return n;
}

/* "a=<*>, a=<*>, a=<*>" to "a=<*>, ". */
static size_t drop_repeats(const struct froe_form *form, froe_symbol *out)
{
    size_t n = form->len, before;
    memcpy(out, form->symbols, n * sizeof *out);
    out[n++] = FROE_SYMBOL_SPACE; /* so that the last item ends like the others */
    do {
        before = n;
        for (size_t len = 2; len <= REPEAT_TOKENS_MAX; len++) n = drop_repeats_of(out, n, len);
    } while (n < before);
    return n;
}

static bool repeats_key(struct froe_forms *forms, const void *rule, uint32_t index, uint64_t *key)
{
    (void)rule;
    const struct froe_form *form = &forms->items[index];
    size_t variables = 0; /* a group that is dropped holds one, and so does what is left of it */
    for (uint32_t i = 0; i < form->len && variables < 2; i++)
        variables += form->symbols[i] == FROE_SYMBOL_VARIABLE;
    if (form->words < 2 || variables < 2) return false;
    size_t n = drop_repeats(form, forms->scratch);
    *key = froe_symbols_hash(forms->scratch, n);
    return true;
}

static uint32_t repeats_result(struct froe_forms *forms, const void *rule,
                               const struct froe_form_key *group, size_t len)
{
    (void)rule;
    uint32_t shortest = group[0].form;
    for (size_t i = 1; i < len; i++)
        if (forms->items[group[i].form].len < forms->items[shortest].len) shortest = group[i].form;
    return shortest;
}

bool froe_merge_lists(struct froe_forms *forms)
{
    static const struct froe_span_rule lists = {find_lists, 1};
    return froe_merge_by_spans(forms, &lists) &&
           froe_forms_merge_groups(forms, NULL, repeats_key, repeats_result);
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

static void find_prefixed(const struct froe_forms *forms, const struct froe_form *form,
                          struct froe_spans *spans)
{
    for (uint32_t i = 0; i < form->len; i++) {
        bool prefix = is_prefix(forms, form, i);
        if (!prefix && form->symbols[i] != FROE_SYMBOL_VARIABLE) continue;
        froe_spans_put(spans, i, i + 1 + prefix);
        i += prefix;
    }
}

bool froe_merge_prefixes(struct froe_forms *forms)
{
    static const struct froe_span_rule rule = {find_prefixed, 1};
    return froe_merge_by_spans(forms, &rule);
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

static void find_with_units(const struct froe_forms *forms, const struct froe_form *form,
                            struct froe_spans *spans)
{
    for (uint32_t i = 0; i < form->len; i++) {
        if (form->symbols[i] != FROE_SYMBOL_VARIABLE) continue;
        uint32_t unit = unit_len(forms, form, i);
        froe_spans_put(spans, i, i + 1 + unit);
        i += unit;
    }
}

bool froe_merge_units(struct froe_forms *forms)
{
    static const struct froe_span_rule rule = {find_with_units, 2};
    return froe_merge_by_spans(forms, &rule);
}
