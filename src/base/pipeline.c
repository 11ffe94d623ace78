#include "base/pipeline.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_WORKING, SLOT_DONE };

struct slot {
    void *item;
    enum slot_state state;
};

/* A ring of slots. head: the oldest unfinished item; tail: where the next push goes; taken: the
   next item a worker picks. All three count up without end, a slot is index % slot_count. */
struct froe_pipeline {
    struct froe_pipeline_steps steps;
    unsigned thread_count;
    size_t slot_count, head, taken, tail;
    bool finishing, stopping;
    pthread_mutex_t lock;
    pthread_cond_t pushed, freed;
    pthread_t *threads;
    struct slot slots[];
};

/* Finishes the done items at the head of the ring, in order. Called with the lock held; the lock is
   released around each finish, and `finishing` keeps the other threads out. */
static void finish_in_order(struct froe_pipeline *p)
{
    if (p->finishing) return;
    p->finishing = true;
    while (p->head < p->tail && p->slots[p->head % p->slot_count].state == SLOT_DONE) {
        struct slot *slot = &p->slots[p->head % p->slot_count];
        pthread_mutex_unlock(&p->lock);
        p->steps.finish(p->steps.context, slot->item);
        pthread_mutex_lock(&p->lock);
        slot->state = SLOT_FREE;
        p->head++;
        pthread_cond_broadcast(&p->freed);
    }
    p->finishing = false;
}

static void *worker(void *argument)
{
    struct froe_pipeline *p = argument;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->taken == p->tail && !p->stopping) pthread_cond_wait(&p->pushed, &p->lock);
        if (p->taken == p->tail) break;
        struct slot *slot = &p->slots[p->taken++ % p->slot_count];
        slot->state = SLOT_WORKING;
        pthread_mutex_unlock(&p->lock);
        p->steps.work(p->steps.context, slot->item);
        pthread_mutex_lock(&p->lock);
        slot->state = SLOT_DONE;
        finish_in_order(p);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

struct froe_pipeline *froe_pipeline_new(unsigned threads, struct froe_pipeline_steps steps)
{
    size_t slot_count = threads > 1 ? (size_t)threads * 2 : 1;
    struct froe_pipeline *p = calloc(1, sizeof *p + slot_count * sizeof p->slots[0]);
    if (!p) return NULL;
    p->steps = steps;
    p->slot_count = slot_count;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->pushed, NULL);
    pthread_cond_init(&p->freed, NULL);
    if (threads <= 1) return p;
    p->threads = calloc(threads, sizeof *p->threads);
    if (!p->threads) {
        froe_pipeline_free(p);
        return NULL;
    }
    while (p->thread_count < threads &&
           pthread_create(&p->threads[p->thread_count], NULL, worker, p) == 0)
        p->thread_count++;
    if (p->thread_count == 0) {
        froe_pipeline_free(p);
        return NULL;
    }
    return p;
}

void froe_pipeline_push(struct froe_pipeline *p, void *item)
{
    if (p->thread_count == 0) {
        p->steps.work(p->steps.context, item);
        p->steps.finish(p->steps.context, item);
        return;
    }
    pthread_mutex_lock(&p->lock);
    while (p->tail - p->head >= p->slot_count) pthread_cond_wait(&p->freed, &p->lock);
    p->slots[p->tail++ % p->slot_count] = (struct slot){item, SLOT_WAITING};
    pthread_cond_signal(&p->pushed);
    pthread_mutex_unlock(&p->lock);
}

void froe_pipeline_drain(struct froe_pipeline *p)
{
    pthread_mutex_lock(&p->lock);
    while (p->head < p->tail) pthread_cond_wait(&p->freed, &p->lock);
    pthread_mutex_unlock(&p->lock);
}

void froe_pipeline_free(struct froe_pipeline *p)
{
    if (!p) return;
    froe_pipeline_drain(p);
    pthread_mutex_lock(&p->lock);
    p->stopping = true;
    pthread_cond_broadcast(&p->pushed);
    pthread_mutex_unlock(&p->lock);
    for (unsigned i = 0; i < p->thread_count; i++) pthread_join(p->threads[i], NULL);
    pthread_cond_destroy(&p->pushed);
    pthread_cond_destroy(&p->freed);
    pthread_mutex_destroy(&p->lock);
    free(p->threads);
    free(p);
}
