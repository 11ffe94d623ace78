/* Offsets of time zones by name. */
#ifndef FROE_ENGINE_ZONE_H
#define FROE_ENGINE_ZONE_H

#include "base/error.h"

/* Offset from UTC of "UTC", "Z", "local", "+02:00", "-0530", or a name of the system's zone
   database such as "Europe/Berlin", in nanoseconds, at the time at_ns. */
enum froe_status froe_zone_offset(const char *name, int64_t at_ns, int64_t *offset_ns,
                                  struct froe_error *error);

#endif
