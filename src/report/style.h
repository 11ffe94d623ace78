/* The few quiet colours of the terminal outputs. */
#ifndef FROE_REPORT_STYLE_H
#define FROE_REPORT_STYLE_H

#include "base/buf.h"
#include "base/level.h"

#define FROE_STYLE_DIM      "\033[2m"
#define FROE_STYLE_BOLD     "\033[1m"
#define FROE_STYLE_VARIABLE "\033[36m"
#define FROE_STYLE_WARN     "\033[33m"
#define FROE_STYLE_ERROR    "\033[31m"
#define FROE_STYLE_END      "\033[0m"

/* NULL: the default colour. */
static inline const char *froe_style_of_level(enum froe_level level)
{
    switch (level) {
    case FROE_LEVEL_ERROR:
    case FROE_LEVEL_FATAL: return FROE_STYLE_ERROR;
    case FROE_LEVEL_WARN: return FROE_STYLE_WARN;
    case FROE_LEVEL_DEBUG:
    case FROE_LEVEL_TRACE: return FROE_STYLE_DIM;
    default: return NULL;
    }
}

static inline void froe_style_begin(struct froe_buf *out, bool color, const char *style)
{
    if (color && style) froe_buf_append_cstr(out, style);
}

static inline void froe_style_end(struct froe_buf *out, bool color, const char *style)
{
    if (color && style) froe_buf_append_cstr(out, FROE_STYLE_END);
}

#endif
