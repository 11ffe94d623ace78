#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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
    /* Not written in place: the arguments may include the message of the same error. */
    char message[FROE_ERROR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    error->status = status;
    error->byte = 0;
    error->line = 0;
    size_t len = n < 0 ? 0 : (size_t)n < sizeof message ? (size_t)n : sizeof message - 1;
    memcpy(error->message, message, len);
    error->message[len] = '\0';
    return status;
}

enum froe_status froe_error_memory(struct froe_error *error)
{
    return froe_error_set(error, FROE_MEMORY, "out of memory");
}
