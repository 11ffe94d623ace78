/* What a record says beside its time, level, service and message. */
#ifndef FROE_RECORD_MEMBERS_H
#define FROE_RECORD_MEMBERS_H

#include "record/head.h"

enum {
    FROE_MEMBERS_MAX = 32, /* of a record; what comes behind them is left out, and counted */
    FROE_MEMBER_NAME_BYTES_MAX = 128,  /* longer names are cut, between characters */
    FROE_MEMBER_VALUE_BYTES_MAX = 1024 /* likewise */
};

struct froe_members {
    struct froe_member items[FROE_MEMBERS_MAX]; /* no name twice */
    size_t count;
    size_t cut; /* members that are missing for FROE_MEMBERS_MAX, or of which the name or the value
                   is cut */
};

/* In this order: `pod`, `host` and `thread` as far as the head has them; the members of the JSON
   object or logfmt line the head was read from, as they come there, but for those that became part
   of the head; `frame`, the top frame of the application's own (froe_trace_frame) in the record's
   lines, else in a member of several lines. Nested objects are flattened ("request.id"), so are
   lists of {"key":K,"value":{...}}; other lists are their JSON text; null is as good as nothing.
   Of members with the same name the first counts. Texts lie in the head's texts, the body or the
   arena; where memory is out, members are missing. `body` as for froe_trace_summarize, absent when
   the record is no text. */
void froe_members_read(const struct froe_head *head, struct froe_slice body,
                       struct froe_arena *arena, struct froe_members *members);

#endif
