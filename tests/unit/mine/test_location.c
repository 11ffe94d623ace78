/* The source location as evidence: what one statement wrote belongs together, what different ones
   wrote does not. */
#include "mining.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { COUNT = 5 };

/* Templates of the messages, the i-th written at location[i]. */
static size_t templates_at(const char *const messages[COUNT], const uint64_t locations[COUNT])
{
    struct mining mining;
    mining_init(&mining, NULL, NULL);
    for (size_t i = 0; i < COUNT && messages[i]; i++)
        mining_add_at(&mining, froe_slice_cstr(messages[i]), locations[i]);
    mining_induce(&mining);
    size_t count = mining.templates->count;
    mining_release(&mining);
    return count;
}

static void test_one_statement(void **state)
{
    (void)state;
    static const char *const two[COUNT] = {"Watching alpha of cluster", "Watching beta of cluster"};
    assert_int_equal(templates_at(two, (uint64_t[COUNT]){0, 0}), 2);
    assert_int_equal(templates_at(two, (uint64_t[COUNT]){7, 7}), 1);
    assert_int_equal(templates_at(two, (uint64_t[COUNT]){7, 8}), 2);
    assert_int_equal(templates_at(two, (uint64_t[COUNT]){7, 0}), 2);
}

static void test_states_of_one_statement(void **state)
{
    (void)state;
    static const char *const states[COUNT] = {"link of port 5 is up", "link of port 5 is down"};
    assert_int_equal(templates_at(states, (uint64_t[COUNT]){7, 7}), 2);
    static const char *const enumeration[COUNT] = {"role is LEADING now", "role is LOOKING now"};
    assert_int_equal(templates_at(enumeration, (uint64_t[COUNT]){7, 7}), 2);
}

static void test_different_statements(void **state)
{
    (void)state;
    static const char *const values[COUNT] = {
        "Watching alpha of cluster", "Watching beta of cluster", "Watching gamma of cluster",
        "Watching delta of cluster", "Watching omega of cluster"};
    assert_int_equal(templates_at(values, (uint64_t[COUNT]){0}), 1);
    assert_int_equal(templates_at(values, (uint64_t[COUNT]){1, 2, 3, 4, 5}), 5);
    assert_int_equal(templates_at(values, (uint64_t[COUNT]){1, 1, 1, 1, 1}), 1);
    /* another release of the program, where the statement moved */
    assert_int_equal(templates_at(values, (uint64_t[COUNT]){1, 1, 2, 2, 2}), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_statement),
        cmocka_unit_test(test_states_of_one_statement),
        cmocka_unit_test(test_different_statements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
