/* Any messages, one a line: counters add up whatever the caps; templates do not depend on order and
   shards (below the caps); a template with its parameters put in is the message. The first byte
   chooses caps. */
#include "base/calendar.h"
#include "inverse.h"
#include "lex/lexer.h"
#include "mine/induce.h"
#include "mine/skeleton.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MESSAGES_MAX = 2000 };

static void require(bool condition)
{
    if (!condition) abort();
}

struct messages {
    struct froe_slice items[MESSAGES_MAX];
    size_t count;
};

static void split(struct messages *messages, struct froe_slice text)
{
    messages->count = 0;
    while (text.len && messages->count < MESSAGES_MAX) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        messages->items[messages->count++] = froe_slice(text.ptr, len);
        text = froe_slice_from(text, end ? len + 1 : len);
    }
}

static void count(struct froe_table *table, struct froe_lexer *lexer, struct froe_slice message)
{
    struct froe_token tokens[FROE_TOKENS_MAX];
    struct froe_table_event event = {.message = message,
                                     .tokens = tokens,
                                     .token_count = froe_lex(lexer, message, tokens),
                                     .level = (enum froe_level)(message.len % 3),
                                     .time_ns = (int64_t)message.len * FROE_NS_PER_S,
                                     .selected = message.len % 5 > 0};
    uint32_t entry;
    bool wants_sample;
    require(froe_table_add(table, &event, &entry, &wants_sample) == FROE_OK);
    require(entry < froe_table_entry_count(table));
    if (wants_sample) require(froe_table_sample(table, entry, &event, message) == FROE_OK);
}

static uint64_t total_weight(const struct froe_table *table)
{
    uint64_t entries = 0, signatures = 0;
    for (size_t i = 0; i < froe_table_entry_count(table); i++)
        if (!froe_table_entry(table, i)->dead) entries += froe_table_entry(table, i)->weight;
    for (size_t i = 0; i < froe_table_signature_count(table); i++)
        if (!froe_table_signature(table, i)->dead)
            signatures += froe_table_signature(table, i)->weight;
    require(entries == signatures);
    return entries;
}

static void check_templates(const struct froe_table *table, const struct froe_templates *templates,
                            struct froe_lexer *lexer, const struct messages *messages)
{
    struct froe_buf skeleton = {0}, scratch = {0};
    for (size_t i = 0; i < messages->count; i++) {
        struct froe_token tokens[FROE_TOKENS_MAX];
        struct froe_slice message = messages->items[i];
        size_t token_count = froe_lex(lexer, message, tokens);
        froe_skeleton_write(&skeleton, message, tokens, token_count);
        uint32_t signature = froe_table_find(table, froe_buf_slice(&skeleton), &scratch);
        require(signature < templates->match_count);
        struct froe_signature_match match = templates->matches[signature];
        require(match.template_index < templates->count);
        if (!froe_table_signature(table, signature)->folded)
            require(inverse_holds(&templates->items[match.template_index], match.holes, message,
                                  tokens, token_count));
    }
    froe_buf_release(&skeleton);
    froe_buf_release(&scratch);
}

static void check_same(const struct froe_templates *a, const struct froe_templates *b)
{
    require(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        require(strcmp(a->items[i].id, b->items[i].id) == 0);
        require(froe_slice_eq(a->items[i].typed, b->items[i].typed));
    }
}

static void check(const struct messages *messages, const struct froe_table_caps *caps)
{
    struct froe_lexer *lexer = froe_lexer_new(NULL);
    struct froe_table *whole = froe_table_new(caps), *left = froe_table_new(caps);
    struct froe_table *right = froe_table_new(caps);
    struct froe_templates *templates, *merged;
    require(lexer && whole && left && right);
    for (size_t i = 0; i < messages->count; i++) {
        count(whole, lexer, messages->items[i]);
        count(i % 3 ? left : right, lexer, messages->items[messages->count - 1 - i]);
    }
    require(froe_table_merge(left, right) == FROE_OK);
    require(total_weight(whole) == messages->count && total_weight(left) == messages->count);
    require(froe_induce(whole, NULL, NULL, &templates, NULL) == FROE_OK);
    require(froe_induce(left, NULL, NULL, &merged, NULL) == FROE_OK);
    check_templates(whole, templates, lexer, messages);
    check_templates(left, merged, lexer, messages);
    if (!caps) check_same(templates, merged);
    froe_templates_free(templates);
    froe_templates_free(merged);
    froe_table_free(whole);
    froe_table_free(left);
    froe_table_free(right);
    froe_lexer_free(lexer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct froe_table_caps caps[] = {
        {1, 1, 1, SIZE_MAX}, {8, 4, 2, 100}, {64, 3, 8, SIZE_MAX}};
    if (!size) return 0;
    struct messages *messages = malloc(sizeof *messages);
    require(messages);
    split(messages, froe_slice((const char *)data + 1, size - 1));
    check(messages, data[0] % 4 < 3 ? &caps[data[0] % 4] : NULL);
    free(messages);
    return 0;
}
