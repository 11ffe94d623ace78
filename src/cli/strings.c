#include "cli/strings.h"

#include <stdlib.h>

bool froe_strings_add(struct froe_strings *strings, const char *string)
{
    if (strings->count == strings->capacity) {
        size_t capacity = strings->capacity ? strings->capacity * 2 : 8;
        const char **items = realloc(strings->items, capacity * sizeof *items);
        if (!items) return false;
        strings->items = items;
        strings->capacity = capacity;
    }
    strings->items[strings->count++] = string;
    return true;
}

void froe_strings_release(struct froe_strings *strings)
{
    free(strings->items);
    *strings = (struct froe_strings){0};
}
