#include "base/buf.h"
#include "lex/lexer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

struct mask {
    const char *name, *regex;
};

/* The message under the masks, variables as <NAME>. */
static void assert_masked(const struct mask *list, size_t count, const char *message,
                          const char *expected)
{
    struct froe_masks *masks = froe_masks_new();
    struct froe_error error = {0};
    assert_non_null(masks);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(froe_masks_add(masks, list[i].name, list[i].regex, &error), FROE_OK);
    assert_int_equal(froe_masks_count(masks), count);
    struct froe_lexer *lexer = froe_lexer_new(masks);
    struct froe_token tokens[FROE_TOKENS_MAX];
    size_t token_count = froe_lex(lexer, froe_slice_cstr(message), tokens);
    struct froe_buf out = {0};
    for (size_t i = 0; i < token_count; i++) {
        if (tokens[i].kind == FROE_TOKEN_VARIABLE)
            froe_buf_printf(&out, "<%s>", froe_var_name(masks, tokens[i].type));
        else
            froe_buf_append(&out, froe_slice(message + tokens[i].start, tokens[i].len));
    }
    froe_buf_append_char(&out, '\0');
    assert_string_equal(out.ptr, expected);
    froe_buf_release(&out);
    froe_lexer_free(lexer);
    froe_masks_free(masks);
}

static void test_matches_become_variables(void **state)
{
    (void)state;
    const struct mask order = {"ORDER", "ord#\\w+"};
    assert_masked(&order, 1, "paid ord#a7x today", "paid <ORDER> today");
    assert_masked(&order, 1, "ord#a", "<ORDER>");
    assert_masked(&order, 1, "nothing here", "nothing here");
    const struct mask both_ends = {"END", "^begin|finish$"};
    assert_masked(&both_ends, 1, "begin in the middle finish", "<END> in the middle <END>");
    const struct mask in_word = {"X", "x"};
    assert_masked(&in_word, 1, "axb", "a<X>b");
}

static void test_earlier_mask_wins(void **state)
{
    (void)state;
    const struct mask masks[] = {{"MIDDLE", "bc"}, {"WIDE", "abcd"}, {"END", "d."}};
    assert_masked(masks, 3, "abcdef", "a<*>f"); /* "bc" and "de": neighbours are one, of any type */
    assert_masked(masks, 3, "abc d!", "a<MIDDLE> <END>");
}

static void test_names(void **state)
{
    (void)state;
    const struct mask same_name[] = {{"KEY", "aa+"}, {"KEY", "bb+"}};
    assert_masked(same_name, 2, "aaa and bbb", "<KEY> and <KEY>");
    const struct mask built_in = {"IP", "host\\d"};
    assert_masked(&built_in, 1, "host1 down", "<IP> down");
}

static void test_same_name_is_one_type(void **state)
{
    (void)state;
    struct froe_masks *masks = froe_masks_new();
    assert_int_equal(froe_masks_add(masks, "KEY", "aa", NULL), FROE_OK);
    assert_int_equal(froe_masks_add(masks, "OTHER", "cc", NULL), FROE_OK);
    assert_int_equal(froe_masks_add(masks, "KEY", "bb", NULL), FROE_OK);
    struct froe_lexer *lexer = froe_lexer_new(masks);
    struct froe_token tokens[FROE_TOKENS_MAX];
    assert_int_equal(froe_lex(lexer, FROE_SLICE("aa cc bb"), tokens), 5);
    assert_int_equal(tokens[0].type, tokens[4].type);
    assert_int_not_equal(tokens[0].type, tokens[2].type);
    froe_lexer_free(lexer);
    froe_masks_free(masks);
}

static void test_empty_matches_are_none(void **state)
{
    (void)state;
    const struct mask empty[] = {{"E", "x*"}, {"F", "(?=a)"}, {"G", "$"}};
    assert_masked(empty, 3, "a xx b", "a <E> b");
}

/* The start of a match may be moved behind its end, or before where the search began. */
static void test_moved_starts_end(void **state)
{
    (void)state;
    const struct mask moved = {"K", "foo\\Kbar"};
    assert_masked(&moved, 1, "foobar foo", "foo<K> foo");
}

