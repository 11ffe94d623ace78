/* One cluster of the report: entries of one template and level put together. */
#include "engine/snapshot.h"

#include "mine/number.h"
#include "mine/skeleton.h"
#include <math.h>
#include <stdlib.h>

void froe_cluster_draft_release(struct froe_cluster_draft *draft, size_t hole_count)
{
    froe_histogram_release(&draft->histogram);
    free(draft->services);
    for (size_t i = 0; draft->holes && i < hole_count; i++) froe_values_release(&draft->holes[i]);
    free(draft->holes);
}

static bool add_service(struct froe_cluster_draft *draft, struct froe_slice name, uint64_t count)
{
    if (!name.len) return true;
    for (size_t i = 0; i < draft->service_count; i++)
        if (froe_slice_eq(draft->services[i].value, name)) {
            draft->services[i].count += count;
            return true;
        }
    if (draft->service_count == draft->service_capacity) {
        size_t capacity = draft->service_capacity ? draft->service_capacity * 2 : 4;
        struct froe_value_count *moved = realloc(draft->services, capacity * sizeof *moved);
        if (!moved) return false;
        draft->services = moved;
        draft->service_capacity = capacity;
    }
    draft->services[draft->service_count++] = (struct froe_value_count){name, count};
    return true;
}

static void add_sample(struct froe_cluster_draft *draft, const struct froe_table_sample *sample)
{
    size_t n = draft->sample_count;
    if (n == FROE_REPORT_SAMPLES_MAX) {
        if (draft->samples[n - 1]->hash <= sample->hash) return;
        n--;
    }
    while (n > 0 && draft->samples[n - 1]->hash > sample->hash) {
        draft->samples[n] = draft->samples[n - 1];
        n--;
    }
    draft->samples[n] = sample;
    if (draft->sample_count < FROE_REPORT_SAMPLES_MAX) draft->sample_count++;
}

/* The skeleton's tokens in the range: the text when all are constant, and which slot when the range
   is exactly one variable. */
struct hole_content {
    bool constant, one_variable;
    size_t slot;
    uint8_t type;
    char text[FROE_VALUE_BYTES_MAX];
    size_t len;
};

static void look_at_hole(struct froe_slice skeleton, struct froe_hole_range range,
                         struct hole_content *content)
{
    struct froe_skeleton_token token;
    size_t index = 0, slot = 0;
    *content = (struct hole_content){.constant = true};
    while (froe_skeleton_next(&skeleton, &token)) {
        bool inside = index >= range.first && index < (size_t)range.first + range.count;
        if (inside && token.variable) {
            content->constant = false;
            content->one_variable = range.count == 1;
            content->slot = slot;
            content->type = token.type;
        } else if (inside && content->len + token.text.len <= sizeof content->text) {
            memcpy(content->text + content->len, token.text.ptr, token.text.len);
            content->len += token.text.len;
        }
        slot += token.variable;
        index++;
    }
}

/* A hole of several tokens with variables among them: the samples' text there. */
static bool add_from_samples(struct froe_engine *engine, struct froe_values *values,
                             const struct froe_entry *entry, struct froe_hole_range range)
{
    struct froe_worker *worker = engine->stitcher;
    struct froe_arena arena;
    froe_arena_init(&arena);
    bool ok = true;
    for (size_t i = 0; ok && i < entry->sample_count; i++) {
        const struct froe_table_sample *sample = &entry->samples[i];
        const struct froe_source *source = engine->sources[sample->source];
        struct froe_slice raw = froe_slice(sample->text, sample->len);
        const char *line_end = memchr(raw.ptr, '\n', raw.len);
        if (line_end) raw.len = (size_t)(line_end - raw.ptr);
        struct froe_head head = {.message = raw};
        if (!engine->raw_lines)
            froe_head_read(engine->formats, &source->detected, &source->times, raw, &arena, &head);
        size_t count = froe_worker_lex(worker, head.message);
        size_t last = (size_t)range.first + range.count;
        if (!range.count || last > count) continue;
        size_t start = worker->tokens[range.first].start;
        size_t end = worker->tokens[last - 1].start + worker->tokens[last - 1].len;
        ok = froe_values_add(values, froe_slice(head.message.ptr + start, end - start), NAN, 1);
    }
    froe_arena_release(&arena);
    return ok;
}

