/* froe formats list | test | explain: what is known, and what a file or a line is. */
#include "cli/formats.h"

#include "cli/commands.h"
#include "cli/session.h"
#include "engine/formats_load.h"
#include "engine/survey.h"
#include "record/explain.h"
#include "report/text.h"
#include "report/width.h"

enum froe_exit froe_formats_print(const struct froe_args *args, struct froe_buf *out,
                                  enum froe_exit code)
{
    struct froe_output output;
    struct froe_error error = {0};
    enum froe_status status = froe_output_open(&output, args->output, &error);
    if (status == FROE_OK && out->status != FROE_OK)
        status = froe_error_set(&error, out->status, "%s", froe_status_text(out->status));
    if (status == FROE_OK) status = froe_output_write(&output, froe_buf_slice(out), &error);
    if (status == FROE_OK) status = froe_output_commit(&output, &error);
    if (status != FROE_OK && !output.pipe_closed) {
        froe_complain(error.message);
        code = FROE_EXIT_USAGE;
    }
    froe_output_release(&output);
    froe_buf_release(out);
    return code;
}

void froe_formats_json_name(struct froe_json_writer *json, const char *key,
                            const struct froe_format *format)
{
    froe_json_key(json, key);
    froe_json_string(json, froe_slice_cstr(format ? froe_format_name(format) : NULL));
}

const char *froe_formats_place(const struct froe_format *format)
{
    const char *origin = froe_format_origin(format);
    bool given = strncmp(froe_format_name(format), "--", 2) == 0;
    return origin ? origin : given ? "given" : "built in";
}

/* --- list --- */

static void list_as_table(const struct froe_formats *formats, struct froe_buf *out)
{
    size_t name_width = 0, place_width = 0, count = froe_formats_count(formats);
    for (size_t i = 0; i < count; i++) {
        const struct froe_format *format = froe_formats_at(formats, i);
        size_t name = strlen(froe_format_name(format));
        size_t place = froe_text_columns(froe_slice_cstr(froe_formats_place(format)));
        if (name > name_width) name_width = name;
        if (place > place_width) place_width = place;
    }
    for (size_t i = 0; i < count; i++) {
        const struct froe_format *format = froe_formats_at(formats, i);
        froe_buf_printf(out, "%-*s  ", (int)name_width, froe_format_name(format));
        size_t used =
            froe_text_put(out, froe_slice_cstr(froe_formats_place(format)), FROE_COLUMNS_ANY);
        froe_buf_printf(out, "%*s  ", (int)(place_width - used), "");
        froe_text_put(out, froe_slice_cstr(froe_format_title(format)), FROE_COLUMNS_ANY);
        froe_buf_append_char(out, '\n');
    }
}

static void list_as_json(const struct froe_formats *formats, struct froe_buf *out)
{
    struct froe_json_writer json;
    froe_json_init(&json, out);
    froe_json_object_begin(&json);
    froe_json_key(&json, "schema");
    froe_json_cstr(&json, "froe.formats/1");
    froe_json_key(&json, "formats");
    froe_json_array_begin(&json);
    for (size_t i = 0; i < froe_formats_count(formats); i++) {
        const struct froe_format *format = froe_formats_at(formats, i);
        froe_json_object_begin(&json);
        froe_formats_json_name(&json, "name", format);
        froe_json_key(&json, "title");
        froe_json_cstr(&json, froe_format_title(format));
        froe_json_key(&json, "origin"); /* null: built in */
        froe_json_string(&json, froe_slice_cstr(froe_format_origin(format)));
        froe_json_key(&json, "samples");
        froe_json_u64(&json, froe_format_sample_count(format));
        froe_json_object_end(&json);
    }
    froe_json_array_end(&json);
    froe_json_object_end(&json);
    froe_buf_append_char(out, '\n');
}

static enum froe_exit list(const struct froe_args *args, struct froe_formats *formats)
{
    struct froe_buf out = {0};
    (args->format == FROE_RENDER_JSON ? list_as_json : list_as_table)(formats, &out);
    return froe_formats_print(args, &out, FROE_EXIT_DONE);
}

/* --- test --- */

static bool is_format_file(const char *path)
{
    const char *extension = strrchr(path, '.');
    return extension && (strcmp(extension, ".yaml") == 0 || strcmp(extension, ".yml") == 0);
}

/* What came of the samples of a file of formats. */
struct sample_run {
    const char *path;
    unsigned formats, samples, wrong;
    struct froe_json_writer *json; /* NULL: a table */
    struct froe_buf *out;
};

/* Nothing in a sample may control the terminal. */
static void put_lines(struct froe_buf *out, struct froe_slice text)
{
    while (text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        froe_text_put(out, froe_slice(text.ptr, len), FROE_COLUMNS_ANY);
        froe_buf_append_char(out, '\n');
        text = froe_slice_from(text, len + 1);
    }
}

