#include "report/writer.h"

#include "report/cells.h"
#include "report/text.h"

enum {
    COLUMNS_DEFAULT = 100,
    TIMELINE_MAX = 100,
    TIMELINE_MIN = 20,
    BAR = 10,
    VALUES_MAX = 5,
    VALUE_COLUMNS_MAX = 60,
    NAME_COLUMNS_MAX = 24,
    INDENT = 2,
};

static void title(struct froe_buf *out, const char *text, bool color)
{
    froe_buf_append_char(out, '\n');
    froe_style_begin(out, color, FROE_STYLE_DIM);
    froe_buf_append_cstr(out, text);
    froe_style_end(out, color, FROE_STYLE_DIM);
    froe_buf_append_char(out, '\n');
}

/* Text of several lines, each behind an indent; only its line ends survive. */
static void text_block(struct froe_buf *out, struct froe_slice text, size_t indent)
{
    while (text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        froe_cell_pad(out, indent);
        froe_text_put(out, froe_slice(text.ptr, len), FROE_COLUMNS_ANY);
        froe_buf_append_char(out, '\n');
        text = froe_slice_from(text, len + (end != NULL));
    }
}

static void figures_line(struct froe_buf *out, const struct froe_cluster *cluster, bool color)
{
    char count[FROE_SMALL_TEXT_MAX], share[FROE_SMALL_TEXT_MAX], rate[FROE_SMALL_TEXT_MAX];
    char first[FROE_SMALL_TEXT_MAX], last[FROE_SMALL_TEXT_MAX];
    froe_text_count(cluster->count, count);
    froe_text_share(cluster->share, share);
    froe_text_rate(cluster->rate_per_min, rate);
    froe_text_stamp(cluster->first_ns, first);
    froe_text_stamp(cluster->last_ns, last);
    froe_style_begin(out, color, FROE_STYLE_DIM);
    froe_buf_append_cstr(out, cluster->id);
    froe_style_end(out, color, FROE_STYLE_DIM);
    froe_cell_pad(out, INDENT);
    const char *style = froe_style_of_level(cluster->level);
    froe_style_begin(out, color, style);
    froe_buf_append(out, froe_cell_level(cluster->level));
    froe_style_end(out, color, style);
    froe_buf_printf(out, "  %s %s  %s", count, cluster->count == 1 ? "record" : "records", share);
    if (rate[0]) froe_buf_printf(out, "  %s", rate);
    if (cluster->first_ns != FROE_TIME_NONE) froe_buf_printf(out, "  %s to %s UTC", first, last);
    froe_buf_append_char(out, '\n');
}

static void services_line(struct froe_buf *out, const struct froe_cluster *cluster, bool color)
{
    if (!cluster->service_count) return;
    title(out, "services", color);
    size_t shown = cluster->service_count < 20 ? cluster->service_count : 20;
    for (size_t i = 0; i < shown; i++) {
        char count[FROE_SMALL_TEXT_MAX];
        froe_text_count(cluster->services[i].count, count);
        froe_cell_pad(out, INDENT);
        froe_text_put_cut(out, cluster->services[i].value, VALUE_COLUMNS_MAX);
        froe_buf_printf(out, "  %s\n", count);
    }
    if (shown < cluster->service_count)
        froe_buf_printf(out, "  (%zu more)\n", cluster->service_count - shown);
}

static void timeline(struct froe_buf *out, const struct froe_report *report,
                     const struct froe_cluster *cluster, size_t columns, bool color)
{
    int64_t first_ns = report->input.first_ns, last_ns = report->input.last_ns;
    if (cluster->histogram.start_ns == FROE_TIME_NONE || first_ns == FROE_TIME_NONE ||
        last_ns <= first_ns)
        return;
    size_t cells = columns > TIMELINE_MIN + INDENT ? columns - INDENT : TIMELINE_MIN;
    if (cells > TIMELINE_MAX) cells = TIMELINE_MAX;
    title(out, "timeline", color);
    froe_cell_pad(out, INDENT);
    double peak = froe_text_spark(out, &cluster->histogram, first_ns, last_ns, cells);
    char first[FROE_SMALL_TEXT_MAX], last[FROE_SMALL_TEXT_MAX], rate[FROE_SMALL_TEXT_MAX];
    bool same_day = froe_same_day(first_ns, last_ns);
    (same_day ? froe_text_clock : froe_text_stamp)(first_ns, first);
    (same_day ? froe_text_clock : froe_text_stamp)(last_ns, last);
    double cell_min = ((double)last_ns - (double)first_ns) / 60e9 / (double)cells;
    froe_text_rate(peak / cell_min, rate);
    froe_buf_printf(out, "\n  %s", first);
    size_t used = strlen(first) + strlen(last);
    froe_cell_pad(out, cells > used ? cells - used : 1);
    froe_buf_printf(out, "%s\n  peak %s\n", last, rate);
}

