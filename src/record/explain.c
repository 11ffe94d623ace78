#include "record/explain.h"

#include "record/formats_internal.h"

enum { SAMPLE_YEAR = 2026 };

const char *froe_part_name(enum froe_layout_field part)
{
    static const char *const names[] = {
#define X(id, text) text,
        FROE_LAYOUT_FIELDS(X)
#undef X
    };
    return part < FROE_PART_COUNT ? names[part] : "";
}

unsigned froe_format_sample_count(const struct froe_format *format)
{
    return format->spec->samples_count;
}

unsigned froe_format_sample_line(const struct froe_formats *formats,
                                 const struct froe_format *format, unsigned sample)
{
    for (size_t f = 0; f < formats->file_count; f++) {
        const struct froe_format_file *file = formats->files[f];
        for (unsigned i = 0; i < file->count; i++)
            if (&file->specs[i] == format->spec)
                return froe_format_file_line(file, i, "samples", sample);
    }
    return 0;
}

static void shown(struct froe_buf *out, struct froe_slice text)
{
    if (text.ptr)
        froe_buf_printf(out, "'%.*s'", (int)(text.len < 200 ? text.len : 200), text.ptr);
    else
        froe_buf_append_cstr(out, "nothing");
}

static bool same(struct froe_buf *problems, const char *what, struct froe_slice got,
                 const char *expected)
{
    struct froe_slice wanted = froe_slice_cstr(expected);
    if (expected ? got.ptr && froe_slice_eq(got, wanted) : !got.len) return true;
    froe_buf_printf(problems, "  %s: expected ", what);
    shown(problems, wanted);
    froe_buf_append_cstr(problems, ", got ");
    shown(problems, got.len || expected ? got : froe_slice(NULL, 0));
    froe_buf_append_char(problems, '\n');
    return false;
}

bool froe_format_check_sample(const struct froe_formats *formats, const struct froe_format *format,
                              unsigned index, struct froe_buf *problems)
{
    static const struct froe_detected nothing = {.format = NULL};
    static const struct froe_time_context times = {.year = SAMPLE_YEAR};
    const struct froe_format_spec *spec = format->spec;
    const struct froe_format_sample *sample = &spec->samples[index];
    struct froe_arena arena = {0};
    struct froe_head head;
    char time[FROE_TIME_TEXT_MAX];
    froe_head_read(formats, &nothing, &times, froe_slice_cstr(sample->line), &arena, &head);
    froe_time_format(head.time_ns, time);
    const char *name = sample->format;
    if (!name) name = spec->role == FROE_ROLE_ENVELOPE ? "none" : spec->name;
    const char *got = head.format ? froe_format_name(head.format) : "none";
    bool ok = same(problems, "format", froe_slice_cstr(got), name);
    ok &= same(problems, "message", head.message, sample->message);
    ok &= same(problems, "time", froe_slice_cstr(*time ? time : NULL), sample->time);
    ok &= same(problems, "level", froe_slice_cstr(froe_level_name(head.level)), sample->level);
    ok &= same(problems, "service", head.service, sample->service);
    ok &= same(problems, "host", head.host, sample->host);
    ok &= same(problems, "pod", head.pod, sample->pod);
    ok &= same(problems, "thread", head.thread, sample->thread);
    ok &= same(problems, "stream", head.stream, sample->stream);
    if (head.partial != sample->partial)
        froe_buf_printf(problems, "  partial: expected %s\n", sample->partial ? "true" : "false");
    froe_arena_release(&arena);
    return ok && head.partial == sample->partial;
}

int64_t froe_formats_first_ns(const struct froe_formats *formats,
                              const struct froe_detected *detected,
                              const struct froe_time_context *times, const struct froe_slice *lines,
                              size_t line_count)
{
    struct froe_time_context plain = *times;
    struct froe_arena arena = {0};
    int64_t first_ns = 0;
    plain.first_ns = 0;
    for (size_t i = 0; times->year && !first_ns && i < line_count; i++) {
        struct froe_head head;
        froe_head_read(formats, detected, &plain, lines[i], &arena, &head);
        if (head.time_ns != FROE_TIME_NONE && head.year_assumed) first_ns = head.time_ns;
        froe_arena_clear(&arena);
    }
    froe_arena_release(&arena);
    return first_ns;
}
