#include "record/layout_types.h"

#include <stdint.h>

enum {
    NAME_MAX_BYTES = 256,
    DATA_MAX_BYTES = 512,
    QUOTED_MAX_BYTES = 8192,
    LEVEL_MAX_BYTES = 13,
    POD_HASH_MIN = 8,
    POD_SUFFIX = 5,
};

#define DIGITS       "0-9"
#define LETTERS      "A-Za-z"
#define TIME_LETTERS "JFMASONDTWjfmasondtw"

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

static bool is_letter(char c)
{
    return is_lower(c) || is_upper(c);
}

static bool is_word_byte(char c)
{
    return is_letter(c) || is_digit(c) || c == '_';
}

static bool is_name_byte(char c)
{
    return is_word_byte(c) || c == '.' || c == '$' || c == '/' || c == '@' || c == '-';
}

static bool is_host_byte(char c)
{
    return is_word_byte(c) || c == '.' || c == '-';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool not_blank(char c)
{
    return !is_blank(c);
}

/* Length of the run of bytes of a kind; FROE_NO_MATCH when there is none. */
static size_t run(struct froe_slice text, bool (*kind)(char), size_t bytes_max)
{
    size_t n = 0;
    if (bytes_max > text.len) bytes_max = text.len;
    while (n < bytes_max && kind(text.ptr[n])) n++;
    return n ? n : FROE_NO_MATCH;
}

static bool ends_with(struct froe_slice text, struct froe_slice end)
{
    return text.len >= end.len && memcmp(text.ptr + text.len - end.len, end.ptr, end.len) == 0;
}

static bool one_of(struct froe_slice word, const struct froe_slice *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (froe_slice_eq(word, list[i])) return true;
    return false;
}

/* --- times --- */

static size_t scan_time(struct froe_layout_scan *scan, struct froe_slice text)
{
    struct froe_timestamp found;
    return froe_layout_scan_time(scan, text.ptr, false, &found) ? found.len : FROE_NO_MATCH;
}

static size_t scan_epoch(struct froe_layout_scan *scan, struct froe_slice text)
{
    struct froe_timestamp found;
    return froe_layout_scan_time(scan, text.ptr, true, &found) ? found.len : FROE_NO_MATCH;
}

/* "Apr 20 14:23:01", as RFC 3164 has it. */
static size_t scan_bsd_time(struct froe_layout_scan *scan, struct froe_slice text)
{
    return text.len && is_upper(text.ptr[0]) ? scan_time(scan, text) : FROE_NO_MATCH;
}

/* "2026-04-20T14:23:01.123456789Z", as container runtimes write it: at least seven digits behind
   the point, as fewer come from programs too. */
static size_t scan_nano_time(struct froe_layout_scan *scan, struct froe_slice text)
{
    enum { FRACTION_AT = 19, FRACTION_DIGITS = 7 };
    if (text.len < FRACTION_AT + FRACTION_DIGITS || text.ptr[10] != 'T' ||
        text.ptr[FRACTION_AT] != '.')
        return FROE_NO_MATCH;
    for (size_t i = 1; i <= FRACTION_DIGITS; i++)
        if (FRACTION_AT + i >= text.len || !is_digit(text.ptr[FRACTION_AT + i]))
            return FROE_NO_MATCH;
    return scan_time(scan, text);
}

/* A time of day, with or without a fraction. It gives no time, as it says no day. */
static size_t scan_clock(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    static const char shape[] = "00:00:00";
    if (text.len < sizeof shape - 1) return FROE_NO_MATCH;
    for (size_t i = 0; i < sizeof shape - 1; i++)
        if (shape[i] == '0' ? !is_digit(text.ptr[i]) : text.ptr[i] != shape[i])
            return FROE_NO_MATCH;
    if (text.ptr[0] > '2' || text.ptr[3] > '5' || text.ptr[6] > '6') return FROE_NO_MATCH;
    size_t n = sizeof shape - 1;
    if (n + 1 < text.len && (text.ptr[n] == '.' || text.ptr[n] == ',') &&
        is_digit(text.ptr[n + 1])) {
        n++;
        while (n < text.len && is_digit(text.ptr[n])) n++;
    }
    return n < text.len && is_word_byte(text.ptr[n]) ? FROE_NO_MATCH : n;
}

/* --- levels --- */

/* Words of the level table that sentences use as well: in small letters levels only in brackets. */
static const struct froe_slice everyday_words[] = {
    FROE_SLICE("all"), FROE_SLICE("log"), FROE_SLICE("system"), FROE_SLICE("context"),
    FROE_SLICE("hint"), FROE_SLICE("detail"), FROE_SLICE("note"), FROE_SLICE("audit"),
    FROE_SLICE("statement"), FROE_SLICE("failure"),
    /* these are levels in capitals */
    FROE_SLICE("config"), FROE_SLICE("fine"), FROE_SLICE("finer"), FROE_SLICE("finest"),
    FROE_SLICE("alert"), FROE_SLICE("panic"), FROE_SLICE("silly"), FROE_SLICE("severe"),
    FROE_SLICE("emergency"), FROE_SLICE("verb"), FROE_SLICE("inf"), FROE_SLICE("information")};
enum { EVERYDAY_WORDS_IN_CAPITALS = 10 };

/* Without brackets: ERROR and error are levels before anything, Error only before a colon. */
static bool stands_alone(struct froe_slice word, char next)
{
    char lower[LEVEL_MAX_BYTES];
    size_t small = 0;
    if (word.len == 1) return false;
    for (size_t i = 0; i < word.len; i++) {
        small += !is_upper(word.ptr[i]);
        lower[i] = (char)(is_upper(word.ptr[i]) ? word.ptr[i] - 'A' + 'a' : word.ptr[i]);
    }
    if (small == 0 && next == ':') return true;
    if (small && small < word.len && next != ':' && next != ',') return false;
    size_t count =
        small ? sizeof everyday_words / sizeof *everyday_words : EVERYDAY_WORDS_IN_CAPITALS;
    return !one_of(froe_slice(lower, word.len), everyday_words, count);
}

static bool is_open_bracket(char c)
{
    return c == '[' || c == '(' || c == '<' || c == '{' || c == '"';
}

/* A word that no bracket opens may be a mere word of a sentence. */
static bool is_bare(const struct froe_layout_scan *scan, struct froe_slice text)
{
    return text.ptr == scan->line.ptr || !is_open_bracket(text.ptr[-1]);
}

static size_t scan_level(struct froe_layout_scan *scan, struct froe_slice text)
{
    size_t n = 0;
    while (n < text.len && n <= LEVEL_MAX_BYTES &&
           (is_letter(text.ptr[n]) || is_digit(text.ptr[n])))
        n++;
    if (n == 0 || n > LEVEL_MAX_BYTES) return FROE_NO_MATCH;
    char next = n < text.len ? text.ptr[n] : '\0';
    bool bare = is_bare(scan, text);
    if (next == '_' || (bare && (next == '-' || next == '\'' || next == '.'))) return FROE_NO_MATCH;
    struct froe_slice word = froe_slice(text.ptr, n);
    if (n == 1 && !is_upper(word.ptr[0])) return FROE_NO_MATCH;
    if (froe_layout_scan_level(scan, word) == FROE_LEVEL_NONE) return FROE_NO_MATCH;
    return bare && !stands_alone(word, next) ? FROE_NO_MATCH : n;
}

/* Any word of the level table, for layouts in which nothing else can stand there. */
static size_t scan_level_word(struct froe_layout_scan *scan, struct froe_slice text)
{
    size_t n = run(text, is_word_byte, LEVEL_MAX_BYTES + 1);
    if (n == FROE_NO_MATCH || n > LEVEL_MAX_BYTES) return FROE_NO_MATCH;
    return froe_layout_scan_level(scan, froe_slice(text.ptr, n)) ? n : FROE_NO_MATCH;
}

/* One capital that is a level, whatever follows. */
static size_t scan_letter(struct froe_layout_scan *scan, struct froe_slice text)
{
    if (!text.len || !is_upper(text.ptr[0])) return FROE_NO_MATCH;
    return froe_layout_scan_level(scan, froe_slice(text.ptr, 1)) ? 1 : FROE_NO_MATCH;
}

static size_t scan_status(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    if (text.len < 3 || text.ptr[0] < '1' || text.ptr[0] > '5' || !is_digit(text.ptr[1]) ||
        !is_digit(text.ptr[2]) || (text.len > 3 && is_word_byte(text.ptr[3])))
        return FROE_NO_MATCH;
    return 3;
}

/* --- numbers and words --- */

static size_t scan_int(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    return run(text, is_digit, NAME_MAX_BYTES);
}

static size_t scan_number(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    size_t n = text.len && (text.ptr[0] == '-' || text.ptr[0] == '+');
    size_t digits = run(froe_slice_from(text, n), is_digit, NAME_MAX_BYTES);
    if (digits == FROE_NO_MATCH) return FROE_NO_MATCH;
    n += digits;
    if (n + 1 < text.len && text.ptr[n] == '.' && is_digit(text.ptr[n + 1]))
        n += 1 + run(froe_slice_from(text, n + 1), is_digit, NAME_MAX_BYTES);
    return n;
}

static size_t scan_hex(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    size_t prefix = text.len > 2 && text.ptr[0] == '0' && text.ptr[1] == 'x' ? 2 : 0;
    size_t digits = run(froe_slice_from(text, prefix), is_hex, NAME_MAX_BYTES);
    return digits == FROE_NO_MATCH ? FROE_NO_MATCH : prefix + digits;
}

static size_t scan_word(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    return run(text, is_word_byte, NAME_MAX_BYTES);
}

static bool is_capital_byte(char c)
{
    return is_upper(c) || is_digit(c) || c == '_';
}

static size_t scan_capitals(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    size_t n = run(text, is_capital_byte, NAME_MAX_BYTES);
    return n != FROE_NO_MATCH && n < text.len && is_word_byte(text.ptr[n]) ? FROE_NO_MATCH : n;
}

static size_t scan_not_space(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    return run(text, not_blank, DATA_MAX_BYTES);
}

static size_t scan_host(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    size_t n = 0;
    while (n < text.len && n < NAME_MAX_BYTES &&
           (is_host_byte(text.ptr[n]) ||
            /* an IPv6 address, but not the colon behind a host */
            (text.ptr[n] == ':' && n + 1 < text.len &&
             (is_hex(text.ptr[n + 1]) || text.ptr[n + 1] == ':'))))
        n++;
    return n ? n : FROE_NO_MATCH;
}

static size_t scan_ip(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    size_t n = 0, dots = 0, colons = 0;
    while (n < text.len && n < NAME_MAX_BYTES &&
           (is_hex(text.ptr[n]) || text.ptr[n] == '.' || text.ptr[n] == ':')) {
        dots += text.ptr[n] == '.';
        colons += text.ptr[n] == ':';
        n++;
    }
    return n && ((dots == 3 && colons <= 1) || colons >= 2) ? n : FROE_NO_MATCH;
}

static size_t scan_quoted(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    if (!text.len || text.ptr[0] != '"') return FROE_NO_MATCH;
    for (size_t i = 1; i < text.len && i < QUOTED_MAX_BYTES; i++) {
        if (text.ptr[i] == '\\')
            i++;
        else if (text.ptr[i] == '"')
            return i + 1;
    }
    return FROE_NO_MATCH;
}

/* A cell of a table between commas or tabs: bare, maybe empty, or in quotes, of which two stand for
   one inside. Quotes that the line does not close reach to its end. */
static size_t scan_cell(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    size_t n = 0;
    if (!text.len || text.ptr[0] != '"') {
        while (n < text.len && text.ptr[n] != ',' && text.ptr[n] != '\t') n++;
        return n;
    }
    for (n = 1; n < text.len; n++) {
        if (text.ptr[n] != '"') continue;
        if (n + 1 == text.len || text.ptr[n + 1] != '"') return n + 1;
        n++;
    }
    return text.len;
}

/* --- names --- */

static size_t scan_name(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    if (!text.len || !(is_letter(text.ptr[0]) || text.ptr[0] == '_')) return FROE_NO_MATCH;
    return run(text, is_name_byte, NAME_MAX_BYTES);
}

/* What a thrown thing is called begins a message; it is no logger and no service. */
static bool is_thrown(struct froe_slice name)
{
    return ends_with(name, FROE_SLICE("Exception")) || ends_with(name, FROE_SLICE("Error")) ||
           ends_with(name, FROE_SLICE("Failure"));
}

/* A name made of several: dots, dollars and double colons inside, or a hump as in memoryStore. */
static bool is_compound(struct froe_slice name)
{
    for (size_t i = 1; i + 1 < name.len; i++) {
        char c = name.ptr[i];
        if (c == '.' || c == '$' || c == ':') return true;
        char before = name.ptr[i - 1];
        if (is_upper(c) && (is_lower(before) || (is_upper(before) && is_lower(name.ptr[i + 1]))))
            return true;
    }
    return false;
}

/* The name of a class, module or logger: compound. */
static size_t scan_class(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    if (!text.len || !(is_letter(text.ptr[0]) || text.ptr[0] == '_')) return FROE_NO_MATCH;
    size_t n = 0;
    while (n < text.len && n < NAME_MAX_BYTES) {
        if (is_name_byte(text.ptr[n]))
            n++;
        else if (n + 2 < text.len && text.ptr[n] == ':' && text.ptr[n + 1] == ':' &&
                 is_letter(text.ptr[n + 2]))
            n += 2;
        else
            break;
    }
    struct froe_slice name = froe_slice(text.ptr, n);
    return is_compound(name) && !is_thrown(name) ? n : FROE_NO_MATCH;
}

/* The name of a service: a plain or hyphenated name with small letters; neither a class, nor a
   level, nor a Capitalised word of a sentence; in brackets not the name of a thread either. */
static size_t scan_service(struct froe_layout_scan *scan, struct froe_slice text)
{
    static const struct froe_slice nobody[] = {FROE_SLICE("root"), FROE_SLICE("main"),
                                               FROE_SLICE("__main__"), FROE_SLICE("default")};
    size_t n = scan_name(scan, text), small = 0, hyphens = 0;
    if (n == FROE_NO_MATCH) return FROE_NO_MATCH;
    struct froe_slice name = froe_slice(text.ptr, n);
    for (size_t i = 0; i < n; i++) {
        small += is_lower(name.ptr[i]);
        hyphens += name.ptr[i] == '-';
        if (name.ptr[i] == '/' || name.ptr[i] == '@' || name.ptr[i] == '$') return FROE_NO_MATCH;
    }
    if (n < 2 || !small || (small == n - 1 && is_upper(name.ptr[0]))) return FROE_NO_MATCH;
    if (!hyphens && is_compound(name)) return FROE_NO_MATCH;
    if (is_thrown(name) || one_of(name, nobody, sizeof nobody / sizeof *nobody))
        return FROE_NO_MATCH;
    if (!is_bare(scan, text) && is_digit(name.ptr[n - 1])) return FROE_NO_MATCH;
    return n <= LEVEL_MAX_BYTES && froe_layout_scan_level(scan, name) ? FROE_NO_MATCH : n;
}

/* The name of a thread up to the bracket that closes it; brackets inside come in pairs. */
static size_t scan_thread(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    size_t depth = 0;
    for (size_t i = 0; i < text.len && i < NAME_MAX_BYTES; i++) {
        if (text.ptr[i] == '[')
            depth++;
        else if (text.ptr[i] == ']' && depth-- == 0)
            return i ? i : FROE_NO_MATCH;
    }
    return FROE_NO_MATCH;
}

static size_t suffix_at(struct froe_slice name, char a, char b)
{
    size_t i = name.len;
    while (i && name.ptr[i - 1] != a && name.ptr[i - 1] != b) i--;
    return i;
}

/* A name that ends in a number: web-1, db_2. */
static size_t scan_instance(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    size_t n = run(text, is_host_byte, NAME_MAX_BYTES);
    if (n == FROE_NO_MATCH) return n;
    size_t at = suffix_at(froe_slice(text.ptr, n), '-', '_');
    if (at < 2 || at == n) return FROE_NO_MATCH;
    for (size_t i = at; i < n; i++)
        if (!is_digit(text.ptr[i])) return FROE_NO_MATCH;
    return n;
}

static bool is_pod_byte(char c)
{
    return is_digit(c) ? c != '0' && c != '1' && c != '3' : is_lower(c) && !strchr("aeiouy", c);
}

/* The name of a Deployment's pod: hash and suffix in the letters that Kubernetes draws from. */
static size_t scan_pod(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    size_t n = run(text, is_host_byte, NAME_MAX_BYTES);
    if (n == FROE_NO_MATCH) return n;
    size_t suffix = suffix_at(froe_slice(text.ptr, n), '-', '-');
    if (suffix < 2 || n - suffix != POD_SUFFIX) return FROE_NO_MATCH;
    size_t hash = suffix_at(froe_slice(text.ptr, suffix - 1), '-', '-');
    if (hash < 2 || suffix - 1 - hash < POD_HASH_MIN) return FROE_NO_MATCH;
    for (size_t i = hash; i < n; i++)
        if (i != suffix - 1 && !is_hex(text.ptr[i]) && !is_pod_byte(text.ptr[i]))
            return FROE_NO_MATCH;
    return n;
}

/* main.go:23, src/pool.rs:5:12 */
static size_t scan_source(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    size_t n = 0, dot = 0;
    while (n < text.len && n < NAME_MAX_BYTES &&
           (is_name_byte(text.ptr[n]) || text.ptr[n] == '+' || text.ptr[n] == '\\')) {
        if (text.ptr[n] == '.') dot = n;
        n++;
    }
    if (n < 3 || !dot || dot + 1 == n || n >= text.len || text.ptr[n] != ':') return FROE_NO_MATCH;
    size_t digits = run(froe_slice_from(text, n + 1), is_digit, NAME_MAX_BYTES);
    if (digits == FROE_NO_MATCH) return FROE_NO_MATCH;
    n += 1 + digits;
    if (n + 1 < text.len && text.ptr[n] == ':' && is_digit(text.ptr[n + 1]))
        n += 1 + run(froe_slice_from(text, n + 1), is_digit, NAME_MAX_BYTES);
    return n;
}

/* --- envelopes --- */

static size_t scan_stream(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    bool known = froe_slice_starts(text, FROE_SLICE("stdout")) ||
                 froe_slice_starts(text, FROE_SLICE("stderr"));
    return known ? strlen("stdout") : FROE_NO_MATCH;
}

/* P or F, with further tags behind colons. */
static size_t scan_flag(struct froe_layout_scan *scan, struct froe_slice text)
{
    if (!text.len || (text.ptr[0] != 'P' && text.ptr[0] != 'F')) return FROE_NO_MATCH;
    if (text.len > 1 && !is_blank(text.ptr[1]) && text.ptr[1] != ':') return FROE_NO_MATCH;
    return scan_not_space(scan, text);
}

/* RFC 5424 structured data: "-", or elements in brackets whose values quote. */
static size_t scan_structured(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    if (text.len && text.ptr[0] == '-') return 1;
    size_t i = 0, end = 0;
    while (i < text.len && text.ptr[i] == '[') {
        bool quoted = false;
        for (i++; i < text.len && i < QUOTED_MAX_BYTES; i++) {
            if (quoted && text.ptr[i] == '\\')
                i++;
            else if (text.ptr[i] == '"')
                quoted = !quoted;
            else if (text.ptr[i] == ']' && !quoted)
                break;
        }
        if (i >= text.len || text.ptr[i] != ']') break;
        end = ++i;
    }
    return end ? end : FROE_NO_MATCH;
}

static size_t scan_data(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    return text.len < DATA_MAX_BYTES ? text.len : DATA_MAX_BYTES;
}

static size_t scan_rest(struct froe_layout_scan *scan, struct froe_slice text)
{
    (void)scan;
    return text.len;
}

const struct froe_layout_type froe_layout_types[] = {
    [FROE_TYPE_BEGIN] = {"BEGIN", FROE_STYLE_MARK, NULL, true, NULL},
    [FROE_TYPE_END] = {"END", FROE_STYLE_MARK, NULL, true, NULL},
    [FROE_TYPE_PADDED] = {"PADDED", FROE_STYLE_GROW, NULL, true, scan_data},
    [FROE_TYPE_MARK] = {"MARK", FROE_STYLE_MARK, NULL, true, NULL},
    [FROE_TYPE_CELL] = {"CELL", FROE_STYLE_FIXED, NULL, true, scan_cell},
    [FROE_TYPE_TIME] = {"TIME", FROE_STYLE_FIXED, DIGITS TIME_LETTERS "@", false, scan_time},
    [FROE_TYPE_EPOCH] = {"EPOCH", FROE_STYLE_FIXED, DIGITS TIME_LETTERS "@", false, scan_epoch},
    [FROE_TYPE_BSD_TIME] = {"BSDTIME", FROE_STYLE_FIXED, TIME_LETTERS, false, scan_bsd_time},
    [FROE_TYPE_NANO_TIME] = {"NANOTIME", FROE_STYLE_FIXED, DIGITS, false, scan_nano_time},
    {"DATA", FROE_STYLE_GROW, NULL, true, scan_data},
    {"REST", FROE_STYLE_FIXED, NULL, true, scan_rest},
    {"CLOCK", FROE_STYLE_FIXED, "0-2", false, scan_clock},
    {"LEVEL", FROE_STYLE_FIXED, LETTERS, false, scan_level},
    {"LEVELWORD", FROE_STYLE_FIXED, LETTERS, false, scan_level_word},
    {"LETTER", FROE_STYLE_FIXED, "A-Z", false, scan_letter},
    {"STATUS", FROE_STYLE_FIXED, "1-5", false, scan_status},
    {"INT", FROE_STYLE_FIXED, DIGITS, false, scan_int},
    {"NUMBER", FROE_STYLE_FIXED, DIGITS "+-", false, scan_number},
    {"HEX", FROE_STYLE_FIXED, DIGITS "a-fA-F", false, scan_hex},
    {"WORD", FROE_STYLE_FIXED, DIGITS LETTERS "_", false, scan_word},
    {"CAPITALS", FROE_STYLE_FIXED, DIGITS "A-Z_", false, scan_capitals},
    {"NOTSPACE", FROE_STYLE_SHRINK, NULL, false, scan_not_space},
    {"NAME", FROE_STYLE_FIXED, LETTERS "_", false, scan_name},
    {"CLASS", FROE_STYLE_FIXED, LETTERS "_", false, scan_class},
    {"SERVICE", FROE_STYLE_FIXED, LETTERS "_", false, scan_service},
    {"THREAD", FROE_STYLE_FIXED, NULL, false, scan_thread},
    {"INSTANCE", FROE_STYLE_FIXED, DIGITS LETTERS "_.-", false, scan_instance},
    {"POD", FROE_STYLE_FIXED, DIGITS LETTERS "_.-", false, scan_pod},
    {"HOST", FROE_STYLE_FIXED, DIGITS LETTERS "_.:-", false, scan_host},
    {"IP", FROE_STYLE_FIXED, DIGITS "a-fA-F:", false, scan_ip},
    {"QUOTED", FROE_STYLE_FIXED, "\"", false, scan_quoted},
    {"SOURCE", FROE_STYLE_FIXED, NULL, false, scan_source},
    {"STREAM", FROE_STYLE_FIXED, "s", false, scan_stream},
    {"FLAG", FROE_STYLE_FIXED, "PF", false, scan_flag},
    {"SDATA", FROE_STYLE_FIXED, "[-", false, scan_structured},
};

const size_t froe_layout_type_count = sizeof froe_layout_types / sizeof *froe_layout_types;
