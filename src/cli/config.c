#include "cli/config.h"

#include "base/buf.h"
#include "record/yaml_complaint.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { FILE_BYTES_MAX = 1024 * 1024, LIST_MAX = 200, THREADS_MAX = 1024 };

struct mask {
    char *name, *regex;
};

/* As libcyaml fills it; `document` is NULL for a file of nothing but comments. */
struct document {
    struct mask *masks;
    unsigned masks_count;
    char **include;
    unsigned include_count;
    char **exclude;
    unsigned exclude_count;
    char *tz;
    char *templates;
    unsigned *threads; /* NULL: not set */
    enum froe_color color;
    bool plain_wildcards;
};

struct froe_config {
    char *path; /* owned */
    struct froe_buf text;
    struct document *document;
};

static const cyaml_schema_field_t mask_fields[] = {
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct mask, name, 1, 64),
    CYAML_FIELD_STRING_PTR("regex", CYAML_FLAG_POINTER, struct mask, regex, 1, 4096),
    CYAML_FIELD_END};
static const cyaml_schema_value_t mask_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct mask, mask_fields)};
static const cyaml_schema_value_t string_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 1, 4096)};
static const cyaml_strval_t colors[] = {
    {"auto", FROE_COLOR_AUTO}, {"always", FROE_COLOR_ALWAYS}, {"never", FROE_COLOR_NEVER}};
static const cyaml_strval_t wildcards[] = {{"typed", false}, {"plain", true}};

#define OPTIONAL (CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT)
static const cyaml_schema_field_t document_fields[] = {
    CYAML_FIELD_SEQUENCE("masks", CYAML_FLAG_POINTER | OPTIONAL, struct document, masks,
                         &mask_schema, 0, LIST_MAX),
    CYAML_FIELD_SEQUENCE("include", CYAML_FLAG_POINTER | OPTIONAL, struct document, include,
                         &string_schema, 0, LIST_MAX),
    CYAML_FIELD_SEQUENCE("exclude", CYAML_FLAG_POINTER | OPTIONAL, struct document, exclude,
                         &string_schema, 0, LIST_MAX),
    CYAML_FIELD_STRING_PTR("tz", CYAML_FLAG_POINTER | OPTIONAL, struct document, tz, 1, 64),
    CYAML_FIELD_STRING_PTR("templates", CYAML_FLAG_POINTER | OPTIONAL, struct document, templates,
                           1, 4096),
    CYAML_FIELD_UINT_PTR("threads", CYAML_FLAG_POINTER | OPTIONAL, struct document, threads),
    CYAML_FIELD_ENUM("color", OPTIONAL, struct document, color, colors, 3),
    CYAML_FIELD_ENUM("wildcard", OPTIONAL, struct document, plain_wildcards, wildcards, 2),
    CYAML_FIELD_END};
static const cyaml_schema_value_t document_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct document, document_fields)};

/* The line of the first text of the kind `key:`, or holding a value; 0 when there is none. */
static unsigned line_of(struct froe_slice text, const char *word, bool key)
{
    struct froe_slice wanted = froe_slice_cstr(word);
    unsigned number = 0;
    while (text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        struct froe_slice line = froe_slice_trim(froe_slice(text.ptr, len));
        number++;
        if (key) {
            while (line.len && strchr("- '\"", line.ptr[0])) line = froe_slice_from(line, 1);
            if (froe_slice_starts(line, wanted) && line.len > wanted.len &&
                strchr(":'\" ", line.ptr[wanted.len]))
                return number;
        } else if (wanted.len && memmem(line.ptr, line.len, wanted.ptr, wanted.len)) {
            return number;
        }
        text = froe_slice_from(text, len + (end != NULL));
    }
    return 0;
}

