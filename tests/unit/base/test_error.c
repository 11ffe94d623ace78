#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_status_has_a_text(void **state)
{
    (void)state;
    assert_int_equal(FROE_OK, 0);
    assert_string_equal(froe_status_text(FROE_OK), "ok");
    assert_string_equal(froe_status_text(FROE_MEMORY), "out of memory");
    assert_string_equal(froe_status_text(FROE_STOPPED), "stopped by the caller");
    for (int a = FROE_OK; a <= FROE_STOPPED; a++)
        for (int b = FROE_OK; b < a; b++)
            assert_string_not_equal(froe_status_text(a), froe_status_text(b));
    assert_string_equal(froe_status_text((enum froe_status)(FROE_STOPPED + 1)), "unknown status");
    assert_string_equal(froe_status_text((enum froe_status) - 1), "unknown status");
}

static void sets_status_and_message(void **state)
{
    (void)state;
    struct froe_error error = {.byte = 7, .line = 9};
    assert_int_equal(froe_error_set(&error, FROE_CORRUPT, "%s: bad block %d", "a.gz", 12),
                     FROE_CORRUPT);
    assert_int_equal(error.status, FROE_CORRUPT);
    assert_string_equal(error.message, "a.gz: bad block 12");
    /* The position of an earlier error is not that of this one. */
    assert_int_equal(error.byte, 0);
    assert_int_equal(error.line, 0);
}

static void error_may_be_null(void **state)
{
    (void)state;
    assert_int_equal(froe_error_set(NULL, FROE_IO, "nobody reads %s", "this"), FROE_IO);
    assert_int_equal(froe_error_memory(NULL), FROE_MEMORY);
}

static void long_messages_are_cut(void **state)
{
    (void)state;
    char text[2 * FROE_ERROR_MESSAGE_MAX];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct {
        struct froe_error error;
        char guard[8];
    } box;
    memset(box.guard, '#', sizeof box.guard);
    assert_int_equal(froe_error_set(&box.error, FROE_SYNTAX, "%s", text), FROE_SYNTAX);
    assert_int_equal(strlen(box.error.message), FROE_ERROR_MESSAGE_MAX - 1);
    assert_memory_equal(box.guard, "########", sizeof box.guard);
}

static void a_message_may_wrap_itself(void **state)
{
    (void)state;
    struct froe_error error;
    froe_error_set(&error, FROE_SYNTAX, "unexpected %c", '}');
    froe_error_set(&error, FROE_SYNTAX, "%s: %s", "rules.yaml", error.message);
    assert_string_equal(error.message, "rules.yaml: unexpected }");
}

static void memory_has_one_wording(void **state)
{
    (void)state;
    struct froe_error error;
    assert_int_equal(froe_error_memory(&error), FROE_MEMORY);
    assert_int_equal(error.status, FROE_MEMORY);
    assert_string_equal(error.message, froe_status_text(FROE_MEMORY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_text),   cmocka_unit_test(sets_status_and_message),
        cmocka_unit_test(error_may_be_null),         cmocka_unit_test(long_messages_are_cut),
        cmocka_unit_test(a_message_may_wrap_itself), cmocka_unit_test(memory_has_one_wording),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
