#include "record/w3c.h"

#include "base/calendar.h"
#include "record/layout.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct froe_time_context times = {.offset_ns = 7200 * FROE_NS_PER_S, .year = 2026};

struct row {
    struct froe_slice parts[FROE_PART_COUNT];
    struct froe_timestamp time;
    bool has_time, ok;
    struct froe_arena arena;
};

static struct froe_columns columns_of(const char *const *lines, size_t count)
{
    struct froe_slice slices[8];
    assert_true(count <= 8);
    for (size_t i = 0; i < count; i++) slices[i] = froe_slice_cstr(lines[i]);
    return froe_columns_find(slices, count);
}

static struct row read_row(const struct froe_columns *columns, const char *line)
{
    struct row row = {.ok = false};
    row.ok = froe_columns_read(columns, froe_slice_cstr(line), &times, &row.arena, row.parts,
                               &row.time, &row.has_time);
    return row;
}

static void assert_row(struct row row, const char *time, const char *message, const char *status)
{
    char text[FROE_TIME_TEXT_MAX];
    assert_true(row.ok);
    assert_int_equal(row.has_time, time != NULL);
    if (time) {
        froe_time_format(row.time.time_ns, text);
        assert_string_equal(text, time);
    }
    struct froe_slice got = row.parts[FROE_PART_MESSAGE];
    if (!froe_slice_eq(got, froe_slice_cstr(message)))
        print_error("got <%.*s>, expected <%s>\n", (int)got.len, got.ptr, message);
    assert_true(froe_slice_eq(got, froe_slice_cstr(message)));
    assert_true(froe_slice_eq(row.parts[FROE_PART_STATUS], froe_slice_cstr(status)));
    froe_arena_release(&row.arena);
}

static void test_iis(void **state)
{
    (void)state;
    static const char *const header[] = {
        "#Software: Microsoft Internet Information Services 8.5", "#Version: 1.0",
        "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query cs(User-Agent) sc-status\r"};
    struct froe_columns columns = columns_of(header, 3);
    assert_int_equal(columns.count, 8);
    assert_false(columns.tabs);
    assert_row(read_row(&columns, "2026-04-20 14:23:01 10.0.0.7 GET /cart - curl/8.0 404"),
               "2026-04-20T14:23:01Z", "GET /cart 404", "404");
    assert_row(
        read_row(&columns, "2026-04-20 14:23:01.5 10.0.0.7 GET /c \"a b\" \"x \"\"y\"\" z\" 200 9"),
        "2026-04-20T14:23:01.500Z", "GET /c 200", "200");
    assert_row(read_row(&columns, "#Fields: date time"), NULL, "#Fields: date time", NULL);
    assert_false(read_row(&columns, "2026-04-20 14:23:01 10.0.0.7 GET").ok);
    assert_false(read_row(&columns, "yesterday noon 10.0.0.7 GET /cart - curl/8.0 404").ok);
    assert_false(read_row(&columns, "").ok);
}

static void test_local_times_are_local(void **state)
{
    (void)state;
    static const char *const header[] = {"#Fields:  date-local  time-local cs-method cs-uri-stem"};
    struct froe_columns columns = columns_of(header, 1);
    assert_row(read_row(&columns, "2026-04-20 14:23:01 GET /"), "2026-04-20T12:23:01Z", "GET /",
               NULL);
}

static void test_time_without_date(void **state)
{
    (void)state;
    static const char *const header[] = {"#Date: 2000-10-09 16:44:49",
                                         "#Fields: time c-ip x-event"};
    struct froe_columns columns = columns_of(header, 2);
    assert_row(read_row(&columns, "16:48:05 10.0.0.5 closed"), "2000-10-09T16:48:05Z",
               "10.0.0.5 closed", NULL);
    columns = columns_of(header + 1, 1);
    assert_row(read_row(&columns, "16:48:05 10.0.0.5 closed"), NULL, "10.0.0.5 closed", NULL);
}

static void test_zeek(void **state)
{
    (void)state;
    static const char *const header[] = {
        "#separator \\x09", "#fields\tts\tuid\tmethod\thost\turi\tstatus_code\tuser_agent"};
    struct froe_columns columns = columns_of(header, 2);
    assert_int_equal(columns.count, 7);
    assert_true(columns.tabs);
    assert_row(read_row(&columns, "1776694981.500000\tC1\tGET\tshop.example\t/cart\t503\tcurl 8"),
               "2026-04-20T14:23:01.500Z", "GET shop.example/cart 503", "503");
    assert_row(read_row(&columns, "1776694981.5\tC1\t-\t-\t-\t-\tcurl"), "2026-04-20T14:23:01.500Z",
               "C1\t-\t-\t-\t-\tcurl", NULL);
}

static void test_other_tables_keep_their_rows(void **state)
{
    (void)state;
    static const char *const header[] = {"#Fields: date time action protocol src-ip dst-ip"};
    struct froe_columns columns = columns_of(header, 1);
    assert_row(read_row(&columns, "2026-04-20 14:23:01 DROP TCP 10.0.0.5 10.0.0.7"),
               "2026-04-20T14:23:01Z", "DROP TCP 10.0.0.5 10.0.0.7", NULL);
}

static void test_no_header_no_columns(void **state)
{
    (void)state;
    static const char *const lines[] = {"#Fieldsets", "# Fields: date", "#Date: never"};
    struct froe_columns columns = columns_of(lines, 3);
    assert_int_equal(columns.count, 0);
    assert_false(read_row(&columns, "2026-04-20 14:23:01 x").ok);
}

static void test_more_columns_than_are_kept(void **state)
{
    (void)state;
    char header[2048] = "#Fields: date time", line[2048] = "2026-04-20 14:23:01";
    for (int i = 0; i < 2 * FROE_COLUMNS_MAX; i++) {
        strncat(header, " x-a", sizeof header - strlen(header) - 1);
        strncat(line, " 7", sizeof line - strlen(line) - 1);
    }
    struct froe_slice slice = froe_slice_cstr(header);
    struct froe_columns columns = froe_columns_find(&slice, 1);
    assert_int_equal(columns.count, FROE_COLUMNS_MAX);
    struct row row = read_row(&columns, line);
    assert_true(row.ok && row.has_time);
    froe_arena_release(&row.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_iis),
        cmocka_unit_test(test_local_times_are_local),
        cmocka_unit_test(test_time_without_date),
        cmocka_unit_test(test_zeek),
        cmocka_unit_test(test_other_tables_keep_their_rows),
        cmocka_unit_test(test_no_header_no_columns),
        cmocka_unit_test(test_more_columns_than_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
