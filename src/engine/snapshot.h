/* Private to src/engine: clusters in the making. */
#ifndef FROE_ENGINE_SNAPSHOT_H
#define FROE_ENGINE_SNAPSHOT_H

#include "engine/engine_internal.h"

enum {
    FROE_REPORT_SAMPLES_MAX = 5,
    FROE_REPORT_TOP_MAX = 10, /* values of a parameter */
};

/* One template at one level, with everything its entries know. */
struct froe_cluster_draft {
    uint32_t template_index;
    uint8_t level;
    uint64_t count;
    int64_t first_ns, last_ns;
    struct froe_histogram histogram;
    struct froe_value_count *services; /* names borrowed from the table; sorted at the end */
    size_t service_count, service_capacity;
    const struct froe_table_sample *samples[FROE_REPORT_SAMPLES_MAX]; /* sorted by hash */
    size_t sample_count;
    struct froe_values *holes; /* hole_count of the template */
};

/* Adds what the entry saw. False when memory is out. */
bool froe_cluster_draft_add(struct froe_engine *engine, const struct froe_templates *templates,
                            struct froe_cluster_draft *draft, const struct froe_entry *entry);
void froe_cluster_draft_release(struct froe_cluster_draft *draft, size_t hole_count);

/* Writes the draft out, everything copied into the report's arena. */
bool froe_cluster_draft_finish(const struct froe_engine *engine,
                               const struct froe_templates *templates,
                               struct froe_cluster_draft *draft, struct froe_report *report,
                               struct froe_cluster *cluster);

#endif
