#include "engine/line_memo.h"

#include "base/erase.h"
#include "mine/skeleton.h"
#include <ctype.h>
#include <stdlib.h>

enum {
    SHAPES = 1 << 15, /* a power of two */
    WAYS = 4,
    READINGS_FREE = 4096, /* for learning; then half of one for each line that was found */
    LINES_MIN = 4096,     /* from so many on half must have been found, or it does not pay */
    BLOCKS_IDLE = 16,     /* and is tried again after so many */
    SIGHTED = 1 << 16,
    CLOCKS_MAX = 256,
    LINE_BYTES_MAX = 4096,
    RUNS_MAX = 24, /* runs of digits in a head that are looked at one by one */
    ARENA_BYTES_MAX = 1 << 20,
};

struct froe_line_memo {
    struct froe_shape *shapes;
    uint32_t *sighted; /* parts of hashes seen once */
    struct froe_linear_time clocks[CLOCKS_MAX];
    size_t clock_count;
    uint64_t lines, found, readings; /* of the source, since it was last tried */
    unsigned idle_blocks;
    uint64_t hash; /* of the line last looked for */
    uint32_t source_stamp;
    uint64_t block_stamp;
    const struct froe_engine *engine;
    const struct froe_source *source;
    struct froe_batch_context context;
    struct froe_map entries; /* of the block's table, by entry key */
    struct froe_lexer *lexer;
    struct froe_arena texts;   /* services */
    struct froe_arena scratch; /* of one reading */
    struct froe_buf skeleton, other_skeleton, line;
    struct froe_token tokens[FROE_TOKENS_MAX];
};

struct froe_line_memo *froe_line_memo_new(const struct froe_masks *masks)
{
    struct froe_line_memo *memo = calloc(1, sizeof *memo);
    if (!memo) return NULL;
    memo->shapes = calloc(SHAPES, sizeof *memo->shapes);
    memo->sighted = calloc(SIGHTED, sizeof *memo->sighted);
    memo->lexer = froe_lexer_new(masks);
    if (!memo->shapes || !memo->sighted || !memo->lexer) {
        froe_line_memo_free(memo);
        return NULL;
    }
    return memo;
}

void froe_line_memo_free(struct froe_line_memo *memo)
{
    if (!memo) return;
    free(memo->shapes);
    free(memo->sighted);
    froe_map_release(&memo->entries);
    froe_lexer_free(memo->lexer);
    froe_arena_release(&memo->texts);
    froe_arena_release(&memo->scratch);
    froe_buf_release(&memo->skeleton);
    froe_buf_release(&memo->other_skeleton);
    froe_buf_release(&memo->line);
    free(memo);
}

/* All shapes are of an older source now. */
static void forget(struct froe_line_memo *memo)
{
    memo->source_stamp++;
    memo->clock_count = 0;
    memo->lines = memo->found = memo->readings = 0;
    memo->idle_blocks = 0;
    froe_arena_clear(&memo->texts);
}

bool froe_line_memo_pays(const struct froe_line_memo *memo)
{
    return memo->lines < LINES_MIN || memo->found * 2 >= memo->lines;
}

void froe_line_memo_begin(struct froe_line_memo *memo, const struct froe_engine *engine,
                          const struct froe_work *work)
{
    memo->engine = engine;
    memo->context = froe_engine_batch_context(engine, work);
    if (memo->source != work->source || memo->texts.bytes > ARENA_BYTES_MAX) forget(memo);
    memo->source = work->source;
    if (!froe_line_memo_pays(memo) && ++memo->idle_blocks % BLOCKS_IDLE == 0)
        memo->lines = memo->found = memo->readings = 0;
    memo->block_stamp++;
    froe_map_clear(&memo->entries);
}

static bool pin(struct froe_shape *shape, struct froe_slice line, size_t start, size_t end)
{
    if (shape->pin_count == FROE_SHAPE_PINS) return false;
    uint32_t hash = (uint32_t)froe_hash_bytes(froe_slice(line.ptr + start, end - start), 3);
    shape->pins[shape->pin_count].at = (uint16_t)start;
    shape->pins[shape->pin_count].len = (uint16_t)(end - start);
    shape->pins[shape->pin_count++].hash = hash;
    return true;
}

static bool pins_hold(const struct froe_shape *shape, const char *line)
{
    for (size_t i = 0; i < shape->pin_count; i++) {
        struct froe_slice run = froe_slice(line + shape->pins[i].at, shape->pins[i].len);
        if ((uint32_t)froe_hash_bytes(run, 3) != shape->pins[i].hash) return false;
    }
    for (size_t i = 0; i < shape->hex_count; i++)
        if (line[shape->hex_at[i]] != '0') return false;
    return true;
}

