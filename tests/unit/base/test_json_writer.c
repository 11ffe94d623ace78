#include "base/json_writer.h"

#include <jansson.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "random.h"

static void assert_text(const struct froe_buf *out, const char *expected)
{
    assert_int_equal(out->status, FROE_OK);
    assert_int_equal(out->len, strlen(expected));
    assert_memory_equal(out->ptr, expected, out->len);
}

static void nests_and_sets_commas(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    struct froe_json_writer json;
    froe_json_init(&json, &out);
    froe_json_object_begin(&json);
    froe_json_key(&json, "a");
    froe_json_array_begin(&json);
    froe_json_u64(&json, UINT64_MAX);
    froe_json_i64(&json, INT64_MIN);
    froe_json_array_begin(&json);
    froe_json_array_end(&json);
    froe_json_object_begin(&json);
    froe_json_object_end(&json);
    froe_json_array_end(&json);
    froe_json_key(&json, "b\"\n");
    froe_json_bool(&json, true);
    froe_json_key(&json, "c");
    froe_json_object_begin(&json);
    froe_json_key(&json, "d");
    froe_json_null(&json);
    froe_json_key(&json, "e");
    froe_json_bool(&json, false);
    froe_json_object_end(&json);
    froe_json_key(&json, "f");
    froe_json_cstr(&json, "x");
    froe_json_key(&json, "g");
    froe_json_cstr(&json, NULL);
    froe_json_object_end(&json);
    assert_text(&out, "{\"a\":[18446744073709551615,-9223372036854775808,[],{}],\"b\\\"\\n\":true,"
                      "\"c\":{\"d\":null,\"e\":false},\"f\":\"x\",\"g\":null}");
    assert_int_equal(json.depth, 0);
    froe_buf_release(&out);
}

