/* Several holes at once: forms of one shape (the same punctuation, words at the same places) and
   one first word are split at the positions that look like enumerations; what is left together is
   merged when its constants outweigh its variables. */
#include "mine/holes.h"

#include "base/hash.h"
#include <stdlib.h>

enum {
    VALUES_MIN = 4, /* fewer different words at a position are an enumeration */
    VALUES_CAPITAL_MIN = 12,
    FORMS_MIN = 3,       /* that make a template with several holes */
    FORMS_MIN_FIRST = 8, /* when one of the holes is the first word */
    FORMS_MIN_SOFT = 2,  /* when every hole is at a place of values */
    LINES_PER_FORM_FEW = 8,
    DEPTH_MAX = 64,
};

static bool is_word(const struct froe_forms *forms, froe_symbol symbol)
{
    return symbol == FROE_SYMBOL_VARIABLE || forms->traits[symbol].word;
}

static bool shape_key(struct froe_forms *forms, const void *rule, uint32_t index, uint64_t *key)
{
    (void)rule;
    const struct froe_form *form = &forms->items[index];
    uint64_t hash = 5;
    bool first = true;
    for (uint32_t i = 0; i < form->len; i++) {
        froe_symbol symbol = form->symbols[i];
        bool word = is_word(forms, symbol);
        bool may_vary = word && (!first || forms->traits[symbol].name);
        hash = froe_hash_mix(hash, may_vary ? UINT64_MAX : symbol);
        first &= !word;
    }
    *key = froe_hash_mix(hash, form->len);
    return true;
}

/* A set of forms under consideration; all of one length. */
struct candidates {
    uint32_t *forms;
    size_t count;
};

struct column {
    size_t values; /* different symbols */
    size_t states; /* those of them that are actions, states or outcomes */
    bool variable; /* one of them is the variable */
    bool all_capital, all_names;
    bool repeated; /* every form holds its word elsewhere, too */
};

/* Counts different symbols without sorting: a symbol was seen when its mark is the current one. */
struct marks {
    uint32_t *of_symbol;
    uint32_t current;
};

static struct column column_of(const struct froe_forms *forms, const struct candidates *set,
                               uint32_t position, struct marks *marks)
{
    struct column column = {.all_capital = true, .all_names = true, .repeated = true};
    marks->current++;
    for (size_t i = 0; i < set->count; i++) {
        const struct froe_form *form = &forms->items[set->forms[i]];
        froe_symbol symbol = form->symbols[position];
        bool first_time = marks->of_symbol[symbol] != marks->current;
        column.values += first_time;
        column.states += first_time && forms->traits[symbol].state;
        marks->of_symbol[symbol] = marks->current;
        column.variable |= symbol == FROE_SYMBOL_VARIABLE;
        column.all_capital &= forms->traits[symbol].capital;
        column.all_names &= forms->traits[symbol].name;
        bool again = false;
        for (uint32_t k = 0; k < form->len && column.repeated && !again; k++)
            again = k != position && form->symbols[k] == symbol;
        column.repeated &=
            again && symbol != FROE_SYMBOL_VARIABLE && froe_forms_text(forms, symbol).len > 2;
    }
    return column;
}

/* After "key=", "key:", or a quote behind one of them, or after a kind of things: a place where
   values stand. */
static bool value_place(const struct froe_forms *forms, const struct froe_form *form,
                        uint32_t position)
{
    froe_symbol near[2] = {FROE_SYMBOL_SPACE, FROE_SYMBOL_SPACE};
    size_t found = 0;
    for (uint32_t k = position; k-- > 0 && found < 2;)
        if (form->symbols[k] != FROE_SYMBOL_SPACE) near[found++] = form->symbols[k];
    char left = froe_forms_punctuation(forms, near[0]),
         left2 = froe_forms_punctuation(forms, near[1]);
    if (left == '=' || forms->traits[near[0]].context) return true;
    if (left == ':' && near[1] > FROE_SYMBOL_SPACE && !left2) return true;
    return (left == '"' || left == '\'') && left2 && strchr("=:[,", left2);
}

/* What the columns say: merge, or split where. */
struct judgement {
    size_t varying, soft; /* columns that vary; those among them at places of values */
    size_t constants;
    bool first_varies; /* the first word is among the varying columns */
    uint32_t split;    /* hard column of fewest values, else varying column of fewest */
    bool hard;         /* there is an enumeration */
};

