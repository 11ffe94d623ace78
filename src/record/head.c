#include "record/head.h"

#include "record/explain.h"
#include "record/formats_internal.h"
#include "record/location.h"

/* What reading one line needs, through all its envelopes. */
struct reader {
    const struct froe_formats *formats;
    const struct froe_detected *detected;
    const struct froe_time_context *times;
    struct froe_arena *arena;
    const struct froe_explainer *explainer; /* NULL: nobody asks */
};

static bool read_line(const struct reader *reader, struct froe_slice line, unsigned depth,
                      struct froe_head *head);
static bool read_as(const struct reader *reader, const struct froe_format *format,
                    struct froe_layout_scan *scan, unsigned depth, struct froe_head *head);

static void init_head(struct froe_head *head, struct froe_slice line)
{
    *head = (struct froe_head){.time_ns = FROE_TIME_NONE,
                               .message = line.ptr ? line : FROE_SLICE(""),
                               .stream = FROE_SLICE("")};
}

static size_t escape_len(const char *at, const char *end)
{
    const char *p = at + 1;
    if (p < end && *p == '[') {
        for (p++; p < end; p++)
            if (*p >= '@' && *p <= '~') return (size_t)(p + 1 - at);
        return (size_t)(end - at);
    }
    return p < end && *p >= '@' && *p <= '_' ? 2 : 1;
}

struct froe_slice froe_head_clean(struct froe_slice line, struct froe_arena *arena)
{
    static const char bom[] = "\xef\xbb\xbf";
    if (froe_slice_starts(line, FROE_SLICE("\xef\xbb\xbf")))
        line = froe_slice_from(line, sizeof bom - 1);
    if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
    if (!line.len || !memchr(line.ptr, '\033', line.len)) return line;

    char *clean = froe_arena_bytes(arena, line.len);
    if (!clean) return line;
    size_t len = 0;
    const char *end = line.ptr + line.len;
    for (const char *p = line.ptr; p < end;) {
        if (*p == '\033')
            p += escape_len(p, end);
        else
            clean[len++] = *p++;
    }
    return froe_slice(clean, len);
}

static struct froe_slice service_of(const struct froe_format_spec *spec,
                                    const struct froe_slice *parts)
{
    if (parts[FROE_PART_SERVICE].len) return parts[FROE_PART_SERVICE];
    struct froe_slice other = {NULL, 0};
    switch (spec->service_from) {
    case FROE_SERVICE_FIELD: break;
    case FROE_SERVICE_LOGGER: other = parts[FROE_PART_LOGGER]; break;
    case FROE_SERVICE_POD: other = froe_workload_of(parts[FROE_PART_POD]); break;
    case FROE_SERVICE_CONTAINER: other = froe_workload_of(parts[FROE_PART_CONTAINER]); break;
    }
    return other.len ? other : froe_slice(NULL, 0);
}

static void fill_absent(struct froe_slice *slice, struct froe_slice value)
{
    if (!slice->ptr && value.len) *slice = value;
}

static void fill_time(struct froe_head *head, const struct froe_head_parts *read)
{
    bool better = head->time_ns == FROE_TIME_NONE ||
                  (head->year_assumed && read->has_time && !read->time.year_assumed);
    if (!better || !read->has_time) return;
    head->time_ns = read->time.time_ns;
    head->year_assumed = read->time.year_assumed;
    head->zone_assumed = read->time.zone_assumed;
}

static void fill_origin(struct froe_head *head, const struct froe_format_spec *spec,
                        const struct froe_head_parts *read)
{
    fill_time(head, read);
    fill_absent(&head->service, service_of(spec, read->parts));
    fill_absent(&head->host, read->parts[FROE_PART_HOST]);
    fill_absent(&head->pod, read->parts[FROE_PART_POD]);
    struct froe_slice thread = froe_slice_trim(read->parts[FROE_PART_THREAD]);
    fill_absent(&head->location, froe_location_of(read->parts, &thread));
    fill_absent(&head->thread, thread);
}

static struct froe_slice joined(struct froe_arena *arena, struct froe_slice a, struct froe_slice b)
{
    if (!a.len || !b.len) return a.len ? a : b;
    char *both = froe_arena_bytes(arena, a.len + 1 + b.len);
    if (!both) return a;
    memcpy(both, a.ptr, a.len);
    both[a.len] = ' ';
    memcpy(both + a.len + 1, b.ptr, b.len);
    return froe_slice(both, a.len + 1 + b.len);
}

