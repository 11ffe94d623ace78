/* The file of pinned templates. */
#ifndef FROE_ENGINE_PINS_LOAD_H
#define FROE_ENGINE_PINS_LOAD_H

#include "base/error.h"
#include "mine/pins.h"

/* Reads the file and compiles its pins. FROE_USAGE, with the file's name and where known the line,
   when it cannot be read, is larger than FROE_PINS_BYTES_MAX, or is wrong. */
enum froe_status froe_pins_load(const char *path, const struct froe_masks *masks,
                                struct froe_pins **pins, struct froe_error *error);

#endif
