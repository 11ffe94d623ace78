#include "mine/align.h"

#include <stdlib.h>

void froe_aligner_release(struct froe_aligner *aligner)
{
    free(aligner->reachable);
    *aligner = (struct froe_aligner){0};
}

static bool make_room(struct froe_aligner *aligner, size_t cells)
{
    if (cells <= aligner->capacity) return true;
    uint8_t *moved = realloc(aligner->reachable, cells);
    if (!moved) return false;
    aligner->reachable = moved;
    aligner->capacity = cells;
    return true;
}

/* One token for everything is nearly always it, and then the answer below: the leftmost holes take
   as little as possible. */
static bool align_one_to_one(const froe_symbol *pattern, size_t len, const froe_symbol *tokens,
                             struct froe_hole_range *ranges)
{
    size_t hole_index = 0;
    for (size_t i = 0; i < len; i++) {
        if (pattern[i] == FROE_SYMBOL_VARIABLE)
            ranges[hole_index++] = (struct froe_hole_range){(uint16_t)i, 1};
        else if (pattern[i] != tokens[i])
            return false;
    }
    return true;
}

bool froe_align(struct froe_aligner *aligner, const froe_symbol *pattern, size_t pattern_len,
                const froe_symbol *tokens, size_t token_count, struct froe_hole_range *ranges)
{
    if (pattern_len == token_count && align_one_to_one(pattern, pattern_len, tokens, ranges))
        return true;
    size_t width = token_count + 1;
    if (!make_room(aligner, (pattern_len + 1) * width)) return false;
    uint8_t *ok = aligner->reachable; /* ok[i * width + j]: pattern[i..] can match tokens[j..] */
    memset(ok, 0, (pattern_len + 1) * width);
    ok[pattern_len * width + token_count] = 1;
    for (size_t i = pattern_len; i-- > 0;) {
        bool hole = pattern[i] == FROE_SYMBOL_VARIABLE;
        uint8_t *row = ok + i * width, *below = row + width;
        if (hole) row[token_count] = below[token_count];
        for (size_t j = token_count; j-- > 0;)
            row[j] = hole ? below[j] | row[j + 1] : (pattern[i] == tokens[j]) & below[j + 1];
    }
    if (!ok[0]) return false;
    size_t j = 0, hole_index = 0;
    for (size_t i = 0; i < pattern_len; i++) {
        if (pattern[i] != FROE_SYMBOL_VARIABLE) {
            j++;
            continue;
        }
        const uint8_t *below = ok + (i + 1) * width;
        size_t end = j + 1;
        while (end <= token_count && !below[end]) end++;
        if (end > token_count) end = j; /* only the empty value is left */
        ranges[hole_index++] = (struct froe_hole_range){(uint16_t)j, (uint16_t)(end - j)};
        j = end;
    }
    return true;
}
