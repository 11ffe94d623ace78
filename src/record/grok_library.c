/* Patterns by name, and a pattern with all of its patterns written out. */
#include "base/intern.h"
#include "record/grok.h"
#include "record/grok_patterns.h"

#include <stdlib.h>

enum { NAME_BYTES_MAX = 64, FIELD_BYTES_MAX = 64, REGEX_BYTES_MAX = 8 * 1024 };

struct froe_grok_library {
    struct froe_intern names;
    char *regexes[FROE_GROK_PATTERNS_MAX]; /* owned, by id of the name */
};

struct froe_grok_library *froe_grok_library_new(void)
{
    return calloc(1, sizeof(struct froe_grok_library));
}

void froe_grok_library_free(struct froe_grok_library *library)
{
    if (!library) return;
    for (size_t i = 0; i < library->names.count && i < FROE_GROK_PATTERNS_MAX; i++)
        free(library->regexes[i]);
    froe_intern_release(&library->names);
    free(library);
}

static bool is_name_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

static bool is_name(struct froe_slice name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_name_byte(name.ptr[i])) return false;
    return name.len > 0 && name.len <= NAME_BYTES_MAX;
}

enum froe_status froe_grok_library_add(struct froe_grok_library *library, struct froe_slice name,
                                       struct froe_slice regex, struct froe_error *error)
{
    if (!is_name(name))
        return froe_error_set(error, FROE_SYNTAX,
                              "'%.*s' is no name of a pattern (letters, digits, _ and -)",
                              (int)(name.len < 80 ? name.len : 80), name.ptr ? name.ptr : "");
    if (!regex.len || regex.len > REGEX_BYTES_MAX || memchr(regex.ptr, '\0', regex.len))
        return froe_error_set(error, FROE_SYNTAX, "pattern %.*s: %s", (int)name.len, name.ptr,
                              !regex.len                    ? "has no regex"
                              : regex.len > REGEX_BYTES_MAX ? "the regex is longer than 8 KiB"
                                                            : "the regex holds a NUL");
    bool fresh = froe_intern_find(&library->names, name) == FROE_INTERN_NONE;
    if (fresh && library->names.count == FROE_GROK_PATTERNS_MAX)
        return froe_error_set(error, FROE_LIMIT, "more than %d patterns", FROE_GROK_PATTERNS_MAX);
    char *copy = strndup(regex.ptr, regex.len);
    uint32_t id = copy ? froe_intern_put(&library->names, name) : FROE_INTERN_NONE;
    if (id == FROE_INTERN_NONE) {
        free(copy);
        return froe_error_memory(error);
    }
    free(library->regexes[id]);
    library->regexes[id] = copy;
    return FROE_OK;
}

static enum froe_status read_line(struct froe_grok_library *library, struct froe_slice line,
                                  struct froe_error *error)
{
    line = froe_slice_trim(line);
    if (!line.len || line.ptr[0] == '#') return FROE_OK;
    size_t name = 0;
    while (name < line.len && line.ptr[name] != ' ' && line.ptr[name] != '\t') name++;
    return froe_grok_library_add(library, froe_slice(line.ptr, name),
                                 froe_slice_trim(froe_slice_from(line, name)), error);
}

enum froe_status froe_grok_library_read(struct froe_grok_library *library, const char *path,
                                        struct froe_slice text, struct froe_error *error)
{
    for (uint32_t number = 1; text.len; number++) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        struct froe_error reason = {0};
        enum froe_status status = read_line(library, froe_slice(text.ptr, len), &reason);
        if (status != FROE_OK) {
            froe_error_set(error, status, "%.200s:%u: %.280s", path, number, reason.message);
            if (error) error->line = number;
            return status;
        }
        text = froe_slice_from(text, len + 1);
    }
    return FROE_OK;
}

const char *froe_grok_library_find(const struct froe_grok_library *library, struct froe_slice name,
                                   bool *builtin)
{
    uint32_t id = library ? froe_intern_find(&library->names, name) : FROE_INTERN_NONE;
    *builtin = id == FROE_INTERN_NONE;
    return *builtin ? froe_grok_builtin(name) : library->regexes[id];
}

