/* Tokens in their context: what a shape alone cannot tell. */
#include "lex/lexer.h"

#include "base/buf.h"
#include "lex/masks.h"
#include "lex/scan.h"
#include <ctype.h>
#include <stdlib.h>

struct froe_lexer {
    struct froe_buf text; /* the message with a NUL behind, as the scanner wants it */
    const struct froe_masks *masks;
    struct froe_mask_matcher matcher;
};

/* The state of one message. */
struct lexing {
    const char *text;
    size_t len;
    struct froe_token *tokens;
    size_t count;
    bool unclosed; /* a '{' had no end: others are not looked for */
};

struct froe_lexer *froe_lexer_new(const struct froe_masks *masks)
{
    struct froe_lexer *lexer = calloc(1, sizeof *lexer);
    if (!lexer) return NULL;
    lexer->masks = froe_masks_count(masks) ? masks : NULL;
    if (lexer->masks && !froe_mask_matcher_init(&lexer->matcher)) {
        froe_lexer_free(lexer);
        return NULL;
    }
    return lexer;
}

void froe_lexer_free(struct froe_lexer *lexer)
{
    if (!lexer) return;
    froe_buf_release(&lexer->text);
    froe_mask_matcher_release(&lexer->matcher);
    free(lexer);
}

/* Adds the next token, which starts where the last one ended. Adjacent variables become one: of the
   common type, else of any. */
static void add(struct lexing *lex, size_t len, enum froe_token_kind kind, uint8_t type)
{
    if (len == 0) return;
    if (len > FROE_CONSTANT_BYTES_MAX && (kind == FROE_TOKEN_WORD || kind == FROE_TOKEN_FIXED)) {
        kind = FROE_TOKEN_VARIABLE;
        type = FROE_VAR_ANY;
    }
    struct froe_token *last = lex->count ? &lex->tokens[lex->count - 1] : NULL;
    uint32_t start = last ? last->start + last->len : 0;
    if (last && kind == FROE_TOKEN_VARIABLE && last->kind == FROE_TOKEN_VARIABLE) {
        last->len += (uint32_t)len;
        if (last->type != type) last->type = FROE_VAR_ANY;
        return;
    }
    lex->tokens[lex->count++] = (struct froe_token){start, (uint32_t)len, (uint8_t)kind, type};
}

static struct froe_slice token_text(const struct lexing *lex, const struct froe_token *token)
{
    return froe_slice(lex->text + token->start, token->len);
}

/* The token `back` places before the end, when it is of the kind; absent otherwise. */
static struct froe_slice before(const struct lexing *lex, size_t back, enum froe_token_kind kind)
{
    if (back > lex->count) return (struct froe_slice){0};
    const struct froe_token *token = &lex->tokens[lex->count - back];
    return token->kind == kind ? token_text(lex, token) : (struct froe_slice){0};
}

static bool any_of(struct froe_slice word, const char *const *list)
{
    for (; word.len && *list; list++)
        if ((**list | 0x20) == (*word.ptr | 0x20) && strlen(*list) == word.len &&
            strncasecmp(*list, word.ptr, word.len) == 0)
            return true;
    return false;
}

static bool fixed_is(struct froe_slice text, char c)
{
    return text.ptr && text.len == 1 && text.ptr[0] == c;
}

/* A word names a user in "for user NAME", "invalid user NAME", "user=NAME": a variable even when
   only one of them was seen. */
static bool names_user(const struct lexing *lex)
{
    static const char *const leads[] = {"for", "invalid", "unknown", "by", "as", NULL};
    static const char *const keys[] = {"user", "username", "login", "uname", NULL};
    if (fixed_is(before(lex, 1, FROE_TOKEN_FIXED), '='))
        return any_of(before(lex, 2, FROE_TOKEN_WORD), keys);
    static const char *const user[] = {"user", NULL};
    return before(lex, 1, FROE_TOKEN_SPACE).ptr && any_of(before(lex, 2, FROE_TOKEN_WORD), user) &&
           any_of(before(lex, 4, FROE_TOKEN_WORD), leads);
}

