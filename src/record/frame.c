/* The frame of a trace that says where to look: the top one that is the application's own. */
#include "record/trace.h"

#include "record/trace_shape.h"

/* Frames of languages' own libraries and of frameworks, by what they begin with ... */
static const struct froe_slice library_starts[] = {
    /* JVM */
    FROE_SLICE("java."),
    FROE_SLICE("javax."),
    FROE_SLICE("jakarta."),
    FROE_SLICE("jdk."),
    FROE_SLICE("sun."),
    FROE_SLICE("com.sun."),
    FROE_SLICE("kotlin."),
    FROE_SLICE("kotlinx."),
    FROE_SLICE("scala."),
    FROE_SLICE("groovy."),
    FROE_SLICE("clojure."),
    FROE_SLICE("android."),
    FROE_SLICE("androidx."),
    FROE_SLICE("com.android."),
    FROE_SLICE("dalvik."),
    FROE_SLICE("org.springframework."),
    FROE_SLICE("org.apache."),
    FROE_SLICE("org.hibernate."),
    FROE_SLICE("org.eclipse."),
    FROE_SLICE("org.jboss."),
    FROE_SLICE("org.junit."),
    FROE_SLICE("io.netty."),
    FROE_SLICE("io.undertow."),
    FROE_SLICE("reactor."),
    FROE_SLICE("akka."),
    FROE_SLICE("com.zaxxer.hikari."),
    FROE_SLICE("org.postgresql."),
    FROE_SLICE("com.mysql."),
    FROE_SLICE("com.fasterxml.jackson."),
    /* .NET */
    FROE_SLICE("System."),
    FROE_SLICE("Microsoft."),
    /* Node */
    FROE_SLICE("node:"),
    FROE_SLICE("internal/"),
    FROE_SLICE("process._tickCallback"),
    /* Go */
    FROE_SLICE("panic("),
    FROE_SLICE("runtime."),
    FROE_SLICE("runtime/"),
    FROE_SLICE("testing."),
    FROE_SLICE("reflect."),
    FROE_SLICE("sync."),
    FROE_SLICE("syscall."),
    FROE_SLICE("net/http."),
    FROE_SLICE("net."),
    FROE_SLICE("internal/"),
    FROE_SLICE("encoding/"),
    FROE_SLICE("database/sql."),
    /* Rust, C and C++ */
    FROE_SLICE("std::"),
    FROE_SLICE("core::"),
    FROE_SLICE("alloc::"),
    FROE_SLICE("<std::"),
    FROE_SLICE("<core::"),
    FROE_SLICE("<alloc::"),
    FROE_SLICE("rust_"),
    FROE_SLICE("__rust"),
    FROE_SLICE("__libc_"),
    FROE_SLICE("__GI_"),
    FROE_SLICE("__pthread_"),
    FROE_SLICE("__asan_"),
    FROE_SLICE("__tsan_"),
    FROE_SLICE("__interceptor_"),
    FROE_SLICE("__sanitizer"),
    FROE_SLICE("_start"),
    FROE_SLICE("raise ("),
    FROE_SLICE("abort ("),
    FROE_SLICE("operator new"),
    FROE_SLICE("/lib/"),
    FROE_SLICE("/lib64/"),
    FROE_SLICE("/usr/lib"),
    /* PHP */
    FROE_SLICE("{main}"),
    FROE_SLICE("[internal function]"),
};

/* ... and by what they hold: the places where libraries are installed. */
static const struct froe_slice library_parts[] = {
    FROE_SLICE("/site-packages/"),
    FROE_SLICE("/dist-packages/"),
    FROE_SLICE("/lib/python"),
    FROE_SLICE("\"<frozen "),
    FROE_SLICE("_lib/versions/third_party/"),
    FROE_SLICE("node_modules/"),
    FROE_SLICE("node_modules\\"),
    FROE_SLICE("(node:"),
    FROE_SLICE("(internal/"),
    FROE_SLICE("(native)"),
    FROE_SLICE("(<anonymous>)"),
    FROE_SLICE("(unknown location)"),
    FROE_SLICE("(module.js:"),
    FROE_SLICE("(events.js:"),
    FROE_SLICE("(net.js:"),
    FROE_SLICE("(timers.js:"),
    FROE_SLICE("(bootstrap_node.js:"),
    FROE_SLICE("/gems/"),
    FROE_SLICE("/lib/ruby/"),
    FROE_SLICE(") lib/"),
    FROE_SLICE("/vendor/"),
    FROE_SLICE("/usr/local/go/src/"),
    FROE_SLICE("/usr/lib/go"),
    FROE_SLICE("/pkg/mod/"),
    FROE_SLICE("/rustc/"),
    FROE_SLICE("/.cargo/registry/"),
    FROE_SLICE("(dart:"),
    FROE_SLICE("(package:flutter/"),
    FROE_SLICE("/sysdeps/"),
    FROE_SLICE("(/lib/"),
    FROE_SLICE("(/usr/lib"),
    FROE_SLICE("from /lib/"),
    FROE_SLICE("from /usr/lib"),
};

