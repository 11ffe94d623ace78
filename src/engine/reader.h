/* Private to src/engine: files as a producer for the engine. */
#ifndef FROE_ENGINE_READER_H
#define FROE_ENGINE_READER_H

#include "engine/engine.h"
#include "engine/run.h"
#include "input/walk.h"

/* The inputs of a run. Standard input is spooled to a temporary file when it must be read twice. */
struct froe_reader {
    const struct froe_options *options;
    const struct froe_hooks *hooks;
    struct froe_paths paths;
    int spool_fd; /* -1: none */
    uint64_t files_failed, files_binary;
    struct froe_progress progress;
};

enum froe_status froe_reader_init(struct froe_reader *reader, const struct froe_options *options,
                                  const struct froe_hooks *hooks, const char *const *paths,
                                  size_t path_count, unsigned passes, struct froe_error *error);
void froe_reader_release(struct froe_reader *reader);

/* Feeds every input to the engine, one after the other. Warnings and failure counts belong to the
   first pass. Fails only for reasons that are not an input's own. */
enum froe_status froe_reader_feed_all(struct froe_reader *reader, struct froe_engine *engine,
                                      struct froe_error *error);

#endif
