#include "report/text.h"

#include "report/width.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

void froe_text_count(uint64_t count, char *text)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%" PRIu64, count);
    size_t k = 0;
    for (int i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0) text[k++] = ',';
        text[k++] = digits[i];
    }
    text[k] = '\0';
}

void froe_text_share(double share, char *text)
{
    double percent = share * 100;
    if (!(percent > 0))
        snprintf(text, FROE_SMALL_TEXT_MAX, "0 %%");
    else if (percent < 0.05)
        snprintf(text, FROE_SMALL_TEXT_MAX, "<0.1 %%");
    else if (percent >= 100)
        snprintf(text, FROE_SMALL_TEXT_MAX, "100 %%");
    else /* a rest of one record in a million must not read as everything */
        snprintf(text, FROE_SMALL_TEXT_MAX, "%.1f %%", fmin(percent, 99.9));
}

static void rate_in(double rate, const char *unit, char *text)
{
    char number[FROE_SMALL_TEXT_MAX];
    if (rate < 9.95)
        snprintf(text, FROE_SMALL_TEXT_MAX, "%.1f/%s", rate, unit);
    else {
        froe_text_count(rate < 1e18 ? (uint64_t)(rate + 0.5) : UINT64_C(1000000000000000000),
                        number);
        snprintf(text, FROE_SMALL_TEXT_MAX, "%.40s/%s", number, unit);
    }
}

void froe_text_rate(double per_min, char *text)
{
    if (!isfinite(per_min) || per_min < 0)
        text[0] = '\0';
    else if (per_min >= 1 || per_min == 0)
        rate_in(per_min, "min", text);
    else if (per_min * 60 >= 1)
        rate_in(per_min * 60, "h", text);
    else
        rate_in(per_min * 1440, "day", text);
}

void froe_text_number(double number, char *text)
{
    snprintf(text, FROE_SMALL_TEXT_MAX, "%.6g", number);
}

void froe_text_stamp(int64_t time_ns, char *text)
{
    char full[FROE_TIME_TEXT_MAX];
    if (froe_time_format(time_ns, full) < 19) {
        snprintf(text, FROE_SMALL_TEXT_MAX, "-");
        return;
    }
    snprintf(text, FROE_SMALL_TEXT_MAX, "%.10s %.8s", full, full + 11);
}

void froe_text_clock(int64_t time_ns, char *text)
{
    char stamp[FROE_SMALL_TEXT_MAX];
    froe_text_stamp(time_ns, stamp);
    snprintf(text, FROE_SMALL_TEXT_MAX, "%s", stamp[1] ? stamp + 11 : stamp);
}

bool froe_same_day(int64_t first_ns, int64_t last_ns)
{
    char first[FROE_SMALL_TEXT_MAX], last[FROE_SMALL_TEXT_MAX];
    froe_text_stamp(first_ns, first);
    froe_text_stamp(last_ns, last);
    return memcmp(first, last, 10) == 0;
}

void froe_text_span(struct froe_buf *out, int64_t first_ns, int64_t last_ns)
{
    char first[FROE_SMALL_TEXT_MAX], last[FROE_SMALL_TEXT_MAX];
    froe_text_stamp(first_ns, first);
    froe_text_stamp(last_ns, last);
    double span_s = ((double)last_ns - (double)first_ns) / 1e9;
    int len = span_s < 600 ? 19 : 16; /* with seconds or without */
    if (froe_same_day(first_ns, last_ns))
        froe_buf_printf(out, "%.*s-%.*s UTC", len, first, len - 11, last + 11);
    else
        froe_buf_printf(out, "%.*s to %.*s UTC", len, first, len, last);
}

/* Spreads each step over the cells that it overlaps, in proportion. */
static void fill_cells(const struct froe_histogram_view *histogram, double first, double width,
                       double *cells, size_t cell_count)
{
    double step = (double)histogram->step_s * 1e9;
    double cell_width = width / (double)cell_count;
    for (size_t i = 0; i < histogram->count; i++) {
        if (!histogram->counts[i]) continue;
        double begin = (double)histogram->start_ns + step * (double)i - first;
        double from = fmin(fmax(begin, 0), width), to = fmax(fmin(begin + step, width), 0);
        double low = from / cell_width, high = to / cell_width;
        size_t k = (size_t)fmin(low, (double)cell_count - 1);
        /* The window ends inside the step: all its records are in what is left of it. */
        if (high - low < 1e-6) {
            cells[k] += (double)histogram->counts[i];
            continue;
        }
        for (; k < cell_count && (double)k < high; k++) {
            double part = fmin(high, (double)k + 1) - fmax(low, (double)k);
            /* A sliver is rounding, and must not show as something where there is nothing. */
            if (part > 1e-6) cells[k] += (double)histogram->counts[i] * part / (high - low);
        }
    }
}