static struct froe_shape *place_of(struct froe_line_memo *memo, uint64_t hash)
{
    return &memo->shapes[(hash & (SHAPES / WAYS - 1)) * WAYS];
}

struct froe_shape *froe_line_memo_find(struct froe_line_memo *memo, struct froe_slice line,
                                       int64_t *time_ns)
{
    uint64_t hash = memo->hash = froe_erased_hash(line) | 1;
    struct froe_shape *shape = place_of(memo, hash), *end = shape + WAYS;
    memo->lines++;
    while (shape < end && !(shape->hash == hash && shape->source == memo->source_stamp &&
                            shape->line_len == line.len && pins_hold(shape, line.ptr)))
        shape++;
    if (shape == end || shape->unlearnable) return NULL;
    memo->found++;
    *time_ns = FROE_TIME_NONE;
    if (shape->clock == FROE_NO_CLOCK) return shape;
    return froe_linear_time_read(&memo->clocks[shape->clock], froe_slice_from(line, shape->time_at),
                                 memo->context.times, time_ns)
               ? shape
               : NULL;
}

bool froe_shape_year_assumed(const struct froe_line_memo *memo, const struct froe_shape *shape)
{
    return shape->clock != FROE_NO_CLOCK && memo->clocks[shape->clock].year_assumed;
}

uint32_t froe_line_memo_entry(struct froe_line_memo *memo, struct froe_shape *shape)
{
    if (shape->entry_block == memo->block_stamp) return shape->entry;
    const uint32_t *found = froe_map_find(&memo->entries, shape->entry_key);
    if (!found) return UINT32_MAX;
    shape->entry = *found;
    shape->entry_block = memo->block_stamp;
    return *found;
}

void froe_line_memo_set_entry(struct froe_line_memo *memo, struct froe_shape *shape, uint32_t entry)
{
    uint32_t *at = froe_map_put(&memo->entries, shape->entry_key, entry, NULL);
    if (at) *at = entry;
    shape->entry = entry;
    shape->entry_block = memo->block_stamp;
}

/* --- learning --- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Where a text lies in the line; SIZE_MAX when it does not. */
static size_t offset_in(struct froe_slice line, struct froe_slice text)
{
    bool inside = text.ptr && text.ptr >= line.ptr && text.ptr + text.len <= line.ptr + line.len;
    return inside ? (size_t)(text.ptr - line.ptr) : SIZE_MAX;
}

static bool same_text(struct froe_slice a, struct froe_slice b)
{
    return !a.ptr == !b.ptr && froe_slice_eq(a, b);
}

/* Whether the line with other digits is read like the line itself. */
static bool reads_alike(struct froe_line_memo *memo, struct froe_slice line,
                        const struct froe_head *head, struct froe_slice changed)
{
    struct froe_head other = {.time_ns = FROE_TIME_NONE, .message = changed};
    memo->readings++;
    froe_arena_clear(&memo->scratch);
    if (!memo->context.raw_lines)
        froe_head_read(memo->context.formats, memo->context.detected, memo->context.times, changed,
                       &memo->scratch, &other);
    struct froe_slice text = froe_batch_text(changed, &other);
    bool calm = memo->context.raw_lines || froe_batch_is_calm(memo->context.detected, &other, text);
    return calm && other.format == head->format && other.level == head->level &&
           other.time_ns == head->time_ns && other.year_assumed == head->year_assumed &&
           other.message.len == head->message.len &&
           offset_in(changed, other.message) == offset_in(line, head->message) &&
           same_text(other.service, head->service) && same_text(other.location, head->location);
}

/* Ways to change digits: all to the same one, each in its turn, for a level may hang on any; and to
   ones with years and epoch times that are plausible, so that what may be a time is one. */
enum { TO_PLAUSIBLE = 10, CHANGES };

static void change_run(char *run, size_t len, int change)
{
    memset(run, change == TO_PLAUSIBLE ? '1' : '0' + change, len);
    if (change != TO_PLAUSIBLE) return;
    if (len == 4 || len == 8 || len == 14)
        memcpy(run, "20", 2);
    else if (len >= 10)
        memcpy(run, "17", 2);
}

static void change_digits(char *line, size_t start, size_t end, int change)
{
    for (size_t i = start, run; i < end; i = run + 1) {
        for (run = i; run < end && is_digit(line[run]);) run++;
        if (run > i) change_run(line + i, run - i, change);
    }
}

/* What is left to vary in a line: everything but the time and the pins. */
struct variation {
    struct froe_slice line;
    const struct froe_shape *shape;
    size_t time_len;
};

