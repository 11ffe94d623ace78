/* Stack traces and other things printed over several lines: which lines belong together, which of
   them name an exception, and what of them is the record's message.

   A small machine runs along an open record. It knows what kind of trace the record is in, so that
   `ValueError: x` ends a Python trace and the ordinary line behind it is an event of its own. It
   looks at one line at a time and at nothing that comes later. */
#ifndef FROE_RECORD_TRACE_H
#define FROE_RECORD_TRACE_H

#include "base/arena.h"
#include "base/level.h"
#include <stdint.h>

/* Where in a trace the last line was. */
enum froe_trace_state {
    FROE_TRACE_NONE,           /* an ordinary line, which may turn out to be the first of a trace */
    FROE_TRACE_AT,             /* `at` frames: Java, .NET, JavaScript */
    FROE_TRACE_NESTED,         /* behind "nested exception is:" */
    FROE_TRACE_PYTHON,         /* frames; the exception is still to come */
    FROE_TRACE_PYTHON_DONE,    /* behind the exception; a chained trace may follow */
    FROE_TRACE_PYTHON_MESSAGE, /* behind an exception whose message plainly goes on */
    FROE_TRACE_PYTHON_FIELDS,  /* behind "2 validation errors for": names of fields */
    FROE_TRACE_PYTHON_CHAIN,
    FROE_TRACE_GO_HEAD, /* behind "panic:" */
    FROE_TRACE_GO_TEXT, /* behind the second line of its message */
    FROE_TRACE_GO_TEXT_END,
    FROE_TRACE_GO,
    FROE_TRACE_NUMBERED,  /* #0 frames: PHP, gdb, sanitizers */
    FROE_TRACE_DART_HEAD, /* behind "Unhandled exception:"; any line is its message */
    FROE_TRACE_DART_TEXT, /* the text a message speaks about */
    FROE_TRACE_DART,
    FROE_TRACE_RUBY_HEAD, /* behind "NameError (no x):" of Rails; its frames are not indented */
    FROE_TRACE_RUBY,
    FROE_TRACE_RUST_HEAD, /* behind "panicked at FILE:"; any line is its message */
    FROE_TRACE_RUST,
    FROE_TRACE_RULE, /* a line of equals signs, as sanitizers begin with */
    FROE_TRACE_SANITIZER,
    FROE_TRACE_SOURCE, /* behind "/srv/a.js:12" */
    FROE_TRACE_SOURCE_TEXT,
    FROE_TRACE_CARET, /* source text with a caret under it: the error comes next */
    FROE_TRACE_XML_DECLARATION,
    FROE_TRACE_XML,  /* inside an element */
    FROE_TRACE_DONE, /* nothing more belongs to it */
    FROE_TRACE_STATES
};

/* A zeroed struct is one before its first line. */
struct froe_trace {
    unsigned char state;  /* enum froe_trace_state */
    bool begun;           /* it has seen the first line */
    bool found;           /* a trace for sure; not an ordinary line, a body or indented text */
    bool fatal;           /* of the kind that ends a process */
    unsigned short depth; /* open XML elements */
};

enum froe_trace_line {
    FROE_TRACE_OTHER,     /* belongs to no trace before it */
    FROE_TRACE_INDENTED,  /* belongs to it, as far as its indentation tells */
    FROE_TRACE_TEXT,      /* text of its message, as far as a line without a head can tell */
    FROE_TRACE_PART,      /* belongs to it */
    FROE_TRACE_EXCEPTION, /* belongs to it and names an exception */
};

/* What a line looks like, whatever is before it: computed once, then asked in several states. Only
   the first FROE_TRACE_LINE_MAX bytes of a line are looked at. */
enum { FROE_TRACE_LINE_MAX = 1023 };
struct froe_trace_look {
    struct froe_slice text; /* without its indentation */
    unsigned indent;        /* columns; a tab is two, however it is escaped */
    int shape;
};
struct froe_trace_look froe_trace_look(struct froe_slice line);

/* The look plainly begins a trace of its own, as "panic:" or "Traceback" do. */
bool froe_trace_starts(const struct froe_trace_look *look);
/* An exception with its package: what follows a head of its own on a line by itself. */
bool froe_trace_names_exception(const struct froe_trace_look *look);

/* The trace is none yet, but its lines so far are of the kind that begin one, such as
   "/srv/a.js:12" and the source text behind it. */
bool froe_trace_is_likely(const struct froe_trace *trace);

/* The first line of a record, or a line that continues it for other reasons than being of its
   trace: begins anew, but does not forget that a trace was found. EXCEPTION or OTHER. */
enum froe_trace_line froe_trace_begin(struct froe_trace *trace, const struct froe_trace_look *look);
/* The next line; after_empty: empty lines are between it and the last one. The trace changes unless
   the answer is OTHER. */
enum froe_trace_line froe_trace_next(struct froe_trace *trace, const struct froe_trace_look *look,
                                     bool after_empty);

/* Several states at once, a bit each: those of a record whose beginning is not known. */
#define FROE_TRACE_ANY ((UINT32_C(1) << FROE_TRACE_STATES) - 1)
/* The states after the line, 0 when it begins a record in each of them. */
uint32_t froe_trace_next_of(uint32_t states, const struct froe_trace_look *look, bool after_empty);

/* What a record of several lines says. */
struct froe_trace_summary {
    struct froe_slice message; /* never absent when ok */
    enum froe_level level;     /* of a trace: ERROR or FATAL; NONE when it is none */
};
/* The message of the first line, then the lines of the trace that name an exception, without
   indentation, joined by '\n'; at most 16 KiB of them. `body` holds the lines of the record without
   heads and envelopes, joined by '\n'; of the first only what its head left. The message is the one
   given, or in the arena. False when memory is out. */
bool froe_trace_summarize(struct froe_slice message, struct froe_slice body,
                          struct froe_arena *arena, struct froe_trace_summary *summary);

/* The top frame that is the application's own, not a language's library, a framework or an
   installed package: the first such line of the trace, of a Python trace the last before its
   exception. Without what marks it as a frame ("at ", "#3 "); of Go only the function. Absent when
   there is none, or no trace. `body` as above. */
struct froe_slice froe_trace_frame(struct froe_slice body);

#endif
