#include "report/report.h"

#include <stdlib.h>

void froe_report_free(struct froe_report *report)
{
    if (!report) return;
    froe_arena_release(&report->arena);
    free(report);
}
