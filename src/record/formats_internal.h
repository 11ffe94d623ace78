/* A compiled set of formats. Private to src/record. */
#ifndef FROE_RECORD_FORMATS_INTERNAL_H
#define FROE_RECORD_FORMATS_INTERNAL_H

#include "record/format_spec.h"
#include "record/format_yaml.h"
#include "record/grok.h"
#include "record/head.h"
#include "record/layout.h"
#include "record/object.h"

/* Which of the first layouts of a format a line may be in, a bit each; more may be set. Made for
   formats of many layouts. */
struct froe_layout_masks {
    uint64_t first[256];                /* by the line's first byte */
    uint64_t behind[FROE_BEHIND_COUNT]; /* by what stands behind the time at its beginning */
    uint64_t blanks[FROE_BEHIND_COUNT]; /* by what stands behind the blanks there */
};
enum { FROE_MASK_LAYOUTS = 64, FROE_MASK_LAYOUTS_MIN = 8 };

struct froe_format {
    const struct froe_format_spec *spec;
    struct froe_format_spec *owned; /* the spec of froe_format_new, one block with its strings */
    unsigned char *shared; /* of text: operations that a layout has in common with the one before */
    struct froe_layout *layouts;     /* of text */
    struct froe_layout_masks *masks; /* owned; NULL: few layouts */
    /* Of text, by layout: NULL, or what reads it instead of the layout, of which then only `first`
       and `empty_line` hold. */
    struct froe_grok **groks;
    bool *whole_message; /* of text, by layout: without a field `message` the line is the message */
    const char
        *origin; /* the file it comes from, borrowed from froe_formats.files; NULL: built in */
    struct froe_object_keys keys;     /* of json and logfmt */
    const struct froe_format **opens; /* formats that messages may be in; owned list, NULL-ended */
};

enum {
    FROE_ENVELOPE_DEPTH_MAX = 3,
    FROE_FORMAT_PRIORITY_MAX = 100,
    FROE_FORMAT_PRIORITY_LEARNED = 21,
    FROE_FORMAT_PRIORITY_GENERAL = 20, /* up to it formats are of no particular system */
    FROE_EMPTY_LINE = 256,             /* behind the last first byte */
};

struct froe_formats {
    struct froe_format **formats; /* owned, most telling first */
    size_t count;
    bool told; /* the user has said what the layout is: none is learned */
    /* By first byte of a line (256: the empty line): indexes of formats worth trying, most telling
       first. candidates[starts[b]] to candidates[starts[b + 1]]. */
    unsigned starts[258];
    unsigned short *candidates;
    unsigned envelope_starts[258];
    unsigned short *envelopes; /* likewise, envelopes only; in one block with the candidates */
    struct froe_format_file **files; /* owned: the user's */
    size_t file_count;
    struct froe_grok_library *library; /* owned; NULL until there are patterns of the user's */
};

/* What one format reads from a line. Slices point into the line or the arena. */
struct froe_head_parts {
    struct froe_slice parts[FROE_PART_COUNT];
    struct froe_timestamp time; /* when has_time */
    bool has_time;
    enum froe_level level;
    unsigned layout;   /* of text: index of the one that matched */
    bool continuation; /* the format says that the line continues the record before it */
};

/* A format of one layout, with copies of both texts; its title is the layout. NULL with *error set
   when the layout cannot be compiled. Without a library (NULL) the layout is no grok pattern. */
struct froe_format *froe_format_new(const char *name, const char *layout, int priority,
                                    const struct froe_grok_library *library,
                                    struct froe_error *error);
void froe_format_free(struct froe_format *format);

/* What the lines, of which `detected` is known so far, show of a layout of their own
   (record/learn.h). NULL when there is none, or when it tells no more than what is known. With
   *beside a known system's format is detected: the learned one must agree with it and read lines
   that it does not; or it outdoes it by far, and *beside becomes false. Lines as froe_head_clean
   gives them, out of their envelopes. */
struct froe_format *froe_formats_learn(const struct froe_formats *formats,
                                       const struct froe_detected *detected, bool *beside,
                                       const struct froe_time_context *times,
                                       const struct froe_slice *lines, size_t line_count);

/* Reads the line of the scan in one format. False when it is not in it. */
bool froe_format_read(const struct froe_format *format, struct froe_layout_scan *scan,
                      struct froe_arena *arena, struct froe_head_parts *read);

/* Reads the line in one format, and what an envelope holds in all. False when it is not in it; an
   envelope that needs a head inside counts without one when it is the detected one. */
bool froe_head_read_as(const struct froe_formats *formats, const struct froe_detected *detected,
                       const struct froe_time_context *times, const struct froe_format *format,
                       struct froe_slice line, struct froe_arena *arena, struct froe_head *head);

/* The line as layouts see it: without byte order mark, carriage return and terminal escapes. */
struct froe_slice froe_head_clean(struct froe_slice line, struct froe_arena *arena);

/* What a pod, or a numbered instance, is one of: payment-api-6b7f9d-xyz12 is payment-api, kafka-0
   is kafka. A prefix of the name. */
struct froe_slice froe_workload_of(struct froe_slice instance);

#endif
