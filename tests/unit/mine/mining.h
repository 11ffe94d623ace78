/* Messages to templates in few words, for the tests of src/mine. */
#ifndef FROE_TESTS_MINING_H
#define FROE_TESTS_MINING_H

#include "lex/lexer.h"
#include "mine/induce.h"
#include "mine/table.h"

struct mining {
    struct froe_lexer *lexer;
    struct froe_table *table;
    struct froe_templates *templates; /* of the last mining_induce */
    uint64_t lines;
    struct froe_token tokens[FROE_TOKENS_MAX]; /* of the last message added or found */
    size_t token_count;
};

/* masks and caps may be NULL. Failures fail the test. */
void mining_init(struct mining *mining, const struct froe_masks *masks,
                 const struct froe_table_caps *caps);
void mining_release(struct mining *mining);
/* Counts the message; returns the index of its entry. */
uint32_t mining_add(struct mining *mining, struct froe_slice message);
/* The same with the hash of the statement's location. */
uint32_t mining_add_at(struct mining *mining, struct froe_slice message, uint64_t location);
/* Adds every line of the text; "12x " at the start of a line means twelve times. */
void mining_add_lines(struct mining *mining, const char *lines);
void mining_induce(struct mining *mining);
/* The signature the message is counted under. */
uint32_t mining_signature(struct mining *mining, struct froe_slice message);
const struct froe_template *mining_template(struct mining *mining, struct froe_slice message);

/* Takes the next line, without its "12x ", off the text; false at the end. */
bool mining_next_line(const char **lines, struct froe_slice *line, unsigned *times);

uint32_t mining_random(uint32_t *seed);

#endif
