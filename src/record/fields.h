/* Fields of a JSON object or a logfmt line, found without building a tree. */
#ifndef FROE_RECORD_FIELDS_H
#define FROE_RECORD_FIELDS_H

#include "base/arena.h"
#include "base/buf.h"

enum froe_field_type {
    FROE_FIELD_STRING,
    FROE_FIELD_NUMBER,
    FROE_FIELD_LITERAL, /* true, false, null; NaN and infinities too */
    FROE_FIELD_OBJECT,
    FROE_FIELD_ARRAY,
};

struct froe_field {
    struct froe_slice key;   /* raw bytes between the quotes, escapes not resolved */
    struct froe_slice value; /* raw: between the quotes for strings, else the whole text */
    enum froe_field_type type;
    bool escaped; /* a string value that holds backslashes: see froe_json_unescape */
};

/* Walks the members of one JSON object, which must fill the text but for white space around it.
   Nested values are skipped and handed out as raw text (init another walk on it to go deeper).
   Linear, no recursion, a value nests up to 64 deep. Lenient where writers are careless: strings
   may hold invalid UTF-8 and control characters but line ends (handed out as they are). */
struct froe_json_walk {
    const char *next, *end;
    bool first, failed;
};

/* False when the text does not begin with '{'. */
bool froe_json_walk_init(struct froe_json_walk *walk, struct froe_slice text);
/* False at the end of the object, and at the first syntax error (then walk->failed is set; fields
   handed out before it stay good). After the last member the rest must be white space. */
bool froe_json_walk_next(struct froe_json_walk *walk, struct froe_field *field);
/* Takes the next element off an array, or off what earlier calls left of it. False at the end and
   at a syntax error. */
bool froe_json_element_next(struct froe_slice *array, struct froe_slice *element);
/* Resolves \n \t \" \\ \/ \b \f \r \uXXXX (with surrogate pairs; lone ones become U+FFFD). Unknown
   escapes stay as they are. The result lives in the arena; the raw value when memory is out. */
struct froe_slice froe_json_unescape(struct froe_arena *arena, struct froe_slice raw);

/* Whether the text begins as a JSON object does, with a bracket and a quote, but is none. */
bool froe_json_is_broken(struct froe_slice text);

/* Length of the JSON number, or of true, false, null, NaN or [-]Infinity, at the start of the text;
   0 when there is none. What follows is not looked at. */
size_t froe_json_number_len(struct froe_slice text);
size_t froe_json_literal_len(struct froe_slice text);

/* Walks the key=value pairs of a logfmt line: key=bare, key="quoted \" text", key= (empty), and
   bare keys (value absent). `failed` is set when a text between pairs is no logfmt (a free word
   that is no key, an unclosed quote); the walk then ends. Bare values that look like a JSON number
   or literal have that type, all others are strings. */
struct froe_logfmt_walk {
    const char *next, *end;
    bool failed;
};

void froe_logfmt_walk_init(struct froe_logfmt_walk *walk, struct froe_slice text);
bool froe_logfmt_walk_next(struct froe_logfmt_walk *walk, struct froe_field *field);

#endif
