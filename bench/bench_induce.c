/* Times induction where it is hardest: tables full of signatures of adversarial kinds, each kind in
   a process of its own, so that its peak memory can be told.

   usage: bench_induce [--json] [--repeat N] [--count N]... [--kind NAME] [--lines]

   --lines prints the messages of the kind instead. Exit status 1 when a bar is missed. */
#include "base/clock.h"
#include "lex/lexer.h"
#include "mine/induce.h"
#include "mine/table.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    WORDS = 3000,
    WORD_BYTES_MAX = 12,
    MESSAGE_BYTES_MAX = 8192,
    COUNTS_MAX = 8,
    LINES_FOR_EACH = 4, /* messages offered for each signature wanted: some come twice */
    REPEAT_DEFAULT = 3,
};

/* What is wanted of a table of so many signatures. */
static const struct bar {
    size_t count;
    double seconds, peak_mb;
} bars[] = {{10000, 0.05, 200}, {100000, 1.0, 200}};

struct maker {
    uint32_t seed;
    char words[WORDS][WORD_BYTES_MAX];
    char text[MESSAGE_BYTES_MAX];
    size_t len;
};

static uint32_t dice(struct maker *maker, uint32_t sides)
{
    maker->seed = maker->seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)maker->seed * sides >> 32); /* its low bits repeat early */
}

static void put(struct maker *maker, const char *text)
{
    size_t len = strlen(text);
    if (maker->len + len >= MESSAGE_BYTES_MAX) return;
    memcpy(maker->text + maker->len, text, len);
    maker->len += len;
}

/* One of the first `of` words. */
static void put_word(struct maker *maker, uint32_t of)
{
    put(maker, maker->words[dice(maker, of)]);
}

static void put_words(struct maker *maker, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (i) put(maker, " ");
        put_word(maker, WORDS);
    }
}

static void make_words(struct maker *maker)
{
    for (size_t i = 0; i < WORDS; i++) {
        uint32_t len = 2 + dice(maker, 8);
        for (uint32_t k = 0; k < len; k++) maker->words[i][k] = (char)('a' + dice(maker, 23));
        maker->words[i][len] = '\0';
    }
}

static void make_short(struct maker *maker)
{
    put_word(maker, 200);
    put(maker, dice(maker, 2) ? "er worker " : "ing worker ");
    put_word(maker, WORDS);
    put(maker, " lost ");
    put_word(maker, WORDS);
    put(maker, " of ");
    put_word(maker, WORDS);
}

static void make_long(struct maker *maker)
{
    put_words(maker, 180);
}

static void make_pairs(struct maker *maker)
{
    for (unsigned i = 0; i < 90; i++) {
        if (i) put(maker, " ");
        put_word(maker, WORDS);
        put(maker, "=");
        put_word(maker, WORDS);
    }
}

static void make_groups(struct maker *maker)
{
    for (uint32_t i = dice(maker, 100) + 1; i > 0; i--) put(maker, "a=1, ");
    put_words(maker, 2);
    put(maker, " x");
}

static void make_punctuation(struct maker *maker)
{
    static const char *const pieces[] = {",", ";", ":", "a"};
    for (unsigned i = 0; i < 200; i++) put(maker, pieces[dice(maker, 4)]);
}

static void make_frame(struct maker *maker)
{
    uint32_t first = 1 + dice(maker, 19), second = 1 + dice(maker, 19);
    for (uint32_t i = 0; i < 20; i++) {
        if (i) put(maker, " ");
        if (i == first || i == second)
            put_word(maker, WORDS);
        else
            put(maker, maker->words[i]);
    }
}

static void make_quotes(struct maker *maker)
{
    put_word(maker, 50);
    for (uint32_t i = 1 + dice(maker, 20); i > 0; i--) {
        put(maker, dice(maker, 2) ? " '" : " said \"");
        put_words(maker, 1 + dice(maker, 4));
        put(maker, dice(maker, 2) ? "'" : "\"");
    }
}

