/* The shapes of variables: what is a variable by its looks alone, wherever it stands.

   Longest match wins, then the earlier rule. A shape that may stand before other text ends with
   "/ edge": the next byte must not continue a word. Bytes from 0x80 on (UTF-8) are word bytes. The
   text ends with a NUL, which no rule but the last matches, so nothing reads past it. */
#include "lex/scan.h"

#include <ctype.h>

static bool word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Shapes that begin with punctuation ("::1", "/10.0.0.1") must not be cut out of the middle of a
   word such as "std::bad". */
static bool inside_word(const char *text, size_t start)
{
    return start > 0 && (word_byte(text[start - 1]) || text[start - 1] == '.');
}

/* Without the punctuation that ends a sentence or a clause rather than the value. */
static size_t trimmed(const char *start, const char *end)
{
    while (end > start + 1 && memchr(".,:;!?", end[-1], 6)) end--;
    return (size_t)(end - start);
}

static bool listed(const char *const *names, size_t count, const char *start, size_t len)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(names[i]) == len && memcmp(names[i], start, len) == 0) return true;
    return false;
}

/* A dotted name is a host when a port follows ("main.c:120" is a place in a source file, though) or
   when it ends in a domain people use. */
static bool is_host(const char *start, const char *end)
{
    static const char *const sources[] = {
        "c",  "h",  "cc", "cpp", "hpp", "java", "py",    "go",  "rs",   "js",  "ts",   "rb",  "php",
        "kt", "cs", "m",  "mm",  "pl",  "sh",   "swift", "sql", "scala", "log", "xml", "lua", "txt",
        "yaml", "yml", "json", "conf"};
    static const char *const domains[] = {
        "com", "net", "org", "edu", "gov", "mil", "io", "cn", "hk", "tw", "jp", "kr", "de", "uk", "fr",
        "nl",  "it",  "ru",  "pl",  "br",  "in",  "au", "ca", "us", "eu", "ch", "se", "es", "at", "be",
        "cz",  "dk",  "fi",  "ir",  "mx",  "no",  "pt", "tr", "ua", "vn", "za", "om", "local", "lan",
        "localdomain", "localhost", "internal", "intranet", "corp", "arpa", "svc", "cluster"};
    const char *colon = memchr(start, ':', (size_t)(end - start));
    const char *name_end = colon ? colon : end;
    const char *dot = name_end;
    while (*dot != '.') dot--;
    size_t len = (size_t)(name_end - dot) - 1;
    if (listed(domains, sizeof domains / sizeof *domains, dot + 1, len)) return true;
    if (!colon || len < 2 || listed(sources, sizeof sources / sizeof *sources, dot + 1, len))
        return false;
    for (const char *p = dot + 1; p < name_end; p++)
        if (!islower((unsigned char)*p)) return false;
    return true;
}

#define VARIABLE(name)                                                                             \
    do {                                                                                           \
        scan->len = (size_t)(cursor - begin);                                                      \
        scan->type = FROE_VAR_##name;                                                              \
        return FROE_SCAN_VARIABLE;                                                                 \
    } while (0)

enum froe_scan_kind froe_scan_token(const char *text, size_t len, size_t start,
                                    struct froe_scan *scan)
{
    const unsigned char *const begin = (const unsigned char *)text + start;
    const unsigned char *cursor = begin, *marker;
    /*!re2c
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYCURSOR = cursor;
    re2c:define:YYMARKER = marker;
    re2c:yyfill:enable = 0;

    space = [ \t\r\n\f\v];
    d     = [0-9];
    x     = [0-9a-fA-F];
    edge  = [^A-Za-z0-9_\x80-\xff];
    plain = [^ \t\r\n\f\v=:,;()[\]{}<>"'|@&?!*#\x00];

    month = ("Jan" | "Feb" | "Mar" | "Apr" | "May" | "Jun" | "Jul" | "Aug" | "Sep" | "Oct" | "Nov" |
             "Dec") [a-z]*;
    day   = ("Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun") [a-z]*;
    clock = d d? ":" d d (":" d d)? ([.,] d+)?;
    date  = (day ","? space+)? month space+ d d? (","? space+ d{4})?;
    zone  = "UTC" | "GMT" | [A-Z]{1,3} "T" | [+-] d d ":"? d d;
    ctime = (day ","? space+)? month space+ d d? ","? space+ (d{4} space+)? clock
            (space+ [AP] "M")? (space+ zone)? (space+ d{4})?;
    rfc   = (day ","? space+)? d d? [ -] month [ -] d{4} [ :] clock (space+ zone)?;
    clf   = d d "/" month "/" d{4} ":" clock (space+ zone)?;
    iso   = d{4} [-/] d d? [-/] d d? ([T ] d d? ":" d d (":" d d ([.,] d+)?)? ("Z" | [+-] d d ":"? d d)?)?;

    uuid  = x{8} "-" x{4} "-" x{4} "-" x{4} "-" x{12};
    mac   = x{2} (":" x{2}){5,} | x{2} ("-" x{2}){5,}; /* EUI-48, EUI-64, InfiniBand GUIDs */
    octet = d{1,3};
    ip4   = octet ("." octet){3};
    port  = ":" d{1,5};
    h4    = x{1,4};
    ip6   = (h4 ":"){7} h4
          | (h4 ":"){1,6} (":" h4){1,6}
          | (h4 ":"){1,7} ":"
          | "::" (h4 ":")* h4
          | "::" ("ffff:" | "FFFF:")? ip4;

