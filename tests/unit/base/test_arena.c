#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "random.h"

static void gives_aligned_zeroed_memory(void **state)
{
    (void)state;
    struct froe_arena arena = {0}; /* zeroed is initialised */
    uint64_t random = 1;
    for (int i = 0; i < 5000; i++) {
        /* Odd sizes in between push the next object off its alignment. */
        assert_non_null(froe_arena_bytes(&arena, 1 + random_below(&random, 17)));
        size_t bytes = random_below(&random, 300);
        unsigned char *ptr = froe_arena_alloc(&arena, bytes);
        assert_non_null(ptr);
        assert_int_equal((uintptr_t)ptr % alignof(max_align_t), 0);
        for (size_t k = 0; k < bytes; k++) assert_int_equal(ptr[k], 0);
        memset(ptr, 0xee, bytes);
    }
    froe_arena_release(&arena);
    assert_int_equal(arena.bytes, 0);
    assert_null(arena.chunks);
}

static void allocations_do_not_overlap(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    struct froe_arena arena;
    froe_arena_init(&arena);
    uint64_t random = 2;
    unsigned char *parts[COUNT];
    size_t sizes[COUNT];
    for (int i = 0; i < COUNT; i++) {
        sizes[i] = random_below(&random, i % 100 ? 200 : 200000);
        parts[i] = i % 2 ? froe_arena_alloc(&arena, sizes[i])
                         : (unsigned char *)froe_arena_bytes(&arena, sizes[i]);
        assert_non_null(parts[i]);
        memset(parts[i], i % 251, sizes[i]);
    }
    for (int i = 0; i < COUNT; i++)
        for (size_t k = 0; k < sizes[i]; k++) assert_int_equal(parts[i][k], i % 251);
    froe_arena_release(&arena);
}

static void big_allocations_get_their_own_chunk(void **state)
{
    (void)state;
    struct froe_arena arena;
    froe_arena_init(&arena);
    char *small = froe_arena_alloc(&arena, 16);
    memset(small, 's', 16);
    size_t bytes = (size_t)9 << 20;
    char *big = froe_arena_alloc(&arena, bytes);
    assert_non_null(big);
    memset(big, 'b', bytes);
    char *after = froe_arena_alloc(&arena, 16);
    assert_non_null(after);
    memset(after, 'a', 16);
    assert_memory_equal(small, "ssssssssssssssss", 16);
    assert_int_equal(big[0], 'b');
    assert_int_equal(big[bytes - 1], 'b');
    assert_true(arena.bytes >= bytes + 32);
    froe_arena_release(&arena);
}

static void impossible_sizes_give_null(void **state)
{
    (void)state;
    struct froe_arena arena;
    froe_arena_init(&arena);
    assert_null(froe_arena_bytes(&arena, SIZE_MAX));
    assert_non_null(froe_arena_bytes(&arena, 8));
    assert_null(froe_arena_alloc(&arena, SIZE_MAX));
    assert_null(froe_arena_bytes(&arena, SIZE_MAX - 8));
    assert_int_equal(arena.bytes, 8);
    froe_arena_release(&arena);
}

static void zero_bytes_are_an_address_too(void **state)
{
    (void)state;
    struct froe_arena arena;
    froe_arena_init(&arena);
    char *first = froe_arena_bytes(&arena, 0);
    char *second = froe_arena_bytes(&arena, 0);
    assert_non_null(first);
    assert_non_null(second);
    assert_ptr_not_equal(first, second);
    assert_non_null(froe_arena_alloc(&arena, 0));
    froe_arena_release(&arena);
}

static void copies_end_in_nul(void **state)
{
    (void)state;
    struct froe_arena arena;
    froe_arena_init(&arena);
    char original[] = "ab\0cd";
    struct froe_slice copy = froe_arena_copy(&arena, froe_slice(original, 5));
    memset(original, 'x', sizeof original);
    assert_int_equal(copy.len, 5);
    assert_memory_equal(copy.ptr, "ab\0cd", 6);
    struct froe_slice empty = froe_arena_copy(&arena, (struct froe_slice){0});
    assert_non_null(empty.ptr);
    assert_int_equal(empty.len, 0);
    assert_int_equal(empty.ptr[0], '\0');
    froe_arena_release(&arena);
}

static void clear_reuses_one_chunk(void **state)
{
    (void)state;
    struct froe_arena arena;
    froe_arena_init(&arena);
    froe_arena_clear(&arena); /* of an empty arena: nothing to do */
    for (int i = 0; i < 3000; i++) assert_non_null(froe_arena_alloc(&arena, 1000));
    froe_arena_clear(&arena);
    assert_int_equal(arena.bytes, 0);
    struct froe_arena_chunk *kept = arena.chunks;
    assert_non_null(kept);
    unsigned char *ptr = froe_arena_alloc(&arena, 1000);
    assert_ptr_equal(arena.chunks, kept);
    for (int k = 0; k < 1000; k++) assert_int_equal(ptr[k], 0);
    assert_int_equal(arena.bytes, 1000);
    froe_arena_release(&arena);
    froe_arena_release(&arena); /* twice does no harm */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_aligned_zeroed_memory),
        cmocka_unit_test(allocations_do_not_overlap),
        cmocka_unit_test(big_allocations_get_their_own_chunk),
        cmocka_unit_test(impossible_sizes_give_null),
        cmocka_unit_test(zero_bytes_are_an_address_too),
        cmocka_unit_test(copies_end_in_nul),
        cmocka_unit_test(clear_reuses_one_chunk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
