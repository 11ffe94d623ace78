#include "input/block.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cmocka.h>

enum { BLOCKS_MAX = 64 };

struct kept {
    struct froe_block *blocks[BLOCKS_MAX];
    size_t count;
    size_t stop_at; /* the sink refuses the block with this number, from 1 */
};

static enum froe_status keep_block(void *context, struct froe_block *block,
                                   struct froe_error *error)
{
    struct kept *kept = context;
    assert_true(kept->count < BLOCKS_MAX);
    kept->blocks[kept->count++] = block;
    if (kept->count == kept->stop_at)
        return froe_error_set(error, FROE_STOPPED, "enough after %zu", kept->count);
    return FROE_OK;
}

static void release(struct kept *kept)
{
    for (size_t i = 0; i < kept->count; i++) froe_block_free(kept->blocks[i]);
    *kept = (struct kept){0};
}

static void cut(struct kept *kept, struct froe_slice text, size_t block_bytes, size_t line_max,
                size_t piece)
{
    struct froe_blocker *blocker =
        froe_blocker_new_sized(3, block_bytes, line_max, keep_block, kept);
    assert_non_null(blocker);
    for (size_t i = 0; i < text.len; i += piece) {
        size_t n = text.len - i < piece ? text.len - i : piece;
        assert_int_equal(froe_blocker_feed(blocker, text.ptr + i, n, NULL), FROE_OK);
    }
    assert_int_equal(froe_blocker_finish(blocker, NULL), FROE_OK);
    froe_blocker_free(blocker);
}

static void check_block(const struct froe_block *block, struct froe_slice data, uint64_t first_line,
                        uint64_t line_count)
{
    assert_int_equal(block->len, data.len);
    assert_memory_equal(block->data, data.ptr, data.len);
    assert_int_equal(block->first_line, first_line);
    assert_int_equal(block->line_count, line_count);
    assert_int_equal(block->source, 3);
}

static void check_only(struct froe_slice in, struct froe_slice want, uint64_t line_count)
{
    for (size_t piece = 1; piece <= 5; piece++) {
        struct kept kept = {0};
        cut(&kept, in, 100, 50, piece);
        assert_int_equal(kept.count, 1);
        check_block(kept.blocks[0], want, 1, line_count);
        assert_true(kept.blocks[0]->last);
        release(&kept);
    }
}

static void test_empty(void **state)
{
    (void)state;
    struct kept kept = {0};
    cut(&kept, FROE_SLICE(""), 10, 5, 1);
    assert_int_equal(kept.count, 1);
    check_block(kept.blocks[0], FROE_SLICE(""), 1, 0);
    assert_true(kept.blocks[0]->last);
    release(&kept);
}

static void test_blocks_end_at_lines(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < 30; piece++) {
        struct kept kept = {0};
        cut(&kept, FROE_SLICE("one\ntwo\nthree\nfour\nfive"), 10, 8, piece);
        assert_int_equal(kept.count, 3);
        check_block(kept.blocks[0], FROE_SLICE("one\ntwo\n"), 1, 2);
        check_block(kept.blocks[1], FROE_SLICE("three\n"), 3, 1);
        check_block(kept.blocks[2], FROE_SLICE("four\nfive"), 4, 2);
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(kept.blocks[i]->sequence, i);
            assert_int_equal(kept.blocks[i]->last, i == 2);
            assert_int_equal(kept.blocks[i]->lines_cut, 0);
        }
        release(&kept);
    }
}

static void test_exactly_full_block_is_the_last(void **state)
{
    (void)state;
    struct kept kept = {0};
    cut(&kept, FROE_SLICE("123456789\n"), 10, 8, 3);
    assert_int_equal(kept.count, 1);
    check_block(kept.blocks[0], FROE_SLICE("123456789\n"), 1, 1);
    release(&kept);
}

