/* Times the stages one by one over a file: each stage runs over the blocks, lines or records that
   the stages before it made, which are kept and not timed. One thread.

   usage: bench_stages [--json] [--repeat N] FILE */
#include "base/clock.h"
#include "input/block.h"
#include "input/file.h"
#include "lex/lexer.h"
#include "mine/induce.h"
#include "mine/table.h"
#include "record/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READ_BYTES = 256 * 1024, DETECT_LINES_MAX = 4000, REPEAT_DEFAULT = 3, REPEAT_MAX = 99 };

/* What the stages hand on to each other. */
struct bench {
    const char *path;
    struct froe_block **blocks;
    size_t block_count, block_capacity;
    struct froe_formats *formats;
    struct froe_detected detected;
    struct froe_time_context times;
    struct froe_batch *batches; /* one a block */
    struct froe_table *table;
    uint64_t bytes, lines;
    uint64_t result; /* of the stage that ran last: shown, and keeps the work from being left out */
    struct froe_error error;
};

static enum froe_status keep_block(void *context, struct froe_block *block,
                                   struct froe_error *error)
{
    struct bench *bench = context;
    if (bench->block_count == bench->block_capacity) {
        size_t capacity = bench->block_capacity ? bench->block_capacity * 2 : 64;
        struct froe_block **blocks = realloc(bench->blocks, capacity * sizeof *blocks);
        if (!blocks) {
            froe_block_free(block);
            return froe_error_memory(error);
        }
        bench->blocks = blocks;
        bench->block_capacity = capacity;
    }
    bench->blocks[bench->block_count++] = block;
    bench->result += block->len;
    return FROE_OK;
}

static void forget_blocks(struct bench *bench)
{
    for (size_t i = 0; i < bench->block_count; i++) froe_block_free(bench->blocks[i]);
    bench->block_count = 0;
}

static enum froe_status run_read(struct bench *bench)
{
    forget_blocks(bench);
    struct froe_file *file = NULL;
    enum froe_status status = froe_file_open(&file, bench->path, &bench->error);
    if (status != FROE_OK) return status;
    struct froe_blocker *blocker =
        froe_blocker_new(0, FROE_LINE_BYTES_MAX_DEFAULT, keep_block, bench);
    char *bytes = malloc(READ_BYTES);
    if (!blocker || !bytes) status = froe_error_memory(&bench->error);
    for (size_t got = 1; status == FROE_OK && got > 0;) {
        status = froe_file_read(file, bytes, READ_BYTES, &got, &bench->error);
        if (status == FROE_OK && got > 0)
            status = froe_blocker_feed(blocker, bytes, got, &bench->error);
    }
    if (status == FROE_OK) status = froe_blocker_finish(blocker, &bench->error);
    free(bytes);
    froe_blocker_free(blocker);
    froe_file_close(file);
    return status;
}

static enum froe_status run_lines(struct bench *bench)
{
    for (size_t i = 0; i < bench->block_count; i++) {
        struct froe_lines lines;
        struct froe_slice line;
        froe_lines_init(&lines, bench->blocks[i], FROE_LINE_BYTES_MAX_DEFAULT);
        while (froe_lines_next(&lines, &line)) bench->result++;
    }
    return FROE_OK;
}

static enum froe_status run_heads(struct bench *bench)
{
    struct froe_arena arena = {0};
    for (size_t i = 0; i < bench->block_count; i++) {
        struct froe_lines lines;
        struct froe_slice line;
        struct froe_head head;
        froe_lines_init(&lines, bench->blocks[i], FROE_LINE_BYTES_MAX_DEFAULT);
        while (froe_lines_next(&lines, &line)) {
            froe_head_read(bench->formats, &bench->detected, &bench->times, line, &arena, &head);
            bench->result += head.format != NULL;
        }
        froe_arena_clear(&arena);
    }
    froe_arena_release(&arena);
    return FROE_OK;
}

