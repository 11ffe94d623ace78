/* What a variable held: the values themselves while they are few, sketches after that. Mergeable
   and bounded.

   - The most frequent values: Misra-Gries counters (Misra & Gries 1982; merging: Agarwal et al.,
     "Mergeable Summaries", PODS 2012). Exact until more than FROE_VALUES_MAX different values came.
   - The number of different values: exact until then, after that HyperLogLog (Flajolet et al. 2007)
   with 1024 registers, standard error 3.3 %, small-range correction by linear counting.
   - Quantiles of numbers: exact until then, after that DDSketch (Masson, Rim, Lee, VLDB 2019) with
     relative error 1 %, twice that beyond eight orders of magnitude, and again beyond 17. */
#ifndef FROE_STATS_VALUES_H
#define FROE_STATS_VALUES_H

#include "base/slice.h"
#include <math.h>
#include <stdint.h>

enum {
    FROE_VALUES_MAX = 64,
    FROE_VALUE_BYTES_MAX = 256, /* longer values are cut, their tail counts for `distinct` only */
};

struct froe_value {
    uint32_t offset, len; /* into text */
    uint64_t hash;        /* of the whole value */
    uint64_t count;
    double number; /* NAN when the value is no number */
};

struct froe_value_sketch;

struct froe_values {
    struct froe_value *items; /* in the order they came */
    uint16_t count, capacity;
    char *text;
    uint32_t text_len, text_capacity;
    uint64_t observed;                /* sum of all counts ever added */
    struct froe_value_sketch *sketch; /* NULL while items hold everything */
};

/* A zeroed struct is empty. Functions return false when memory is out. */
void froe_values_release(struct froe_values *values);
/* `number` is NAN for what is no number. */
bool froe_values_add(struct froe_values *values, struct froe_slice value, double number,
                     uint64_t count);
bool froe_values_merge(struct froe_values *into, const struct froe_values *from);

uint64_t froe_values_distinct(const struct froe_values *values);

struct froe_quantiles {
    uint64_t count; /* of numbers; 0: the four are meaningless */
    double min, p50, p99, max;
};
struct froe_quantiles froe_values_quantiles(const struct froe_values *values);

static inline struct froe_slice froe_values_text(const struct froe_values *values, size_t index)
{
    return froe_slice(values->text + values->items[index].offset, values->items[index].len);
}

#endif
