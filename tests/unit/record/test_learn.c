/* Invented layouts, filled with invented words: what is learned from the first lines must read the
   rest. */
#include "../base/random.h"
#include "record/formats_internal.h"
#include "record/learn.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum {
    LINES = 600,
    SAMPLE = 400, /* of the lines are shown to detection */
    WORDS = 160,
    TEMPLATES = 40,
    LINE_MAX_BYTES = 600,
};

static const struct froe_time_context times = {.year = 2026};

/* --- a world of invented names --- */

struct world {
    uint64_t seed;
    char words[WORDS][16];
    char templates[TEMPLATES][120];
    unsigned line;
    unsigned name;  /* of the line's component */
    bool dependent; /* each component prints messages of its own */
};

/* What a line was made of. */
struct made {
    char line[LINE_MAX_BYTES];
    size_t len;
    size_t message; /* where it begins */
    enum froe_level level;
    char service[32];
    int64_t time_s;
    bool frame; /* part of a stack trace */
};

static unsigned pick(struct world *world, unsigned below)
{
    return (unsigned)random_below(&world->seed, below);
}

static void invent_word(struct world *world, char *word)
{
    static const char consonants[] = "bcdfghklmnprstvw", vowels[] = "aeiou";
    size_t len = 0;
    for (unsigned syllables = 2 + pick(world, 2); syllables; syllables--) {
        word[len++] = consonants[pick(world, sizeof consonants - 1)];
        word[len++] = vowels[pick(world, sizeof vowels - 1)];
        if (pick(world, 3) == 0) word[len++] = consonants[pick(world, sizeof consonants - 1)];
    }
    word[len] = '\0';
}

/* A sentence of words with holes: # number, @ address, = pair. */
static void invent_template(struct world *world, char *text, size_t size)
{
    unsigned count = 3 + pick(world, 6);
    size_t len = 0;
    bool capital = pick(world, 2);
    for (unsigned i = 0; i < count && len + 24 < size; i++) {
        const char *word = world->words[40 + pick(world, WORDS - 40)];
        unsigned kind = i ? pick(world, 10) : 9;
        if (i) text[len++] = ' ';
        if (kind == 0)
            text[len++] = '#';
        else if (kind == 1)
            text[len++] = '@';
        else if (kind == 2)
            len += (size_t)snprintf(text + len, size - len, "%s=#", word);
        else if (kind == 3)
            len += (size_t)snprintf(text + len, size - len, "%s: %s", word, word);
        else
            len += (size_t)snprintf(text + len, size - len, "%s", word);
    }
    if (capital) text[0] = (char)(text[0] - 'a' + 'A');
    text[len] = '\0';
}

static void invent_world(struct world *world, uint64_t seed)
{
    *world = (struct world){.seed = seed};
    for (unsigned i = 0; i < WORDS; i++) invent_word(world, world->words[i]);
    for (unsigned i = 0; i < TEMPLATES; i++)
        invent_template(world, world->templates[i], sizeof world->templates[i]);
}

/* --- lines --- */

static void put(struct made *made, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct made *made, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(made->line + made->len, sizeof made->line - made->len, format, arguments);
    va_end(arguments);
    assert_true(len >= 0 && made->len + (size_t)len < sizeof made->line);
    made->len += (size_t)len;
}

static void put_message(struct world *world, struct made *made)
{
    /* some messages are far more frequent than others */
    unsigned a = pick(world, TEMPLATES), b = pick(world, TEMPLATES);
    unsigned own = world->name * 4 + pick(world, 5);
    const char *text = world->templates[world->dependent ? own % TEMPLATES : a < b ? a : b];
    made->message = made->len;
    for (; *text; text++) {
        if (*text == '#')
            put(made, "%u", pick(world, 5000));
        else if (*text == '@')
            put(made, "10.0.%u.%u:%u", pick(world, 9), pick(world, 99), 5432u);
        else
            put(made, "%c", *text);
    }
}

