/* Fast non-cryptographic 64-bit hashing, the same on every machine and in every run. */
#ifndef FROE_BASE_HASH_H
#define FROE_BASE_HASH_H

#include "base/slice.h"
#include <stdint.h>

/* Mixes two words by a 64x64 to 128 bit multiplication folded to 64 (the "mum" of wyhash). The
   words are folded in once more, since a factor of zero would make the product forget the other
   one, and whoever writes the logs could make everything collide. */
static inline uint64_t froe_hash_mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product =
        (unsigned __int128)(a ^ 0x9e3779b97f4a7c15u) * (b ^ 0xe7037ed1a0b428dbu);
    return (uint64_t)product ^ (uint64_t)(product >> 64) ^ a ^ b;
}

/* Hash of a byte string; different seeds give independent hashes. */
uint64_t froe_hash_bytes(struct froe_slice bytes, uint64_t seed);

#endif
