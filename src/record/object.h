/* The fields of a JSON object or logfmt line that a format names. */
#ifndef FROE_RECORD_OBJECT_H
#define FROE_RECORD_OBJECT_H

#include "record/fields.h"
#include "record/format_spec.h"
#include "record/layout.h"

enum { FROE_OBJECT_KEY_BYTES_MAX = 48 };

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

#endif
