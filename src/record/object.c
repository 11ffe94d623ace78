#include "record/object.h"

#include <stdlib.h>

enum {
    KEYS_MAX = 512,
    REQUIRED_MAX = 8,
    PART_REQUIRED = FROE_PART_COUNT, /* a key that must be there, whatever it holds */
    PART_OBJECT,                     /* an object with keys of interest inside */
    NESTING_MAX = 6,
    ELEMENTS_MAX = 64, /* of a list that are looked at */
};

struct froe_object_key {
    struct froe_slice name; /* whole, with dots; borrowed from the spec */
    unsigned short part;
    unsigned short rank;
};

static bool add_key(struct froe_object_keys *keys, unsigned *count, struct froe_slice name,
                    unsigned part, unsigned rank)
{
    if (*count == KEYS_MAX || !name.len || name.len > FROE_OBJECT_KEY_BYTES_MAX) return false;
    keys->keys[(*count)++] =
        (struct froe_object_key){name, (unsigned short)part, (unsigned short)rank};
    return true;
}

static bool add_list(struct froe_object_keys *keys, unsigned *count,
                     const struct froe_string_list *list, unsigned part)
{
    for (unsigned i = 0; i < list->count; i++) {
        struct froe_slice name = froe_slice_cstr(list->items[i]);
        if (!add_key(keys, count, name, part, i)) return false;
        for (size_t dot = 1; dot < name.len; dot++)
            if (name.ptr[dot] == '.' &&
                !add_key(keys, count, froe_slice(name.ptr, dot), PART_OBJECT, 0))
                return false;
    }
    return true;
}

static int by_length(const void *a, const void *b)
{
    const struct froe_object_key *left = a, *right = b;
    if (left->name.len != right->name.len) return left->name.len < right->name.len ? -1 : 1;
    int order = froe_slice_cmp(left->name, right->name);
    return order ? order : (int)left->part - (int)right->part;
}

enum froe_status froe_object_keys_init(struct froe_object_keys *keys,
                                       const struct froe_format_spec *spec,
                                       struct froe_error *error)
{
    *keys = (struct froe_object_keys){0};
    keys->keys = calloc(KEYS_MAX, sizeof *keys->keys);
    if (!keys->keys) return froe_error_memory(error);
    const struct {
        const struct froe_string_list *list;
        unsigned part;
    } lists[] = {
        {&spec->required, PART_REQUIRED},
        {&spec->message_keys, FROE_PART_MESSAGE},
        {&spec->level_keys, FROE_PART_LEVEL},
        {&spec->time_keys, FROE_PART_TIME},
        {&spec->service_keys, FROE_PART_SERVICE},
        {&spec->host_keys, FROE_PART_HOST},
        {&spec->thread_keys, FROE_PART_THREAD},
        {&spec->location_keys, FROE_PART_LOCATION},
        {&spec->pod_keys, FROE_PART_POD},
        {&spec->container_keys, FROE_PART_CONTAINER},
        {&spec->stream_keys, FROE_PART_STREAM},
        {&spec->inner_keys, FROE_PART_INNER},
        {&spec->status_keys, FROE_PART_STATUS},
        {&spec->method_keys, FROE_PART_METHOD},
        {&spec->authority_keys, FROE_PART_AUTHORITY},
        {&spec->target_keys, FROE_PART_TARGET},
        {&spec->kind_keys, FROE_PART_KIND},
        {&spec->nanos_keys, FROE_PART_NANOS},
    };
    unsigned count = 0;
    bool fits = spec->required.count <= REQUIRED_MAX;
    for (size_t i = 0; fits && i < sizeof lists / sizeof *lists; i++)
        fits = add_list(keys, &count, lists[i].list, lists[i].part);
    if (!fits) {
        froe_object_keys_release(keys);
        return froe_error_set(error, FROE_LIMIT, "format %s: too many or too long keys",
                              spec->name);
    }
    qsort(keys->keys, count, sizeof *keys->keys, by_length);
    for (unsigned len = 0, i = 0; len <= FROE_OBJECT_KEY_BYTES_MAX + 1; len++) {
        while (i < count && keys->keys[i].name.len < len) i++;
        keys->starts[len] = i;
    }
    keys->required_count = (unsigned char)spec->required.count;
    return FROE_OK;
}

void froe_object_keys_release(struct froe_object_keys *keys)
{
    free(keys->keys);
    *keys = (struct froe_object_keys){0};
}

/* The path of the objects walked into, "fields." or "". */
struct path {
    char text[FROE_OBJECT_KEY_BYTES_MAX + 1];
    size_t len;
};

static void keep(struct froe_object_value *value, const struct froe_object_key *key,
                 const struct froe_field *field)
{
    /* Messages that are no UTF-8 come from systemd's journal as lists of bytes. */
    bool bytes = field->type == FROE_FIELD_ARRAY && key->part == FROE_PART_MESSAGE;
    if (field->type == FROE_FIELD_LITERAL || field->type == FROE_FIELD_OBJECT ||
        (field->type == FROE_FIELD_ARRAY && !bytes))
        return;
    if (value->text.ptr && value->rank <= key->rank) return;
    /* An empty text says less than the next best key. */
    if (!field->value.len && value->text.ptr) return;
    value->text = field->value;
    value->key = key->name;
    value->type = field->type;
    value->escaped = field->escaped;
    value->rank = field->value.len ? key->rank : UINT16_MAX;
}

