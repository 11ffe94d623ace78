#include "engine/reader.h"

#include "base/temporary.h"
#include "input/file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_BYTES = 1024 * 1024 };

static void warn(void *context, const struct froe_error *error)
{
    struct froe_reader *reader = context;
    if (reader->progress.pass > 1) return;
    reader->files_failed++;
    if (reader->hooks && reader->hooks->warn) reader->hooks->warn(reader->hooks->context, error);
}

/* "app.log: truncated gzip stream at byte 81920" */
static void warn_of_file(struct froe_reader *reader, const char *path,
                         const struct froe_error *error)
{
    struct froe_error named = *error;
    froe_error_set(&named, error->status, "%s: %s",
                   strcmp(path, "-") == 0 ? "standard input" : path, error->message);
    named.byte = error->byte;
    warn(reader, &named);
}

static void report_progress(struct froe_reader *reader, uint64_t file_bytes, uint64_t lines)
{
    struct froe_progress now = reader->progress;
    now.bytes_done += file_bytes;
    now.lines = lines;
    if (reader->hooks && reader->hooks->progress)
        reader->hooks->progress(reader->hooks->context, &now);
}

/* Copies standard input, decompressed, to an unlinked temporary file. */
static enum froe_status spool_stdin(struct froe_reader *reader, struct froe_error *error)
{
    enum froe_status status = froe_temporary_open(&reader->spool_fd, error);
    if (status != FROE_OK) return status;
    struct froe_file *file;
    struct froe_error own;
    status = froe_file_open(&file, "-", &own);
    char *bytes = malloc(READ_BYTES);
    size_t got = 1;
    while (status == FROE_OK && bytes && got) {
        status = froe_file_read(file, bytes, READ_BYTES, &got, &own);
        if (status == FROE_OK &&
            froe_temporary_write(reader->spool_fd, froe_slice(bytes, got), error) != FROE_OK) {
            free(bytes);
            froe_file_close(file);
            return FROE_IO;
        }
    }
    if (status != FROE_OK) warn_of_file(reader, "-", &own);
    if (file) froe_file_close(file);
    free(bytes);
    return bytes ? FROE_OK : froe_error_memory(error);
}

enum froe_status froe_reader_init(struct froe_reader *reader, const struct froe_options *options,
                                  const struct froe_hooks *hooks, const char *const *paths,
                                  size_t path_count, unsigned passes, struct froe_error *error)
{
    *reader = (struct froe_reader){.options = options, .hooks = hooks, .spool_fd = -1};
    reader->progress.passes = passes;
    struct froe_walk_options walk = {
        .include = options->include,
        .include_count = options->include_count,
        .exclude = options->exclude,
        .exclude_count = options->exclude_count,
        .warn = warn,
        .context = reader,
    };
    for (size_t i = 0; i < path_count; i++) {
        enum froe_status status = froe_paths_add(&reader->paths, paths[i], &walk, error);
        if (status != FROE_OK) return status;
    }
    for (size_t i = 0; i < reader->paths.count; i++) {
        struct stat info;
        const char *path = reader->paths.items[i].path;
        bool standard_input = strcmp(path, "-") == 0;
        if (standard_input && passes > 1 && reader->spool_fd < 0) {
            enum froe_status status = spool_stdin(reader, error);
            if (status != FROE_OK) return status;
        }
        int found = standard_input ? fstat(reader->spool_fd, &info) : stat(path, &info);
        if (found == 0 && S_ISREG(info.st_mode))
            reader->progress.bytes_total += (uint64_t)info.st_size;
    }
    return FROE_OK;
}

void froe_reader_release(struct froe_reader *reader)
{
    froe_paths_release(&reader->paths);
    if (reader->spool_fd >= 0) close(reader->spool_fd);
    reader->spool_fd = -1;
}

static enum froe_status open_input(struct froe_reader *reader, const char *path,
                                   struct froe_file **file, struct froe_error *error)
{
    char spool[64];
    if (strcmp(path, "-") == 0 && reader->spool_fd >= 0) {
        snprintf(spool, sizeof spool, "/proc/self/fd/%d", reader->spool_fd);
        path = spool;
    }
    return froe_file_open(file, path, error);
}

/* Feeds one open file to its end. *engine_status tells a failure of the engine from one of the
 * file. */
static enum froe_status feed_file(struct froe_reader *reader, struct froe_engine *engine,
                                  struct froe_file *file, uint32_t source, char *bytes,
                                  enum froe_status *engine_status, struct froe_error *error)
{
    for (;;) {
        size_t got = 0;
        enum froe_status status = froe_file_read(file, bytes, READ_BYTES, &got, error);
        if (status != FROE_OK) return status;
        if (got == 0) return FROE_OK;
        *engine_status = froe_engine_feed(engine, source, bytes, got, error);
        if (*engine_status == FROE_OK && reader->options->online && froe_file_pauses(file))
            *engine_status = froe_engine_pause(engine, source, error);
        if (*engine_status != FROE_OK) return FROE_OK;
        report_progress(reader, froe_file_position(file), froe_engine_lines(engine));
    }
}

static enum froe_status feed_path(struct froe_reader *reader, struct froe_engine *engine,
                                  const struct froe_path *path, char *bytes,
                                  struct froe_error *error)
{
    struct froe_file *file;
    struct froe_error own;
    if (open_input(reader, path->path, &file, &own) != FROE_OK) {
        warn_of_file(reader, path->path, &own);
        return FROE_OK;
    }
    if (path->walked && froe_file_is_binary(file)) {
        reader->files_binary += reader->progress.pass == 1;
        froe_file_close(file);
        return FROE_OK;
    }
    uint32_t source;
    int64_t mtime_ns = strcmp(path->path, "-") == 0 ? FROE_TIME_NONE : froe_file_mtime_ns(file);
    enum froe_status status = froe_engine_source(engine, path->path, mtime_ns, &source, error);
    if (status == FROE_OK &&
        feed_file(reader, engine, file, source, bytes, &status, &own) != FROE_OK)
        warn_of_file(reader, path->path, &own);
    if (status != FROE_OK && error) *error = own;
    reader->progress.bytes_done += froe_file_position(file);
    froe_file_close(file);
    return status == FROE_OK ? froe_engine_end(engine, source, error) : status;
}

enum froe_status froe_reader_feed_all(struct froe_reader *reader, struct froe_engine *engine,
                                      struct froe_error *error)
{
    char *bytes = malloc(READ_BYTES);
    if (!bytes) return froe_error_memory(error);
    reader->progress.pass++;
    reader->progress.bytes_done = 0;
    enum froe_status status = FROE_OK;
    for (size_t i = 0; status == FROE_OK && i < reader->paths.count; i++)
        status = feed_path(reader, engine, &reader->paths.items[i], bytes, error);
    free(bytes);
    return status == FROE_OK ? froe_engine_flush(engine, error) : status;
}