static enum froe_status bad(const struct froe_config *config, unsigned line, const char *message,
                            struct froe_error *error)
{
    if (!line) return froe_error_set(error, FROE_USAGE, "%.200s: %.280s", config->path, message);
    froe_error_set(error, FROE_USAGE, "%.200s:%u: %.280s", config->path, line, message);
    if (error) error->line = line;
    return FROE_USAGE;
}

static enum froe_status read_file(struct froe_config *config, struct froe_error *error)
{
    FILE *file = fopen(config->path, "rb");
    if (!file)
        return froe_error_set(error, errno == ENOENT ? FROE_NOT_FOUND : FROE_USAGE, "%.300s: %s",
                              config->path, strerror(errno));
    froe_buf_init(&config->text, FILE_BYTES_MAX);
    enum froe_status status = FROE_OK;
    for (;;) {
        char *room = froe_buf_reserve(&config->text, 4096);
        if (!room) {
            status = froe_error_set(error, FROE_USAGE, "%.300s: larger than 1 MiB", config->path);
            break;
        }
        size_t got = fread(room, 1, 4096, file);
        config->text.len += got;
        if (got == 4096) continue;
        if (ferror(file))
            status = froe_error_set(error, FROE_USAGE, "%.300s: %s", config->path, strerror(errno));
        break;
    }
    fclose(file);
    return status;
}

static enum froe_status read_document(struct froe_config *config, struct froe_error *error)
{
    static const char unexpected[] = "Unexpected key: ";
    struct froe_yaml_complaint complaint = {0};
    cyaml_config_t settings = froe_yaml_settings(&complaint);
    settings.flags = CYAML_CFG_NO_ALIAS;
    struct froe_slice text = froe_buf_slice(&config->text);
    cyaml_err_t result =
        cyaml_load_data((const uint8_t *)text.ptr, text.len, &settings, &document_schema,
                        (cyaml_data_t **)&config->document, NULL);
    if (result == CYAML_OK) return FROE_OK;
    if (result == CYAML_ERR_OOM) return froe_error_memory(error);
    if (strncmp(complaint.text, unexpected, sizeof unexpected - 1) == 0) {
        const char *key = complaint.text + sizeof unexpected - 1;
        char message[300];
        unsigned line = line_of(text, key, true);
        snprintf(message, sizeof message, "unknown key '%.200s'", key);
        return bad(config, line ? line : complaint.line, message, error);
    }
    return bad(config, complaint.line, complaint.text[0] ? complaint.text : cyaml_strerror(result),
               error);
}

enum froe_status froe_config_load(const char *path, struct froe_config **config,
                                  struct froe_error *error)
{
    *config = NULL;
    struct froe_config *made = calloc(1, sizeof *made);
    if (!made) return froe_error_memory(error);
    made->path = strdup(path);
    enum froe_status status = made->path ? read_file(made, error) : froe_error_memory(error);
    if (status == FROE_OK) status = read_document(made, error);
    if (status != FROE_OK) {
        froe_config_free(made);
        return status;
    }
    *config = made;
    return FROE_OK;
}

void froe_config_free(struct froe_config *config)
{
    if (!config) return;
    struct froe_yaml_complaint complaint = {0};
    cyaml_config_t settings = froe_yaml_settings(&complaint);
    settings.flags = CYAML_CFG_NO_ALIAS;
    if (config->document) cyaml_free(&settings, &document_schema, config->document, 0);
    froe_buf_release(&config->text);
    free(config->path);
    free(config);
}

