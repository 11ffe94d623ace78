/* Any text, walked as a JSON object to every depth: fields lie within it, in order, and unescaping
   never makes a value longer. */
#include "record/fields.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

static void check_unescaped(struct froe_arena *arena, const struct froe_field *field)
{
    struct froe_slice plain = froe_json_unescape(arena, field->value);
    require(plain.len <= field->value.len);
    if (!field->escaped) require(froe_slice_eq(plain, field->value));
}

/* Nested objects were checked when they were skipped, so that walking into them cannot fail. */
static void check_object(struct froe_arena *arena, struct froe_slice text, bool checked)
{
    struct froe_json_walk walk;
    struct froe_field field;
    if (!froe_json_walk_init(&walk, text)) {
        require(!checked);
        return;
    }
    const char *last = text.ptr;
    while (froe_json_walk_next(&walk, &field)) {
        require(field.key.ptr > last && field.key.ptr + field.key.len < field.value.ptr);
        last = field.value.ptr + field.value.len;
        require(last <= text.ptr + text.len);
        if (field.type == FROE_FIELD_STRING) check_unescaped(arena, &field);
        if (field.type == FROE_FIELD_NUMBER)
            require(froe_json_number_len(field.value) == field.value.len);
        if (field.type == FROE_FIELD_LITERAL)
            require(froe_json_literal_len(field.value) == field.value.len);
        if (field.type == FROE_FIELD_OBJECT) check_object(arena, field.value, true);
    }
    require(!checked || !walk.failed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct froe_arena arena;
    froe_arena_init(&arena);
    check_object(&arena, froe_slice((const char *)data, size), false);
    froe_json_unescape(&arena, froe_slice((const char *)data, size));
    froe_arena_release(&arena);
    return 0;
}
