/* Telling grok from layouts, and turning the one into the other. */
#include "record/grok.h"
#include "record/grok_patterns.h"
#include "record/layout_types.h"

enum { GROUPS_MAX = 8 };

static bool is_layout_type(struct froe_slice name)
{
    for (size_t i = 0; i < froe_layout_type_count; i++)
        if (froe_slice_eq(name, froe_slice_cstr(froe_layout_types[i].name))) return true;
    return false;
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Syntax that a layout has no use for. */
static bool is_regex_sign(const char *text, const char *at)
{
    switch (*at) {
    case '\\': return is_alnum(at[1]) && at[1] != 't';
    case '^': return at == text || at[-1] == '[';
    case '$': return !at[1];
    case '(': return at[1] == '?';
    case ')': return at[1] != '?';
    case '.': return at[1] == '*' || at[1] == '+';
    case ']':
    case '}': return at[1] == '*' || at[1] == '+' || (at[1] == '{' && is_alnum(at[2]));
    default: return false;
    }
}

bool froe_grok_is(const struct froe_grok_library *library, const char *text)
{
    bool groups_are_layouts = true;
    for (const char *at = text; *at; at++) {
        struct froe_slice name, field;
        size_t len = froe_grok_reference(at, &name, &field);
        if (len) {
            bool builtin;
            bool typed = field.ptr && field.ptr[field.len] == ':';
            bool known = froe_grok_library_find(library, name, &builtin) != NULL;
            if (known && (!field.ptr || typed || !is_layout_type(name) || !builtin)) return true;
            at += len - 1;
        }
        if (is_regex_sign(text, at)) groups_are_layouts = false;
        if (*at == '\\' && at[1]) at++;
    }
    return !groups_are_layouts;
}

/* Patterns that a type of layouts stands for; the last ones only where a time is kept, as the type
   reads times of other shapes too. */
static const struct {
    struct froe_slice pattern;
    const char *type;
    bool time;
} types[] = {
    {FROE_SLICE("IP"), "IP", false},
    {FROE_SLICE("IPORHOST"), "HOST", false},
    {FROE_SLICE("HOSTNAME"), "HOST", false},
    {FROE_SLICE("SYSLOGHOST"), "HOST", false},
    {FROE_SLICE("WORD"), "WORD", false},
    {FROE_SLICE("NOTSPACE"), "NOTSPACE", false},
    {FROE_SLICE("DATA"), "DATA", false},
    {FROE_SLICE("NUMBER"), "NUMBER", false},
    {FROE_SLICE("BASE10NUM"), "NUMBER", false},
    {FROE_SLICE("POSINT"), "INT", false},
    {FROE_SLICE("NONNEGINT"), "INT", false},
    {FROE_SLICE("LOGLEVEL"), "LEVELWORD", false},
    {FROE_SLICE("TIMESTAMP_ISO8601"), "TIME", true},
    {FROE_SLICE("HTTPDATE"), "TIME", true},
    {FROE_SLICE("SYSLOGTIMESTAMP"), "BSDTIME", true},
};

struct translator {
    const struct froe_grok_library *library;
    struct froe_buf *out;
    const char *at;
    unsigned depth;
    bool rest; /* the last part takes all that is left */
};

/* Types take all they can and give nothing back, so what follows must be nothing they could take.
 */
static bool may_follow(const char *next)
{
    if (next[0] == '\\' && next[1]) return strchr("[]()|?s", next[1]) != NULL;
    return !*next || strchr(" ]|)([\"'<>,;=$", *next);
}

/* "2026-04-20 14:23:01 UTC": the type would take the zone as well. */
static bool may_follow_time(const char *next)
{
    return !(next[0] == ' ' &&
             (is_alnum(next[1]) || next[1] == '+' || next[1] == '-' || next[1] == '('));
}

static bool put_part(struct translator *t, const char *type, struct froe_slice field)
{
    static const struct froe_slice names[] = {
#define X(id, text) {text, sizeof text - 1},
        FROE_LAYOUT_FIELDS(X)
#undef X
    };
    enum froe_layout_field part = field.len ? froe_grok_part(field) : FROE_PART_IGNORED;
    struct froe_slice name = part == FROE_PART_IGNORED ? FROE_SLICE("-") : names[part];
    froe_buf_printf(t->out, "%%{%s:%.*s}", type, (int)name.len, name.ptr);
    return true;
}

static bool translate_reference(struct translator *t, struct froe_slice name,
                                struct froe_slice field, size_t len)
{
    bool builtin;
    const char *next = t->at + len;
    if (!froe_grok_library_find(t->library, name, &builtin) || !builtin) return false;
    bool keeps_time = field.len && froe_grok_part(field) == FROE_PART_TIME;
    t->at = next;
    if (froe_slice_eq(name, FROE_SLICE("GREEDYDATA"))) {
        t->rest = true;
        return (!*next || (next[0] == '$' && !next[1])) && put_part(t, "REST", field);
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!froe_slice_eq(name, types[i].pattern)) continue;
        if (!may_follow(next) || types[i].time != keeps_time) return false;
        if (types[i].time && !may_follow_time(next)) return false;
        return put_part(t, types[i].type, field);
    }
    return false;
}

