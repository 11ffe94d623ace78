/* Where in the program's source the statement stands that wrote a record, as far as the head says
   so: "main.go:23" (klog, zap), "PoolManager:120" (a logger and %L), "Listener@493" (%C@%L). */
#ifndef FROE_RECORD_LOCATION_H
#define FROE_RECORD_LOCATION_H

#include "record/layout.h"

/* The location among the parts of a head; absent (ptr NULL) when there is none. Where it stands
   behind the name of the thread ("[main:Listener@493]"), it is cut off that. */
struct froe_slice froe_location_of(const struct froe_slice *parts, struct froe_slice *thread);

#endif
