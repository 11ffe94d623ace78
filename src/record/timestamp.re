/* The shapes of timestamps. The first block below is the whole grammar of date and time of day;
   what may follow (fraction, AM or PM, zone, the year of ctime) is read by the small blocks behind
   it, because each of them is taken only when the text goes on as it should.

   Longest match wins, then the earlier rule. The text is a copy padded with NUL, which no rule goes
   past. Tags (@name) mark where the parts begin; what a rule does not mention stays NULL. */
#include "record/timestamp.h"

enum {
    TEXT_MAX = 64, /* no timestamp is longer */
    YEAR_MIN = 1900,
    YEAR_MAX = 2199, /* so that every time fits into 64 bits of nanoseconds */
    ZONE_HOURS_MAX = 15,
    LEAP_GAP_MAX = 8, /* years from one 29 February to the next, at most */
    TAI_AHEAD_S = 10, /* what the writers of TAI64N labels add; they know no leap seconds */
};

static const int64_t epoch_min_s = INT64_C(631152000);  /* 1990-01-01 */
static const int64_t epoch_max_s = INT64_C(4102444800); /* 2100-01-01 */
static const int64_t day_s = 86400;

enum shape { NO_TIMESTAMP, CALENDAR, EPOCH, TAI64N };

/* Where the parts of a timestamp begin, NULL for those it does not have. */
struct parts {
    bool has_weekday;
    const unsigned char *year;       /* four digits */
    const unsigned char *short_year; /* two digits */
    const unsigned char *month, *month_name, *day;
    const unsigned char *day_of_year;
    const unsigned char *first, *middle, *last; /* numbers of a date whose order the values tell */
    const unsigned char *hour, *minute, *second;
    const unsigned char *number; /* of an epoch time or a TAI64N label */
    const unsigned char *end;
};

/* What stands behind the time of day. */
struct tail {
    const unsigned char *end;
    int64_t fraction_ns;
    int zone_minutes; /* east of UTC */
    bool has_zone;
    bool has_half, afternoon;  /* AM or PM */
    const unsigned char *year; /* of ctime, NULL when there is none */
};

/*!re2c
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYCURSOR = cursor;
    re2c:define:YYMARKER = marker;
    re2c:yyfill:enable = 0;
    re2c:flags:tags = 1;

    d    = [0-9];
    edge = [^A-Za-z0-9];
    word_edge = [^A-Za-z0-9_./-];
*/

/* Behind the name of a weekday, which says nothing new; at text when there is none. */
static const unsigned char *skip_weekday(const unsigned char *text)
{
    const unsigned char *cursor = text, *marker;
    /*!re2c
    days = 'mon' 'day'? | 'tue' ('s' 'day'?)? | 'wed' 'nesday'? | 'thu' ('r' 's'? 'day'?)? |
           'fri' 'day'? | 'sat' 'urday'? | 'sun' 'day'?;
    days ","? " "{1,2} / [A-Za-z0-9]    { return cursor; }
    *                                   { return text; }
    */
}

