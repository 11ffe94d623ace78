#include "record/layout.h"

#include "record/layout_types.h"
#include <stdlib.h>

enum { GROUP_DEPTH_MAX = 8 };

struct compiler {
    const char *text;
    const char *at;
    struct froe_layout_op *ops;
    size_t count;
    char *literals;
    size_t literal_bytes;
    unsigned short groups[GROUP_DEPTH_MAX]; /* indexes of the open groups' operations */
    size_t depth;
    struct froe_error *error;
};

static const struct froe_slice field_names[] = {
#define X(name, text) {text, sizeof text - 1},
    FROE_LAYOUT_FIELDS(X)
#undef X
};

static enum froe_status fail(struct compiler *c, const char *problem)
{
    return froe_error_set(c->error, FROE_SYNTAX, "layout \"%s\": column %zu: %s", c->text,
                          (size_t)(c->at - c->text) + 1, problem);
}

static struct froe_layout_op *add_op(struct compiler *c, enum froe_layout_op_kind kind)
{
    struct froe_layout_op *op = &c->ops[c->count++];
    *op = (struct froe_layout_op){.kind = (unsigned char)kind};
    return op;
}

/* Neighbouring literal bytes share an operation, but never across the edge of a group. */
static void add_literal(struct compiler *c, char byte, bool joins)
{
    char *at = &c->literals[c->literal_bytes++];
    *at = byte;
    if (joins && c->count && c->ops[c->count - 1].kind == FROE_OP_LITERAL)
        c->ops[c->count - 1].literal.len++;
    else
        add_op(c, FROE_OP_LITERAL)->literal = froe_slice(at, 1);
}

static enum froe_status add_part(struct compiler *c)
{
    const char *type = c->at + 2;
    const char *colon = strchr(type, ':'), *close = strchr(type, '}');
    if (!colon || !close || colon > close) return fail(c, "expected %{TYPE:field}");
    struct froe_slice type_name = froe_slice(type, (size_t)(colon - type));
    struct froe_slice field_name = froe_slice(colon + 1, (size_t)(close - colon - 1));
    if (!field_name.len) return fail(c, "the field has no name");

    size_t t = 0;
    while (t < froe_layout_type_count &&
           !froe_slice_eq(type_name, froe_slice_cstr(froe_layout_types[t].name)))
        t++;
    if (t == froe_layout_type_count) return fail(c, "unknown type");
    size_t f = 0;
    while (f < FROE_PART_COUNT && !froe_slice_eq(field_name, field_names[f])) f++;

    struct froe_layout_op *op = add_op(c, FROE_OP_PART);
    op->type = (unsigned char)t;
    op->field = (unsigned char)f;
    c->at = close + 1;
    return FROE_OK;
}

static enum froe_status close_group(struct compiler *c)
{
    if (!c->depth) return fail(c, "')' without '('");
    if (c->at[1] != '?') return fail(c, "a group must end in ')?'");
    size_t open = c->groups[--c->depth];
    if (open + 1 == c->count) return fail(c, "the group is empty");
    c->ops[open].skip = (unsigned short)c->count;
    c->at += 2;
    return FROE_OK;
}

static enum froe_status compile_ops(struct compiler *c)
{
    bool joins = false; /* a literal byte may join the operation before it */
    while (*c->at) {
        enum froe_status status = FROE_OK;
        if (c->count + 2 > FROE_LAYOUT_OPS_MAX) return fail(c, "the layout is too long");
        bool literal = false;
        if (c->at[0] == '%' && c->at[1] == '{') {
            status = add_part(c);
        } else if (*c->at == ' ') {
            add_op(c, FROE_OP_SPACE);
            while (*c->at == ' ') c->at++;
        } else if (*c->at == '(') {
            if (c->depth == GROUP_DEPTH_MAX) return fail(c, "groups nest too deep");
            c->groups[c->depth++] = (unsigned short)c->count;
            add_op(c, FROE_OP_GROUP);
            c->at++;
        } else if (*c->at == ')') {
            status = close_group(c);
        } else {
            bool escaped = *c->at == '\\';
            if (escaped && !*++c->at) return fail(c, "'\\' at the end");
            add_literal(c, escaped && *c->at == 't' ? '\t' : *c->at, joins);
            c->at++;
            literal = true;
        }
        if (status != FROE_OK) return status;
        joins = literal;
    }
    if (c->depth) return fail(c, "'(' without ')?'");
    add_op(c, FROE_OP_END);
    return FROE_OK;
}

/* A set of bytes: those with the bit. */
struct byte_set {
    unsigned char *bytes;
    unsigned char bit;
    bool empty; /* the end of the line will do too */
};

static void add_byte(struct byte_set *set, char byte)
{
    set->bytes[(unsigned char)byte] |= set->bit;
}

static void add_ranges(struct byte_set *set, const char *ranges)
{
    for (unsigned b = 0; !ranges && b < 256; b++) add_byte(set, (char)b);
    for (const char *p = ranges; p && *p; p++) {
        unsigned char from = (unsigned char)*p, to = from;
        if (p[1] == '-' && p[2]) {
            to = (unsigned char)p[2];
            p += 2;
        }
        for (unsigned b = from; b <= to; b++) add_byte(set, (char)b);
    }
}

