#include "input/walk.h"

#include "base/buf.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char root[] = "walk-XXXXXX";

static void touch(const char *path)
{
    int fd = open(path, O_CREAT | O_WRONLY, 0644);
    assert_true(fd >= 0);
    close(fd);
}

/* All tests run inside a directory of their own. */
static int make_tree(void **state)
{
    (void)state;
    if (!mkdtemp(root) || chdir(root) != 0) return -1;
    static const char *const directories[] = {"t",         "t/b",     "t/b/deep",
                                              "t/.hidden", "t/empty", "t/a!"};
    static const char *const files[] = {
        "t/a",      "t/a.log",        "t/b.log",         "t/b/x.log",
        "t/b/y.gz", "t/b/deep/z.log", "t/.hidden/h.log", "t/Z",
        "t/a!/q",   "outside.log",    "[x]*.log",        "x1.log"};
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
        if (mkdir(directories[i], 0755) != 0) return -1;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) touch(files[i]);
    if (symlink("../outside.log", "t/link") || symlink("..", "t/loop") ||
        symlink("nowhere", "t/dangling") || mkfifo("t/pipe", 0600))
        return -1;
    return 0;
}

static int remove_tree(void **state)
{
    (void)state;
    char command[64];
    if (chdir("..") != 0) return -1;
    snprintf(command, sizeof command, "rm -rf ./%s", root);
    return system(command);
}

static void keep_warning(void *context, const struct froe_error *error)
{
    froe_buf_printf(context, "%s\n", error->message);
}

/* Checks the paths ('*' behind those that were walked) and the warnings, one a line. */
static void check(const char *argument, struct froe_walk_options options, const char *want,
                  const char *want_warnings)
{
    struct froe_paths paths = {0};
    struct froe_buf list = {0}, warnings = {0};
    options.warn = keep_warning;
    options.context = &warnings;
    assert_int_equal(froe_paths_add(&paths, argument, &options, NULL), FROE_OK);
    for (size_t i = 0; i < paths.count; i++)
        froe_buf_printf(&list, "%s%s\n", paths.items[i].path, paths.items[i].walked ? "*" : "");
    froe_buf_append_char(&list, '\0');
    froe_buf_append_char(&warnings, '\0');
    assert_string_equal(list.ptr, want);
    assert_string_equal(warnings.ptr, want_warnings);
    froe_buf_release(&list);
    froe_buf_release(&warnings);
    froe_paths_release(&paths);
    assert_int_equal(paths.count, 0);
}

static const char dangling[] = "t/dangling: No such file or directory\n";

static void test_walk_is_sorted_by_bytes(void **state)
{
    (void)state;
    const char *want = "t/.hidden/h.log*\nt/Z*\nt/a*\nt/a!/q*\nt/a.log*\nt/b/deep/z.log*\n"
                       "t/b/x.log*\nt/b/y.gz*\nt/b.log*\nt/link*\n";
    check("t", (struct froe_walk_options){0}, want, dangling);
    struct froe_paths paths = {0};
    assert_int_equal(froe_paths_add(&paths, "t", NULL, NULL), FROE_OK);
    assert_int_equal(paths.count, 10);
    froe_paths_release(&paths);
}

static void test_trailing_slash(void **state)
{
    (void)state;
    check("t/b/deep/", (struct froe_walk_options){0}, "t/b/deep/z.log*\n", "");
    check("./t/b/deep", (struct froe_walk_options){0}, "./t/b/deep/z.log*\n", "");
}

static void test_plain_arguments(void **state)
{
    (void)state;
    check("-", (struct froe_walk_options){0}, "-\n", "");
    check("t/a.log", (struct froe_walk_options){0}, "t/a.log\n", "");
    check("missing.log", (struct froe_walk_options){0}, "missing.log\n", "");
    check("t/a/under-a-file", (struct froe_walk_options){0}, "t/a/under-a-file\n", "");
    check("", (struct froe_walk_options){0}, "\n", "");
    check("t/pipe", (struct froe_walk_options){0}, "t/pipe\n", "");
    check("t/loop/x1.log", (struct froe_walk_options){0}, "t/loop/x1.log\n", "");
}

