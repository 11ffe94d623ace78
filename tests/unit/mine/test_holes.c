/* Where the holes lie: a template with its parameters put in is the message again. */
#include "mine/align.h"
#include "mining.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* --- froe_align itself
 * -------------------------------------------------------------------------------- */

enum { V = FROE_SYMBOL_VARIABLE, SP = FROE_SYMBOL_SPACE, A = 2, B = 3, C = 4 };

struct alignment {
    froe_symbol pattern[8], tokens[10];
    size_t pattern_len, token_count;
    bool fits;
    struct froe_hole_range holes[4];
};

static void test_align(void **state)
{
    (void)state;
    static const struct alignment rows[] = {
        {{A, SP, B}, {A, SP, B}, 3, 3, true, {{0, 0}}},
        {{A, SP, B}, {A, SP, C}, 3, 3, false, {{0, 0}}},
        {{A}, {A, B}, 1, 2, false, {{0, 0}}},
        {{0}, {0}, 0, 0, true, {{0, 0}}},
        {{V}, {0}, 1, 0, true, {{0, 0}}},
        {{V}, {A, B, C}, 1, 3, true, {{0, 3}}},
        {{A, V, C}, {A, B, C}, 3, 3, true, {{1, 1}}},
        {{A, V, C}, {A, C}, 3, 2, true, {{1, 0}}},    /* the empty value */
        {{A, V, C}, {A, C, C}, 3, 3, true, {{1, 1}}}, /* not empty where it need not be */
        {{A, V, C}, {A, C, C, C}, 3, 4, true, {{1, 2}}},
        {{A, V, C, V}, {A, B, C, B, C, B}, 4, 6, true, {{1, 1}, {3, 3}}}, /* leftmost shortest */
        {{V, SP, V}, {A, SP, B, SP, C}, 3, 5, true, {{0, 1}, {2, 3}}},
        {{V, SP, V}, {SP}, 3, 1, true, {{0, 0}, {1, 0}}},
        {{A, SP, V}, {A, SP, V}, 3, 3, true, {{2, 1}}},
        {{A, SP, B}, {A, SP, V}, 3, 3, false, {{0, 0}}}, /* a variable is no constant */
        {{V, A, V}, {A, A, A}, 3, 3, true, {{0, 1}, {2, 1}}},
        {{V, A, V}, {A, A}, 3, 2, true, {{0, 1}, {2, 0}}},
        {{A, V}, {B, A}, 2, 2, false, {{0, 0}}},
    };
    struct froe_aligner aligner = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct froe_hole_range holes[8] = {{0}};
        const struct alignment *row = &rows[i];
        bool fits = froe_align(&aligner, row->pattern, row->pattern_len, row->tokens,
                               row->token_count, holes);
        assert_int_equal(fits, row->fits);
        for (size_t h = 0, hole = 0; fits && h < row->pattern_len; h++) {
            if (row->pattern[h] != V) continue;
            if (holes[hole].first != row->holes[hole].first ||
                holes[hole].count != row->holes[hole].count)
                print_error("row %zu, hole %zu: %u, %u\n", i, hole, holes[hole].first,
                            holes[hole].count);
            assert_int_equal(holes[hole].first, row->holes[hole].first);
            assert_int_equal(holes[hole].count, row->holes[hole].count);
            hole++;
        }
    }
    froe_aligner_release(&aligner);
}

/* Against the definition, slowly: does the pattern fit at all? */
static bool fits_slowly(const froe_symbol *pattern, size_t pattern_len, const froe_symbol *tokens,
                        size_t count)
{
    if (pattern_len == 0) return count == 0;
    if (pattern[0] != V)
        return count && tokens[0] == pattern[0] &&
               fits_slowly(pattern + 1, pattern_len - 1, tokens + 1, count - 1);
    for (size_t taken = 0; taken <= count; taken++)
        if (fits_slowly(pattern + 1, pattern_len - 1, tokens + taken, count - taken)) return true;
    return false;
}

