#include "base/pipeline.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ITEMS_MAX = 3000 };

struct item {
    unsigned number;
    unsigned worked; /* how often */
};

/* What the steps saw. cmocka's asserts belong to the main thread, so the steps only take notes. */
struct notes {
    struct item items[ITEMS_MAX];
    unsigned order[ITEMS_MAX];
    unsigned finished; /* touched by finish only: one at a time */
    atomic_uint pushed, in_flight, in_flight_max;
    atomic_uint finishing, working, working_max;
    atomic_bool finish_overlapped, finished_before_worked;
    atomic_bool hold; /* workers wait while it is set */
};

static void raise_to(atomic_uint *maximum, unsigned value)
{
    unsigned old = atomic_load(maximum);
    while (old < value && !atomic_compare_exchange_weak(maximum, &old, value)) {
    }
}

static void work(void *context, void *argument)
{
    struct notes *notes = context;
    struct item *item = argument;
    raise_to(&notes->working_max, atomic_fetch_add(&notes->working, 1) + 1);
    while (atomic_load(&notes->hold)) sched_yield();
    /* Uneven work, so that items overtake each other. */
    for (unsigned i = 0; i < item->number * 7919u % 13; i++) sched_yield();
    item->worked++;
    atomic_fetch_sub(&notes->working, 1);
}

static void finish(void *context, void *argument)
{
    struct notes *notes = context;
    struct item *item = argument;
    if (atomic_fetch_add(&notes->finishing, 1) != 0) atomic_store(&notes->finish_overlapped, true);
    if (item->worked != 1) atomic_store(&notes->finished_before_worked, true);
    notes->order[notes->finished++] = item->number;
    atomic_fetch_sub(&notes->finishing, 1);
    atomic_fetch_sub(&notes->in_flight, 1);
}

static struct notes *notes_new(void)
{
    struct notes *notes = calloc(1, sizeof *notes);
    assert_non_null(notes);
    for (unsigned i = 0; i < ITEMS_MAX; i++) notes->items[i].number = i;
    return notes;
}

static void push(struct froe_pipeline *pipeline, struct notes *notes)
{
    unsigned number = atomic_fetch_add(&notes->pushed, 1);
    froe_pipeline_push(pipeline, &notes->items[number]);
    /* Counted after the push: what waits inside it is not in flight yet. The count may be one too
       low for a moment, never too high. */
    raise_to(&notes->in_flight_max, atomic_fetch_add(&notes->in_flight, 1) + 1);
}

static void assert_in_order(const struct notes *notes, unsigned count)
{
    assert_int_equal(notes->finished, count);
    for (unsigned i = 0; i < count; i++) assert_int_equal(notes->order[i], i);
    assert_false(atomic_load(&notes->finish_overlapped));
    assert_false(atomic_load(&notes->finished_before_worked));
}

static void run_with(unsigned threads)
{
    struct notes *notes = notes_new();
    struct froe_pipeline *pipeline =
        froe_pipeline_new(threads, (struct froe_pipeline_steps){work, finish, notes});
    assert_non_null(pipeline);
    froe_pipeline_drain(pipeline); /* of nothing */
    for (int i = 0; i < 1000; i++) push(pipeline, notes);
    froe_pipeline_drain(pipeline);
    assert_in_order(notes, 1000);
    /* After a drain it goes on as before. */
    for (int i = 0; i < 1000; i++) push(pipeline, notes);
    froe_pipeline_drain(pipeline);
    assert_in_order(notes, 2000);
    for (int i = 0; i < 500; i++) push(pipeline, notes);
    froe_pipeline_free(pipeline); /* drains */
    assert_in_order(notes, 2500);
    assert_true(atomic_load(&notes->working_max) <= (threads ? threads : 1));
    assert_true((int)atomic_load(&notes->in_flight_max) <= (int)(threads > 1 ? 2 * threads : 1));
    free(notes);
}

static void keeps_order_on_the_callers_thread(void **state)
{
    (void)state;
    run_with(0);
    run_with(1);
}

static void keeps_order_with_2_threads(void **state)
{
    (void)state;
    run_with(2);
}

static void keeps_order_with_7_threads(void **state)
{
    (void)state;
    run_with(7);
}

struct pusher {
    struct froe_pipeline *pipeline;
    struct notes *notes;
    unsigned count;
    atomic_uint returned;
};

static void *push_all(void *argument)
{
    struct pusher *pusher = argument;
    for (unsigned i = 0; i < pusher->count; i++) {
        froe_pipeline_push(pusher->pipeline, &pusher->notes->items[i]);
        atomic_fetch_add(&pusher->returned, 1);
    }
    return NULL;
}

static void push_waits_when_too_many_are_in_flight(void **state)
{
    (void)state;
    enum { THREADS = 3, IN_FLIGHT_MAX = 2 * THREADS, COUNT = 50 };
    struct notes *notes = notes_new();
    atomic_store(&notes->hold, true);
    struct pusher pusher = {.notes = notes, .count = COUNT};
    pusher.pipeline = froe_pipeline_new(THREADS, (struct froe_pipeline_steps){work, finish, notes});
    assert_non_null(pusher.pipeline);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, push_all, &pusher), 0);
    while (atomic_load(&pusher.returned) < IN_FLIGHT_MAX) sched_yield();
    /* Nothing can finish, so nothing more may get in, however long one waits. */
    for (int i = 0; i < 2000; i++) sched_yield();
    assert_int_equal(atomic_load(&pusher.returned), IN_FLIGHT_MAX);
    atomic_store(&notes->hold, false);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(atomic_load(&pusher.returned), COUNT);
    froe_pipeline_drain(pusher.pipeline);
    assert_in_order(notes, COUNT);
    froe_pipeline_free(pusher.pipeline);
    free(notes);
}

static void work_runs_in_parallel(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    struct notes *notes = notes_new();
    atomic_store(&notes->hold, true);
    struct froe_pipeline *pipeline =
        froe_pipeline_new(THREADS, (struct froe_pipeline_steps){work, finish, notes});
    assert_non_null(pipeline);
    for (int i = 0; i < THREADS; i++) push(pipeline, notes);
    /* All of them are inside work at once; if they came one after another, this would hang. */
    while (atomic_load(&notes->working) < THREADS) sched_yield();
    atomic_store(&notes->hold, false);
    froe_pipeline_free(pipeline);
    assert_in_order(notes, THREADS);
    free(notes);
}

static void null_can_be_freed(void **state)
{
    (void)state;
    froe_pipeline_free(NULL);
    /* Never used at all. */
    struct notes *notes = notes_new();
    froe_pipeline_free(froe_pipeline_new(5, (struct froe_pipeline_steps){work, finish, notes}));
    assert_int_equal(notes->finished, 0);
    free(notes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_order_on_the_callers_thread),
        cmocka_unit_test(keeps_order_with_2_threads),
        cmocka_unit_test(keeps_order_with_7_threads),
        cmocka_unit_test(push_waits_when_too_many_are_in_flight),
        cmocka_unit_test(work_runs_in_parallel),
        cmocka_unit_test(null_can_be_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
