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

static void add_first(struct froe_layout *layout, const char *ranges)
{
    if (!ranges) {
        memset(layout->first, 1, sizeof layout->first);
        return;
    }
    for (const char *p = ranges; *p; p++) {
        unsigned char from = (unsigned char)*p, to = from;
        if (p[1] == '-' && p[2]) {
            to = (unsigned char)p[2];
            p += 2;
        }
        for (unsigned b = from; b <= to; b++) layout->first[b] = 1;
    }
}

/* The bytes that what begins with operation i can begin with. */
static void find_first(struct froe_layout *layout, size_t i)
{
    for (;; i++) {
        const struct froe_layout_op *op = &layout->ops[i];
        switch (op->kind) {
        case FROE_OP_END: layout->empty_line = true; return;
        case FROE_OP_LITERAL: layout->first[(unsigned char)op->literal.ptr[0]] = 1; return;
        case FROE_OP_SPACE:
            /* At the end of a line it takes nothing; then what follows must take nothing too. */
            layout->first[' '] = layout->first['\t'] = 1;
            layout->empty_line = true;
            return;
        case FROE_OP_GROUP:
            find_first(layout, i + 1);
            i = (size_t)op->skip - 1;
            continue;
        default: break;
        }
        const struct froe_layout_type *type = &froe_layout_types[op->type];
        if (type->style == FROE_STYLE_MARK) continue;
        add_first(layout, type->first);
        if (!type->may_be_empty) return;
        layout->empty_line = true;
    }
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
    find_first(layout, 0);
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
