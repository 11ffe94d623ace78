/* The report: entries to clusters, clusters sorted, the summary. */
#include "engine/snapshot.h"

#include <math.h>
#include <stdlib.h>

struct drafts {
    struct froe_cluster_draft *items;
    size_t count, capacity;
    struct froe_map index; /* template and level to 1 + position */
};

static void drafts_release(struct drafts *drafts, const struct froe_templates *templates)
{
    for (size_t i = 0; i < drafts->count; i++)
        froe_cluster_draft_release(&drafts->items[i],
                                   templates->items[drafts->items[i].template_index].hole_count);
    free(drafts->items);
    froe_map_release(&drafts->index);
}

static struct froe_cluster_draft *draft_of(struct drafts *drafts, uint32_t template_index,
                                           uint8_t level)
{
    uint64_t key = ((uint64_t)template_index << 8 | level) + 1;
    bool inserted;
    uint32_t *place = froe_map_put(&drafts->index, key, (uint32_t)drafts->count, &inserted);
    if (!place) return NULL;
    if (!inserted) return &drafts->items[*place];
    if (drafts->count == drafts->capacity) {
        size_t capacity = drafts->capacity ? drafts->capacity * 2 : 64;
        struct froe_cluster_draft *moved = realloc(drafts->items, capacity * sizeof *moved);
        if (!moved) return NULL;
        drafts->items = moved;
        drafts->capacity = capacity;
    }
    drafts->items[drafts->count] = (struct froe_cluster_draft){
        .template_index = template_index,
        .level = level,
        .first_ns = FROE_TIME_NONE,
        .last_ns = FROE_TIME_NONE,
    };
    return &drafts->items[drafts->count++];
}

/* --not: templates (or one level of one) that are left out. */
static enum froe_status excluded_templates(const struct froe_engine *engine,
                                           const struct froe_templates *templates, uint8_t *levels,
                                           struct froe_error *error)
{
    for (size_t i = 0; i < engine->options->not_id_count; i++) {
        struct froe_slice id = froe_slice_cstr(engine->options->not_ids[i]);
        uint32_t index;
        enum froe_status status = froe_templates_find(templates, id, &index, error);
        if (status == FROE_NOT_FOUND) continue; /* there is nothing to leave out */
        if (status != FROE_OK) return status;
        uint8_t mask = UINT8_MAX;
        for (uint8_t level = 0; id.len > 2 && level < FROE_LEVEL_COUNT; level++)
            if (id.ptr[id.len - 2] == '.' && id.ptr[id.len - 1] == froe_level_letter(level))
                mask = (uint8_t)(1u << level);
        levels[index] |= mask;
    }
    return FROE_OK;
}

/* Entries in an order of their own, so that merged statistics do not depend on the table's history.
 */
static int by_signature_level_service(const void *a, const void *b)
{
    const struct froe_entry *x = *(const struct froe_entry *const *)a;
    const struct froe_entry *y = *(const struct froe_entry *const *)b;
    return (x->key > y->key) - (x->key < y->key);
}

static bool collect(struct froe_engine *engine, const struct froe_templates *templates,
                    const uint8_t *excluded, struct drafts *drafts, uint64_t *left_out)
{
    size_t total = froe_table_entry_count(engine->table), count = 0;
    const struct froe_entry **entries = malloc((total + 1) * sizeof *entries);
    if (!entries) return false;
    for (size_t i = 0; i < total; i++) {
        const struct froe_entry *entry = froe_table_entry(engine->table, i);
        if (!entry->dead && entry->count) entries[count++] = entry;
    }
    qsort(entries, count, sizeof *entries, by_signature_level_service);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        uint32_t index = templates->matches[entries[i]->signature].template_index;
        if (excluded[index] & 1u << entries[i]->level) {
            *left_out += entries[i]->count;
            continue;
        }
        struct froe_cluster_draft *draft = draft_of(drafts, index, entries[i]->level);
        ok = draft && froe_cluster_draft_add(engine, templates, draft, entries[i]);
    }
    free(entries);
    return ok;
}

/* --- sorting: what was asked for, then count, then text, then level
 * -------------------------------- */

static int compare_rest(const struct froe_cluster *a, const struct froe_cluster *b)
{
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    int c = froe_slice_cmp(a->template_text, b->template_text);
    if (!c) c = strcmp(a->template_id, b->template_id);
    return c ? c : (int)b->level - (int)a->level;
}

static int by_count(const void *a, const void *b)
{
    return compare_rest(a, b);
}

static int by_rate(const void *a, const void *b)
{
    const struct froe_cluster *x = a, *y = b;
    bool x_known = !isnan(x->rate_per_min), y_known = !isnan(y->rate_per_min);
    if (x_known != y_known) return x_known ? -1 : 1;
    if (x_known && fabs(x->rate_per_min - y->rate_per_min) > 0)
        return x->rate_per_min > y->rate_per_min ? -1 : 1;
    return compare_rest(x, y);
}

