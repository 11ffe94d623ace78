/* A skeleton: the tokens of a message with every variable reduced to its type and every run of
   white space to one space, packed into bytes. Its hash is the message's signature: messages of one
   signature differ in nothing but the values of typed variables. */
#ifndef FROE_MINE_SKELETON_H
#define FROE_MINE_SKELETON_H

#include "base/buf.h"
#include "lex/token.h"

/* Appends the skeleton of the tokens, which point into message, to out (cleared before). */
void froe_skeleton_write(struct froe_buf *out, struct froe_slice message,
                         const struct froe_token *tokens, size_t token_count);

/* The skeleton of everything that begins like this message and was folded: its first word and one
   variable; or the variable alone when `bare`. */
void froe_skeleton_write_folded(struct froe_buf *out, struct froe_slice skeleton, bool bare);

uint64_t froe_skeleton_hash(struct froe_slice skeleton);

/* Hash of the first word and the kinds of all tokens: the bucket that shares one cap. */
uint64_t froe_skeleton_bucket(struct froe_slice skeleton);

struct froe_skeleton_token {
    struct froe_slice text; /* constant text, " " for white space, "" for a variable */
    bool variable;
    uint8_t type; /* enum froe_var_type or a user mask's */
};

/* Takes the next token off the front; false at the end. */
bool froe_skeleton_next(struct froe_slice *rest, struct froe_skeleton_token *token);

#endif