static struct judgement judge(const struct froe_forms *forms, const struct candidates *set,
                              struct marks *marks)
{
    const struct froe_form *first = &forms->items[set->forms[0]];
    uint64_t lines = 0;
    for (size_t i = 0; i < set->count; i++) lines += forms->items[set->forms[i]].lines;
    bool few = lines <= LINES_PER_FORM_FEW * set->count;
    struct judgement verdict = {.split = UINT32_MAX};
    size_t fewest = SIZE_MAX;
    bool words_before = false;
    for (uint32_t i = 0; i < first->len; i++) {
        if (!is_word(forms, first->symbols[i])) continue;
        bool first_word = !words_before;
        words_before = true;
        struct column column = column_of(forms, set, i, marks);
        if (column.values == 1) {
            verdict.constants += first->symbols[i] != FROE_SYMBOL_VARIABLE;
            continue;
        }
        verdict.first_varies |= first_word;
        verdict.varying++;
        bool states = !column.variable && column.states * 2 >= column.values;
        bool soft = column.variable ||
                    (few && !states &&
                     (value_place(forms, first, i) || column.repeated || column.all_names));
        verdict.soft += soft;
        bool hard = !soft && (states || column.values < VALUES_MIN ||
                              (column.all_capital && column.values < VALUES_CAPITAL_MIN));
        if ((hard && !verdict.hard) || (hard == verdict.hard && column.values < fewest)) {
            fewest = column.values;
            verdict.split = i;
        }
        verdict.hard |= hard;
    }
    return verdict;
}

static bool merge_all(struct froe_forms *forms, const struct candidates *set)
{
    const struct froe_form *first = &forms->items[set->forms[0]];
    froe_symbol *out = forms->scratch;
    size_t len = first->len;
    memcpy(out, first->symbols, len * sizeof *out);
    for (size_t i = 1; i < set->count; i++)
        for (size_t k = 0; k < len; k++)
            if (forms->items[set->forms[i]].symbols[k] != first->symbols[k])
                out[k] = FROE_SYMBOL_VARIABLE;
    uint32_t into = froe_forms_put(forms, out, len);
    for (size_t i = 0; into != UINT32_MAX && i < set->count; i++)
        froe_forms_merge(forms, set->forms[i], into);
    return into != UINT32_MAX;
}

struct keyed {
    froe_symbol symbol;
    uint32_t form;
};

static int by_symbol_then_form(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->symbol != y->symbol) return x->symbol < y->symbol ? -1 : 1;
    return (x->form > y->form) - (x->form < y->form);
}

static bool consider(struct froe_forms *forms, struct candidates set, int depth,
                     struct marks *marks);

/* Sorts the set by the symbol at the position and goes on with each part. */
static bool split_at(struct froe_forms *forms, struct candidates set, uint32_t position, int depth,
                     struct marks *marks)
{
    struct keyed *keyed = malloc(set.count * sizeof *keyed);
    if (!keyed) return false;
    for (size_t i = 0; i < set.count; i++)
        keyed[i] = (struct keyed){forms->items[set.forms[i]].symbols[position], set.forms[i]};
    qsort(keyed, set.count, sizeof *keyed, by_symbol_then_form);
    bool ok = true;
    for (size_t i = 0; i < set.count; i++) set.forms[i] = keyed[i].form;
    for (size_t start = 0, end; ok && start < set.count; start = end) {
        for (end = start; end < set.count && keyed[end].symbol == keyed[start].symbol;) end++;
        ok = consider(forms, (struct candidates){set.forms + start, end - start}, depth + 1, marks);
    }
    free(keyed);
    return ok;
}

static bool consider(struct froe_forms *forms, struct candidates set, int depth,
                     struct marks *marks)
{
    if (set.count < 2 || depth > DEPTH_MAX) return true;
    struct judgement verdict = judge(forms, &set, marks);
    if (verdict.varying < 2) return true; /* one hole is one_hole.c's */
    size_t forms_min = verdict.soft == verdict.varying ? FORMS_MIN_SOFT : FORMS_MIN;
    if (verdict.first_varies && forms_min < FORMS_MIN_FIRST) forms_min = FORMS_MIN_FIRST;
    bool outweigh = verdict.constants >= 2 && verdict.constants * 2 >= verdict.varying;
    if (!verdict.hard && set.count >= forms_min && outweigh) return merge_all(forms, &set);
    return split_at(forms, set, verdict.split, depth, marks);
}

bool froe_merge_multi_hole(struct froe_forms *forms)
{
    struct froe_form_groups groups;
    if (!froe_forms_group(forms, NULL, shape_key, &groups)) return false;
    uint32_t *members = malloc((groups.count + 1) * sizeof *members);
    struct marks marks = {.of_symbol = calloc(forms->texts.count + 2, sizeof *marks.of_symbol)};
    bool ok = members && marks.of_symbol;
    for (size_t start = 0; ok && start < groups.count;) {
        size_t len = froe_form_group_len(&groups, start);
        for (size_t i = 0; i < len; i++) members[i] = groups.items[start + i].form;
        ok = consider(forms, (struct candidates){members, len}, 0, &marks);
        start += len;
    }
    free(members);
    free(marks.of_symbol);
    free(groups.items);
    return ok;
}
