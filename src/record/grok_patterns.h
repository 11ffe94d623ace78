/* The pattern names that grok users know, built in. Private to grok. */
#ifndef FROE_RECORD_GROK_PATTERNS_H
#define FROE_RECORD_GROK_PATTERNS_H

#include "base/slice.h"

/* The regular expression of a name, which may hold further %{NAME:field}; NULL when there is none.
 */
const char *froe_grok_builtin(struct froe_slice name);

#endif
