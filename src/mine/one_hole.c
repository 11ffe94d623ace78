/* One hole: families of forms that are equal but for the word at one position. */
#include "mine/holes.h"

#include "base/hash.h"
#include <ctype.h>
#include <stdlib.h>

/* How many different values make a variable, by what is known of the place and the values. */
enum {
    NEED_SURE = 2,       /* one member has a variable there already, or only digits differ */
    NEED_VALUE_LIKE = 2, /* after '=', dotted or path-like values, after words such as "user" */
    NEED_GENERAL = 4,
    NEED_FREQUENT = 5,     /* a handful of values all of which are frequent */
    NEED_LONELY = 8,       /* one word beside the hole: too little to know a message by */
    NEED_ENUMERATION = 12, /* CAPITALS */
    NEED_FIRST_WORD = 8,   /* a sentence's first word, with two or three constant words left */
    NEED_FIRST_WORD_LONG = 4,
    NEED_FIRST_NAME = 3, /* there, when the values look like names */
    NEVER = INT32_MAX,
};

enum { LINES_PER_VALUE_FEW = 8, ROUNDS_MAX = 20 };

struct member {
    uint64_t family;
    uint32_t form, position;
};

/* One family: members[0..count), with the position of the hole in common. */
struct family {
    const struct member *members;
    size_t count;
    bool has_variable;
    size_t rank; /* order of its first member, for ties */
};

/* For every position the hash of the form without its symbol there, from prefix and suffix hashes;
   0 for what can be no value. */
static void families_of(const struct froe_forms *forms, const struct froe_form *form, uint64_t seed,
                        uint64_t families[FROE_TOKENS_MAX + 8])
{
    uint64_t suffix[FROE_TOKENS_MAX + 9];
    suffix[form->len] = 1;
    for (size_t k = form->len; k-- > 0;)
        suffix[k] = froe_hash_mix(suffix[k + 1], form->symbols[k] + 17);
    uint64_t prefix = seed;
    for (uint32_t k = 0; k < form->len; k++) {
        froe_symbol symbol = form->symbols[k];
        bool value = symbol == FROE_SYMBOL_VARIABLE || forms->traits[symbol].word;
        families[k] =
            value ? froe_hash_mix(prefix, suffix[k + 1] ^ (uint64_t)k << 32 ^ form->len) | 1 : 0;
        prefix = froe_hash_mix(prefix, symbol + 17);
    }
}

/* Which families have more than one member: most have not, and need not be sorted, nor even kept.
   Two bits a hash; families that share their bits may pass without need, which costs a little and
   changes nothing. */
struct sieve {
    uint64_t *once, *again;
    size_t mask; /* words - 1 */
};

static bool sieve_init(struct sieve *sieve, size_t positions)
{
    size_t words = 64;
    while (words * 32 < positions) words *= 2;
    sieve->once = calloc(2 * words, sizeof *sieve->once);
    sieve->again = sieve->once ? sieve->once + words : NULL;
    sieve->mask = words - 1;
    return sieve->once;
}

static void sieve_note(struct sieve *sieve, uint64_t family)
{
    size_t word = (family >> 8) & sieve->mask;
    uint64_t bit = UINT64_C(1) << (family >> 58);
    sieve->again[word] |= sieve->once[word] & bit;
    sieve->once[word] |= bit;
}

static bool sieve_passes(const struct sieve *sieve, uint64_t family)
{
    return sieve->again[(family >> 8) & sieve->mask] >> (family >> 58) & 1;
}

struct members {
    struct member *items;
    size_t count, capacity;
};

static bool push_member(struct members *members, struct member member)
{
    if (members->count == members->capacity) {
        size_t capacity = members->capacity ? members->capacity * 2 : 256;
        struct member *moved = realloc(members->items, capacity * sizeof *moved);
        if (!moved) return false;
        members->items = moved;
        members->capacity = capacity;
    }
    members->items[members->count++] = member;
    return true;
}

static bool takes_part(const struct froe_form *form, bool same_location)
{
    if (!froe_form_alive(form)) return false;
    return !same_location || (form->location && form->location != FROE_LOCATION_SEVERAL);
}

