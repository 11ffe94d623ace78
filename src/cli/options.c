#include "cli/options.h"

#include "base/buf.h"
#include "input/block.h"

enum { LINE_BYTES_MIN = 64, THREADS_MAX = 1024, YEAR_MIN = 1970, YEAR_MAX = 2261 };

/* Digits only; false past max. */
static bool read_number(const char *text, uint64_t max, uint64_t *number, const char **end)
{
    uint64_t n = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9'; p++) {
        uint64_t digit = (uint64_t)(*p - '0');
        if (n > (max - digit) / 10) return false;
        n = n * 10 + digit;
    }
    *number = n;
    *end = p;
    return p != text;
}

static enum froe_status number_between(const char *text, uint64_t min, uint64_t max,
                                       uint64_t *number, struct froe_error *error)
{
    const char *end;
    if (read_number(text, max, number, &end) && !*end && *number >= min) return FROE_OK;
    return froe_error_set(error, FROE_USAGE, "'%s' is no number from %llu to %llu", text,
                          (unsigned long long)min, (unsigned long long)max);
}

static enum froe_status one_of(const char *text, const char *const *values, unsigned *index,
                               struct froe_error *error)
{
    struct froe_buf list = {.bytes_max = 200};
    for (unsigned i = 0; values[i]; i++) {
        if (strcmp(values[i], text) == 0) {
            *index = i;
            froe_buf_release(&list);
            return FROE_OK;
        }
        froe_buf_printf(&list, "%s%s", i ? ", " : "", values[i]);
    }
    froe_error_set(error, FROE_USAGE, "'%s' is none of %.*s", text, (int)list.len,
                   list.ptr ? list.ptr : "");
    froe_buf_release(&list);
    return FROE_USAGE;
}

static enum froe_status add(struct froe_strings *strings, const char *value,
                            struct froe_error *error)
{
    return froe_strings_add(strings, value) ? FROE_OK : froe_error_memory(error);
}

static const char *const format_values[] = {"table", "json", "ndjson", "csv", "md", NULL};
static const char *const sort_values[] = {"count", "rate", "first", "severity", NULL};
static const char *const color_values[] = {"auto", "always", "never", NULL};
static const char *const wildcard_values[] = {"typed", "plain", NULL};
static const char *const layout_values[] = {"auto", "none", NULL};
static const char *const level_values[] = {"trace", "debug", "info",  "notice",
                                           "warn",  "error", "fatal", NULL};
static const char *const level_range_values[] = {"debug+", "info+", "notice+", "warn+",
                                                 "error+", "fatal", NULL};

#define SETTER(name)                                                                               \
    static enum froe_status name(struct froe_args *args, const char *value,                        \
                                 struct froe_error *error)

SETTER(set_format)
{
    unsigned index;
    enum froe_status status = one_of(value, format_values, &index, error);
    if (status != FROE_OK) return status;
    args->format_given = froe_render_format_find(froe_slice_cstr(value), &args->format);
    return FROE_OK;
}

SETTER(set_json)
{
    (void)value;
    return set_format(args, "json", error);
}

SETTER(set_output)
{
    if (!*value) return froe_error_set(error, FROE_USAGE, "needs the name of a file");
    args->output = value;
    return FROE_OK;
}

SETTER(set_input)
{
    return add(&args->inputs, value, error);
}

SETTER(set_level)
{
    return froe_parse_level_option(value, &args->options, error);
}

SETTER(set_service)
{
    (void)error;
    args->options.service = value;
    return FROE_OK;
}

SETTER(set_grep)
{
    return add(&args->grep, value, error);
}

SETTER(set_not)
{
    return add(&args->not_ids, value, error);
}

SETTER(set_since)
{
    (void)error;
    args->since = value; /* read once the zone is known */
    return FROE_OK;
}

SETTER(set_until)
{
    (void)error;
    args->until = value;
    return FROE_OK;
}

