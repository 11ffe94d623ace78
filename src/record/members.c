#include "record/members.h"

#include "record/formats_internal.h"
#include "record/trace.h"

enum {
    NESTING_MAX = 8,              /* deeper objects are their JSON text */
    ESCAPED_BYTES_MAX = 8 * 1024, /* of which more than a value's bytes come, however escaped */
    MEMBERS_BUT_FRAME = FROE_MEMBERS_MAX - 1,
    NAME_BYTES_SEEN = FROE_MEMBER_NAME_BYTES_MAX + 4, /* a character more: enough to tell a cut */
};

struct reader {
    const struct froe_head *head;
    struct froe_object object; /* what the head was read from */
    struct froe_arena *arena;
    struct froe_members *members;
    struct froe_slice used[FROE_PART_COUNT]; /* raw values that are in the head */
    size_t used_count;
};

/* At most `max` bytes, no character cut in two. */
static struct froe_slice cut(struct froe_slice text, size_t max)
{
    if (text.len <= max) return text;
    size_t len = max;
    while (len > max - 3 && ((unsigned char)text.ptr[len] & 0xC0) == 0x80) len--;
    return froe_slice(text.ptr, len);
}

static struct froe_slice unescaped(struct froe_arena *arena, struct froe_slice raw)
{
    return froe_json_unescape(arena, cut(raw, ESCAPED_BYTES_MAX));
}

static void put(struct froe_members *members, struct froe_slice name, struct froe_slice value,
                size_t max)
{
    bool long_name = name.len > FROE_MEMBER_NAME_BYTES_MAX;
    if (!name.len) return;
    if (members->count >= max) {
        members->cut++;
        return;
    }
    name = cut(name, FROE_MEMBER_NAME_BYTES_MAX);
    for (size_t i = 0; i < members->count; i++) {
        if (!froe_slice_eq(members->items[i].name, name)) continue;
        members->cut += long_name; /* another name, as far as is known */
        return;
    }
    if (!value.ptr) value = FROE_SLICE("");
    members->cut += long_name || value.len > FROE_MEMBER_VALUE_BYTES_MAX;
    members->items[members->count++] =
        (struct froe_member){name, cut(value, FROE_MEMBER_VALUE_BYTES_MAX)};
}

static void put_known(struct froe_members *members, struct froe_slice name, struct froe_slice value)
{
    if (value.len) put(members, name, value, MEMBERS_BUT_FRAME);
}

static void note_used(struct reader *reader)
{
    const struct froe_head *head = reader->head;
    const bool in_head[FROE_PART_COUNT] = {
        [FROE_PART_TIME] = head->time_ns != FROE_TIME_NONE,
        [FROE_PART_NANOS] = head->time_ns != FROE_TIME_NONE,
        [FROE_PART_LEVEL] = head->level != FROE_LEVEL_NONE,
        [FROE_PART_MESSAGE] = true,
        [FROE_PART_SERVICE] = true,
        [FROE_PART_HOST] = true,
        [FROE_PART_THREAD] = true,
        [FROE_PART_POD] = true,
    };
    for (size_t i = 0; i < FROE_PART_COUNT; i++)
        if (in_head[i] && reader->object.values[i].text.ptr)
            reader->used[reader->used_count++] = reader->object.values[i].text;
}

static bool is_used(const struct reader *reader, const struct froe_field *field)
{
    for (size_t i = 0; i < reader->used_count; i++)
        if (reader->used[i].ptr == field->value.ptr) return true;
    return false;
}

static bool holds_used(const struct reader *reader, struct froe_slice text)
{
    for (size_t i = 0; i < reader->used_count; i++)
        if (reader->used[i].ptr >= text.ptr && reader->used[i].ptr < text.ptr + text.len)
            return true;
    return false;
}

/* Members are only counted from now on. */
static bool is_full(const struct reader *reader)
{
    return reader->members->count >= MEMBERS_BUT_FRAME;
}

/* "outer.key"; absent when memory is out. */
static struct froe_slice name_in(const struct reader *reader, struct froe_slice outer,
                                 struct froe_slice key)
{
    struct froe_arena *arena = reader->arena;
    if (is_full(reader)) return FROE_SLICE("-");
    if (key.len && memchr(key.ptr, '\\', key.len)) key = unescaped(arena, key);
    key = cut(key, NAME_BYTES_SEEN);
    if (!outer.len) return key;
    char *name = froe_arena_bytes(arena, outer.len + 1 + key.len);
    if (!name) return froe_slice(NULL, 0);
    memcpy(name, outer.ptr, outer.len);
    name[outer.len] = '.';
    if (key.len) memcpy(name + outer.len + 1, key.ptr, key.len);
    return cut(froe_slice(name, outer.len + 1 + key.len), NAME_BYTES_SEEN);
}

