#include "lex/masks.h"

#include <stdlib.h>

struct froe_masks *froe_masks_new(void)
{
    return calloc(1, sizeof(struct froe_masks));
}

void froe_masks_free(struct froe_masks *masks)
{
    if (!masks) return;
    for (size_t i = 0; i < masks->count; i++) pcre2_code_free(masks->items[i].code);
    for (size_t i = 0; i < masks->name_count; i++) free(masks->names[i]);
    free(masks);
}

size_t froe_masks_count(const struct froe_masks *masks)
{
    return masks ? masks->count : 0;
}

static const char *const builtin_names[] = {
#define X(name, text) text,
    FROE_VAR_LIST(X)
#undef X
};

const char *froe_var_name(const struct froe_masks *masks, uint8_t type)
{
    if (type < FROE_VAR_USER) return builtin_names[type];
    size_t index = (size_t)type - FROE_VAR_USER;
    return masks && index < masks->name_count ? masks->names[index] : "*";
}

/* The type of a name: a built-in one, a known one, or a new one. */
static enum froe_status type_of(struct froe_masks *masks, const char *name, uint8_t *type,
                                struct froe_error *error)
{
    for (size_t i = 0; i < FROE_VAR_USER; i++)
        if (strcmp(builtin_names[i], name) == 0) {
            *type = (uint8_t)i;
            return FROE_OK;
        }
    size_t index = 0;
    while (index < masks->name_count && strcmp(masks->names[index], name) != 0) index++;
    if (index == masks->name_count) {
        char *copy = strdup(name);
        if (!copy) return froe_error_memory(error);
        masks->names[masks->name_count++] = copy;
    }
    *type = (uint8_t)(FROE_VAR_USER + index);
    return FROE_OK;
}

enum froe_status froe_masks_add(struct froe_masks *masks, const char *name, const char *regex,
                                struct froe_error *error)
{
    if (masks->count == FROE_MASKS_MAX)
        return froe_error_set(error, FROE_LIMIT, "more than %d masks", FROE_MASKS_MAX);
    int code;
    PCRE2_SIZE offset;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED,
                                         PCRE2_NEVER_BACKSLASH_C, &code, &offset, NULL);
    if (!compiled) {
        PCRE2_UCHAR text[128];
        pcre2_get_error_message(code, text, sizeof text);
        return froe_error_set(error, FROE_SYNTAX, "mask %s: %s at character %zu of '%s'", name,
                              (const char *)text, (size_t)offset + 1, regex);
    }
    uint8_t type = FROE_VAR_ANY;
    enum froe_status status = type_of(masks, name, &type, error);
    if (status != FROE_OK) {
        pcre2_code_free(compiled);
        return status;
    }
    /* Without JIT (not on every machine) the same regex is interpreted. */
    pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);
    masks->items[masks->count++] = (struct froe_mask){compiled, type};
    return FROE_OK;
}

bool froe_mask_matcher_init(struct froe_mask_matcher *matcher)
{
    *matcher = (struct froe_mask_matcher){
        .match = pcre2_match_data_create(1, NULL),
        .limits = pcre2_match_context_create(NULL),
    };
    /* A pathological regex costs a bounded time a message, and then does not match. */
    if (matcher->limits) pcre2_set_match_limit(matcher->limits, 200000);
    return matcher->match && matcher->limits;
}

void froe_mask_matcher_release(struct froe_mask_matcher *matcher)
{
    pcre2_match_data_free(matcher->match);
    pcre2_match_context_free(matcher->limits);
    *matcher = (struct froe_mask_matcher){0};
}

/* Adds the span unless it overlaps one that is there; keeps the spans sorted. */
static void add_span(struct froe_mask_matcher *matcher, struct froe_mask_span span)
{
    size_t at = matcher->span_count;
    while (at > 0 && matcher->spans[at - 1].start >= span.end) at--;
    if (at > 0 && matcher->spans[at - 1].end > span.start) return;
    memmove(&matcher->spans[at + 1], &matcher->spans[at], (matcher->span_count - at) * sizeof span);
    matcher->spans[at] = span;
    matcher->span_count++;
}

void froe_masks_find(const struct froe_masks *masks, struct froe_mask_matcher *matcher,
                     struct froe_slice message)
{
    matcher->span_count = 0;
    for (size_t i = 0; masks && i < masks->count; i++) {
        for (size_t from = 0; from < message.len && matcher->span_count < FROE_MASK_SPANS_MAX;) {
            int found = pcre2_match(masks->items[i].code, (PCRE2_SPTR)message.ptr, message.len,
                                    from, 0, matcher->match, matcher->limits);
            if (found < 0) break;
            const PCRE2_SIZE *range = pcre2_get_ovector_pointer(matcher->match);
            if (range[1] <= range[0]) {
                from = (range[0] > from ? range[0] : from) + 1;
                continue;
            }
            add_span(matcher, (struct froe_mask_span){(uint32_t)range[0], (uint32_t)range[1],
                                                      masks->items[i].type});
            from = range[1] > from ? range[1] : from + 1; /* "\K" may move a match back */
        }
    }
}
