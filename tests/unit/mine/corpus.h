/* Texts to test the miner on: files of lines, and the Content columns of labelled logs. */
#ifndef FROE_TESTS_CORPUS_H
#define FROE_TESTS_CORPUS_H

#include "base/slice.h"
#include <stddef.h>

struct corpus {
    char *name; /* of the file, without folders */
    char *text; /* owned; the lines point into it */
    struct froe_slice *lines;
    size_t count;
};

/* Paths are files of lines, NAME.truth.csv (the Content column), or directories of such files; what
   is not there is left out with a message. Owned by the caller. */
struct corpus *corpus_load_all(char **paths, size_t path_count, size_t *count);
void corpus_free_all(struct corpus *corpora, size_t count);

#endif
