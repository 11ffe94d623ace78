/* Text on a terminal: how many columns it takes, and how to print it without letting a log line
   control the terminal. */
#ifndef FROE_REPORT_WIDTH_H
#define FROE_REPORT_WIDTH_H

#include "base/buf.h"
#include <stdint.h>

#define FROE_COLUMNS_ANY SIZE_MAX

/* Columns of one character: 0 for combining marks and joiners, 2 for East Asian wide ones and
   emoji, else 1 (Unicode 15, UAX 11, in ranges). */
unsigned froe_char_columns(uint32_t code_point);

/* Columns that froe_text_put prints the text in. */
size_t froe_text_columns(struct froe_slice text);

/* Appends as much of the text as fits into `columns`, and returns the columns used. A line end is
   shown as U+23CE, a tab as a space; other control characters, characters that turn the direction
   of text, and bytes that are no UTF-8 as U+FFFD. */
size_t froe_text_put(struct froe_buf *out, struct froe_slice text, size_t columns);

/* As froe_text_put, but the text ends in an ellipsis when it does not fit. */
size_t froe_text_put_cut(struct froe_buf *out, struct froe_slice text, size_t columns);

#endif
