#include "cli/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The text as a file with a name that ends in /config.yaml; removed by drop. */
struct place {
    char folder[64], path[96];
};

static void put(struct place *place, const char *text)
{
    const char *root = getenv("TMPDIR");
    snprintf(place->folder, sizeof place->folder, "%.40s/froe-config-XXXXXX", root ? root : "/tmp");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->path, sizeof place->path, "%s/config.yaml", place->folder);
    FILE *file = fopen(place->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void drop(const struct place *place)
{
    unlink(place->path);
    rmdir(place->folder);
}

/* Loads and applies behind the words. */
static enum froe_status load(struct froe_args *args, struct froe_config **config, const char *text,
                             struct froe_error *error, int count, char **words)
{
    struct place place;
    put(&place, text);
    froe_args_init(args);
    assert_int_equal(froe_args_parse(args, count, words, error), FROE_OK);
    enum froe_status status = froe_config_load(place.path, config, error);
    if (status == FROE_OK) status = froe_config_apply(*config, args, error);
    if (status == FROE_OK) status = froe_args_finish(args, error);
    drop(&place);
    return status;
}

static const char everything[] = "# defaults\n"
                                 "masks:\n"
                                 "  - name: ORDER\n"
                                 "    regex: 'ord-[0-9]+'\n"
                                 "  - {name: CART, regex: \"c=\\\\d+\"}\n"
                                 "include: ['*.log', app*]\n"
                                 "exclude:\n"
                                 "  - old/*\n"
                                 "tz: \"+02:00\"\n"
                                 "threads: 3\n"
                                 "color: always\n"
                                 "wildcard: plain\n"
                                 "templates: pins\n";

static void test_everything(void **state)
{
    (void)state;
    struct froe_args args;
    struct froe_config *config;
    struct froe_error error = {0};
    if (load(&args, &config, everything, &error, 0, NULL) != FROE_OK) fail_msg("%s", error.message);
    assert_int_equal(args.options.mask_count, 2);
    assert_string_equal(args.options.masks[0].name, "ORDER");
    assert_string_equal(args.options.masks[1].regex, "c=\\d+");
    assert_int_equal(args.options.include_count, 2);
    assert_string_equal(args.options.include[1], "app*");
    assert_string_equal(args.options.exclude[0], "old/*");
    assert_true(args.options.tz_offset_ns == 7200 * FROE_NS_PER_S);
    assert_int_equal(args.options.threads, 3);
    const char *slash = strrchr(args.options.templates, '/');
    assert_string_equal(slash, "/pins"); /* beside the configuration */
    assert_int_equal(args.color, FROE_COLOR_ALWAYS);
    assert_true(args.options.plain_wildcards);
    froe_args_release(&args);
    froe_config_free(config);
}

static void test_command_line_wins(void **state)
{
    (void)state;
    struct froe_args args;
    struct froe_config *config;
    struct froe_error error = {0};
    char *words[] = {"--mask", "CART=x",        "--include",       "y", "--tz=UTC", "--threads",
                     "0",      "--color=never", "--wildcard=typed"};
    if (load(&args, &config, everything, &error, 9, words) != FROE_OK)
        fail_msg("%s", error.message);
    assert_int_equal(args.options.mask_count, 2);
    assert_string_equal(args.options.masks[0].name, "CART");
    assert_string_equal(args.options.masks[0].regex, "x");
    assert_string_equal(args.options.masks[1].name, "ORDER");
    assert_int_equal(args.options.include_count, 1);
    assert_string_equal(args.options.include[0], "y");
    assert_int_equal(args.options.exclude_count, 1); /* not given: the file's */
    assert_true(args.options.tz_offset_ns == 0);
    assert_int_equal(args.options.threads, 0);
    assert_int_equal(args.color, FROE_COLOR_NEVER);
    assert_false(args.options.plain_wildcards);
    froe_args_release(&args);
    froe_config_free(config);
}

static void test_empty_files(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "\n\n", "# nothing\n", "{}\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct froe_args args;
        struct froe_config *config = NULL;
        struct froe_error error = {0};
        enum froe_status status = load(&args, &config, texts[i], &error, 0, NULL);
        assert_int_equal(status, FROE_OK);
        froe_args_release(&args);
        froe_config_free(config);
    }
}

