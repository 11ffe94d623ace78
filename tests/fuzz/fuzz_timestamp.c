/* Any text, read as a timestamp: no byte behind it is read, its length fits, what it takes reads
   the same when it stands alone. */
#include "record/timestamp.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

static void check(struct froe_slice text, const struct froe_time_context *context, bool allow_epoch)
{
    struct froe_timestamp timestamp, again;
    if (!froe_timestamp_read(text, context, allow_epoch, &timestamp)) return;
    require(timestamp.len > 0 && timestamp.len <= text.len);
    require(timestamp.len == text.len || !isalnum((unsigned char)text.ptr[timestamp.len]));
    require(timestamp.time_ns != FROE_TIME_NONE);

    struct froe_slice alone = froe_slice(text.ptr, timestamp.len);
    require(froe_timestamp_read(alone, context, allow_epoch, &again));
    require(again.time_ns == timestamp.time_ns && again.len == timestamp.len);
    require(again.year_assumed == timestamp.year_assumed);
    require(again.zone_assumed == timestamp.zone_assumed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct froe_time_context contexts[] = {
        {.latest_ns = INT64_C(1795305600000000000)},
        {.latest_ns = INT64_MAX, .offset_ns = INT64_C(-43200000000000)},
        {.latest_ns = 0, .offset_ns = INT64_C(50400000000000), .year = 2023},
    };
    for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++) {
        check(froe_slice((const char *)data, size), &contexts[i], false);
        check(froe_slice((const char *)data, size), &contexts[i], true);
    }
    return 0;
}