size_t froe_grok_reference(const char *text, struct froe_slice *name, struct froe_slice *field)
{
    *name = *field = froe_slice(NULL, 0);
    if (text[0] != '%' || text[1] != '{') return 0;
    size_t close = strcspn(text, "}");
    if (!text[close]) return 0;
    struct froe_slice inside = froe_slice(text + 2, close - 2);
    const char *colon = memchr(inside.ptr, ':', inside.len);
    *name = froe_slice(inside.ptr, colon ? (size_t)(colon - inside.ptr) : inside.len);
    if (!is_name(*name)) return 0;
    if (colon) {
        *field = froe_slice_from(inside, name->len + 1);
        const char *type = memchr(field->ptr, ':', field->len); /* ":int" says nothing to us */
        if (type) field->len = (size_t)(type - field->ptr);
        if (field->len > FIELD_BYTES_MAX) return 0;
    }
    return close + 1;
}

/* One text being written out, in the texts that name it. */
struct expander {
    const struct froe_grok_library *library;
    struct froe_grok_expansion *into;
    struct froe_error *error;
};

static enum froe_status expand(struct expander *expander, const char *text, unsigned depth);

static enum froe_status expand_reference(struct expander *expander, struct froe_slice name,
                                         struct froe_slice field, unsigned depth)
{
    struct froe_grok_expansion *into = expander->into;
    bool builtin;
    const char *regex = froe_grok_library_find(expander->library, name, &builtin);
    if (!regex)
        return froe_error_set(expander->error, FROE_SYNTAX, "there is no pattern %%{%.*s}",
                              (int)name.len, name.ptr);
    if (depth == FROE_GROK_DEPTH_MAX)
        return froe_error_set(expander->error, FROE_SYNTAX,
                              "pattern %.*s: patterns nest too deep, or name themselves",
                              (int)name.len, name.ptr);
    if (!field.len) {
        froe_buf_append_cstr(&into->regex, "(?:");
    } else {
        if (into->field_count == FROE_GROK_FIELDS_MAX)
            return froe_error_set(expander->error, FROE_LIMIT, "more than %d fields",
                                  FROE_GROK_FIELDS_MAX);
        froe_buf_printf(&into->regex, "(?<froe_%u>", into->field_count);
        into->fields[into->field_count++] = field;
    }
    enum froe_status status = expand(expander, regex, depth + 1);
    froe_buf_append_char(&into->regex, ')');
    return status;
}

static enum froe_status expand(struct expander *expander, const char *text, unsigned depth)
{
    struct froe_buf *regex = &expander->into->regex;
    for (const char *at = text; *at;) {
        struct froe_slice name, field;
        size_t len = froe_grok_reference(at, &name, &field);
        if (len) {
            enum froe_status status = expand_reference(expander, name, field, depth);
            if (status != FROE_OK) return status;
        } else if (at[0] == '%' && at[1] == '{') {
            return froe_error_set(expander->error, FROE_SYNTAX,
                                  "expected %%{NAME:field} at \"%.40s\"", at);
        } else {
            len = at[0] == '\\' && at[1] ? 2 : 1;
            froe_buf_append(regex, froe_slice(at, len));
        }
        if (regex->status == FROE_LIMIT)
            return froe_error_set(expander->error, FROE_LIMIT, "the pattern is too long");
        if (regex->status != FROE_OK) return froe_error_memory(expander->error);
        at += len;
    }
    return FROE_OK;
}

enum froe_status froe_grok_expand(const struct froe_grok_library *library, const char *text,
                                  struct froe_grok_expansion *expansion, struct froe_error *error)
{
    struct expander expander = {library, expansion, error};
    expansion->field_count = 0;
    froe_buf_init(&expansion->regex, FROE_GROK_TEXT_MAX);
    enum froe_status status = expand(&expander, text, 0);
    if (status != FROE_OK) froe_buf_release(&expansion->regex);
    return status;
}
