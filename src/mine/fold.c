/* The caps of the table: which signatures are kept, and where the records of the others go. */
#include "mine/table_internal.h"

#include "mine/skeleton.h"
#include <stdlib.h>

/* The folded signature for a skeleton, made when new. Folded signatures are few: one for each first
   word among the kept buckets, and the bare one. */
static uint32_t folded_signature(struct froe_table *table, struct froe_slice skeleton, bool bare)
{
    froe_skeleton_write_folded(&table->folded_skeleton, skeleton, bare);
    struct froe_slice folded = froe_buf_slice(&table->folded_skeleton);
    if (table->folded_skeleton.status != FROE_OK) return UINT32_MAX;
    uint64_t hash = froe_skeleton_hash(folded);
    const uint32_t *found = froe_map_find(&table->signature_by_hash, hash);
    if (found && !table->signatures[*found].dead) {
        table->signatures[*found].folded = true;
        return *found;
    }
    return froe_table_insert_signature(table, folded, hash, true);
}

static void leave_bucket(struct froe_table *table, struct froe_slice skeleton)
{
    table->signatures_alive--;
    table->skeleton_bytes -= skeleton.len;
}

/* Moves all entries of the signature to the folded one. */
static bool fold_signature(struct froe_table *table, uint32_t index, bool bare)
{
    struct froe_slice skeleton = table->signatures[index].skeleton;
    uint32_t target = folded_signature(table, skeleton, bare);
    if (target == UINT32_MAX) return false;
    if (target == index) { /* it reads like what it is folded to, and only leaves its bucket */
        leave_bucket(table, skeleton);
        return true;
    }
    struct froe_signature *signature = &table->signatures[index];
    table->signatures[target].weight += signature->weight;
    for (uint32_t link = signature->first_entry; link;) {
        uint32_t moved = link - 1;
        uint32_t to = froe_table_entry_of(table, target, table->entries[moved].level,
                                          table->entries[moved].service);
        if (to == UINT32_MAX) return false;
        struct froe_entry *entry = &table->entries[moved];
        if (!froe_entry_merge(&table->entries[to], entry, 0, false)) return false;
        link = entry->next_entry;
        froe_map_remove(&table->entry_by_key, entry->key);
        froe_entry_release(entry, signature->slot_count);
        entry->dead = true;
    }
    froe_map_remove(&table->signature_by_hash, signature->hash);
    signature->dead = true;
    leave_bucket(table, skeleton);
    return true;
}

static void find_largest(const struct froe_table *table, struct froe_signature_bucket *bucket)
{
    bucket->largest = 0;
    for (uint32_t i = 0; i < bucket->count; i++) {
        uint64_t hash = table->signatures[bucket->signatures[i]].hash;
        if (hash > bucket->largest) bucket->largest = hash;
    }
}

static bool fold_largest(struct froe_table *table, struct froe_signature_bucket *bucket)
{
    for (uint32_t i = 0; i < bucket->count; i++) {
        if (table->signatures[bucket->signatures[i]].hash != bucket->largest) continue;
        uint32_t evicted = bucket->signatures[i];
        bucket->signatures[i] = bucket->signatures[--bucket->count];
        find_largest(table, bucket);
        return fold_signature(table, evicted, false);
    }
    return true;
}

static bool over_caps(const struct froe_table *table)
{
    return table->signatures_alive > table->caps.signatures_max ||
           table->skeleton_bytes > table->caps.skeleton_bytes_max;
}

