/* Times read by difference are those that the full reader gives. */
#include "engine/linear_time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static uint32_t random_number(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* The shape with its digits redrawn: those behind the first `kept` only. */
static void redraw(char *text, size_t kept, uint32_t *seed)
{
    for (size_t i = kept; text[i]; i++)
        if (text[i] >= '0' && text[i] <= '9') text[i] = (char)('0' + random_number(seed) % 10);
}

static void check_shape(const char *shape, const struct froe_time_context *context)
{
    bool epoch = strchr(shape, ':') == NULL;
    struct froe_linear_time linear;
    uint32_t seed = 7;
    size_t read = 0;
    assert_true(froe_linear_time_learn(&linear, froe_slice_cstr(shape), epoch, context));
    for (int i = 0; i < 4000; i++) {
        char text[64];
        snprintf(text, sizeof text, "%s", shape);
        redraw(text, i % 4 ? strlen(shape) * (i % 4 + 1) / 5 : 0, &seed);
        struct froe_timestamp expected;
        int64_t got;
        bool ok = froe_timestamp_read(froe_slice_cstr(text), context, epoch, &expected) &&
                  expected.len == linear.len;
        bool ours = froe_linear_time_read(&linear, froe_slice_cstr(text), context, &got);
        if (ours != ok || (ok && got != expected.time_ns))
            fail_msg("%s: %s: %d %lld, not %d %lld", shape, text, ours, (long long)got, ok,
                     (long long)expected.time_ns);
        read += ours;
    }
    assert_true(read > 20);
}

static void test_all_shapes(void **state)
{
    (void)state;
    static const char *const shapes[] = {
        "2026-04-20T14:23:01.123456Z",
        "2026-04-20 14:23:01,123",
        "2026/04/20 14:23:01",
        "Apr 20 14:23:01",
        "Mon Apr 20 14:23:01 2026",
        "20/Apr/2026:14:23:01 +0200",
        "1776694981",
        "1776694981.123456",
        "1776694981123",
        "20260420T142301Z",
        "04-20 14:23:01.123",
        "2026-04-20T14:23:01+02:00",
    };
    const struct froe_time_context contexts[] = {
        {.year = 2026},
        {.year = 2026, .first_ns = INT64_C(1776694981) * 1000000000},
        {.year = 0, .latest_ns = INT64_C(1776694981) * 1000000000},
        {.year = 2026, .offset_ns = INT64_C(7200) * 1000000000},
    };
    for (size_t c = 0; c < sizeof contexts / sizeof *contexts; c++)
        for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
            check_shape(shapes[i], &contexts[c]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_shapes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
