#include "cli/help.h"

#include "cli/commands.h"
#include "cli/options.h"

static void command_names(struct froe_buf *out, const char *separator)
{
    for (unsigned id = 0; id < FROE_COMMAND_COUNT; id++)
        froe_buf_printf(out, "%s%s", id ? separator : "",
                        froe_command_at((enum froe_command_id)id)->name);
}

static void values_of(struct froe_buf *out, const struct froe_option_spec *spec)
{
    for (size_t i = 0; spec->values[i]; i++)
        froe_buf_printf(out, "%s%s", i ? " " : "", spec->values[i]);
}

/* What stands behind the commands that take words of their own. */
static const struct {
    enum froe_command_id id;
    const char *words;
} command_words[] = {{FROE_COMMAND_FORMATS, "list test explain"},
                     {FROE_COMMAND_COMPLETION, "bash zsh fish"}};

static void bash(struct froe_buf *out)
{
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    froe_buf_append_cstr(out, "# bash completion for froe\n_froe()\n{\n"
                              "    local current=${COMP_WORDS[COMP_CWORD]}\n"
                              "    local previous=${COMP_WORDS[COMP_CWORD-1]}\n"
                              "    local command=scan word\n    local commands=\"");
    command_names(out, " ");
    froe_buf_append_cstr(out, "\"\n    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
                              "        case $word in\n            ");
    command_names(out, "|");
    froe_buf_append_cstr(out, ") command=$word; break ;;\n        esac\n    done\n"
                              "    COMPREPLY=()\n    case $previous in\n");
    for (size_t i = 0; i < count; i++) {
        if (!specs[i].values) continue;
        froe_buf_printf(out, "        --%s) COMPREPLY=($(compgen -W \"", specs[i].name);
        values_of(out, &specs[i]);
        froe_buf_append_cstr(out, "\" -- \"$current\")); return ;;\n");
    }
    froe_buf_append_cstr(out, "    esac\n    if [[ $current == -* ]]; then\n"
                              "        local options=\n        case $command in\n");
    for (unsigned id = 0; id < FROE_COMMAND_COUNT; id++) {
        froe_buf_printf(out, "            %s) options=\"",
                        froe_command_at((enum froe_command_id)id)->name);
        bool any = false;
        for (size_t i = 0; i < count; i++) {
            if (!(specs[i].commands & 1u << id)) continue;
            froe_buf_printf(out, "%s--%s", any ? " " : "", specs[i].name);
            any = true;
        }
        froe_buf_append_cstr(out, "\" ;;\n");
    }
    froe_buf_append_cstr(out, "        esac\n"
                              "        COMPREPLY=($(compgen -W \"$options\" -- \"$current\"))\n"
                              "        return\n    fi\n    case $command in\n");
    for (size_t i = 0; i < sizeof command_words / sizeof *command_words; i++)
        froe_buf_printf(out,
                        "        %s) COMPREPLY=($(compgen -W \"%s\" -- \"$current\")); return ;;\n",
                        froe_command_at(command_words[i].id)->name, command_words[i].words);
    froe_buf_append_cstr(out,
                         "        help) COMPREPLY=($(compgen -W \"$commands\" -- \"$current\")); "
                         "return ;;\n    esac\n"
                         "    if ((COMP_CWORD == 1)); then\n"
                         "        COMPREPLY=($(compgen -W \"$commands\" -- \"$current\") "
                         "$(compgen -f -- \"$current\"))\n"
                         "    else\n"
                         "        COMPREPLY=($(compgen -f -- \"$current\"))\n"
                         "    fi\n}\ncomplete -o filenames -F _froe froe\n");
}

/* Text inside single quotes of a shell; zsh also reads the characters in `special`. */
static void quoted_text(struct froe_buf *out, const char *text, const char *special)
{
    for (; *text; text++) {
        if (*text == '\'') {
            froe_buf_append_cstr(out, "'\\''");
            continue;
        }
        if (strchr(special, *text)) froe_buf_append_char(out, '\\');
        froe_buf_append_char(out, *text);
    }
}

static void zsh_option(struct froe_buf *out, const struct froe_option_spec *spec)
{
    static const char special[] = "[]:\\";
    froe_buf_append_cstr(out, " \\\n                ");
    if (spec->letter)
        froe_buf_printf(out, "'*'{-%c,--%s%s}'[", spec->letter, spec->name,
                        spec->argument ? "=" : "");
    else
        froe_buf_printf(out, "'*--%s%s[", spec->name, spec->argument ? "=" : "");
    quoted_text(out, spec->help, special);
    froe_buf_append_char(out, ']');
    if (spec->argument) {
        froe_buf_append_char(out, ':');
        quoted_text(out, spec->argument, special);
        froe_buf_append_char(out, ':');
        if (spec->values) {
            froe_buf_append_char(out, '(');
            values_of(out, spec);
            froe_buf_append_char(out, ')');
        } else if (strcmp(spec->argument, "FILE") == 0) {
            froe_buf_append_cstr(out, "_files");
        }
    }
    froe_buf_append_char(out, '\'');
}