static bool translate_escape(struct translator *t)
{
    char c = t->at[1];
    if (c == 's' && t->at[2] == '+') {
        froe_buf_append_char(t->out, ' ');
        t->at += 3;
        return true;
    }
    if (!c || (is_alnum(c) && c != 't')) return false;
    froe_buf_append_char(t->out, '\\');
    froe_buf_append_char(t->out, c);
    t->at += 2;
    return true;
}

static bool translate_group(struct translator *t)
{
    if (t->at[0] == '(') {
        if (t->at[1] != '?' || t->at[2] != ':' || ++t->depth > GROUPS_MAX) return false;
        froe_buf_append_char(t->out, '(');
        t->at += 3;
        return true;
    }
    if (!t->depth-- || t->at[1] != '?' || strchr("+?", t->at[2] ? t->at[2] : ' ')) return false;
    froe_buf_append_cstr(t->out, ")?");
    t->at += 2;
    return true;
}

/* Whether the byte just read is repeated: layouts cannot say that. */
static bool is_repeated(const char *next)
{
    return *next && strchr("*+?{", *next);
}

static bool translate_one(struct translator *t)
{
    struct froe_slice name, field;
    size_t len = froe_grok_reference(t->at, &name, &field);
    if (len) return !is_repeated(t->at + len) && translate_reference(t, name, field, len);
    switch (*t->at) {
    case '\\': return translate_escape(t) && !is_repeated(t->at);
    case '(':
    case ')': return translate_group(t);
    case ' ':
        froe_buf_append_cstr(t->out, "\\ ");
        t->at++;
        return !is_repeated(t->at);
    case '.':
        t->rest = true;
        if (strcmp(t->at, ".*") != 0 && strcmp(t->at, ".*$") != 0) return false;
        t->at += 2;
        return put_part(t, "REST", froe_slice(NULL, 0));
    default: break;
    }
    if (strchr("^*+?[{|$%", *t->at)) return false;
    froe_buf_append_char(t->out, *t->at++);
    return !is_repeated(t->at);
}

bool froe_grok_to_layout(const struct froe_grok_library *library, const char *text,
                         struct froe_buf *layout)
{
    struct translator t = {.library = library, .out = layout, .at = text};
    froe_buf_clear(layout);
    if (*t.at == '^') t.at++;
    while (*t.at && strcmp(t.at, "$") != 0)
        if (!translate_one(&t)) return false;
    if (t.depth) return false;
    /* What stands behind the end is not looked at. */
    if (!*t.at && !t.rest) put_part(&t, "REST", froe_slice(NULL, 0));
    froe_buf_append_char(layout, '\0');
    return layout->status == FROE_OK && layout->len <= FROE_LAYOUT_TEXT_MAX;
}
