#include "stats/histogram.h"

#include "base/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static uint64_t total(const struct froe_histogram *h)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < h->count; i++) sum += h->buckets[i].count;
    return sum;
}

static void assert_sound(const struct froe_histogram *h)
{
    assert_true(h->step < FROE_STEP_COUNT);
    assert_true(h->count <= FROE_HISTOGRAM_BUCKETS_MAX || h->step == FROE_STEP_COUNT - 1);
    for (size_t i = 0; i < h->count; i++) {
        assert_true(h->buckets[i].count > 0);
        assert_true(i == 0 || h->buckets[i - 1].index < h->buckets[i].index);
    }
}

static void assert_same(const struct froe_histogram *a, const struct froe_histogram *b)
{
    assert_int_equal(a->step, b->step);
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        assert_int_equal(a->buckets[i].index, b->buckets[i].index);
        assert_int_equal(a->buckets[i].count, b->buckets[i].count);
    }
}

static void add_s(struct froe_histogram *h, int64_t second)
{
    assert_true(froe_histogram_add(h, second * FROE_NS_PER_S, 1));
}

static void test_ladder(void **state)
{
    (void)state;
    for (unsigned step = 1; step < FROE_STEP_COUNT; step++) {
        assert_true(froe_step_s(step) > froe_step_s(step - 1));
        assert_int_equal(froe_step_s(step) % froe_step_s(step - 1), 0);
    }
}

/* As many buckets as fit stay at a step; one more climbs. */
static void test_each_step(void **state)
{
    (void)state;
    for (unsigned step = 0; step + 1 < FROE_STEP_COUNT; step++) {
        struct froe_histogram h = {0};
        for (int64_t i = 0; i < FROE_HISTOGRAM_BUCKETS_MAX; i++) {
            add_s(&h, i * froe_step_s(step)); /* two a bucket: one would also do for a finer step */
            add_s(&h, i * froe_step_s(step) + (step ? froe_step_s(step - 1) : 0));
        }
        assert_int_equal(h.step, step);
        assert_int_equal(h.count, FROE_HISTOGRAM_BUCKETS_MAX);
        add_s(&h, FROE_HISTOGRAM_BUCKETS_MAX * froe_step_s(step));
        assert_int_equal(h.step, step + 1);
        assert_int_equal(total(&h), 2 * FROE_HISTOGRAM_BUCKETS_MAX + 1);
        assert_sound(&h);
        froe_histogram_release(&h);
    }
}

/* At the last step there is room for all the times there are. */
static void test_all_of_time(void **state)
{
    (void)state;
    struct froe_histogram h = {0};
    int64_t step_ns = froe_step_s(FROE_STEP_COUNT - 1) * FROE_NS_PER_S;
    uint64_t added = 0;
    for (int64_t t = INT64_MIN + 1; t < INT64_MAX - step_ns; t += step_ns, added++)
        assert_true(froe_histogram_add(&h, t, 1));
    assert_true(froe_histogram_add(&h, INT64_MAX, 1));
    assert_int_equal(h.step, FROE_STEP_COUNT - 1);
    assert_int_equal(total(&h), added + 1);
    assert_sound(&h);
    froe_histogram_release(&h);
}

static void test_negative_times_round_down(void **state)
{
    (void)state;
    struct froe_histogram h = {0};
    assert_true(froe_histogram_add(&h, -1, 1));
    assert_true(froe_histogram_add(&h, -FROE_NS_PER_S, 2));
    assert_true(froe_histogram_add(&h, -FROE_NS_PER_S - 1, 4));
    assert_true(froe_histogram_add(&h, 0, 8));
    assert_int_equal(h.count, 3);
    assert_int_equal(h.buckets[0].index, -2);
    assert_int_equal(h.buckets[1].index, -1);
    assert_int_equal(h.buckets[1].count, 3);
    froe_histogram_coarsen(&h, 1);
    assert_int_equal(h.count, 2);
    assert_int_equal(h.buckets[0].index, -1);
    assert_int_equal(h.buckets[0].count, 7);
    assert_int_equal(h.buckets[1].count, 8);
    froe_histogram_release(&h);
}