/* The members of all families of two or more. */
static bool collect(struct froe_forms *forms, bool same_location, struct members *members)
{
    size_t positions = 0;
    for (size_t i = 0; i < forms->count; i++)
        if (takes_part(&forms->items[i], same_location)) positions += forms->items[i].len;
    struct sieve sieve;
    if (!sieve_init(&sieve, positions)) return false;
    uint64_t families[FROE_TOKENS_MAX + 8];
    bool ok = true;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; ok && i < forms->count; i++) {
            const struct froe_form *form = &forms->items[i];
            if (!takes_part(form, same_location)) continue;
            families_of(forms, form, same_location ? form->location : 2, families);
            for (uint32_t k = 0; ok && k < form->len; k++) {
                if (!families[k]) continue;
                if (pass == 0)
                    sieve_note(&sieve, families[k]);
                else if (sieve_passes(&sieve, families[k]))
                    ok = push_member(members, (struct member){families[k], i, k});
            }
        }
    }
    free(sieve.once);
    return ok;
}

static int by_family(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->family != y->family) return x->family < y->family ? -1 : 1;
    return (x->form > y->form) - (x->form < y->form);
}

/* The place of the hole: what stands around it. */
struct place {
    bool first_word;         /* no constant word or variable before it */
    uint16_t words;          /* constant words beside it */
    froe_symbol left, left2; /* the nearest symbols before it that are no space; SPACE if none */
};

static struct place place_of(const struct froe_forms *forms, const struct member *member,
                             bool value_is_word)
{
    const struct froe_form *form = &forms->items[member->form];
    struct place place = {
        .first_word = true, .left = FROE_SYMBOL_SPACE, .left2 = FROE_SYMBOL_SPACE};
    place.words = (uint16_t)(form->words - value_is_word);
    for (uint32_t k = member->position; k-- > 0;) {
        froe_symbol symbol = form->symbols[k];
        if (symbol == FROE_SYMBOL_VARIABLE || forms->traits[symbol].word) place.first_word = false;
        if (symbol == FROE_SYMBOL_SPACE) continue;
        if (place.left == FROE_SYMBOL_SPACE)
            place.left = symbol;
        else if (place.left2 == FROE_SYMBOL_SPACE)
            place.left2 = symbol;
    }
    return place;
}

static bool is_quote(const struct froe_forms *forms, froe_symbol symbol)
{
    return froe_forms_punctuation(forms, symbol) == '"' ||
           froe_forms_punctuation(forms, symbol) == '\'';
}

static froe_symbol value_of(const struct froe_forms *forms, const struct member *member)
{
    return forms->items[member->form].symbols[member->position];
}

/* Equal but for their digits: "part1", "part27". */
static bool same_stem(const struct froe_forms *forms, const struct family *family)
{
    char stem[2][128];
    size_t len[2] = {0, 0};
    bool digit = false;
    for (size_t i = 0; i < family->count; i++) {
        struct froe_slice text = froe_forms_text(forms, value_of(forms, &family->members[i]));
        size_t which = i > 0;
        len[which] = 0;
        if (text.len >= sizeof stem[0]) return false;
        for (size_t k = 0; k < text.len; k++) {
            char c = text.ptr[k];
            if (isdigit((unsigned char)c)) {
                digit = true;
                if (len[which] && stem[which][len[which] - 1] == '0') continue;
                c = '0';
            }
            stem[which][len[which]++] = c;
        }
        if (i > 0 && (len[0] != len[1] || memcmp(stem[0], stem[1], len[0]) != 0)) return false;
    }
    /* IPv4 and IPv6 are two protocols, not two values. */
    return digit && !(len[0] == 4 && strncasecmp(stem[0], "ipv0", 4) == 0);
}

/* What the values of a family are like, and how their records spread over them. */
struct spread {
    uint64_t lines;
    size_t rare; /* values of one or two records, or of an eighth of the mean */
    bool few, all_capital, all_dotted, all_unit, all_names;
};

/* At least half of the values are actions, states or outcomes: each makes a message of its own. */
static bool states(const struct froe_forms *forms, const struct family *family)
{
    size_t count = 0;
    for (size_t i = 0; i < family->count; i++)
        count += froe_forms_traits(forms, value_of(forms, &family->members[i]))->state;
    return count * 2 >= family->count;
}