static int by_first(const void *a, const void *b)
{
    const struct froe_cluster *x = a, *y = b;
    bool x_known = x->first_ns != FROE_TIME_NONE, y_known = y->first_ns != FROE_TIME_NONE;
    if (x_known != y_known) return x_known ? -1 : 1;
    if (x->first_ns != y->first_ns) return x->first_ns < y->first_ns ? -1 : 1;
    return compare_rest(x, y);
}

static int by_severity(const void *a, const void *b)
{
    const struct froe_cluster *x = a, *y = b;
    if (x->level != y->level) return x->level > y->level ? -1 : 1;
    return compare_rest(x, y);
}

static int (*const comparisons[])(const void *, const void *) = {
    [FROE_SORT_COUNT] = by_count,
    [FROE_SORT_RATE] = by_rate,
    [FROE_SORT_FIRST] = by_first,
    [FROE_SORT_SEVERITY] = by_severity,
};

/* --- the report
 * ----------------------------------------------------------------------------------- */

static bool write_input(const struct froe_engine *engine, struct froe_report *report)
{
    const struct froe_counters *counters = &engine->counters;
    struct froe_slice *files =
        froe_arena_alloc(&report->arena, engine->source_count * sizeof *files);
    if (!files) return false;
    for (size_t i = 0; i < engine->source_count; i++)
        files[i] = froe_arena_copy(&report->arena, froe_slice_cstr(engine->sources[i]->name));
    report->input = (struct froe_report_input){
        .files = files,
        .file_count = engine->source_count,
        .bytes = counters->bytes,
        .lines = counters->lines,
        .records = counters->records,
        .skipped = counters->skipped,
        .lines_cut = counters->lines_cut,
        .lines_unparsed = counters->unparsed,
        .broken_json = counters->broken_json,
        .records_cut = counters->records_cut,
        .fields_cut = counters->fields_cut,
        .first_ns = counters->first_ns,
        .last_ns = counters->last_ns,
        .year_assumed = counters->year_assumed,
    };
    return true;
}

static void write_summary(const struct froe_engine *engine, uint64_t left_out,
                          struct froe_report *report)
{
    struct froe_report_summary *summary = &report->summary;
    summary->selected = engine->counters.selected - left_out;
    for (size_t i = 0; i < report->cluster_count; i++)
        report->clusters[i].share = (double)report->clusters[i].count / (double)summary->selected;
    summary->clusters = report->cluster_count;
    summary->folded = froe_table_folded(engine->table);
    for (size_t i = 0; i < report->cluster_count; i++)
        summary->levels[report->clusters[i].level] += report->clusters[i].count;
}

static bool write_clusters(const struct froe_engine *engine, const struct froe_templates *templates,
                           struct drafts *drafts, struct froe_report *report)
{
    uint8_t *seen = calloc(templates->count + 1, 1);
    report->clusters = froe_arena_alloc(&report->arena, drafts->count * sizeof *report->clusters);
    bool ok = seen && report->clusters;
    for (size_t i = 0; ok && i < drafts->count; i++) {
        ok = froe_cluster_draft_finish(engine, templates, &drafts->items[i], report,
                                       &report->clusters[report->cluster_count++]);
        report->summary.templates += !seen[drafts->items[i].template_index]++;
    }
    free(seen);
    if (ok)
        qsort(report->clusters, report->cluster_count, sizeof *report->clusters,
              comparisons[engine->options->sort]);
    return ok;
}

enum froe_status froe_engine_snapshot(struct froe_engine *engine,
                                      const struct froe_templates *templates,
                                      struct froe_report **out, struct froe_error *error)
{
    enum froe_status status = froe_engine_flush(engine, error);
    if (status != FROE_OK) return status;
    struct froe_report *report = calloc(1, sizeof *report);
    uint8_t *excluded = calloc(templates->count + 1, 1);
    struct drafts drafts = {0};
    uint64_t left_out = 0;
    status = report && excluded ? FROE_OK : froe_error_memory(error);
    if (status == FROE_OK) status = excluded_templates(engine, templates, excluded, error);
    if (status == FROE_OK) {
        bool ok = collect(engine, templates, excluded, &drafts, &left_out) &&
                  write_input(engine, report) && write_clusters(engine, templates, &drafts, report);
        if (!ok) status = froe_error_memory(error);
    }
    drafts_release(&drafts, templates);
    free(excluded);
    if (status != FROE_OK) {
        froe_report_free(report);
        return status;
    }
    write_summary(engine, left_out, report);
    double templates_seen = (double)report->summary.templates;
    if (report->summary.templates)
        report->summary.compression_ratio = (double)report->summary.selected / templates_seen;
    *out = report;
    return FROE_OK;
}
