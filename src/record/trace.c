#include "record/trace.h"

#include "record/trace_shape.h"

/* Sets of shapes and of states. */
#define S(shape)  (UINT64_C(1) << SHAPE_##shape)
#define T(state)  (UINT32_C(1) << FROE_TRACE_##state)
#define ANY_SHAPE UINT64_MAX
#define LIVE      (FROE_TRACE_ANY & ~T(DONE))

enum {
    KEEP = FROE_TRACE_STATES, /* the state stays */
    EXCEPTIONS_MAX = 64,
    EXCEPTION_BYTES_MAX = 16 * 1024,
};

_Static_assert(SHAPES < 64 && FROE_TRACE_STATES < 32, "they are bits of sets");

static const uint64_t exceptions =
    S(EXCEPTION) | S(RAILS) | S(DOTTED_EXCEPTION) | S(FATAL_EXCEPTION);
static const uint64_t frames = S(FRAME) | S(FRAME_0);
/* In these a trace is more than a suspicion. */
static const uint32_t traces =
    FROE_TRACE_ANY & ~(T(NONE) | T(RULE) | T(RUBY_HEAD) | T(SOURCE) | T(SOURCE_TEXT) | T(CARET) |
                       T(DONE) | T(XML_DECLARATION) | T(XML));

/* What may follow what. The first rule that fits is taken. */
struct rule {
    uint64_t shapes;
    uint32_t states;
    unsigned char indent_min;
    bool after_empty; /* also behind empty lines */
    unsigned char next;
    unsigned char line; /* enum froe_trace_line */
};

