/* A streaming JSON writer into a buffer. Commas and nesting are its business; the text is always
   valid JSON in UTF-8, whatever bytes the strings hold. */
#ifndef FROE_BASE_JSON_WRITER_H
#define FROE_BASE_JSON_WRITER_H

#include "base/buf.h"

enum { FROE_JSON_DEPTH_MAX = 32 };

struct froe_json_writer {
    struct froe_buf *out; /* borrowed; its status tells of failures */
    unsigned depth;
    bool comma[FROE_JSON_DEPTH_MAX]; /* by depth: an item was written already */
    bool after_key;
};

void froe_json_init(struct froe_json_writer *json, struct froe_buf *out);

void froe_json_object_begin(struct froe_json_writer *json);
void froe_json_object_end(struct froe_json_writer *json);
void froe_json_array_begin(struct froe_json_writer *json);
void froe_json_array_end(struct froe_json_writer *json);
void froe_json_key(struct froe_json_writer *json, const char *key);
void froe_json_key_slice(struct froe_json_writer *json, struct froe_slice key);

/* Bytes that are no UTF-8 become U+FFFD, one for each maximal ill-formed part (Unicode 15, 3.9).
   An absent slice (ptr NULL) is written as null. */
void froe_json_string(struct froe_json_writer *json, struct froe_slice text);
void froe_json_cstr(struct froe_json_writer *json, const char *text);
void froe_json_u64(struct froe_json_writer *json, uint64_t value);
void froe_json_i64(struct froe_json_writer *json, int64_t value);
/* The shortest of up to `digits` significant digits; null when not finite. */
void froe_json_double(struct froe_json_writer *json, double value, int digits);
void froe_json_bool(struct froe_json_writer *json, bool value);
void froe_json_null(struct froe_json_writer *json);

/* Only the escaped text between the quotes. */
void froe_json_escape(struct froe_buf *out, struct froe_slice text);

#endif
