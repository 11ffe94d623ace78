#include "record/explain.h"
#include "record/formats_internal.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const char good[] =
    "# mine\n"
    "- name: shop\n"
    "  title: The shop's own\n"
    "  priority: 90\n"
    "  layouts:\n"
    "    - '%{TIME:time} <<%{LEVELWORD:level}>> %{NAME:service} %{REST:message}'\n"
    "    - '\\[%{TIMESTAMP_ISO8601:time}\\] ~%{WORD:service}~ %{GREEDYDATA:message}'\n"
    "  levels:\n"
    "    - word: LOUD\n"
    "      level: error\n"
    "  samples:\n"
    "    - line: '2026-04-20 14:23:01 <<warn>> cart low stock'\n"
    "      time: '2026-04-20T14:23:01Z'\n"
    "      level: warn\n"
    "      service: cart\n"
    "      message: low stock\n"
    "    - line: '[2026-04-20 14:23:01] ~pay~ done'\n"
    "      time: '2026-04-20T14:23:01Z'\n"
    "      level: info\n"
    "      service: pay\n"
    "      message: done\n"
    "- name: text\n"
    "  title: Instead of the built-in one\n"
    "  priority: 1\n"
    "  layouts: ['=%{REST:message}']\n";

static enum froe_status read_text(struct froe_format_file *file, const char *text,
                                  struct froe_error *error)
{
    return froe_format_file_read(file, "f.yaml", froe_slice_cstr(text), error);
}

static void test_good(void **state)
{
    (void)state;
    struct froe_error error = {0};
    struct froe_format_file file;
    if (read_text(&file, good, &error) != FROE_OK) fail_msg("%s", error.message);
    assert_int_equal(file.count, 2);
    assert_string_equal(file.specs[0].name, "shop");
    assert_int_equal(file.specs[0].priority, 90);
    assert_int_equal(file.specs[0].layouts.count, 2);
    assert_int_equal(file.specs[0].samples_count, 2);
    assert_int_equal(file.specs[1].samples_count, 0);
    assert_int_equal(froe_format_file_line(&file, 0, NULL, 0), 2);
    assert_int_equal(froe_format_file_line(&file, 0, "layouts", 1), 7);
    assert_int_equal(froe_format_file_line(&file, 0, "samples", 1), 17);
    assert_int_equal(froe_format_file_line(&file, 1, "priority", 0), 24);
    assert_int_equal(froe_format_file_line(&file, 7, NULL, 0), 0);
    froe_format_file_release(&file);
    assert_int_equal(read_text(&file, "# nothing\n\n---\n", &error), FROE_OK);
    assert_int_equal(file.count, 0);
    froe_format_file_release(&file);
}

static void test_bad(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"- name: a\n  title: b\n  priority: 5\n  layuots: [x]\n",
         "f.yaml:4: unknown key 'layuots'"},
        {"- name: a\n  title: b\n  priority: 500\n  layouts: [x]\n",
         "f.yaml:3: format a: priority must be 1 to 100"},
        {"- name: a\n  title: b\n  priority: 5\n", "f.yaml:1: format a: has no layouts"},
        {"- name: a\n  title: b\n  priority: 5\n  layouts: [x]\n"
         "- name: a\n  title: b\n  priority: 5\n  layouts: [x]\n",
         "f.yaml:5: format a: the name is taken"},
        {"- name: a\n  title: b\n  kind: json\n  priority: 5\n  layouts:\n    - x\n",
         "f.yaml:6: format a: only text has layouts"},
        {"- name: a\n  title: b\n  priority: 5\n  layouts: [x]\n  levels:\n"
         "    - {word: x, level: loud}\n",
         "f.yaml:6: format a: unknown level"},
        {"- name: a\n  title: b\n  priority: 5\n  layouts: [x]\n  samples:\n"
         "    - line: \"a\\nb\"\n      message: x\n",
         "f.yaml:6: format a: more than one line"},
        {"name: a\n", "f.yaml:1: expected a list of formats"},
        {"- a\n- [", "f.yaml:3: "},
        {"- name: a\n\ttitle: b\n", "f.yaml:2: "},
        {"\x01\x02", "f.yaml"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct froe_error error = {0};
        struct froe_format_file file;
        assert_int_equal(read_text(&file, rows[i].text, &error), FROE_SYNTAX);
        if (!strstr(error.message, rows[i].message) || strncmp(error.message, "f.yaml", 6) != 0)
            fail_msg("expected '%s', got '%s'", rows[i].message, error.message);
    }
}

static void test_bounds(void **state)
{
    (void)state;
    struct froe_error error = {0};
    struct froe_format_file file;
    struct froe_buf text = {0};
    froe_buf_append_cstr(&text, "- name: a\n  title: b\n  priority: 5\n  layouts: &x [x]\n");
    for (int i = 0; i < 100; i++)
        froe_buf_printf(&text, "- name: a%d\n  title: b\n  priority: 5\n  layouts: *x\n", i);
    assert_int_equal(froe_format_file_read(&file, "f.yaml", froe_buf_slice(&text), &error),
                     FROE_SYNTAX);
    assert_non_null(strstr(error.message, "too many aliases"));
    while (text.len <= FROE_FORMAT_FILE_BYTES_MAX) froe_buf_append_cstr(&text, "# comment\n");
    assert_int_equal(froe_format_file_read(&file, "f.yaml", froe_buf_slice(&text), &error),
                     FROE_SYNTAX);
    assert_non_null(strstr(error.message, "larger than 1 MiB"));
    froe_buf_release(&text);
    assert_int_equal(froe_format_file_load(&file, "/nowhere/f.yaml", &error), FROE_NOT_FOUND);
}