/* Words end before ".." and, at the end of a sentence, before the full stop. */
static size_t word_end(const char *word, size_t len, char next)
{
    for (size_t i = 0; i + 1 < len; i++)
        if (word[i] == '.' && word[i + 1] == '.') return i;
    bool sentence_end = next == '\0' || isspace((unsigned char)next);
    if (len > 1 && word[len - 1] == '.' && sentence_end &&
        (isalnum((unsigned char)word[len - 2]) || word[len - 2] == '_' ||
         (unsigned char)word[len - 2] >= 0x80))
        return len - 1;
    return len;
}

/* Adds a word, or as much of it as is one; the caller goes on behind it. */
static size_t add_word(struct lexing *lex, size_t start, size_t len)
{
    const char *word = lex->text + start;
    size_t end = word_end(word, len, lex->text[start + len]);
    if (end == 0) { /* "...": scanned as a word only when something is glued to it */
        while (end < len && word[end] == '.') end++;
        add(lex, end, FROE_TOKEN_FIXED, 0);
        return end;
    }
    char next = word[end];
    bool alphanumeric = false;
    for (size_t i = 0; i < end; i++)
        alphanumeric |= isalnum((unsigned char)word[i]) || (unsigned char)word[i] >= 0x80;
    if (!alphanumeric) {
        add(lex, end, FROE_TOKEN_FIXED, 0);
        return end;
    }
    if (next == '=' && isalpha((unsigned char)word[0])) {
        add(lex, end, FROE_TOKEN_WORD, 0);
        return end;
    }
    if (names_user(lex)) {
        add(lex, end, FROE_TOKEN_VARIABLE, FROE_VAR_STR);
        return end;
    }
    struct froe_word_split split = froe_word_split(froe_slice(word, end));
    if (split.prefix_len == end) {
        add(lex, end, FROE_TOKEN_WORD, 0);
    } else {
        add(lex, split.prefix_len, FROE_TOKEN_FIXED, 0);
        add(lex, end - split.prefix_len, FROE_TOKEN_VARIABLE, split.type);
    }
    return end;
}

/* key="value": the value varies, whatever it is, but that of msg="...". Returns the value's length,
 * 0 when there is none.
 */
static size_t quoted_value(const struct lexing *lex, size_t start)
{
    struct froe_slice key = before(lex, 3, FROE_TOKEN_WORD);
    static const char *const messages[] = {"msg", "message", NULL};
    if (!key.ptr || any_of(key, messages) || !fixed_is(before(lex, 2, FROE_TOKEN_FIXED), '=') ||
        !fixed_is(before(lex, 1, FROE_TOKEN_FIXED), '"'))
        return 0;
    const char *value = lex->text + start;
    size_t len = 0;
    while (value[len] && value[len] != '"') len += value[len] == '\\' && value[len + 1] ? 2 : 1;
    return value[len] == '"' ? len : 0;
}

/* "GET /path?query HTTP/1.1" inside quotes: target and protocol vary together. Outside of quotes
   only the target. Returns its length, 0 when this is no request. */
static size_t request_target(const struct lexing *lex, size_t start)
{
    static const char *const methods[] = {"GET",     "POST",  "PUT",     "HEAD",  "DELETE",
                                          "OPTIONS", "PATCH", "CONNECT", "TRACE", NULL};
    struct froe_slice method = before(lex, 2, FROE_TOKEN_WORD);
    if (!before(lex, 1, FROE_TOKEN_SPACE).ptr || !any_of(method, methods)) return 0;
    const char *target = lex->text + start;
    if (*target != '/') return 0;
    size_t len = strcspn(target, " \t\r\n\f\v\"");
    if (fixed_is(before(lex, 3, FROE_TOKEN_FIXED), '"') &&
        strncmp(target + len, " HTTP/", 6) == 0) {
        size_t protocol = 6 + strspn(target + len + 6, "0123456789.");
        if (target[len + protocol] == '"') len += protocol;
    }
    return len;
}

/* Length of the JSON object, or array of objects, at the start of the text, 0 when there is none:
   whatever it holds, it is one value of the message around it. */
