#include "base/clock.h"

#include <stddef.h>
#include <time.h>

static int64_t read_clock(clockid_t id)
{
    struct timespec now;
    if (clock_gettime(id, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t wall_ns(void *context)
{
    (void)context;
    return read_clock(CLOCK_REALTIME);
}

static int64_t monotonic_ns(void *context)
{
    (void)context;
    return read_clock(CLOCK_MONOTONIC);
}

struct froe_clock froe_clock_wall(void)
{
    return (struct froe_clock){wall_ns, NULL};
}

struct froe_clock froe_clock_monotonic(void)
{
    return (struct froe_clock){monotonic_ns, NULL};
}
