/* Counts over time, exact, on the ladder of steps of design.md.

   Sparse: only non-empty buckets are kept, at most FROE_HISTOGRAM_BUCKETS_MAX; one more makes the
   whole histogram climb to the next step. The step reached is the finest at which the data has few
   enough buckets, so it does not depend on the order of adding or merging, and one wrong clock
   costs one bucket. Buckets are aligned to 1970-01-01T00:00:00Z. */
#ifndef FROE_STATS_HISTOGRAM_H
#define FROE_STATS_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FROE_HISTOGRAM_BUCKETS_MAX = 128 };

/* Seconds; each divides the next. The last two carry archives of many years. */
#define FROE_STEP_LIST                                                                             \
    {                                                                                              \
        1, 5, 30, 300, 3600, 86400, 86400 * 32, 86400 * 1024                                       \
    }
enum { FROE_STEP_COUNT = 8 };
int64_t froe_step_s(unsigned step);

struct froe_bucket {
    int64_t index; /* start = index * step */
    uint64_t count;
};

struct froe_histogram {
    struct froe_bucket *buckets; /* sorted by index */
    uint16_t count, capacity;
    uint8_t step;
};

/* A zeroed struct is an empty histogram. False when memory is out. */
void froe_histogram_release(struct froe_histogram *histogram);
bool froe_histogram_add(struct froe_histogram *histogram, int64_t time_ns, uint64_t count);
bool froe_histogram_merge(struct froe_histogram *into, const struct froe_histogram *from);
/* Climbs to the step, if it is below it. */
void froe_histogram_coarsen(struct froe_histogram *histogram, unsigned step);

#endif
