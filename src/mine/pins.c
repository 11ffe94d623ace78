/* Reading pinned templates: a line to parts, and what is wrong with a line. */
#include "mine/pins.h"

#include "base/hash.h"
#include "mine/pins_internal.h"
#include "mine/template.h"
#include <ctype.h>
#include <stdlib.h>

/* A hole in the text of a line. */
struct hole {
    size_t start, end;
    uint8_t type;
};

struct reading {
    const char *name;
    const struct froe_masks *masks;
    struct froe_lexer *lexer;
    struct froe_pins *pins;
    size_t capacity;
    uint32_t line;
    struct froe_buf text; /* of the line, runs of white space as one space */
    struct froe_buf scratch;
    struct hole holes[FROE_PIN_HOLES_MAX];
    size_t hole_count;
    struct froe_token tokens[FROE_TOKENS_MAX];
    struct froe_error *error;
};

static enum froe_status bad(struct reading *reading, const char *message)
{
    froe_error_set(reading->error, FROE_USAGE, "%.160s:%u: %.330s", reading->name, reading->line,
                   message);
    if (reading->error) reading->error->line = reading->line;
    return FROE_USAGE;
}

/* "'PART' is WHAT: write <TYPE>", the part cut where it is long. */
static enum froe_status bad_part(struct reading *reading, struct froe_slice part, const char *what,
                                 const char *placeholder)
{
    struct froe_buf message = {0};
    int len = (int)(part.len < 80 ? part.len : 80);
    froe_buf_printf(&message, "'%.*s%s' is %s: write <%.60s>", len, part.ptr,
                    part.len > 80 ? "..." : "", what, placeholder);
    froe_buf_append_char(&message, '\0');
    enum froe_status status =
        message.status == FROE_OK ? bad(reading, message.ptr) : froe_error_memory(reading->error);
    froe_buf_release(&message);
    return status;
}

static bool type_of(const struct froe_masks *masks, struct froe_slice name, uint8_t *type)
{
    for (unsigned i = 0; i < FROE_VAR_USER + FROE_MASKS_MAX; i++) {
        const char *known = froe_var_name(masks, (uint8_t)i);
        if (i >= FROE_VAR_USER && strcmp(known, "*") == 0) return false; /* behind the last */
        if (!froe_slice_eq(name, froe_slice_cstr(known))) continue;
        *type = (uint8_t)i;
        return true;
    }
    return false;
}

/* Length of a placeholder at the start of the text, 0 when none is there: <*>, <NAME>. */
static size_t placeholder_len(struct froe_slice text)
{
    if (froe_slice_starts(text, FROE_SLICE("<*>"))) return 3;
    if (text.len < 3 || text.ptr[0] != '<' || !isupper((unsigned char)text.ptr[1])) return 0;
    size_t at = 2;
    while (at < text.len && (isupper((unsigned char)text.ptr[at]) ||
                             isdigit((unsigned char)text.ptr[at]) || text.ptr[at] == '_'))
        at++;
    return at < text.len && text.ptr[at] == '>' ? at + 1 : 0;
}

static enum froe_status find_holes(struct reading *reading)
{
    struct froe_slice text = froe_buf_slice(&reading->text);
    reading->hole_count = 0;
    for (size_t at = 0; at < text.len;) {
        struct froe_slice rest = froe_slice_from(text, at);
        size_t len = placeholder_len(rest);
        if (!len) {
            at++;
            continue;
        }
        if (reading->hole_count == FROE_PIN_HOLES_MAX) return bad(reading, "too many variables");
        struct hole *hole = &reading->holes[reading->hole_count++];
        *hole = (struct hole){.start = at, .end = at + len};
        if (!type_of(reading->masks, froe_slice(rest.ptr + 1, len - 2), &hole->type))
            return bad_part(reading, froe_slice(rest.ptr, len),
                            "no type of variable, built in or of a mask", "*");
        at += len;
    }
    return FROE_OK;
}

/* The type of what is one variable in messages, with numbers for its holes: "/api/<*>" is a PATH.
 */