/* The line with the digits of [start, end) changed, in memo->line. */
static struct froe_slice varied(struct froe_line_memo *memo, const struct variation *variation,
                                size_t start, size_t end, int change)
{
    const struct froe_shape *shape = variation->shape;
    froe_buf_clear(&memo->line);
    froe_buf_append(&memo->line, variation->line);
    froe_buf_append_char(&memo->line, '\0');
    if (memo->line.status != FROE_OK) return (struct froe_slice){0};
    char *copy = memo->line.ptr;
    const char *original = variation->line.ptr;
    change_digits(copy, start, end, change);
    if (shape->clock != FROE_NO_CLOCK)
        memcpy(copy + shape->time_at, original + shape->time_at, variation->time_len);
    for (size_t i = 0; i < shape->hex_count; i++) copy[shape->hex_at[i]] = '0';
    for (size_t i = 0; i < shape->pin_count; i++)
        memcpy(copy + shape->pins[i].at, original + shape->pins[i].at, shape->pins[i].len);
    return froe_slice(copy, variation->line.len);
}

static bool vary_alike(struct froe_line_memo *memo, const struct variation *variation,
                       const struct froe_head *head, size_t start, size_t end)
{
    for (int change = 0; change < CHANGES; change++) {
        struct froe_slice changed = varied(memo, variation, start, end, change);
        if (!changed.ptr || !reads_alike(memo, variation->line, head, changed)) return false;
    }
    return true;
}

/* Pins the runs of digits outside of the message that matter. False when they are too many. */
static bool find_pins(struct froe_line_memo *memo, const struct variation *variation,
                      const struct froe_head *head, struct froe_shape *shape)
{
    struct froe_slice line = variation->line;
    if (vary_alike(memo, variation, head, 0, line.len)) return true;
    size_t runs = 0;
    for (size_t i = 0, end; i < line.len; i = end) {
        end = i + 1;
        if (!is_digit(line.ptr[i])) continue;
        while (end < line.len && is_digit(line.ptr[end])) end++;
        if (++runs > RUNS_MAX) return false;
        if (vary_alike(memo, variation, head, i, end)) continue;
        if (!pin(shape, line, i, end)) return false;
    }
    return vary_alike(memo, variation, head, 0, line.len);
}

/* Constants that hold digits ("ssh2") are pinned. */
static bool pin_constants(struct froe_line_memo *memo, struct froe_slice line, size_t count,
                          struct froe_shape *shape)
{
    for (size_t i = 0; i < count; i++) {
        const struct froe_token *token = &memo->tokens[i];
        if (token->kind == FROE_TOKEN_VARIABLE) continue;
        size_t start = shape->message_at + token->start;
        bool digits = false;
        for (size_t k = start; k < start + token->len; k++) digits |= is_digit(line.ptr[k]);
        if (digits && !pin(shape, line, start, start + token->len)) return false;
    }
    return true;
}

/* Apart from the constants, the skeleton of the message must not hang on the values of digits. */
static bool find_signature(struct froe_line_memo *memo, const struct variation *variation,
                           const struct froe_head *head, struct froe_shape *shape,
                           uint64_t *signature)
{
    size_t count = froe_lex(memo->lexer, head->message, memo->tokens);
    froe_skeleton_write(&memo->skeleton, head->message, memo->tokens, count);
    if (!pin_constants(memo, variation->line, count, shape)) return false;
    for (int change = 0; change < CHANGES; change++) {
        struct froe_slice changed = varied(memo, variation, 0, variation->line.len, change);
        if (!changed.ptr) return false;
        struct froe_slice message =
            froe_slice(changed.ptr + variation->shape->message_at, head->message.len);
        count = froe_lex(memo->lexer, message, memo->tokens);
        froe_skeleton_write(&memo->other_skeleton, message, memo->tokens, count);
        if (!froe_slice_eq(froe_buf_slice(&memo->skeleton), froe_buf_slice(&memo->other_skeleton)))
            return false;
    }
    *signature = froe_skeleton_hash(froe_buf_slice(&memo->skeleton));
    return memo->skeleton.status == FROE_OK && memo->other_skeleton.status == FROE_OK;
}

static bool same_but_for_digits(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (a[i] != b[i] && !(is_digit(a[i]) && is_digit(b[i]))) return false;
    return true;
}

/* A clock that reads times like the one at the start of the text, if that is time_ns; FROE_NO_CLOCK
   also when there is no room for more. */
static uint16_t clock_for(struct froe_line_memo *memo, struct froe_slice text, bool epoch,
                          int64_t time_ns)
{
    const struct froe_time_context *times = memo->context.times;
    struct froe_timestamp timestamp;
    int64_t got;
    if (!froe_timestamp_read(text, times, epoch, &timestamp) || timestamp.time_ns != time_ns)
        return FROE_NO_CLOCK;
    for (size_t i = 0; i < memo->clock_count; i++) {
        struct froe_linear_time *clock = &memo->clocks[i];
        if (clock->len == timestamp.len && clock->epoch == epoch &&
            same_but_for_digits(clock->text, text.ptr, clock->len) &&
            froe_linear_time_read(clock, text, times, &got) && got == time_ns)
            return (uint16_t)i;
    }
    if (memo->clock_count == CLOCKS_MAX ||
        !froe_linear_time_learn(&memo->clocks[memo->clock_count], text, epoch, times))
        return FROE_NO_CLOCK;
    return (uint16_t)memo->clock_count++;
}

