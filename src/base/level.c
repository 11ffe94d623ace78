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

static const struct {
    const char *word;
    enum froe_level level;
} words[] = {
    {"trace", FROE_LEVEL_TRACE},      {"finest", FROE_LEVEL_TRACE},
    {"finer", FROE_LEVEL_TRACE},      {"verbose", FROE_LEVEL_TRACE},
    {"verb", FROE_LEVEL_TRACE},       {"trc", FROE_LEVEL_TRACE},
    {"all", FROE_LEVEL_TRACE},        {"silly", FROE_LEVEL_TRACE},
    {"debug", FROE_LEVEL_DEBUG},      {"dbg", FROE_LEVEL_DEBUG},
    {"fine", FROE_LEVEL_DEBUG},       {"debug1", FROE_LEVEL_DEBUG},
    {"debug2", FROE_LEVEL_DEBUG},     {"debug3", FROE_LEVEL_DEBUG},
    {"debug4", FROE_LEVEL_DEBUG},     {"debug5", FROE_LEVEL_DEBUG},
    {"config", FROE_LEVEL_DEBUG},     {"info", FROE_LEVEL_INFO},
    {"information", FROE_LEVEL_INFO}, {"informational", FROE_LEVEL_INFO},
    {"inf", FROE_LEVEL_INFO},         {"log", FROE_LEVEL_INFO},
    {"audit", FROE_LEVEL_INFO},       {"statement", FROE_LEVEL_INFO},
    {"detail", FROE_LEVEL_INFO},      {"hint", FROE_LEVEL_INFO},
    {"context", FROE_LEVEL_INFO},     {"system", FROE_LEVEL_INFO},
    {"notice", FROE_LEVEL_NOTICE},    {"note", FROE_LEVEL_NOTICE},
    {"warn", FROE_LEVEL_WARN},        {"warning", FROE_LEVEL_WARN},
    {"wrn", FROE_LEVEL_WARN},         {"error", FROE_LEVEL_ERROR},
    {"err", FROE_LEVEL_ERROR},        {"severe", FROE_LEVEL_ERROR},
    {"failure", FROE_LEVEL_ERROR},    {"eror", FROE_LEVEL_ERROR},
    {"fatal", FROE_LEVEL_FATAL},      {"ftl", FROE_LEVEL_FATAL},
    {"crit", FROE_LEVEL_FATAL},       {"critical", FROE_LEVEL_FATAL},
    {"alert", FROE_LEVEL_FATAL},      {"emerg", FROE_LEVEL_FATAL},
    {"emergency", FROE_LEVEL_FATAL},  {"panic", FROE_LEVEL_FATAL},
    {"dpanic", FROE_LEVEL_FATAL},     {"v", FROE_LEVEL_TRACE},
    {"t", FROE_LEVEL_TRACE},          {"d", FROE_LEVEL_DEBUG},
    {"i", FROE_LEVEL_INFO},           {"n", FROE_LEVEL_NOTICE},
    {"w", FROE_LEVEL_WARN},           {"e", FROE_LEVEL_ERROR},
    {"f", FROE_LEVEL_FATAL},          {"c", FROE_LEVEL_FATAL},
};

enum froe_level froe_level_parse(struct froe_slice word)
{
    char lower[16];
    if (word.len == 0 || word.len >= sizeof lower) return FROE_LEVEL_NONE;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        lower[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].word[0] == lower[0] && strlen(words[i].word) == word.len &&
            memcmp(words[i].word, lower, word.len) == 0)
            return words[i].level;
    return FROE_LEVEL_NONE;
}

enum froe_level froe_level_from_syslog(int severity)
{
    static const enum froe_level levels[] = {FROE_LEVEL_FATAL, FROE_LEVEL_FATAL, FROE_LEVEL_FATAL,
                                             FROE_LEVEL_ERROR, FROE_LEVEL_WARN,  FROE_LEVEL_NOTICE,
                                             FROE_LEVEL_INFO,  FROE_LEVEL_DEBUG};
    return severity >= 0 && severity <= 7 ? levels[severity] : FROE_LEVEL_NONE;
}
