/* Which records count: level, service, text, time. */
#ifndef FROE_ENGINE_FILTER_H
#define FROE_ENGINE_FILTER_H

#include "base/error.h"
#include "base/slice.h"
#include "engine/options.h"

struct froe_filter;

/* Compiles the selection of the options. `last_ns` is the time durations count back from
   (FROE_TIME_NONE: they select everything). NULL with an error when a regex is wrong. */
struct froe_filter *froe_filter_new(const struct froe_options *options, int64_t last_ns,
                                    struct froe_error *error);
void froe_filter_free(struct froe_filter *filter);

bool froe_filter_needs_text(const struct froe_filter *filter);

/* `raw` is looked at only when froe_filter_needs_text. Thread-safe. */
bool froe_filter_selects(const struct froe_filter *filter, enum froe_level level,
                         struct froe_slice service, int64_t time_ns, struct froe_slice raw);

#endif
