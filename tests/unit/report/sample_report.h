/* A report made by hand, for the tests of the renderers. */
#ifndef FROE_TESTS_SAMPLE_REPORT_H
#define FROE_TESTS_SAMPLE_REPORT_H

#include "report/report.h"

/* Three clusters over an hour: an error with parameters and hostile text, a warning, an information
   without services. Freed with froe_report_free. */
struct froe_report *sample_report(void);
/* No times, no levels, no services. */
struct froe_report *sample_report_plain(void);
/* Nothing was read. */
struct froe_report *sample_report_empty(void);

#endif
