/* Everything a run can be told. Filled by the command line (or a library user), read by the engine.
   A zeroed struct with froe_options_init is the default. All strings are borrowed. */
#ifndef FROE_ENGINE_OPTIONS_H
#define FROE_ENGINE_OPTIONS_H

#include "base/calendar.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/level.h"
#include "base/zone.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct froe_mask_option {
    const char *name;  /* becomes <NAME> */
    const char *regex; /* PCRE2 */
};

/* A point in time as people give it: absolute, or a duration that counts back from the last
   record. */
struct froe_time_bound {
    enum { FROE_BOUND_NONE, FROE_BOUND_AT, FROE_BOUND_BACK } kind;
    int64_t ns; /* AT: since 1970 UTC; BACK: length */
};

enum froe_sort { FROE_SORT_COUNT, FROE_SORT_RATE, FROE_SORT_FIRST, FROE_SORT_SEVERITY };

struct froe_options {
    /* selection */
    enum froe_level level;   /* FROE_LEVEL_NONE: every record */
    bool level_and_above;    /* "warn+" */
    const char *service;     /* NULL: all */
    const char *const *grep; /* PCRE2 on the raw record; all must match */
    size_t grep_count;
    const char *const *not_ids; /* template or cluster ids, unambiguous prefixes allowed */
    size_t not_id_count;
    struct froe_time_bound since, until;
    /* reading */
    const char *const *include; /* globs for walked directories */
    size_t include_count;
    const char *const *exclude;
    size_t exclude_count;
    const char *layout;     /* NULL or "auto", "none", or a layout: formats/README.md, or grok */
    const char *format_dir; /* NULL, or the user's formats; need not exist */
    const char *layout_dir; /* NULL, or further formats and grok patterns; must exist */
    int64_t tz_offset_ns;   /* zone of times without one: local = UTC + offset */
    const struct froe_zone *zone; /* NULL, or instead of the offset where that changes */
    int year;                     /* 0: assume */
    int64_t base_ns;              /* 0, or what times that only count seconds count from */
    size_t line_bytes_max;
    /* mining */
    const struct froe_mask_option *masks;
    size_t mask_count;
    const char *templates; /* NULL, or a file of pinned templates (mine/pins.h) */
    bool plain_wildcards;  /* <*> everywhere instead of <IP> ... */
    /* output */
    enum froe_sort sort;
    bool online;  /* parse: answer while reading */
    bool fields;  /* parse: rows have fields */
    bool by_time; /* rows and raw records say where in time they belong (order_ns); not online */
    /* running */
    unsigned threads;   /* 0: all cores */
    size_t block_bytes; /* 0: FROE_BLOCK_BYTES; tests set it lower */
    bool read_in_full;  /* tests: no line is taken for one like earlier ones (line_memo.h) */
    struct froe_clock clock;
};

void froe_options_init(struct froe_options *options);

/* Readers for option values; FROE_USAGE with a readable message otherwise. `text` is in the error.
 */
enum froe_status froe_parse_level_option(const char *text, struct froe_options *options,
                                         struct froe_error *error);
/* "2026-04-20T14:00", "14:00" is refused, "-15m", "15m", "2h", "1d" */
enum froe_status froe_parse_time_bound(const char *text, const struct froe_options *zone,
                                       struct froe_time_bound *bound, struct froe_error *error);
/* "UTC", "local", "+02:00", "Europe/Berlin" into *zone, which the caller releases after the options
   that borrow it from then on. What *zone held before is released. */
enum froe_status froe_parse_zone(const char *text, struct froe_zone *zone,
                                 struct froe_options *options, struct froe_error *error);
/* "NAME=REGEX" into name (cut at the first '=') and regex; name must match [A-Z][A-Z0-9_]*. */
enum froe_status froe_parse_mask(char *text, struct froe_mask_option *mask,
                                 struct froe_error *error);

#endif
