#include "record/learn_column.h"

#include "base/hash.h"
#include "base/level.h"
#include "base/map.h"

enum { SEED_VALUE = 1, SEED_SHAPE = 2 };

struct tally {
    struct froe_map values, shapes, nexts, pairs;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Hash of the value with every run of digits as one. */
static uint64_t shape_hash(struct froe_slice value)
{
    uint64_t hash = SEED_SHAPE;
    for (size_t i = 0; i < value.len; i++) {
        bool digit = is_digit(value.ptr[i]);
        if (digit && i && is_digit(value.ptr[i - 1])) continue;
        hash = froe_hash_mix(hash, digit ? '0' : (unsigned char)value.ptr[i]);
    }
    return hash;
}

/* 12:03:44, with or without a fraction. */
static bool is_clock(struct froe_slice value)
{
    unsigned colons = 0;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        bool fraction = colons == 2 && (c == '.' || c == ',');
        colons += c == ':';
        if (!is_digit(c) && c != ':' && !fraction) return false;
    }
    return colons == 2 && value.len >= 7 && is_digit(value.ptr[0]);
}

static bool is_http_method(struct froe_slice value)
{
    static const struct froe_slice methods[] = {
        FROE_SLICE("GET"),     FROE_SLICE("POST"),  FROE_SLICE("PUT"),  FROE_SLICE("DELETE"),
        FROE_SLICE("OPTIONS"), FROE_SLICE("PATCH"), FROE_SLICE("HEAD"), FROE_SLICE("CONNECT"),
    };
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (froe_slice_eq(value, methods[i])) return true;
    return false;
}

/* What letters and other bytes the value is made of. */
struct makeup {
    unsigned lower, upper, digits, blanks, joints, humps, equals;
};

static struct makeup makeup_of(struct froe_slice value)
{
    struct makeup makeup = {0};
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        makeup.lower += is_lower(c);
        makeup.upper += is_upper(c);
        makeup.digits += is_digit(c);
        makeup.blanks += c == ' ' || c == '\t';
        makeup.equals += c == '=';
        bool inside = i && i + 1 < value.len;
        makeup.joints += inside && c && strchr("._-/:@$", c);
        makeup.humps += inside && is_upper(c) && is_lower(value.ptr[i - 1]);
    }
    return makeup;
}

static bool is_code(struct froe_slice value)
{
    bool letter = false, sign = false;
    for (size_t i = 0; i <= value.len; i++) {
        char c = i < value.len ? value.ptr[i] : ' ';
        letter |= is_lower(c) || is_upper(c);
        sign |= is_digit(c) || c == '=';
        if (c != ' ' && c != '\t') continue;
        if (letter && !sign) return false;
        letter = sign = false;
    }
    return true;
}

static void look_at(struct froe_column *column, struct froe_slice value, unsigned *level_bits)
{
    struct makeup is = makeup_of(value);
    enum froe_level level = froe_level_parse(value);
    if (level && (value.len > 1 || is.upper)) {
        column->levels++;
        column->loud_levels += !is.lower;
        *level_bits |= 1u << level;
    }
    size_t letters = is.lower + is.upper;
    column->empty += value.len == 0;
    column->nils += value.len == 1 && value.ptr[0] == '-';
    column->integers += value.len > 0 && is.digits == value.len;
    column->clocks += is_clock(value);
    column->names += !is.blanks && !is.equals && letters && (is.digits || is.joints || is.humps);
    column->capitals +=
        letters == value.len && is.upper == letters && letters > 1 && !is_http_method(value);
    column->loud += letters > 1 && !is.lower && !is.digits;
    column->sentences +=
        letters == value.len && is.upper == 1 && letters > 1 && is_upper(value.ptr[0]) && !level;
    column->lettered += letters > 0;
    column->blanks += is.blanks > 0;
    column->codes += is_code(value);
    column->numbered += letters && is_digit(value.ptr[value.len - 1]);
    column->tagged += value.len > 2 && letters &&
                      (value.ptr[value.len - 1] == ']' || value.ptr[value.len - 1] == ')');
}

static bool count_hash(struct froe_map *map, uint64_t hash, uint32_t fresh)
{
    return froe_map_put(map, hash, fresh, NULL) != NULL;
}

static bool tally_line(struct tally *tally, struct froe_slice value, struct froe_slice next)
{
    uint64_t shape = shape_hash(value), next_shape = shape_hash(next);
    bool inserted = false;
    bool ok = count_hash(&tally->values, froe_hash_bytes(value, SEED_VALUE), 0) &&
              count_hash(&tally->shapes, shape, 0) &&
              froe_map_put(&tally->pairs, froe_hash_mix(shape, next_shape), 0, &inserted);
    uint32_t *values_before = froe_map_put(&tally->nexts, next_shape, 0, NULL);
    if (!ok || !values_before) return false;
    *values_before += inserted;
    return true;
}

enum froe_status froe_column_describe(struct froe_column *column, const struct froe_slice *values,
                                      const struct froe_slice *nexts, size_t count,
                                      struct froe_error *error)
{
    struct tally tally = {0};
    unsigned level_bits = 0;
    bool ok = true;
    *column = (struct froe_column){0};
    for (size_t i = 0; ok && i < count; i++) {
        if (!values[i].ptr) continue;
        column->present++;
        look_at(column, values[i], &level_bits);
        ok = tally_line(&tally, values[i], nexts[i]);
    }
    for (size_t i = 0; ok && i < count; i++) {
        if (!values[i].ptr) continue;
        const uint32_t *before = froe_map_find(&tally.nexts, shape_hash(nexts[i]));
        column->shared += before && *before > 1;
    }
    column->level_count = (unsigned)__builtin_popcount(level_bits);
    column->values = (unsigned)tally.values.count;
    column->shapes = (unsigned)tally.shapes.count;
    column->nexts = (unsigned)tally.nexts.count;
    column->pairs = (unsigned)tally.pairs.count;
    froe_map_release(&tally.values);
    froe_map_release(&tally.shapes);
    froe_map_release(&tally.nexts);
    froe_map_release(&tally.pairs);
    return ok ? FROE_OK : froe_error_memory(error);
}
