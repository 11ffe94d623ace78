/* Time zones by name. */
#ifndef FROE_ENGINE_ZONE_H
#define FROE_ENGINE_ZONE_H

#include "base/error.h"
#include "base/slice.h"
#include "base/zone.h"

/* Fills the zone of "UTC", "Z", "local", "+02:00", "-0530", or a name of the system's zone database
   such as "Europe/Berlin" (RFC 8536), with its changes up to 2100. The caller releases it. On
   FROE_USAGE there is no such zone and nothing is to be released. */
enum froe_status froe_zone_load(const char *name, struct froe_zone *zone, struct froe_error *error);

/* The rule of a zone as POSIX has it in TZ ("CET-1CEST,M3.5.0,M10.5.0/3"): adds its changes behind
   the last one of the zone, up to 2100. False when the text is no such rule. */
bool froe_zone_add_rule(struct froe_zone *zone, struct froe_slice rule);

#endif