static void test_long_line_is_cut_once(void **state)
{
    (void)state;
    struct kept kept = {0};
    cut(&kept, FROE_SLICE("a\n0123456789abcdefghijklmnopq\nb\n"), 10, 4, 7);
    assert_int_equal(kept.count, 2);
    check_block(kept.blocks[0], FROE_SLICE("a\n"), 1, 1);
    check_block(kept.blocks[1], FROE_SLICE("0123\nb\n"), 2, 2);
    assert_int_equal(kept.blocks[1]->lines_cut, 1);
    struct froe_lines lines;
    struct froe_slice line;
    froe_lines_init(&lines, kept.blocks[1], 4);
    assert_true(froe_lines_next(&lines, &line));
    assert_true(froe_slice_eq(line, FROE_SLICE("0123")));
    assert_true(froe_lines_next(&lines, &line));
    assert_true(froe_slice_eq(line, FROE_SLICE("b")));
    assert_false(froe_lines_next(&lines, &line));
    assert_int_equal(lines.lines_cut, 0);
    release(&kept);

    cut(&kept, FROE_SLICE("0123456789abcdef"), 10, 4, 1);
    assert_int_equal(kept.count, 1);
    check_block(kept.blocks[0], FROE_SLICE("0123"), 1, 1);
    assert_int_equal(kept.blocks[0]->lines_cut, 1);
    release(&kept);
}

static void test_cut_behind_a_carriage_return(void **state)
{
    (void)state;
    struct kept kept = {0};
    struct froe_lines lines;
    struct froe_slice line;
    cut(&kept, FROE_SLICE("012\r456789abcdef\nb\n"), 10, 4, 3);
    froe_lines_init(&lines, kept.blocks[0], 4);
    assert_true(froe_lines_next(&lines, &line));
    assert_true(froe_slice_eq(line, FROE_SLICE("012\r")));
    assert_int_equal(kept.blocks[0]->lines_cut + lines.lines_cut, 1);
    assert_true(froe_lines_next(&lines, &line));
    assert_true(froe_slice_eq(line, FROE_SLICE("b")));
    release(&kept);
}

static void test_line_longer_than_a_block_but_within_the_cap(void **state)
{
    (void)state;
    struct kept kept = {0};
    cut(&kept, FROE_SLICE("0123456789\r\nb\n"), 4, 10, 3);
    assert_int_equal(kept.count, 2);
    check_block(kept.blocks[0], FROE_SLICE("0123456789\r\n"), 1, 1);
    check_block(kept.blocks[1], FROE_SLICE("b\n"), 2, 1);
    assert_int_equal(kept.blocks[0]->lines_cut, 0);
    release(&kept);
}

static void test_lines(void **state)
{
    (void)state;
    static const char *const want[] = {"one", "", "a\rb", "\r", "12345", "12345", "end\r"};
    struct kept kept = {0};
    struct froe_lines lines;
    struct froe_slice line;
    cut(&kept, FROE_SLICE("one\r\n\na\rb\n\r\r\n12345\r\n123456\nend\r"), 100, 50, 4);
    assert_int_equal(kept.blocks[0]->line_count, 7);
    froe_lines_init(&lines, kept.blocks[0], 5);
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
        assert_true(froe_lines_next(&lines, &line));
        assert_true(froe_slice_eq(line, froe_slice_cstr(want[i])));
    }
    assert_false(froe_lines_next(&lines, &line));
    assert_int_equal(lines.lines_cut, 1);
    release(&kept);
}

static void test_byte_order_marks(void **state)
{
    (void)state;
    check_only(FROE_SLICE("\xef\xbb\xbf"
                          "a\nb\n"),
               FROE_SLICE("a\nb\n"), 2);
    check_only(FROE_SLICE("\xef\xbb\xbf"), FROE_SLICE(""), 0);
    check_only(FROE_SLICE("\xef\xbb"), FROE_SLICE("\xef\xbb"), 1);
    check_only(FROE_SLICE("\xff\xfe"
                          "a\0\n\0b\0"),
               FROE_SLICE("a\nb"), 2);
    check_only(FROE_SLICE("\xfe\xff"
                          "\0a\0\n\0b\0\n"),
               FROE_SLICE("a\nb\n"), 2);
    check_only(FROE_SLICE("\xff\xfe"), FROE_SLICE(""), 0);
    check_only(FROE_SLICE("\xff\xfe"
                          "a\0b"),
               FROE_SLICE("a\xef\xbf\xbd"), 1);
    check_only(FROE_SLICE("\xff\xfe\0\0a\0\0\0"), FROE_SLICE("a"), 1);
    check_only(FROE_SLICE("a\0\xef\xbb\xbf\n"), FROE_SLICE("a\0\xef\xbb\xbf\n"), 1);
}

