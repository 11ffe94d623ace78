/* Bump allocation for things that die together. Not thread-safe; one arena a thread. */
#ifndef FROE_BASE_ARENA_H
#define FROE_BASE_ARENA_H

#include "base/slice.h"

struct froe_arena_chunk;

struct froe_arena {
    struct froe_arena_chunk *chunks; /* newest first */
    size_t bytes;                    /* handed out since init or clear */
};

/* A zeroed struct is an initialised arena. */
void froe_arena_init(struct froe_arena *arena);
void froe_arena_release(struct froe_arena *arena);
/* Forgets everything handed out; keeps one chunk for reuse. */
void froe_arena_clear(struct froe_arena *arena);

/* `bytes` zeroed bytes aligned for any object, NULL when memory is out. */
void *froe_arena_alloc(struct froe_arena *arena, size_t bytes);
/* A copy of the bytes, followed by a NUL that is not part of the slice. ptr is NULL when memory is
   out. The copy of an absent slice is an empty one. */
struct froe_slice froe_arena_copy(struct froe_arena *arena, struct froe_slice bytes);
/* Uninitialised, unaligned bytes. */
char *froe_arena_bytes(struct froe_arena *arena, size_t bytes);

#endif
