/* Every sample of every built-in format, with all formats loaded. */
#include "record/formats_internal.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LINES_MAX = 64 };

static const struct froe_time_context times = {.year = 2026};

static int set_up(void **state)
{
    struct froe_error error = {0};
    *state = froe_formats_new(&error);
    if (!*state) print_error("%s\n", error.message);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    froe_formats_free(*state);
    return 0;
}

static bool same(const char *what, struct froe_slice got, const char *expected)
{
    bool ok = expected ? got.ptr && froe_slice_eq(got, froe_slice_cstr(expected)) : !got.len;
    if (!ok)
        print_error("  %s: expected <%s>, got <%.*s>\n", what, expected ? expected : "(absent)",
                    (int)got.len, got.ptr ? got.ptr : "");
    return ok;
}

static bool same_format(const struct froe_format_spec *spec,
                        const struct froe_format_sample *sample, const struct froe_head *head)
{
    const char *expected = sample->format;
    if (!expected) expected = spec->role == FROE_ROLE_ENVELOPE ? "none" : spec->name;
    const char *got = head->format ? froe_format_name(head->format) : "none";
    return same("format", froe_slice_cstr(got), expected);
}

static bool check_sample(const struct froe_formats *formats, const struct froe_detected *detected,
                         const struct froe_format_spec *spec,
                         const struct froe_format_sample *sample, const char *how)
{
    struct froe_arena arena = {0};
    struct froe_head head;
    char time[FROE_TIME_TEXT_MAX];
    froe_head_read(formats, detected, &times, froe_slice_cstr(sample->line), &arena, &head);
    froe_time_format(head.time_ns, time);
    bool ok = same_format(spec, sample, &head);
    ok &= same("message", head.message, sample->message);
    ok &= same("time", froe_slice_cstr(time), sample->time);
    ok &= same("level", froe_slice_cstr(froe_level_name(head.level)), sample->level);
    ok &= same("service", head.service, sample->service);
    ok &= same("host", head.host, sample->host);
    ok &= same("pod", head.pod, sample->pod);
    ok &= same("thread", head.thread, sample->thread);
    ok &= same("stream", head.stream, sample->stream);
    if (head.partial != sample->partial) {
        print_error("  partial: got %d\n", head.partial);
        ok = false;
    }
    if (!ok) print_error("%s, %s: %s\n", spec->name, how, sample->line);
    froe_arena_release(&arena);
    return ok;
}

static struct froe_detected detect_from(const struct froe_formats *formats,
                                        const struct froe_format_spec *spec)
{
    struct froe_slice lines[LINES_MAX];
    assert_true(spec->samples_count <= LINES_MAX);
    for (unsigned i = 0; i < spec->samples_count; i++)
        lines[i] = froe_slice_cstr(spec->samples[i].line);
    return froe_formats_detect(formats, lines, spec->samples_count);
}

static void test_samples_with_own_detection(void **state)
{
    unsigned wrong = 0;
    for (size_t f = 0; f < froe_formats_count(*state); f++) {
        const struct froe_format_spec *spec = froe_formats_at(*state, f)->spec;
        struct froe_detected detected = detect_from(*state, spec);
        for (unsigned i = 0; i < spec->samples_count; i++)
            wrong += !check_sample(*state, &detected, spec, &spec->samples[i], "own detection");
        froe_detected_release(&detected);
    }
    assert_int_equal(wrong, 0);
}

static void test_samples_without_detection(void **state)
{
    static const struct froe_detected nothing = {.format = NULL};
    unsigned wrong = 0;
    for (size_t f = 0; f < froe_formats_count(*state); f++) {
        const struct froe_format_spec *spec = froe_formats_at(*state, f)->spec;
        if (spec->kind == FROE_FORMAT_COLUMNS) continue; /* nothing without their header */
        for (unsigned i = 0; i < spec->samples_count; i++)
            wrong += !check_sample(*state, &nothing, spec, &spec->samples[i], "no detection");
    }
    assert_int_equal(wrong, 0);
}

/* A format must not read lines that are more tellingly another's, whatever the file is. Those that
   read nearly everything (any text with a time) may, being the detected ones. */