static struct spread spread_of(const struct froe_forms *forms, const struct family *family)
{
    struct spread spread = {
        .all_capital = true, .all_dotted = true, .all_unit = true, .all_names = true};
    for (size_t i = 0; i < family->count; i++) {
        const struct froe_symbol_traits *traits =
            froe_forms_traits(forms, value_of(forms, &family->members[i]));
        spread.lines += forms->items[family->members[i].form].lines;
        spread.all_capital &= traits->capital;
        spread.all_dotted &= traits->dotted;
        spread.all_unit &= traits->unit;
        spread.all_names &=
            traits->name || value_of(forms, &family->members[i]) == FROE_SYMBOL_VARIABLE;
    }
    spread.few = spread.lines <= LINES_PER_VALUE_FEW * family->count;
    for (size_t i = 0; i < family->count; i++) {
        uint64_t lines = forms->items[family->members[i].form].lines;
        spread.rare += lines <= 2 || lines * 8 * family->count <= spread.lines;
    }
    return spread;
}

/* The evidence of a place that is not the first word. */
static int32_t need_by_place(const struct froe_forms *forms, const struct family *family,
                             const struct place *place)
{
    struct spread spread = spread_of(forms, family);
    if (place->left == FROE_SYMBOL_VARIABLE && spread.all_unit) return NEED_SURE;
    bool after_equals =
        froe_forms_punctuation(forms, place->left) == '=' ||
        (is_quote(forms, place->left) && froe_forms_punctuation(forms, place->left2) == '=');
    bool after_context = froe_forms_traits(forms, place->left)->context ||
                         ((froe_forms_punctuation(forms, place->left) == '=' ||
                           froe_forms_punctuation(forms, place->left) == ':') &&
                          froe_forms_traits(forms, place->left2)->context);
    int32_t need = NEED_GENERAL;
    bool value_like = spread.all_dotted || spread.all_names || after_context;
    bool after_person = froe_forms_traits(forms, place->left)->person;
    if (after_equals || after_person || (spread.few && value_like)) need = NEED_VALUE_LIKE;
    if (place->words < 2) need = NEED_LONELY;
    if (spread.all_capital && !after_context && froe_forms_punctuation(forms, place->left) != '=')
        return NEED_ENUMERATION;
    bool frequent_values = !spread.few && spread.rare * 4 < family->count;
    if (need >= NEED_GENERAL && frequent_values && !value_like) return NEED_FREQUENT;
    return need;
}

/* The evidence at a sentence's first word. */
static int32_t need_of_first_word(const struct froe_forms *forms, const struct family *family,
                                  const struct place *place)
{
    if (place->words < 2) return NEVER;
    if (spread_of(forms, family).all_names) return NEED_FIRST_NAME;
    return place->words >= 4 ? NEED_FIRST_WORD_LONG : NEED_FIRST_WORD;
}

/* Whether every member is known to come from another statement. */
static bool different_statements(const struct froe_forms *forms, const struct family *family)
{
    for (size_t i = 0; i < family->count; i++) {
        uint64_t location = forms->items[family->members[i].form].location;
        if (!location || location == FROE_LOCATION_SEVERAL) return false;
        for (size_t k = 0; k < i && k < NEED_ENUMERATION; k++)
            if (forms->items[family->members[k].form].location == location) return false;
    }
    return true;
}

static int32_t values_needed(const struct froe_forms *forms, const struct family *family)
{
    const struct member *sample = &family->members[0];
    bool word_there = value_of(forms, sample) != FROE_SYMBOL_VARIABLE;
    struct place place = place_of(forms, sample, word_there);
    if (family->has_variable) {
        bool enough = !place.first_word || place.words >= 3 || spread_of(forms, family).all_names;
        if (place.words < 1 || !enough) return NEVER;
        return NEED_SURE;
    }
    if (states(forms, family) || different_statements(forms, family)) return NEVER;
    if (place.words >= (place.first_word ? 2 : 1) && same_stem(forms, family)) return NEED_SURE;
    if (place.first_word) return need_of_first_word(forms, family, &place);
    if (place.words < 1) return NEVER;
    return need_by_place(forms, family, &place);
}

