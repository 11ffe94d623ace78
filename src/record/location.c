#include "record/location.h"

#include <ctype.h>

/* Length of "@493" or ":493" at the end, 0 if there is none behind some other text. */
static size_t line_number_len(struct froe_slice text)
{
    size_t digits = 0;
    while (digits < text.len && isdigit((unsigned char)text.ptr[text.len - 1 - digits])) digits++;
    if (!digits || digits + 2 > text.len) return 0;
    char joint = text.ptr[text.len - 1 - digits];
    return joint == ':' || joint == '@' ? digits + 1 : 0;
}

/* "source" and "caller" may mean anything: only with a line number it is a place in a program. */
static struct froe_slice numbered(struct froe_slice text)
{
    return line_number_len(text) ? text : froe_slice(NULL, 0);
}

static struct froe_slice logger_and_line(const struct froe_slice *parts)
{
    struct froe_slice logger = parts[FROE_PART_LOGGER], line = parts[FROE_PART_LINENUMBER];
    if (!logger.len || !line.len || line.ptr != logger.ptr + logger.len + 1)
        return froe_slice(NULL, 0);
    return froe_slice(logger.ptr, logger.len + 1 + line.len);
}

static struct froe_slice behind_thread(struct froe_slice *thread)
{
    size_t start = thread->len - line_number_len(*thread);
    if (start == thread->len || thread->ptr[start] != '@') return froe_slice(NULL, 0);
    while (start > 0 && thread->ptr[start - 1] != ':') start--;
    if (start < 2) return froe_slice(NULL, 0);
    struct froe_slice location = froe_slice_from(*thread, start);
    thread->len = start - 1;
    return location;
}

struct froe_slice froe_location_of(const struct froe_slice *parts, struct froe_slice *thread)
{
    struct froe_slice location = numbered(parts[FROE_PART_LOCATION]);
    if (!location.len) location = logger_and_line(parts);
    if (!location.len && thread->len) location = behind_thread(thread);
    return location;
}
