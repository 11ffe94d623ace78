#include "input/file.h"

#include "base/buf.h"
#include "base/calendar.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* The streams come from the tools people make them with; a format whose tool is missing is skipped,
   visibly. */
static const struct format {
    const char *name, *tool, *compress, *decompress;
    bool whole_output; /* everything decodable comes out, not only whole buffers of libarchive */
} formats[] = {
    {"gzip", "gzip", "gzip -c", "gzip -dc", true},
    {"zstd", "zstd", "zstd -q -c", "zstd -q -dc", false},
    {"xz", "xz", "xz -T1 -c", "xz -dc", false},
    {"bzip2", "bzip2", "bzip2 -1 -c", "bzip2 -dc", false},
    {"lz4", "lz4", "lz4 -q -c -B4", "lz4 -q -dc", false},
};

enum {
    FORMATS = sizeof formats / sizeof formats[0],
    TEXT_BYTES = 900 * 1000,
    LIBARCHIVE_BUFFER_BYTES = 128 * 1024,
};

static char root[] = "file-XXXXXX";
static struct froe_buf text;

static struct froe_slice part(struct froe_slice bytes, size_t len)
{
    return froe_slice(bytes.ptr, len < bytes.len ? len : bytes.len);
}

static void write_parts(const char *path, struct froe_slice first, struct froe_slice second)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(first.ptr, 1, first.len, out), first.len);
    assert_int_equal(fwrite(second.ptr, 1, second.len, out), second.len);
    assert_int_equal(fclose(out), 0);
}

static void write_file(const char *path, struct froe_slice bytes)
{
    write_parts(path, bytes, FROE_SLICE(""));
}

static int shell(const char *command)
{
    return system(command);
}

static bool have(const struct format *format)
{
    char command[128];
    snprintf(command, sizeof command, "command -v %s >/dev/null", format->tool);
    if (shell(command) == 0) return true;
    print_message("skipped: no %s on this machine\n", format->tool);
    return false;
}

static void load(const char *path, struct froe_buf *out)
{
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    froe_buf_clear(out);
    size_t n;
    while ((n = fread(froe_buf_reserve(out, 65536), 1, 65536, in)) > 0) out->len += n;
    fclose(in);
}

/* Every test runs in a directory of its own, with `text` in the file "plain". */
static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(root) || chdir(root) != 0) return -1;
    uint32_t seed = 1;
    while (text.len < TEXT_BYTES) {
        seed = seed * 1664525u + 1013904223u;
        froe_buf_printf(&text,
                        "2026-04-20 14:%02u:%02u INFO request %u from 10.0.%u.7 took %u ms\n",
                        (unsigned)(text.len / 15000) % 60, (seed >> 9) % 60, seed, seed >> 24,
                        (seed >> 8) % 1000);
    }
    write_file("plain", froe_buf_slice(&text));
    return text.status == FROE_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[64];
    froe_buf_release(&text);
    if (chdir("..") != 0) return -1;
    snprintf(command, sizeof command, "rm -rf ./%s", root);
    return shell(command);
}

/* Reads to the end or to the error, in pieces of the given size. */
static enum froe_status read_all(struct froe_file *file, size_t piece, struct froe_buf *out,
                                 struct froe_error *error)
{
    froe_buf_clear(out);
    for (;;) {
        char *room = froe_buf_reserve(out, piece);
        assert_non_null(room);
        size_t got = 99;
        enum froe_status status = froe_file_read(file, room, piece, &got, error);
        assert_true(got <= piece);
        if (status != FROE_OK) assert_int_equal(got, 0);
        out->len += got;
        if (got) continue;
        /* The end stays the end, an error an error. */
        struct froe_error again = {0};
        assert_int_equal(froe_file_read(file, room, piece, &got, &again), status);
        assert_int_equal(got, 0);
        if (status != FROE_OK) assert_string_equal(again.message, error->message);
        return status;
    }
}

static enum froe_status read_path(const char *path, size_t piece, struct froe_buf *out,
                                  struct froe_error *error)
{
    struct froe_file *file;
    *error = (struct froe_error){0};
    enum froe_status status = froe_file_open(&file, path, error);
    if (status != FROE_OK) return status;
    status = read_all(file, piece, out, error);
    froe_file_close(file);
    return status;
}

static void check_bytes(const struct froe_buf *got, struct froe_slice want)
{
    assert_int_equal(got->len, want.len);
    if (want.len) assert_memory_equal(got->ptr, want.ptr, want.len);
}

