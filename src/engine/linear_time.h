/* Private to src/engine: the times of lines of one shape, read by difference.

   Within one hour a timestamp is a linear function of the digits of its minutes, seconds and
   fraction. A clock learns the weight of each digit by changing it and asking the full reader, and
   then reads further times with some additions. What does not fit (another hour, second 60, other
   letters) goes to the full reader: a clock gives what that gives, or nothing. */
#ifndef FROE_ENGINE_LINEAR_TIME_H
#define FROE_ENGINE_LINEAR_TIME_H

#include "record/timestamp.h"

enum { FROE_LINEAR_BYTES = 40, FROE_LINEAR_DIGITS = 20 };

struct froe_linear_digit {
    unsigned char at, max; /* values above max are read in full */
    int64_t weight;        /* ns */
};

struct froe_linear_time {
    size_t len;
    bool epoch;
    bool year_assumed, zone_assumed;
    int64_t base_ns;
    char text[FROE_LINEAR_BYTES];           /* the time that base_ns is */
    unsigned char fixed[FROE_LINEAR_BYTES]; /* 0xff where the text must be the same */
    struct froe_linear_digit digits[FROE_LINEAR_DIGITS];
    size_t digit_count;
    unsigned missed;
};

/* The timestamp at the start of the text; false when there is none, or it is too long. */
bool froe_linear_time_learn(struct froe_linear_time *clock, struct froe_slice text, bool epoch,
                            const struct froe_time_context *context);
/* The time at the start of the text, when it takes as many bytes as the one that was learned. */
bool froe_linear_time_read(struct froe_linear_time *clock, struct froe_slice text,
                           const struct froe_time_context *context, int64_t *time_ns);

#endif
