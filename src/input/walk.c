#include "input/walk.h"

#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct walk {
    struct froe_paths *paths;
    const struct froe_walk_options *options; /* NULL allowed */
    size_t root_len; /* length of the walked directory's name with its '/' */
    struct froe_error *error;
};

struct names {
    char **items;
    size_t count, capacity;
};

static void names_release(struct names *names)
{
    for (size_t i = 0; i < names->count; i++) free(names->items[i]);
    free(names->items);
}

static bool names_add(struct names *names, const char *name)
{
    if (names->count == names->capacity) {
        size_t capacity = names->capacity ? names->capacity * 2 : 32;
        char **items = realloc(names->items, capacity * sizeof *items);
        if (!items) return false;
        names->items = items;
        names->capacity = capacity;
    }
    names->items[names->count] = strdup(name);
    return names->items[names->count] && ++names->count;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void names_sort(struct names *names)
{
    if (names->count) qsort(names->items, names->count, sizeof *names->items, compare_names);
}

void froe_paths_release(struct froe_paths *paths)
{
    for (size_t i = 0; i < paths->count; i++) free(paths->items[i].path);
    free(paths->items);
    *paths = (struct froe_paths){0};
}

static enum froe_status add_path(struct froe_paths *paths, const char *path, bool walked,
                                 struct froe_error *error)
{
    if (paths->count == paths->capacity) {
        size_t capacity = paths->capacity ? paths->capacity * 2 : 16;
        struct froe_path *items = realloc(paths->items, capacity * sizeof *items);
        if (!items) return froe_error_memory(error);
        paths->items = items;
        paths->capacity = capacity;
    }
    char *copy = strdup(path);
    if (!copy) return froe_error_memory(error);
    paths->items[paths->count++] = (struct froe_path){.path = copy, .walked = walked};
    return FROE_OK;
}

static void warn(const struct walk *walk, const char *path, int failed)
{
    if (!walk->options || !walk->options->warn) return;
    struct froe_error error = {0};
    froe_error_set(&error, failed == ENOENT ? FROE_NOT_FOUND : FROE_IO, "%s: %s", path,
                   strerror(failed));
    walk->options->warn(walk->options->context, &error);
}

static bool glob_matches(const char *pattern, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    return fnmatch(pattern, strchr(pattern, '/') ? path : name, 0) == 0;
}

static bool any_matches(const char *const *globs, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++) {
        if (glob_matches(globs[i], path)) return true;
        /* A leading double star also stands for no directory at all. */
        if (strncmp(globs[i], "**/", 3) == 0 && glob_matches(globs[i] + 3, path)) return true;
    }
    return false;
}

static bool wanted(const struct walk *walk, const char *path)
{
    const struct froe_walk_options *options = walk->options;
    if (!options) return true;
    const char *below = path + walk->root_len;
    if (any_matches(options->exclude, options->exclude_count, below)) return false;
    return !options->include_count || any_matches(options->include, options->include_count, below);
}

static enum froe_status list_directory(const struct walk *walk, const char *path,
                                       struct names *names)
{
    DIR *directory = opendir(path);
    if (!directory) {
        warn(walk, path, errno);
        return FROE_OK;
    }
    enum froe_status status = FROE_OK;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(directory);
        if (!entry) break;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (names_add(names, entry->d_name)) continue;
        status = froe_error_memory(walk->error);
        break;
    }
    if (status == FROE_OK && errno) warn(walk, path, errno);
    closedir(directory);
    names_sort(names);
    return status;
}

static enum froe_status walk_directory(const struct walk *walk, const char *path);

static enum froe_status walk_entry(const struct walk *walk, const char *path)
{
    struct stat info;
    if (lstat(path, &info) < 0) {
        warn(walk, path, errno);
        return FROE_OK;
    }
    if (S_ISDIR(info.st_mode)) return walk_directory(walk, path);
    if (S_ISLNK(info.st_mode) && stat(path, &info) < 0) {
        if (wanted(walk, path)) warn(walk, path, errno);
        return FROE_OK;
    }
    if (!S_ISREG(info.st_mode) || !wanted(walk, path)) return FROE_OK;
    return add_path(walk->paths, path, true, walk->error);
}

/* The directory is read whole and closed before its entries are visited, so depth costs no
   descriptors; the kernel's limit on the length of a path bounds the recursion. */
static enum froe_status walk_directory(const struct walk *walk, const char *path)
{
    struct names names = {0};
    struct froe_buf buf = {0};
    enum froe_status status = list_directory(walk, path, &names);
    froe_buf_append_cstr(&buf, path);
    if (path[strlen(path) - 1] != '/') froe_buf_append_char(&buf, '/');
    size_t directory_len = buf.len;
    for (size_t i = 0; i < names.count && status == FROE_OK; i++) {
        buf.len = directory_len;
        froe_buf_append_cstr(&buf, names.items[i]);
        froe_buf_append_char(&buf, '\0');
        status = buf.status == FROE_OK ? walk_entry(walk, buf.ptr) : froe_error_memory(walk->error);
    }
    froe_buf_release(&buf);
    names_release(&names);
    return status;
}

static enum froe_status add_existing(struct walk *walk, const char *path)
{
    struct stat info;
    if (stat(path, &info) < 0 || !S_ISDIR(info.st_mode))
        return add_path(walk->paths, path, false, walk->error);
    size_t len = strlen(path);
    walk->root_len = len + (path[len - 1] != '/');
    return walk_directory(walk, path);
}

/* As the shell would, but sorted by bytes; a pattern that matches nothing stays as it is. */
static enum froe_status add_glob(struct walk *walk, const char *pattern)
{
    glob_t found = {0};
    struct names names = {0};
    enum froe_status status = FROE_OK;
    int result = glob(pattern, GLOB_NOSORT, NULL, &found);
    if (result == GLOB_NOSPACE) status = froe_error_memory(walk->error);
    for (size_t i = 0; result == 0 && status == FROE_OK && i < found.gl_pathc; i++)
        if (!names_add(&names, found.gl_pathv[i])) status = froe_error_memory(walk->error);
    names_sort(&names);
    for (size_t i = 0; status == FROE_OK && i < names.count; i++)
        status = add_existing(walk, names.items[i]);
    if (status == FROE_OK && !names.count)
        status = add_path(walk->paths, pattern, false, walk->error);
    names_release(&names);
    globfree(&found);
    return status;
}

enum froe_status froe_paths_add(struct froe_paths *paths, const char *argument,
                                const struct froe_walk_options *options, struct froe_error *error)
{
    struct walk walk = {.paths = paths, .options = options, .error = error};
    struct stat info;
    if (strcmp(argument, "-") == 0) return add_path(paths, argument, false, error);
    bool exists = lstat(argument, &info) == 0 || (errno != ENOENT && errno != ENOTDIR);
    return exists || !strpbrk(argument, "*?[") ? add_existing(&walk, argument)
                                               : add_glob(&walk, argument);
}
