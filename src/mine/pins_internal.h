/* Private to src/mine: pins.c reads pins, pin_match.c finds the one that fits. */
#ifndef FROE_MINE_PINS_INTERNAL_H
#define FROE_MINE_PINS_INTERNAL_H

#include "base/map.h"
#include "mine/pins.h"

enum { FROE_PIN_HOLES_MAX = FROE_TOKENS_MAX / 2 };

struct froe_pin {
    struct froe_template template;
    size_t constant_chars;
    uint32_t line;
};

/* A word that a message must have for the pin to fit. */
struct froe_pin_key {
    uint64_t hash; /* 0: the pin has no such word */
    uint32_t pin;
};

struct froe_pins {
    struct froe_arena arena;
    struct froe_pin *items; /* by rank */
    size_t count;
    struct froe_pin_key *keys;  /* one a pin, sorted by hash, then pin; those without come first */
    struct froe_map key_starts; /* hash to the index of its first key */
    struct froe_map plain;      /* hash of the plain text to the pin */
};

/* Fills keys and key_starts. False when memory is out. */
bool froe_pins_index(struct froe_pins *pins);

#endif
