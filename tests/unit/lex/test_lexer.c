#include "lex/lexer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static int setup(void **state)
{
    *state = froe_lexer_new(NULL);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    froe_lexer_free(*state);
    return 0;
}

static void assert_covers(const struct froe_token *tokens, size_t count, size_t len)
{
    size_t end = 0;
    assert_true(count <= FROE_TOKENS_MAX);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(tokens[i].start, end);
        assert_true(tokens[i].len > 0);
        end += tokens[i].len;
    }
    assert_int_equal(end, len);
}

static void test_empty_message(void **state)
{
    struct froe_lexer *lexer = *state;
    struct froe_token tokens[FROE_TOKENS_MAX];
    assert_int_equal(froe_lex(lexer, froe_slice("", 0), tokens), 0);
    assert_int_equal(froe_lex(lexer, (struct froe_slice){0}, tokens), 0);
}

static void test_nul_is_a_byte_like_others(void **state)
{
    struct froe_lexer *lexer = *state;
    struct froe_token tokens[FROE_TOKENS_MAX];
    static const char message[] = "a\0b 17\0";
    size_t count = froe_lex(lexer, froe_slice(message, sizeof message - 1), tokens);
    assert_covers(tokens, count, sizeof message - 1);
    assert_int_equal(count, 6);
    assert_int_equal(tokens[0].kind, FROE_TOKEN_WORD);
    assert_int_equal(tokens[1].kind, FROE_TOKEN_FIXED);
    assert_int_equal(tokens[4].type, FROE_VAR_NUM);
}

/* The tail of a message of too many tokens is one variable. */
static void test_too_many_tokens(void **state)
{
    struct froe_lexer *lexer = *state;
    struct froe_token tokens[FROE_TOKENS_MAX];
    static char message[4 * FROE_TOKENS_MAX];
    for (size_t i = 0; i < sizeof message; i++) message[i] = i % 2 ? ' ' : 'a';
    size_t count = froe_lex(lexer, froe_slice(message, sizeof message), tokens);
    assert_covers(tokens, count, sizeof message);
    assert_true(count > FROE_TOKENS_MAX - 8);
    assert_int_equal(tokens[count - 1].kind, FROE_TOKEN_VARIABLE);
    assert_int_equal(tokens[count - 1].type, FROE_VAR_ANY);
    assert_int_equal(tokens[0].kind, FROE_TOKEN_WORD);
}

static void test_adjacent_variables_are_one(void **state)
{
    struct froe_lexer *lexer = *state;
    struct froe_token tokens[FROE_TOKENS_MAX];
    static const char message[] = "x <*><IP> y";
    size_t count = froe_lex(lexer, froe_slice_cstr(message), tokens);
    assert_int_equal(count, 5);
    assert_int_equal(tokens[2].kind, FROE_TOKEN_VARIABLE);
    assert_int_equal(tokens[2].len, strlen("<*><IP>"));
}

static void test_huge_word_is_a_variable(void **state)
{
    struct froe_lexer *lexer = *state;
    struct froe_token tokens[FROE_TOKENS_MAX];
    size_t len = FROE_CONSTANT_BYTES_MAX + 1;
    char *message = malloc(len + 3);
    assert_non_null(message);
    memset(message, 'z', len);
    memcpy(message + len, " up", 3);
    size_t count = froe_lex(lexer, froe_slice(message, len + 3), tokens);
    assert_covers(tokens, count, len + 3);
    assert_int_equal(count, 3);
    assert_int_equal(tokens[0].kind, FROE_TOKEN_VARIABLE);
    count = froe_lex(lexer, froe_slice(message + 1, len + 2), tokens);
    assert_covers(tokens, count, len + 2);
    assert_int_equal(tokens[0].kind, FROE_TOKEN_WORD);
    free(message);
}

/* A lexer is used again and again: nothing of one message shows in the next. */
static void test_messages_do_not_mix(void **state)
{
    struct froe_lexer *lexer = *state;
    struct froe_token tokens[FROE_TOKENS_MAX];
    assert_int_equal(froe_lex(lexer, FROE_SLICE("for invalid user"), tokens), 5);
    size_t count = froe_lex(lexer, FROE_SLICE("alice"), tokens);
    assert_int_equal(count, 1);
    assert_int_equal(tokens[0].kind, FROE_TOKEN_WORD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty_message),
        cmocka_unit_test(test_nul_is_a_byte_like_others),
        cmocka_unit_test(test_too_many_tokens),
        cmocka_unit_test(test_adjacent_variables_are_one),
        cmocka_unit_test(test_huge_word_is_a_variable),
        cmocka_unit_test(test_messages_do_not_mix),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
