#include "input/file.h"

#include "base/calendar.h"
#include "input/decoder.h"
#include "input/transcode.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PEEK_BYTES = 8 * 1024, SKIPPABLE_HEADER_BYTES = 8 };

struct froe_file {
    struct froe_raw raw;
    struct froe_decoder *decoder; /* NULL for a plain file */
    uint64_t size;
    int64_t mtime_ns;
    char *peeked; /* plain bytes read by froe_file_is_binary, not all handed out yet */
    size_t peeked_start, peeked_end;
    struct froe_error failure; /* sticks; comes after the peeked bytes */
    bool owns_fd;
};

enum froe_status froe_stream_truncated(struct froe_error *error, const char *format,
                                       uint64_t position)
{
    froe_error_set(error, FROE_TRUNCATED, "truncated %s stream at byte %llu", format,
                   (unsigned long long)position);
    if (error) error->byte = position;
    return FROE_TRUNCATED;
}

enum froe_status froe_stream_damaged(struct froe_error *error, const char *format,
                                     uint64_t position, const char *why)
{
    froe_error_set(error, FROE_CORRUPT, "damaged %s stream at byte %llu: %s", format,
                   (unsigned long long)position, why);
    if (error) error->byte = position;
    return FROE_CORRUPT;
}

enum kind { KIND_PLAIN, KIND_GZIP, KIND_ZSTD, KIND_XZ, KIND_BZIP2, KIND_LZ4, KIND_SKIPPABLE };

enum { MAGIC_BYTES_MAX = 10 };

/* How compressed streams begin. A file that ends within its magic is taken for a stream once it has
   `least` bytes of it. '?' in the mask is any byte from '1' to '9', '.' any low nibble. */
static const struct magic {
    enum kind kind;
    unsigned char len, least;
    unsigned char bytes[MAGIC_BYTES_MAX];
    char mask[MAGIC_BYTES_MAX + 1];
} magics[] = {
    {KIND_GZIP, 3, 2, {0x1f, 0x8b, 0x08}, "   "},
    {KIND_ZSTD, 4, 3, {0x28, 0xb5, 0x2f, 0xfd}, "    "},
    {KIND_XZ, 6, 3, {0xfd, '7', 'z', 'X', 'Z', 0}, "      "},
    {KIND_LZ4, 4, 3, {0x04, 0x22, 0x4d, 0x18}, "    "},
    {KIND_LZ4, 4, 4, {0x02, 0x21, 0x4c, 0x18}, "    "}, /* legacy */
    {KIND_SKIPPABLE, 4, 4, {0x50, 0x2a, 0x4d, 0x18}, ".   "},
    {KIND_BZIP2, 10, 5, {'B', 'Z', 'h', '1', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59}, "   ?      "},
    {KIND_BZIP2, 10, 5, {'B', 'Z', 'h', '1', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90}, "   ?      "},
};

/* Whether the bytes are the magic, or as much of it as there are bytes. */
static bool may_be(const struct magic *magic, const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < len && i < magic->len; i++) {
        bool same = bytes[i] == magic->bytes[i];
        if (magic->mask[i] == '?') same = bytes[i] >= '1' && bytes[i] <= '9';
        if (magic->mask[i] == '.') same = (bytes[i] & 0xf0) == magic->bytes[i];
        if (!same) return false;
    }
    return true;
}

/* Reads on only while what is there may still become a magic: what comes slowly through a pipe and
   is plain text is not held up. */
static enum froe_status detect_kind(struct froe_raw *raw, enum kind *kind, struct froe_error *error)
{
    *kind = KIND_PLAIN;
    for (size_t want = 1; want <= MAGIC_BYTES_MAX; want++) {
        enum froe_status status = froe_raw_ahead(raw, want, error);
        if (status != FROE_OK) return status;
        size_t len = froe_raw_len(raw) < want ? froe_raw_len(raw) : want;
        const unsigned char *bytes = raw->data + raw->start;
        bool undecided = false;
        for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
            const struct magic *magic = &magics[i];
            if (!may_be(magic, bytes, len)) continue;
            if (len >= magic->len || (len < want && len >= magic->least)) {
                *kind = magic->kind;
                return FROE_OK;
            }
            undecided = true;
        }
        if (!undecided || len < want) return FROE_OK;
    }
    return FROE_OK;
}

