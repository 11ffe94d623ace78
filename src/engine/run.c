#include "engine/run.h"

#include "engine/reader.h"

/* One run: inputs, the mining engine, and what it found. */
struct run {
    struct froe_reader reader;
    struct froe_engine *engine;
    const struct froe_table *table;
    struct froe_templates *templates;
    uint64_t fields_cut; /* in the second pass */
};

static bool counts_back(const struct froe_options *options)
{
    return options->since.kind == FROE_BOUND_BACK || options->until.kind == FROE_BOUND_BACK;
}

/* Durations count back from the last record, which a pass of its own finds. */
static enum froe_status find_last_time(struct run *run, const struct froe_options *options,
                                       int64_t *last_ns, struct froe_error *error)
{
    struct froe_options all = *options;
    all.since.kind = all.until.kind = FROE_BOUND_NONE;
    all.level = FROE_LEVEL_NONE;
    all.service = NULL;
    all.grep_count = 0;
    all.templates = NULL;
    *last_ns = FROE_TIME_NONE;
    struct froe_engine *engine = froe_engine_new(&all, FROE_TIME_NONE, NULL, error);
    if (!engine) return error->status;
    enum froe_status status = froe_reader_feed_all(&run->reader, engine, error);
    if (status == FROE_OK) *last_ns = froe_engine_last_ns(engine);
    froe_engine_free(engine);
    return status;
}

static enum froe_status mine(struct run *run, const struct froe_options *options, int64_t *last_ns,
                             struct froe_error *error)
{
    enum froe_status status = FROE_OK;
    *last_ns = FROE_TIME_NONE;
    if (counts_back(options)) status = find_last_time(run, options, last_ns, error);
    if (status != FROE_OK) return status;
    run->engine = froe_engine_new(options, *last_ns, NULL, error);
    if (!run->engine) return error->status;
    status = froe_reader_feed_all(&run->reader, run->engine, error);
    if (status != FROE_OK) return status;
    return froe_engine_induce(run->engine, &run->table, &run->templates, error);
}

static void run_release(struct run *run)
{
    froe_templates_free(run->templates);
    froe_engine_free(run->engine);
    froe_reader_release(&run->reader);
}

static enum froe_status make_report(struct run *run, struct froe_report **report,
                                    struct froe_error *error)
{
    enum froe_status status = froe_engine_snapshot(run->engine, run->templates, report, error);
    if (status != FROE_OK) return status;
    (*report)->input.files_failed = run->reader.files_failed;
    (*report)->input.files_binary = run->reader.files_binary;
    (*report)->input.fields_cut += run->fields_cut;
    return FROE_OK;
}

enum froe_status froe_run_scan(const struct froe_options *options, const char *const *paths,
                               size_t path_count, const struct froe_hooks *hooks,
                               struct froe_report **report, struct froe_error *error)
{
    struct run run = {0};
    int64_t last_ns;
    *report = NULL;
    enum froe_status status = froe_reader_init(&run.reader, options, hooks, paths, path_count,
                                               counts_back(options) ? 2 : 1, error);
    if (status == FROE_OK) status = mine(&run, options, &last_ns, error);
    if (status == FROE_OK) status = make_report(&run, report, error);
    run_release(&run);
    return status;
}

/* --- the second pass
 * ------------------------------------------------------------------------------ */

struct row_context {
    const struct froe_options *options;
    froe_row_sink *row_sink;
    froe_record_sink *record_sink;
    void *sink_context;
    char level_letter; /* of the cluster asked for; 0: all levels */
};

static enum froe_status to_row(void *context, const struct froe_engine_record *record,
                               struct froe_error *error)
{
    const struct row_context *rows = context;
    struct froe_row row = {
        .file = record->file,
        .line = record->line,
        .line_count = record->line_count,
        .time_ns = record->time_ns,
        .order_ns = record->order_ns,
        .level = record->level,
        .service = record->service,
        .message = record->message,
        .template_id = record->template->id,
        .template_text =
            rows->options->plain_wildcards ? record->template->plain : record->template->typed,
        .parameters = record->parameters,
        .parameter_count = record->parameter_count,
        .fields = record->fields,
        .field_count = record->field_count,
    };
    return rows->row_sink(rows->sink_context, &row, error);
}

static enum froe_status to_record_view(void *context, const struct froe_engine_record *record,
                                       struct froe_error *error)
{
    const struct row_context *rows = context;
    if (rows->level_letter && froe_level_letter(record->level) != rows->level_letter)
        return FROE_OK;
    struct froe_record_view view = {record->file, record->line, record->order_ns, record->raw};
    return rows->record_sink(rows->sink_context, &view, error);
}

