/* Private to src/mine: ids, texts and names of templates. */
#ifndef FROE_MINE_TEMPLATE_H
#define FROE_MINE_TEMPLATE_H

#include "mine/forms.h"
#include "mine/induce.h"

/* The id of a template: 60 bits of the hash of its plain text in base 32 (digits and lower-case
   letters without i l o u). */
void froe_template_id(struct froe_slice plain, char id[FROE_TEMPLATE_ID_BYTES]);

/* The id of a template that reads as a pin does but is not it. */
void froe_template_id_beside_pin(struct froe_slice plain, char id[FROE_TEMPLATE_ID_BYTES]);

/* The plain text of a sequence of symbols, in the arena. ptr NULL when memory is out. */
struct froe_slice froe_template_plain(struct froe_arena *arena, const struct froe_forms *forms,
                                      const froe_symbol *symbols, size_t len);

/* The key before a hole: key=<*>, key="<*>", "key":<*>, key: <*>. `text` is the constant text that
   ends right before the hole. Absent when there is none. */
struct froe_slice froe_template_hole_name(struct froe_slice text);

/* Fills parts, typed text and id; types[] has one type for each hole. */
bool froe_template_fill(struct froe_arena *arena, const struct froe_forms *forms,
                        const struct froe_masks *masks, const froe_symbol *symbols, size_t len,
                        const uint8_t *types, struct froe_template *template);

#endif
