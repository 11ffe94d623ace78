#include "mine/table_internal.h"

#include "base/calendar.h"
#include "base/hash.h"
#include "mine/skeleton.h"
#include <stdlib.h>

const struct froe_table_caps froe_table_default_caps = {
    .signatures_max = 128 * 1024,
    .buckets_max = 32 * 1024,
    .bucket_signatures_max = 1024,
    .skeleton_bytes_max = (size_t)8 << 20,
};

struct froe_table *froe_table_new(const struct froe_table_caps *caps)
{
    struct froe_table *table = calloc(1, sizeof *table);
    if (!table) return NULL;
    table->caps = caps ? *caps : froe_table_default_caps;
    table->bucket_limit = UINT64_MAX;
    return table;
}

void froe_table_free(struct froe_table *table)
{
    if (!table) return;
    for (size_t i = 0; i < table->entry_count; i++) {
        struct froe_entry *entry = &table->entries[i];
        if (!entry->dead) froe_entry_release(entry, table->signatures[entry->signature].slot_count);
    }
    for (size_t i = 0; i < table->bucket_count; i++) free(table->buckets[i].signatures);
    froe_arena_release(&table->arena);
    froe_intern_release(&table->services);
    froe_map_release(&table->signature_by_hash);
    froe_map_release(&table->entry_by_key);
    froe_map_release(&table->bucket_by_hash);
    froe_buf_release(&table->skeleton);
    froe_buf_release(&table->folded_skeleton);
    free(table->signatures);
    free(table->entries);
    free(table->buckets);
    free(table);
}

static bool grow(void **items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) return true;
    size_t bigger = *capacity ? *capacity * 2 : 64;
    void *moved = realloc(*items, bigger * size);
    if (!moved) return false;
    *items = moved;
    *capacity = bigger;
    return true;
}

static uint16_t count_slots(struct froe_slice skeleton)
{
    uint16_t slots = 0;
    struct froe_skeleton_token token;
    while (froe_skeleton_next(&skeleton, &token)) slots = (uint16_t)(slots + token.variable);
    return slots;
}

uint32_t froe_table_insert_signature(struct froe_table *table, struct froe_slice skeleton,
                                     uint64_t hash, bool folded)
{
    if (!grow((void **)&table->signatures, &table->signature_capacity, table->signature_count,
              sizeof *table->signatures))
        return UINT32_MAX;
    struct froe_slice copy = froe_arena_copy(&table->arena, skeleton);
    if (!copy.ptr) return UINT32_MAX;
    uint32_t index = (uint32_t)table->signature_count;
    uint32_t *place = froe_map_put(&table->signature_by_hash, hash, index, NULL);
    if (!place) return UINT32_MAX;
    *place = index; /* a dead one of the same hash may stand there */
    table->signatures[table->signature_count++] = (struct froe_signature){
        .hash = hash,
        .skeleton = copy,
        .slot_count = count_slots(copy),
        .folded = folded,
    };
    return index;
}

static uint32_t service_id(struct froe_table *table, struct froe_slice service)
{
    uint32_t id = froe_intern_find(&table->services, service);
    if (id != FROE_INTERN_NONE) return id;
    if (table->services.count >= FROE_SERVICES_MAX) service = froe_slice_cstr(FROE_SERVICE_OTHER);
    return froe_intern_put(&table->services, service);
}

uint32_t froe_table_entry_of(struct froe_table *table, uint32_t signature, uint8_t level,
                             uint32_t service)
{
    uint64_t key = froe_hash_mix(table->signatures[signature].hash,
                                 (uint64_t)service << 8 | (uint64_t)level | UINT64_C(1) << 60);
    const uint32_t *found = froe_map_find(&table->entry_by_key, key);
    if (found && !table->entries[*found].dead) return *found;
    if (!grow((void **)&table->entries, &table->entry_capacity, table->entry_count,
              sizeof *table->entries))
        return UINT32_MAX;
    uint32_t index = (uint32_t)table->entry_count;
    uint32_t *place = froe_map_put(&table->entry_by_key, key, index, NULL);
    if (!place) return UINT32_MAX;
    *place = index;
    table->entries[table->entry_count++] = (struct froe_entry){
        .key = key,
        .first_ns = FROE_TIME_NONE,
        .last_ns = FROE_TIME_NONE,
        .signature = signature,
        .service = service,
        .level = level,
        .next_entry = table->signatures[signature].first_entry,
    };
    table->signatures[signature].first_entry = index + 1;
    return index;
}

static uint64_t sample_hash(const struct froe_table_event *event)
{
    return froe_hash_mix(event->line, (uint64_t)event->source << 32 | 11);
}

enum froe_status froe_table_add(struct froe_table *table, const struct froe_table_event *event,
                                uint32_t *entry_index, bool *wants_sample)
{
    froe_skeleton_write(&table->skeleton, event->message, event->tokens, event->token_count);
    struct froe_slice skeleton = froe_buf_slice(&table->skeleton);
    if (table->skeleton.status != FROE_OK) return table->skeleton.status;
    uint32_t signature = froe_table_signature_of(table, skeleton, froe_skeleton_hash(skeleton));
    uint32_t service = service_id(table, event->service);
    if (signature == UINT32_MAX || service == FROE_INTERN_NONE) return FROE_MEMORY;
    *entry_index = froe_table_entry_of(table, signature, (uint8_t)event->level, service);
    if (*entry_index == UINT32_MAX) return FROE_MEMORY;
    struct froe_signature *owner = &table->signatures[signature];
    owner->location = froe_location_both(owner->location, event->location);
    return froe_table_add_known(table, *entry_index, event, wants_sample);
}