static enum froe_status run_records(struct bench *bench)
{
    for (size_t i = 0; i < bench->block_count; i++) {
        const struct froe_batch_context context = {.formats = bench->formats,
                                                   .detected = &bench->detected,
                                                   .times = &bench->times,
                                                   .source_start = i == 0};
        struct froe_batch *batch = &bench->batches[i];
        struct froe_lines lines;
        struct froe_slice line;
        uint64_t number = bench->blocks[i]->first_line;
        froe_batch_clear(batch);
        froe_lines_init(&lines, bench->blocks[i], FROE_LINE_BYTES_MAX_DEFAULT);
        while (froe_lines_next(&lines, &line)) froe_batch_add_line(batch, &context, line, number++);
        froe_batch_end(batch);
        if (batch->failed) return froe_error_memory(&bench->error);
        bench->result += batch->record_count;
    }
    return FROE_OK;
}

/* Lexes every record's message; with a table counts it as well. */
static enum froe_status lex_records(struct bench *bench, struct froe_table *table)
{
    struct froe_lexer *lexer = froe_lexer_new(NULL);
    struct froe_token *tokens = malloc(FROE_TOKENS_MAX * sizeof *tokens);
    enum froe_status status = lexer && tokens ? FROE_OK : froe_error_memory(&bench->error);
    for (size_t i = 0; status == FROE_OK && i < bench->block_count; i++) {
        const struct froe_batch *batch = &bench->batches[i];
        for (size_t r = 0; status == FROE_OK && r < batch->record_count; r++) {
            const struct froe_batch_record *record = &batch->records[r];
            const struct froe_head *head = &record->head;
            size_t count = froe_lex(lexer, head->message, tokens);
            if (!table) {
                bench->result += count;
                continue;
            }
            const struct froe_table_event event = {.message = head->message,
                                                   .tokens = tokens,
                                                   .token_count = count,
                                                   .service = head->service,
                                                   .level = head->level,
                                                   .time_ns = head->time_ns,
                                                   .selected = true,
                                                   .line = record->line};
            uint32_t entry;
            bool wants_sample;
            status = froe_table_add(table, &event, &entry, &wants_sample);
            if (status == FROE_OK && wants_sample)
                status = froe_table_sample(table, entry, &event, head->message);
        }
    }
    free(tokens);
    froe_lexer_free(lexer);
    return status;
}

static enum froe_status run_lex(struct bench *bench)
{
    return lex_records(bench, NULL);
}

static enum froe_status run_count(struct bench *bench)
{
    froe_table_free(bench->table);
    bench->table = froe_table_new(NULL);
    if (!bench->table) return froe_error_memory(&bench->error);
    enum froe_status status = lex_records(bench, bench->table);
    bench->result = froe_table_signature_count(bench->table);
    return status;
}

static enum froe_status run_induce(struct bench *bench)
{
    struct froe_templates *templates = NULL;
    enum froe_status status = froe_induce(bench->table, NULL, NULL, &templates, &bench->error);
    if (status == FROE_OK) bench->result = templates->count;
    froe_templates_free(templates);
    return status;
}

/* In the order in which they need each other. */
static const struct stage {
    const char *name, *result; /* what `result` counts */
    enum froe_status (*run)(struct bench *bench);
} stages[] = {
    {"read", "bytes", run_read},
    {"lines", "lines", run_lines},
    {"heads", "with a layout", run_heads},
    {"records", "records", run_records},
    {"lex", "tokens", run_lex},
    {"lex+count", "signatures", run_count},
    {"induce", "templates", run_induce},
};
enum { STAGE_COUNT = sizeof stages / sizeof *stages };

