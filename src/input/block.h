/* Blocks: the unit of work. Whatever the pieces in which a source is fed, it is cut into the same
   blocks of whole lines, so that everything behind this point is a function of the bytes alone. */
#ifndef FROE_INPUT_BLOCK_H
#define FROE_INPUT_BLOCK_H

#include "base/error.h"
#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

enum {
    FROE_BLOCK_BYTES = 4 * 1024 * 1024,      /* a block ends at the last line end within so many */
    FROE_BLOCK_PADDING = 64,                 /* readable and writable zero bytes behind data[len] */
    FROE_LINE_BYTES_MAX_DEFAULT = 64 * 1024, /* longer lines are cut and counted */
};

struct froe_block {
    char *data;          /* owned; len bytes of text, then FROE_BLOCK_PADDING zero bytes */
    size_t len;          /* whole lines; only the last line of a source may lack its '\n' */
    uint32_t source;     /* the caller's number of the source */
    uint64_t sequence;   /* of this block in its source, from 0 */
    uint64_t first_line; /* number of the block's first line in its source, from 1 */
    uint64_t line_count; /* lines in data */
    uint64_t lines_cut;  /* lines whose end was dropped before they came into the block (it then
                            holds exactly line_bytes_max bytes of them); lines that are too long but
                            whole in data are cut and counted by froe_lines_next */
    bool last;           /* nothing follows from this source */
};

void froe_block_free(struct froe_block *block);

/* Cuts one source into blocks: strips a UTF-8 byte order mark, converts UTF-16 and UTF-32 (by their
   byte order mark) to UTF-8, drops what exceeds line_bytes_max of a line that does not fit into a
   block. Holds at most one block and one line. */
struct froe_blocker;

/* Takes ownership of the block. A status other than FROE_OK stops the feeding and is handed on. */
typedef enum froe_status froe_block_sink(void *context, struct froe_block *block,
                                         struct froe_error *error);

/* NULL when memory is out. */
struct froe_blocker *froe_blocker_new(uint32_t source, size_t line_bytes_max, froe_block_sink *sink,
                                      void *context);
/* For tests: blocks of block_bytes instead of FROE_BLOCK_BYTES. A block is never smaller than a
   line of line_bytes_max with its end, though. */
struct froe_blocker *froe_blocker_new_sized(uint32_t source, size_t block_bytes,
                                            size_t line_bytes_max, froe_block_sink *sink,
                                            void *context);
enum froe_status froe_blocker_feed(struct froe_blocker *blocker, const void *bytes, size_t len,
                                   struct froe_error *error);
/* Hands over the complete lines fed so far as a block of their own, if there are any. The blocks
   then do depend on when this is called: for answers while a source pauses. */
enum froe_status froe_blocker_flush(struct froe_blocker *blocker, struct froe_error *error);
/* Hands over what is left as the block marked last, even when it is empty. Call once. */
enum froe_status froe_blocker_finish(struct froe_blocker *blocker, struct froe_error *error);
void froe_blocker_free(struct froe_blocker *blocker);

/* Walks the lines of a block. A line is cut at line_bytes_max, without its '\n' and one '\r' before
   it. */
struct froe_lines {
    const char *next, *end;
    size_t line_bytes_max;
    uint64_t lines_cut; /* lines cut by this walk */
};

void froe_lines_init(struct froe_lines *lines, const struct froe_block *block,
                     size_t line_bytes_max);
bool froe_lines_next(struct froe_lines *lines, struct froe_slice *line);

#endif
