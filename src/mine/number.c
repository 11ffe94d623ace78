#include "mine/number.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

/* A double printed in full is shorter. */
enum { NUMBER_BYTES_MAX = 400 };

static double duration_factor(struct froe_slice unit)
{
    static const struct {
        const char *unit;
        double factor;
    } units[] = {{"ns", 1e-9},        {"us", 1e-6}, {"usec", 1e-6}, {"\xc2\xb5s", 1e-6},
                 {"\xce\xbcs", 1e-6}, {"ms", 1e-3}, {"msec", 1e-3}, {"s", 1},
                 {"sec", 1},          {"secs", 1},  {"m", 60},      {"min", 60},
                 {"mins", 60},        {"h", 3600},  {"hr", 3600},   {"hrs", 3600},
                 {"d", 86400}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (froe_slice_eq(unit, froe_slice_cstr(units[i].unit))) return units[i].factor;
    return NAN;
}

static double size_factor(struct froe_slice unit)
{
    if (unit.len == 0 || unit.len > 3) return NAN;
    switch (toupper((unsigned char)unit.ptr[0])) {
    case 'B': return 1;
    case 'K': return 1024.0;
    case 'M': return 1048576.0;
    case 'G': return 1073741824.0;
    case 'T': return 1099511627776.0;
    case 'P': return 1125899906842624.0;
    default: return NAN;
    }
}

/* Copies digits, sign, point and exponent; a comma between digits is grouping, or the point when it
   is the only one and not followed by exactly three digits. Returns the text behind. */
static struct froe_slice read_number(struct froe_slice text, double *number)
{
    char digits[NUMBER_BYTES_MAX];
    size_t n = 0, i = 0;
    while (i < text.len && n + 1 < sizeof digits) {
        char c = text.ptr[i];
        bool exponent = (c == 'e' || c == 'E') && n && i + 1 < text.len &&
                        (isdigit((unsigned char)text.ptr[i + 1]) ||
                         ((text.ptr[i + 1] == '-' || text.ptr[i + 1] == '+') && i + 2 < text.len &&
                          isdigit((unsigned char)text.ptr[i + 2])));
        bool sign =
            (c == '-' || c == '+') && (n == 0 || digits[n - 1] == 'e' || digits[n - 1] == 'E');
        if (c == ',') {
            size_t run = 0;
            while (i + 1 + run < text.len && isdigit((unsigned char)text.ptr[i + 1 + run])) run++;
            if (run != 3) digits[n++] = '.';
            i++;
            continue;
        }
        if (!isdigit((unsigned char)c) && c != '.' && !exponent && !sign) break;
        digits[n++] = c;
        i++;
    }
    digits[n] = '\0';
    char *end;
    *number = n ? strtod(digits, &end) : NAN;
    if ((n && *end) || n + 1 == sizeof digits) *number = NAN;
    return froe_slice_from(text, i);
}

double froe_number_of(struct froe_slice text, uint8_t type)
{
    if (type != FROE_VAR_NUM && type != FROE_VAR_DUR && type != FROE_VAR_SIZE) return NAN;
    double total = 0;
    bool any = false, negative = text.len && text.ptr[0] == '-';
    while (text.len) { /* more than one part only in "1h2m3s" */
        double number;
        struct froe_slice unit = read_number(text, &number);
        if (isnan(number) || unit.len == text.len) return NAN;
        size_t letters = 0;
        while (letters < unit.len && !isdigit((unsigned char)unit.ptr[letters])) letters++;
        text = froe_slice_from(unit, letters);
        unit.len = letters;
        if (type == FROE_VAR_DUR) number *= duration_factor(unit);
        if (type == FROE_VAR_SIZE) number *= size_factor(froe_slice_trim(unit));
        total += negative && number > 0 ? -number : number; /* "-1h30m" is all negative */
        any = true;
        if (type != FROE_VAR_DUR) break;
    }
    return any ? total : NAN;
}
