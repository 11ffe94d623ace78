#include "record/formats_internal.h"
#include "record/learn.h"

/* What a way of reading makes of the lines. */
struct reading {
    unsigned lines, times, levels, services;
};

struct comparison {
    struct reading known, learned;
    unsigned deeper;    /* lines of which the learned layout takes more off the message */
    unsigned shallower; /* and less */
    unsigned in_format; /* lines in the detected format */
    unsigned both;      /* lines in the detected format and in the learned layout */
    unsigned same;      /* of them those with the same message and level */
    unsigned more;      /* lines in the layout that are in no format of a known system */
};

static void count(struct reading *reading, bool has_time, enum froe_level level, bool has_service)
{
    reading->lines++;
    reading->times += has_time;
    reading->levels += level != FROE_LEVEL_NONE;
    reading->services += has_service;
}

static void compare(struct comparison *comparison, const struct froe_formats *formats,
                    const struct froe_format *learned, const struct froe_time_context *times,
                    const struct froe_detected *detected, struct froe_slice line,
                    struct froe_arena *arena)
{
    struct froe_detected inside = {.format = detected->format};
    struct froe_head head;
    froe_head_read(formats, &inside, times, line, arena, &head);
    if (head.format)
        count(&comparison->known, head.time_ns != FROE_TIME_NONE, head.level, head.service.len > 0);
    comparison->in_format += head.format && head.format == detected->format;

    struct froe_layout_scan scan;
    struct froe_head_parts read;
    froe_layout_scan_init(&scan, line, times);
    if (!froe_format_read(learned, &scan, arena, &read)) return;
    count(&comparison->learned, read.has_time, read.level, read.parts[FROE_PART_SERVICE].len > 0);
    size_t length = froe_slice_trim(read.parts[FROE_PART_MESSAGE]).len;
    size_t known_length = froe_slice_trim(head.message).len;
    comparison->deeper += !head.format || length < known_length;
    comparison->shallower += head.format && length > known_length;
    bool both = head.format && head.format == detected->format;
    comparison->both += both;
    comparison->same += both && length == known_length && head.level == read.level;
    comparison->more += !head.format || head.format->spec->priority <= FROE_FORMAT_PRIORITY_GENERAL;
}

/* Not a line, a time or a level may be lost to speak of, and there must be something to gain. */
static bool is_better(const struct comparison *comparison, size_t line_count)
{
    const struct reading *known = &comparison->known, *learned = &comparison->learned;
    bool enough = (uint64_t)learned->lines * 100 >= (uint64_t)line_count * 30;
    unsigned few = learned->lines / 20;
    bool keeps = learned->lines * 20 >= known->lines * 17 && learned->times + few >= known->times &&
                 learned->levels + few >= known->levels;
    /* What now and then says more and never less is what the general formats read in part. */
    bool evener =
        comparison->deeper * 20 >= learned->lines && comparison->shallower * 50 <= learned->lines;
    bool gains = evener || comparison->deeper * 2 >= learned->lines ||
                 learned->times >= known->times + learned->lines / 2 ||
                 learned->levels >= known->levels + learned->lines / 2;
    return enough && keeps && gains;
}

/* Reads with a time what the detected format reads, just like it, and other lines besides. */
static bool agrees(const struct comparison *comparison)
{
    return comparison->both * 20 >= comparison->in_format * 19 &&
           comparison->same * 50 >= comparison->both * 49 && comparison->more > 0 &&
           comparison->learned.times * 20 >= comparison->learned.lines * 19;
}

/* A known format that reads no time where there plainly is one, or no level, was written for other
   lines than these. */
static bool outdoes(const struct comparison *comparison, size_t line_count)
{
    const struct reading *known = &comparison->known, *learned = &comparison->learned;
    size_t few = line_count / 20, most = line_count - few;
    bool time = learned->times >= most && known->times <= few;
    bool level = learned->levels >= most && known->levels <= few;
    return (time || level) && learned->times + few >= known->times &&
           learned->levels + few >= known->levels && learned->services + few >= known->services &&
           comparison->deeper >= most;
}

struct froe_format *froe_formats_learn(const struct froe_formats *formats,
                                       const struct froe_detected *detected, bool *beside,
                                       const struct froe_time_context *times,
                                       const struct froe_slice *lines, size_t line_count)
{
    struct froe_buf layout;
    struct froe_format *learned = NULL;
    froe_buf_init(&layout, FROE_LAYOUT_TEXT_MAX);
    if (froe_learn_layout(lines, line_count, times, &layout, NULL) == FROE_OK && layout.len) {
        froe_buf_append_char(&layout, '\0');
        if (layout.status == FROE_OK)
            learned =
                froe_format_new("learned", layout.ptr, FROE_FORMAT_PRIORITY_LEARNED, NULL, NULL);
    }
    froe_buf_release(&layout);
    if (!learned) return NULL;

    struct comparison comparison = {0};
    struct froe_arena arena = {0};
    size_t lines_seen = 0;
    for (size_t i = 0; i < line_count; i++) {
        if (!froe_slice_trim(lines[i]).len) continue;
        lines_seen++;
        compare(&comparison, formats, learned, times, detected, lines[i], &arena);
        froe_arena_clear(&arena);
    }
    froe_arena_release(&arena);
    if (*beside && outdoes(&comparison, lines_seen))
        *beside = false;
    else if (*beside ? !agrees(&comparison) : !is_better(&comparison, lines_seen))
        goto none;
    return learned;
none:
    froe_format_free(learned);
    return NULL;
}
