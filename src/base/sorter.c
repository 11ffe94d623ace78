#include "base/sorter.h"

#include "base/buf.h"
#include "base/temporary.h"
#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* A record in memory. */
struct item {
    int64_t key;
    uint32_t start, len; /* in the sorter's text */
};

/* A record in a run is its key, its length (uint32_t) and its bytes. */
enum { HEAD_BYTES = sizeof(int64_t) + sizeof(uint32_t), BUFFER_BYTES = 256 * 1024 };

struct run {
    uint64_t start, end; /* in the temporary file */
};

struct run_list {
    struct run *runs;
    size_t count, capacity;
};

/* A temporary file that runs are appended to. */
struct run_file {
    int fd; /* -1 until the first run */
    uint64_t bytes;
    struct run_list list;
};

/* One run while it is merged. */
struct run_reader {
    int fd;
    uint64_t next, end; /* what is still to be read from the file */
    char *buffer;       /* owned */
    size_t at, len, capacity;
    int64_t key; /* of the current record */
    struct froe_slice bytes;
};

struct froe_sorter {
    struct froe_sorter_limits limits;
    struct froe_buf text;
    struct item *items;
    size_t item_count, item_capacity;
    struct run_file files[2]; /* runs are merged from one into the other */
    unsigned current;         /* the file that holds all runs */
    uint64_t runs_written;
};

struct froe_sorter *froe_sorter_new(struct froe_sorter_limits limits)
{
    struct froe_sorter *sorter = calloc(1, sizeof *sorter);
    if (!sorter) return NULL;
    if (!limits.run_bytes) limits.run_bytes = FROE_SORTER_RUN_BYTES;
    if (!limits.merge_max) limits.merge_max = FROE_SORTER_MERGE_MAX;
    assert(limits.run_bytes <= FROE_SORTER_RECORD_BYTES_MAX && limits.merge_max >= 2);
    sorter->limits = limits;
    sorter->files[0].fd = sorter->files[1].fd = -1;
    return sorter;
}

void froe_sorter_free(struct froe_sorter *sorter)
{
    if (!sorter) return;
    for (size_t i = 0; i < 2; i++) {
        if (sorter->files[i].fd >= 0) close(sorter->files[i].fd);
        free(sorter->files[i].list.runs);
    }
    froe_buf_release(&sorter->text);
    free(sorter->items);
    free(sorter);
}

uint64_t froe_sorter_runs_written(const struct froe_sorter *sorter)
{
    return sorter->runs_written;
}

static bool grow(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) return true;
    size_t bigger = *capacity ? *capacity * 2 : 64;
    void *moved = realloc(*items, bigger * size);
    if (!moved) return false;
    *items = moved;
    *capacity = bigger;
    return true;
}

/* --- writing runs */

static enum froe_status begin_run(struct run_file *file, struct froe_error *error)
{
    if (file->fd < 0) {
        enum froe_status status = froe_temporary_open(&file->fd, error);
        if (status != FROE_OK) return status;
    }
    if (!grow((void **)&file->list.runs, file->list.count, &file->list.capacity,
              sizeof *file->list.runs))
        return froe_error_memory(error);
    file->list.runs[file->list.count++] = (struct run){file->bytes, file->bytes};
    return FROE_OK;
}

static enum froe_status flush(struct run_file *file, struct froe_buf *buffer,
                              struct froe_error *error)
{
    if (buffer->status != FROE_OK) return froe_error_memory(error);
    enum froe_status status = froe_temporary_write(file->fd, froe_buf_slice(buffer), error);
    file->bytes += buffer->len;
    froe_buf_clear(buffer);
    return status;
}

static enum froe_status write_record(struct run_file *file, struct froe_buf *buffer, int64_t key,
                                     struct froe_slice bytes, struct froe_error *error)
{
    uint32_t len = (uint32_t)bytes.len;
    froe_buf_append(buffer, froe_slice((const char *)&key, sizeof key));
    froe_buf_append(buffer, froe_slice((const char *)&len, sizeof len));
    froe_buf_append(buffer, bytes);
    return buffer->len < BUFFER_BYTES ? FROE_OK : flush(file, buffer, error);
}

static enum froe_status end_run(struct froe_sorter *sorter, struct run_file *file,
                                struct froe_buf *buffer, struct froe_error *error)
{
    enum froe_status status = flush(file, buffer, error);
    file->list.runs[file->list.count - 1].end = file->bytes;
    sorter->runs_written++;
    return status;
}

/* Texts lie in the order they were added; an empty one begins where the next does. */
static int by_key_then_age(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return (x->len > y->len) - (x->len < y->len);
}

static struct froe_slice text_of(const struct froe_sorter *sorter, const struct item *item)
{
    return froe_slice(froe_buf_slice(&sorter->text).ptr + item->start, item->len);
}

