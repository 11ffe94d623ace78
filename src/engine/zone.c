#include "engine/zone.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ZONE_FILE_BYTES_MAX = 256 * 1024, HEADER_BYTES = 44, TYPE_BYTES = 6 };

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

/* The counts in the header of a data block, and where its parts lie. */
struct block {
    const unsigned char *times, *indices, *types;
    size_t time_bytes, time_count, type_count;
    size_t len; /* with the header */
};

/* A data block of a TZif file (RFC 8536) with times of `time_bytes`; false when it does not fit. */
static bool find_block(const unsigned char *p, size_t n, size_t time_bytes, struct block *block)
{
    if (n < HEADER_BYTES || memcmp(p, "TZif", 4) != 0) return false;
    size_t ut = (size_t)big_endian(p + 20, 4), std = (size_t)big_endian(p + 24, 4);
    size_t leap = (size_t)big_endian(p + 28, 4), times = (size_t)big_endian(p + 32, 4);
    size_t types = (size_t)big_endian(p + 36, 4), chars = (size_t)big_endian(p + 40, 4);
    if ((ut | std | leap | times | types | chars) > ZONE_FILE_BYTES_MAX || types == 0) return false;
    size_t len =
        times * (time_bytes + 1) + types * TYPE_BYTES + chars + leap * (time_bytes + 4) + std + ut;
    if (len > n - HEADER_BYTES) return false;
    *block = (struct block){.times = p + HEADER_BYTES,
                            .time_bytes = time_bytes,
                            .time_count = times,
                            .type_count = types,
                            .len = len + HEADER_BYTES};
    block->indices = block->times + times * time_bytes;
    block->types = block->indices + times;
    return true;
}

static bool offset_of_type(const struct block *block, size_t type, int64_t *offset_ns)
{
    static const int64_t day_s = 86400;
    if (type >= block->type_count) return false;
    int64_t offset_s = big_endian(block->types + type * TYPE_BYTES, 4);
    *offset_ns = offset_s * FROE_NS_PER_S;
    return offset_s > -day_s && offset_s < day_s;
}

static bool read_changes(const struct block *block, struct froe_zone *zone)
{
    zone->changes = calloc(block->time_count + 1, sizeof *zone->changes);
    if (!zone->changes || !offset_of_type(block, 0, &zone->offset_ns)) return false;
    for (size_t i = 0; i < block->time_count; i++) {
        struct froe_zone_change *change = &zone->changes[zone->count];
        int64_t at_s = big_endian(block->times + i * block->time_bytes, (int)block->time_bytes);
        if (!offset_of_type(block, block->indices[i], &change->offset_ns)) return false;
        /* Before 1677: what holds at the beginning of time. */
        if (__builtin_mul_overflow(at_s, FROE_NS_PER_S, &change->at_ns)) {
            if (at_s > 0) break;
            zone->offset_ns = change->offset_ns;
            continue;
        }
        if (zone->count && change->at_ns <= change[-1].at_ns) return false;
        zone->count++;
    }
    return true;
}

/* Behind the data of version 2 and later: "\nRULE\n". A file without a rule ends with its table. */
static void read_footer(const unsigned char *p, size_t n, struct froe_zone *zone)
{
    const unsigned char *end = n > 1 && p[0] == '\n' ? memchr(p + 1, '\n', n - 1) : NULL;
    if (end) froe_zone_add_rule(zone, froe_slice((const char *)p + 1, (size_t)(end - p) - 1));
}

static bool read_zone(const unsigned char *bytes, size_t n, struct froe_zone *zone)
{
    struct block block;
    if (!find_block(bytes, n, 4, &block)) return false;
    if (bytes[4] < '2') return read_changes(&block, zone);
    /* Version 2 and later repeat the data in 64 bits. */
    const unsigned char *second = bytes + block.len;
    size_t left = n - block.len;
    if (!find_block(second, left, 8, &block) || !read_changes(&block, zone)) return false;
    read_footer(second + block.len, left - block.len, zone);
    return true;
}

static bool read_zone_file(const char *path, struct froe_zone *zone)
{
    FILE *file = fopen(path, "rbe");
    unsigned char *bytes = file ? malloc(ZONE_FILE_BYTES_MAX) : NULL;
    size_t n = bytes ? fread(bytes, 1, ZONE_FILE_BYTES_MAX, file) : 0;
    if (file) fclose(file);
    bool ok = bytes && read_zone(bytes, n, zone);
    free(bytes);
    if (!ok) froe_zone_release(zone);
    return ok;
}

enum froe_status froe_zone_load(const char *name, struct froe_zone *zone, struct froe_error *error)
{
    *zone = (struct froe_zone){0};
    if (strcasecmp(name, "UTC") == 0 || strcasecmp(name, "Z") == 0 || strcasecmp(name, "GMT") == 0)
        return FROE_OK;
    if (numeric_offset(name, &zone->offset_ns)) return FROE_OK;
    char path[256];
    int n = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    if (strcasecmp(name, "local") == 0) n = snprintf(path, sizeof path, "/etc/localtime");
    bool safe = n > 0 && (size_t)n < sizeof path && !strstr(name, "..") && name[0] != '/';
    if (safe && read_zone_file(path, zone)) return FROE_OK;
    return froe_error_set(error, FROE_USAGE,
                          "'%.200s' is no time zone (UTC, local, +02:00, or a name such as "
                          "Europe/Berlin)",
                          name);
}
