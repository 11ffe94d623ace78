/* Lines that hold several records: AWS CloudTrail's {"Records":[...]}, Azure's {"records":[...]}
   and OTLP's batches {"resourceLogs":[...]}. Each record becomes a text of its own, which is then
   read as if it had been a line. */
#ifndef FROE_RECORD_BUNDLE_H
#define FROE_RECORD_BUNDLE_H

#include "base/arena.h"
#include "base/slice.h"

/* Where we are in a line; the line must outlive it. */
struct froe_bundle {
    struct froe_slice line;
    bool otlp;
    struct froe_slice records; /* what is left of the list */
    /* OTLP: lists around it, and what its records have in common. */
    struct froe_slice scopes, resources, scope, resource;
    size_t room; /* bytes that its texts may still take in the arena */
};

/* False when the line is an ordinary one, of one record at most. */
bool froe_bundle_open(struct froe_bundle *bundle, struct froe_slice line);
/* The next record: a piece of the line, or (OTLP, whose records need what is around them) a batch
   of this one record, in the arena. A line that was cut short, or whose texts would take more than
   sixteen times its own bytes, ends with what is left of it as one piece. False at the end, and
   when memory is out. */
bool froe_bundle_next(struct froe_bundle *bundle, struct froe_arena *arena,
                      struct froe_slice *text);

#endif
