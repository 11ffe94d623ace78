#include "record/learn.h"

#include "record/layout.h"
#include "record/learn_walk.h"
#include <stdint.h>
#include <stdlib.h>

enum {
    LINE_BYTES_MAX = 512, /* of a line that are looked at */
    TIME_WITHIN = 100,    /* bytes in which a timestamp is looked for */
    TIME_TRIES_MAX = 24,
    TIMED_PERCENT = 30, /* of the lines with a timestamp, or it is not what records begin with */
};

/* --- the lines to learn from --- */

struct sample {
    struct froe_slice lines[FROE_LEARN_LINES_MAX];
    unsigned char time[FROE_LEARN_LINES_MAX]; /* enum timed */
    size_t count;
};

enum timed { TIMED_NOT, TIMED_EPOCH, TIMED_CALENDAR };

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The best timestamp that begins where a word does. */
static enum timed timed(struct froe_slice line, const struct froe_time_context *times)
{
    enum timed best = TIMED_NOT;
    unsigned tries = 0;
    for (size_t i = 0; i < line.len && i < TIME_WITHIN && tries < TIME_TRIES_MAX; i++) {
        if (!(is_alnum(line.ptr[i]) || line.ptr[i] == '@') || (i && is_alnum(line.ptr[i - 1])))
            continue;
        struct froe_timestamp found;
        struct froe_slice rest = froe_slice_from(line, i);
        tries++;
        if (froe_timestamp_read(rest, times, false, &found)) return TIMED_CALENDAR;
        if (froe_timestamp_read(rest, times, true, &found)) best = TIMED_EPOCH;
    }
    return best;
}

static void collect(struct sample *sample, const struct froe_slice *lines, size_t line_count,
                    const struct froe_time_context *times)
{
    size_t stride = 1 + (line_count ? line_count - 1 : 0) / FROE_LEARN_LINES_MAX;
    for (size_t i = 0; i < line_count && sample->count < FROE_LEARN_LINES_MAX; i += stride) {
        struct froe_slice line = lines[i];
        if (line.len > LINE_BYTES_MAX) line.len = LINE_BYTES_MAX;
        if (!froe_slice_trim(line).len) continue;
        sample->time[sample->count] = (unsigned char)timed(line, times);
        sample->lines[sample->count++] = line;
    }
}

/* Leaves the lines that seem to begin a record: those with a timestamp, when enough have one; else
   those that are not indented, but where most are. */
static void keep_beginnings(struct sample *sample)
{
    size_t counts[3] = {0}, indented = 0, kept = 0;
    for (size_t i = 0; i < sample->count; i++) {
        counts[sample->time[i]]++;
        indented += sample->lines[i].ptr[0] == ' ' || sample->lines[i].ptr[0] == '\t';
    }
    size_t any = counts[TIMED_EPOCH] + counts[TIMED_CALENDAR];
    bool by_time = any * 100 >= sample->count * TIMED_PERCENT;
    bool by_calendar = counts[TIMED_CALENDAR] * 10 >= any * 9;
    enum timed least = !by_time ? TIMED_NOT : by_calendar ? TIMED_CALENDAR : TIMED_EPOCH;
    bool by_indent = !by_time && indented * 2 < sample->count;
    for (size_t i = 0; i < sample->count; i++) {
        char first = sample->lines[i].ptr[0];
        if (sample->time[i] < least || (by_indent && (first == ' ' || first == '\t'))) continue;
        sample->lines[kept++] = sample->lines[i];
    }
    sample->count = kept;
}

/* --- where the head ends --- */

static bool is_column(const struct froe_walk_element *element)
{
    return element->kind >= FROE_WALK_TIME && element->kind != FROE_WALK_MAYBE_BRACKET;
}

static bool ends_columns(char byte)
{
    return byte && strchr(":|;,->~*=#+]})\t", byte);
}

/* Elements of the head: up to the last telling one, with the punctuation that sets it off. */
static size_t head_length(const struct froe_walk *walk)
{
    size_t length = 0;
    for (size_t i = 0; i < walk->element_count; i++)
        if (walk->elements[i].telling) length = i + 1;
    size_t end = length;
    for (size_t i = length; length && i < walk->element_count; i++) {
        const struct froe_walk_element *element = &walk->elements[i];
        bool literal = element->kind == FROE_WALK_LITERAL && ends_columns(element->byte);
        bool blank = element->kind == FROE_WALK_BLANK || element->kind == FROE_WALK_MAYBE_BLANK;
        if (!literal && !blank) break;
        /* Dashes and arrows belong to the message unless a blank follows. */
        bool sets_off = blank || strchr("|;:,\t", element->byte);
        if (sets_off) end = i + 1;
    }
    return end;
}

