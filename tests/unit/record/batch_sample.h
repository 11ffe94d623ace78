/* Which lines make one record. A sample is a log with a mark before each line: '>' begins a record,
   '|' continues the one before in its stream, '-' belongs to none. */
#ifndef TESTS_UNIT_RECORD_BATCH_SAMPLE_H
#define TESTS_UNIT_RECORD_BATCH_SAMPLE_H

#include "record/batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LINES_MAX = 128 };

static const struct froe_time_context times = {.year = 2026};

struct sample {
    struct froe_slice lines[LINES_MAX];
    char marks[LINES_MAX];
    size_t count;
};

/* What each line of a sample became: the number of the line its record begins with, 0 for none. */
struct outcome {
    uint64_t record_of[LINES_MAX + 1];
    size_t records;
};

static struct sample sample_of(const char *text)
{
    struct sample sample = {.count = 0};
    while (*text) {
        size_t len = strcspn(text, "\n");
        assert_true(sample.count < LINES_MAX);
        assert_true(len > 0 && strchr(">|-", *text));
        sample.marks[sample.count] = *text;
        sample.lines[sample.count++] = froe_slice(text + 1, len - 1);
        text += len + (text[len] == '\n');
    }
    return sample;
}

static void add_lines(struct froe_batch *batch, struct froe_batch_context *context,
                      const struct sample *sample, size_t from, size_t to)
{
    context->source_start = from == 0;
    for (size_t i = from; i < to; i++) froe_batch_add_line(batch, context, sample->lines[i], i + 1);
    froe_batch_end(batch);
    assert_false(batch->failed);
}

/* A record that goes on, as the engine would keep it. */
struct kept {
    struct froe_head head;
    struct froe_trace trace;
    uint64_t line;
    bool empty;
};

static void note_lines(struct outcome *outcome, const struct sample *sample,
                       const struct froe_batch *batch, const struct froe_batch_record *record,
                       uint64_t owner)
{
    for (uint32_t i = record->first_line; i != FROE_NO_INDEX; i = batch->lines[i].next)
        for (size_t n = 0; n < sample->count; n++)
            if (sample->lines[n].ptr == batch->lines[i].text.ptr) outcome->record_of[n + 1] = owner;
}

static struct kept *kept_of(struct kept *kept, size_t count, struct froe_slice stream)
{
    for (size_t i = 0; i < count; i++)
        if (froe_slice_eq(kept[i].head.stream, stream)) return &kept[i];
    return NULL;
}

static struct outcome join(const struct froe_formats *formats, const struct froe_detected *detected,
                           const struct sample *sample, size_t cut)
{
    struct outcome outcome = {.records = 0};
    struct froe_batch_context context = {.formats = formats, .detected = detected, .times = &times};
    struct froe_batch first, second;
    struct kept kept[LINES_MAX];
    size_t kept_count = 0;
    froe_batch_init(&first);
    froe_batch_init(&second);
    add_lines(&first, &context, sample, 0, cut);
    for (size_t i = 0; i < first.record_count; i++) {
        const struct froe_batch_record *record = &first.records[i];
        assert_false(record->orphan);
        note_lines(&outcome, sample, &first, record, record->line);
        outcome.records++;
        if (!record->open) continue;
        kept[kept_count++] =
            (struct kept){record->head, record->trace, record->line, record->pending_empty > 0};
    }
    if (cut < sample->count) add_lines(&second, &context, sample, cut, sample->count);
    for (size_t i = 0; i < second.record_count; i++) {
        const struct froe_batch_record *record = &second.records[i];
        struct kept *open = kept_of(kept, kept_count, record->head.stream);
        bool goes_on = record->orphan && open &&
                       froe_batch_continues(detected, &open->head, &open->trace, &record->head,
                                            second.lines[record->first_line].message,
                                            open->empty || record->empty_before);
        if (goes_on) open->head.partial = record->head.partial;
        if (!open) open = &kept[kept_count++];
        if (!goes_on) *open = (struct kept){record->head, record->trace, record->line, false};
        open->empty = record->pending_empty > 0;
        note_lines(&outcome, sample, &second, record, open->line);
        outcome.records += !goes_on;
    }
    froe_batch_release(&first);
    froe_batch_release(&second);
    return outcome;
}

/* The line the record of line `at` begins with, by the marks. */
static uint64_t expected_owner(const struct sample *sample, const uint64_t *owners, size_t at)
{
    if (sample->marks[at] == '-' || !froe_slice_trim(sample->lines[at]).len) return 0;
    return sample->marks[at] == '>' ? at + 1 : owners[at];
}

static void check_outcome(const struct sample *sample, const struct outcome *outcome, size_t cut)
{
    uint64_t owners[LINES_MAX + 1] = {0}, last = 0;
    for (size_t i = 0; i < sample->count; i++) {
        owners[i] = last;
        uint64_t expected = expected_owner(sample, owners, i);
        if (expected) last = expected;
        if (outcome->record_of[i + 1] != expected)
            fail_msg("cut at %zu: line %zu \"%.*s\" is of the record of line %d, not of %d", cut,
                     i + 1, (int)sample->lines[i].len, sample->lines[i].ptr,
                     (int)outcome->record_of[i + 1], (int)expected);
    }
}

/* Whole, and cut into two blocks at each line. */
static void check(void **state, const char *text)
{
    const struct froe_formats *formats = *state;
    struct sample sample = sample_of(text);
    struct froe_detected detected = froe_formats_detect(formats, sample.lines, sample.count);
    for (size_t cut = sample.count; cut > 0; cut--) {
        struct outcome outcome = join(formats, &detected, &sample, cut);
        check_outcome(&sample, &outcome, cut);
    }
    froe_detected_release(&detected);
}

static int set_up(void **state)
{
    *state = froe_formats_new(NULL);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    froe_formats_free(*state);
    return 0;
}

#endif
