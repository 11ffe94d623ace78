/* Any pins and messages: lines up to an empty one are pins, each read by itself and those that are
   right together; the rest are messages. The pin that the index finds is the one that a look at all
   of them finds; its constants and what its holes hold are the message; a message whose holes are
   one variable each still is of that pin. The first byte chooses whether there is a mask. */
#include "mine/pins.h"

#include "inverse.h"
#include "mine/skeleton.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PINS_MAX = 40, MESSAGES_MAX = 40 };

static void require(bool condition)
{
    if (!condition) abort();
}

struct lone_pin {
    struct froe_pins *pins;
    struct froe_pin_matcher *matcher;
};

struct fixture {
    struct froe_masks *masks;
    struct froe_lexer *lexer;
    struct froe_buf text; /* of the pins that are right */
    struct lone_pin lone[PINS_MAX];
    size_t lone_count;
    struct froe_pins *pins;
    struct froe_pin_matcher *matcher;
    struct froe_token tokens[FROE_TOKENS_MAX];
    struct froe_buf skeleton;
};

static struct froe_slice next_line(struct froe_slice *rest)
{
    const char *end = memchr(rest->ptr, '\n', rest->len);
    struct froe_slice line = froe_slice(rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len);
    *rest = froe_slice_from(*rest, line.len + (end != NULL));
    return line;
}

/* Keeps what is right by itself and beside the others. */
static void add_pin(struct fixture *fixture, struct froe_slice line)
{
    struct lone_pin lone;
    struct froe_error error = {0};
    struct froe_pins *together;
    size_t before = fixture->text.len;
    if (froe_slice_starts(line, FROE_SLICE("\xef\xbb\xbf"))) return; /* only so at the start */
    if (froe_pins_new(line, "pins", fixture->masks, &lone.pins, &error) != FROE_OK) {
        require(error.status == FROE_USAGE && error.line == 1 && error.message[0]);
        return;
    }
    froe_buf_append(&fixture->text, line);
    froe_buf_append_char(&fixture->text, '\n');
    if (froe_pins_new(froe_buf_slice(&fixture->text), "pins", fixture->masks, &together, &error) !=
        FROE_OK) { /* a type away from another */
        fixture->text.len = before;
        froe_pins_free(lone.pins);
        return;
    }
    froe_pins_free(together);
    lone.matcher = froe_pin_matcher_new(lone.pins);
    require(lone.matcher);
    fixture->lone[fixture->lone_count++] = lone;
}

static uint32_t match(struct fixture *fixture, struct froe_pin_matcher *matcher,
                      struct froe_slice message, size_t count, const struct froe_hole_range **holes)
{
    uint32_t pin;
    froe_skeleton_write(&fixture->skeleton, message, fixture->tokens, count);
    require(froe_pin_match(matcher, froe_buf_slice(&fixture->skeleton), &pin, holes));
    return pin;
}

/* The first of all pins, by rank, that fits by itself. */
static uint32_t match_each(struct fixture *fixture, struct froe_slice message, size_t count)
{
    uint32_t best = FROE_PIN_NONE;
    for (size_t i = 0; i < fixture->lone_count; i++) {
        const struct froe_hole_range *holes;
        if (match(fixture, fixture->lone[i].matcher, message, count, &holes) == FROE_PIN_NONE)
            continue;
        struct froe_slice text = froe_pins_template(fixture->lone[i].pins, 0)->typed;
        for (uint32_t k = 0; k < froe_pins_count(fixture->pins) && k < best; k++)
            if (froe_slice_eq(froe_pins_template(fixture->pins, k)->typed, text)) best = k;
    }
    return best;
}

static void check_message(struct fixture *fixture, struct froe_slice message)
{
    const struct froe_hole_range *holes;
    size_t count = froe_lex(fixture->lexer, message, fixture->tokens);
    uint32_t wanted = match_each(fixture, message, count);
    require(match(fixture, fixture->matcher, message, count, &holes) == wanted);
    if (wanted == FROE_PIN_NONE) return;
    const struct froe_template *template = froe_pins_template(fixture->pins, wanted);
    require(inverse_holds(template, holes, message, fixture->tokens, count));
    count = froe_pin_collapse(template, holes, fixture->tokens, count);
    require(match(fixture, fixture->matcher, message, count, &holes) == wanted);
    require(inverse_holds(template, holes, message, fixture->tokens, count));
    for (uint32_t i = 0; i < template->hole_count; i++) require(holes[i].count <= 1);
}

static void release(struct fixture *fixture)
{
    for (size_t i = 0; i < fixture->lone_count; i++) {
        froe_pin_matcher_free(fixture->lone[i].matcher);
        froe_pins_free(fixture->lone[i].pins);
    }
    froe_pin_matcher_free(fixture->matcher);
    froe_pins_free(fixture->pins);
    froe_lexer_free(fixture->lexer);
    froe_masks_free(fixture->masks);
    froe_buf_release(&fixture->text);
    froe_buf_release(&fixture->skeleton);
    free(fixture);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size) return 0;
    struct fixture *fixture = calloc(1, sizeof *fixture);
    require(fixture);
    fixture->masks = froe_masks_new();
    require(fixture->masks);
    if (data[0] % 2) require(froe_masks_add(fixture->masks, "M", "[a-c]+-?", NULL) == FROE_OK);
    fixture->lexer = froe_lexer_new(fixture->masks);
    require(fixture->lexer);
    struct froe_slice rest = froe_slice((const char *)data + 1, size - 1), line;
    while (rest.len && (line = next_line(&rest)).len)
        if (fixture->lone_count < PINS_MAX) add_pin(fixture, line);
    require(froe_pins_new(froe_buf_slice(&fixture->text), "pins", fixture->masks, &fixture->pins,
                          NULL) == FROE_OK);
    fixture->matcher = froe_pin_matcher_new(fixture->pins);
    require(fixture->matcher);
    for (size_t i = 0; i < MESSAGES_MAX && rest.len; i++) check_message(fixture, next_line(&rest));
    release(fixture);
    return 0;
}