SETTER(set_top)
{
    uint64_t top = 0;
    enum froe_status status = number_between(value, 0, UINT32_MAX, &top, error);
    if (status == FROE_OK) args->top = (size_t)top;
    return status;
}

SETTER(set_sort)
{
    static const enum froe_sort sorts[] = {FROE_SORT_COUNT, FROE_SORT_RATE, FROE_SORT_FIRST,
                                           FROE_SORT_SEVERITY};
    unsigned index;
    enum froe_status status = one_of(value, sort_values, &index, error);
    if (status == FROE_OK) args->options.sort = sorts[index];
    return status;
}

SETTER(set_layout)
{
    if (!*value) return froe_error_set(error, FROE_USAGE, "needs auto, none, or a layout");
    args->options.layout = value;
    return FROE_OK;
}

SETTER(set_layout_dir)
{
    if (!*value) return froe_error_set(error, FROE_USAGE, "needs the name of a directory");
    args->options.layout_dir = value;
    return FROE_OK;
}

SETTER(set_boot)
{
    (void)error;
    args->boot = value; /* read once the zone is known */
    return FROE_OK;
}

SETTER(set_mask)
{
    return froe_args_add_mask(args, value, error);
}

SETTER(set_templates)
{
    if (!*value) return froe_error_set(error, FROE_USAGE, "needs the name of a file");
    args->options.templates = value;
    return FROE_OK;
}

SETTER(set_wildcard)
{
    unsigned index;
    enum froe_status status = one_of(value, wildcard_values, &index, error);
    if (status == FROE_OK) args->options.plain_wildcards = index == 1;
    return status;
}

SETTER(set_tz)
{
    (void)error;
    args->tz = value;
    return FROE_OK;
}

SETTER(set_year)
{
    uint64_t year = 0;
    enum froe_status status = number_between(value, YEAR_MIN, YEAR_MAX, &year, error);
    if (status == FROE_OK) args->options.year = (int)year;
    return status;
}

SETTER(set_threads)
{
    uint64_t threads = 0;
    enum froe_status status = number_between(value, 0, THREADS_MAX, &threads, error);
    if (status == FROE_OK) args->options.threads = (unsigned)threads;
    return status;
}

SETTER(set_config)
{
    (void)error;
    args->config = value;
    return FROE_OK;
}

SETTER(set_color)
{
    static const enum froe_color colors[] = {FROE_COLOR_AUTO, FROE_COLOR_ALWAYS, FROE_COLOR_NEVER};
    unsigned index;
    enum froe_status status = one_of(value, color_values, &index, error);
    if (status == FROE_OK) args->color = colors[index];
    return status;
}

SETTER(set_include)
{
    return add(&args->include, value, error);
}

SETTER(set_exclude)
{
    return add(&args->exclude, value, error);
}

SETTER(set_line_max)
{
    static const struct {
        const char *unit;
        uint64_t bytes;
    } units[] = {{"", 1},       {"B", 1},           {"K", 1024},         {"KB", 1024},
                 {"KiB", 1024}, {"M", 1024 * 1024}, {"MB", 1024 * 1024}, {"MiB", 1024 * 1024}};
    uint64_t number;
    const char *end;
    if (read_number(value, FROE_BLOCK_BYTES, &number, &end)) {
        for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
            if (strcmp(units[i].unit, end) != 0) continue;
            uint64_t bytes = number * units[i].bytes;
            if (bytes < LINE_BYTES_MIN || bytes > FROE_BLOCK_BYTES) break;
            args->options.line_bytes_max = (size_t)bytes;
            return FROE_OK;
        }
    }
    return froe_error_set(error, FROE_USAGE, "'%s' is no size from 64 to 4M (as 65536, 64K, 1M)",
                          value);
}

SETTER(set_fail_on)
{
    args->fail_on = froe_level_parse(froe_slice_cstr(value));
    if (args->fail_on != FROE_LEVEL_NONE) return FROE_OK;
    return froe_error_set(error, FROE_USAGE,
                          "'%s' is no level (trace debug info notice warn "
                          "error fatal)",
                          value);
}

