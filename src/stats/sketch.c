#include "stats/sketch.h"

#include "base/hash.h"

/* gamma = (1 + a) / (1 - a) with a = 1 %. */
#define GAMMA (1.01 / 0.99)

enum { KEY_ZERO = 0, KEY_OFFSET = 1 << 20 };

/* Keys order like the numbers: -(offset + log) ... 0 ... +(offset + log). */
static int32_t key_of(double number)
{
    double magnitude = fabs(number);
    if (magnitude < 1e-12) return KEY_ZERO;
    int32_t log_key = (int32_t)ceil(log(magnitude) / log(GAMMA)) + KEY_OFFSET;
    return number < 0 ? -log_key : log_key;
}

static double number_of(int32_t key)
{
    if (key == KEY_ZERO) return 0;
    double magnitude = 2 * pow(GAMMA, (key < 0 ? -key : key) - KEY_OFFSET) / (GAMMA + 1);
    return key < 0 ? -magnitude : magnitude;
}

static void collapse_lowest(struct froe_value_sketch *s)
{
    s->buckets[1].count += s->buckets[0].count;
    s->bucket_count--;
    memmove(&s->buckets[0], &s->buckets[1], s->bucket_count * sizeof s->buckets[0]);
}

static void add_key(struct froe_value_sketch *s, int32_t key, uint64_t count)
{
    uint32_t low = 0, high = s->bucket_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (s->buckets[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < s->bucket_count && s->buckets[low].key == key) {
        s->buckets[low].count += count;
        return;
    }
    if (s->bucket_count == FROE_QUANTILE_BUCKETS) {
        if (low == 0) { /* below everything kept: it would be the one to collapse */
            s->buckets[0].count += count;
            return;
        }
        collapse_lowest(s);
        low--;
    }
    memmove(&s->buckets[low + 1], &s->buckets[low],
            (s->bucket_count - low) * sizeof s->buckets[0]);
    s->buckets[low] = (struct froe_quantile_bucket){key, count};
    s->bucket_count++;
}

static void widen(struct froe_value_sketch *s, double min, double max)
{
    if (!s->number_count || min < s->min) s->min = min;
    if (!s->number_count || max > s->max) s->max = max;
}

void froe_sketch_add(struct froe_value_sketch *sketch, uint64_t hash, double number, uint64_t count)
{
    uint64_t mixed = froe_hash_mix(hash, 0x6c62272e07bb0142u);
    uint64_t rest = mixed << FROE_HLL_BITS;
    uint8_t rank = (uint8_t)(rest ? __builtin_clzll(rest) + 1 : 64 - FROE_HLL_BITS + 1);
    uint8_t *reg = &sketch->registers[mixed >> (64 - FROE_HLL_BITS)];
    if (*reg < rank) *reg = rank;
    if (!isfinite(number)) return;
    widen(sketch, number, number);
    add_key(sketch, key_of(number), count);
    sketch->number_count += count;
}

void froe_sketch_merge(struct froe_value_sketch *into, const struct froe_value_sketch *from)
{
    for (size_t i = 0; i < FROE_HLL_REGISTERS; i++)
        if (into->registers[i] < from->registers[i]) into->registers[i] = from->registers[i];
    if (!from->number_count) return;
    widen(into, from->min, from->max);
    for (uint32_t i = 0; i < from->bucket_count; i++)
        add_key(into, from->buckets[i].key, from->buckets[i].count);
    into->number_count += from->number_count;
}

uint64_t froe_sketch_distinct(const struct froe_value_sketch *sketch)
{
    double sum = 0;
    unsigned zeros = 0;
    for (size_t i = 0; i < FROE_HLL_REGISTERS; i++) {
        sum += ldexp(1.0, -sketch->registers[i]);
        zeros += sketch->registers[i] == 0;
    }
    double m = FROE_HLL_REGISTERS;
    double estimate = 0.7213 / (1 + 1.079 / m) * m * m / sum;
    if (estimate <= 2.5 * m && zeros) estimate = m * log(m / zeros);
    return (uint64_t)(estimate + 0.5);
}

static double quantile(const struct froe_value_sketch *s, double q)
{
    uint64_t rank = (uint64_t)ceil(q * (double)s->number_count), seen = 0;
    for (uint32_t i = 0; i < s->bucket_count; i++) {
        seen += s->buckets[i].count;
        if (seen < rank) continue;
        double number = number_of(s->buckets[i].key);
        return number < s->min ? s->min : number > s->max ? s->max : number;
    }
    return s->max;
}

struct froe_quantiles froe_sketch_quantiles(const struct froe_value_sketch *sketch)
{
    struct froe_quantiles q = {.count = sketch->number_count};
    if (!q.count) return q;
    q.min = sketch->min;
    q.max = sketch->max;
    q.p50 = quantile(sketch, 0.5);
    q.p99 = quantile(sketch, 0.99);
    return q;
}
