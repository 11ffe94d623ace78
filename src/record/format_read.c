#include "record/formats_internal.h"
#include <limits.h>

enum { SYSLOG_SEVERITIES = 8, SYSLOG_PRI_MAX = 191 };

static struct froe_slice nil_is_absent(struct froe_slice text)
{
    return froe_slice_eq(text, FROE_SLICE("-")) ? froe_slice(NULL, 0) : text;
}

/* At most six digits; -1 when the text is no such number. */
static int small_number(struct froe_slice text)
{
    int value = 0;
    if (!text.len || text.len > 6) return -1;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return -1;
        value = value * 10 + (text.ptr[i] - '0');
    }
    return value;
}

static enum froe_level level_of_word(const struct froe_format_spec *spec,
                                     struct froe_layout_scan *scan, struct froe_slice word)
{
    for (unsigned i = 0; i < spec->levels_count; i++)
        if (froe_slice_eq(word, froe_slice_cstr(spec->levels[i].word)))
            return froe_level_parse(froe_slice_cstr(spec->levels[i].level));
    return froe_layout_scan_level(scan, word);
}

static enum froe_level level_of_status(int status)
{
    if (status < 100 || status > 599) return FROE_LEVEL_NONE;
    return status >= 500 ? FROE_LEVEL_ERROR : status >= 400 ? FROE_LEVEL_WARN : FROE_LEVEL_INFO;
}

/* Some programs put the level among the structured data of RFC 5424. */
static enum froe_level level_of_structured(struct froe_slice data)
{
    static const struct froe_slice name = FROE_SLICE(" level=\"");
    const char *at = memmem(data.ptr, data.len, name.ptr, name.len);
    if (!at) return FROE_LEVEL_NONE;
    struct froe_slice word = froe_slice_from(data, (size_t)(at - data.ptr) + name.len);
    const char *quote = memchr(word.ptr, '"', word.len);
    return quote ? froe_level_parse(froe_slice(word.ptr, (size_t)(quote - word.ptr)))
                 : FROE_LEVEL_NONE;
}

static bool is_continuation(const struct froe_format_spec *spec, struct froe_slice word)
{
    for (unsigned i = 0; i < spec->continuations.count; i++)
        if (froe_slice_eq(word, froe_slice_cstr(spec->continuations.items[i]))) return true;
    return false;
}

/* Seconds since a moment that somebody must tell us, as the kernel counts from its start. */
static bool read_seconds(struct froe_slice text, const struct froe_time_context *times,
                         struct froe_timestamp *time)
{
    enum { WHOLE_DIGITS_MAX = 9 };
    int64_t ns = 0, unit_ns = FROE_NS_PER_S;
    size_t i = 0;
    if (!times->base_ns || !text.len) return false;
    for (; i < text.len && i < WHOLE_DIGITS_MAX && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++)
        ns = ns * 10 + (text.ptr[i] - '0') * FROE_NS_PER_S;
    if (i && i < text.len && text.ptr[i] == '.')
        for (i++; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++)
            ns += (text.ptr[i] - '0') * (unit_ns /= 10);
    *time = (struct froe_timestamp){.len = text.len};
    return i && i == text.len && !__builtin_add_overflow(times->base_ns, ns, &time->time_ns);
}

static void read_text_parts(const struct froe_format_spec *spec, struct froe_layout_scan *scan,
                            struct froe_head_parts *read)
{
    static const unsigned char nillable[] = {FROE_PART_SERVICE, FROE_PART_HOST, FROE_PART_THREAD,
                                             FROE_PART_POD, FROE_PART_PID};
    struct froe_slice *parts = read->parts;
    for (size_t i = 0; i < sizeof nillable; i++)
        parts[nillable[i]] = nil_is_absent(parts[nillable[i]]);

