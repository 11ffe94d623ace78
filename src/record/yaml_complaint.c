#include "record/yaml_complaint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void complain(cyaml_log_t level, void *context, const char *format, va_list args)
{
    struct froe_yaml_complaint *complaint = context;
    char message[256];
    (void)level;
    vsnprintf(message, sizeof message, format, args);
    message[strcspn(message, "\n")] = '\0';
    const char *place = strstr(message, "(line: ");
    if (place && !complaint->line)
        complaint->line = (unsigned)strtoul(place + strlen("(line: "), NULL, 10);
    if (complaint->text[0]) return;
    const char *text = strncmp(message, "Load: ", 6) == 0 ? message + 6 : message;
    if (strcmp(text, "Backtrace:") == 0) return;
    snprintf(complaint->text, sizeof complaint->text, "%s", text);
}

cyaml_config_t froe_yaml_settings(struct froe_yaml_complaint *complaint)
{
    return (cyaml_config_t){.log_fn = complain,
                            .log_ctx = complaint,
                            .mem_fn = cyaml_mem,
                            .log_level = CYAML_LOG_ERROR};
}
