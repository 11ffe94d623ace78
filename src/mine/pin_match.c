/* Which pin fits a signature. Constant text is compared as bytes, so a pin need not be cut into the
   same tokens as the message; only the ends of holes must be ends of tokens. */
#include "mine/pins_internal.h"

#include "base/hash.h"
#include "mine/skeleton.h"
#include <ctype.h>
#include <stdlib.h>

enum {
    TOKENS_MAX = FROE_TOKENS_MAX + 8,
    PIECES_MAX = 2 * FROE_PIN_HOLES_MAX + 1,
    VARIABLE_BYTE = '\0', /* stands for a variable in the text; pins have no such byte */
    ANSWERS_MAX = 2048,   /* a power of two */
};

/* What was found before, by the skeleton's hash: most records are of few signatures. */
struct answer {
    uint64_t hash;
    uint32_t pin;
    bool known;
};

struct froe_pin_matcher {
    const struct froe_pins *pins;
    /* The signature at hand: its constants one behind the other, one byte for a variable. */
    struct froe_buf text;
    size_t starts[TOKENS_MAX + 1]; /* by token: where its text begins; one more for the end */
    uint8_t types[TOKENS_MAX];     /* of variables */
    bool variable[TOKENS_MAX];
    size_t token_count;
    struct froe_hole_range holes[FROE_PIN_HOLES_MAX];
    struct answer answers[ANSWERS_MAX];
    bool fits[PIECES_MAX + 1][TOKENS_MAX + 1]; /* [i][j]: parts from i on fit tokens from j on */
};

/* --- the index: pins by their rarest word
 * ----------------------------------------------------------------------------------- */

static bool word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The next run of word bytes from *at on, which moves behind it. False at the end. */
static bool next_word(struct froe_slice text, size_t *at, struct froe_slice *word)
{
    while (*at < text.len && !word_byte(text.ptr[*at])) (*at)++;
    size_t start = *at;
    while (*at < text.len && word_byte(text.ptr[*at])) (*at)++;
    *word = froe_slice(text.ptr + start, *at - start);
    return *at > start;
}

static uint64_t word_hash(struct froe_slice word)
{
    uint64_t hash = froe_hash_bytes(word, 29);
    return hash ? hash : 1;
}

/* Calls visit for the words of the pin's constant text. In a message that it fits each lies between
   bytes that are none of a word, ends of tokens, or both. */
typedef bool word_visitor(void *context, struct froe_slice word);

static bool visit_words(const struct froe_template *template, word_visitor *visit, void *context)
{
    for (uint32_t i = 0; i < template->part_count; i++) {
        struct froe_slice text = template->parts[i].text, word;
        for (size_t at = 0; !template->parts[i].hole && next_word(text, &at, &word);)
            if (!visit(context, word)) return false;
    }
    return true;
}

static bool count_word(void *context, struct froe_slice word)
{
    uint32_t *count = froe_map_put(context, word_hash(word), 0, NULL);
    if (count) ++*count;
    return count != NULL;
}

struct rarest {
    const struct froe_map *counts;
    struct froe_slice word;
    uint32_t count;
};

static bool take_if_rarer(void *context, struct froe_slice word)
{
    struct rarest *rarest = context;
    uint32_t count = *froe_map_find(rarest->counts, word_hash(word));
    if (rarest->word.ptr &&
        (count > rarest->count || (count == rarest->count && word.len <= rarest->word.len)))
        return true;
    rarest->word = word;
    rarest->count = count;
    return true;
}

static int by_hash_and_pin(const void *a, const void *b)
{
    const struct froe_pin_key *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return (x->pin > y->pin) - (x->pin < y->pin);
}

bool froe_pins_index(struct froe_pins *pins)
{
    struct froe_map counts = {0};
    pins->keys = calloc(pins->count + 1, sizeof *pins->keys);
    bool ok = pins->keys;
    for (size_t i = 0; ok && i < pins->count; i++)
        ok = visit_words(&pins->items[i].template, count_word, &counts);
    for (uint32_t i = 0; ok && i < pins->count; i++) {
        struct rarest rarest = {.counts = &counts};
        visit_words(&pins->items[i].template, take_if_rarer, &rarest);
        pins->keys[i] = (struct froe_pin_key){rarest.word.ptr ? word_hash(rarest.word) : 0, i};
    }
    froe_map_release(&counts);
    if (!ok) return false;
    qsort(pins->keys, pins->count, sizeof *pins->keys, by_hash_and_pin);
    for (uint32_t i = 0; ok && i < pins->count; i++)
        ok = froe_map_put(&pins->key_starts, pins->keys[i].hash, i, NULL);
    return ok;
}

