/* Pinned templates: templates that the user gives and that always win. One a line; holes are <*> or
   typed (<IP>, a user mask's <NAME>); blank lines and lines that begin with '#' are comments.

   A message is of the pin that fits it, whatever induction would say of it; of several the most
   specific: most constant characters, then the earlier line. Constant text must be the message's,
   runs of white space aside. A typed hole takes one variable of its type, <*> any run of tokens:
   one or more, none only where nothing else fits; the leftmost holes take as little as possible.

   A signature does not keep the values of variables, so a pin cannot ask for one: constant text
   that is a variable in messages ("10.0.0.1", "/api/<*>", "<*>ms") is an error that says which
   placeholder to write. */
#ifndef FROE_MINE_PINS_H
#define FROE_MINE_PINS_H

#include "mine/induce.h"

enum {
    FROE_PINS_MAX = 10000,
    FROE_PIN_BYTES_MAX = 16 * 1024,        /* of a line */
    FROE_PINS_BYTES_MAX = 4 * 1024 * 1024, /* of the text; whoever reads it holds it to that */
};

#define FROE_PIN_NONE UINT32_MAX

/* Reads the pins out of text. `name` is the file's, for messages. masks may be NULL. FROE_USAGE
   with NAME:LINE in the message, and the line in *error. The result is read-only, shared by
   threads, and must outlive templates made with it. */
enum froe_status froe_pins_new(struct froe_slice text, const char *name,
                               const struct froe_masks *masks, struct froe_pins **pins,
                               struct froe_error *error);
void froe_pins_free(struct froe_pins *pins);

/* Pins are numbered by rank, the most specific first; one that stands there twice counts once. */
size_t froe_pins_count(const struct froe_pins *pins);
const struct froe_template *froe_pins_template(const struct froe_pins *pins, uint32_t pin);
/* Whether a pin has this plain text. */
bool froe_pins_has_plain(const struct froe_pins *pins, struct froe_slice plain);

/* Scratch memory of matching: one a thread. */
struct froe_pin_matcher;
struct froe_pin_matcher *froe_pin_matcher_new(const struct froe_pins *pins);
void froe_pin_matcher_free(struct froe_pin_matcher *matcher);

/* The pin that fits the skeleton, FROE_PIN_NONE when none does; *holes are its ranges, until the
   next call. False when memory is out. */
bool froe_pin_match(struct froe_pin_matcher *matcher, struct froe_slice skeleton, uint32_t *pin,
                    const struct froe_hole_range **holes);

/* What each <*> holds as one variable, in place; returns how many tokens are left. A pin is then
   one signature (one more for each choice of empty holes), however much its messages differ, and
   still fits it with the same holes. */
size_t froe_pin_collapse(const struct froe_template *template, const struct froe_hole_range *holes,
                         struct froe_token *tokens, size_t token_count);

#endif
