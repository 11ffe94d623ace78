/* The formats of a run: the built-in ones, the user's, and those that the options name. */
#ifndef FROE_ENGINE_FORMATS_LOAD_H
#define FROE_ENGINE_FORMATS_LOAD_H

#include "engine/options.h"
#include "record/head.h"

enum { FROE_PATTERN_FILE_BYTES_MAX = 1024 * 1024 };

/* Built-in formats, then those of options->format_dir (which need not exist), of layout_dir (which
   must), and the layout. In a directory files that end in .yaml or .yml hold formats; files without
   an extension, and those that end in .grok, .pattern or .patterns, hold grok patterns; others are
   left alone. Patterns are read first, files in the order of their names. */
enum froe_status froe_formats_load(const struct froe_options *options,
                                   struct froe_formats **formats, struct froe_error *error);

#endif
