#include "record/w3c.h"

#include "record/object.h"

enum {
    ROLE_DATE = FROE_PART_COUNT + 1, /* behind FROE_PART_IGNORED */
    ROLE_DATE_LOCAL,
    ROLE_CLOCK,
    ROLE_CLOCK_LOCAL,
    TIME_BYTES_MAX = 64,
    HEADER_LINES_MAX = 64, /* the header stands at the start */
};

static const struct {
    struct froe_slice name;
    unsigned char role;
} known_columns[] = {
    {FROE_SLICE("date"), ROLE_DATE},
    {FROE_SLICE("date-local"), ROLE_DATE_LOCAL},
    {FROE_SLICE("time"), ROLE_CLOCK},
    {FROE_SLICE("time-local"), ROLE_CLOCK_LOCAL},
    {FROE_SLICE("ts"), FROE_PART_TIME},
    {FROE_SLICE("cs-method"), FROE_PART_METHOD},
    {FROE_SLICE("method"), FROE_PART_METHOD},
    {FROE_SLICE("cs-uri-stem"), FROE_PART_TARGET},
    {FROE_SLICE("cs-uri"), FROE_PART_TARGET},
    {FROE_SLICE("uri"), FROE_PART_TARGET},
    {FROE_SLICE("host"), FROE_PART_AUTHORITY},
    {FROE_SLICE("sc-status"), FROE_PART_STATUS},
    {FROE_SLICE("status_code"), FROE_PART_STATUS},
    {FROE_SLICE("s-sitename"), FROE_PART_SERVICE},
    {FROE_SLICE("s-computername"), FROE_PART_HOST},
    {FROE_SLICE("_system_name"), FROE_PART_HOST},
};

static unsigned char role_of(struct froe_slice name)
{
    for (size_t i = 0; i < sizeof known_columns / sizeof *known_columns; i++)
        if (froe_slice_eq(name, known_columns[i].name)) return known_columns[i].role;
    return FROE_PART_IGNORED;
}

/* --- the header --- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct froe_slice next_word(struct froe_slice *rest)
{
    while (rest->len && is_blank(rest->ptr[0])) *rest = froe_slice_from(*rest, 1);
    size_t n = 0;
    while (n < rest->len && !is_blank(rest->ptr[n])) n++;
    struct froe_slice word = froe_slice(rest->ptr, n);
    *rest = froe_slice_from(*rest, n);
    return word;
}

static void declare(struct froe_columns *columns, struct froe_slice names)
{
    struct froe_slice name = next_word(&names);
    for (; name.len && columns->count < FROE_COLUMNS_MAX; name = next_word(&names))
        columns->roles[columns->count++] = role_of(name);
}

static int64_t day_of(struct froe_slice date)
{
    static const struct froe_time_context utc = {.year = 2000};
    static const int64_t day_ns = 86400 * FROE_NS_PER_S;
    struct froe_timestamp found;
    if (!froe_timestamp_read(froe_slice_trim(date), &utc, false, &found)) return FROE_TIME_NONE;
    int64_t rest = found.time_ns % day_ns;
    return found.time_ns - (rest < 0 ? rest + day_ns : rest);
}

struct froe_columns froe_columns_find(const struct froe_slice *lines, size_t line_count)
{
    static const struct froe_slice w3c = FROE_SLICE("#Fields:"), zeek = FROE_SLICE("#fields\t"),
                                   date = FROE_SLICE("#Date:");
    struct froe_columns columns = {.count = 0, .date_ns = FROE_TIME_NONE};
    for (size_t i = 0; i < line_count && i < HEADER_LINES_MAX && !columns.count; i++) {
        struct froe_slice line = lines[i];
        if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
        if (froe_slice_starts(line, FROE_SLICE("\xef\xbb\xbf"))) line = froe_slice_from(line, 3);
        if (froe_slice_starts(line, date))
            columns.date_ns = day_of(froe_slice_from(line, date.len));
        columns.tabs = froe_slice_starts(line, zeek);
        if (columns.tabs || froe_slice_starts(line, w3c))
            declare(&columns, froe_slice_from(line, w3c.len));
    }
    return columns;
}

/* --- rows --- */

