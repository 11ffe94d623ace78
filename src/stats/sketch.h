/* Private to src/stats: the two sketches behind froe_values. */
#ifndef FROE_STATS_SKETCH_H
#define FROE_STATS_SKETCH_H

#include "stats/values.h"

enum {
    FROE_HLL_BITS = 10,
    FROE_HLL_REGISTERS = 1 << FROE_HLL_BITS,
    FROE_QUANTILE_BUCKETS_MAX = 1024,
};

/* Positive and negative magnitudes share one table of logarithmic buckets, sorted by key; zero is a
   key of its own. When the table is full all buckets fall together in pairs and the relative error
   doubles, as in UDDSketch (Epicoco et al. 2020): 1 % holds for numbers over eight orders of
   magnitude. The scale reached is the finest with few enough buckets, whatever the order of adding
   and merging. */
struct froe_quantile_bucket {
    int32_t key;
    uint64_t count;
};

struct froe_value_sketch {
    uint8_t registers[FROE_HLL_REGISTERS];
    struct froe_quantile_bucket *buckets; /* NULL until the first number */
    uint16_t bucket_count, bucket_capacity;
    uint8_t scale; /* how often the buckets fell together */
    uint64_t number_count;
    double min, max;
};

/* NULL when memory is out; adding and merging return false then. */
struct froe_value_sketch *froe_sketch_new(void);
void froe_sketch_free(struct froe_value_sketch *sketch);
bool froe_sketch_add(struct froe_value_sketch *sketch, uint64_t hash, double number,
                     uint64_t count);
bool froe_sketch_merge(struct froe_value_sketch *into, const struct froe_value_sketch *from);
uint64_t froe_sketch_distinct(const struct froe_value_sketch *sketch);
struct froe_quantiles froe_sketch_quantiles(const struct froe_value_sketch *sketch);

#endif
