#include "cli/help.h"

#include "cli/commands.h"
#include "cli/options.h"
#include "froe_config.h"

enum { TEXT_COLUMNS = 79, OPTION_COLUMNS = 26 };

/* Words from `column` on, broken at spaces, following lines behind `indent`. */
static void wrap(struct froe_buf *out, const char *text, size_t column, size_t indent)
{
    bool begin = true;
    while (*text) {
        size_t word = strcspn(text, " \n");
        if (!begin && column + 1 + word > TEXT_COLUMNS) {
            froe_buf_printf(out, "\n%*s", (int)indent, "");
            column = indent;
            begin = true;
        }
        if (!begin) {
            froe_buf_append_char(out, ' ');
            column++;
        }
        froe_buf_append(out, froe_slice(text, word));
        column += word;
        begin = false;
        text += word;
        if (text[0] == '\n') {
            size_t breaks = strspn(text, "\n");
            for (size_t i = 0; i < breaks; i++) froe_buf_append_char(out, '\n');
            froe_buf_printf(out, "%*s", (int)indent, "");
            column = indent;
            begin = true;
            text += breaks;
        } else {
            text += strspn(text, " ");
        }
    }
    froe_buf_append_char(out, '\n');
}

void froe_help_overview(struct froe_buf *out)
{
    froe_buf_append_cstr(out, "froe finds the templates in your logs.\n\n"
                              "usage: froe [COMMAND] [OPTION...] [FILE...]\n"
                              "       froe FILE...          the same as froe scan FILE...\n"
                              "       COMMAND | froe        reads standard input\n\ncommands:\n");
    for (unsigned id = 0; id < FROE_COMMAND_COUNT; id++) {
        const struct froe_command *command = froe_command_at((enum froe_command_id)id);
        froe_buf_printf(out, "  %-12s%s\n", command->name, command->summary);
    }
    froe_buf_append_cstr(out, "\n\"froe help COMMAND\" explains one.\n\n"
                              "examples:\n"
                              "  froe app.log.gz\n"
                              "  kubectl logs deploy/shop | froe --level warn+\n"
                              "  froe scan --since 15m --sort rate /var/log/shop\n"
                              "  froe show k3v9 app.log.gz\n"
                              "  froe parse --format ndjson app.log -o rows.ndjson\n");
}

static void help_option(struct froe_buf *out, const struct froe_option_spec *spec)
{
    size_t start = out->len;
    if (spec->letter)
        froe_buf_printf(out, "  -%c, --%s", spec->letter, spec->name);
    else
        froe_buf_printf(out, "      --%s", spec->name);
    if (spec->argument) froe_buf_printf(out, " %s", spec->argument);
    if (out->status != FROE_OK) return;
    size_t column = out->len - start;
    if (column + 2 > OPTION_COLUMNS) {
        froe_buf_append_char(out, '\n');
        column = 0;
    }
    froe_buf_printf(out, "%*s", (int)(OPTION_COLUMNS - column), "");
    wrap(out, spec->help, OPTION_COLUMNS, OPTION_COLUMNS);
}

void froe_help_command(struct froe_buf *out, enum froe_command_id id)
{
    const struct froe_command *command = froe_command_at(id);
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    froe_buf_printf(out, "usage: froe %s%s%s%s\n\n", command->name,
                    id <= FROE_COMMAND_FORMATS ? " [OPTION...]" : "",
                    command->arguments[0] ? " " : "", command->arguments);
    wrap(out, command->description, 0, 0);
    for (unsigned group = 0; group < FROE_GROUP_COUNT; group++) {
        bool titled = false;
        for (size_t i = 0; i < count; i++) {
            if (specs[i].group != group || !(specs[i].commands & 1u << id)) continue;
            if (!titled)
                froe_buf_printf(out, "\n%s:\n",
                                froe_option_group_title((enum froe_option_group)group));
            titled = true;
            help_option(out, &specs[i]);
        }
    }
}

/* Text in which scdoc finds nothing to format. */
static void man_text(struct froe_buf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\*_", *text)) froe_buf_append_char(out, '\\');
        froe_buf_append_char(out, *text);
    }
}

static void man_bold(struct froe_buf *out, const char *text)
{
    froe_buf_append_char(out, '*');
    man_text(out, text);
    froe_buf_append_char(out, '*');
}

