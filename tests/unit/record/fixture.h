/* The built-in formats and memory for what is read, for tests of heads. */
#ifndef FROE_TESTS_RECORD_FIXTURE_H
#define FROE_TESTS_RECORD_FIXTURE_H

#include "record/head.h"
#include "record/members.h"

#include <stdlib.h>

static const struct froe_time_context times = {.year = 2026};
static const struct froe_detected nothing = {.format = NULL};

struct fixture {
    struct froe_formats *formats;
    struct froe_arena arena;
    struct froe_members members;
};

static inline int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture) return -1;
    *state = fixture;
    fixture->formats = froe_formats_new(NULL);
    return fixture->formats ? 0 : -1;
}

static inline int tear_down(void **state)
{
    struct fixture *fixture = *state;
    froe_formats_free(fixture->formats);
    froe_arena_release(&fixture->arena);
    free(fixture);
    return 0;
}

#endif