/* Pod, container and output, as far as the envelope names them. */
static struct froe_slice stream_of(const struct froe_slice *parts, struct froe_arena *arena)
{
    struct froe_slice pod = parts[FROE_PART_POD], container = parts[FROE_PART_CONTAINER];
    struct froe_slice place = container;
    if (pod.len && container.len && container.ptr == pod.ptr + pod.len + 1)
        place = froe_slice(pod.ptr, pod.len + 1 + container.len);
    else
        place = joined(arena, pod, container);
    return joined(arena, place, parts[FROE_PART_STREAM]);
}

static bool read_record(const struct froe_format *format, const struct froe_head_parts *read,
                        struct froe_slice line, struct froe_head *head)
{
    init_head(head, line);
    if (read->continuation) {
        if (read->parts[FROE_PART_PIECE].ptr && read->parts[FROE_PART_MESSAGE].ptr)
            head->message = read->parts[FROE_PART_MESSAGE];
        return true;
    }
    head->format = format;
    if (read->parts[FROE_PART_BEGINS].ptr) head->unfinished = FROE_HEAD_BEGINS;
    if (read->parts[FROE_PART_MORE].ptr)
        head->unfinished = read->parts[FROE_PART_MESSAGE].ptr ? FROE_HEAD_SAYS : FROE_HEAD_GOES_ON;
    if (format->spec->kind == FROE_FORMAT_JSON || format->spec->kind == FROE_FORMAT_LOGFMT)
        head->object = line;
    head->level = read->level;
    if (read->parts[FROE_PART_MESSAGE].ptr)
        head->message = read->parts[FROE_PART_MESSAGE];
    else if (format->spec->kind == FROE_FORMAT_TEXT && head->unfinished != FROE_HEAD_GOES_ON)
        head->message = FROE_SLICE("");
    if (froe_slice_starts(head->message, FROE_SLICE("\xef\xbb\xbf")))
        head->message = froe_slice_from(head->message, 3);
    fill_origin(head, format->spec, read);
    return true;
}

/* Programs write all sorts of things to stderr, so that alone makes no error; but a text that
   begins as errors do is one there. */
static enum froe_level level_of_complaint(struct froe_slice message)
{
    static const struct {
        struct froe_slice start;
        enum froe_level level;
    } complaints[] = {
        {FROE_SLICE("panic:"), FROE_LEVEL_FATAL},    {FROE_SLICE("fatal"), FROE_LEVEL_FATAL},
        {FROE_SLICE("Fatal"), FROE_LEVEL_FATAL},     {FROE_SLICE("FATAL"), FROE_LEVEL_FATAL},
        {FROE_SLICE("error"), FROE_LEVEL_ERROR},     {FROE_SLICE("Error"), FROE_LEVEL_ERROR},
        {FROE_SLICE("ERROR"), FROE_LEVEL_ERROR},     {FROE_SLICE("Exception"), FROE_LEVEL_ERROR},
        {FROE_SLICE("Traceback"), FROE_LEVEL_ERROR}, {FROE_SLICE("Uncaught"), FROE_LEVEL_ERROR},
        {FROE_SLICE("Unhandled"), FROE_LEVEL_ERROR}, {FROE_SLICE("warning"), FROE_LEVEL_WARN},
        {FROE_SLICE("Warning"), FROE_LEVEL_WARN},    {FROE_SLICE("WARNING"), FROE_LEVEL_WARN},
    };
    for (size_t i = 0; i < sizeof complaints / sizeof *complaints; i++)
        if (froe_slice_starts(message, complaints[i].start)) return complaints[i].level;
    return FROE_LEVEL_NONE;
}

static bool read_envelope(const struct reader *reader, const struct froe_format *format,
                          const struct froe_head_parts *read, unsigned depth,
                          struct froe_head *head)
{
    struct froe_slice inner = read->parts[FROE_PART_INNER];
    bool partial = froe_slice_starts(read->parts[FROE_PART_FLAG], FROE_SLICE("P"));
    if (!inner.ptr) inner = FROE_SLICE("");
    if (format->spec->newline_ends) {
        partial = !inner.len || inner.ptr[inner.len - 1] != '\n';
        if (!partial) inner.len--;
    }
    read_line(reader, inner, depth + 1, head);
    bool has_head = head->format && (head->time_ns != FROE_TIME_NONE || head->level);
    if (format->spec->inner_required && !has_head && format != reader->detected->envelope)
        return false;
    head->partial |= partial;
    if (!head->inner.ptr) head->inner = inner; /* the innermost one's */
    head->stream = joined(reader->arena, stream_of(read->parts, reader->arena), head->stream);
    fill_origin(head, format->spec, read);
    if (!head->level && froe_slice_eq(read->parts[FROE_PART_STREAM], FROE_SLICE("stderr")))
        head->level = level_of_complaint(head->message);
    return true;
}