static bool add_parameters(struct froe_engine *engine, const struct froe_templates *templates,
                           struct froe_cluster_draft *draft, const struct froe_entry *entry)
{
    const struct froe_signature *signature = froe_table_signature(engine->table, entry->signature);
    const struct froe_template *template = &templates->items[draft->template_index];
    if (!template->hole_count) return true;
    if (!draft->holes) draft->holes = calloc(template->hole_count, sizeof *draft->holes);
    if (!draft->holes) return false;
    if (signature->folded) return true; /* nothing was kept of what they held */
    for (uint32_t i = 0; i < template->hole_count; i++) {
        struct froe_hole_range range = templates->matches[entry->signature].holes[i];
        struct hole_content content;
        look_at_hole(signature->skeleton, range, &content);
        bool ok = true;
        if (content.constant)
            ok = froe_values_add(&draft->holes[i], froe_slice(content.text, content.len), NAN,
                                 entry->count);
        else if (!content.one_variable)
            ok = add_from_samples(engine, &draft->holes[i], entry, range);
        else if (entry->slots)
            ok = froe_values_merge(&draft->holes[i], &entry->slots[content.slot]);
        if (!ok) return false;
    }
    return true;
}

bool froe_cluster_draft_add(struct froe_engine *engine, const struct froe_templates *templates,
                            struct froe_cluster_draft *draft, const struct froe_entry *entry)
{
    draft->count += entry->count;
    if (entry->first_ns != FROE_TIME_NONE) {
        if (draft->first_ns == FROE_TIME_NONE || entry->first_ns < draft->first_ns)
            draft->first_ns = entry->first_ns;
        if (draft->last_ns == FROE_TIME_NONE || entry->last_ns > draft->last_ns)
            draft->last_ns = entry->last_ns;
    }
    for (size_t i = 0; i < entry->sample_count; i++) add_sample(draft, &entry->samples[i]);
    return add_service(draft, froe_table_service(engine->table, entry->service), entry->count) &&
           froe_histogram_merge(&draft->histogram, &entry->histogram) &&
           add_parameters(engine, templates, draft, entry);
}

/* --- writing out
 * ---------------------------------------------------------------------------------- */

static int by_count_then_value(const void *a, const void *b)
{
    const struct froe_value_count *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return froe_slice_cmp(x->value, y->value);
}

static bool write_services(struct froe_cluster_draft *draft, struct froe_report *report,
                           struct froe_cluster *cluster)
{
    if (draft->service_count)
        qsort(draft->services, draft->service_count, sizeof *draft->services, by_count_then_value);
    struct froe_value_count *copy =
        froe_arena_alloc(&report->arena, draft->service_count * sizeof *copy);
    if (!copy) return false;
    for (size_t i = 0; i < draft->service_count; i++) {
        copy[i].value = froe_arena_copy(&report->arena, draft->services[i].value);
        copy[i].count = draft->services[i].count;
    }
    cluster->services = copy;
    cluster->service_count = draft->service_count;
    return true;
}

/* Dense counts from the first bucket to the last, at a step that keeps them to a few hundred. */
static bool write_histogram(struct froe_cluster_draft *draft, struct froe_report *report,
                            struct froe_cluster *cluster)
{
    struct froe_histogram *histogram = &draft->histogram;
    cluster->histogram.start_ns = FROE_TIME_NONE;
    if (!histogram->count) return true;
    unsigned step = histogram->step;
    int64_t span_s =
        (histogram->buckets[histogram->count - 1].index - histogram->buckets[0].index) *
        froe_step_s(step);
    while (step + 1 < FROE_STEP_COUNT && span_s / froe_step_s(step) >= FROE_HISTOGRAM_BUCKETS_MAX)
        step++;
    froe_histogram_coarsen(histogram, step);
    int64_t start = histogram->buckets[0].index;
    size_t count = (size_t)(histogram->buckets[histogram->count - 1].index - start) + 1;
    uint64_t *counts = froe_arena_alloc(&report->arena, count * sizeof *counts);
    if (!counts) return false;
    for (uint16_t i = 0; i < histogram->count; i++)
        counts[histogram->buckets[i].index - start] = histogram->buckets[i].count;
    cluster->histogram = (struct froe_histogram_view){
        .start_ns = start * froe_step_s(step) * FROE_NS_PER_S,
        .step_s = froe_step_s(step),
        .counts = counts,
        .count = count,
    };
    return true;
}

static bool write_top(const struct froe_values *values, struct froe_report *report,
                      struct froe_parameter *parameter)
{
    struct froe_value_count sorted[FROE_VALUES_MAX];
    for (uint16_t i = 0; i < values->count; i++)
        sorted[i] = (struct froe_value_count){froe_values_text(values, i), values->items[i].count};
    qsort(sorted, values->count, sizeof *sorted, by_count_then_value);
    size_t n = values->count < FROE_REPORT_TOP_MAX ? values->count : FROE_REPORT_TOP_MAX;
    struct froe_value_count *top = froe_arena_alloc(&report->arena, n * sizeof *top);
    if (!top) return false;
    for (size_t i = 0; i < n; i++) {
        top[i].value = froe_arena_copy(&report->arena, sorted[i].value);
        top[i].count = sorted[i].count;
    }
    parameter->top = top;
    parameter->top_count = n;
    return true;
}