static void make_brackets(struct maker *maker)
{
    uint32_t depth = 1 + dice(maker, 60);
    for (uint32_t i = 0; i < depth; i++) {
        put(maker, dice(maker, 2) ? "(" : "[");
        if (dice(maker, 3) == 0) put_word(maker, WORDS);
    }
    put_words(maker, 2);
    for (uint32_t i = 0; i < depth; i++) put(maker, dice(maker, 2) ? ")" : "]");
}

static void make_contexts(struct maker *maker)
{
    for (uint32_t i = 1 + dice(maker, 4); i > 0; i--) {
        put(maker, "[");
        put_word(maker, WORDS);
        put(maker, "] ");
    }
    put_word(maker, 300);
    put(maker, " started for ");
    put_word(maker, WORDS);
}

static void make_prefixes(struct maker *maker)
{
    put_word(maker, 100);
    put(maker, " on node-");
    put_word(maker, WORDS);
    put(maker, " of pool-");
    put_word(maker, WORDS);
    put(maker, " by ");
    put_word(maker, 20);
}

static const struct kind {
    const char *name;
    void (*make)(struct maker *maker);
} kinds[] = {
    {"short", make_short},
    {"long", make_long},
    {"pairs", make_pairs},
    {"groups", make_groups},
    {"punctuation", make_punctuation},
    {"frame", make_frame},
    {"quotes", make_quotes},
    {"brackets", make_brackets},
    {"contexts", make_contexts},
    {"prefixes", make_prefixes},
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

struct options {
    const char *kind;
    size_t counts[COUNTS_MAX];
    size_t count_count;
    unsigned repeat;
    bool json, lines, first;
};

static void make_message(const struct kind *kind, struct maker *maker)
{
    maker->len = 0;
    kind->make(maker);
}

static struct maker *new_maker(void)
{
    struct maker *maker = calloc(1, sizeof *maker);
    if (!maker) return NULL;
    maker->seed = 1;
    make_words(maker);
    return maker;
}

/* Adds messages until there are `count` signatures, those folded meanwhile included. */
static enum froe_status fill(struct froe_table *table, const struct kind *kind, size_t count)
{
    struct maker *maker = new_maker();
    struct froe_lexer *lexer = froe_lexer_new(NULL);
    struct froe_token *tokens = malloc(FROE_TOKENS_MAX * sizeof *tokens);
    enum froe_status status = maker && lexer && tokens ? FROE_OK : FROE_MEMORY;
    for (size_t i = 0; status == FROE_OK && i < count * LINES_FOR_EACH &&
                       froe_table_signature_count(table) < count;
         i++) {
        make_message(kind, maker);
        struct froe_table_event event = {
            .message = froe_slice(maker->text, maker->len), .tokens = tokens, .selected = true};
        event.token_count = froe_lex(lexer, event.message, tokens);
        uint32_t entry;
        status = froe_table_add(table, &event, &entry, NULL);
    }
    free(tokens);
    froe_lexer_free(lexer);
    free(maker);
    return status;
}

static size_t count_alive(const struct froe_table *table)
{
    size_t alive = 0;
    for (size_t i = 0; i < froe_table_signature_count(table); i++)
        alive += !froe_table_signature(table, i)->dead;
    return alive;
}

static double peak_mb(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? (double)usage.ru_maxrss * 1024 / 1e6 : 0;
}

static bool within_bars(size_t count, double seconds, double mb)
{
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++)
        if (count == bars[i].count) return seconds <= bars[i].seconds && mb <= bars[i].peak_mb;
    return true;
}

static void print_row(const struct options *options, const struct kind *kind, size_t count,
                      size_t alive, size_t templates, double seconds)
{
    double mb = peak_mb();
    bool within = within_bars(count, seconds, mb);
    if (options->json)
        printf("%s{\"kind\":\"%s\",\"wanted\":%zu,\"signatures\":%zu,\"templates\":%zu,"
               "\"seconds\":%.6f,\"peak_mb\":%.1f,\"within_bars\":%s}",
               options->first ? "" : ",\n", kind->name, count, alive, templates, seconds, mb,
               within ? "true" : "false");
    else
        printf("%-12s %8zu wanted %8zu kept %8zu templates %9.1f ms %7.1f MB%s\n", kind->name,
               count, alive, templates, seconds * 1e3, mb, within ? "" : "  over the bar");
}

