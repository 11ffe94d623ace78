#include "record/learn_walk.h"

#include <stdint.h>
#include <stdlib.h>

enum {
    COLUMNS_MAX = 16,
    STAY_PERCENT = 85,     /* of the lines, or the walk ends */
    PLAIN_MAX = 3,         /* plain words in a row before a telling column */
    FIELD_BYTES_MAX = 96,  /* between brackets or before a separator */
    WIDTH_MAX = 128,       /* of padded columns */
    OPTIONAL_PERCENT = 10, /* of the lines that have what is optional, at least */
    LEVEL_WORDS_MAX = 12,  /* of a level column that holds words unknown to us, too */
    VARIETY_MIN = 4,       /* different words behind what is no part of a sentence */
};

#define GONE SIZE_MAX

enum froe_status froe_walk_init(struct froe_walk *walk, const struct froe_slice *lines,
                                size_t count, const struct froe_time_context *times,
                                struct froe_error *error)
{
    *walk = (struct froe_walk){.lines = lines, .count = count, .alive = count, .times = times};
    walk->at = calloc(count + 1, sizeof *walk->at);
    walk->ends = calloc(count + 1, sizeof *walk->ends);
    walk->values = calloc(count + 1, sizeof *walk->values);
    walk->nexts = calloc(count + 1, sizeof *walk->nexts);
    if (walk->at && walk->ends && walk->values && walk->nexts) return FROE_OK;
    froe_walk_release(walk);
    return froe_error_memory(error);
}

