/* The public library: a thin face over the engine. */
#include "froe/froe.h"

#include "engine/engine.h"
#include "froe_config.h"
#include "report/render.h"
#include <stdlib.h>

struct froe_miner {
    struct froe_engine *engine;
    struct froe_options options;
    struct froe_arena texts; /* copies of what the options point to */
    struct froe_error error;
    uint32_t source_count;
};

struct froe_snapshot {
    struct froe_report *report;
    struct froe_snapshot_cluster *clusters;
};

const char *froe_version(void)
{
    return FROE_VERSION;
}

static const char *keep(struct froe_miner *miner, const char *text)
{
    return text ? froe_arena_copy(&miner->texts, froe_slice_cstr(text)).ptr : NULL;
}

static enum froe_status set_options(struct froe_miner *miner,
                                    const struct froe_miner_config *config)
{
    froe_options_init(&miner->options);
    if (!config) return FROE_OK;
    if (config->size != sizeof *config)
        return froe_error_set(&miner->error, FROE_USAGE, "froe_miner_config: wrong size %zu",
                              config->size);
    miner->options.threads = config->threads;
    miner->options.layout = keep(miner, config->layout);
    miner->options.year = config->year;
    miner->options.tz_offset_ns = config->utc_offset_s * FROE_NS_PER_S;
    if (config->level) {
        enum froe_status status =
            froe_parse_level_option(config->level, &miner->options, &miner->error);
        if (status != FROE_OK) return status;
    }
    struct froe_mask_option *masks =
        froe_arena_alloc(&miner->texts, config->mask_count * sizeof *masks);
    if (!masks) return froe_error_memory(&miner->error);
    for (size_t i = 0; i < config->mask_count; i++) {
        masks[i].name = keep(miner, config->masks[i].name);
        masks[i].regex = keep(miner, config->masks[i].regex);
        if (!masks[i].name || !masks[i].regex) return froe_error_memory(&miner->error);
    }
    miner->options.masks = masks;
    miner->options.mask_count = config->mask_count;
    miner->options.templates = keep(miner, config->templates);
    if (config->templates && !miner->options.templates) return froe_error_memory(&miner->error);
    return FROE_OK;
}

struct froe_miner *froe_miner_new(const struct froe_miner_config *config, char **error)
{
    if (error) *error = NULL;
    struct froe_miner *miner = calloc(1, sizeof *miner);
    if (!miner) return NULL;
    if (set_options(miner, config) == FROE_OK)
        miner->engine = froe_engine_new(&miner->options, FROE_TIME_NONE, NULL, &miner->error);
    if (miner->engine) return miner;
    if (error) *error = strdup(miner->error.message);
    froe_miner_free(miner);
    return NULL;
}

void froe_miner_free(struct froe_miner *miner)
{
    if (!miner) return;
    froe_engine_free(miner->engine);
    froe_arena_release(&miner->texts);
    free(miner);
}

const char *froe_miner_error(const struct froe_miner *miner)
{
    return miner->error.message;
}

int froe_miner_source(struct froe_miner *miner, const char *name, uint32_t *source)
{
    int status =
        (int)froe_engine_source(miner->engine, name, FROE_TIME_NONE, source, &miner->error);
    if (status == FROE_OK) miner->source_count++;
    return status;
}

static int check_source(struct froe_miner *miner, uint32_t source)
{
    if (source < miner->source_count && !froe_engine_ended(miner->engine, source)) return FROE_OK;
    return (int)froe_error_set(&miner->error, FROE_USAGE, "source %u is %s", source,
                               source < miner->source_count ? "ended" : "unknown");
}

int froe_miner_feed(struct froe_miner *miner, uint32_t source, const void *bytes, size_t len)
{
    int status = check_source(miner, source);
    return status ? status
                  : (int)froe_engine_feed(miner->engine, source, bytes, len, &miner->error);
}

int froe_miner_end(struct froe_miner *miner, uint32_t source)
{
    int status = check_source(miner, source);
    return status ? status : (int)froe_engine_end(miner->engine, source, &miner->error);
}

static bool fill_clusters(struct froe_snapshot *snapshot)
{
    const struct froe_report *report = snapshot->report;
    snapshot->clusters = calloc(report->cluster_count + 1, sizeof *snapshot->clusters);
    if (!snapshot->clusters) return false;
    for (size_t i = 0; i < report->cluster_count; i++) {
        const struct froe_cluster *cluster = &report->clusters[i];
        snapshot->clusters[i] = (struct froe_snapshot_cluster){
            .id = cluster->id,
            .template_id = cluster->template_id,
            .template_text = cluster->template_text.ptr,
            .level = froe_level_name(cluster->level),
            .count = cluster->count,
            .share = cluster->share,
            .first_ns = cluster->first_ns,
            .last_ns = cluster->last_ns,
        };
    }
    return true;
}

struct froe_snapshot *froe_miner_snapshot(struct froe_miner *miner)
{
    const struct froe_table *table;
    struct froe_templates *templates;
    struct froe_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (!snapshot) return NULL;
    bool ok =
        froe_engine_induce(miner->engine, &table, &templates, &miner->error) == FROE_OK &&
        froe_engine_snapshot(miner->engine, templates, &snapshot->report, &miner->error) == FROE_OK;
    froe_templates_free(templates);
    if (ok && fill_clusters(snapshot)) return snapshot;
    froe_snapshot_free(snapshot);
    return NULL;
}

void froe_snapshot_free(struct froe_snapshot *snapshot)
{
    if (!snapshot) return;
    if (snapshot->report) froe_report_free(snapshot->report);
    free(snapshot->clusters);
    free(snapshot);
}

size_t froe_snapshot_count(const struct froe_snapshot *snapshot)
{
    return snapshot->report->cluster_count;
}

const struct froe_snapshot_cluster *froe_snapshot_cluster(const struct froe_snapshot *snapshot,
                                                          size_t index)
{
    return index < snapshot->report->cluster_count ? &snapshot->clusters[index] : NULL;
}

uint64_t froe_snapshot_lines(const struct froe_snapshot *snapshot)
{
    return snapshot->report->input.lines;
}

uint64_t froe_snapshot_records(const struct froe_snapshot *snapshot)
{
    return snapshot->report->input.records;
}

struct json_target {
    int (*write)(void *context, const char *bytes, size_t len);
    void *context;
};

static enum froe_status write_piece(void *context, struct froe_slice bytes,
                                    struct froe_error *error)
{
    const struct json_target *target = context;
    if (target->write(target->context, bytes.ptr, bytes.len) == 0) return FROE_OK;
    return froe_error_set(error, FROE_STOPPED, "stopped by the caller");
}

int froe_snapshot_write_json(const struct froe_snapshot *snapshot,
                             int (*write)(void *context, const char *bytes, size_t len),
                             void *context)
{
    struct json_target target = {write, context};
    struct froe_render_options options = {.top = 0};
    struct froe_error error;
    return (int)froe_render_scan(FROE_RENDER_JSON, snapshot->report, &options, write_piece, &target,
                                 &error);
}
