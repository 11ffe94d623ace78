/* A growing list of borrowed C strings. */
#ifndef FROE_CLI_STRINGS_H
#define FROE_CLI_STRINGS_H

#include <stdbool.h>
#include <stddef.h>

struct froe_strings {
    const char **items; /* owned; the strings are borrowed */
    size_t count, capacity;
};

/* A zeroed struct is an empty list. False when memory is out. */
bool froe_strings_add(struct froe_strings *strings, const char *string);
void froe_strings_release(struct froe_strings *strings);

#endif
