/* What the name of a file says about the service that wrote it. */
#include "engine/engine_internal.h"

#include <ctype.h>
#include <stdlib.h>

static struct froe_slice last_part(struct froe_slice path, struct froe_slice *parent)
{
    size_t start = path.len;
    while (start > 0 && path.ptr[start - 1] != '/') start--;
    *parent = froe_slice(path.ptr, start ? start - 1 : 0);
    return froe_slice_from(path, start);
}

static bool all_digits(struct froe_slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!isdigit((unsigned char)text.ptr[i])) return false;
    return true;
}

/* /var/log/containers/POD_NAMESPACE_CONTAINER-ID.log (64 hexadecimal digits): the container. */
static struct froe_slice container_name(struct froe_slice file)
{
    const struct froe_slice none = {0};
    if (file.len < 64 + 5 || memcmp(file.ptr + file.len - 4, ".log", 4) != 0) return none;
    size_t end = file.len - 4 - 64;
    for (size_t i = end; i < end + 64; i++)
        if (!isxdigit((unsigned char)file.ptr[i])) return none;
    if (end == 0 || file.ptr[end - 1] != '-') return none;
    size_t start = --end;
    while (start > 0 && file.ptr[start - 1] != '_') start--;
    return start ? froe_slice(file.ptr + start, end - start) : none;
}

/* Up to the first dot, without the date or number of a rotated file ("app-2026-04-20", "app_1"). */
static struct froe_slice stem(struct froe_slice file)
{
    size_t end = 0;
    while (end < file.len && (file.ptr[end] != '.' || end == 0)) end++;
    while (end > 0 && (isdigit((unsigned char)file.ptr[end - 1]) || file.ptr[end - 1] == '-' ||
                       file.ptr[end - 1] == '_')) {
        size_t digits = end;
        while (digits > 0 && isdigit((unsigned char)file.ptr[digits - 1])) digits--;
        bool joint = digits > 0 && (file.ptr[digits - 1] == '-' || file.ptr[digits - 1] == '_');
        if (digits == end ? !joint : !joint) break;
        end = digits - 1;
    }
    if (end == 0) /* nothing but digits */
        while (end < file.len && file.ptr[end] != '.') end++;
    return froe_slice(file.ptr, end);
}

char *froe_service_from_path(const char *path)
{
    if (strcmp(path, "-") == 0) return NULL;
    struct froe_slice parent, ignored;
    struct froe_slice file = last_part(froe_slice_cstr(path), &parent);
    struct froe_slice name = container_name(file);
    if (!name.ptr) name = stem(file);
    /* .../NAMESPACE_POD_UID/CONTAINER/0.log: the directory says more than the number. */
    if (all_digits(name) && parent.len) name = last_part(parent, &ignored);
    return name.len ? strndup(name.ptr, name.len) : NULL;
}