bool froe_table_holds(const struct froe_table *table, uint32_t entry)
{
    return !table->entries[entry].dead;
}

bool froe_table_observes(const struct froe_table *table, uint32_t index,
                         const struct froe_table_event *event)
{
    const struct froe_entry *entry = &table->entries[index];
    const struct froe_signature *owner = &table->signatures[entry->signature];
    return event->selected && !owner->folded && owner->slot_count &&
           froe_entry_observes(entry, event);
}

enum froe_status froe_table_add_known(struct froe_table *table, uint32_t index,
                                      const struct froe_table_event *event, bool *wants_sample)
{
    struct froe_entry *entry = &table->entries[index];
    struct froe_signature *owner = &table->signatures[entry->signature];
    owner->weight++;
    if (wants_sample)
        *wants_sample = event->selected && froe_entry_wants_sample(entry, sample_hash(event));
    if (event->tokens && froe_table_observes(table, index, event) &&
        !froe_entry_observe(entry, owner->slot_count, event))
        return FROE_MEMORY;
    return froe_entry_count(entry, event) ? FROE_OK : FROE_MEMORY;
}

enum froe_status froe_table_sample(struct froe_table *table, uint32_t entry,
                                   const struct froe_table_event *event, struct froe_slice raw)
{
    size_t len = raw.len < FROE_SAMPLE_BYTES_MAX ? raw.len : FROE_SAMPLE_BYTES_MAX;
    struct froe_table_sample sample = {
        .hash = sample_hash(event),
        .line = event->line,
        .source = event->source,
        .len = (uint32_t)len,
        .text = (char *)raw.ptr,
    };
    return froe_entry_take_sample(&table->entries[entry], sample) ? FROE_OK : FROE_MEMORY;
}

enum froe_status froe_table_merge(struct froe_table *into, const struct froe_table *from)
{
    for (size_t i = 0; i < from->entry_count; i++) {
        const struct froe_entry *entry = &from->entries[i];
        if (entry->dead) continue;
        const struct froe_signature *owner = &from->signatures[entry->signature];
        uint32_t signature;
        if (owner->folded) {
            const uint32_t *found = froe_map_find(&into->signature_by_hash, owner->hash);
            signature = found && !into->signatures[*found].dead
                            ? *found
                            : froe_table_insert_signature(into, owner->skeleton, owner->hash, true);
        } else {
            signature = froe_table_signature_of(into, owner->skeleton, owner->hash);
        }
        uint32_t service = service_id(into, froe_intern_get(&from->services, entry->service));
        if (signature == UINT32_MAX || service == FROE_INTERN_NONE) return FROE_MEMORY;
        uint32_t index = froe_table_entry_of(into, signature, entry->level, service);
        if (index == UINT32_MAX) return FROE_MEMORY;
        struct froe_signature *target = &into->signatures[signature];
        target->folded |= owner->folded;
        target->weight += entry->weight;
        target->location = froe_location_both(target->location, owner->location);
        bool with_slots = !target->folded && target->hash == owner->hash;
        if (!froe_entry_merge(&into->entries[index], entry, owner->slot_count, with_slots))
            return FROE_MEMORY;
    }
    return FROE_OK;
}

size_t froe_table_signature_count(const struct froe_table *table)
{
    return table->signature_count;
}

const struct froe_signature *froe_table_signature(const struct froe_table *table, size_t index)
{
    return &table->signatures[index];
}

size_t froe_table_entry_count(const struct froe_table *table)
{
    return table->entry_count;
}

const struct froe_entry *froe_table_entry(const struct froe_table *table, size_t index)
{
    return &table->entries[index];
}

struct froe_slice froe_table_service(const struct froe_table *table, uint32_t service)
{
    return froe_intern_get(&table->services, service);
}

uint64_t froe_table_folded(const struct froe_table *table)
{
    uint64_t folded = 0;
    for (size_t i = 0; i < table->signature_count; i++)
        if (table->signatures[i].folded && !table->signatures[i].dead)
            folded += table->signatures[i].weight;
    return folded;
}

static const uint32_t *find_signature(const struct froe_table *table, struct froe_slice skeleton)
{
    const uint32_t *found = froe_map_find(&table->signature_by_hash, froe_skeleton_hash(skeleton));
    return found && !table->signatures[*found].dead ? found : NULL;
}

uint32_t froe_table_find(const struct froe_table *table, struct froe_slice skeleton,
                         struct froe_buf *scratch)
{
    const uint32_t *found = find_signature(table, skeleton);
    for (int bare = 0; bare < 2 && !found; bare++) {
        froe_skeleton_write_folded(scratch, skeleton, bare);
        found = find_signature(table, froe_buf_slice(scratch));
        /* A message may read like a folded one without anything being folded there. */
        if (found && !table->signatures[*found].folded) found = NULL;
    }
    return found ? *found : UINT32_MAX;
}