    label = [A-Za-z0-9_-]+;
    host  = (label ".")+ [A-Za-z]{2,11};
    user  = [A-Za-z0-9._%+-]+;

    pathbyte = [A-Za-z0-9_.+@%~$#!*\x80-\xff-];
    path  = ("~" | "." | "..")? "/" pathbyte (pathbyte | "/")*;
    winbyte = [^ \t\r\n\f\v"'<>|,;)\]\x00];
    winname = [^ \t\r\n\f\v"'<>|,;:\\\x00]; /* of a folder: "C:\Program Files (x86)\App" */
    winpath = [A-Za-z] ":\\" winbyte* (" " winname+ (" " winname+)? "\\" winbyte*)*;
    urlbyte = [^ \t\r\n\f\v"'<>\])},;\x00];

    /* With a space only units that are nothing else. */
    size  = d+ ("." d+)? " " [kKMGTP] "i"? "B";

    placeholder = "<" ("*" | "IP" | "UUID" | "NUM" | "HEX" | "STR" | "POD" | "PATH" | "URL" | "TIME" |
                       "DUR" | "SIZE" | "MAC" | "EMAIL" | "HOST" | "ID") ">";

    identifier = [A-Za-z_] [A-Za-z0-9_]*;
    qualified = identifier ("::" "~"? identifier)+; /* Comm::ConnOpener::~ConnOpener */

    nothing = "(null)" | "(NULL)" | "(nil)" | "<null>" | "<NULL>" | "<nil>" | "<none>";

    space+                      { scan->len = (size_t)(cursor - begin); return FROE_SCAN_SPACE; }
    placeholder | nothing       { VARIABLE(ANY); }

    (ctime | date | rfc | clf | iso) / edge { VARIABLE(TIME); }
    clock / edge                { VARIABLE(TIME); }
    uuid / edge                 { VARIABLE(UUID); }
    mac / edge                  { VARIABLE(MAC); }

    "/"? ip4 ("/" d d? | port)? / edge {
        if (*begin == '/' && inside_word(text, start)) goto fixed;
        VARIABLE(IP);
    }
    ip6 ("%" [a-z0-9]+)? ("/" d{1,3})? / edge {
        if (*begin == ':' && inside_word(text, start)) goto fixed;
        VARIABLE(IP);
    }
    "/"? host port? / edge {
        if (*begin == '/' && inside_word(text, start)) goto fixed;
        if (!is_host((const char *)begin, (const char *)cursor)) goto word;
        VARIABLE(HOST);
    }
    user "@" (label ".")+ [A-Za-z]{2,} / edge { VARIABLE(EMAIL); }

    [a-zA-Z] [a-zA-Z0-9+.-]* "://" urlbyte+ {
        const unsigned char *slashes = begin;
        while (slashes[0] != '/' || slashes[1] != '/') slashes++;
        scan->prefix_len = (size_t)(slashes + 2 - begin);
        scan->len = trimmed((const char *)begin, (const char *)cursor);
        if (scan->len <= scan->prefix_len) goto fixed;
        scan->type = FROE_VAR_URL;
        return FROE_SCAN_URL;
    }
    winpath {
        scan->len = trimmed((const char *)begin, (const char *)cursor);
        scan->type = FROE_VAR_PATH;
        return FROE_SCAN_VARIABLE;
    }
    path {
        scan->len = trimmed((const char *)begin, (const char *)cursor);
        scan->type = FROE_VAR_PATH;
        return FROE_SCAN_VARIABLE;
    }
    "-"? "0" [xX] x+ / edge     { VARIABLE(HEX); }
    size / edge                 { VARIABLE(SIZE); }

    qualified / edge            { scan->len = (size_t)(cursor - begin); return FROE_SCAN_WORD; }
    "*"+ | "#"+ | ".." "."*     { scan->len = (size_t)(cursor - begin); return FROE_SCAN_FIXED; }
    plain+                      { scan->len = (size_t)(cursor - begin); return FROE_SCAN_WORD; }
    [^\x00]                     { goto fixed; }
    [\x00] {
        if (begin == (const unsigned char *)text + len) return FROE_SCAN_END;
        goto fixed;
    }
    */
word:
    /* Also reached from a longer shape that was none: the word ends at the first delimiter. */
    scan->len = strcspn((const char *)begin, " \t\r\n\f\v=:,;()[]{}<>\"'|@&?!*#");
    if (scan->len) return FROE_SCAN_WORD;
fixed:
    scan->len = 1;
    return FROE_SCAN_FIXED;
}
