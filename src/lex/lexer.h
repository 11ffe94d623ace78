/* The typed lexer. */
#ifndef FROE_LEX_LEXER_H
#define FROE_LEX_LEXER_H

#include "base/error.h"
#include "base/slice.h"
#include "lex/token.h"
#include <stddef.h>

/* User masks: named regular expressions (PCRE2) whose matches are variables of their own type. They
   are looked for in the whole message, before the lexer cuts it, in the order given; the first
   match that covers a byte wins. Read-only after the last add; shared by threads. */
struct froe_masks;

struct froe_masks *froe_masks_new(void);
void froe_masks_free(struct froe_masks *masks);
/* FROE_SYNTAX with position and PCRE2's words when the regex is wrong; FROE_LIMIT past
   FROE_MASKS_MAX. Two masks of one name share the type. */
enum froe_status froe_masks_add(struct froe_masks *masks, const char *name, const char *regex,
                                struct froe_error *error);
size_t froe_masks_count(const struct froe_masks *masks);

/* "IP", "*", or a user mask's name. `masks` may be NULL. */
const char *froe_var_name(const struct froe_masks *masks, uint8_t type);

/* A lexer holds scratch memory: one a thread. masks may be NULL, and must outlive it. */
struct froe_lexer;

struct froe_lexer *froe_lexer_new(const struct froe_masks *masks);
void froe_lexer_free(struct froe_lexer *lexer);

/* Cuts the message into at most FROE_TOKENS_MAX tokens; returns their number, 0 for an empty
   message. When memory is out the message is one variable. */
size_t froe_lex(struct froe_lexer *lexer, struct froe_slice message,
                struct froe_token tokens[FROE_TOKENS_MAX]);

#endif
