/* Why a line was read the way it was: every format that was tried on it, in that order. And whether
   formats read their own samples as these say. */
#ifndef FROE_RECORD_EXPLAIN_H
#define FROE_RECORD_EXPLAIN_H

#include "base/buf.h"
#include "record/head.h"
#include "record/layout.h"

enum froe_attempt_result {
    FROE_ATTEMPT_READ, /* the format reads the line; of an envelope: the next ones are of its inside
                        */
    FROE_ATTEMPT_STOPPED, /* it does not */
    FROE_ATTEMPT_HOLLOW   /* the envelope holds nothing with a head, and needs that: taken back */
};

/* One format on one line. Everything is borrowed for the call, or from the formats. */
struct froe_attempt {
    const struct froe_format *format;
    enum froe_attempt_result result;
    unsigned depth;                 /* envelopes around the line */
    struct froe_slice line;         /* as layouts see it */
    const char *layout;             /* when read: the one that matched; NULL for json and logfmt */
    const struct froe_slice *parts; /* when read: FROE_PART_COUNT of them */
    struct froe_layout_stop
        stop; /* when stopped: how far it got; of patterns and objects nothing */
};

struct froe_explainer {
    void (*tried)(void *context, const struct froe_attempt *attempt);
    void *context;
};

/* froe_head_read that tells of every attempt. */
void froe_head_explain(const struct froe_formats *formats, const struct froe_detected *detected,
                       const struct froe_time_context *times, struct froe_slice line,
                       struct froe_arena *arena, const struct froe_explainer *explainer,
                       struct froe_head *head);

/* "time", "level" ... */
const char *froe_part_name(enum froe_layout_field part);

unsigned froe_format_sample_count(const struct froe_format *format);
/* Line of a sample of a format that comes from a file; 0 when it is built in. */
unsigned froe_format_sample_line(const struct froe_formats *formats,
                                 const struct froe_format *format, unsigned sample);
/* Reads a sample among all formats and appends a line for each thing that is not as the sample
   says: "  level: expected error, got nothing". True when there is none. */
bool froe_format_check_sample(const struct froe_formats *formats, const struct froe_format *format,
                              unsigned sample, struct froe_buf *problems);

/* The time of the first of the lines whose time has no year, in the year of the context; 0 when the
   context has no year or there is no such line (froe_time_context.first_ns). */
int64_t froe_formats_first_ns(const struct froe_formats *formats,
                              const struct froe_detected *detected,
                              const struct froe_time_context *times, const struct froe_slice *lines,
                              size_t line_count);

#endif