/* Writes the text to a file of its own and adds that. */
static enum froe_status add(struct froe_formats *formats, const char *text, char *path,
                            struct froe_error *error)
{
    snprintf(path, 32, "froe-test-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    enum froe_status status = froe_formats_add_file(formats, path, error);
    unlink(path);
    return status;
}

static const struct froe_format *find(const struct froe_formats *formats, const char *name)
{
    const struct froe_format *found = NULL;
    for (size_t i = 0; i < froe_formats_count(formats); i++)
        if (strcmp(froe_format_name(froe_formats_at(formats, i)), name) == 0) {
            assert_null(found);
            found = froe_formats_at(formats, i);
        }
    return found;
}

static void test_added(void **state)
{
    (void)state;
    char path[32];
    struct froe_error error = {0};
    struct froe_buf problems = {0};
    struct froe_formats *formats = froe_formats_new(&error);
    size_t before = froe_formats_count(formats);
    if (add(formats, good, path, &error) != FROE_OK) fail_msg("%s", error.message);
    assert_int_equal(froe_formats_count(formats), before + 1); /* one takes another's place */
    const struct froe_format *shop = find(formats, "shop"), *text = find(formats, "text");
    assert_string_equal(froe_format_origin(shop), path);
    assert_string_equal(froe_format_title(text), "Instead of the built-in one");
    assert_true(froe_format_check_sample(formats, shop, 0, &problems));
    assert_int_equal(problems.len, 0);
    /* The second sample says a level that is not there. */
    assert_false(froe_format_check_sample(formats, shop, 1, &problems));
    froe_buf_append_char(&problems, '\0');
    assert_string_equal(problems.ptr, "  level: expected 'info', got nothing\n");
    assert_int_equal(froe_format_sample_line(formats, shop, 1), 17);
    froe_buf_release(&problems);
    froe_formats_free(formats);
}

static void test_layout_errors(void **state)
{
    (void)state;
    static const struct {
        const char *layouts, *message;
    } rows[] = {
        {"['%{TIME:time}', '%{TIME', 'x']", ":4: format a: "},
        {"\n    - '%{TIME:time}'\n    - '%{NOPE:x}'\n", ":6: format a: layout \"%{NOPE:x}\""},
        {"\n    - '%{TIME:time}'\n    - '(a|b'\n", ":6: format a: "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[32], text[256];
        struct froe_error error = {0};
        struct froe_formats *formats = froe_formats_new(&error);
        snprintf(text, sizeof text, "- name: a\n  title: b\n  priority: 5\n  layouts: %s\n",
                 rows[i].layouts);
        assert_int_equal(add(formats, text, path, &error), FROE_SYNTAX);
        if (!strstr(error.message, rows[i].message)) fail_msg("%s", error.message);
        /* What is left still reads lines. */
        struct froe_slice line = FROE_SLICE("2026-04-20 14:23:01 ERROR x");
        struct froe_detected detected = froe_formats_detect(formats, &line, 1);
        assert_non_null(detected.format);
        froe_detected_release(&detected);
        froe_formats_free(formats);
    }
}

/* What explains a line tells of the formats in the order they are tried. */
static void take(void *context, const struct froe_attempt *attempt)
{
    struct froe_buf *out = context;
    char text[FROE_STOP_TEXT_MAX] = "";
    if (strcmp(froe_format_name(attempt->format), "shop") != 0) return;
    froe_layout_stop_text(&attempt->stop, text);
    froe_buf_printf(out, "%d at %td wanted %s", attempt->result,
                    attempt->stop.at - attempt->line.ptr, text);
    if (attempt->result == FROE_ATTEMPT_READ)
        froe_buf_printf(out, " service %.*s", (int)attempt->parts[FROE_PART_SERVICE].len,
                        attempt->parts[FROE_PART_SERVICE].ptr);
}

static void test_explained(void **state)
{
    (void)state;
    static const struct froe_detected nothing = {.format = NULL};
    static const struct froe_time_context times = {.year = 2026};
    char path[32];
    struct froe_error error = {0};
    struct froe_arena arena = {0};
    struct froe_buf out = {0};
    struct froe_head head;
    struct froe_explainer explainer = {take, &out};
    struct froe_formats *formats = froe_formats_new(&error);
    assert_int_equal(add(formats, good, path, &error), FROE_OK);
    froe_head_explain(formats, &nothing, &times, FROE_SLICE("2026-04-20 14:23:01 <<warn> cart x"),
                      &arena, &explainer, &head);
    froe_buf_append_char(&out, '\0');
    assert_string_equal(out.ptr, "1 at 26 wanted \">>\"");
    froe_buf_clear(&out);
    froe_head_explain(formats, &nothing, &times, FROE_SLICE("2026-04-20 14:23:01 <<warn>> cart x"),
                      &arena, &explainer, &head);
    froe_buf_append_char(&out, '\0');
    assert_non_null(strstr(out.ptr, " service cart"));
    froe_buf_release(&out);
    froe_arena_release(&arena);
    froe_formats_free(formats);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),          cmocka_unit_test(test_bad),
        cmocka_unit_test(test_bounds),        cmocka_unit_test(test_added),
        cmocka_unit_test(test_layout_errors), cmocka_unit_test(test_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