static void value_line(struct froe_buf *out, const struct froe_parameter *parameter,
                       const struct froe_value_count *top, size_t value_columns, bool color)
{
    char count[FROE_SMALL_TEXT_MAX], share[FROE_SMALL_TEXT_MAX];
    double part = parameter->observed ? (double)top->count / (double)parameter->observed : 0;
    froe_text_count(top->count, count);
    froe_text_share(part, share);
    size_t filled = (size_t)(part * BAR + 0.5);
    if (filled > BAR) filled = BAR;
    froe_cell_pad(out, INDENT * 2);
    froe_cell_left(out, top->value, value_columns, color, FROE_STYLE_VARIABLE);
    froe_cell_pad(out, INDENT);
    for (size_t i = 0; i < BAR; i++) froe_buf_append_cstr(out, i < filled ? "█" : "·");
    froe_cell_pad(out, INDENT);
    froe_cell_right(out, froe_slice_cstr(share), 6);
    froe_buf_printf(out, "  %s\n", count);
}

static void parameter_block(struct froe_buf *out, const struct froe_cluster *cluster,
                            const struct froe_parameter *parameter, size_t number, bool color)
{
    char distinct[FROE_SMALL_TEXT_MAX], observed[FROE_SMALL_TEXT_MAX];
    froe_text_count(parameter->distinct, distinct);
    froe_text_count(parameter->observed, observed);
    froe_buf_printf(out, "  %zu ", number);
    froe_style_begin(out, color, FROE_STYLE_VARIABLE);
    froe_buf_append_char(out, '<');
    froe_text_put(out, froe_slice_cstr(parameter->type), FROE_COLUMNS_ANY);
    froe_buf_append_char(out, '>');
    froe_style_end(out, color, FROE_STYLE_VARIABLE);
    if (parameter->name.len) {
        froe_buf_append_char(out, ' ');
        froe_text_put_cut(out, parameter->name, NAME_COLUMNS_MAX);
    }
    froe_buf_printf(out, "  %s distinct", distinct);
    if (parameter->observed < cluster->count) froe_buf_printf(out, " in %s observed", observed);
    if (parameter->numeric) {
        const double figures[] = {parameter->min, parameter->p50, parameter->p99, parameter->max};
        static const char *const names[] = {"min", "p50", "p99", "max"};
        for (size_t i = 0; i < 4; i++) {
            char text[FROE_SMALL_TEXT_MAX];
            froe_text_number(figures[i], text);
            froe_buf_printf(out, "  %s %s", names[i], text);
        }
    }
    froe_buf_append_char(out, '\n');
    size_t shown = parameter->top_count < VALUES_MAX ? parameter->top_count : VALUES_MAX;
    size_t width = 0;
    for (size_t i = 0; i < shown; i++) {
        size_t columns = froe_text_columns(parameter->top[i].value);
        if (columns > width) width = columns < VALUE_COLUMNS_MAX ? columns : VALUE_COLUMNS_MAX;
    }
    for (size_t i = 0; i < shown; i++) value_line(out, parameter, &parameter->top[i], width, color);
}

static void samples_block(struct froe_buf *out, const struct froe_cluster *cluster, bool color)
{
    if (!cluster->sample_count) return;
    title(out, "samples", color);
    for (size_t i = 0; i < cluster->sample_count; i++) {
        const struct froe_sample *sample = &cluster->samples[i];
        froe_cell_pad(out, INDENT);
        froe_style_begin(out, color, FROE_STYLE_DIM);
        froe_text_put(out, sample->file, FROE_COLUMNS_ANY);
        froe_buf_append_char(out, ':');
        froe_buf_append_u64(out, sample->line);
        froe_style_end(out, color, FROE_STYLE_DIM);
        froe_buf_append_char(out, '\n');
        text_block(out, sample->text, INDENT * 2);
    }
}

static void cluster_block(struct froe_buf *out, const struct froe_report *report,
                          const struct froe_cluster *cluster,
                          const struct froe_render_options *options)
{
    bool color = options->color;
    froe_cell_template(out, cluster, FROE_COLUMNS_ANY, color);
    froe_buf_append_char(out, '\n');
    figures_line(out, cluster, color);
    timeline(out, report, cluster, options->columns ? options->columns : COLUMNS_DEFAULT, color);
    services_line(out, cluster, color);
    if (cluster->parameter_count) title(out, "parameters", color);
    for (size_t i = 0; i < cluster->parameter_count; i++)
        parameter_block(out, cluster, &cluster->parameters[i], i + 1, color);
    samples_block(out, cluster, color);
}

enum froe_status froe_render_table_show(struct froe_writer *writer,
                                        const struct froe_report *report,
                                        const struct froe_render_options *options,
                                        struct froe_error *error)
{
    size_t top = froe_render_top(report, options, 0);
    for (size_t i = 0; i < top; i++) {
        if (i) froe_buf_append_char(&writer->out, '\n');
        cluster_block(&writer->out, report, &report->clusters[i], options);
        enum froe_status status = froe_writer_spill(writer, error);
        if (status != FROE_OK) return status;
    }
    return FROE_OK;
}