static void test_globs_in_arguments(void **state)
{
    (void)state;
    check("t/*.log", (struct froe_walk_options){0}, "t/a.log\nt/b.log\n", "");
    check("t/b*", (struct froe_walk_options){0},
          "t/b/deep/z.log*\nt/b/x.log*\nt/b/y.gz*\nt/b.log\n", "");
    check("no*thing", (struct froe_walk_options){0}, "no*thing\n", "");
    /* A file of that very name comes first. */
    check("[x]*.log", (struct froe_walk_options){0}, "[x]*.log\n", "");
    check("[x]1.log", (struct froe_walk_options){0}, "x1.log\n", "");
}

static void test_include_and_exclude(void **state)
{
    (void)state;
    static const char *const logs[] = {"*.log"};
    static const char *const below_b[] = {"b/*"};
    static const char *const both[] = {"*.gz", "a*"};
    check("t", (struct froe_walk_options){.include = logs, .include_count = 1},
          "t/.hidden/h.log*\nt/a.log*\nt/b/deep/z.log*\nt/b/x.log*\nt/b.log*\n", "");
    check("t", (struct froe_walk_options){.include = below_b, .include_count = 1},
          "t/b/deep/z.log*\nt/b/x.log*\nt/b/y.gz*\n", "");
    check("t",
          (struct froe_walk_options){
              .include = logs, .include_count = 1, .exclude = below_b, .exclude_count = 1},
          "t/.hidden/h.log*\nt/a.log*\nt/b.log*\n", "");
    check("t/b", (struct froe_walk_options){.exclude = below_b, .exclude_count = 1},
          "t/b/deep/z.log*\nt/b/x.log*\nt/b/y.gz*\n", "");
    check("t", (struct froe_walk_options){.include = both, .include_count = 2},
          "t/a*\nt/a.log*\nt/b/y.gz*\n", "");
    static const char *const anywhere[] = {"**/*.log"}, *const deep[] = {"**/deep/*"};
    check("t", (struct froe_walk_options){.include = anywhere, .include_count = 1},
          "t/.hidden/h.log*\nt/a.log*\nt/b/deep/z.log*\nt/b/x.log*\nt/b.log*\n", "");
    check("t", (struct froe_walk_options){.include = deep, .include_count = 1}, "t/b/deep/z.log*\n",
          "");
    check("t/b", (struct froe_walk_options){.include = deep, .include_count = 1},
          "t/b/deep/z.log*\n", "");
    /* What the user names is read in any case. */
    check("t/a.log", (struct froe_walk_options){.exclude = logs, .exclude_count = 1}, "t/a.log\n",
          "");
}

static void test_unreadable_directory_is_warned_of(void **state)
{
    (void)state;
    enum { NOBODY = 65534 };
    bool root_user = geteuid() == 0;
    assert_int_equal(chmod("t/b", 0), 0);
    assert_int_equal(chmod(".", 0755), 0);
    if (root_user) assert_int_equal(seteuid(NOBODY), 0); /* root reads everything */
    check("t", (struct froe_walk_options){0},
          "t/.hidden/h.log*\nt/Z*\nt/a*\nt/a!/q*\nt/a.log*\nt/b.log*\nt/link*\n",
          "t/b: Permission denied\nt/dangling: No such file or directory\n");
    if (root_user) assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod("t/b", 0755), 0);
}

/* Deeper than the kernel takes a path: a warning, not a crash. */
static void test_very_deep_tree(void **state)
{
    (void)state;
    enum { DEPTH = 50 };
    char name[101];
    memset(name, 'd', 100);
    name[100] = '\0';
    int start = open(".", O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < DEPTH; i++) {
        assert_int_equal(mkdir(name, 0755), 0);
        assert_int_equal(chdir(name), 0);
    }
    touch("unreachable");
    assert_int_equal(fchdir(start), 0);
    close(start);
    struct froe_buf warnings = {0};
    struct froe_paths paths = {0};
    struct froe_walk_options options = {.warn = keep_warning, .context = &warnings};
    assert_int_equal(froe_paths_add(&paths, name, &options, NULL), FROE_OK);
    assert_int_equal(paths.count, 0);
    assert_true(warnings.len > 0);
    froe_buf_release(&warnings);
    froe_paths_release(&paths);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walk_is_sorted_by_bytes),
        cmocka_unit_test(test_trailing_slash),
        cmocka_unit_test(test_plain_arguments),
        cmocka_unit_test(test_globs_in_arguments),
        cmocka_unit_test(test_include_and_exclude),
        cmocka_unit_test(test_unreadable_directory_is_warned_of),
        cmocka_unit_test(test_very_deep_tree),
    };
    return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