static void zsh(struct froe_buf *out)
{
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    froe_buf_append_cstr(out, "#compdef froe\n_froe()\n{\n    local -a commands\n    commands=(\n");
    for (unsigned id = 0; id < FROE_COMMAND_COUNT; id++) {
        const struct froe_command *command = froe_command_at((enum froe_command_id)id);
        froe_buf_printf(out, "        '%s:", command->name);
        quoted_text(out, command->summary, ":\\");
        froe_buf_append_cstr(out, "'\n");
    }
    froe_buf_append_cstr(out, "    )\n    local command=scan\n"
                              "    if ((CURRENT > 2)) && [[ -n ${commands[(r)${words[2]}:*]} ]]; "
                              "then\n        command=${words[2]}\n        shift words\n"
                              "        ((CURRENT--))\n"
                              "    elif ((CURRENT == 2)) && [[ ${words[2]} != -* ]]; then\n"
                              "        _describe command commands\n        _files\n"
                              "        return\n    fi\n    case $command in\n");
    for (unsigned id = 0; id < FROE_COMMAND_COUNT; id++) {
        const char *name = froe_command_at((enum froe_command_id)id)->name;
        froe_buf_printf(out, "        %s)\n            _arguments", name);
        for (size_t i = 0; i < count; i++)
            if (specs[i].commands & 1u << id) zsh_option(out, &specs[i]);
        froe_buf_append_cstr(out, " \\\n                ");
        bool files = true;
        for (size_t i = 0; i < sizeof command_words / sizeof *command_words; i++) {
            if (command_words[i].id != id) continue;
            froe_buf_printf(out, "'1:word:(%s)'", command_words[i].words);
            files = false;
        }
        if (id == FROE_COMMAND_HELP)
            froe_buf_append_cstr(out, "'1:command:{_describe command commands}'");
        else if (files)
            froe_buf_append_cstr(out, "'*:file:_files'");
        froe_buf_append_cstr(out, " ;;\n");
    }
    froe_buf_append_cstr(out, "    esac\n}\n"
                              "if [[ $funcstack[1] == _froe ]]; then _froe \"$@\"; "
                              "else compdef _froe froe; fi\n");
}

static void fish(struct froe_buf *out)
{
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    froe_buf_append_cstr(out, "# fish completion for froe\n");
    for (unsigned id = 0; id < FROE_COMMAND_COUNT; id++) {
        const struct froe_command *command = froe_command_at((enum froe_command_id)id);
        froe_buf_printf(out, "complete -c froe -n __fish_use_subcommand -a %s -d '", command->name);
        quoted_text(out, command->summary, "\\");
        froe_buf_append_cstr(out, "'\n");
    }
    for (size_t i = 0; i < sizeof command_words / sizeof *command_words; i++)
        froe_buf_printf(out, "complete -c froe -f -n '__fish_seen_subcommand_from %s' -a '%s'\n",
                        froe_command_at(command_words[i].id)->name, command_words[i].words);
    for (size_t i = 0; i < count; i++) {
        const struct froe_option_spec *spec = &specs[i];
        froe_buf_append_cstr(out, "complete -c froe -n '");
        if (spec->commands &
            FROE_FOR(SCAN)) /* froe FILE means scan: a command may not be there yet */
            froe_buf_append_cstr(out, "__fish_use_subcommand; or ");
        froe_buf_append_cstr(out, "__fish_seen_subcommand_from");
        for (unsigned id = 0; id < FROE_COMMAND_COUNT; id++)
            if (spec->commands & 1u << id)
                froe_buf_printf(out, " %s", froe_command_at((enum froe_command_id)id)->name);
        froe_buf_printf(out, "' -l %s", spec->name);
        if (spec->letter) froe_buf_printf(out, " -s %c", spec->letter);
        if (spec->values) {
            froe_buf_append_cstr(out, " -x -a '");
            values_of(out, spec);
            froe_buf_append_char(out, '\'');
        } else if (spec->argument) {
            froe_buf_append_cstr(out, strcmp(spec->argument, "FILE") == 0 ? " -r -F" : " -x");
        }
        froe_buf_append_cstr(out, " -d '");
        quoted_text(out, spec->help, "\\");
        froe_buf_append_cstr(out, "'\n");
    }
}

bool froe_completion(struct froe_buf *out, const char *shell)
{
    static const struct {
        const char *name;
        void (*print)(struct froe_buf *out);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(shells[i].name, shell) != 0) continue;
        shells[i].print(out);
        return true;
    }
    return false;
}
