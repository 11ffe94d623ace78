#include "base/level.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct {
    const char *word;
    enum froe_level level;
} cases[] = {
    /* The contract's own. */
    {"V", FROE_LEVEL_TRACE},
    {"FINE", FROE_LEVEL_DEBUG},
    {"SEVERE", FROE_LEVEL_ERROR},
    {"E", FROE_LEVEL_ERROR},
    {"crit", FROE_LEVEL_FATAL},
    {"alert", FROE_LEVEL_FATAL},
    {"emerg", FROE_LEVEL_FATAL},
    {"panic", FROE_LEVEL_FATAL},
    {"F", FROE_LEVEL_FATAL},
    {"W", FROE_LEVEL_WARN},
    {"I", FROE_LEVEL_INFO},
    /* The plain names. */
    {"trace", FROE_LEVEL_TRACE},
    {"debug", FROE_LEVEL_DEBUG},
    {"info", FROE_LEVEL_INFO},
    {"notice", FROE_LEVEL_NOTICE},
    {"warn", FROE_LEVEL_WARN},
    {"error", FROE_LEVEL_ERROR},
    {"fatal", FROE_LEVEL_FATAL},
    /* java.util.logging, syslog, Go, Python, PostgreSQL, Serilog, Rust, Android. */
    {"FINER", FROE_LEVEL_TRACE},
    {"FINEST", FROE_LEVEL_TRACE},
    {"VERBOSE", FROE_LEVEL_TRACE},
    {"CONFIG", FROE_LEVEL_DEBUG},
    {"DEBUG5", FROE_LEVEL_DEBUG},
    {"DBG", FROE_LEVEL_DEBUG},
    {"INF", FROE_LEVEL_INFO},
    {"Information", FROE_LEVEL_INFO},
    {"LOG", FROE_LEVEL_INFO},
    {"WARNING", FROE_LEVEL_WARN},
    {"WRN", FROE_LEVEL_WARN},
    {"ERR", FROE_LEVEL_ERROR},
    {"ERRO", FROE_LEVEL_ERROR},
    {"DEBU", FROE_LEVEL_DEBUG},
    {"FATA", FROE_LEVEL_FATAL},
    {"PANI", FROE_LEVEL_FATAL},
    {"CRITICAL", FROE_LEVEL_FATAL},
    {"emergency", FROE_LEVEL_FATAL},
    {"DPANIC", FROE_LEVEL_FATAL},
    {"FTL", FROE_LEVEL_FATAL},
    {"D", FROE_LEVEL_DEBUG},
    {"T", FROE_LEVEL_TRACE},
    {"N", FROE_LEVEL_NOTICE},
    {"C", FROE_LEVEL_FATAL},
};

static void reads_words_in_any_case(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char upper[32], lower[32];
        size_t len = strlen(cases[i].word);
        for (size_t k = 0; k < len; k++) {
            upper[k] = (char)toupper((unsigned char)cases[i].word[k]);
            lower[k] = (char)tolower((unsigned char)cases[i].word[k]);
        }
        assert_int_equal(froe_level_parse(froe_slice(cases[i].word, len)), cases[i].level);
        assert_int_equal(froe_level_parse(froe_slice(upper, len)), cases[i].level);
        assert_int_equal(froe_level_parse(froe_slice(lower, len)), cases[i].level);
        lower[0] = upper[0];
        assert_int_equal(froe_level_parse(froe_slice(lower, len)), cases[i].level);
    }
}

static void other_words_are_no_level(void **state)
{
    (void)state;
    static const char *const words[] = {"",
                                        " ",
                                        "infos",
                                        "inf o",
                                        "errors",
                                        "warned",
                                        "x",
                                        "0",
                                        "5",
                                        "debug6",
                                        "fatal!",
                                        "information overload",
                                        "critical-section",
                                        "trac",
                                        "\xc3\xa9rror"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_int_equal(froe_level_parse(froe_slice_cstr(words[i])), FROE_LEVEL_NONE);
    assert_int_equal(froe_level_parse((struct froe_slice){0}), FROE_LEVEL_NONE);
    assert_int_equal(froe_level_parse(FROE_SLICE("info\0")), FROE_LEVEL_NONE);
    /* Only the slice counts, not what follows it. */
    assert_int_equal(froe_level_parse(froe_slice("information", 4)), FROE_LEVEL_INFO);
    /* '@' + 32 is '`', '[' + 32 is '{': only letters have a case. */
    assert_int_equal(froe_level_parse(FROE_SLICE("@")), FROE_LEVEL_NONE);
}

static void names_and_letters(void **state)
{
    (void)state;
    assert_null(froe_level_name(FROE_LEVEL_NONE));
    assert_null(froe_level_name(FROE_LEVEL_COUNT));
    assert_null(froe_level_name((enum froe_level) - 1));
    assert_int_equal(froe_level_letter(FROE_LEVEL_NONE), '-');
    assert_int_equal(froe_level_letter(FROE_LEVEL_COUNT), '-');
    const char letters[] = "-tdinwef";
    for (unsigned level = FROE_LEVEL_TRACE; level < FROE_LEVEL_COUNT; level++) {
        const char *name = froe_level_name((enum froe_level)level);
        assert_int_equal(froe_level_parse(froe_slice_cstr(name)), level);
        assert_int_equal(froe_level_letter((enum froe_level)level), letters[level]);
        /* The letter of a cluster's id reads back as its level. */
        assert_int_equal(froe_level_parse(froe_slice(&letters[level], 1)), level);
    }
}

static void levels_are_ordered(void **state)
{
    (void)state;
    assert_true(FROE_LEVEL_NONE < FROE_LEVEL_TRACE && FROE_LEVEL_TRACE < FROE_LEVEL_DEBUG);
    assert_true(FROE_LEVEL_DEBUG < FROE_LEVEL_INFO && FROE_LEVEL_INFO < FROE_LEVEL_NOTICE);
    assert_true(FROE_LEVEL_NOTICE < FROE_LEVEL_WARN && FROE_LEVEL_WARN < FROE_LEVEL_ERROR);
    assert_true(FROE_LEVEL_ERROR < FROE_LEVEL_FATAL && FROE_LEVEL_FATAL < FROE_LEVEL_COUNT);
}

static void syslog_severities(void **state)
{
    (void)state;
    static const char *const words[] = {"emerg",   "alert",  "crit", "err",
                                        "warning", "notice", "info", "debug"};
    for (int severity = 0; severity <= 7; severity++)
        assert_int_equal(froe_level_from_syslog(severity),
                         froe_level_parse(froe_slice_cstr(words[severity])));
    assert_int_equal(froe_level_from_syslog(-1), FROE_LEVEL_NONE);
    assert_int_equal(froe_level_from_syslog(8), FROE_LEVEL_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_words_in_any_case), cmocka_unit_test(other_words_are_no_level),
        cmocka_unit_test(names_and_letters),       cmocka_unit_test(levels_are_ordered),
        cmocka_unit_test(syslog_severities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
