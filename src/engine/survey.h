/* Which lines of a file are in which format: what `froe formats test` shows. Lines alone, nothing
   is joined or mined. */
#ifndef FROE_ENGINE_SURVEY_H
#define FROE_ENGINE_SURVEY_H

#include "base/arena.h"
#include "engine/options.h"
#include "record/head.h"

enum { FROE_SURVEY_SAMPLES_MAX = 10, FROE_SURVEY_SAMPLE_BYTES_MAX = 512 };

struct froe_survey_row {
    const struct froe_format *format;
    uint64_t lines, with_time, with_level;
};

struct froe_survey_line {
    uint64_t number;        /* from 1 */
    struct froe_slice text; /* cut at FROE_SURVEY_SAMPLE_BYTES_MAX */
};

struct froe_survey {
    struct froe_detected detected;
    struct froe_time_context times;
    uint64_t lines, empty, unread; /* the rest is in the rows */
    struct froe_survey_row *rows;  /* owned; most lines first, then by name */
    size_t row_count;
    struct froe_survey_line unread_lines[FROE_SURVEY_SAMPLES_MAX]; /* the first ones */
    size_t unread_line_count;
    struct froe_arena arena;
};

/* Reads the file ("-" is standard input) with the formats, which must outlive the survey. With
   `only_detect` no more is read than the detection needs, and nothing is counted. On failure, which
   names the file, what was read until then is counted; release the survey in either case. */
enum froe_status froe_survey_read(struct froe_survey *survey, const struct froe_formats *formats,
                                  const struct froe_options *options, const char *path,
                                  bool only_detect, struct froe_error *error);
void froe_survey_release(struct froe_survey *survey);

/* The times of a source as the options have them; mtime_ns may be FROE_TIME_NONE. */
struct froe_time_context froe_options_times(const struct froe_options *options, int64_t mtime_ns);

#endif
