#include "mine/induce.h"

#include "mine/align.h"
#include "mine/holes.h"
#include "mine/pins.h"
#include "mine/skeleton.h"
#include "mine/template.h"
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 3, SIGNATURE_TOKENS_MAX = FROE_TOKENS_MAX + 8 };

/* One run of induction. */
struct induction {
    const struct froe_table *table;
    const struct froe_masks *masks;
    const struct froe_pins *pins; /* NULL: none */
    struct froe_forms forms;
    uint32_t *order; /* living signatures in the order of their skeletons */
    size_t order_count;
    uint32_t *form_of; /* by position in order: the starting form, later the final one */
    uint32_t *pin_of;  /* by position in order: FROE_PIN_NONE, or the pin, which has no form */
    struct froe_aligner aligner;
    struct froe_templates *out;
    /* of the signature at hand */
    froe_symbol symbols[SIGNATURE_TOKENS_MAX];
    uint8_t types[SIGNATURE_TOKENS_MAX]; /* of variables; 0 for constants */
    size_t symbol_count;
};

struct sortable {
    struct froe_slice skeleton;
    uint32_t signature;
};

static int by_skeleton(const void *a, const void *b)
{
    return froe_slice_cmp(((const struct sortable *)a)->skeleton,
                          ((const struct sortable *)b)->skeleton);
}

static bool order_signatures(struct induction *in)
{
    size_t total = froe_table_signature_count(in->table);
    struct sortable *sorted = malloc((total + 1) * sizeof *sorted);
    in->order = malloc((total + 1) * sizeof *in->order);
    in->form_of = malloc((total + 1) * sizeof *in->form_of);
    in->pin_of = malloc((total + 1) * sizeof *in->pin_of);
    if (!sorted || !in->order || !in->form_of || !in->pin_of) {
        free(sorted);
        return false;
    }
    for (uint32_t i = 0; i < total; i++) {
        const struct froe_signature *signature = froe_table_signature(in->table, i);
        if (!signature->dead) sorted[in->order_count++] = (struct sortable){signature->skeleton, i};
    }
    qsort(sorted, in->order_count, sizeof *sorted, by_skeleton);
    for (size_t i = 0; i < in->order_count; i++) in->order[i] = sorted[i].signature;
    free(sorted);
    return true;
}

/* Pins take their signatures before induction looks at any. */
static bool match_pins(struct induction *in)
{
    for (size_t i = 0; i < in->order_count; i++) in->pin_of[i] = FROE_PIN_NONE;
    if (!in->pins || !froe_pins_count(in->pins)) return true;
    struct froe_pin_matcher *matcher = froe_pin_matcher_new(in->pins);
    bool ok = matcher;
    for (size_t i = 0; ok && i < in->order_count; i++) {
        const struct froe_signature *signature = froe_table_signature(in->table, in->order[i]);
        const struct froe_hole_range *holes;
        if (signature->folded) continue;
        ok = froe_pin_match(matcher, signature->skeleton, &in->pin_of[i], &holes);
        if (!ok || in->pin_of[i] == FROE_PIN_NONE) continue;
        size_t bytes = froe_pins_template(in->pins, in->pin_of[i])->hole_count * sizeof *holes;
        struct froe_hole_range *kept = froe_arena_alloc(&in->out->arena, bytes);
        ok = kept;
        if (ok) memcpy(kept, holes, bytes);
        in->out->matches[in->order[i]].holes = kept;
    }
    froe_pin_matcher_free(matcher);
    return ok;
}

/* The skeleton as symbols and types. */
static bool read_signature(struct induction *in, uint32_t index)
{
    struct froe_slice rest = froe_table_signature(in->table, index)->skeleton;
    struct froe_skeleton_token token;
    in->symbol_count = 0;
    while (in->symbol_count < SIGNATURE_TOKENS_MAX && froe_skeleton_next(&rest, &token)) {
        froe_symbol symbol = FROE_SYMBOL_VARIABLE;
        if (!token.variable)
            symbol = froe_slice_eq(token.text, FROE_SLICE(" "))
                         ? FROE_SYMBOL_SPACE
                         : froe_forms_symbol(&in->forms, token.text);
        if (symbol == UINT32_MAX) return false;
        in->symbols[in->symbol_count] = symbol;
        in->types[in->symbol_count++] = token.variable ? token.type : 0;
    }
    return true;
}

/* A template does not end in white space, whatever its messages do. */
static size_t without_final_space(const struct induction *in)
{
    size_t len = in->symbol_count;
    return len > 1 && in->symbols[len - 1] == FROE_SYMBOL_SPACE ? len - 1 : len;
}