static enum shape lex_shape(const unsigned char *text, struct parts *parts)
{
    const unsigned char *const begin = skip_weekday(text);
    const unsigned char *cursor = begin, *marker;
    const unsigned char *year = NULL, *short_year = NULL, *month = NULL;
    const unsigned char *month_name = NULL, *day = NULL, *day_of_year = NULL, *first = NULL;
    const unsigned char *middle = NULL, *last = NULL, *hour = NULL, *minute = NULL, *second = NULL;
    enum shape shape = CALENDAR;
    /*!stags:re2c format = "const unsigned char *@@ = NULL;"; separator = "\n    "; */
    /*!re2c
    names = 'jan' 'uary'? | 'feb' 'ruary'? | 'mar' 'ch'? | 'apr' 'il'? | 'may' | 'jun' 'e'? |
            'jul' 'y'? | 'aug' 'ust'? | 'sep' ('t' 'ember'?)? | 'oct' 'ober'? | 'nov' 'ember'? |
            'dec' 'ember'?;

    yyyy  = @year d{4};
    yy    = @short_year d{2};
    mm    = @month d{2};
    m     = @month d{1,2};
    dd    = @day d{2};
    day_1 = @day d{1,2};
    name  = @month_name names;

    hms   = @hour d{1,2} ":" @minute d{2} ":" @second d{2};
    hm    = @hour d{1,2} ":" @minute d{2} (":" @second d{2})?;
    loose = @hour d{1,2} ":" @minute d{1,2} ":" @second d{1,2};
    dots  = @hour d{2} "." @minute d{2} "." @second d{2};
    run   = @hour d{2} @minute d{2} @second d{2};

    gap   = ","? " "{1,2};
    sep   = gap | [Tt_:\t-];
    alone = [ \t\x00()<>[\]{}];

    // Year first.
    yyyy [-/.] m [-/.] day_1 sep hm             { goto done; } // 2026-04-20T14:23:01
    yyyy "-" mm "-" dd [Tt \-] dots             { goto done; } // 2005-06-03-15.42.50
    yyyy "/" mm "/" dd " - " hms                { goto done; } // 2026/04/20 - 14:23:01
    yyyy "-" mm "-" dd / alone                  { goto done; } // 2026-04-20
    yyyy "/" mm "/" dd / alone                  { goto done; }
    yyyy "-" @day_of_year d{3} sep hm           { goto done; } // 2012-025T10:22:40
    yyyy mm dd [Tt. _-]? run                    { goto done; } // 20260420T142301
    yyyy mm dd sep loose                        { goto done; } // 20171223-22:15:29
    yyyy [ /-] name [ /-] day_1 gap hm          { goto done; } // 2026-Apr-20 14:23:01
    yy mm dd " " run                            { goto done; } // 081109 203615
    yy mm dd " "{1,2} hms                       { goto done; } // 081109  9:36:15

    // Numbers in an order that depends: 17/06/09, 04/20/2026, 20.04.2026, 04-20.
    @first d{1,2} [-/.] @middle d{1,2} [-/.] @last d{2} sep hms  { goto done; }
    @first d{1,2} [-/.] @middle d{1,2} [-/.] yyyy sep hm         { goto done; }
    @first d{2} [-/.] @middle d{2} " "{1,2} hms                  { goto done; }
    mm dd " " hms / "." d{6} edge               { goto done; } // 0420 14:23:01.123456

    // Names of months.
    name " "+ day_1 " "+ hms                    { goto done; } // Apr 20 14:23:01
    name " "+ day_1 ","? " "+ yyyy sep hm       { goto done; } // Apr 20, 2026 2:23
    day_1 [ /-] name [ /-] yyyy sep hm          { goto done; } // 20/Apr/2026:14:23
    day_1 "-" name "-" yyyy "::" hms             { goto done; } // 20-Apr-2026::14:23:01
    day_1 [ /-] name [ /-] yy gap hm            { goto done; } // 20-Apr-26 14:23
    day_1 " " name " "+ hms                     { goto done; } // 20 Apr 14:23:01

    // Machines' own.
    d{10} | d{13} | d{16} | d{19}               { shape = EPOCH; goto done; }
    "@" [0-9a-fA-F]{24}                         { shape = TAI64N; goto done; }
    *                                           { return NO_TIMESTAMP; }
    */
done:
    *parts = (struct parts){.has_weekday = begin != text, .year = year,
                            .short_year = short_year, .month = month,
                            .month_name = month_name, .day = day, .day_of_year = day_of_year,
                            .first = first, .middle = middle, .last = last, .hour = hour,
                            .minute = minute, .second = second,
                            .number = shape == TAI64N ? begin + 1 : begin, .end = cursor};
    return shape;
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(unsigned char c)
{
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The number at text, of at most digits_max digits. */
static int number_at(const unsigned char *text, int digits_max)
{
    int value = 0;
    for (int i = 0; i < digits_max && is_digit(text[i]); i++) value = value * 10 + (text[i] - '0');
    return value;
}

/* The digits at *cursor as a fraction of one; what is smaller than a nanosecond is cut off. */
static int64_t take_fraction(const unsigned char **cursor)
{
    int64_t value = 0, unit = FROE_NS_PER_S / 10;
    for (; is_digit(**cursor); (*cursor)++, unit /= 10) value += (**cursor - '0') * unit;
    return value;
}

/* ".123", ",123", and ":86", which counts milliseconds. */
static void lex_fraction(struct tail *tail)
{
    const unsigned char *cursor = tail->end, *marker, *digits;
    /*!re2c
    [.,] d+             { goto fraction; }
    ":" d{1,3} / edge   { goto milliseconds; }
    *                   { return; }
    */
fraction:
    digits = tail->end + 1;
    tail->fraction_ns = take_fraction(&digits);
    tail->end = cursor;
    return;
milliseconds:
    tail->fraction_ns = number_at(tail->end + 1, 3) * INT64_C(1000000);
    tail->end = cursor;
}

/* Some locales put a narrow no-break space before it. */
static void lex_half_day(struct tail *tail, int hour)
{
    const unsigned char *cursor = tail->end, *marker;
    bool afternoon;
    /*!re2c
    before = (" " | "\xe2\x80\xaf")?;
    before ('am' | 'a.m.') / word_edge   { afternoon = false; goto found; }
    before ('pm' | 'p.m.') / word_edge   { afternoon = true; goto found; }
    *                                    { return; }
    */
found:
    if (hour > 12 && !afternoon) return;
    tail->has_half = true;
    tail->afternoon = afternoon;
    tail->end = cursor;
}

/* Abbreviations are not unique; these mean what they mean to most who write logs (CST is Chicago,
   IST is India, BST is London). Those that are also words (ART, EAT, CAT) are left out. NULL when
   there is none. */
static const unsigned char *lex_zone_name(const unsigned char *cursor, int *minutes)
{
    const unsigned char *marker;
    /*!re2c
    z = " "?;
    [Zz] / edge                                       { *minutes = 0; return cursor; }
    " Z" / word_edge                                  { *minutes = 0; return cursor; }
    z ("UTC" | "GMT" | "UT" | "WET") / word_edge      { *minutes = 0; return cursor; }
    z ("CET" | "MET" | "MEZ" | "WEST" | "BST") / word_edge
                                                      { *minutes = 60; return cursor; }
    z ("CEST" | "MEST" | "MESZ" | "EET" | "SAST") / word_edge
                                                      { *minutes = 120; return cursor; }
    z ("EEST" | "MSK" | "TRT") / word_edge            { *minutes = 180; return cursor; }
    z ("MSD" | "GST") / word_edge                     { *minutes = 240; return cursor; }
    z "PKT" / word_edge                               { *minutes = 300; return cursor; }
    z "IST" / word_edge                               { *minutes = 330; return cursor; }
    z "NPT" / word_edge                               { *minutes = 345; return cursor; }
    z ("WIB" | "ICT") / word_edge                     { *minutes = 420; return cursor; }
    z ("HKT" | "SGT" | "AWST" | "PHT") / word_edge    { *minutes = 480; return cursor; }
    z ("JST" | "KST") / word_edge                     { *minutes = 540; return cursor; }
    z "ACST" / word_edge                              { *minutes = 570; return cursor; }
    z "AEST" / word_edge                              { *minutes = 600; return cursor; }
    z "ACDT" / word_edge                              { *minutes = 630; return cursor; }
    z "AEDT" / word_edge                              { *minutes = 660; return cursor; }
    z "NZST" / word_edge                              { *minutes = 720; return cursor; }
    z "NZDT" / word_edge                              { *minutes = 780; return cursor; }
    z "NDT" / word_edge                               { *minutes = -150; return cursor; }
    z ("BRT" | "ADT") / word_edge                     { *minutes = -180; return cursor; }
    z "NST" / word_edge                               { *minutes = -210; return cursor; }
    z ("EDT" | "AST") / word_edge                     { *minutes = -240; return cursor; }
    z ("EST" | "CDT") / word_edge                     { *minutes = -300; return cursor; }
    z ("CST" | "MDT") / word_edge                     { *minutes = -360; return cursor; }
    z ("MST" | "PDT") / word_edge                     { *minutes = -420; return cursor; }
    z ("PST" | "AKDT") / word_edge                    { *minutes = -480; return cursor; }
    z ("AKST" | "HDT") / word_edge                    { *minutes = -540; return cursor; }
    z "HST" / word_edge                               { *minutes = -600; return cursor; }
    *                                                 { return NULL; }
    */
}

/* "+02:00", " -0700", "+02", "GMT+2". NULL when there is none. */
static const unsigned char *lex_zone_offset(const unsigned char *cursor, int *minutes)
{
    const unsigned char *marker, *sign = cursor;
    int rest = 0;
    /*!re2c
    utc = " "? ("UTC" | "GMT");
    hh  = [+-] d{2};
    (utc | " "?) hh ":"? d{2} / edge    { rest = number_at(cursor - 2, 2); goto found; }
    utc [+-] d{1,2} / edge              { goto found; }
    hh / edge                           { goto found; }
    " " hh / [ \]\x00]                  { goto found; }
    *                                   { return NULL; }
    */
found:
    while (*sign != '+' && *sign != '-') sign++;
    int hours = number_at(sign + 1, 2);
    if (hours > ZONE_HOURS_MAX || rest > 59) return NULL;
    *minutes = (hours * 60 + rest) * (*sign == '-' ? -1 : 1);
    return cursor;
}

static void lex_zone(struct tail *tail)
{
    const unsigned char *end = lex_zone_offset(tail->end, &tail->zone_minutes);
    if (end) {
        /* Some print the name as well: "+0000 UTC", "-0700 (PDT)". */
        int ignored;
        bool bracket = end[0] == ' ' && end[1] == '(';
        const unsigned char *name_end =
            *end == ' ' ? lex_zone_name(end + 1 + bracket, &ignored) : NULL;
        if (name_end && (!bracket || *name_end == ')')) end = name_end + bracket;
    } else {
        end = lex_zone_name(tail->end, &tail->zone_minutes);
    }
    if (!end) return;
    tail->has_zone = true;
    tail->end = end;
}

/* ctime(3) ends in the year; date(1) puts the zone before it, known to us or not. */
static void lex_ctime_year(struct tail *tail)
{
    const unsigned char *cursor = tail->end, *marker, *year;
    /*!re2c
    (" " [A-Z]{2,5})? " "+ d{4} / edge    { goto found; }
    *                                     { return; }
    */
found:
    year = cursor - 4;
    int value = number_at(year, 4);
    if (value < YEAR_MIN || value > YEAR_MAX) return;
    tail->year = year;
    tail->end = cursor;
}

static bool has_year(const struct parts *parts)
{
    return parts->year || parts->short_year || parts->last;
}

static struct tail lex_tail(const struct parts *parts, bool with_fraction)
{
    struct tail tail = {.end = parts->end};
    if (!parts->hour) return tail;
    if (parts->second && with_fraction) lex_fraction(&tail);
    if (has_year(parts)) lex_half_day(&tail, number_at(parts->hour, 2));
    lex_zone(&tail);
    if (parts->has_weekday && !has_year(parts)) lex_ctime_year(&tail);
    return tail;
}

static int month_of_name(const unsigned char *name)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int i = 0; i < 12; i++)
        if ((name[0] | 0x20) == names[i * 3] && (name[1] | 0x20) == names[i * 3 + 1] &&
            (name[2] | 0x20) == names[i * 3 + 2])
            return i + 1;
    return 0;
}