static void tell(const struct reader *reader, const struct froe_format *format, unsigned depth,
                 const struct froe_layout_scan *scan, const struct froe_head_parts *read,
                 enum froe_attempt_result result)
{
    struct froe_attempt attempt = {.format = format,
                                   .depth = depth,
                                   .result = result,
                                   .line = scan->line,
                                   .parts = read->parts,
                                   .stop = *scan->stop};
    const struct froe_string_list *layouts = &format->spec->layouts;
    if (result == FROE_ATTEMPT_READ && layouts->count)
        attempt.layout = layouts->items[read->layout];
    reader->explainer->tried(reader->explainer->context, &attempt);
}

/* Rules most messages out at once. */
static bool may_begin(const struct froe_format *format, char byte)
{
    if (format->spec->kind == FROE_FORMAT_JSON) return byte == '{';
    for (unsigned i = 0; i < format->spec->layouts.count; i++)
        if (format->layouts[i].first[(unsigned char)byte]) return true;
    return format->spec->kind != FROE_FORMAT_TEXT;
}

/* A message that is itself a line of one of the formats that this one may carry, as klog's lines
   are in syslog. Only one that says more than the text around it. */
static bool open_message(const struct reader *reader, const struct froe_format *format,
                         const struct froe_head_parts *read, unsigned depth, struct froe_head *head)
{
    struct froe_slice message = read->parts[FROE_PART_MESSAGE];
    if (!message.len || depth == FROE_ENVELOPE_DEPTH_MAX) return false;
    struct froe_layout_scan scan;
    froe_layout_scan_init(&scan, message, reader->times);
    for (const struct froe_format **inner = format->opens; *inner; inner++) {
        if (!may_begin(*inner, message.ptr[0])) continue;
        if (!read_as(reader, *inner, &scan, depth + 1, head)) continue;
        if (!head->format) return true; /* it continues the record before */
        if (!head->level && head->time_ns == FROE_TIME_NONE) continue;
        fill_origin(head, format->spec, read);
        if (!head->level) head->level = read->level;
        return true;
    }
    return false;
}

static bool read_and_tell(const struct reader *reader, const struct froe_format *format,
                          struct froe_layout_scan *scan, unsigned depth, struct froe_head *head)
{
    struct froe_head_parts read;
    bool envelope = format->spec->role == FROE_ROLE_ENVELOPE;
    bool ok = froe_format_read(format, scan, reader->arena, &read);
    if (reader->explainer)
        tell(reader, format, depth, scan, &read, ok ? FROE_ATTEMPT_READ : FROE_ATTEMPT_STOPPED);
    if (!ok) return false;
    if (format->opens && !envelope && open_message(reader, format, &read, depth, head)) return true;
    ok = envelope ? read_envelope(reader, format, &read, depth, head)
                  : read_record(format, &read, scan->line, head);
    if (reader->explainer && !ok) tell(reader, format, depth, scan, &read, FROE_ATTEMPT_HOLLOW);
    return ok;
}

static bool read_as(const struct reader *reader, const struct froe_format *format,
                    struct froe_layout_scan *scan, unsigned depth, struct froe_head *head)
{
    struct froe_layout_stop stop = {NULL, NULL};
    if (format->spec->role == FROE_ROLE_ENVELOPE && depth == FROE_ENVELOPE_DEPTH_MAX) return false;
    struct froe_layout_stop *outer = scan->stop;
    scan->stop = reader->explainer ? &stop : NULL;
    bool ok = read_and_tell(reader, format, scan, depth, head);
    scan->stop = outer;
    return ok;
}

/* The detected envelope is on the outside, the detected format in it. */
static const struct froe_format *expected(const struct reader *reader, unsigned depth)
{
    return depth == 0 && reader->detected->envelope ? reader->detected->envelope
                                                    : reader->detected->format;
}

/* What was learned beside a known format reads lines that are not in that, before the general ones
   have a try. */
static bool read_learned(const struct reader *reader, struct froe_layout_scan *scan, unsigned depth,
                         const struct froe_format *but, struct froe_head *head)
{
    const struct froe_format *learned = reader->detected->learned;
    bool enveloped = depth == 0 && reader->detected->envelope;
    return learned && learned != but && !enveloped && read_as(reader, learned, scan, depth, head);
}

static unsigned first_byte(struct froe_slice line)
{
    return line.len ? (unsigned char)line.ptr[0] : FROE_EMPTY_LINE;
}

