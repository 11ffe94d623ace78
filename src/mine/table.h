/* The signature table: what was counted, before any template is known.

   Keyed by signature, level and service. Everything in it is mergeable: two tables make the table
   of both inputs, whatever the order (parameter statistics aside, which depend on the blocks).
   Memory is bounded: signatures fall into buckets by shape (froe_skeleton_bucket), and past the
   caps a bucket keeps the signatures of smallest hash; the records of the others are counted under
   a folded signature, the first word and "<*>". What is kept does not depend on the order of
   arrival: a signature that is among the k smallest of all was so at any earlier moment. */
#ifndef FROE_MINE_TABLE_H
#define FROE_MINE_TABLE_H

#include "base/buf.h"
#include "base/intern.h"
#include "base/level.h"
#include "base/map.h"
#include "lex/token.h"
#include "stats/histogram.h"
#include "stats/values.h"

enum {
    FROE_SAMPLES_MAX = 3, /* an entry keeps the samples of smallest hash */
    FROE_SAMPLE_BYTES_MAX = 4 * 1024,
    FROE_OBSERVED_ALWAYS = 64, /* parameters of so many records of an entry in a block are all
                                  looked at, then 1 in 2^k */
    FROE_OBSERVED_LATER = 2,   /* the same in all blocks of a source but the first: its templates
                                  are known from there, and lexing is what costs */
    FROE_SERVICES_MAX = 4096,  /* the rest is counted as FROE_SERVICE_OTHER */
};
#define FROE_SERVICE_OTHER "(other)"

struct froe_table_caps {
    uint32_t signatures_max; /* in all; past it every bucket keeps fewer */
    uint32_t buckets_max;
    uint32_t bucket_signatures_max; /* a power of two */
    size_t skeleton_bytes_max;      /* of all signatures; past it every bucket keeps fewer, too */
};
extern const struct froe_table_caps froe_table_default_caps;

struct froe_table_sample {
    uint64_t hash;
    uint64_t line;
    uint32_t source;
    uint32_t len;
    char *text; /* owned */
};

/* A statement's place in its program's source: 0 is unknown. */
#define FROE_LOCATION_SEVERAL UINT64_MAX

struct froe_signature {
    uint64_t hash;
    struct froe_slice skeleton; /* in the table's arena */
    uint64_t weight;            /* records, selected or not: what induction sees */
    uint64_t location;          /* the one that its records give, as far as they give any */
    uint32_t first_entry;       /* 1 + index, 0 ends the list */
    uint16_t slot_count;        /* variables in the skeleton */
    bool folded, dead;
};

struct froe_entry {
    uint64_t key;
    uint64_t weight;           /* records */
    uint64_t count;            /* records that passed the filters: all below is about these */
    int64_t first_ns, last_ns; /* FROE_TIME_NONE without times */
    struct froe_histogram histogram;
    struct froe_values *slots; /* slot_count of the signature; NULL until the first observation */
    struct froe_table_sample samples[FROE_SAMPLES_MAX]; /* sorted by hash */
    uint32_t sample_count;
    uint32_t signature, service, next_entry;
    uint8_t level;
    bool dead;
};

struct froe_table;

/* What is known of two statements together. */
static inline uint64_t froe_location_both(uint64_t a, uint64_t b)
{
    return !a || a == b ? b : !b ? a : FROE_LOCATION_SEVERAL;
}

/* caps NULL means the defaults. */
struct froe_table *froe_table_new(const struct froe_table_caps *caps);
void froe_table_free(struct froe_table *table);

/* One record. Slices are borrowed for the call. */
struct froe_table_event {
    struct froe_slice message;
    const struct froe_token *tokens;
    size_t token_count;
    struct froe_slice service; /* absent is counted as "" */
    uint64_t location;         /* hash of its text */
    enum froe_level level;
    int64_t time_ns;
    bool selected; /* false: counts for induction only */
    bool later;    /* of a block that is not its source's first */
    uint32_t source;
    uint64_t line;
};

/* Counts the record. *entry is its index. *wants_sample (may be NULL) is set when the record is
   among the entry's samples now; the caller then hands over its raw text with froe_table_sample. */
enum froe_status froe_table_add(struct froe_table *table, const struct froe_table_event *event,
                                uint32_t *entry, bool *wants_sample);
enum froe_status froe_table_sample(struct froe_table *table, uint32_t entry,
                                   const struct froe_table_event *event, struct froe_slice raw);

/* A record of a signature, level, service and location whose entry is known from an earlier one.
   False when the entry was folded since: then froe_table_add is to be called. */
bool froe_table_holds(const struct froe_table *table, uint32_t entry);
/* Whether the record's tokens will be looked at; else they may be NULL. */
bool froe_table_observes(const struct froe_table *table, uint32_t entry,
                         const struct froe_table_event *event);
enum froe_status froe_table_add_known(struct froe_table *table, uint32_t entry,
                                      const struct froe_table_event *event, bool *wants_sample);

/* Adds `from` to `into`; `from` stays as it is. */
enum froe_status froe_table_merge(struct froe_table *into, const struct froe_table *from);

/* Signatures and entries by index; dead ones are to be skipped. */
size_t froe_table_signature_count(const struct froe_table *table);
const struct froe_signature *froe_table_signature(const struct froe_table *table, size_t index);
size_t froe_table_entry_count(const struct froe_table *table);
const struct froe_entry *froe_table_entry(const struct froe_table *table, size_t index);
struct froe_slice froe_table_service(const struct froe_table *table, uint32_t service);
uint64_t froe_table_folded(const struct froe_table *table); /* records under folded signatures */

/* Index of the signature a skeleton is counted under (its own, else a folded one), UINT32_MAX when
   it never came. `scratch` is overwritten. */
uint32_t froe_table_find(const struct froe_table *table, struct froe_slice skeleton,
                         struct froe_buf *scratch);

#endif
