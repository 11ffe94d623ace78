#include "report/writer.h"

#include "base/json_writer.h"
#include "froe_config.h"

static void json_time(struct froe_json_writer *json, const char *key, int64_t time_ns)
{
    char text[FROE_TIME_TEXT_MAX];
    size_t len = froe_time_format(time_ns, text);
    froe_json_key(json, key);
    froe_json_string(json, froe_slice(len ? text : NULL, len));
}

static void json_count(struct froe_json_writer *json, const char *key, uint64_t count)
{
    froe_json_key(json, key);
    froe_json_u64(json, count);
}

static void json_number(struct froe_json_writer *json, const char *key, double number, int digits)
{
    froe_json_key(json, key);
    froe_json_double(json, number, digits);
}

static void json_input(struct froe_json_writer *json, const struct froe_report_input *input)
{
    froe_json_object_begin(json);
    froe_json_key(json, "files");
    froe_json_array_begin(json);
    for (size_t i = 0; i < input->file_count; i++) froe_json_string(json, input->files[i]);
    froe_json_array_end(json);
    json_count(json, "bytes", input->bytes);
    json_count(json, "lines", input->lines);
    json_count(json, "records", input->records);
    json_count(json, "skipped", input->skipped);
    json_time(json, "first", input->first_ns);
    json_time(json, "last", input->last_ns);
    froe_json_key(json, "year_assumed");
    froe_json_bool(json, input->year_assumed);
    json_count(json, "binary", input->files_binary);
    json_count(json, "failed", input->files_failed);
    json_count(json, "lines_cut", input->lines_cut);
    json_count(json, "unparsed", input->lines_unparsed);
    json_count(json, "records_cut", input->records_cut);
    json_count(json, "broken_json", input->broken_json);
    froe_json_object_end(json);
}

/* Most severe first; error, warn and info always, the others when they occur. */
static void json_levels(struct froe_json_writer *json, const uint64_t *levels)
{
    froe_json_object_begin(json);
    for (size_t i = FROE_LEVEL_COUNT; i-- > 0;) {
        bool always = i == FROE_LEVEL_ERROR || i == FROE_LEVEL_WARN || i == FROE_LEVEL_INFO;
        const char *name = froe_level_name((enum froe_level)i);
        if (levels[i] || always) json_count(json, name ? name : "none", levels[i]);
    }
    froe_json_object_end(json);
}

static void json_summary(struct froe_json_writer *json, const struct froe_report_summary *summary)
{
    froe_json_object_begin(json);
    json_count(json, "templates", summary->templates);
    json_count(json, "clusters", summary->clusters);
    json_number(json, "compression_ratio", summary->compression_ratio, 6);
    froe_json_key(json, "levels");
    json_levels(json, summary->levels);
    json_count(json, "folded", summary->folded);
    froe_json_object_end(json);
}

static void json_histogram(struct froe_json_writer *json,
                           const struct froe_histogram_view *histogram)
{
    if (histogram->start_ns == FROE_TIME_NONE) {
        froe_json_null(json);
        return;
    }
    froe_json_object_begin(json);
    json_time(json, "start", histogram->start_ns);
    froe_json_key(json, "step_s");
    froe_json_i64(json, histogram->step_s);
    froe_json_key(json, "counts");
    froe_json_array_begin(json);
    for (size_t i = 0; i < histogram->count; i++) froe_json_u64(json, histogram->counts[i]);
    froe_json_array_end(json);
    froe_json_object_end(json);
}

static void json_parameter(struct froe_json_writer *json, const struct froe_parameter *parameter)
{
    froe_json_object_begin(json);
    froe_json_key(json, "name");
    froe_json_string(json, parameter->name);
    froe_json_key(json, "type");
    froe_json_cstr(json, parameter->type);
    json_count(json, "observed", parameter->observed);
    json_count(json, "distinct", parameter->distinct);
    froe_json_key(json, "top");
    froe_json_array_begin(json);
    for (size_t i = 0; i < parameter->top_count; i++) {
        froe_json_array_begin(json);
        froe_json_string(json, parameter->top[i].value);
        froe_json_u64(json, parameter->top[i].count);
        froe_json_array_end(json);
    }
    froe_json_array_end(json);
    if (parameter->numeric) {
        json_number(json, "min", parameter->min, 9);
        json_number(json, "p50", parameter->p50, 9);
        json_number(json, "p99", parameter->p99, 9);
        json_number(json, "max", parameter->max, 9);
    }
    froe_json_object_end(json);
}

