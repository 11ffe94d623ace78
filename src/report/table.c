#include "report/writer.h"

#include "base/hash.h"
#include "base/map.h"
#include "report/cells.h"
#include "report/text.h"

enum {
    GAP = 2,
    SPARK = 10,
    SCREENFUL = 20,        /* clusters, when there is no terminal to ask */
    ROWS_TAKEN = 5,        /* of the terminal: summary, empty line, head, rest, prompt */
    SERVICE_MAX = 24,      /* columns of a service name on a terminal */
    SERVICE_NARROW = 15,   /* ... when the template needs the room */
    TEMPLATE_COMFORT = 28, /* columns of template below which other columns go */
    TEMPLATE_MIN = 12,     /* always given, even where the terminal then wraps */
    WIDE_COLUMNS = 140,    /* terminals that show first and last unasked */
    ID_PREFIX_MIN = 4,
};

/* Columns of each part; 0: not shown. */
struct layout {
    size_t id, count, share, spark, level, service, time, template;
    bool color, same_day;
    int64_t first_ns, last_ns;
};

static size_t max(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* The shortest prefix that tells all templates of the report apart: `froe show` takes it. */
static size_t id_prefix(const struct froe_report *report)
{
    for (size_t len = ID_PREFIX_MIN; len < FROE_TEMPLATE_ID_LEN; len++) {
        struct froe_map seen = {0};
        bool unique = true;
        for (size_t i = 0; i < report->cluster_count && unique; i++) {
            const char *id = report->clusters[i].template_id;
            uint64_t prefix = froe_hash_bytes(froe_slice(id, strnlen(id, len)), 0);
            bool fresh;
            uint32_t *owner = froe_map_put(&seen, prefix, (uint32_t)i, &fresh);
            /* Clusters of one template share its prefix. */
            unique = owner && (fresh || strcmp(report->clusters[*owner].template_id, id) == 0);
        }
        froe_map_release(&seen);
        if (unique) return len;
    }
    return FROE_TEMPLATE_ID_LEN;
}

static void service_text(struct froe_buf *out, const struct froe_cluster *cluster, size_t columns)
{
    char more[FROE_SMALL_TEXT_MAX] = "";
    if (!cluster->service_count) {
        froe_buf_append_char(out, '-');
        return;
    }
    if (cluster->service_count > 1) {
        more[0] = ' ';
        more[1] = '+';
        froe_text_count(cluster->service_count - 1, more + 2);
    }
    size_t tail = strlen(more);
    froe_text_put_cut(out, cluster->services[0].value, columns > tail ? columns - tail : columns);
    if (columns > tail) froe_buf_append_cstr(out, more);
}

/* How wide the contents are. */
static void measure(struct layout *layout, const struct froe_report *report, size_t top)
{
    char text[FROE_SMALL_TEXT_MAX];
    layout->count = strlen("count");
    for (size_t i = 0; i < top; i++) {
        const struct froe_cluster *cluster = &report->clusters[i];
        froe_text_count(cluster->count, text);
        layout->count = max(layout->count, strlen(text));
        if (cluster->level != FROE_LEVEL_NONE)
            layout->level = max(layout->level, max(5, froe_cell_level(cluster->level).len));
        if (!cluster->service_count) continue;
        struct froe_buf service = {0};
        service_text(&service, cluster, FROE_COLUMNS_ANY);
        layout->service = max(layout->service, froe_text_columns(froe_buf_slice(&service)));
        froe_buf_release(&service);
    }
    if (layout->service) layout->service = max(layout->service, strlen("service"));
    layout->share = 6;
    bool has_span = report->input.first_ns != FROE_TIME_NONE &&
                    report->input.last_ns != FROE_TIME_NONE &&
                    report->input.last_ns > report->input.first_ns;
    layout->spark = has_span ? SPARK : 0;
}

static size_t columns_before_template(const struct layout *layout)
{
    const size_t widths[] = {layout->id,    layout->count,   layout->share, layout->spark,
                             layout->level, layout->service, layout->time,  layout->time};
    size_t sum = 0;
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        if (widths[i]) sum += widths[i] + GAP;
    return sum;
}

/* The longest template, as far as it matters. */
static size_t longest_template(const struct froe_report *report, size_t top)
{
    size_t longest = 0;
    for (size_t i = 0; i < top && longest < TEMPLATE_COMFORT; i++)
        longest = max(longest, froe_text_columns(report->clusters[i].template_text));
    return longest < TEMPLATE_COMFORT ? longest : TEMPLATE_COMFORT;
}

static struct layout plan(const struct froe_report *report,
                          const struct froe_render_options *options, size_t top)
{
    struct layout layout = {.color = options->color,
                            .first_ns = report->input.first_ns,
                            .last_ns = report->input.last_ns,
                            .template = FROE_COLUMNS_ANY};
    measure(&layout, report, top);
    bool has_times = layout.first_ns != FROE_TIME_NONE && layout.last_ns != FROE_TIME_NONE;
    layout.same_day = has_times && froe_same_day(layout.first_ns, layout.last_ns);
    bool times = options->wide || options->columns >= WIDE_COLUMNS;
    if (times && has_times) layout.time = layout.same_day ? 8 : 19;
    layout.id = options->wide || !options->columns ? FROE_CLUSTER_ID_LEN : id_prefix(report);
    if (!options->columns) return layout;
    if (layout.service > SERVICE_MAX) layout.service = SERVICE_MAX;
    /* The template is what is read: the others give way, the least telling first. */
    size_t wanted = longest_template(report, top);
    size_t *const givers[] = {&layout.service, &layout.share, &layout.spark, &layout.service};
    for (size_t i = 0; i < sizeof givers / sizeof *givers; i++) {
        if (columns_before_template(&layout) + wanted <= options->columns) break;
        if (i == 0 && layout.service > SERVICE_NARROW)
            layout.service = SERVICE_NARROW;
        else if (i > 0)
            *givers[i] = 0;
    }
    size_t taken = columns_before_template(&layout);
    layout.template = max(TEMPLATE_MIN, options->columns > taken ? options->columns - taken : 0);
    return layout;
}

static void head_left(struct froe_buf *out, const char *title, size_t columns)
{
    if (!columns) return;
    froe_cell_left(out, froe_slice_cstr(title), columns, false, NULL);
    froe_cell_pad(out, GAP);
}

static void head_right(struct froe_buf *out, const char *title, size_t columns)
{
    if (!columns) return;
    froe_cell_right(out, froe_slice_cstr(title), columns);
    froe_cell_pad(out, GAP);
}

static void head_line(struct froe_buf *out, const struct layout *layout)
{
    froe_style_begin(out, layout->color, FROE_STYLE_DIM);
    head_left(out, "id", layout->id);
    head_right(out, "count", layout->count);
    head_right(out, "share", layout->share);
    head_left(out, "rate", layout->spark);
    head_left(out, "level", layout->level);
    head_left(out, "service", layout->service);
    head_left(out, "first", layout->time);
    head_left(out, "last", layout->time);
    froe_buf_append_cstr(out, "template");
    froe_style_end(out, layout->color, FROE_STYLE_DIM);
    froe_buf_append_char(out, '\n');
}

static void time_cell(struct froe_buf *out, const struct layout *layout, int64_t time_ns)
{
    char text[FROE_SMALL_TEXT_MAX];
    if (layout->same_day)
        froe_text_clock(time_ns, text);
    else
        froe_text_stamp(time_ns, text);
    froe_cell_left(out, froe_slice_cstr(text), layout->time, false, NULL);
    froe_cell_pad(out, GAP);
}

static void service_cell(struct froe_buf *out, const struct froe_cluster *cluster, size_t columns)
{
    struct froe_buf service = {0};
    service_text(&service, cluster, columns);
    froe_cell_left(out, froe_buf_slice(&service), columns, false, NULL);
    froe_cell_pad(out, GAP);
    froe_buf_release(&service);
}

static void cluster_line(struct froe_buf *out, const struct layout *layout,
                         const struct froe_cluster *cluster)
{
    char text[FROE_SMALL_TEXT_MAX];
    struct froe_slice id = froe_slice(cluster->id, strnlen(cluster->id, layout->id));
    froe_cell_left(out, id, layout->id, layout->color, FROE_STYLE_DIM);
    froe_cell_pad(out, GAP);
    froe_text_count(cluster->count, text);
    head_right(out, text, layout->count);
    froe_text_share(cluster->share, text);
    head_right(out, text, layout->share);
    if (layout->spark) {
        froe_text_spark(out, &cluster->histogram, layout->first_ns, layout->last_ns, SPARK);
        froe_cell_pad(out, GAP);
    }
    if (layout->level) {
        froe_cell_left(out, froe_cell_level(cluster->level), layout->level, layout->color,
                       froe_style_of_level(cluster->level));
        froe_cell_pad(out, GAP);
    }
    if (layout->service) service_cell(out, cluster, layout->service);
    if (layout->time) {
        time_cell(out, layout, cluster->first_ns);
        time_cell(out, layout, cluster->last_ns);
    }
    froe_cell_template(out, cluster, layout->template, layout->color);
    froe_buf_append_char(out, '\n');
}

static size_t screenful(const struct froe_render_options *options)
{
    if (!options->rows) return SCREENFUL;
    return options->rows > ROWS_TAKEN + 5 ? options->rows - ROWS_TAKEN : 5;
}

enum froe_status froe_render_table(struct froe_writer *writer, const struct froe_report *report,
                                   const struct froe_render_options *options,
                                   struct froe_error *error)
{
    struct froe_buf *out = &writer->out;
    size_t top = froe_render_top(report, options, screenful(options));
    froe_style_begin(out, options->color, FROE_STYLE_BOLD);
    froe_text_summary(out, report, "  ", options->columns);
    froe_style_end(out, options->color, FROE_STYLE_BOLD);
    froe_buf_append_char(out, '\n');
    if (!report->cluster_count) return FROE_OK;
    struct layout layout = plan(report, options, top);
    froe_buf_append_char(out, '\n');
    head_line(out, &layout);
    for (size_t i = 0; i < top; i++) {
        cluster_line(out, &layout, &report->clusters[i]);
        enum froe_status status = froe_writer_spill(writer, error);
        if (status != FROE_OK) return status;
    }
    if (top < report->cluster_count) {
        char more[FROE_SMALL_TEXT_MAX];
        froe_text_count(report->cluster_count - top, more);
        froe_style_begin(out, options->color, FROE_STYLE_DIM);
        froe_buf_printf(out, "(%s more: --top 0)", more);
        froe_style_end(out, options->color, FROE_STYLE_DIM);
        froe_buf_append_char(out, '\n');
    }
    return FROE_OK;
}
