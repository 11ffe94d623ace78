#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A second opinion, by arithmetic instead of byte ranges: decode, then ask whether the code point
   is a scalar value in its shortest form. */
static size_t reference_length(const unsigned char *p, size_t rest)
{
    size_t need = p[0] < 0x80             ? 1
                  : (p[0] & 0xe0) == 0xc0 ? 2
                  : (p[0] & 0xf0) == 0xe0 ? 3
                  : (p[0] & 0xf8) == 0xf0 ? 4
                                          : 0;
    if (need == 0 || need > rest) return 0;
    uint32_t code = need == 1 ? p[0] : p[0] & (0x7fu >> need);
    for (size_t i = 1; i < need; i++) {
        if ((p[i] & 0xc0) != 0x80) return 0;
        code = code << 6 | (p[i] & 0x3f);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool scalar = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return scalar && code >= least[need] ? need : 0;
}

/* Whether some continuation of the first n bytes is well-formed. */
static bool begins_a_character(const unsigned char *p, size_t n)
{
    static const unsigned char fill[] = {0x80, 0x90, 0xa0, 0xbf};
    unsigned char whole[4];
    memcpy(whole, p, n);
    size_t missing = 4 - n;
    for (unsigned tail = 0; tail < 1u << 2 * missing; tail++) {
        for (size_t i = 0; i < missing; i++) whole[n + i] = fill[tail >> 2 * i & 3];
        if (reference_length(whole, 4) > n) return true;
    }
    return false;
}

static void check(const unsigned char *p, size_t rest)
{
    size_t bad = 99;
    size_t len = froe_utf8_next(p, rest, &bad);
    assert_int_equal(len, reference_length(p, rest));
    if (len) return;
    /* The ill-formed part: the longest beginning of a character, or else one byte. */
    size_t expected = 1;
    for (size_t n = 2; n <= rest && n < 4 && begins_a_character(p, n); n++) expected = n;
    assert_int_equal(bad, begins_a_character(p, 1) ? expected : 1);
}

static void agrees_with_arithmetic_on_all_short_inputs(void **state)
{
    (void)state;
    unsigned char p[4];
    for (unsigned a = 0; a < 256; a++) {
        p[0] = (unsigned char)a;
        check(p, 1);
        for (unsigned b = 0; b < 256; b++) {
            p[1] = (unsigned char)b;
            check(p, 2);
            if (a < 0xe0 || (a > 0xf5 && a < 0xff)) continue; /* settled by two bytes */
            for (unsigned c = 0x7e; c < 0xc2; c++) {
                p[2] = (unsigned char)c;
                check(p, 3);
                for (unsigned d = 0x7e; d < 0xc2; d += 0x15) {
                    p[3] = (unsigned char)d;
                    check(p, 4);
                }
            }
        }
    }
}

static void assert_bad(const char *bytes, size_t rest, size_t expected)
{
    size_t bad = 99;
    assert_int_equal(froe_utf8_next((const unsigned char *)bytes, rest, &bad), 0);
    assert_int_equal(bad, expected);
}

static void names_the_maximal_ill_formed_part(void **state)
{
    (void)state;
    assert_bad("\x80", 1, 1);             /* a lone continuation */
    assert_bad("\xc0\xaf", 2, 1);         /* overlong, never the beginning of anything */
    assert_bad("\xe0\x80\xaf", 3, 1);     /* overlong */
    assert_bad("\xed\xa0\x80", 3, 1);     /* a surrogate */
    assert_bad("\xf4\x90\x80\x80", 4, 1); /* over U+10FFFF */
    assert_bad("\xf8\x88\x80\x80", 4, 1); /* five bytes, once */
    assert_bad("\xff", 1, 1);
    assert_bad("\xc3", 1, 1); /* cut short */
    assert_bad("\xe2\x82", 2, 2);
    assert_bad("\xf0\x9f\x92", 3, 3);
    assert_bad("\xf0\x9f\x92"
               "A",
               4, 3); /* broken off by another character */
    assert_bad("\xe2"
               "A",
               2, 1);
}

static void reads_nothing_behind_the_end(void **state)
{
    (void)state;
    /* Exact allocations: the sanitizer sees any byte too many. */
    static const char *const texts[] = {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x92\xa5"};
    for (size_t i = 0; i < 3; i++)
        for (size_t rest = 1; rest <= strlen(texts[i]); rest++) {
            unsigned char *exact = malloc(rest);
            assert_non_null(exact);
            memcpy(exact, texts[i], rest);
            size_t bad;
            size_t len = froe_utf8_next(exact, rest, &bad);
            assert_int_equal(len, rest == strlen(texts[i]) ? rest : 0);
            free(exact);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_arithmetic_on_all_short_inputs),
        cmocka_unit_test(names_the_maximal_ill_formed_part),
        cmocka_unit_test(reads_nothing_behind_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