static bool make_forms(struct induction *in)
{
    for (size_t i = 0; i < in->order_count; i++) {
        if (in->pin_of[i] != FROE_PIN_NONE) continue;
        if (!read_signature(in, in->order[i])) return false;
        froe_symbol joined[SIGNATURE_TOKENS_MAX];
        size_t len = froe_join_values(&in->forms, in->symbols, without_final_space(in), joined);
        uint32_t form = froe_forms_put(&in->forms, joined, len);
        if (form == UINT32_MAX) return false;
        in->form_of[i] = form;
        const struct froe_signature *signature = froe_table_signature(in->table, in->order[i]);
        in->forms.items[form].lines += signature->weight ? signature->weight : 1;
        in->forms.items[form].location =
            froe_location_both(in->forms.items[form].location, signature->location);
    }
    return true;
}

static bool merge_forms(struct froe_forms *forms)
{
    if (!froe_merge_same_location(forms)) return false;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t merges_before = forms->merges;
        if (!froe_merge_one_hole(forms) || !froe_merge_values(forms) || !froe_merge_lists(forms) ||
            !froe_merge_units(forms) || !froe_merge_prefixes(forms) ||
            !froe_merge_multi_hole(forms) || !froe_merge_roles(forms))
            return false;
        if (forms->merges == merges_before) break;
    }
    return true;
}

/* A signature, its form and the text of that form; forms of equal text are one template, a pin is
   one by itself. */
struct assignment {
    struct froe_slice plain;
    uint32_t pin;
    uint32_t form; /* 0 for a pin */
    uint32_t order;
};

