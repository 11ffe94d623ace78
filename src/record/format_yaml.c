#include "record/format_yaml.h"

#include "base/level.h"
#include "record/yaml_complaint.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

enum { PRIORITY_MAX = 100, READ_BYTES = 16 * 1024, ALIASES_MAX = 64 };

/* --- schema --- */

static const cyaml_schema_value_t string_entry = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 1, CYAML_UNLIMITED)};

static const cyaml_schema_field_t sample_fields[] = {
#define TEXT(key, member)                                                                          \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,                          \
                           struct froe_format_sample, member, 0, CYAML_UNLIMITED)
    CYAML_FIELD_STRING_PTR("line", CYAML_FLAG_POINTER, struct froe_format_sample, line, 0,
                           CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("message", CYAML_FLAG_POINTER, struct froe_format_sample, message, 0,
                           CYAML_UNLIMITED),
    TEXT("time", time),
    TEXT("level", level),
    TEXT("service", service),
    TEXT("host", host),
    TEXT("pod", pod),
    TEXT("thread", thread),
    TEXT("stream", stream),
    TEXT("format", format),
    CYAML_FIELD_BOOL("partial", CYAML_FLAG_OPTIONAL, struct froe_format_sample, partial),
    CYAML_FIELD_END,
#undef TEXT
};

static const cyaml_schema_value_t sample_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct froe_format_sample, sample_fields)};

static const cyaml_schema_field_t level_fields[] = {
    CYAML_FIELD_STRING_PTR("word", CYAML_FLAG_POINTER, struct froe_format_level, word, 1, 32),
    CYAML_FIELD_STRING_PTR("level", CYAML_FLAG_POINTER, struct froe_format_level, level, 1, 32),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t level_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct froe_format_level, level_fields)};

static const cyaml_strval_t kinds[] = {{"text", FROE_FORMAT_TEXT},
                                       {"json", FROE_FORMAT_JSON},
                                       {"logfmt", FROE_FORMAT_LOGFMT},
                                       {"columns", FROE_FORMAT_COLUMNS}};
static const cyaml_strval_t roles[] = {{"record", FROE_ROLE_RECORD},
                                       {"envelope", FROE_ROLE_ENVELOPE}};
static const cyaml_strval_t service_sources[] = {{"field", FROE_SERVICE_FIELD},
                                                 {"logger", FROE_SERVICE_LOGGER},
                                                 {"pod", FROE_SERVICE_POD},
                                                 {"container", FROE_SERVICE_CONTAINER}};

static const cyaml_schema_field_t format_fields[] = {
#define LIST(key, member)                                                                          \
    CYAML_FIELD_SEQUENCE_COUNT(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,                      \
                               struct froe_format_spec, member.items, member.count, &string_entry, \
                               0, CYAML_UNLIMITED)
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct froe_format_spec, name, 1, 40),
    CYAML_FIELD_STRING_PTR("title", CYAML_FLAG_POINTER, struct froe_format_spec, title, 1, 100),
    CYAML_FIELD_ENUM("kind", CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT, struct froe_format_spec, kind,
                     kinds, CYAML_ARRAY_LEN(kinds)),
    CYAML_FIELD_ENUM("role", CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT, struct froe_format_spec, role,
                     roles, CYAML_ARRAY_LEN(roles)),
    CYAML_FIELD_ENUM("service", CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT, struct froe_format_spec,
                     service_from, service_sources, CYAML_ARRAY_LEN(service_sources)),
    CYAML_FIELD_BOOL("inner-required", CYAML_FLAG_OPTIONAL, struct froe_format_spec,
                     inner_required),
    CYAML_FIELD_BOOL("newline-ends", CYAML_FLAG_OPTIONAL, struct froe_format_spec, newline_ends),
    CYAML_FIELD_INT("priority", CYAML_FLAG_DEFAULT, struct froe_format_spec, priority),
    LIST("layouts", layouts),
    LIST("continuations", continuations),
    LIST("opens", opens),
    LIST("required", required),
    LIST("message", message_keys),
    LIST("level", level_keys),
    LIST("time", time_keys),
    LIST("service-keys", service_keys),
    LIST("host", host_keys),
    LIST("thread", thread_keys),
    LIST("location", location_keys),
    LIST("pod", pod_keys),
    LIST("container", container_keys),
    LIST("stream", stream_keys),
    LIST("inner", inner_keys),
    LIST("status", status_keys),
    LIST("method", method_keys),
    LIST("authority", authority_keys),
    LIST("target", target_keys),
    LIST("kind-keys", kind_keys),
    LIST("nanos", nanos_keys),
    CYAML_FIELD_SEQUENCE_COUNT("levels", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                               struct froe_format_spec, levels, levels_count, &level_entry, 0,
                               CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT("samples", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                               struct froe_format_spec, samples, samples_count, &sample_entry, 0,
                               CYAML_UNLIMITED),
    CYAML_FIELD_END,
#undef LIST
};

