#include "base/hash.h"

static uint64_t load(const char *p, size_t n)
{
    uint64_t word = 0;
    memcpy(&word, p, n); /* little-endian hosts only, as documented in ARCHITECTURE.md */
    return word;
}

uint64_t froe_hash_bytes(struct froe_slice bytes, uint64_t seed)
{
    const char *p = bytes.ptr;
    size_t n = bytes.len;
    uint64_t h = froe_hash_mix(seed ^ 0xa0761d6478bd642fu, n);
    while (n >= 16) {
        h = froe_hash_mix(load(p, 8) ^ 0x8ebc6af09c88c6e3u, load(p + 8, 8) ^ h);
        p += 16;
        n -= 16;
    }
    uint64_t a = 0, b = 0;
    if (n >= 8) {
        a = load(p, 8);
        b = load(p + 8, n - 8);
    } else if (n) {
        a = load(p, n);
    }
    /* Two finishing rounds: short strings that differ in one bit must not meet. */
    h = froe_hash_mix(a ^ 0x589965cc75374cc3u, b ^ h);
    return froe_hash_mix(h, bytes.len ^ 0x1d8e4e27c47d124fu);
}