#define FLAG(setter, field)                                                                        \
    SETTER(setter)                                                                                 \
    {                                                                                              \
        (void)value;                                                                               \
        (void)error;                                                                               \
        args->field = true;                                                                        \
        return FROE_OK;                                                                            \
    }
FLAG(set_wide, wide)
FLAG(set_online, options.online)
FLAG(set_lines, lines)
FLAG(set_quiet, quiet)
FLAG(set_verbose, verbose)
FLAG(set_help, help)
FLAG(set_version, version)
FLAG(set_man, man)

#define ANALYSE (FROE_FOR(SCAN) | FROE_FOR(PARSE) | FROE_FOR(SHOW))
#define READ    (ANALYSE | FROE_FOR(FORMATS))
#define REPORTS (FROE_FOR(SCAN) | FROE_FOR(SHOW))
#define EVERY   ((1u << FROE_COMMAND_COUNT) - 1)

static const struct froe_option_spec specs[] = {
    {"level", 0, "LEVEL[+]", level_range_values, ANALYSE, FROE_GROUP_SELECT,
     "Only records of this level; warn+ means warn and above", set_level},
    {"service", 0, "NAME", NULL, ANALYSE, FROE_GROUP_SELECT, "Only records of this service",
     set_service},
    {"grep", 0, "REGEX", NULL, ANALYSE, FROE_GROUP_SELECT,
     "Only records whose raw text matches (PCRE2); repeat it and all must match", set_grep},
    {"not", 0, "ID", NULL, ANALYSE, FROE_GROUP_SELECT,
     "Leave out the template or cluster with this id (or the beginning of one); repeatable",
     set_not},
    {"since", 0, "TIME", NULL, ANALYSE, FROE_GROUP_SELECT,
     "From this time on (2026-04-20T14:00), or a duration back from the last record (15m, 2h, 1d)",
     set_since},
    {"until", 0, "TIME", NULL, ANALYSE, FROE_GROUP_SELECT, "Up to this time, given as for --since",
     set_until},
    {"input", 'i', "FILE", NULL, ANALYSE, FROE_GROUP_READ, "Read this, the same as an argument",
     set_input},
    {"include", 0, "GLOB", NULL, ANALYSE, FROE_GROUP_READ,
     "In directories read only what matches; repeatable", set_include},
    {"exclude", 0, "GLOB", NULL, ANALYSE, FROE_GROUP_READ,
     "In directories leave out what matches; repeatable", set_exclude},
    {"layout", 0, "LAYOUT", layout_values, READ, FROE_GROUP_READ,
     "How a line is built: auto, none (the line is the message), a layout (%{TIME:time} "
     "%{LEVEL:level} %{REST:message}), or a grok pattern",
     set_layout},
    {"layout-dir", 0, "DIR", NULL, READ, FROE_GROUP_READ,
     "Also read formats (*.yaml) and grok patterns (files without extension) from there "
     "(always: $XDG_CONFIG_HOME/froe/formats)",
     set_layout_dir},
    {"tz", 0, "ZONE", NULL, READ, FROE_GROUP_READ,
     "Zone of times that name none: UTC (default), local, +02:00, Europe/Berlin", set_tz},
    {"year", 0, "YYYY", NULL, READ, FROE_GROUP_READ,
     "Year of the first time that names none; January behind December is of the next one (default: "
     "by the age of the file)",
     set_year},
    {"boot", 0, "TIME", NULL, READ, FROE_GROUP_READ,
     "What times that only count seconds count from, as the kernel's [12345.678901] (default: such "
     "records have no time)",
     set_boot},
    {"line-max", 0, "SIZE", NULL, ANALYSE, FROE_GROUP_READ,
     "Cut longer lines, and count them (default 64K, at most 4M)", set_line_max},
    {"mask", 0, "NAME=REGEX", NULL, ANALYSE, FROE_GROUP_MINE,
     "What matches is a variable <NAME> (PCRE2); repeatable", set_mask},
    {"templates", 0, "FILE", NULL, ANALYSE, FROE_GROUP_MINE,
     "Pinned templates, one a line, as \"took <DUR> for <*>\": what one fits is of it, whatever "
     "else "
     "it looks like",
     set_templates},
    {"wildcard", 0, "KIND", wildcard_values, ANALYSE, FROE_GROUP_MINE,
     "Write variables as typed (<IP>, default) or plain (<*>)", set_wildcard},
    {"online", 0, NULL, NULL, FROE_FOR(PARSE), FROE_GROUP_MINE,
     "Answer while reading, with the templates known so far", set_online},
    {"format", 0, "FORMAT", format_values, READ, FROE_GROUP_OUTPUT,
     "table, json, ndjson, csv or md (default: by the extension of --output, else table)",
     set_format},
    {"json", 0, NULL, NULL, READ, FROE_GROUP_OUTPUT, "Same as --format json", set_json},
    {"output", 'o', "FILE", NULL, READ, FROE_GROUP_OUTPUT,
     "Write there instead of standard output: whole or not at all", set_output},
    {"top", 0, "N", NULL, REPORTS, FROE_GROUP_OUTPUT,
     "Print at most N clusters, 0 for all (default: a screenful in table and md)", set_top},
    {"sort", 0, "ORDER", sort_values, ANALYSE, FROE_GROUP_OUTPUT,
     "Clusters by count (default), rate, first (onset) or severity; rows of parse and show --lines "
     "only by first: in order of time over all files, a record without a time staying behind the "
     "one before it (default: input order)",
     set_sort},
    {"wide", 0, NULL, NULL, REPORTS, FROE_GROUP_OUTPUT,
     "Also print first and last times and whole ids in the table", set_wide},
    {"lines", 0, NULL, NULL, FROE_FOR(SHOW), FROE_GROUP_OUTPUT,
     "Print every raw record of the template with its file and line", set_lines},
    {"fail-on", 0, "LEVEL", level_values, FROE_FOR(SCAN), FROE_GROUP_OUTPUT,
     "Exit with 1 when a selected cluster has this level or one above", set_fail_on},
    {"color", 0, "WHEN", color_values, ANALYSE, FROE_GROUP_OUTPUT,
     "auto (default), always or never", set_color},
    {"threads", 0, "N", NULL, ANALYSE, FROE_GROUP_GENERAL,
     "Threads to work with (default 0: all cores); the result is the same", set_threads},
    {"config", 0, "FILE", NULL, READ, FROE_GROUP_GENERAL,
     "Read defaults from this YAML file (default $XDG_CONFIG_HOME/froe/config.yaml)", set_config},
    {"quiet", 'q', NULL, NULL, ANALYSE, FROE_GROUP_GENERAL,
     "No progress, no timing and no counts of what is missing on standard error", set_quiet},
    {"verbose", 'v', NULL, NULL, ANALYSE, FROE_GROUP_GENERAL,
     "Timing on standard error even when it is no terminal", set_verbose},
    {"man", 0, NULL, NULL, FROE_FOR(HELP), FROE_GROUP_GENERAL,
     "Print the source of the man page (scdoc)", set_man},
    {"help", 'h', NULL, NULL, EVERY, FROE_GROUP_GENERAL, "Print this help", set_help},
    {"version", 0, NULL, NULL, EVERY, FROE_GROUP_GENERAL, "Print the version", set_version},
};
_Static_assert(sizeof specs / sizeof *specs <= FROE_OPTION_SPECS_MAX,
               "froe_args.given is too small");

const struct froe_option_spec *froe_option_specs(size_t *count)
{
    *count = sizeof specs / sizeof *specs;
    return specs;
}

const char *froe_option_group_title(enum froe_option_group group)
{
    static const char *const titles[FROE_GROUP_COUNT] = {"Selecting", "Reading", "Mining", "Output",
                                                         "General"};
    return titles[group];
}
