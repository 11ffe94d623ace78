#include "record/formats_internal.h"

#include <stdlib.h>

enum { FIRST_BYTES = FROE_EMPTY_LINE + 1 };

void froe_format_free(struct froe_format *format)
{
    if (!format) return;
    for (unsigned i = 0; i < format->spec->layouts.count; i++) {
        if (format->layouts) froe_layout_release(&format->layouts[i]);
        if (format->groks) froe_grok_free(format->groks[i]);
    }
    free(format->layouts);
    free(format->groks);
    free(format->whole_message);
    free(format->shared);
    free(format->masks);
    froe_object_keys_release(&format->keys);
    free(format->opens);
    free(format->owned);
    free(format);
}

/* A pattern of grok: as a layout where layouts can say it, else by itself. */
static enum froe_status compile_grok(struct froe_format *format, unsigned i,
                                     const struct froe_grok_library *library,
                                     struct froe_error *error)
{
    struct froe_layout *layout = &format->layouts[i];
    const char *text = format->spec->layouts.items[i];
    struct froe_buf translated = {0};
    format->whole_message[i] = true;
    bool fast = froe_grok_to_layout(library, text, &translated) &&
                froe_layout_init(layout, translated.ptr, NULL) == FROE_OK;
    froe_buf_release(&translated);
    if (fast) return FROE_OK;
    enum froe_status status = froe_grok_new(library, text, &format->groks[i], error);
    if (status != FROE_OK) return status;
    froe_grok_first(format->groks[i], layout->first);
    layout->empty_line = froe_grok_matches_empty(format->groks[i]);
    return FROE_OK;
}

static enum froe_status compile_layout(struct froe_format *format, unsigned i,
                                       const struct froe_grok_library *library,
                                       struct froe_error *error)
{
    const char *text = format->spec->layouts.items[i];
    if (froe_grok_is(library, text)) return compile_grok(format, i, library, error);
    enum froe_status status = froe_layout_init(&format->layouts[i], text, error);
    bool alike = i && format->layouts[i - 1].ops && format->layouts[i].ops;
    if (status == FROE_OK && alike)
        format->shared[i] =
            (unsigned char)froe_layout_shared(&format->layouts[i - 1], &format->layouts[i]);
    return status;
}

static void add_masks(struct froe_layout_masks *masks, const struct froe_layout *layout,
                      uint64_t bit)
{
    /* Behind a digit that need not be there, the time would not be where the line begins. */
    bool digit = layout->bracket >= '0' && layout->bracket <= '9';
    bool leads = layout->leads && !layout->leads_epoch && !digit;
    for (unsigned i = 0; i < 256; i++)
        if (layout->first[i]) masks->first[i] |= bit;
    for (unsigned i = 0; i < FROE_BEHIND_COUNT; i++) {
        if (!leads || (layout->behind[i] & FROE_BEHIND_TIME)) masks->behind[i] |= bit;
        if (!leads || (layout->behind[i] & FROE_BEHIND_BLANKS)) masks->blanks[i] |= bit;
    }
}

static enum froe_status make_masks(struct froe_format *format, struct froe_error *error)
{
    unsigned count = format->spec->layouts.count;
    if (count < FROE_MASK_LAYOUTS_MIN) return FROE_OK;
    format->masks = calloc(1, sizeof *format->masks);
    if (!format->masks) return froe_error_memory(error);
    for (unsigned i = 0; i < count && i < FROE_MASK_LAYOUTS; i++)
        add_masks(format->masks, &format->layouts[i], UINT64_C(1) << i);
    return FROE_OK;
}

static enum froe_status compile(struct froe_format *format, const struct froe_grok_library *library,
                                struct froe_error *error)
{
    const struct froe_format_spec *spec = format->spec;
    if (spec->kind == FROE_FORMAT_COLUMNS) return FROE_OK;
    if (spec->kind != FROE_FORMAT_TEXT) return froe_object_keys_init(&format->keys, spec, error);
    format->layouts = calloc(spec->layouts.count + 1, sizeof *format->layouts);
    format->shared = calloc(spec->layouts.count + 1, sizeof *format->shared);
    format->groks = calloc(spec->layouts.count + 1, sizeof *format->groks);
    format->whole_message = calloc(spec->layouts.count + 1, sizeof *format->whole_message);
    if (!format->layouts || !format->shared || !format->groks || !format->whole_message)
        return froe_error_memory(error);
    for (unsigned i = 0; i < spec->layouts.count; i++) {
        enum froe_status status = compile_layout(format, i, library, error);
        if (status != FROE_OK) return status;
    }
    return make_masks(format, error);
}

