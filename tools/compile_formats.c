/* Checks formats/NAME.yaml and writes them as a table in C: compile_formats OUT.c FILE.yaml... */
#include "record/format_yaml.h"
#include "record/layout.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES_MIN = 3, FORMATS_MAX = 512 };

/* --- checks of what is built in --- */

static enum froe_status check(const struct froe_format_file *file, unsigned f,
                              struct froe_error *error)
{
    const struct froe_format_spec *spec = &file->specs[f];
    if (spec->samples_count < SAMPLES_MIN)
        return froe_format_file_error(file, f, "samples", 0, "needs three samples at least", error);
    for (unsigned i = 0; i < spec->layouts.count; i++) {
        struct froe_layout layout;
        struct froe_error reason = {0};
        if (froe_layout_init(&layout, spec->layouts.items[i], &reason) != FROE_OK)
            return froe_format_file_error(file, f, "layouts", i, reason.message, error);
        froe_layout_release(&layout);
    }
    return FROE_OK;
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
    X(opens)                                                                                       \
    X(required)                                                                                    \
    X(message_keys)                                                                                \
    X(level_keys) X(time_keys) X(service_keys) X(host_keys) X(thread_keys) X(location_keys)        \
        X(pod_keys) X(container_keys) X(stream_keys) X(inner_keys) X(status_keys) X(method_keys)   \
            X(authority_keys) X(target_keys) X(kind_keys) X(nanos_keys)

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

/* Appends the specs of a file that is good. */
static enum froe_status take(struct froe_format_file *file, const char *path,
                             struct froe_format_spec **specs, unsigned *count,
                             struct froe_error *error)
{
    enum froe_status status = froe_format_file_load(file, path, error);
    for (unsigned i = 0; status == FROE_OK && i < file->count; i++) {
        status = check(file, i, error);
        for (unsigned k = 0; status == FROE_OK && k < *count; k++)
            if (strcmp(specs[k]->name, file->specs[i].name) == 0)
                status = froe_format_file_error(file, i, "name", 0, "the name is taken", error);
        if (status == FROE_OK && *count == FORMATS_MAX)
            status = froe_error_set(error, FROE_LIMIT, "more than %d formats", FORMATS_MAX);
        if (status == FROE_OK) specs[(*count)++] = &file->specs[i];
    }
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: compile_formats OUT.c FILE.yaml...\n", stderr);
        return 2;
    }
    struct froe_format_spec *specs[FORMATS_MAX];
    struct froe_error error = {0};
    unsigned count = 0, file_count = (unsigned)argc - 2;
    struct froe_format_file *files = calloc(file_count, sizeof *files);
    enum froe_status status = files ? FROE_OK : froe_error_memory(&error);
    for (unsigned f = 0; status == FROE_OK && f < file_count; f++)
        status = take(&files[f], argv[f + 2], specs, &count, &error);
    if (status != FROE_OK) fprintf(stderr, "%s\n", error.message);
    bool ok = status == FROE_OK && put_table(argv[1], specs, count);
    for (unsigned f = 0; files && f < file_count; f++) froe_format_file_release(&files[f]);
    free(files);
    return ok ? 0 : 1;
}