static void test_outlier_costs_one_bucket(void **state)
{
    (void)state;
    struct froe_histogram h = {0};
    for (int64_t i = 0; i < 60; i++) add_s(&h, 1800000000 + i);
    add_s(&h, 0);
    add_s(&h, -3000000000);
    assert_int_equal(h.step, 0);
    assert_int_equal(h.count, 62);
    froe_histogram_release(&h);
}

static void test_coarsen_never_refines(void **state)
{
    (void)state;
    struct froe_histogram h = {0};
    for (int64_t i = 0; i < 10; i++) add_s(&h, i);
    froe_histogram_coarsen(&h, 2);
    assert_int_equal(h.count, 1);
    froe_histogram_coarsen(&h, 1);
    assert_int_equal(h.step, 2);
    assert_int_equal(h.buckets[0].count, 10);
    froe_histogram_release(&h);
}

enum { TIMES = 1000 };

/* Seconds in a few clumps, so that the step reached depends on how they are spread. */
static void make_times(int64_t *times, uint32_t *seed)
{
    int64_t width = INT64_C(1) << next_random(seed) % 30;
    for (size_t i = 0; i < TIMES; i++)
        times[i] = (int64_t)(next_random(seed) % 3) * 1000000000 - 1000000000 +
                   (int64_t)next_random(seed) % width;
}

static void test_order_does_not_matter(void **state)
{
    (void)state;
    static int64_t times[TIMES];
    uint32_t seed = 3;
    for (int round = 0; round < 40; round++) {
        make_times(times, &seed);
        struct froe_histogram first = {0}, second = {0};
        for (size_t i = 0; i < TIMES; i++) add_s(&first, times[i]);
        for (size_t i = TIMES - 1; i > 0; i--) {
            size_t k = next_random(&seed) % (i + 1);
            int64_t kept = times[i];
            times[i] = times[k];
            times[k] = kept;
        }
        for (size_t i = 0; i < TIMES; i++) add_s(&second, times[i]);
        assert_sound(&first);
        assert_int_equal(total(&first), TIMES);
        assert_same(&first, &second);
        froe_histogram_release(&first);
        froe_histogram_release(&second);
    }
}

static void test_merge_is_associative(void **state)
{
    (void)state;
    static int64_t times[TIMES];
    uint32_t seed = 5;
    for (int round = 0; round < 40; round++) {
        struct froe_histogram whole = {0}, left = {0}, right = {0}, part[3] = {{0}};
        make_times(times, &seed);
        for (size_t i = 0; i < TIMES; i++) {
            add_s(&whole, times[i]);
            add_s(&part[next_random(&seed) % 3], times[i]);
        }
        for (size_t i = 0; i < 3; i++) {
            assert_true(froe_histogram_merge(&left, &part[i]));
            assert_true(froe_histogram_merge(&right, &part[2 - i]));
        }
        assert_same(&left, &right);
        assert_same(&left, &whole);
        /* b + c first, then a. */
        assert_true(froe_histogram_merge(&part[1], &part[2]));
        assert_true(froe_histogram_merge(&part[0], &part[1]));
        assert_same(&part[0], &whole);
        froe_histogram_release(&whole);
        froe_histogram_release(&left);
        froe_histogram_release(&right);
        for (size_t i = 0; i < 3; i++) froe_histogram_release(&part[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ladder),
        cmocka_unit_test(test_each_step),
        cmocka_unit_test(test_all_of_time),
        cmocka_unit_test(test_negative_times_round_down),
        cmocka_unit_test(test_outlier_costs_one_bucket),
        cmocka_unit_test(test_coarsen_never_refines),
        cmocka_unit_test(test_order_does_not_matter),
        cmocka_unit_test(test_merge_is_associative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
