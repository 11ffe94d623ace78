/* Whether a log gives the same report when lines like earlier ones are not read again, and when
   every line is: for the unit test and the fuzzer. */
#ifndef FROE_TESTS_MEMO_CHECK_H
#define FROE_TESTS_MEMO_CHECK_H

#include "base/buf.h"

/* The JSON of a scan into *json (cleared before). False when anything failed. */
bool memo_check_scan(struct froe_slice text, const char *layout, size_t block_bytes,
                     bool read_in_full, struct froe_buf *json);
/* Appends the line `times` times; in all but the first, digits are redrawn. */
void memo_check_repeat(struct froe_buf *log, struct froe_slice line, unsigned times,
                       uint64_t *seed);
uint64_t memo_check_random(uint64_t *seed);

#endif
