#define PCRE2_CODE_UNIT_WIDTH 8

#include "record/grok.h"

#include <pcre2.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
    MATCH_STEPS_MAX = 200000, /* past it a line does not match */
    HEAP_KIB_MAX = 8 * 1024,
    JIT_STACK_MIN = 32 * 1024,
    JIT_STACK_MAX = 512 * 1024,
    IDLE_MAX = 16,
    GROUPS_MAX = 1024,
};

/* What a thread needs while it matches. */
struct matcher {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

struct froe_grok {
    pcre2_code *code;
    unsigned group_count;
    unsigned char *parts; /* owned; by number of the group, [0] unused: enum froe_layout_field */
    /* Matchers that no thread uses now: a line takes one and puts it back, so that lines allocate
       nothing. */
    _Atomic(struct matcher *) idle[IDLE_MAX];
};

static const struct {
    struct froe_slice name;
    enum froe_layout_field part;
} part_names[] = {
#define X(id, text) {{text, sizeof text - 1}, FROE_PART_##id},
    FROE_LAYOUT_FIELDS(X)
#undef X
        {FROE_SLICE("timestamp"), FROE_PART_TIME},
    {FROE_SLICE("@timestamp"), FROE_PART_TIME},
    {FROE_SLICE("timestamp8601"), FROE_PART_TIME},
    {FROE_SLICE("syslog5424_ts"), FROE_PART_TIME},
    {FROE_SLICE("syslog_timestamp"), FROE_PART_TIME},
    {FROE_SLICE("logdate"), FROE_PART_TIME},
    {FROE_SLICE("log_time"), FROE_PART_TIME},
    {FROE_SLICE("datetime"), FROE_PART_TIME},
    {FROE_SLICE("date"), FROE_PART_TIME},
    {FROE_SLICE("ts"), FROE_PART_TIME},
    {FROE_SLICE("loglevel"), FROE_PART_LEVEL},
    {FROE_SLICE("log.level"), FROE_PART_LEVEL},
    {FROE_SLICE("log_level"), FROE_PART_LEVEL},
    {FROE_SLICE("severity"), FROE_PART_LEVEL},
    {FROE_SLICE("msg"), FROE_PART_MESSAGE},
    {FROE_SLICE("log_message"), FROE_PART_MESSAGE},
    {FROE_SLICE("syslog_message"), FROE_PART_MESSAGE},
    {FROE_SLICE("syslog5424_msg"), FROE_PART_MESSAGE},
    {FROE_SLICE("program"), FROE_PART_SERVICE},
    {FROE_SLICE("syslog_program"), FROE_PART_SERVICE},
    {FROE_SLICE("syslog5424_app"), FROE_PART_SERVICE},
    {FROE_SLICE("process.name"), FROE_PART_SERVICE},
    {FROE_SLICE("service.name"), FROE_PART_SERVICE},
    {FROE_SLICE("app"), FROE_PART_SERVICE},
    {FROE_SLICE("application"), FROE_PART_SERVICE},
    {FROE_SLICE("logsource"), FROE_PART_HOST},
    {FROE_SLICE("hostname"), FROE_PART_HOST},
    {FROE_SLICE("host.name"), FROE_PART_HOST},
    {FROE_SLICE("host.hostname"), FROE_PART_HOST},
    {FROE_SLICE("syslog_hostname"), FROE_PART_HOST},
    {FROE_SLICE("syslog5424_host"), FROE_PART_HOST},
    {FROE_SLICE("thread_name"), FROE_PART_THREAD},
    {FROE_SLICE("process.thread.name"), FROE_PART_THREAD},
    {FROE_SLICE("log.logger"), FROE_PART_LOGGER},
    {FROE_SLICE("class"), FROE_PART_LOGGER},
    {FROE_SLICE("process.pid"), FROE_PART_PID},
    {FROE_SLICE("kubernetes.pod.name"), FROE_PART_POD},
    {FROE_SLICE("container.name"), FROE_PART_CONTAINER},
    {FROE_SLICE("response"), FROE_PART_STATUS},
    {FROE_SLICE("http.response.status_code"), FROE_PART_STATUS},
    {FROE_SLICE("syslog_pri"), FROE_PART_PRI},
    {FROE_SLICE("syslog5424_pri"), FROE_PART_PRI},
    {FROE_SLICE("log.syslog.priority"), FROE_PART_PRI},
};

enum froe_layout_field froe_grok_part(struct froe_slice field)
{
    char plain[64]; /* "[log][level]" as "log.level" */
    size_t len = 0;
    for (size_t i = 0; i < field.len; i++) {
        char c = field.ptr[i];
        if (c == ']' || (c == '[' && len == 0)) continue;
        if (len == sizeof plain) return FROE_PART_IGNORED;
        plain[len++] = c == '[' ? '.' : c;
    }
    for (size_t i = 0; i < sizeof part_names / sizeof *part_names; i++)
        if (froe_slice_eq(froe_slice(plain, len), part_names[i].name)) return part_names[i].part;
    return FROE_PART_IGNORED;
}

static void free_matcher(struct matcher *matcher)
{
    if (!matcher) return;
    pcre2_match_data_free(matcher->data);
    pcre2_match_context_free(matcher->context);
    pcre2_jit_stack_free(matcher->stack);
    free(matcher);
}

static struct matcher *new_matcher(const pcre2_code *code)
{
    struct matcher *matcher = calloc(1, sizeof *matcher);
    if (!matcher) return NULL;
    matcher->data = pcre2_match_data_create_from_pattern(code, NULL);
    matcher->context = pcre2_match_context_create(NULL);
    if (!matcher->data || !matcher->context) {
        free_matcher(matcher);
        return NULL;
    }
    /* A pathological pattern costs a bounded time a line, and then does not match. */
    pcre2_set_match_limit(matcher->context, MATCH_STEPS_MAX);
    pcre2_set_heap_limit(matcher->context, HEAP_KIB_MAX);
    matcher->stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, NULL);
    if (matcher->stack) pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
    return matcher;
}