/* Records of a table go on with separators to the end of the line: where their message is nobody
   knows. Then the head ends behind time and level. */
static size_t shorter_in_table(const struct froe_walk *walk, size_t length)
{
    enum { MORE_COLUMNS = 3 };
    if (!length || walk->elements[length - 1].kind != FROE_WALK_LITERAL) return length;
    char separator = walk->elements[length - 1].byte;
    if (!separator || !strchr("|;\t", separator)) return length;
    size_t tables = 0;
    for (size_t i = 0; i < walk->count; i++) {
        if (walk->at[i] == SIZE_MAX) continue;
        struct froe_slice rest = froe_slice_from(walk->lines[i], walk->at[i]);
        size_t columns = 0;
        for (size_t n = 0; n < rest.len; n++) columns += rest.ptr[n] == separator;
        tables += columns >= MORE_COLUMNS;
    }
    if (tables * 2 < walk->alive) return length;
    size_t shorter = 0;
    for (size_t i = 0; i < length; i++) {
        enum froe_walk_kind kind = walk->elements[i].kind;
        if (kind == FROE_WALK_TIME || kind == FROE_WALK_EPOCH || kind == FROE_WALK_LEVEL)
            shorter = i + 2; /* with the separator */
    }
    return shorter < length ? shorter : length;
}

/* A head must have something that no sentence has: a time, a level, or columns that punctuation
   ends. */
static bool is_head(const struct froe_walk *walk, size_t length)
{
    bool marked = false;
    for (size_t i = 0; i < length; i++) {
        const struct froe_walk_element *element = &walk->elements[i];
        marked |= element->telling && element->kind != FROE_WALK_WORD;
        marked |= element->telling && element->separated;
    }
    return marked;
}

/* --- what the columns are --- */

struct roles {
    const struct froe_walk_element *time, *level, *service, *host, *thread;
};

static const struct froe_walk_element *find_time(const struct froe_walk *walk, size_t length)
{
    const struct froe_walk_element *best = NULL;
    for (size_t i = 0; i < length; i++) {
        const struct froe_walk_element *element = &walk->elements[i];
        if (element->kind != FROE_WALK_TIME && element->kind != FROE_WALK_EPOCH) continue;
        if (!best || element->fullness > best->fullness) best = element;
    }
    return best;
}

static const struct froe_walk_element *find_level(const struct froe_walk *walk, size_t length)
{
    const struct froe_walk_element *best = NULL;
    for (size_t i = 0; i < length; i++) {
        const struct froe_walk_element *element = &walk->elements[i];
        if (element->kind != FROE_WALK_LEVEL) continue;
        if (!best || element->column.level_count > best->column.level_count) best = element;
    }
    return best;
}

/* Values that differ in their numbers only: node-1, node-2. */
static bool is_numbered(const struct froe_column *column)
{
    return column->values > 2 * column->shapes || (column->values > 1 && column->shapes == 1);
}

/* Like worker-1 and main: threads and hosts rather than components. */
static bool is_partly_numbered(const struct froe_column *column)
{
    return column->values > column->shapes && column->numbered * 4 > column->present;
}

/* 0: no name of a component. */
static unsigned service_score(const struct froe_walk_element *element)
{
    const struct froe_column *column = &element->column;
    if (element->kind != FROE_WALK_WORD && element->kind != FROE_WALK_FIELD) return 0;
    if ((column->lettered + column->nils + column->empty) * 100 < column->present * 90 ||
        column->lettered * 2 < column->present)
        return 0;
    bool tagged = column->tagged * 2 > column->present;
    bool named = column->names * 2 > column->present;
    bool small = froe_column_is_small(column->shapes, column->present);
    if (!small && !(named && column->shapes * 2 <= column->present)) return 0;
    if (is_numbered(column) && !tagged) return 0;
    bool several = column->shapes > 1 && (tagged || !is_partly_numbered(column));
    return 1 + (several ? 8 : 0) + (tagged ? 4 : 0) +
           (element->separated && !element->bracketed ? 2 : 0) + (element->telling ? 1 : 0);
}