/* In a process of its own: 0 within the bars, 1 not, 2 failed. */
static int run_kind(const struct options *options, const struct kind *kind, size_t count)
{
    struct froe_clock clock = froe_clock_monotonic();
    struct froe_error error;
    struct froe_table *table = froe_table_new(NULL);
    if (!table || fill(table, kind, count) != FROE_OK) return 2;
    int64_t best_ns = INT64_MAX;
    size_t templates_made = 0;
    for (unsigned i = 0; i < options->repeat; i++) {
        struct froe_templates *templates;
        int64_t start_ns = froe_clock_now(clock);
        if (froe_induce(table, NULL, NULL, &templates, &error) != FROE_OK) return 2;
        int64_t took_ns = froe_clock_now(clock) - start_ns;
        if (took_ns < best_ns) best_ns = took_ns;
        templates_made = templates->count;
        froe_templates_free(templates);
    }
    double seconds = (double)best_ns / 1e9;
    print_row(options, kind, count, count_alive(table), templates_made, seconds);
    fflush(stdout);
    froe_table_free(table);
    return within_bars(count, seconds, peak_mb()) ? 0 : 1;
}

static int fork_kind(const struct options *options, const struct kind *kind, size_t count)
{
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) return 2;
    if (child == 0) _exit(run_kind(options, kind, count));
    int status;
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return 2;
    return WEXITSTATUS(status);
}

static void print_lines(const struct kind *kind, size_t count)
{
    struct maker *maker = new_maker();
    for (size_t i = 0; maker && i < count; i++) {
        make_message(kind, maker);
        printf("%.*s\n", (int)maker->len, maker->text);
    }
    free(maker);
}

static int run_all(struct options *options)
{
    int worst = 0;
    bool known = false;
    options->first = true;
    if (options->json) printf("[");
    for (size_t k = 0; k < KIND_COUNT; k++) {
        if (options->kind && strcmp(options->kind, kinds[k].name) != 0) continue;
        known = true;
        for (size_t c = 0; c < options->count_count; c++) {
            if (options->lines) {
                print_lines(&kinds[k], options->counts[c]);
                continue;
            }
            int status = fork_kind(options, &kinds[k], options->counts[c]);
            if (status == 2) fprintf(stderr, "bench_induce: %s failed\n", kinds[k].name);
            if (status > worst) worst = status;
            options->first = false;
        }
    }
    if (options->json) printf("]\n");
    if (!known) fprintf(stderr, "bench_induce: there is no kind \"%s\"\n", options->kind);
    return known ? worst : 2;
}

int main(int argument_count, char **arguments)
{
    struct options options = {.repeat = REPEAT_DEFAULT};
    bool wrong = false;
    for (int i = 1; i < argument_count; i++) {
        const char *value = i + 1 < argument_count ? arguments[i + 1] : "";
        if (strcmp(arguments[i], "--json") == 0) {
            options.json = true;
        } else if (strcmp(arguments[i], "--lines") == 0) {
            options.lines = true;
        } else if (strcmp(arguments[i], "--kind") == 0) {
            options.kind = arguments[++i];
            wrong |= !*value;
        } else if (strcmp(arguments[i], "--repeat") == 0) {
            options.repeat = (unsigned)strtoul(value, NULL, 10);
            i++;
        } else if (strcmp(arguments[i], "--count") == 0 && options.count_count < COUNTS_MAX) {
            options.counts[options.count_count++] = strtoul(value, NULL, 10);
            i++;
        } else {
            wrong = true;
        }
    }
    if (wrong || options.repeat == 0) {
        fprintf(stderr, "usage: bench_induce [--json] [--repeat N] [--count N]... [--kind NAME] "
                        "[--lines]\n");
        return 2;
    }
    if (options.count_count == 0)
        for (size_t i = 0; i < sizeof bars / sizeof *bars; i++)
            options.counts[options.count_count++] = bars[i].count;
    return run_all(&options);
}