static void sort_items(struct froe_sorter *sorter)
{
    if (sorter->item_count)
        qsort(sorter->items, sorter->item_count, sizeof *sorter->items, by_key_then_age);
}

static enum froe_status spill(struct froe_sorter *sorter, struct froe_error *error)
{
    struct run_file *file = &sorter->files[sorter->current];
    struct froe_buf buffer = {0};
    sort_items(sorter);
    enum froe_status status = begin_run(file, error);
    for (size_t i = 0; status == FROE_OK && i < sorter->item_count; i++)
        status = write_record(file, &buffer, sorter->items[i].key,
                              text_of(sorter, &sorter->items[i]), error);
    if (status == FROE_OK) status = end_run(sorter, file, &buffer, error);
    froe_buf_release(&buffer);
    sorter->item_count = 0;
    froe_buf_clear(&sorter->text);
    return status;
}

enum froe_status froe_sorter_add(struct froe_sorter *sorter, int64_t key, struct froe_slice bytes,
                                 struct froe_error *error)
{
    if (bytes.len > FROE_SORTER_RECORD_BYTES_MAX)
        return froe_error_set(error, FROE_LIMIT, "a record of %zu bytes is too long to be sorted",
                              bytes.len);
    size_t held = sorter->text.len + sorter->item_count * sizeof *sorter->items;
    if (sorter->item_count && held + bytes.len + sizeof *sorter->items > sorter->limits.run_bytes) {
        enum froe_status status = spill(sorter, error);
        if (status != FROE_OK) return status;
    }
    if (!grow((void **)&sorter->items, sorter->item_count, &sorter->item_capacity,
              sizeof *sorter->items))
        return froe_error_memory(error);
    sorter->items[sorter->item_count++] =
        (struct item){key, (uint32_t)sorter->text.len, (uint32_t)bytes.len};
    froe_buf_append(&sorter->text, bytes);
    return sorter->text.status == FROE_OK ? FROE_OK : froe_error_memory(error);
}

/* --- reading and merging runs */

/* Makes the next `needed` bytes of the run lie in the buffer, behind `at`. */
static enum froe_status fill(struct run_reader *reader, size_t needed, struct froe_error *error)
{
    if (reader->len - reader->at >= needed) return FROE_OK;
    if (reader->len > reader->at)
        memmove(reader->buffer, reader->buffer + reader->at, reader->len - reader->at);
    reader->len -= reader->at;
    reader->at = 0;
    if (reader->capacity < needed || !reader->buffer) {
        size_t capacity = needed > BUFFER_BYTES ? needed : BUFFER_BYTES;
        char *moved = realloc(reader->buffer, capacity);
        if (!moved) return froe_error_memory(error);
        reader->buffer = moved;
        reader->capacity = capacity;
    }
    while (reader->len < needed) {
        size_t room = reader->capacity - reader->len;
        if (room > reader->end - reader->next) room = (size_t)(reader->end - reader->next);
        ssize_t got =
            room ? pread(reader->fd, reader->buffer + reader->len, room, (off_t)reader->next) : 0;
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0)
            return froe_error_set(error, FROE_IO, "temporary file: %s",
                                  got < 0 ? strerror(errno) : "ends too early");
        reader->len += (size_t)got;
        reader->next += (uint64_t)got;
    }
    return FROE_OK;
}

static bool at_end(const struct run_reader *reader)
{
    return reader->at == reader->len && reader->next == reader->end;
}

/* The next record, which there must be; the one before is no longer valid. */
static enum froe_status advance(struct run_reader *reader, struct froe_error *error)
{
    uint32_t len;
    enum froe_status status = fill(reader, HEAD_BYTES, error);
    if (status != FROE_OK) return status;
    memcpy(&reader->key, reader->buffer + reader->at, sizeof reader->key);
    memcpy(&len, reader->buffer + reader->at + sizeof reader->key, sizeof len);
    status = fill(reader, HEAD_BYTES + (size_t)len, error);
    if (status != FROE_OK) return status;
    reader->bytes = froe_slice(reader->buffer + reader->at + HEAD_BYTES, len);
    reader->at += HEAD_BYTES + (size_t)len;
    return FROE_OK;
}

/* A heap of the runs' current records, the smallest on top. */
struct merge {
    struct run_reader *readers; /* older runs first */
    unsigned *heap;
    size_t heap_count;
};

static bool comes_before(const struct merge *merge, unsigned a, unsigned b)
{
    int64_t left = merge->readers[a].key, right = merge->readers[b].key;
    return left != right ? left < right : a < b;
}

