/* Any message: the tokens concatenated are the message, are within the limit, and never two
   variables in a row; a second time they are the same. The first byte chooses masks. */
#include "lex/lexer.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

static struct froe_masks *some_masks(uint8_t choice)
{
    static const char *const regexes[] = {"[a-c]+",     "x*",          "^.|.$",
                                          "(?<=:)\\S+", "\\d+\\.\\d+", "="};
    struct froe_masks *masks = froe_masks_new();
    require(masks);
    for (size_t i = 0; i < sizeof regexes / sizeof *regexes; i++) {
        char name[] = {(char)('A' + i), '\0'};
        if (choice >> i & 1) require(froe_masks_add(masks, name, regexes[i], NULL) == FROE_OK);
    }
    return masks;
}

static void check(struct froe_slice message, const struct froe_masks *masks)
{
    struct froe_token tokens[FROE_TOKENS_MAX], again[FROE_TOKENS_MAX];
    struct froe_lexer *lexer = froe_lexer_new(masks);
    require(lexer);
    size_t count = froe_lex(lexer, message, tokens);
    require(count <= FROE_TOKENS_MAX && (count > 0) == (message.len > 0));
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        require(tokens[i].start == end && tokens[i].len > 0);
        end += tokens[i].len;
        bool variable = tokens[i].kind == FROE_TOKEN_VARIABLE;
        require(variable || tokens[i].type == 0);
        require(variable || tokens[i].kind == FROE_TOKEN_SPACE ||
                tokens[i].len <= FROE_CONSTANT_BYTES_MAX);
        require(!variable || i == 0 || tokens[i - 1].kind != FROE_TOKEN_VARIABLE);
        require(froe_var_name(masks, tokens[i].type));
    }
    require(end == message.len);
    require(froe_lex(lexer, message, again) == count);
    for (size_t i = 0; i < count; i++)
        require(tokens[i].start == again[i].start && tokens[i].len == again[i].len &&
                tokens[i].kind == again[i].kind && tokens[i].type == again[i].type);
    froe_lexer_free(lexer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size) return 0;
    /* A copy of just the right size, so that reading past the end shows. */
    char *text = malloc(size);
    require(text);
    memcpy(text, data + 1, size - 1);
    struct froe_masks *masks = some_masks(data[0]);
    check(froe_slice(text, size - 1), masks);
    froe_masks_free(masks);
    free(text);
    return 0;
}
