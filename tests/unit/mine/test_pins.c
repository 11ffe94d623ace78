#include "mine/pins.h"

#include "mining.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct froe_pins *compile(const char *text, const struct froe_masks *masks)
{
    struct froe_pins *pins;
    struct froe_error error = {0};
    if (froe_pins_new(froe_slice_cstr(text), "pins", masks, &pins, &error) != FROE_OK)
        fail_msg("%s", error.message);
    return pins;
}

/* The typed text of the pin that fits the message, "" for none; its holes as "a|b|" into values. */
static const char *fitting(const char *text, const char *message, char values[200])
{
    static char fitting_text[200];
    struct froe_pins *pins = compile(text, NULL);
    struct froe_pin_matcher *matcher = froe_pin_matcher_new(pins);
    struct mining mining;
    mining_init(&mining, NULL, NULL);
    mining_add(&mining, froe_slice_cstr(message));
    uint32_t pin, again;
    const struct froe_hole_range *holes;
    struct froe_slice skeleton = froe_table_signature(mining.table, 0)->skeleton;
    assert_true(froe_pin_match(matcher, skeleton, &again, &holes)); /* the second is remembered */
    assert_true(froe_pin_match(matcher, skeleton, &pin, &holes));
    assert_int_equal(pin, again);
    fitting_text[0] = values[0] = '\0';
    if (pin != FROE_PIN_NONE) {
        const struct froe_template *template = froe_pins_template(pins, pin);
        snprintf(fitting_text, sizeof fitting_text, "%s", template->typed.ptr);
        for (uint32_t i = 0; i < template->hole_count; i++) {
            size_t len = strlen(values);
            struct froe_token none = {0};
            const struct froe_token *first =
                                        holes[i].count ? &mining.tokens[holes[i].first] : &none,
                                    *last = first + (holes[i].count ? holes[i].count - 1 : 0);
            snprintf(values + len, 200 - len, "%.*s|",
                     (int)(last->start + last->len - first->start), message + first->start);
        }
    }
    mining_release(&mining);
    froe_pin_matcher_free(matcher);
    froe_pins_free(pins);
    return fitting_text;
}

static void check(const char *pins, const char *message, const char *pin, const char *values)
{
    char found[200];
    assert_string_equal(fitting(pins, message, found), pin);
    assert_string_equal(found, values);
}

static void test_constants(void **state)
{
    (void)state;
    check("disk full", "disk full", "disk full", "");
    check("disk full", "disk \t full ", "disk full", "");
    check("disk  full \r\n", "disk full", "disk full", "");
    check("disk full", "disk fuller", "", "");
    check("disk full", "the disk full", "", "");
    check("# disk full\n\n", "disk full", "", "");
    check("\xef\xbb\xbf"
          "disk full",
          "disk full", "disk full", "");
    check(" at x", "\tat x", " at x", "");
}

static void test_typed_holes(void **state)
{
    (void)state;
    check("took <DUR>", "took 30ms", "took <DUR>", "30ms|");
    check("took <DUR>", "took 30", "", "");
    check("took <DUR>", "took long", "", "");
    check("took <DUR>", "took 30ms 40ms", "", "");
    check("took <DUR>", "took <DUR>", "", ""); /* such text is a variable of no known type */
    check("took <*>", "took <DUR>", "took <*>", "<DUR>|");
    check("to <IP> after <DUR>", "to 10.0.0.1:80 after 3s", "to <IP> after <DUR>",
          "10.0.0.1:80|3s|");
}

static void test_any_holes(void **state)
{
    (void)state;
    check("user <*> left", "user bob left", "user <*> left", "bob|");
    check("user <*> left", "user bob of 10.0.0.1 left", "user <*> left", "bob of 10.0.0.1|");
    check("user <*> left", "user left", "", "");
    check("user<*>left", "user left", "user<*>left", " |");
    check("user=<*>;", "user=;", "user=<*>;", "|");
    check("<*> a <*>", "x a y a z", "<*> a <*>", "x|y a z|");
    check("<*>", "", "<*>", "|");
    check("<*>time out<*>", "read time out: 3", "<*>time out<*>", "read |: 3|");
    check("<*>out<*>", "read timeout", "", ""); /* holes end where words do */
    check("said <*>", "said ", "said <*>", "|");
    check("said <*>", "said so ", "said <*>", "so|");
    check("node-<*> up", "node-12 up", "node-<*> up", "12|");
    check("k=\"<*>\"", "k=\"some words\"", "k=\"<*>\"", "some words|");
}

