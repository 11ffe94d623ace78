/* Files of formats in YAML (formats/README.md), read at build time and at run time alike. */
#ifndef FROE_RECORD_FORMAT_YAML_H
#define FROE_RECORD_FORMAT_YAML_H

#include "base/buf.h"
#include "record/format_spec.h"

enum {
    FROE_FORMAT_FILE_BYTES_MAX = 1024 * 1024,
    FROE_FORMATS_PER_FILE_MAX = 512,
};

struct froe_format_file {
    char *path;                     /* owned; as shown in messages */
    struct froe_buf text;           /* owned */
    struct froe_format_spec *specs; /* owned, with their strings */
    unsigned count;
};

/* Reads and checks a file: its syntax, its keys, priorities and levels; not the layouts. A file of
   nothing but comments holds no formats. FROE_NOT_FOUND when there is none, FROE_SYNTAX with
   "PATH:LINE: ..." for what is wrong in it. On failure nothing is to be released. */
enum froe_status froe_format_file_load(struct froe_format_file *file, const char *path,
                                       struct froe_error *error);
/* The same from bytes that are in memory; they are copied. */
enum froe_status froe_format_file_read(struct froe_format_file *file, const char *path,
                                       struct froe_slice text, struct froe_error *error);
void froe_format_file_release(struct froe_format_file *file);

/* Line of a format (key NULL), of one of its keys, or of an item of a list ("layouts", 1); 1-based,
   0 when there is no such thing. Reads the text again. */
unsigned froe_format_file_line(const struct froe_format_file *file, unsigned format,
                               const char *key, unsigned item);
/* FROE_SYNTAX with "PATH:LINE: format NAME: PROBLEM"; the place is given as above. */
enum froe_status froe_format_file_error(const struct froe_format_file *file, unsigned format,
                                        const char *key, unsigned item, const char *problem,
                                        struct froe_error *error);

#endif