static const struct rule rules[] = {
    /* Frames, source lines and carets. */
    {ANY_SHAPE, T(RUST), 1, false, FROE_TRACE_RUST, FROE_TRACE_PART},
    {ANY_SHAPE, T(PYTHON), 1, false, FROE_TRACE_PYTHON, FROE_TRACE_PART},
    {S(PYTHON_FILE), LIVE, 1, false, FROE_TRACE_PYTHON, FROE_TRACE_PART},
    {S(NAME) | S(WORD) | S(EXCEPTION) | S(DOTTED_EXCEPTION) | S(RAILS), T(PYTHON), 0, false,
     FROE_TRACE_PYTHON_DONE, FROE_TRACE_EXCEPTION},
    {S(PYTHON_MESSAGE), T(PYTHON_DONE) | T(PYTHON_MESSAGE), 0, false, FROE_TRACE_PYTHON_DONE,
     FROE_TRACE_PART},
    {S(WORD) | S(FIELD), T(PYTHON_FIELDS), 0, false, KEEP, FROE_TRACE_PART},
    {S(PYTHON_CHAIN), LIVE, 0, true, FROE_TRACE_PYTHON_CHAIN, FROE_TRACE_PART},
    {S(TRACEBACK), T(PYTHON_CHAIN), 0, true, FROE_TRACE_PYTHON, FROE_TRACE_PART},

    {S(MORE), T(GO), 0, false, FROE_TRACE_GO, FROE_TRACE_PART},
    {S(GOROUTINE), LIVE, 0, true, FROE_TRACE_GO, FROE_TRACE_PART},
    {S(SIGNAL), T(GO_HEAD), 0, false, FROE_TRACE_GO_HEAD, FROE_TRACE_PART},
    {S(PANIC), T(GO_HEAD), 1, false, FROE_TRACE_GO_HEAD, FROE_TRACE_EXCEPTION},
    {S(SIGNAL), T(GO_TEXT) | T(GO_TEXT_END), 0, false, FROE_TRACE_GO_HEAD, FROE_TRACE_PART},
    {S(CALL) | S(CREATED), T(GO), 0, false, FROE_TRACE_GO, FROE_TRACE_PART},
    {S(REGISTER), T(GO), 0, true, FROE_TRACE_GO, FROE_TRACE_PART},
    {S(EXIT), T(GO), 0, true, FROE_TRACE_DONE, FROE_TRACE_PART},

    {S(AT_CALL), LIVE, 0, true, FROE_TRACE_AT, FROE_TRACE_PART},
    {S(AT), LIVE, 1, true, FROE_TRACE_AT, FROE_TRACE_PART},
    {S(MORE), LIVE, 0, false, FROE_TRACE_AT, FROE_TRACE_PART},
    {S(CAUSED), LIVE, 0, true, FROE_TRACE_AT, FROE_TRACE_EXCEPTION},
    {S(ARROW), LIVE, 1, false, FROE_TRACE_AT, FROE_TRACE_EXCEPTION},
    {S(NESTED), LIVE, 0, false, FROE_TRACE_NESTED, FROE_TRACE_PART},
    {S(SEPARATOR), T(AT), 0, false, FROE_TRACE_AT, FROE_TRACE_PART},
    {S(NODE_VERSION), T(AT), 0, true, FROE_TRACE_DONE, FROE_TRACE_PART},
    {ANY_SHAPE, T(NESTED), 0, false, FROE_TRACE_AT, FROE_TRACE_EXCEPTION},

    {S(FRAME) | S(FRAME_0), T(DART_HEAD) | T(DART_TEXT) | T(DART), 0, true, FROE_TRACE_DART,
     FROE_TRACE_PART},
    {S(GAP), LIVE, 0, false, FROE_TRACE_DART, FROE_TRACE_PART},
    {S(DART_MORE), T(DART), 0, false, FROE_TRACE_DART, FROE_TRACE_PART},
    {ANY_SHAPE, T(DART_HEAD), 0, false, FROE_TRACE_DART, FROE_TRACE_EXCEPTION},
    {ANY_SHAPE, T(DART_TEXT), 0, false, FROE_TRACE_DART, FROE_TRACE_PART},

    {ANY_SHAPE, T(RUST_HEAD), 0, false, FROE_TRACE_RUST, FROE_TRACE_EXCEPTION},
    {S(NOTE) | S(BACKTRACE), T(RUST), 0, false, FROE_TRACE_RUST, FROE_TRACE_PART},

    {S(RUBY_FRAME), LIVE, 0, true, FROE_TRACE_RUBY, FROE_TRACE_PART},
    {S(RUBY_FROM), LIVE, 1, false, FROE_TRACE_RUBY, FROE_TRACE_PART},

    {S(SANITIZER) | S(SANITIZER_WARNING), T(RULE), 0, false, FROE_TRACE_SANITIZER,
     FROE_TRACE_EXCEPTION},
    {S(RULE) | S(SANITIZER_END), T(SANITIZER), 0, true, FROE_TRACE_DONE, FROE_TRACE_PART},
    {S(SANITIZER_LINE) | S(SANITIZER_PART) | S(FRAME) | S(FRAME_0) | S(NATIVE), T(SANITIZER), 0,
     true, FROE_TRACE_SANITIZER, FROE_TRACE_PART},

    {S(STACK) | S(FRAME_0) | S(NATIVE), LIVE, 0, false, FROE_TRACE_NUMBERED, FROE_TRACE_PART},
    {S(FRAME) | S(FRAME_0) | S(THREAD), T(NUMBERED), 0, true, FROE_TRACE_NUMBERED, FROE_TRACE_PART},
    {S(SOURCE_TEXT), T(NUMBERED), 0, false, FROE_TRACE_NUMBERED, FROE_TRACE_PART},
    {S(NEXT), T(NUMBERED), 0, true, FROE_TRACE_NUMBERED, FROE_TRACE_EXCEPTION},

    {S(CARET), T(NONE), 1, false, FROE_TRACE_CARET, FROE_TRACE_PART},
    {ANY_SHAPE, T(SOURCE), 0, false, FROE_TRACE_SOURCE_TEXT, FROE_TRACE_PART},
    {S(CARET), T(SOURCE_TEXT), 0, false, FROE_TRACE_CARET, FROE_TRACE_PART},
    {S(EXCEPTION) | S(DOTTED_EXCEPTION), T(CARET), 0, true, FROE_TRACE_AT, FROE_TRACE_EXCEPTION},

    {S(DETAIL) | S(CLOSER), LIVE, 0, false, KEEP, FROE_TRACE_PART},
    /* What is far enough to the right continues what is on the left. */
    {ANY_SHAPE, LIVE, 2, false, KEEP, FROE_TRACE_INDENTED},
    {ANY_SHAPE, T(GO) | T(SANITIZER) | T(NUMBERED) | T(DART), 2, true, KEEP, FROE_TRACE_INDENTED},
    /* A message of several lines. A process that panics says nothing else, but who knows. */
    {ANY_SHAPE, T(PYTHON_MESSAGE), 0, false, FROE_TRACE_PYTHON_DONE, FROE_TRACE_TEXT},
    {ANY_SHAPE, T(GO_HEAD), 0, false, FROE_TRACE_GO_TEXT, FROE_TRACE_TEXT},
    {ANY_SHAPE, T(GO_TEXT), 0, false, FROE_TRACE_GO_TEXT_END, FROE_TRACE_TEXT},
};

