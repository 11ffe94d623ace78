/* Days, dates and RFC 3339 text. Times are nanoseconds since 1970-01-01T00:00:00Z in 64 bits, which
   reach from 1677 to 2262. */
#ifndef FROE_BASE_CALENDAR_H
#define FROE_BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FROE_TIME_NONE INT64_MIN
#define FROE_NS_PER_S  INT64_C(1000000000)

struct froe_date {
    int year, month, day; /* month and day from 1 */
};

/* Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible
   low-level date algorithms"). */
int64_t froe_days_from_date(int year, int month, int day);
struct froe_date froe_date_from_days(int64_t days);
bool froe_date_valid(int year, int month, int day);

/* "2026-04-20T14:23:01Z", with .123 / .123456 / .123456789 when the fraction needs it.
   Writes at most 40 bytes with the NUL and returns the length; "" for FROE_TIME_NONE. */
enum { FROE_TIME_TEXT_MAX = 40 };
size_t froe_time_format(int64_t time_ns, char *text);

#endif
