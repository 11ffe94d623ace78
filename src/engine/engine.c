#include "engine/engine_internal.h"
#include "engine/formats_load.h"
#include "engine/pins_load.h"
#include "record/explain.h"

#include <stdlib.h>
#include <unistd.h>

enum { DETECTION_LINES_MAX = 400 };

static unsigned thread_count(const struct froe_options *options)
{
    if (options->threads) return options->threads;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores > 0 ? (unsigned)cores : 1;
}

static enum froe_status add_masks(struct froe_engine *engine, struct froe_error *error)
{
    engine->masks = froe_masks_new();
    if (!engine->masks) return froe_error_memory(error);
    for (size_t i = 0; i < engine->options->mask_count; i++) {
        const struct froe_mask_option *mask = &engine->options->masks[i];
        enum froe_status status = froe_masks_add(engine->masks, mask->name, mask->regex, error);
        if (status != FROE_OK) return status;
    }
    return FROE_OK;
}

static enum froe_status add_formats(struct froe_engine *engine, struct froe_error *error)
{
    const char *layout = engine->options->layout;
    engine->raw_lines = layout && strcmp(layout, "none") == 0;
    return froe_formats_load(engine->options, &engine->formats, error);
}

/* What users write may hang on any digit; what is built in was made not to, or is found out. */
static bool may_remember(const struct froe_engine *engine)
{
    bool own_layout = engine->options->layout && !engine->raw_lines &&
                      strcmp(engine->options->layout, "auto") != 0;
    if (own_layout || froe_masks_count(engine->masks) || engine->pins ||
        engine->options->read_in_full)
        return false;
    for (size_t i = 0; i < froe_formats_count(engine->formats); i++)
        if (froe_format_origin(froe_formats_at(engine->formats, i))) return false;
    return true;
}

/* The second pass has the first one's: a pipe could be read only once. */
static enum froe_status add_pins(struct froe_engine *engine, struct froe_error *error)
{
    const char *path = engine->options->templates;
    if (!engine->mining) engine->pins = engine->pass.templates->pins;
    if (!path || !engine->mining) return FROE_OK;
    enum froe_status status = froe_pins_load(path, engine->masks, &engine->own_pins, error);
    engine->pins = engine->own_pins;
    return status;
}

static enum froe_status set_up(struct froe_engine *engine, int64_t last_ns,
                               struct froe_error *error)
{
    enum froe_status status = add_masks(engine, error);
    if (status == FROE_OK) status = add_pins(engine, error);
    if (status == FROE_OK) status = add_formats(engine, error);
    if (status != FROE_OK) return status;
    engine->filter = froe_filter_new(engine->options, last_ns, error);
    if (!engine->filter) return error ? error->status : FROE_USAGE;
    struct froe_pipeline_steps steps = {froe_engine_work, froe_engine_finish, engine};
    engine->pipeline = froe_pipeline_new(thread_count(engine->options), steps);
    engine->table = froe_table_new(NULL);
    engine->stitcher = froe_worker_new(engine->masks, engine->pins);
    if (may_remember(engine)) engine->memos = froe_memo_pool_new();
    if (!engine->pipeline || !engine->table || !engine->stitcher) return froe_error_memory(error);
    return FROE_OK;
}

struct froe_engine *froe_engine_new(const struct froe_options *options, int64_t last_ns,
                                    const struct froe_engine_pass *pass, struct froe_error *error)
{
    struct froe_engine *engine = calloc(1, sizeof *engine);
    if (!engine) {
        froe_error_memory(error);
        return NULL;
    }
    engine->options = options;
    engine->counters.first_ns = engine->counters.last_ns = FROE_TIME_NONE;
    if (pass) engine->pass = *pass;
    engine->rows = pass != NULL;
    engine->mining = !pass || !pass->templates;
    if (set_up(engine, last_ns, error) != FROE_OK) {
        froe_engine_free(engine);
        return NULL;
    }
    return engine;
}

static void source_free(struct froe_source *source)
{
    if (!source) return;
    for (size_t i = 0; i < source->open_count; i++) froe_open_record_release(&source->open[i]);
    free(source->open);
    froe_blocker_free(source->blocker);
    froe_detected_release(&source->detected);
    free(source->name);
    free(source->service);
    free(source);
}

void froe_engine_free(struct froe_engine *engine)
{
    if (!engine) return;
    froe_pipeline_free(engine->pipeline);
    for (size_t i = 0; i < engine->source_count; i++) source_free(engine->sources[i]);
    free(engine->sources);
    for (size_t i = 0; i < engine->waiting_count; i++) froe_row_item_release(&engine->waiting[i]);
    free(engine->waiting);
    froe_memo_pool_free(engine->memos);
    froe_worker_free(engine->stitcher);
    froe_templates_free(engine->online_templates);
    froe_pins_free(engine->own_pins);
    froe_table_free(engine->table);
    froe_filter_free(engine->filter);
    froe_formats_free(engine->formats);
    froe_masks_free(engine->masks);
    free(engine);
}