/* The bytes that what begins with operation i can begin with. */
static void find_first(const struct froe_layout_op *ops, size_t i, struct byte_set *set)
{
    for (;; i++) {
        const struct froe_layout_op *op = &ops[i];
        switch (op->kind) {
        case FROE_OP_END: set->empty = true; return;
        case FROE_OP_LITERAL: add_byte(set, op->literal.ptr[0]); return;
        case FROE_OP_SPACE:
            /* At the end of a line it takes nothing; then what follows must take nothing too. */
            add_ranges(set, " \t");
            set->empty = true;
            return;
        case FROE_OP_GROUP:
            find_first(ops, i + 1, set);
            i = (size_t)op->skip - 1;
            continue;
        default: break;
        }
        const struct froe_layout_type *type = &froe_layout_types[op->type];
        if (type->style == FROE_STYLE_MARK) continue;
        add_ranges(set, type->first);
        if (!type->may_be_empty) return;
        set->empty = true;
    }
}

/* The bytes that can come after blanks, where operation i begins with those. */
static void find_behind_blanks(const struct froe_layout_op *ops, size_t i, struct byte_set *set)
{
    for (;; i++) {
        const struct froe_layout_op *op = &ops[i];
        switch (op->kind) {
        case FROE_OP_END: return;
        case FROE_OP_LITERAL:
            /* It may leave blanks, or none, to what follows. */
            if (op->literal.ptr[0] == ' ' || op->literal.ptr[0] == '\t') add_ranges(set, NULL);
            return;
        case FROE_OP_SPACE: find_first(ops, i + 1, set); return;
        case FROE_OP_GROUP:
            find_behind_blanks(ops, i + 1, set);
            i = (size_t)op->skip - 1;
            continue;
        default: break;
        }
        const struct froe_layout_type *type = &froe_layout_types[op->type];
        if (type->style == FROE_STYLE_MARK) continue;
        if (!type->first) add_ranges(set, NULL); /* no other type begins with a blank */
        if (!type->may_be_empty) return;
    }
}

static bool is_time(const struct froe_layout_op *op)
{
    return op->kind == FROE_OP_PART &&
           (op->type == FROE_TYPE_TIME || op->type == FROE_TYPE_EPOCH ||
            op->type == FROE_TYPE_BSD_TIME || op->type == FROE_TYPE_NANO_TIME);
}

/* `TIME ...` and `([)?TIME ...`. */
static void find_lead(struct froe_layout *layout)
{
    const struct froe_layout_op *ops = layout->ops;
    size_t i = 0;
    if (ops[0].kind == FROE_OP_GROUP && ops[1].kind == FROE_OP_LITERAL && ops[0].skip == 2) {
        layout->bracket = ops[1].literal.ptr[0];
        i = 2;
    }
    if (!is_time(&ops[i])) return;
    layout->leads = true;
    layout->behind[FROE_BEHIND_ANY] = FROE_BEHIND_TIME | FROE_BEHIND_BLANKS;
    layout->leads_epoch = ops[i].type == FROE_TYPE_EPOCH;
    struct byte_set next = {layout->behind, FROE_BEHIND_TIME, false};
    struct byte_set later = {layout->behind, FROE_BEHIND_BLANKS, false};
    find_first(ops, i + 1, &next);
    find_behind_blanks(ops, i + 1, &later);
}

enum froe_status froe_layout_init(struct froe_layout *layout, const char *text,
                                  struct froe_error *error)
{
    *layout = (struct froe_layout){0};
    if (strlen(text) > FROE_LAYOUT_TEXT_MAX)
        return froe_error_set(error, FROE_LIMIT, "a layout is longer than %d bytes",
                              FROE_LAYOUT_TEXT_MAX);
    struct compiler c = {.text = text, .at = text, .error = error};
    c.ops = calloc(FROE_LAYOUT_OPS_MAX + 1, sizeof *c.ops);
    c.literals = malloc(strlen(text) + 1);
    enum froe_status status = c.ops && c.literals ? compile_ops(&c) : froe_error_memory(error);
    layout->ops = c.ops;
    layout->literals = c.literals;
    if (status != FROE_OK) {
        froe_layout_release(layout);
        return status;
    }
    struct byte_set first = {layout->first, 1, false};
    find_first(layout->ops, 0, &first);
    layout->empty_line = first.empty;
    find_lead(layout);
    struct froe_layout_op *fitting = realloc(c.ops, c.count * sizeof *c.ops);
    if (fitting) layout->ops = fitting;
    return FROE_OK;
}

void froe_layout_release(struct froe_layout *layout)
{
    free(layout->ops);
    free(layout->literals);
    *layout = (struct froe_layout){0};
}

static bool same_op(const struct froe_layout_op *a, const struct froe_layout_op *b)
{
    return a->kind == b->kind && a->type == b->type && a->field == b->field && a->skip == b->skip &&
           froe_slice_eq(a->literal, b->literal);
}

unsigned froe_layout_shared(const struct froe_layout *a, const struct froe_layout *b)
{
    unsigned i = 0;
    while (a->ops[i].kind != FROE_OP_END && same_op(&a->ops[i], &b->ops[i])) i++;
    return i;
}
