#include "base/intern.h"

#include "base/hash.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void ids_count_up_and_stay(void **state)
{
    (void)state;
    struct froe_intern intern = {0}; /* zeroed is initialised */
    assert_int_equal(froe_intern_find(&intern, FROE_SLICE("a")), FROE_INTERN_NONE);
    assert_int_equal(froe_intern_put(&intern, FROE_SLICE("a")), 0);
    assert_int_equal(froe_intern_put(&intern, FROE_SLICE("b")), 1);
    assert_int_equal(froe_intern_put(&intern, FROE_SLICE("a")), 0);
    assert_int_equal(froe_intern_put(&intern, FROE_SLICE("c")), 2);
    assert_int_equal(froe_intern_find(&intern, FROE_SLICE("b")), 1);
    assert_int_equal(froe_intern_find(&intern, FROE_SLICE("d")), FROE_INTERN_NONE);
    assert_int_equal(intern.count, 3); /* looking does not make */
    froe_intern_release(&intern);
    assert_int_equal(intern.count, 0);
    assert_int_equal(froe_intern_put(&intern, FROE_SLICE("z")), 0);
    froe_intern_release(&intern);
}

static void strings_are_copies_ended_by_nul(void **state)
{
    (void)state;
    struct froe_intern intern = {0};
    char text[] = "volatile";
    uint32_t id = froe_intern_put(&intern, froe_slice_cstr(text));
    memset(text, '#', sizeof text - 1);
    assert_string_equal(froe_intern_get(&intern, id).ptr, "volatile");
    assert_int_equal(froe_intern_get(&intern, id).len, 8);
    assert_int_equal(froe_intern_find(&intern, FROE_SLICE("volatile")), id);
    froe_intern_release(&intern);
}

static void odd_strings_are_strings(void **state)
{
    (void)state;
    struct froe_intern intern = {0};
    uint32_t empty = froe_intern_put(&intern, FROE_SLICE(""));
    assert_int_equal(froe_intern_put(&intern, (struct froe_slice){0}), empty);
    assert_non_null(froe_intern_get(&intern, empty).ptr);
    uint32_t nul = froe_intern_put(&intern, FROE_SLICE("\0"));
    uint32_t two = froe_intern_put(&intern, FROE_SLICE("\0\0"));
    uint32_t tail = froe_intern_put(&intern, FROE_SLICE("a\0b"));
    assert_true(empty != nul && nul != two && two != tail);
    assert_int_equal(froe_intern_find(&intern, FROE_SLICE("a\0b")), tail);
    assert_int_equal(froe_intern_find(&intern, FROE_SLICE("a\0c")), FROE_INTERN_NONE);
    froe_intern_release(&intern);
}

static void many_strings(void **state)
{
    (void)state;
    enum { COUNT = 50000 };
    struct froe_intern intern = {0};
    char text[32];
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < COUNT; i++) {
            int len = snprintf(text, sizeof text, "word-%u", i);
            assert_int_equal(froe_intern_put(&intern, froe_slice(text, (size_t)len)), i);
        }
    assert_int_equal(intern.count, COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        snprintf(text, sizeof text, "word-%u", i);
        assert_string_equal(froe_intern_get(&intern, i).ptr, text);
    }
    froe_intern_release(&intern);
}

static void equal_hashes_are_told_apart(void **state)
{
    (void)state;
    /* Real collisions of 64 bits cannot be had, so the map is made to believe in one: the place of
       "beta" leads to "alpha", as if both had the same hash. */
    struct froe_intern intern = {0};
    uint32_t alpha = froe_intern_put(&intern, FROE_SLICE("alpha"));
    froe_map_put(&intern.map, froe_hash_bytes(FROE_SLICE("beta"), 0), alpha + 1, NULL);
    assert_int_equal(froe_intern_find(&intern, FROE_SLICE("beta")), FROE_INTERN_NONE);
    uint32_t beta = froe_intern_put(&intern, FROE_SLICE("beta"));
    assert_true(beta != alpha);
    assert_string_equal(froe_intern_get(&intern, beta).ptr, "beta");
    assert_int_equal(froe_intern_put(&intern, FROE_SLICE("beta")), beta);
    assert_int_equal(intern.older[beta], alpha + 1);
    /* A third through the same place, then all of them through the chain. */
    froe_map_put(&intern.map, froe_hash_bytes(FROE_SLICE("gamma"), 0), beta + 1, NULL);
    uint32_t gamma = froe_intern_put(&intern, FROE_SLICE("gamma"));
    *froe_map_find(&intern.map, froe_hash_bytes(FROE_SLICE("alpha"), 0)) = gamma + 1;
    assert_int_equal(froe_intern_find(&intern, FROE_SLICE("alpha")), alpha);
    assert_int_equal(froe_intern_find(&intern, FROE_SLICE("gamma")), gamma);
    froe_intern_release(&intern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_count_up_and_stay),
        cmocka_unit_test(strings_are_copies_ended_by_nul),
        cmocka_unit_test(odd_strings_are_strings),
        cmocka_unit_test(many_strings),
        cmocka_unit_test(equal_hashes_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