/* The state behind the first line of a record. */
static const struct {
    uint64_t shapes;
    unsigned char next;
} beginnings[] = {
    {S(TRACEBACK) | S(PYTHON_FILE), FROE_TRACE_PYTHON},
    {S(PANIC), FROE_TRACE_GO_HEAD},
    {S(GOROUTINE), FROE_TRACE_GO},
    {S(STACK) | S(THREAD) | S(GDB_SIGNAL) | S(FRAME_0), FROE_TRACE_NUMBERED},
    {S(DART), FROE_TRACE_DART_HEAD},
    {S(RUST_OPEN), FROE_TRACE_RUST_HEAD},
    {S(RUST), FROE_TRACE_RUST},
    {S(RULE), FROE_TRACE_RULE},
    {S(RAILS), FROE_TRACE_RUBY_HEAD},
    {S(SOURCE), FROE_TRACE_SOURCE},
    {S(SANITIZER) | S(SANITIZER_WARNING) | S(RUNTIME_ERROR), FROE_TRACE_SANITIZER},
    {S(CARET), FROE_TRACE_CARET},
    {S(XML_DECLARATION), FROE_TRACE_XML_DECLARATION},
};

static bool is_in(uint64_t shapes, const struct froe_trace_look *look)
{
    return shapes >> look->shape & 1;
}

/* Syslog daemons write a tab as #011. */
static size_t indent_of(struct froe_slice line, unsigned *columns)
{
    size_t at = 0;
    *columns = 0;
    for (;; ++*columns) {
        if (at < line.len && line.ptr[at] == ' ') {
            at++;
        } else if (at < line.len && line.ptr[at] == '\t') {
            at++;
            ++*columns;
        } else if (froe_slice_starts(froe_slice_from(line, at), FROE_SLICE("#011"))) {
            at += 4;
            ++*columns;
        } else {
            return at;
        }
    }
}

struct froe_trace_look froe_trace_look(struct froe_slice line)
{
    struct froe_trace_look look;
    char text[FROE_TRACE_LINE_MAX + 1];
    look.text = froe_slice_from(line, indent_of(line, &look.indent));
    size_t len = look.text.len < FROE_TRACE_LINE_MAX ? look.text.len : FROE_TRACE_LINE_MAX;
    if (len) memcpy(text, look.text.ptr, len);
    text[len] = '\0';
    for (char *nul = text; (nul = memchr(nul, '\0', (size_t)(text + len - nul)));) *nul = ' ';
    look.shape = (int)froe_trace_shape(text);
    return look;
}

bool froe_trace_starts(const struct froe_trace_look *look)
{
    static const uint64_t starts = S(TRACEBACK) | S(PANIC) | S(GOROUTINE) | S(DART) | S(RUST) |
                                   S(RUST_OPEN) | S(RULE) | S(SANITIZER) | S(SANITIZER_WARNING) |
                                   S(RUNTIME_ERROR) | S(THREAD) | S(GDB_SIGNAL) |
                                   S(XML_DECLARATION) | S(FATAL_EXCEPTION);
    return look->indent == 0 && is_in(starts, look);
}

bool froe_trace_names_exception(const struct froe_trace_look *look)
{
    return look->indent == 0 && is_in(S(DOTTED_EXCEPTION), look);
}

/* Elements opened minus elements closed, no less than the ones there are. */
static unsigned short depth_after(unsigned short depth, struct froe_slice text)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] == '/' && text.ptr[i + 1] == '>' && depth) depth--;
        if (text.ptr[i] != '<') continue;
        char c = text.ptr[i + 1];
        if (c == '/' && depth) depth--;
        if (((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) && depth < UINT16_MAX) depth++;
    }
    return depth;
}

static bool is_xml(const struct froe_trace_look *look)
{
    return look->shape == SHAPE_XML;
}

static bool contains(struct froe_slice text, const char *word)
{
    return memmem(text.ptr, text.len, word, strlen(word)) != NULL;
}

