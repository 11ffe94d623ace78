/* froe formats explain: why a line was read the way it was. */
#include "cli/formats.h"

#include "cli/session.h"
#include "engine/survey.h"
#include "record/explain.h"
#include "report/width.h"
#include <stdio.h>
#include <stdlib.h>

enum { ATTEMPTS_MAX = 1024, NEAR_MAX = 6, LINES_MAX = 1000, NAME_COLUMNS = 10 };

/* What happened to one line. */
struct story {
    struct froe_attempt *attempts; /* owned; their parts in the arena */
    size_t count;
    struct froe_arena arena;
    struct froe_head head;
};

static void note(void *context, const struct froe_attempt *attempt)
{
    struct story *story = context;
    size_t bytes = FROE_PART_COUNT * sizeof *attempt->parts;
    if (attempt->result == FROE_ATTEMPT_HOLLOW) {
        /* What was read inside counts no longer. */
        while (story->count && story->attempts[story->count - 1].depth > attempt->depth)
            story->count--;
        if (story->count) story->attempts[story->count - 1].result = FROE_ATTEMPT_HOLLOW;
        return;
    }
    if (story->count == ATTEMPTS_MAX) return;
    struct froe_attempt *kept = &story->attempts[story->count++];
    *kept = *attempt;
    kept->parts = NULL;
    if (attempt->result != FROE_ATTEMPT_READ) return;
    struct froe_slice *parts = froe_arena_alloc(&story->arena, bytes);
    if (parts) memcpy(parts, attempt->parts, bytes);
    kept->parts = parts;
}

static size_t column_of(const struct froe_attempt *attempt)
{
    if (!attempt->stop.at || attempt->stop.at < attempt->line.ptr) return 0;
    return (size_t)(attempt->stop.at - attempt->line.ptr) + 1;
}

static const char *stop_text(const struct froe_attempt *attempt, char *text)
{
    if (attempt->result == FROE_ATTEMPT_HOLLOW) return "a line with a time or level inside";
    froe_layout_stop_text(&attempt->stop, text);
    return text;
}

/* --- table --- */

static void put_name(struct froe_buf *out, const char *name)
{
    froe_buf_printf(out, "%-*s", NAME_COLUMNS, name);
}

static void put_text(struct froe_buf *out, const char *name, struct froe_slice text)
{
    put_name(out, name);
    froe_text_put(out, text, FROE_COLUMNS_ANY);
    froe_buf_append_char(out, '\n');
}

/* Fields whose meaning is not their text. */
static void put_meanings(struct froe_buf *out, const struct froe_head *head)
{
    char time[FROE_TIME_TEXT_MAX];
    froe_time_format(head->time_ns, time);
    put_name(out, "means");
    froe_buf_printf(out, "time %s%s%s, level %s", *time ? time : "none",
                    head->year_assumed ? " (year assumed)" : "",
                    head->zone_assumed ? " (zone assumed)" : "",
                    head->level ? froe_level_name(head->level) : "none");
    if (head->service.len) {
        froe_buf_append_cstr(out, ", service ");
        froe_text_put(out, head->service, FROE_COLUMNS_ANY);
    }
    froe_buf_append_char(out, '\n');
}

static void put_read(struct froe_buf *out, const struct froe_attempt *attempt,
                     const struct froe_head *head)
{
    put_name(out, attempt->format == head->format ? "format" : "envelope");
    froe_buf_printf(out, "%s  (%s; ", froe_format_name(attempt->format),
                    froe_formats_place(attempt->format));
    froe_text_put(out, froe_slice_cstr(froe_format_title(attempt->format)), FROE_COLUMNS_ANY);
    froe_buf_append_cstr(out, ")\n");
    if (attempt->layout) put_text(out, "layout", froe_slice_cstr(attempt->layout));
    for (unsigned part = 0; attempt->parts && part < FROE_PART_COUNT; part++)
        if (attempt->parts[part].ptr)
            put_text(out, froe_part_name((enum froe_layout_field)part), attempt->parts[part]);
}

static int nearest_first(const void *a, const void *b)
{
    const struct froe_attempt *x = *(const struct froe_attempt *const *)a;
    const struct froe_attempt *y = *(const struct froe_attempt *const *)b;
    size_t at_x = column_of(x), at_y = column_of(y);
    if (x->depth != y->depth) return x->depth < y->depth ? -1 : 1;
    if (at_x != at_y) return at_x < at_y ? 1 : -1;
    return x < y ? -1 : x > y;
}

