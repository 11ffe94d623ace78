/* Messages for objects that have none. */
#include "record/object.h"

#include <stdlib.h>

enum {
    PAIRS_MAX = 8,         /* in a message */
    CANDIDATES_MAX = 64,   /* fields that are looked at, the outermost first */
    VALUE_BYTES_MAX = 96,  /* longer ones are texts, tokens and addresses: they say little here */
    KIND_BYTES_MAX = 1024, /* of a method, a target ... */
};

struct pair {
    struct froe_slice object, key, value; /* object: the name of the object it is in, or empty */
    bool kind, quoted;
};

struct pairs {
    struct froe_slice kind; /* what the object is one of; absent when unknown */
    struct pair items[CANDIDATES_MAX];
    unsigned count;
};

static bool is_null(const struct froe_field *field)
{
    return field->type == FROE_FIELD_LITERAL && froe_slice_eq(field->value, FROE_SLICE("null"));
}

static void collect(const struct froe_object_keys *keys, struct froe_slice text,
                    struct froe_slice name, struct pairs *pairs)
{
    struct froe_json_walk walk;
    struct froe_field field;
    if (!froe_json_walk_init(&walk, text)) return;
    while (pairs->count < CANDIDATES_MAX && froe_json_walk_next(&walk, &field)) {
        bool kind = field.value.ptr == pairs->kind.ptr;
        if (field.type == FROE_FIELD_OBJECT || field.type == FROE_FIELD_ARRAY || is_null(&field) ||
            !field.key.len || !field.value.len || field.value.len > VALUE_BYTES_MAX ||
            field.escaped || (!name.len && !kind && froe_object_is_named(keys, field.key)))
            continue;
        pairs->items[pairs->count++] = (struct pair){name, field.key, field.value, kind,
                                                     !kind && field.type == FROE_FIELD_STRING};
    }
}

static void collect_inside(const struct froe_object_keys *keys, struct froe_slice text,
                           struct pairs *pairs)
{
    struct froe_json_walk walk;
    struct froe_field field;
    if (!froe_json_walk_init(&walk, text)) return;
    while (froe_json_walk_next(&walk, &field))
        if (field.type == FROE_FIELD_OBJECT) collect(keys, field.value, field.key, pairs);
}

static int by_name(const void *a, const void *b)
{
    const struct pair *left = a, *right = b;
    if (left->kind != right->kind) return left->kind ? -1 : 1;
    if (!left->object.len != !right->object.len) return left->object.len ? 1 : -1;
    int order = froe_slice_cmp(left->object, right->object);
    if (!order) order = froe_slice_cmp(left->key, right->key);
    return order ? order
                 : (left->value.ptr > right->value.ptr) - (left->value.ptr < right->value.ptr);
}

/* Bytes put one behind the other into room that is known to be enough. */
struct writer {
    char *start;
    size_t len;
};

static void put(struct writer *writer, struct froe_slice text)
{
    if (text.len) memcpy(writer->start + writer->len, text.ptr, text.len);
    writer->len += text.len;
}

static void put_word(struct writer *writer, struct froe_slice text)
{
    if (!text.len) return;
    if (writer->len) put(writer, FROE_SLICE(" "));
    put(writer, text);
}

static void put_pair(struct writer *writer, const struct pair *pair)
{
    put_word(writer, pair->object.len ? pair->object : pair->key);
    if (pair->object.len) {
        put(writer, FROE_SLICE("."));
        put(writer, pair->key);
    }
    put(writer, pair->quoted ? FROE_SLICE("=\"") : FROE_SLICE("="));
    put(writer, pair->value);
    if (pair->quoted) put(writer, FROE_SLICE("\""));
}

static struct froe_slice cut(struct froe_slice text)
{
    return text.len > KIND_BYTES_MAX ? froe_slice(text.ptr, KIND_BYTES_MAX) : text;
}

struct froe_slice froe_request_summary(const struct froe_slice *parts, struct froe_arena *arena)
{
    struct froe_slice method = cut(parts[FROE_PART_METHOD]), target = cut(parts[FROE_PART_TARGET]);
    struct froe_slice authority = cut(parts[FROE_PART_AUTHORITY]), status = parts[FROE_PART_STATUS];
    if (!method.len || !target.len || status.len > KIND_BYTES_MAX) return froe_slice(NULL, 0);
    /* "/cart" wants its host, "https://shop/cart" has it. */
    if (target.ptr[0] != '/') authority = FROE_SLICE("");
    struct writer writer = {NULL, 0};
    writer.start =
        froe_arena_bytes(arena, method.len + authority.len + target.len + status.len + 2);
    if (!writer.start) return froe_slice(NULL, 0);
    put_word(&writer, method);
    put_word(&writer, authority.len ? authority : target);
    if (authority.len) put(&writer, target);
    put_word(&writer, status);
    return froe_slice(writer.start, writer.len);
}

struct froe_slice froe_object_summary(const struct froe_object_keys *keys, struct froe_slice line,
                                      const struct froe_slice *parts, struct froe_arena *arena)
{
    struct froe_slice request = froe_request_summary(parts, arena);
    if (request.ptr) return request;

    struct pairs pairs;
    pairs.count = 0;
    pairs.kind = parts[FROE_PART_KIND];
    collect(keys, line, FROE_SLICE(""), &pairs);
    collect_inside(keys, line, &pairs);
    qsort(pairs.items, pairs.count, sizeof *pairs.items, by_name);
    if (pairs.count > PAIRS_MAX) pairs.count = PAIRS_MAX;

    struct froe_slice kind = cut(parts[FROE_PART_KIND]);
    size_t bytes = kind.len;
    for (unsigned i = 0; i < pairs.count; i++)
        bytes += pairs.items[i].object.len + pairs.items[i].key.len + pairs.items[i].value.len +
                 sizeof " .=\"\"";
    struct writer writer = {bytes ? froe_arena_bytes(arena, bytes) : NULL, 0};
    if (!writer.start) return line;
    put_word(&writer, kind);
    for (unsigned i = 0; i < pairs.count; i++) put_pair(&writer, &pairs.items[i]);
    return froe_slice(writer.start, writer.len);
}
