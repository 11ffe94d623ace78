/* Pieces that several outputs for people share: numbers, times, sparklines, the summary. */
#ifndef FROE_REPORT_TEXT_H
#define FROE_REPORT_TEXT_H

#include "base/buf.h"
#include "report/report.h"

enum { FROE_SMALL_TEXT_MAX = 48 };

/* Each writes at most FROE_SMALL_TEXT_MAX bytes with the NUL. */
void froe_text_count(uint64_t count, char *text);  /* "1,204,331" */
void froe_text_share(double share, char *text);    /* "1.5 %", "<0.1 %", "100 %" */
void froe_text_rate(double per_min, char *text);   /* "12/min", "3.1/h", "" when not finite */
void froe_text_number(double number, char *text);  /* up to six digits */
void froe_text_clock(int64_t time_ns, char *text); /* "14:23:01", "-" for no time */
void froe_text_stamp(int64_t time_ns, char *text); /* "2026-04-20 14:23:01", "-" for no time */

/* Both on the same day of UTC. */
bool froe_same_day(int64_t first_ns, int64_t last_ns);
/* "2026-04-20 09:00-10:00 UTC", with seconds below ten minutes, with both dates when they differ.
 */
void froe_text_span(struct froe_buf *out, int64_t first_ns, int64_t last_ns);

/* One sparkline over the window from first to last: `cells` characters, the row's own peak the full
   height, the lowest bar for nothing. `cells` is at most FROE_SPARK_MAX. Returns the peak: records
   in the fullest cell. */
enum { FROE_SPARK_MAX = 240 };
double froe_text_spark(struct froe_buf *out, const struct froe_histogram_view *histogram,
                       int64_t first_ns, int64_t last_ns, size_t cells);

/* Lines, records, templates, span, and what went wrong where something did. A new line begins where
   the next part would pass `columns` (0: never). No line end behind. */
void froe_text_summary(struct froe_buf *out, const struct froe_report *report,
                       const char *separator, size_t columns);
/* What rows do not have or have otherwise than it was written: "1 line cut, 2 fields cut"; nothing
   when all is there. */
void froe_text_losses(struct froe_buf *out, const struct froe_report_input *input);

#endif
