/* What libcyaml has to say about a file, for a message of our own. */
#ifndef FROE_RECORD_YAML_COMPLAINT_H
#define FROE_RECORD_YAML_COMPLAINT_H

#include <cyaml/cyaml.h>

/* The first message, and the line of the innermost place; "" and 0 while there is none. */
struct froe_yaml_complaint {
    char text[256];
    unsigned line;
};

/* Settings that write into the complaint, which must outlive them; zeroed by the caller. */
cyaml_config_t froe_yaml_settings(struct froe_yaml_complaint *complaint);

#endif
