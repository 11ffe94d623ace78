#include "record/bundle.h"

#include "record/fields.h"
#include <string.h>

enum { ROOM_FACTOR = 16 };

static const struct froe_slice no_object = FROE_SLICE("{}");

static struct froe_slice skip_blanks(struct froe_slice text)
{
    while (text.len && strchr(" \t\r", text.ptr[0])) text = froe_slice_from(text, 1);
    return text;
}

/* Takes the token off the text, and blanks before it. */
static bool take(struct froe_slice *text, const char *token)
{
    struct froe_slice at = skip_blanks(*text);
    if (!froe_slice_starts(at, froe_slice_cstr(token))) return false;
    *text = froe_slice_from(at, strlen(token));
    return true;
}

/* The list that is the first member of the object, from its bracket on. */
static bool find_list(struct froe_slice line, const char *name, struct froe_slice *list)
{
    if (!take(&line, "{") || !take(&line, name) || !take(&line, ":")) return false;
    *list = skip_blanks(line);
    return froe_slice_starts(*list, FROE_SLICE("["));
}

/* A list among the members of an object, and an object beside it; those that are not there are left
   as they are. */
static void find_members(struct froe_slice object, const char *list_name, struct froe_slice *list,
                         const char *beside_name, struct froe_slice *beside)
{
    struct froe_json_walk walk;
    struct froe_field field;
    if (!froe_json_walk_init(&walk, object)) return;
    while (froe_json_walk_next(&walk, &field)) {
        if (field.type == FROE_FIELD_ARRAY && froe_slice_eq(field.key, froe_slice_cstr(list_name)))
            *list = field.value;
        if (field.type == FROE_FIELD_OBJECT &&
            froe_slice_eq(field.key, froe_slice_cstr(beside_name)))
            *beside = field.value;
    }
}

/* The next record of a batch of OTLP. */
static bool next_log_record(struct froe_bundle *bundle, struct froe_slice *record)
{
    struct froe_slice around;
    for (;;) {
        if (froe_json_element_next(&bundle->records, record)) return true;
        bundle->records = froe_slice(NULL, 0);
        if (froe_json_element_next(&bundle->scopes, &around)) {
            bundle->scope = no_object;
            find_members(around, "logRecords", &bundle->records, "scope", &bundle->scope);
            continue;
        }
        bundle->scopes = froe_slice(NULL, 0);
        if (!froe_json_element_next(&bundle->resources, &around)) return false;
        bundle->resource = no_object;
        find_members(around, "scopeLogs", &bundle->scopes, "resource", &bundle->resource);
    }
}

bool froe_bundle_open(struct froe_bundle *bundle, struct froe_slice line)
{
    static const char *const names[] = {"\"Records\"", "\"records\""};
    if (!line.len || !strchr("{ \t\xef", line.ptr[0])) return false;
    *bundle = (struct froe_bundle){.line = line, .room = line.len * ROOM_FACTOR};
    struct froe_slice text = line, first;
    take(&text, "\xef\xbb\xbf");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!find_list(text, names[i], &bundle->records)) continue;
        struct froe_slice list = bundle->records;
        return froe_json_element_next(&list, &first) && first.ptr[0] == '{';
    }
    if (!find_list(text, "\"resourceLogs\"", &bundle->resources)) return false;
    bundle->otlp = true;
    struct froe_bundle ahead = *bundle;
    return next_log_record(&ahead, &first) && next_log_record(&ahead, &first);
}

/* What is left of the line, as one piece. */
static bool take_rest(struct froe_bundle *bundle, const char *from, struct froe_slice *text)
{
    *text = froe_slice_trim(froe_slice(from, (size_t)(bundle->line.ptr + bundle->line.len - from)));
    bundle->records = bundle->scopes = bundle->resources = froe_slice(NULL, 0);
    return text->len > 0;
}

static bool next_piece(struct froe_bundle *bundle, struct froe_slice *text)
{
    if (!bundle->records.ptr) return false;
    if (froe_json_element_next(&bundle->records, text)) return true;
    struct froe_slice rest = bundle->records;
    if (take(&rest, "]")) return false;
    take(&rest, ",");
    return take_rest(bundle, rest.ptr, text);
}

bool froe_bundle_next(struct froe_bundle *bundle, struct froe_arena *arena, struct froe_slice *text)
{
    struct froe_slice record;
    if (!bundle->otlp) return next_piece(bundle, text);
    if (!next_log_record(bundle, &record)) return false;
    const struct froe_slice pieces[] = {
        FROE_SLICE("{\"resourceLogs\":[{\"resource\":"),
        bundle->resource,
        FROE_SLICE(",\"scopeLogs\":[{\"scope\":"),
        bundle->scope,
        FROE_SLICE(",\"logRecords\":["),
        record,
        FROE_SLICE("]}]}]}"),
    };
    enum { PIECES = sizeof pieces / sizeof *pieces };
    size_t bytes = 0, len = 0;
    for (size_t i = 0; i < PIECES; i++) bytes += pieces[i].len;
    if (bytes > bundle->room) return take_rest(bundle, record.ptr, text);
    bundle->room -= bytes;
    char *whole = froe_arena_bytes(arena, bytes);
    if (!whole) return take_rest(bundle, record.ptr, text);
    for (size_t i = 0; i < PIECES; i++) {
        memcpy(whole + len, pieces[i].ptr, pieces[i].len);
        len += pieces[i].len;
    }
    *text = froe_slice(whole, len);
    return true;
}
