/* Private to src/mine: the merging steps of induction. Each looks at all living forms at once and
   returns false when memory is out. What they do and why is told in ARCHITECTURE.md, "Induction".
 */
#ifndef FROE_MINE_HOLES_H
#define FROE_MINE_HOLES_H

#include "mine/forms.h"

/* Forms equal but for one word: merge when the values look like values. Repeated to a fixpoint. */
bool froe_merge_one_hole(struct froe_forms *forms);
/* The same for forms that one statement of the source wrote: there two values are enough. */
bool froe_merge_same_location(struct froe_forms *forms);
/* What follows "key=" up to the next delimiter is one value when it holds no word, as in
   "bnds=[1,2][3,4]" and "steps=17##4##9": it becomes one variable. Room for len symbols in `out`;
   returns their number. */
size_t froe_join_values(const struct froe_forms *forms, const froe_symbol *symbols, size_t len,
                        froe_symbol *out);
/* Values that their punctuation marks, of any number of words: "..." 'x' key=x key: x, key: y, and
   the empty ones. Two different ones are enough. */
bool froe_merge_values(struct froe_forms *forms);
/* "<*>, <*>" beside "<*>, <*>, <*>": lists of different lengths, and repeated groups of tokens. */
bool froe_merge_lists(struct froe_forms *forms);
/* "<*> KB" beside "<*> MB" and "<*>": the unit belongs to the value. */
bool froe_merge_units(struct froe_forms *forms);
/* "http://<*>" beside "https://<*>", "node-<*>" beside "<*>": the prefix belongs to the value. */
bool froe_merge_prefixes(struct froe_forms *forms);
/* Forms of one shape that differ in several words at once. */
bool froe_merge_multi_hole(struct froe_forms *forms);
/* A word where other forms have a variable between the same words. */
bool froe_merge_roles(struct froe_forms *forms);

#endif
