/* Templates while reading: induction is repeated as signatures come, so that a record gets the
   template that all records so far speak for. Earlier rows keep what they were given. */
#include "engine/engine_internal.h"

enum {
    SIGNATURES_SMALL = 4096, /* up to so many, every new signature is worth an induction */
    GROWTH_DIVISOR =
        16, /* above, only when they have grown by a sixteenth: the work stays linear */
};

bool froe_online_induce(struct froe_engine *engine)
{
    size_t count = froe_table_signature_count(engine->table);
    size_t grown = count - engine->online_signatures;
    bool due = grown && (count <= SIGNATURES_SMALL || grown >= count / GROWTH_DIVISOR);
    if (!due && engine->online_templates) return true;
    struct froe_templates *templates;
    if (froe_induce(engine->table, engine->masks, engine->pins, &templates, &engine->error) !=
        FROE_OK)
        return false;
    froe_templates_free(engine->online_templates);
    engine->online_templates = templates;
    engine->online_signatures = count;
    return true;
}

/* A record of a signature newer than the last induction: its template by itself. */
static enum froe_status deliver_alone(struct froe_engine *engine, struct froe_engine_record *record)
{
    struct froe_worker *worker = engine->stitcher;
    struct froe_table *table = froe_table_new(NULL);
    struct froe_templates *templates = NULL;
    struct froe_table_event event = {
        .message = record->message, .tokens = worker->tokens, .time_ns = FROE_TIME_NONE};
    event.token_count = froe_worker_lex(worker, record->message);
    uint32_t entry;
    enum froe_status status =
        table ? froe_table_add(table, &event, &entry, NULL) : froe_error_memory(&engine->error);
    if (status == FROE_OK)
        status = froe_induce(table, engine->masks, engine->pins, &templates, &engine->error);
    if (status == FROE_OK && froe_resolve(worker, table, templates, record))
        status = engine->pass.sink(engine->pass.sink_context, record, &engine->error);
    froe_templates_free(templates);
    froe_table_free(table);
    return status;
}

enum froe_status froe_online_deliver(struct froe_engine *engine, struct froe_engine_record *record)
{
    if (!froe_resolve(engine->stitcher, engine->table, engine->online_templates, record))
        return deliver_alone(engine, record);
    return engine->pass.sink(engine->pass.sink_context, record, &engine->error);
}