static void test_wrong_regex(void **state)
{
    (void)state;
    struct froe_masks *masks = froe_masks_new();
    struct froe_error error = {0};
    assert_int_equal(froe_masks_add(masks, "BAD", "ab(c", &error), FROE_SYNTAX);
    assert_int_equal(error.status, FROE_SYNTAX);
    assert_non_null(strstr(error.message, "BAD"));
    assert_non_null(strstr(error.message, "character 5"));
    assert_non_null(strstr(error.message, "parenthes"));
    assert_int_equal(froe_masks_add(masks, "BAD", "[z-a]", NULL), FROE_SYNTAX);
    assert_int_equal(froe_masks_count(masks), 0);
    froe_masks_free(masks);
    froe_masks_free(NULL);
    assert_int_equal(froe_masks_count(NULL), 0);
}

static void test_too_many_masks(void **state)
{
    (void)state;
    struct froe_masks *masks = froe_masks_new();
    struct froe_error error = {0};
    for (int i = 0; i < FROE_MASKS_MAX; i++) {
        char name[16];
        snprintf(name, sizeof name, "M%d", i);
        assert_int_equal(froe_masks_add(masks, name, "x", &error), FROE_OK);
    }
    assert_int_equal(froe_masks_add(masks, "MORE", "x", &error), FROE_LIMIT);
    assert_string_equal(froe_var_name(masks, FROE_VAR_USER + FROE_MASKS_MAX - 1), "M199");
    froe_masks_free(masks);
}

/* Past the cap on spans the rest of a message is lexed without masks. */
static void test_many_matches(void **state)
{
    (void)state;
    struct froe_masks *masks = froe_masks_new();
    assert_int_equal(froe_masks_add(masks, "Q", "q", NULL), FROE_OK);
    struct froe_lexer *lexer = froe_lexer_new(masks);
    struct froe_token tokens[FROE_TOKENS_MAX];
    static char message[800];
    for (size_t i = 0; i < sizeof message; i++) message[i] = i % 2 ? ',' : 'q';
    size_t count = froe_lex(lexer, froe_slice(message, sizeof message), tokens), end = 0;
    for (size_t i = 0; i < count; i++) end += tokens[i].len;
    assert_int_equal(end, sizeof message);
    assert_int_equal(tokens[0].type, FROE_VAR_USER);
    assert_int_equal(tokens[254].type, FROE_VAR_USER);
    assert_int_equal(tokens[256].kind, FROE_TOKEN_WORD);
    froe_lexer_free(lexer);
    froe_masks_free(masks);
}

static void test_catastrophic_regex_is_bounded(void **state)
{
    (void)state;
    static const char *const regexes[] = {"^(a+)+$", "(a|aa)+$", "(.*)*\\d", "(?:a?){40}a{40}b",
                                          "(a*)*b"};
    static char message[64 * 1024];
    memset(message, 'a', sizeof message);
    struct froe_token tokens[FROE_TOKENS_MAX];
    for (size_t i = 0; i < sizeof regexes / sizeof *regexes; i++) {
        struct froe_masks *masks = froe_masks_new();
        assert_int_equal(froe_masks_add(masks, "SLOW", regexes[i], NULL), FROE_OK);
        struct froe_lexer *lexer = froe_lexer_new(masks);
        clock_t start = clock();
        message[sizeof message - 1] = '!';
        assert_true(froe_lex(lexer, froe_slice(message, sizeof message), tokens) > 0);
        assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
        froe_lexer_free(lexer);
        froe_masks_free(masks);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches_become_variables),
        cmocka_unit_test(test_earlier_mask_wins),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_same_name_is_one_type),
        cmocka_unit_test(test_empty_matches_are_none),
        cmocka_unit_test(test_moved_starts_end),
        cmocka_unit_test(test_wrong_regex),
        cmocka_unit_test(test_too_many_masks),
        cmocka_unit_test(test_many_matches),
        cmocka_unit_test(test_catastrophic_regex_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
