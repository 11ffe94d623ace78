#include "cli/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>

static unsigned distance(const char *a, const char *b)
{
    unsigned there = froe_edit_distance(froe_slice_cstr(a), froe_slice_cstr(b));
    assert_int_equal(froe_edit_distance(froe_slice_cstr(b), froe_slice_cstr(a)), there);
    return there;
}

static void test_distance(void **state)
{
    (void)state;
    assert_int_equal(distance("", ""), 0);
    assert_int_equal(distance("", "abc"), 3);
    assert_int_equal(distance("scan", "scan"), 0);
    assert_int_equal(distance("scan", "scna"), 1); /* a swap is one edit */
    assert_int_equal(distance("scan", "sca"), 1);
    assert_int_equal(distance("scan", "scam"), 1);
    assert_int_equal(distance("ab", "ba"), 1);
    assert_int_equal(distance("ca", "abc"), 3); /* optimal string alignment */
    assert_int_equal(distance("kitten", "sitting"), 3);
    char long_word[80];
    memset(long_word, 'x', sizeof long_word);
    assert_int_equal(froe_edit_distance(froe_slice(long_word, 64), FROE_SLICE("x")), UINT_MAX);
    assert_int_equal(froe_edit_distance(froe_slice(long_word, 63), froe_slice(long_word, 63)), 0);
}

static const char *nearest(const char *word)
{
    static const char *const candidates[] = {"format", "fail-on", "grep", "top", "tz", "threads"};
    struct froe_suggestion suggestion;
    froe_suggestion_init(&suggestion, froe_slice_cstr(word));
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++)
        froe_suggestion_offer(&suggestion, candidates[i]);
    return suggestion.best;
}

static void test_suggestion(void **state)
{
    (void)state;
    assert_string_equal(nearest("fromat"), "format");
    assert_string_equal(nearest("failon"), "fail-on");
    assert_string_equal(nearest("thread"), "threads");
    assert_string_equal(nearest("thr"), "threads"); /* a beginning */
    assert_string_equal(nearest("tpo"), "top");
    assert_null(nearest("state"));
    assert_null(nearest("x"));
    assert_null(nearest(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_distance),
                                       cmocka_unit_test(test_suggestion)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
