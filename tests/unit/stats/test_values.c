#include "stats/values.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MANY = 100000 };

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void add_number(struct froe_values *values, double number)
{
    char text[40];
    int len = snprintf(text, sizeof text, "%.17g", number);
    assert_true(froe_values_add(values, froe_slice(text, (size_t)len), number, 1));
}

static const struct froe_value *find(const struct froe_values *values, const char *text)
{
    for (size_t i = 0; i < values->count; i++)
        if (froe_slice_eq(froe_values_text(values, i), froe_slice_cstr(text)))
            return &values->items[i];
    return NULL;
}

static void assert_near(double actual, double expected, double relative, double absolute)
{
    double allowed = fabs(expected) * relative;
    if (fabs(actual - expected) <= (allowed > absolute ? allowed : absolute)) return;
    print_error("%g is not near %g\n", actual, expected);
    fail();
}

static void test_empty(void **state)
{
    (void)state;
    struct froe_values values = {0}, other = {0};
    assert_int_equal(froe_values_distinct(&values), 0);
    assert_int_equal(froe_values_quantiles(&values).count, 0);
    assert_true(froe_values_merge(&values, &other));
    assert_true(froe_values_add(&values, froe_slice("", 0), NAN, 1));
    assert_int_equal(froe_values_distinct(&values), 1);
    assert_int_equal(froe_values_quantiles(&values).count, 0);
    froe_values_release(&values);
    froe_values_release(&values);
}

static void test_exact_while_few(void **state)
{
    (void)state;
    struct froe_values values = {0};
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < FROE_VALUES_MAX; i++) {
            char text[16];
            int len = snprintf(text, sizeof text, "%d", i - 20);
            assert_true(
                froe_values_add(&values, froe_slice(text, (size_t)len), i - 20, 1u + (i == 7)));
        }
    assert_null(values.sketch);
    assert_int_equal(froe_values_distinct(&values), FROE_VALUES_MAX);
    assert_int_equal(values.observed, 3 * (FROE_VALUES_MAX + 1));
    assert_int_equal(find(&values, "-13")->count, 6);
    assert_int_equal(find(&values, "43")->count, 3);
    struct froe_quantiles q = froe_values_quantiles(&values);
    assert_int_equal(q.count, values.observed);
    assert_true(q.min == -20 && q.max == 43);
    assert_true(q.p50 == 11); /* rank 98 of 195: 34th value, one of them counting twice */
    assert_true(q.p99 == 43);
    froe_values_release(&values);
}

static void test_words_and_numbers_together(void **state)
{
    (void)state;
    struct froe_values values = {0};
    assert_true(froe_values_add(&values, FROE_SLICE("none"), NAN, 5));
    assert_true(froe_values_add(&values, FROE_SLICE("7"), 7, 1));
    struct froe_quantiles q = froe_values_quantiles(&values);
    assert_int_equal(q.count, 1);
    assert_true(q.min == 7 && q.p50 == 7 && q.p99 == 7 && q.max == 7);
    assert_int_equal(values.observed, 6);
    froe_values_release(&values);
}

static void test_long_values_are_cut(void **state)
{
    (void)state;
    struct froe_values values = {0};
    static char text[3 * FROE_VALUE_BYTES_MAX];
    memset(text, 'x', sizeof text);
    assert_true(froe_values_add(&values, froe_slice(text, sizeof text), NAN, 1));
    text[sizeof text - 1] = 'y';
    assert_true(froe_values_add(&values, froe_slice(text, sizeof text), NAN, 1));
    assert_int_equal(froe_values_distinct(&values), 2); /* the tails tell them apart */
    assert_int_equal(froe_values_text(&values, 0).len, FROE_VALUE_BYTES_MAX);
    assert_int_equal(froe_values_text(&values, 1).len, FROE_VALUE_BYTES_MAX);
    froe_values_release(&values);
}

static void test_distinct_is_near(void **state)
{
    (void)state;
    static const unsigned sizes[] = {65, 100, 1000, 10000, MANY};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        struct froe_values values = {0};
        for (int round = 0; round < 2; round++)
            for (unsigned i = 0; i < sizes[s]; i++) add_number(&values, i);
        assert_near((double)froe_values_distinct(&values), sizes[s], 0.10, 0);
        assert_int_equal(values.observed, 2 * sizes[s]);
        froe_values_release(&values);
    }
}