static const cyaml_schema_value_t format_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct froe_format_spec, format_fields)};

static const cyaml_schema_value_t file_schema = {CYAML_VALUE_SEQUENCE(
    CYAML_FLAG_POINTER, struct froe_format_spec, &format_entry, 0, FROE_FORMATS_PER_FILE_MAX)};

/* --- messages --- */

static enum froe_status bad(const struct froe_format_file *file, unsigned line, const char *problem,
                            struct froe_error *error)
{
    if (!line) return froe_error_set(error, FROE_SYNTAX, "%.200s: %.280s", file->path, problem);
    froe_error_set(error, FROE_SYNTAX, "%.200s:%u: %.280s", file->path, line, problem);
    if (error) error->line = line;
    return FROE_SYNTAX;
}

/* --- places --- */

/* The value of a key of a mapping, 0 when it has none. */
static int value_of(yaml_document_t *document, int mapping, const char *key)
{
    yaml_node_t *node = yaml_document_get_node(document, mapping);
    if (!node || node->type != YAML_MAPPING_NODE) return 0;
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        yaml_node_t *name = yaml_document_get_node(document, pair->key);
        if (name && name->type == YAML_SCALAR_NODE &&
            strcmp((const char *)name->data.scalar.value, key) == 0)
            return pair->value;
    }
    return 0;
}

static int item_of(yaml_document_t *document, int sequence, unsigned index)
{
    yaml_node_t *node = yaml_document_get_node(document, sequence);
    if (!node || node->type != YAML_SEQUENCE_NODE) return 0;
    const yaml_node_item_t *items = node->data.sequence.items.start;
    return index < (size_t)(node->data.sequence.items.top - items) ? items[index] : 0;
}

unsigned froe_format_file_line(const struct froe_format_file *file, unsigned format,
                               const char *key, unsigned item)
{
    yaml_parser_t parser;
    yaml_document_t document;
    unsigned line = 0;
    if (!yaml_parser_initialize(&parser)) return 0;
    yaml_parser_set_input_string(&parser, (const unsigned char *)file->text.ptr, file->text.len);
    if (yaml_parser_load(&parser, &document)) {
        int place = item_of(&document, 1, format); /* the root is node 1 */
        int value = key ? value_of(&document, place, key) : 0;
        if (value) place = value;
        int entry = value ? item_of(&document, value, item) : 0;
        if (entry) place = entry;
        yaml_node_t *node = yaml_document_get_node(&document, place);
        if (node) line = (unsigned)node->start_mark.line + 1;
        yaml_document_delete(&document);
    }
    yaml_parser_delete(&parser);
    return line;
}

enum froe_status froe_format_file_error(const struct froe_format_file *file, unsigned format,
                                        const char *key, unsigned item, const char *problem,
                                        struct froe_error *error)
{
    char message[300];
    snprintf(message, sizeof message, "format %.40s: %.240s", file->specs[format].name, problem);
    return bad(file, froe_format_file_line(file, format, key, item), message, error);
}

