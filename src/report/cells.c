#include "report/cells.h"

void froe_cell_pad(struct froe_buf *out, size_t columns)
{
    while (columns-- > 0) froe_buf_append_char(out, ' ');
}

void froe_cell_left(struct froe_buf *out, struct froe_slice text, size_t columns, bool color,
                    const char *style)
{
    froe_style_begin(out, color, style);
    size_t used = froe_text_put_cut(out, text, columns);
    froe_style_end(out, color, style);
    froe_cell_pad(out, columns - used);
}

void froe_cell_right(struct froe_buf *out, struct froe_slice text, size_t columns)
{
    size_t width = froe_text_columns(text);
    if (width < columns) froe_cell_pad(out, columns - width);
    froe_text_put(out, text, columns);
}

struct froe_slice froe_cell_level(enum froe_level level)
{
    static const char *const names[FROE_LEVEL_COUNT] = {"-",      "TRACE", "DEBUG", "INFO",
                                                        "NOTICE", "WARN",  "ERROR", "FATAL"};
    return froe_slice_cstr((unsigned)level < FROE_LEVEL_COUNT ? names[level] : "-");
}

size_t froe_cell_template(struct froe_buf *out, const struct froe_cluster *cluster, size_t columns,
                          bool color)
{
    const struct froe_segment whole = {cluster->template_text, false};
    const struct froe_segment *segments = cluster->segment_count ? cluster->segments : &whole;
    size_t count = cluster->segment_count ? cluster->segment_count : 1;
    size_t total = 0, used = 0;
    for (size_t i = 0; i < count && total <= columns; i++)
        total += froe_text_columns(segments[i].text);
    bool cut = total > columns;
    size_t room = cut && columns ? columns - 1 : columns;
    for (size_t i = 0; i < count && used < room; i++) {
        const char *style = segments[i].variable ? FROE_STYLE_VARIABLE : NULL;
        size_t width = froe_text_columns(segments[i].text);
        froe_style_begin(out, color, style);
        size_t put = froe_text_put(out, segments[i].text, room - used);
        froe_style_end(out, color, style);
        used += put;
        if (put < width) break;
    }
    if (cut && columns) {
        froe_buf_append_cstr(out, "…");
        used++;
    }
    return used;
}
