#include "base/zone.h"

#include <stdlib.h>

static int64_t offset_before(const struct froe_zone *zone, size_t index)
{
    return index ? zone->changes[index - 1].offset_ns : zone->offset_ns;
}

/* How many of the changes are at or before the moment. */
static size_t changes_until(const struct froe_zone *zone, int64_t time_ns)
{
    size_t low = 0, high = zone->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->changes[middle].at_ns <= time_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int64_t froe_zone_offset_at(const struct froe_zone *zone, int64_t time_ns)
{
    return offset_before(zone, changes_until(zone, time_ns));
}

/* Offsets are less than a day, so only the changes of the days around can matter. */
int64_t froe_zone_offset_of_local(const struct froe_zone *zone, int64_t local_ns)
{
    static const int64_t day_ns = 86400 * FROE_NS_PER_S;
    int64_t from_ns;
    if (__builtin_sub_overflow(local_ns, day_ns, &from_ns)) return zone->offset_ns;
    size_t i = changes_until(zone, from_ns);
    for (; i < zone->count; i++) {
        int64_t change_local_ns;
        if (__builtin_add_overflow(zone->changes[i].at_ns, offset_before(zone, i),
                                   &change_local_ns))
            break;
        /* Set forward, the hour that is left out counts as before the change. */
        int64_t step_ns = zone->changes[i].offset_ns - offset_before(zone, i);
        if (local_ns < change_local_ns + (step_ns > 0 ? step_ns : 0)) break;
    }
    return offset_before(zone, i);
}

void froe_zone_release(struct froe_zone *zone)
{
    free(zone->changes);
    *zone = (struct froe_zone){0};
}
