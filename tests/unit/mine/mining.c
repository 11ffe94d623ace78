#include "mining.h"

#include "base/calendar.h"
#include "mine/skeleton.h"
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

void mining_init(struct mining *mining, const struct froe_masks *masks,
                 const struct froe_table_caps *caps)
{
    *mining = (struct mining){.lexer = froe_lexer_new(masks), .table = froe_table_new(caps)};
    assert_non_null(mining->lexer);
    assert_non_null(mining->table);
}

void mining_release(struct mining *mining)
{
    froe_templates_free(mining->templates);
    froe_table_free(mining->table);
    froe_lexer_free(mining->lexer);
}

uint32_t mining_add_at(struct mining *mining, struct froe_slice message, uint64_t location)
{
    mining->token_count = froe_lex(mining->lexer, message, mining->tokens);
    struct froe_table_event event = {.message = message,
                                     .tokens = mining->tokens,
                                     .token_count = mining->token_count,
                                     .location = location,
                                     .time_ns = FROE_TIME_NONE,
                                     .selected = true,
                                     .line = ++mining->lines};
    uint32_t entry;
    assert_int_equal(froe_table_add(mining->table, &event, &entry, NULL), FROE_OK);
    return entry;
}

uint32_t mining_add(struct mining *mining, struct froe_slice message)
{
    return mining_add_at(mining, message, 0);
}

bool mining_next_line(const char **lines, struct froe_slice *line, unsigned *times)
{
    const char *p = *lines;
    if (!*p) return false;
    *times = 0;
    while (isdigit((unsigned char)*p)) *times = *times * 10 + (unsigned)(*p++ - '0');
    if (p == *lines || p[0] != 'x' || p[1] != ' ') {
        p = *lines;
        *times = 1;
    } else {
        p += 2;
    }
    *line = froe_slice(p, strcspn(p, "\n"));
    p += line->len;
    *lines = *p ? p + 1 : p;
    return true;
}

void mining_add_lines(struct mining *mining, const char *lines)
{
    struct froe_slice line;
    unsigned times;
    while (mining_next_line(&lines, &line, &times))
        for (unsigned i = 0; i < times; i++) mining_add(mining, line);
}

void mining_induce(struct mining *mining)
{
    struct froe_error error;
    froe_templates_free(mining->templates);
    assert_int_equal(froe_induce(mining->table, NULL, NULL, &mining->templates, &error), FROE_OK);
    assert_int_equal(mining->templates->match_count, froe_table_signature_count(mining->table));
}

uint32_t mining_signature(struct mining *mining, struct froe_slice message)
{
    struct froe_buf skeleton = {0}, scratch = {0};
    mining->token_count = froe_lex(mining->lexer, message, mining->tokens);
    froe_skeleton_write(&skeleton, message, mining->tokens, mining->token_count);
    uint32_t signature = froe_table_find(mining->table, froe_buf_slice(&skeleton), &scratch);
    froe_buf_release(&skeleton);
    froe_buf_release(&scratch);
    return signature;
}

const struct froe_template *mining_template(struct mining *mining, struct froe_slice message)
{
    uint32_t signature = mining_signature(mining, message);
    assert_int_not_equal(signature, UINT32_MAX);
    uint32_t index = mining->templates->matches[signature].template_index;
    assert_true(index < mining->templates->count);
    return &mining->templates->items[index];
}

uint32_t mining_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}
