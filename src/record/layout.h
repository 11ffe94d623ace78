/* The layout language of formats/ (formats/README.md): compiled to a small array of operations and
   matched with bounded backtracking. */
#ifndef FROE_RECORD_LAYOUT_H
#define FROE_RECORD_LAYOUT_H

#include "base/error.h"
#include "base/level.h"
#include "base/slice.h"
#include "record/timestamp.h"
#include "record/w3c.h"

/* What a part of a line is kept as. Other names are allowed in a layout and ignored. */
#define FROE_LAYOUT_FIELDS(X)                                                                      \
    X(TIME, "time")                                                                                \
    X(UPTIME, "uptime")                                                                            \
    X(LEVEL, "level")                                                                              \
    X(SERVICE, "service")                                                                          \
    X(HOST, "host")                                                                                \
    X(POD, "pod")                                                                                  \
    X(CONTAINER, "container")                                                                      \
    X(THREAD, "thread")                                                                            \
    X(LOGGER, "logger")                                                                            \
    X(PID, "pid")                                                                                  \
    X(LOCATION, "location")                                                                        \
    X(LINENUMBER, "linenumber")                                                                    \
    X(MESSAGE, "message")                                                                          \
    X(INNER, "inner")                                                                              \
    X(STREAM, "stream")                                                                            \
    X(FLAG, "flag")                                                                                \
    X(PRI, "pri")                                                                                  \
    X(STATUS, "status")                                                                            \
    X(METHOD, "method")                                                                            \
    X(AUTHORITY, "authority")                                                                      \
    X(TARGET, "target")                                                                            \
    X(KIND, "kind")                                                                                \
    X(NANOS, "nanos")                                                                              \
    X(PIECE, "piece")                                                                              \
    X(SDATA, "sdata")                                                                              \
    X(BEGINS, "begins")                                                                            \
    X(MORE, "more")

enum froe_layout_field {
#define X(name, text) FROE_PART_##name,
    FROE_LAYOUT_FIELDS(X)
#undef X
        FROE_PART_COUNT,
    FROE_PART_IGNORED = FROE_PART_COUNT
};

enum { FROE_LAYOUT_TEXT_MAX = 1024, FROE_LAYOUT_OPS_MAX = 96 };

struct froe_layout_op;

/* What must stand behind the time that a layout begins with. */
enum froe_layout_behind {
    FROE_BEHIND_TIME = 1,   /* the byte may be the next */
    FROE_BEHIND_BLANKS = 2, /* when the next are blanks: the byte may come after them */
};
/* Beside the bytes: what nothing is known of, and what no layout has behind a time. */
enum { FROE_BEHIND_ANY = 256, FROE_BEHIND_NEVER, FROE_BEHIND_COUNT };

struct froe_layout {
    struct froe_layout_op *ops; /* owned; the last one is the end */
    char *literals;             /* owned; what the literal operations point to */
    unsigned char first[256];   /* 1 for each byte that a matching line can begin with */
    bool empty_line;            /* an empty line matches too */
    /* Whether the layout begins with a time, in full or behind a bracket that need not be there;
       then what may stand behind it, as bits of froe_layout_behind by byte. */
    bool leads, leads_epoch;
    char bracket; /* '\0': none */
    unsigned char behind[FROE_BEHIND_COUNT];
};

/* How many operations two layouts begin with in common. */
unsigned froe_layout_shared(const struct froe_layout *a, const struct froe_layout *b);

/* Compiles the text. On failure the message names the column and nothing is to be released. */
enum froe_status froe_layout_init(struct froe_layout *layout, const char *text,
                                  struct froe_error *error);
void froe_layout_release(struct froe_layout *layout);

enum { FROE_SCAN_TIMES = 4, FROE_SCAN_WORDS = 4 };

/* The furthest that any layout got on a line, and what it wanted there. */
struct froe_layout_stop {
    const char *at;                  /* NULL: nothing was tried */
    const struct froe_layout_op *op; /* of a layout that must still be there */
};

/* What is known about one line while many layouts are tried on it. Borrowed line; on the stack. */
struct froe_layout_scan {
    struct froe_slice line;
    const struct froe_time_context *times;
    const struct froe_columns *columns; /* of the source, NULL when it declares none */
    struct {
        const char *at;
        bool epoch, ok;
        struct froe_timestamp timestamp;
    } seen[FROE_SCAN_TIMES]; /* timestamps already looked for, found or not */
    unsigned seen_count;
    struct froe_layout_stop *stop; /* NULL: nobody asks */
    unsigned reach;                /* operations that the last failed match got to, at most */
    struct {
        const char *at;
        size_t len;
        enum froe_level level;
    } words[FROE_SCAN_WORDS]; /* words already looked up in the level table */
    unsigned word_count;
    struct {
        bool known;
        unsigned short next, blanks; /* indexes of froe_layout.behind */
    } leads[2];                      /* behind the time, or the epoch, that the line begins with */
};

void froe_layout_scan_init(struct froe_layout_scan *scan, struct froe_slice line,
                           const struct froe_time_context *times);
void froe_layout_scan_lead(struct froe_layout_scan *scan, bool epoch);

/* False when the line cannot match, which is found out at little cost. */
static inline bool froe_layout_may_match(const struct froe_layout *layout,
                                         struct froe_layout_scan *scan)
{
    if (!scan->line.len) return layout->empty_line;
    char first = scan->line.ptr[0];
    if (!layout->first[(unsigned char)first]) return false;
    /* Who asks where a match stops wants it tried. */
    if (!layout->leads || first == layout->bracket || scan->stop) return true;
    bool epoch = layout->leads_epoch;
    if (!scan->leads[epoch].known) froe_layout_scan_lead(scan, epoch);
    return (layout->behind[scan->leads[epoch].next] & FROE_BEHIND_TIME) &&
           (layout->behind[scan->leads[epoch].blanks] & FROE_BEHIND_BLANKS);
}

/* Matches the whole line. On success `parts` (FROE_PART_COUNT slices into the line, absent where
   the layout has none) is filled; else it holds nothing of use. Takes at most some thousand steps.
 */
bool froe_layout_match(const struct froe_layout *layout, struct froe_layout_scan *scan,
                       struct froe_slice *parts);
/* The timestamp at that place of the line; false when there is none. */
bool froe_layout_scan_time(struct froe_layout_scan *scan, const char *at, bool epoch,
                           struct froe_timestamp *timestamp);
/* What a failed match wanted: "%{TIME}", "\"[\"", "a space", "the end of the line". At most
   FROE_STOP_TEXT_MAX bytes with the NUL. */
enum { FROE_STOP_TEXT_MAX = 48 };
void froe_layout_stop_text(const struct froe_layout_stop *stop, char *text);
/* froe_level_parse that remembers its last answers. The word lies in the line. */
enum froe_level froe_layout_scan_level(struct froe_layout_scan *scan, struct froe_slice word);

#endif