static void check_reads(const char *path, struct froe_slice want)
{
    static const size_t pieces[] = {1000, 65536, 5000000};
    for (size_t i = 0; i < 3; i++) {
        struct froe_buf got = {0};
        struct froe_error error;
        enum froe_status status = read_path(path, pieces[i], &got, &error);
        if (status != FROE_OK) print_message("%s: %s\n", path, error.message);
        assert_int_equal(status, FROE_OK);
        check_bytes(&got, want);
        froe_buf_release(&got);
    }
}

static void check_damaged(const char *path, const char *format)
{
    struct froe_buf got = {0};
    struct froe_error error;
    char want[64];
    snprintf(want, sizeof want, "damaged %s stream at byte ", format);
    assert_int_equal(read_path(path, 65536, &got, &error), FROE_CORRUPT);
    assert_int_equal(strncmp(error.message, want, strlen(want)), 0);
    froe_buf_release(&got);
}

/* Compresses `input` into "packed" and loads it. */
static void pack(const char *command, const char *input, struct froe_buf *packed)
{
    char line[128];
    snprintf(line, sizeof line, "%s < %s > packed", command, input);
    assert_int_equal(shell(line), 0);
    load("packed", packed);
}

static void test_plain(void **state)
{
    (void)state;
    check_reads("plain", froe_buf_slice(&text));
    write_file("empty", FROE_SLICE(""));
    check_reads("empty", FROE_SLICE(""));
    /* What begins like a magic and is none. */
    static const char *const plain[] = {"\x1f", "\x1f\x8b\x07", "(\xb5", "BZh",     "BZh9 a line\n",
                                        "P*M",  "\xfd\x37",     "B",     "BZh01AY", "BZh91BY&SY"};
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        write_file("odd", froe_slice_cstr(plain[i]));
        check_reads("odd", froe_slice_cstr(plain[i]));
    }
}

static void test_size_time_and_position(void **state)
{
    (void)state;
    struct froe_file *file;
    struct froe_buf got = {0};
    struct froe_error error;
    struct timespec times[2] = {{.tv_sec = 1}, {.tv_sec = 1700000000, .tv_nsec = 5}};
    assert_int_equal(utimensat(AT_FDCWD, "plain", times, 0), 0);
    assert_int_equal(froe_file_open(&file, "plain", &error), FROE_OK);
    assert_int_equal(froe_file_size(file), text.len);
    assert_true(froe_file_mtime_ns(file) == 1700000000 * FROE_NS_PER_S + 5);
    assert_int_equal(froe_file_position(file), 0);
    assert_int_equal(read_all(file, 4096, &got, &error), FROE_OK);
    assert_int_equal(froe_file_position(file), text.len);
    froe_file_close(file);
    froe_buf_release(&got);
}

static void test_what_cannot_be_opened(void **state)
{
    (void)state;
    struct froe_file *file;
    struct froe_error error = {0};
    assert_int_equal(froe_file_open(&file, "missing", &error), FROE_NOT_FOUND);
    assert_string_equal(error.message, "No such file or directory");
    assert_null(file);
    assert_int_equal(froe_file_open(&file, ".", &error), FROE_IO);
    assert_string_equal(error.message, "is a directory");
    assert_int_equal(froe_file_open(&file, "plain/x", &error), FROE_IO);
    assert_string_equal(error.message, "Not a directory");
    assert_int_equal(froe_file_open(&file, "", NULL), FROE_NOT_FOUND);
}

static void test_whole_streams(void **state)
{
    (void)state;
    struct froe_buf packed = {0}, twice = {0};
    froe_buf_append(&twice, froe_buf_slice(&text));
    froe_buf_append(&twice, froe_buf_slice(&text));
    for (size_t i = 0; i < FORMATS; i++) {
        if (!have(&formats[i])) continue;
        pack(formats[i].compress, "plain", &packed);
        check_reads("packed", froe_buf_slice(&text));
        write_parts("two", froe_buf_slice(&packed), froe_buf_slice(&packed));
        check_reads("two", froe_buf_slice(&twice));
        pack(formats[i].compress, "/dev/null", &packed);
        check_reads("packed", FROE_SLICE(""));
    }
    froe_buf_release(&packed);
    froe_buf_release(&twice);
}

