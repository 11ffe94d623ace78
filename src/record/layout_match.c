#include "record/layout_types.h"

#include <stdint.h>
#include <stdio.h>

enum {
    STEPS_MAX = 4096,
    BYTES_A_STEP = 64, /* long runs cost more than one step */
    UNDO_MAX = FROE_LAYOUT_OPS_MAX,
};

/* One attempt to match. Parts that a failed branch set are taken back through the undo list. */
struct attempt {
    const struct froe_layout_op *ops;
    struct froe_layout_scan *scan;
    struct froe_slice *parts;
    const char *end;
    unsigned steps;
    unsigned reach;
    unsigned undo_count;
    struct {
        unsigned char field;
        struct froe_slice before;
    } undo[UNDO_MAX];
};

void froe_layout_scan_init(struct froe_layout_scan *scan, struct froe_slice line,
                           const struct froe_time_context *times)
{
    scan->line = line;
    scan->times = times;
    scan->stop = NULL;
    scan->columns = NULL;
    scan->seen_count = 0;
    scan->reach = 0;
    scan->word_count = 0;
    scan->leads[false].known = scan->leads[true].known = false;
}

bool froe_layout_scan_time(struct froe_layout_scan *scan, const char *at, bool epoch,
                           struct froe_timestamp *timestamp)
{
    for (unsigned i = 0; i < scan->seen_count && i < FROE_SCAN_TIMES; i++) {
        if (scan->seen[i].at == at && scan->seen[i].epoch == epoch) {
            *timestamp = scan->seen[i].timestamp;
            return scan->seen[i].ok;
        }
    }
    size_t left = (size_t)(scan->line.ptr + scan->line.len - at);
    bool ok = froe_timestamp_read(froe_slice(at, left), scan->times, epoch, timestamp);
    unsigned slot = scan->seen_count++ % FROE_SCAN_TIMES;
    scan->seen[slot].at = at;
    scan->seen[slot].epoch = epoch;
    scan->seen[slot].ok = ok;
    scan->seen[slot].timestamp = *timestamp;
    return ok;
}

enum froe_level froe_layout_scan_level(struct froe_layout_scan *scan, struct froe_slice word)
{
    for (unsigned i = 0; i < scan->word_count && i < FROE_SCAN_WORDS; i++)
        if (scan->words[i].at == word.ptr && scan->words[i].len == word.len)
            return scan->words[i].level;
    unsigned slot = scan->word_count++ % FROE_SCAN_WORDS;
    scan->words[slot].at = word.ptr;
    scan->words[slot].len = word.len;
    scan->words[slot].level = froe_level_parse(word);
    return scan->words[slot].level;
}

static void set_part(struct attempt *attempt, unsigned char field, struct froe_slice value)
{
    if (field == FROE_PART_IGNORED || attempt->undo_count == UNDO_MAX) return;
    attempt->undo[attempt->undo_count].field = field;
    attempt->undo[attempt->undo_count++].before = attempt->parts[field];
    attempt->parts[field] = value;
}

static void take_back(struct attempt *attempt, unsigned undo_count)
{
    while (attempt->undo_count > undo_count) {
        attempt->undo_count--;
        attempt->parts[attempt->undo[attempt->undo_count].field] =
            attempt->undo[attempt->undo_count].before;
    }
}

static bool spend(struct attempt *attempt, size_t bytes)
{
    size_t cost = 1 + bytes / BYTES_A_STEP;
    if (attempt->steps < cost) {
        attempt->steps = 0;
        return false;
    }
    attempt->steps -= (unsigned)cost;
    return true;
}

static bool match_from(struct attempt *attempt, size_t index, const char *at);

/* The byte that must stand behind the part, or -1. */
static int byte_behind(const struct froe_layout_op *op)
{
    return op[1].kind == FROE_OP_LITERAL ? (unsigned char)op[1].literal.ptr[0] : -1;
}

static struct froe_slice without_quotes(struct froe_slice cell)
{
    if (!cell.len || cell.ptr[0] != '"') return cell;
    bool closed = cell.len > 1 && cell.ptr[cell.len - 1] == '"';
    return froe_slice(cell.ptr + 1, cell.len - (closed ? 2 : 1));
}