/* Skippable frames may stand before zstd and lz4 frames (pzstd writes them); libarchive does not
   know a stream by them. */
static enum froe_status skip_frame(struct froe_raw *raw, struct froe_error *error)
{
    enum froe_status status = froe_raw_ahead(raw, SKIPPABLE_HEADER_BYTES, error);
    if (status != FROE_OK) return status;
    const unsigned char *header = raw->data + raw->start;
    if (froe_raw_len(raw) < SKIPPABLE_HEADER_BYTES)
        return froe_stream_truncated(error, "zstd", raw->offset);
    uint64_t left = (uint64_t)header[4] | (uint64_t)header[5] << 8 | (uint64_t)header[6] << 16 |
                    (uint64_t)header[7] << 24;
    left += SKIPPABLE_HEADER_BYTES;
    while (left) {
        status = froe_raw_ahead(raw, 1, error);
        if (status != FROE_OK) return status;
        size_t len = froe_raw_len(raw);
        if (!len) return froe_stream_truncated(error, "zstd", raw->offset);
        if (len > left) len = (size_t)left;
        raw->start += len;
        left -= len;
    }
    return FROE_OK;
}

static enum froe_status choose_decoder(struct froe_file *file, struct froe_error *error)
{
    struct froe_raw *raw = &file->raw;
    enum kind kind;
    bool skipped = false;
    for (;;) {
        enum froe_status status = detect_kind(raw, &kind, error);
        if (status == FROE_OK && kind == KIND_SKIPPABLE) status = skip_frame(raw, error);
        if (status != FROE_OK) return status;
        if (kind != KIND_SKIPPABLE) break;
        skipped = true;
    }
    if (skipped && froe_raw_len(raw) && kind != KIND_ZSTD && kind != KIND_LZ4)
        return froe_stream_damaged(error, "zstd", froe_raw_position(raw), "unknown frame");
    switch (kind) {
    case KIND_GZIP: file->decoder = froe_gzip_new(raw, error); break;
    case KIND_ZSTD: file->decoder = froe_compressed_new(raw, FROE_CODEC_ZSTD, error); break;
    case KIND_XZ: file->decoder = froe_compressed_new(raw, FROE_CODEC_XZ, error); break;
    case KIND_BZIP2: file->decoder = froe_compressed_new(raw, FROE_CODEC_BZIP2, error); break;
    case KIND_LZ4: file->decoder = froe_compressed_new(raw, FROE_CODEC_LZ4, error); break;
    case KIND_PLAIN:
    case KIND_SKIPPABLE: return FROE_OK;
    }
    return file->decoder ? FROE_OK : error->status;
}

static enum froe_status open_descriptor(const char *path, int *fd, struct stat *info,
                                        struct froe_error *error)
{
    bool standard_input = strcmp(path, "-") == 0;
    *fd = STDIN_FILENO;
    if (!standard_input) {
        do *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        while (*fd < 0 && errno == EINTR);
    }
    int failed = *fd < 0 || fstat(*fd, info) < 0 ? errno : 0;
    if (!failed && S_ISDIR(info->st_mode)) failed = EISDIR;
    if (!failed) return FROE_OK;
    if (*fd >= 0 && !standard_input) close(*fd);
    return froe_error_set(error, failed == ENOENT ? FROE_NOT_FOUND : FROE_IO, "%s",
                          failed == EISDIR ? "is a directory" : strerror(failed));
}

