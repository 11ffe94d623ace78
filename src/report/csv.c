#include "report/writer.h"

void froe_csv_field(struct froe_buf *out, struct froe_slice text)
{
    bool quote = false;
    for (size_t i = 0; i < text.len && !quote; i++) {
        char c = text.ptr[i];
        quote = c == ',' || c == '"' || c == '\n' || c == '\r';
    }
    if (!quote) {
        froe_buf_append(out, text);
        return;
    }
    froe_buf_append_char(out, '"');
    while (text.len) {
        const char *mark = memchr(text.ptr, '"', text.len);
        size_t len = mark ? (size_t)(mark - text.ptr) + 1 : text.len;
        froe_buf_append(out, froe_slice(text.ptr, len));
        if (mark) froe_buf_append_char(out, '"');
        text = froe_slice_from(text, len);
    }
    froe_buf_append_char(out, '"');
}

static void time_field(struct froe_buf *out, int64_t time_ns)
{
    char text[FROE_TIME_TEXT_MAX];
    froe_buf_append(out, froe_slice(text, froe_time_format(time_ns, text)));
}

/* "payment-service=30;checkout-api=2" as one field. A separator inside a name becomes an
   underscore. */
static void services_field(struct froe_buf *out, const struct froe_cluster *cluster)
{
    struct froe_buf list = {0};
    for (size_t i = 0; i < cluster->service_count; i++) {
        struct froe_slice name = cluster->services[i].value;
        if (i) froe_buf_append_char(&list, ';');
        for (size_t k = 0; k < name.len; k++)
            froe_buf_append_char(&list,
                                 name.ptr[k] == ';' || name.ptr[k] == '=' ? '_' : name.ptr[k]);
        froe_buf_append_char(&list, '=');
        froe_buf_append_u64(&list, cluster->services[i].count);
    }
    if (list.status != FROE_OK) out->status = list.status;
    froe_csv_field(out, froe_buf_slice(&list));
    froe_buf_release(&list);
}

static void cluster_line(struct froe_buf *out, const struct froe_cluster *cluster)
{
    const char *level = froe_level_name(cluster->level);
    froe_buf_printf(out, "%s,%s,%s,", cluster->id, cluster->template_id, level ? level : "");
    froe_buf_append_u64(out, cluster->count);
    froe_buf_printf(out, ",%.6g,", cluster->share);
    if (cluster->rate_per_min == cluster->rate_per_min) /* not NAN */
        froe_buf_printf(out, "%.6g", cluster->rate_per_min);
    froe_buf_append_char(out, ',');
    time_field(out, cluster->first_ns);
    froe_buf_append_char(out, ',');
    time_field(out, cluster->last_ns);
    froe_buf_append_char(out, ',');
    services_field(out, cluster);
    froe_buf_append_char(out, ',');
    froe_csv_field(out, cluster->template_text);
    froe_buf_append_char(out, '\n');
}

enum froe_status froe_render_csv(struct froe_writer *writer, const struct froe_report *report,
                                 const struct froe_render_options *options,
                                 struct froe_error *error)
{
    froe_buf_append_cstr(&writer->out, "id,template_id,level,count,share,rate_per_min,first,last,"
                                       "services,template\n");
    size_t top = froe_render_top(report, options, 0);
    for (size_t i = 0; i < top; i++) {
        cluster_line(&writer->out, &report->clusters[i]);
        enum froe_status status = froe_writer_spill(writer, error);
        if (status != FROE_OK) return status;
    }
    return FROE_OK;
}
