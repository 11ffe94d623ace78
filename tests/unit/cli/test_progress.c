#include "cli/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check(struct froe_progress progress, double elapsed_s, const char *wanted)
{
    struct froe_buf out = {0};
    froe_progress_text(&out, &progress, elapsed_s);
    froe_buf_append_char(&out, '\0');
    assert_string_equal(out.ptr, wanted);
    froe_buf_release(&out);
}

static void test_text(void **state)
{
    (void)state;
    check((struct froe_progress){1200000000, 2900000000u, 3120000, 1, 1}, 1,
          "41 %  1.2 GB of 2.9 GB  3,120,000 lines/s  0:01 left");
    check((struct froe_progress){50, 100, 10, 2, 2}, 3,
          "75 %  50 B of 100 B  3 lines/s  0:01 left  (pass 2 of 2)");
    check((struct froe_progress){1000, 100000, 10, 1, 1}, 600, /* too early to tell */
          "1 %  1.0 kB of 100 kB  0 lines/s");
    check((struct froe_progress){5000000, 100000000, 10, 1, 1}, 60,
          "5 %  5.0 MB of 100 MB  0 lines/s  19:00 left");
    check((struct froe_progress){200, 100, 0, 1, 1}, 0,
          "100 %  200 B of 100 B  0 lines/s  0:00 left");
    check((struct froe_progress){12345678, 0, 10, 0, 0}, 2, "12 MB  5 lines/s");
}

static void test_total(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    froe_progress_total(&out, 1204331, 0.5);
    froe_buf_append_char(&out, '\0');
    assert_string_equal(out.ptr, "1,204,331 lines in 0.50 s, 2,408,662 lines/s");
    froe_buf_release(&out);
}

struct fake_clock {
    int64_t now_ns;
};

static int64_t fake_now(void *context)
{
    return ((struct fake_clock *)context)->now_ns;
}

static void test_quiet_first_second(void **state)
{
    (void)state;
    struct fake_clock fake = {5};
    struct froe_progress_line line;
    const struct froe_progress progress = {1, 2, 3, 1, 1};
    froe_progress_init(&line, (struct froe_clock){fake_now, &fake}, true, 80);
    fake.now_ns += 900 * INT64_C(1000000);
    froe_progress_update(&line, &progress);
    assert_false(line.drawn);
    fake.now_ns += 200 * INT64_C(1000000);
    froe_progress_update(&line, &progress);
    assert_true(line.drawn);
    int64_t drawn_ns = line.drawn_ns;
    fake.now_ns += 50 * INT64_C(1000000);
    froe_progress_update(&line, &progress);
    assert_true(line.drawn_ns == drawn_ns); /* not more than ten a second */
    froe_progress_wipe(&line);
    assert_false(line.drawn);
    line.enabled = false;
    fake.now_ns += 500 * INT64_C(1000000);
    froe_progress_update(&line, &progress);
    assert_false(line.drawn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_text), cmocka_unit_test(test_total),
                                       cmocka_unit_test(test_quiet_first_second)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
