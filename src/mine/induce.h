/* Induction: from the signatures of a table to templates. Deterministic, and independent of the
   order in which the table was filled. */
#ifndef FROE_MINE_INDUCE_H
#define FROE_MINE_INDUCE_H

#include "base/error.h"
#include "lex/lexer.h"
#include "mine/table.h"

enum { FROE_TEMPLATE_ID_BYTES = 13 }; /* 12 base32 characters and a NUL */

/* A piece of a template: constant text, or a hole. */
struct froe_template_part {
    struct froe_slice text; /* constant text; for a hole its placeholder, typed: "<IP>", "<*>" */
    bool hole;
    uint8_t type;           /* of a hole */
    struct froe_slice name; /* of a hole: from its context, absent (NULL) when that gives none */
};

struct froe_template {
    char id[FROE_TEMPLATE_ID_BYTES];
    struct froe_slice plain; /* holes as <*> */
    struct froe_slice typed;
    const struct froe_template_part *parts;
    uint32_t part_count, hole_count;
};

/* Where the holes of its template lie in a signature: tokens [first, first + count). */
struct froe_hole_range {
    uint16_t first, count;
};

struct froe_signature_match {
    uint32_t template_index;             /* UINT32_MAX for a dead signature */
    const struct froe_hole_range *holes; /* hole_count of the template */
};

struct froe_pins;

struct froe_templates {
    struct froe_arena arena;
    struct froe_template *items; /* in the order of their plain text */
    size_t count;
    struct froe_signature_match *matches; /* by index of the signature in the table */
    size_t match_count;
    const struct froe_pins *pins; /* borrowed; NULL: none */
};

/* masks (may be NULL) give the names of user types; pins (may be NULL) go first: a signature that
   one fits is of that template, and takes no part in induction. Folded signatures, which stand for
   many messages, are never pinned. The pins must outlive the templates. */
enum froe_status froe_induce(const struct froe_table *table, const struct froe_masks *masks,
                             const struct froe_pins *pins, struct froe_templates **templates,
                             struct froe_error *error);
void froe_templates_free(struct froe_templates *templates);

/* Index of the template with this id (or unambiguous prefix of one, at least one character).
   FROE_NOT_FOUND; FROE_USAGE when several begin so (the message lists some). */
enum froe_status froe_templates_find(const struct froe_templates *templates, struct froe_slice id,
                                     uint32_t *index, struct froe_error *error);

#endif
