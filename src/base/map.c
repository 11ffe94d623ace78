#include "base/map.h"

#include <stdlib.h>
#include <string.h>

void froe_map_release(struct froe_map *map)
{
    free(map->slots);
    *map = (struct froe_map){0};
}

void froe_map_clear(struct froe_map *map)
{
    if (map->slots) memset(map->slots, 0, (map->mask + 1) * sizeof *map->slots);
    map->count = 0;
}

static size_t home(const struct froe_map *map, uint64_t key)
{
    return (size_t)((key * 0x9e3779b97f4a7c15u) >> 20) & map->mask;
}

uint32_t *froe_map_find(const struct froe_map *map, uint64_t key)
{
    if (!map->slots) return NULL;
    for (size_t i = home(map, key); map->slots[i].used; i = (i + 1) & map->mask)
        if (map->slots[i].key == key) return &map->slots[i].value;
    return NULL;
}

static bool grow(struct froe_map *map)
{
    struct froe_map bigger = {.mask = map->slots ? map->mask * 2 + 1 : 63, .count = map->count};
    bigger.slots = calloc(bigger.mask + 1, sizeof *bigger.slots);
    if (!bigger.slots) return false;
    for (size_t i = 0; map->slots && i <= map->mask; i++) {
        if (!map->slots[i].used) continue;
        size_t j = home(&bigger, map->slots[i].key);
        while (bigger.slots[j].used) j = (j + 1) & bigger.mask;
        bigger.slots[j] = map->slots[i];
    }
    free(map->slots);
    *map = bigger;
    return true;
}

uint32_t *froe_map_put(struct froe_map *map, uint64_t key, uint32_t fresh, bool *inserted)
{
    uint32_t *found = froe_map_find(map, key);
    if (inserted) *inserted = !found;
    if (found) return found;
    if ((!map->slots || map->count * 3 >= map->mask * 2) && !grow(map)) return NULL;
    size_t i = home(map, key);
    while (map->slots[i].used) i = (i + 1) & map->mask;
    map->slots[i] = (struct froe_map_slot){.key = key, .value = fresh, .used = 1};
    map->count++;
    return &map->slots[i].value;
}

void froe_map_remove(struct froe_map *map, uint64_t key)
{
    uint32_t *found = froe_map_find(map, key);
    if (!found) return;
    size_t hole =
        (size_t)((struct froe_map_slot *)((char *)found - offsetof(struct froe_map_slot, value)) -
                 map->slots);
    for (size_t i = (hole + 1) & map->mask; map->slots[i].used; i = (i + 1) & map->mask) {
        size_t distance_home = (i - home(map, map->slots[i].key)) & map->mask;
        size_t distance_hole = (i - hole) & map->mask;
        if (distance_home < distance_hole) continue;
        map->slots[hole] = map->slots[i];
        hole = i;
    }
    map->slots[hole].used = 0;
    map->count--;
}
