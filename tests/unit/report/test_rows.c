#include "report/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capture.h"

static const struct froe_slice parameters[] = {{"10.0.0.1", 8}, {"a\"b,\xff", 5}};
static const struct froe_row row = {
    .file = {"a,b.log", 7},
    .line = 7,
    .line_count = 2,
    .time_ns = INT64_C(1776675600123000000),
    .level = FROE_LEVEL_WARN,
    .service = {"pay", 3},
    .message = {"m, \"q\"\n\033[31m", 12},
    .template_id = "k3v9q2m7x0ab",
    .template_text = {"m, <*>", 6},
    .parameters = parameters,
    .parameter_count = 2,
};
/* Everything that may be missing is. */
static const struct froe_row bare = {
    .file = {"-", 1},
    .line = 1,
    .line_count = 1,
    .time_ns = FROE_TIME_NONE,
    .message = {"", 0},
    .template_id = "aaaabbbbcccc",
    .template_text = {"", 0},
};

static const char *write_rows(struct froe_buf *out, enum froe_render_format format, size_t count)
{
    static const struct froe_render_options options = {.top = FROE_TOP_AUTO};
    struct froe_row_writer rows;
    struct froe_error error = {0};
    froe_buf_clear(out);
    froe_row_writer_init(&rows, format, &options, capture, out);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(froe_row_write(&rows, i == 1 ? &bare : &row, &error), FROE_OK);
    assert_int_equal(froe_row_writer_finish(&rows, &error), FROE_OK);
    froe_row_writer_release(&rows);
    return captured(out);
}

static const struct froe_member fields[] = {{{"pod", 3}, {"pay-0", 5}},
                                            {{"a\"b", 3}, {"\n\xff", 2}}};

#define ROW_JSON                                                                                   \
    "{\"file\":\"a,b.log\",\"line\":7,\"lines\":2,\"time\":\"2026-04-20T09:00:00.123Z\","          \
    "\"level\":\"warn\",\"service\":\"pay\",\"message\":\"m, \\\"q\\\"\\n\\u001b[31m\","           \
    "\"template_id\":\"k3v9q2m7x0ab\",\"template\":\"m, <*>\","                                    \
    "\"parameters\":[\"10.0.0.1\",\"a\\\"b,�\"]}"
#define BARE_JSON                                                                                  \
    "{\"file\":\"-\",\"line\":1,\"lines\":1,\"time\":null,\"level\":null,\"service\":null,"        \
    "\"message\":\"\",\"template_id\":\"aaaabbbbcccc\",\"template\":\"\",\"parameters\":[]}"

static void test_json(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    assert_string_equal(write_rows(&out, FROE_RENDER_NDJSON, 2), ROW_JSON "\n" BARE_JSON "\n");
    assert_string_equal(write_rows(&out, FROE_RENDER_JSON, 2),
                        "[\n" ROW_JSON ",\n" BARE_JSON "\n]\n");
    assert_string_equal(write_rows(&out, FROE_RENDER_JSON, 0), "[]\n");
    assert_string_equal(write_rows(&out, FROE_RENDER_NDJSON, 0), "");
    froe_buf_release(&out);
}

/* Last of a JSON row, and nowhere else. */
static void test_fields(void **state)
{
    (void)state;
    static const struct froe_render_options options = {.top = FROE_TOP_AUTO};
    struct froe_row said = row;
    said.fields = fields;
    said.field_count = 2;
    static const enum froe_render_format formats[] = {FROE_RENDER_NDJSON, FROE_RENDER_CSV,
                                                      FROE_RENDER_TABLE};
    for (size_t i = 0; i < 3; i++) {
        struct froe_buf out = {0}, without = {0};
        struct froe_row_writer rows;
        struct froe_error error = {0};
        froe_row_writer_init(&rows, formats[i], &options, capture, &out);
        assert_int_equal(froe_row_write(&rows, &said, &error), FROE_OK);
        assert_int_equal(froe_row_writer_finish(&rows, &error), FROE_OK);
        froe_row_writer_release(&rows);
        const char *plain = write_rows(&without, formats[i], 1);
        const char *text = captured(&out);
        if (i > 0) {
            assert_string_equal(text, plain);
        } else {
            size_t same = strlen(plain) - strlen("}\n");
            assert_memory_equal(text, plain, same);
            assert_string_equal(text + same, ",\"fields\":{\"pod\":\"pay-0\","
                                             "\"a\\\"b\":\"\\n\xef\xbf\xbd\"}}\n");
        }
        froe_buf_release(&out);
        froe_buf_release(&without);
    }
}

static void test_csv(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    assert_string_equal(
        write_rows(&out, FROE_RENDER_CSV, 2),
        "LineId,Time,Level,Service,Content,EventId,EventTemplate,Parameters,File\n"
        "7,2026-04-20T09:00:00.123Z,warn,pay,\"m, \"\"q\"\"\n\033[31m\",k3v9q2m7x0ab,\"m, <*>\","
        "\"[\"\"10.0.0.1\"\",\"\"a\\\"\"b,�\"\"]\",\"a,b.log\"\n"
        "1,,,,,aaaabbbbcccc,,[],-\n");
    assert_string_equal(
        write_rows(&out, FROE_RENDER_CSV, 0),
        "LineId,Time,Level,Service,Content,EventId,EventTemplate,Parameters,File\n");
    froe_buf_release(&out);
}

static void test_table(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    assert_string_equal(write_rows(&out, FROE_RENDER_TABLE, 2),
                        "       7  2026-04-20T09:00:00.123Z  WARN    pay               m, <*>\n"
                        "       1  -                         -       -                 \n");
    froe_buf_release(&out);
}

