/* The clock is passed in, never read behind the caller's back. */
#ifndef FROE_BASE_CLOCK_H
#define FROE_BASE_CLOCK_H

#include <stdint.h>

struct froe_clock {
    int64_t (*now_ns)(void *context); /* since 1970, UTC */
    void *context;
};

/* The machine's clocks: wall time, and a monotonic one for measuring. */
struct froe_clock froe_clock_wall(void);
struct froe_clock froe_clock_monotonic(void);

static inline int64_t froe_clock_now(struct froe_clock clock)
{
    return clock.now_ns(clock.context);
}

#endif
