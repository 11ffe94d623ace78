#include "engine/survey.h"

#include "input/block.h"
#include "input/file.h"
#include "record/explain.h"
#include <stdlib.h>

enum { READ_BYTES = 256 * 1024, DETECTION_LINES_MAX = 400 };

struct surveyor {
    struct froe_survey *survey;
    const struct froe_formats *formats;
    const struct froe_options *options;
    struct froe_arena line_arena; /* cleared line by line */
    bool detected, only_detect;
};

struct froe_time_context froe_options_times(const struct froe_options *options, int64_t mtime_ns)
{
    return (struct froe_time_context){
        .offset_ns = options->tz_offset_ns,
        .zone = options->zone,
        .year = options->year,
        .base_ns = options->base_ns,
        .latest_ns = mtime_ns != FROE_TIME_NONE ? mtime_ns : froe_clock_now(options->clock),
    };
}

static void detect(struct surveyor *surveyor, const struct froe_block *block)
{
    struct froe_survey *survey = surveyor->survey;
    struct froe_slice sample[DETECTION_LINES_MAX];
    size_t count = 0;
    struct froe_lines lines;
    froe_lines_init(&lines, block, surveyor->options->line_bytes_max);
    while (count < DETECTION_LINES_MAX && froe_lines_next(&lines, &sample[count])) count++;
    survey->detected = froe_formats_detect(surveyor->formats, sample, count);
    survey->times.first_ns =
        froe_formats_first_ns(surveyor->formats, &survey->detected, &survey->times, sample, count);
    surveyor->detected = true;
}

static struct froe_survey_row *row_of(struct froe_survey *survey, const struct froe_format *format)
{
    for (size_t i = 0; i < survey->row_count; i++)
        if (survey->rows[i].format == format) return &survey->rows[i];
    struct froe_survey_row *grown =
        realloc(survey->rows, (survey->row_count + 1) * sizeof *survey->rows);
    if (!grown) return NULL;
    survey->rows = grown;
    grown[survey->row_count] = (struct froe_survey_row){.format = format};
    return &grown[survey->row_count++];
}

static void keep_unread(struct froe_survey *survey, struct froe_slice line)
{
    survey->unread++;
    if (survey->unread_line_count == FROE_SURVEY_SAMPLES_MAX) return;
    if (line.len > FROE_SURVEY_SAMPLE_BYTES_MAX) line.len = FROE_SURVEY_SAMPLE_BYTES_MAX;
    struct froe_slice copy = froe_arena_copy(&survey->arena, line);
    if (copy.ptr)
        survey->unread_lines[survey->unread_line_count++] =
            (struct froe_survey_line){survey->lines, copy};
}

static bool count_line(struct surveyor *surveyor, struct froe_slice line)
{
    struct froe_survey *survey = surveyor->survey;
    struct froe_head head;
    froe_head_read(surveyor->formats, &survey->detected, &survey->times, line,
                   &surveyor->line_arena, &head);
    survey->lines++;
    if (head.format) {
        struct froe_survey_row *row = row_of(survey, head.format);
        if (!row) return false;
        row->lines++;
        row->with_time += head.time_ns != FROE_TIME_NONE;
        row->with_level += head.level != FROE_LEVEL_NONE;
    } else if (!froe_slice_trim(line).len) {
        survey->empty++;
    } else {
        keep_unread(survey, line);
    }
    froe_arena_clear(&surveyor->line_arena);
    return true;
}

static enum froe_status take_block(void *context, struct froe_block *block,
                                   struct froe_error *error)
{
    struct surveyor *surveyor = context;
    struct froe_lines lines;
    struct froe_slice line;
    enum froe_status status = FROE_OK;
    if (!surveyor->detected) detect(surveyor, block);
    if (surveyor->only_detect) status = FROE_STOPPED;
    froe_lines_init(&lines, block, surveyor->options->line_bytes_max);
    while (status == FROE_OK && froe_lines_next(&lines, &line))
        if (!count_line(surveyor, line)) status = froe_error_memory(error);
    froe_block_free(block);
    return status;
}

static enum froe_status feed(struct froe_blocker *blocker, struct froe_file *file,
                             struct froe_error *error)
{
    char *bytes = malloc(READ_BYTES);
    enum froe_status status = bytes ? FROE_OK : froe_error_memory(error), damage = FROE_OK;
    size_t got = 1;
    while (status == FROE_OK && damage == FROE_OK && got) {
        damage = froe_file_read(file, bytes, READ_BYTES, &got, error);
        if (damage == FROE_OK && got) status = froe_blocker_feed(blocker, bytes, got, error);
    }
    /* What could be read before the damage counts. */
    if (status == FROE_OK) status = froe_blocker_finish(blocker, damage == FROE_OK ? error : NULL);
    free(bytes);
    return status == FROE_OK ? damage : status;
}

static int by_lines(const void *a, const void *b)
{
    const struct froe_survey_row *x = a, *y = b;
    if (x->lines != y->lines) return x->lines < y->lines ? 1 : -1;
    return strcmp(froe_format_name(x->format), froe_format_name(y->format));
}

enum froe_status froe_survey_read(struct froe_survey *survey, const struct froe_formats *formats,
                                  const struct froe_options *options, const char *path,
                                  bool only_detect, struct froe_error *error)
{
    *survey = (struct froe_survey){0};
    struct surveyor surveyor = {
        .survey = survey, .formats = formats, .options = options, .only_detect = only_detect};
    struct froe_error reason = {0};
    struct froe_file *file;
    enum froe_status status = froe_file_open(&file, path, &reason);
    if (status == FROE_OK) {
        bool pipe = strcmp(path, "-") == 0;
        survey->times =
            froe_options_times(options, pipe ? FROE_TIME_NONE : froe_file_mtime_ns(file));
        struct froe_blocker *blocker =
            froe_blocker_new(0, options->line_bytes_max, take_block, &surveyor);
        status = blocker ? feed(blocker, file, &reason) : froe_error_memory(&reason);
        froe_blocker_free(blocker);
        froe_file_close(file);
    }
    froe_arena_release(&surveyor.line_arena);
    if (survey->row_count) qsort(survey->rows, survey->row_count, sizeof *survey->rows, by_lines);
    if (status == FROE_OK || (status == FROE_STOPPED && only_detect)) return FROE_OK;
    return froe_error_set(error, status, "%.200s: %.280s",
                          strcmp(path, "-") == 0 ? "standard input" : path, reason.message);
}

void froe_survey_release(struct froe_survey *survey)
{
    froe_detected_release(&survey->detected);
    free(survey->rows);
    froe_arena_release(&survey->arena);
    *survey = (struct froe_survey){0};
}
