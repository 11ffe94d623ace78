#include "report/writer.h"

#include "report/text.h"
#include "report/width.h"

enum { SCREENFUL = 20, TEMPLATE_COLUMNS_MAX = 400 };

/* Plain text in a cell: what Markdown would read is escaped. */
static void cell_text(struct froe_buf *out, struct froe_slice text, size_t columns)
{
    struct froe_buf shown = {0};
    froe_text_put_cut(&shown, text, columns);
    for (size_t i = 0; i < shown.len; i++) {
        if (strchr("\\`*_{}[]<>|&#", shown.ptr[i]) && shown.ptr[i]) froe_buf_append_char(out, '\\');
        froe_buf_append_char(out, shown.ptr[i]);
    }
    if (shown.status != FROE_OK) out->status = shown.status;
    froe_buf_release(&shown);
}

/* Code in a cell, fenced by one backtick more than the longest run inside; a bar ends the cell even
   in code unless it is escaped. */
static void cell_code(struct froe_buf *out, struct froe_slice text)
{
    struct froe_buf shown = {0};
    froe_text_put_cut(&shown, text, TEMPLATE_COLUMNS_MAX);
    size_t run = 0, longest = 0;
    for (size_t i = 0; i < shown.len; i++) {
        run = shown.ptr[i] == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    for (size_t i = 0; i <= longest; i++) froe_buf_append_char(out, '`');
    if (longest || shown.len == 0) froe_buf_append_char(out, ' ');
    for (size_t i = 0; i < shown.len; i++) {
        if (shown.ptr[i] == '|') froe_buf_append_char(out, '\\');
        froe_buf_append_char(out, shown.ptr[i]);
    }
    if (longest) froe_buf_append_char(out, ' ');
    for (size_t i = 0; i <= longest; i++) froe_buf_append_char(out, '`');
    if (shown.status != FROE_OK) out->status = shown.status;
    froe_buf_release(&shown);
}

static void line_of(struct froe_buf *out, const struct froe_cluster *cluster)
{
    char count[FROE_SMALL_TEXT_MAX], share[FROE_SMALL_TEXT_MAX], rate[FROE_SMALL_TEXT_MAX];
    char first[FROE_SMALL_TEXT_MAX], last[FROE_SMALL_TEXT_MAX];
    const char *level = froe_level_name(cluster->level);
    froe_text_count(cluster->count, count);
    froe_text_share(cluster->share, share);
    froe_text_rate(cluster->rate_per_min, rate);
    froe_text_stamp(cluster->first_ns, first);
    froe_text_stamp(cluster->last_ns, last);
    froe_buf_printf(out, "| %s | %s | %s | %s | ", count, share, rate[0] ? rate : "-",
                    level ? level : "-");
    if (cluster->service_count)
        cell_text(out, cluster->services[0].value, 60);
    else
        froe_buf_append_char(out, '-');
    if (cluster->service_count > 1) froe_buf_printf(out, " +%zu", cluster->service_count - 1);
    froe_buf_printf(out, " | %s | %s | ", first, last);
    cell_code(out, cluster->template_text);
    froe_buf_printf(out, " | `%s` |\n", cluster->id);
}

enum froe_status froe_render_md(struct froe_writer *writer, const struct froe_report *report,
                                const struct froe_render_options *options, struct froe_error *error)
{
    struct froe_buf *out = &writer->out;
    size_t top = froe_render_top(report, options, SCREENFUL);
    froe_buf_append_cstr(out, "**froe scan**: ");
    froe_text_summary(out, report, ", ", 0);
    froe_buf_append_char(out, '\n');
    if (!report->cluster_count) return FROE_OK;
    froe_buf_append_cstr(out, "\n| count | share | rate | level | service | first | last | template"
                              " | id |\n|--:|--:|--:|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < top; i++) {
        line_of(out, &report->clusters[i]);
        enum froe_status status = froe_writer_spill(writer, error);
        if (status != FROE_OK) return status;
    }
    if (top < report->cluster_count) {
        char more[FROE_SMALL_TEXT_MAX];
        froe_text_count(report->cluster_count - top, more);
        froe_buf_printf(out, "\n(%s more: --top 0)\n", more);
    }
    return FROE_OK;
}