static size_t json_value(const char *text, size_t len, bool *unclosed)
{
    size_t depth = 0, at = strspn(text, "[ {");
    bool quoted = false;
    if (at >= len || text[at] != '"' || text[at - 1] == '[' || !memchr(text, '{', at)) return 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return i + 1;
        }
    }
    *unclosed = true;
    return 0;
}

/* Cuts text[start, end) into tokens. Stops early when only one token is left to use. */
static void lex_range(struct lexing *lex, size_t start, size_t end)
{
    while (start < end && lex->count + 3 < FROE_TOKENS_MAX) {
        size_t target = lex->text[start] == '/' ? request_target(lex, start) : 0;
        if (target) {
            add(lex, target, FROE_TOKEN_VARIABLE, FROE_VAR_PATH);
            start += target;
            continue;
        }
        size_t value = lex->count >= 3 ? quoted_value(lex, start) : 0;
        if (value) {
            add(lex, value, FROE_TOKEN_VARIABLE, FROE_VAR_STR);
            start += value;
            continue;
        }
        char c = lex->text[start];
        bool opens = (c == '{' || c == '[') && lex->count && !lex->unclosed;
        size_t object = opens ? json_value(lex->text + start, end - start, &lex->unclosed) : 0;
        if (object) {
            add(lex, object, FROE_TOKEN_VARIABLE, FROE_VAR_STR);
            start += object;
            continue;
        }
        struct froe_scan scan = {0};
        switch (froe_scan_token(lex->text, end, start, &scan)) {
        case FROE_SCAN_END: return;
        case FROE_SCAN_SPACE: add(lex, scan.len, FROE_TOKEN_SPACE, 0); break;
        case FROE_SCAN_FIXED: add(lex, scan.len, FROE_TOKEN_FIXED, 0); break;
        case FROE_SCAN_VARIABLE: add(lex, scan.len, FROE_TOKEN_VARIABLE, scan.type); break;
        case FROE_SCAN_URL:
            add(lex, scan.prefix_len, FROE_TOKEN_FIXED, 0);
            add(lex, scan.len - scan.prefix_len, FROE_TOKEN_VARIABLE, scan.type);
            break;
        case FROE_SCAN_WORD: scan.len = add_word(lex, start, scan.len); break;
        }
        start += scan.len;
    }
    if (start < end) add(lex, end - start, FROE_TOKEN_VARIABLE, FROE_VAR_ANY);
}

/* The scanner ends at a NUL: each stretch between masks gets one in place, for a moment. */
static void lex_between_masks(struct froe_lexer *lexer, struct lexing *lex,
                              struct froe_slice message)
{
    char *text = lexer->text.ptr;
    size_t start = 0;
    froe_masks_find(lexer->masks, &lexer->matcher, message);
    for (size_t i = 0; i < lexer->matcher.span_count; i++) {
        struct froe_mask_span span = lexer->matcher.spans[i];
        if (lex->count + 8 >= FROE_TOKENS_MAX) break;
        char kept = text[span.start];
        text[span.start] = '\0';
        lex_range(lex, start, span.start);
        text[span.start] = kept;
        add(lex, span.end - span.start, FROE_TOKEN_VARIABLE, span.type);
        start = span.end;
    }
    lex_range(lex, start, message.len);
}

size_t froe_lex(struct froe_lexer *lexer, struct froe_slice message,
                struct froe_token tokens[FROE_TOKENS_MAX])
{
    struct lexing lex = {.tokens = tokens};
    if (message.len == 0) return 0;
    froe_buf_clear(&lexer->text);
    froe_buf_append(&lexer->text, message);
    froe_buf_append_char(&lexer->text, '\0');
    if (lexer->text.status != FROE_OK) {
        add(&lex, message.len, FROE_TOKEN_VARIABLE, FROE_VAR_ANY);
        return lex.count;
    }
    lex.text = lexer->text.ptr;
    lex.len = message.len;
    if (lexer->masks)
        lex_between_masks(lexer, &lex, message);
    else
        lex_range(&lex, 0, message.len);
    return lex.count;
}