static void run_sample(struct sample_run *run, const struct froe_formats *formats,
                       const struct froe_format *format, unsigned sample)
{
    struct froe_buf problems = {0};
    run->samples++;
    if (froe_format_check_sample(formats, format, sample, &problems)) {
        froe_buf_release(&problems);
        return;
    }
    run->wrong++;
    unsigned line = froe_format_sample_line(formats, format, sample);
    if (run->json) {
        froe_json_object_begin(run->json);
        froe_formats_json_name(run->json, "format", format);
        froe_json_key(run->json, "line");
        froe_json_u64(run->json, line);
        froe_json_key(run->json, "problems");
        froe_json_string(run->json, froe_buf_slice(&problems));
        froe_json_object_end(run->json);
    } else {
        froe_buf_printf(run->out, "%s:%u: format %s, sample %u\n", run->path, line,
                        froe_format_name(format), sample + 1);
        put_lines(run->out, froe_buf_slice(&problems));
    }
    froe_buf_release(&problems);
}

static void run_samples(struct sample_run *run, const struct froe_formats *formats)
{
    for (size_t i = 0; i < froe_formats_count(formats); i++) {
        const struct froe_format *format = froe_formats_at(formats, i);
        const char *origin = froe_format_origin(format);
        if (!origin || strcmp(origin, run->path) != 0) continue;
        run->formats++;
        for (unsigned s = 0; s < froe_format_sample_count(format); s++)
            run_sample(run, formats, format, s);
    }
}

/* Runs the samples of a file of formats, all other formats loaded. */
static enum froe_exit test_samples(struct froe_formats *formats, const char *path,
                                   struct froe_json_writer *json, struct froe_buf *out)
{
    struct froe_error error = {0};
    struct sample_run run = {.path = path, .json = json, .out = out};
    if (froe_formats_add_file(formats, path, &error) != FROE_OK) {
        froe_complain(error.message);
        return error.status == FROE_SYNTAX ? FROE_EXIT_USAGE : FROE_EXIT_INPUT;
    }
    if (json) {
        froe_json_object_begin(json);
        froe_json_key(json, "file");
        froe_json_cstr(json, path);
        froe_json_key(json, "wrong");
        froe_json_array_begin(json);
    }
    run_samples(&run, formats);
    if (json) {
        froe_json_array_end(json);
        froe_json_key(json, "samples");
        froe_json_u64(json, run.samples);
        froe_json_object_end(json);
    } else {
        froe_buf_printf(out, "%s: %u %s, %u %s, %u wrong\n", path, run.formats,
                        run.formats == 1 ? "format" : "formats", run.samples,
                        run.samples == 1 ? "sample" : "samples", run.wrong);
    }
    return run.wrong ? FROE_EXIT_FOUND : FROE_EXIT_DONE;
}

static void put_row(struct froe_buf *out, uint64_t lines, uint64_t all, const char *name,
                    const char *note)
{
    char count[FROE_SMALL_TEXT_MAX], share[FROE_SMALL_TEXT_MAX];
    froe_text_count(lines, count);
    froe_text_share(all ? (double)lines / (double)all : 0, share);
    froe_buf_printf(out, "%12s  %7s  %s%s\n", count, share, name, note);
}

static void survey_as_table(const struct froe_survey *survey, const char *path,
                            struct froe_buf *out)
{
    char count[FROE_SMALL_TEXT_MAX];
    froe_text_count(survey->lines, count);
    froe_text_put(out, froe_slice_cstr(path), FROE_COLUMNS_ANY);
    froe_buf_printf(out, "  %s lines", count);
    if (survey->detected.envelope)
        froe_buf_printf(out, "  in %s", froe_format_name(survey->detected.envelope));
    froe_buf_printf(out, "  %s\n\n       lines    share  format\n",
                    survey->detected.format ? froe_format_name(survey->detected.format)
                                            : "no format is the rule");
    for (size_t i = 0; i < survey->row_count; i++) {
        const struct froe_survey_row *row = &survey->rows[i];
        const char *note = row->with_time && row->with_level ? ""
                           : row->with_time                  ? "  (no level)"
                           : row->with_level                 ? "  (no time)"
                                                             : "  (no time, no level)";
        put_row(out, row->lines, survey->lines, froe_format_name(row->format), note);
    }
    if (survey->unread)
        put_row(out, survey->unread, survey->lines, "-", "  (continued, or in no known format)");
    if (survey->empty) put_row(out, survey->empty, survey->lines, "-", "  (empty)");
    if (survey->unread_line_count) froe_buf_append_cstr(out, "\nin no format:\n");
    for (size_t i = 0; i < survey->unread_line_count; i++) {
        const struct froe_survey_line *line = &survey->unread_lines[i];
        froe_buf_printf(out, "%12llu  ", (unsigned long long)line->number);
        froe_text_put_cut(out, line->text, 120);
        froe_buf_append_char(out, '\n');
    }
}

