#include "stats/sketch.h"

#include "base/hash.h"
#include <stdlib.h>

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

/* The key at the next scale: two buckets become one. */
static int32_t coarser(int32_t key)
{
    if (key == KEY_ZERO) return key;
    int32_t log_key = (key < 0 ? -key : key) - KEY_OFFSET;
    log_key = log_key / 2 + (log_key > 0 && log_key % 2) + KEY_OFFSET;
    return key < 0 ? -log_key : log_key;
}

static double number_of(int32_t key, unsigned scale)
{
    if (key == KEY_ZERO) return 0;
    double gamma = pow(GAMMA, ldexp(1, (int)scale));
    double magnitude = 2 * pow(gamma, (key < 0 ? -key : key) - KEY_OFFSET) / (gamma + 1);
    return key < 0 ? -magnitude : magnitude;
}

static void coarsen(struct froe_value_sketch *s, unsigned scale)
{
    for (; s->scale < scale; s->scale++) {
        uint16_t kept = 0;
        for (uint16_t i = 0; i < s->bucket_count; i++) {
            int32_t key = coarser(s->buckets[i].key);
            if (kept && s->buckets[kept - 1].key == key)
                s->buckets[kept - 1].count += s->buckets[i].count;
            else
                s->buckets[kept++] = (struct froe_quantile_bucket){key, s->buckets[i].count};
        }
        s->bucket_count = kept;
    }
}

static bool make_room(struct froe_value_sketch *s)
{
    if (s->bucket_count < s->bucket_capacity) return true;
    uint16_t capacity = s->bucket_capacity ? (uint16_t)(s->bucket_capacity * 2) : 32;
    struct froe_quantile_bucket *buckets = realloc(s->buckets, capacity * sizeof *buckets);
    if (!buckets) return false;
    s->buckets = buckets;
    s->bucket_capacity = capacity;
    return true;
}

/* First bucket whose key is not below. */
static uint16_t position(const struct froe_value_sketch *s, int32_t key)
{
    uint16_t low = 0, high = s->bucket_count;
    while (low < high) {
        uint16_t middle = (uint16_t)((low + high) / 2);
        if (s->buckets[middle].key < key)
            low = (uint16_t)(middle + 1);
        else
            high = middle;
    }
    return low;
}

/* The key is of the scale given, which is not above the sketch's. */
static bool add_key(struct froe_value_sketch *s, int32_t key, unsigned scale, uint64_t count)
{
    for (;;) {
        for (; scale < s->scale; scale++) key = coarser(key);
        uint16_t at = position(s, key);
        if (at < s->bucket_count && s->buckets[at].key == key) {
            s->buckets[at].count += count;
            return true;
        }
        if (s->bucket_count == FROE_QUANTILE_BUCKETS_MAX) {
            coarsen(s, s->scale + 1u);
            continue;
        }
        if (!make_room(s)) return false;
        memmove(&s->buckets[at + 1], &s->buckets[at],
                (size_t)(s->bucket_count - at) * sizeof s->buckets[0]);
        s->buckets[at] = (struct froe_quantile_bucket){key, count};
        s->bucket_count++;
        return true;
    }
}

static void widen(struct froe_value_sketch *s, double min, double max)
{
    if (!s->number_count || min < s->min) s->min = min;
    if (!s->number_count || max > s->max) s->max = max;
}

struct froe_value_sketch *froe_sketch_new(void)
{
    return calloc(1, sizeof(struct froe_value_sketch));
}

void froe_sketch_free(struct froe_value_sketch *sketch)
{
    if (!sketch) return;
    free(sketch->buckets);
    free(sketch);
}

bool froe_sketch_add(struct froe_value_sketch *sketch, uint64_t hash, double number, uint64_t count)
{
    uint64_t mixed = froe_hash_mix(hash, 0x6c62272e07bb0142u);
    uint64_t rest = mixed << FROE_HLL_BITS;
    uint8_t rank = (uint8_t)(rest ? __builtin_clzll(rest) + 1 : 64 - FROE_HLL_BITS + 1);
    uint8_t *reg = &sketch->registers[mixed >> (64 - FROE_HLL_BITS)];
    if (*reg < rank) *reg = rank;
    if (!isfinite(number)) return true;
    widen(sketch, number, number);
    sketch->number_count += count;
    return add_key(sketch, key_of(number), 0, count);
}

bool froe_sketch_merge(struct froe_value_sketch *into, const struct froe_value_sketch *from)
{
    for (size_t i = 0; i < FROE_HLL_REGISTERS; i++)
        if (into->registers[i] < from->registers[i]) into->registers[i] = from->registers[i];
    if (!from->number_count) return true;
    widen(into, from->min, from->max);
    into->number_count += from->number_count;
    coarsen(into, from->scale);
    for (uint16_t i = 0; i < from->bucket_count; i++)
        if (!add_key(into, from->buckets[i].key, from->scale, from->buckets[i].count)) return false;
    return true;
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
    for (uint16_t i = 0; i < s->bucket_count; i++) {
        seen += s->buckets[i].count;
        if (seen < rank) continue;
        double number = number_of(s->buckets[i].key, s->scale);
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
