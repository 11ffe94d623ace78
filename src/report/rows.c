#include "report/rows.h"

#include "report/cells.h"
#include "report/text.h"

enum { LINE_COLUMNS = 8, TIME_COLUMNS = 24, LEVEL_COLUMNS = 6, SERVICE_COLUMNS = 16 };

void froe_row_writer_init(struct froe_row_writer *rows, enum froe_render_format format,
                          const struct froe_render_options *options, froe_write_fn *write,
                          void *context)
{
    *rows = (struct froe_row_writer){.format = format, .options = *options};
    froe_writer_init(&rows->writer, write, context);
}

void froe_row_writer_release(struct froe_row_writer *rows)
{
    froe_writer_release(&rows->writer);
    froe_sorter_free(rows->sorter);
    froe_buf_release(&rows->row);
}

bool froe_row_writer_sort(struct froe_row_writer *rows)
{
    rows->sorter = froe_sorter_new((struct froe_sorter_limits){0});
    return rows->sorter != NULL;
}

static void json_fields(struct froe_json_writer *json, const struct froe_row *row)
{
    froe_json_key(json, "fields");
    froe_json_object_begin(json);
    for (size_t i = 0; i < row->field_count; i++) {
        froe_json_key_slice(json, row->fields[i].name);
        froe_json_string(json, row->fields[i].value);
    }
    froe_json_object_end(json);
}

static void json_row(struct froe_buf *out, const struct froe_row *row)
{
    char time[FROE_TIME_TEXT_MAX];
    size_t time_len = froe_time_format(row->time_ns, time);
    struct froe_json_writer json;
    froe_json_init(&json, out);
    froe_json_object_begin(&json);
    froe_json_key(&json, "file");
    froe_json_string(&json, row->file);
    froe_json_key(&json, "line");
    froe_json_u64(&json, row->line);
    froe_json_key(&json, "lines");
    froe_json_u64(&json, row->line_count);
    froe_json_key(&json, "time");
    froe_json_string(&json, froe_slice(time_len ? time : NULL, time_len));
    froe_json_key(&json, "level");
    froe_json_cstr(&json, froe_level_name(row->level));
    froe_json_key(&json, "service");
    froe_json_string(&json, row->service);
    froe_json_key(&json, "message");
    froe_json_string(&json, row->message);
    froe_json_key(&json, "template_id");
    froe_json_cstr(&json, row->template_id);
    froe_json_key(&json, "template");
    froe_json_string(&json, row->template_text);
    froe_json_key(&json, "parameters");
    froe_json_array_begin(&json);
    for (size_t i = 0; i < row->parameter_count; i++) froe_json_string(&json, row->parameters[i]);
    froe_json_array_end(&json);
    if (row->field_count) json_fields(&json, row);
    froe_json_object_end(&json);
}

static void csv_head(struct froe_buf *out)
{
    froe_buf_append_cstr(out, "LineId,Time,Level,Service,Content,EventId,EventTemplate,Parameters,"
                              "File\n");
}

/* The parameters are a JSON array in one field. */
static void csv_row(struct froe_buf *out, const struct froe_row *row)
{
    char time[FROE_TIME_TEXT_MAX];
    const char *level = froe_level_name(row->level);
    struct froe_buf array = {0};
    struct froe_json_writer json;
    froe_json_init(&json, &array);
    froe_json_array_begin(&json);
    for (size_t i = 0; i < row->parameter_count; i++) froe_json_string(&json, row->parameters[i]);
    froe_json_array_end(&json);
    if (array.status != FROE_OK) out->status = array.status;

    froe_time_format(row->time_ns, time);
    froe_buf_append_u64(out, row->line);
    const struct froe_slice fields[] = {
        froe_slice_cstr(time),
        froe_slice_cstr(level),
        row->service,
        row->message,
        froe_slice_cstr(row->template_id),
        row->template_text,
        froe_buf_slice(&array),
        row->file,
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        froe_buf_append_char(out, ',');
        froe_csv_field(out, fields[i]);
    }
    froe_buf_append_char(out, '\n');
    froe_buf_release(&array);
}

static void table_row(struct froe_buf *out, const struct froe_row *row, bool color)
{
    char text[FROE_SMALL_TEXT_MAX];
    froe_buf_printf(out, "%*llu  ", LINE_COLUMNS, (unsigned long long)row->line);
    size_t len = froe_time_format(row->time_ns, text);
    froe_cell_left(out, len ? froe_slice(text, len) : FROE_SLICE("-"), TIME_COLUMNS, false, NULL);
    froe_cell_pad(out, 2);
    froe_cell_left(out, froe_cell_level(row->level), LEVEL_COLUMNS, color,
                   froe_style_of_level(row->level));
    froe_cell_pad(out, 2);
    size_t width = froe_text_columns(row->service);
    froe_text_put(out, row->service.len ? row->service : FROE_SLICE("-"), FROE_COLUMNS_ANY);
    if (!width) width = 1;
    froe_cell_pad(out, (width < SERVICE_COLUMNS ? SERVICE_COLUMNS - width : 0) + 2);
    froe_text_put(out, row->template_text, FROE_COLUMNS_ANY);
    froe_buf_append_char(out, '\n');
}