static void test_samples_with_detection_of_others(void **state)
{
    unsigned wrong = 0;
    for (size_t d = 0; d < froe_formats_count(*state); d++) {
        const struct froe_format *other = froe_formats_at(*state, d);
        struct froe_detected detected = {.heads_have_time = true};
        if (other->spec->role == FROE_ROLE_ENVELOPE)
            detected.envelope = other;
        else
            detected.format = other;
        if (other->spec->priority <= FROE_FORMAT_PRIORITY_GENERAL || other->spec->inner_required)
            continue;
        for (size_t f = 0; f < froe_formats_count(*state); f++) {
            const struct froe_format_spec *spec = froe_formats_at(*state, f)->spec;
            /* JSON is JSON; which one the detection decides. */
            if (spec->kind == FROE_FORMAT_JSON && other->spec->kind == FROE_FORMAT_JSON) continue;
            if (spec->kind == FROE_FORMAT_COLUMNS) continue;
            /* The audit's lines are pairs of keys and values as well. */
            if (other->spec->kind == FROE_FORMAT_LOGFMT && strcmp(spec->name, "auditd") == 0)
                continue;
            for (unsigned i = 0; i < spec->samples_count; i++)
                wrong += !check_sample(*state, &detected, spec, &spec->samples[i],
                                       froe_format_name(other));
        }
    }
    assert_int_equal(wrong, 0);
}

static void test_samples_are_detected(void **state)
{
    for (size_t f = 0; f < froe_formats_count(*state); f++) {
        const struct froe_format *format = froe_formats_at(*state, f);
        struct froe_detected detected = detect_from(*state, format->spec);
        const struct froe_format *found =
            format->spec->role == FROE_ROLE_ENVELOPE ? detected.envelope : detected.format;
        if (found != format)
            print_error("%s is taken for %s\n", froe_format_name(format),
                        found ? froe_format_name(found) : "nothing");
        assert_ptr_equal(found, format);
        froe_detected_release(&detected);
    }
}

static void test_names_are_unique_and_titled(void **state)
{
    size_t count = froe_formats_count(*state);
    assert_true(count > 10);
    for (size_t i = 0; i < count; i++) {
        const struct froe_format *format = froe_formats_at(*state, i);
        assert_true(strlen(froe_format_title(format)) > 0);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(froe_format_name(format),
                                    froe_format_name(froe_formats_at(*state, k)));
    }
    assert_null(froe_formats_at(*state, count));
}

/* froe_layout_may_match and the masks over layouts only rule out what cannot match. */
static unsigned count_ruled_out(const struct froe_format *format, const char *line)
{
    unsigned wrong = 0, matched = 0;
    for (unsigned i = 0; i < format->spec->layouts.count; i++) {
        struct froe_slice parts[FROE_PART_COUNT];
        struct froe_layout_scan scan, fresh;
        froe_layout_scan_init(&scan, froe_slice_cstr(line), &times);
        froe_layout_scan_init(&fresh, froe_slice_cstr(line), &times);
        if (!froe_layout_match(&format->layouts[i], &scan, parts)) continue;
        matched++;
        if (froe_layout_may_match(&format->layouts[i], &fresh)) continue;
        print_error("%s, layout %u does not take: %s\n", format->spec->name, i, line);
        wrong++;
    }
    if (!matched) print_error("%s matches no layout: %s\n", format->spec->name, line);
    return wrong + !matched;
}

/* By any layout's match, and so by those that froe_format_read leaves out. */
static bool is_read_by(const struct froe_format *format, const char *line)
{
    struct froe_arena arena = {0};
    struct froe_layout_scan scan;
    struct froe_head_parts read;
    froe_layout_scan_init(&scan, froe_slice_cstr(line), &times);
    bool ok = froe_format_read(format, &scan, &arena, &read);
    if (!ok) print_error("%s does not read: %s\n", format->spec->name, line);
    froe_arena_release(&arena);
    return ok;
}

static void test_samples_may_match(void **state)
{
    unsigned wrong = 0, lines = 0;
    for (size_t f = 0; f < froe_formats_count(*state); f++) {
        const struct froe_format *format = froe_formats_at(*state, f);
        if (format->spec->kind != FROE_FORMAT_TEXT) continue;
        for (unsigned i = 0; i < format->spec->samples_count; i++, lines++) {
            wrong += count_ruled_out(format, format->spec->samples[i].line);
            wrong += !is_read_by(format, format->spec->samples[i].line);
        }
    }
    assert_true(lines > 100);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples_with_own_detection),
        cmocka_unit_test(test_samples_without_detection),
        cmocka_unit_test(test_samples_with_detection_of_others),
        cmocka_unit_test(test_samples_are_detected),
        cmocka_unit_test(test_samples_may_match),
        cmocka_unit_test(test_names_are_unique_and_titled),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