static void nests_as_deep_as_promised(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    struct froe_json_writer json;
    froe_json_init(&json, &out);
    for (int i = 0; i < FROE_JSON_DEPTH_MAX - 1; i++) froe_json_array_begin(&json);
    froe_json_u64(&json, 1);
    for (int i = 0; i < FROE_JSON_DEPTH_MAX - 1; i++) froe_json_array_end(&json);
    json_error_t error;
    json_t *value = json_loadb(out.ptr, out.len, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(value);
    json_decref(value);
    froe_buf_release(&out);
}

/* Writes the bytes as a string, reads them back with jansson, and returns what that understood. */
static struct froe_buf round_trip(struct froe_slice bytes)
{
    struct froe_buf out = {0}, back = {0};
    struct froe_json_writer json;
    froe_json_init(&json, &out);
    froe_json_array_begin(&json);
    froe_json_string(&json, bytes);
    froe_json_array_end(&json);
    for (size_t i = 0; i < out.len; i++) assert_true((unsigned char)out.ptr[i] >= 0x20);
    json_error_t error;
    json_t *value = json_loadb(out.ptr, out.len, JSON_ALLOW_NUL, &error);
    if (!value) fail_msg("not JSON: %s in %.*s", error.text, (int)out.len, out.ptr);
    json_t *string = json_array_get(value, 0);
    assert_true(json_is_string(string));
    froe_buf_append(&back, froe_slice(json_string_value(string), json_string_length(string)));
    json_decref(value);
    froe_buf_release(&out);
    return back;
}

static void assert_round_trip(struct froe_slice bytes, struct froe_slice expected)
{
    struct froe_buf back = round_trip(bytes);
    assert_int_equal(back.len, expected.len);
    if (expected.len) assert_memory_equal(back.ptr, expected.ptr, expected.len);
    froe_buf_release(&back);
}

static void well_formed_text_comes_back_whole(void **state)
{
    (void)state;
    for (unsigned c = 0; c < 0x80; c++) {
        char text[3] = {'<', (char)c, '>'};
        assert_round_trip(froe_slice(text, 3), froe_slice(text, 3));
    }
    static const char *const texts[] = {
        "",
        "\xc2\x80\xdf\xbf",                 /* U+0080 U+07FF */
        "\xe0\xa0\x80\xed\x9f\xbf",         /* U+0800 U+D7FF */
        "\xee\x80\x80\xef\xbf\xbf",         /* U+E000 U+FFFF */
        "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", /* U+10000 U+10FFFF */
        "\xe2\x80\xa8 \xe2\x80\xa9",        /* line and paragraph separator */
        "tab\tquote\" backslash\\ \xf0\x9f\x92\xa5 end"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_round_trip(froe_slice_cstr(texts[i]), froe_slice_cstr(texts[i]));
    assert_round_trip(FROE_SLICE("a\0b"), FROE_SLICE("a\0b"));
}

#define R "\xef\xbf\xbd" /* U+FFFD */

static void ill_formed_parts_become_one_replacement_each(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *expected;
    } cases[] = {
        {"\x80", R},                         /* a lone continuation */
        {"a\xbf\xbf z", "a" R R " z"},       /* two of them */
        {"\xc0\xaf", R R},                   /* overlong '/' in two, */
        {"\xe0\x80\xaf", R R R},             /* three */
        {"\xf0\x80\x80\xaf", R R R R},       /* and four bytes */
        {"\xc1\xbf", R R},                   /* overlong U+007F */
        {"\xed\xa0\x80", R R R},             /* a high surrogate */
        {"\xed\xbf\xbf", R R R},             /* a low surrogate */
        {"\xf4\x90\x80\x80", R R R R},       /* over U+10FFFF */
        {"\xf5\x80\x80\x80", R R R R},       /* far over */
        {"\xfe\xff", R R},                   /* never in UTF-8 */
        {"\xf8\x88\x80\x80\x80", R R R R R}, /* five bytes, once */
        {"\xc3", R},                         /* cut short at the end */
        {"\xe2\x82", R},                     /* one maximal part */
        {"\xf0\x9f\x92", R},                 /* one maximal part */
        {"\xf0\x9f\x92z", R "z"},            /* cut short by a letter */
        {"\xe2\x82\xc3\xa9", R "\xc3\xa9"},  /* by another character */
        {"\xc3\"", R "\""},                  /* by a quote, which must stay escaped */
        {"\xe2\\", R "\\"},                  /* by a backslash */
        {"\xf0\x9f\n", R "\n"},              /* by a line end */
        /* The example of Unicode 15.0, table 3-11. */
        {"\x61\xf1\x80\x80\xe1\x80\xc2\x62\x80\x63\x80\xbf\x64", "a" R R R "b" R "c" R R "d"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_round_trip(froe_slice_cstr(cases[i].bytes), froe_slice_cstr(cases[i].expected));
}

static void any_bytes_make_valid_json(void **state)
{
    (void)state;
    /* Bytes that matter are drawn more often than chance would. */
    static const unsigned char pool[] = {'"',  '\\', 'a',  0,    0x0a, 0x1f, 0x7f, 0x80, 0x8f,
                                         0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe1,
                                         0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff};
    uint64_t random = 6;
    for (int round = 0; round < 20000; round++) {
        char bytes[24];
        size_t len = random_below(&random, sizeof bytes + 1);
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(random_below(&random, 4) ? pool[random_below(&random, sizeof pool)]
                                                       : (unsigned char)random_next(&random));
        struct froe_buf once = round_trip(froe_slice(bytes, len));
        /* What came back is well-formed, so it survives a second trip unchanged. */
        assert_round_trip(froe_buf_slice(&once), froe_buf_slice(&once));
        froe_buf_release(&once);
    }
}

static void absent_is_null_and_empty_is_empty(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    struct froe_json_writer json;
    froe_json_init(&json, &out);
    froe_json_array_begin(&json);
    froe_json_string(&json, (struct froe_slice){0});
    froe_json_string(&json, FROE_SLICE(""));
    froe_json_array_end(&json);
    assert_text(&out, "[null,\"\"]");
    froe_buf_clear(&out);
    froe_json_escape(&out, (struct froe_slice){0});
    assert_text(&out, "");
    froe_buf_release(&out);
}

static void assert_double(double value, int digits, const char *expected)
{
    struct froe_buf out = {0};
    struct froe_json_writer json;
    froe_json_init(&json, &out);
    froe_json_double(&json, value, digits);
    assert_text(&out, expected);
    froe_buf_release(&out);
}

static void doubles(void **state)
{
    (void)state;
    assert_double(0, 6, "0");
    assert_double(0.5, 6, "0.5");
    assert_double(-12.25, 6, "-12.25");
    assert_double(100, 6, "100");
    assert_double(1.0 / 3, 3, "0.333");
    assert_double(1e300, 6, "1e+300");
    assert_double(NAN, 6, "null");
    assert_double(INFINITY, 6, "null");
    assert_double(-INFINITY, 6, "null");
}

static void doubles_with_17_digits_come_back_exactly(void **state)
{
    (void)state;
    uint64_t random = 9;
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = random_next(&random);
        double value, back;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value)) continue;
        struct froe_buf out = {0};
        struct froe_json_writer json;
        froe_json_init(&json, &out);
        froe_json_array_begin(&json);
        froe_json_double(&json, value, 17);
        froe_json_array_end(&json);
        json_error_t error;
        json_t *list = json_loadb(out.ptr, out.len, 0, &error);
        if (!list) fail_msg("not JSON: %.*s", (int)out.len, out.ptr);
        back = json_number_value(json_array_get(list, 0));
        assert_true(back == value);
        json_decref(list);
        froe_buf_release(&out);
    }
}

static void the_locale_does_not_matter(void **state)
{
    (void)state;
    /* A program that uses the library may have called setlocale. */
    static const char *const names[] = {"de_DE.UTF-8", "de_DE", "fr_FR.UTF-8", "de_DE.utf8"};
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++)
        found = setlocale(LC_NUMERIC, names[i]) && *localeconv()->decimal_point != '.';
    if (!found) skip(); /* none installed here */
    assert_double(-1.5, 6, "-1.5");
    setlocale(LC_NUMERIC, "C");
}

static void failure_shows_in_the_buffer(void **state)
{
    (void)state;
    struct froe_buf out;
    froe_buf_init(&out, 10);
    struct froe_json_writer json;
    froe_json_init(&json, &out);
    froe_json_array_begin(&json);
    for (int i = 0; i < 100; i++) froe_json_cstr(&json, "a long string \x01\xff");
    froe_json_array_end(&json);
    assert_int_equal(out.status, FROE_LIMIT);
    assert_true(out.len <= 10);
    froe_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nests_and_sets_commas),
        cmocka_unit_test(nests_as_deep_as_promised),
        cmocka_unit_test(well_formed_text_comes_back_whole),
        cmocka_unit_test(ill_formed_parts_become_one_replacement_each),
        cmocka_unit_test(any_bytes_make_valid_json),
        cmocka_unit_test(absent_is_null_and_empty_is_empty),
        cmocka_unit_test(doubles),
        cmocka_unit_test(doubles_with_17_digits_come_back_exactly),
        cmocka_unit_test(the_locale_does_not_matter),
        cmocka_unit_test(failure_shows_in_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
