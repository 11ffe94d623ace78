/* A complete record: counted in a table, or made a row for the sink. */
#include "engine/engine_internal.h"

#include "base/hash.h"
#include "mine/skeleton.h"
#include "record/fields.h"
#include <stdlib.h>

struct froe_worker *froe_worker_new(const struct froe_masks *masks, const struct froe_pins *pins)
{
    struct froe_worker *worker = calloc(1, sizeof *worker);
    if (!worker) return NULL;
    worker->lexer = froe_lexer_new(masks);
    worker->pins = pins;
    if (pins) worker->pin_matcher = froe_pin_matcher_new(pins);
    if (worker->lexer && (!pins || worker->pin_matcher)) return worker;
    froe_worker_free(worker);
    return NULL;
}

void froe_worker_free(struct froe_worker *worker)
{
    if (!worker) return;
    froe_lexer_free(worker->lexer);
    froe_pin_matcher_free(worker->pin_matcher);
    froe_buf_release(&worker->raw);
    froe_buf_release(&worker->body);
    froe_arena_release(&worker->arena);
    froe_buf_release(&worker->skeleton);
    froe_buf_release(&worker->scratch);
    free(worker);
}

size_t froe_worker_lex(struct froe_worker *worker, struct froe_slice message)
{
    size_t count = froe_lex(worker->lexer, message, worker->tokens);
    uint32_t pin;
    const struct froe_hole_range *holes;
    if (!worker->pin_matcher) return count;
    froe_skeleton_write(&worker->skeleton, message, worker->tokens, count);
    struct froe_slice skeleton = froe_buf_slice(&worker->skeleton);
    if (!froe_pin_match(worker->pin_matcher, skeleton, &pin, &holes) || pin == FROE_PIN_NONE)
        return count;
    return froe_pin_collapse(froe_pins_template(worker->pins, pin), holes, worker->tokens, count);
}

void froe_row_item_release(struct froe_row_item *row)
{
    free(row->bytes);
    row->bytes = NULL;
}

/* Copies the slice behind *at; absent stays absent. */
static struct froe_slice keep(char **at, struct froe_slice text)
{
    if (!text.ptr) return text;
    if (text.len) memcpy(*at, text.ptr, text.len);
    struct froe_slice copy = froe_slice(*at, text.len);
    *at += text.len;
    return copy;
}

static size_t bytes_of_fields(const struct froe_engine_record *record)
{
    size_t bytes = 0;
    for (size_t i = 0; i < record->field_count; i++)
        bytes += record->fields[i].name.len + record->fields[i].value.len;
    return bytes;
}

static bool make_room(struct froe_work *work)
{
    if (work->row_count < work->row_capacity) return true;
    size_t capacity = work->row_capacity ? work->row_capacity * 2 : 256;
    struct froe_row_item *moved = realloc(work->rows, capacity * sizeof *moved);
    if (!moved) return false;
    work->rows = moved;
    work->row_capacity = capacity;
    return true;
}

void froe_first_time_add(struct froe_first_time *first, struct froe_first_time other)
{
    if (other.line && (!first->line || other.line < first->line)) *first = other;
}

/* A record that is no row, for its time. */
static bool push_time(const struct froe_engine *engine, struct froe_work *work,
                      const struct froe_emission *emission, int64_t time_ns)
{
    if (!engine->pass.by_time || time_ns == FROE_TIME_NONE) return true;
    if (!make_room(work)) return false;
    work->rows[work->row_count++] = (struct froe_row_item){
        .record = {.line = emission->line, .time_ns = time_ns},
        .source = work->source,
        .only_time = true,
    };
    return true;
}

/* One allocation holds the fields' and parameters' slices and all text of the row. */
static bool push_row(struct froe_work *work, const struct froe_engine_record *record)
{
    if (!make_room(work)) return false;
    size_t members = record->field_count * sizeof(struct froe_member);
    size_t slices = record->parameter_count * sizeof(struct froe_slice);
    size_t text = record->message.len + record->service.len + record->raw.len;
    char *bytes = malloc(members + slices + text + bytes_of_fields(record) + 1);
    if (!bytes) return false;
    char *at = bytes + members + slices;
    struct froe_row_item *row = &work->rows[work->row_count++];
    *row = (struct froe_row_item){.record = *record, .bytes = bytes, .source = work->source};
    row->record.message = keep(&at, record->message);
    row->record.service = keep(&at, record->service);
    row->record.raw = keep(&at, record->raw);
    struct froe_member *fields = (struct froe_member *)(void *)bytes;
    for (size_t i = 0; i < record->field_count; i++) {
        fields[i].name = keep(&at, record->fields[i].name);
        fields[i].value = keep(&at, record->fields[i].value);
    }
    row->record.fields = fields;
    struct froe_slice *parameters = (struct froe_slice *)(void *)(bytes + members);
    for (size_t i = 0; i < record->parameter_count; i++) /* each lies in the message */
        parameters[i] =
            froe_slice(row->record.message.ptr + (record->parameters[i].ptr - record->message.ptr),
                       record->parameters[i].len);
    row->record.parameters = parameters;
    return true;
}

