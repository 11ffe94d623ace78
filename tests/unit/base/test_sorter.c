#include "base/sorter.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "random.h"

/* Each record says its key and when it was added; so order and stability show. */
struct check {
    int64_t key;
    uint64_t age;
    uint64_t count;
    uint64_t stop_at; /* 0: never */
};

static enum froe_status check_record(void *context, int64_t key, struct froe_slice bytes,
                                     struct froe_error *error)
{
    struct check *check = context;
    uint64_t age;
    assert_true(bytes.len >= sizeof age);
    memcpy(&age, bytes.ptr, sizeof age);
    if (check->count) {
        assert_true(key >= check->key);
        if (key == check->key) assert_true(age > check->age);
    }
    for (size_t i = sizeof age; i < bytes.len; i++)
        assert_int_equal((unsigned char)bytes.ptr[i], (unsigned char)(age + i));
    check->key = key;
    check->age = age;
    if (++check->count == check->stop_at) return froe_error_set(error, FROE_STOPPED, "enough");
    return FROE_OK;
}

static enum froe_status add(struct froe_sorter *sorter, int64_t key, uint64_t age, size_t len,
                            struct froe_error *error)
{
    char *bytes = malloc(len);
    assert_non_null(bytes);
    memcpy(bytes, &age, sizeof age);
    for (size_t i = sizeof age; i < len; i++) bytes[i] = (char)(age + i);
    enum froe_status status = froe_sorter_add(sorter, key, froe_slice(bytes, len), error);
    free(bytes);
    return status;
}

/* `count` records under few different keys, of some bytes and now and then of many. */
static uint64_t sort_random(struct froe_sorter_limits limits, uint64_t count, uint64_t seed)
{
    struct froe_error error;
    struct froe_sorter *sorter = froe_sorter_new(limits);
    assert_non_null(sorter);
    for (uint64_t i = 0; i < count; i++) {
        int64_t key = (int64_t)random_below(&seed, 1000) - 500;
        size_t len = 8 + random_below(&seed, random_below(&seed, 100) ? 40 : 3000);
        assert_int_equal(add(sorter, key, i, len, &error), FROE_OK);
    }
    struct check check = {0};
    assert_int_equal(froe_sorter_drain(sorter, check_record, &check, &error), FROE_OK);
    assert_int_equal(check.count, count);
    uint64_t runs = froe_sorter_runs_written(sorter);
    froe_sorter_free(sorter);
    return runs;
}

static void test_nothing_and_one(void **state)
{
    (void)state;
    assert_int_equal(sort_random((struct froe_sorter_limits){0}, 0, 1), 0);
    assert_int_equal(sort_random((struct froe_sorter_limits){0}, 1, 1), 0);
}

static void test_what_fits_stays_in_memory(void **state)
{
    (void)state;
    assert_int_equal(sort_random((struct froe_sorter_limits){0}, 20000, 2), 0);
}

static void test_runs_are_merged(void **state)
{
    (void)state;
    uint64_t runs = sort_random((struct froe_sorter_limits){64 * 1024, 0}, 20000, 3);
    assert_in_range(runs, 10, 63); /* one pass */
}

/* Pairs of runs are merged, pairs of these, and so on. */
static void test_many_passes(void **state)
{
    (void)state;
    for (unsigned merge_max = 2; merge_max < 6; merge_max++)
        assert_true(sort_random((struct froe_sorter_limits){2048, merge_max}, 5000, merge_max) >
                    100);
}

/* Every record is a run. */
static void test_records_longer_than_a_run(void **state)
{
    (void)state;
    assert_int_equal(sort_random((struct froe_sorter_limits){1, 3}, 4, 4), 4 + 2);
}

static enum froe_status keep_texts(void *context, int64_t key, struct froe_slice bytes,
                                   struct froe_error *error)
{
    (void)error;
    char *text = context;
    size_t used = strlen(text);
    snprintf(text + used, 100 - used, "%lld:%.*s ", (long long)key, (int)bytes.len, bytes.ptr);
    return FROE_OK;
}

static void test_empty_records_and_extreme_keys(void **state)
{
    (void)state;
    static const size_t run_bytes[] = {1, 0};
    for (size_t i = 0; i < 2; i++) {
        char text[100] = "";
        struct froe_error error;
        struct froe_sorter *sorter = froe_sorter_new((struct froe_sorter_limits){run_bytes[i], 0});
        assert_non_null(sorter);
        const int64_t keys[] = {INT64_MAX, 0, 0, 0, INT64_MIN};
        const struct froe_slice texts[] = {FROE_SLICE("last"), FROE_SLICE(""), FROE_SLICE("b"),
                                           FROE_SLICE("a"), FROE_SLICE("")};
        for (size_t k = 0; k < 5; k++)
            assert_int_equal(froe_sorter_add(sorter, keys[k], texts[k], &error), FROE_OK);
        assert_int_equal(froe_sorter_drain(sorter, keep_texts, text, &error), FROE_OK);
        assert_string_equal(text, "-9223372036854775808: 0: 0:b 0:a 9223372036854775807:last ");
        froe_sorter_free(sorter);
    }
}