enum froe_status froe_file_open(struct froe_file **result, const char *path,
                                struct froe_error *error)
{
    int fd;
    struct stat info;
    *result = NULL;
    enum froe_status status = open_descriptor(path, &fd, &info, error);
    if (status != FROE_OK) return status;
    bool owns_fd = fd != STDIN_FILENO || strcmp(path, "-") != 0;
    struct froe_file *file = calloc(1, sizeof *file);
    if (!file) {
        if (owns_fd) close(fd);
        return froe_error_memory(error);
    }
    file->owns_fd = owns_fd;
    file->mtime_ns = FROE_TIME_NONE;
    off_t offset = 0;
    if (S_ISREG(info.st_mode)) {
        file->size = (uint64_t)info.st_size;
        file->mtime_ns = (int64_t)info.st_mtim.tv_sec * FROE_NS_PER_S + info.st_mtim.tv_nsec;
        offset = lseek(fd, 0, SEEK_CUR); /* a redirected standard input may be half read */
        posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    status = froe_raw_init(&file->raw, fd, offset > 0 ? (uint64_t)offset : 0, error);
    if (status != FROE_OK) {
        froe_file_close(file);
        return status;
    }
    /* A stream broken at its very beginning is a file that opens and fails to be read. */
    choose_decoder(file, &file->failure);
    *result = file;
    return FROE_OK;
}

void froe_file_close(struct froe_file *file)
{
    if (!file) return;
    if (file->decoder) file->decoder->free(file->decoder);
    if (file->owns_fd) close(file->raw.fd);
    froe_raw_release(&file->raw);
    free(file->peeked);
    free(file);
}

static enum froe_status read_plain_bytes(struct froe_file *file, char *bytes, size_t size,
                                         size_t *got, struct froe_error *error)
{
    *got = 0;
    if (file->failure.status == FROE_OK) {
        enum froe_status status =
            file->decoder ? file->decoder->read(file->decoder, bytes, size, got, &file->failure)
                          : froe_raw_read(&file->raw, bytes, size, got, &file->failure);
        if (status == FROE_OK) return FROE_OK;
    }
    if (error) *error = file->failure;
    return file->failure.status;
}

enum froe_status froe_file_read(struct froe_file *file, char *bytes, size_t size, size_t *got,
                                struct froe_error *error)
{
    size_t peeked = file->peeked_end - file->peeked_start;
    if (!peeked) return read_plain_bytes(file, bytes, size, got, error);
    *got = peeked < size ? peeked : size;
    memcpy(bytes, file->peeked + file->peeked_start, *got);
    file->peeked_start += *got;
    return FROE_OK;
}

uint64_t froe_file_position(const struct froe_file *file)
{
    return froe_raw_position(&file->raw);
}

uint64_t froe_file_size(const struct froe_file *file)
{
    return file->size;
}

int64_t froe_file_mtime_ns(const struct froe_file *file)
{
    return file->mtime_ns;
}

bool froe_file_is_binary(struct froe_file *file)
{
    if (!file->peeked) file->peeked = malloc(PEEK_BYTES);
    if (!file->peeked) {
        froe_error_memory(&file->failure);
        return false;
    }
    size_t got = 1;
    while (file->peeked_end < PEEK_BYTES && got)
        if (read_plain_bytes(file, file->peeked + file->peeked_end, PEEK_BYTES - file->peeked_end,
                             &got, NULL) == FROE_OK)
            file->peeked_end += got;
    size_t bom_len;
    const unsigned char *bytes = (const unsigned char *)file->peeked;
    if (froe_encoding_detect(bytes, file->peeked_end, &bom_len) != FROE_ENCODING_BYTES)
        return false;
    return memchr(bytes, 0, file->peeked_end) != NULL;
}

bool froe_file_pauses(const struct froe_file *file)
{
    if (file->peeked_start < file->peeked_end || froe_raw_len(&file->raw) || file->raw.at_end)
        return false;
    struct pollfd waiting = {.fd = file->raw.fd, .events = POLLIN};
    return poll(&waiting, 1, 0) == 0;
}
