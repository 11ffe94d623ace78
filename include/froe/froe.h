/* libfroe: templates out of logs, as a library.

   Push bytes, take a snapshot:

       struct froe_miner *miner = froe_miner_new(NULL, NULL);
       uint32_t source;
       froe_miner_source(miner, "app.log", &source);
       while (... read ...) froe_miner_feed(miner, source, bytes, len);
       froe_miner_end(miner, source);
       struct froe_snapshot *snapshot = froe_miner_snapshot(miner);
       for (size_t i = 0; i < froe_snapshot_count(snapshot); i++)
           puts(froe_snapshot_cluster(snapshot, i)->template_text);
       froe_snapshot_free(snapshot);
       froe_miner_free(miner);

   Functions that can fail return 0 for success, or say so with NULL; froe_miner_error then tells
   what happened, with file, position or field. Nothing prints, exits, or reads the environment. One
   miner is used by one thread at a time; it has worker threads of its own. The same bytes give the
   same snapshot, whatever the pieces they are fed in and the number of threads. */
#ifndef FROE_H
#define FROE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define FROE_API __attribute__((visibility("default")))
#else
#define FROE_API
#endif

/* "0.1.0" */
FROE_API const char *froe_version(void);

/* Times are nanoseconds since 1970-01-01T00:00:00Z; this one means that there is none. */
#define FROE_NO_TIME INT64_MIN

struct froe_miner;
struct froe_snapshot;

/* A user mask: what the regular expression (PCRE2) matches is a variable <NAME>. */
struct froe_mask_config {
    const char *name;
    const char *regex;
};

/* Zeroed but for `size` is the default. Everything is copied. */
struct froe_miner_config {
    size_t size;        /* sizeof(struct froe_miner_config), for later versions */
    unsigned threads;   /* 0: one for each core */
    const char *layout; /* NULL: found by itself; "none": each line is a message; or a layout as in
                           formats/README.md */
    const char *level;  /* NULL: all; "warn+": warn and above */
    int year;           /* of timestamps without one; 0: by the clock */
    int64_t utc_offset_s; /* of timestamps without a zone */
    const struct froe_mask_config *masks;
    size_t mask_count;
    const char *templates; /* NULL, or a file of pinned templates, one a line: messages that one
                              fits are of it, whatever else they look like */
};

/* NULL when memory is out, or when the configuration is wrong: then *error (NULL allowed) is a text
   to be released with free(). */
FROE_API struct froe_miner *froe_miner_new(const struct froe_miner_config *config, char **error);
FROE_API void froe_miner_free(struct froe_miner *miner);
/* What the last failed call on the miner ran into; "" if none failed. Valid until the next call. */
FROE_API const char *froe_miner_error(const struct froe_miner *miner);

/* Sources are independent streams of bytes: files, pods, connections. They may be fed in turns. */
FROE_API int froe_miner_source(struct froe_miner *miner, const char *name, uint32_t *source);
FROE_API int froe_miner_feed(struct froe_miner *miner, uint32_t source, const void *bytes,
                             size_t len);
/* Nothing more will come of this source: its last line and record are complete. */
FROE_API int froe_miner_end(struct froe_miner *miner, uint32_t source);

/* Everything mined so far. Mining may go on afterwards. NULL on failure. */
FROE_API struct froe_snapshot *froe_miner_snapshot(struct froe_miner *miner);
FROE_API void froe_snapshot_free(struct froe_snapshot *snapshot);

/* A template at a level. All pointers live as long as the snapshot. */
struct froe_snapshot_cluster {
    const char *id;            /* "k3v9q2m7x0ab.e" */
    const char *template_id;   /* "k3v9q2m7x0ab" */
    const char *template_text; /* "Connection refused <IP> after <DUR> timeout" */
    const char *level;         /* "trace" ... "fatal", NULL for none */
    uint64_t count;
    double share;              /* of all records, 0 to 1 */
    int64_t first_ns, last_ns; /* FROE_NO_TIME when the records had no time */
};

/* Most frequent first. */
FROE_API size_t froe_snapshot_count(const struct froe_snapshot *snapshot);
FROE_API const struct froe_snapshot_cluster *
froe_snapshot_cluster(const struct froe_snapshot *snapshot, size_t index);
FROE_API uint64_t froe_snapshot_lines(const struct froe_snapshot *snapshot);
FROE_API uint64_t froe_snapshot_records(const struct froe_snapshot *snapshot);

/* The snapshot as JSON, "froe.scan/1" of docs/schema/. `write` gets it in pieces and returns 0 to
   go on. 0 when all was written. */
FROE_API int froe_snapshot_write_json(const struct froe_snapshot *snapshot,
                                      int (*write)(void *context, const char *bytes, size_t len),
                                      void *context);

#ifdef __cplusplus
}
#endif

#endif