/* The state behind the exception of a Python trace, whose message may go on at the margin. What
   comes next may as well be a record of its own, so only what the line itself says counts. */
static unsigned state_behind_exception(const struct froe_trace_look *look)
{
    struct froe_slice text = froe_slice_trim(look->text);
    if (contains(text, " validation error for ") || contains(text, " validation errors for "))
        return FROE_TRACE_PYTHON_FIELDS;
    bool open = text.len && strchr(":,([{", text.ptr[text.len - 1]);
    return open ? FROE_TRACE_PYTHON_MESSAGE : FROE_TRACE_PYTHON_DONE;
}

/* The state that a rule leads to. */
static unsigned state_behind(const struct rule *rule, const struct froe_trace_look *look)
{
    bool python = rule->next == FROE_TRACE_PYTHON_DONE && rule->line == FROE_TRACE_EXCEPTION;
    return python ? state_behind_exception(look) : rule->next;
}

static void enter(struct froe_trace *trace, unsigned state, const struct froe_trace_look *look)
{
    static const uint64_t fatal =
        S(PANIC) | S(RUST) | S(RUST_OPEN) | S(SANITIZER) | S(GDB_SIGNAL) | S(FATAL_EXCEPTION);
    /* "at" is a common word. */
    bool weak = look->shape == SHAPE_AT && !memchr(look->text.ptr, '(', look->text.len) &&
                !memchr(look->text.ptr, ':', look->text.len);
    trace->state = (unsigned char)state;
    trace->found |= !weak && (traces >> state & 1);
    trace->fatal |= is_in(fatal, look);
}

bool froe_trace_is_likely(const struct froe_trace *trace)
{
    static const uint32_t likely = T(RUBY_HEAD) | T(SOURCE) | T(SOURCE_TEXT) | T(CARET);
    return likely >> trace->state & 1;
}

enum froe_trace_line froe_trace_begin(struct froe_trace *trace, const struct froe_trace_look *look)
{
    unsigned state = FROE_TRACE_NONE;
    trace->begun = true;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (is_in(beginnings[i].shapes, look)) state = beginnings[i].next;
    /* Frames and all of an exception group are indented, its last line is too. */
    if (state == FROE_TRACE_PYTHON && look->text.ptr[0] == '+') state = FROE_TRACE_PYTHON_DONE;
    trace->depth = 0;
    if (is_xml(look)) {
        trace->depth = depth_after(0, look->text);
        if (trace->depth) state = FROE_TRACE_XML;
    }
    enter(trace, state, look);
    return is_in(exceptions | S(PANIC) | S(SANITIZER) | S(SANITIZER_WARNING) | S(RUST) |
                     S(RUST_OPEN),
                 look)
               ? FROE_TRACE_EXCEPTION
               : FROE_TRACE_OTHER;
}

/* Elements at the margin. */
static bool next_element(struct froe_trace *trace, const struct froe_trace_look *look)
{
    bool inside = trace->state == FROE_TRACE_XML;
    if ((!inside && trace->state != FROE_TRACE_XML_DECLARATION) || !is_xml(look)) return false;
    trace->depth = depth_after(trace->depth, look->text);
    trace->state = trace->depth ? FROE_TRACE_XML : FROE_TRACE_DONE;
    return true;
}

/* "FormatException: ... (at character 8)" shows the text. */
static bool shows_text(const struct froe_trace_look *look)
{
    return !is_in(frames, look) && contains(look->text, "(at ") &&
           contains(look->text, "character ");
}

static bool fits(const struct rule *rule, const struct froe_trace_look *look, bool after_empty)
{
    return is_in(rule->shapes, look) && look->indent >= rule->indent_min &&
           (!after_empty || rule->after_empty);
}

enum froe_trace_line froe_trace_next(struct froe_trace *trace, const struct froe_trace_look *look,
                                     bool after_empty)
{
    if (next_element(trace, look)) return FROE_TRACE_PART;
    uint32_t state = UINT32_C(1) << trace->state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct rule *rule = &rules[i];
        if (!(rule->states & state) || !fits(rule, look, after_empty)) continue;
        bool dart_text = trace->state == FROE_TRACE_DART_HEAD && shows_text(look);
        if (rule->next != KEEP)
            enter(trace, dart_text ? FROE_TRACE_DART_TEXT : state_behind(rule, look), look);
        else if (trace->state == FROE_TRACE_XML)
            trace->depth = depth_after(trace->depth, look->text);
        return rule->line;
    }
    return FROE_TRACE_OTHER;
}

