#include "mine/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_states_in_all_forms(void **state)
{
    (void)state;
    static const char *const states[] = {
        "start",        "started",    "Starting", "STOPPED", "stops",   "closing",
        "closed",       "denied",     "Running",  "failed",  "failure", "succeeded",
        "successfully", "up",         "DOWN",     "retries", "dropped", "read",
        "written",      "connection", "offline",  "expired", "missing", "critical",
        "resumed",      "committed",  "ok"};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (!froe_lexicon_is_state(froe_slice_cstr(states[i])))
            fail_msg("'%s' is no state", states[i]);
}

static void test_names_are_none(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",         "a",          "alice",
        "root",     "nginx",      "eth0",
        "kafka",    "Oracle",     "database",
        "user",     "host",       "shop",
        "ready2",   "x-open",     "orders",
        "payments", "webmaster",  "redis",
        "proxy",    "ing",        "ed",
        "bring",    "string",     "king",
        "node",     "queue_name", "thisisaverylongwordthatnobodywritesintologs"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (froe_lexicon_is_state(froe_slice_cstr(names[i]))) fail_msg("'%s' is a state", names[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states_in_all_forms),
        cmocka_unit_test(test_names_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
