#include "input/transcode.h"

#include "base/slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Transcodes byte by byte into the least room, and whole; both must give `want`. */
static void check(enum froe_encoding encoding, struct froe_slice in, const char *want)
{
    struct froe_transcoder whole, pieces;
    char a[256], b[256];
    const unsigned char *bytes = (const unsigned char *)in.ptr;
    size_t len = in.len;
    froe_transcoder_init(&whole, encoding);
    size_t a_len = froe_transcode(&whole, &bytes, &len, a, sizeof a - FROE_TRANSCODE_ROOM_MIN);
    assert_int_equal(len, 0);
    a_len += froe_transcode_finish(&whole, a + a_len);
    assert_int_equal(a_len, strlen(want));
    assert_memory_equal(a, want, a_len);

    froe_transcoder_init(&pieces, encoding);
    size_t b_len = 0;
    for (size_t i = 0; i < in.len; i++) {
        const unsigned char *one = (const unsigned char *)in.ptr + i;
        size_t left = 1;
        b_len += froe_transcode(&pieces, &one, &left, b + b_len, FROE_TRANSCODE_ROOM_MIN);
        assert_int_equal(left, 0);
    }
    b_len += froe_transcode_finish(&pieces, b + b_len);
    assert_int_equal(b_len, a_len);
    assert_memory_equal(b, a, a_len);
}

static void test_utf16(void **state)
{
    (void)state;
    check(FROE_ENCODING_UTF16LE, FROE_SLICE("a\0\xe9\0\xac\x20\n\0"), "a\xc3\xa9\xe2\x82\xac\n");
    check(FROE_ENCODING_UTF16BE, FROE_SLICE("\0a\0\xe9\x20\xac\0\n"), "a\xc3\xa9\xe2\x82\xac\n");
    /* U+1F600 */
    check(FROE_ENCODING_UTF16LE, FROE_SLICE("\x3d\xd8\x00\xde"), "\xf0\x9f\x98\x80");
    check(FROE_ENCODING_UTF16BE, FROE_SLICE("\xd8\x3d\xde\x00"), "\xf0\x9f\x98\x80");
}

static void test_broken_utf16(void **state)
{
    (void)state;
    check(FROE_ENCODING_UTF16BE, FROE_SLICE("\xd8\x3d\0a"),
          "\xef\xbf\xbd"
          "a");
    check(FROE_ENCODING_UTF16BE, FROE_SLICE("\xde\0\0a"),
          "\xef\xbf\xbd"
          "a");
    check(FROE_ENCODING_UTF16BE, FROE_SLICE("\xd8\x3d\xd8\x3d\xde\0"),
          "\xef\xbf\xbd\xf0\x9f\x98\x80");
    check(FROE_ENCODING_UTF16BE, FROE_SLICE("\0a\xd8\x3d"), "a\xef\xbf\xbd");
    check(FROE_ENCODING_UTF16LE, FROE_SLICE("a\0b"), "a\xef\xbf\xbd");
    check(FROE_ENCODING_UTF16BE, FROE_SLICE("\xd8\x3d\xde"), "\xef\xbf\xbd\xef\xbf\xbd");
}

static void test_utf32(void **state)
{
    (void)state;
    check(FROE_ENCODING_UTF32LE, FROE_SLICE("\0\xf6\x01\0a\0\0\0"),
          "\xf0\x9f\x98\x80"
          "a");
    check(FROE_ENCODING_UTF32BE, FROE_SLICE("\0\x01\xf6\0\0\0\0a"),
          "\xf0\x9f\x98\x80"
          "a");
    check(FROE_ENCODING_UTF32BE, FROE_SLICE("\0\x11\0\0\0\0\xd8\0\xff\xff\xff\xff\0"),
          "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

static void check_bom(struct froe_slice bytes, enum froe_encoding encoding, size_t want_len)
{
    size_t len = 99;
    assert_int_equal(froe_encoding_detect((const unsigned char *)bytes.ptr, bytes.len, &len),
                     encoding);
    assert_int_equal(len, want_len);
}

static void test_detect(void **state)
{
    (void)state;
    check_bom(FROE_SLICE(""), FROE_ENCODING_BYTES, 0);
    check_bom(FROE_SLICE("abcd"), FROE_ENCODING_BYTES, 0);
    check_bom(FROE_SLICE("\xef\xbb\xbf"), FROE_ENCODING_BYTES, 3);
    check_bom(FROE_SLICE("\xef\xbb"), FROE_ENCODING_BYTES, 0);
    check_bom(FROE_SLICE("\xff\xfe"), FROE_ENCODING_UTF16LE, 2);
    check_bom(FROE_SLICE("\xfe\xff\0a"), FROE_ENCODING_UTF16BE, 2);
    check_bom(FROE_SLICE("\xff\xfe\0\0"), FROE_ENCODING_UTF32LE, 4);
    check_bom(FROE_SLICE("\0\0\xfe\xff"), FROE_ENCODING_UTF32BE, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_broken_utf16),
        cmocka_unit_test(test_utf32),
        cmocka_unit_test(test_detect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