static bool try_length(struct attempt *attempt, size_t index, const char *at, size_t len)
{
    const struct froe_layout_op *op = &attempt->ops[index];
    unsigned undo_count = attempt->undo_count;
    struct froe_slice value = froe_slice(at, len);
    set_part(attempt, op->field, op->type == FROE_TYPE_PADDED ? froe_slice_trim(value) : value);
    if (match_from(attempt, index + 1, at + len)) return true;
    take_back(attempt, undo_count);
    return false;
}

/* The first place from `at` on where the operation behind a growing part can match; NULL when there
   is none up to `last`. */
static const char *next_place(const struct attempt *attempt, const struct froe_layout_op *op,
                              const char *at, const char *last)
{
    if (op[1].kind == FROE_OP_LITERAL) {
        const char *end = last < attempt->end ? last + 1 : last;
        return at < end ? memchr(at, op[1].literal.ptr[0], (size_t)(end - at)) : NULL;
    }
    if (op[1].kind == FROE_OP_SPACE)
        while (at < last && *at != ' ' && *at != '\t') at++;
    return at <= last ? at : NULL;
}

static bool match_growing(struct attempt *attempt, size_t index, const char *at, size_t len_max)
{
    const char *last = at + len_max;
    for (const char *place = at; place <= last; place++) {
        place = next_place(attempt, &attempt->ops[index], place, last);
        if (!place) return false;
        if (try_length(attempt, index, at, (size_t)(place - at))) return true;
        if (!spend(attempt, 0)) return false;
    }
    return false;
}

static bool match_shrinking(struct attempt *attempt, size_t index, const char *at, size_t len_max)
{
    int behind = byte_behind(&attempt->ops[index]);
    bool fixed = attempt->ops[index + 1].kind == FROE_OP_SPACE;
    for (size_t len = len_max; len > 0; len--) {
        bool fits = behind < 0 || (at + len < attempt->end && (unsigned char)at[len] == behind);
        if (fits && try_length(attempt, index, at, len)) return true;
        if (fixed || !spend(attempt, 0)) return false;
    }
    return false;
}

/* Blanks; none are needed at the end of the line. */
static const char *skip_blanks(const char *at, const char *end)
{
    const char *start = at;
    while (at < end && (*at == ' ' || *at == '\t')) at++;
    return at > start || at == end ? at : NULL;
}

static void mark_span(struct attempt *attempt, const struct froe_layout_op *op, const char *at)
{
    if (op->field == FROE_PART_IGNORED) return;
    if (op->type == FROE_TYPE_MARK) {
        set_part(attempt, op->field, froe_slice(at, 0));
        return;
    }
    const char *start = op->type == FROE_TYPE_BEGIN ? at : attempt->parts[op->field].ptr;
    if (start && start <= at) set_part(attempt, op->field, froe_slice(start, (size_t)(at - start)));
}

static void note_stop(struct froe_layout_stop *stop, const struct froe_layout_op *op,
                      const char *at)
{
    if (op->kind != FROE_OP_GROUP && (!stop->at || at >= stop->at))
        *stop = (struct froe_layout_stop){at, op};
}

/* Most groups are brackets and signs that are not there: seen without a call. */
static bool stops_at_once(const struct attempt *attempt, const struct froe_layout_op *op,
                          const char *at)
{
    return op->kind == FROE_OP_LITERAL && !attempt->scan->stop &&
           (at == attempt->end || *at != op->literal.ptr[0]);
}