/* The place in the line that the head's time was read from. */
static bool find_time(struct froe_line_memo *memo, struct froe_slice line,
                      const struct froe_head *head, struct froe_shape *shape)
{
    shape->clock = FROE_NO_CLOCK;
    if (head->time_ns == FROE_TIME_NONE) return true;
    for (size_t i = 0; i < line.len; i++) {
        bool begins = i == 0 || !isalnum((unsigned char)line.ptr[i - 1]);
        if (!begins || !isalnum((unsigned char)line.ptr[i])) continue;
        for (int epoch = 0; epoch < 2; epoch++) {
            uint16_t clock = clock_for(memo, froe_slice_from(line, i), epoch, head->time_ns);
            if (clock == FROE_NO_CLOCK) continue;
            shape->clock = clock;
            shape->time_at = (uint16_t)i;
            return true;
        }
    }
    return false;
}

static bool first_sight(struct froe_line_memo *memo, uint64_t hash)
{
    uint32_t *sighted = &memo->sighted[(hash >> 20) & (SIGHTED - 1)];
    uint32_t mark = (uint32_t)(hash >> 36) ^ memo->source_stamp << 28;
    if (*sighted == mark) return false;
    *sighted = mark;
    return true;
}

/* "0x1f" is a number, "7x1f" is none. */
static bool find_hex(struct froe_slice line, struct froe_shape *shape)
{
    for (size_t i = 0; i + 1 < line.len; i++) {
        bool begins = line.ptr[i] == '0' && (i == 0 || !is_digit(line.ptr[i - 1]));
        if (!begins || (line.ptr[i + 1] | 0x20) != 'x') continue;
        if (shape->hex_count == FROE_SHAPE_HEX) return false;
        shape->hex_at[shape->hex_count++] = (uint16_t)i;
    }
    return true;
}

/* False when lines of this shape are to be read in full. */
static bool learn(struct froe_line_memo *memo, struct froe_slice line, const struct froe_head *head,
                  struct froe_shape *shape)
{
    uint64_t signature;
    size_t message_at = offset_in(line, head->message);
    if (message_at == SIZE_MAX) return false;
    shape->message_at = (uint16_t)message_at;
    shape->message_len = (uint16_t)head->message.len;
    shape->level = (uint8_t)head->level;
    shape->location = head->location.len ? froe_hash_bytes(head->location, 13) : 0;
    if (!find_hex(line, shape) || !find_time(memo, line, head, shape)) return false;
    struct variation variation = {
        line, shape, shape->clock == FROE_NO_CLOCK ? 0 : memo->clocks[shape->clock].len};
    if (!find_pins(memo, &variation, head, shape) ||
        !find_signature(memo, &variation, head, shape, &signature))
        return false;
    if (head->service.ptr) shape->service = froe_arena_copy(&memo->texts, head->service);
    shape->entry_key = froe_hash_mix(froe_hash_mix(signature, froe_hash_bytes(shape->service, 17)),
                                     froe_hash_mix(shape->location, shape->level + 1u));
    return !head->service.ptr || shape->service.ptr;
}

static bool is_unlearnable(struct froe_line_memo *memo, uint64_t hash)
{
    const struct froe_shape *shape = place_of(memo, hash);
    for (size_t i = 0; i < WAYS; i++)
        if (shape[i].hash == hash && shape[i].source == memo->source_stamp && shape[i].unlearnable)
            return true;
    return false;
}

void froe_line_memo_learn(struct froe_line_memo *memo, struct froe_slice line,
                          const struct froe_head *head)
{
    uint64_t hash = memo->hash;
    if (line.len == 0 || line.len > LINE_BYTES_MAX) return;
    if (first_sight(memo, hash) || is_unlearnable(memo, hash)) return;
    if (memo->readings > READINGS_FREE + memo->found / 2) return;
    struct froe_shape shape = {
        .hash = hash,
        .source = memo->source_stamp,
        .line_len = (uint16_t)line.len,
        .clock = FROE_NO_CLOCK,
    };
    if (!learn(memo, line, head, &shape)) {
        shape.unlearnable = true;
        shape.pin_count = shape.hex_count = 0;
    }
    struct froe_shape *place = place_of(memo, hash);
    memmove(&place[1], &place[0], (WAYS - 1) * sizeof *place); /* the oldest one goes */
    place[0] = shape;
}
