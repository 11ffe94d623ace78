/* Time zones as tables of offsets: which moment a wall clock's time was. */
#ifndef FROE_BASE_ZONE_H
#define FROE_BASE_ZONE_H

#include "base/calendar.h"

/* From a moment on, the offset that holds until the next change. */
struct froe_zone_change {
    int64_t at_ns; /* UTC */
    int64_t offset_ns;
};

/* Read-only once made, shared by threads. A zeroed struct is UTC. */
struct froe_zone {
    int64_t offset_ns;                /* local = UTC + offset, before the first change */
    struct froe_zone_change *changes; /* owned, by time */
    size_t count;
};

/* Offset from UTC at a moment. */
int64_t froe_zone_offset_at(const struct froe_zone *zone, int64_t time_ns);
/* Offset of a wall clock that shows local_ns (as if it were UTC). What the clock shows twice, when
   it is set back, is the earlier moment; what it never shows, when it is set forward, is taken in
   the offset from before. */
int64_t froe_zone_offset_of_local(const struct froe_zone *zone, int64_t local_ns);

void froe_zone_release(struct froe_zone *zone);

#endif
