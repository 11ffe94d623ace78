/* Runs files, or the files of directories, through a fuzzer's entry: a corpus as an ordinary test.
   A few inputs of its own come first, so that a fuzzer without a corpus is run as well. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_BYTES_MAX = 16 * 1024 * 1024 };

/* An exact allocation, so that reading behind the input is an error the sanitizer sees. */
static int run_bytes(const void *bytes, size_t size, unsigned *inputs_run)
{
    uint8_t *copy = calloc(1, size ? size : 1);
    if (!copy) return 1;
    if (size) memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    ++*inputs_run;
    return 0;
}

static int run_file(const char *path, unsigned *inputs_run)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return 1;
    }
    char *bytes = malloc(INPUT_BYTES_MAX);
    size_t size = bytes ? fread(bytes, 1, INPUT_BYTES_MAX, file) : 0;
    int failed = !bytes || ferror(file) || run_bytes(bytes, size, inputs_run);
    if (failed) fprintf(stderr, "%s: could not be run\n", path);
    free(bytes);
    fclose(file);
    return failed;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int run_directory(const char *path, unsigned *inputs_run)
{
    struct dirent **entries;
    int count = scandir(path, &entries, is_visible, alphasort);
    if (count < 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return 1;
    }
    int failed = 0;
    for (int i = 0; i < count; i++) {
        char file[PATH_MAX];
        snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
        failed |= run_file(file, inputs_run);
        free(entries[i]);
    }
    free(entries);
    return failed;
}

/* A corpus that does not exist (yet) is an empty one. */
static int run_path(const char *path, unsigned *inputs_run)
{
    struct stat status;
    if (stat(path, &status) != 0) return errno == ENOENT ? 0 : run_file(path, inputs_run);
    return S_ISDIR(status.st_mode) ? run_directory(path, inputs_run) : run_file(path, inputs_run);
}

static int run_own_inputs(unsigned *inputs_run)
{
    static const char text[] = "2026-04-20T14:23:01Z ERROR [main] a.b: {\"k\": [1, \"\\u00e9\"]} "
                               "key=\"va\\\"lue\" 10.0.0.5:5432 \xff\xfe\r\n\n\tat x(y.java:1)\n";
    uint8_t every_byte[256];
    for (unsigned i = 0; i < sizeof every_byte; i++) every_byte[i] = (uint8_t)i;
    int failed =
        run_bytes("", 0, inputs_run) | run_bytes(every_byte, sizeof every_byte, inputs_run);
    for (size_t size = 1; size <= sizeof text; size++) failed |= run_bytes(text, size, inputs_run);
    return failed;
}

int main(int argument_count, char **arguments)
{
    unsigned inputs_run = 0;
    int failed = run_own_inputs(&inputs_run);
    for (int i = 1; i < argument_count; i++) failed |= run_path(arguments[i], &inputs_run);
    printf("%u inputs\n", inputs_run);
    return failed ? 1 : 0;
}
