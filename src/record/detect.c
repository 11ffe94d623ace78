#include "record/bundle.h"
#include "record/formats_internal.h"

#include <stdlib.h>

enum {
    PERCENT_MIN = 10,
    PIECES_MAX = 256, /* of lines that hold several records, beyond the number of lines */
};

struct votes {
    unsigned lines, with_time, with_level;
    unsigned inside; /* lines that go on with the head before them */
};

struct survey {
    const struct froe_formats *formats;
    struct froe_time_context times;
    struct froe_arena arena; /* cleared line by line */
    struct votes *votes;     /* by format */
    size_t line_count;       /* without blank ones */
    struct froe_columns columns;
};

static bool is_envelope(const struct froe_format *format)
{
    return format->spec->role == FROE_ROLE_ENVELOPE;
}

/* The most telling format of a role that enough lines are in; NULL when there is none. */
static const struct froe_format *winner(const struct survey *survey, bool envelopes, size_t *index)
{
    const struct froe_format *best = NULL;
    uint64_t best_score = 0;
    for (size_t i = 0; i < survey->formats->count; i++) {
        const struct froe_format *format = survey->formats->formats[i];
        unsigned lines = survey->votes[i].lines;
        bool enough = (uint64_t)lines * 100 >= (uint64_t)survey->line_count * PERCENT_MIN &&
                      (lines >= 2 || survey->line_count == 1);
        uint64_t score = (uint64_t)lines * (unsigned)format->spec->priority;
        if (is_envelope(format) != envelopes || !lines || !enough || score <= best_score) continue;
        best = format;
        best_score = score;
        *index = i;
    }
    return best;
}

static void vote_for_envelopes(struct survey *survey, struct froe_slice line)
{
    static const struct froe_detected nothing = {.format = NULL};
    struct froe_head head;
    line = froe_head_clean(line, &survey->arena);
    for (size_t i = 0; i < survey->formats->count; i++) {
        const struct froe_format *format = survey->formats->formats[i];
        if (is_envelope(format) && froe_head_read_as(survey->formats, &nothing, &survey->times,
                                                     format, line, &survey->arena, &head))
            survey->votes[i].lines++;
    }
}

/* What the envelope holds; false when the line is in none. */
static bool open_envelope(struct survey *survey, const struct froe_format *envelope,
                          struct froe_slice *line)
{
    struct froe_head_parts read;
    struct froe_layout_scan scan;
    froe_layout_scan_init(&scan, *line, &survey->times);
    if (!froe_format_read(envelope, &scan, &survey->arena, &read)) return false;
    *line = read.parts[FROE_PART_INNER].ptr ? read.parts[FROE_PART_INNER] : FROE_SLICE("");
    if (line->len && line->ptr[line->len - 1] == '\n') line->len--;
    *line = froe_head_clean(*line, &survey->arena);
    return true;
}

/* Opens envelopes inside the detected one that need no proof, as kubectl's times are inside its
   prefixes. */
static void open_others(struct survey *survey, struct froe_slice *line)
{
    static const struct froe_detected nothing = {.format = NULL};
    struct froe_head head;
    for (unsigned depth = 1; depth < FROE_ENVELOPE_DEPTH_MAX; depth++) {
        bool opened = false;
        for (size_t i = 0; !opened && i < survey->formats->count; i++) {
            const struct froe_format *format = survey->formats->formats[i];
            opened = is_envelope(format) &&
                     froe_head_read_as(survey->formats, &nothing, &survey->times, format, *line,
                                       &survey->arena, &head) &&
                     open_envelope(survey, format, line);
        }
        if (!opened) return;
    }
}

static struct froe_slice
without_envelopes(struct survey *survey, const struct froe_format *envelope, struct froe_slice line)
{
    line = froe_head_clean(line, &survey->arena);
    if (envelope && open_envelope(survey, envelope, &line)) open_others(survey, &line);
    return line;
}

static void vote_for_formats(struct survey *survey, const struct froe_format *envelope,
                             struct froe_slice line)
{
    line = without_envelopes(survey, envelope, line);
    struct froe_layout_scan scan;
    froe_layout_scan_init(&scan, line, &survey->times);
    scan.columns = &survey->columns;
    unsigned byte = line.len ? (unsigned char)line.ptr[0] : FROE_EMPTY_LINE;
    const struct froe_formats *formats = survey->formats;
    for (unsigned i = formats->starts[byte]; i < formats->starts[byte + 1]; i++) {
        size_t index = formats->candidates[i];
        struct froe_head_parts read;
        if (is_envelope(formats->formats[index]) ||
            !froe_format_read(formats->formats[index], &scan, &survey->arena, &read))
            continue;
        survey->votes[index].lines++;
        survey->votes[index].with_time += read.has_time;
        survey->votes[index].with_level += read.level != FROE_LEVEL_NONE;
        survey->votes[index].inside += read.parts[FROE_PART_MORE].ptr != NULL;
    }
}

/* A level's word in capitals or in brackets near the start: cheap to see, and what a layout with a
   level cannot do without. */
