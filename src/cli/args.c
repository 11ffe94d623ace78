#include "cli/args.h"

#include "base/buf.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/suggest.h"
#include <stdlib.h>
#include <unistd.h>

void froe_args_init(struct froe_args *args)
{
    *args = (struct froe_args){.top = FROE_TOP_AUTO};
    froe_options_init(&args->options);
    froe_arena_init(&args->arena);
}

void froe_args_release(struct froe_args *args)
{
    struct froe_strings *const lists[] = {&args->words,   &args->inputs,  &args->grep,
                                          &args->not_ids, &args->include, &args->exclude};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) froe_strings_release(lists[i]);
    free(args->masks);
    froe_zone_release(&args->zone);
    froe_arena_release(&args->arena);
}

static const struct froe_option_spec *find_long(struct froe_slice name)
{
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    for (size_t i = 0; i < count; i++)
        if (froe_slice_eq(name, froe_slice_cstr(specs[i].name))) return &specs[i];
    return NULL;
}

static const struct froe_option_spec *find_letter(char letter)
{
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    for (size_t i = 0; i < count; i++)
        if (specs[i].letter && specs[i].letter == letter) return &specs[i];
    return NULL;
}

bool froe_args_given(const struct froe_args *args, const char *option)
{
    size_t count;
    const struct froe_option_spec *spec = find_long(froe_slice_cstr(option));
    return spec && args->given[spec - froe_option_specs(&count)];
}

static enum froe_status unknown_option(struct froe_slice name, struct froe_error *error)
{
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    struct froe_suggestion suggestion;
    froe_suggestion_init(&suggestion, name);
    for (size_t i = 0; i < count; i++) froe_suggestion_offer(&suggestion, specs[i].name);
    int len = (int)(name.len < 100 ? name.len : 100);
    if (suggestion.best)
        return froe_error_set(error, FROE_USAGE, "unknown option --%.*s; did you mean --%s?", len,
                              name.ptr, suggestion.best);
    return froe_error_set(error, FROE_USAGE, "unknown option --%.*s", len, name.ptr);
}

static enum froe_status apply(struct froe_args *args, const struct froe_option_spec *spec,
                              const char *value, struct froe_error *error)
{
    size_t count;
    struct froe_error reason = {0};
    args->given[spec - froe_option_specs(&count)] = true;
    enum froe_status status = spec->set(args, value, &reason);
    if (status == FROE_OK) return FROE_OK;
    return froe_error_set(error, status, "--%s: %.480s", spec->name, reason.message);
}

static enum froe_status needs_value(const struct froe_option_spec *spec, struct froe_error *error)
{
    return froe_error_set(error, FROE_USAGE, "--%s needs a value: --%s %s", spec->name, spec->name,
                          spec->argument);
}

/* "--name", "--name=value", "--name value". Moves *at past what it takes. */
static enum froe_status long_option(struct froe_args *args, int count, char **words, int *at,
                                    struct froe_error *error)
{
    const char *word = words[(*at)++] + 2;
    const char *equals = strchr(word, '=');
    struct froe_slice name = froe_slice(word, equals ? (size_t)(equals - word) : strlen(word));
    const struct froe_option_spec *spec = find_long(name);
    if (!spec) return unknown_option(name, error);
    if (!spec->argument && equals)
        return froe_error_set(error, FROE_USAGE, "--%s takes no value", spec->name);
    if (!spec->argument) return apply(args, spec, NULL, error);
    if (equals) return apply(args, spec, equals + 1, error);
    if (*at >= count) return needs_value(spec, error);
    return apply(args, spec, words[(*at)++], error);
}

/* "-q", "-qv", "-oFILE", "-o FILE". Moves *at past what it takes. */
static enum froe_status short_options(struct froe_args *args, int count, char **words, int *at,
                                      struct froe_error *error)
{
    const char *letters = words[(*at)++] + 1;
    for (; *letters; letters++) {
        const struct froe_option_spec *spec = find_letter(*letters);
        if (!spec) return froe_error_set(error, FROE_USAGE, "unknown option -%c", *letters);
        if (!spec->argument) {
            enum froe_status status = apply(args, spec, NULL, error);
            if (status != FROE_OK) return status;
            continue;
        }
        if (letters[1]) return apply(args, spec, letters + (letters[1] == '=' ? 2 : 1), error);
        if (*at >= count) return needs_value(spec, error);
        return apply(args, spec, words[(*at)++], error);
    }
    return FROE_OK;
}

/* A lone word that is nearly a command and no file: more likely a slip than a file's name. */
static enum froe_status check_slip(const char *word, struct froe_error *error)
{
    struct froe_suggestion suggestion;
    if (strpbrk(word, "/*?[.") || strcmp(word, "-") == 0 || access(word, F_OK) == 0) return FROE_OK;
    froe_suggestion_init(&suggestion, froe_slice_cstr(word));
    for (size_t i = 0; i < FROE_COMMAND_COUNT; i++)
        froe_suggestion_offer(&suggestion, froe_command_at((enum froe_command_id)i)->name);
    if (!suggestion.best) return FROE_OK;
    return froe_error_set(error, FROE_USAGE, "no command or file '%.100s'; did you mean '%s'?",
                          word, suggestion.best);
}

