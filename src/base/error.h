/* Errors are values: a status, a message with context, and where known a position. */
#ifndef FROE_BASE_ERROR_H
#define FROE_BASE_ERROR_H

#include <stdint.h>

/* Names and texts of every status, in one place. */
#define FROE_STATUS_LIST(X)                                                                        \
    X(OK, "ok")                                                                                    \
    X(MEMORY, "out of memory")                                                                     \
    X(IO, "input or output failed")                                                                \
    X(TRUNCATED, "input ends too early")                                                           \
    X(CORRUPT, "input is damaged")                                                                 \
    X(SYNTAX, "syntax error")                                                                      \
    X(USAGE, "wrong use")                                                                          \
    X(LIMIT, "limit reached")                                                                      \
    X(NOT_FOUND, "not found")                                                                      \
    X(STOPPED, "stopped by the caller")

enum froe_status {
#define X(name, text) FROE_##name,
    FROE_STATUS_LIST(X)
#undef X
};

enum { FROE_ERROR_MESSAGE_MAX = 512 };

struct froe_error {
    enum froe_status status;
    uint64_t byte; /* position in the input, 0 when unknown */
    uint32_t line; /* 1-based, 0 when unknown */
    char message[FROE_ERROR_MESSAGE_MAX];
};

/* The fixed text of a status; never NULL. */
const char *froe_status_text(enum froe_status status);

/* Fills *error (NULL is allowed) and returns status, so that `return froe_error_set(...)` reads
   well. The message is cut at FROE_ERROR_MESSAGE_MAX - 1 bytes. error->message may be an argument,
   so that an error can be wrapped in a longer one. */
enum froe_status froe_error_set(struct froe_error *error, enum froe_status status,
                                const char *format, ...) __attribute__((format(printf, 3, 4)));

/* froe_error_set(error, FROE_MEMORY, ...) in the one wording. */
enum froe_status froe_error_memory(struct froe_error *error);

#endif