static struct roles find_roles(const struct froe_walk *walk, size_t length)
{
    struct roles roles = {find_time(walk, length), find_level(walk, length), NULL, NULL, NULL};
    unsigned best = 0;
    for (size_t i = 0; i < length; i++) {
        const struct froe_walk_element *element = &walk->elements[i];
        if (!is_column(element)) continue;
        unsigned score = service_score(element);
        if (score > best) {
            best = score;
            roles.service = element;
        }
        bool names = element->column.lettered * 2 > element->column.present &&
                     element->kind >= FROE_WALK_WORD && !score;
        if (names && element->bracketed && !roles.thread) roles.thread = element;
        if (names && !element->bracketed && is_numbered(&element->column) && !roles.host)
            roles.host = element;
    }
    return roles;
}

/* --- the layout --- */

static const char *field_of(const struct roles *roles, const struct froe_walk_element *element)
{
    if (element == roles->time) return "time";
    if (element == roles->level) return "level";
    if (element == roles->service) return "service";
    if (element == roles->host) return "host";
    if (element == roles->thread) return "thread";
    switch (element->kind) {
    case FROE_WALK_TIME:
    case FROE_WALK_EPOCH: return "othertime";
    case FROE_WALK_LEVEL: return "otherlevel";
    default: break;
    }
    bool number = element->column.integers * 2 > element->column.present;
    return number ? "number" : "column";
}

/* Strict types accept what the sample showed and nothing else. */
static const char *type_of(const struct froe_walk_element *element, bool strict)
{
    const struct froe_column *column = &element->column;
    if (element->kind == FROE_WALK_TIME) return "TIME";
    if (element->kind == FROE_WALK_EPOCH) return "EPOCH";
    bool all_levels = column->levels == column->present;
    bool all_integers = column->integers == column->present;
    if (element->kind == FROE_WALK_LEVEL && all_levels) return strict ? "LEVELWORD" : "WORD";
    if (all_integers && (strict || element->separated)) return "INT";
    return element->separated || element->bracketed ? "PADDED" : "NOTSPACE";
}

static void append_literal(struct froe_buf *layout, char byte)
{
    if (byte == '\t') {
        froe_buf_append_cstr(layout, "\\t");
        return;
    }
    if (strchr("()\\%", byte)) froe_buf_append_char(layout, '\\');
    froe_buf_append_char(layout, byte);
}

static void append_element(struct froe_buf *layout, const struct roles *roles,
                           const struct froe_walk_element *element)
{
    switch (element->kind) {
    case FROE_WALK_BLANK: froe_buf_append_char(layout, ' '); return;
    case FROE_WALK_MAYBE_BLANK: froe_buf_append_cstr(layout, "( )?"); return;
    case FROE_WALK_LITERAL: append_literal(layout, element->byte); return;
    case FROE_WALK_MAYBE_BRACKET: froe_buf_append_cstr(layout, "([%{DATA:context}] )?"); return;
    default: break;
    }
    const char *field = field_of(roles, element);
    if (element == roles->service && element->column.tagged) {
        /* sshd[4711], crond(pam_unix)[4711] */
        froe_buf_append_cstr(layout, "%{DATA:service}(\\(%{DATA:module}\\))?([%{DATA:pid}])?");
        return;
    }
    froe_buf_printf(layout, "%%{%s:%s}", type_of(element, !roles->time), field);
}

enum froe_status froe_learn_layout(const struct froe_slice *lines, size_t line_count,
                                   const struct froe_time_context *times, struct froe_buf *layout,
                                   struct froe_error *error)
{
    struct sample *sample = calloc(1, sizeof *sample);
    if (!sample) return froe_error_memory(error);
    struct froe_walk walk = {0};
    enum froe_status status = FROE_OK;
    collect(sample, lines, line_count, times);
    keep_beginnings(sample);
    if (sample->count < FROE_LEARN_LINES_MIN) goto done;
    status = froe_walk_init(&walk, sample->lines, sample->count, times, error);
    if (status == FROE_OK) status = froe_walk_run(&walk, error);
    if (status != FROE_OK) goto done;

    size_t length = shorter_in_table(&walk, head_length(&walk));
    if (!is_head(&walk, length)) goto done;
    struct roles roles = find_roles(&walk, length);
    for (size_t i = 0; i < length; i++) append_element(layout, &roles, &walk.elements[i]);
    froe_buf_append_cstr(layout, "%{REST:message}");
    status = layout->status == FROE_OK ? FROE_OK : froe_error_memory(error);
done:
    froe_walk_release(&walk);
    free(sample);
    return status;
}
