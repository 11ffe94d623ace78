/* Private to src/stats: the two sketches behind froe_values. */
#ifndef FROE_STATS_SKETCH_H
#define FROE_STATS_SKETCH_H

#include "stats/values.h"

enum {
    FROE_HLL_BITS = 10,
    FROE_HLL_REGISTERS = 1 << FROE_HLL_BITS,
    FROE_QUANTILE_BUCKETS = 256,
};

/* Positive and negative magnitudes share one table of logarithmic buckets, sorted by key; zero is a key
   of its own. When the table is full the two lowest positive magnitudes fall together, as in the
   paper's collapsing variant: high quantiles stay good. */
struct froe_quantile_bucket {
    int32_t key;
    uint64_t count;
};

struct froe_value_sketch {
    uint8_t registers[FROE_HLL_REGISTERS];
    struct froe_quantile_bucket buckets[FROE_QUANTILE_BUCKETS];
    uint32_t bucket_count;
    uint64_t number_count;
    double min, max;
};

void froe_sketch_add(struct froe_value_sketch *sketch, uint64_t hash, double number,
                     uint64_t count);
void froe_sketch_merge(struct froe_value_sketch *into, const struct froe_value_sketch *from);
uint64_t froe_sketch_distinct(const struct froe_value_sketch *sketch);
struct froe_quantiles froe_sketch_quantiles(const struct froe_value_sketch *sketch);

#endif