static void test_variants(void **state)
{
    (void)state;
    static const char *const commands[] = {"pzstd -q -c -p 2", "lz4 -q -l -c", "lz4 -q -c -BD",
                                           "xz --check=none -c", "zstd -q -c --no-check --long=27"};
    struct froe_buf packed = {0};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char probe[128];
        snprintf(probe, sizeof probe, "%s < plain > packed 2>/dev/null", commands[i]);
        if (shell(probe) != 0) {
            print_message("skipped: %s\n", commands[i]);
            continue;
        }
        load("packed", &packed);
        check_reads("packed", froe_buf_slice(&text));
    }
    /* A skippable frame before a zstd frame, alone, and cut. */
    static const char frame[] = "\x5a\x2a\x4d\x18\x03\0\0\0abc";
    struct froe_slice skippable = froe_slice(frame, sizeof frame - 1);
    if (have(&formats[1])) {
        pack(formats[1].compress, "plain", &packed);
        write_parts("packed", skippable, froe_buf_slice(&packed));
        check_reads("packed", froe_buf_slice(&text));
    }
    write_file("packed", skippable);
    check_reads("packed", FROE_SLICE(""));
    write_parts("packed", skippable, FROE_SLICE("text"));
    check_damaged("packed", "zstd");
    struct froe_buf got = {0};
    struct froe_error error;
    write_file("packed", part(skippable, 9));
    assert_int_equal(read_path("packed", 100, &got, &error), FROE_TRUNCATED);
    assert_string_equal(error.message, "truncated zstd stream at byte 9");
    froe_buf_release(&got);
    froe_buf_release(&packed);
}

/* How much the format's own tool gets out of "cut". */
static size_t tool_bytes(const struct format *format)
{
    char command[128];
    struct froe_buf out = {0};
    snprintf(command, sizeof command, "%s < cut > tool.out 2>/dev/null", format->decompress);
    shell(command);
    load("tool.out", &out);
    size_t len = out.len;
    froe_buf_release(&out);
    return len;
}

static void check_truncated(const struct format *format, struct froe_slice packed, size_t len)
{
    struct froe_buf got = {0};
    struct froe_error error;
    char want[80];
    write_file("cut", part(packed, len));
    enum froe_status status = read_path("cut", 30000, &got, &error);
    snprintf(want, sizeof want, "truncated %s stream at byte %zu", format->name, len);
    assert_string_equal(error.message, want);
    assert_int_equal(status, FROE_TRUNCATED);
    assert_int_equal(error.byte, len);
    assert_true(got.len <= text.len);
    if (got.len) assert_memory_equal(got.ptr, text.ptr, got.len);
    size_t by_tool = tool_bytes(format);
    if (format->whole_output)
        assert_true(got.len >= by_tool);
    else
        assert_true(got.len + LIBARCHIVE_BUFFER_BYTES >= by_tool);
    froe_buf_release(&got);
}

static void test_truncated_streams(void **state)
{
    (void)state;
    struct froe_buf packed = {0};
    for (size_t i = 0; i < FORMATS; i++) {
        if (!have(&formats[i])) continue;
        pack(formats[i].compress, "plain", &packed);
        size_t cuts[] = {5,
                         7,
                         12,
                         20,
                         100,
                         5000,
                         packed.len / 3,
                         packed.len / 2,
                         packed.len - 9,
                         packed.len - 1};
        for (size_t k = 0; k < sizeof cuts / sizeof cuts[0]; k++)
            check_truncated(&formats[i], froe_buf_slice(&packed), cuts[k]);
    }
    froe_buf_release(&packed);
}

/* All that deflate stored is there, up to the very last byte of the file. */
static void test_truncated_gzip_loses_nothing(void **state)
{
    (void)state;
    if (!have(&formats[0])) skip();
    struct froe_buf packed = {0}, got = {0};
    struct froe_error error;
    pack("gzip -c", "plain", &packed);
    write_file("cut", part(froe_buf_slice(&packed), packed.len - 8)); /* without the trailer */
    assert_int_equal(read_path("cut", 4096, &got, &error), FROE_TRUNCATED);
    check_bytes(&got, froe_buf_slice(&text));
    /* The second member ends within its header, or after its first byte. */
    for (size_t extra = 1; extra < 10; extra += 4) {
        write_parts("cut", froe_buf_slice(&packed), part(froe_buf_slice(&packed), extra));
        assert_int_equal(read_path("cut", 4096, &got, &error), FROE_TRUNCATED);
        check_bytes(&got, froe_buf_slice(&text));
        assert_int_equal(error.byte, packed.len + extra);
    }
    froe_buf_release(&packed);
    froe_buf_release(&got);
}

