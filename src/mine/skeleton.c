#include "mine/skeleton.h"

#include "base/hash.h"
#include <assert.h>
#include <ctype.h>

/* CONSTANT, length in two bytes, text | SPACE | VARIABLE, type */
enum { CONSTANT = 1, SPACE = 2, VARIABLE = 3 };

static void write_constant(struct froe_buf *out, struct froe_slice text)
{
    assert(text.len <= FROE_CONSTANT_BYTES_MAX);
    char *p = froe_buf_reserve(out, text.len + 3);
    if (!p) return;
    p[0] = CONSTANT;
    p[1] = (char)(text.len & 0xff);
    p[2] = (char)(text.len >> 8);
    memcpy(p + 3, text.ptr, text.len);
    out->len += text.len + 3;
}

static void write_variable(struct froe_buf *out, uint8_t type)
{
    char bytes[2] = {VARIABLE, (char)type};
    froe_buf_append(out, froe_slice(bytes, 2));
}

void froe_skeleton_write(struct froe_buf *out, struct froe_slice message,
                         const struct froe_token *tokens, size_t token_count)
{
    froe_buf_clear(out);
    for (size_t i = 0; i < token_count; i++) {
        const struct froe_token *token = &tokens[i];
        if (token->kind == FROE_TOKEN_VARIABLE)
            write_variable(out, token->type);
        else if (token->kind == FROE_TOKEN_SPACE)
            froe_buf_append_char(out, SPACE);
        else
            write_constant(out, froe_slice(message.ptr + token->start, token->len));
    }
}

bool froe_skeleton_next(struct froe_slice *rest, struct froe_skeleton_token *token)
{
    if (rest->len == 0) return false;
    *token = (struct froe_skeleton_token){.text = FROE_SLICE("")};
    size_t taken = 1;
    if (rest->ptr[0] == VARIABLE) {
        token->variable = true;
        token->type = (uint8_t)rest->ptr[1];
        taken = 2;
    } else if (rest->ptr[0] == SPACE) {
        token->text = FROE_SLICE(" ");
    } else {
        size_t len = (unsigned char)rest->ptr[1] | (size_t)(unsigned char)rest->ptr[2] << 8;
        token->text = froe_slice(rest->ptr + 3, len);
        taken = 3 + len;
    }
    *rest = froe_slice_from(*rest, taken);
    return true;
}

static bool wordlike(struct froe_slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (isalnum((unsigned char)text.ptr[i]) || (unsigned char)text.ptr[i] >= 0x80) return true;
    return false;
}

void froe_skeleton_write_folded(struct froe_buf *out, struct froe_slice skeleton, bool bare)
{
    froe_buf_clear(out);
    struct froe_skeleton_token token;
    while (!bare && froe_skeleton_next(&skeleton, &token)) {
        if (token.variable) break;
        if (token.text.ptr[0] == ' ')
            froe_buf_append_char(out, SPACE);
        else
            write_constant(out, token.text);
        if (wordlike(token.text)) break;
    }
    write_variable(out, FROE_VAR_ANY);
}

uint64_t froe_skeleton_hash(struct froe_slice skeleton)
{
    return froe_hash_bytes(skeleton, 0);
}

uint64_t froe_skeleton_bucket(struct froe_slice skeleton)
{
    uint64_t hash = 0;
    bool first_word = true;
    struct froe_skeleton_token token;
    while (froe_skeleton_next(&skeleton, &token)) {
        uint64_t part = 1;
        if (token.variable) {
            part = 2;
        } else if (token.text.ptr[0] == ' ' || !wordlike(token.text)) {
            part = froe_hash_bytes(token.text, 3);
        } else if (first_word) {
            part = froe_hash_bytes(token.text, 4);
            first_word = false;
        }
        hash = froe_hash_mix(hash, part);
    }
    return hash;
}
