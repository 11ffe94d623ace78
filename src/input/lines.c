#include "input/block.h"

#include <string.h>

void froe_lines_init(struct froe_lines *lines, const struct froe_block *block,
                     size_t line_bytes_max)
{
    *lines = (struct froe_lines){
        .next = block->data,
        .end = block->data + block->len,
        .line_bytes_max = line_bytes_max ? line_bytes_max : 1,
    };
}

bool froe_lines_next(struct froe_lines *lines, struct froe_slice *line)
{
    if (lines->next == lines->end) return false;
    const char *start = lines->next;
    const char *stop = memchr(start, '\n', (size_t)(lines->end - start));
    lines->next = stop ? stop + 1 : lines->end;
    if (!stop)
        stop = lines->end;
    else if (stop > start && stop[-1] == '\r')
        stop--;
    size_t len = (size_t)(stop - start);
    if (len > lines->line_bytes_max) {
        len = lines->line_bytes_max;
        lines->lines_cut++;
    }
    *line = froe_slice(start, len);
    return true;
}