static void survey_as_json(const struct froe_survey *survey, const char *path,
                           struct froe_json_writer *json)
{
    froe_json_object_begin(json);
    froe_json_key(json, "file");
    froe_json_cstr(json, path);
    froe_json_key(json, "lines");
    froe_json_u64(json, survey->lines);
    froe_json_key(json, "empty");
    froe_json_u64(json, survey->empty);
    froe_json_key(json, "unread");
    froe_json_u64(json, survey->unread);
    froe_formats_json_name(json, "envelope", survey->detected.envelope);
    froe_formats_json_name(json, "format", survey->detected.format);
    froe_json_key(json, "formats");
    froe_json_array_begin(json);
    for (size_t i = 0; i < survey->row_count; i++) {
        const struct froe_survey_row *row = &survey->rows[i];
        froe_json_object_begin(json);
        froe_formats_json_name(json, "name", row->format);
        froe_json_key(json, "lines");
        froe_json_u64(json, row->lines);
        froe_json_key(json, "with_time");
        froe_json_u64(json, row->with_time);
        froe_json_key(json, "with_level");
        froe_json_u64(json, row->with_level);
        froe_json_object_end(json);
    }
    froe_json_array_end(json);
    froe_json_key(json, "unread_lines");
    froe_json_array_begin(json);
    for (size_t i = 0; i < survey->unread_line_count; i++) {
        froe_json_object_begin(json);
        froe_json_key(json, "line");
        froe_json_u64(json, survey->unread_lines[i].number);
        froe_json_key(json, "text");
        froe_json_string(json, survey->unread_lines[i].text);
        froe_json_object_end(json);
    }
    froe_json_array_end(json);
    froe_json_object_end(json);
}

static enum froe_exit survey_file(const struct froe_args *args, const struct froe_formats *formats,
                                  const char *path, struct froe_json_writer *json,
                                  struct froe_buf *out)
{
    struct froe_survey survey;
    struct froe_error error = {0};
    enum froe_status status =
        froe_survey_read(&survey, formats, &args->options, path, false, &error);
    if (status != FROE_OK) froe_complain(error.message);
    if (json) {
        survey_as_json(&survey, path, json);
    } else if (status == FROE_OK || survey.lines) {
        if (out->len) froe_buf_append_char(out, '\n');
        survey_as_table(&survey, path, out);
    }
    froe_survey_release(&survey);
    return status == FROE_OK ? FROE_EXIT_DONE : FROE_EXIT_INPUT;
}

static enum froe_exit test(const struct froe_args *args, struct froe_formats *formats)
{
    struct froe_buf out = {0};
    struct froe_json_writer writer, *json = NULL;
    enum froe_exit worst = FROE_EXIT_DONE;
    if (args->format == FROE_RENDER_JSON) {
        json = &writer;
        froe_json_init(json, &out);
        froe_json_object_begin(json);
        froe_json_key(json, "schema");
        froe_json_cstr(json, "froe.formats-test/1");
        froe_json_key(json, "files");
        froe_json_array_begin(json);
    }
    for (size_t i = 1; i < args->words.count; i++) {
        const char *path = args->words.items[i];
        enum froe_exit code = is_format_file(path) ? test_samples(formats, path, json, &out)
                                                   : survey_file(args, formats, path, json, &out);
        if (code > worst) worst = code;
    }
    if (json) {
        froe_json_array_end(json);
        froe_json_object_end(json);
        froe_buf_append_char(&out, '\n');
    }
    return froe_formats_print(args, &out, worst);
}

/* --- the command --- */

enum froe_exit froe_command_formats(const struct froe_args *args)
{
    static const struct {
        const char *word;
        size_t words_min, words_max;
        enum froe_exit (*run)(const struct froe_args *args, struct froe_formats *formats);
    } actions[] = {
        {"list", 1, 1, list}, {"test", 2, SIZE_MAX, test}, {"explain", 2, 3, froe_formats_explain}};
    const char *word = args->words.count ? args->words.items[0] : "list";
    size_t i = 0, count = args->words.count ? args->words.count : 1;
    while (i < sizeof actions / sizeof *actions && strcmp(actions[i].word, word) != 0) i++;
    if (i == sizeof actions / sizeof *actions || count < actions[i].words_min ||
        count > actions[i].words_max) {
        froe_complain("formats: froe formats list, test FILE..., or explain LINE|- [FILE]");
        return FROE_EXIT_USAGE;
    }
    if (args->format != FROE_RENDER_TABLE && args->format != FROE_RENDER_JSON) {
        froe_complain("formats: there are only table and json");
        return FROE_EXIT_USAGE;
    }
    struct froe_error error = {0};
    struct froe_formats *formats;
    if (froe_formats_load(&args->options, &formats, &error) != FROE_OK) {
        froe_complain(error.message);
        return error.status == FROE_MEMORY || error.status == FROE_IO ? FROE_EXIT_INPUT
                                                                      : FROE_EXIT_USAGE;
    }
    enum froe_exit code = actions[i].run(args, formats);
    froe_formats_free(formats);
    return code;
}