/* What stands before the next row, whatever it is. */
static void lead_in(struct froe_row_writer *rows)
{
    struct froe_buf *out = &rows->writer.out;
    bool first = rows->count++ == 0;
    if (rows->format == FROE_RENDER_JSON)
        froe_buf_append_cstr(out, first ? "[\n" : ",\n");
    else if (rows->format == FROE_RENDER_CSV && first && rows->raw)
        froe_buf_append_cstr(out, "File,Line,Text\n");
    else if (rows->format == FROE_RENDER_CSV && first)
        csv_head(out);
}

/* Where the next row is to be rendered. */
static struct froe_buf *begin_row(struct froe_row_writer *rows)
{
    if (rows->sorter) {
        froe_buf_clear(&rows->row);
        return &rows->row;
    }
    lead_in(rows);
    return &rows->writer.out;
}

static enum froe_status end_row(struct froe_row_writer *rows, int64_t order_ns,
                                struct froe_error *error)
{
    if (rows->row.status != FROE_OK) return froe_error_memory(error);
    if (rows->sorter)
        return froe_sorter_add(rows->sorter, order_ns, froe_buf_slice(&rows->row), error);
    return rows->eager ? froe_writer_finish(&rows->writer, error)
                       : froe_writer_spill(&rows->writer, error);
}

static enum froe_status take_sorted(void *context, int64_t order_ns, struct froe_slice row,
                                    struct froe_error *error)
{
    struct froe_row_writer *rows = context;
    (void)order_ns;
    lead_in(rows);
    froe_buf_append(&rows->writer.out, row);
    return froe_writer_spill(&rows->writer, error);
}

enum froe_status froe_row_write(struct froe_row_writer *rows, const struct froe_row *row,
                                struct froe_error *error)
{
    struct froe_buf *out = begin_row(rows);
    switch (rows->format) {
    case FROE_RENDER_JSON: json_row(out, row); break;
    case FROE_RENDER_NDJSON:
        json_row(out, row);
        froe_buf_append_char(out, '\n');
        break;
    case FROE_RENDER_CSV: csv_row(out, row); break;
    default: table_row(out, row, rows->options.color);
    }
    return end_row(rows, row->order_ns, error);
}

static void json_raw(struct froe_buf *out, struct froe_slice file, uint64_t line,
                     struct froe_slice text)
{
    struct froe_json_writer json;
    froe_json_init(&json, out);
    froe_json_object_begin(&json);
    froe_json_key(&json, "file");
    froe_json_string(&json, file);
    froe_json_key(&json, "line");
    froe_json_u64(&json, line);
    froe_json_key(&json, "text");
    froe_json_string(&json, text);
    froe_json_object_end(&json);
}

static void csv_raw(struct froe_buf *out, struct froe_slice file, uint64_t line,
                    struct froe_slice text)
{
    froe_csv_field(out, file);
    froe_buf_append_char(out, ',');
    froe_buf_append_u64(out, line);
    froe_buf_append_char(out, ',');
    froe_csv_field(out, text);
    froe_buf_append_char(out, '\n');
}

/* On a terminal nothing but line ends gets through; elsewhere the bytes are as they were read. */
static void table_raw(struct froe_buf *out, struct froe_slice file, uint64_t line,
                      struct froe_slice text, const struct froe_render_options *options)
{
    froe_style_begin(out, options->color, FROE_STYLE_DIM);
    froe_text_put(out, file, FROE_COLUMNS_ANY);
    froe_buf_printf(out, ":%llu:", (unsigned long long)line);
    froe_style_end(out, options->color, FROE_STYLE_DIM);
    froe_buf_append_char(out, ' ');
    if (!options->columns) {
        froe_buf_append(out, text);
        froe_buf_append_char(out, '\n');
        return;
    }
    for (;;) {
        const char *end = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        froe_text_put(out, froe_slice(text.ptr, len), FROE_COLUMNS_ANY);
        froe_buf_append_char(out, '\n');
        if (!end) break;
        text = froe_slice_from(text, len + 1);
    }
}

enum froe_status froe_row_write_raw(struct froe_row_writer *rows, struct froe_slice file,
                                    uint64_t line, int64_t order_ns, struct froe_slice text,
                                    struct froe_error *error)
{
    rows->raw = true;
    struct froe_buf *out = begin_row(rows);
    switch (rows->format) {
    case FROE_RENDER_JSON: json_raw(out, file, line, text); break;
    case FROE_RENDER_NDJSON:
        json_raw(out, file, line, text);
        froe_buf_append_char(out, '\n');
        break;
    case FROE_RENDER_CSV: csv_raw(out, file, line, text); break;
    default: table_raw(out, file, line, text, &rows->options);
    }
    return end_row(rows, order_ns, error);
}

enum froe_status froe_row_writer_finish(struct froe_row_writer *rows, struct froe_error *error)
{
    struct froe_buf *out = &rows->writer.out;
    if (rows->sorter) {
        enum froe_status status = froe_sorter_drain(rows->sorter, take_sorted, rows, error);
        if (status != FROE_OK) return status;
    }
    if (rows->format == FROE_RENDER_JSON)
        froe_buf_append_cstr(out, rows->count ? "\n]\n" : "[]\n");
    else if (rows->format == FROE_RENDER_CSV && rows->count == 0)
        csv_head(out);
    return froe_writer_finish(&rows->writer, error);
}
