/* Cuts the input into blocks twice, fed whole and in pieces of random sizes: the blocks must be the
   same. Cuts it into blocks of another size: the lines must be the same. */
#include "input/block.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

enum { BLOCKS_MAX = 1 << 16, SOURCE = 7 };

struct cut {
    struct froe_block **blocks;
    size_t count;
};

static enum froe_status keep_block(void *context, struct froe_block *block,
                                   struct froe_error *error)
{
    (void)error;
    struct cut *cut = context;
    CHECK(cut->count < BLOCKS_MAX);
    cut->blocks[cut->count++] = block;
    return FROE_OK;
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* piece_max 0 feeds everything at once. */
static struct cut cut_up(const uint8_t *data, size_t size, size_t block_bytes, size_t line_max,
                         uint32_t seed, size_t piece_max)
{
    struct cut cut = {.blocks = malloc(BLOCKS_MAX * sizeof *cut.blocks)};
    CHECK(cut.blocks);
    struct froe_blocker *blocker =
        froe_blocker_new_sized(SOURCE, block_bytes, line_max, keep_block, &cut);
    CHECK(blocker);
    while (size) {
        size_t n = piece_max ? next_random(&seed) % piece_max : size;
        if (n > size) n = size;
        /* From a copy of its own, so that reading past a piece is noticed. */
        uint8_t *piece = malloc(n ? n : 1);
        CHECK(piece);
        memcpy(piece, data, n);
        CHECK(froe_blocker_feed(blocker, piece, n, NULL) == FROE_OK);
        free(piece);
        data += n;
        size -= n;
    }
    CHECK(froe_blocker_finish(blocker, NULL) == FROE_OK);
    froe_blocker_free(blocker);
    return cut;
}

static void free_cut(struct cut *cut)
{
    for (size_t i = 0; i < cut->count; i++) froe_block_free(cut->blocks[i]);
    free(cut->blocks);
}

static void check_same_blocks(const struct cut *a, const struct cut *b)
{
    CHECK(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct froe_block *x = a->blocks[i], *y = b->blocks[i];
        CHECK(x->len == y->len && memcmp(x->data, y->data, x->len) == 0);
        CHECK(x->first_line == y->first_line && x->line_count == y->line_count);
        CHECK(x->lines_cut == y->lines_cut && x->last == y->last && x->sequence == y->sequence);
    }
}

/* The invariants of block.h. Returns the number of lines cut, by blocker and walk together. */
static uint64_t check_accounting(const struct cut *cut, size_t block_bytes, size_t line_max)
{
    uint64_t next_line = 1, lines_cut = 0;
    CHECK(cut->count > 0);
    for (size_t i = 0; i < cut->count; i++) {
        const struct froe_block *block = cut->blocks[i];
        bool last = i + 1 == cut->count;
        CHECK(block->source == SOURCE && block->sequence == i && block->last == last);
        CHECK(block->len <= block_bytes || block->len <= line_max + 2);
        CHECK(last || (block->len && block->data[block->len - 1] == '\n'));
        for (size_t k = 0; k < FROE_BLOCK_PADDING; k++) CHECK(block->data[block->len + k] == 0);
        CHECK(block->first_line == next_line);
        struct froe_lines lines;
        struct froe_slice line;
        uint64_t count = 0;
        froe_lines_init(&lines, block, line_max);
        while (froe_lines_next(&lines, &line)) {
            CHECK(line.len <= line_max && !memchr(line.ptr, '\n', line.len));
            count++;
        }
        CHECK(count == block->line_count);
        next_line += count;
        lines_cut += block->lines_cut + lines.lines_cut;
    }
    return lines_cut;
}

struct cursor {
    const struct cut *cut;
    size_t block, line_max;
    struct froe_lines lines;
};

static bool next_line(struct cursor *cursor, struct froe_slice *line)
{
    while (!froe_lines_next(&cursor->lines, line)) {
        if (++cursor->block >= cursor->cut->count) return false;
        froe_lines_init(&cursor->lines, cursor->cut->blocks[cursor->block], cursor->line_max);
    }
    return true;
}

static void check_same_lines(const struct cut *a, const struct cut *b, size_t line_max)
{
    struct cursor x = {.cut = a, .line_max = line_max}, y = {.cut = b, .line_max = line_max};
    froe_lines_init(&x.lines, a->blocks[0], line_max);
    froe_lines_init(&y.lines, b->blocks[0], line_max);
    struct froe_slice line, other;
    while (next_line(&x, &line)) {
        CHECK(next_line(&y, &other));
        CHECK(froe_slice_eq(line, other));
    }
    CHECK(!next_line(&y, &other));
}

/* The first four bytes of the input choose the sizes and the seed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4 || size > 64 * 1024) return 0;
    size_t block_bytes = 1u + data[0], line_max = 1u + data[1] % 128u, piece_max = 2u + data[2];
    uint32_t seed = data[3];
    data += 4;
    size -= 4;
    size_t large = 4 * size + 64; /* everything in one block */
    struct cut whole = cut_up(data, size, block_bytes, line_max, seed, 0);
    struct cut pieces = cut_up(data, size, block_bytes, line_max, seed, piece_max);
    struct cut single = cut_up(data, size, large, line_max, seed, piece_max);
    check_same_blocks(&whole, &pieces);
    CHECK(single.count == 1);
    CHECK(check_accounting(&whole, block_bytes, line_max) ==
          check_accounting(&single, large, line_max));
    check_same_lines(&whole, &single, line_max);
    free_cut(&whole);
    free_cut(&pieces);
    free_cut(&single);
    return 0;
}
