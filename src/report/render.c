#include "report/render.h"

#include "report/writer.h"
#include <strings.h>

static const struct {
    const char *name;
    const char *extensions[2];
    froe_render_fn *scan, *show;
} renderers[FROE_RENDER_COUNT] = {
    [FROE_RENDER_TABLE] = {"table", {"txt"}, froe_render_table, froe_render_table_show},
    [FROE_RENDER_JSON] = {"json", {"json"}, froe_render_json, froe_render_json},
    [FROE_RENDER_NDJSON] = {"ndjson", {"ndjson", "jsonl"}, froe_render_ndjson, froe_render_ndjson},
    [FROE_RENDER_CSV] = {"csv", {"csv"}, froe_render_csv, froe_render_csv},
    [FROE_RENDER_MD] = {"md", {"md", "markdown"}, froe_render_md, froe_render_md},
};

const char *froe_render_format_name(enum froe_render_format format)
{
    return renderers[format].name;
}

bool froe_render_format_find(struct froe_slice name, enum froe_render_format *format)
{
    for (size_t i = 0; i < FROE_RENDER_COUNT; i++) {
        if (!froe_slice_eq(name, froe_slice_cstr(renderers[i].name))) continue;
        *format = (enum froe_render_format)i;
        return true;
    }
    return false;
}

bool froe_render_format_of_file(const char *path, enum froe_render_format *format)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    if (!dot) return false;
    for (size_t i = 0; i < FROE_RENDER_COUNT; i++) {
        for (size_t k = 0; k < 2 && renderers[i].extensions[k]; k++) {
            if (strcasecmp(dot + 1, renderers[i].extensions[k]) != 0) continue;
            *format = (enum froe_render_format)i;
            return true;
        }
    }
    return false;
}

size_t froe_render_top(const struct froe_report *report, const struct froe_render_options *options,
                       size_t screenful)
{
    size_t top = options->top == FROE_TOP_AUTO ? screenful : options->top;
    return top && top < report->cluster_count ? top : report->cluster_count;
}

static enum froe_status run(froe_render_fn *render, const struct froe_report *report,
                            const struct froe_render_options *options, froe_write_fn *write,
                            void *context, struct froe_error *error)
{
    struct froe_writer writer;
    froe_writer_init(&writer, write, context);
    enum froe_status status = render(&writer, report, options, error);
    if (status == FROE_OK) status = froe_writer_finish(&writer, error);
    froe_writer_release(&writer);
    return status;
}

enum froe_status froe_render_scan(enum froe_render_format format, const struct froe_report *report,
                                  const struct froe_render_options *options, froe_write_fn *write,
                                  void *context, struct froe_error *error)
{
    return run(renderers[format].scan, report, options, write, context, error);
}

enum froe_status froe_render_show(enum froe_render_format format, const struct froe_report *report,
                                  const struct froe_render_options *options, froe_write_fn *write,
                                  void *context, struct froe_error *error)
{
    return run(renderers[format].show, report, options, write, context, error);
}
