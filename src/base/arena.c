#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

enum { CHUNK_BYTES = 64 * 1024 };

struct froe_arena_chunk {
    struct froe_arena_chunk *next;
    size_t used;
    size_t capacity;
    alignas(max_align_t) char data[];
};

void froe_arena_init(struct froe_arena *arena)
{
    *arena = (struct froe_arena){0};
}

static void free_chunks(struct froe_arena_chunk *chunk)
{
    while (chunk) {
        struct froe_arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void froe_arena_release(struct froe_arena *arena)
{
    free_chunks(arena->chunks);
    *arena = (struct froe_arena){0};
}

void froe_arena_clear(struct froe_arena *arena)
{
    if (arena->chunks) {
        free_chunks(arena->chunks->next);
        arena->chunks->next = NULL;
        arena->chunks->used = 0;
    }
    arena->bytes = 0;
}

static char *take(struct froe_arena *arena, size_t bytes, size_t align)
{
    struct froe_arena_chunk *chunk = arena->chunks;
    if (chunk) {
        size_t start = (chunk->used + align - 1) & ~(align - 1);
        if (start <= chunk->capacity && bytes <= chunk->capacity - start) {
            chunk->used = start + bytes;
            arena->bytes += bytes;
            return chunk->data + start;
        }
    }
    /* Chunks double up to 1 MiB, so that a large arena is few allocations. */
    size_t capacity = chunk ? chunk->capacity * 2 : CHUNK_BYTES;
    if (capacity > (size_t)1 << 20) capacity = (size_t)1 << 20;
    if (capacity < bytes) capacity = bytes;
    if (capacity > SIZE_MAX - sizeof *chunk) return NULL;
    chunk = malloc(sizeof *chunk + capacity);
    if (!chunk) return NULL;
    chunk->next = arena->chunks;
    chunk->used = bytes;
    chunk->capacity = capacity;
    arena->chunks = chunk;
    arena->bytes += bytes;
    return chunk->data;
}

void *froe_arena_alloc(struct froe_arena *arena, size_t bytes)
{
    char *ptr = take(arena, bytes ? bytes : 1, alignof(max_align_t));
    if (ptr) memset(ptr, 0, bytes);
    return ptr;
}

char *froe_arena_bytes(struct froe_arena *arena, size_t bytes)
{
    return take(arena, bytes ? bytes : 1, 1);
}

struct froe_slice froe_arena_copy(struct froe_arena *arena, struct froe_slice bytes)
{
    char *ptr = take(arena, bytes.len + 1, 1);
    if (!ptr) return (struct froe_slice){0};
    if (bytes.len) memcpy(ptr, bytes.ptr, bytes.len);
    ptr[bytes.len] = '\0';
    return froe_slice(ptr, bytes.len);
}
