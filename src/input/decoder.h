/* What gzip.c and compressed.c have in common: they turn raw bytes into plain ones. */
#ifndef FROE_INPUT_DECODER_H
#define FROE_INPUT_DECODER_H

#include "input/raw.h"

struct froe_decoder {
    /* As froe_file_read: *got is 0 at the end and with an error. */
    enum froe_status (*read)(struct froe_decoder *decoder, char *bytes, size_t size, size_t *got,
                             struct froe_error *error);
    void (*free)(struct froe_decoder *decoder);
};

/* What libarchive reads for us. */
enum froe_codec { FROE_CODEC_ZSTD, FROE_CODEC_XZ, FROE_CODEC_BZIP2, FROE_CODEC_LZ4 };

/* `raw` is borrowed and stands at the first byte of the stream. NULL with an error filled. */
struct froe_decoder *froe_gzip_new(struct froe_raw *raw, struct froe_error *error);
struct froe_decoder *froe_compressed_new(struct froe_raw *raw, enum froe_codec codec,
                                         struct froe_error *error);

/* The two messages about broken streams, in one wording. */
enum froe_status froe_stream_truncated(struct froe_error *error, const char *format,
                                       uint64_t position);
enum froe_status froe_stream_damaged(struct froe_error *error, const char *format,
                                     uint64_t position, const char *why);

#endif
