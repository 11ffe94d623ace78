/* The morphology of a word: which part of it, if any, is a variable. */
#include "lex/scan.h"

#include <ctype.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
    return isalpha((unsigned char)c) != 0;
}

static bool is_hex(char c)
{
    return isxdigit((unsigned char)c) != 0;
}

static size_t count_digits(struct froe_slice word)
{
    size_t n = 0;
    for (size_t i = 0; i < word.len; i++) n += is_digit(word.ptr[i]);
    return n;
}

static bool listed(const char *const *list, struct froe_slice word)
{
    enum { LISTED_BYTES_MAX = 8 }; /* no list holds a longer word */
    if (word.len == 0 || word.len > LISTED_BYTES_MAX) return false;
    for (; *list; list++)
        if (**list == word.ptr[0] && froe_slice_eq(froe_slice_cstr(*list), word)) return true;
    return false;
}

/* Length of a number at the start: sign, digits, grouping and fraction, exponent; 0 if none. */
static size_t number_prefix(struct froe_slice word)
{
    size_t i = 0;
    if (i < word.len && (word.ptr[i] == '+' || word.ptr[i] == '-')) i++;
    size_t digits = i;
    while (i < word.len && is_digit(word.ptr[i])) i++;
    bool any = i > digits;
    while (i + 1 < word.len && (word.ptr[i] == '.' || word.ptr[i] == ',') &&
           is_digit(word.ptr[i + 1])) {
        i++;
        while (i < word.len && is_digit(word.ptr[i])) i++;
        any = true;
    }
    if (!any) return 0;
    size_t e = i;
    if (e < word.len && (word.ptr[e] == 'e' || word.ptr[e] == 'E')) {
        e++;
        if (e < word.len && (word.ptr[e] == '+' || word.ptr[e] == '-')) e++;
        if (e < word.len && is_digit(word.ptr[e])) {
            while (e < word.len && is_digit(word.ptr[e])) e++;
            if (e == word.len) return e;
        }
    }
    return i;
}

/* The type of a number followed at once by a unit; FROE_VAR_ANY when the rest is no unit. */
static uint8_t unit_type(struct froe_slice unit)
{
    static const char *const durations[] = {"ms", "us",   "ns",   "s",         "sec",       "secs",
                                            "m",  "min",  "mins", "h",         "hr",        "hrs",
                                            "d",  "msec", "usec", "\xc2\xb5s", "\xce\xbcs", NULL};
    static const char *const sizes[] = {"B",   "K",   "M",  "G",  "T",  "P",   "k",   "KB",
                                        "kB",  "MB",  "GB", "TB", "PB", "KiB", "MiB", "GiB",
                                        "TiB", "PiB", "Ki", "Mi", "Gi", "Ti",  "Kb",  "Mb",
                                        "Gb",  "g",   "b",  "kb", "mb", "gb",  NULL};
    static const char *const numbers[] = {"%",   "C",   "F",   "V",   "W",  "A", "Hz",
                                          "KHz", "MHz", "GHz", "px",  "dp", "x", "th",
                                          "st",  "nd",  "rd",  "rpm", NULL};
    if (listed(durations, unit)) return FROE_VAR_DUR;
    if (listed(sizes, unit)) return FROE_VAR_SIZE;
    return listed(numbers, unit) ? FROE_VAR_NUM : FROE_VAR_ANY;
}

/* "1h2m3.5s", as Go prints durations. */
static bool compound_duration(struct froe_slice word)
{
    size_t parts = 0;
    while (word.len) {
        size_t n = number_prefix(word), unit = n;
        while (unit < word.len && is_alpha(word.ptr[unit])) unit++;
        if (n == 0 || unit == n || unit_type(froe_slice(word.ptr + n, unit - n)) != FROE_VAR_DUR)
            return false;
        word = froe_slice_from(word, unit);
        parts++;
    }
    return parts > 1;
}

/* Lower- or upper-case hexadecimal of some length, with a digit, or long without one. */
static bool hash_like(struct froe_slice word, size_t digits)
{
    bool lower = true, upper = true;
    for (size_t i = 0; i < word.len; i++) {
        if (!is_hex(word.ptr[i])) return false;
        lower &= !isupper((unsigned char)word.ptr[i]);
        upper &= !islower((unsigned char)word.ptr[i]);
    }
    if (digits) return word.len >= 4;
    return (lower && word.len >= 6) || (upper && word.len >= 8);
}

/* A suffix as Kubernetes makes them: lower-case letters and digits; a real one has a digit or no
   vowel (the generator's alphabet is bcdfghjklmnpqrstvwxz2456789). */
static bool generated_suffix(struct froe_slice part)
{
    bool digit = false, vowel = false, letter = false;
    for (size_t i = 0; i < part.len; i++) {
        char c = part.ptr[i];
        if (!is_digit(c) && !(c >= 'a' && c <= 'z')) return false;
        digit |= is_digit(c);
        letter |= !is_digit(c);
        vowel |= c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
    }
    return (digit && letter) || (digit && part.len >= 8) || (letter && !vowel);
}

/* name-REPLICASET-xxxxx of a Deployment, and name-xxxxx of a DaemonSet or Job when the five are
   beyond doubt. */
