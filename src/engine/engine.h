/* The pipeline: bytes in, counted signatures or rows out. Reading files is one producer (run.c);
   others push the same way.

   A run over several sources goes: froe_engine_source, froe_engine_feed ..., froe_engine_end, for
   each source; then froe_engine_snapshot. Sources may be fed in turns. One thread feeds; the
   engine's own threads work. The result depends on the bytes of each source and the order in which
   the sources were made, not on the pieces fed or the number of threads. */
#ifndef FROE_ENGINE_ENGINE_H
#define FROE_ENGINE_ENGINE_H

#include "base/error.h"
#include "engine/options.h"
#include "mine/induce.h"
#include "report/report.h"

struct froe_engine;

/* A record as the second pass sees it. Borrowed for the call. */
struct froe_engine_record {
    struct froe_slice file;
    uint64_t line, line_count;
    int64_t time_ns;
    int64_t order_ns; /* where in time it belongs (froe_engine_pass.by_time), else FROE_TIME_NONE */
    enum froe_level level;
    struct froe_slice service, message;
    struct froe_slice raw;                /* all its lines; absent unless asked for */
    const struct froe_template *template; /* never NULL */
    const struct froe_slice *parameters;
    size_t parameter_count;
    const struct froe_member *fields; /* record/members.h; none unless asked for */
    size_t field_count;
};
typedef enum froe_status froe_engine_sink(void *context, const struct froe_engine_record *record,
                                          struct froe_error *error);

/* Records go to the sink, in input order per source. Either in a second pass over the same input,
   with the templates of the first (borrowed; they must outlive the engine); or online, with table
   and templates NULL: the engine mines as well, and each record gets its template as known by then.
 */
struct froe_engine_pass {
    const struct froe_table *table;
    const struct froe_templates *templates;
    uint32_t only_template; /* UINT32_MAX: all; not online */
    bool raw;
    bool fields;
    /* Records get an order_ns: their time; without one, that of the record before in the source,
       selected or not; at the start of the source, that of its first record with a time. NULL, or
       the mining engine of the first pass, which knows the last. Not online. */
    const struct froe_engine *by_time;
    froe_engine_sink *sink;
    void *sink_context;
};

/* `last_ns`: see froe_filter_new. pass NULL: mine. The options must outlive the engine. */
struct froe_engine *froe_engine_new(const struct froe_options *options, int64_t last_ns,
                                    const struct froe_engine_pass *pass, struct froe_error *error);
/* Waits for the threads. NULL is allowed. */
void froe_engine_free(struct froe_engine *engine);

/* A source by name; mtime_ns (or FROE_TIME_NONE) is for timestamps without a year. *source is its
   number. */
enum froe_status froe_engine_source(struct froe_engine *engine, const char *name, int64_t mtime_ns,
                                    uint32_t *source, struct froe_error *error);
/* Any number of bytes of the source. Fails when memory is out or the sink said so. */
enum froe_status froe_engine_feed(struct froe_engine *engine, uint32_t source, const void *bytes,
                                  size_t len, struct froe_error *error);
/* The source pauses: works on the complete lines fed so far instead of waiting for a whole block.
   (Online only: elsewhere it would make the result depend on when it is called.) */
enum froe_status froe_engine_pause(struct froe_engine *engine, uint32_t source,
                                   struct froe_error *error);
/* No more of this source: its last line and record are complete. */
enum froe_status froe_engine_end(struct froe_engine *engine, uint32_t source,
                                 struct froe_error *error);
bool froe_engine_ended(const struct froe_engine *engine, uint32_t source);
/* Waits until everything fed so far and ended is counted (a source's last record stays open until
   it is ended). */
enum froe_status froe_engine_flush(struct froe_engine *engine, struct froe_error *error);

/* What was mined so far: flushes and induces. The table is borrowed from the engine, the templates
   are the caller's. */
enum froe_status froe_engine_induce(struct froe_engine *engine, const struct froe_table **table,
                                    struct froe_templates **templates, struct froe_error *error);
/* The report about `templates`, as the options ask for. */
enum froe_status froe_engine_snapshot(struct froe_engine *engine,
                                      const struct froe_templates *templates,
                                      struct froe_report **report, struct froe_error *error);

/* Time of the latest selected record; only when flushed. */
int64_t froe_engine_last_ns(const struct froe_engine *engine);
/* Fields left out or cut in the rows so far; only when flushed. */
uint64_t froe_engine_fields_cut(const struct froe_engine *engine);
uint64_t froe_engine_lines(const struct froe_engine *engine); /* fed so far, for progress */

#endif