/* One pass over the rules for all the states: each leaves with the first rule that fits it, as in
   froe_trace_next. */
uint32_t froe_trace_next_of(uint32_t states, const struct froe_trace_look *look, bool after_empty)
{
    static const uint32_t elements = T(XML) | T(XML_DECLARATION);
    uint32_t left = states & FROE_TRACE_ANY, after = 0;
    if (is_xml(look) && (left & elements)) {
        /* Whatever the depth, one more element may be open. */
        after |= depth_after(UINT16_MAX, look->text) ? T(XML) : T(DONE);
        left &= ~elements;
    }
    for (size_t i = 0; left && i < sizeof rules / sizeof *rules; i++) {
        const struct rule *rule = &rules[i];
        uint32_t here = left & rule->states;
        if (!here || !fits(rule, look, after_empty)) continue;
        left &= ~here;
        if (rule->next == KEEP) {
            after |= here;
            continue;
        }
        if ((here & T(DART_HEAD)) && shows_text(look)) {
            after |= T(DART_TEXT);
            here &= ~T(DART_HEAD);
        }
        if (here) after |= UINT32_C(1) << state_behind(rule, look);
    }
    if (after & T(XML)) after |= T(DONE);
    if (!after || !left) return after;
    struct froe_trace begun = {0};
    froe_trace_begin(&begun, look);
    return after | UINT32_C(1) << begun.state;
}

struct naming {
    struct froe_slice lines[EXCEPTIONS_MAX];
    size_t count, bytes;
};

static void add_name(struct naming *names, const struct froe_trace_look *look)
{
    struct froe_slice text = froe_slice_trim(look->text);
    if (names->count == EXCEPTIONS_MAX || names->bytes == EXCEPTION_BYTES_MAX) return;
    if (text.len > EXCEPTION_BYTES_MAX - names->bytes)
        text.len = EXCEPTION_BYTES_MAX - names->bytes;
    names->bytes += text.len;
    names->lines[names->count++] = text;
}

static struct froe_slice cut_line(struct froe_slice *rest)
{
    const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    struct froe_slice line = end ? froe_slice(rest->ptr, (size_t)(end - rest->ptr)) : *rest;
    *rest = end ? froe_slice_from(*rest, line.len + 1) : froe_slice(NULL, 0);
    return line;
}

static void find_names(struct froe_trace *trace, struct froe_slice body, struct naming *names)
{
    struct froe_slice rest = body;
    struct froe_trace_look look = froe_trace_look(cut_line(&rest));
    froe_trace_begin(trace, &look);
    bool after_empty = false;
    while (rest.ptr) {
        struct froe_slice line = cut_line(&rest);
        if (!froe_slice_trim(line).len) {
            after_empty = true;
            continue;
        }
        look = froe_trace_look(line);
        enum froe_trace_line kind = froe_trace_next(trace, &look, after_empty);
        if (kind == FROE_TRACE_OTHER) kind = froe_trace_begin(trace, &look);
        if (kind == FROE_TRACE_EXCEPTION || kind == FROE_TRACE_TEXT) add_name(names, &look);
        after_empty = false;
    }
}

bool froe_trace_summarize(struct froe_slice message, struct froe_slice body,
                          struct froe_arena *arena, struct froe_trace_summary *summary)
{
    struct froe_trace trace = {0};
    struct naming names = {.count = 0};
    find_names(&trace, body, &names);
    *summary = (struct froe_trace_summary){.message = message};
    if (!trace.found) return true;
    summary->level = trace.fatal ? FROE_LEVEL_FATAL : FROE_LEVEL_ERROR;
    message = cut_line(&message);
    summary->message = message;
    if (!names.count) return true;
    char *bytes = froe_arena_bytes(arena, message.len + names.bytes + names.count);
    if (!bytes) return false;
    size_t len = 0;
    if (message.len) memcpy(bytes, message.ptr, len = message.len);
    for (size_t i = 0; i < names.count; i++) {
        if (len) bytes[len++] = '\n';
        memcpy(bytes + len, names.lines[i].ptr, names.lines[i].len);
        len += names.lines[i].len;
    }
    summary->message = froe_slice(bytes, len);
    return true;
}