static void sift_down(struct merge *merge, size_t at)
{
    for (;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < merge->heap_count; child++)
            if (comes_before(merge, merge->heap[child], merge->heap[least])) least = child;
        if (least == at) return;
        unsigned moved = merge->heap[at];
        merge->heap[at] = merge->heap[least];
        merge->heap[least] = moved;
        at = least;
    }
}

static enum froe_status merge_heap(struct merge *merge, froe_sorter_take_fn *take, void *context,
                                   struct froe_error *error)
{
    for (size_t i = merge->heap_count / 2; i-- > 0;) sift_down(merge, i);
    while (merge->heap_count) {
        struct run_reader *reader = &merge->readers[merge->heap[0]];
        enum froe_status status = take(context, reader->key, reader->bytes, error);
        if (status != FROE_OK) return status;
        if (at_end(reader)) {
            merge->heap[0] = merge->heap[--merge->heap_count];
        } else {
            status = advance(reader, error);
            if (status != FROE_OK) return status;
        }
        sift_down(merge, 0);
    }
    return FROE_OK;
}

/* No run is empty. */
static enum froe_status merge_runs(const struct run_file *file, size_t first, size_t count,
                                   froe_sorter_take_fn *take, void *context,
                                   struct froe_error *error)
{
    struct merge merge = {calloc(count, sizeof *merge.readers), calloc(count, sizeof *merge.heap),
                          0};
    enum froe_status status = merge.readers && merge.heap ? FROE_OK : froe_error_memory(error);
    for (size_t i = 0; status == FROE_OK && i < count; i++) {
        const struct run *run = &file->list.runs[first + i];
        merge.readers[i] = (struct run_reader){.fd = file->fd, .next = run->start, .end = run->end};
        status = advance(&merge.readers[i], error);
        merge.heap[merge.heap_count++] = (unsigned)i;
    }
    if (status == FROE_OK) status = merge_heap(&merge, take, context, error);
    for (size_t i = 0; merge.readers && i < count; i++) free(merge.readers[i].buffer);
    free(merge.readers);
    free(merge.heap);
    return status;
}

struct append_context {
    struct run_file *file;
    struct froe_buf buffer;
};

static enum froe_status append(void *context, int64_t key, struct froe_slice bytes,
                               struct froe_error *error)
{
    struct append_context *into = context;
    return write_record(into->file, &into->buffer, key, bytes, error);
}

static enum froe_status clear_file(struct run_file *file, struct froe_error *error)
{
    file->bytes = 0;
    file->list.count = 0;
    if (ftruncate(file->fd, 0) == 0 && lseek(file->fd, 0, SEEK_SET) == 0) return FROE_OK;
    return froe_error_set(error, FROE_IO, "temporary file: %s", strerror(errno));
}

/* Merges neighbouring runs into longer ones in the other file. */
static enum froe_status merge_once(struct froe_sorter *sorter, struct froe_error *error)
{
    struct run_file *from = &sorter->files[sorter->current];
    struct append_context into = {.file = &sorter->files[!sorter->current]};
    enum froe_status status = FROE_OK;
    for (size_t i = 0; status == FROE_OK && i < from->list.count; i += sorter->limits.merge_max) {
        size_t count = from->list.count - i;
        if (count > sorter->limits.merge_max) count = sorter->limits.merge_max;
        status = begin_run(into.file, error);
        if (status == FROE_OK) status = merge_runs(from, i, count, append, &into, error);
        if (status == FROE_OK) status = end_run(sorter, into.file, &into.buffer, error);
    }
    froe_buf_release(&into.buffer);
    if (status == FROE_OK) status = clear_file(from, error);
    sorter->current = !sorter->current;
    return status;
}

static enum froe_status drain_memory(struct froe_sorter *sorter, froe_sorter_take_fn *take,
                                     void *context, struct froe_error *error)
{
    enum froe_status status = FROE_OK;
    sort_items(sorter);
    for (size_t i = 0; status == FROE_OK && i < sorter->item_count; i++)
        status = take(context, sorter->items[i].key, text_of(sorter, &sorter->items[i]), error);
    return status;
}

enum froe_status froe_sorter_drain(struct froe_sorter *sorter, froe_sorter_take_fn *take,
                                   void *context, struct froe_error *error)
{
    if (!sorter->files[sorter->current].list.count)
        return drain_memory(sorter, take, context, error);
    enum froe_status status = sorter->item_count ? spill(sorter, error) : FROE_OK;
    froe_buf_release(&sorter->text);
    free(sorter->items);
    sorter->items = NULL;
    sorter->item_capacity = 0;
    while (status == FROE_OK &&
           sorter->files[sorter->current].list.count > sorter->limits.merge_max)
        status = merge_once(sorter, error);
    const struct run_file *file = &sorter->files[sorter->current];
    return status == FROE_OK ? merge_runs(file, 0, file->list.count, take, context, error) : status;
}