static void put_time(struct made *made, const char *shape)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct froe_date date = froe_date_from_days(made->time_s / 86400);
    int s = (int)(made->time_s % 86400), h = s / 3600, m = s / 60 % 60;
    s %= 60;
    if (!strcmp(shape, "iso"))
        put(made, "%04d-%02d-%02d %02d:%02d:%02d", date.year, date.month, date.day, h, m, s);
    else if (!strcmp(shape, "bsd"))
        put(made, "%s %2d %02d:%02d:%02d", months[date.month - 1], date.day, h, m, s);
    else if (!strcmp(shape, "dash"))
        put(made, "%04d-%02d-%02d-%02d.%02d.%02d", date.year, date.month, date.day, h, m, s);
    else if (!strcmp(shape, "day"))
        put(made, "%04d.%02d.%02d", date.year, date.month, date.day);
    else if (!strcmp(shape, "dots"))
        put(made, "%02d.%02d %02d:%02d:%02d", date.month, date.day, h, m, s);
    else if (!strcmp(shape, "long"))
        put(made, "%s %d, %d %d:%02d:%02d %s", months[date.month - 1], date.day, date.year,
            h % 12 ? h % 12 : 12, m, s, h < 12 ? "AM" : "PM");
    else
        put(made, "%02d:%02d:%02d", h, m, s);
}

static void put_level(struct world *world, struct made *made, const char *style)
{
    static const struct {
        const char *words[4];
        enum froe_level level;
    } levels[] = {{{"INFO", "Info", "info", "I"}, FROE_LEVEL_INFO},
                  {{"WARN", "Warning", "warning", "W"}, FROE_LEVEL_WARN},
                  {{"ERROR", "Error", "error", "E"}, FROE_LEVEL_ERROR},
                  {{"DEBUG", "Debug", "debug", "D"}, FROE_LEVEL_DEBUG}};
    unsigned i = pick(world, 8);
    i = i < 4 ? i : 0;
    unsigned column = !strcmp(style, "Level")   ? 1
                      : !strcmp(style, "level") ? 2
                      : !strcmp(style, "L")     ? 3
                                                : 0;
    made->level = levels[i].level;
    put(made, strcmp(style, "LEVEL8") ? "%s" : "%-8s", levels[i].words[column]);
}

static void put_name(struct world *world, struct made *made, const char *style)
{
    unsigned few = pick(world, 3) ? pick(world, 4) : pick(world, 9);
    world->name = few;
    char name[32];
    snprintf(name, sizeof name, "%s", world->words[few]);
    if (!strcmp(style, "Class"))
        snprintf(name, sizeof name, "%s.%s.%c%s", world->words[20], world->words[21 + few % 2],
                 world->words[few][0] - 'a' + 'A', world->words[few] + 1);
    if (!strcmp(style, "unit"))
        snprintf(name, sizeof name, "%s.%s", world->words[20 + few % 3], world->words[few]);
    if (!strcmp(style, "CAPS"))
        for (char *c = name; *c; c++) *c = (char)(*c - 'a' + 'A');
    if (!strcmp(style, "exe"))
        snprintf(name, sizeof name, "%s.exe%s", world->words[few], pick(world, 3) ? "" : " *64");
    snprintf(made->service, sizeof made->service, "%s", name);
    put(made, "%s", name);
    if (!strcmp(style, "comp[pid]") && pick(world, 5)) put(made, "[%u]", 100 + pick(world, 9000));
}

/* Columns that are neither time nor level nor name. */
static void put_other(struct world *world, struct made *made, const char *style)
{
    static const char *const threads[] = {"worker-1", "worker-2", "main", "worker-3"};
    static const char *const methods[] = {"GET", "POST", "PUT"};
    static const char *const verbs[] = {"logged in", "logged out", "is locked", "failed to pay"};
    if (!strcmp(style, "epoch"))
        put(made, "%lld", (long long)made->time_s);
    else if (!strcmp(style, "epochms"))
        put(made, "%lld%03u", (long long)made->time_s, pick(world, 1000));
    else if (!strcmp(style, "frac"))
        put(made, "%06u", pick(world, 1000000));
    else if (!strcmp(style, "host"))
        put(made, "%s-%u", world->words[30], pick(world, 40));
    else if (!strcmp(style, "here"))
        put(made, "%s", world->words[31]);
    else if (!strcmp(style, "nil"))
        put(made, "%s", pick(world, 30) ? "-" : "HOT");
    else if (!strcmp(style, "pid"))
        put(made, "%u", 100 + pick(world, 30000));
    else if (!strcmp(style, "digit"))
        put(made, "%u", pick(world, 3));
    else if (!strcmp(style, "seq"))
        put(made, "%u", 100000 + world->line * 3);
    else if (!strcmp(style, "hex"))
        put(made, "0x%08x", 0x7f000000u + pick(world, 9) * 4096);
    else if (!strcmp(style, "id"))
        put(made, "%08x-%04x", pick(world, 1u << 30), pick(world, 1u << 16));
    else if (!strcmp(style, "thread"))
        put(made, "%s", threads[pick(world, 4)]);
    else if (!strcmp(style, "opt")) {
        if (pick(world, 2)) put(made, "[%s-%u] ", world->words[33], pick(world, 90));
    } else if (!strcmp(style, "method"))
        put(made, "%s", methods[pick(world, 3)]);
    else if (!strcmp(style, "verb"))
        put(made, "%s", verbs[pick(world, 4)]);
    else
        fail_msg("unknown column %s", style);
}

