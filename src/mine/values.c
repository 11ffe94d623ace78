/* Values that punctuation marks as such, whatever they are made of: a quoted text, what follows
   "key=", the values of "key: value, key: value, key: value", and the inside of brackets that is
   empty or a variable. Forms that differ in nothing but these are one message. */
#include "mine/holes.h"

#include "mine/spans.h"
#include <ctype.h>

enum {
    SPAN_TOKENS_MAX = 32,
    PAIRS_MIN = 3, /* "key: value" pairs from which on a colon marks a value */
};

#define VALUE_DELIMITERS " ,;|&\"'<>"

static char punctuation(const struct froe_forms *forms, const struct froe_form *form, uint32_t i)
{
    return i < form->len ? froe_forms_punctuation(forms, form->symbols[i]) : 0;
}

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

static bool is_word(const struct froe_forms *forms, const struct froe_form *form, uint32_t i)
{
    return i < form->len && form->symbols[i] > FROE_SYMBOL_SPACE &&
           froe_forms_traits(forms, form->symbols[i])->word;
}

/* Nothing, a space, or punctuation other than a quote: where a quotation can begin or end. */
static bool is_open(const struct froe_forms *forms, const struct froe_form *form, uint32_t i)
{
    if (i >= form->len || form->symbols[i] == FROE_SYMBOL_SPACE) return true;
    return is_one_of(punctuation(forms, form, i), "=:,;()[]{}<>|");
}

/* msg="...": not a value, but the message itself. */
static bool is_message(const struct froe_forms *forms, const struct froe_form *form, uint32_t quote)
{
    if (quote < 2 || punctuation(forms, form, quote - 1) != '=') return false;
    struct froe_slice key = froe_forms_text(forms, form->symbols[quote - 2]);
    return froe_slice_eq(key, FROE_SLICE("msg")) || froe_slice_eq(key, FROE_SLICE("message"));
}

/* End of the quotation that begins at i, 0 if none does. */
static uint32_t closing_quote(const struct froe_forms *forms, const struct froe_form *form,
                              uint32_t i)
{
    char quote = punctuation(forms, form, i);
    if (!is_one_of(quote, "\"'`") || !is_open(forms, form, i - 1)) return 0; /* -1: nothing */
    if (is_message(forms, form, i)) return 0;
    for (uint32_t k = i + 1; k < form->len && k <= i + SPAN_TOKENS_MAX; k++) {
        bool closes = punctuation(forms, form, k) == quote ||
                      (quote == '`' && punctuation(forms, form, k) == '\'');
        if (closes && is_open(forms, form, k + 1)) return k;
    }
    return 0;
}

/* End of a value that begins at i: one of the delimiters outside of brackets. */
static uint32_t value_end(const struct froe_forms *forms, const struct froe_form *form, uint32_t i,
                          const char *delimiters)
{
    bool space_ends = *delimiters == ' ';
    unsigned depth = 0;
    for (; i < form->len; i++) {
        if (!depth && space_ends && form->symbols[i] == FROE_SYMBOL_SPACE) break;
        char c = punctuation(forms, form, i);
        if (is_one_of(c, "([{"))
            depth++;
        else if (is_one_of(c, ")]}") && depth-- == 0)
            break;
        else if (!depth && is_one_of(c, delimiters))
            break;
    }
    return i;
}

/* An action, a state or an outcome says something by itself; so does a quoted name in CAPITALS. */
static bool speaks(const struct froe_forms *forms, const struct froe_form *form,
                   struct froe_span span, bool quoted)
{
    if (span.end != span.start + 1 || form->symbols[span.start] <= FROE_SYMBOL_SPACE) return false;
    const struct froe_symbol_traits *traits = froe_forms_traits(forms, form->symbols[span.start]);
    return traits->state || (quoted && traits->capital);
}

static bool closes(char open, char close)
{
    return (open == '(' && close == ')') || (open == '[' && close == ']') ||
           (open == '{' && close == '}');
}

/* Place of the value of "key: value" whose colon is at i; UINT32_MAX if it is none. */
static uint32_t value_behind_colon(const struct froe_forms *forms, const struct froe_form *form,
                                   uint32_t i)
{
    if (punctuation(forms, form, i) != ':' || i == 0 || !is_word(forms, form, i - 1))
        return UINT32_MAX;
    uint32_t start = i + 1;
    if (start < form->len && form->symbols[start] == FROE_SYMBOL_SPACE) start++;
    uint32_t end = value_end(forms, form, start, ",;|");
    bool delimited = end == form->len || is_one_of(punctuation(forms, form, end), ",;|)]}");
    return delimited && start < form->len ? start : UINT32_MAX;
}

