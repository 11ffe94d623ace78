#include "cli/commands.h"

#include <string.h>

static const struct froe_command commands[FROE_COMMAND_COUNT] = {
    [FROE_COMMAND_SCAN] =
        {"scan", "[FILE...]", "mine log templates and print the table of clusters",
         "Reads files, directories, globs, or standard input (- or no file on a pipe), finds the "
         "templates behind the messages, and prints one line for each template and level: how "
         "often, what share, when, how severe, from which service.\n\n"
         "Compressed files (gzip, zstd, xz, bzip2, lz4) are told by their content and read like "
         "any other. Binary files found in directories are skipped and counted.\n\n"
         "The rate column shows the records over the whole time of the run, each line to its own "
         "peak. The id is what \"froe show\" takes; its beginning is enough.",
         froe_command_scan},
    [FROE_COMMAND_PARSE] =
        {"parse", "[FILE...]", "print one row per record with its template and parameters",
         "Mines the templates, reads the input again, and prints for each record its file, line, "
         "time, level, service, message, template and parameters, in the order of the input. "
         "Formats are table, json, ndjson and csv.\n\n"
         "With --online rows come while the input is read, with the templates known so far.",
         froe_command_parse},
    [FROE_COMMAND_SHOW] =
        {"show", "ID [FILE...]", "print one template in full",
         "Prints the clusters of one template: counts, services, timeline, parameters and samples. "
         "ID is a template's or a cluster's id, or a beginning of one that only one template "
         "has.\n\n"
         "With --lines every raw record of it is printed with its file and line.",
         froe_command_show},
    [FROE_COMMAND_FORMATS] =
        {"formats", "list | test FILE... | explain LINE|- [FILE]",
         "list the known log formats, and tell why a line is read as it is",
         "list prints the known formats: names, where each comes from, and what it is.\n\n"
         "test reads files and counts the lines that are in each format, with the first lines that "
         "are in none. Of a file of formats (.yaml) it runs the samples, and exits with 1 when one "
         "is read otherwise than it says.\n\n"
         "explain takes a line, or the lines of standard input (-), and prints the format and "
         "layout "
         "that read it, each field with its text, and which formats were tried before and where "
         "they stopped. With FILE the line is read as one of that file.",
         froe_command_formats},
    [FROE_COMMAND_COMPLETION] = {"completion", "bash|zsh|fish",
                                 "print a completion script for a shell",
                                 "Prints a script for the shell to load, for example:\n\n"
                                 "eval \"$(froe completion bash)\"",
                                 froe_command_completion},
    [FROE_COMMAND_HELP] = {"help", "[COMMAND]", "explain froe or one of its commands",
                           "Prints the commands, or the options of one command.",
                           froe_command_help},
    [FROE_COMMAND_VERSION] = {"version", "", "print the version",
                              "Prints the name and the version of the program.",
                              froe_command_version},
};

const struct froe_command *froe_command_at(enum froe_command_id id)
{
    return &commands[id];
}

bool froe_command_find(const char *name, enum froe_command_id *id)
{
    for (size_t i = 0; i < FROE_COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) != 0) continue;
        *id = (enum froe_command_id)i;
        return true;
    }
    return false;
}
