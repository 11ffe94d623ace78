#include "engine/formats_load.h"

#include "base/buf.h"
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum file_kind { OTHER_FILE, PATTERN_FILE, FORMAT_FILE };

static enum file_kind kind_of(const char *name)
{
    static const struct {
        const char *extension;
        enum file_kind kind;
    } kinds[] = {{".yaml", FORMAT_FILE},
                 {".yml", FORMAT_FILE},
                 {".grok", PATTERN_FILE},
                 {".pattern", PATTERN_FILE},
                 {".patterns", PATTERN_FILE}};
    const char *extension = strrchr(name, '.');
    if (name[0] == '.' || name[strlen(name) - 1] == '~') return OTHER_FILE;
    if (!extension) return PATTERN_FILE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(extension, kinds[i].extension) == 0) return kinds[i].kind;
    return OTHER_FILE;
}

static enum froe_status add_patterns(struct froe_formats *formats, const char *path,
                                     struct froe_error *error)
{
    struct froe_buf text = {.bytes_max = FROE_PATTERN_FILE_BYTES_MAX};
    FILE *file = fopen(path, "rbe");
    bool more = file != NULL;
    while (more && text.status == FROE_OK) {
        char bytes[16 * 1024];
        size_t got = fread(bytes, 1, sizeof bytes, file);
        froe_buf_append(&text, froe_slice(bytes, got));
        more = got == sizeof bytes;
    }
    enum froe_status status = FROE_OK;
    if (!file || ferror(file))
        status = froe_error_set(error, FROE_IO, "%.300s: %s", path, strerror(errno));
    else if (text.status == FROE_LIMIT)
        status = froe_error_set(error, FROE_SYNTAX, "%.300s: larger than 1 MiB", path);
    else if (text.status != FROE_OK)
        status = froe_error_memory(error);
    if (file) fclose(file);
    if (status == FROE_OK)
        status = froe_formats_add_patterns(formats, path, froe_buf_slice(&text), error);
    froe_buf_release(&text);
    return status;
}

static enum froe_status add_entry(struct froe_formats *formats, const char *directory,
                                  const char *name, enum file_kind kind, struct froe_error *error)
{
    char path[PATH_MAX];
    struct stat info;
    int n = snprintf(path, sizeof path, "%s/%s", directory, name);
    if (n < 0 || (size_t)n >= sizeof path)
        return froe_error_set(error, FROE_USAGE, "%.300s: the path is too long", directory);
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) return FROE_OK;
    return kind == PATTERN_FILE ? add_patterns(formats, path, error)
                                : froe_formats_add_file(formats, path, error);
}

/* scandir's order by bytes, whatever the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static enum froe_status add_directory(struct froe_formats *formats, const char *directory,
                                      bool must_exist, struct froe_error *error)
{
    static const enum file_kind order[] = {PATTERN_FILE, FORMAT_FILE};
    struct dirent **entries = NULL;
    int count = scandir(directory, &entries, NULL, by_name);
    if (count < 0 && !must_exist && (errno == ENOENT || errno == ENOTDIR)) return FROE_OK;
    if (count < 0)
        return froe_error_set(error, FROE_USAGE, "%.300s: %s", directory, strerror(errno));
    enum froe_status status = FROE_OK;
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (int i = 0; status == FROE_OK && i < count; i++)
            if (kind_of(entries[i]->d_name) == order[k])
                status = add_entry(formats, directory, entries[i]->d_name, order[k], error);
    for (int i = 0; i < count; i++) free(entries[i]);
    free(entries);
    return status;
}

static bool names_a_layout(const char *layout)
{
    return layout && strcmp(layout, "auto") != 0 && strcmp(layout, "none") != 0;
}

enum froe_status froe_formats_load(const struct froe_options *options,
                                   struct froe_formats **formats, struct froe_error *error)
{
    struct froe_formats *made = froe_formats_new(error);
    *formats = NULL;
    if (!made) return froe_error_memory(error);
    enum froe_status status = FROE_OK;
    if (options->format_dir) status = add_directory(made, options->format_dir, false, error);
    if (status == FROE_OK && options->layout_dir)
        status = add_directory(made, options->layout_dir, true, error);
    if (status == FROE_OK && names_a_layout(options->layout))
        status = froe_formats_add_layout(made, "--layout", options->layout, true, error);
    if (status != FROE_OK) {
        froe_formats_free(made);
        return status;
    }
    *formats = made;
    return FROE_OK;
}