/* Misra-Gries: a value of more than 1 / 65 of all is never lost, and never counted too often. */
static void test_frequent_values_stay(void **state)
{
    (void)state;
    struct froe_values values = {0};
    uint32_t seed = 1;
    uint64_t frequent = 0;
    for (int i = 0; i < MANY; i++) {
        bool hit = next_random(&seed) % 20 == 0;
        frequent += hit;
        add_number(&values, hit ? -1 : (double)next_random(&seed));
    }
    const struct froe_value *found = find(&values, "-1");
    assert_non_null(found);
    assert_true(found->count <= frequent);
    assert_true(found->count + MANY / (FROE_VALUES_MAX + 1) >= frequent);
    froe_values_release(&values);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

enum shape { UNIFORM, AROUND_ZERO, LATENCIES, MOSTLY_ZERO, NEGATIVE, ONE_OUTLIER, SHAPES };

static double draw(enum shape shape, uint32_t *seed)
{
    double unit = (double)next_random(seed) / (1 << 24);
    switch (shape) {
    case UNIFORM: return floor(unit * 100000);
    case AROUND_ZERO: return floor(unit * 100000) - 30000;
    case LATENCIES: return exp(unit * 18 - 9); /* 0.1 ms to two hours */
    case MOSTLY_ZERO: return unit < 0.9 ? 0 : unit * 1000;
    case NEGATIVE: return -exp(unit * 10);
    case ONE_OUTLIER: return *seed % 1000 == 0 ? 1e12 : 5 + unit;
    default: return 0;
    }
}

static void assert_quantiles(const struct froe_values *values, double *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, by_value);
    struct froe_quantiles q = froe_values_quantiles(values);
    assert_int_equal(q.count, count);
    assert_true(q.min == numbers[0] && q.max == numbers[count - 1]);
    assert_near(q.p50, numbers[count / 2 - 1], 0.02, 1e-9);
    assert_near(q.p99, numbers[count / 100 * 99 - 1], 0.02, 1e-9);
}

static void test_quantiles_are_near(void **state)
{
    (void)state;
    static double numbers[MANY];
    for (int shape = 0; shape < SHAPES; shape++) {
        struct froe_values values = {0};
        uint32_t seed = 9;
        for (size_t i = 0; i < MANY; i++) {
            numbers[i] = draw((enum shape)shape, &seed);
            add_number(&values, numbers[i]);
        }
        assert_quantiles(&values, numbers, MANY);
        froe_values_release(&values);
    }
}

/* Every 2^(1/20) from 2^-60 to 2^60, in two halves: over 36 orders of magnitude the error is 4 %,
   whichever half was read first. */
static void test_quantiles_of_extremes(void **state)
{
    (void)state;
    struct froe_values low = {0}, high = {0}, forth = {0}, back = {0};
    for (int i = -1200; i <= 1200; i++) add_number(i <= 0 ? &low : &high, exp2(i / 20.0));
    assert_true(froe_values_merge(&forth, &low) && froe_values_merge(&forth, &high));
    assert_true(froe_values_merge(&back, &high) && froe_values_merge(&back, &low));
    struct froe_quantiles a = froe_values_quantiles(&forth), b = froe_values_quantiles(&back);
    assert_near(a.p50, 1, 0.042, 0);
    assert_near(a.p99, exp2(1176 / 20.0), 0.042, 0);
    assert_true(a.p50 == b.p50 && a.p99 == b.p99 && a.min == b.min && a.max == b.max);
    froe_values_release(&low);
    froe_values_release(&high);
    froe_values_release(&forth);
    froe_values_release(&back);
}