/* True when the field is an object that holds keys of interest. */
static bool look_up(const struct froe_object_keys *keys, const struct path *path,
                    const struct froe_field *field, struct froe_object *object)
{
    size_t len = path->len + field->key.len;
    bool inside = false;
    if (!len || len > FROE_OBJECT_KEY_BYTES_MAX) return false;
    for (unsigned i = keys->starts[len]; i < keys->starts[len + 1]; i++) {
        const struct froe_object_key *key = &keys->keys[i];
        if (memcmp(key->name.ptr + path->len, field->key.ptr, field->key.len) != 0 ||
            memcmp(key->name.ptr, path->text, path->len) != 0)
            continue;
        if (key->part < FROE_PART_COUNT)
            keep(&object->values[key->part], key, field);
        else if (key->part == PART_REQUIRED)
            object->required |= 1U << key->rank;
        else if (field->type == FROE_FIELD_OBJECT || field->type == FROE_FIELD_ARRAY)
            inside = true;
    }
    return inside;
}

static bool walk_json(const struct froe_object_keys *keys, struct froe_slice text,
                      struct path *path, unsigned depth, struct froe_object *object);

bool froe_object_read_attribute(struct froe_slice text, struct froe_field *attribute)
{
    struct froe_json_walk walk, inner;
    struct froe_field field;
    bool has_key = false, has_value = false;
    if (!froe_json_walk_init(&walk, text)) return false;
    while (froe_json_walk_next(&walk, &field)) {
        if (froe_slice_eq(field.key, FROE_SLICE("key")) && field.type == FROE_FIELD_STRING) {
            attribute->key = field.value;
            has_key = true;
        } else if (froe_slice_eq(field.key, FROE_SLICE("value")) &&
                   field.type == FROE_FIELD_OBJECT) {
            has_value =
                froe_json_walk_init(&inner, field.value) && froe_json_walk_next(&inner, &field);
            attribute->value = field.value;
            attribute->type = field.type;
            attribute->escaped = field.escaped;
        }
    }
    return has_key && has_value;
}

static void step_into(const struct froe_object_keys *keys, const struct froe_field *field,
                      struct path *path, unsigned depth, struct froe_object *object)
{
    size_t len = path->len;
    if (depth + 1 == NESTING_MAX || len + field->key.len + 1 > FROE_OBJECT_KEY_BYTES_MAX) return;
    memcpy(path->text + len, field->key.ptr, field->key.len);
    path->len += field->key.len;
    path->text[path->len++] = '.';
    if (field->type == FROE_FIELD_OBJECT) {
        walk_json(keys, field->value, path, depth + 1, object);
    } else {
        struct froe_slice rest = field->value, element;
        struct froe_field attribute = {.type = FROE_FIELD_STRING};
        for (unsigned i = 0; i < ELEMENTS_MAX && froe_json_element_next(&rest, &element); i++) {
            if (froe_object_read_attribute(element, &attribute))
                look_up(keys, path, &attribute, object);
            else if (i == 0)
                walk_json(keys, element, path, depth + 1, object);
        }
    }
    path->len = len;
}

static bool walk_json(const struct froe_object_keys *keys, struct froe_slice text,
                      struct path *path, unsigned depth, struct froe_object *object)
{
    struct froe_json_walk walk;
    struct froe_field field;
    if (!froe_json_walk_init(&walk, text)) return false;
    while (froe_json_walk_next(&walk, &field)) {
        if (depth == 0) object->field_count++;
        if (look_up(keys, path, &field, object)) step_into(keys, &field, path, depth, object);
    }
    return !walk.failed;
}

bool froe_object_is_named(const struct froe_object_keys *keys, struct froe_slice key)
{
    if (!key.len || key.len > FROE_OBJECT_KEY_BYTES_MAX) return false;
    for (unsigned i = keys->starts[key.len]; i < keys->starts[key.len + 1]; i++)
        if (keys->keys[i].part < FROE_PART_COUNT && froe_slice_eq(keys->keys[i].name, key))
            return true;
    return false;
}

static bool has_required(const struct froe_object_keys *keys, const struct froe_object *object)
{
    return object->required == (1U << keys->required_count) - 1;
}

bool froe_object_read_json(const struct froe_object_keys *keys, struct froe_slice line,
                           struct froe_object *object)
{
    struct path path = {.len = 0};
    memset(object, 0, sizeof *object);
    return walk_json(keys, line, &path, 0, object) && has_required(keys, object);
}

/* Most texts are told from pairs by their first word. */
static bool begins_with_pair(struct froe_slice line)
{
    size_t i = 0;
    while (i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t')) i++;
    while (i < line.len && line.ptr[i] != '=' && line.ptr[i] != ' ' && line.ptr[i] != '"') i++;
    return i < line.len && line.ptr[i] == '=';
}

bool froe_object_read_logfmt(const struct froe_object_keys *keys, struct froe_slice line,
                             struct froe_object *object)
{
    static const struct path top = {.len = 0};
    struct froe_logfmt_walk walk;
    struct froe_field field;
    if (!begins_with_pair(line)) return false;
    memset(object, 0, sizeof *object);
    froe_logfmt_walk_init(&walk, line);
    while (froe_logfmt_walk_next(&walk, &field)) {
        /* The first word tells most other texts. */
        if (!field.value.ptr) {
            if (!object->field_count) return false;
            continue;
        }
        object->field_count++;
        look_up(keys, &top, &field, object);
    }
    return !walk.failed && has_required(keys, object);
}