static const char *type_in_messages(struct reading *reading, size_t start, size_t end)
{
    struct froe_slice text = froe_buf_slice(&reading->text);
    froe_buf_clear(&reading->scratch);
    for (size_t i = 0, at = start; at < end;) {
        while (i < reading->hole_count && reading->holes[i].start < at) i++;
        bool hole = i < reading->hole_count && reading->holes[i].start == at;
        froe_buf_append(&reading->scratch, hole ? FROE_SLICE("17") : froe_slice(text.ptr + at, 1));
        at = hole ? reading->holes[i].end : at + 1;
    }
    if (reading->scratch.status != FROE_OK) return "*";
    size_t count = froe_lex(reading->lexer, froe_buf_slice(&reading->scratch), reading->tokens);
    bool variable = count == 1 && reading->tokens[0].kind == FROE_TOKEN_VARIABLE;
    return froe_var_name(reading->masks, variable ? reading->tokens[0].type : FROE_VAR_ANY);
}

/* Constant text that is a variable in messages would never fit. */
static enum froe_status check_constants(struct reading *reading)
{
    struct froe_slice text = froe_buf_slice(&reading->text);
    size_t count = froe_lex(reading->lexer, text, reading->tokens), hole = 0;
    for (size_t i = 0; i < count; i++) {
        const struct froe_token *token = &reading->tokens[i];
        size_t at = token->start, end = at + token->len;
        if (token->kind != FROE_TOKEN_VARIABLE) continue;
        while (hole < reading->hole_count && reading->holes[hole].end <= at) hole++;
        for (size_t h = hole; h < reading->hole_count && reading->holes[h].start <= at; h++)
            if (at < reading->holes[h].end) at = reading->holes[h].end;
        if (at >= end) continue;
        if (end == text.len && count + 2 >= FROE_TOKENS_MAX) break; /* only not looked at */
        struct froe_slice part = froe_slice(text.ptr + token->start, token->len);
        const char *type = type_in_messages(reading, token->start, end);
        return bad_part(reading, part, "a variable in messages, of which the value is not kept",
                        type);
    }
    return FROE_OK;
}