/* Two digits: 1969 to 2068, as POSIX has it. */
static int full_year(int year)
{
    return year < 69 ? year + 2000 : year + 1900;
}

/* Day and month of the two numbers, by their values if these tell, else by custom: with dots the
   day comes first. */
static void order_by_value(const struct parts *parts, struct froe_date *date)
{
    int first = number_at(parts->first, 2), middle = number_at(parts->middle, 2);
    bool day_first = parts->middle[-1] == '.';
    if (first > 12) day_first = true;
    else if (middle > 12) day_first = false;
    date->month = day_first ? middle : first;
    date->day = day_first ? first : middle;
}

/* year 0: the text has none. Nothing is checked yet. */
static struct froe_date read_date(const struct parts *parts, const struct tail *tail)
{
    struct froe_date date = {0};
    if (parts->year || tail->year) date.year = number_at(tail->year ? tail->year : parts->year, 4);
    else if (parts->short_year) date.year = full_year(number_at(parts->short_year, 2));

    if (parts->day_of_year) {
        int day = number_at(parts->day_of_year, 3);
        struct froe_date found =
            froe_date_from_days(froe_days_from_date(date.year, 1, 1) + day - 1);
        return found.year == date.year ? found : (struct froe_date){date.year, 0, 0};
    }
    if (parts->last) {
        date = (struct froe_date){full_year(number_at(parts->first, 2)),
                                  number_at(parts->middle, 2), number_at(parts->last, 2)};
        if (is_digit(parts->first[1]) && froe_date_valid(date.year, date.month, date.day))
            return date;
        date.year = full_year(number_at(parts->last, 2));
    }
    if (parts->first) {
        order_by_value(parts, &date);
        return date;
    }
    date.month = parts->month_name ? month_of_name(parts->month_name) : number_at(parts->month, 2);
    date.day = number_at(parts->day, 2);
    return date;
}