static bool may_hold_level(struct froe_slice line)
{
    enum { NEAR = 160 };
    size_t end = line.len < NEAR ? line.len : NEAR;
    for (size_t start = 0, i = 0; i <= end; i++) {
        bool letter = i < end && ((line.ptr[i] | 0x20) >= 'a' && (line.ptr[i] | 0x20) <= 'z');
        if (letter) continue;
        if (i > start && froe_level_parse(froe_slice(line.ptr + start, i - start))) return true;
        start = i + 1;
    }
    return false;
}

/* Nothing can be learned beside a format that reads all lines, with a time, and that no level was
   missed in. */
static bool is_read_well(const struct survey *survey, const struct froe_slice *lines,
                         size_t line_count, struct votes votes)
{
    if (votes.lines != survey->line_count || votes.with_time * 2 < votes.lines) return false;
    if (votes.with_level * 2 >= votes.lines) return true;
    size_t with_word = 0;
    for (size_t i = 0; i < line_count; i++) with_word += may_hold_level(lines[i]);
    return with_word * 10 < survey->line_count * 9;
}

/* What the lines show of themselves where no known system's format reads them all. */
static void learn(struct survey *survey, struct froe_detected *detected,
                  const struct froe_slice *lines, size_t line_count, struct votes votes)
{
    bool known = detected->format &&
                 detected->format->spec->priority > FROE_FORMAT_PRIORITY_GENERAL &&
                 (uint64_t)votes.lines * 2 >= survey->line_count;
    bool text = !known || detected->format->spec->kind == FROE_FORMAT_TEXT;
    if (!text || survey->formats->told) return;
    if (known && is_read_well(survey, lines, line_count, votes)) return;
    struct froe_slice *inner = calloc(line_count + 1, sizeof *inner);
    if (!inner) return;
    for (size_t i = 0; i < line_count; i++)
        inner[i] = without_envelopes(survey, detected->envelope, lines[i]);
    detected->learned =
        froe_formats_learn(survey->formats, detected, &known, &survey->times, inner, line_count);
    free(inner);
    if (!detected->learned || known) return;
    detected->format = detected->learned;
    detected->heads_have_time = strstr(detected->learned->spec->layouts.items[0], ":time}") != NULL;
}

void froe_detected_release(struct froe_detected *detected)
{
    froe_format_free(detected->learned);
    *detected = (struct froe_detected){.format = NULL};
}

/* The lines with those that hold several records taken apart, at most `count_max`. */
static size_t open_bundles(const struct froe_slice *lines, size_t line_count,
                           struct froe_arena *arena, struct froe_slice *opened, size_t count_max)
{
    size_t count = 0;
    for (size_t i = 0; i < line_count && count < count_max; i++) {
        struct froe_bundle bundle;
        struct froe_slice text;
        if (!froe_bundle_open(&bundle, lines[i]))
            opened[count++] = lines[i];
        else
            while (count < count_max && froe_bundle_next(&bundle, arena, &text))
                opened[count++] = text;
    }
    return count;
}

static struct froe_detected detect(const struct froe_formats *formats,
                                   const struct froe_slice *lines, size_t line_count)
{
    struct froe_detected detected = {.columns = froe_columns_find(lines, line_count)};
    struct survey survey = {
        .formats = formats, .times = {.year = 2000}, .columns = detected.columns};
    survey.votes = calloc(formats->count + 1, sizeof *survey.votes);
    if (!survey.votes) return detected;

    for (size_t i = 0; i < line_count; i++) {
        if (!froe_slice_trim(lines[i]).len) continue;
        survey.line_count++;
        vote_for_envelopes(&survey, lines[i]);
        froe_arena_clear(&survey.arena);
    }
    size_t index = 0;
    detected.envelope = winner(&survey, true, &index);
    for (size_t i = 0; i < line_count; i++) {
        if (froe_slice_trim(lines[i]).len) vote_for_formats(&survey, detected.envelope, lines[i]);
        froe_arena_clear(&survey.arena);
    }
    detected.format = winner(&survey, false, &index);
    if (detected.format) {
        const struct votes *votes = &survey.votes[index];
        detected.heads_have_time =
            votes->with_time && votes->with_time * 2 >= votes->lines - votes->inside;
    }
    learn(&survey, &detected, lines, line_count,
          detected.format ? survey.votes[index] : (struct votes){0});
    free(survey.votes);
    froe_arena_release(&survey.arena);
    return detected;
}

struct froe_detected froe_formats_detect(const struct froe_formats *formats,
                                         const struct froe_slice *lines, size_t line_count)
{
    struct froe_bundle bundle;
    struct froe_arena arena = {0};
    size_t first = 0, count_max = line_count + PIECES_MAX;
    while (first < line_count && !froe_bundle_open(&bundle, lines[first])) first++;
    if (first == line_count || formats->told) return detect(formats, lines, line_count);
    struct froe_slice *opened = calloc(count_max, sizeof *opened);
    if (!opened) return detect(formats, lines, line_count);
    size_t count = open_bundles(lines, line_count, &arena, opened, count_max);
    struct froe_detected detected = detect(formats, opened, count);
    free(opened);
    froe_arena_release(&arena);
    return detected;
}