static void detect(struct froe_engine *engine, struct froe_source *source,
                   const struct froe_block *block)
{
    struct froe_slice sample[DETECTION_LINES_MAX];
    size_t count = 0;
    struct froe_lines lines;
    source->detected_known = true;
    if (engine->raw_lines) return;
    froe_lines_init(&lines, block, engine->options->line_bytes_max);
    while (count < DETECTION_LINES_MAX && froe_lines_next(&lines, &sample[count])) count++;
    source->detected = froe_formats_detect(engine->formats, sample, count);
    source->times.first_ns =
        froe_formats_first_ns(engine->formats, &source->detected, &source->times, sample, count);
}

/* A block is ready: hand it to the pipeline. */
static enum froe_status take_block(void *context, struct froe_block *block,
                                   struct froe_error *error)
{
    struct froe_engine *engine = context;
    struct froe_source *source = engine->sources[block->source];
    if (!source->detected_known) detect(engine, source, block);
    struct froe_work *work = calloc(1, sizeof *work);
    if (!work) {
        froe_block_free(block);
        return froe_error_memory(error);
    }
    engine->lines_fed += block->line_count;
    work->engine = engine;
    work->source = source;
    work->block = block;
    froe_batch_init(&work->batch);
    froe_pipeline_push(engine->pipeline, work);
    return FROE_OK;
}

enum froe_status froe_engine_source(struct froe_engine *engine, const char *name, int64_t mtime_ns,
                                    uint32_t *number, struct froe_error *error)
{
    if (engine->source_count == engine->source_capacity) {
        size_t capacity = engine->source_capacity ? engine->source_capacity * 2 : 16;
        struct froe_source **moved = realloc(engine->sources, capacity * sizeof *moved);
        if (!moved) return froe_error_memory(error);
        engine->sources = moved;
        engine->source_capacity = capacity;
    }
    struct froe_source *source = calloc(1, sizeof *source);
    if (!source) return froe_error_memory(error);
    *number = (uint32_t)engine->source_count;
    source->id = *number;
    source->order_ns = FROE_TIME_NONE;
    source->name = strdup(name);
    source->service = froe_service_from_path(name);
    size_t block_bytes = engine->options->block_bytes;
    source->blocker = froe_blocker_new_sized(*number, block_bytes ? block_bytes : FROE_BLOCK_BYTES,
                                             engine->options->line_bytes_max, take_block, engine);
    if (!source->name || !source->blocker) {
        source_free(source);
        return froe_error_memory(error);
    }
    source->times.offset_ns = engine->options->tz_offset_ns;
    source->times.zone = engine->options->zone;
    source->times.year = engine->options->year;
    source->times.base_ns = engine->options->base_ns;
    source->times.latest_ns =
        mtime_ns != FROE_TIME_NONE ? mtime_ns : froe_clock_now(engine->options->clock);
    engine->sources[engine->source_count++] = source;
    return FROE_OK;
}

/* The first failure behind the pipeline, if there was one. */
static enum froe_status failure(const struct froe_engine *engine, struct froe_error *error)
{
    enum froe_status status = engine->status;
    if (status != FROE_OK && error) *error = engine->error;
    return status;
}

enum froe_status froe_engine_feed(struct froe_engine *engine, uint32_t source, const void *bytes,
                                  size_t len, struct froe_error *error)
{
    enum froe_status status = failure(engine, error);
    return status != FROE_OK
               ? status
               : froe_blocker_feed(engine->sources[source]->blocker, bytes, len, error);
}

enum froe_status froe_engine_pause(struct froe_engine *engine, uint32_t source,
                                   struct froe_error *error)
{
    enum froe_status status = failure(engine, error);
    return status != FROE_OK ? status : froe_blocker_flush(engine->sources[source]->blocker, error);
}

enum froe_status froe_engine_end(struct froe_engine *engine, uint32_t source,
                                 struct froe_error *error)
{
    if (engine->sources[source]->ended) return FROE_OK;
    engine->sources[source]->ended = true;
    return froe_blocker_finish(engine->sources[source]->blocker, error);
}

bool froe_engine_ended(const struct froe_engine *engine, uint32_t source)
{
    return engine->sources[source]->ended;
}

enum froe_status froe_engine_flush(struct froe_engine *engine, struct froe_error *error)
{
    froe_pipeline_drain(engine->pipeline);
    return failure(engine, error);
}

enum froe_status froe_engine_induce(struct froe_engine *engine, const struct froe_table **table,
                                    struct froe_templates **templates, struct froe_error *error)
{
    *templates = NULL;
    enum froe_status status = froe_engine_flush(engine, error);
    if (status != FROE_OK) return status;
    *table = engine->table;
    return froe_induce(engine->table, engine->masks, engine->pins, templates, error);
}

uint64_t froe_engine_lines(const struct froe_engine *engine)
{
    return engine->lines_fed;
}

int64_t froe_engine_last_ns(const struct froe_engine *engine)
{
    return engine->counters.last_ns;
}

uint64_t froe_engine_fields_cut(const struct froe_engine *engine)
{
    return engine->counters.fields_cut;
}
