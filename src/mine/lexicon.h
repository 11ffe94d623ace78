/* Private to src/mine: what words mean, as far as induction needs to know it. */
#ifndef FROE_MINE_LEXICON_H
#define FROE_MINE_LEXICON_H

#include "base/slice.h"

/* Whether the word names an action, a state or an outcome ("started", "Failed", "RUNNING",
   "degraded", "read"): what programs print as constants, and what makes two messages of one shape
   different ones. Inflected forms of verbs are recognised. Names of things and people are no such
   words. */
bool froe_lexicon_is_state(struct froe_slice word);
/* An account that many systems have: "root", "postgres". */
bool froe_lexicon_is_account(struct froe_slice word);
/* What people are called by a program: "user", "operator". */
bool froe_lexicon_is_person(struct froe_slice word);
/* A kind of thing that has names: "user", "topic", "table". */
bool froe_lexicon_is_kind(struct froe_slice word);

#endif
