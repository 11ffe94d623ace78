#include "engine/options.h"

#include "engine/zone.h"
#include "input/block.h"
#include "record/timestamp.h"
#include <ctype.h>
#include <stdlib.h>

void froe_options_init(struct froe_options *options)
{
    *options = (struct froe_options){
        .line_bytes_max = FROE_LINE_BYTES_MAX_DEFAULT,
        .clock = froe_clock_wall(),
    };
}

enum froe_status froe_parse_level_option(const char *text, struct froe_options *options,
                                         struct froe_error *error)
{
    struct froe_slice word = froe_slice_cstr(text);
    options->level_and_above = word.len && word.ptr[word.len - 1] == '+';
    if (options->level_and_above) word.len--;
    options->level = froe_level_parse(word);
    if (options->level != FROE_LEVEL_NONE) return FROE_OK;
    return froe_error_set(error, FROE_USAGE,
                          "'%s' is no level (trace debug info notice warn error fatal; warn+ for "
                          "warn and above)",
                          text);
}

/* "90s", "15m", "2h30m", "1d", with an optional minus in front; 0 when it is none. */
static int64_t parse_duration(const char *text)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
    int64_t total = 0;
    if (*text == '-') text++;
    if (!*text) return 0;
    while (*text) {
        char *end;
        if (!isdigit((unsigned char)*text)) return 0;
        long long number = strtoll(text, &end, 10);
        size_t i = 0;
        while (i < sizeof units / sizeof *units && units[i].unit != *end) i++;
        if (i == sizeof units / sizeof *units || number > 1000000000) return 0;
        total += number * units[i].seconds;
        text = end + 1;
    }
    return total < INT64_MAX / FROE_NS_PER_S ? total * FROE_NS_PER_S : 0;
}

enum froe_status froe_parse_time_bound(const char *text, int64_t tz_offset_ns,
                                       struct froe_time_bound *bound, struct froe_error *error)
{
    struct froe_time_context context = {.offset_ns = tz_offset_ns, .latest_ns = INT64_MAX};
    struct froe_timestamp stamp;
    size_t len = strlen(text);
    if (froe_timestamp_read(froe_slice(text, len), &context, true, &stamp) && stamp.len == len &&
        !stamp.year_assumed) {
        *bound = (struct froe_time_bound){FROE_BOUND_AT, stamp.time_ns};
        return FROE_OK;
    }
    int64_t duration_ns = parse_duration(text);
    if (duration_ns > 0) {
        *bound = (struct froe_time_bound){FROE_BOUND_BACK, duration_ns};
        return FROE_OK;
    }
    return froe_error_set(error, FROE_USAGE,
                          "'%s' is neither a time (2026-04-20T14:00) nor a duration back from the "
                          "last record (15m, 2h, 1d)",
                          text);
}

enum froe_status froe_parse_zone(const char *text, struct froe_options *options,
                                 struct froe_error *error)
{
    return froe_zone_offset(text, froe_clock_now(options->clock), &options->tz_offset_ns, error);
}

enum froe_status froe_parse_mask(char *text, struct froe_mask_option *mask,
                                 struct froe_error *error)
{
    char *equals = strchr(text, '=');
    bool name_ok = equals && isupper((unsigned char)text[0]);
    for (const char *p = text; name_ok && p < equals; p++)
        name_ok = isupper((unsigned char)*p) || isdigit((unsigned char)*p) || *p == '_';
    if (!name_ok || !equals[1])
        return froe_error_set(error, FROE_USAGE,
                              "'%s' is no mask: NAME=REGEX, with NAME in capitals", text);
    *equals = '\0';
    *mask = (struct froe_mask_option){text, equals + 1};
    return FROE_OK;
}
