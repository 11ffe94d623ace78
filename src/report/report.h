/* The one model every output reads. Plain data, filled by the engine, read by the renderers; all
   memory belongs to the report's arena. Times are nanoseconds UTC, FROE_TIME_NONE where unknown. */
#ifndef FROE_REPORT_REPORT_H
#define FROE_REPORT_REPORT_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/level.h"
#include <stdint.h>

enum { FROE_TEMPLATE_ID_LEN = 12, FROE_CLUSTER_ID_LEN = 14 };

struct froe_value_count {
    struct froe_slice value;
    uint64_t count;
};

struct froe_parameter {
    struct froe_slice name; /* absent (ptr NULL) when the context gives none */
    const char *type;       /* "IP", "NUM", a user mask's name, "*" for what only varied */
    uint64_t observed;      /* records the statistics come from */
    uint64_t distinct;      /* exact while observed equals the cluster's count, else an estimate */
    const struct froe_value_count *top; /* most frequent first */
    size_t top_count;
    bool numeric; /* then the four are there: numbers, durations in s, sizes in bytes */
    double min, p50, p99, max;
};

struct froe_sample {
    struct froe_slice file;
    uint64_t line;          /* of the record's first line, from 1 */
    struct froe_slice text; /* the raw record, lines joined by '\n', cut at a cap */
};

/* Counts in consecutive steps, from the first non-zero bucket to the last. */
struct froe_histogram_view {
    int64_t
        start_ns; /* a multiple of step_s since 1970; FROE_TIME_NONE when no record had a time */
    int64_t step_s;
    const uint64_t *counts;
    size_t count;
};

/* A piece of a template: constant text or a variable's placeholder ("<IP>", "<*>"). */
struct froe_segment {
    struct froe_slice text;
    bool variable;
};

struct froe_cluster {
    char id[FROE_CLUSTER_ID_LEN + 1];
    char template_id[FROE_TEMPLATE_ID_LEN + 1];
    struct froe_slice template_text; /* the segments joined */
    const struct froe_segment *segments;
    size_t segment_count;
    enum froe_level level;
    uint64_t count;
    double share;                            /* of the selected records */
    const struct froe_value_count *services; /* most frequent first; may be none */
    size_t service_count;
    int64_t first_ns, last_ns;
    double rate_per_min; /* over the window of the selected records; NAN when unknown */
    struct froe_histogram_view histogram;
    const struct froe_parameter *parameters; /* in the order of the template's variables */
    size_t parameter_count;
    const struct froe_sample *samples;
    size_t sample_count;
};

struct froe_report_input {
    const struct froe_slice *files; /* names as given or walked, in reading order */
    size_t file_count;
    uint64_t bytes;   /* after decompression */
    uint64_t lines;   /* all lines read, so lines = lines in records + skipped */
    uint64_t records; /* all records read, selected or not */
    uint64_t skipped; /* lines that belong to no record: empty lines between records */
    uint64_t files_binary, files_failed;
    uint64_t lines_cut; /* longer than the cap, cut there */
    uint64_t
        lines_unparsed;   /* records read by no known layout although others of their file were */
    uint64_t broken_json; /* records that begin as JSON objects do but cannot be read as such; their
                             text is the message */
    uint64_t records_cut; /* records of too many lines or bytes, closed at the cap */
    uint64_t fields_cut;  /* fields of rows (froe_row) left out or cut, where rows have fields */
    int64_t first_ns, last_ns; /* of the selected records */
    bool year_assumed;
};

struct froe_report_summary {
    uint64_t selected;                 /* records that passed the filters: the base of `share` */
    uint64_t templates;                /* with at least one selected record */
    uint64_t clusters;                 /* before --top */
    double compression_ratio;          /* selected records per template; 0 without records */
    uint64_t levels[FROE_LEVEL_COUNT]; /* selected records by level */
    uint64_t folded; /* records in signatures past the cap, counted in "<*>" clusters */
};

struct froe_report {
    struct froe_arena arena;
    struct froe_report_input input;
    struct froe_report_summary summary;
    struct froe_cluster *clusters; /* sorted as asked; all of them, renderers apply `top` */
    size_t cluster_count;
};

void froe_report_free(struct froe_report *report);

/* One record of `froe parse`. Borrowed; valid during the call it is passed to. */
struct froe_row {
    struct froe_slice file;
    uint64_t line, line_count;
    int64_t time_ns;
    int64_t order_ns; /* where in time the record belongs although it may have none (ties: in the
                         order the rows come), as far as asked for; FROE_TIME_NONE: before all */
    enum froe_level level;
    struct froe_slice service; /* absent: ptr NULL */
    struct froe_slice message;
    const char *template_id;
    struct froe_slice template_text;
    const struct froe_slice *parameters;
    size_t parameter_count;
    const struct froe_member *fields; /* what else the record says; may be none */
    size_t field_count;
};

#endif
