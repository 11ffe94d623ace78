#include "corpus.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES_MAX = 4096, TEXT_BYTES_MAX = 16 << 20 };

struct loading {
    struct corpus *items;
    size_t count;
};

static void *must(void *memory)
{
    if (memory) return memory;
    fprintf(stderr, "corpus: out of memory\n");
    exit(1);
}

static char *read_text(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    char *text = must(malloc(TEXT_BYTES_MAX + 1));
    *len = fread(text, 1, TEXT_BYTES_MAX, file);
    fclose(file);
    text = must(realloc(text, *len + 1));
    text[*len] = '\0';
    return text;
}

/* The next cell of a CSV, unquoted in place; *last is set when its row ends behind it. */
static struct froe_slice next_cell(char **at, const char *end, bool *last)
{
    char *start = *at, *out = *at, *in = *at;
    bool quoted = false;
    for (; in < end; in++) {
        if (*in == '"' && quoted && in + 1 < end && in[1] == '"')
            *out++ = *in++;
        else if (*in == '"')
            quoted = !quoted;
        else if (!quoted && (*in == ',' || *in == '\n'))
            break;
        else
            *out++ = *in == '\n' || *in == '\r' ? ' ' : *in;
    }
    *last = in >= end || *in == '\n';
    *at = in < end ? in + 1 : in;
    return froe_slice(start, (size_t)(out - start));
}

/* Cuts a CSV into the cells of its column Content; none when there is no such column. */
static void cut_csv(struct corpus *corpus, size_t len)
{
    char *at = corpus->text;
    const char *end = at + len;
    size_t content = SIZE_MAX, column = 0;
    bool head = true, last;
    while (at < end) {
        struct froe_slice cell = next_cell(&at, end, &last);
        if (head && froe_slice_eq(cell, FROE_SLICE("Content"))) content = column;
        if (!head && column == content) corpus->lines[corpus->count++] = froe_slice_trim(cell);
        column = last ? 0 : column + 1;
        head = head && !last;
    }
}

static void cut_lines(struct corpus *corpus, size_t len)
{
    const char *at = corpus->text, *end = at + len;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        corpus->lines[corpus->count++] = froe_slice(at, (size_t)(stop - at));
        at = stop + 1;
    }
}

static bool ends_with(const char *text, const char *suffix)
{
    size_t len = strlen(text), suffix_len = strlen(suffix);
    return len >= suffix_len && strcmp(text + len - suffix_len, suffix) == 0;
}

static void load_file(struct loading *loading, const char *path)
{
    size_t len, line_ends = 0;
    struct corpus corpus = {.text = read_text(path, &len)};
    if (!corpus.text) {
        printf("left out: %s is not there\n", path);
        return;
    }
    const char *name = strrchr(path, '/');
    corpus.name = must(strdup(name ? name + 1 : path));
    for (size_t i = 0; i < len; i++) line_ends += corpus.text[i] == '\n';
    corpus.lines = must(calloc(line_ends + 2, sizeof *corpus.lines));
    if (ends_with(path, ".truth.csv"))
        cut_csv(&corpus, len);
    else
        cut_lines(&corpus, len);
    loading->items = must(realloc(loading->items, (loading->count + 1) * sizeof *loading->items));
    loading->items[loading->count++] = corpus;
}

static int is_text(const struct dirent *entry)
{
    return ends_with(entry->d_name, ".log") || ends_with(entry->d_name, ".truth.csv");
}

static void load_folder(struct loading *loading, const char *folder)
{
    struct dirent **entries = NULL;
    int found = scandir(folder, &entries, is_text, alphasort);
    for (int i = 0; i < found; i++) {
        char path[PATH_BYTES_MAX];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        load_file(loading, path);
        free(entries[i]);
    }
    free(entries);
}

struct corpus *corpus_load_all(char **paths, size_t path_count, size_t *count)
{
    struct loading loading = {0};
    for (size_t i = 0; i < path_count; i++) {
        struct stat status;
        if (stat(paths[i], &status) == 0 && S_ISDIR(status.st_mode))
            load_folder(&loading, paths[i]);
        else
            load_file(&loading, paths[i]);
    }
    *count = loading.count;
    return loading.items;
}

void corpus_free_all(struct corpus *corpora, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(corpora[i].name);
        free(corpora[i].text);
        free(corpora[i].lines);
    }
    free(corpora);
}
