/* A hash of a text with its digits erased: texts that differ in nothing but the values of their
   digits have the same. Eight bytes a step; the same on every machine. */
#ifndef FROE_BASE_ERASE_H
#define FROE_BASE_ERASE_H

#include "base/hash.h"

/* Every byte '0' to '9' of the word becomes '0'; other bytes stay. */
static inline uint64_t froe_erase_digits(uint64_t word)
{
    const uint64_t high = 0x8080808080808080u, low = 0x7f7f7f7f7f7f7f7fu;
    uint64_t offset = word ^ 0x3030303030303030u; /* 0 to 9 for digits */
    uint64_t other = ((offset & low) + 0x7676767676767676u) | offset;
    uint64_t digit = ~other & high; /* the high bit of each byte that is a digit */
    return word & ~((digit >> 7) * 0x0f);
}

static inline uint64_t froe_erase_load(const char *p, size_t n)
{
    uint64_t word = 0;
    memcpy(&word, p, n);
    return froe_erase_digits(word);
}

static inline uint64_t froe_erased_hash(struct froe_slice text)
{
    const char *p = text.ptr;
    size_t n = text.len;
    uint64_t a = 0xa0761d6478bd642fu, b = 0xe7037ed1a0b428dbu;
    for (; n >= 32; p += 32, n -= 32) { /* two lanes: a multiplication waits for the one before */
        a = froe_hash_mix(froe_erase_load(p, 8) ^ a, froe_erase_load(p + 8, 8));
        b = froe_hash_mix(froe_erase_load(p + 16, 8) ^ b, froe_erase_load(p + 24, 8));
    }
    for (; n >= 8; p += 8, n -= 8) a = froe_hash_mix(a, froe_erase_load(p, 8));
    if (n) b = froe_hash_mix(b, froe_erase_load(p, n));
    return froe_hash_mix(froe_hash_mix(a, b), text.len ^ 0x1d8e4e27c47d124fu);
}

#endif