static bool write_parameters(const struct froe_engine *engine, const struct froe_template *template,
                             struct froe_cluster_draft *draft, struct froe_report *report,
                             struct froe_cluster *cluster)
{
    struct froe_parameter *parameters =
        froe_arena_alloc(&report->arena, template->hole_count * sizeof *parameters);
    if (!parameters) return false;
    size_t hole = 0;
    for (uint32_t i = 0; i < template->part_count; i++) {
        const struct froe_template_part *part = &template->parts[i];
        if (!part->hole) continue;
        const struct froe_values *values = &draft->holes[hole];
        struct froe_parameter *parameter = &parameters[hole++];
        parameter->type = froe_var_name(engine->masks, part->type);
        if (part->name.ptr) parameter->name = froe_arena_copy(&report->arena, part->name);
        parameter->observed = values->observed;
        parameter->distinct = froe_values_distinct(values);
        struct froe_quantiles q = froe_values_quantiles(values);
        parameter->numeric =
            q.count > 0 && (part->type == FROE_VAR_NUM || part->type == FROE_VAR_DUR ||
                            part->type == FROE_VAR_SIZE);
        parameter->min = q.min;
        parameter->p50 = q.p50;
        parameter->p99 = q.p99;
        parameter->max = q.max;
        parameter->type = froe_arena_copy(&report->arena, froe_slice_cstr(parameter->type)).ptr;
        if (!parameter->type || !write_top(values, report, parameter)) return false;
    }
    cluster->parameters = parameters;
    cluster->parameter_count = hole;
    return true;
}

static bool write_template(const struct froe_engine *engine, const struct froe_template *template,
                           struct froe_report *report, struct froe_cluster *cluster)
{
    bool plain = engine->options->plain_wildcards;
    struct froe_segment *segments =
        froe_arena_alloc(&report->arena, template->part_count * sizeof *segments);
    if (!segments) return false;
    for (uint32_t i = 0; i < template->part_count; i++) {
        const struct froe_template_part *part = &template->parts[i];
        struct froe_slice text = part->hole && plain ? FROE_SLICE("<*>") : part->text;
        segments[i] = (struct froe_segment){froe_arena_copy(&report->arena, text), part->hole};
        if (!segments[i].text.ptr) return false;
    }
    cluster->segments = segments;
    cluster->segment_count = template->part_count;
    cluster->template_text =
        froe_arena_copy(&report->arena, plain ? template->plain : template->typed);
    memcpy(cluster->template_id, template->id, sizeof cluster->template_id);
    return cluster->template_text.ptr;
}

static bool write_samples(const struct froe_engine *engine, struct froe_cluster_draft *draft,
                          struct froe_report *report, struct froe_cluster *cluster)
{
    struct froe_sample *samples =
        froe_arena_alloc(&report->arena, draft->sample_count * sizeof *samples);
    if (!samples) return false;
    for (size_t i = 0; i < draft->sample_count; i++) {
        const struct froe_table_sample *sample = draft->samples[i];
        samples[i].file =
            froe_arena_copy(&report->arena, froe_slice_cstr(engine->sources[sample->source]->name));
        samples[i].line = sample->line;
        samples[i].text = froe_arena_copy(&report->arena, froe_slice(sample->text, sample->len));
    }
    cluster->samples = samples;
    cluster->sample_count = draft->sample_count;
    return true;
}

bool froe_cluster_draft_finish(const struct froe_engine *engine,
                               const struct froe_templates *templates,
                               struct froe_cluster_draft *draft, struct froe_report *report,
                               struct froe_cluster *cluster)
{
    const struct froe_template *template = &templates->items[draft->template_index];
    const struct froe_counters *counters = &engine->counters;
    *cluster = (struct froe_cluster){
        .level = draft->level,
        .count = draft->count,
        .first_ns = draft->first_ns,
        .last_ns = draft->last_ns,
        .rate_per_min = NAN,
    };
    if (counters->first_ns != FROE_TIME_NONE && counters->last_ns > counters->first_ns) {
        double minutes = (double)(counters->last_ns - counters->first_ns) / 6e10;
        cluster->rate_per_min = (double)draft->count / minutes;
    }
    memcpy(cluster->id, template->id, FROE_TEMPLATE_ID_LEN);
    cluster->id[FROE_TEMPLATE_ID_LEN] = '.';
    cluster->id[FROE_TEMPLATE_ID_LEN + 1] = froe_level_letter(draft->level);
    cluster->id[FROE_TEMPLATE_ID_LEN + 2] = '\0';
    return write_template(engine, template, report, cluster) &&
           write_services(draft, report, cluster) && write_histogram(draft, report, cluster) &&
           write_parameters(engine, template, draft, report, cluster) &&
           write_samples(engine, draft, report, cluster);
}
