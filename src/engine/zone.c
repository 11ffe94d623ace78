#include "engine/zone.h"

#include "base/calendar.h"
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ZONE_FILE_BYTES_MAX = 256 * 1024 };

static bool numeric_offset(const char *text, int64_t *offset_ns)
{
    if (*text != '+' && *text != '-') return false;
    int hours = 0, minutes = 0;
    const char *p = text + 1;
    if (!isdigit((unsigned char)p[0]) || !isdigit((unsigned char)p[1])) return false;
    hours = (p[0] - '0') * 10 + p[1] - '0';
    p += 2;
    if (*p == ':') p++;
    if (*p) {
        if (!isdigit((unsigned char)p[0]) || !isdigit((unsigned char)p[1]) || p[2]) return false;
        minutes = (p[0] - '0') * 10 + p[1] - '0';
    }
    if (hours > 15 || minutes > 59) return false;
    *offset_ns = (hours * 3600 + minutes * 60) * (*text == '-' ? -FROE_NS_PER_S : FROE_NS_PER_S);
    return true;
}

static int64_t big_endian(const unsigned char *p, int bytes)
{
    uint64_t value = p[0] & 0x80 ? UINT64_MAX : 0;
    for (int i = 0; i < bytes; i++) value = value << 8 | p[i];
    return (int64_t)value;
}

/* One data block of a TZif file (RFC 8536): header at p, times of `time_bytes`. Returns the block's
   length behind the header, 0 when it does not fit into n; *offset_s is the offset at `second`. */
static size_t read_block(const unsigned char *p, size_t n, size_t time_bytes, int64_t second,
                         int64_t *offset_s)
{
    if (n < 44 || memcmp(p, "TZif", 4) != 0) return 0;
    size_t ut = (size_t)big_endian(p + 20, 4), std = (size_t)big_endian(p + 24, 4);
    size_t leap = (size_t)big_endian(p + 28, 4), times = (size_t)big_endian(p + 32, 4);
    size_t types = (size_t)big_endian(p + 36, 4), chars = (size_t)big_endian(p + 40, 4);
    if ((ut | std | leap | times | types | chars) > ZONE_FILE_BYTES_MAX || types == 0) return 0;
    size_t len = times * (time_bytes + 1) + types * 6 + chars + leap * (time_bytes + 4) + std + ut;
    if (len > n - 44) return 0;
    const unsigned char *at = p + 44, *indices = at + times * time_bytes;
    const unsigned char *type = indices + times;
    size_t current = 0;
    for (size_t i = 0; i < times; i++)
        if (big_endian(at + i * time_bytes, (int)time_bytes) <= second) current = indices[i];
    if (current >= types) return 0;
    *offset_s = big_endian(type + current * 6, 4);
    return len;
}

static bool zone_file(const char *path, int64_t second, int64_t *offset_s)
{
    FILE *file = fopen(path, "rbe");
    unsigned char *bytes = file ? malloc(ZONE_FILE_BYTES_MAX) : NULL;
    size_t n = bytes ? fread(bytes, 1, ZONE_FILE_BYTES_MAX, file) : 0;
    if (file) fclose(file);
    size_t first = bytes ? read_block(bytes, n, 4, second, offset_s) : 0;
    bool ok = first > 0;
    /* Version 2 and later repeat the data in 64 bits. */
    if (n > 4 && bytes[4] >= '2' && n > 44) {
        size_t skip = 44 + first;
        ok = skip < n && read_block(bytes + skip, n - skip, 8, second, offset_s) > 0;
    }
    free(bytes);
    return ok;
}

enum froe_status froe_zone_offset(const char *name, int64_t at_ns, int64_t *offset_ns,
                                  struct froe_error *error)
{
    *offset_ns = 0;
    if (strcasecmp(name, "UTC") == 0 || strcasecmp(name, "Z") == 0 || strcasecmp(name, "GMT") == 0)
        return FROE_OK;
    if (numeric_offset(name, offset_ns)) return FROE_OK;
    char path[256];
    int n = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    if (strcasecmp(name, "local") == 0) n = snprintf(path, sizeof path, "/etc/localtime");
    int64_t offset_s;
    bool safe = n > 0 && (size_t)n < sizeof path && !strstr(name, "..") && name[0] != '/';
    if (!safe || !zone_file(path, at_ns / FROE_NS_PER_S, &offset_s))
        return froe_error_set(error, FROE_USAGE,
                              "'%s' is no time zone (UTC, local, +02:00, or a name such as "
                              "Europe/Berlin)",
                              name);
    *offset_ns = offset_s * FROE_NS_PER_S;
    return FROE_OK;
}