static void test_align_at_random(void **state)
{
    (void)state;
    struct froe_aligner aligner = {0};
    uint32_t seed = 1;
    size_t fitting = 0;
    for (int round = 0; round < 20000; round++) {
        froe_symbol pattern[6], tokens[9];
        struct froe_hole_range holes[6];
        size_t pattern_len = mining_random(&seed) % 7, count = mining_random(&seed) % 10;
        for (size_t i = 0; i < pattern_len; i++) pattern[i] = mining_random(&seed) % 3 * A / 2;
        for (size_t i = 0; i < count; i++) tokens[i] = mining_random(&seed) % 3 * A / 2;
        bool fits = froe_align(&aligner, pattern, pattern_len, tokens, count, holes);
        assert_int_equal(fits, fits_slowly(pattern, pattern_len, tokens, count));
        fitting += fits;
        size_t at = 0, hole = 0;
        for (size_t i = 0; fits && i < pattern_len; i++) {
            if (pattern[i] == V) {
                assert_int_equal(holes[hole].first, at);
                at += holes[hole++].count;
            } else {
                assert_int_equal(pattern[i], tokens[at++]);
            }
        }
        assert_true(!fits || at == count);
    }
    assert_true(fitting > 1000 && fitting < 19000);
    froe_aligner_release(&aligner);
}

/* --- the inverse
 * -------------------------------------------------------------------------------------- */

/* Runs of white space as one space, and none at the end. */
static void append_squeezed(struct froe_buf *out, struct froe_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool space = c == ' ' || (c >= '\t' && c <= '\r');
        if (space && out->len && out->ptr[out->len - 1] == ' ') continue;
        froe_buf_append_char(out, space ? ' ' : c);
    }
}

static struct froe_slice squeezed(const struct froe_buf *text)
{
    struct froe_slice all = froe_buf_slice(text);
    if (all.len > 1 && all.ptr[all.len - 1] == ' ') all.len--;
    return all;
}

static void assert_inverse(struct mining *mining, struct froe_slice message)
{
    uint32_t signature = mining_signature(mining, message);
    assert_int_not_equal(signature, UINT32_MAX);
    struct froe_signature_match match = mining->templates->matches[signature];
    const struct froe_template *template = &mining->templates->items[match.template_index];
    struct froe_buf rebuilt = {0}, wanted = {0};
    size_t hole = 0, last_end = 0;
    for (uint32_t i = 0; i < template->part_count; i++) {
        if (!template->parts[i].hole) {
            append_squeezed(&rebuilt, template->parts[i].text);
            continue;
        }
        struct froe_hole_range range = match.holes[hole++];
        assert_true(range.first >= last_end);
        assert_true(range.first + range.count <= mining->token_count);
        last_end = range.first + range.count;
        if (!range.count) continue;
        const struct froe_token *first = &mining->tokens[range.first];
        const struct froe_token *last = first + range.count - 1;
        append_squeezed(&rebuilt, froe_slice(message.ptr + first->start,
                                             last->start + last->len - first->start));
    }
    assert_int_equal(hole, template->hole_count);
    append_squeezed(&wanted, message);
    if (!froe_slice_eq(squeezed(&rebuilt), squeezed(&wanted)))
        print_error("'%.*s' became '%.*s'\n", (int)message.len, message.ptr, (int)rebuilt.len,
                    rebuilt.ptr ? rebuilt.ptr : "");
    assert_true(froe_slice_eq(squeezed(&rebuilt), squeezed(&wanted)));
    froe_buf_release(&rebuilt);
    froe_buf_release(&wanted);
}

/* A message from one of many templates with holes of every kind, empty values and lists among them.
 */
