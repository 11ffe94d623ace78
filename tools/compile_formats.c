/* Checks formats/NAME.yaml and writes them as a table in C: compile_formats OUT.c FILE.yaml... */
#include "base/level.h"
#include "record/format_spec.h"
#include "record/layout.h"
#include <cyaml/cyaml.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES_MIN = 3, PRIORITY_MAX = 100, FORMATS_MAX = 512 };

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

static const cyaml_strval_t kinds[] = {
    {"text", FROE_FORMAT_TEXT}, {"json", FROE_FORMAT_JSON}, {"logfmt", FROE_FORMAT_LOGFMT}};
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
    LIST("required", required),
    LIST("message", message_keys),
    LIST("level", level_keys),
    LIST("time", time_keys),
    LIST("service-keys", service_keys),
    LIST("host", host_keys),
    LIST("thread", thread_keys),
    LIST("pod", pod_keys),
    LIST("container", container_keys),
    LIST("stream", stream_keys),
    LIST("inner", inner_keys),
    CYAML_FIELD_SEQUENCE_COUNT("levels", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                               struct froe_format_spec, levels, levels_count, &level_entry, 0,
                               CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT("samples", CYAML_FLAG_POINTER, struct froe_format_spec, samples,
                               samples_count, &sample_entry, SAMPLES_MIN, CYAML_UNLIMITED),
    CYAML_FIELD_END,
#undef LIST
};

static const cyaml_schema_value_t format_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct froe_format_spec, format_fields)};

static const cyaml_schema_value_t file_schema = {CYAML_VALUE_SEQUENCE(
    CYAML_FLAG_POINTER, struct froe_format_spec, &format_entry, 1, CYAML_UNLIMITED)};

/* --- checks beyond the schema --- */

static bool complain(const char *path, const struct froe_format_spec *spec, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool complain(const char *path, const struct froe_format_spec *spec, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s: format %s: ", path, spec->name);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return false;
}

static bool level_is_known(const char *level)
{
    return !level || (strlen(level) > 1 && froe_level_parse(froe_slice_cstr(level)));
}

static bool check_layouts(const char *path, const struct froe_format_spec *spec)
{
    bool text = spec->kind == FROE_FORMAT_TEXT;
    if (text != (spec->layouts.count > 0))
        return complain(path, spec, text ? "has no layouts" : "only text has layouts");
    for (unsigned i = 0; i < spec->layouts.count; i++) {
        struct froe_layout layout;
        struct froe_error error = {0};
        if (froe_layout_init(&layout, spec->layouts.items[i], &error) != FROE_OK)
            return complain(path, spec, "%s", error.message);
        froe_layout_release(&layout);
    }
    return true;
}

static bool check_samples(const char *path, const struct froe_format_spec *spec)
{
    for (unsigned i = 0; i < spec->samples_count; i++) {
        const struct froe_format_sample *sample = &spec->samples[i];
        if (!level_is_known(sample->level))
            return complain(path, spec, "sample %u: unknown level %s", i + 1, sample->level);
        if (strchr(sample->line, '\n'))
            return complain(path, spec, "sample %u: more than one line", i + 1);
    }
    return true;
}

static bool check(const char *path, const struct froe_format_spec *spec)
{
    if (spec->priority < 1 || spec->priority > PRIORITY_MAX)
        return complain(path, spec, "priority must be 1 to %d", PRIORITY_MAX);
    for (unsigned i = 0; i < spec->levels_count; i++)
        if (!level_is_known(spec->levels[i].level))
            return complain(path, spec, "unknown level %s", spec->levels[i].level);
    return check_layouts(path, spec) && check_samples(path, spec);
}

/* --- the table --- */

static void put_string(FILE *out, const char *text)
{
    if (!text) {
        fputs("NULL", out);
        return;
    }
    fputc('"', out);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == '"' || *p == '\\' || *p == '?')
            fprintf(out, "\\%c", *p);
        else if (*p < ' ' || *p > '~')
            fprintf(out, "\\%03o", *p);
        else
            fputc(*p, out);
    }
    fputc('"', out);
}

static void put_list(FILE *out, unsigned format, const char *name,
                     const struct froe_string_list *list)
{
    if (!list->count) return;
    fprintf(out, "static const char *const %s_%u[] = {", name, format);
    for (unsigned i = 0; i < list->count; i++) {
        if (i) fputs(", ", out);
        put_string(out, list->items[i]);
    }
    fputs("};\n", out);
}

#define LISTS(X)                                                                                   \
    X(layouts)                                                                                     \
    X(continuations)                                                                               \
    X(required)                                                                                    \
    X(message_keys)                                                                                \
    X(level_keys) X(time_keys) X(service_keys) X(host_keys) X(thread_keys) X(pod_keys)             \
        X(container_keys) X(stream_keys) X(inner_keys)

