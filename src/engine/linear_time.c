#include "engine/linear_time.h"

#include <stdlib.h>
#include <string.h>

enum { RELEARN_AFTER = 16, LINE_BEHIND = 24 };

/* Digits of ten minutes and less. */
static const int64_t weight_max = INT64_C(600) * 1000000000;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What the full reader says of the text with the digit at `at` changed. */
static bool read_changed(const struct froe_linear_time *clock, struct froe_slice text, size_t at,
                         char digit, const struct froe_time_context *context, int64_t *time_ns)
{
    char copy[FROE_LINEAR_BYTES + LINE_BEHIND];
    size_t len = text.len < sizeof copy ? text.len : sizeof copy;
    struct froe_timestamp timestamp;
    memcpy(copy, text.ptr, len);
    copy[at] = digit;
    if (!froe_timestamp_read(froe_slice(copy, len), context, clock->epoch, &timestamp) ||
        timestamp.len != clock->len || timestamp.year_assumed != clock->year_assumed ||
        timestamp.zone_assumed != clock->zone_assumed)
        return false;
    *time_ns = timestamp.time_ns;
    return true;
}

static void learn_digit(struct froe_linear_time *clock, struct froe_slice text, size_t at,
                        const struct froe_time_context *context)
{
    int64_t low, high, now = text.ptr[at] - '0';
    clock->fixed[at] = 0xff;
    if (clock->digit_count == FROE_LINEAR_DIGITS) return;
    if (!read_changed(clock, text, at, '0', context, &low) ||
        !read_changed(clock, text, at, '5', context, &high) || (high - low) % 5)
        return;
    int64_t weight = (high - low) / 5;
    if (weight < 0 || weight > weight_max || clock->base_ns - low != now * weight) return;
    bool all = read_changed(clock, text, at, '9', context, &high) && high - low == 9 * weight;
    clock->fixed[at] = 0;
    clock->digits[clock->digit_count++] =
        (struct froe_linear_digit){(unsigned char)at, all ? '9' : '5', weight};
}

/* Whether the digits are what they are alone when all change at once. */
static bool holds(const struct froe_linear_time *clock, struct froe_slice text,
                  const struct froe_time_context *context)
{
    char copy[FROE_LINEAR_BYTES + LINE_BEHIND];
    size_t len = text.len < sizeof copy ? text.len : sizeof copy;
    for (int highest = 0; highest < 2; highest++) {
        struct froe_timestamp timestamp;
        int64_t expected = clock->base_ns;
        memcpy(copy, text.ptr, len);
        for (size_t i = 0; i < clock->digit_count; i++) {
            const struct froe_linear_digit *digit = &clock->digits[i];
            copy[digit->at] = highest ? (char)digit->max : '0';
            expected += (copy[digit->at] - clock->text[digit->at]) * digit->weight;
        }
        if (!froe_timestamp_read(froe_slice(copy, len), context, clock->epoch, &timestamp) ||
            timestamp.len != clock->len || timestamp.time_ns != expected)
            return false;
    }
    return true;
}

bool froe_linear_time_learn(struct froe_linear_time *clock, struct froe_slice text, bool epoch,
                            const struct froe_time_context *context)
{
    struct froe_timestamp timestamp;
    *clock = (struct froe_linear_time){.epoch = epoch};
    if (!froe_timestamp_read(text, context, epoch, &timestamp) || timestamp.len > FROE_LINEAR_BYTES)
        return false;
    clock->len = timestamp.len;
    clock->base_ns = timestamp.time_ns;
    clock->year_assumed = timestamp.year_assumed;
    clock->zone_assumed = timestamp.zone_assumed;
    memcpy(clock->text, text.ptr, clock->len);
    memset(clock->fixed, 0xff, clock->len);
    for (size_t i = 0; i < clock->len; i++)
        if (is_digit(text.ptr[i])) learn_digit(clock, text, i, context);
    if (!holds(clock, text, context)) {
        memset(clock->fixed, 0xff, clock->len);
        clock->digit_count = 0;
    }
    return true;
}

static bool is_near(const struct froe_linear_time *clock, const char *text)
{
    unsigned char other = 0;
    for (size_t i = 0; i < clock->len; i++)
        other |= (unsigned char)(text[i] ^ clock->text[i]) & clock->fixed[i];
    return other == 0;
}

bool froe_linear_time_read(struct froe_linear_time *clock, struct froe_slice text,
                           const struct froe_time_context *context, int64_t *time_ns)
{
    if (text.len < clock->len) return false;
    bool known = is_near(clock, text.ptr);
    int64_t sum = clock->base_ns;
    for (size_t i = 0; known && i < clock->digit_count; i++) {
        const struct froe_linear_digit *digit = &clock->digits[i];
        char c = text.ptr[digit->at];
        known = c >= '0' && c <= digit->max;
        sum += (c - clock->text[digit->at]) * digit->weight;
    }
    *time_ns = sum;
    if (known) return true;
    struct froe_timestamp timestamp;
    if (!froe_timestamp_read(text, context, clock->epoch, &timestamp) ||
        timestamp.len != clock->len || timestamp.year_assumed != clock->year_assumed ||
        timestamp.zone_assumed != clock->zone_assumed)
        return false;
    *time_ns = timestamp.time_ns;
    if (++clock->missed >= RELEARN_AFTER) {
        struct froe_linear_time learned;
        clock->missed = 0;
        if (froe_linear_time_learn(&learned, text, clock->epoch, context) &&
            learned.len == clock->len && learned.digit_count)
            *clock = learned;
    }
    return true;
}