double froe_text_spark(struct froe_buf *out, const struct froe_histogram_view *histogram,
                       int64_t first_ns, int64_t last_ns, size_t cells)
{
    static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    double counts[FROE_SPARK_MAX] = {0}, peak = 0;
    double width = (double)last_ns - (double)first_ns + 1;
    if (cells > FROE_SPARK_MAX) cells = FROE_SPARK_MAX;
    if (histogram->start_ns != FROE_TIME_NONE && histogram->step_s > 0 && width > 0 && cells)
        fill_cells(histogram, (double)first_ns, width, counts, cells);
    for (size_t i = 0; i < cells; i++) peak = fmax(peak, counts[i]);
    for (size_t i = 0; i < cells; i++) {
        /* The second bar at least for something: nothing and little must differ. */
        size_t height = counts[i] > 0 ? (size_t)fmax(1, ceil(counts[i] / peak * 8 - 1e-6) - 1) : 0;
        froe_buf_append_cstr(out, bars[height > 7 ? 7 : height]);
    }
    return peak;
}

struct summary {
    struct froe_buf *out;
    const char *separator;
    size_t columns, used;
};

static void part(struct summary *summary, struct froe_slice text)
{
    size_t width = froe_text_columns(text), gap = strlen(summary->separator);
    if (summary->used && summary->columns && summary->used + gap + width > summary->columns) {
        froe_buf_append_char(summary->out, '\n');
        summary->used = 0;
    } else if (summary->used) {
        froe_buf_append_cstr(summary->out, summary->separator);
        summary->used += gap;
    }
    froe_buf_append(summary->out, text);
    summary->used += width;
}

static void count_part(struct summary *summary, uint64_t count, const char *one, const char *many)
{
    char text[2 * FROE_SMALL_TEXT_MAX];
    froe_text_count(count, text);
    size_t len = strlen(text);
    snprintf(text + len, sizeof text - len, " %s", count == 1 ? one : many);
    part(summary, froe_slice_cstr(text));
}

static void problem_part(struct summary *summary, uint64_t count, const char *one, const char *many)
{
    if (count) count_part(summary, count, one, many);
}

static void templates_part(struct summary *summary, const struct froe_report_summary *figures)
{
    char text[128], count[FROE_SMALL_TEXT_MAX], ratio[FROE_SMALL_TEXT_MAX];
    const char *noun = figures->templates == 1 ? "template" : "templates";
    froe_text_count(figures->templates, count);
    double r = figures->compression_ratio;
    if (!(r > 0) || r >= 1e18)
        snprintf(text, sizeof text, "%s %s", count, noun);
    else if (r < 9.95)
        snprintf(text, sizeof text, "%s %s (%.1f:1)", count, noun, r);
    else {
        froe_text_count((uint64_t)(r + 0.5), ratio);
        snprintf(text, sizeof text, "%s %s (%s:1)", count, noun, ratio);
    }
    part(summary, froe_slice_cstr(text));
}

void froe_text_summary(struct froe_buf *out, const struct froe_report *report,
                       const char *separator, size_t columns)
{
    const struct froe_report_input *input = &report->input;
    struct summary summary = {out, separator, columns, 0};
    count_part(&summary, input->lines, "line", "lines");
    count_part(&summary, input->records, "record", "records");
    if (report->summary.selected != input->records)
        count_part(&summary, report->summary.selected, "selected", "selected");
    templates_part(&summary, &report->summary);
    if (input->first_ns != FROE_TIME_NONE && input->last_ns != FROE_TIME_NONE) {
        struct froe_buf span = {0};
        froe_text_span(&span, input->first_ns, input->last_ns);
        if (input->year_assumed) froe_buf_append_cstr(&span, " (year assumed)");
        part(&summary, froe_buf_slice(&span));
        froe_buf_release(&span);
    }
    problem_part(&summary, input->lines_cut, "line cut", "lines cut");
    problem_part(&summary, input->records_cut, "record cut", "records cut");
    problem_part(&summary, input->lines_unparsed, "record of no known layout",
                 "records of no known layout");
    problem_part(&summary, input->broken_json, "record of broken JSON", "records of broken JSON");
    problem_part(&summary, report->summary.folded, "record folded", "records folded");
    problem_part(&summary, input->files_binary, "binary file skipped", "binary files skipped");
    problem_part(&summary, input->files_failed, "file unreadable", "files unreadable");
}

void froe_text_losses(struct froe_buf *out, const struct froe_report_input *input)
{
    struct summary losses = {out, ", ", 0, 0};
    problem_part(&losses, input->lines_cut, "line cut", "lines cut");
    problem_part(&losses, input->records_cut, "record cut", "records cut");
    problem_part(&losses, input->fields_cut, "field left out or cut", "fields left out or cut");
    problem_part(&losses, input->broken_json, "record of broken JSON", "records of broken JSON");
}
