#include "base/intern.h"

#include "base/hash.h"
#include <stdlib.h>

void froe_intern_release(struct froe_intern *intern)
{
    froe_map_release(&intern->map);
    froe_arena_release(&intern->arena);
    free(intern->strings);
    free(intern->older);
    *intern = (struct froe_intern){0};
}

static uint32_t find_in_chain(const struct froe_intern *intern, uint32_t link,
                              struct froe_slice string)
{
    while (link) {
        if (froe_slice_eq(intern->strings[link - 1], string)) return link - 1;
        link = intern->older[link - 1];
    }
    return FROE_INTERN_NONE;
}

uint32_t froe_intern_find(const struct froe_intern *intern, struct froe_slice string)
{
    const uint32_t *link = froe_map_find(&intern->map, froe_hash_bytes(string, 0));
    return link ? find_in_chain(intern, *link, string) : FROE_INTERN_NONE;
}

static bool grow(struct froe_intern *intern)
{
    if (intern->count < intern->capacity) return true;
    size_t capacity = intern->capacity ? intern->capacity * 2 : 64;
    struct froe_slice *strings = realloc(intern->strings, capacity * sizeof *strings);
    if (!strings) return false;
    intern->strings = strings;
    uint32_t *older = realloc(intern->older, capacity * sizeof *older);
    if (!older) return false;
    intern->older = older;
    intern->capacity = capacity;
    return true;
}

uint32_t froe_intern_put(struct froe_intern *intern, struct froe_slice string)
{
    uint32_t *link = froe_map_put(&intern->map, froe_hash_bytes(string, 0), 0, NULL);
    if (!link) return FROE_INTERN_NONE;
    uint32_t id = find_in_chain(intern, *link, string);
    if (id != FROE_INTERN_NONE) return id;
    if (intern->count >= UINT32_MAX - 1 || !grow(intern)) return FROE_INTERN_NONE;
    struct froe_slice copy = froe_arena_copy(&intern->arena, string);
    if (!copy.ptr) return FROE_INTERN_NONE;
    id = (uint32_t)intern->count++;
    intern->strings[id] = copy;
    intern->older[id] = *link;
    *link = id + 1;
    return id;
}
