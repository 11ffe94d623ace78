#include "report/width.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check_put(const char *text, size_t columns, const char *wanted, size_t used)
{
    struct froe_buf out = {0};
    assert_int_equal(froe_text_put_cut(&out, froe_slice_cstr(text), columns), used);
    froe_buf_append_char(&out, '\0');
    assert_string_equal(out.ptr, wanted);
    froe_buf_release(&out);
}

static void test_char_columns(void **state)
{
    (void)state;
    assert_int_equal(froe_char_columns('a'), 1);
    assert_int_equal(froe_char_columns(0xe9), 1);     /* é */
    assert_int_equal(froe_char_columns(0x301), 0);    /* combining acute */
    assert_int_equal(froe_char_columns(0x200d), 0);   /* joiner */
    assert_int_equal(froe_char_columns(0x4e2d), 2);   /* 中 */
    assert_int_equal(froe_char_columns(0xac00), 2);   /* first Hangul syllable */
    assert_int_equal(froe_char_columns(0xd7a3), 2);   /* last */
    assert_int_equal(froe_char_columns(0xd7a4), 1);   /* behind it */
    assert_int_equal(froe_char_columns(0x1f600), 2);  /* emoji */
    assert_int_equal(froe_char_columns(0x2581), 1);   /* a bar of the sparkline */
    assert_int_equal(froe_char_columns(0x3fffd), 2);  /* end of the last range */
    assert_int_equal(froe_char_columns(0x10ffff), 1); /* behind it */
}

static void test_plain_and_cut(void **state)
{
    (void)state;
    check_put("", 5, "", 0);
    check_put("hello", 5, "hello", 5);
    check_put("hello!", 5, "hell…", 5);
    check_put("hello", 1, "…", 1);
    check_put("hello", 0, "", 0);
    check_put("hello", FROE_COLUMNS_ANY, "hello", 5);
}

static void test_wide_and_combining(void **state)
{
    (void)state;
    check_put("中文字", 6, "中文字", 6);
    check_put("中文字", 5, "中文…", 5);
    check_put("中文字", 4, "中…", 3); /* half a character is never printed */
    check_put("e\xcc\x81t\xcc\x81", 2, "e\xcc\x81t\xcc\x81", 2);
    assert_int_equal(froe_text_columns(FROE_SLICE("中e\xcc\x81")), 3);
}

static void test_nothing_controls_the_terminal(void **state)
{
    (void)state;
    check_put("a\033[2Jb", 20, "a�[2Jb", 6);
    check_put("a\r\b\x7f", 20, "a���", 4);
    check_put("a\xc2\x9b"
              "31m",
              20, "a�31m", 5); /* CSI as one character */
    check_put("a\xe2\x80\xae"
              "b",
              20, "a�b", 3); /* right-to-left override */
    check_put("line\nnext\tcell", 20, "line⏎next cell", 14);
    struct froe_buf out = {0};
    froe_text_put(&out, FROE_SLICE("a\0b"), 10);
    assert_true(froe_slice_eq(froe_buf_slice(&out), FROE_SLICE("a�b")));
    froe_buf_release(&out);
}

static void test_invalid_bytes(void **state)
{
    (void)state;
    check_put("\xff\xfe", 20, "��", 2);
    check_put("a\xe4\xb8", 20, "a�", 2);     /* cut short */
    check_put("\xed\xa0\x80", 20, "���", 3); /* a surrogate */
    check_put("\xc0\xaf", 20, "��", 2);      /* overlong */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_char_columns),
        cmocka_unit_test(test_plain_and_cut),
        cmocka_unit_test(test_wide_and_combining),
        cmocka_unit_test(test_nothing_controls_the_terminal),
        cmocka_unit_test(test_invalid_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
