/* A grok pattern, the layout it may be, and lines: the first line of the input is the pattern, the
   others are matched. */
#include "record/formats_internal.h"
#include "record/grok.h"
#include <stdlib.h>

enum { PATTERN_BYTES_MAX = 512, LINES_MAX = 16, LINE_BYTES_MAX = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_parts(const struct froe_slice *parts, struct froe_slice line)
{
    for (size_t i = 0; i < FROE_PART_COUNT; i++)
        if (parts[i].ptr &&
            (parts[i].ptr < line.ptr || parts[i].ptr + parts[i].len > line.ptr + line.len))
            abort();
}

static void match_lines(const struct froe_grok *grok, const struct froe_layout *layout,
                        struct froe_slice rest)
{
    static const struct froe_time_context times = {.year = 2026};
    for (unsigned i = 0; i < LINES_MAX && rest.len; i++) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        struct froe_slice line = froe_slice(rest.ptr, end ? (size_t)(end - rest.ptr) : rest.len);
        rest = froe_slice_from(rest, line.len + 1);
        if (line.len > LINE_BYTES_MAX) line.len = LINE_BYTES_MAX;
        struct froe_slice parts[FROE_PART_COUNT] = {{NULL, 0}};
        if (froe_grok_match(grok, line, parts)) check_parts(parts, line);
        if (!layout) continue;
        struct froe_slice layout_parts[FROE_PART_COUNT] = {{NULL, 0}};
        struct froe_layout_scan scan;
        froe_layout_scan_init(&scan, line, &times);
        if (froe_layout_match(layout, &scan, layout_parts)) check_parts(layout_parts, line);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char pattern[PATTERN_BYTES_MAX + 1];
    struct froe_slice input = froe_slice((const char *)data, size);
    const char *end = size ? memchr(input.ptr, '\n', size) : NULL;
    size_t len = end ? (size_t)(end - input.ptr) : size;
    if (len > PATTERN_BYTES_MAX || (len && memchr(data, '\0', len))) return 0;
    if (len) memcpy(pattern, input.ptr, len);
    pattern[len] = '\0';

    struct froe_grok *grok;
    froe_grok_is(NULL, pattern);
    if (froe_grok_new(NULL, pattern, &grok, NULL) != FROE_OK) return 0;
    struct froe_buf text = {0};
    struct froe_layout layout;
    bool fast = froe_grok_to_layout(NULL, pattern, &text) &&
                froe_layout_init(&layout, text.ptr, NULL) == FROE_OK;
    match_lines(grok, fast ? &layout : NULL, froe_slice_from(input, len + 1));
    if (fast) froe_layout_release(&layout);
    froe_buf_release(&text);
    froe_grok_free(grok);
    return 0;
}