static void put_failed(struct froe_buf *out, const struct froe_attempt *attempt)
{
    char text[FROE_STOP_TEXT_MAX];
    froe_buf_printf(out, "  %-28s", froe_format_name(attempt->format));
    if (attempt->depth) froe_buf_printf(out, " inside %u:", attempt->depth);
    size_t column = column_of(attempt);
    if (attempt->result == FROE_ATTEMPT_HOLLOW) {
        froe_buf_printf(out, " wanted %s\n", stop_text(attempt, text));
    } else if (!column) {
        froe_buf_append_cstr(out, " does not match\n");
    } else {
        struct froe_slice rest = froe_slice_from(attempt->line, column - 1);
        froe_buf_printf(out, " wanted %s at column %zu", stop_text(attempt, text), column);
        froe_buf_append_cstr(out, rest.len ? ": " : ", where the line ends");
        froe_text_put_cut(out, rest, 32);
        froe_buf_append_char(out, '\n');
    }
}

static void put_all_failed(struct froe_buf *out, const struct story *story)
{
    const struct froe_attempt *failed[ATTEMPTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < story->count; i++)
        if (story->attempts[i].result != FROE_ATTEMPT_READ) failed[count++] = &story->attempts[i];
    if (!count) return;
    qsort(failed, count, sizeof *failed, nearest_first);
    froe_buf_printf(out, "tried before, the nearest first:\n");
    for (size_t i = 0; i < count && i < NEAR_MAX; i++) put_failed(out, failed[i]);
    if (count > NEAR_MAX)
        froe_buf_printf(out, "  and %zu more (--json lists them)\n", count - NEAR_MAX);
}

static void story_as_table(struct froe_buf *out, const struct story *story, struct froe_slice line)
{
    put_text(out, "line", line);
    for (size_t i = 0; i < story->count; i++)
        if (story->attempts[i].result == FROE_ATTEMPT_READ)
            put_read(out, &story->attempts[i], &story->head);
    if (story->head.format)
        put_meanings(out, &story->head);
    else
        put_text(out, "format", FROE_SLICE("none: the line is a message, or continues one"));
    put_all_failed(out, story);
}

/* --- json --- */

static void attempt_as_json(struct froe_json_writer *json, const struct froe_attempt *attempt)
{
    static const char *const results[] = {"read", "stopped", "hollow"};
    char text[FROE_STOP_TEXT_MAX];
    froe_json_object_begin(json);
    froe_formats_json_name(json, "format", attempt->format);
    froe_json_key(json, "origin");
    froe_json_string(json, froe_slice_cstr(froe_format_origin(attempt->format)));
    froe_json_key(json, "depth");
    froe_json_u64(json, attempt->depth);
    froe_json_key(json, "result");
    froe_json_cstr(json, results[attempt->result]);
    if (attempt->result == FROE_ATTEMPT_READ) {
        froe_json_key(json, "layout");
        froe_json_string(json, froe_slice_cstr(attempt->layout));
        froe_json_key(json, "fields");
        froe_json_object_begin(json);
        for (unsigned part = 0; attempt->parts && part < FROE_PART_COUNT; part++) {
            if (!attempt->parts[part].ptr) continue;
            froe_json_key(json, froe_part_name((enum froe_layout_field)part));
            froe_json_string(json, attempt->parts[part]);
        }
        froe_json_object_end(json);
    } else if (column_of(attempt)) {
        froe_json_key(json, "column");
        froe_json_u64(json, column_of(attempt));
        froe_json_key(json, "wanted");
        froe_json_cstr(json, stop_text(attempt, text));
    }
    froe_json_object_end(json);
}

static void story_as_json(struct froe_json_writer *json, const struct story *story,
                          struct froe_slice line)
{
    char time[FROE_TIME_TEXT_MAX];
    froe_time_format(story->head.time_ns, time);
    froe_json_object_begin(json);
    froe_json_key(json, "line");
    froe_json_string(json, line);
    froe_formats_json_name(json, "format", story->head.format);
    froe_json_key(json, "time");
    froe_json_string(json, froe_slice_cstr(*time ? time : NULL));
    froe_json_key(json, "level");
    froe_json_string(json, froe_slice_cstr(froe_level_name(story->head.level)));
    froe_json_key(json, "service");
    froe_json_string(json, story->head.service);
    froe_json_key(json, "message");
    froe_json_string(json, story->head.message);
    froe_json_key(json, "attempts");
    froe_json_array_begin(json);
    for (size_t i = 0; i < story->count; i++) attempt_as_json(json, &story->attempts[i]);
    froe_json_array_end(json);
    froe_json_object_end(json);
}

