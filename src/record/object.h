/* The fields of a JSON object or logfmt line that a format names. Arrays are stepped into as if
   they were their first element; of OpenTelemetry's lists of {"key":K,"value":{...}} each element
   is a field K. */
#ifndef FROE_RECORD_OBJECT_H
#define FROE_RECORD_OBJECT_H

#include "record/fields.h"
#include "record/format_spec.h"
#include "record/layout.h"

enum { FROE_OBJECT_KEY_BYTES_MAX = 64 };

struct froe_object_key;

/* Keys by length, so that most of an object's fields are passed over at once. */
struct froe_object_keys {
    struct froe_object_key *keys; /* owned; sorted by length */
    unsigned starts[FROE_OBJECT_KEY_BYTES_MAX + 2];
    unsigned char required_count;
};

/* The value found for a part. */
struct froe_object_value {
    struct froe_slice text; /* absent: ptr NULL */
    struct froe_slice key;  /* the full name of the format's key it was found under */
    enum froe_field_type type;
    bool escaped;
    unsigned rank; /* place in the format's list */
};

struct froe_object {
    struct froe_object_value values[FROE_PART_COUNT];
    unsigned field_count; /* of the outermost object; of logfmt only those with a value */
    unsigned required;    /* bit by required key */
};

enum froe_status froe_object_keys_init(struct froe_object_keys *keys,
                                       const struct froe_format_spec *spec,
                                       struct froe_error *error);
void froe_object_keys_release(struct froe_object_keys *keys);

/* False when the line is no such object or lacks a required key. Values are raw. */
bool froe_object_read_json(const struct froe_object_keys *keys, struct froe_slice line,
                           struct froe_object *object);
bool froe_object_read_logfmt(const struct froe_object_keys *keys, struct froe_slice line,
                             struct froe_object *object);

/* A message for an object that has none: "GET /cart 503" of a request, else what kind of thing it
   is and some of its fields, those of the outermost object first, by name, texts in quotes:
       PushEvent type=PushEvent public=true actor.login="bob"
   What the format names for time, level or origin is left out. The kind is said twice, as a word
   that stands for the whole message must not be taken for a variable for being followed by equal
   fields. Lives in the arena; the line itself when nothing is left to say or memory is out. */
struct froe_slice froe_object_summary(const struct froe_object_keys *keys, struct froe_slice line,
                                      const struct froe_slice *parts, struct froe_arena *arena);
/* "GET /cart 503" of the parts method, authority, target and status; absent without method and
   target. */
struct froe_slice froe_request_summary(const struct froe_slice *parts, struct froe_arena *arena);

/* One element {"key":K,"value":{"...":V}} of OpenTelemetry's lists: key, value and its type are
   set, raw. False when the text is none. */
bool froe_object_read_attribute(struct froe_slice text, struct froe_field *attribute);

/* True when the format gives the field of the outermost object a meaning of its own. */
bool froe_object_is_named(const struct froe_object_keys *keys, struct froe_slice key);

#endif