    if (parts[FROE_PART_TIME].ptr) {
        const char *at = parts[FROE_PART_TIME].ptr;
        read->has_time = froe_layout_scan_time(scan, at, false, &read->time) ||
                         froe_layout_scan_time(scan, at, true, &read->time);
    }
    if (!read->has_time && parts[FROE_PART_UPTIME].ptr)
        read->has_time = read_seconds(parts[FROE_PART_UPTIME], scan->times, &read->time);
    if (parts[FROE_PART_LEVEL].ptr) {
        read->level = level_of_word(spec, scan, parts[FROE_PART_LEVEL]);
        read->continuation = is_continuation(spec, parts[FROE_PART_LEVEL]);
    }
    if (parts[FROE_PART_PIECE].ptr) read->continuation |= small_number(parts[FROE_PART_PIECE]) > 1;
    if (!read->level && parts[FROE_PART_PRI].ptr) {
        int pri = small_number(parts[FROE_PART_PRI]);
        if (pri >= 0 && pri <= SYSLOG_PRI_MAX)
            read->level = froe_level_from_syslog(pri % SYSLOG_SEVERITIES);
    }
    if (!read->level && parts[FROE_PART_SDATA].len)
        read->level = level_of_structured(parts[FROE_PART_SDATA]);
    if (!read->level) read->level = level_of_status(small_number(parts[FROE_PART_STATUS]));
}

/* Which of the first layouts the line may be in. Where it begins with a time, what is behind that
   rules most of them out at once; a line that begins with a bracket is not looked at so far. */
static uint64_t layouts_for(const struct froe_format *format, struct froe_layout_scan *scan)
{
    const struct froe_layout_masks *masks = format->masks;
    if (!masks || !scan->line.len || scan->stop) return UINT64_MAX;
    char first = scan->line.ptr[0];
    uint64_t mask = masks->first[(unsigned char)first];
    if (!mask || first < '0' || first > '9') return mask;
    if (!scan->leads[false].known) froe_layout_scan_lead(scan, false);
    return mask & masks->behind[scan->leads[false].next] & masks->blanks[scan->leads[false].blanks];
}

/* Layouts in a row often begin alike. One that shares with the last all that the last got to fails
   as that did, and is passed over. */
static bool read_text(const struct froe_format *format, struct froe_layout_scan *scan,
                      struct froe_head_parts *read)
{
    const struct froe_format_spec *spec = format->spec;
    unsigned reach = UINT_MAX;
    uint64_t mask = layouts_for(format, scan);
    bool cleared = scan->stop != NULL; /* formats of which no layout may match are many */
    if (cleared) memset(read->parts, 0, sizeof read->parts);
    for (unsigned i = 0; i < spec->layouts.count; i++) {
        const struct froe_layout *layout = &format->layouts[i];
        if (reach <= format->shared[i]) continue;
        reach = UINT_MAX;
        if (i < FROE_MASK_LAYOUTS && !(mask >> i & 1)) continue;
        if (!froe_layout_may_match(layout, scan)) continue;
        if (!cleared) memset(read->parts, 0, sizeof read->parts);
        cleared = true;
        const struct froe_grok *grok = format->groks ? format->groks[i] : NULL;
        if (grok ? froe_grok_match(grok, scan->line, read->parts)
                 : froe_layout_match(layout, scan, read->parts)) {
            read->layout = i;
            read_text_parts(spec, scan, read);
            if (format->whole_message && format->whole_message[i] &&
                !read->parts[FROE_PART_MESSAGE].ptr)
                read->parts[FROE_PART_MESSAGE] = scan->line;
            return true;
        }
        if (!grok) reach = scan->reach;
    }
    return false;
}

/* OpenTelemetry's 1 to 24 in bands of four. */
static enum froe_level level_of_otel(int number)
{
    static const enum froe_level bands[] = {FROE_LEVEL_TRACE, FROE_LEVEL_DEBUG, FROE_LEVEL_INFO,
                                            FROE_LEVEL_WARN,  FROE_LEVEL_ERROR, FROE_LEVEL_FATAL};
    return number >= 1 && number <= 24 ? bands[(number - 1) / 4] : FROE_LEVEL_NONE;
}