static void test_errors_have_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted; /* behind the file's name */
    } cases[] = {
        {"tz: UTC\nthreads: 2\nfoo: 1\n", "/config.yaml:3: unknown key 'foo'"},
        {"masks:\n  - name: A\n    regex: b\n    flags: i\n",
         "/config.yaml:4: unknown key 'flags'"},
        {"masks:\n  - name: A\n", "/config.yaml:2: Missing required mapping field: regex"},
        {"tz: UTC\nmasks:\n  - name: lower\n    regex: b\n", "/config.yaml:3: "},
        {"\nthreads: -3\n", "/config.yaml:2: Invalid UINT value: '-3'"},
        {"threads: many\n", "/config.yaml:1: "},
        {"# a\n# b\nthreads: 5000\n", "/config.yaml:3: threads: at most 1024"},
        {"color: blue\n", "/config.yaml:1: "},
        {"threads: 2\ntz: Mars/Base\n", "/config.yaml:2: "},
        {"- x\n", "/config.yaml: "},
        {"include:\n  - 'a\n", "/config.yaml:"},
        {"include: &a [*a]\n", "/config.yaml:1: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct froe_args args;
        struct froe_config *config = NULL;
        struct froe_error error = {0};
        assert_int_equal(load(&args, &config, cases[i].text, &error, 0, NULL), FROE_USAGE);
        if (!strstr(error.message, cases[i].wanted))
            fail_msg("\"%s\" is not in \"%s\"", cases[i].wanted, error.message);
        froe_args_release(&args);
        froe_config_free(config);
    }
}

static void test_too_large(void **state)
{
    (void)state;
    struct froe_args args;
    struct froe_config *config = NULL;
    struct froe_error error = {0};
    size_t size = 2 * 1024 * 1024;
    char *text = malloc(size + 1);
    assert_non_null(text);
    memset(text, '#', size);
    text[size] = '\0';
    assert_int_equal(load(&args, &config, text, &error, 0, NULL), FROE_USAGE);
    assert_non_null(strstr(error.message, "larger than 1 MiB"));
    assert_int_equal(froe_config_load("/nonexistent/config.yaml", &config, &error), FROE_NOT_FOUND);
    assert_null(config);
    free(text);
    froe_args_release(&args);
}

static void check_path(const char *option, const char *variable, const char *xdg, const char *home,
                       const char *wanted, bool wanted_asked)
{
    const struct froe_config_environment environment = {variable, xdg, home};
    struct froe_args args;
    bool asked;
    froe_args_init(&args);
    args.config = option;
    struct froe_slice path = froe_config_path(&args, &environment, &args.arena, &asked);
    assert_string_equal(path.ptr, wanted);
    assert_int_equal(asked, wanted_asked);
    froe_args_release(&args);
}

static void test_path(void **state)
{
    (void)state;
    check_path("a", "b", "/x", "/h", "a", true);
    check_path(NULL, "b", "/x", "/h", "b", true);
    check_path(NULL, "", "/x", "/h", "", true); /* asked for none */
    check_path(NULL, NULL, "/x", "/h", "/x/froe/config.yaml", false);
    check_path(NULL, NULL, "relative", "/h", "/h/.config/froe/config.yaml", false);
    check_path(NULL, NULL, NULL, "/h", "/h/.config/froe/config.yaml", false);
    check_path(NULL, NULL, NULL, NULL, "", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything),  cmocka_unit_test(test_command_line_wins),
        cmocka_unit_test(test_empty_files), cmocka_unit_test(test_errors_have_lines),
        cmocka_unit_test(test_too_large),   cmocka_unit_test(test_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
