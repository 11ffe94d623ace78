/* Files as people have them: plain or compressed (gzip, zstd, xz, bzip2, lz4, told by content), or
   standard input; read as a stream of plain bytes. */
#ifndef FROE_INPUT_FILE_H
#define FROE_INPUT_FILE_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct froe_file;

/* "-" is standard input. The error message has no file name in front; the caller knows it.
   FROE_NOT_FOUND when there is no such file, else FROE_IO ("is a directory") or FROE_MEMORY. */
enum froe_status froe_file_open(struct froe_file **file, const char *path,
                                struct froe_error *error);
/* Reads up to `size` bytes; *got is 0 at the end. On FROE_TRUNCATED or FROE_CORRUPT (a damaged
   compressed stream) everything that could be read has been handed out by earlier calls and the
   message names the byte of the compressed file: "truncated gzip stream at byte 81920". Of zstd, xz
   and bzip2 libarchive keeps back less than one of its buffers (128 or 64 KiB) of plain bytes, of
   lz4 the unfinished block. The end and an error stay when read again. */
enum froe_status froe_file_read(struct froe_file *file, char *bytes, size_t size, size_t *got,
                                struct froe_error *error);
void froe_file_close(struct froe_file *file);

uint64_t
froe_file_position(const struct froe_file *file);         /* bytes consumed on disk, for progress */
uint64_t froe_file_size(const struct froe_file *file);    /* on disk; 0 when unknown (a pipe) */
int64_t froe_file_mtime_ns(const struct froe_file *file); /* FROE_TIME_NONE for a pipe */
/* Whether the next read would have to wait for somebody to write: a pipe or terminal that pauses.
 */
bool froe_file_pauses(const struct froe_file *file);
/* A NUL among the first 8 KiB of decompressed bytes, which do not begin with a UTF-16 or UTF-32
   byte order mark. Call before the first read. */
bool froe_file_is_binary(struct froe_file *file);

#endif