/* What the schema does not tell well, or too late: what is no YAML or no list, and aliases of
   aliases or of one long list, which would make much of little. */
static enum froe_status check_events(const struct froe_format_file *file, struct froe_error *error)
{
    yaml_parser_t parser;
    yaml_event_t event;
    unsigned aliases = 0;
    enum froe_status status = FROE_OK;
    bool more = yaml_parser_initialize(&parser);
    if (!more) return froe_error_memory(error);
    yaml_parser_set_input_string(&parser, (const unsigned char *)file->text.ptr, file->text.len);
    for (size_t i = 0; more && status == FROE_OK; i++) {
        if (!yaml_parser_parse(&parser, &event)) {
            status = bad(file, (unsigned)parser.problem_mark.line + 1,
                         parser.problem ? parser.problem : "no YAML", error);
            break;
        }
        unsigned line = (unsigned)event.start_mark.line + 1;
        if (event.type == YAML_ALIAS_EVENT && ++aliases > ALIASES_MAX)
            status = bad(file, line, "too many aliases", error);
        /* Behind the starts of stream and document. */
        else if (i == 2 && event.type != YAML_SEQUENCE_START_EVENT)
            status = bad(file, line, "expected a list of formats (\"- name: ...\")", error);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return status;
}

/* --- checks beyond the schema --- */

static bool level_is_known(const char *level)
{
    return !level || (strlen(level) > 1 && froe_level_parse(froe_slice_cstr(level)));
}

static enum froe_status check(const struct froe_format_file *file, unsigned f,
                              struct froe_error *error)
{
    const struct froe_format_spec *spec = &file->specs[f];
    bool text = spec->kind == FROE_FORMAT_TEXT;
    for (unsigned i = 0; i < f; i++)
        if (strcmp(file->specs[i].name, spec->name) == 0)
            return froe_format_file_error(file, f, "name", 0, "the name is taken", error);
    if (spec->priority < 1 || spec->priority > PRIORITY_MAX)
        return froe_format_file_error(file, f, "priority", 0, "priority must be 1 to 100", error);
    if (text != (spec->layouts.count > 0))
        return froe_format_file_error(file, f, text ? NULL : "layouts", 0,
                                      text ? "has no layouts" : "only text has layouts", error);
    for (unsigned i = 0; i < spec->levels_count; i++)
        if (!level_is_known(spec->levels[i].level))
            return froe_format_file_error(file, f, "levels", i, "unknown level", error);
    for (unsigned i = 0; i < spec->samples_count; i++) {
        if (!level_is_known(spec->samples[i].level))
            return froe_format_file_error(file, f, "samples", i, "unknown level", error);
        if (strchr(spec->samples[i].line, '\n'))
            return froe_format_file_error(file, f, "samples", i, "more than one line", error);
    }
    return FROE_OK;
}

/* --- reading --- */

static bool only_comments(struct froe_slice text)
{
    while (text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        struct froe_slice line = froe_slice_trim(froe_slice(text.ptr, len));
        if (line.len && line.ptr[0] != '#' && !froe_slice_eq(line, FROE_SLICE("---"))) return false;
        text = froe_slice_from(text, len + 1);
    }
    return true;
}

/* The line on which a key stands that the schema does not know; 0 when there is none. */
static unsigned line_of_key(struct froe_slice text, struct froe_slice key)
{
    for (unsigned number = 1; text.len; number++) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        struct froe_slice line = froe_slice_trim(froe_slice(text.ptr, len));
        while (line.len && strchr("- {'\"", line.ptr[0])) line = froe_slice_from(line, 1);
        if (froe_slice_starts(line, key) && line.len > key.len &&
            strchr(":'\" ", line.ptr[key.len]))
            return number;
        text = froe_slice_from(text, len + 1);
    }
    return 0;
}

