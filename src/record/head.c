#include "record/head.h"

#include "record/formats_internal.h"

/* What reading one line needs, through all its envelopes. */
struct reader {
    const struct froe_formats *formats;
    struct froe_detected detected;
    const struct froe_time_context *times;
    struct froe_arena *arena;
};

static bool read_line(const struct reader *reader, struct froe_slice line, unsigned depth,
                      struct froe_head *head);

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
    if (head->time_ns != FROE_TIME_NONE || !read->has_time) return;
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
    fill_absent(&head->thread, froe_slice_trim(read->parts[FROE_PART_THREAD]));
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
    if (read->continuation) return true;
    head->format = format;
    head->level = read->level;
    if (read->parts[FROE_PART_MESSAGE].ptr)
        head->message = read->parts[FROE_PART_MESSAGE];
    else if (format->spec->kind == FROE_FORMAT_TEXT)
        head->message = FROE_SLICE("");
    if (froe_slice_starts(head->message, FROE_SLICE("\xef\xbb\xbf")))
        head->message = froe_slice_from(head->message, 3);
    fill_origin(head, format->spec, read);
    return true;
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
    if (format->spec->inner_required && !has_head && format != reader->detected.envelope)
        return false;
    head->partial |= partial;
    head->stream = joined(reader->arena, stream_of(read->parts, reader->arena), head->stream);
    fill_origin(head, format->spec, read);
    return true;
}

static bool read_as(const struct reader *reader, const struct froe_format *format,
                    struct froe_layout_scan *scan, unsigned depth, struct froe_head *head)
{
    struct froe_head_parts read;
    bool envelope = format->spec->role == FROE_ROLE_ENVELOPE;
    if (envelope && depth == FROE_ENVELOPE_DEPTH_MAX) return false;
    if (!froe_format_read(format, scan, reader->arena, &read)) return false;
    return envelope ? read_envelope(reader, format, &read, depth, head)
                    : read_record(format, &read, scan->line, head);
}

/* The detected envelope is on the outside, the detected format in it. */
static const struct froe_format *expected(const struct reader *reader, unsigned depth)
{
    return depth == 0 && reader->detected.envelope ? reader->detected.envelope
                                                   : reader->detected.format;
}

/* Tries what a line with that first byte may be in, most telling first. */
static bool read_any(const struct reader *reader, struct froe_layout_scan *scan, unsigned depth,
                     const struct froe_format *but, bool only_envelopes, struct froe_head *head)
{
    const struct froe_formats *formats = reader->formats;
    unsigned byte = scan->line.len ? (unsigned char)scan->line.ptr[0] : FROE_EMPTY_LINE;
    for (unsigned i = formats->starts[byte]; i < formats->starts[byte + 1]; i++) {
        const struct froe_format *format = formats->formats[formats->candidates[i]];
        if (format == but || (only_envelopes && format->spec->role != FROE_ROLE_ENVELOPE)) continue;
        if (read_as(reader, format, scan, depth, head)) return true;
    }
    return false;
}

static bool read_line(const struct reader *reader, struct froe_slice line, unsigned depth,
                      struct froe_head *head)
{
    struct froe_layout_scan scan;
    line = froe_head_clean(line, reader->arena);
    froe_layout_scan_init(&scan, line, reader->times);

    const struct froe_format *first = expected(reader, depth);
    /* What reads any text with a time would read the times of envelopes as well. */
    if (first && first->spec->priority <= FROE_FORMAT_PRIORITY_GENERAL &&
        read_any(reader, &scan, depth, first, true, head))
        return true;
    if (first && read_as(reader, first, &scan, depth, head)) return true;
    if (read_any(reader, &scan, depth, first, false, head)) return true;
    init_head(head, line);
    return false;
}

bool froe_head_read_as(const struct froe_formats *formats, const struct froe_detected *detected,
                       const struct froe_time_context *times, const struct froe_format *format,
                       struct froe_slice line, struct froe_arena *arena, struct froe_head *head)
{
    struct reader reader = {formats, *detected, times, arena};
    struct froe_layout_scan scan;
    froe_layout_scan_init(&scan, line, times);
    return read_as(&reader, format, &scan, 0, head);
}

void froe_head_read(const struct froe_formats *formats, const struct froe_detected *detected,
                    const struct froe_time_context *times, struct froe_slice line,
                    struct froe_arena *arena, struct froe_head *head)
{
    struct reader reader = {formats, *detected, times, arena};
    read_line(&reader, line, 0, head);
}
