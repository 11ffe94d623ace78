/* The shapes of lines in traces. Longest match wins, then order: what a line begins with must be longer
   the more it says. */
#include "record/trace_shape.h"

#include <stdbool.h>
#include <string.h>

/* By what it begins with, or by all of it where a pattern ends in `end`. */
static enum froe_trace_shape shape_of_start(const char *text)
{
    const unsigned char *cursor = (const unsigned char *)text, *marker;
    /*!re2c
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYCURSOR = cursor;
    re2c:define:YYMARKER = marker;
    re2c:yyfill:enable = 0;

    any   = [^\x00];
    end   = [ \t\r]* "\x00";
    d     = [0-9];
    x     = [0-9a-fA-F];
    name  = [A-Za-z_$] [A-Za-z0-9_$]*;

    ("+ Exception Group ")? "Traceback (most recent call last):" { return SHAPE_TRACEBACK; }
    "File \""                                           { return SHAPE_PYTHON_FILE; }
    "During handling of the above exception, another exception occurred:" |
    "The above exception was the direct cause of the following exception:" {
        return SHAPE_PYTHON_CHAIN;
    }

    "[SQL: " | "[parameters: " | "[cached since " | "[generated in " | "(Background on this error at" |
    "HTTP response " ("headers" | "body") ":"           { return SHAPE_PYTHON_MESSAGE; }

    "at " [^ \t\x00(]+ " "? [[(]                        { return SHAPE_AT_CALL; }
    ("eval " | "async ")? "at "                         { return SHAPE_AT; }
    "..." " "? d* " "? ("more" | "common frames omitted" | "additional frames elided" |
        "frames elided")                                { return SHAPE_MORE; }
    ("Caused by" | "Suppressed" | "Wrapped by") ":" | "[CIRCULAR REFERENCE" {
        return SHAPE_CAUSED;
    }
    "---> "                                             { return SHAPE_ARROW; }
    "nested exception is:" end                          { return SHAPE_NESTED; }
    "--- End of "                                       { return SHAPE_SEPARATOR; }

    ("panic" | "fatal error") ": "                      { return SHAPE_PANIC; }
    "[signal "                                          { return SHAPE_SIGNAL; }
    "goroutine " d+ (" [" | " gp=") | "runtime stack:"  { return SHAPE_GOROUTINE; }
    "created by "                                       { return SHAPE_CREATED; }
    "exit status " d+ end                               { return SHAPE_EXIT; }

    ("PHP ")? "Stack trace:" end                        { return SHAPE_STACK; }
    "#0" [ \t]+                                         { return SHAPE_FRAME_0; }
    "#" d+ [ \t]+ | "PHP" " "+ d+ ". "                  { return SHAPE_FRAME; }
    "Next " [A-Z]                                     { return SHAPE_NEXT; }

    "Unhandled exception:" end                          { return SHAPE_DART; }
    ("Receiver" | "Tried calling" | "Found") ":" [ \t]  { return SHAPE_DART_MORE; }
    "<asynchronous suspension>" end | "===== asynchronous gap =" { return SHAPE_GAP; }

    "note: "                                            { return SHAPE_NOTE; }
    "stack backtrace:" end                              { return SHAPE_BACKTRACE; }

    "="{18,} end                                        { return SHAPE_RULE; }
    "==" d+ "==" " "? "ERROR: "                         { return SHAPE_SANITIZER; }
    "==" d+ "==" " "? "WARNING: " | "WARNING: ThreadSanitizer" {
        return SHAPE_SANITIZER_WARNING;
    }
    "==" d+ "==" " "? "ABORTING"                        { return SHAPE_SANITIZER_END; }
    "==" d+ "=="                                        { return SHAPE_SANITIZER_LINE; }
    ("READ" | "WRITE") " of size " | ("Direct" | "Indirect") " leak of " |
    ("freed" | "previously allocated" | "allocated") " by thread " |
    "SUMMARY: " name "Sanitizer" | "Shadow byte" | "=>0x" | "Address 0x" | "This frame has " |
    "HINT: " | "AddressSanitizer can not " | "Uninitialized value was " | "Thread T" d |
    "0x" x+ " is located " | "-"{20,} end               { return SHAPE_SANITIZER_PART; }

    "Thread " d+ " ("                                   { return SHAPE_THREAD; }
    "Program " ("received" | "terminated with") " signal " { return SHAPE_GDB_SIGNAL; }
    "======= " ("Backtrace" | "Memory map") ": =" | "0x" x+ " in " { return SHAPE_NATIVE; }
    d+ "\t"                                             { return SHAPE_SOURCE_TEXT; }

    ("DETAIL" | "HINT" | "STATEMENT" | "CONTEXT" | "QUERY" | "LOCATION") ":  " |
    "LINE " d+ ": "                                     { return SHAPE_DETAIL; }

    [\])}]+ [,;]* end                                   { return SHAPE_CLOSER; }
    "<?xml"                                             { return SHAPE_XML_DECLARATION; }
    "<" [/!A-Za-z] any* ">" end                         { return SHAPE_XML; }
    [~^]+ end                                           { return SHAPE_CARET; }
    "Node.js v" d                                       { return SHAPE_NODE_VERSION; }

    ("PHP ")? "Fatal error: "                           { return SHAPE_FATAL_EXCEPTION; }
    "Exception in thread \"" | "Unhandled " ("exception. " | "Exception: ") {
        return SHAPE_DOTTED_EXCEPTION;
    }
    "exception '"                                       { return SHAPE_EXCEPTION; }
    *                                                   { return SHAPE_PLAIN; }
    */
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$';
}

