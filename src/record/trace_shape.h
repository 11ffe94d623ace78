/* What a line of a trace looks like by itself. Private to src/record. */
#ifndef FROE_RECORD_TRACE_SHAPE_H
#define FROE_RECORD_TRACE_SHAPE_H

enum froe_trace_shape {
    SHAPE_PLAIN,
    SHAPE_TRACEBACK,   /* Traceback (most recent call last): */
    SHAPE_PYTHON_FILE, /* File "x.py", line 3, in f */
    SHAPE_PYTHON_CHAIN,
    SHAPE_PYTHON_MESSAGE, /* [SQL: ... */
    SHAPE_AT_CALL,        /* at a.b.C.d(C.java:3) */
    SHAPE_AT,             /* at anything */
    SHAPE_MORE,           /* ... 12 more */
    SHAPE_CAUSED,         /* Caused by: */
    SHAPE_ARROW,          /* ---> System.Exception: */
    SHAPE_NESTED,         /* nested exception is: */
    SHAPE_SEPARATOR,
    SHAPE_PANIC,
    SHAPE_SIGNAL,    /* [signal SIGSEGV: ...] */
    SHAPE_GOROUTINE, /* goroutine 1 [running]: */
    SHAPE_CALL,      /* main.f(0x1) */
    SHAPE_CREATED,   /* created by main.main */
    SHAPE_REGISTER,  /* rip    0x45 */
    SHAPE_EXIT,      /* exit status 2 */
    SHAPE_STACK,     /* Stack trace: */
    SHAPE_FRAME_0,   /* #0 ...(...) */
    SHAPE_FRAME,     /* #1 ... */
    SHAPE_NEXT,      /* Next Exception: of PHP */
    SHAPE_DART,      /* Unhandled exception: */
    SHAPE_DART_MORE,
    SHAPE_GAP,   /* <asynchronous suspension> */
    SHAPE_RAILS, /* A::B (message): */
    SHAPE_RUBY_FRAME,
    SHAPE_RUBY_FROM,
    SHAPE_RUST,      /* thread 'main' panicked at ... */
    SHAPE_RUST_OPEN, /* the same, its message on the next line */
    SHAPE_NOTE,
    SHAPE_BACKTRACE, /* stack backtrace: */
    SHAPE_RULE,
    SHAPE_SANITIZER, /* ==12==ERROR: AddressSanitizer: ... */
    SHAPE_SANITIZER_WARNING,
    SHAPE_SANITIZER_LINE, /* ==12== ... */
    SHAPE_SANITIZER_PART,
    SHAPE_SANITIZER_END,
    SHAPE_RUNTIME_ERROR,
    SHAPE_THREAD,      /* Thread 1 (LWP 12): */
    SHAPE_GDB_SIGNAL,  /* Program received signal ... */
    SHAPE_NATIVE,      /* /lib/x.so(f+0x1)[0x2], 0x2 in f () */
    SHAPE_SOURCE,      /* /srv/a.js:12 */
    SHAPE_SOURCE_TEXT, /* 12<TAB>  *p = 1; */
    SHAPE_DETAIL,      /* DETAIL:  of PostgreSQL */
    SHAPE_CLOSER,      /* } */
    SHAPE_XML,
    SHAPE_XML_DECLARATION,
    SHAPE_CARET,
    SHAPE_NODE_VERSION,
    SHAPE_FATAL_EXCEPTION,  /* PHP Fatal error: */
    SHAPE_DOTTED_EXCEPTION, /* java.io.IOException: x */
    SHAPE_EXCEPTION,        /* ValueError: x */
    SHAPE_NAME,             /* Name: x */
    SHAPE_WORD,             /* name, a.name */
    SHAPE_FIELD,            /* a.0.b, a -> b */
    SHAPES
};

/* The text must end in NUL and hold no other. */
enum froe_trace_shape froe_trace_shape(const char *text);

#endif
