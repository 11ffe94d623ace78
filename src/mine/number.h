/* The number in a variable's text. */
#ifndef FROE_MINE_NUMBER_H
#define FROE_MINE_NUMBER_H

#include "base/slice.h"
#include "lex/token.h"

/* Numbers as they are, durations in seconds, sizes in bytes (K, M, G ... are powers of 1024); NAN
   for other types and for texts that are none. */
double froe_number_of(struct froe_slice text, uint8_t type);

#endif
