#include "stats/histogram.h"

#include <stdlib.h>
#include <string.h>

int64_t froe_step_s(unsigned step)
{
    static const int64_t steps[FROE_STEP_COUNT] = FROE_STEP_LIST;
    return steps[step];
}

void froe_histogram_release(struct froe_histogram *histogram)
{
    free(histogram->buckets);
    *histogram = (struct froe_histogram){0};
}

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;
    return q - (a % b < 0);
}

void froe_histogram_coarsen(struct froe_histogram *h, unsigned step)
{
    if (h->step >= step) return;
    int64_t ratio = froe_step_s(step) / froe_step_s(h->step);
    uint16_t kept = 0;
    for (uint16_t i = 0; i < h->count; i++) {
        int64_t index = floor_div(h->buckets[i].index, ratio);
        if (kept && h->buckets[kept - 1].index == index)
            h->buckets[kept - 1].count += h->buckets[i].count;
        else
            h->buckets[kept++] = (struct froe_bucket){index, h->buckets[i].count};
    }
    h->count = kept;
    h->step = (uint8_t)step;
}

static bool make_room(struct froe_histogram *h)
{
    if (h->count < h->capacity) return true;
    uint16_t capacity = h->capacity ? (uint16_t)(h->capacity * 2) : 4;
    struct froe_bucket *buckets = realloc(h->buckets, capacity * sizeof *buckets);
    if (!buckets) return false;
    h->buckets = buckets;
    h->capacity = capacity;
    return true;
}

/* First position whose index is not below; the last bucket is by far the commonest. */
static uint16_t position(const struct froe_histogram *h, int64_t index)
{
    if (h->count && h->buckets[h->count - 1].index < index) return h->count;
    uint16_t low = 0, high = h->count;
    while (low < high) {
        uint16_t middle = (uint16_t)((low + high) / 2);
        if (h->buckets[middle].index < index)
            low = (uint16_t)(middle + 1);
        else
            high = middle;
    }
    return low;
}

static bool add_at(struct froe_histogram *h, int64_t second, uint64_t count)
{
    for (;;) {
        int64_t index = floor_div(second, froe_step_s(h->step));
        if (h->count && h->buckets[h->count - 1].index == index) {
            h->buckets[h->count - 1].count += count;
            return true;
        }
        uint16_t at = position(h, index);
        if (at < h->count && h->buckets[at].index == index) {
            h->buckets[at].count += count;
            return true;
        }
        bool full = h->count == FROE_HISTOGRAM_BUCKETS_MAX && h->step + 1 < FROE_STEP_COUNT;
        if (full) {
            froe_histogram_coarsen(h, h->step + 1u);
            continue;
        }
        if (h->count == UINT16_MAX || !make_room(h)) return false;
        memmove(&h->buckets[at + 1], &h->buckets[at], (size_t)(h->count - at) * sizeof *h->buckets);
        h->buckets[at] = (struct froe_bucket){index, count};
        h->count++;
        return true;
    }
}

bool froe_histogram_add(struct froe_histogram *histogram, int64_t time_ns, uint64_t count)
{
    return add_at(histogram, floor_div(time_ns, 1000000000), count);
}

bool froe_histogram_merge(struct froe_histogram *into, const struct froe_histogram *from)
{
    froe_histogram_coarsen(into, from->step);
    for (uint16_t i = 0; i < from->count; i++)
        if (!add_at(into, from->buckets[i].index * froe_step_s(from->step), from->buckets[i].count))
            return false;
    return true;
}
