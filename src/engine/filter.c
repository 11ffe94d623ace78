#define PCRE2_CODE_UNIT_WIDTH 8

#include "engine/filter.h"

#include <pcre2.h>
#include <stdlib.h>

struct froe_filter {
    enum froe_level level;
    bool level_and_above, has_service;
    struct froe_slice service;
    int64_t since_ns, until_ns; /* FROE_TIME_NONE: no bound */
    pcre2_code **grep;
    size_t grep_count;
};

static int64_t bound_ns(struct froe_time_bound bound, int64_t last_ns)
{
    if (bound.kind == FROE_BOUND_AT) return bound.ns;
    if (bound.kind == FROE_BOUND_BACK && last_ns != FROE_TIME_NONE) return last_ns - bound.ns;
    return FROE_TIME_NONE;
}

static bool compile_grep(struct froe_filter *filter, const char *regex, struct froe_error *error)
{
    int code;
    PCRE2_SIZE offset;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED,
                                         PCRE2_NEVER_BACKSLASH_C, &code, &offset, NULL);
    if (!compiled) {
        PCRE2_UCHAR text[128];
        pcre2_get_error_message(code, text, sizeof text);
        froe_error_set(error, FROE_USAGE, "--grep: %s at character %zu of '%s'", (const char *)text,
                       (size_t)offset + 1, regex);
        return false;
    }
    pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);
    filter->grep[filter->grep_count++] = compiled;
    return true;
}

struct froe_filter *froe_filter_new(const struct froe_options *options, int64_t last_ns,
                                    struct froe_error *error)
{
    struct froe_filter *filter = calloc(1, sizeof *filter);
    if (filter) filter->grep = calloc(options->grep_count + 1, sizeof *filter->grep);
    if (!filter || !filter->grep) {
        free(filter);
        froe_error_memory(error);
        return NULL;
    }
    filter->level = options->level;
    filter->level_and_above = options->level_and_above;
    filter->has_service = options->service != NULL;
    filter->service = froe_slice_cstr(options->service);
    filter->since_ns = bound_ns(options->since, last_ns);
    filter->until_ns = bound_ns(options->until, last_ns);
    for (size_t i = 0; i < options->grep_count; i++)
        if (!compile_grep(filter, options->grep[i], error)) {
            froe_filter_free(filter);
            return NULL;
        }
    return filter;
}

void froe_filter_free(struct froe_filter *filter)
{
    if (!filter) return;
    for (size_t i = 0; i < filter->grep_count; i++) pcre2_code_free(filter->grep[i]);
    free(filter->grep);
    free(filter);
}

bool froe_filter_needs_text(const struct froe_filter *filter)
{
    return filter->grep_count > 0;
}

static bool matches(const pcre2_code *code, struct froe_slice raw)
{
    pcre2_match_data *match = pcre2_match_data_create(1, NULL);
    if (!match) return false;
    int found = pcre2_match(code, (PCRE2_SPTR)(raw.ptr ? raw.ptr : ""), raw.len, 0, 0, match, NULL);
    pcre2_match_data_free(match);
    return found >= 0;
}

bool froe_filter_selects(const struct froe_filter *filter, enum froe_level level,
                         struct froe_slice service, int64_t time_ns, struct froe_slice raw)
{
    if (filter->level != FROE_LEVEL_NONE &&
        (filter->level_and_above ? level < filter->level : level != filter->level))
        return false;
    if (filter->has_service && !froe_slice_eq(service, filter->service)) return false;
    bool bounded = filter->since_ns != FROE_TIME_NONE || filter->until_ns != FROE_TIME_NONE;
    if (bounded && time_ns == FROE_TIME_NONE) return false;
    if (filter->since_ns != FROE_TIME_NONE && time_ns < filter->since_ns) return false;
    if (filter->until_ns != FROE_TIME_NONE && time_ns > filter->until_ns) return false;
    for (size_t i = 0; i < filter->grep_count; i++)
        if (!matches(filter->grep[i], raw)) return false;
    return true;
}
