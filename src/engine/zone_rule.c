/* What a zone file says of the time behind its last change: a rule in the notation of POSIX. */
#include "engine/zone.h"

#include <stdlib.h>

enum { YEAR_FIRST = 1970, YEAR_LAST = 2100, DAY_S = 86400, HOUR_S = 3600, HOURS_MAX = 167 };

/* When in a year a change comes: "M3.5.0/2", "J60", "59". */
struct rule_date {
    char kind; /* 'M', 'J', or '0' for a plain day of the year */
    int month, week, day;
    int64_t time_s;
};

struct rule {
    int64_t standard_s, summer_s; /* east of UTC */
    bool has_summer;
    struct rule_date start, end;
};

static bool take_char(struct froe_slice *text, char c)
{
    if (!text->len || text->ptr[0] != c) return false;
    *text = froe_slice_from(*text, 1);
    return true;
}

static bool take_number(struct froe_slice *text, int max, int *number)
{
    size_t n = 0;
    *number = 0;
    while (n < text->len && n < 4 && text->ptr[n] >= '0' && text->ptr[n] <= '9')
        *number = *number * 10 + (text->ptr[n++] - '0');
    *text = froe_slice_from(*text, n);
    return n > 0 && *number <= max;
}

/* Letters, or anything in <>. */
static bool take_name(struct froe_slice *text)
{
    size_t n = 0;
    if (take_char(text, '<')) {
        while (n < text->len && text->ptr[n] != '>') n++;
        *text = froe_slice_from(*text, n);
        return n > 0 && take_char(text, '>');
    }
    while (n < text->len && ((text->ptr[n] | 0x20) >= 'a' && (text->ptr[n] | 0x20) <= 'z')) n++;
    *text = froe_slice_from(*text, n);
    return n >= 3;
}

/* "2", "-1:30", "+02:00:00" */
static bool take_time(struct froe_slice *text, int64_t *seconds)
{
    int hours, minutes = 0, rest = 0;
    bool minus = take_char(text, '-');
    if (!minus) take_char(text, '+');
    if (!take_number(text, HOURS_MAX, &hours)) return false;
    if (take_char(text, ':') && !take_number(text, 59, &minutes)) return false;
    if (take_char(text, ':') && !take_number(text, 59, &rest)) return false;
    *seconds = (int64_t)hours * HOUR_S + minutes * 60 + rest;
    if (minus) *seconds = -*seconds;
    return true;
}

static bool take_date(struct froe_slice *text, struct rule_date *date)
{
    bool ok;
    *date = (struct rule_date){.kind = '0', .time_s = 2 * HOUR_S};
    if (!take_char(text, ',')) return false;
    if (take_char(text, 'M')) {
        date->kind = 'M';
        ok = take_number(text, 12, &date->month) && date->month && take_char(text, '.') &&
             take_number(text, 5, &date->week) && date->week && take_char(text, '.') &&
             take_number(text, 6, &date->day);
    } else {
        if (take_char(text, 'J')) date->kind = 'J';
        ok = take_number(text, 365, &date->day) && (date->kind == '0' || date->day);
    }
    return ok && (!take_char(text, '/') || take_time(text, &date->time_s));
}

static bool read_rule(struct froe_slice text, struct rule *rule)
{
    *rule = (struct rule){0};
    if (!take_name(&text) || !take_time(&text, &rule->standard_s)) return false;
    rule->standard_s = -rule->standard_s; /* POSIX counts west of Greenwich */
    if (!text.len) return true;
    rule->has_summer = true;
    rule->summer_s = rule->standard_s + HOUR_S;
    if (!take_name(&text)) return false;
    if (text.len && text.ptr[0] != ',') {
        if (!take_time(&text, &rule->summer_s)) return false;
        rule->summer_s = -rule->summer_s;
    }
    return take_date(&text, &rule->start) && take_date(&text, &rule->end) && !text.len;
}

/* Local seconds since 1970. */
static int64_t moment_in(const struct rule_date *date, int year)
{
    int64_t days = froe_days_from_date(year, 1, 1);
    if (date->kind == 'M') {
        days = froe_days_from_date(year, date->month, 1);
        int weekday = (int)((days + 4) % 7); /* 1970-01-01 was a Thursday */
        days += (date->day - weekday + 7) % 7 + (date->week - 1) * 7;
        while (froe_date_from_days(days).month != date->month) days -= 7;
    } else if (date->kind == 'J') {
        /* The days of a year without a 29 February. */
        days += date->day - 1 + (date->day >= 60 && froe_date_valid(year, 2, 29));
    } else {
        days += date->day;
    }
    return days * DAY_S + date->time_s;
}

static void add_change(struct froe_zone *zone, int64_t at_s, int64_t offset_s, int64_t after_ns)
{
    int64_t at_ns = at_s * FROE_NS_PER_S;
    if (at_ns > after_ns)
        zone->changes[zone->count++] = (struct froe_zone_change){at_ns, offset_s * FROE_NS_PER_S};
}

bool froe_zone_add_rule(struct froe_zone *zone, struct froe_slice text)
{
    struct rule rule;
    if (!read_rule(text, &rule)) return false;
    if (!rule.has_summer) {
        if (!zone->count) zone->offset_ns = rule.standard_s * FROE_NS_PER_S;
        return true;
    }
    size_t more = (YEAR_LAST - YEAR_FIRST + 1) * 2;
    struct froe_zone_change *grown =
        realloc(zone->changes, (zone->count + more) * sizeof *zone->changes);
    if (!grown) return false;
    zone->changes = grown;
    int64_t after_ns = zone->count ? grown[zone->count - 1].at_ns : INT64_MIN;
    if (!zone->count) zone->offset_ns = rule.standard_s * FROE_NS_PER_S;
    for (int year = YEAR_FIRST; year <= YEAR_LAST; year++) {
        int64_t start_s = moment_in(&rule.start, year) - rule.standard_s;
        int64_t end_s = moment_in(&rule.end, year) - rule.summer_s;
        if (start_s < end_s) add_change(zone, start_s, rule.summer_s, after_ns);
        add_change(zone, end_s, rule.standard_s, after_ns);
        if (start_s >= end_s) add_change(zone, start_s, rule.summer_s, after_ns);
    }
    return true;
}
