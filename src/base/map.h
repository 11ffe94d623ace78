/* Open-addressing map from 64-bit keys to 32-bit values, for keys that are good hashes already. */
#ifndef FROE_BASE_MAP_H
#define FROE_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct froe_map_slot {
    uint64_t key;
    uint32_t value;
    uint32_t used;
};

struct froe_map {
    struct froe_map_slot *slots; /* NULL until the first insert */
    size_t count;
    size_t mask; /* slots - 1, a power of two minus one */
};

/* A zeroed struct is an initialised map. */
void froe_map_release(struct froe_map *map);
void froe_map_clear(struct froe_map *map);
/* The value's place, NULL when the key is absent. Valid until the next insert or remove. */
uint32_t *froe_map_find(const struct froe_map *map, uint64_t key);
/* The value's place, made with `fresh` when the key was absent (*inserted says so; NULL allowed).
   NULL when memory is out. */
uint32_t *froe_map_put(struct froe_map *map, uint64_t key, uint32_t fresh, bool *inserted);
/* Removes a key that may be absent; keeps probe runs whole by shifting back. */
void froe_map_remove(struct froe_map *map, uint64_t key);

#endif