/* In memory, from runs, and while runs are merged into runs. */
static void test_the_taker_may_stop(void **state)
{
    (void)state;
    static const struct froe_sorter_limits limits[] = {{0, 0}, {4096, 0}, {1024, 2}};
    for (size_t i = 0; i < 3; i++) {
        struct froe_error error = {0};
        struct froe_sorter *sorter = froe_sorter_new(limits[i]);
        assert_non_null(sorter);
        for (uint64_t k = 0; k < 1000; k++)
            assert_int_equal(add(sorter, (int64_t)(k * 7 % 100), k, 20, &error), FROE_OK);
        struct check check = {.stop_at = 500};
        assert_int_equal(froe_sorter_drain(sorter, check_record, &check, &error), FROE_STOPPED);
        assert_string_equal(error.message, "enough");
        assert_int_equal(check.count, 500);
        froe_sorter_free(sorter);
    }
}

static void test_no_place_for_the_file(void **state)
{
    (void)state;
    struct froe_error error = {0};
    struct froe_sorter *sorter = froe_sorter_new((struct froe_sorter_limits){64, 0});
    assert_non_null(sorter);
    char *before = getenv("TMPDIR");
    char *kept = before ? strdup(before) : NULL;
    setenv("TMPDIR", "/nonexistent", 1);
    assert_int_equal(add(sorter, 1, 0, 60, &error), FROE_OK);
    assert_int_equal(add(sorter, 1, 1, 60, &error), FROE_IO);
    assert_non_null(strstr(error.message, "/nonexistent/froe-"));
    if (kept)
        setenv("TMPDIR", kept, 1);
    else
        unsetenv("TMPDIR");
    free(kept);
    froe_sorter_free(sorter);
}

enum { FULL_RECORDS = 2000, FULL_RECORD_BYTES = 20, FULL_FILE_BYTES = FULL_RECORDS * (20 + 12) };

/* Sorts with files of at most so many bytes, which stands for a full disk. *added: how many records
   went in. */
static enum froe_status sort_on_small_disk(rlim_t bytes, uint64_t *added, struct check *check,
                                           struct froe_error *error)
{
    struct rlimit before;
    struct froe_sorter *sorter = froe_sorter_new((struct froe_sorter_limits){1024, 2});
    assert_non_null(sorter);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {bytes, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum froe_status status = FROE_OK;
    *added = 0;
    while (status == FROE_OK && *added < FULL_RECORDS) {
        status = add(sorter, (int64_t)(*added * 37 % 500), *added, FULL_RECORD_BYTES, error);
        *added += status == FROE_OK;
    }
    if (status == FROE_OK) status = froe_sorter_drain(sorter, check_record, check, error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    froe_sorter_free(sorter);
    return status;
}

static void test_full_disk(void **state)
{
    (void)state;
    static const struct {
        rlim_t bytes;
        bool adds, drains;
    } cases[] = {{0, false, false},
                 {8 * 1024, false, false},
                 {FULL_FILE_BYTES - 1, true, false}, /* the last run is written when draining */
                 {FULL_FILE_BYTES, true, true}};
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct froe_error error = {0};
        struct check check = {0};
        uint64_t added;
        enum froe_status status = sort_on_small_disk(cases[i].bytes, &added, &check, &error);
        assert_int_equal(added == FULL_RECORDS, cases[i].adds);
        assert_int_equal(status, cases[i].drains ? FROE_OK : FROE_IO);
        assert_int_equal(check.count, cases[i].drains ? FULL_RECORDS : 0);
        if (cases[i].drains) continue;
        assert_non_null(strstr(error.message, "temporary file: File too large (TMPDIR"));
    }
    signal(SIGXFSZ, SIG_DFL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_and_one),
        cmocka_unit_test(test_what_fits_stays_in_memory),
        cmocka_unit_test(test_runs_are_merged),
        cmocka_unit_test(test_many_passes),
        cmocka_unit_test(test_records_longer_than_a_run),
        cmocka_unit_test(test_empty_records_and_extreme_keys),
        cmocka_unit_test(test_the_taker_may_stop),
        cmocka_unit_test(test_no_place_for_the_file),
        cmocka_unit_test(test_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