static bool touches(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* A number glued to letters is one token in messages, of which a hole cannot be a part: "<*>ms" is
   a duration. Only what is surely so is refused: "<*>timeout<*>" may mean "... timeout ...". */
static enum froe_status check_glued(struct reading *reading, const struct hole *hole)
{
    struct froe_slice text = froe_buf_slice(&reading->text);
    bool number = hole->type == FROE_VAR_NUM;
    size_t start = hole->start, end = hole->end;
    if (!number && hole->type != FROE_VAR_ANY) return FROE_OK;
    while (number && start > 0 && touches(text.ptr[start - 1])) start--;
    while (end < text.len && touches(text.ptr[end])) end++;
    if (start == hole->start && end == hole->end) return FROE_OK;
    froe_buf_clear(&reading->scratch);
    froe_buf_append(&reading->scratch, froe_slice(text.ptr + start, hole->start - start));
    froe_buf_append(&reading->scratch, FROE_SLICE("17"));
    froe_buf_append(&reading->scratch, froe_slice(text.ptr + hole->end, end - hole->end));
    if (reading->scratch.status != FROE_OK) return froe_error_memory(reading->error);
    size_t count = froe_lex(reading->lexer, froe_buf_slice(&reading->scratch), reading->tokens);
    const struct froe_token *only = &reading->tokens[0];
    uint8_t type = only->kind == FROE_TOKEN_VARIABLE ? only->type : FROE_VAR_ANY;
    bool measure = type == FROE_VAR_DUR || type == FROE_VAR_SIZE;
    if (count != 1 || !(number || measure)) return FROE_OK;
    return bad_part(reading, froe_slice(text.ptr + start, end - start), "one value in messages",
                    froe_var_name(reading->masks, type));
}

static enum froe_status check_line(struct reading *reading)
{
    enum froe_status status = find_holes(reading);
    if (status == FROE_OK) status = check_constants(reading);
    for (size_t i = 0; status == FROE_OK && i < reading->hole_count; i++)
        status = check_glued(reading, &reading->holes[i]);
    return status;
}

static bool append_part(struct froe_template *template, struct froe_template_part *parts,
                        struct froe_slice text)
{
    if (text.len) parts[template->part_count++] = (struct froe_template_part){.text = text};
    return text.len > 0;
}

/* The line's parts and texts, in the arena. */
static bool fill_template(struct reading *reading, struct froe_template *template)
{
    struct froe_arena *arena = &reading->pins->arena;
    struct froe_template_part *parts =
        froe_arena_alloc(arena, (2 * reading->hole_count + 1) * sizeof *parts);
    *template = (struct froe_template){.parts = parts, .hole_count = (uint32_t)reading->hole_count};
    template->typed = froe_arena_copy(arena, froe_buf_slice(&reading->text));
    if (!parts || !template->typed.ptr) return false;
    const char *text = template->typed.ptr;
    size_t at = 0;
    froe_buf_clear(&reading->scratch);
    for (size_t i = 0; i < reading->hole_count; i++) {
        const struct hole *hole = &reading->holes[i];
        struct froe_slice before = froe_slice(text + at, hole->start - at);
        bool constant = append_part(template, parts, before);
        froe_buf_append(&reading->scratch, before);
        froe_buf_append(&reading->scratch, FROE_SLICE("<*>"));
        parts[template->part_count++] = (struct froe_template_part){
            .text = froe_slice(text + hole->start, hole->end - hole->start),
            .hole = true,
            .type = hole->type,
            .name = constant ? froe_template_hole_name(before) : (struct froe_slice){0},
        };
        at = hole->end;
    }
    struct froe_slice rest = froe_slice_from(template->typed, at);
    append_part(template, parts, rest);
    froe_buf_append(&reading->scratch, rest);
    if (reading->scratch.status != FROE_OK) return false;
    template->plain = froe_arena_copy(arena, froe_buf_slice(&reading->scratch));
    if (template->plain.ptr) froe_template_id(template->plain, template->id);
    return template->plain.ptr;
}

static size_t constant_chars(const struct froe_template *template)
{
    size_t count = 0;
    for (uint32_t i = 0; i < template->part_count; i++)
        for (size_t k = 0; !template->parts[i].hole && k < template->parts[i].text.len; k++)
            count += ((unsigned char)template->parts[i].text.ptr[k] & 0xc0) != 0x80; /* UTF-8 */
    return count;
}

static struct froe_pin *new_pin(struct reading *reading)
{
    struct froe_pins *pins = reading->pins;
    if (pins->count == reading->capacity) {
        size_t capacity = reading->capacity ? reading->capacity * 2 : 64;
        struct froe_pin *moved = realloc(pins->items, capacity * sizeof *moved);
        if (!moved) return NULL;
        pins->items = moved;
        reading->capacity = capacity;
    }
    return &pins->items[pins->count];
}

static uint64_t plain_hash(struct froe_slice plain)
{
    return froe_hash_bytes(plain, 31);
}

/* Ids are made of the plain text, so two pins of one plain text cannot be told apart. */
static enum froe_status add_pin(struct reading *reading)
{
    struct froe_pins *pins = reading->pins;
    struct froe_pin *pin = new_pin(reading);
    if (!pin || !fill_template(reading, &pin->template)) return froe_error_memory(reading->error);
    bool inserted;
    const uint32_t *same = froe_map_put(&pins->plain, plain_hash(pin->template.plain),
                                        (uint32_t)pins->count, &inserted);
    if (!same) return froe_error_memory(reading->error);
    if (!inserted) {
        const struct froe_pin *other = &pins->items[*same];
        if (froe_slice_eq(other->template.typed, pin->template.typed)) return FROE_OK;
        char message[120];
        struct froe_buf text = {.bytes_max = sizeof message - 1};
        froe_buf_printf(&text,
                        "differs from line %u only in the types of its variables: "
                        "both would have one id",
                        other->line);
        size_t len = text.status == FROE_OK ? text.len : 0;
        memcpy(message, froe_buf_slice(&text).ptr, len);
        message[len] = '\0';
        froe_buf_release(&text);
        return bad(reading, message);
    }
    if (pins->count == FROE_PINS_MAX) return bad(reading, "more than 10000 templates");
    pin->constant_chars = constant_chars(&pin->template);
    pin->line = reading->line;
    pins->count++;
    return FROE_OK;
}

/* White space at the end is nobody's, as in messages. */
static enum froe_status read_line(struct reading *reading, struct froe_slice line)
{
    while (line.len && isspace((unsigned char)line.ptr[line.len - 1])) line.len--;
    if (!line.len || line.ptr[0] == '#') return FROE_OK;
    if (line.len > FROE_PIN_BYTES_MAX) return bad(reading, "longer than 16 KiB");
    if (memchr(line.ptr, '\0', line.len)) return bad(reading, "holds a NUL byte: no text");
    froe_buf_clear(&reading->text);
    for (size_t i = 0; i < line.len; i++) {
        bool space = isspace((unsigned char)line.ptr[i]);
        if (!space || i == 0 || !isspace((unsigned char)line.ptr[i - 1]))
            froe_buf_append_char(&reading->text, space ? ' ' : line.ptr[i]);
    }
    if (reading->text.status != FROE_OK) return froe_error_memory(reading->error);
    enum froe_status status = check_line(reading);
    return status == FROE_OK ? add_pin(reading) : status;
}

static int by_rank(const void *a, const void *b)
{
    const struct froe_pin *x = a, *y = b;
    if (x->constant_chars != y->constant_chars)
        return x->constant_chars > y->constant_chars ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* From lines to ranks. */
static bool rank(struct froe_pins *pins)
{
    if (pins->count) qsort(pins->items, pins->count, sizeof *pins->items, by_rank);
    for (uint32_t i = 0; i < pins->count; i++)
        *froe_map_find(&pins->plain, plain_hash(pins->items[i].template.plain)) = i;
    return froe_pins_index(pins);
}

enum froe_status froe_pins_new(struct froe_slice text, const char *name,
                               const struct froe_masks *masks, struct froe_pins **pins,
                               struct froe_error *error)
{
    enum froe_status status = FROE_OK;
    struct reading *reading = calloc(1, sizeof *reading);
    *pins = NULL;
    if (!reading) return froe_error_memory(error);
    reading->name = name;
    reading->masks = masks;
    reading->error = error;
    reading->lexer = froe_lexer_new(masks);
    reading->pins = calloc(1, sizeof *reading->pins);
    if (!reading->lexer || !reading->pins) status = froe_error_memory(error);
    if (froe_slice_starts(text, FROE_SLICE("\xef\xbb\xbf"))) text = froe_slice_from(text, 3);
    while (status == FROE_OK && text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        reading->line++;
        status = read_line(reading, froe_slice(text.ptr, len));
        text = froe_slice_from(text, len + (end != NULL));
    }
    if (status == FROE_OK && !rank(reading->pins)) status = froe_error_memory(error);
    if (status == FROE_OK)
        *pins = reading->pins;
    else
        froe_pins_free(reading->pins);
    froe_lexer_free(reading->lexer);
    froe_buf_release(&reading->text);
    froe_buf_release(&reading->scratch);
    free(reading);
    return status;
}

void froe_pins_free(struct froe_pins *pins)
{
    if (!pins) return;
    froe_arena_release(&pins->arena);
    free(pins->items);
    free(pins->keys);
    froe_map_release(&pins->key_starts);
    froe_map_release(&pins->plain);
    free(pins);
}

size_t froe_pins_count(const struct froe_pins *pins)
{
    return pins->count;
}

const struct froe_template *froe_pins_template(const struct froe_pins *pins, uint32_t pin)
{
    return &pins->items[pin].template;
}

bool froe_pins_has_plain(const struct froe_pins *pins, struct froe_slice plain)
{
    return froe_map_find(&pins->plain, plain_hash(plain)) != NULL;
}
