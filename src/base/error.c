#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

const char *froe_status_text(enum froe_status status)
{
    static const char *const texts[] = {
#define X(name, text) text,
        FROE_STATUS_LIST(X)
#undef X
    };
    if ((unsigned)status >= sizeof texts / sizeof *texts) return "unknown status";
    return texts[status];
}

enum froe_status froe_error_set(struct froe_error *error, enum froe_status status,
                                const char *format, ...)
{
    if (!error) return status;
    error->status = status;
    error->byte = 0;
    error->line = 0;
    va_list args;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    return status;
}

enum froe_status froe_error_memory(struct froe_error *error)
{
    return froe_error_set(error, FROE_MEMORY, "out of memory");
}