/* Seconds since midnight; false when out of range. */
static bool read_time_of_day(const struct parts *parts, const struct tail *tail, int64_t *seconds)
{
    if (!parts->hour) {
        *seconds = 0;
        return true;
    }
    int hour = number_at(parts->hour, 2), minute = number_at(parts->minute, 2);
    int second = parts->second ? number_at(parts->second, 2) : 0;
    if (hour > 23 || minute > 59 || second > 60) return false;
    if (second == 60) second = 59;
    if (tail->has_half && !tail->afternoon && hour == 12) hour = 0;
    if (tail->has_half && tail->afternoon && hour < 12) hour += 12;
    *seconds = hour * 3600 + minute * 60 + second;
    return true;
}

/* The moment in UTC; false when 64 bits do not hold it. */
static bool moment(struct froe_date date, int64_t of_day_s, const struct tail *tail,
                   const struct froe_time_context *context, int64_t *time_ns)
{
    int64_t seconds = froe_days_from_date(date.year, date.month, date.day) * day_s + of_day_s -
                      tail->zone_minutes * INT64_C(60);
    if (__builtin_mul_overflow(seconds, FROE_NS_PER_S, time_ns) ||
        __builtin_add_overflow(*time_ns, tail->fraction_ns, time_ns))
        return false;
    if (tail->has_zone) return true;
    int64_t offset_ns =
        context->zone ? froe_zone_offset_of_local(context->zone, *time_ns) : context->offset_ns;
    return !__builtin_sub_overflow(*time_ns, offset_ns, time_ns);
}