/* Bunyan's and pino's 10 to 60. */
static enum froe_level level_of_bunyan(int number)
{
    static const enum froe_level tens[] = {FROE_LEVEL_NONE, FROE_LEVEL_TRACE, FROE_LEVEL_DEBUG,
                                           FROE_LEVEL_INFO, FROE_LEVEL_WARN,  FROE_LEVEL_ERROR,
                                           FROE_LEVEL_FATAL};
    return number >= 10 && number < 70 ? tens[number / 10] : FROE_LEVEL_NONE;
}

/* What a number means depends on what the field is called, whatever object it is in. */
static enum froe_level level_of_number(struct froe_slice key, int number)
{
    static const struct froe_slice syslog_keys[] = {FROE_SLICE("priority"), FROE_SLICE("PRIORITY"),
                                                    FROE_SLICE("syslog.severity.code")};
    static const struct froe_slice otel_keys[] = {
        FROE_SLICE("severity_number"), FROE_SLICE("severityNumber"), FROE_SLICE("SeverityNumber")};
    for (size_t i = 0; i < sizeof syslog_keys / sizeof *syslog_keys; i++)
        if (froe_slice_eq(key, syslog_keys[i])) return froe_level_from_syslog(number);
    for (size_t i = 0; i < sizeof otel_keys / sizeof *otel_keys; i++)
        if (key.len >= otel_keys[i].len &&
            froe_slice_eq(froe_slice_from(key, key.len - otel_keys[i].len), otel_keys[i]))
            return level_of_otel(number);
    return level_of_bunyan(number);
}

/* Go's slog writes levels between the named ones as INFO+2, ERROR-1. */
static struct froe_slice without_offset(struct froe_slice word)
{
    size_t len = word.len;
    while (len && word.ptr[len - 1] >= '0' && word.ptr[len - 1] <= '9') len--;
    bool offset =
        len > 1 && len < word.len && (word.ptr[len - 1] == '+' || word.ptr[len - 1] == '-');
    return offset ? froe_slice(word.ptr, len - 1) : word;
}

static void read_object_level(const struct froe_format_spec *spec, struct froe_layout_scan *scan,
                              const struct froe_object *object, struct froe_head_parts *read)
{
    const struct froe_object_value *value = &object->values[FROE_PART_LEVEL];
    struct froe_slice word = froe_slice_trim(value->text);
    if (!word.len) return;
    int number = small_number(word);
    read->level = level_of_word(spec, scan, word);
    if (!read->level) read->level = level_of_word(spec, scan, without_offset(word));
    if (!read->level && number >= 0) read->level = level_of_number(value->key, number);
}

static void read_object_time(struct froe_layout_scan *scan, struct froe_head_parts *read)
{
    struct froe_slice time = froe_slice_trim(read->parts[FROE_PART_TIME]);
    struct froe_slice nanos = read->parts[FROE_PART_NANOS];
    read->has_time = time.len && froe_timestamp_read(time, scan->times, true, &read->time);
    if (!read->has_time || !nanos.len || read->time.time_ns % FROE_NS_PER_S != 0) return;
    int64_t value = 0;
    for (size_t i = 0; i < nanos.len; i++) {
        if (nanos.ptr[i] < '0' || nanos.ptr[i] > '9' || value >= FROE_NS_PER_S) return;
        value = value * 10 + (nanos.ptr[i] - '0');
    }
    if (value < FROE_NS_PER_S) read->time.time_ns += value;
}

/* What an object that names no message has to say. */
static struct froe_slice message_of_object(const struct froe_format *format,
                                           const struct froe_layout_scan *scan,
                                           const struct froe_head_parts *read,
                                           struct froe_arena *arena)
{
    if (format->spec->kind == FROE_FORMAT_JSON)
        return froe_object_summary(&format->keys, scan->line, read->parts, arena);
    return scan->line;
}

/* The text of a list of bytes, as of [104,105]; absent when it is none. */
static struct froe_slice text_of_bytes(struct froe_slice list, struct froe_arena *arena)
{
    struct froe_slice element;
    char *text = froe_arena_bytes(arena, list.len);
    size_t len = 0;
    if (!text) return froe_slice(NULL, 0);
    while (froe_json_element_next(&list, &element)) {
        int byte = small_number(element);
        if (byte < 0 || byte > UCHAR_MAX) return froe_slice(NULL, 0);
        text[len++] = (char)(unsigned char)byte;
    }
    return len ? froe_slice(text, len) : froe_slice(NULL, 0);
}