static bool pod_name(struct froe_slice word)
{
    size_t last = word.len;
    while (last > 0 && word.ptr[last - 1] != '-') last--;
    if (last < 2 || word.len - last != 5) return false;
    if (!generated_suffix(froe_slice_from(word, last))) return false;
    size_t middle = last - 1;
    while (middle > 0 && word.ptr[middle - 1] != '-') middle--;
    if (middle < 2) return false;
    struct froe_slice replica_set = froe_slice(word.ptr + middle, last - 1 - middle);
    if (replica_set.len < 5 || replica_set.len > 10 || !generated_suffix(replica_set)) return false;
    for (size_t i = 0; i < middle - 1; i++) {
        char c = word.ptr[i];
        if (!is_digit(c) && !(c >= 'a' && c <= 'z') && c != '-' && c != '.') return false;
    }
    return is_alpha(word.ptr[0]);
}

/* "node-12", "eth.4", "HTTP/2": letters, one joint, then something with a digit. Returns the length
   of the constant part, 0 when the word is not of that form. */
static size_t named_number(struct froe_slice word)
{
    size_t i = 0;
    while (i < word.len && is_alpha(word.ptr[i])) i++;
    if (i == 0 || i + 1 >= word.len) return 0;
    char joint = word.ptr[i];
    struct froe_slice rest = froe_slice_from(word, i + 1);
    if (count_digits(rest) == 0) return 0;
    bool plain = true, numeric = is_digit(rest.ptr[0]);
    for (size_t k = 0; k < rest.len; k++) {
        plain &= rest.ptr[k] != '-' && rest.ptr[k] != '.';
        numeric &= is_digit(rest.ptr[k]) || rest.ptr[k] == '.' || rest.ptr[k] == '-';
    }
    if ((joint == '-' || joint == '.') && (plain || numeric)) return i + 1;
    if (joint == '/' && count_digits(rest) == rest.len) return i + 1;
    return 0;
}

/* "ssh2", "log4j", "jk2_init": one digit that belongs to the name. */
static bool named_with_digit(struct froe_slice word)
{
    if (word.len < 2 || count_digits(word) != 1) return false;
    for (size_t i = 1; i < word.len; i++)
        if (is_digit(word.ptr[i]) &&
            (word.ptr[i - 1] == '_' || word.ptr[i - 1] == '-' || word.ptr[i - 1] == '.'))
            return false;
    return true;
}

/* "org.apache.log4j.Logger": every segment is a word, digits only as in named_with_digit. */
static bool dotted_name(struct froe_slice word)
{
    bool dotted = false;
    for (size_t start = 0; start <= word.len;) {
        size_t end = start;
        while (end < word.len && word.ptr[end] != '.') end++;
        struct froe_slice part = froe_slice(word.ptr + start, end - start);
        size_t digits = count_digits(part);
        if (digits && !(digits == 1 && part.len >= 3 && is_alpha(part.ptr[0]))) return false;
        dotted |= end < word.len;
        start = end + 1;
    }
    return dotted;
}

/* "com.example.shop": the name of an application or a service, as Android, D-Bus and macOS have
   them; a domain backwards, all in lower case (a class ends in a capital). */
static bool application_name(struct froe_slice word)
{
    static const char *const domains[] = {"com.", "org.", "net.", "edu.", "gov.", "io.", NULL};
    size_t dots = 0;
    const char *component = memchr(word.ptr, '/', word.len); /* "com.example.shop/.MainActivity" */
    if (component) word.len = (size_t)(component - word.ptr);
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        dots += c == '.';
        if (c != '.' && c != '_' && c != '-' && !is_digit(c) && !(c >= 'a' && c <= 'z'))
            return false;
    }
    if (dots < 2 || word.ptr[word.len - 1] == '.') return false;
    for (const char *const *domain = domains; *domain; domain++)
        if (froe_slice_starts(word, froe_slice_cstr(*domain))) return true;
    return false;
}

struct froe_word_split froe_word_split(struct froe_slice word)
{
    static const char *const values[] = {"true",  "false", "True", "False",  "TRUE",
                                         "FALSE", "null",  "None", "(null)", "nil",
                                         "NULL",  "<nil>", NULL};
    const struct froe_word_split constant = {word.len, 0};
    if (listed(values, word)) return (struct froe_word_split){0, FROE_VAR_ANY};
    if (application_name(word)) return (struct froe_word_split){0, FROE_VAR_ID};
    size_t digits = count_digits(word);
    if (digits == 0)
        return hash_like(word, 0) ? (struct froe_word_split){0, FROE_VAR_HEX} : constant;
    size_t number = number_prefix(word);
    if (number == word.len) return (struct froe_word_split){0, FROE_VAR_NUM};
    if (number) {
        uint8_t type = unit_type(froe_slice_from(word, number));
        if (type != FROE_VAR_ANY) return (struct froe_word_split){0, type};
    }
    if (compound_duration(word)) return (struct froe_word_split){0, FROE_VAR_DUR};
    if (hash_like(word, digits)) return (struct froe_word_split){0, FROE_VAR_HEX};
    if (pod_name(word)) return (struct froe_word_split){0, FROE_VAR_POD};
    size_t prefix = named_number(word);
    if (prefix) {
        struct froe_slice rest = froe_slice_from(word, prefix);
        bool hex = count_digits(rest) < rest.len && hash_like(rest, 1);
        bool plain = number_prefix(rest) == rest.len;
        return (struct froe_word_split){prefix, plain ? FROE_VAR_NUM
                                                : hex ? FROE_VAR_HEX
                                                      : FROE_VAR_ID};
    }
    if (named_with_digit(word) || dotted_name(word)) return constant;
    return (struct froe_word_split){0, FROE_VAR_ID};
}
