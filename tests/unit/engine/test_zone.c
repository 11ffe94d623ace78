#include "engine/zone.h"

#include "base/calendar.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

static int64_t offset_s(const char *name, int64_t second)
{
    struct froe_error error;
    int64_t offset_ns;
    assert_int_equal(froe_zone_offset(name, second * FROE_NS_PER_S, &offset_ns, &error), FROE_OK);
    return offset_ns / FROE_NS_PER_S;
}

static void test_offsets(void **state)
{
    (void)state;
    assert_int_equal(offset_s("UTC", 0), 0);
    assert_int_equal(offset_s("utc", 0), 0);
    assert_int_equal(offset_s("+02:00", 0), 7200);
    assert_int_equal(offset_s("-0530", 0), -19800);
    assert_int_equal(offset_s("+09", 0), 32400);
    struct froe_error error;
    int64_t offset_ns;
    static const char *const wrong[] = {"",       "Mars/Olympus",     "+2",
                                        "+25:00", "../../etc/passwd", "/etc/passwd"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(froe_zone_offset(wrong[i], 0, &offset_ns, &error), FROE_USAGE);
}

static void test_zone_files(void **state)
{
    (void)state;
    if (access("/usr/share/zoneinfo/Europe/Berlin", R_OK) != 0) {
        print_message("no zone database here: skipped\n");
        skip();
    }
    assert_int_equal(offset_s("Europe/Berlin", 1768473600), 3600); /* 2026-01-15 */
    assert_int_equal(offset_s("Europe/Berlin", 1784116800), 7200); /* 2026-07-15 */
    assert_int_equal(offset_s("Asia/Kolkata", 1784116800), 19800);
    assert_int_equal(offset_s("America/New_York", 1768473600), -18000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offsets),
        cmocka_unit_test(test_zone_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