static bool has_pairs(const struct froe_forms *forms, const struct froe_form *form)
{
    size_t pairs = 0;
    for (uint32_t i = 1; i < form->len; i++) {
        uint32_t start = value_behind_colon(forms, form, i);
        if (start == UINT32_MAX) continue;
        pairs++;
        i = value_end(forms, form, start, ",;|");
    }
    return pairs >= PAIRS_MIN;
}

/* End of "[Consumer clientId=<*>, groupId=<*>]" at the beginning of a message, which says who is
   speaking and not what; 0 if there is none, or if it says what happens ("[UFW BLOCK]"). */
static uint32_t closing_context(const struct froe_forms *forms, const struct froe_form *form)
{
    if (punctuation(forms, form, 0) != '[') return 0;
    uint32_t end = value_end(forms, form, 1, "]");
    for (uint32_t i = 1; i < end; i++)
        if (form->symbols[i] > FROE_SYMBOL_SPACE &&
            froe_forms_traits(forms, form->symbols[i])->state)
            return 0;
    return end < form->len ? end : 0;
}

/* The span that the symbol at i opens, if it opens one. *quoted: it stands in quotes. */
static bool span_at(const struct froe_forms *forms, const struct froe_form *form, uint32_t i,
                    bool pairs, struct froe_span *span, bool *quoted)
{
    char c = punctuation(forms, form, i);
    uint32_t end = closing_quote(forms, form, i);
    *quoted = end != 0;
    if (end) {
        *span = (struct froe_span){i + 1, end};
        return true;
    }
    if (c == '=' && i && is_word(forms, form, i - 1) &&
        !is_one_of(punctuation(forms, form, i + 1), "=\"'")) {
        *span = (struct froe_span){i + 1, value_end(forms, form, i + 1, VALUE_DELIMITERS)};
        return true;
    }
    end = i ? 0 : closing_context(forms, form);
    if (end) {
        *span = (struct froe_span){1, end};
        return true;
    }
    uint32_t start = pairs ? value_behind_colon(forms, form, i) : UINT32_MAX;
    if (start != UINT32_MAX) {
        *span = (struct froe_span){start, value_end(forms, form, start, ",;|")};
        return true;
    }
    bool variable = i + 1 < form->len && form->symbols[i + 1] == FROE_SYMBOL_VARIABLE;
    *span = (struct froe_span){i + 1, i + 1 + variable};
    return c && closes(c, punctuation(forms, form, span->end));
}

static void find_values(const struct froe_forms *forms, const struct froe_form *form,
                        struct froe_spans *spans)
{
    bool pairs = has_pairs(forms, form), quoted;
    for (uint32_t i = 0; i < form->len; i++) {
        struct froe_span span;
        if (!span_at(forms, form, i, pairs, &span, &quoted)) continue;
        if (span.end - span.start > SPAN_TOKENS_MAX || speaks(forms, form, span, quoted)) continue;
        froe_spans_put(spans, span.start, span.end);
        i = quoted || span.end == span.start ? span.end : span.end - 1;
    }
}

bool froe_merge_values(struct froe_forms *forms)
{
    static const struct froe_span_rule rule = {find_values, 1};
    return froe_merge_by_spans(forms, &rule);
}

/* Whether [start, end) holds variables and no word. */
static bool is_bare(const struct froe_forms *forms, const struct froe_form *form, uint32_t start,
                    uint32_t end)
{
    bool variable = false;
    for (uint32_t i = start; i < end; i++) {
        froe_symbol symbol = form->symbols[i];
        variable |= symbol == FROE_SYMBOL_VARIABLE;
        if (symbol == FROE_SYMBOL_SPACE) return false;
        if (symbol != FROE_SYMBOL_VARIABLE &&
            !ispunct((unsigned char)*froe_forms_text(forms, symbol).ptr))
            return false;
    }
    return variable;
}

size_t froe_join_values(const struct froe_forms *forms, const froe_symbol *symbols, size_t len,
                        froe_symbol *out)
{
    const struct froe_form form = {.symbols = symbols, .len = (uint32_t)len};
    size_t n = 0;
    for (uint32_t i = 0; i < len; i++) {
        out[n++] = symbols[i];
        if (!i || !is_word(forms, &form, i - 1) || punctuation(forms, &form, i) != '=') continue;
        uint32_t end = value_end(forms, &form, i + 1, VALUE_DELIMITERS);
        while (end > i + 1 && is_one_of(punctuation(forms, &form, end - 1), ".:!?")) end--;
        if (!is_bare(forms, &form, i + 1, end)) continue;
        out[n++] = FROE_SYMBOL_VARIABLE;
        i = end - 1;
    }
    return n;
}