static bool is_one_of(const char *style, const char *const *list)
{
    for (; *list; list++)
        if (!strcmp(style, *list)) return true;
    return false;
}

static void make_line(struct world *world, const char *layout, struct made *made)
{
    static const char *const time_styles[] = {"iso",  "bsd",  "dash",  "day",
                                              "dots", "long", "clock", NULL};
    static const char *const level_styles[] = {"LEVEL", "Level", "level", "L", "LEVEL8", NULL};
    static const char *const name_styles[] = {"comp", "Class",     "unit", "CAPS",
                                              "exe",  "comp[pid]", NULL};
    *made = (struct made){.time_s = INT64_C(1776694981) + world->line * 7, .message = SIZE_MAX};
    for (const char *p = layout; *p; p++) {
        if (*p != '{') {
            put(made, "%c", *p);
            continue;
        }
        char style[16];
        size_t len = strcspn(p + 1, "}<"), start = made->len;
        assert_true(len < sizeof style);
        memcpy(style, p + 1, len);
        style[len] = '\0';
        p += 1 + len;
        unsigned width = *p == '<' ? (unsigned)strtoul(p + 1, NULL, 10) : 0;
        while (*p != '}') p++;
        if (!strcmp(style, "msg"))
            put_message(world, made);
        else if (!strcmp(style, "begin"))
            made->message = made->len;
        else if (is_one_of(style, time_styles))
            put_time(made, style);
        else if (is_one_of(style, level_styles))
            put_level(world, made, style);
        else if (is_one_of(style, name_styles))
            put_name(world, made, style);
        else
            put_other(world, made, style);
        while (made->len - start < width) put(made, " ");
    }
    world->line++;
}

/* What a stack trace adds to a log. */
static void make_frame(struct world *world, struct made *made)
{
    *made = (struct made){.frame = true};
    if (pick(world, 6))
        put(made, "    at %s.%s(%s.java:%u)", world->words[50], world->words[51 + pick(world, 20)],
            world->words[52], pick(world, 900));
    else
        put(made, "Caused by: %s.%sException: %s", world->words[53], world->words[54],
            world->words[55]);
}

/* --- reading them --- */

struct score {
    unsigned messages, levels, services, times, records, frames_as_heads;
    char layout[FROE_LAYOUT_TEXT_MAX + 1];
};

static struct score read_all(const char *layout, uint64_t seed, bool dependent)
{
    struct world *world = malloc(sizeof *world);
    struct made *made = calloc(LINES, sizeof *made);
    struct froe_slice *lines = calloc(LINES, sizeof *lines);
    struct froe_formats *formats = froe_formats_new(NULL);
    struct froe_arena arena = {0};
    struct score score = {0};
    assert_true(world && made && lines && formats);
    invent_world(world, seed);
    world->dependent = dependent;
    for (unsigned i = 0; i < LINES; i++) {
        bool frames = *layout == '+' && i > 20 && i % 40 < 12;
        if (frames)
            make_frame(world, &made[i]);
        else
            make_line(world, layout + (*layout == '+'), &made[i]);
        lines[i] = froe_slice(made[i].line, made[i].len);
    }
    struct froe_detected detected = froe_formats_detect(formats, lines, SAMPLE);
    snprintf(score.layout, sizeof score.layout, "%s",
             detected.format ? froe_format_title(detected.format) : "none");
    for (unsigned i = 0; i < LINES; i++) {
        struct froe_head head;
        froe_head_read(formats, &detected, &times, lines[i], &arena, &head);
        if (made[i].frame) {
            score.frames_as_heads += head.time_ns != FROE_TIME_NONE || head.level;
            continue;
        }
        score.records++;
        struct froe_slice message = froe_slice_from(lines[i], made[i].message);
        struct froe_slice service = froe_slice_cstr(made[i].service);
        if (memchr(service.ptr, ' ', service.len)) /* chrome.exe *64 */
            service.len = head.service.len < service.len ? head.service.len : service.len;
        score.messages += froe_slice_eq(froe_slice_trim(head.message), froe_slice_trim(message));
        score.levels += head.level == made[i].level;
        score.services += froe_slice_eq(head.service, service);
        score.times += head.time_ns / FROE_NS_PER_S == made[i].time_s;
        froe_arena_clear(&arena);
    }
    froe_detected_release(&detected);
    froe_arena_release(&arena);
    froe_formats_free(formats);
    free(lines);
    free(made);
    free(world);
    return score;
}