static void test_flipped_byte(void **state)
{
    (void)state;
    struct froe_buf packed = {0};
    for (size_t i = 0; i < FORMATS; i++) {
        if (!have(&formats[i])) continue;
        pack(formats[i].compress, "plain", &packed);
        for (size_t at = packed.len / 5; at < packed.len; at += packed.len / 5) {
            packed.ptr[at] ^= 0x10;
            write_file("flipped", froe_buf_slice(&packed));
            packed.ptr[at] ^= 0x10;
            check_damaged("flipped", formats[i].name);
        }
    }
    froe_buf_release(&packed);
}

/* Whatever a stream holds, reading it ends, and with one of three outcomes. */
static void test_random_damage(void **state)
{
    (void)state;
    enum { ROUNDS = 60, DAMAGES = 3 };
    uint32_t seed = 1;
    struct froe_buf packed = {0}, damaged = {0}, got = {0};
    struct froe_error error;
    write_file("small", part(froe_buf_slice(&text), 5000));
    for (size_t i = 0; i < FORMATS; i++) {
        if (!have(&formats[i])) continue;
        pack(formats[i].compress, "small", &packed);
        for (int round = 0; round < ROUNDS; round++) {
            froe_buf_clear(&damaged);
            froe_buf_append(&damaged, froe_buf_slice(&packed));
            for (int k = 0; k < DAMAGES; k++) {
                seed = seed * 1664525u + 1013904223u;
                damaged.ptr[(seed >> 8) % (round % 2 ? 40 : packed.len)] = (char)(seed >> 24);
            }
            write_file("damaged", froe_buf_slice(&damaged));
            enum froe_status status = read_path("damaged", 3000, &got, &error);
            assert_true(status == FROE_OK || status == FROE_CORRUPT || status == FROE_TRUNCATED);
            assert_true(status == FROE_OK || error.byte <= packed.len);
        }
    }
    froe_buf_release(&packed);
    froe_buf_release(&damaged);
    froe_buf_release(&got);
}

static void test_trailing_bytes(void **state)
{
    (void)state;
    static const char zeros[70000];
    struct froe_buf packed = {0}, got = {0}, padded = {0};
    struct froe_error error;
    for (size_t i = 0; i < FORMATS; i++) {
        if (!have(&formats[i])) continue;
        pack(formats[i].compress, "plain", &packed);
        write_parts("tail", froe_buf_slice(&packed), FROE_SLICE("this is no stream at all"));
        check_damaged("tail", formats[i].name);
        assert_int_equal(read_path("tail", 65536, &got, &error), FROE_CORRUPT);
        assert_true(got.len + LIBARCHIVE_BUFFER_BYTES >= text.len);
        assert_memory_equal(got.ptr, text.ptr, got.len);
    }
    if (have(&formats[0])) {
        pack("gzip -c", "plain", &packed);
        write_parts("tail", froe_buf_slice(&packed), froe_slice(zeros, sizeof zeros));
        check_reads("tail", froe_buf_slice(&text));
        froe_buf_append(&padded, froe_slice(zeros, 512));
        froe_buf_append_cstr(&padded, "x");
        write_parts("tail", froe_buf_slice(&packed), froe_buf_slice(&padded));
        assert_int_equal(read_path("tail", 1000, &got, &error), FROE_CORRUPT);
        check_bytes(&got, froe_buf_slice(&text));
        assert_int_equal(error.byte, packed.len + 512);
    }
    froe_buf_release(&packed);
    froe_buf_release(&got);
    froe_buf_release(&padded);
}

static void test_pipes(void **state)
{
    (void)state;
    struct froe_buf packed = {0}, got = {0};
    struct froe_error error;
    for (size_t i = 0; i <= FORMATS; i++) {
        if (i < FORMATS && !have(&formats[i])) continue;
        if (i < FORMATS) pack(formats[i].compress, "plain", &packed);
        /* The magic arrives byte by byte. */
        const char *name = i < FORMATS ? "packed" : "plain";
        char command[160], path[32];
        snprintf(command, sizeof command, "(dd bs=1 count=12 2>/dev/null; cat) < %s", name);
        FILE *pipe = popen(command, "r");
        assert_non_null(pipe);
        snprintf(path, sizeof path, "/dev/fd/%d", fileno(pipe));
        struct froe_file *file;
        assert_int_equal(froe_file_open(&file, path, &error), FROE_OK);
        assert_int_equal(froe_file_size(file), 0);
        assert_true(froe_file_mtime_ns(file) == FROE_TIME_NONE);
        assert_int_equal(read_all(file, 50000, &got, &error), FROE_OK);
        check_bytes(&got, froe_buf_slice(&text));
        froe_file_close(file);
        pclose(pipe);
    }
    froe_buf_release(&packed);
    froe_buf_release(&got);
}