/* --- one pin and one signature
 * ---------------------------------------------------------------------------------- */

struct froe_pin_matcher *froe_pin_matcher_new(const struct froe_pins *pins)
{
    struct froe_pin_matcher *matcher = calloc(1, sizeof *matcher);
    if (matcher) matcher->pins = pins;
    return matcher;
}

void froe_pin_matcher_free(struct froe_pin_matcher *matcher)
{
    if (!matcher) return;
    froe_buf_release(&matcher->text);
    free(matcher);
}

static bool read_skeleton(struct froe_pin_matcher *m, struct froe_slice skeleton)
{
    struct froe_skeleton_token token;
    froe_buf_clear(&m->text);
    m->token_count = 0;
    while (m->token_count < TOKENS_MAX && froe_skeleton_next(&skeleton, &token)) {
        m->starts[m->token_count] = m->text.len;
        m->variable[m->token_count] = token.variable;
        m->types[m->token_count++] = token.type;
        if (token.variable)
            froe_buf_append_char(&m->text, VARIABLE_BYTE);
        else
            froe_buf_append(&m->text, token.text);
    }
    m->starts[m->token_count] = m->text.len;
    return m->text.status == FROE_OK;
}

/* The token behind the constant text when that stands at token j and ends with a token, else
   SIZE_MAX. */
static size_t behind_text(const struct froe_pin_matcher *m, struct froe_slice text, size_t j)
{
    size_t end = m->starts[j] + text.len;
    if (end > m->text.len || memcmp(m->text.ptr + m->starts[j], text.ptr, text.len) != 0)
        return SIZE_MAX;
    while (j < m->token_count && m->starts[j] < end) j++;
    return m->starts[j] == end ? j : SIZE_MAX;
}

static void fill_row(struct froe_pin_matcher *m, const struct froe_template_part *part, size_t i,
                     size_t count)
{
    bool *row = m->fits[i];
    const bool *below = m->fits[i + 1];
    bool any = part->hole && part->type == FROE_VAR_ANY;
    row[count] = any && below[count];
    for (size_t j = count; j-- > 0;) {
        if (any) {
            row[j] = below[j] || row[j + 1];
        } else if (part->hole) {
            row[j] = m->variable[j] && m->types[j] == part->type && below[j + 1];
        } else {
            size_t end = behind_text(m, part->text, j);
            row[j] = end <= count && below[end];
        }
    }
}

static void find_holes(struct froe_pin_matcher *m, const struct froe_template *template,
                       size_t count)
{
    size_t j = 0, hole = 0;
    for (uint32_t i = 0; i < template->part_count; i++) {
        const struct froe_template_part *part = &template->parts[i];
        const bool *below = m->fits[i + 1];
        size_t end = j + 1;
        if (!part->hole) {
            j = behind_text(m, part->text, j);
            continue;
        }
        while (part->type == FROE_VAR_ANY && end <= count && !below[end]) end++;
        if (end > count) end = j; /* only the empty value is left */
        m->holes[hole++] = (struct froe_hole_range){(uint16_t)j, (uint16_t)(end - j)};
        j = end;
    }
}

/* Cheap, and enough to turn down nearly all. */
static bool ends_fit(const struct froe_pin_matcher *m, const struct froe_template *template,
                     size_t count)
{
    const struct froe_template_part *first = &template->parts[0],
                                    *last = &template->parts[template->part_count - 1];
    struct froe_slice text = froe_slice(m->text.ptr, m->starts[count]);
    if (!first->hole && !froe_slice_starts(text, first->text)) return false;
    return last->hole ||
           (last->text.len <= text.len &&
            froe_slice_eq(froe_slice_from(text, text.len - last->text.len), last->text));
}