static enum froe_status explain_failure(const struct froe_format_file *file,
                                        const struct froe_yaml_complaint *complaint,
                                        cyaml_err_t result, struct froe_error *error)
{
    static const char unexpected[] = "Unexpected key: ";
    const char *text = complaint->text[0] ? complaint->text : cyaml_strerror(result);
    if (strncmp(text, unexpected, sizeof unexpected - 1) != 0)
        return bad(file, complaint->line, text, error);
    char message[300];
    struct froe_slice key = froe_slice_cstr(text + sizeof unexpected - 1);
    unsigned line = line_of_key(froe_buf_slice(&file->text), key);
    snprintf(message, sizeof message, "unknown key '%.200s'", key.ptr);
    return bad(file, line ? line : complaint->line, message, error);
}

static enum froe_status read_specs(struct froe_format_file *file, struct froe_error *error)
{
    struct froe_slice text = froe_buf_slice(&file->text);
    if (file->text.status == FROE_LIMIT) return bad(file, 0, "larger than 1 MiB", error);
    if (file->text.status != FROE_OK) return froe_error_memory(error);
    if (only_comments(text)) return FROE_OK;
    enum froe_status status = check_events(file, error);
    if (status != FROE_OK) return status;
    struct froe_yaml_complaint complaint = {0};
    cyaml_config_t settings = froe_yaml_settings(&complaint);
    cyaml_err_t result = cyaml_load_data((const uint8_t *)text.ptr, text.len, &settings,
                                         &file_schema, (cyaml_data_t **)&file->specs, &file->count);
    if (result == CYAML_ERR_OOM) return froe_error_memory(error);
    if (result != CYAML_OK) return explain_failure(file, &complaint, result, error);
    for (unsigned i = 0; status == FROE_OK && i < file->count; i++) status = check(file, i, error);
    return status;
}

static enum froe_status finish(struct froe_format_file *file, enum froe_status status,
                               struct froe_error *error)
{
    if (status == FROE_OK) status = read_specs(file, error);
    if (status != FROE_OK) froe_format_file_release(file);
    return status;
}

enum froe_status froe_format_file_read(struct froe_format_file *file, const char *path,
                                       struct froe_slice text, struct froe_error *error)
{
    *file = (struct froe_format_file){.path = strdup(path),
                                      .text.bytes_max = FROE_FORMAT_FILE_BYTES_MAX};
    if (!file->path) return froe_error_memory(error);
    froe_buf_append(&file->text, text);
    return finish(file, FROE_OK, error);
}

enum froe_status froe_format_file_load(struct froe_format_file *file, const char *path,
                                       struct froe_error *error)
{
    *file = (struct froe_format_file){.path = strdup(path),
                                      .text.bytes_max = FROE_FORMAT_FILE_BYTES_MAX};
    if (!file->path) return froe_error_memory(error);
    FILE *stream = fopen(path, "rbe");
    enum froe_status status = FROE_OK;
    bool more = stream != NULL;
    while (more && file->text.status == FROE_OK) {
        char bytes[READ_BYTES];
        size_t got = fread(bytes, 1, sizeof bytes, stream);
        froe_buf_append(&file->text, froe_slice(bytes, got));
        more = got == sizeof bytes;
    }
    if (!stream || ferror(stream))
        status = froe_error_set(error, !stream && errno == ENOENT ? FROE_NOT_FOUND : FROE_IO,
                                "%.300s: %s", path, strerror(errno));
    if (stream) fclose(stream);
    return finish(file, status, error);
}

void froe_format_file_release(struct froe_format_file *file)
{
    struct froe_yaml_complaint complaint = {0};
    cyaml_config_t settings = froe_yaml_settings(&complaint);
    if (file->specs) cyaml_free(&settings, &file_schema, file->specs, file->count);
    froe_buf_release(&file->text);
    free(file->path);
    *file = (struct froe_format_file){0};
}
