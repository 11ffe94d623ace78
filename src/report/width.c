#include "report/width.h"

#include "base/utf8.h"

struct range {
    uint32_t first, last;
};

/* Sorted. Combining marks, joiners and variation selectors. */
static const struct range zero_ranges[] = {
    {0x0300, 0x036f},   {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x05bf, 0x05bf}, {0x05c1, 0x05c2},
    {0x05c4, 0x05c5},   {0x05c7, 0x05c7}, {0x0610, 0x061a}, {0x064b, 0x065f}, {0x0670, 0x0670},
    {0x06d6, 0x06dc},   {0x06df, 0x06e4}, {0x06e7, 0x06e8}, {0x06ea, 0x06ed}, {0x0711, 0x0711},
    {0x0730, 0x074a},   {0x0900, 0x0902}, {0x093a, 0x093a}, {0x093c, 0x093c}, {0x0941, 0x0948},
    {0x094d, 0x094d},   {0x0951, 0x0957}, {0x0981, 0x0981}, {0x09bc, 0x09bc}, {0x09c1, 0x09c4},
    {0x09cd, 0x09cd},   {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x0eb1, 0x0eb1},
    {0x0eb4, 0x0ebc},   {0x0ec8, 0x0ecd}, {0x1160, 0x11ff}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},
    {0x200b, 0x200d},   {0x2060, 0x2064}, {0x20d0, 0x20f0}, {0x302a, 0x302d}, {0x3099, 0x309a},
    {0xa66f, 0xa672},   {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0x1d165, 0x1d169},
    {0xe0100, 0xe01ef},
};

/* Sorted. East Asian Width W and F. */
static const struct range wide_ranges[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},
    {0x23f0, 0x23f0},   {0x23f3, 0x23f3},   {0x25fd, 0x25fe},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267f, 0x267f},   {0x2693, 0x2693},   {0x26a1, 0x26a1},
    {0x26aa, 0x26ab},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},   {0x26ce, 0x26ce},
    {0x26d4, 0x26d4},   {0x26ea, 0x26ea},   {0x26f2, 0x26f3},   {0x26f5, 0x26f5},
    {0x26fa, 0x26fa},   {0x26fd, 0x26fd},   {0x2705, 0x2705},   {0x270a, 0x270b},
    {0x2728, 0x2728},   {0x274c, 0x274c},   {0x274e, 0x274e},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27b0, 0x27b0},   {0x27bf, 0x27bf},
    {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},   {0x2b55, 0x2b55},   {0x2e80, 0x303e},
    {0x3041, 0xa4cf},   {0xa960, 0xa97c},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
    {0xfe10, 0xfe19},   {0xfe30, 0xfe6f},   {0xff01, 0xff60},   {0xffe0, 0xffe6},
    {0x16fe0, 0x18d08}, {0x1b000, 0x1b2fb}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf},
    {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a}, {0x1f200, 0x1f320}, {0x1f32d, 0x1f335},
    {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3},
    {0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440},
    {0x1f442, 0x1f4fc}, {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f54e}, {0x1f550, 0x1f567},
    {0x1f57a, 0x1f57a}, {0x1f595, 0x1f596}, {0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f},
    {0x1f680, 0x1f6c5}, {0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6d7},
    {0x1f6dc, 0x1f6df}, {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7f0},
    {0x1f90c, 0x1f93a}, {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff}, {0x1fa70, 0x1faff},
    {0x20000, 0x3fffd},
};

/* Sorted. Controls, separators of lines, marks and overrides of direction, tags. */
static const struct range unsafe_ranges[] = {
    {0x0000, 0x001f}, {0x007f, 0x009f}, {0x061c, 0x061c}, {0x200e, 0x200f},
    {0x2028, 0x202e}, {0x2066, 0x206f}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
};

static bool in_ranges(uint32_t code, const struct range *ranges, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && code >= ranges[low].first;
}
#define IN(code, ranges) in_ranges(code, ranges, sizeof(ranges) / sizeof *(ranges))

unsigned froe_char_columns(uint32_t code_point)
{
    if (code_point < 0x300) return 1;
    if (IN(code_point, zero_ranges)) return 0;
    return IN(code_point, wide_ranges) ? 2 : 1;
}

static uint32_t decode(const unsigned char *p, size_t len)
{
    switch (len) {
    case 1: return p[0];
    case 2: return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
    case 3: return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    default:
        return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
    }
}

/* The next character as it is shown; *taken is what it takes of the text. */
static struct froe_slice next_shown(struct froe_slice text, size_t *taken, unsigned *columns)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    *columns = 1;
    if (p[0] >= 0x20 && p[0] < 0x7f) {
        *taken = 1;
        return froe_slice(text.ptr, 1);
    }
    size_t bad, len = froe_utf8_next(p, text.len, &bad);
    *taken = len ? len : bad;
    if (len == 0) return FROE_SLICE("\xef\xbf\xbd");
    uint32_t code = decode(p, len);
    if (code == '\n') return FROE_SLICE("\xe2\x8f\x8e");
    if (code == '\t') return FROE_SLICE(" ");
    if (IN(code, unsafe_ranges)) return FROE_SLICE("\xef\xbf\xbd");
    *columns = froe_char_columns(code);
    return froe_slice(text.ptr, len);
}

/* Walks, and appends when there is something to append to. */
static size_t put(struct froe_buf *out, struct froe_slice text, size_t columns, bool *all)
{
    size_t used = 0;
    *all = true;
    while (text.len) {
        size_t taken;
        unsigned width;
        struct froe_slice shown = next_shown(text, &taken, &width);
        if (width > columns - used) {
            *all = false;
            break;
        }
        if (out) froe_buf_append(out, shown);
        used += width;
        text = froe_slice_from(text, taken);
    }
    return used;
}

size_t froe_text_columns(struct froe_slice text)
{
    bool all;
    return put(NULL, text, FROE_COLUMNS_ANY, &all);
}

size_t froe_text_put(struct froe_buf *out, struct froe_slice text, size_t columns)
{
    bool all;
    return put(out, text, columns, &all);
}

size_t froe_text_put_cut(struct froe_buf *out, struct froe_slice text, size_t columns)
{
    bool all;
    put(NULL, text, columns, &all);
    if (all || columns == 0) return put(out, text, columns, &all);
    size_t used = put(out, text, columns - 1, &all);
    froe_buf_append_cstr(out, "…");
    return used + 1;
}
