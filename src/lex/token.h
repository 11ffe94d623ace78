/* Tokens of a message: words, punctuation, spaces, and variables whose shape says so.

   Concatenated, the tokens are the message. Adjacent variables come as one. The grammar of shapes
   is tokens.re; what depends on the neighbours (key=, an HTTP method before a target) is lexer.c;
   the morphology of single words (digits, units, hashes) is word.c. */
#ifndef FROE_LEX_TOKEN_H
#define FROE_LEX_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

enum froe_token_kind {
    FROE_TOKEN_WORD,  /* constant text that may turn out to vary */
    FROE_TOKEN_FIXED, /* punctuation, and prefixes such as "node-" or "http://": never a value */
    FROE_TOKEN_SPACE, /* a run of white space */
    FROE_TOKEN_VARIABLE,
};

/* The variable types of the contract. User masks get numbers from FROE_VAR_USER on. */
#define FROE_VAR_LIST(X)                                                                           \
    X(ANY, "*")                                                                                    \
    X(IP, "IP")                                                                                    \
    X(UUID, "UUID")                                                                                \
    X(NUM, "NUM")                                                                                  \
    X(HEX, "HEX")                                                                                  \
    X(STR, "STR")                                                                                  \
    X(POD, "POD")                                                                                  \
    X(PATH, "PATH")                                                                                \
    X(URL, "URL")                                                                                  \
    X(TIME, "TIME")                                                                                \
    X(DUR, "DUR")                                                                                  \
    X(SIZE, "SIZE")                                                                                \
    X(MAC, "MAC")                                                                                  \
    X(EMAIL, "EMAIL")                                                                              \
    X(HOST, "HOST")                                                                                \
    X(ID, "ID")

enum froe_var_type {
#define X(name, text) FROE_VAR_##name,
    FROE_VAR_LIST(X)
#undef X
        FROE_VAR_USER
};

enum {
    FROE_TOKENS_MAX = 384, /* what follows in a longer message is one variable */
    FROE_MASKS_MAX = 200,
    FROE_CONSTANT_BYTES_MAX = 0xffff, /* a longer word is a variable */
};

struct froe_token {
    uint32_t start, len; /* bytes of the message */
    uint8_t kind;        /* enum froe_token_kind */
    uint8_t type;        /* enum froe_var_type or FROE_VAR_USER + n; 0 for the other kinds */
};

#endif
