/* What the actions of `froe formats` share. */
#ifndef FROE_CLI_FORMATS_H
#define FROE_CLI_FORMATS_H

#include "base/json_writer.h"
#include "cli/args.h"
#include "record/head.h"

/* Prints the buffer where the arguments say and releases it. Returns `code` when that worked. */
enum froe_exit froe_formats_print(const struct froe_args *args, struct froe_buf *out,
                                  enum froe_exit code);
/* Where a format comes from, for people: a path, "built in", or "given" by an option. */
const char *froe_formats_place(const struct froe_format *format);
/* The name of a format as the value of a key; null for NULL. */
void froe_formats_json_name(struct froe_json_writer *json, const char *key,
                            const struct froe_format *format);

/* froe formats explain LINE|- [FILE] */
enum froe_exit froe_formats_explain(const struct froe_args *args, struct froe_formats *formats);

#endif
