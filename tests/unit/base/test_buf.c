#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_holds(const struct froe_buf *buf, const char *expected)
{
    struct froe_slice slice = froe_buf_slice(buf);
    assert_non_null(slice.ptr);
    assert_int_equal(slice.len, strlen(expected));
    assert_memory_equal(slice.ptr, expected, slice.len);
}

static void appends_of_every_kind(void **state)
{
    (void)state;
    struct froe_buf buf = {0}; /* zeroed is initialised */
    assert_holds(&buf, "");
    froe_buf_append(&buf, FROE_SLICE("ab"));
    froe_buf_append(&buf, (struct froe_slice){0});
    froe_buf_append_cstr(&buf, "cd");
    froe_buf_append_char(&buf, '!');
    froe_buf_append_u64(&buf, 0);
    froe_buf_append_char(&buf, ' ');
    froe_buf_append_u64(&buf, UINT64_MAX);
    froe_buf_printf(&buf, " %s=%05.1f", "x", 2.25);
    assert_holds(&buf, "abcd!0 18446744073709551615 x=002.2");
    assert_int_equal(buf.status, FROE_OK);
    froe_buf_release(&buf);
    assert_null(buf.ptr);
}

static void grows_and_keeps_what_it_held(void **state)
{
    (void)state;
    struct froe_buf buf;
    froe_buf_init(&buf, 0);
    for (unsigned i = 0; i < 100000; i++) froe_buf_append_char(&buf, (char)(i % 251));
    assert_int_equal(buf.len, 100000);
    for (unsigned i = 0; i < 100000; i++) assert_int_equal((unsigned char)buf.ptr[i], i % 251);
    assert_true(buf.capacity < 400000);
    char *before = buf.ptr;
    froe_buf_clear(&buf);
    assert_int_equal(buf.len, 0);
    froe_buf_append_cstr(&buf, "again");
    assert_ptr_equal(buf.ptr, before);
    assert_holds(&buf, "again");
    froe_buf_release(&buf);
}

static void a_cap_can_be_reached_but_not_passed(void **state)
{
    (void)state;
    struct froe_buf buf;
    froe_buf_init(&buf, 8);
    froe_buf_append_cstr(&buf, "12345678");
    assert_int_equal(buf.status, FROE_OK);
    froe_buf_append_char(&buf, '9');
    assert_int_equal(buf.status, FROE_LIMIT);
    assert_holds(&buf, "12345678");
    froe_buf_release(&buf);
    assert_int_equal(buf.bytes_max, 8);
    froe_buf_printf(&buf, "%d", 12345678);
    assert_int_equal(buf.status, FROE_OK);
    assert_holds(&buf, "12345678");
    froe_buf_clear(&buf);
    froe_buf_printf(&buf, "%d", 123456789);
    assert_int_equal(buf.status, FROE_LIMIT);
    assert_holds(&buf, "");
    froe_buf_release(&buf);
}

static void failure_sticks_until_cleared(void **state)
{
    (void)state;
    struct froe_buf buf;
    froe_buf_init(&buf, 4);
    froe_buf_append_cstr(&buf, "ab");
    froe_buf_append_cstr(&buf, "too long");
    /* These would fit, but the text would have a hole. */
    froe_buf_append_char(&buf, 'c');
    froe_buf_append_u64(&buf, 1);
    froe_buf_printf(&buf, "d");
    assert_null(froe_buf_reserve(&buf, 1));
    assert_int_equal(buf.status, FROE_LIMIT);
    assert_holds(&buf, "ab");
    froe_buf_clear(&buf);
    assert_int_equal(buf.status, FROE_OK);
    froe_buf_append_cstr(&buf, "fits");
    assert_holds(&buf, "fits");
    froe_buf_release(&buf);
}

static void impossible_sizes_fail_as_memory(void **state)
{
    (void)state;
    struct froe_buf buf;
    froe_buf_init(&buf, 0);
    froe_buf_append_char(&buf, 'a');
    assert_null(froe_buf_reserve(&buf, SIZE_MAX));
    assert_int_equal(buf.status, FROE_MEMORY);
    assert_holds(&buf, "a");
    froe_buf_release(&buf);
    froe_buf_init(&buf, 10);
    assert_null(froe_buf_reserve(&buf, SIZE_MAX));
    assert_int_equal(buf.status, FROE_LIMIT);
    froe_buf_release(&buf);
}

static void reserve_lets_the_caller_write(void **state)
{
    (void)state;
    struct froe_buf buf;
    froe_buf_init(&buf, 0);
    froe_buf_append_cstr(&buf, "ab");
    char *room = froe_buf_reserve(&buf, 1000);
    assert_non_null(room);
    assert_true(buf.capacity - buf.len >= 1000);
    assert_int_equal(buf.len, 2);
    memset(room, 'z', 1000); /* all of it is ours, or the sanitizer speaks up */
    buf.len += 1;
    assert_holds(&buf, "abz");
    froe_buf_release(&buf);
}

static void a_buffer_can_append_long_formats(void **state)
{
    (void)state;
    struct froe_buf buf;
    froe_buf_init(&buf, 0);
    froe_buf_printf(&buf, "%5000d|", 7);
    assert_int_equal(buf.len, 5001);
    assert_int_equal(buf.ptr[4999], '7');
    assert_int_equal(buf.ptr[5000], '|');
    froe_buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_of_every_kind),
        cmocka_unit_test(grows_and_keeps_what_it_held),
        cmocka_unit_test(a_cap_can_be_reached_but_not_passed),
        cmocka_unit_test(failure_sticks_until_cleared),
        cmocka_unit_test(impossible_sizes_fail_as_memory),
        cmocka_unit_test(reserve_lets_the_caller_write),
        cmocka_unit_test(a_buffer_can_append_long_formats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
