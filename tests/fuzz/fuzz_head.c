/* Lines into detection and heads: the input is cut at newlines; the first block of lines is what
   the detection sees. */
#include "record/head.h"
#include <stdlib.h>

enum { LINES_MAX = 256 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_inside(struct froe_slice slice, struct froe_slice line)
{
    return slice.ptr >= line.ptr && slice.ptr + slice.len <= line.ptr + line.len;
}

static void read_lines(const struct froe_formats *formats, const struct froe_slice *lines,
                       size_t count)
{
    const struct froe_time_context times = {.latest_ns = INT64_C(1776694981) * FROE_NS_PER_S};
    struct froe_detected detected = froe_formats_detect(formats, lines, count);
    struct froe_arena arena = {0};
    for (size_t i = 0; i < count; i++) {
        struct froe_head head;
        froe_head_read(formats, &detected, &times, lines[i], &arena, &head);
        if (!head.message.ptr) abort();
        if (!head.format && head.message.len && arena.bytes == 0 &&
            !is_inside(head.message, lines[i]))
            abort();
        froe_arena_clear(&arena);
    }
    froe_detected_release(&detected);
    froe_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct froe_slice lines[LINES_MAX];
    size_t count = 0;
    struct froe_slice rest = froe_slice((const char *)data, size);
    while (rest.len && count < LINES_MAX) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        size_t len = end ? (size_t)(end - rest.ptr) : rest.len;
        lines[count++] = froe_slice(rest.ptr, len);
        rest = froe_slice_from(rest, len + 1);
    }
    struct froe_formats *formats = froe_formats_new(NULL);
    if (!formats) return 0;
    read_lines(formats, lines, count);
    froe_formats_free(formats);
    return 0;
}
