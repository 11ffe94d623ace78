/* Timestamps of all common shapes at the start of a text. */
#ifndef FROE_RECORD_TIMESTAMP_H
#define FROE_RECORD_TIMESTAMP_H

#include "base/calendar.h"
#include "base/slice.h"

/* How times without zone or year are read. */
struct froe_time_context {
    int64_t offset_ns; /* zone of times without one: local = UTC + offset */
    int year; /* 0: take the latest year that puts the time at or before latest_ns + 1 day */
    int64_t latest_ns; /* modification time of the file, or now */
};

struct froe_timestamp {
    int64_t time_ns; /* UTC */
    size_t len;      /* bytes of the text it takes */
    bool year_assumed, zone_assumed;
};

/* Reads a timestamp at the very start of text; the byte behind it, if any, is no letter and no
   digit. False when there is none or its fields are out of range (month 13, hour 25; second 60 is
   read as 59). A bare number is taken for an epoch time only with `allow_epoch` (10, 13, 16 or 19
   digits, or 10 with a fraction) and when it lies between 1990 and 2100. A time of day without a
   date is no timestamp. */
bool froe_timestamp_read(struct froe_slice text, const struct froe_time_context *context,
                         bool allow_epoch, struct froe_timestamp *timestamp);

#endif
