/* Text in any Unicode encoding, told by its byte order mark, to UTF-8; fed in pieces of any size.
 */
#ifndef FROE_INPUT_TRANSCODE_H
#define FROE_INPUT_TRANSCODE_H

#include <stddef.h>
#include <stdint.h>

enum froe_encoding {
    FROE_ENCODING_BYTES, /* UTF-8 or anything else in bytes: passed through untouched */
    FROE_ENCODING_UTF16LE,
    FROE_ENCODING_UTF16BE,
    FROE_ENCODING_UTF32LE,
    FROE_ENCODING_UTF32BE,
};

enum {
    FROE_BOM_BYTES_MAX = 4,
    FROE_TRANSCODE_ROOM_MIN = 8, /* smallest useful output space */
};

/* What the first bytes of a source (FROE_BOM_BYTES_MAX of them, fewer only if it has no more) say;
 *bom_len is the length of the byte order mark, 0 without one. */
enum froe_encoding froe_encoding_detect(const unsigned char *bytes, size_t len, size_t *bom_len);

struct froe_transcoder {
    enum froe_encoding encoding; /* one of UTF-16 or UTF-32 */
    unsigned char held[4];       /* the begun code unit */
    size_t held_len;
    uint32_t lead; /* a surrogate that waits for its second half, or 0 */
};

void froe_transcoder_init(struct froe_transcoder *transcoder, enum froe_encoding encoding);
/* Reads from *bytes, advancing it and *len, until all is read or fewer than FROE_TRANSCODE_ROOM_MIN
   bytes of room are left. Returns the number of bytes written to `out`. What is no character
   becomes U+FFFD. */
size_t froe_transcode(struct froe_transcoder *transcoder, const unsigned char **bytes, size_t *len,
                      char *out, size_t room);
/* At the end of the source: U+FFFD for what was begun. Needs FROE_TRANSCODE_ROOM_MIN bytes. */
size_t froe_transcode_finish(struct froe_transcoder *transcoder, char *out);

#endif
