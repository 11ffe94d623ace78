/* Private to src/mine: the inside of the table, shared by table.c, entry.c and fold.c. */
#ifndef FROE_MINE_TABLE_INTERNAL_H
#define FROE_MINE_TABLE_INTERNAL_H

#include "mine/table.h"

struct froe_signature_bucket {
    uint64_t hash;
    uint32_t *signatures; /* indices, unsorted */
    uint32_t count, capacity;
    uint64_t largest; /* hash of the largest kept signature */
    bool dead;
};

struct froe_table {
    struct froe_table_caps caps; /* bucket_signatures_max falls when the first two are reached */
    struct froe_arena arena;
    struct froe_intern services;
    struct froe_signature *signatures;
    size_t signature_count, signature_capacity;
    size_t signatures_alive, skeleton_bytes; /* of those in buckets */
    struct froe_map signature_by_hash;
    struct froe_entry *entries;
    size_t entry_count, entry_capacity;
    struct froe_map entry_by_key;
    struct froe_signature_bucket *buckets;
    size_t bucket_count, bucket_capacity, buckets_alive;
    struct froe_map bucket_by_hash;
    uint64_t bucket_limit; /* buckets of a larger hash were folded; UINT64_MAX: none yet */
    struct froe_buf skeleton, folded_skeleton;
};

/* The entry of (signature, level, service), made when new. UINT32_MAX when memory is out. */
uint32_t froe_table_entry_of(struct froe_table *table, uint32_t signature, uint8_t level,
                             uint32_t service);
/* The signature a skeleton is to be counted under now, made when new (which may fold others).
   UINT32_MAX when memory is out. */
uint32_t froe_table_signature_of(struct froe_table *table, struct froe_slice skeleton,
                                 uint64_t hash);
/* Makes a signature without looking at caps. UINT32_MAX when memory is out. */
uint32_t froe_table_insert_signature(struct froe_table *table, struct froe_slice skeleton,
                                     uint64_t hash, bool folded);

/* entry.c */
void froe_entry_release(struct froe_entry *entry, size_t slot_count);
/* Slots are merged only when `with_slots` (same signature). */
bool froe_entry_merge(struct froe_entry *into, const struct froe_entry *from, size_t slot_count,
                      bool with_slots);
bool froe_entry_count(struct froe_entry *entry, const struct froe_table_event *event);
/* Whether the values of the event's variables are to be noted. */
bool froe_entry_observes(const struct froe_entry *entry, const struct froe_table_event *event);
bool froe_entry_observe(struct froe_entry *entry, size_t slot_count,
                        const struct froe_table_event *event);
bool froe_entry_wants_sample(const struct froe_entry *entry, uint64_t hash);
bool froe_entry_take_sample(struct froe_entry *entry, struct froe_table_sample sample);

#endif
