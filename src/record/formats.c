#include "record/formats_internal.h"

#include <stdlib.h>

enum { FIRST_BYTES = FROE_EMPTY_LINE + 1 };

static void free_format(struct froe_format *format)
{
    if (!format) return;
    for (unsigned i = 0; format->layouts && i < format->spec->layouts.count; i++)
        froe_layout_release(&format->layouts[i]);
    free(format->layouts);
    free(format->shared);
    froe_object_keys_release(&format->keys);
    free(format->owned);
    free(format);
}

static enum froe_status compile(struct froe_format *format, struct froe_error *error)
{
    const struct froe_format_spec *spec = format->spec;
    if (spec->kind != FROE_FORMAT_TEXT) return froe_object_keys_init(&format->keys, spec, error);
    format->layouts = calloc(spec->layouts.count + 1, sizeof *format->layouts);
    format->shared = calloc(spec->layouts.count + 1, sizeof *format->shared);
    if (!format->layouts || !format->shared) return froe_error_memory(error);
    for (unsigned i = 0; i < spec->layouts.count; i++) {
        enum froe_status status =
            froe_layout_init(&format->layouts[i], spec->layouts.items[i], error);
        if (status != FROE_OK) return status;
        if (i)
            format->shared[i] =
                (unsigned char)froe_layout_shared(&format->layouts[i - 1], &format->layouts[i]);
    }
    return FROE_OK;
}

/* NULL with *error set when the spec cannot be compiled; the spec is borrowed. */
static struct froe_format *new_format(const struct froe_format_spec *spec, struct froe_error *error)
{
    struct froe_format *format = calloc(1, sizeof *format);
    if (!format) {
        froe_error_memory(error);
        return NULL;
    }
    format->spec = spec;
    if (compile(format, error) == FROE_OK) return format;
    free_format(format);
    return NULL;
}

static bool may_begin(const struct froe_format *format, unsigned byte)
{
    switch (format->spec->kind) {
    case FROE_FORMAT_JSON: return byte == '{' || byte == ' ' || byte == '\t';
    case FROE_FORMAT_LOGFMT:
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
               byte == '@';
    case FROE_FORMAT_TEXT: break;
    }
    for (unsigned i = 0; i < format->spec->layouts.count; i++) {
        const struct froe_layout *layout = &format->layouts[i];
        if (byte == FROE_EMPTY_LINE ? layout->empty_line : layout->first[byte]) return true;
    }
    return false;
}

static enum froe_status index_by_first_byte(struct froe_formats *formats, struct froe_error *error)
{
    unsigned short *list = malloc((formats->count * FIRST_BYTES + 1) * sizeof *list);
    if (!list) return froe_error_memory(error);
    unsigned count = 0;
    for (unsigned byte = 0; byte < FIRST_BYTES; byte++) {
        formats->starts[byte] = count;
        for (size_t i = 0; i < formats->count; i++)
            if (may_begin(formats->formats[i], byte)) list[count++] = (unsigned short)i;
    }
    formats->starts[FIRST_BYTES] = count;
    free(formats->candidates);
    formats->candidates = list;
    return FROE_OK;
}

/* Most telling first, equal ones in their order of coming. Takes the format over. */
static enum froe_status insert(struct froe_formats *formats, struct froe_format *format,
                               struct froe_error *error)
{
    struct froe_format **grown =
        realloc(formats->formats, (formats->count + 1) * sizeof *formats->formats);
    if (!grown) {
        free_format(format);
        return froe_error_memory(error);
    }
    formats->formats = grown;
    size_t at = formats->count++;
    for (; at > 0 && grown[at - 1]->spec->priority < format->spec->priority; at--)
        grown[at] = grown[at - 1];
    grown[at] = format;
    return FROE_OK;
}

struct froe_formats *froe_formats_new(struct froe_error *error)
{
    struct froe_formats *formats = calloc(1, sizeof *formats);
    enum froe_status status = formats ? FROE_OK : froe_error_memory(error);
    for (unsigned i = 0; status == FROE_OK && i < froe_builtin_formats_count; i++) {
        struct froe_format *format = new_format(&froe_builtin_formats[i], error);
        status = format ? insert(formats, format, error) : FROE_MEMORY;
    }
    if (status == FROE_OK) status = index_by_first_byte(formats, error);
    if (status == FROE_OK) return formats;
    froe_formats_free(formats);
    return NULL;
}

void froe_formats_free(struct froe_formats *formats)
{
    if (!formats) return;
    for (size_t i = 0; i < formats->count; i++) free_format(formats->formats[i]);
    free(formats->formats);
    free(formats->candidates);
    free(formats);
}

/* A spec of one layout, in one block with its strings. */
static struct froe_format_spec *new_spec(const char *name, const char *layout)
{
    struct block {
        struct froe_format_spec spec;
        const char *layouts[1];
    } * block;
    size_t name_size = strlen(name) + 1, layout_size = strlen(layout) + 1;
    block = calloc(1, sizeof *block + name_size + layout_size);
    if (!block) return NULL;
    char *strings = (char *)(block + 1);
    memcpy(strings, name, name_size);
    memcpy(strings + name_size, layout, layout_size);
    block->layouts[0] = strings + name_size;
    block->spec = (struct froe_format_spec){.name = strings,
                                            .title = block->layouts[0],
                                            .kind = FROE_FORMAT_TEXT,
                                            .role = strstr(layout, ":inner}") ? FROE_ROLE_ENVELOPE
                                                                              : FROE_ROLE_RECORD,
                                            .priority = FROE_FORMAT_PRIORITY_MAX + 1,
                                            .layouts = {block->layouts, 1}};
    return &block->spec;
}

enum froe_status froe_formats_add_layout(struct froe_formats *formats, const char *name,
                                         const char *layout, bool only, struct froe_error *error)
{
    struct froe_format_spec *spec = new_spec(name, layout);
    if (!spec) return froe_error_memory(error);
    struct froe_error reason = {0};
    struct froe_format *format = new_format(spec, &reason);
    if (!format) {
        free(spec);
        return froe_error_set(error, reason.status, "%s: %s", name, reason.message);
    }
    format->owned = spec;
    if (only) {
        for (size_t i = 0; i < formats->count; i++) free_format(formats->formats[i]);
        formats->count = 0;
    }
    enum froe_status status = insert(formats, format, error);
    return status == FROE_OK ? index_by_first_byte(formats, error) : status;
}

size_t froe_formats_count(const struct froe_formats *formats)
{
    return formats->count;
}

const struct froe_format *froe_formats_at(const struct froe_formats *formats, size_t index)
{
    return index < formats->count ? formats->formats[index] : NULL;
}

const char *froe_format_name(const struct froe_format *format)
{
    return format->spec->name;
}

const char *froe_format_title(const struct froe_format *format)
{
    return format->spec->title;
}