static void put_arrays(FILE *out, unsigned n, const struct froe_format_spec *spec)
{
#define X(list) put_list(out, n, #list, &spec->list);
    LISTS(X)
#undef X
    if (spec->levels_count) {
        fprintf(out, "static const struct froe_format_level levels_%u[] = {", n);
        for (unsigned i = 0; i < spec->levels_count; i++) {
            fputc('{', out);
            put_string(out, spec->levels[i].word);
            fputs(", ", out);
            put_string(out, spec->levels[i].level);
            fputs("},", out);
        }
        fputs("};\n", out);
    }
    fprintf(out, "static const struct froe_format_sample samples_%u[] = {\n", n);
    for (unsigned i = 0; i < spec->samples_count; i++) {
        const struct froe_format_sample *s = &spec->samples[i];
        const char *const texts[] = {s->line, s->time,   s->level,  s->service, s->host,
                                     s->pod,  s->thread, s->stream, s->message, s->format};
        fputs("    {", out);
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
            put_string(out, texts[t]);
            fputs(", ", out);
        }
        fputs(s->partial ? "true},\n" : "false},\n", out);
    }
    fputs("};\n", out);
}

static void put_row(FILE *out, unsigned n, const struct froe_format_spec *spec)
{
    fputs("    {.name = ", out);
    put_string(out, spec->name);
    fputs(", .title = ", out);
    put_string(out, spec->title);
    fprintf(out, ",\n     .kind = %d, .role = %d, .service_from = %d, .priority = %d,\n",
            spec->kind, spec->role, spec->service_from, spec->priority);
    fprintf(out, "     .inner_required = %d, .newline_ends = %d,\n", spec->inner_required,
            spec->newline_ends);
#define X(list)                                                                                    \
    if (spec->list.count)                                                                          \
        fprintf(out, "     .%s = {%s_%u, %u},\n", #list, #list, n, spec->list.count);
    LISTS(X)
#undef X
    if (spec->levels_count)
        fprintf(out, "     .levels = levels_%u, .levels_count = %u,\n", n, spec->levels_count);
    fprintf(out, "     .samples = samples_%u, .samples_count = %u},\n", n, spec->samples_count);
}

static bool put_table(const char *path, struct froe_format_spec *const *specs, unsigned count)
{
    FILE *out = fopen(path, "w");
    if (!out) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return false;
    }
    fputs("/* Made from formats/. */\n#include \"record/format_spec.h\"\n\n#include <stddef.h>\n\n",
          out);
    for (unsigned i = 0; i < count; i++) put_arrays(out, i, specs[i]);
    fputs("\nconst struct froe_format_spec froe_builtin_formats[] = {\n", out);
    for (unsigned i = 0; i < count; i++) put_row(out, i, specs[i]);
    fprintf(out, "};\n\nconst unsigned froe_builtin_formats_count = %u;\n", count);
    bool ok = !ferror(out);
    if (fclose(out) != 0 || !ok) {
        fprintf(stderr, "%s: cannot be written\n", path);
        return false;
    }
    return true;
}

static const cyaml_config_t config = {
    .log_fn = cyaml_log, .mem_fn = cyaml_mem, .log_level = CYAML_LOG_ERROR};

struct file {
    struct froe_format_spec *specs;
    unsigned count;
};

static bool load(const char *path, struct file *file)
{
    cyaml_err_t status =
        cyaml_load_file(path, &config, &file_schema, (cyaml_data_t **)&file->specs, &file->count);
    if (status != CYAML_OK) {
        fprintf(stderr, "%s: %s\n", path, cyaml_strerror(status));
        return false;
    }
    for (unsigned i = 0; i < file->count; i++)
        if (!check(path, &file->specs[i])) return false;
    return true;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: compile_formats OUT.c FILE.yaml...\n", stderr);
        return 2;
    }
    struct froe_format_spec *specs[FORMATS_MAX];
    unsigned count = 0, file_count = (unsigned)argc - 2;
    struct file *files = calloc(file_count, sizeof *files);
    bool ok = files != NULL;
    for (unsigned f = 0; ok && f < file_count; f++) {
        ok = load(argv[f + 2], &files[f]);
        for (unsigned i = 0; ok && i < files[f].count && count < FORMATS_MAX; i++) {
            specs[count] = &files[f].specs[i];
            for (unsigned k = 0; ok && k < count; k++)
                if (strcmp(specs[k]->name, specs[count]->name) == 0)
                    ok = complain(argv[f + 2], specs[count], "the name is taken");
            count++;
        }
    }
    ok = ok && put_table(argv[1], specs, count);
    for (unsigned f = 0; files && f < file_count; f++)
        if (files[f].specs) cyaml_free(&config, &file_schema, files[f].specs, files[f].count);
    free(files);
    return ok ? 0 : 1;
}