/* NULL with *error set when the spec cannot be compiled; the spec is borrowed. */
static struct froe_format *new_format(const struct froe_format_spec *spec,
                                      const struct froe_grok_library *library,
                                      struct froe_error *error)
{
    struct froe_format *format = calloc(1, sizeof *format);
    if (!format) {
        froe_error_memory(error);
        return NULL;
    }
    format->spec = spec;
    if (compile(format, library, error) == FROE_OK) return format;
    froe_format_free(format);
    return NULL;
}

static bool may_begin(const struct froe_format *format, unsigned byte)
{
    switch (format->spec->kind) {
    case FROE_FORMAT_JSON: return byte == '{' || byte == ' ' || byte == '\t';
    case FROE_FORMAT_LOGFMT:
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
               byte == '@';
    case FROE_FORMAT_COLUMNS: return byte != FROE_EMPTY_LINE;
    case FROE_FORMAT_TEXT: break;
    }
    for (unsigned i = 0; i < format->spec->layouts.count; i++) {
        const struct froe_layout *layout = &format->layouts[i];
        if (byte == FROE_EMPTY_LINE ? layout->empty_line : layout->first[byte]) return true;
    }
    return false;
}

/* Formats come and go; names that stand for none are passed over. */
static enum froe_status resolve_opens(struct froe_formats *formats, struct froe_error *error)
{
    for (size_t i = 0; i < formats->count; i++) {
        struct froe_format *format = formats->formats[i];
        const struct froe_string_list *names = &format->spec->opens;
        if (!names->count) continue;
        if (!format->opens) format->opens = calloc(names->count + 1, sizeof(struct froe_format *));
        if (!format->opens) return froe_error_memory(error);
        unsigned found = 0;
        for (unsigned n = 0; n < names->count; n++)
            for (size_t k = 0; k < formats->count; k++)
                if (strcmp(formats->formats[k]->spec->name, names->items[n]) == 0)
                    format->opens[found++] = formats->formats[k];
        format->opens[found] = NULL;
    }
    return FROE_OK;
}

static enum froe_status index_by_first_byte(struct froe_formats *formats, struct froe_error *error)
{
    if (resolve_opens(formats, error) != FROE_OK) return FROE_MEMORY;
    size_t count_max = formats->count * FIRST_BYTES + 1;
    unsigned short *list = malloc(2 * count_max * sizeof *list);
    if (!list) return froe_error_memory(error);
    unsigned short *envelopes = list + count_max;
    unsigned count = 0, envelope_count = 0;
    for (unsigned byte = 0; byte < FIRST_BYTES; byte++) {
        formats->starts[byte] = count;
        formats->envelope_starts[byte] = envelope_count;
        for (size_t i = 0; i < formats->count; i++) {
            const struct froe_format *format = formats->formats[i];
            if (!may_begin(format, byte)) continue;
            list[count++] = (unsigned short)i;
            if (format->spec->role == FROE_ROLE_ENVELOPE)
                envelopes[envelope_count++] = (unsigned short)i;
        }
    }
    formats->starts[FIRST_BYTES] = count;
    formats->envelope_starts[FIRST_BYTES] = envelope_count;
    free(formats->candidates);
    formats->candidates = list;
    formats->envelopes = envelopes;
    return FROE_OK;
}

static bool comes_before(const struct froe_format *format, const struct froe_format *other)
{
    if (format->spec->priority != other->spec->priority)
        return format->spec->priority > other->spec->priority;
    return format->origin && !other->origin;
}

/* Most telling first, of equal ones the user's, then in their order of coming. Takes the format
   over. */
static enum froe_status insert(struct froe_formats *formats, struct froe_format *format,
                               struct froe_error *error)
{
    struct froe_format **grown =
        realloc(formats->formats, (formats->count + 1) * sizeof *formats->formats);
    if (!grown) {
        froe_format_free(format);
        return froe_error_memory(error);
    }
    formats->formats = grown;
    size_t at = formats->count++;
    for (; at > 0 && comes_before(format, grown[at - 1]); at--) grown[at] = grown[at - 1];
    grown[at] = format;
    return FROE_OK;
}

struct froe_formats *froe_formats_new(struct froe_error *error)
{
    struct froe_formats *formats = calloc(1, sizeof *formats);
    enum froe_status status = formats ? FROE_OK : froe_error_memory(error);
    for (unsigned i = 0; status == FROE_OK && i < froe_builtin_formats_count; i++) {
        struct froe_format *format = new_format(&froe_builtin_formats[i], NULL, error);
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
    for (size_t i = 0; i < formats->count; i++) froe_format_free(formats->formats[i]);
    for (size_t i = 0; i < formats->file_count; i++) {
        froe_format_file_release(formats->files[i]);
        free(formats->files[i]);
    }
    free(formats->files);
    froe_grok_library_free(formats->library);
    free(formats->formats);
    free(formats->candidates);
    free(formats);
}

/* A spec of one layout, in one block with its strings. */
static struct froe_format_spec *new_spec(const char *name, const char *layout, int priority)
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
                                            .priority = priority,
                                            .layouts = {block->layouts, 1}};
    return &block->spec;
}