/* Whether the pin fits the first `count` tokens; fills holes then. */
static bool fits_tokens(struct froe_pin_matcher *m, const struct froe_template *template,
                        size_t count)
{
    if (!ends_fit(m, template, count)) return false;
    memset(m->fits[template->part_count], 0, sizeof m->fits[0]);
    m->fits[template->part_count][count] = true;
    for (uint32_t i = template->part_count; i-- > 0;) fill_row(m, &template->parts[i], i, count);
    if (!m->fits[0][0]) return false;
    find_holes(m, template, count);
    return true;
}

/* White space at a message's end is nobody's; a pin that needs it may have it. */
static bool fits(struct froe_pin_matcher *m, uint32_t pin)
{
    const struct froe_template *template = &m->pins->items[pin].template;
    size_t count = m->token_count;
    bool space = count > 1 && !m->variable[count - 1] && m->text.ptr[m->starts[count - 1]] == ' ';
    return (space && fits_tokens(m, template, count - 1)) || fits_tokens(m, template, count);
}

/* The best of the pins under the key, when that is better than *best. */
static void try_key(struct froe_pin_matcher *m, uint64_t hash, uint32_t *best)
{
    const struct froe_pins *pins = m->pins;
    const uint32_t *start = froe_map_find(&pins->key_starts, hash);
    for (size_t i = start ? *start : pins->count;
         i < pins->count && pins->keys[i].hash == hash && pins->keys[i].pin < *best; i++)
        if (fits(m, pins->keys[i].pin)) *best = pins->keys[i].pin;
}

/* A run of word bytes that begins in the token: with it all that of its ends or tokens' ends within
   bounds, since a hole may end there. *token moves on with the runs. */
static void try_run(struct froe_pin_matcher *m, struct froe_slice run, size_t *token,
                    uint32_t *best)
{
    size_t start = (size_t)(run.ptr - m->text.ptr), end = start + run.len;
    while (*token < m->token_count && m->starts[*token] <= start) (*token)++;
    for (size_t first = *token, from = start; from < end; from = m->starts[first++]) {
        for (size_t k = first; m->starts[k] < end; k++)
            try_key(m, word_hash(froe_slice(m->text.ptr + from, m->starts[k] - from)), best);
        try_key(m, word_hash(froe_slice(m->text.ptr + from, end - from)), best);
        if (m->starts[first] >= end) break;
    }
}

static uint32_t search(struct froe_pin_matcher *m)
{
    uint32_t best = FROE_PIN_NONE;
    struct froe_slice text = froe_buf_slice(&m->text), run;
    size_t token = 0;
    for (size_t at = 0; next_word(text, &at, &run);) try_run(m, run, &token, &best);
    try_key(m, 0, &best);
    return best;
}

bool froe_pin_match(struct froe_pin_matcher *matcher, struct froe_slice skeleton, uint32_t *pin,
                    const struct froe_hole_range **holes)
{
    uint64_t hash = froe_skeleton_hash(skeleton);
    struct answer *answer = &matcher->answers[hash & (ANSWERS_MAX - 1)];
    bool known = answer->known && answer->hash == hash;
    *pin = FROE_PIN_NONE;
    *holes = matcher->holes;
    if (known && answer->pin == FROE_PIN_NONE) return true;
    if (!read_skeleton(matcher, skeleton)) return false;
    if (known && fits(matcher, answer->pin))
        *pin = answer->pin;
    else
        *pin = search(matcher);
    *answer = (struct answer){hash, *pin, true};
    return true;
}

size_t froe_pin_collapse(const struct froe_template *template, const struct froe_hole_range *holes,
                         struct froe_token *tokens, size_t token_count)
{
    size_t kept = 0, next = 0, hole = 0;
    for (uint32_t i = 0; i < template->part_count; i++) {
        const struct froe_template_part *part = &template->parts[i];
        if (!part->hole) continue;
        struct froe_hole_range range = holes[hole++];
        if (part->type != FROE_VAR_ANY || !range.count) continue;
        while (next < range.first) tokens[kept++] = tokens[next++];
        struct froe_token whole = tokens[next++];
        while (next < (size_t)range.first + range.count) whole.len += tokens[next++].len;
        whole.kind = FROE_TOKEN_VARIABLE;
        whole.type = FROE_VAR_ANY;
        tokens[kept++] = whole;
    }
    while (next < token_count) tokens[kept++] = tokens[next++];
    return kept;
}
