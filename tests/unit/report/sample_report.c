#include "sample_report.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define S(literal)                                                                                 \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }
#define COUNT(list) (sizeof(list) / sizeof *(list))

/* 2026-04-20T09:00:00Z */
static const int64_t start_ns = INT64_C(1776675600) * FROE_NS_PER_S;

static const struct froe_slice files[] = {S("shop.log.gz"), S("b,\"c\".log")};

static const struct froe_segment refused_segments[] = {{S("Connection refused "), false},
                                                       {S("<IP>"), true},
                                                       {S(" after "), false},
                                                       {S("<DUR>"), true},
                                                       {S(" timeout"), false}};
static const struct froe_value_count refused_services[] = {{S("payment-service"), 18000},
                                                           {S("checkout-api"), 402}};
static const struct froe_value_count addresses[] = {{S("10.0.0.5:5432"), 12881},
                                                    {S("\033[31m10.0.0.6"), 5521}};
static const struct froe_value_count durations[] = {{S("30s"), 640}};
static const struct froe_parameter refused_parameters[] = {
    {.type = "IP", .observed = 18402, .distinct = 2, .top = addresses, .top_count = 2},
    {.name = S("after"),
     .type = "DUR",
     .observed = 640,
     .distinct = 1,
     .top = durations,
     .top_count = 1,
     .numeric = true,
     .min = 30,
     .p50 = 30,
     .p99 = 30.25,
     .max = 31}};
static const struct froe_sample refused_samples[] = {
    {S("shop.log.gz"), 17, S("ERROR \033[2Jrefused \xff\n  at pool.c:12")},
    {S("b,\"c\".log"), 18446744073709551615u, S("plain")}};
static const uint64_t refused_counts[] = {400, 0, 2, 4000, 8000, 6000};

static const struct froe_segment upstream_segments[] = {
    {S("Upstream "), false}, {S("<*>"), true}, {S(" 返回了 "), false}, {S("<NUM>"), true}};
static const struct froe_value_count upstream_services[] = {{S("checkout-api"), 9120}};
static const uint64_t upstream_counts[] = {9120};

static const struct froe_segment info_segments[] = {{S("a|b `c` \n\t\"d\", e"), false}};
static const uint64_t info_counts[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

static struct froe_slice join(struct froe_arena *arena, const struct froe_segment *segments,
                              size_t count)
{
    char text[256];
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        assert(len + segments[i].text.len < sizeof text);
        memcpy(text + len, segments[i].text.ptr, segments[i].text.len);
        len += segments[i].text.len;
    }
    return froe_arena_copy(arena, froe_slice(text, len));
}

static void fill(struct froe_report *report, struct froe_cluster *cluster, const char *id,
                 enum froe_level level, uint64_t count, const struct froe_segment *segments,
                 size_t segment_count)
{
    snprintf(cluster->template_id, sizeof cluster->template_id, "%s", id);
    snprintf(cluster->id, sizeof cluster->id, "%s.%c", id, froe_level_letter(level));
    cluster->level = level;
    cluster->count = count;
    cluster->segments = segments;
    cluster->segment_count = segment_count;
    cluster->template_text = join(&report->arena, segments, segment_count);
    cluster->first_ns = cluster->last_ns = FROE_TIME_NONE;
    cluster->rate_per_min = NAN;
    cluster->histogram.start_ns = FROE_TIME_NONE;
    cluster->share =
        report->summary.selected ? (double)count / (double)report->summary.selected : 0;
}

static struct froe_report *new_report(size_t clusters, uint64_t records)
{
    struct froe_report *report = calloc(1, sizeof *report);
    assert(report);
    report->input.first_ns = report->input.last_ns = FROE_TIME_NONE;
    report->input.lines = report->input.records = report->summary.selected = records;
    report->summary.clusters = report->summary.templates = report->cluster_count = clusters;
    if (!clusters) return report;
    report->summary.compression_ratio = (double)records / (double)clusters;
    report->clusters = froe_arena_alloc(&report->arena, clusters * sizeof *report->clusters);
    assert(report->clusters);
    return report;
}

static void times(struct froe_cluster *cluster, int64_t first_s, int64_t last_s, int64_t step_s,
                  const uint64_t *counts, size_t count)
{
    cluster->first_ns = start_ns + first_s * FROE_NS_PER_S;
    cluster->last_ns = start_ns + last_s * FROE_NS_PER_S;
    cluster->rate_per_min = (double)cluster->count / 60;
    cluster->histogram = (struct froe_histogram_view){
        start_ns + first_s / step_s * step_s * FROE_NS_PER_S, step_s, counts, count};
}

struct froe_report *sample_report(void)
{
    struct froe_report *report = new_report(3, 1198220);
    report->input.files = files;
    report->input.file_count = COUNT(files);
    report->input.bytes = 123456789012;
    report->input.lines = 1204331;
    report->input.skipped = 6111;
    report->input.lines_cut = 12;
    report->input.first_ns = start_ns;
    report->input.last_ns = start_ns + 3600 * FROE_NS_PER_S;
    report->summary.levels[FROE_LEVEL_ERROR] = 18402;
    report->summary.levels[FROE_LEVEL_WARN] = 9120;
    report->summary.levels[FROE_LEVEL_NONE] = 1170698;

    struct froe_cluster *cluster = &report->clusters[0];
    fill(report, cluster, "k3v9q2m7x0ab", FROE_LEVEL_ERROR, 18402, refused_segments,
         COUNT(refused_segments));
    times(cluster, 1500, 3299, 300, refused_counts, COUNT(refused_counts));
    cluster->services = refused_services;
    cluster->service_count = COUNT(refused_services);
    cluster->parameters = refused_parameters;
    cluster->parameter_count = COUNT(refused_parameters);
    cluster->samples = refused_samples;
    cluster->sample_count = COUNT(refused_samples);

    cluster = &report->clusters[1];
    fill(report, cluster, "p81xk0c2m4qd", FROE_LEVEL_WARN, 9120, upstream_segments,
         COUNT(upstream_segments));
    times(cluster, 3000, 3100, 300, upstream_counts, COUNT(upstream_counts));
    cluster->services = upstream_services;
    cluster->service_count = COUNT(upstream_services);

    cluster = &report->clusters[2];
    fill(report, cluster, "k3v9z2m7x0ac", FROE_LEVEL_NONE, 12, info_segments, COUNT(info_segments));
    times(cluster, 0, 3600, 300, info_counts, COUNT(info_counts));
    return report;
}

struct froe_report *sample_report_plain(void)
{
    struct froe_report *report = new_report(1, 3);
    fill(report, &report->clusters[0], "aaaabbbbcccc", FROE_LEVEL_NONE, 3, info_segments,
         COUNT(info_segments));
    return report;
}

struct froe_report *sample_report_empty(void)
{
    return new_report(0, 0);
}