/* Families with a variable first, then the larger, then the one whose first member comes first. */
static int by_strength(const void *a, const void *b)
{
    const struct family *x = a, *y = b;
    if (x->has_variable != y->has_variable) return x->has_variable ? -1 : 1;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    if (x->members[0].form != y->members[0].form)
        return x->members[0].form < y->members[0].form ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

/* One statement wrote them all, and what they have in common is no accident. States that it prints
   are messages of their own nevertheless. */
static int32_t values_needed_of_statement(const struct froe_forms *forms,
                                          const struct family *family)
{
    const struct member *sample = &family->members[0];
    bool word_there = value_of(forms, sample) != FROE_SYMBOL_VARIABLE;
    if (!place_of(forms, sample, word_there).words) return NEVER;
    if (states(forms, family)) return NEVER;
    return spread_of(forms, family).all_capital ? NEED_ENUMERATION : NEED_SURE;
}

static size_t find_families(const struct froe_forms *forms, const struct members *members,
                            bool same_location, struct family *families)
{
    size_t found = 0;
    const struct member *items = members->items;
    for (size_t start = 0, end; start < members->count; start = end) {
        struct family family = {.members = items + start, .rank = items[start].position};
        for (end = start; end < members->count && items[end].family == items[start].family; end++)
            family.has_variable |= value_of(forms, &items[end]) == FROE_SYMBOL_VARIABLE;
        family.count = end - start;
        if (family.count < 2) continue;
        int32_t need = same_location ? values_needed_of_statement(forms, &family)
                                     : values_needed(forms, &family);
        if ((int64_t)family.count >= need) families[found++] = family;
    }
    qsort(families, found, sizeof *families, by_strength);
    return found;
}

/* The family's form with a variable in the hole; a unit behind a variable falls away with its
 * space. */
static uint32_t filled(struct froe_forms *forms, const struct family *family)
{
    const struct member *member = &family->members[0];
    const struct froe_form *form = &forms->items[member->form];
    froe_symbol *symbols = forms->scratch;
    memcpy(symbols, form->symbols, form->len * sizeof *symbols);
    symbols[member->position] = FROE_SYMBOL_VARIABLE;
    size_t len = form->len;
    bool units = member->position >= 2 && symbols[member->position - 1] == FROE_SYMBOL_SPACE &&
                 symbols[member->position - 2] == FROE_SYMBOL_VARIABLE;
    for (size_t i = 0; units && i < family->count; i++)
        units = froe_forms_traits(forms, value_of(forms, &family->members[i]))->unit;
    if (units) {
        memmove(symbols + member->position - 1, symbols + member->position,
                (len - member->position) * sizeof *symbols);
        len--;
    }
    return froe_forms_put(forms, symbols, len);
}

static bool merge_family(struct froe_forms *forms, const struct family *family, bool *changed)
{
    for (size_t i = 0; i < family->count; i++)
        if (!froe_form_alive(&forms->items[family->members[i].form])) return true;
    uint32_t into = filled(forms, family);
    if (into == UINT32_MAX) return false;
    for (size_t i = 0; i < family->count; i++)
        froe_forms_merge(forms, family->members[i].form, into);
    *changed = true;
    return true;
}

static bool round_of_merging(struct froe_forms *forms, bool same_location, bool *changed)
{
    struct members members = {0};
    *changed = false;
    bool ok = collect(forms, same_location, &members);
    if (ok && members.count) qsort(members.items, members.count, sizeof *members.items, by_family);
    struct family *families = malloc((members.count / 2 + 1) * sizeof *families);
    ok = ok && families;
    size_t found = ok ? find_families(forms, &members, same_location, families) : 0;
    for (size_t i = 0; ok && i < found; i++) ok = merge_family(forms, &families[i], changed);
    free(families);
    free(members.items);
    return ok;
}

static bool merge_to_fixpoint(struct froe_forms *forms, bool same_location)
{
    bool changed = true;
    for (int round = 0; changed && round < ROUNDS_MAX; round++)
        if (!round_of_merging(forms, same_location, &changed)) return false;
    return true;
}

bool froe_merge_one_hole(struct froe_forms *forms)
{
    return merge_to_fixpoint(forms, false);
}

bool froe_merge_same_location(struct froe_forms *forms)
{
    return merge_to_fixpoint(forms, true);
}