/* What is to be found. A bare word that each prints messages of its own is like the first word of a
   sentence; it is found where its followers tell, in the SHARED case. */
enum { TIME = 1, LEVEL = 2, SERVICE = 4, SHARED = 8 };

/* The message begins at {begin}, or is {msg}. A '+' in front puts stack traces between the lines.
 */
struct invented {
    const char *layout;
    unsigned has;
};

static bool most(unsigned part, unsigned records)
{
    return part * 100 >= records * 96;
}

static void check_all(const struct invented *invented, size_t count)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < count; i++) {
        for (uint64_t seed = 1; seed <= 2; seed++) {
            unsigned has = invented[i].has;
            bool dependent = seed % 2 == 0 && !(has & SHARED);
            struct score score = read_all(invented[i].layout, seed * 7919 + i, dependent);
            bool ok = most(score.messages, score.records) && most(score.levels, score.records) &&
                      (!(has & TIME) || most(score.times, score.records)) &&
                      (!(has & SERVICE) || most(score.services, score.records)) &&
                      score.frames_as_heads == 0;
            wrong += !ok;
            if (!ok)
                print_error("%s\n  seed %d: of %u lines %u messages, %u levels, %u times, %u "
                            "services\n  %s\n",
                            invented[i].layout, (int)seed, score.records, score.messages,
                            score.levels, score.times, score.services, score.layout);
        }
    }
    assert_int_equal(wrong, 0);
}