/* Recursion goes no deeper than the layout has operations. */
static bool match_from(struct attempt *attempt, size_t index, const char *at)
{
    for (;; index++) {
        const struct froe_layout_op *op = &attempt->ops[index];
        struct froe_slice text = froe_slice(at, (size_t)(attempt->end - at));
        if (index >= attempt->reach) attempt->reach = (unsigned)index + 1;
        if (attempt->scan->stop) note_stop(attempt->scan->stop, op, at);
        switch (op->kind) {
        case FROE_OP_END: return at == attempt->end;
        case FROE_OP_LITERAL:
            if (!text.len || *at != *op->literal.ptr || !froe_slice_starts(text, op->literal))
                return false;
            at += op->literal.len;
            continue;
        case FROE_OP_SPACE:
            at = skip_blanks(at, attempt->end);
            if (!at) return false;
            continue;
        case FROE_OP_GROUP: {
            unsigned undo_count = attempt->undo_count;
            if (!spend(attempt, 0)) return false;
            if (stops_at_once(attempt, &op[1], at)) {
                if (index + 2 > attempt->reach) attempt->reach = (unsigned)index + 2;
            } else {
                if (match_from(attempt, index + 1, at)) return true;
                take_back(attempt, undo_count);
            }
            index = (size_t)op->skip - 1;
            continue;
        }
        default: break;
        }

        const struct froe_layout_type *type = &froe_layout_types[op->type];
        if (type->style == FROE_STYLE_MARK) {
            mark_span(attempt, op, at);
            continue;
        }
        size_t len = type->scan(attempt->scan, text);
        if (len == FROE_NO_MATCH || !spend(attempt, len)) return false;
        /* These look at the operation behind them. */
        if (type->style != FROE_STYLE_FIXED && index + 1 >= attempt->reach)
            attempt->reach = (unsigned)index + 2;
        if (type->style == FROE_STYLE_GROW) return match_growing(attempt, index, at, len);
        if (type->style == FROE_STYLE_SHRINK) return match_shrinking(attempt, index, at, len);
        struct froe_slice value = froe_slice(at, len);
        set_part(attempt, op->field, op->type == FROE_TYPE_CELL ? without_quotes(value) : value);
        at += len;
    }
}

void froe_layout_scan_lead(struct froe_layout_scan *scan, bool epoch)
{
    const char *at = scan->line.ptr, *end = at + scan->line.len;
    struct froe_timestamp time;
    scan->leads[epoch].known = true;
    scan->leads[epoch].next = scan->leads[epoch].blanks = FROE_BEHIND_NEVER;
    if (!froe_layout_scan_time(scan, at, epoch, &time)) return;
    at += time.len;
    scan->leads[epoch].next = at < end ? (unsigned char)*at : FROE_BEHIND_ANY;
    const char *behind = skip_blanks(at, end);
    scan->leads[epoch].blanks = behind && behind < end ? (unsigned char)*behind : FROE_BEHIND_ANY;
}

bool froe_layout_match(const struct froe_layout *layout, struct froe_layout_scan *scan,
                       struct froe_slice *parts)
{
    struct attempt attempt;
    attempt.ops = layout->ops;
    attempt.scan = scan;
    attempt.parts = parts;
    attempt.end = scan->line.ptr + scan->line.len;
    attempt.steps = STEPS_MAX;
    attempt.reach = 0;
    attempt.undo_count = 0;
    if (match_from(&attempt, 0, scan->line.ptr)) return true;
    take_back(&attempt, 0);
    /* When the steps ran out, others of the same beginning may still fare better. */
    scan->reach = attempt.steps ? attempt.reach : FROE_LAYOUT_OPS_MAX + 1;
    return false;
}

void froe_layout_stop_text(const struct froe_layout_stop *stop, char *text)
{
    const struct froe_layout_op *op = stop->op;
    text[0] = '\0';
    if (!op) return;
    int shown = op->literal.len < 32 ? (int)op->literal.len : 32;
    switch (op->kind) {
    case FROE_OP_END: snprintf(text, FROE_STOP_TEXT_MAX, "the end of the line"); return;
    case FROE_OP_LITERAL:
        snprintf(text, FROE_STOP_TEXT_MAX, "\"%.*s\"", shown, op->literal.ptr);
        return;
    case FROE_OP_SPACE: snprintf(text, FROE_STOP_TEXT_MAX, "a space"); return;
    default: snprintf(text, FROE_STOP_TEXT_MAX, "%%{%s}", froe_layout_types[op->type].name); return;
    }
}