static bool read_envelopes(const struct reader *reader, struct froe_layout_scan *scan,
                           unsigned depth, const struct froe_format *but, struct froe_head *head)
{
    const struct froe_formats *formats = reader->formats;
    const unsigned *starts = &formats->envelope_starts[first_byte(scan->line)];
    for (unsigned i = starts[0]; i < starts[1]; i++) {
        const struct froe_format *format = formats->formats[formats->envelopes[i]];
        if (format != but && read_as(reader, format, scan, depth, head)) return true;
    }
    return false;
}

/* Tries what a line with that first byte may be in, most telling first. */
static bool read_any(const struct reader *reader, struct froe_layout_scan *scan, unsigned depth,
                     const struct froe_format *but, struct froe_head *head)
{
    const struct froe_formats *formats = reader->formats;
    const unsigned *starts = &formats->starts[first_byte(scan->line)];
    bool learned = false; /* tried */
    for (unsigned i = starts[0]; i < starts[1]; i++) {
        const struct froe_format *format = formats->formats[formats->candidates[i]];
        if (!learned && format->spec->priority < FROE_FORMAT_PRIORITY_LEARNED) {
            learned = true;
            if (read_learned(reader, scan, depth, but, head)) return true;
        }
        if (format != but && read_as(reader, format, scan, depth, head)) return true;
    }
    return !learned && read_learned(reader, scan, depth, but, head);
}

static bool read_line(const struct reader *reader, struct froe_slice line, unsigned depth,
                      struct froe_head *head)
{
    struct froe_layout_scan scan;
    line = froe_head_clean(line, reader->arena);
    froe_layout_scan_init(&scan, line, reader->times);
    scan.columns = reader->detected->columns.count ? &reader->detected->columns : NULL;

    const struct froe_format *first = expected(reader, depth);
    /* What reads any text with a time would read the times of envelopes as well. */
    if (first && first->spec->priority <= FROE_FORMAT_PRIORITY_GENERAL &&
        read_envelopes(reader, &scan, depth, first, head))
        return true;
    if (first && read_as(reader, first, &scan, depth, head)) return true;
    if (read_any(reader, &scan, depth, first, head)) return true;
    init_head(head, line);
    return false;
}

bool froe_head_read_as(const struct froe_formats *formats, const struct froe_detected *detected,
                       const struct froe_time_context *times, const struct froe_format *format,
                       struct froe_slice line, struct froe_arena *arena, struct froe_head *head)
{
    struct reader reader = {formats, detected, times, arena, NULL};
    struct froe_layout_scan scan;
    froe_layout_scan_init(&scan, line, times);
    return read_as(&reader, format, &scan, 0, head);
}

void froe_head_read(const struct froe_formats *formats, const struct froe_detected *detected,
                    const struct froe_time_context *times, struct froe_slice line,
                    struct froe_arena *arena, struct froe_head *head)
{
    struct reader reader = {formats, detected, times, arena, NULL};
    read_line(&reader, line, 0, head);
}

void froe_head_explain(const struct froe_formats *formats, const struct froe_detected *detected,
                       const struct froe_time_context *times, struct froe_slice line,
                       struct froe_arena *arena, const struct froe_explainer *explainer,
                       struct froe_head *head)
{
    struct reader reader = {formats, detected, times, arena, explainer};
    read_line(&reader, line, 0, head);
}

bool froe_head_complete(struct froe_head *head, const struct froe_head *next)
{
    bool inside = next->unfinished == FROE_HEAD_GOES_ON || next->unfinished == FROE_HEAD_SAYS;
    bool more = inside && next->format == head->format;
    if (head->unfinished != FROE_HEAD_BEGINS || next->unfinished == FROE_HEAD_BEGINS) return false;
    if (next->time_ns != FROE_TIME_NONE && !more && !next->inner.ptr) return false;
    if (head->time_ns == FROE_TIME_NONE) {
        head->time_ns = next->time_ns;
        head->year_assumed = next->year_assumed;
        head->zone_assumed = next->zone_assumed;
    }
    if (!head->level) head->level = next->level;
    if (!head->message.len && next->unfinished != FROE_HEAD_GOES_ON)
        head->message = froe_slice_trim(next->message);
    fill_absent(&head->service, next->service);
    fill_absent(&head->host, next->host);
    fill_absent(&head->pod, next->pod);
    fill_absent(&head->thread, next->thread);
    fill_absent(&head->location, next->location);
    if (!more) head->unfinished = FROE_HEAD_WHOLE;
    return true;
}
