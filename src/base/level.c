#include "base/level.h"

static const char *const names[FROE_LEVEL_COUNT] = {NULL,     "trace", "debug", "info",
                                                    "notice", "warn",  "error", "fatal"};

const char *froe_level_name(enum froe_level level)
{
    return (unsigned)level < FROE_LEVEL_COUNT ? names[level] : NULL;
}

char froe_level_letter(enum froe_level level)
{
    return (unsigned)level < FROE_LEVEL_COUNT ? "-tdinwef"[level] : '-';
}

/* In the order of strcmp, to be searched by halves. */
static const struct {
    const char *word;
    enum froe_level level;
} words[] = {
    {"alert", FROE_LEVEL_FATAL},      {"all", FROE_LEVEL_TRACE},
    {"audit", FROE_LEVEL_INFO},       {"c", FROE_LEVEL_FATAL},
    {"config", FROE_LEVEL_DEBUG},     {"context", FROE_LEVEL_INFO},
    {"crit", FROE_LEVEL_FATAL},       {"critical", FROE_LEVEL_FATAL},
    {"d", FROE_LEVEL_DEBUG},          {"dbg", FROE_LEVEL_DEBUG},
    {"debu", FROE_LEVEL_DEBUG},       {"debug", FROE_LEVEL_DEBUG},
    {"debug1", FROE_LEVEL_DEBUG},     {"debug2", FROE_LEVEL_DEBUG},
    {"debug3", FROE_LEVEL_DEBUG},     {"debug4", FROE_LEVEL_DEBUG},
    {"debug5", FROE_LEVEL_DEBUG},     {"detail", FROE_LEVEL_INFO},
    {"dpanic", FROE_LEVEL_FATAL},     {"e", FROE_LEVEL_ERROR},
    {"emerg", FROE_LEVEL_FATAL},      {"emergency", FROE_LEVEL_FATAL},
    {"eror", FROE_LEVEL_ERROR},       {"err", FROE_LEVEL_ERROR},
    {"erro", FROE_LEVEL_ERROR},       {"error", FROE_LEVEL_ERROR},
    {"f", FROE_LEVEL_FATAL},          {"failure", FROE_LEVEL_ERROR},
    {"fata", FROE_LEVEL_FATAL},       {"fatal", FROE_LEVEL_FATAL},
    {"fine", FROE_LEVEL_DEBUG},       {"finer", FROE_LEVEL_TRACE},
    {"finest", FROE_LEVEL_TRACE},     {"ftl", FROE_LEVEL_FATAL},
    {"hint", FROE_LEVEL_INFO},        {"i", FROE_LEVEL_INFO},
    {"inf", FROE_LEVEL_INFO},         {"info", FROE_LEVEL_INFO},
    {"information", FROE_LEVEL_INFO}, {"informational", FROE_LEVEL_INFO},
    {"log", FROE_LEVEL_INFO},         {"n", FROE_LEVEL_NOTICE},
    {"note", FROE_LEVEL_NOTICE},      {"notice", FROE_LEVEL_NOTICE},
    {"pani", FROE_LEVEL_FATAL},       {"panic", FROE_LEVEL_FATAL},
    {"severe", FROE_LEVEL_ERROR},     {"silly", FROE_LEVEL_TRACE},
    {"statement", FROE_LEVEL_INFO},   {"system", FROE_LEVEL_INFO},
    {"t", FROE_LEVEL_TRACE},          {"trace", FROE_LEVEL_TRACE},
    {"trc", FROE_LEVEL_TRACE},        {"v", FROE_LEVEL_TRACE},
    {"verb", FROE_LEVEL_TRACE},       {"verbose", FROE_LEVEL_TRACE},
    {"w", FROE_LEVEL_WARN},           {"warn", FROE_LEVEL_WARN},
    {"warning", FROE_LEVEL_WARN},     {"wrn", FROE_LEVEL_WARN},
};

enum froe_level froe_level_parse(struct froe_slice word)
{
    char lower[16];
    if (word.len == 0 || word.len >= sizeof lower) return FROE_LEVEL_NONE;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        lower[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    lower[word.len] = '\0';
    if (memchr(lower, '\0', word.len)) return FROE_LEVEL_NONE;
    size_t from = 0, to = sizeof words / sizeof *words;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(lower, words[middle].word);
        if (order == 0) return words[middle].level;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return FROE_LEVEL_NONE;
}

enum froe_level froe_level_from_syslog(int severity)
{
    static const enum froe_level levels[] = {FROE_LEVEL_FATAL, FROE_LEVEL_FATAL, FROE_LEVEL_FATAL,
                                             FROE_LEVEL_ERROR, FROE_LEVEL_WARN,  FROE_LEVEL_NOTICE,
                                             FROE_LEVEL_INFO,  FROE_LEVEL_DEBUG};
    return severity >= 0 && severity <= 7 ? levels[severity] : FROE_LEVEL_NONE;
}