static const char *write_raw(struct froe_buf *out, enum froe_render_format format, unsigned columns)
{
    const struct froe_render_options options = {.columns = columns};
    struct froe_row_writer rows;
    struct froe_error error = {0};
    froe_buf_clear(out);
    froe_row_writer_init(&rows, format, &options, capture, out);
    assert_int_equal(froe_row_write_raw(&rows, FROE_SLICE("a.log"), 3, FROE_TIME_NONE,
                                        FROE_SLICE("x\033[2J\n y"), &error),
                     FROE_OK);
    assert_int_equal(froe_row_writer_finish(&rows, &error), FROE_OK);
    froe_row_writer_release(&rows);
    return captured(out);
}

static void test_raw(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    assert_string_equal(write_raw(&out, FROE_RENDER_TABLE, 0), "a.log:3: x\033[2J\n y\n");
    assert_string_equal(write_raw(&out, FROE_RENDER_TABLE, 80), "a.log:3: x�[2J\n y\n");
    assert_string_equal(write_raw(&out, FROE_RENDER_CSV, 0),
                        "File,Line,Text\na.log,3,\"x\033[2J\n y\"\n");
    assert_string_equal(write_raw(&out, FROE_RENDER_NDJSON, 0),
                        "{\"file\":\"a.log\",\"line\":3,\"text\":\"x\\u001b[2J\\n y\"}\n");
    froe_buf_release(&out);
}

/* Memory stays small however many rows there are. */
static void test_streams(void **state)
{
    (void)state;
    static const struct froe_render_options options = {.top = FROE_TOP_AUTO};
    struct froe_buf out = {0};
    struct froe_row_writer rows;
    struct froe_error error = {0};
    froe_row_writer_init(&rows, FROE_RENDER_NDJSON, &options, capture, &out);
    for (size_t i = 0; i < 5000; i++) {
        assert_int_equal(froe_row_write(&rows, &row, &error), FROE_OK);
        assert_in_range(rows.writer.out.capacity, 0, 256 * 1024);
        froe_buf_clear(&out);
    }
    froe_row_writer_release(&rows);
    froe_buf_release(&out);
}

static void test_eager_rows_do_not_wait(void **state)
{
    (void)state;
    static const struct froe_render_options options = {.top = FROE_TOP_AUTO};
    struct froe_buf out = {0};
    struct froe_row_writer rows;
    struct froe_error error = {0};
    froe_row_writer_init(&rows, FROE_RENDER_NDJSON, &options, capture, &out);
    assert_int_equal(froe_row_write(&rows, &row, &error), FROE_OK);
    assert_int_equal(out.len, 0);
    rows.eager = true;
    assert_int_equal(froe_row_write(&rows, &bare, &error), FROE_OK);
    assert_string_equal(captured(&out), ROW_JSON "\n" BARE_JSON "\n");
    froe_row_writer_release(&rows);
    froe_buf_release(&out);
}

/* Rows in order of time, the same bytes around and between them as in any other. */
static void test_sorted(void **state)
{
    (void)state;
    static const struct froe_render_options options = {.top = FROE_TOP_AUTO};
    static const struct {
        enum froe_render_format format;
        const char *rows, *raw, *none;
    } cases[] = {
        {FROE_RENDER_NDJSON, BARE_JSON "\n" ROW_JSON "\n",
         "{\"file\":\"a\",\"line\":2,\"text\":\"y\"}\n"
         "{\"file\":\"a\",\"line\":1,\"text\":\"x\"}\n",
         ""},
        {FROE_RENDER_JSON, "[\n" BARE_JSON ",\n" ROW_JSON "\n]\n",
         "[\n{\"file\":\"a\",\"line\":2,\"text\":\"y\"},\n"
         "{\"file\":\"a\",\"line\":1,\"text\":\"x\"}\n]\n",
         "[]\n"},
        {FROE_RENDER_CSV, NULL, "File,Line,Text\na,2,y\na,1,x\n",
         "LineId,Time,Level,Service,Content,EventId,EventTemplate,Parameters,File\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (unsigned what = cases[i].rows ? 0 : 1; what < 3; what++) {
            struct froe_buf out = {0};
            struct froe_row_writer rows;
            struct froe_error error = {0};
            struct froe_row late = row, early = bare;
            late.order_ns = 2;
            early.order_ns = 1;
            froe_row_writer_init(&rows, cases[i].format, &options, capture, &out);
            assert_true(froe_row_writer_sort(&rows));
            if (what == 0) {
                assert_int_equal(froe_row_write(&rows, &late, &error), FROE_OK);
                assert_int_equal(froe_row_write(&rows, &early, &error), FROE_OK);
            } else if (what == 1) {
                const struct froe_slice file = FROE_SLICE("a"), x = FROE_SLICE("x"),
                                        y = FROE_SLICE("y");
                assert_int_equal(froe_row_write_raw(&rows, file, 1, 2, x, &error), FROE_OK);
                assert_int_equal(froe_row_write_raw(&rows, file, 2, 1, y, &error), FROE_OK);
            }
            assert_int_equal(out.len, 0);
            assert_int_equal(froe_row_writer_finish(&rows, &error), FROE_OK);
            assert_string_equal(captured(&out), what == 0   ? cases[i].rows
                                                : what == 1 ? cases[i].raw
                                                            : cases[i].none);
            froe_row_writer_release(&rows);
            froe_buf_release(&out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),    cmocka_unit_test(test_sorted),
        cmocka_unit_test(test_fields),  cmocka_unit_test(test_csv),
        cmocka_unit_test(test_table),   cmocka_unit_test(test_raw),
        cmocka_unit_test(test_streams), cmocka_unit_test(test_eager_rows_do_not_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