static void read_object(struct reader *reader, struct froe_slice text, struct froe_slice outer,
                        unsigned depth);

/* False when it is no list of keys and values. */
static bool read_attributes(struct reader *reader, struct froe_slice list, struct froe_slice name)
{
    struct froe_slice element;
    struct froe_field attribute = {.type = FROE_FIELD_STRING};
    for (bool first = true; froe_json_element_next(&list, &element); first = false) {
        if (!froe_object_read_attribute(element, &attribute)) {
            if (first) return false;
            reader->members->cut++;
            continue;
        }
        if (is_used(reader, &attribute)) continue;
        bool escaped = attribute.escaped && !is_full(reader);
        put(reader->members, name_in(reader, name, attribute.key),
            escaped ? unescaped(reader->arena, attribute.value) : attribute.value,
            MEMBERS_BUT_FRAME);
    }
    return true;
}

static void read_member(struct reader *reader, const struct froe_field *field,
                        struct froe_slice name, unsigned depth)
{
    struct froe_slice value = field->value;
    bool null = field->type == FROE_FIELD_LITERAL && froe_slice_eq(value, FROE_SLICE("null"));
    if (null || is_used(reader, field)) return;
    if (field->type == FROE_FIELD_OBJECT && depth + 1 < NESTING_MAX) {
        read_object(reader, value, name, depth + 1);
        return;
    }
    if (field->type == FROE_FIELD_ARRAY) {
        if (read_attributes(reader, value, name)) return;
        /* What the head was read from goes on inside. */
        struct froe_slice list = value, first;
        if (depth + 1 < NESTING_MAX && holds_used(reader, value) &&
            froe_json_element_next(&list, &first)) {
            read_object(reader, first, name, depth + 1);
            return;
        }
    }
    if (field->escaped && !is_full(reader)) value = unescaped(reader->arena, value);
    put(reader->members, name, value, MEMBERS_BUT_FRAME);
}

static void read_object(struct reader *reader, struct froe_slice text, struct froe_slice outer,
                        unsigned depth)
{
    struct froe_json_walk walk;
    struct froe_field field;
    if (!froe_json_walk_init(&walk, text)) return;
    while (froe_json_walk_next(&walk, &field))
        read_member(reader, &field, name_in(reader, outer, field.key), depth);
}

static void read_pairs(struct reader *reader)
{
    struct froe_logfmt_walk walk;
    struct froe_field field;
    froe_logfmt_walk_init(&walk, reader->head->object);
    while (froe_logfmt_walk_next(&walk, &field)) read_member(reader, &field, field.key, 0);
}

static void read_own(struct reader *reader)
{
    const struct froe_head *head = reader->head;
    const struct froe_format *format = head->format;
    if (!format || !head->object.ptr) return;
    if (format->spec->kind == FROE_FORMAT_JSON) {
        if (!froe_object_read_json(&format->keys, head->object, &reader->object)) return;
        note_used(reader);
        read_object(reader, head->object, FROE_SLICE(""), 0);
    } else if (format->spec->kind == FROE_FORMAT_LOGFMT) {
        if (!froe_object_read_logfmt(&format->keys, head->object, &reader->object)) return;
        note_used(reader);
        read_pairs(reader);
    }
}

static struct froe_slice find_frame(const struct froe_members *members, struct froe_slice body)
{
    struct froe_slice frame = {NULL, 0};
    if (body.len && memchr(body.ptr, '\n', body.len)) frame = froe_trace_frame(body);
    for (size_t i = 0; i < members->count && !frame.len; i++) {
        struct froe_slice value = members->items[i].value;
        if (value.len && memchr(value.ptr, '\n', value.len)) frame = froe_trace_frame(value);
    }
    return frame;
}

void froe_members_read(const struct froe_head *head, struct froe_slice body,
                       struct froe_arena *arena, struct froe_members *members)
{
    struct reader reader = {.head = head, .arena = arena, .members = members};
    members->count = members->cut = 0;
    put_known(members, FROE_SLICE("pod"), head->pod);
    put_known(members, FROE_SLICE("host"), head->host);
    put_known(members, FROE_SLICE("thread"), head->thread);
    if (!head->object.ptr) put_known(members, FROE_SLICE("location"), head->location);
    read_own(&reader);
    struct froe_slice frame = find_frame(members, body);
    if (frame.len) put(members, FROE_SLICE("frame"), frame, FROE_MEMBERS_MAX);
}
