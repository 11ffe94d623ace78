#include "stats/values.h"

#include "base/hash.h"
#include "stats/sketch.h"
#include <stdlib.h>

void froe_values_release(struct froe_values *values)
{
    free(values->items);
    free(values->text);
    froe_sketch_free(values->sketch);
    *values = (struct froe_values){0};
}

static bool make_room(struct froe_values *values, size_t bytes)
{
    if (values->count == values->capacity) {
        uint16_t capacity = values->capacity ? (uint16_t)(values->capacity * 2) : 1;
        struct froe_value *items = realloc(values->items, capacity * sizeof *items);
        if (!items) return false;
        values->items = items;
        values->capacity = capacity;
    }
    if (values->text_len + bytes > values->text_capacity) {
        size_t capacity = values->text_capacity ? values->text_capacity * (size_t)2 : 16;
        while (capacity < values->text_len + bytes) capacity *= 2;
        char *text = realloc(values->text, capacity);
        if (!text) return false;
        values->text = text;
        values->text_capacity = (uint32_t)capacity;
    }
    return true;
}

/* Takes `count` off every counter and forgets those that reach zero, closing the gaps. */
static void decrement_all(struct froe_values *values, uint64_t count)
{
    uint16_t kept = 0;
    uint32_t text_len = 0;
    for (uint16_t i = 0; i < values->count; i++) {
        struct froe_value item = values->items[i];
        if (item.count <= count) continue;
        memmove(values->text + text_len, values->text + item.offset, item.len);
        item.offset = text_len;
        item.count -= count;
        text_len += item.len;
        values->items[kept++] = item;
    }
    values->count = kept;
    values->text_len = text_len;
}

static bool start_sketch(struct froe_values *values)
{
    values->sketch = froe_sketch_new();
    if (!values->sketch) return false;
    for (uint16_t i = 0; i < values->count; i++) {
        const struct froe_value *item = &values->items[i];
        if (!froe_sketch_add(values->sketch, item->hash, item->number, item->count)) return false;
    }
    return true;
}

/* The Misra-Gries step alone: no sketch, no `observed`. */
static bool count_value(struct froe_values *values, struct froe_slice value, uint64_t hash,
                        double number, uint64_t count)
{
    for (uint16_t i = 0; i < values->count; i++)
        if (values->items[i].hash == hash) {
            values->items[i].count += count;
            return true;
        }
    if (values->count == FROE_VALUES_MAX) {
        if (!values->sketch && !start_sketch(values)) return false;
        uint64_t smallest = count;
        for (uint16_t i = 0; i < values->count; i++)
            if (values->items[i].count < smallest) smallest = values->items[i].count;
        decrement_all(values, smallest);
        count -= smallest;
        if (count == 0) return true;
    }
    if (value.len > FROE_VALUE_BYTES_MAX) value.len = FROE_VALUE_BYTES_MAX;
    if (!make_room(values, value.len)) return false;
    if (value.len) memcpy(values->text + values->text_len, value.ptr, value.len);
    values->items[values->count++] =
        (struct froe_value){values->text_len, (uint32_t)value.len, hash, count, number};
    values->text_len += (uint32_t)value.len;
    return true;
}

/* A value in the counters and in the sketch, if there is one or this brings it into being: the
   value that does so is not among the items it starts from. */
static bool add_value(struct froe_values *values, struct froe_slice value, uint64_t hash,
                      double number, uint64_t count)
{
    return count_value(values, value, hash, number, count) &&
           (!values->sketch || froe_sketch_add(values->sketch, hash, number, count));
}

bool froe_values_add(struct froe_values *values, struct froe_slice value, double number,
                     uint64_t count)
{
    if (!add_value(values, value, froe_hash_bytes(value, 0), number, count)) return false;
    values->observed += count;
    return true;
}

bool froe_values_merge(struct froe_values *into, const struct froe_values *from)
{
    if (from->sketch) {
        if (!into->sketch && !start_sketch(into)) return false;
        if (!froe_sketch_merge(into->sketch, from->sketch)) return false;
    }
    for (uint16_t i = 0; i < from->count; i++) {
        const struct froe_value *item = &from->items[i];
        struct froe_slice text = froe_values_text(from, i);
        if (!(from->sketch ? count_value : add_value)(into, text, item->hash, item->number,
                                                      item->count))
            return false;
    }
    into->observed += from->observed;
    return true;
}

uint64_t froe_values_distinct(const struct froe_values *values)
{
    return values->sketch ? froe_sketch_distinct(values->sketch) : values->count;
}

static int by_number(const void *a, const void *b)
{
    double x = ((const struct froe_value *)a)->number, y = ((const struct froe_value *)b)->number;
    return (x > y) - (x < y);
}

/* The value at rank ceil(q n) of the sorted, weighted numbers. */
static double rank_of(const struct froe_value *sorted, size_t n, uint64_t total, double q)
{
    uint64_t rank = (uint64_t)ceil(q * (double)total), seen = 0;
    for (size_t i = 0; i < n; i++)
        if ((seen += sorted[i].count) >= rank) return sorted[i].number;
    return sorted[n - 1].number;
}

struct froe_quantiles froe_values_quantiles(const struct froe_values *values)
{
    if (values->sketch) return froe_sketch_quantiles(values->sketch);
    struct froe_value sorted[FROE_VALUES_MAX];
    size_t n = 0;
    struct froe_quantiles q = {0};
    for (uint16_t i = 0; i < values->count; i++) {
        if (isnan(values->items[i].number)) continue;
        sorted[n++] = values->items[i];
        q.count += values->items[i].count;
    }
    if (!n) return q;
    qsort(sorted, n, sizeof *sorted, by_number);
    q.min = sorted[0].number;
    q.max = sorted[n - 1].number;
    q.p50 = rank_of(sorted, n, q.count, 0.5);
    q.p99 = rank_of(sorted, n, q.count, 0.99);
    return q;
}