static int by_hash(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Too many buckets: those of largest hash go. */
static bool drop_buckets(struct froe_table *table)
{
    uint64_t *hashes = malloc(table->buckets_alive * sizeof *hashes);
    if (!hashes) return false;
    size_t n = 0;
    for (size_t i = 0; i < table->bucket_count; i++)
        if (!table->buckets[i].dead) hashes[n++] = table->buckets[i].hash;
    qsort(hashes, n, sizeof *hashes, by_hash);
    table->bucket_limit = hashes[table->caps.buckets_max - 1];
    free(hashes);
    for (size_t i = 0; i < table->bucket_count; i++) {
        struct froe_signature_bucket *bucket = &table->buckets[i];
        if (bucket->dead || bucket->hash <= table->bucket_limit) continue;
        for (uint32_t k = 0; k < bucket->count; k++)
            if (!fold_signature(table, bucket->signatures[k], true)) return false;
        froe_map_remove(&table->bucket_by_hash, bucket->hash);
        free(bucket->signatures);
        *bucket = (struct froe_signature_bucket){.dead = true};
        table->buckets_alive--;
    }
    return true;
}

/* Too many signatures in all, or too long ones: every bucket keeps half as many, until they are few
   enough; when each keeps but one, half of the buckets go. */
static bool shrink(struct froe_table *table)
{
    struct froe_table_caps *caps = &table->caps;
    while (over_caps(table) && caps->bucket_signatures_max > 1) {
        caps->bucket_signatures_max /= 2;
        for (size_t i = 0; i < table->bucket_count; i++)
            while (!table->buckets[i].dead && table->buckets[i].count > caps->bucket_signatures_max)
                if (!fold_largest(table, &table->buckets[i])) return false;
    }
    while (over_caps(table) && table->buckets_alive > 1) {
        caps->buckets_max = (uint32_t)(table->buckets_alive / 2);
        if (!drop_buckets(table)) return false;
    }
    return true;
}

static struct froe_signature_bucket *bucket_of(struct froe_table *table, uint64_t hash)
{
    const uint32_t *found = froe_map_find(&table->bucket_by_hash, hash);
    if (found) return &table->buckets[*found];
    if (table->bucket_count == table->bucket_capacity) {
        size_t capacity = table->bucket_capacity ? table->bucket_capacity * 2 : 64;
        struct froe_signature_bucket *moved =
            realloc(table->buckets, capacity * sizeof *table->buckets);
        if (!moved) return NULL;
        table->buckets = moved;
        table->bucket_capacity = capacity;
    }
    if (!froe_map_put(&table->bucket_by_hash, hash, (uint32_t)table->bucket_count, NULL))
        return NULL;
    table->buckets[table->bucket_count] = (struct froe_signature_bucket){.hash = hash};
    table->buckets_alive++;
    return &table->buckets[table->bucket_count++];
}

static bool bucket_push(struct froe_signature_bucket *bucket, uint32_t signature, uint64_t hash)
{
    if (bucket->count == bucket->capacity) {
        uint32_t capacity = bucket->capacity ? bucket->capacity * 2 : 2;
        uint32_t *moved = realloc(bucket->signatures, capacity * sizeof *moved);
        if (!moved) return false;
        bucket->signatures = moved;
        bucket->capacity = capacity;
    }
    bucket->signatures[bucket->count++] = signature;
    if (hash > bucket->largest) bucket->largest = hash;
    return true;
}

uint32_t froe_table_signature_of(struct froe_table *table, struct froe_slice skeleton,
                                 uint64_t hash)
{
    const uint32_t *found = froe_map_find(&table->signature_by_hash, hash);
    if (found && !table->signatures[*found].dead) return *found;
    uint64_t bucket_hash = froe_skeleton_bucket(skeleton);
    if (bucket_hash > table->bucket_limit) return folded_signature(table, skeleton, true);
    struct froe_signature_bucket *bucket = bucket_of(table, bucket_hash);
    if (!bucket) return UINT32_MAX;
    bool full = bucket->count >= table->caps.bucket_signatures_max;
    if (full && hash > bucket->largest) return folded_signature(table, skeleton, false);
    if (full && !fold_largest(table, bucket)) return UINT32_MAX;
    uint32_t index = froe_table_insert_signature(table, skeleton, hash, false);
    if (index == UINT32_MAX || !bucket_push(bucket, index, hash)) return UINT32_MAX;
    table->signatures_alive++;
    table->skeleton_bytes += skeleton.len;
    if (table->buckets_alive > table->caps.buckets_max + table->caps.buckets_max / 16 &&
        !drop_buckets(table))
        return UINT32_MAX;
    if (over_caps(table) && !shrink(table)) return UINT32_MAX;
    if (!table->signatures[index].dead) return index;
    return froe_table_signature_of(table, skeleton, hash); /* it was folded at once */
}