/* --- lines --- */

struct telling {
    const struct froe_formats *formats;
    struct froe_detected detected;
    struct froe_time_context times;
    struct froe_json_writer *json; /* NULL: a table */
    struct froe_buf *out;
    struct story story;
};

static void tell(struct telling *telling, struct froe_slice line)
{
    struct story *story = &telling->story;
    struct froe_explainer explainer = {note, story};
    story->count = 0;
    froe_arena_clear(&story->arena);
    froe_head_explain(telling->formats, &telling->detected, &telling->times, line, &story->arena,
                      &explainer, &story->head);
    if (telling->json) {
        story_as_json(telling->json, story, line);
        return;
    }
    if (telling->out->len) froe_buf_append_char(telling->out, '\n');
    story_as_table(telling->out, story, line);
}

/* Lines of standard input, which also tell the format. False when it cannot be read. */
static bool tell_input(struct telling *telling)
{
    struct froe_slice lines[LINES_MAX];
    struct froe_arena texts = {0};
    size_t count = 0, capacity = 0;
    char *text = NULL;
    ssize_t len = 0;
    while (count < LINES_MAX && (len = getline(&text, &capacity, stdin)) >= 0) {
        if (len && text[len - 1] == '\n') len--;
        lines[count] = froe_arena_copy(&texts, froe_slice(text, (size_t)len));
        if (lines[count].ptr) count++;
    }
    free(text);
    if (count == LINES_MAX && len >= 0) froe_complain("only the first 1000 lines are explained");
    telling->detected = froe_formats_detect(telling->formats, lines, count);
    for (size_t i = 0; i < count; i++) tell(telling, lines[i]);
    froe_arena_release(&texts);
    return !ferror(stdin);
}

/* The line, as it would be read in the file, if there is one. */
static enum froe_exit tell_all(struct telling *telling, const struct froe_args *args)
{
    const char *line = args->words.items[1];
    struct froe_error error = {0};
    if (strcmp(line, "-") == 0 && args->words.count == 2) {
        if (tell_input(telling)) return FROE_EXIT_DONE;
        froe_complain("standard input: cannot be read");
        return FROE_EXIT_INPUT;
    }
    struct froe_survey survey = {0};
    enum froe_status status = FROE_OK;
    if (args->words.count == 3)
        status = froe_survey_read(&survey, telling->formats, &args->options, args->words.items[2],
                                  true, &error);
    if (status == FROE_OK && args->words.count == 3) {
        telling->times = survey.times;
        telling->detected = survey.detected;
        survey.detected = (struct froe_detected){0};
    }
    froe_survey_release(&survey);
    if (status == FROE_OK)
        tell(telling, froe_slice_cstr(line));
    else
        froe_complain(error.message);
    return status == FROE_OK ? FROE_EXIT_DONE : FROE_EXIT_INPUT;
}

enum froe_exit froe_formats_explain(const struct froe_args *args, struct froe_formats *formats)
{
    struct froe_buf out = {0};
    struct froe_json_writer json;
    struct telling telling = {.formats = formats,
                              .times = froe_options_times(&args->options, FROE_TIME_NONE),
                              .out = &out};
    telling.story.attempts = calloc(ATTEMPTS_MAX, sizeof *telling.story.attempts);
    if (!telling.story.attempts) {
        froe_complain("out of memory");
        return FROE_EXIT_INPUT;
    }
    if (args->format == FROE_RENDER_JSON) {
        telling.json = &json;
        froe_json_init(&json, &out);
        froe_json_object_begin(&json);
        froe_json_key(&json, "schema");
        froe_json_cstr(&json, "froe.formats-explain/1");
        froe_json_key(&json, "lines");
        froe_json_array_begin(&json);
    }
    enum froe_exit code = tell_all(&telling, args);
    if (telling.json) {
        froe_json_array_end(&json);
        froe_json_object_end(&json);
        froe_buf_append_char(&out, '\n');
    }
    froe_detected_release(&telling.detected);
    froe_arena_release(&telling.story.arena);
    free(telling.story.attempts);
    return froe_formats_print(args, &out, code);
}