static size_t make_message(char *text, size_t size, uint32_t *seed)
{
    static const char *const constants[] = {"user", "left",   "size", "of",
                                            "to",   "failed", "in",   "job"};
    static const char *const joints[] = {" ",  " ",  " ",  ": ", "=",  ", ", " (",
                                         ") ", "  ", "\t", "[]", "\"", "/"};
    static const char *const names[] = {"ga", "gi", "go", "gu", "gy", "ha", "hi", "ho"};
    uint32_t shape = mining_random(seed) % 60 + 1; /* the template */
    size_t len = 0, parts = 2 + mining_random(&shape) % 9;
    for (size_t i = 0; i < parts && len + 40 < size; i++) {
        uint32_t value = mining_random(seed);
        char *at = text + len;
        size_t rest = size - len;
        switch (mining_random(&shape) % 8) {
        case 0: len += (size_t)snprintf(at, rest, "%u", value % 1000); break;
        case 1: len += (size_t)snprintf(at, rest, "10.0.0.%u", value % 250); break;
        case 2: len += (size_t)snprintf(at, rest, "%s", names[value % 8]); break;
        case 3: len += (size_t)snprintf(at, rest, "(%s)", value % 2 ? "" : "17"); break;
        case 4: len += (size_t)snprintf(at, rest, value % 3 ? "[1]" : "[1, 2, 3]"); break;
        default: len += (size_t)snprintf(at, rest, "%s", constants[mining_random(&shape) % 8]);
        }
        len += (size_t)snprintf(text + len, size - len, "%s", joints[mining_random(&shape) % 13]);
    }
    return len;
}

static void test_parameters_give_back_the_message(void **state)
{
    (void)state;
    enum { MESSAGES = 1500, BYTES = 200 };
    static char texts[MESSAGES][BYTES];
    static size_t lens[MESSAGES];
    for (uint32_t seed = 1; seed <= 3; seed++) {
        struct mining mining;
        uint32_t random = seed;
        mining_init(&mining, NULL, NULL);
        for (size_t i = 0; i < MESSAGES; i++) {
            lens[i] = make_message(texts[i], BYTES, &random);
            mining_add(&mining, froe_slice(texts[i], lens[i]));
        }
        mining_induce(&mining);
        assert_true(mining.templates->count < MESSAGES / 2);
        for (size_t i = 0; i < MESSAGES; i++)
            assert_inverse(&mining, froe_slice(texts[i], lens[i]));
        mining_release(&mining);
    }
}

static void assert_inverse_of_lines(const char *lines, size_t templates)
{
    struct mining mining;
    struct froe_slice line;
    unsigned times;
    mining_init(&mining, NULL, NULL);
    mining_add_lines(&mining, lines);
    mining_induce(&mining);
    assert_int_equal(mining.templates->count, templates);
    while (mining_next_line(&lines, &line, &times)) assert_inverse(&mining, line);
    mining_release(&mining);
}

static void test_empty_values_and_lists(void **state)
{
    (void)state;
    assert_inverse_of_lines("ids [] freed now\nids [1] freed now\nids [1, 2, 3] freed now", 1);
    assert_inverse_of_lines("name=\"\" is used\nname=\"x y\" is used", 1);
    assert_inverse_of_lines("owner= uid=5\nowner=4 uid=5", 1);
    assert_inverse_of_lines("p=1, p=2, p=3 are set\np=1, p=2 are set\np=1, p=2, p=3, p=4 are set",
                            1);
    assert_inverse_of_lines("sent 5 KB to peer\nsent 7 MB to peer\nsent 9 to peer", 1);
    assert_inverse_of_lines("trailing 17 \ntrailing 18", 1);
    assert_inverse_of_lines("a  b\tc 17\na b c 18", 1);
}

/* Messages of more tokens than there are, of words longer than there are: nothing out of range. */
static void test_huge_messages(void **state)
{
    (void)state;
    static char text[FROE_CONSTANT_BYTES_MAX + 100];
    struct mining mining;
    mining_init(&mining, NULL, NULL);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = round == 0 ? 'z' : round == 1 ? "z "[i % 2] : "z, 17 "[i % 6];
        memcpy(text + sizeof text - 4, " 17", 3);
        mining_add(&mining, froe_slice(text, sizeof text - 1));
        mining_add(&mining, froe_slice(text, sizeof text / 2));
        mining_add(&mining, froe_slice(text, 900));
        mining_induce(&mining);
        assert_inverse(&mining, froe_slice(text, sizeof text - 1));
        assert_inverse(&mining, froe_slice(text, sizeof text / 2));
        assert_inverse(&mining, froe_slice(text, 900));
    }
    mining_release(&mining);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_align),
        cmocka_unit_test(test_align_at_random),
        cmocka_unit_test(test_parameters_give_back_the_message),
        cmocka_unit_test(test_empty_values_and_lists),
        cmocka_unit_test(test_huge_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