static void json_sample(struct froe_json_writer *json, const struct froe_sample *sample)
{
    froe_json_object_begin(json);
    froe_json_key(json, "file");
    froe_json_string(json, sample->file);
    json_count(json, "line", sample->line);
    froe_json_key(json, "text");
    froe_json_string(json, sample->text);
    froe_json_object_end(json);
}

static void json_cluster(struct froe_json_writer *json, const struct froe_cluster *cluster)
{
    froe_json_object_begin(json);
    froe_json_key(json, "id");
    froe_json_cstr(json, cluster->id);
    froe_json_key(json, "template_id");
    froe_json_cstr(json, cluster->template_id);
    froe_json_key(json, "template");
    froe_json_string(json, cluster->template_text);
    froe_json_key(json, "level");
    froe_json_cstr(json, froe_level_name(cluster->level));
    json_count(json, "count", cluster->count);
    json_number(json, "share", cluster->share, 6);
    froe_json_key(json, "services");
    froe_json_object_begin(json);
    for (size_t i = 0; i < cluster->service_count; i++) {
        /* A string, then what froe_json_key writes behind one: it takes C strings only. */
        froe_json_string(json, cluster->services[i].value);
        froe_buf_append_char(json->out, ':');
        json->after_key = true;
        froe_json_u64(json, cluster->services[i].count);
    }
    froe_json_object_end(json);
    json_time(json, "first", cluster->first_ns);
    json_time(json, "last", cluster->last_ns);
    json_number(json, "rate_per_min", cluster->rate_per_min, 6);
    froe_json_key(json, "histogram");
    json_histogram(json, &cluster->histogram);
    froe_json_key(json, "parameters");
    froe_json_array_begin(json);
    for (size_t i = 0; i < cluster->parameter_count; i++)
        json_parameter(json, &cluster->parameters[i]);
    froe_json_array_end(json);
    froe_json_key(json, "samples");
    froe_json_array_begin(json);
    for (size_t i = 0; i < cluster->sample_count; i++) json_sample(json, &cluster->samples[i]);
    froe_json_array_end(json);
    froe_json_object_end(json);
}

enum froe_status froe_render_json(struct froe_writer *writer, const struct froe_report *report,
                                  const struct froe_render_options *options,
                                  struct froe_error *error)
{
    struct froe_json_writer json;
    froe_json_init(&json, &writer->out);
    froe_json_object_begin(&json);
    froe_json_key(&json, "schema");
    froe_json_cstr(&json, "froe.scan/1");
    froe_json_key(&json, "version");
    froe_json_cstr(&json, FROE_VERSION);
    froe_json_key(&json, "input");
    json_input(&json, &report->input);
    froe_json_key(&json, "summary");
    json_summary(&json, &report->summary);
    froe_json_key(&json, "clusters");
    froe_json_array_begin(&json);
    size_t top = froe_render_top(report, options, 0);
    for (size_t i = 0; i < top; i++) {
        json_cluster(&json, &report->clusters[i]);
        enum froe_status status = froe_writer_spill(writer, error);
        if (status != FROE_OK) return status;
    }
    froe_json_array_end(&json);
    froe_json_object_end(&json);
    froe_buf_append_char(&writer->out, '\n');
    return FROE_OK;
}

enum froe_status froe_render_ndjson(struct froe_writer *writer, const struct froe_report *report,
                                    const struct froe_render_options *options,
                                    struct froe_error *error)
{
    size_t top = froe_render_top(report, options, 0);
    for (size_t i = 0; i < top; i++) {
        struct froe_json_writer json;
        froe_json_init(&json, &writer->out);
        json_cluster(&json, &report->clusters[i]);
        froe_buf_append_char(&writer->out, '\n');
        enum froe_status status = froe_writer_spill(writer, error);
        if (status != FROE_OK) return status;
    }
    return FROE_OK;
}
