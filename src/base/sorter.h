/* Puts any number of byte strings into the order of their keys in bounded memory. What was added
   first comes first among equal keys.

   An external merge sort: records are kept until run_bytes are full, then sorted and written to a
   temporary file (base/temporary.h) as a run. In the end the runs are merged, at most merge_max at
   a time: where there are more, neighbouring ones are first merged into longer runs in a second
   temporary file, as often as it takes. What fits into one run never touches the disk.

   Memory: run_bytes while adding (room to grow included, up to half as much again) or one record
   that is longer by itself; while draining, 256 KiB a run that is merged, or its longest record.
   Disk: the bytes of all records, 12 more each, and while runs are merged into runs twice that.
   With the defaults that takes more than 2 GiB of records.

   Not to be shared by threads. */
#ifndef FROE_BASE_SORTER_H
#define FROE_BASE_SORTER_H

#include "base/error.h"
#include "base/slice.h"
#include <stdint.h>

enum {
    FROE_SORTER_RUN_BYTES = 32 * 1024 * 1024,
    FROE_SORTER_MERGE_MAX = 64,
    FROE_SORTER_RECORD_BYTES_MAX = 1024 * 1024 * 1024
};

struct froe_sorter;

/* 0 stands for the default; tests set less. run_bytes is at most 1 GiB, merge_max at least 2. */
struct froe_sorter_limits {
    size_t run_bytes;
    unsigned merge_max;
};

/* NULL when memory is out. */
struct froe_sorter *froe_sorter_new(struct froe_sorter_limits limits);
/* NULL is allowed. */
void froe_sorter_free(struct froe_sorter *sorter);

/* Copies the bytes. FROE_LIMIT past FROE_SORTER_RECORD_BYTES_MAX, FROE_IO when the temporary file
   cannot be made or written; after a failure nothing but froe_sorter_free is of use. */
enum froe_status froe_sorter_add(struct froe_sorter *sorter, int64_t key, struct froe_slice bytes,
                                 struct froe_error *error);

/* Takes the next record; borrowed for the call. A status other than FROE_OK ends the draining with
   that status. */
typedef enum froe_status froe_sorter_take_fn(void *context, int64_t key, struct froe_slice bytes,
                                             struct froe_error *error);

/* Hands over all records in order; once, and nothing can be added behind it. */
enum froe_status froe_sorter_drain(struct froe_sorter *sorter, froe_sorter_take_fn *take,
                                   void *context, struct froe_error *error);

/* Runs written to temporary files so far, those of merging included; for tests and tuning. */
uint64_t froe_sorter_runs_written(const struct froe_sorter *sorter);

#endif