static void test_invented_layouts(void **state)
{
    (void)state;
    static const struct invented invented[] = {
        {"{nil} {epoch} {day} {host} {dash} {host} {CAPS} {LEVEL} {msg}", TIME | LEVEL | SERVICE},
        {"{seq} {host} {unit} {epoch} {digit} {msg}", TIME | SERVICE},
        {"{iso} # {Level<22}{CAPS<10}{msg}", TIME | LEVEL | SERVICE},
        {"[{dots}] {exe} - {msg}", TIME | SERVICE},
        {"{iso};PLC{digit};AX{pid};{L};{msg}", TIME | LEVEL},
        {"{iso}|{LEVEL}|{thread}|{Class}|{msg}", TIME | LEVEL | SERVICE},
        {"{iso}\t{host}\t{comp}\t{LEVEL}\t{msg}", TIME | LEVEL | SERVICE},
        {"app.log.{digit} {iso}.{digit} {pid} {LEVEL} {Class} [req-{id} - - - - -] {msg}",
         TIME | LEVEL | SERVICE},
        {"{nil} {epoch} {day} {host} {bsd} {host}/{host} {comp[pid]}: {msg}", TIME | SERVICE},
        {"{LEVEL} {seq} {iso} {comp}/{hex}: {msg}", TIME | LEVEL},
        {"<{long}> <{Level}> <{comp}> <{host}> <{thread}> {msg}", TIME | LEVEL | SERVICE},
        {"{iso} [{thread}] [{Class}] {LEVEL} {opt}{msg}", TIME | LEVEL | SERVICE},
        {"{epochms} {pid}/{hex} {L} {comp}: {msg}", TIME | LEVEL | SERVICE},
        {"{iso} {host} {comp} {LEVEL8} {pid} {msg}", TIME | LEVEL | SERVICE},
        {"({seq}) {iso} [{comp}] {level}: {msg}", TIME | LEVEL | SERVICE},
        {"{iso} ~ {comp} ~ {LEVEL} ~ {msg}", TIME | LEVEL | SERVICE},
        {"{comp}::{LEVEL}::{iso}::{pid}::{msg}", TIME | LEVEL | SERVICE},
        {"{iso} {hex} {LEVEL} {Class} {msg}", TIME | LEVEL | SERVICE},
        {"[{comp}] ({pid}) {LEVEL} > {msg}", LEVEL | SERVICE},
        {"{clock}.{frac} {hex} {L} {comp} {msg}", LEVEL | SERVICE | SHARED},
        {"{iso} {LEVEL} {host} {pid} {comp} > {msg}", TIME | LEVEL | SERVICE},
        {"{iso}.{frac} <{L}> {digit}:{pid} {comp}> {msg}", TIME | LEVEL},
        {"{here} {iso} {comp<12} {level} [{pid}] {msg}", TIME | LEVEL | SERVICE},
        {"{iso} | {host<12} | {comp<10} | {LEVEL8} | {msg}", TIME | LEVEL | SERVICE},
        {"{LEVEL}\t{epoch}\t{pid}\t{Class}\t{msg}", TIME | LEVEL | SERVICE},
        {"{bsd} {here} {host} {comp[pid]}: {msg}", TIME | SERVICE},
        {"{iso} [{pid}] {LEVEL} - {Class} - {msg}", TIME | LEVEL | SERVICE},
        {"{iso} {id} {LEVEL} {msg}", TIME | LEVEL},
        {"{iso} {pid} {comp} {msg}", TIME | SERVICE | SHARED},
        {"{seq}: {iso}: %{CAPS}-{digit}-{CAPS}: {msg}", TIME},
        {"[{pid}:{pid}] {iso} {LEVEL} {comp}({digit}): {msg}", TIME | LEVEL | SERVICE},
        {"{iso} {LEVEL} ({comp}) [{thread}] {msg}", TIME | LEVEL | SERVICE},
        {"{iso},{host},{comp},{LEVEL},{msg}", TIME | LEVEL | SERVICE},
        {"{epoch}.{frac} {pid} {comp[pid]} {LEVEL}: {msg}", TIME | LEVEL},
        {"{here} {pid} {clock} {LEVEL} {comp}: {msg}", LEVEL | SERVICE},
        {"{day} {clock} <{comp}> {level} [{host}] {msg}", TIME | LEVEL | SERVICE},
        {"*** {iso} *** {comp} *** {msg}", TIME | SERVICE},
        {"{seq} | {iso} | {Level} | {unit} | {thread} | {msg}", TIME | LEVEL | SERVICE},
        {"{host} {comp} {LEVEL8} {epoch} {msg}", TIME | LEVEL | SERVICE},
        {"{iso} {CAPS} {host} {LEVEL} {pid} {msg}", TIME | LEVEL | SERVICE},
        {"+{seq} {host} {unit} {iso} {LEVEL} {msg}", TIME | LEVEL | SERVICE},
        {"+{iso};{comp};{L};{msg}", TIME | LEVEL | SERVICE},
    };
    check_all(invented, sizeof invented / sizeof *invented);
}

static void test_sentences_stay_whole(void **state)
{
    (void)state;
    static const struct invented invented[] = {
        {"{msg}", 0},
        {"{iso} {msg}", TIME},
        {"{iso} {LEVEL} {msg}", TIME | LEVEL},
        {"{iso} [{level}] {msg}", TIME | LEVEL},
        {"{epoch} {msg}", TIME},
        {"{iso} {begin}Order {seq} created for user {pid} in {digit} ms", TIME},
        {"{iso} {begin}{method} /cart/{pid} 200 {digit} ms", TIME},
        {"{iso} {begin}user{digit} {verb}", TIME},
        {"{iso} {begin}Temperature: {digit} C", TIME},
        {"{iso} {begin}({comp}) {verb} at {iso}", TIME},
        {"{iso} {LEVEL} {begin}{digit} files of {comp} {verb}", TIME | LEVEL},
    };
    check_all(invented, sizeof invented / sizeof *invented);
}

