#include "engine/line_memo.h"

#include <pthread.h>
#include <stdlib.h>

enum { MEMOS_MAX = 256 }; /* further threads make theirs anew for each block */

struct froe_memo_pool {
    pthread_mutex_t lock;
    struct froe_line_memo *free[MEMOS_MAX];
    size_t count;
};

struct froe_memo_pool *froe_memo_pool_new(void)
{
    struct froe_memo_pool *pool = calloc(1, sizeof *pool);
    if (pool) pthread_mutex_init(&pool->lock, NULL);
    return pool;
}

void froe_memo_pool_free(struct froe_memo_pool *pool)
{
    if (!pool) return;
    for (size_t i = 0; i < pool->count; i++) froe_line_memo_free(pool->free[i]);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

struct froe_line_memo *froe_engine_take_memo(struct froe_engine *engine)
{
    struct froe_memo_pool *pool = engine->memos;
    struct froe_line_memo *memo = NULL;
    if (!pool) return NULL;
    pthread_mutex_lock(&pool->lock);
    if (pool->count) memo = pool->free[--pool->count];
    pthread_mutex_unlock(&pool->lock);
    return memo ? memo : froe_line_memo_new(engine->masks);
}

void froe_engine_return_memo(struct froe_engine *engine, struct froe_line_memo *memo)
{
    struct froe_memo_pool *pool = engine->memos;
    if (!memo) return;
    pthread_mutex_lock(&pool->lock);
    bool kept = pool->count < MEMOS_MAX;
    if (kept) pool->free[pool->count++] = memo;
    pthread_mutex_unlock(&pool->lock);
    if (!kept) froe_line_memo_free(memo);
}
