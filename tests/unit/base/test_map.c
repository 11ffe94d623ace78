#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "random.h"

/* Keys whose product with the map's multiplier has the same bits above bit 20 land in one slot of
   every table: multiples of its inverse modulo 2^64 keep the product, and so the slot, small. */
static uint64_t colliding_key(uint64_t i)
{
    uint64_t multiplier = 0x9e3779b97f4a7c15u, inverse = multiplier;
    for (int round = 0; round < 6; round++) inverse *= 2 - multiplier * inverse; /* Newton */
    assert_true(multiplier * inverse == 1);
    return i * inverse; /* i < 2^20: home slot 0 */
}

static void finds_nothing_in_an_empty_map(void **state)
{
    (void)state;
    struct froe_map map = {0}; /* zeroed is initialised */
    assert_null(froe_map_find(&map, 0));
    froe_map_remove(&map, 0);
    froe_map_clear(&map);
    froe_map_release(&map);
}

static void puts_finds_and_changes(void **state)
{
    (void)state;
    struct froe_map map = {0};
    bool inserted = false;
    uint32_t *value = froe_map_put(&map, 0, 7, &inserted); /* 0 is a key like any other */
    assert_true(inserted);
    assert_int_equal(*value, 7);
    *value = 8;
    value = froe_map_put(&map, 0, 9, &inserted);
    assert_false(inserted);
    assert_int_equal(*value, 8);
    assert_int_equal(*froe_map_put(&map, UINT64_MAX, UINT32_MAX, NULL), UINT32_MAX);
    assert_int_equal(map.count, 2);
    assert_null(froe_map_find(&map, 1));
    froe_map_clear(&map);
    assert_int_equal(map.count, 0);
    assert_null(froe_map_find(&map, 0));
    assert_non_null(froe_map_put(&map, 5, 1, NULL));
    froe_map_release(&map);
    assert_null(froe_map_find(&map, 5));
}

static void survives_growth(void **state)
{
    (void)state;
    struct froe_map map = {0};
    for (uint32_t i = 0; i < 100000; i++) assert_non_null(froe_map_put(&map, i * 977u, i, NULL));
    assert_int_equal(map.count, 100000);
    for (uint32_t i = 0; i < 100000; i++) {
        uint32_t *value = froe_map_find(&map, i * 977u);
        assert_non_null(value);
        assert_int_equal(*value, i);
    }
    assert_int_equal((map.mask + 1) & map.mask, 0);
    assert_true(map.count < map.mask);
    froe_map_release(&map);
}

static void removal_keeps_colliding_runs_whole(void **state)
{
    (void)state;
    /* Every order of removal out of a run of six that share a home, with a run at the end of the
       table that wraps around to its start. */
    enum { RUN = 6 };
    for (uint64_t order = 0; order < 720; order++) {
        struct froe_map map = {0};
        for (uint32_t i = 0; i < RUN; i++) {
            froe_map_put(&map, colliding_key(i), i, NULL);
            froe_map_put(&map, colliding_key((UINT64_C(62) << 20) + i), 100 + i, NULL);
        }
        assert_int_equal(map.count, 2 * RUN);
        uint32_t left[RUN];
        for (uint32_t i = 0; i < RUN; i++) left[i] = i;
        uint64_t rest = order;
        for (uint32_t n = RUN; n > 0; n--) {
            uint32_t pick = (uint32_t)(rest % n);
            rest /= n;
            froe_map_remove(&map, colliding_key(left[pick]));
            froe_map_remove(&map, colliding_key((UINT64_C(62) << 20) + left[pick]));
            left[pick] = left[n - 1];
            for (uint32_t i = 0; i + 1 < n; i++) {
                uint32_t *low = froe_map_find(&map, colliding_key(left[i]));
                uint32_t *high = froe_map_find(&map, colliding_key((UINT64_C(62) << 20) + left[i]));
                assert_true(low && *low == left[i]);
                assert_true(high && *high == 100 + left[i]);
            }
            assert_int_equal(map.count, 2 * (n - 1));
        }
        for (size_t i = 0; i <= map.mask; i++) assert_int_equal(map.slots[i].used, 0);
        froe_map_release(&map);
    }
}

/* A plain table to compare with: one place per possible key. */
enum { KEYS = 400, STEPS = 60000 };
struct reference {
    bool there[KEYS];
    uint32_t values[KEYS];
    size_t count;
};

static void step(struct froe_map *map, struct reference *reference, uint64_t *random,
                 uint64_t (*key_of)(uint64_t), unsigned remove_percent)
{
    uint64_t i = random_below(random, KEYS);
    if (random_below(random, 100) < remove_percent) {
        froe_map_remove(map, key_of(i));
        reference->count -= reference->there[i];
        reference->there[i] = false;
    } else {
        uint32_t fresh = (uint32_t)random_next(random);
        bool inserted;
        uint32_t *value = froe_map_put(map, key_of(i), fresh, &inserted);
        assert_non_null(value);
        assert_int_equal(inserted, !reference->there[i]);
        if (inserted) {
            reference->values[i] = fresh;
            reference->there[i] = true;
            reference->count++;
        }
        assert_int_equal(*value, reference->values[i]);
    }
    assert_int_equal(map->count, reference->count);
}

static void compare_with_reference(uint64_t seed, uint64_t (*key_of)(uint64_t))
{
    struct froe_map map = {0};
    struct reference reference = {0};
    for (unsigned n = 0; n < STEPS; n++) {
        /* Phases that fill and phases that empty. */
        step(&map, &reference, &seed, key_of, n / 2000 % 2 ? 70 : 25);
        if (n % 500) continue;
        for (uint64_t i = 0; i < KEYS; i++) {
            uint32_t *value = froe_map_find(&map, key_of(i));
            assert_int_equal(value != NULL, reference.there[i]);
            if (value) assert_int_equal(*value, reference.values[i]);
        }
    }
    froe_map_release(&map);
}

static uint64_t spread_key(uint64_t i)
{
    return i * 0xd6e8feb86659fd93u;
}

/* Clusters of homes next to each other, 7 keys a home, so that runs of different homes mingle. */
static uint64_t clustered_key(uint64_t i)
{
    return colliding_key(((i / 7) << 20) + i % 7);
}

static void random_operations_match_a_plain_table(void **state)
{
    (void)state;
    compare_with_reference(1, spread_key);
    compare_with_reference(2, clustered_key);
    compare_with_reference(3, colliding_key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_nothing_in_an_empty_map),
        cmocka_unit_test(puts_finds_and_changes),
        cmocka_unit_test(survives_growth),
        cmocka_unit_test(removal_keeps_colliding_runs_whole),
        cmocka_unit_test(random_operations_match_a_plain_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
