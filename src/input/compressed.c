/* zstd, xz, bzip2 and lz4 through libarchive, which hands on whole output buffers: of a truncated
   stream its last 64 KiB (128 KiB for zstd) of plain bytes at most are lost. */
#include "input/decoder.h"

#include <archive.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Small enough that a position taken from the feeding is close to the damage. */
enum { FEED_BYTES_MAX = 32 * 1024 };

static const struct codec {
    const char *name;
    int filter;
    int (*support)(struct archive *archive);
} codecs[] = {
    [FROE_CODEC_ZSTD] = {"zstd", ARCHIVE_FILTER_ZSTD, archive_read_support_filter_zstd},
    [FROE_CODEC_XZ] = {"xz", ARCHIVE_FILTER_XZ, archive_read_support_filter_xz},
    [FROE_CODEC_BZIP2] = {"bzip2", ARCHIVE_FILTER_BZIP2, archive_read_support_filter_bzip2},
    [FROE_CODEC_LZ4] = {"lz4", ARCHIVE_FILTER_LZ4, archive_read_support_filter_lz4},
};

struct compressed_decoder {
    struct froe_decoder base;
    const struct codec *codec;
    struct froe_raw *raw;
    struct archive *archive;
    uint64_t start;    /* of the stream in the file */
    const char *block; /* plain bytes libarchive lent us, until its next call */
    size_t block_len;
    bool opened;
    bool done;
    bool fed_all;              /* libarchive has asked for more than there is */
    struct froe_error failure; /* the first failure sticks */
};

static la_ssize_t feed(struct archive *archive, void *context, const void **bytes)
{
    struct compressed_decoder *decoder = context;
    struct froe_raw *raw = decoder->raw;
    if (froe_raw_ahead(raw, 1, &decoder->failure) != FROE_OK) {
        archive_set_error(archive, EIO, "%s", decoder->failure.message);
        return ARCHIVE_FATAL;
    }
    size_t len = froe_raw_len(raw) < FEED_BYTES_MAX ? froe_raw_len(raw) : FEED_BYTES_MAX;
    *bytes = raw->data + raw->start;
    raw->start += len;
    decoder->fed_all = len == 0;
    return (la_ssize_t)len;
}

/* Bytes of the file that the decompressor has taken; what it was fed when libarchive cannot say. */
static uint64_t position(const struct compressed_decoder *decoder)
{
    la_int64_t taken = archive_filter_bytes(decoder->archive, -1);
    return taken > 0 ? decoder->start + (uint64_t)taken : froe_raw_position(decoder->raw);
}

static enum froe_status truncated(struct compressed_decoder *decoder)
{
    return froe_stream_truncated(&decoder->failure, decoder->codec->name,
                                 froe_raw_position(decoder->raw));
}

static enum froe_status damaged(struct compressed_decoder *decoder, const char *why)
{
    return froe_stream_damaged(&decoder->failure, decoder->codec->name, position(decoder), why);
}

/* Why libarchive gave up: the file could not be read, ends too early, or holds nonsense. */
static enum froe_status give_up(struct compressed_decoder *decoder)
{
    if (decoder->failure.status != FROE_OK) return decoder->failure.status;
    if (archive_errno(decoder->archive) == ENOMEM) return froe_error_memory(&decoder->failure);
    const char *why = archive_error_string(decoder->archive);
    if (!why) why = "unknown error";
    /* libarchive looks ahead, so having been fed all does not suffice; liblzma calls an early end
       "no progress". */
    bool early_end = strcasestr(why, "truncated") || strcasestr(why, "no progress");
    return early_end && decoder->fed_all ? truncated(decoder) : damaged(decoder, why);
}

static enum froe_status open_stream(struct compressed_decoder *decoder)
{
    struct archive *archive = decoder->archive;
    struct archive_entry *entry;
    decoder->opened = true;
    if (archive_read_open(archive, decoder, NULL, feed, NULL) != ARCHIVE_OK)
        return give_up(decoder);
    /* A header too short or too odd for libarchive makes it pass the bytes on as they are. */
    if (archive_filter_code(archive, archive_filter_count(archive) - 2) != decoder->codec->filter)
        return decoder->fed_all ? truncated(decoder) : damaged(decoder, "invalid header");
    int result = archive_read_next_header(archive, &entry);
    if (result == ARCHIVE_EOF)
        decoder->done = true; /* compressed nothing */
    else if (result != ARCHIVE_OK)
        return give_up(decoder);
    return FROE_OK;
}

/* At the end: some decompressors ignore what follows the stream, we do not. */
static enum froe_status check_end(struct compressed_decoder *decoder)
{
    decoder->done = true;
    uint64_t end = position(decoder);
    if (froe_raw_ahead(decoder->raw, 1, &decoder->failure) != FROE_OK)
        return decoder->failure.status;
    if (!froe_raw_len(decoder->raw) && end >= decoder->raw->offset) return FROE_OK;
    return damaged(decoder, "garbage after the end of the stream");
}

static enum froe_status next_block(struct compressed_decoder *decoder)
{
    if (decoder->failure.status != FROE_OK) return decoder->failure.status;
    if (!decoder->opened) {
        enum froe_status status = open_stream(decoder);
        if (status != FROE_OK) return status;
    }
    while (!decoder->block_len && !decoder->done) {
        const void *block;
        size_t len;
        la_int64_t offset;
        int result = archive_read_data_block(decoder->archive, &block, &len, &offset);
        if (result == ARCHIVE_EOF) return check_end(decoder);
        if (result < ARCHIVE_WARN) return give_up(decoder);
        decoder->block = block;
        decoder->block_len = len;
    }
    return FROE_OK;
}

static enum froe_status compressed_read(struct froe_decoder *base, char *bytes, size_t size,
                                        size_t *got, struct froe_error *error)
{
    struct compressed_decoder *decoder = (struct compressed_decoder *)base;
    *got = 0;
    if (!decoder->block_len) {
        enum froe_status status = next_block(decoder);
        if (status != FROE_OK) {
            if (error) *error = decoder->failure;
            return status;
        }
    }
    size_t n = decoder->block_len < size ? decoder->block_len : size;
    if (n) memcpy(bytes, decoder->block, n);
    decoder->block += n;
    decoder->block_len -= n;
    *got = n;
    return FROE_OK;
}

static void compressed_free(struct froe_decoder *base)
{
    struct compressed_decoder *decoder = (struct compressed_decoder *)base;
    archive_read_free(decoder->archive);
    free(decoder);
}

struct froe_decoder *froe_compressed_new(struct froe_raw *raw, enum froe_codec codec,
                                         struct froe_error *error)
{
    struct compressed_decoder *decoder = calloc(1, sizeof *decoder);
    struct archive *archive = archive_read_new();
    if (!decoder || !archive) {
        froe_error_memory(error);
        goto fail;
    }
    *decoder = (struct compressed_decoder){
        .base = {.read = compressed_read, .free = compressed_free},
        .codec = &codecs[codec],
        .raw = raw,
        .archive = archive,
        .start = froe_raw_position(raw),
    };
    /* ARCHIVE_WARN would mean that libarchive runs a program for it. */
    if (codecs[codec].support(archive) != ARCHIVE_OK ||
        archive_read_support_format_raw(archive) != ARCHIVE_OK ||
        archive_read_support_format_empty(archive) != ARCHIVE_OK) {
        froe_error_set(error, FROE_IO, "this libarchive was built without %s", codecs[codec].name);
        goto fail;
    }
    return &decoder->base;
fail:
    archive_read_free(archive);
    free(decoder);
    return NULL;
}
