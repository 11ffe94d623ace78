/* Decoding of UTF-8 as far as froe needs it: how long is the next character, is it well-formed. */
#ifndef FROE_BASE_UTF8_H
#define FROE_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Length in bytes (1 to 4) of the well-formed character at p, of which `rest` > 0 bytes are there;
   0 when it is ill-formed, and then *bad is the length of the maximal ill-formed part
   (Unicode 15.0, section 3.9, table 3-7). */
static inline size_t froe_utf8_next(const unsigned char *p, size_t rest, size_t *bad)
{
    unsigned char c = p[0];
    *bad = 1;
    if (c < 0x80) return 1;
    if (c < 0xc2 || c > 0xf4) return 0;
    size_t need = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    unsigned char low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    unsigned char high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    for (size_t i = 1; i < need; i++) {
        if (i >= rest || p[i] < low || p[i] > high) {
            *bad = i;
            return 0;
        }
        low = 0x80;
        high = 0xbf;
    }
    return need;
}

#endif
