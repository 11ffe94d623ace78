#include "cli/args.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/options.h"
#include <stdio.h>

enum { WORDS_MAX = 16 };

/* Parses the words (up to NULL) and finishes. */
static enum froe_status parse(struct froe_args *args, struct froe_error *error,
                              const char *const *words)
{
    char *list[WORDS_MAX];
    int count = 0;
    for (; words[count]; count++) {
        assert_in_range(count, 0, WORDS_MAX - 1);
        list[count] = (char *)words[count]; /* not written to */
    }
    froe_args_init(args);
    *error = (struct froe_error){0};
    enum froe_status status = froe_args_parse(args, count, list, error);
    return status == FROE_OK ? froe_args_finish(args, error) : status;
}
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

#define ACCEPT(...)                                                                                \
    struct froe_args args;                                                                         \
    struct froe_error error;                                                                       \
    if (parse(&args, &error, WORDS(__VA_ARGS__)) != FROE_OK) fail_msg("%s", error.message)

static void refuse(const char *wanted, const char *const *words)
{
    struct froe_args args;
    struct froe_error error;
    assert_int_equal(parse(&args, &error, words), FROE_USAGE);
    assert_string_equal(error.message, wanted);
    froe_args_release(&args);
}

static void test_commands(void **state)
{
    (void)state;
    static const struct {
        const char *const words[4];
        enum froe_command_id command;
        bool given;
        size_t words_count, inputs;
    } cases[] = {
        {{"scan", "a", "b"}, FROE_COMMAND_SCAN, true, 0, 2},
        {{"/a.log"}, FROE_COMMAND_SCAN, false, 0, 1},
        {{"-"}, FROE_COMMAND_SCAN, false, 0, 1},
        {{"scan", "scan"}, FROE_COMMAND_SCAN, true, 0, 1},
        {{"--", "parse"}, FROE_COMMAND_SCAN, false, 0, 1},
        {{"scan", "--", "--json"}, FROE_COMMAND_SCAN, true, 0, 1},
        {{"-q", "parse", "a"}, FROE_COMMAND_PARSE, true, 0, 1},
        {{"show", "k3v9", "a"}, FROE_COMMAND_SHOW, true, 1, 1},
        {{"show"}, FROE_COMMAND_SHOW, true, 0, 0},
        {{"formats", "list"}, FROE_COMMAND_FORMATS, true, 1, 0},
        {{"completion", "zsh"}, FROE_COMMAND_COMPLETION, true, 1, 0},
        {{"help", "scan"}, FROE_COMMAND_HELP, true, 1, 0},
        {{"version"}, FROE_COMMAND_VERSION, true, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct froe_args args;
        struct froe_error error;
        assert_int_equal(parse(&args, &error, cases[i].words), FROE_OK);
        assert_int_equal(args.command, cases[i].command);
        assert_int_equal(args.command_given, cases[i].given);
        assert_int_equal(args.words.count, cases[i].words_count);
        assert_int_equal(args.inputs.count, cases[i].inputs);
        froe_args_release(&args);
    }
}

static void test_defaults(void **state)
{
    (void)state;
    ACCEPT("scan");
    assert_true(args.top == FROE_TOP_AUTO);
    assert_int_equal(args.format, FROE_RENDER_TABLE);
    assert_int_equal(args.color, FROE_COLOR_AUTO);
    assert_int_equal(args.fail_on, FROE_LEVEL_NONE);
    assert_int_equal(args.options.line_bytes_max, 65536);
    assert_int_equal(args.options.since.kind, FROE_BOUND_NONE);
    assert_null(args.options.service);
    assert_false(froe_args_given(&args, "top"));
    froe_args_release(&args);
}

static void test_selecting(void **state)
{
    (void)state;
    ACCEPT("--level", "warn+", "--service=pay", "--grep", "a", "--grep=b", "--not", "k3v9",
           "--since=15m", "--until", "2026-04-20T14:00", "--tz", "+02:00");
    assert_int_equal(args.options.level, FROE_LEVEL_WARN);
    assert_true(args.options.level_and_above);
    assert_string_equal(args.options.service, "pay");
    assert_int_equal(args.options.grep_count, 2);
    assert_string_equal(args.options.grep[1], "b");
    assert_int_equal(args.options.not_id_count, 1);
    assert_string_equal(args.options.not_ids[0], "k3v9");
    assert_int_equal(args.options.since.kind, FROE_BOUND_BACK);
    assert_true(args.options.since.ns == 900 * FROE_NS_PER_S);
    assert_int_equal(args.options.until.kind, FROE_BOUND_AT);
    /* In the zone given behind it. */
    assert_true(args.options.until.ns == INT64_C(1776686400) * FROE_NS_PER_S);
    assert_true(args.options.tz_offset_ns == 7200 * FROE_NS_PER_S);
    froe_args_release(&args);
}

static void test_reading_and_mining(void **state)
{
    (void)state;
    ACCEPT("-i", "x", "y", "-iz", "--input=w", "--include", "*.log", "--exclude=*.gz", "--layout",
           "none", "--year", "2024", "--line-max", "1M", "--mask=ORDER=o-[0-9]+");
    assert_int_equal(args.inputs.count, 4);
    assert_int_equal(args.options.include_count, 1);
    assert_string_equal(args.options.exclude[0], "*.gz");
    assert_string_equal(args.options.layout, "none");
    assert_int_equal(args.options.year, 2024);
    assert_int_equal(args.options.line_bytes_max, 1024 * 1024);
    assert_int_equal(args.options.mask_count, 1);
    assert_string_equal(args.options.masks[0].name, "ORDER");
    assert_string_equal(args.options.masks[0].regex, "o-[0-9]+");
    froe_args_release(&args);
}

static void test_output(void **state)
{
    (void)state;
    ACCEPT("--top=0", "--sort", "severity", "--wide", "--fail-on", "ERROR", "--color=never",
           "--wildcard", "plain", "--threads", "3", "--config", "c.yaml", "-qv", "-o", "x.csv");
    assert_int_equal(args.top, 0);
    assert_int_equal(args.options.sort, FROE_SORT_SEVERITY);
    assert_true(args.wide);
    assert_int_equal(args.fail_on, FROE_LEVEL_ERROR);
    assert_int_equal(args.color, FROE_COLOR_NEVER);
    assert_true(args.options.plain_wildcards);
    assert_int_equal(args.options.threads, 3);
    assert_string_equal(args.config, "c.yaml");
    assert_true(args.quiet && args.verbose);
    assert_string_equal(args.output, "x.csv");
    assert_int_equal(args.format, FROE_RENDER_CSV); /* by its extension */
    froe_args_release(&args);
}

static void test_format_wins_over_extension(void **state)
{
    (void)state;
    ACCEPT("--format", "ndjson", "-qox.csv");
    assert_int_equal(args.format, FROE_RENDER_NDJSON);
    assert_string_equal(args.output, "x.csv");
    froe_args_release(&args);
}

static void test_flags_of_commands(void **state)
{
    (void)state;
    {
        ACCEPT("parse", "--online", "--json");
        assert_true(args.options.online);
        assert_int_equal(args.format, FROE_RENDER_JSON);
        froe_args_release(&args);
    }
    {
        ACCEPT("show", "k3v9", "a.log", "--lines");
        assert_true(args.lines);
        froe_args_release(&args);
    }
    {
        ACCEPT("help", "--man");
        assert_true(args.man);
        froe_args_release(&args);
    }
    {
        ACCEPT("-h", "--version");
        assert_true(args.help && args.version);
        froe_args_release(&args);
    }
}

static void test_usage_errors(void **state)
{
    (void)state;
    refuse("unknown option --fromat; did you mean --format?", WORDS("--fromat", "json"));
    refuse("unknown option --state", WORDS("--state", "x.db"));
    refuse("unknown option -x", WORDS("-qx"));
    refuse("--top needs a value: --top N", WORDS("--top"));
    refuse("--output needs a value: --output FILE", WORDS("-qo"));
    refuse("--json takes no value", WORDS("--json=1"));
    refuse("--online is an option of parse, not of scan", WORDS("--online", "/x"));
    refuse("--lines is an option of show, not of parse", WORDS("parse", "--lines"));
    refuse("--top is an option of scan, show, not of parse", WORDS("parse", "--top", "3"));
    refuse("no command or file 'scna'; did you mean 'scan'?", WORDS("scna"));
    refuse("--format: 'html' is none of table, json, ndjson, csv, md", WORDS("--format=html"));
    refuse("--sort: 'size' is none of count, rate, first, severity", WORDS("--sort=size"));
    refuse("--color: '' is none of auto, always, never", WORDS("--color="));
    refuse("--wildcard: 'x' is none of typed, plain", WORDS("--wildcard", "x"));
    refuse("--output: needs the name of a file", WORDS("--output="));
}

static void test_bad_numbers(void **state)
{
    (void)state;
    static const char *const tops[] = {"", "x", "-1", "1x", "99999999999", "18446744073709551616"};
    for (size_t i = 0; i < sizeof tops / sizeof *tops; i++) {
        char wanted[100];
        snprintf(wanted, sizeof wanted, "--top: '%s' is no number from 0 to 4294967295", tops[i]);
        refuse(wanted, WORDS("--top", tops[i]));
    }
    refuse("--year: '1969' is no number from 1970 to 2261", WORDS("--year=1969"));
    refuse("--threads: '2000' is no number from 0 to 1024", WORDS("--threads=2000"));
    static const char *const sizes[] = {"",   "K",      "63", "0",
                                        "5M", "4096K1", "9G", "99999999999999K"};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char wanted[100];
        snprintf(wanted, sizeof wanted,
                 "--line-max: '%s' is no size from 64 to 4M (as 65536, 64K, 1M)", sizes[i]);
        refuse(wanted, WORDS("--line-max", sizes[i]));
    }
}

