/* Which word was meant. */
#ifndef FROE_CLI_SUGGEST_H
#define FROE_CLI_SUGGEST_H

#include "base/slice.h"

/* Insertions, deletions, changes and swaps of neighbours between the two (Damerau-Levenshtein,
   optimal string alignment). Words longer than 63 bytes are as far as can be. */
unsigned froe_edit_distance(struct froe_slice a, struct froe_slice b);

/* Keeps the nearest of the candidates offered to it. */
struct froe_suggestion {
    struct froe_slice word;
    const char *best; /* NULL: nothing near enough yet */
    unsigned distance;
};

void froe_suggestion_init(struct froe_suggestion *suggestion, struct froe_slice word);
/* The candidate is borrowed. One edit in three letters is near enough, or being the beginning. */
void froe_suggestion_offer(struct froe_suggestion *suggestion, const char *candidate);

#endif
