/* What one line says about itself: time, level, service, message, by the layouts in formats/. */
#ifndef FROE_RECORD_HEAD_H
#define FROE_RECORD_HEAD_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/error.h"
#include "base/level.h"
#include "record/timestamp.h"
#include "record/w3c.h"
#include <stdint.h>

struct froe_formats; /* a set of compiled formats, read-only after loading, shared by threads */
struct froe_format;  /* one of them */

/* Heads of several lines: java.util.logging's second line has level and message, systemd's journal
   has a line for each field. */
enum froe_unfinished {
    FROE_HEAD_WHOLE,
    FROE_HEAD_BEGINS,  /* the next lines may belong to the head */
    FROE_HEAD_GOES_ON, /* likewise, and the line means nothing without the ones before */
    FROE_HEAD_SAYS     /* likewise, and it has the message */
};

struct froe_head {
    /* The innermost format that read the line; NULL when none did, and then message is the line (or
       what an envelope held) and everything else is absent. */
    const struct froe_format *format;
    int64_t time_ns;   /* UTC; FROE_TIME_NONE */
    bool year_assumed; /* the text had no year */
    bool zone_assumed; /* the text had no zone */
    enum froe_unfinished unfinished;
    bool partial; /* the envelope says that the next line of the stream continues this one */
    enum froe_level level;
    struct froe_slice message; /* never absent, may be empty; points into the line or the arena */
    struct froe_slice inner;   /* what the envelope held; absent (ptr NULL) without an envelope */
    struct froe_slice object;  /* what `format` read, when that is of JSON or logfmt; else absent */
    struct froe_slice service, host, pod, thread; /* absent: ptr NULL */
    struct froe_slice location; /* of the statement in its program, "main.go:23"; likewise */
    /* Key of the envelope's stream (pod/container, stdout or stderr ...): lines continue records of
       their own stream only. Empty without an envelope. */
    struct froe_slice stream;
};

/* What a source turned out to look like; made from its first block, then read-only. */
struct froe_detected {
    const struct froe_format *envelope; /* NULL: none */
    const struct froe_format *format;   /* NULL: no known layout holds for enough of the lines */
    bool heads_have_time;               /* the format starts records with a time */
    /* Owned, NULL: none. Either `format` is this one, or it reads as that does, and then what that
       does not. */
    struct froe_format *learned;
    struct froe_columns columns; /* declared by the source itself */
};

/* The formats compiled into the binary. NULL when memory is out. */
struct froe_formats *froe_formats_new(struct froe_error *error);
void froe_formats_free(struct froe_formats *formats);
/* Adds a layout in the language of formats/ (formats/README.md) or a grok pattern, tried before all
   others; it is then the only one when `only` is set (--layout). */
enum froe_status froe_formats_add_layout(struct froe_formats *formats, const char *name,
                                         const char *layout, bool only, struct froe_error *error);
/* Adds the formats of a YAML file. One of the same name as another takes its place; of formats of
   equal priority the user's come first. FROE_SYNTAX with "PATH:LINE: ..." for what is wrong; some
   of its formats may then have been added. */
enum froe_status froe_formats_add_file(struct froe_formats *formats, const char *path,
                                       struct froe_error *error);
/* Adds grok patterns, for layouts and files that are added later: lines of "NAME regex"
 * (record/grok.h). */
enum froe_status froe_formats_add_patterns(struct froe_formats *formats, const char *path,
                                           struct froe_slice text, struct froe_error *error);

size_t froe_formats_count(const struct froe_formats *formats);
const struct froe_format *froe_formats_at(const struct froe_formats *formats, size_t index);
const char *froe_format_name(const struct froe_format *format);
const char *froe_format_title(const struct froe_format *format);
/* The file it comes from; NULL when it is built in or given by --layout. Owned by the formats. */
const char *froe_format_origin(const struct froe_format *format);

/* Looks at the lines (the caller passes up to some thousand from the first block) and says which
   envelope and format most of them are in. Where none of a known system is, and the lines show a
   layout of their own (record/learn.h) that tells more, that becomes the format; where one is, but
   not all lines, a layout that agrees with it reads the others. The result is to be released, and
   must not outlive the formats. */
struct froe_detected froe_formats_detect(const struct froe_formats *formats,
                                         const struct froe_slice *lines, size_t line_count);

void froe_detected_release(struct froe_detected *detected);

/* Reads one line. The detected format is tried first, then the others, most telling first. Text
   that had to be unescaped (JSON) or lower-cased is put into the arena. Never fails: what cannot be
   read is a message. When memory is out the raw text stands for the unescaped one. */
void froe_head_read(const struct froe_formats *formats, const struct froe_detected *detected,
                    const struct froe_time_context *times, struct froe_slice line,
                    struct froe_arena *arena, struct froe_head *head);

/* Takes the next line of its stream into an unfinished head: fills in what is absent. False when
   that line belongs to no such head; `head` is then as it was. Texts of `next` must live as long as
   the head. */
bool froe_head_complete(struct froe_head *head, const struct froe_head *next);

#endif