/* The latest year that does not put the time into the future. */
static bool moment_of_guessed_year(struct froe_date date, int64_t of_day_s, const struct tail *tail,
                                   const struct froe_time_context *context, int64_t *time_ns)
{
    int64_t latest_ns;
    if (__builtin_add_overflow(context->latest_ns, day_s * FROE_NS_PER_S, &latest_ns))
        latest_ns = INT64_MAX;
    /* A zone may put the new year of a place up to a day before ours. */
    int newest = froe_date_from_days(latest_ns / (day_s * FROE_NS_PER_S) + 1).year;
    for (date.year = newest; date.year >= newest - LEAP_GAP_MAX - 1; date.year--)
        if (froe_date_valid(date.year, date.month, date.day) &&
            moment(date, of_day_s, tail, context, time_ns) && *time_ns <= latest_ns)
            return true;
    return false;
}

/* The given year, or the next one for what comes before the first record. */
static bool moment_of_given_year(struct froe_date date, int64_t of_day_s, const struct tail *tail,
                                 const struct froe_time_context *context, int64_t *time_ns)
{
    static const int64_t slack_ns = 30 * 86400 * FROE_NS_PER_S;
    date.year = context->year;
    bool ok = froe_date_valid(date.year, date.month, date.day) &&
              moment(date, of_day_s, tail, context, time_ns);
    if (!context->first_ns || (ok && *time_ns >= context->first_ns - slack_ns)) return ok;
    date.year++;
    int64_t next_ns;
    /* A 29 February may be of the next year only. */
    if (!froe_date_valid(date.year, date.month, date.day) ||
        !moment(date, of_day_s, tail, context, &next_ns))
        return ok;
    *time_ns = next_ns;
    return true;
}