static void test_standard_input_half_read(void **state)
{
    (void)state;
    enum { ALREADY_READ = 1000 };
    struct froe_buf got = {0};
    struct froe_error error;
    struct froe_file *file;
    int saved = dup(STDIN_FILENO), fd = open("plain", O_RDONLY);
    assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
    assert_int_equal(lseek(STDIN_FILENO, ALREADY_READ, SEEK_SET), ALREADY_READ);
    assert_int_equal(froe_file_open(&file, "-", &error), FROE_OK);
    assert_int_equal(froe_file_position(file), ALREADY_READ);
    assert_int_equal(read_all(file, 50000, &got, &error), FROE_OK);
    check_bytes(&got, froe_slice_from(froe_buf_slice(&text), ALREADY_READ));
    froe_file_close(file);
    assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0); /* still open */
    close(fd);
    if (saved >= 0) {
        dup2(saved, STDIN_FILENO);
        close(saved);
    }
    froe_buf_release(&got);
}

static void check_binary(const char *path, struct froe_slice bytes, bool want)
{
    struct froe_buf got = {0};
    struct froe_error error;
    struct froe_file *file;
    assert_int_equal(froe_file_open(&file, path, &error), FROE_OK);
    assert_int_equal(froe_file_is_binary(file), want);
    assert_int_equal(froe_file_is_binary(file), want);
    assert_int_equal(read_all(file, 5000, &got, &error), FROE_OK);
    check_bytes(&got, bytes); /* the look ahead took nothing away */
    froe_file_close(file);
    froe_buf_release(&got);
}

static void test_binary(void **state)
{
    (void)state;
    static const struct {
        struct froe_slice bytes;
        bool binary;
    } cases[] = {
        {{"", 0}, false},
        {{"text\n", 5}, false},
        {{"te\0t\n", 5}, true},
        {{"\xff\xfet\0\n\0", 6}, false},
        {{"\xfe\xff\0t\0\n", 6}, false},
        {{"\0\0\xfe\xff\0\0\0t", 8}, false},
        {{"\xef\xbb\xbft\0", 5}, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        write_file("maybe", cases[i].bytes);
        check_binary("maybe", cases[i].bytes, cases[i].binary);
    }
    check_binary("plain", froe_buf_slice(&text), false);
    struct froe_buf late = {0};
    froe_buf_append(&late, part(froe_buf_slice(&text), 8192));
    froe_buf_append_char(&late, '\0');
    write_file("maybe", froe_buf_slice(&late));
    check_binary("maybe", froe_buf_slice(&late), false);
    late.ptr[8191] = '\0';
    write_file("maybe", froe_buf_slice(&late));
    check_binary("maybe", froe_buf_slice(&late), true);
    struct froe_buf packed = {0};
    for (size_t i = 0; i < FORMATS; i++) {
        if (!have(&formats[i])) continue;
        pack(formats[i].compress, "maybe", &packed);
        check_binary("packed", froe_buf_slice(&late), true);
        pack(formats[i].compress, "plain", &packed);
        check_binary("packed", froe_buf_slice(&text), false);
    }
    froe_buf_release(&late);
    froe_buf_release(&packed);
}

static void test_shrinking_file_ends(void **state)
{
    (void)state;
    struct froe_buf got = {0};
    struct froe_error error;
    struct froe_file *file;
    write_file("shrinks", froe_buf_slice(&text));
    assert_int_equal(froe_file_open(&file, "shrinks", &error), FROE_OK);
    assert_int_equal(truncate("shrinks", 10), 0);
    assert_int_equal(read_all(file, 4096, &got, &error), FROE_OK);
    assert_true(got.len < text.len);
    assert_memory_equal(got.ptr, text.ptr, got.len);
    froe_file_close(file);
    froe_buf_release(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_size_time_and_position),
        cmocka_unit_test(test_what_cannot_be_opened),
        cmocka_unit_test(test_whole_streams),
        cmocka_unit_test(test_variants),
        cmocka_unit_test(test_truncated_streams),
        cmocka_unit_test(test_truncated_gzip_loses_nothing),
        cmocka_unit_test(test_flipped_byte),
        cmocka_unit_test(test_random_damage),
        cmocka_unit_test(test_trailing_bytes),
        cmocka_unit_test(test_pipes),
        cmocka_unit_test(test_standard_input_half_read),
        cmocka_unit_test(test_binary),
        cmocka_unit_test(test_shrinking_file_ends),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
