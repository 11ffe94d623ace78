#include "mine/skeleton.h"

#include "lex/lexer.h"
#include "mining.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void write_skeleton(struct froe_buf *out, struct froe_slice message)
{
    struct froe_token tokens[FROE_TOKENS_MAX];
    struct froe_lexer *lexer = froe_lexer_new(NULL);
    assert_non_null(lexer);
    froe_skeleton_write(out, message, tokens, froe_lex(lexer, message, tokens));
    assert_int_equal(out->status, FROE_OK);
    froe_lexer_free(lexer);
}

/* Read back, a skeleton is the tokens it was written from. */
static void assert_round_trip(struct froe_slice message)
{
    struct froe_token tokens[FROE_TOKENS_MAX];
    struct froe_lexer *lexer = froe_lexer_new(NULL);
    struct froe_buf out = {0};
    size_t count = froe_lex(lexer, message, tokens);
    froe_skeleton_write(&out, message, tokens, count);
    struct froe_slice rest = froe_buf_slice(&out);
    struct froe_skeleton_token read;
    for (size_t i = 0; i < count; i++) {
        assert_true(froe_skeleton_next(&rest, &read));
        assert_int_equal(read.variable, tokens[i].kind == FROE_TOKEN_VARIABLE);
        assert_int_equal(read.type, tokens[i].type);
        struct froe_slice text = froe_slice(message.ptr + tokens[i].start, tokens[i].len);
        if (tokens[i].kind == FROE_TOKEN_VARIABLE) text = FROE_SLICE("");
        if (tokens[i].kind == FROE_TOKEN_SPACE) text = FROE_SLICE(" ");
        assert_true(froe_slice_eq(read.text, text));
    }
    assert_false(froe_skeleton_next(&rest, &read));
    froe_buf_release(&out);
    froe_lexer_free(lexer);
}

static void test_round_trip(void **state)
{
    (void)state;
    static char long_word[FROE_CONSTANT_BYTES_MAX];
    memset(long_word, 'z', sizeof long_word);
    assert_round_trip(FROE_SLICE(""));
    assert_round_trip(FROE_SLICE("user root logged in from 10.0.0.1:22"));
    assert_round_trip(FROE_SLICE("\x01\x02\x03 \0 nul \xff\xfe"));
    assert_round_trip(FROE_SLICE("a   b\t\tc "));
    assert_round_trip(froe_slice(long_word, sizeof long_word));
    assert_round_trip(froe_slice(long_word, 255));
    assert_round_trip(froe_slice(long_word, 256));
    uint32_t seed = 1;
    for (int round = 0; round < 2000; round++) {
        char bytes[80];
        size_t len = mining_random(&seed) % sizeof bytes;
        for (size_t i = 0; i < len; i++)
            bytes[i] =
                (char)(mining_random(&seed) % 4 ? "ab 1:=/.\x01\x02\x03"[mining_random(&seed) % 11]
                                                : (int)mining_random(&seed));
        assert_round_trip(froe_slice(bytes, len));
    }
}

static bool same_signature(const char *a, const char *b)
{
    struct froe_buf x = {0}, y = {0};
    write_skeleton(&x, froe_slice_cstr(a));
    write_skeleton(&y, froe_slice_cstr(b));
    bool same = froe_slice_eq(froe_buf_slice(&x), froe_buf_slice(&y));
    assert_int_equal(same, froe_skeleton_hash(froe_buf_slice(&x)) ==
                               froe_skeleton_hash(froe_buf_slice(&y)));
    froe_buf_release(&x);
    froe_buf_release(&y);
    return same;
}

static void test_signatures(void **state)
{
    (void)state;
    assert_true(same_signature("took 5 ms", "took 17 ms"));
    assert_true(same_signature("took 5  ms", "took\t5 ms"));
    assert_false(same_signature("took 5 ms", "took 10.0.0.1 ms"));
    assert_false(same_signature("took 5 ms", "took 5 s"));
    assert_false(same_signature("took 5 ms", "took 5ms"));
    assert_false(same_signature("ab c", "a bc"));
}

static uint64_t bucket_of(const char *message)
{
    struct froe_buf out = {0};
    write_skeleton(&out, froe_slice_cstr(message));
    uint64_t hash = froe_skeleton_bucket(froe_buf_slice(&out));
    froe_buf_release(&out);
    return hash;
}

static void test_buckets(void **state)
{
    (void)state;
    assert_true(bucket_of("user alice left") == bucket_of("user bob came"));
    assert_true(bucket_of("user alice left") != bucket_of("host alice left"));
    assert_true(bucket_of("user alice left") != bucket_of("user alice, left"));
    assert_true(bucket_of("user alice left") != bucket_of("user 17 left"));
    assert_true(bucket_of("at 17 left") == bucket_of("at 10.0.0.1 left"));
}

static void assert_folded(const char *message, bool bare, const char *expected)
{
    struct froe_buf out = {0}, folded = {0}, wanted = {0};
    write_skeleton(&out, froe_slice_cstr(message));
    froe_skeleton_write_folded(&folded, froe_buf_slice(&out), bare);
    write_skeleton(&wanted, froe_slice_cstr(expected));
    assert_true(froe_slice_eq(froe_buf_slice(&folded), froe_buf_slice(&wanted)));
    /* What is folded already folds to itself. */
    froe_skeleton_write_folded(&out, froe_buf_slice(&folded), bare);
    assert_true(froe_slice_eq(froe_buf_slice(&out), froe_buf_slice(&folded)));
    froe_buf_release(&out);
    froe_buf_release(&folded);
    froe_buf_release(&wanted);
}

static void test_folded(void **state)
{
    (void)state;
    assert_folded("[main] user alice", true, "<*>");
    assert_folded("17 users", false, "<*>");
    assert_folded("", false, "<*>");
    assert_folded("(17) users", false, "(<*>");
    /* "[main<*>" as tokens: written by hand, for the lexer would not cut it so. */
    struct froe_buf out = {0}, folded = {0};
    write_skeleton(&out, FROE_SLICE("[main] user alice"));
    froe_skeleton_write_folded(&folded, froe_buf_slice(&out), false);
    struct froe_slice rest = froe_buf_slice(&folded);
    struct froe_skeleton_token token;
    assert_true(froe_skeleton_next(&rest, &token) && froe_slice_eq(token.text, FROE_SLICE("[")));
    assert_true(froe_skeleton_next(&rest, &token) && froe_slice_eq(token.text, FROE_SLICE("main")));
    assert_true(froe_skeleton_next(&rest, &token) && token.variable && token.type == FROE_VAR_ANY);
    assert_false(froe_skeleton_next(&rest, &token));
    froe_buf_release(&out);
    froe_buf_release(&folded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_signatures),
        cmocka_unit_test(test_buckets),
        cmocka_unit_test(test_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