/* The wording is the engine's; that the option is named is ours. */
static void refuse_named(const char *option, const char *const *words)
{
    struct froe_args args;
    struct froe_error error;
    assert_int_equal(parse(&args, &error, words), FROE_USAGE);
    assert_memory_equal(error.message, option, strlen(option));
    froe_args_release(&args);
}

static void test_bad_values(void **state)
{
    (void)state;
    refuse_named("--level: ", WORDS("--level", "loud"));
    refuse_named("--fail-on: ", WORDS("--fail-on", "loud"));
    refuse_named("--since: ", WORDS("--since", "14:00"));
    refuse_named("--until: ", WORDS("--until", "soon"));
    refuse_named("--tz: ", WORDS("--tz", "Mars/Base"));
    refuse_named("--mask: ", WORDS("--mask", "order"));
    refuse_named("--layout: ", WORDS("--layout", ""));
}

/* The table itself: names are unique, every option belongs to a command, help is one sentence. */
static void test_table(void **state)
{
    (void)state;
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    assert_true(count > 30);
    for (size_t i = 0; i < count; i++) {
        assert_non_null(specs[i].set);
        assert_true(specs[i].commands != 0);
        assert_true(specs[i].help[0] && specs[i].help[strlen(specs[i].help) - 1] != '.');
        assert_true(!specs[i].values || specs[i].argument);
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(specs[i].name, specs[k].name);
            assert_true(!specs[i].letter || specs[i].letter != specs[k].letter);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commands),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_selecting),
        cmocka_unit_test(test_reading_and_mining),
        cmocka_unit_test(test_output),
        cmocka_unit_test(test_format_wins_over_extension),
        cmocka_unit_test(test_flags_of_commands),
        cmocka_unit_test(test_usage_errors),
        cmocka_unit_test(test_bad_numbers),
        cmocka_unit_test(test_bad_values),
        cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
