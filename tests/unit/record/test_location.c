/* The place of the statement that wrote a line, from the heads of real formats. */
#include "record/head.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_location(const char *line, const char *location, const char *thread)
{
    static const struct froe_detected nothing = {0};
    const struct froe_time_context times = {.year = 2026};
    struct froe_formats *formats = froe_formats_new(NULL);
    struct froe_arena arena = {0};
    struct froe_head head;
    assert_non_null(formats);
    froe_head_read(formats, &nothing, &times, froe_slice_cstr(line), &arena, &head);
    if (!froe_slice_eq(head.location, froe_slice_cstr(location)) ||
        (head.location.ptr != NULL) != (location != NULL))
        fail_msg("%s: '%.*s'", line, (int)head.location.len,
                 head.location.ptr ? head.location.ptr : "");
    assert_true(froe_slice_eq(head.thread, froe_slice_cstr(thread)));
    froe_arena_release(&arena);
    froe_formats_free(formats);
}

static void test_in_its_own_column(void **state)
{
    (void)state;
    assert_location("E0420 14:23:01.123456    4711 reflector.go:147] Failed to watch",
                    "reflector.go:147", NULL);
    assert_location("{\"level\":\"warn\",\"ts\":\"2026-04-20T14:23:01Z\",\"caller\":\"server/"
                    "util.go:170\",\"msg\":\"slow\"}",
                    "server/util.go:170", NULL);
    assert_location("ts=2026-04-20T14:23:01.5Z caller=main.go:12 level=info msg=loaded",
                    "main.go:12", NULL);
}

static void test_logger_and_line(void **state)
{
    (void)state;
    assert_location("2026-04-20 14:23:01,123 INFO [main] org.shop.PoolManager:120 - pool is full",
                    "org.shop.PoolManager:120", "main");
    assert_location("2026-04-20 14:23:01,123 INFO [main] org.shop.PoolManager - pool is full", NULL,
                    "main");
}

static void test_behind_the_thread(void **state)
{
    (void)state;
    assert_location("2026-04-20 14:23:01,123 - INFO  [main:Listener@493] - accepted",
                    "Listener@493", "main");
    assert_location("2026-04-20 14:23:01,123 - INFO  [worker@7] - accepted", NULL, "worker@7");
}

static void test_other_sources(void **state)
{
    (void)state;
    assert_location("ts=2026-04-20T14:23:01.5Z source=web level=info msg=loaded", NULL, NULL);
    assert_location("plain text", NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_in_its_own_column),
        cmocka_unit_test(test_logger_and_line),
        cmocka_unit_test(test_behind_the_thread),
        cmocka_unit_test(test_other_sources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