static void test_most_specific_wins(void **state)
{
    (void)state;
    check("<*>\nuser <*>\nuser bob<*>\n", "user bob left", "user bob<*>", " left|");
    check("user <*>\nuser <*> left\n", "user bob left", "user <*> left", "bob|");
    check("<*> bob\nfor <*>\n", "for bob", "<*> bob", "for|");
    check("for <*>\n<*> bob\n", "for bob", "for <*>", "bob|");
    /* two bytes, but one character */
    check("a \xc3\xa9\xc3\xa9 <*>\n<*> bcde\n", "a \xc3\xa9\xc3\xa9 bcde", "a \xc3\xa9\xc3\xa9 <*>",
          "bcde|");
    check("<*> \xc3\xa9\xc3\xa9\na <*> \n", "ab", "", "");
}

static void test_masks(void **state)
{
    (void)state;
    struct froe_masks *masks = froe_masks_new();
    assert_int_equal(froe_masks_add(masks, "ORDER", "ord-[a-z]+", NULL), FROE_OK);
    struct froe_pins *pins = compile("paid <ORDER> at <*>", masks);
    const struct froe_template *template = froe_pins_template(pins, 0);
    assert_int_equal(template->parts[1].type, FROE_VAR_USER);
    assert_string_equal(template->typed.ptr, "paid <ORDER> at <*>");
    assert_string_equal(template->plain.ptr, "paid <*> at <*>");
    froe_pins_free(pins);
    froe_masks_free(masks);
}

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"ok\n\nfrom 10.0.0.1 closed", "pins:3: '10.0.0.1' is a variable in messages, of which the "
                                       "value is not kept: write <IP>"},
        {"GET /api/<*>/x", "pins:1: '/api/<*>/x' is a variable in messages, of which the value is "
                           "not kept: write <PATH>"},
        {"took <*>ms", "pins:1: '<*>ms' is one value in messages: write <DUR>"},
        {"eth<NUM> up", "pins:1: 'eth<NUM>' is one value in messages: write <ID>"},
        {"paid <ORDER>",
         "pins:1: '<ORDER>' is no type of variable, built in or of a mask: write <*>"},
        {"x <IP>\nx <IP>\nx <NUM>",
         "pins:3: differs from line 1 only in the types of its variables: "
         "both would have one id"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct froe_pins *pins;
        struct froe_error error = {0};
        assert_int_equal(froe_pins_new(froe_slice_cstr(cases[i].text), "pins", NULL, &pins, &error),
                         FROE_USAGE);
        assert_null(pins);
        assert_string_equal(error.message, cases[i].message);
        assert_int_not_equal(error.line, 0);
    }
}

static void test_bounds(void **state)
{
    (void)state;
    static char text[FROE_PINS_MAX * 16 + 32];
    struct froe_pins *pins;
    struct froe_error error = {0};
    memset(text, 'x', FROE_PIN_BYTES_MAX + 1);
    assert_int_equal(
        froe_pins_new(froe_slice(text, FROE_PIN_BYTES_MAX + 1), "pins", NULL, &pins, &error),
        FROE_USAGE);
    assert_string_equal(error.message, "pins:1: longer than 16 KiB");
    assert_int_equal(froe_pins_new(FROE_SLICE("a\0b"), "pins", NULL, &pins, &error), FROE_USAGE);
    assert_string_equal(error.message, "pins:1: holds a NUL byte: no text");
    size_t len = 0;
    for (int i = 0; i < FROE_PIN_BYTES_MAX / 4; i++, len += 3) memcpy(text + len, "<*>", 3);
    assert_int_equal(froe_pins_new(froe_slice(text, len), "pins", NULL, &pins, &error), FROE_USAGE);
    assert_string_equal(error.message, "pins:1: too many variables");
    len = 0;
    for (unsigned i = 0; i < FROE_PINS_MAX; i++) /* letters: digits would be variables */
        len += (size_t)snprintf(text + len, sizeof text - len, "pin %c%c%c%c\n", 'g' + i % 10,
                                'g' + i / 10 % 10, 'g' + i / 100 % 10, 'g' + i / 1000);
    assert_int_equal(froe_pins_new(froe_slice(text, len), "pins", NULL, &pins, &error), FROE_OK);
    assert_int_equal(froe_pins_count(pins), FROE_PINS_MAX);
    froe_pins_free(pins);
    memcpy(text + len, "one more", 8);
    assert_int_equal(froe_pins_new(froe_slice(text, len + 8), "pins", NULL, &pins, &error),
                     FROE_USAGE);
    assert_string_equal(error.message, "pins:10001: more than 10000 templates");
}

