#include "cli/suggest.h"

#include <limits.h>

enum { WORD_MAX = 64 };

static unsigned min(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned froe_edit_distance(struct froe_slice a, struct froe_slice b)
{
    unsigned rows[3][WORD_MAX] = {{0}};
    if (a.len >= WORD_MAX || b.len >= WORD_MAX) return UINT_MAX;
    unsigned *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t k = 0; k <= b.len; k++) row[k] = (unsigned)k;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned *free_row = before;
        before = above;
        above = row;
        row = free_row;
        row[0] = (unsigned)i;
        for (size_t k = 1; k <= b.len; k++) {
            unsigned change = above[k - 1] + (a.ptr[i - 1] != b.ptr[k - 1]);
            row[k] = min(min(above[k], row[k - 1]) + 1, change);
            bool swapped =
                i > 1 && k > 1 && a.ptr[i - 1] == b.ptr[k - 2] && a.ptr[i - 2] == b.ptr[k - 1];
            if (swapped) row[k] = min(row[k], before[k - 2] + 1);
        }
    }
    return row[b.len];
}

void froe_suggestion_init(struct froe_suggestion *suggestion, struct froe_slice word)
{
    unsigned allowed = word.len <= 3 ? 1 : (unsigned)min((unsigned)word.len / 3, 3);
    *suggestion = (struct froe_suggestion){.word = word, .distance = allowed + 1};
}

void froe_suggestion_offer(struct froe_suggestion *suggestion, const char *candidate)
{
    struct froe_slice text = froe_slice_cstr(candidate);
    bool begins = suggestion->word.len >= 3 && froe_slice_starts(text, suggestion->word);
    unsigned distance = begins ? 1 : froe_edit_distance(suggestion->word, text);
    if (distance >= suggestion->distance) return;
    suggestion->distance = distance;
    suggestion->best = candidate;
}