struct froe_format *froe_format_new(const char *name, const char *layout, int priority,
                                    const struct froe_grok_library *library,
                                    struct froe_error *error)
{
    struct froe_format_spec *spec = new_spec(name, layout, priority);
    if (!spec) {
        froe_error_memory(error);
        return NULL;
    }
    struct froe_error reason = {0};
    struct froe_format *format = new_format(spec, library, &reason);
    if (format) {
        format->owned = spec;
        return format;
    }
    free(spec);
    froe_error_set(error, reason.status, "%s: %s", name, reason.message);
    return NULL;
}

enum froe_status froe_formats_add_layout(struct froe_formats *formats, const char *name,
                                         const char *layout, bool only, struct froe_error *error)
{
    struct froe_error reason = {0};
    struct froe_format *format =
        froe_format_new(name, layout, FROE_FORMAT_PRIORITY_MAX + 1, formats->library, &reason);
    if (!format) return froe_error_set(error, reason.status, "%s", reason.message);
    if (only) {
        for (size_t i = 0; i < formats->count; i++) froe_format_free(formats->formats[i]);
        formats->count = 0;
        formats->told = true;
    }
    enum froe_status status = insert(formats, format, error);
    return status == FROE_OK ? index_by_first_byte(formats, error) : status;
}

/* A format of the user's takes the place of one of the same name. */
static void remove_named(struct froe_formats *formats, const char *name)
{
    size_t kept = 0;
    for (size_t i = 0; i < formats->count; i++) {
        if (strcmp(formats->formats[i]->spec->name, name) == 0)
            froe_format_free(formats->formats[i]);
        else
            formats->formats[kept++] = formats->formats[i];
    }
    formats->count = kept;
}

/* Which of the layouts cannot be compiled. */
static unsigned wrong_layout(const struct froe_formats *formats,
                             const struct froe_format_spec *spec)
{
    for (unsigned i = 0; i < spec->layouts.count; i++) {
        struct froe_format_spec one = *spec;
        one.layouts = (struct froe_string_list){&spec->layouts.items[i], 1};
        struct froe_format *format = new_format(&one, formats->library, NULL);
        if (!format) return i;
        froe_format_free(format);
    }
    return 0;
}

static enum froe_status add_of_file(struct froe_formats *formats,
                                    const struct froe_format_file *file, unsigned index,
                                    struct froe_error *error)
{
    struct froe_error reason = {0};
    const struct froe_format_spec *spec = &file->specs[index];
    struct froe_format *format = new_format(spec, formats->library, &reason);
    if (!format) {
        if (reason.status == FROE_MEMORY) return froe_error_memory(error);
        const char *place = spec->layouts.count ? "layouts" : NULL;
        return froe_format_file_error(file, index, place, wrong_layout(formats, spec),
                                      reason.message, error);
    }
    format->origin = file->path;
    remove_named(formats, spec->name);
    return insert(formats, format, error);
}

static enum froe_status keep_file(struct froe_formats *formats, struct froe_format_file *file,
                                  struct froe_error *error)
{
    struct froe_format_file **grown =
        realloc(formats->files, (formats->file_count + 1) * sizeof *formats->files);
    if (grown) formats->files = grown;
    struct froe_format_file *kept = grown ? malloc(sizeof *kept) : NULL;
    if (!kept) {
        froe_format_file_release(file);
        return froe_error_memory(error);
    }
    *kept = *file;
    formats->files[formats->file_count++] = kept;
    return FROE_OK;
}

enum froe_status froe_formats_add_file(struct froe_formats *formats, const char *path,
                                       struct froe_error *error)
{
    struct froe_format_file file;
    enum froe_status status = froe_format_file_load(&file, path, error);
    if (status == FROE_OK) status = keep_file(formats, &file, error);
    if (status != FROE_OK) return status;
    for (unsigned i = 0; status == FROE_OK && i < file.count; i++)
        status = add_of_file(formats, formats->files[formats->file_count - 1], i, error);
    enum froe_status indexed = index_by_first_byte(formats, status == FROE_OK ? error : NULL);
    return status == FROE_OK ? indexed : status;
}

enum froe_status froe_formats_add_patterns(struct froe_formats *formats, const char *path,
                                           struct froe_slice text, struct froe_error *error)
{
    if (!formats->library) formats->library = froe_grok_library_new();
    if (!formats->library) return froe_error_memory(error);
    return froe_grok_library_read(formats->library, path, text, error);
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

const char *froe_format_origin(const struct froe_format *format)
{
    return format->origin;
}

const char *froe_format_title(const struct froe_format *format)
{
    return format->spec->title;
}