/* The text of each hole of the record's template. */
static size_t find_parameters(struct froe_worker *worker, const struct froe_templates *templates,
                              uint32_t signature, struct froe_slice message, size_t token_count)
{
    const struct froe_signature_match *match = &templates->matches[signature];
    size_t holes = templates->items[match->template_index].hole_count;
    for (size_t i = 0; i < holes; i++) {
        struct froe_hole_range range = match->holes[i];
        size_t start = range.first < token_count ? worker->tokens[range.first].start : message.len;
        size_t end = start;
        size_t last = (size_t)range.first + range.count;
        if (range.count && last <= token_count)
            end = worker->tokens[last - 1].start + worker->tokens[last - 1].len;
        worker->parameters[i] = froe_slice(message.ptr + start, end - start);
    }
    return holes;
}

/* A folded signature's template has one hole at its end: all tokens from there on. */
static size_t folded_parameter(struct froe_worker *worker, const struct froe_signature *signature,
                               struct froe_slice message, size_t token_count)
{
    struct froe_slice rest = signature->skeleton;
    struct froe_skeleton_token token;
    size_t first = 0;
    while (froe_skeleton_next(&rest, &token) && !token.variable) first++;
    size_t start = first < token_count ? worker->tokens[first].start : message.len;
    worker->parameters[0] = froe_slice_from(message, start);
    return 1;
}

bool froe_resolve(struct froe_worker *worker, const struct froe_table *table,
                  const struct froe_templates *templates, struct froe_engine_record *record)
{
    size_t token_count = froe_worker_lex(worker, record->message);
    froe_skeleton_write(&worker->skeleton, record->message, worker->tokens, token_count);
    uint32_t index = froe_table_find(table, froe_buf_slice(&worker->skeleton), &worker->scratch);
    if (index == UINT32_MAX || index >= templates->match_count ||
        templates->matches[index].template_index == UINT32_MAX)
        return false;
    const struct froe_signature *signature = froe_table_signature(table, index);
    record->template = &templates->items[templates->matches[index].template_index];
    record->parameters = worker->parameters;
    record->parameter_count =
        signature->folded ? folded_parameter(worker, signature, record->message, token_count)
                          : find_parameters(worker, templates, index, record->message, token_count);
    return true;
}

static bool emit_row(const struct froe_engine *engine, struct froe_worker *worker,
                     struct froe_work *work, struct froe_counters *counters,
                     const struct froe_emission *emission, const struct froe_head *head,
                     struct froe_slice body)
{
    const struct froe_engine_pass *pass = &engine->pass;
    struct froe_engine_record record = {
        .file = froe_slice_cstr(work->source->name),
        .line = emission->line,
        .line_count = emission->line_count,
        .time_ns = head->time_ns,
        .order_ns = FROE_TIME_NONE,
        .level = head->level,
        .service = head->service,
        .message = head->message,
    };
    if (pass->raw) record.raw = emission->raw;
    struct froe_members members;
    if (pass->fields) {
        froe_members_read(head, body, &worker->arena, &members);
        record.fields = members.items;
        record.field_count = members.count;
        counters->fields_cut += members.cut;
    }
    if (engine->mining) return push_row(work, &record); /* online.c finds its template */
    /* A file that grew or changed between the passes holds what the first did not see: such a
       record has no template, but is not lost. */
    static const struct froe_template unknown = {
        .id = "", .plain = FROE_SLICE(""), .typed = FROE_SLICE("")};
    if (!froe_resolve(worker, pass->table, pass->templates, &record)) record.template = &unknown;
    if (pass->only_template != UINT32_MAX &&
        record.template != &pass->templates->items[pass->only_template])
        return push_time(engine, work, emission, head->time_ns);
    return push_row(work, &record);
}

static void count(struct froe_counters *counters, const struct froe_emission *emission,
                  const struct froe_head *head, bool selected)
{
    counters->records++;
    counters->records_cut +=
        emission->line_count > FROE_RECORD_LINES_MAX || emission->raw.len >= FROE_RECORD_BYTES_MAX;
    counters->year_assumed |= head->year_assumed;
    if (!selected) return;
    counters->selected++;
    int64_t time_ns = head->time_ns;
    if (time_ns == FROE_TIME_NONE) return;
    if (counters->first_ns == FROE_TIME_NONE || time_ns < counters->first_ns)
        counters->first_ns = time_ns;
    if (counters->last_ns == FROE_TIME_NONE || time_ns > counters->last_ns)
        counters->last_ns = time_ns;
}