/* The cell at the start of the rest, without its quotes; advances over the separator. */
static struct froe_slice next_cell(const struct froe_columns *columns, struct froe_slice *rest)
{
    size_t n = 0, skip;
    struct froe_slice cell;
    if (!columns->tabs && rest->ptr[0] == '"') {
        for (n = 1; n < rest->len; n++) {
            if (rest->ptr[n] != '"') continue;
            if (n + 1 == rest->len || rest->ptr[n + 1] != '"') break;
            n++; /* two stand for one */
        }
        cell = froe_slice(rest->ptr + 1, n < rest->len ? n - 1 : rest->len - 1);
        if (n < rest->len) n++;
    } else {
        while (n < rest->len && (columns->tabs ? rest->ptr[n] != '\t' : !is_blank(rest->ptr[n])))
            n++;
        cell = froe_slice(rest->ptr, n);
    }
    for (skip = n; skip < rest->len && is_blank(rest->ptr[skip]); skip++)
        if (columns->tabs && skip > n) break;
    *rest = froe_slice_from(*rest, skip);
    return cell;
}

struct row_time {
    struct froe_slice date, clock;
    bool local;
};

/* "10:02:03", "10:02:03.5" on the day; FROE_TIME_NONE when it is none. */
static bool read_time(const struct froe_columns *columns, const struct row_time *row,
                      const struct froe_time_context *times, struct froe_timestamp *time)
{
    char text[TIME_BYTES_MAX], day[FROE_TIME_TEXT_MAX];
    struct froe_slice date = row->date;
    if (!date.len && columns->date_ns != FROE_TIME_NONE) {
        froe_time_format(columns->date_ns, day);
        date = froe_slice(day, strlen("2000-01-01"));
    }
    size_t len = date.len + 1 + row->clock.len;
    if (!date.len || !row->clock.len || len + 1 > sizeof text) return false;
    memcpy(text, date.ptr, date.len);
    text[date.len] = ' ';
    memcpy(text + date.len + 1, row->clock.ptr, row->clock.len);
    if (!row->local) text[len++] = 'Z'; /* the standard says so */
    return froe_timestamp_read(froe_slice(text, len), times, false, time);
}

static bool take_cell(unsigned char role, struct froe_slice cell, struct row_time *row,
                      struct froe_slice *parts)
{
    bool absent = froe_slice_eq(cell, FROE_SLICE("-"));
    switch (role) {
    case FROE_PART_IGNORED: return false;
    case ROLE_DATE_LOCAL:
        row->local = true;
        row->date = cell;
        return true;
    case ROLE_DATE: row->date = cell; return true;
    case ROLE_CLOCK_LOCAL:
        row->local = true;
        row->clock = cell;
        return true;
    case ROLE_CLOCK: row->clock = cell; return true;
    case FROE_PART_TARGET: break; /* "QUIT -" */
    default:
        if (absent) return false;
    }
    parts[role] = cell;
    return role == FROE_PART_TIME;
}

bool froe_columns_read(const struct froe_columns *columns, struct froe_slice line,
                       const struct froe_time_context *times, struct froe_arena *arena,
                       struct froe_slice *parts, struct froe_timestamp *time, bool *has_time)
{
    struct row_time row = {.local = false};
    struct froe_slice rest = line;
    *has_time = false;
    if (!columns->count || !line.len) return false;
    if (line.ptr[0] == '#') {
        parts[FROE_PART_MESSAGE] = line;
        return true;
    }
    bool at_start = true; /* of the row, where its time stands */
    parts[FROE_PART_MESSAGE] = line;
    for (unsigned i = 0; i < columns->count; i++) {
        if (!rest.len) return false;
        struct froe_slice cell = next_cell(columns, &rest);
        at_start = take_cell(columns->roles[i], cell, &row, parts) && at_start;
        if (at_start) parts[FROE_PART_MESSAGE] = rest;
    }
    if (parts[FROE_PART_TIME].len)
        *has_time = froe_timestamp_read(parts[FROE_PART_TIME], times, true, time);
    else if (row.clock.len)
        *has_time = read_time(columns, &row, times, time);
    bool wants_time = parts[FROE_PART_TIME].len || row.date.len;
    if (wants_time && !*has_time) return false;

    struct froe_slice request = froe_request_summary(parts, arena);
    if (request.ptr) parts[FROE_PART_MESSAGE] = request;
    return true;
}