/* After the blocks are read: what the later stages need to know about the source. */
static enum froe_status look_at_source(struct bench *bench)
{
    bench->bytes = bench->lines = 0;
    for (size_t i = 0; i < bench->block_count; i++) {
        bench->bytes += bench->blocks[i]->len;
        bench->lines += bench->blocks[i]->line_count;
    }
    bench->formats = froe_formats_new(&bench->error);
    if (!bench->formats) return bench->error.status;
    bench->batches = calloc(bench->block_count, sizeof *bench->batches);
    struct froe_slice *sample = malloc(DETECT_LINES_MAX * sizeof *sample);
    if (!bench->batches || !sample) {
        free(sample);
        return froe_error_memory(&bench->error);
    }
    struct froe_lines lines;
    size_t count = 0;
    froe_lines_init(&lines, bench->blocks[0], FROE_LINE_BYTES_MAX_DEFAULT);
    while (count < DETECT_LINES_MAX && froe_lines_next(&lines, &sample[count])) count++;
    bench->detected = froe_formats_detect(bench->formats, sample, count);
    bench->times = (struct froe_time_context){.year = 2026};
    free(sample);
    return FROE_OK;
}

static void release(struct bench *bench)
{
    for (size_t i = 0; bench->batches && i < bench->block_count; i++)
        froe_batch_release(&bench->batches[i]);
    free(bench->batches);
    forget_blocks(bench);
    free(bench->blocks);
    froe_table_free(bench->table);
    froe_detected_release(&bench->detected);
    froe_formats_free(bench->formats);
}

/* Shortest of some runs, in seconds; negative when the stage failed. */
static double time_stage(const struct stage *stage, struct bench *bench, unsigned repeat)
{
    struct froe_clock clock = froe_clock_monotonic();
    int64_t best_ns = INT64_MAX;
    for (unsigned i = 0; i < repeat; i++) {
        int64_t start_ns = froe_clock_now(clock);
        bench->result = 0;
        if (stage->run(bench) != FROE_OK) return -1;
        int64_t took_ns = froe_clock_now(clock) - start_ns;
        if (took_ns < best_ns) best_ns = took_ns;
    }
    return best_ns > 0 ? (double)best_ns / 1e9 : 1e-9;
}

static void print_stage(const struct stage *stage, const struct bench *bench, double seconds,
                        bool json, bool first)
{
    double mb_per_s = (double)bench->bytes / 1e6 / seconds;
    double lines_per_s = (double)bench->lines / seconds;
    if (json)
        printf("%s{\"stage\":\"%s\",\"seconds\":%.6f,\"mb_per_s\":%.1f,\"lines_per_s\":%.0f,"
               "\"result\":%llu,\"of\":\"%s\"}",
               first ? "" : ",\n", stage->name, seconds, mb_per_s, lines_per_s,
               (unsigned long long)bench->result, stage->result);
    else
        printf("%-10s %9.3f s %10.0f MB/s %12.0f lines/s  %12llu %s\n", stage->name, seconds,
               mb_per_s, lines_per_s, (unsigned long long)bench->result, stage->result);
    fflush(stdout);
}

static bool run_all(struct bench *bench, unsigned repeat, bool json)
{
    if (json) printf("[");
    for (size_t i = 0; i < STAGE_COUNT; i++) {
        double seconds = time_stage(&stages[i], bench, repeat);
        if (seconds >= 0 && i == 0 && look_at_source(bench) != FROE_OK) seconds = -1;
        if (seconds < 0) {
            fprintf(stderr, "bench_stages: %s: %s\n", stages[i].name, bench->error.message);
            return false;
        }
        print_stage(&stages[i], bench, seconds, json, i == 0);
    }
    if (json) printf("]\n");
    return true;
}

int main(int argument_count, char **arguments)
{
    struct bench bench = {0};
    bool json = false;
    long repeat = REPEAT_DEFAULT;
    for (int i = 1; i < argument_count; i++) {
        if (strcmp(arguments[i], "--json") == 0)
            json = true;
        else if (strcmp(arguments[i], "--repeat") == 0 && i + 1 < argument_count)
            repeat = strtol(arguments[++i], NULL, 10);
        else
            bench.path = arguments[i];
    }
    if (!bench.path || repeat < 1 || repeat > REPEAT_MAX) {
        fprintf(stderr, "usage: bench_stages [--json] [--repeat N] FILE\n");
        return 2;
    }
    bool ok = run_all(&bench, (unsigned)repeat, json);
    release(&bench);
    return ok ? 0 : 1;
}