static void test_sink_stops_the_feeding(void **state)
{
    (void)state;
    struct kept kept = {.stop_at = 2};
    struct froe_error error = {0};
    struct froe_blocker *blocker = froe_blocker_new_sized(3, 4, 2, keep_block, &kept);
    assert_int_equal(froe_blocker_feed(blocker, "a\nb\n", 4, &error), FROE_OK);
    assert_int_equal(froe_blocker_feed(blocker, "c\nd\ne\nf\n", 8, &error), FROE_STOPPED);
    assert_string_equal(error.message, "enough after 2");
    error = (struct froe_error){0};
    assert_int_equal(froe_blocker_feed(blocker, "g\n", 2, &error), FROE_STOPPED);
    assert_string_equal(error.message, "enough after 2");
    assert_int_equal(froe_blocker_finish(blocker, &error), FROE_STOPPED);
    assert_int_equal(kept.count, 2);
    froe_blocker_free(blocker);
    release(&kept);
}

static enum froe_status count_block(void *context, struct froe_block *block,
                                    struct froe_error *error)
{
    (void)error;
    uint64_t *counts = context;
    counts[0]++;
    counts[1] += block->line_count;
    counts[2] += block->lines_cut;
    counts[3] += block->len;
    froe_block_free(block);
    return FROE_OK;
}

/* A gigabyte without a line end, in blocks of the size users get. */
static void test_huge_line_needs_little_memory(void **state)
{
    (void)state;
    enum { PIECE = 1 << 20, PIECES = 1024 };
    uint64_t counts[4] = {0};
    char *piece = malloc(PIECE);
    assert_non_null(piece);
    memset(piece, 'x', PIECE);
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    struct froe_blocker *blocker =
        froe_blocker_new(0, FROE_LINE_BYTES_MAX_DEFAULT, count_block, counts);
    for (int i = 0; i < PIECES; i++)
        assert_int_equal(froe_blocker_feed(blocker, piece, PIECE, NULL), FROE_OK);
    assert_int_equal(froe_blocker_feed(blocker, "\nlast\n", 6, NULL), FROE_OK);
    assert_int_equal(froe_blocker_finish(blocker, NULL), FROE_OK);
    froe_blocker_free(blocker);
    free(piece);
    getrusage(RUSAGE_SELF, &after);
    assert_true(after.ru_maxrss - before.ru_maxrss < 32 * 1024); /* KiB */
    assert_int_equal(counts[0], 1);
    assert_int_equal(counts[1], 2);
    assert_int_equal(counts[2], 1);
    assert_int_equal(counts[3], FROE_LINE_BYTES_MAX_DEFAULT + 6);
}

static void test_line_numbers_over_full_size_blocks(void **state)
{
    (void)state;
    enum { LINES = 500000, LINE_BYTES = 25 };
    struct kept kept = {0};
    struct froe_blocker *blocker = froe_blocker_new(3, 1000, keep_block, &kept);
    for (int i = 0; i < LINES; i++) {
        char line[LINE_BYTES + 1];
        int n = snprintf(line, sizeof line, "line number %12d\n", i);
        assert_int_equal(n, LINE_BYTES);
        assert_int_equal(froe_blocker_feed(blocker, line, LINE_BYTES, NULL), FROE_OK);
    }
    assert_int_equal(froe_blocker_finish(blocker, NULL), FROE_OK);
    froe_blocker_free(blocker);
    uint64_t next_line = 1;
    assert_int_equal(kept.count, 3);
    for (size_t i = 0; i < kept.count; i++) {
        const struct froe_block *block = kept.blocks[i];
        assert_int_equal(block->first_line, next_line);
        assert_int_equal(strtoull(block->data + 12, NULL, 10), next_line - 1);
        assert_int_equal(block->line_count, block->len / LINE_BYTES);
        assert_true(block->last || FROE_BLOCK_BYTES - block->len < LINE_BYTES);
        next_line += block->line_count;
    }
    assert_int_equal(next_line, LINES + 1);
    release(&kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_blocks_end_at_lines),
        cmocka_unit_test(test_exactly_full_block_is_the_last),
        cmocka_unit_test(test_long_line_is_cut_once),
        cmocka_unit_test(test_cut_behind_a_carriage_return),
        cmocka_unit_test(test_line_longer_than_a_block_but_within_the_cap),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_byte_order_marks),
        cmocka_unit_test(test_sink_stops_the_feeding),
        cmocka_unit_test(test_huge_line_needs_little_memory),
        cmocka_unit_test(test_line_numbers_over_full_size_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
