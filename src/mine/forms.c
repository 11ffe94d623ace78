#include "mine/forms.h"

#include "base/hash.h"
#include "mine/lexicon.h"
#include <ctype.h>
#include <stdlib.h>

enum { FORM_TOKENS_MAX = FROE_TOKENS_MAX + 8 };

bool froe_forms_init(struct froe_forms *forms)
{
    *forms = (struct froe_forms){0};
    forms->scratch = malloc(2 * FORM_TOKENS_MAX * sizeof *forms->scratch);
    forms->trait_capacity = 64;
    forms->traits = calloc(forms->trait_capacity, sizeof *forms->traits);
    return forms->scratch && forms->traits;
}

void froe_forms_release(struct froe_forms *forms)
{
    froe_arena_release(&forms->arena);
    froe_intern_release(&forms->texts);
    froe_map_release(&forms->by_hash);
    free(forms->traits);
    free(forms->items);
    free(forms->scratch);
    *forms = (struct froe_forms){0};
}

static bool listed(const char *const *list, struct froe_slice word)
{
    for (; *list; list++)
        if (strlen(*list) == word.len && strncasecmp(*list, word.ptr, word.len) == 0) return true;
    return false;
}

/* Parts of letters and digits with one joint between them, or a digit at the end; no part is an
   action or a state, as in "read-only" or "cache_miss". */
static bool is_name(struct froe_slice text)
{
    size_t joints = 0, start = 0;
    if (text.len == 4 && strncasecmp(text.ptr, "ipv", 3) == 0) return false; /* two protocols */
    for (size_t i = 0; i <= text.len; i++) {
        unsigned char c = i < text.len ? (unsigned char)text.ptr[i] : '_';
        if (isalnum(c) || c >= 0x80) continue;
        if (!strchr("_-./", c) || i == start) return false;
        if (froe_lexicon_is_state(froe_slice(text.ptr + start, i - start))) return false;
        joints += i < text.len;
        start = i + 1;
    }
    return joints || (text.len > 1 && isdigit((unsigned char)text.ptr[text.len - 1]));
}

static struct froe_symbol_traits traits_of(struct froe_slice text)
{
    static const char *const units[] = {
        "b",       "kb",    "mb",   "gb",     "tb",   "kib",  "mib",    "gib",     "tib",
        "byte",    "bytes", "ms",   "us",     "ns",   "s",    "sec",    "secs",    "second",
        "seconds", "msec",  "usec", "millis", "kbps", "mbps", "gbps",   "hz",      "khz",
        "mhz",     "ghz",   "m",    "h",      "min",  "mins", "minute", "minutes", "hour",
        "hours",   "day",   "days", "v",      "kv",   "mv",   "w",      "kw",      "mw",
        "kwh",     "wh",    "ma",   "bar",    "mbar", "psi",  "kpa",    "hpa",     "rpm",
        "km",      "cm",    "mm",   "km/h",   "m/s",  "kg",   "ppm",    "lux",     "db",
        "dbm",     "fps",   "px",   NULL};
    struct froe_symbol_traits traits = {0};
    bool alphanumeric = false, capitals = true;
    size_t dots = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        alphanumeric |= isalnum(c) || c >= 0x80;
        capitals &= isupper(c) || c == '_';
        traits.digit |= isdigit(c) != 0;
        dots += c == '.';
        traits.dotted |= c == '/';
    }
    char last = text.len ? text.ptr[text.len - 1] : ' ';
    traits.word = alphanumeric && last != '-' && last != '.' && last != '/';
    traits.capital = capitals && alphanumeric && text.len > 1;
    traits.dotted |= dots >= 2;
    traits.state = froe_lexicon_is_state(text);
    if (text.len == 1 && !isalnum((unsigned char)text.ptr[0])) traits.punctuation = text.ptr[0];
    traits.name = is_name(text) || froe_lexicon_is_account(text);
    traits.unit = listed(units, text);
    traits.person = froe_lexicon_is_person(text);
    traits.context = froe_lexicon_is_kind(text) || froe_slice_eq(text, FROE_SLICE("name")) ||
                     froe_slice_eq(text, FROE_SLICE("path"));
    return traits;
}

froe_symbol froe_forms_symbol(struct froe_forms *forms, struct froe_slice text)
{
    uint32_t id = froe_intern_put(&forms->texts, text);
    if (id == FROE_INTERN_NONE) return UINT32_MAX;
    froe_symbol symbol = id + 2;
    if (symbol >= forms->trait_capacity) {
        size_t capacity = forms->trait_capacity * 2;
        struct froe_symbol_traits *moved = realloc(forms->traits, capacity * sizeof *moved);
        if (!moved) return UINT32_MAX;
        forms->traits = moved;
        forms->trait_capacity = capacity;
    }
    if (symbol == forms->texts.count + 1) forms->traits[symbol] = traits_of(text);
    return symbol;
}

struct froe_slice froe_forms_text(const struct froe_forms *forms, froe_symbol symbol)
{
    if (symbol == FROE_SYMBOL_VARIABLE) return FROE_SLICE("<*>");
    if (symbol == FROE_SYMBOL_SPACE) return FROE_SLICE(" ");
    return froe_intern_get(&forms->texts, symbol - 2);
}