/* A dotted name: a.b.C, A::B. */
struct dotted {
    const char *last, *end; /* its last word */
    unsigned scopes;        /* words before it */
    bool package;           /* they begin with a small letter, as packages do */
    bool dot;
};

static struct dotted read_dotted(const char *text)
{
    struct dotted name = {.last = text, .end = text, .package = true};
    for (const char *p = text;; name.scopes++) {
        const char *word = p;
        while (is_word(*p)) p++;
        if (p == word || (*word >= '0' && *word <= '9')) return name;
        name.last = word;
        name.end = p;
        if (p[0] == '.')
            p += 1;
        else if (p[0] == ':' && p[1] == ':')
            p += 2;
        else
            return name;
        if (!is_word(*p)) return name;
        name.dot |= p[-1] == '.';
        name.package &= *word >= 'a' && *word <= 'z';
    }
}

static bool names_fault(const struct dotted *name)
{
    static const char *const ends[] = {"Exception", "Error",     "Throwable", "Failure",
                                       "Fault",     "Interrupt", "Exit"};
    size_t len = (size_t)(name->end - name->last);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end_len = strlen(ends[i]);
        if (len >= end_len && memcmp(name->end - end_len, ends[i], end_len) == 0) return true;
    }
    return false;
}

static bool is_end(const char *text)
{
    return text[strspn(text, " \t\r")] == '\0';
}

static bool ends_in(const char *text, char last)
{
    size_t len = strlen(text);
    while (len && strchr(" \t\r", text[len - 1])) len--;
    return len && text[len - 1] == last;
}

/* "...):" */
static bool closes_message(const char *text)
{
    size_t len = strlen(text);
    while (len && strchr(" \t\r", text[len - 1])) len--;
    return len > 2 && text[len - 1] == ':' && text[len - 2] == ')';
}