static bool holds(struct froe_slice text, struct froe_slice part)
{
    return text.len && memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

static bool is_at_library(struct froe_slice place)
{
    for (size_t i = 0; i < sizeof library_parts / sizeof *library_parts; i++)
        if (holds(place, library_parts[i])) return true;
    return false;
}

static bool is_library(struct froe_slice frame)
{
    for (size_t i = 0; i < sizeof library_starts / sizeof *library_starts; i++)
        if (froe_slice_starts(frame, library_starts[i])) return true;
    return is_at_library(frame);
}

static struct froe_slice without(struct froe_slice text, struct froe_slice prefix)
{
    return froe_slice_starts(text, prefix) ? froe_slice_from(text, prefix.len) : text;
}

static size_t digits_at(struct froe_slice text, size_t at)
{
    size_t end = at;
    while (end < text.len && text.ptr[end] >= '0' && text.ptr[end] <= '9') end++;
    return end - at;
}

static size_t blanks_at(struct froe_slice text, size_t at)
{
    size_t end = at;
    while (end < text.len && (text.ptr[end] == ' ' || text.ptr[end] == '\t')) end++;
    return end - at;
}

/* Without "#3  0x7f10 in " and "PHP   3. ". */
static struct froe_slice behind_number(struct froe_slice text)
{
    size_t at = text.ptr[0] == '#' ? 1 : strlen("PHP");
    at += blanks_at(text, at);
    at += digits_at(text, at);
    if (at < text.len && text.ptr[at] == '.') at++;
    text = froe_slice_from(text, at + blanks_at(text, at));
    if (!froe_slice_starts(text, FROE_SLICE("0x"))) return text;
    const char *in = memmem(text.ptr, text.len, " in ", strlen(" in "));
    return in ? froe_slice_from(text, (size_t)(in - text.ptr) + strlen(" in ")) : text;
}

/* "at f (x.js:1:2)", also behind "async " and "eval ". */
static struct froe_slice behind_at(struct froe_slice text)
{
    if (!memchr(text.ptr, '(', text.len) && !memchr(text.ptr, ':', text.len))
        return froe_slice(NULL, 0); /* a common word */
    const char *at = memmem(text.ptr, text.len, "at ", strlen("at "));
    text = at ? froe_slice_from(text, (size_t)(at - text.ptr) + strlen("at ")) : text;
    return without(text, FROE_SLICE("async "));
}

/* What the line says as a frame, in the state behind it; absent when it is none. */
static struct froe_slice frame_of(unsigned state, const struct froe_trace_look *look)
{
    struct froe_slice none = {NULL, 0}, text = froe_slice_trim(look->text);
    if (state == FROE_TRACE_RUST) { /* "3: app::run" */
        size_t number = digits_at(text, 0);
        bool frame = number && froe_slice_starts(froe_slice_from(text, number), FROE_SLICE(": "));
        return frame ? froe_slice_from(text, number + 2) : none;
    }
    switch (look->shape) {
    case SHAPE_AT_CALL:
    case SHAPE_AT: return behind_at(text);
    case SHAPE_FRAME:
    case SHAPE_FRAME_0: return behind_number(text);
    case SHAPE_RUBY_FROM: return without(text, FROE_SLICE("from "));
    case SHAPE_RUBY_FRAME:
    case SHAPE_PYTHON_FILE:
    case SHAPE_NATIVE: return text;
    case SHAPE_CALL: return state == FROE_TRACE_GO ? text : none;
    default: return none;
    }
}

/* A Go frame's arguments are addresses. */
static struct froe_slice without_arguments(struct froe_slice call)
{
    size_t open = call.len;
    while (open && call.ptr[open - 1] != '(') open--;
    return open > 1 ? froe_slice(call.ptr, open - 1) : call;
}

static struct froe_slice cut_line(struct froe_slice *rest)
{
    const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    struct froe_slice line = end ? froe_slice(rest->ptr, (size_t)(end - rest->ptr)) : *rest;
    *rest = end ? froe_slice_from(*rest, line.len + 1) : froe_slice(NULL, 0);
    return line;
}

struct froe_slice froe_trace_frame(struct froe_slice body)
{
    struct froe_trace trace = {0};
    struct froe_slice rest = body, top = {NULL, 0};
    bool after_empty = false;
    while (rest.ptr) {
        struct froe_slice line = cut_line(&rest);
        if (trace.begun && !froe_slice_trim(line).len) {
            after_empty = true;
            continue;
        }
        struct froe_trace_look look = froe_trace_look(line);
        enum froe_trace_line kind =
            trace.begun ? froe_trace_next(&trace, &look, after_empty) : FROE_TRACE_OTHER;
        if (kind == FROE_TRACE_OTHER) kind = froe_trace_begin(&trace, &look);
        after_empty = false;
        if (kind == FROE_TRACE_EXCEPTION && top.ptr) break; /* the Python trace is complete */
        if (kind == FROE_TRACE_EXCEPTION || trace.state == FROE_TRACE_NONE) continue;
        struct froe_slice frame = frame_of(trace.state, &look), peek = rest;
        if (!frame.len || is_library(frame)) continue;
        bool go = look.shape == SHAPE_CALL;
        if (go && is_at_library(cut_line(&peek))) continue;
        top = go ? without_arguments(frame) : frame;
        if (look.shape != SHAPE_PYTHON_FILE) break;
    }
    return trace.found ? top : froe_slice(NULL, 0);
}
