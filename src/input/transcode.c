#include "input/transcode.h"

#include <stdbool.h>
#include <string.h>

static const uint32_t replacement = 0xfffd;

enum froe_encoding froe_encoding_detect(const unsigned char *bytes, size_t len, size_t *bom_len)
{
    /* UTF-32LE before UTF-16LE, whose mark it begins with. */
    static const struct {
        unsigned char bom[FROE_BOM_BYTES_MAX];
        unsigned char len;
        enum froe_encoding encoding;
    } marks[] = {
        {{0xff, 0xfe, 0, 0}, 4, FROE_ENCODING_UTF32LE},
        {{0, 0, 0xfe, 0xff}, 4, FROE_ENCODING_UTF32BE},
        {{0xef, 0xbb, 0xbf}, 3, FROE_ENCODING_BYTES},
        {{0xff, 0xfe}, 2, FROE_ENCODING_UTF16LE},
        {{0xfe, 0xff}, 2, FROE_ENCODING_UTF16BE},
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (len < marks[i].len || memcmp(bytes, marks[i].bom, marks[i].len) != 0) continue;
        *bom_len = marks[i].len;
        return marks[i].encoding;
    }
    *bom_len = 0;
    return FROE_ENCODING_BYTES;
}

void froe_transcoder_init(struct froe_transcoder *transcoder, enum froe_encoding encoding)
{
    *transcoder = (struct froe_transcoder){.encoding = encoding};
}

static size_t put_utf8(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

static bool is_lead(uint32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_trail(uint32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

/* Writes at most 7 bytes: U+FFFD for a lead that stays alone, then the unit itself. */
static size_t put_utf16_unit(struct froe_transcoder *transcoder, uint32_t unit, char *out)
{
    size_t n = 0;
    uint32_t lead = transcoder->lead;
    transcoder->lead = 0;
    if (lead && is_trail(unit))
        return put_utf8(0x10000 + ((lead - 0xd800) << 10) + (unit - 0xdc00), out);
    if (lead) n += put_utf8(replacement, out);
    if (is_lead(unit))
        transcoder->lead = unit;
    else
        n += put_utf8(is_trail(unit) ? replacement : unit, out + n);
    return n;
}

static size_t put_utf32_unit(uint32_t unit, char *out)
{
    bool scalar = unit <= 0x10ffff && !is_lead(unit) && !is_trail(unit);
    return put_utf8(scalar ? unit : replacement, out);
}

static uint32_t unit_value(const unsigned char *b, enum froe_encoding encoding)
{
    switch (encoding) {
    case FROE_ENCODING_UTF16LE: return (uint32_t)(b[0] | b[1] << 8);
    case FROE_ENCODING_UTF16BE: return (uint32_t)(b[0] << 8 | b[1]);
    case FROE_ENCODING_UTF32LE:
        return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    case FROE_ENCODING_UTF32BE:
        return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | (uint32_t)b[3];
    case FROE_ENCODING_BYTES: break;
    }
    return replacement;
}

static bool is_utf16(const struct froe_transcoder *transcoder)
{
    return transcoder->encoding == FROE_ENCODING_UTF16LE ||
           transcoder->encoding == FROE_ENCODING_UTF16BE;
}

size_t froe_transcode(struct froe_transcoder *transcoder, const unsigned char **bytes, size_t *len,
                      char *out, size_t room)
{
    bool utf16 = is_utf16(transcoder);
    size_t width = utf16 ? 2 : 4, n = 0;
    while (*len && room - n >= FROE_TRANSCODE_ROOM_MIN) {
        transcoder->held[transcoder->held_len++] = *(*bytes)++;
        --*len;
        if (transcoder->held_len < width) continue;
        transcoder->held_len = 0;
        uint32_t unit = unit_value(transcoder->held, transcoder->encoding);
        n += utf16 ? put_utf16_unit(transcoder, unit, out + n) : put_utf32_unit(unit, out + n);
    }
    return n;
}

size_t froe_transcode_finish(struct froe_transcoder *transcoder, char *out)
{
    size_t n = 0;
    if (transcoder->lead) n += put_utf8(replacement, out);
    if (transcoder->held_len) n += put_utf8(replacement, out + n);
    transcoder->lead = 0;
    transcoder->held_len = 0;
    return n;
}
