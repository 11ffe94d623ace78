#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "random.h"

static uint64_t hash(const char *text, uint64_t seed)
{
    return froe_hash_bytes(froe_slice_cstr(text), seed);
}

static int compare_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static size_t count_equal_neighbours(uint64_t *hashes, size_t count)
{
    qsort(hashes, count, sizeof *hashes, compare_u64);
    size_t equal = 0;
    for (size_t i = 1; i < count; i++) equal += hashes[i] == hashes[i - 1];
    return equal;
}

static void depends_on_bytes_alone(void **state)
{
    (void)state;
    /* The same bytes at every alignment, with different bytes around them. */
    char room[96];
    for (size_t len = 0; len <= 40; len++) {
        uint64_t expected = 0;
        for (size_t start = 1; start < 20; start++) {
            memset(room, (int)start, sizeof room);
            for (size_t i = 0; i < len; i++) room[start + i] = (char)(i * 37 + 11);
            uint64_t h = froe_hash_bytes(froe_slice(room + start, len), 5);
            if (start == 1) expected = h;
            assert_true(h == expected);
        }
    }
    assert_true(froe_hash_bytes((struct froe_slice){0}, 3) == hash("", 3));
}

static void trailing_zeros_count(void **state)
{
    (void)state;
    char zeros[64] = {0};
    uint64_t hashes[65];
    for (size_t len = 0; len <= 64; len++) hashes[len] = froe_hash_bytes(froe_slice(zeros, len), 0);
    assert_int_equal(count_equal_neighbours(hashes, 65), 0);
}

static void short_strings_do_not_collide(void **state)
{
    (void)state;
    enum { COUNT = 65536 + 256 + 200000 };
    uint64_t *hashes = malloc(COUNT * sizeof *hashes);
    assert_non_null(hashes);
    size_t n = 0;
    for (unsigned a = 0; a < 256; a++) {
        char one = (char)a;
        hashes[n++] = froe_hash_bytes(froe_slice(&one, 1), 0);
        for (unsigned b = 0; b < 256; b++) {
            char two[2] = {(char)a, (char)b};
            hashes[n++] = froe_hash_bytes(froe_slice(two, 2), 0);
        }
    }
    for (unsigned i = 0; i < 200000; i++) {
        char text[32];
        int len = snprintf(text, sizeof text, "user-%u.example", i);
        hashes[n++] = froe_hash_bytes(froe_slice(text, (size_t)len), 0);
    }
    assert_int_equal(n, COUNT);
    assert_int_equal(count_equal_neighbours(hashes, n), 0);
    free(hashes);
}

static void low_and_high_bits_spread(void **state)
{
    (void)state;
    /* Buckets by the low and by the high 8 bits: each within 5 sigma of its share. */
    enum { COUNT = 256 * 400 };
    unsigned low[256] = {0}, high[256] = {0};
    for (unsigned i = 0; i < COUNT; i++) {
        char text[16];
        int len = snprintf(text, sizeof text, "%u", i);
        uint64_t h = froe_hash_bytes(froe_slice(text, (size_t)len), 0);
        low[h & 255]++;
        high[h >> 56]++;
    }
    for (int i = 0; i < 256; i++) {
        assert_in_range(low[i], 300, 500);
        assert_in_range(high[i], 300, 500);
    }
}

static void one_bit_changes_half_the_hash(void **state)
{
    (void)state;
    uint64_t random = 11;
    static const size_t lengths[] = {1, 3, 4, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 48};
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        size_t len = lengths[l], flips = 0, changed = 0;
        for (int round = 0; round < 200; round++) {
            char text[48];
            for (size_t i = 0; i < len; i++) text[i] = (char)random_next(&random);
            uint64_t before = froe_hash_bytes(froe_slice(text, len), 0);
            size_t bit = random_below(&random, len * 8);
            text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
            uint64_t after = froe_hash_bytes(froe_slice(text, len), 0);
            assert_true(before != after);
            flips++;
            changed += (size_t)__builtin_popcountll(before ^ after);
        }
        assert_in_range(changed / flips, 29, 35);
    }
}

static void seeds_give_independent_hashes(void **state)
{
    (void)state;
    enum { SEEDS = 1000 };
    uint64_t hashes[SEEDS];
    for (unsigned seed = 0; seed < SEEDS; seed++) hashes[seed] = hash("connection refused", seed);
    assert_int_equal(count_equal_neighbours(hashes, SEEDS), 0);
    /* What agrees in ten bits under one seed agrees under another only by chance. */
    unsigned pairs = 0, both = 0;
    for (unsigned i = 0; i < 20000; i++) {
        char text[16];
        int len = snprintf(text, sizeof text, "k%u", i);
        struct froe_slice key = froe_slice(text, (size_t)len);
        if ((froe_hash_bytes(key, 1) & 15) != 0) continue;
        pairs++;
        both += (froe_hash_bytes(key, 2) & 15) == 0;
    }
    assert_in_range(pairs, 1000, 1500);
    assert_in_range(both, 40, 125);
}

static void no_block_swallows_what_was_before(void **state)
{
    (void)state;
    /* A multiplication by zero must not forget the other operand: bytes that make one factor zero
       are easy to find, and whoever writes the logs could make everything collide. */
    uint64_t zero_factor = 0x8ebc6af09c88c6e3u ^ 0x9e3779b97f4a7c15u;
    uint64_t hashes[1000];
    for (unsigned i = 0; i < 1000; i++) {
        char text[16];
        memcpy(text, &zero_factor, 8);
        snprintf(text + 8, 8, "%07u", i);
        text[15] = '.';
        hashes[i] = froe_hash_bytes(froe_slice(text, sizeof text), 0);
    }
    assert_int_equal(count_equal_neighbours(hashes, 1000), 0);
}

static void mixing_depends_on_both_words_and_their_order(void **state)
{
    (void)state;
    assert_true(froe_hash_mix(1, 2) != froe_hash_mix(2, 1));
    assert_true(froe_hash_mix(0, 0) != 0);
    uint64_t hashes[64 * 64];
    for (unsigned a = 0; a < 64; a++)
        for (unsigned b = 0; b < 64; b++) hashes[a * 64 + b] = froe_hash_mix(a, b);
    assert_int_equal(count_equal_neighbours(hashes, 64 * 64), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(depends_on_bytes_alone),
        cmocka_unit_test(trailing_zeros_count),
        cmocka_unit_test(short_strings_do_not_collide),
        cmocka_unit_test(low_and_high_bits_spread),
        cmocka_unit_test(one_bit_changes_half_the_hash),
        cmocka_unit_test(seeds_give_independent_hashes),
        cmocka_unit_test(no_block_swallows_what_was_before),
        cmocka_unit_test(mixing_depends_on_both_words_and_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