static struct froe_templates *induce(struct mining *mining, const struct froe_pins *pins)
{
    struct froe_templates *templates;
    assert_int_equal(froe_induce(mining->table, NULL, pins, &templates, NULL), FROE_OK);
    return templates;
}

static const struct froe_template *
template_of(struct mining *mining, const struct froe_templates *templates, const char *message)
{
    uint32_t signature = mining_signature(mining, froe_slice_cstr(message));
    assert_int_not_equal(signature, UINT32_MAX);
    return &templates->items[templates->matches[signature].template_index];
}

/* Five users would be a variable; one is pinned and the others stay one. */
static void test_pins_go_before_induction(void **state)
{
    (void)state;
    struct mining mining;
    struct froe_pins *pins = compile("session of alice opened\nport <NUM> <*>\n", NULL);
    mining_init(&mining, NULL, NULL);
    mining_add_lines(&mining, "session of alice opened\nsession of bob opened\n"
                              "session of carol opened\nsession of dave opened\n"
                              "session of erin opened\nport 1 is up\nport 2 down\n");
    struct froe_templates *without = induce(&mining, NULL), *with = induce(&mining, pins);
    assert_string_equal(template_of(&mining, without, "session of alice opened")->plain.ptr,
                        "session of <*> opened");
    assert_string_equal(template_of(&mining, with, "session of alice opened")->plain.ptr,
                        "session of alice opened");
    assert_string_equal(template_of(&mining, with, "session of bob opened")->plain.ptr,
                        "session of <*> opened");
    assert_string_equal(template_of(&mining, with, "session of bob opened")->id,
                        template_of(&mining, without, "session of bob opened")->id);
    const struct froe_template *port = template_of(&mining, with, "port 1 is up");
    assert_ptr_equal(port, template_of(&mining, with, "port 2 down"));
    assert_string_equal(port->typed.ptr, "port <NUM> <*>");
    assert_int_equal(port->hole_count, 2);
    froe_templates_free(without);
    froe_templates_free(with);
    mining_release(&mining);
    froe_pins_free(pins);
}

/* What a typed pin leaves over reads the same, but is another template. */
static void test_ids_are_unique(void **state)
{
    (void)state;
    struct mining mining;
    struct froe_pins *pins = compile("bound to <IP>", NULL);
    mining_init(&mining, NULL, NULL);
    mining_add_lines(&mining, "bound to 10.0.0.1\nbound to 17\n");
    struct froe_templates *templates = induce(&mining, pins);
    const struct froe_template *pinned = template_of(&mining, templates, "bound to 10.0.0.2"),
                               *other = template_of(&mining, templates, "bound to 18");
    assert_int_equal(templates->count, 2);
    assert_string_equal(pinned->typed.ptr, "bound to <IP>");
    assert_string_equal(other->typed.ptr, "bound to <NUM>");
    assert_string_equal(pinned->plain.ptr, other->plain.ptr);
    assert_string_not_equal(pinned->id, other->id);
    struct froe_templates *without = induce(&mining, NULL);
    assert_string_equal(pinned->id, template_of(&mining, without, "bound to 18")->id);
    froe_templates_free(without);
    froe_templates_free(templates);
    mining_release(&mining);
    froe_pins_free(pins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_constants),      cmocka_unit_test(test_typed_holes),
        cmocka_unit_test(test_any_holes),      cmocka_unit_test(test_most_specific_wins),
        cmocka_unit_test(test_masks),          cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_bounds),         cmocka_unit_test(test_pins_go_before_induction),
        cmocka_unit_test(test_ids_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