/* What an envelope of a known format leaves unread is read by what was learned beside it. */
static void test_learns_beside_a_known_format(void **state)
{
    (void)state;
    enum { COUNT = 40 };
    static char texts[COUNT][96];
    struct froe_slice lines[COUNT];
    for (int i = 0; i < COUNT; i++) {
        const char *name = i % 8 == 3 ? "Print Server" : i % 2 ? "cron" : "sshd";
        snprintf(texts[i], sizeof texts[i], "Apr 20 14:23:%02d web7 %s[%d]: job %d is done", i,
                 name, 100 + i, i);
        lines[i] = froe_slice_cstr(texts[i]);
    }
    struct froe_formats *formats = froe_formats_new(NULL);
    assert_non_null(formats);
    struct froe_detected detected = froe_formats_detect(formats, lines, COUNT);
    struct froe_arena arena = {0};
    struct froe_head head;
    froe_head_read(formats, &detected, &times, lines[3], &arena, &head);
    assert_ptr_not_equal(detected.format, detected.learned);
    assert_string_equal(froe_format_name(head.format), "learned");
    assert_true(froe_slice_eq(head.service, FROE_SLICE("Print Server")));
    assert_true(froe_slice_eq(head.message, FROE_SLICE("job 3 is done")));
    froe_head_read(formats, &detected, &times, lines[4], &arena, &head);
    assert_ptr_equal(head.format, detected.format);
    froe_detected_release(&detected);
    froe_arena_release(&arena);
    froe_formats_free(formats);
}

static void test_layouts_that_the_user_gave_are_final(void **state)
{
    (void)state;
    enum { COUNT = 40 };
    static char texts[COUNT][64];
    struct froe_slice lines[COUNT];
    for (int i = 0; i < COUNT; i++) {
        snprintf(texts[i], sizeof texts[i], "%d;2026-04-20 14:23:%02d;%c;job %d", i, i,
                 "IWE"[i % 3], i * 7);
        lines[i] = froe_slice_cstr(texts[i]);
    }
    struct froe_formats *formats = froe_formats_new(NULL);
    assert_non_null(formats);
    struct froe_detected detected = froe_formats_detect(formats, lines, COUNT);
    assert_non_null(detected.learned);
    assert_string_equal(froe_format_title(detected.format),
                        "%{INT:number};%{TIME:time};%{WORD:level};%{REST:message}");
    froe_detected_release(&detected);
    assert_int_equal(
        froe_formats_add_layout(formats, "mine", "%{INT:n};%{REST:message}", true, NULL), FROE_OK);
    detected = froe_formats_detect(formats, lines, COUNT);
    assert_null(detected.learned);
    assert_string_equal(froe_format_name(detected.format), "mine");
    froe_detected_release(&detected);
    froe_formats_free(formats);
}

/* Whatever the lines hold, what is learned compiles, within its limits. */
static void test_any_bytes(void **state)
{
    (void)state;
    static const char bytes[] = " \t[](){}<>\"'|;:,-=*%\\#?0123456789abcdeINFOWARN\xff\x00";
    enum { COUNT = 64, BYTES = 200, ROUNDS = 300 };
    static char texts[COUNT][BYTES];
    uint64_t seed = 11;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct froe_slice lines[COUNT];
        for (unsigned i = 0; i < COUNT; i++) {
            /* the lines of a round differ in few places */
            for (unsigned k = 0; k < BYTES; k++)
                texts[i][k] = i && random_below(&seed, 12)
                                  ? texts[0][k]
                                  : bytes[random_below(&seed, sizeof bytes)];
            lines[i] =
                froe_slice(texts[i], random_below(&seed, 2) ? BYTES : random_below(&seed, BYTES));
        }
        struct froe_buf layout;
        struct froe_layout compiled;
        froe_buf_init(&layout, 0);
        assert_int_equal(froe_learn_layout(lines, COUNT, &times, &layout, NULL), FROE_OK);
        if (layout.len) {
            froe_buf_append_char(&layout, '\0');
            struct froe_error error = {0};
            if (froe_layout_init(&compiled, layout.ptr, &error) != FROE_OK) {
                print_error("%s: %s\n", layout.ptr, error.message);
                fail();
            }
            froe_layout_release(&compiled);
        }
        froe_buf_release(&layout);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_invented_layouts),
        cmocka_unit_test(test_sentences_stay_whole),
        cmocka_unit_test(test_learns_beside_a_known_format),
        cmocka_unit_test(test_layouts_that_the_user_gave_are_final),
        cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