static enum froe_status apply_masks(const struct froe_config *config, struct froe_args *args,
                                    struct froe_error *error)
{
    size_t typed = args->mask_count;
    for (unsigned i = 0; i < config->document->masks_count; i++) {
        const struct mask *mask = &config->document->masks[i];
        struct froe_error reason = {0};
        struct froe_buf text = {0};
        bool same = false;
        for (size_t k = 0; k < typed; k++)
            same = same || strcmp(args->masks[k].name, mask->name) == 0;
        if (same) continue;
        froe_buf_append_cstr(&text, mask->name);
        froe_buf_append_char(&text, '=');
        froe_buf_append_cstr(&text, mask->regex);
        froe_buf_append_char(&text, '\0');
        enum froe_status status =
            text.status == FROE_OK ? froe_args_add_mask(args, text.ptr, &reason) : FROE_MEMORY;
        froe_buf_release(&text);
        if (status != FROE_OK)
            return bad(config, line_of(froe_buf_slice(&config->text), mask->name, false),
                       reason.message, error);
    }
    return FROE_OK;
}

static bool add_all(struct froe_strings *strings, char *const *items, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (!froe_strings_add(strings, items[i])) return false;
    return true;
}

/* A file named in the configuration lies beside it, unless its path says otherwise. */
static bool apply_templates(const struct froe_config *config, struct froe_args *args)
{
    const char *name = config->document->templates;
    if (!name || args->options.templates) return true;
    const char *slash = strrchr(config->path, '/');
    struct froe_buf path = {0};
    if (slash && name[0] != '/')
        froe_buf_append(&path, froe_slice(config->path, (size_t)(slash - config->path) + 1));
    froe_buf_append_cstr(&path, name);
    args->options.templates = froe_arena_copy(&args->arena, froe_buf_slice(&path)).ptr;
    bool ok = path.status == FROE_OK && args->options.templates;
    froe_buf_release(&path);
    return ok;
}

enum froe_status froe_config_apply(const struct froe_config *config, struct froe_args *args,
                                   struct froe_error *error)
{
    const struct document *document = config->document;
    struct froe_slice text = froe_buf_slice(&config->text);
    struct froe_error reason = {0};
    if (!document) return FROE_OK;
    enum froe_status status = apply_masks(config, args, error);
    if (status != FROE_OK) return status;
    if (!args->include.count &&
        !add_all(&args->include, document->include, document->include_count))
        return froe_error_memory(error);
    if (!args->exclude.count &&
        !add_all(&args->exclude, document->exclude, document->exclude_count))
        return froe_error_memory(error);
    if (!apply_templates(config, args)) return froe_error_memory(error);
    if (document->tz && !args->tz) {
        if (froe_parse_zone(document->tz, &args->zone, &args->options, &reason) != FROE_OK)
            return bad(config, line_of(text, "tz", true), reason.message, error);
        args->tz = document->tz;
    }
    if (document->threads && *document->threads > THREADS_MAX)
        return bad(config, line_of(text, "threads", true), "threads: at most 1024", error);
    if (document->threads && !froe_args_given(args, "threads"))
        args->options.threads = *document->threads;
    if (!froe_args_given(args, "color")) args->color = document->color;
    if (!froe_args_given(args, "wildcard"))
        args->options.plain_wildcards = document->plain_wildcards;
    return FROE_OK;
}

struct froe_slice froe_config_beside(const struct froe_config_environment *environment,
                                     const char *name, struct froe_arena *arena)
{
    struct froe_buf path = {0};
    if (environment->xdg_config_home && environment->xdg_config_home[0] == '/')
        froe_buf_printf(&path, "%s/froe/%s", environment->xdg_config_home, name);
    else if (environment->home && environment->home[0])
        froe_buf_printf(&path, "%s/.config/froe/%s", environment->home, name);
    struct froe_slice copy = froe_arena_copy(arena, froe_buf_slice(&path));
    froe_buf_release(&path);
    return copy;
}

struct froe_slice froe_config_path(const struct froe_args *args,
                                   const struct froe_config_environment *environment,
                                   struct froe_arena *arena, bool *asked)
{
    const char *named = args->config ? args->config : environment->froe_config;
    *asked = named != NULL;
    if (named) return froe_slice_cstr(named);
    struct froe_slice path = froe_config_beside(environment, "config.yaml", arena);
    return path.ptr ? path : FROE_SLICE("");
}