static int by_plain(const void *a, const void *b)
{
    const struct assignment *x = a, *y = b;
    int c = froe_slice_cmp(x->plain, y->plain);
    if (c) return c;
    if (x->pin != y->pin) return x->pin < y->pin ? -1 : 1;
    if (x->form != y->form) return x->form < y->form ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* Holes of the signature at position `order` under the form, into *ranges (arena). A signature that
   its form does not fit (none is known) keeps its own form. */
static bool align_signature(struct induction *in, size_t order, struct froe_hole_range **ranges)
{
    if (!read_signature(in, in->order[order])) return false;
    size_t len = without_final_space(in);
    struct froe_hole_range found[SIGNATURE_TOKENS_MAX];
    const struct froe_form *form = &in->forms.items[in->form_of[order]];
    if (!froe_align(&in->aligner, form->symbols, form->len, in->symbols, len, found)) {
        in->form_of[order] = froe_forms_put(&in->forms, in->symbols, len);
        if (in->form_of[order] == UINT32_MAX) return false;
        form = &in->forms.items[in->form_of[order]];
        if (!froe_align(&in->aligner, form->symbols, form->len, in->symbols, len, found))
            return false;
    }
    size_t holes = 0;
    for (uint32_t i = 0; i < form->len; i++) holes += form->symbols[i] == FROE_SYMBOL_VARIABLE;
    *ranges = froe_arena_alloc(&in->out->arena, holes * sizeof **ranges);
    if (*ranges) memcpy(*ranges, found, holes * sizeof **ranges);
    return *ranges != NULL;
}

static bool align_all(struct induction *in)
{
    for (size_t i = 0; i < in->order_count; i++) {
        struct froe_hole_range *ranges;
        if (in->pin_of[i] != FROE_PIN_NONE) continue;
        in->form_of[i] = froe_forms_find(&in->forms, in->form_of[i]);
        if (!align_signature(in, i, &ranges)) return false;
        in->out->matches[in->order[i]].holes = ranges;
    }
    return true;
}

/* A hole has a type when in every signature it is one variable of that type. */
static bool hole_types(struct induction *in, const struct assignment *group, size_t count,
                       uint8_t *types, size_t hole_count)
{
    for (size_t i = 0; i < count && hole_count; i++) {
        uint32_t signature = in->order[group[i].order];
        if (!read_signature(in, signature)) return false;
        for (size_t h = 0; h < hole_count; h++) {
            struct froe_hole_range range = in->out->matches[signature].holes[h];
            uint8_t type = range.count == 1 && in->symbols[range.first] == FROE_SYMBOL_VARIABLE
                               ? in->types[range.first]
                               : FROE_VAR_ANY;
            if (i == 0)
                types[h] = type;
            else if (types[h] != type)
                types[h] = FROE_VAR_ANY;
        }
    }
    return true;
}

static bool make_template(struct induction *in, const struct assignment *group, size_t count)
{
    const struct froe_form *form = &in->forms.items[group[0].form];
    uint8_t types[SIGNATURE_TOKENS_MAX];
    size_t holes = 0;
    for (uint32_t i = 0; i < form->len; i++) holes += form->symbols[i] == FROE_SYMBOL_VARIABLE;
    if (!hole_types(in, group, count, types, holes)) return false;
    form = &in->forms.items[group[0].form];
    struct froe_template *template = &in->out->items[in->out->count];
    if (!froe_template_fill(&in->out->arena, &in->forms, in->masks, form->symbols, form->len, types,
                            template))
        return false;
    /* What a pin of typed holes left over may read the same: two templates, so two ids. */
    if (in->pins && froe_pins_has_plain(in->pins, template->plain))
        froe_template_id_beside_pin(template->plain, template->id);
    return true;
}

static bool add_template(struct induction *in, const struct assignment *group, size_t count)
{
    uint32_t pin = group[0].pin, index = (uint32_t)in->out->count;
    for (size_t i = 0; i < count; i++)
        in->out->matches[in->order[group[i].order]].template_index = index;
    if (pin != FROE_PIN_NONE)
        in->out->items[index] = *froe_pins_template(in->pins, pin);
    else if (!make_template(in, group, count))
        return false;
    in->out->count++;
    return true;
}

static struct assignment assign(struct induction *in, struct froe_arena *texts, size_t order)
{
    struct assignment assigned = {.pin = in->pin_of[order], .order = (uint32_t)order};
    if (assigned.pin != FROE_PIN_NONE) {
        assigned.plain = froe_pins_template(in->pins, assigned.pin)->plain;
        return assigned;
    }
    assigned.form = in->form_of[order];
    const struct froe_form *form = &in->forms.items[assigned.form];
    assigned.plain = froe_template_plain(texts, &in->forms, form->symbols, form->len);
    return assigned;
}

static bool make_templates(struct induction *in)
{
    struct assignment *assigned = malloc((in->order_count + 1) * sizeof *assigned);
    struct froe_arena texts;
    froe_arena_init(&texts);
    bool ok = assigned;
    for (size_t i = 0; ok && i < in->order_count; i++) {
        assigned[i] = assign(in, &texts, i);
        ok = assigned[i].plain.ptr;
    }
    if (ok) qsort(assigned, in->order_count, sizeof *assigned, by_plain);
    for (size_t start = 0, end; ok && start < in->order_count; start = end) {
        for (end = start; end < in->order_count && assigned[end].pin == assigned[start].pin &&
                          froe_slice_eq(assigned[end].plain, assigned[start].plain);)
            end++;
        ok = add_template(in, &assigned[start], end - start);
    }
    froe_arena_release(&texts);
    free(assigned);
    return ok;
}

static bool induce(struct induction *in)
{
    size_t total = froe_table_signature_count(in->table);
    in->out = calloc(1, sizeof *in->out);
    if (in->out) in->out->pins = in->pins;
    if (!in->out || !froe_forms_init(&in->forms) || !order_signatures(in)) return false;
    in->out->items = calloc(in->order_count + 1, sizeof *in->out->items);
    in->out->matches = calloc(total + 1, sizeof *in->out->matches);
    if (!in->out->items || !in->out->matches) return false;
    in->out->match_count = total;
    for (size_t i = 0; i < total; i++) in->out->matches[i].template_index = UINT32_MAX;
    return match_pins(in) && make_forms(in) && merge_forms(&in->forms) && align_all(in) &&
           make_templates(in);
}

enum froe_status froe_induce(const struct froe_table *table, const struct froe_masks *masks,
                             const struct froe_pins *pins, struct froe_templates **templates,
                             struct froe_error *error)
{
    struct induction *in = calloc(1, sizeof *in);
    *templates = NULL;
    if (!in) return froe_error_memory(error);
    in->table = table;
    in->masks = masks;
    in->pins = pins;
    bool ok = induce(in);
    if (ok)
        *templates = in->out;
    else
        froe_templates_free(in->out);
    froe_forms_release(&in->forms);
    froe_aligner_release(&in->aligner);
    free(in->order);
    free(in->form_of);
    free(in->pin_of);
    free(in);
    return ok ? FROE_OK : froe_error_memory(error);
}

void froe_templates_free(struct froe_templates *templates)
{
    if (!templates) return;
    froe_arena_release(&templates->arena);
    free(templates->items);
    free(templates->matches);
    free(templates);
}

enum froe_status froe_templates_find(const struct froe_templates *templates, struct froe_slice id,
                                     uint32_t *index, struct froe_error *error)
{
    size_t found = 0, used = 0;
    char list[128] = "";
    /* A cluster's id is its template's with a dot and a letter. */
    for (size_t i = 0; i < id.len; i++)
        if (id.ptr[i] == '.') id.len = i;
    for (uint32_t i = 0; id.len && i < templates->count; i++) {
        struct froe_slice other = froe_slice_cstr(templates->items[i].id);
        if (!froe_slice_starts(other, id)) continue;
        *index = i;
        if (++found <= 4)
            used += (size_t)snprintf(list + used, sizeof list - used, " %s", other.ptr);
    }
    if (found == 0)
        return froe_error_set(error, FROE_NOT_FOUND, "no template with id '%.*s'", (int)id.len,
                              id.ptr);
    if (found > 1)
        return froe_error_set(error, FROE_USAGE, "id '%.*s' is ambiguous:%s%s", (int)id.len, id.ptr,
                              list, found > 4 ? " ..." : "");
    return FROE_OK;
}