static void read_object_parts(const struct froe_format_spec *spec, struct froe_layout_scan *scan,
                              const struct froe_object *object, struct froe_arena *arena,
                              struct froe_head_parts *read)
{
    for (unsigned i = 0; i < FROE_PART_COUNT; i++) {
        const struct froe_object_value *value = &object->values[i];
        if (value->type == FROE_FIELD_ARRAY && value->text.ptr)
            read->parts[i] = text_of_bytes(value->text, arena);
        else
            read->parts[i] = value->escaped ? froe_json_unescape(arena, value->text) : value->text;
    }
    read->parts[FROE_PART_SERVICE] = nil_is_absent(read->parts[FROE_PART_SERVICE]);
    read_object_time(scan, read);
    read_object_level(spec, scan, object, read);
    if (!read->level) read->level = level_of_status(small_number(read->parts[FROE_PART_STATUS]));
}

static bool read_object(const struct froe_format *format, struct froe_layout_scan *scan,
                        struct froe_arena *arena, struct froe_head_parts *read)
{
    struct froe_object object;
    bool json = format->spec->kind == FROE_FORMAT_JSON;
    bool ok = json ? froe_object_read_json(&format->keys, scan->line, &object)
                   : froe_object_read_logfmt(&format->keys, scan->line, &object);
    if (!ok || !object.field_count) return false;
    read_object_parts(format->spec, scan, &object, arena, read);
    /* Pairs alone make no log line: `a=b c=d` is a message. */
    bool has_head = object.values[FROE_PART_MESSAGE].text.ptr || read->level || read->has_time;
    if (!read->parts[FROE_PART_MESSAGE].len && format->spec->role == FROE_ROLE_RECORD)
        read->parts[FROE_PART_MESSAGE] = message_of_object(format, scan, read, arena);
    return json || (object.field_count >= 2 && has_head);
}

static bool read_columns(struct froe_layout_scan *scan, struct froe_arena *arena,
                         struct froe_head_parts *read)
{
    memset(read->parts, 0, sizeof read->parts);
    if (!scan->columns || !froe_columns_read(scan->columns, scan->line, scan->times, arena,
                                             read->parts, &read->time, &read->has_time))
        return false;
    read->level = level_of_status(small_number(read->parts[FROE_PART_STATUS]));
    return true;
}

/* In a quoted cell of a table two quotes stand for one. */
static void undouble_quotes(struct froe_slice line, struct froe_arena *arena,
                            struct froe_slice *message)
{
    if (!message->ptr || message->ptr == line.ptr || message->ptr[-1] != '"' ||
        !memmem(message->ptr, message->len, "\"\"", 2))
        return;
    char *single = froe_arena_bytes(arena, message->len);
    if (!single) return;
    size_t len = 0;
    for (size_t i = 0; i < message->len; i++) {
        single[len++] = message->ptr[i];
        if (message->ptr[i] == '"' && i + 1 < message->len && message->ptr[i + 1] == '"') i++;
    }
    *message = froe_slice(single, len);
}

bool froe_format_read(const struct froe_format *format, struct froe_layout_scan *scan,
                      struct froe_arena *arena, struct froe_head_parts *read)
{
    read->has_time = false;
    read->level = FROE_LEVEL_NONE;
    read->continuation = false;
    switch (format->spec->kind) {
    case FROE_FORMAT_TEXT:
        if (!read_text(format, scan, read)) return false;
        undouble_quotes(scan->line, arena, &read->parts[FROE_PART_MESSAGE]);
        if (!read->parts[FROE_PART_MESSAGE].ptr)
            read->parts[FROE_PART_MESSAGE] = froe_request_summary(read->parts, arena);
        return true;
    case FROE_FORMAT_COLUMNS: return read_columns(scan, arena, read);
    default: return read_object(format, scan, arena, read);
    }
}