static void man_option(struct froe_buf *out, const struct froe_option_spec *spec)
{
    if (spec->letter) froe_buf_printf(out, "*-%c*, ", spec->letter);
    froe_buf_append_cstr(out, "*--");
    man_text(out, spec->name);
    froe_buf_append_char(out, '*');
    if (spec->argument) {
        froe_buf_append_cstr(out, " _");
        man_text(out, spec->argument);
        froe_buf_append_char(out, '_');
    }
    froe_buf_append_cstr(out, "\n\t");
    man_text(out, spec->help);
    froe_buf_append_cstr(out, ".\n\n");
}

static void man_exit_status(struct froe_buf *out)
{
    froe_buf_append_cstr(
        out, "# EXIT STATUS\n\n"
             "*0*\n\tDone.\n\n"
             "*1*\n\tDone, and what *--fail-on* asked for was found.\n\n"
             "*2*\n\tWrong usage or configuration, or the output could not be written.\n\n"
             "*3*\n\tSome input could not be read; what could be was processed and is in the "
             "output.\n\n");
}

void froe_man_overview(struct froe_buf *out)
{
    froe_buf_append_cstr(out, "froe(1) \"froe " FROE_VERSION "\"\n\n# NAME\n\nfroe - find the "
                              "templates in logs\n\n# SYNOPSIS\n\n*froe* [_COMMAND_] "
                              "[_OPTION_...] [_FILE_...]\n\n# DESCRIPTION\n\n"
                              "*froe* reads logs and finds the constant text behind their "
                              "messages. *froe* _FILE_ alone means *froe scan* _FILE_; without a "
                              "file it reads standard input.\n\n# COMMANDS\n\n");
    for (unsigned id = 0; id < FROE_COMMAND_COUNT; id++) {
        const struct froe_command *command = froe_command_at((enum froe_command_id)id);
        man_bold(out, command->name);
        froe_buf_append_char(out, ' ');
        man_text(out, command->arguments);
        froe_buf_append_cstr(out, "\n\t");
        froe_buf_append_char(out, (char)(command->summary[0] - 'a' + 'A'));
        man_text(out, command->summary + 1);
        froe_buf_append_cstr(out, ".\n\n");
    }
    man_exit_status(out);
    froe_buf_append_cstr(out, "# ENVIRONMENT\n\n"
                              "*FROE\\_CONFIG*\n\tThe configuration file, unless *--config* names "
                              "one; empty for none.\n\n"
                              "*NO\\_COLOR*\n\tNo colours, unless *--color* asks for them.\n\n"
                              "*COLUMNS*\n\tThe width of a terminal that does not tell its own.\n\n"
                              "# FILES\n\n"
                              "*$XDG\\_CONFIG\\_HOME/froe/config.yaml*\n\tDefaults in YAML. Keys: "
                              "*masks* (a list of *name* and *regex*), *include*, *exclude* (lists "
                              "of globs), *tz*, *threads*, *color*, *wildcard*, "
                              "*templates* (a file, beside this one unless its path says "
                              "otherwise). The command line wins.\n\n"
                              "*$XDG\\_CONFIG\\_HOME/froe/formats/*\n\tFormats and grok patterns "
                              "of your own, as for *--layout-dir*.\n\n# SEE ALSO\n\n"
                              "*froe-scan*(1), *froe-parse*(1), *froe-show*(1), "
                              "*froe-formats*(1)\n");
}

void froe_man_command(struct froe_buf *out, enum froe_command_id id)
{
    const struct froe_command *command = froe_command_at(id);
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    froe_buf_printf(out, "froe-%s(1) \"froe " FROE_VERSION "\"\n\n# NAME\n\nfroe-%s - ",
                    command->name, command->name);
    man_text(out, command->summary);
    froe_buf_printf(out, "\n\n# SYNOPSIS\n\n*froe %s*%s ", command->name,
                    id <= FROE_COMMAND_FORMATS ? " [_OPTION_...]" : "");
    man_text(out, command->arguments);
    froe_buf_append_cstr(out, "\n\n# DESCRIPTION\n\n");
    man_text(out, command->description);
    froe_buf_append_cstr(out, "\n\n# OPTIONS\n\n");
    for (unsigned group = 0; group < FROE_GROUP_COUNT; group++) {
        bool titled = false;
        for (size_t i = 0; i < count; i++) {
            if (specs[i].group != group || !(specs[i].commands & 1u << id)) continue;
            if (!titled)
                froe_buf_printf(out, "## %s\n\n",
                                froe_option_group_title((enum froe_option_group)group));
            titled = true;
            man_option(out, &specs[i]);
        }
    }
    man_exit_status(out);
    froe_buf_append_cstr(out, "# SEE ALSO\n\n*froe*(1)\n");
}
