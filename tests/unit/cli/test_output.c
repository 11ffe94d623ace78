#include "cli/output.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    const char *root = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.40s/froe-output-XXXXXX", root ? root : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static size_t entries(bool remove_them)
{
    size_t count = 0;
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        count++;
        if (remove_them) unlinkat(dirfd(directory), entry->d_name, 0);
    }
    closedir(directory);
    return count;
}

static int drop_folder(void **state)
{
    (void)state;
    entries(true);
    return rmdir(folder);
}

static void path_of(char *path, const char *name)
{
    snprintf(path, 128, "%s/%s", folder, name);
}

static void check_file(const char *path, const char *wanted)
{
    char text[64] = "";
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(text, wanted);
}

static void write_file(const char *path, const char *text, bool commit)
{
    struct froe_output output;
    struct froe_error error = {0};
    assert_int_equal(froe_output_open(&output, path, &error), FROE_OK);
    assert_int_equal(froe_output_write(&output, froe_slice_cstr(text), &error), FROE_OK);
    if (commit) assert_int_equal(froe_output_commit(&output, &error), FROE_OK);
    froe_output_release(&output);
}

static void test_whole_or_not_at_all(void **state)
{
    (void)state;
    char path[128];
    path_of(path, "a.json");
    write_file(path, "one", false);
    assert_int_equal(entries(false), 0);
    write_file(path, "one", true);
    check_file(path, "one");
    write_file(path, "two", false);
    check_file(path, "one");
    assert_int_equal(entries(false), 1);
    assert_int_equal(chmod(path, 0640), 0);
    write_file(path, "three", true);
    check_file(path, "three");
    struct stat now;
    assert_int_equal(stat(path, &now), 0);
    assert_int_equal(now.st_mode & 0777, 0640); /* as the old one */
}

static void test_link_stays(void **state)
{
    (void)state;
    char path[128], link[128];
    struct stat now;
    path_of(path, "target");
    path_of(link, "link");
    write_file(path, "old", true);
    assert_int_equal(symlink(path, link), 0);
    write_file(link, "new", true);
    check_file(path, "new");
    assert_int_equal(lstat(link, &now), 0);
    assert_true(S_ISLNK(now.st_mode));
}

static void test_what_cannot_be_opened(void **state)
{
    (void)state;
    struct froe_output output;
    struct froe_error error = {0};
    assert_int_equal(froe_output_open(&output, folder, &error), FROE_IO);
    assert_non_null(strstr(error.message, "Is a directory"));
    froe_output_release(&output);
    assert_int_equal(froe_output_open(&output, "/nonexistent/x.json", &error), FROE_IO);
    assert_string_equal(error.message, "/nonexistent/x.json: No such file or directory");
    froe_output_release(&output);
}

static void test_full_disk(void **state)
{
    (void)state;
    struct froe_output output;
    struct froe_error error = {0};
    if (access("/dev/full", W_OK) != 0) skip();
    assert_int_equal(froe_output_open(&output, "/dev/full", &error), FROE_OK);
    assert_int_equal(froe_output_write(&output, FROE_SLICE("x"), &error), FROE_IO);
    assert_string_equal(error.message, "/dev/full: No space left on device");
    assert_true(output.failed);
    froe_output_release(&output);
    assert_int_equal(access("/dev/full", W_OK), 0); /* a device is written to, not replaced */
}

static void test_closed_pipe(void **state)
{
    (void)state;
    int ends[2];
    struct froe_error error = {0};
    struct froe_output output;
    assert_int_equal(froe_output_open(&output, NULL, &error), FROE_OK);
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    output.fd = ends[1];
    assert_int_equal(froe_output_write(&output, FROE_SLICE("x"), &error), FROE_STOPPED);
    assert_true(output.pipe_closed);
    assert_false(output.failed);
    close(ends[1]);
    froe_output_release(&output);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_or_not_at_all),   cmocka_unit_test(test_link_stays),
        cmocka_unit_test(test_what_cannot_be_opened), cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_closed_pipe),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