/* Shards merged in two orders agree with each other, and with the truth. */
static void test_merging(void **state)
{
    (void)state;
    static double numbers[MANY];
    for (int shape = 0; shape < SHAPES; shape++) {
        struct froe_values shards[4] = {{0}}, forth = {0}, back = {0};
        uint32_t seed = 11;
        for (size_t i = 0; i < MANY; i++) {
            numbers[i] = draw((enum shape)shape, &seed);
            add_number(&shards[i % 100 == 0 ? 0 : 1 + i % 3], numbers[i]);
        }
        for (size_t i = 0; i < 4; i++) {
            assert_true(froe_values_merge(&forth, &shards[i]));
            assert_true(froe_values_merge(&back, &shards[3 - i]));
        }
        assert_int_equal(forth.observed, MANY);
        assert_int_equal(back.observed, MANY);
        assert_int_equal(froe_values_distinct(&forth), froe_values_distinct(&back));
        assert_quantiles(&forth, numbers, MANY);
        assert_quantiles(&back, numbers, MANY);
        struct froe_quantiles a = froe_values_quantiles(&forth), b = froe_values_quantiles(&back);
        assert_true(a.p50 == b.p50 && a.p99 == b.p99);
        froe_values_release(&forth);
        froe_values_release(&back);
        for (size_t i = 0; i < 4; i++) froe_values_release(&shards[i]);
    }
}

static void test_merging_few_is_exact(void **state)
{
    (void)state;
    struct froe_values a = {0}, b = {0};
    for (int i = 0; i < 40; i++) add_number(&a, i);
    for (int i = 20; i < FROE_VALUES_MAX; i++) add_number(&b, i);
    assert_true(froe_values_merge(&a, &b));
    assert_null(a.sketch);
    assert_int_equal(froe_values_distinct(&a), FROE_VALUES_MAX);
    assert_int_equal(find(&a, "19")->count, 1);
    assert_int_equal(find(&a, "20")->count, 2);
    add_number(&b, 1e6);
    assert_true(froe_values_merge(&a, &b)); /* one too many */
    assert_non_null(a.sketch);
    assert_near((double)froe_values_distinct(&a), FROE_VALUES_MAX + 1, 0.1, 0);
    assert_true(froe_values_quantiles(&a).max == 1e6);
    froe_values_release(&a);
    froe_values_release(&b);
}

static void test_memory_is_bounded(void **state)
{
    (void)state;
    struct froe_values values = {0};
    static char text[1000];
    for (unsigned i = 0; i < 20000; i++) {
        memset(text, 'a' + (int)(i % 26), sizeof text);
        memcpy(text, &i, sizeof i);
        double number =
            i % 2 ? ldexp(1, (int)(i % 2000) - 1000) : -ldexp(1, (int)(i % 2000) - 1000);
        assert_true(froe_values_add(&values, froe_slice(text, sizeof text), number, 1));
        assert_true(values.count <= FROE_VALUES_MAX && values.capacity <= FROE_VALUES_MAX);
        assert_true(values.text_capacity <= 2 * FROE_VALUES_MAX * FROE_VALUE_BYTES_MAX);
    }
    struct froe_quantiles q = froe_values_quantiles(&values);
    assert_int_equal(q.count, 20000);
    assert_true(q.min <= q.p50 && q.p50 <= q.p99 && q.p99 <= q.max);
    froe_values_release(&values);
}

/* Numbers that are none, or not finite, disturb nothing. */
static void test_odd_numbers(void **state)
{
    (void)state;
    struct froe_values values = {0};
    static const double odd[] = {NAN, INFINITY, -INFINITY, 0.0, -0.0, 5e-324, 1.7e308, -1.7e308};
    for (int i = 0; i < 100; i++) add_number(&values, i);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) add_number(&values, odd[i]);
    struct froe_quantiles q = froe_values_quantiles(&values);
    assert_int_equal(q.count, 105);
    assert_true(q.max == 1.7e308 && q.min == -1.7e308);
    assert_near(q.p50, 48, 0.05, 0);
    froe_values_release(&values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_exact_while_few),
        cmocka_unit_test(test_words_and_numbers_together),
        cmocka_unit_test(test_long_values_are_cut),
        cmocka_unit_test(test_distinct_is_near),
        cmocka_unit_test(test_frequent_values_stay),
        cmocka_unit_test(test_quantiles_are_near),
        cmocka_unit_test(test_quantiles_of_extremes),
        cmocka_unit_test(test_merging),
        cmocka_unit_test(test_merging_few_is_exact),
        cmocka_unit_test(test_memory_is_bounded),
        cmocka_unit_test(test_odd_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
