/* A format as data: what formats/NAME.yaml says. Tables of these are compiled into the binary. */
#ifndef FROE_RECORD_FORMAT_SPEC_H
#define FROE_RECORD_FORMAT_SPEC_H

#include <stdbool.h>

/* Columns are what a header in the source declares (record/w3c.h). */
enum froe_format_kind {
    FROE_FORMAT_TEXT,
    FROE_FORMAT_JSON,
    FROE_FORMAT_LOGFMT,
    FROE_FORMAT_COLUMNS
};
enum froe_format_role { FROE_ROLE_RECORD, FROE_ROLE_ENVELOPE };
/* What stands for the service when no field of that name does. Of pods and containers the name of
   the workload is taken. */
enum froe_service_from {
    FROE_SERVICE_FIELD,
    FROE_SERVICE_LOGGER,
    FROE_SERVICE_POD,
    FROE_SERVICE_CONTAINER
};

/* One sample line and what is to be read from it. What is NULL must be absent. */
struct froe_format_sample {
    const char *line;
    const char *time; /* RFC 3339 in UTC */
    const char *level;
    const char *service, *host, *pod, *thread, *stream;
    const char *message;
    const char *format; /* innermost format; NULL: this one, for an envelope none */
    bool partial;
};

/* A word that a layout keeps as `level` and what it means. */
struct froe_format_level {
    const char *word, *level;
};

struct froe_string_list {
    const char *const *items;
    unsigned count;
};

struct froe_format_spec {
    const char *name, *title;
    enum froe_format_kind kind;
    enum froe_format_role role;
    bool inner_required; /* an envelope only when what it holds has a head of its own */
    bool newline_ends;   /* what an envelope holds goes on in the next line unless it ends in one */
    int priority;        /* 1 to 100: how telling a match is */
    enum froe_service_from service_from;
    struct froe_string_list layouts; /* of text, tried in order */
    struct froe_string_list
        continuations;             /* level words of lines that continue the record before */
    struct froe_string_list opens; /* of text: formats that a message may be in once more */
    /* Of json and logfmt: names, the best first; dots step into nested objects. */
    struct froe_string_list required, message_keys, level_keys, time_keys, service_keys, host_keys,
        thread_keys, location_keys, pod_keys, container_keys, stream_keys, inner_keys, status_keys,
        method_keys, authority_keys, target_keys, kind_keys, nanos_keys;
    const struct froe_format_level *levels;
    unsigned levels_count;
    const struct froe_format_sample *samples;
    unsigned samples_count;
};

extern const struct froe_format_spec froe_builtin_formats[];
extern const unsigned froe_builtin_formats_count;

#endif
