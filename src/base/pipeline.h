/* Pushed work, done in parallel, finished in order: the shape of minimap2's kthread pipeline with
   the reading end turned into a push. Items are opaque.
   With threads <= 1 everything runs inside froe_pipeline_push, on the caller's thread. */
#ifndef FROE_BASE_PIPELINE_H
#define FROE_BASE_PIPELINE_H

#include "base/error.h"

struct froe_pipeline;

struct froe_pipeline_steps {
    /* Runs on any thread, several at once. */
    void (*work)(void *context, void *item);
    /* Runs for one item at a time, in the order of pushing, on any thread. Owns the item. */
    void (*finish)(void *context, void *item);
    void *context;
};

/* NULL when memory or threads are out. At most 2 x threads items are in flight. */
struct froe_pipeline *froe_pipeline_new(unsigned threads, struct froe_pipeline_steps steps);
/* Hands over one item; waits while too many are in flight. One pusher at a time. */
void froe_pipeline_push(struct froe_pipeline *pipeline, void *item);
/* Returns when everything pushed so far is finished. */
void froe_pipeline_drain(struct froe_pipeline *pipeline);
/* Drains, then frees. NULL is allowed. */
void froe_pipeline_free(struct froe_pipeline *pipeline);

#endif