static struct matcher *take_matcher(struct froe_grok *grok)
{
    for (size_t i = 0; i < IDLE_MAX; i++) {
        struct matcher *matcher = atomic_exchange(&grok->idle[i], NULL);
        if (matcher) return matcher;
    }
    return new_matcher(grok->code);
}

static void put_back(struct froe_grok *grok, struct matcher *matcher)
{
    for (size_t i = 0; i < IDLE_MAX; i++) {
        struct matcher *none = NULL;
        if (atomic_compare_exchange_strong(&grok->idle[i], &none, matcher)) return;
    }
    free_matcher(matcher);
}

/* Which part each group is: ours by their numbers in the name, those that the user named by name.
 */
static enum froe_status find_groups(struct froe_grok *grok,
                                    const struct froe_grok_expansion *expansion,
                                    struct froe_error *error)
{
    static const char ours[] = "froe_";
    uint32_t count = 0, names = 0, entry_size = 0;
    PCRE2_SPTR table = NULL;
    pcre2_pattern_info(grok->code, PCRE2_INFO_CAPTURECOUNT, &count);
    pcre2_pattern_info(grok->code, PCRE2_INFO_NAMECOUNT, &names);
    pcre2_pattern_info(grok->code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
    pcre2_pattern_info(grok->code, PCRE2_INFO_NAMETABLE, &table);
    if (count > GROUPS_MAX)
        return froe_error_set(error, FROE_LIMIT, "more than %d groups", GROUPS_MAX);
    grok->group_count = count;
    grok->parts = malloc(count + 1);
    if (!grok->parts) return froe_error_memory(error);
    memset(grok->parts, FROE_PART_IGNORED, count + 1);
    for (uint32_t i = 0; i < names; i++, table += entry_size) {
        unsigned group = (unsigned)table[0] << 8 | table[1];
        const char *name = (const char *)table + 2;
        struct froe_slice field = froe_slice_cstr(name);
        if (strncmp(name, ours, sizeof ours - 1) == 0) {
            unsigned long index = strtoul(name + sizeof ours - 1, NULL, 10);
            if (index < expansion->field_count) field = expansion->fields[index];
        }
        if (group <= count) grok->parts[group] = (unsigned char)froe_grok_part(field);
    }
    return FROE_OK;
}

static enum froe_status compile(struct froe_grok *grok, const struct froe_grok_expansion *expansion,
                                struct froe_error *error)
{
    int code;
    PCRE2_SIZE offset;
    struct froe_slice regex = froe_buf_slice(&expansion->regex);
    grok->code = pcre2_compile((PCRE2_SPTR)regex.ptr, regex.len,
                               PCRE2_ANCHORED | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C, &code,
                               &offset, NULL);
    if (!grok->code) {
        PCRE2_UCHAR reason[128];
        pcre2_get_error_message(code, reason, sizeof reason);
        size_t from = offset > 20 ? offset - 20 : 0;
        int len = (int)(offset - from);
        return froe_error_set(error, FROE_SYNTAX, "%s behind \"%.*s\"", (const char *)reason, len,
                              regex.ptr + from);
    }
    /* Without JIT (not on every machine) the same regex is interpreted. */
    pcre2_jit_compile(grok->code, PCRE2_JIT_COMPLETE);
    return find_groups(grok, expansion, error);
}

enum froe_status froe_grok_new(const struct froe_grok_library *library, const char *text,
                               struct froe_grok **grok, struct froe_error *error)
{
    struct froe_error reason = {0};
    struct froe_grok_expansion *expansion = malloc(sizeof *expansion);
    struct froe_grok *made = calloc(1, sizeof *made);
    *grok = NULL;
    if (!expansion || !made) {
        free(expansion);
        free(made);
        return froe_error_memory(error);
    }
    enum froe_status status = froe_grok_expand(library, text, expansion, &reason);
    if (status == FROE_OK) {
        status = compile(made, expansion, &reason);
        froe_buf_release(&expansion->regex);
    }
    free(expansion);
    if (status == FROE_OK) {
        *grok = made;
        return FROE_OK;
    }
    froe_grok_free(made);
    return froe_error_set(error, status, "grok \"%.160s\": %.300s", text, reason.message);
}

void froe_grok_free(struct froe_grok *grok)
{
    if (!grok) return;
    for (size_t i = 0; i < IDLE_MAX; i++) free_matcher(atomic_load(&grok->idle[i]));
    pcre2_code_free(grok->code);
    free(grok->parts);
    free(grok);
}

bool froe_grok_match(const struct froe_grok *grok, struct froe_slice line, struct froe_slice *parts)
{
    /* Only the shelf of matchers changes, and that is made for it. */
    struct froe_grok *shelf = (struct froe_grok *)grok;
    struct matcher *matcher = take_matcher(shelf);
    if (!matcher) return false;
    const char *text = line.ptr ? line.ptr : "";
    int found =
        pcre2_match(grok->code, (PCRE2_SPTR)text, line.len, 0, 0, matcher->data, matcher->context);
    if (found > 0) {
        const PCRE2_SIZE *ranges = pcre2_get_ovector_pointer(matcher->data);
        for (unsigned group = 1; group < (unsigned)found; group++) {
            unsigned part = grok->parts[group];
            PCRE2_SIZE from = ranges[2 * group], to = ranges[2 * group + 1];
            if (part == FROE_PART_IGNORED || from == PCRE2_UNSET || to < from || parts[part].ptr)
                continue;
            parts[part] = froe_slice(text + from, to - from);
        }
    }
    put_back(shelf, matcher);
    return found > 0;
}

void froe_grok_first(const struct froe_grok *grok, unsigned char first[256])
{
    const uint8_t *bitmap = NULL;
    uint32_t kind = 0, unit = 0;
    pcre2_pattern_info(grok->code, PCRE2_INFO_FIRSTCODETYPE, &kind);
    pcre2_pattern_info(grok->code, PCRE2_INFO_FIRSTCODEUNIT, &unit);
    pcre2_pattern_info(grok->code, PCRE2_INFO_FIRSTBITMAP, &bitmap);
    for (unsigned byte = 0; byte < 256; byte++)
        first[byte] = kind == 1 ? byte == unit || (byte | 0x20) == (unit | 0x20)
                      : bitmap  ? bitmap[byte / 8] >> byte % 8 & 1
                                : 1;
}

bool froe_grok_matches_empty(const struct froe_grok *grok)
{
    struct froe_slice parts[FROE_PART_COUNT] = {{NULL, 0}};
    return froe_grok_match(grok, FROE_SLICE(""), parts);
}