static const unsigned char *read_calendar(const struct parts *parts,
                                          const struct froe_time_context *context,
                                          struct froe_timestamp *timestamp)
{
    struct tail tail = lex_tail(parts, true);
    if (is_alnum(*tail.end)) tail = lex_tail(parts, false);

    int64_t of_day_s;
    struct froe_date date = read_date(parts, &tail);
    if (!read_time_of_day(parts, &tail, &of_day_s)) return NULL;

    timestamp->zone_assumed = !tail.has_zone;
    timestamp->year_assumed = date.year == 0 && !parts->year;
    if (timestamp->year_assumed) {
        bool ok = context->year
                      ? moment_of_given_year(date, of_day_s, &tail, context, &timestamp->time_ns)
                      : moment_of_guessed_year(date, of_day_s, &tail, context, &timestamp->time_ns);
        return ok ? tail.end : NULL;
    }
    if (date.year < YEAR_MIN || date.year > YEAR_MAX ||
        !froe_date_valid(date.year, date.month, date.day) ||
        !moment(date, of_day_s, &tail, context, &timestamp->time_ns))
        return NULL;
    return tail.end;
}

/* 10, 13, 16 or 19 digits are seconds, milli-, micro- or nanoseconds. */
static const unsigned char *read_epoch(const struct parts *parts, struct froe_timestamp *timestamp)
{
    int64_t value = 0, unit_ns = FROE_NS_PER_S;
    for (const unsigned char *p = parts->number; p < parts->end; p++) {
        /* The greatest number of 19 digits is greater than any time. */
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, *p - '0', &value))
            return NULL;
    }
    for (ptrdiff_t digits = parts->end - parts->number; digits > 10; digits -= 3) unit_ns /= 1000;
    int64_t seconds = value / (FROE_NS_PER_S / unit_ns);
    if (seconds < epoch_min_s || seconds >= epoch_max_s) return NULL;

    const unsigned char *end = parts->end;
    timestamp->time_ns = value * unit_ns;
    if (end[0] == '.' && is_digit(end[1])) {
        end++;
        timestamp->time_ns += take_fraction(&end) / (FROE_NS_PER_S / unit_ns);
    }
    return end;
}

static uint64_t hex_at(const unsigned char *text, int digits)
{
    uint64_t value = 0;
    for (int i = 0; i < digits; i++) {
        unsigned c = text[i];
        value = value << 4 | (is_digit(text[i]) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
}

/* A label of 2^62 plus TAI seconds, and nanoseconds. */
static const unsigned char *read_tai64n(const struct parts *parts, struct froe_timestamp *timestamp)
{
    uint64_t label = hex_at(parts->number, 16), nanoseconds = hex_at(parts->number + 16, 8);
    uint64_t seconds = label - (UINT64_C(1) << 62) - TAI_AHEAD_S;
    /* A label below the zero point wraps to something greater than any time. */
    if (seconds >= (uint64_t)epoch_max_s || nanoseconds >= (uint64_t)FROE_NS_PER_S) return NULL;
    timestamp->time_ns = (int64_t)seconds * FROE_NS_PER_S + (int64_t)nanoseconds;
    return parts->end;
}

bool froe_timestamp_read(struct froe_slice text, const struct froe_time_context *context,
                         bool allow_epoch, struct froe_timestamp *timestamp)
{
    unsigned char copy[TEXT_MAX + 2] = {0};
    if (text.len) memcpy(copy, text.ptr, text.len < TEXT_MAX ? text.len : TEXT_MAX);

    struct parts parts;
    const unsigned char *end = NULL;
    *timestamp = (struct froe_timestamp){.time_ns = FROE_TIME_NONE};
    switch (lex_shape(copy, &parts)) {
    case NO_TIMESTAMP: return false;
    case CALENDAR: end = read_calendar(&parts, context, timestamp); break;
    case EPOCH:
        if (allow_epoch && !parts.has_weekday) end = read_epoch(&parts, timestamp);
        break;
    case TAI64N: end = read_tai64n(&parts, timestamp); break;
    }
    if (!end) return false;
    timestamp->len = (size_t)(end - copy);
    return timestamp->len >= text.len || !is_alnum((unsigned char)text.ptr[timestamp->len]);
}
