/* Through zlib and not libarchive, which keeps back up to 64 KiB of a truncated stream. */
#include "input/decoder.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

enum { GZIP_ONLY_WINDOW_BITS = 15 + 16 };

struct gzip_decoder {
    struct froe_decoder base;
    struct froe_raw *raw;
    z_stream stream;
    bool between_members;
    bool done;
};

static enum froe_status damaged(const struct gzip_decoder *gzip, const char *why,
                                struct froe_error *error)
{
    return froe_stream_damaged(error, "gzip", froe_raw_position(gzip->raw), why);
}

/* After a member: padding of zeros, and then another member, garbage, or the end. */
static enum froe_status begin_member(struct gzip_decoder *gzip, struct froe_error *error)
{
    struct froe_raw *raw = gzip->raw;
    enum froe_status status;
    do {
        status = froe_raw_ahead(raw, 2, error);
        if (status != FROE_OK) return status;
        while (froe_raw_len(raw) && raw->data[raw->start] == 0) raw->start++;
    } while (froe_raw_len(raw) < 2 && !raw->at_end);
    const unsigned char *next = raw->data + raw->start;
    if (!froe_raw_len(raw)) {
        gzip->done = true;
    } else if (next[0] == 0x1f && (froe_raw_len(raw) == 1 || next[1] == 0x8b)) {
        /* A lone 1f is a member cut after one byte. */
        gzip->between_members = false;
        if (inflateReset(&gzip->stream) != Z_OK) return froe_error_memory(error);
    } else {
        return damaged(gzip, "garbage after the end of the stream", error);
    }
    return FROE_OK;
}

/* One call of inflate. At the end of the file it still gets called, for what it holds inside. */
static enum froe_status inflate_some(struct gzip_decoder *gzip, struct froe_error *error)
{
    struct froe_raw *raw = gzip->raw;
    z_stream *stream = &gzip->stream;
    enum froe_status status = froe_raw_ahead(raw, 1, error);
    if (status != FROE_OK) return status;
    stream->next_in = raw->data + raw->start;
    stream->avail_in = (uInt)froe_raw_len(raw);
    int result = inflate(stream, Z_NO_FLUSH);
    raw->start = raw->end - stream->avail_in;
    switch (result) {
    case Z_OK: return FROE_OK;
    case Z_STREAM_END: gzip->between_members = true; return FROE_OK;
    case Z_BUF_ERROR: return froe_stream_truncated(error, "gzip", froe_raw_position(raw));
    case Z_MEM_ERROR: return froe_error_memory(error);
    default: return damaged(gzip, stream->msg ? stream->msg : "invalid data", error);
    }
}

static enum froe_status gzip_read(struct froe_decoder *decoder, char *bytes, size_t size,
                                  size_t *got, struct froe_error *error)
{
    struct gzip_decoder *gzip = (struct gzip_decoder *)decoder;
    z_stream *stream = &gzip->stream;
    uInt room = size < UINT_MAX ? (uInt)size : UINT_MAX;
    enum froe_status status = FROE_OK;
    stream->next_out = (Bytef *)bytes;
    stream->avail_out = room;
    while (status == FROE_OK && stream->avail_out && !gzip->done) {
        /* Hand out what is there rather than wait on a pipe. */
        if (stream->avail_out < room && !froe_raw_len(gzip->raw)) break;
        status = gzip->between_members ? begin_member(gzip, error) : inflate_some(gzip, error);
    }
    *got = room - stream->avail_out;
    /* An error comes up again at the next call, when nothing is left to hand out. */
    return *got ? FROE_OK : status;
}

static void gzip_free(struct froe_decoder *decoder)
{
    struct gzip_decoder *gzip = (struct gzip_decoder *)decoder;
    inflateEnd(&gzip->stream);
    free(gzip);
}

struct froe_decoder *froe_gzip_new(struct froe_raw *raw, struct froe_error *error)
{
    struct gzip_decoder *gzip = calloc(1, sizeof *gzip);
    if (gzip && inflateInit2(&gzip->stream, GZIP_ONLY_WINDOW_BITS) == Z_OK) {
        gzip->base = (struct froe_decoder){.read = gzip_read, .free = gzip_free};
        gzip->raw = raw;
        return &gzip->base;
    }
    free(gzip);
    froe_error_memory(error);
    return NULL;
}