static enum froe_status check_commands(const struct froe_args *args, struct froe_error *error)
{
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    for (size_t i = 0; i < count; i++) {
        if (!args->given[i] || specs[i].commands & 1u << args->command) continue;
        struct froe_buf list = {.bytes_max = 100};
        for (unsigned id = 0; id < FROE_COMMAND_COUNT; id++)
            if (specs[i].commands & 1u << id)
                froe_buf_printf(&list, "%s%s", list.len ? ", " : "",
                                froe_command_at((enum froe_command_id)id)->name);
        froe_error_set(error, FROE_USAGE, "--%s is an option of %.*s, not of %s", specs[i].name,
                       (int)list.len, list.ptr ? list.ptr : "",
                       froe_command_at(args->command)->name);
        froe_buf_release(&list);
        return FROE_USAGE;
    }
    return FROE_OK;
}

/* The first word may name the command; the others are its own business. */
static enum froe_status take_word(struct froe_args *args, const char *word, bool first,
                                  struct froe_error *error)
{
    if (first && froe_command_find(word, &args->command)) {
        args->command_given = true;
        return FROE_OK;
    }
    enum froe_status status = first ? check_slip(word, error) : FROE_OK;
    if (status != FROE_OK) return status;
    return froe_strings_add(&args->words, word) ? FROE_OK : froe_error_memory(error);
}

/* Files are inputs in the order typed; show's first word is the id. */
static enum froe_status sort_words(struct froe_args *args, struct froe_error *error)
{
    size_t first_file = args->command == FROE_COMMAND_SHOW ? 1 : 0;
    if (args->command > FROE_COMMAND_SHOW || args->words.count < first_file) return FROE_OK;
    for (size_t i = first_file; i < args->words.count; i++)
        if (!froe_strings_add(&args->inputs, args->words.items[i])) return froe_error_memory(error);
    args->words.count = first_file;
    return FROE_OK;
}

enum froe_status froe_args_parse(struct froe_args *args, int count, char **words,
                                 struct froe_error *error)
{
    bool options_over = false, first = true;
    for (int at = 0; at < count;) {
        const char *word = words[at];
        enum froe_status status;
        if (!options_over && strcmp(word, "--") == 0) {
            options_over = true;
            first = false; /* what follows are files even when named like a command */
            at++;
            continue;
        }
        if (!options_over && word[0] == '-' && word[1] == '-') {
            status = long_option(args, count, words, &at, error);
        } else if (!options_over && word[0] == '-' && word[1]) {
            status = short_options(args, count, words, &at, error);
        } else {
            status = take_word(args, word, first, error);
            first = false;
            at++;
        }
        if (status != FROE_OK) return status;
    }
    enum froe_status status = check_commands(args, error);
    return status == FROE_OK ? sort_words(args, error) : status;
}

enum froe_status froe_args_add_mask(struct froe_args *args, const char *text,
                                    struct froe_error *error)
{
    if (args->mask_count == args->mask_capacity) {
        size_t capacity = args->mask_capacity ? args->mask_capacity * 2 : 8;
        struct froe_mask_option *masks = realloc(args->masks, capacity * sizeof *masks);
        if (!masks) return froe_error_memory(error);
        args->masks = masks;
        args->mask_capacity = capacity;
    }
    size_t size = strlen(text) + 1;
    char *copy = froe_arena_bytes(&args->arena, size);
    if (!copy) return froe_error_memory(error);
    memcpy(copy, text, size);
    enum froe_status status = froe_parse_mask(copy, &args->masks[args->mask_count], error);
    if (status == FROE_OK) args->mask_count++;
    return status;
}

static enum froe_status read_bound(const struct froe_args *args, const char *option,
                                   const char *text, struct froe_time_bound *bound,
                                   struct froe_error *error)
{
    struct froe_error reason = {0};
    if (!text) return FROE_OK;
    enum froe_status status = froe_parse_time_bound(text, &args->options, bound, &reason);
    if (status == FROE_OK) return FROE_OK;
    return froe_error_set(error, status, "--%s: %.480s", option, reason.message);
}

enum froe_status froe_args_finish(struct froe_args *args, struct froe_error *error)
{
    struct froe_options *options = &args->options;
    struct froe_error reason = {0};
    enum froe_status status =
        args->tz ? froe_parse_zone(args->tz, &args->zone, options, &reason) : FROE_OK;
    if (status != FROE_OK) return froe_error_set(error, status, "--tz: %.480s", reason.message);
    status = read_bound(args, "since", args->since, &options->since, error);
    if (status != FROE_OK) return status;
    status = read_bound(args, "until", args->until, &options->until, error);
    if (status != FROE_OK) return status;

    struct froe_time_bound boot = {FROE_BOUND_NONE, 0};
    status = read_bound(args, "boot", args->boot, &boot, error);
    if (status != FROE_OK) return status;
    if (boot.kind == FROE_BOUND_BACK)
        return froe_error_set(error, FROE_USAGE, "--boot: '%.200s' is no time (2026-04-20T14:00)",
                              args->boot);
    options->base_ns = boot.ns;

    options->grep = args->grep.items;
    options->grep_count = args->grep.count;
    options->not_ids = args->not_ids.items;
    options->not_id_count = args->not_ids.count;
    options->include = args->include.items;
    options->include_count = args->include.count;
    options->exclude = args->exclude.items;
    options->exclude_count = args->exclude.count;
    options->masks = args->masks;
    options->mask_count = args->mask_count;
    if (!args->format_given && args->output)
        froe_render_format_of_file(args->output, &args->format);
    return FROE_OK;
}
