/* The levels of the contract, and the words and letters people write for them. */
#ifndef FROE_BASE_LEVEL_H
#define FROE_BASE_LEVEL_H

#include "base/slice.h"

enum froe_level {
    FROE_LEVEL_NONE, /* the record says nothing */
    FROE_LEVEL_TRACE,
    FROE_LEVEL_DEBUG,
    FROE_LEVEL_INFO,
    FROE_LEVEL_NOTICE,
    FROE_LEVEL_WARN,
    FROE_LEVEL_ERROR,
    FROE_LEVEL_FATAL,
    FROE_LEVEL_COUNT
};

/* "trace" ... "fatal"; NULL for none. */
const char *froe_level_name(enum froe_level level);
/* The letter in a cluster's id: t d i n w e f, '-' for none. */
char froe_level_letter(enum froe_level level);
/* Reads a whole word in any case: info, WARNING, SEVERE, crit, E, FINE ... FROE_LEVEL_NONE when it
   is no level. Single letters are accepted (V D I W E F T N C). */
enum froe_level froe_level_parse(struct froe_slice word);
/* Syslog severities 0 (emergency) to 7 (debug), RFC 5424; NONE outside. */
enum froe_level froe_level_from_syslog(int severity);

#endif
