/* Byte strings to small dense numbers and back. */
#ifndef FROE_BASE_INTERN_H
#define FROE_BASE_INTERN_H

#include "base/arena.h"
#include "base/map.h"

struct froe_intern {
    struct froe_map map; /* hash of the bytes to 1 + id of the newest string with that hash */
    struct froe_arena arena;
    struct froe_slice *strings; /* by id; copies owned by the arena, NUL behind each */
    uint32_t *older;            /* by id: 1 + id of an older string of equal hash, or 0 */
    size_t count;
    size_t capacity;
};

#define FROE_INTERN_NONE UINT32_MAX

/* A zeroed struct is an initialised table. */
void froe_intern_release(struct froe_intern *intern);
/* The id of the string, made when new; ids count up from 0. FROE_INTERN_NONE when memory is out. */
uint32_t froe_intern_put(struct froe_intern *intern, struct froe_slice string);
/* FROE_INTERN_NONE when the string is not there. */
uint32_t froe_intern_find(const struct froe_intern *intern, struct froe_slice string);

static inline struct froe_slice froe_intern_get(const struct froe_intern *intern, uint32_t id)
{
    return intern->strings[id];
}

#endif