/* An object printed over several lines says when and what only as a whole. */
static void read_object(const struct froe_engine *engine, struct froe_worker *worker,
                        const struct froe_work *work, struct froe_slice *body,
                        struct froe_head *head)
{
    struct froe_slice text = froe_slice_trim(*body);
    bool object = text.len > 2 && text.ptr[0] == '{' && text.ptr[text.len - 1] == '}';
    if (head->format || !object) return;
    struct froe_batch_context context = froe_engine_batch_context(engine, work);
    struct froe_head whole = *head;
    whole.message = text;
    froe_batch_read_again(&context, &worker->arena, &whole);
    if (!whole.format) return;
    *head = whole;
    *body = whole.message;
}

/* What is mined of a record that is, or holds, a trace; a trace is no good news. *body is what the
   record says behind its head. */
static bool summarize(const struct froe_engine *engine, struct froe_worker *worker,
                      const struct froe_work *work, const struct froe_emission *emission,
                      struct froe_head *head, struct froe_slice *body)
{
    *body = emission->body;
    froe_arena_clear(&worker->arena);
    bool lines = emission->line_count > 1 ||
                 (head->message.len && memchr(head->message.ptr, '\n', head->message.len));
    if (!lines || engine->raw_lines) return true;
    struct froe_trace_summary summary;
    read_object(engine, worker, work, body, head);
    if (!froe_trace_summarize(head->message, *body, &worker->arena, &summary)) return false;
    head->message = summary.message;
    if (!head->level) head->level = summary.level;
    return true;
}

static struct froe_table_event event_of(const struct froe_work *work,
                                        const struct froe_emission *emission,
                                        const struct froe_head *head, bool selected)
{
    return (struct froe_table_event){
        .message = head->message,
        .service = head->service,
        .location = head->location.len ? froe_hash_bytes(head->location, 13) : 0,
        .level = head->level,
        .time_ns = head->time_ns,
        .selected = selected,
        .later = work->block && work->block->sequence > 0,
        .source = work->source->id,
        .line = emission->line,
    };
}

static bool select_and_count(const struct froe_engine *engine, struct froe_counters *counters,
                             const struct froe_emission *emission, const struct froe_head *head)
{
    bool selected = froe_filter_selects(engine->filter, head->level, head->service, head->time_ns,
                                        emission->raw);
    count(counters, emission, head, selected);
    return selected;
}

/* Counts the record in the table: under worker->entry when that is known. */
static bool mine(struct froe_worker *worker, struct froe_work *work, struct froe_table *table,
                 const struct froe_emission *emission, const struct froe_head *head, bool selected,
                 bool known)
{
    if (head->time_ns != FROE_TIME_NONE)
        froe_first_time_add(&work->first_time,
                            (struct froe_first_time){emission->line, head->time_ns});
    struct froe_table_event event = event_of(work, emission, head, selected);
    if (!known || froe_table_observes(table, worker->entry, &event)) {
        event.token_count = froe_worker_lex(worker, head->message);
        event.tokens = worker->tokens;
    }
    bool wants_sample;
    enum froe_status status =
        known ? froe_table_add_known(table, worker->entry, &event, &wants_sample)
              : froe_table_add(table, &event, &worker->entry, &wants_sample);
    if (status == FROE_OK && wants_sample)
        status = froe_table_sample(table, worker->entry, &event, emission->raw);
    return status == FROE_OK;
}

bool froe_emit(const struct froe_engine *engine, struct froe_worker *worker, struct froe_work *work,
               struct froe_table *table, struct froe_counters *counters,
               const struct froe_emission *emission)
{
    struct froe_head summarized = *emission->head;
    const struct froe_head *head = &summarized;
    struct froe_slice body;
    if (!summarize(engine, worker, work, emission, &summarized, &body)) return false;
    if (!summarized.service.ptr) summarized.service = froe_slice_cstr(work->source->service);
    bool selected = select_and_count(engine, counters, emission, head);
    if (!head->format && !engine->raw_lines) counters->broken_json += froe_json_is_broken(body);
    if (engine->rows && selected && !emit_row(engine, worker, work, counters, emission, head, body))
        return false;
    if (engine->rows && !selected && !push_time(engine, work, emission, head->time_ns))
        return false;
    return !engine->mining || mine(worker, work, table, emission, head, selected, false);
}

bool froe_emit_known(const struct froe_engine *engine, struct froe_worker *worker,
                     struct froe_work *work, const struct froe_emission *emission)
{
    bool selected = select_and_count(engine, &work->counters, emission, emission->head);
    return mine(worker, work, work->table, emission, emission->head, selected, true);
}