/* By the name it begins with: an exception's, a function's, any. */
static enum froe_trace_shape shape_of_name(const char *text)
{
    static const char uncaught[] = "Uncaught ";
    bool is_uncaught = strncmp(text, uncaught, sizeof uncaught - 1) == 0;
    if (is_uncaught) text += sizeof uncaught - 1;
    struct dotted name = read_dotted(text);
    if (name.end == text) return SHAPE_PLAIN;
    const char *behind = name.end;
    bool colon = behind[0] == ':' && (behind[1] == ' ' || is_end(behind + 1));
    bool alone = colon || is_end(behind);
    bool in_rails = strncmp(behind, " (", 2) == 0 && closes_message(behind);
    if (in_rails && (names_fault(&name) || (name.scopes && !name.dot))) return SHAPE_RAILS;
    bool fault = names_fault(&name) && (alone || strncmp(behind, " (", 2) == 0);
    bool class_name = name.scopes >= 2 && name.package && *name.last >= 'A' && *name.last <= 'Z';
    if ((fault && name.dot) || (class_name && alone)) return SHAPE_DOTTED_EXCEPTION;
    if (fault) return SHAPE_EXCEPTION;
    if (is_uncaught) return SHAPE_PLAIN;
    if (alone) return colon ? SHAPE_NAME : SHAPE_WORD;
    size_t len = strcspn(text, " \t");
    return memchr(text, '(', len) && ends_in(text, ')') ? SHAPE_CALL : SHAPE_PLAIN;
}

/* By what stands further behind. */
static enum froe_trace_shape shape_within(const char *text)
{
    const unsigned char *cursor = (const unsigned char *)text, *marker;
    /*!re2c
    any+ ":" d+ ":in " [`'] any* "': "                  { return SHAPE_EXCEPTION; }
    any+ ":" d+ ":in " [`'] any* "'" end                { return SHAPE_RUBY_FRAME; }
    "from " any+ ":" d+                                 { return SHAPE_RUBY_FROM; }
    any+ ":" d+ ": runtime error: "                     { return SHAPE_RUNTIME_ERROR; }
    "thread '" any* "panicked at " any* ":" d+ ":" end  { return SHAPE_RUST_OPEN; }
    "thread '" any* "panicked at "                      { return SHAPE_RUST; }
    "Thread " d+ " " any* " received signal "           { return SHAPE_GDB_SIGNAL; }
    [./] any* ")" " "? "[0x" x+ "]" end                 { return SHAPE_NATIVE; }
    ("file://" | "node:" | [/.] | [A-Z] ":\\") any* "." [cm]? [jt] "s"? "x"? ":" d+ end |
        "node:" [a-z/_]+ ":" d+ end                     { return SHAPE_SOURCE; }
    name ((" -> " | ".") [A-Za-z0-9_]+)+ end            { return SHAPE_FIELD; }
    *                                                   { return SHAPE_PLAIN; }
    */
}

/* The name of a register of a processor and what it held. */
static bool is_register(const char *text)
{
    size_t name_len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789");
    const char *value = text + name_len + strspn(text + name_len, " ");
    return name_len >= 2 && name_len <= 6 && value > text + name_len && !strncmp(value, "0x", 2) &&
           is_end(value + 2 + strspn(value + 2, "0123456789abcdef"));
}

/* Rails puts a request's tags before each line of it: "[f7c1] NameError (no x):". */
static enum froe_trace_shape shape_behind_tags(const char *text)
{
    while (*text == '[') {
        const char *end = strstr(text, "] ");
        if (!end) return SHAPE_PLAIN;
        text = end + 2;
    }
    enum froe_trace_shape shape = shape_of_name(text);
    return shape == SHAPE_RAILS ? shape : SHAPE_PLAIN;
}

enum froe_trace_shape froe_trace_shape(const char *text)
{
    enum froe_trace_shape shape = shape_of_start(text);
    if (shape == SHAPE_PLAIN) shape = shape_of_name(text);
    if (shape == SHAPE_PLAIN && is_register(text)) return SHAPE_REGISTER;
    if (shape == SHAPE_FRAME_0 && !strchr(text, '(')) shape = SHAPE_FRAME;
    if (shape == SHAPE_PYTHON_FILE && !strstr(text, "\", line ")) shape = SHAPE_PLAIN;
    if (shape != SHAPE_PLAIN && shape != SHAPE_NAME && shape != SHAPE_CALL) return shape;
    enum froe_trace_shape within = shape_within(text);
    if (within == SHAPE_PLAIN && *text == '[') within = shape_behind_tags(text);
    return within != SHAPE_PLAIN ? within : shape;
}