uint64_t froe_symbols_hash(const froe_symbol *symbols, size_t len)
{
    return froe_hash_bytes(froe_slice((const char *)symbols, len * sizeof *symbols), 5);
}

/* Adjacent variables fall together; in place. */
static size_t collapse(froe_symbol *symbols, size_t len)
{
    size_t kept = 0;
    for (size_t i = 0; i < len; i++) {
        if (symbols[i] == FROE_SYMBOL_VARIABLE && kept && symbols[kept - 1] == FROE_SYMBOL_VARIABLE)
            continue;
        symbols[kept++] = symbols[i];
    }
    return kept;
}

uint32_t froe_forms_put(struct froe_forms *forms, const froe_symbol *symbols, size_t len)
{
    froe_symbol *copy = forms->scratch + FORM_TOKENS_MAX;
    if (len > FORM_TOKENS_MAX) len = FORM_TOKENS_MAX;
    memmove(copy, symbols, len * sizeof *copy);
    len = collapse(copy, len);
    uint64_t hash = froe_symbols_hash(copy, len);
    const uint32_t *found = froe_map_find(&forms->by_hash, hash);
    if (found) return *found;
    if (forms->count == forms->capacity) {
        size_t capacity = forms->capacity ? forms->capacity * 2 : 256;
        struct froe_form *moved = realloc(forms->items, capacity * sizeof *moved);
        if (!moved) return UINT32_MAX;
        forms->items = moved;
        forms->capacity = capacity;
    }
    char *kept = froe_arena_alloc(&forms->arena, len * sizeof *copy);
    if (!kept || !froe_map_put(&forms->by_hash, hash, (uint32_t)forms->count, NULL))
        return UINT32_MAX;
    memcpy(kept, copy, len * sizeof *copy);
    struct froe_form form = {
        .symbols = (const froe_symbol *)(const void *)kept,
        .len = (uint32_t)len,
        .merged_into = UINT32_MAX,
        .hash = hash,
    };
    for (size_t i = 0; i < len; i++)
        form.words =
            (uint16_t)(form.words + (copy[i] > FROE_SYMBOL_SPACE && forms->traits[copy[i]].word));
    forms->items[forms->count] = form;
    return (uint32_t)forms->count++;
}

uint32_t froe_forms_find(struct froe_forms *forms, uint32_t form)
{
    uint32_t root = form;
    while (forms->items[root].merged_into != UINT32_MAX) root = forms->items[root].merged_into;
    while (forms->items[form].merged_into != UINT32_MAX) {
        uint32_t next = forms->items[form].merged_into;
        forms->items[form].merged_into = root;
        form = next;
    }
    return root;
}

void froe_forms_merge(struct froe_forms *forms, uint32_t from, uint32_t into)
{
    /* A form that was merged away may come up again as the result of another merge: then the two
       are one, wherever it went. */
    into = froe_forms_find(forms, into);
    if (from == into) return;
    forms->merges++;
    forms->items[from].merged_into = into;
    forms->items[into].lines += forms->items[from].lines;
    forms->items[into].merged += 1 + forms->items[from].merged;
    forms->items[into].location =
        froe_location_both(forms->items[into].location, forms->items[from].location);
    forms->items[from].lines = 0;
}

static int by_key(const void *a, const void *b)
{
    const struct froe_form_key *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->form > y->form) - (x->form < y->form);
}

bool froe_forms_group(struct froe_forms *forms, const void *rule, froe_form_key_of *key_of,
                      struct froe_form_groups *groups)
{
    groups->count = 0;
    groups->items = malloc((forms->count ? forms->count : 1) * sizeof *groups->items);
    if (!groups->items) return false;
    for (uint32_t i = 0; i < forms->count; i++) {
        uint64_t key;
        if (!froe_form_alive(&forms->items[i]) || !key_of(forms, rule, i, &key)) continue;
        groups->items[groups->count++] = (struct froe_form_key){key, i};
    }
    qsort(groups->items, groups->count, sizeof *groups->items, by_key);
    return true;
}

size_t froe_form_group_len(const struct froe_form_groups *groups, size_t start)
{
    size_t end = start + 1;
    while (end < groups->count && groups->items[end].key == groups->items[start].key) end++;
    return end - start;
}

bool froe_forms_merge_groups(struct froe_forms *forms, const void *rule, froe_form_key_of *key_of,
                             froe_form_result_of *result_of)
{
    struct froe_form_groups groups;
    if (!froe_forms_group(forms, rule, key_of, &groups)) return false;
    bool ok = true;
    for (size_t start = 0; ok && start < groups.count;) {
        size_t len = froe_form_group_len(&groups, start);
        if (len > 1) {
            uint32_t into = result_of(forms, rule, &groups.items[start], len);
            ok = into != UINT32_MAX;
            for (size_t i = 0; ok && i < len; i++)
                froe_forms_merge(forms, groups.items[start + i].form, into);
        }
        start += len;
    }
    free(groups.items);
    return ok;
}