static enum froe_status second_pass(struct run *run, const struct froe_options *options,
                                    int64_t last_ns, struct froe_engine_pass *pass,
                                    struct froe_error *error)
{
    pass->table = run->table;
    pass->templates = run->templates;
    if (options->by_time) pass->by_time = run->engine;
    struct froe_engine *engine = froe_engine_new(options, last_ns, pass, error);
    if (!engine) return error->status;
    enum froe_status status = froe_reader_feed_all(&run->reader, engine, error);
    if (status == FROE_OK) run->fields_cut = froe_engine_fields_cut(engine);
    froe_engine_free(engine);
    return status;
}

/* One pass: rows come while reading. */
static enum froe_status parse_online(struct run *run, const struct froe_options *options,
                                     struct froe_engine_pass *pass, struct froe_error *error)
{
    int64_t last_ns = FROE_TIME_NONE;
    enum froe_status status = FROE_OK;
    if (counts_back(options)) status = find_last_time(run, options, &last_ns, error);
    if (status != FROE_OK) return status;
    run->engine = froe_engine_new(options, last_ns, pass, error);
    if (!run->engine) return error->status;
    status = froe_reader_feed_all(&run->reader, run->engine, error);
    if (status != FROE_OK) return status;
    return froe_engine_induce(run->engine, &run->table, &run->templates, error);
}

enum froe_status froe_run_parse(const struct froe_options *options, const char *const *paths,
                                size_t path_count, const struct froe_hooks *hooks,
                                froe_row_sink *sink, void *sink_context,
                                struct froe_report **report, struct froe_error *error)
{
    struct run run = {0};
    int64_t last_ns = FROE_TIME_NONE;
    struct row_context rows = {options, sink, NULL, sink_context, 0};
    struct froe_engine_pass pass = {
        .only_template = UINT32_MAX,
        .fields = options->fields,
        .sink = to_row,
        .sink_context = &rows,
    };
    unsigned passes = (options->online ? 1u : 2u) + counts_back(options);
    if (report) *report = NULL;
    enum froe_status status =
        froe_reader_init(&run.reader, options, hooks, paths, path_count, passes, error);
    if (status == FROE_OK && options->online) status = parse_online(&run, options, &pass, error);
    if (status == FROE_OK && !options->online) status = mine(&run, options, &last_ns, error);
    if (status == FROE_OK && !options->online)
        status = second_pass(&run, options, last_ns, &pass, error);
    if (status == FROE_OK && report) status = make_report(&run, report, error);
    run_release(&run);
    return status;
}

/* The letter behind the dot of a cluster's id, 0 for a template's id. */
static char level_letter_of(const char *id)
{
    const char *dot = strchr(id, '.');
    return dot ? dot[1] : 0;
}

/* Keeps the clusters of one template, at one level if a letter is given. */
static void keep_clusters(struct froe_report *report, const char *template_id, char level_letter)
{
    size_t kept = 0;
    for (size_t i = 0; i < report->cluster_count; i++) {
        const struct froe_cluster *cluster = &report->clusters[i];
        if (strcmp(cluster->template_id, template_id) == 0 &&
            (!level_letter || cluster->id[FROE_TEMPLATE_ID_LEN + 1] == level_letter))
            report->clusters[kept++] = *cluster;
    }
    report->cluster_count = kept;
}

enum froe_status froe_run_show(const struct froe_options *options, const char *id,
                               const char *const *paths, size_t path_count,
                               const struct froe_hooks *hooks, froe_record_sink *sink,
                               void *sink_context, struct froe_report **report,
                               struct froe_error *error)
{
    struct run run = {0};
    int64_t last_ns = FROE_TIME_NONE;
    uint32_t index = UINT32_MAX;
    *report = NULL;
    unsigned passes = (counts_back(options) ? 2u : 1u) + (sink != NULL);
    enum froe_status status =
        froe_reader_init(&run.reader, options, hooks, paths, path_count, passes, error);
    if (status == FROE_OK) status = mine(&run, options, &last_ns, error);
    if (status == FROE_OK)
        status = froe_templates_find(run.templates, froe_slice_cstr(id), &index, error);
    if (status == FROE_OK) status = make_report(&run, report, error);
    if (status == FROE_OK) {
        keep_clusters(*report, run.templates->items[index].id, level_letter_of(id));
        if ((*report)->cluster_count == 0)
            status = froe_error_set(error, FROE_NOT_FOUND, "no selected record is of '%s'", id);
    }
    if (status == FROE_OK && sink) {
        struct row_context rows = {options, NULL, sink, sink_context, level_letter_of(id)};
        struct froe_engine_pass pass = {
            .only_template = index, .raw = true, .sink = to_record_view, .sink_context = &rows};
        status = second_pass(&run, options, last_ns, &pass, error);
    }
    run_release(&run);
    if (status != FROE_OK && *report) {
        froe_report_free(*report);
        *report = NULL;
    }
    return status;
}
