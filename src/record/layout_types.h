/* The types of the layout language: how long each is at the start of a text. Private to layouts. */
#ifndef FROE_RECORD_LAYOUT_TYPES_H
#define FROE_RECORD_LAYOUT_TYPES_H

#include "record/layout.h"

/* How a type takes part in matching. */
enum froe_layout_style {
    FROE_STYLE_FIXED,  /* the text has one length, or does not match */
    FROE_STYLE_SHRINK, /* as long as possible, gives back bytes when the rest does not match */
    FROE_STYLE_GROW,   /* as short as possible */
    FROE_STYLE_MARK,   /* no bytes: begin or end of a span */
};

#define FROE_NO_MATCH SIZE_MAX

struct froe_layout_type {
    const char *name;
    enum froe_layout_style style;
    const char *first; /* bytes it can begin with, ranges as "a-z"; NULL: any */
    bool may_be_empty;
    /* Length at the start of text, which is the rest of the scan's line; FROE_NO_MATCH when it is
       not there. */
    size_t (*scan)(struct froe_layout_scan *scan, struct froe_slice text);
};

/* Indexes of types that the matcher treats in its own way. */
enum {
    FROE_TYPE_BEGIN,
    FROE_TYPE_END,
    FROE_TYPE_PADDED,
    FROE_TYPE_MARK,
    FROE_TYPE_CELL,
    FROE_TYPE_TIME,
    FROE_TYPE_EPOCH,
    FROE_TYPE_BSD_TIME,
    FROE_TYPE_NANO_TIME,
};

extern const struct froe_layout_type froe_layout_types[];
extern const size_t froe_layout_type_count;

enum froe_layout_op_kind {
    FROE_OP_END,
    FROE_OP_LITERAL,
    FROE_OP_SPACE,
    FROE_OP_PART,
    FROE_OP_GROUP
};

struct froe_layout_op {
    unsigned char kind;
    unsigned char type;  /* of a part: index into froe_layout_types */
    unsigned char field; /* of a part: enum froe_layout_field */
    unsigned short skip; /* of a group: index of the operation behind it */
    struct froe_slice literal;
};

#endif
