#include "base/slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct froe_slice absent = {NULL, 0};

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

static void assert_slice(struct froe_slice slice, const char *expected)
{
    assert_int_equal(slice.len, strlen(expected));
    assert_memory_equal(slice.ptr, expected, slice.len);
}

static void makes_slices(void **state)
{
    (void)state;
    assert_slice(FROE_SLICE("abc"), "abc");
    assert_int_equal(FROE_SLICE("a\0b").len, 3);
    assert_int_equal(FROE_SLICE("").len, 0);
    assert_non_null(FROE_SLICE("").ptr);
    assert_slice(froe_slice("abcdef", 2), "ab");
    assert_slice(froe_slice_cstr("xyz"), "xyz");
    assert_null(froe_slice_cstr(NULL).ptr);
    assert_int_equal(froe_slice_cstr(NULL).len, 0);
}

static void compares_for_equality(void **state)
{
    (void)state;
    assert_true(froe_slice_eq(FROE_SLICE("abc"), froe_slice("abcd", 3)));
    assert_false(froe_slice_eq(FROE_SLICE("abc"), FROE_SLICE("abcd")));
    assert_false(froe_slice_eq(FROE_SLICE("abc"), FROE_SLICE("abd")));
    assert_false(froe_slice_eq(FROE_SLICE("a\0b"), FROE_SLICE("a\0c")));
    assert_true(froe_slice_eq(absent, FROE_SLICE("")));
    assert_true(froe_slice_eq(absent, absent));
}

static void orders_by_bytes(void **state)
{
    (void)state;
    /* In ascending order; bytes over 0x7f come last, a prefix before what it begins. */
    static const struct froe_slice ordered[] = {{"", 0},     {"\0", 1},  {"\0a", 2}, {"A", 1},
                                                {"a", 1},    {"a\0", 2}, {"ab", 2},  {"b", 1},
                                                {"\x80", 1}, {"\xff", 1}};
    size_t n = sizeof ordered / sizeof *ordered;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            assert_int_equal(sign(froe_slice_cmp(ordered[i], ordered[k])), (i > k) - (i < k));
    assert_int_equal(froe_slice_cmp(absent, FROE_SLICE("")), 0);
    assert_true(froe_slice_cmp(absent, FROE_SLICE("a")) < 0);
}

static void knows_prefixes(void **state)
{
    (void)state;
    assert_true(froe_slice_starts(FROE_SLICE("abc"), FROE_SLICE("ab")));
    assert_true(froe_slice_starts(FROE_SLICE("abc"), FROE_SLICE("abc")));
    assert_true(froe_slice_starts(FROE_SLICE("abc"), FROE_SLICE("")));
    assert_true(froe_slice_starts(absent, FROE_SLICE("")));
    assert_true(froe_slice_starts(FROE_SLICE("abc"), absent));
    assert_false(froe_slice_starts(FROE_SLICE("abc"), FROE_SLICE("abcd")));
    assert_false(froe_slice_starts(FROE_SLICE("abc"), FROE_SLICE("b")));
    assert_false(froe_slice_starts(absent, FROE_SLICE("a")));
}

static void cuts_the_front(void **state)
{
    (void)state;
    const char *text = "abc";
    assert_slice(froe_slice_from(froe_slice_cstr(text), 0), "abc");
    assert_slice(froe_slice_from(froe_slice_cstr(text), 2), "c");
    struct froe_slice end = froe_slice_from(froe_slice_cstr(text), 3);
    assert_int_equal(end.len, 0);
    assert_ptr_equal(end.ptr, text + 3);
    assert_ptr_equal(froe_slice_from(froe_slice_cstr(text), SIZE_MAX).ptr, text + 3);
    assert_int_equal(froe_slice_from(absent, 0).len, 0);
    assert_int_equal(froe_slice_from(absent, 7).len, 0);
}

static void trims(void **state)
{
    (void)state;
    assert_slice(froe_slice_trim(FROE_SLICE(" \t\r\n\v\f a b \r\n")), "a b");
    assert_slice(froe_slice_trim(FROE_SLICE("abc")), "abc");
    assert_slice(froe_slice_trim(FROE_SLICE("  \t ")), "");
    assert_int_equal(froe_slice_trim(absent).len, 0);
    assert_slice(froe_slice_trim(FROE_SLICE("\xa0x\x1b")), "\xa0x\x1b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_slices),    cmocka_unit_test(compares_for_equality),
        cmocka_unit_test(orders_by_bytes), cmocka_unit_test(knows_prefixes),
        cmocka_unit_test(cuts_the_front),  cmocka_unit_test(trims),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