void froe_walk_release(struct froe_walk *walk)
{
    free(walk->at);
    free(walk->ends);
    free(walk->values);
    free(walk->nexts);
    *walk = (struct froe_walk){0};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static struct froe_slice rest_of(const struct froe_walk *walk, size_t i)
{
    return froe_slice_from(walk->lines[i], walk->at[i]);
}

/* --- what may stand at a cursor: its length, GONE when it is not there --- */

struct scan {
    size_t (*len)(const struct scan *scan, struct froe_slice rest);
    char byte;
    const char *separator;
    const struct froe_time_context *times;
    bool epoch;
};

static size_t blank_len(const struct scan *scan, struct froe_slice rest)
{
    (void)scan;
    size_t n = 0;
    while (n < rest.len && is_blank(rest.ptr[n])) n++;
    return n ? n : GONE;
}

static size_t byte_len(const struct scan *scan, struct froe_slice rest)
{
    return rest.len && rest.ptr[0] == scan->byte ? 1 : GONE;
}

static size_t time_len(const struct scan *scan, struct froe_slice rest)
{
    struct froe_timestamp found;
    return froe_timestamp_read(rest, scan->times, scan->epoch, &found) ? found.len : GONE;
}

/* A number or word that a blank, a separator or the bracket ends. */
static size_t token_len(const struct scan *scan, struct froe_slice rest)
{
    size_t n = 0;
    while (n < rest.len && is_word_byte(rest.ptr[n])) n++;
    if (!n) return GONE;
    if (n == rest.len || is_blank(rest.ptr[n]) || (scan->byte && rest.ptr[n] == scan->byte))
        return n;
    if (!strchr(":|;,", rest.ptr[n]) || !rest.ptr[n]) return GONE;
    /* not the time of day, nor a number with commas in it */
    bool glued =
        rest.ptr[0] <= '9' && n + 1 < rest.len && rest.ptr[n + 1] >= '0' && rest.ptr[n + 1] <= '9';
    return glued && (rest.ptr[n] == ':' || rest.ptr[n] == ',') ? GONE : n;
}

static size_t word_len(const struct scan *scan, struct froe_slice rest)
{
    (void)scan;
    size_t n = 0;
    while (n < rest.len && !is_blank(rest.ptr[n])) n++;
    return n ? n : GONE;
}

/* Up to the bracket's end; brackets of its kind inside come in pairs. */
static size_t bracket_len(const struct scan *scan, struct froe_slice rest)
{
    size_t depth = 0;
    for (size_t n = 0; n < rest.len && n < FIELD_BYTES_MAX * 2; n++) {
        if (scan->byte == ']' && rest.ptr[n] == '[')
            depth++;
        else if (rest.ptr[n] == scan->byte && depth-- == 0)
            return n;
    }
    return GONE;
}

/* A word of punctuation with blanks around it: " - ", " :: ", " *** ". */
static size_t phrase_len(struct froe_slice rest)
{
    enum { SIGNS_MAX = 4 };
    for (size_t n = 0; n < rest.len && n < FIELD_BYTES_MAX; n++) {
        if (!is_blank(rest.ptr[n])) continue;
        size_t end = n + 1;
        while (end < rest.len && end <= n + SIGNS_MAX && rest.ptr[end] &&
               strchr(":|->~=*#+", rest.ptr[end]))
            end++;
        if (end > n + 1 && end < rest.len && is_blank(rest.ptr[end])) return n;
    }
    return GONE;
}

static size_t field_len(const struct scan *scan, struct froe_slice rest)
{
    size_t len = strlen(scan->separator);
    if (len == 1 && scan->separator[0] == ' ') return phrase_len(rest);
    for (size_t n = 0; n + len <= rest.len && n < FIELD_BYTES_MAX; n++)
        if (memcmp(rest.ptr + n, scan->separator, len) == 0) return n;
    /* a blank at the end of a separator may be the end of the line */
    if (scan->separator[len - 1] == ' ' && rest.len >= len && rest.len < FIELD_BYTES_MAX &&
        memcmp(rest.ptr + rest.len - (len - 1), scan->separator, len - 1) == 0)
        return rest.len - (len - 1);
    return GONE;
}

static char closer_of(char opener)
{
    switch (opener) {
    case '[': return ']';
    case '(': return ')';
    case '<': return '>';
    case '{': return '}';
    case '"': return '"';
    default: return 0;
    }
}

/* --- the lines together --- */

/* Looks at every line left; how many have it. */
static size_t look(struct froe_walk *walk, const struct scan *scan)
{
    size_t there = 0;
    for (size_t i = 0; i < walk->count; i++) {
        walk->ends[i] = GONE;
        if (walk->at[i] == GONE) continue;
        size_t len = scan->len(scan, rest_of(walk, i));
        if (len == GONE) continue;
        walk->ends[i] = walk->at[i] + len;
        there++;
    }
    return there;
}

/* Bytes between a column and what comes next that belong to neither. */
static struct froe_slice next_word(struct froe_slice rest)
{
    size_t n = 0, start;
    while (n < rest.len && (is_blank(rest.ptr[n]) || strchr(":|;,->)]}\"", rest.ptr[n]))) n++;
    start = n;
    while (n < rest.len && !is_blank(rest.ptr[n])) n++;
    return froe_slice(rest.ptr + start, n - start);
}

static struct froe_column describe(struct froe_walk *walk)
{
    struct froe_column column = {0};
    for (size_t i = 0; i < walk->count; i++) {
        walk->values[i] = froe_slice(NULL, 0);
        if (walk->at[i] == GONE || walk->ends[i] == GONE) continue;
        struct froe_slice line = walk->lines[i];
        walk->values[i] =
            froe_slice_trim(froe_slice(line.ptr + walk->at[i], walk->ends[i] - walk->at[i]));
        walk->nexts[i] = next_word(froe_slice_from(line, walk->ends[i]));
    }
    if (froe_column_describe(&column, walk->values, walk->nexts, walk->count, NULL) != FROE_OK)
        walk->failed = true;
    return column;
}

/* Moves the cursors to the ends and drops the lines without one. False when too few lines stay;
   then nothing has changed. */
static bool take(struct froe_walk *walk, struct froe_walk_element element)
{
    size_t stay = 0;
    for (size_t i = 0; i < walk->count; i++) stay += walk->at[i] != GONE && walk->ends[i] != GONE;
    if (stay * 100 < walk->count * STAY_PERCENT || walk->failed) return false;
    for (size_t i = 0; i < walk->count; i++)
        if (walk->at[i] != GONE) walk->at[i] = walk->ends[i];
    walk->alive = stay;
    walk->columns += element.kind >= FROE_WALK_TIME;
    walk->has_time |= element.kind == FROE_WALK_TIME || element.kind == FROE_WALK_EPOCH;
    walk->has_level |= element.kind == FROE_WALK_LEVEL;
    if (element.telling) walk->plain = 0;
    walk->elements[walk->element_count++] = element;
    return true;
}

static bool after_literal(const struct froe_walk *walk)
{
    return walk->element_count && walk->elements[walk->element_count - 1].kind == FROE_WALK_LITERAL;
}

static bool after_byte(const struct froe_walk *walk, char byte)
{
    return after_literal(walk) && walk->elements[walk->element_count - 1].byte == byte;
}

/* Every column is as wide as the widest with a blank: the next one begins at one place. */
static bool is_padded(const struct froe_walk *walk)
{
    unsigned widths[WIDTH_MAX] = {0};
    unsigned wide = 0, most = 0;
    for (size_t i = 0; i < walk->count; i++) {
        if (walk->at[i] == GONE || walk->ends[i] == GONE) continue;
        struct froe_slice rest = froe_slice_from(walk->lines[i], walk->ends[i]);
        size_t gap = 0;
        while (gap < rest.len && rest.ptr[gap] == ' ') gap++;
        size_t width = walk->ends[i] - walk->at[i] + gap;
        wide += gap > 1;
        if (width < WIDTH_MAX && ++widths[width] > most) most = widths[width];
    }
    return wide * 4 >= walk->alive && froe_walk_most(most, walk->alive);
}

/* Identifiers, numbers, codes and nils: words that no sentence is made of. */
static bool is_technical(const struct froe_column *column)
{
    unsigned technical = column->names + column->capitals + (column->present - column->lettered);
    return technical * 100 >= column->present * 90;
}

/* Small letters count as levels only with others beside them, as in "error opening file". */
static bool is_level(const struct froe_column *column, bool marked)
{
    if (froe_walk_most(column->levels, column->present))
        return marked || column->level_count > 1 ||
               (column->loud_levels == column->levels && column->loud == column->levels);
    return column->levels * 100 >= column->present * 70 && column->level_count > 1 &&
           column->shapes <= LEVEL_WORDS_MAX;
}

/* --- the steps: each adds one element, or returns false --- */

static bool close_bracket(struct froe_walk *walk)
{
    struct scan scan = {.len = byte_len, .byte = walk->closer};
    if (!walk->closer || !froe_walk_most(look(walk, &scan), walk->alive)) return false;
    /* Round brackets and quotes are of sentences, too. */
    bool round = walk->closer == ')' || walk->closer == '"';
    bool telling = walk->plain == 0 && (!round || describe(walk).nexts >= VARIETY_MIN);
    char closer = walk->closer;
    if (!take(walk, (struct froe_walk_element){
                        .kind = FROE_WALK_LITERAL, .byte = closer, .telling = telling}))
        return false;
    walk->closer = 0;
    walk->brackets += telling;
    return true;
}

static bool take_blanks(struct froe_walk *walk)
{
    struct scan tab = {.len = byte_len, .byte = '\t'}, blank = {.len = blank_len};
    if (froe_walk_most(look(walk, &tab), walk->alive))
        return take(walk, (struct froe_walk_element){.kind = FROE_WALK_LITERAL, .byte = '\t'});
    size_t there = look(walk, &blank);
    for (size_t i = 0; i < walk->count; i++) /* nothing is left of the line: as good as a blank */
        if (walk->at[i] != GONE && walk->at[i] == walk->lines[i].len) {
            walk->ends[i] = walk->at[i];
            there++;
        }
    if (froe_walk_most(there, walk->alive))
        return take(walk, (struct froe_walk_element){.kind = FROE_WALK_BLANK});
    if (!there || !after_literal(walk)) return false;
    for (size_t i = 0; i < walk->count; i++)
        if (walk->ends[i] == GONE) walk->ends[i] = walk->at[i];
    return take(walk, (struct froe_walk_element){.kind = FROE_WALK_MAYBE_BLANK});
}

/* Timestamps with a year say more than numbers of seconds, and those more than without a year. */
static unsigned fullness_of(const struct froe_walk *walk)
{
    enum { YEARLESS = 1, EPOCH = 2, FULL = 3, RANK = 64, DATE_BYTES = 11 };
    size_t bytes = 0, ranks[4] = {0};
    for (size_t i = 0; i < walk->count; i++) {
        struct froe_timestamp found;
        if (walk->at[i] == GONE || walk->ends[i] == GONE) continue;
        bool calendar = froe_timestamp_read(rest_of(walk, i), walk->times, false, &found);
        if (calendar) bytes += found.len;
        if (calendar && found.len <= DATE_BYTES)
            ranks[0]++;
        else
            ranks[!calendar ? EPOCH : found.year_assumed ? YEARLESS : FULL]++;
    }
    unsigned best = 0;
    for (unsigned i = 1; i < 4; i++)
        if (ranks[i] > ranks[best]) best = i;
    return best * RANK + (unsigned)(bytes / (walk->alive + 1));
}

static bool take_time(struct froe_walk *walk)
{
    struct scan calendar = {.len = time_len, .times = walk->times};
    struct scan epoch = {.len = time_len, .times = walk->times, .epoch = true};
    struct froe_walk_element element = {.kind = FROE_WALK_TIME};
    if (!froe_walk_most(look(walk, &calendar), walk->alive)) {
        element.kind = FROE_WALK_EPOCH;
        if (!froe_walk_most(look(walk, &epoch), walk->alive)) return false;
    }
    element.fullness = fullness_of(walk);
    element.column = describe(walk);
    /* A sentence may hold a time, too. */
    element.telling = walk->plain == 0 || !walk->has_time;
    element.bracketed = walk->closer != 0;
    return take(walk, element);
}

static bool take_token(struct froe_walk *walk)
{
    struct scan scan = {.len = token_len, .byte = walk->closer};
    if (!froe_walk_most(look(walk, &scan), walk->alive)) return false;
    struct froe_walk_element element = {.kind = FROE_WALK_WORD, .bracketed = walk->closer != 0};
    element.column = describe(walk);
    size_t punctuated = 0;
    for (size_t i = 0; i < walk->count; i++)
        punctuated += walk->ends[i] != GONE && walk->ends[i] < walk->lines[i].len &&
                      !is_blank(walk->lines[i].ptr[walk->ends[i]]);
    element.separated = froe_walk_most(punctuated, walk->alive);
    bool padded = is_padded(walk), fresh = walk->plain == 0;
    if (is_level(&element.column, element.separated || walk->closer || padded)) {
        element.kind = FROE_WALK_LEVEL;
        element.telling = fresh || (!walk->has_level && element.column.level_count > 1 &&
                                    walk->plain < PLAIN_MAX);
        if (walk->closer && !fresh) element.telling = false;
        return take(walk, element);
    }
    if (!froe_walk_most(element.column.integers, element.column.present)) return false;
    element.telling =
        fresh && (element.separated || (!walk->introduced && element.column.nexts >= VARIETY_MIN));
    return take(walk, element);
}

static bool take_bracketed(struct froe_walk *walk)
{
    struct scan scan = {.len = bracket_len, .byte = walk->closer};
    if (!walk->closer || !froe_walk_most(look(walk, &scan), walk->alive)) return false;
    struct froe_walk_element element = {
        .kind = FROE_WALK_FIELD, .separated = true, .bracketed = true, .column = describe(walk)};
    const struct froe_column *column = &element.column;
    bool phrase = column->blanks * 2 > column->present;
    bool codes = froe_walk_most(column->codes, column->present);
    if (phrase && !codes && column->shapes * 4 > column->present) return false;
    if (is_level(column, true)) element.kind = FROE_WALK_LEVEL;
    return take(walk, element);
}

static bool open_bracket(struct froe_walk *walk)
{
    static const char openers[] = "[(<{\"";
    if (walk->closer) return false;
    for (const char *opener = openers; *opener; opener++) {
        struct scan scan = {.len = byte_len, .byte = *opener};
        struct scan inside = {.len = bracket_len, .byte = closer_of(*opener)};
        if (!froe_walk_most(look(walk, &scan), walk->alive)) continue;
        size_t closed = 0;
        for (size_t i = 0; i < walk->count; i++)
            closed += walk->ends[i] != GONE &&
                      bracket_len(&inside, froe_slice_from(walk->lines[i], walk->ends[i])) != GONE;
        if (!froe_walk_most(closed, walk->alive) ||
            !take(walk, (struct froe_walk_element){.kind = FROE_WALK_LITERAL, .byte = *opener}))
            return false;
        walk->closer = inside.byte;
        return true;
    }
    return false;
}

/* One more bracket, which only some lines have: behind another one. */
static bool take_maybe_bracket(struct froe_walk *walk)
{
    const struct scan inside = {.len = bracket_len, .byte = ']'};
    size_t there = 0;
    if (walk->closer || !walk->brackets) return false;
    for (size_t i = 0; i < walk->count; i++) {
        walk->ends[i] = walk->at[i];
        if (walk->at[i] == GONE) continue;
        struct froe_slice rest = rest_of(walk, i);
        if (!rest.len || rest.ptr[0] != '[') continue;
        size_t len = bracket_len(&inside, froe_slice_from(rest, 1));
        if (len == GONE || memchr(rest.ptr, ' ', len + 1)) continue;
        struct froe_slice behind = froe_slice_from(rest, len + 2);
        size_t blanks = blank_len(NULL, behind);
        if (blanks == GONE) continue;
        walk->ends[i] += len + 2 + blanks;
        there++;
    }
    if (there * 100 < walk->alive * OPTIONAL_PERCENT) return false;
    const struct froe_walk_element *last = &walk->elements[walk->element_count - 1];
    bool telling = last->telling ||
                   (last->kind == FROE_WALK_BLANK && walk->element_count > 1 && last[-1].telling);
    return take(walk,
                (struct froe_walk_element){.kind = FROE_WALK_MAYBE_BRACKET, .telling = telling});
}

/* --- columns that end in a separator --- */

static bool is_hard(const char *separator)
{
    return strchr("|;\t", separator[0]) != NULL;
}

/* The separator that most lines have and that comes first; NULL when there is none. " " stands for
   any word of punctuation between blanks. */
static const char *first_separator(struct froe_walk *walk)
{
    static const char *const separators[] = {"|",  ";",  "\t", "::", ": ", " ",
                                             ", ", "> ", "] ", ",",  ":"};
    const char *best = NULL;
    size_t best_bytes = SIZE_MAX;
    for (size_t s = 0; s < sizeof separators / sizeof *separators; s++) {
        const char *separator = separators[s];
        struct scan scan = {.len = field_len, .separator = separator};
        /* Within words these separate only where one has done so before. */
        bool frail = !separator[1] && strchr(",:", separator[0]);
        if (frail && !after_byte(walk, separator[0])) continue;
        if (!froe_walk_most(look(walk, &scan), walk->alive)) continue;
        size_t bytes = 0;
        for (size_t i = 0; i < walk->count; i++)
            if (walk->ends[i] != GONE) bytes += walk->ends[i] - walk->at[i];
        if (bytes >= best_bytes) continue;
        best = separator;
        best_bytes = bytes;
    }
    return best;
}

static bool is_column_before(const char *separator, const struct froe_column *column)
{
    bool small = froe_column_is_small(column->shapes, column->present);
    bool named = froe_walk_most(column->names + column->integers + column->nils + column->empty,
                                column->present);
    bool phrases = column->blanks * 2 > column->present;
    if (is_hard(separator)) return small || (named && !column->blanks) || column->clocks;
    if (phrases) return false;
    return small || (named && column->shapes * 2 <= column->present) ||
           froe_walk_most(column->integers, column->present);
}

static bool take_separated(struct froe_walk *walk)
{
    const char *separator = walk->closer ? NULL : first_separator(walk);
    if (!separator) return false;
    struct scan scan = {.len = field_len, .separator = separator};
    look(walk, &scan);
    struct froe_walk_element element = {
        .kind = FROE_WALK_FIELD, .separated = true, .column = describe(walk)};
    const struct froe_column *column = &element.column;
    /* No column, but the separator behind one. */
    bool absent = is_hard(separator) && after_byte(walk, separator[0]);
    if (column->empty * 2 > column->present && !absent) return false;
    if (!is_column_before(separator, column)) return false;
    bool tagged = column->tagged * 2 > column->present;
    bool constant = column->values == 1 && !tagged && !is_technical(column);
    bool sentence = column->sentences * 2 > column->present && column->values < 3;
    element.telling =
        (walk->plain == 0 || tagged) && (is_hard(separator) || (!constant && !sentence));
    if (is_level(column, true)) element.kind = FROE_WALK_LEVEL;
    bool name = element.telling && element.kind == FROE_WALK_FIELD && !is_hard(separator);
    if (!take(walk, element)) return false;
    walk->introduced |= name;
    return true;
}

static bool take_punctuation(struct froe_walk *walk)
{
    static const char bytes[] = ":|;,->~=*#!&+@^])}";
    for (const char *byte = bytes; *byte; byte++) {
        struct scan scan = {.len = byte_len, .byte = *byte};
        size_t there = look(walk, &scan);
        if (!froe_walk_most(there, walk->alive)) continue;
        /* A lone dash is a separator, or the column of something that is mostly absent. */
        if (*byte == '-' && (!walk->element_count || there < walk->alive)) return false;
        return take(walk, (struct froe_walk_element){.kind = FROE_WALK_LITERAL, .byte = *byte});
    }
    return false;
}

/* What tells a word of a head from the first word of a sentence: it is padded; or it is an
   identifier of a small set; or small letters whose followers follow others of the set just as
   well. Where a name and a colon have introduced the message already, only padding counts. */
static bool is_telling_word(const struct froe_column *column, bool padded, bool introduced)
{
    bool small = froe_column_is_small(column->values, column->present);
    if (padded && (small || is_technical(column))) return true;
    if (introduced || column->nexts < VARIETY_MIN) return false;
    if (froe_walk_most(column->clocks, column->present)) return true;
    bool named = froe_walk_most(column->names + column->nils, column->present);
    if (named && small && column->names && column->pairs >= column->shapes * 2) return true;
    return small && column->values > 1 && column->loud * 20 <= column->present &&
           column->sentences * 20 <= column->present &&
           column->shared * 100 >= column->present * 70 && column->nexts >= VARIETY_MIN * 2 &&
           column->pairs >= column->shapes * VARIETY_MIN;
}

static bool take_word(struct froe_walk *walk)
{
    struct scan scan = {.len = word_len};
    if (walk->closer || !froe_walk_most(look(walk, &scan), walk->alive)) return false;
    /* Behind a literal without a blank words are broken pieces. */
    if (after_literal(walk) && walk->elements[walk->element_count - 1].byte != '\t' &&
        !walk->elements[walk->element_count - 1].telling)
        return false;
    struct froe_walk_element element = {.kind = FROE_WALK_WORD, .column = describe(walk)};
    const struct froe_column *column = &element.column;
    element.telling =
        walk->plain == 0 && is_telling_word(column, is_padded(walk), walk->introduced);
    if (!element.telling && !is_technical(column)) {
        if (!froe_column_is_small(column->shapes, column->present) || walk->plain == PLAIN_MAX)
            return false;
        walk->plain++;
    }
    return take(walk, element);
}

enum froe_status froe_walk_run(struct froe_walk *walk, struct froe_error *error)
{
    static bool (*const steps[])(struct froe_walk *) = {
        close_bracket, take_blanks,        take_time,      take_token,       take_bracketed,
        open_bracket,  take_maybe_bracket, take_separated, take_punctuation, take_word};
    enum { STEP_COUNT = sizeof steps / sizeof *steps };
    bool moved = true;
    while (moved && !walk->failed && walk->columns < COLUMNS_MAX &&
           walk->element_count < FROE_WALK_ELEMENTS_MAX) {
        moved = false;
        for (size_t i = 0; !moved && i < STEP_COUNT; i++) moved = steps[i](walk);
    }
    return walk->failed ? froe_error_memory(error) : FROE_OK;
}
