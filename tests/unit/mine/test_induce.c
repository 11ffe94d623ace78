#include "mining.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { LINES = 900, TEXT_MAX = 160 };

/* A log of some systems, with words and numbers at random. */
static void make_lines(char (*lines)[TEXT_MAX], size_t count, uint32_t seed)
{
    static const char *const names[] = {"alpha", "beta", "gamma", "delta",  "zeta",  "eta",
                                        "theta", "iota", "kappa", "lambda", "sigma", "omega"};
    static const char *const states[] = {"up", "down"};
    for (size_t i = 0; i < count; i++) {
        const char *name = names[mining_random(&seed) % 12];
        const char *other = names[mining_random(&seed) % 12];
        unsigned number = mining_random(&seed) % 1000;
        switch (mining_random(&seed) % 10) {
        case 0:
            snprintf(lines[i], TEXT_MAX, "link eth%u is %s", number % 4, states[number % 2]);
            break;
        case 1:
            snprintf(lines[i], TEXT_MAX, "user %s logged in from 10.0.0.%u", name, number % 250);
            break;
        case 2:
            snprintf(lines[i], TEXT_MAX, "copied %u KB from %s to %s", number, name, other);
            break;
        case 3: snprintf(lines[i], TEXT_MAX, "cache miss for key=%s size=%u", name, number); break;
        case 4:
            snprintf(lines[i], TEXT_MAX, "Failed to contact %s after %u ms", name, number);
            break;
        case 5:
            snprintf(lines[i], TEXT_MAX, "ids [%u%s] freed", number, number % 3 ? "" : ", 5, 6");
            break;
        case 6: snprintf(lines[i], TEXT_MAX, "GET /a/%s?x=%u 200", name, number); break;
        case 7: snprintf(lines[i], TEXT_MAX, "shutdown complete"); break;
        case 8:
            snprintf(lines[i], TEXT_MAX, "opened (%s) for %s", number % 2 ? "" : name, other);
            break;
        default: snprintf(lines[i], TEXT_MAX, "%s: worker %u exited", name, number); break;
        }
    }
}

static void assert_same_templates(const struct froe_templates *a, const struct froe_templates *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        assert_string_equal(a->items[i].id, b->items[i].id);
        assert_string_equal(a->items[i].plain.ptr, b->items[i].plain.ptr);
        assert_string_equal(a->items[i].typed.ptr, b->items[i].typed.ptr);
        assert_int_equal(a->items[i].hole_count, b->items[i].hole_count);
        assert_int_equal(a->items[i].part_count, b->items[i].part_count);
    }
}

static void test_order_and_shards_do_not_matter(void **state)
{
    (void)state;
    static char lines[LINES][TEXT_MAX];
    for (uint32_t seed = 1; seed <= 4; seed++) {
        struct mining straight, shuffled, shards[4], merged;
        make_lines(lines, LINES, seed);
        mining_init(&straight, NULL, NULL);
        mining_init(&shuffled, NULL, NULL);
        mining_init(&merged, NULL, NULL);
        for (int i = 0; i < 4; i++) mining_init(&shards[i], NULL, NULL);
        for (size_t i = 0; i < LINES; i++) {
            mining_add(&straight, froe_slice_cstr(lines[i]));
            mining_add(&shuffled, froe_slice_cstr(lines[(i * 7 + 11) % LINES]));
            mining_add(&shards[mining_random(&seed) % 4], froe_slice_cstr(lines[i]));
        }
        for (int i = 0; i < 4; i++)
            assert_int_equal(froe_table_merge(merged.table, shards[(i + 2) % 4].table), FROE_OK);
        mining_induce(&straight);
        mining_induce(&shuffled);
        mining_induce(&merged);
        assert_true(straight.templates->count > 8);
        assert_same_templates(straight.templates, shuffled.templates);
        assert_same_templates(straight.templates, merged.templates);
        mining_release(&straight);
        mining_release(&shuffled);
        mining_release(&merged);
        for (int i = 0; i < 4; i++) mining_release(&shards[i]);
    }
}

static void test_templates_are_sound(void **state)
{
    (void)state;
    static char lines[LINES][TEXT_MAX];
    struct mining mining;
    mining_init(&mining, NULL, NULL);
    make_lines(lines, LINES, 9);
    for (size_t i = 0; i < LINES; i++) mining_add(&mining, froe_slice_cstr(lines[i]));
    mining_induce(&mining);
    for (size_t i = 0; i < mining.templates->count; i++) {
        const struct froe_template *template = &mining.templates->items[i];
        struct froe_buf plain = {0}, typed = {0};
        uint32_t holes = 0;
        for (uint32_t p = 0; p < template->part_count; p++) {
            const struct froe_template_part *part = &template->parts[p];
            holes += part->hole;
            assert_true(part->text.len > 0);
            assert_true(p == 0 || !part->hole || !template->parts[p - 1].hole);
            assert_true(part->hole || !part->name.ptr);
            froe_buf_append(&typed, part->text);
            froe_buf_append(&plain, part->hole ? FROE_SLICE("<*>") : part->text);
        }
        assert_int_equal(holes, template->hole_count);
        assert_true(froe_slice_eq(froe_buf_slice(&plain), template->plain));
        assert_true(froe_slice_eq(froe_buf_slice(&typed), template->typed));
        assert_int_equal(strlen(template->id), FROE_TEMPLATE_ID_BYTES - 1);
        assert_int_equal(strspn(template->id, "0123456789abcdefghjkmnpqrstvwxyz"), 12);
        assert_true(i == 0 || froe_slice_cmp(template[-1].plain, template->plain) < 0);
        froe_buf_release(&plain);
        froe_buf_release(&typed);
    }
    mining_release(&mining);
}

/* Ids do not change when lines that have nothing to do with them come in. */
static void test_ids_are_stable(void **state)
{
    (void)state;
    static char lines[LINES][TEXT_MAX];
    struct mining small, large;
    mining_init(&small, NULL, NULL);
    mining_init(&large, NULL, NULL);
    make_lines(lines, LINES, 5);
    for (size_t i = 0; i < LINES; i++) {
        mining_add(&small, froe_slice_cstr(lines[i]));
        mining_add(&large, froe_slice_cstr(lines[i]));
    }
    mining_add_lines(&large,
                     "3x an unrelated note\nAnother one with 17 numbers\nzzz\n0 aaa bbb ccc\n"
                     "Aardvark says: hello\n~ odd ~\nuser groups were synchronised\n"
                     "cache warmed\n20x opened the shop");
    mining_induce(&small);
    mining_induce(&large);
    for (size_t i = 0; i < LINES; i++) {
        const struct froe_template *before = mining_template(&small, froe_slice_cstr(lines[i]));
        const struct froe_template *after = mining_template(&large, froe_slice_cstr(lines[i]));
        assert_string_equal(before->plain.ptr, after->plain.ptr);
        assert_string_equal(before->id, after->id);
    }
    mining_release(&small);
    mining_release(&large);
}

/* The id is of the plain text alone, and the same for ever: labels and caches hang on it. */
static void test_ids_are_of_the_plain_text(void **state)
{
    (void)state;
    struct mining typed, plain;
    mining_init(&typed, NULL, NULL);
    mining_init(&plain, NULL, NULL);
    mining_add_lines(&typed, "peer 10.0.0.1 lost");
    mining_add_lines(&plain, "peer 17 lost\npeer 10.0.0.1 lost");
    mining_induce(&typed);
    mining_induce(&plain);
    assert_string_equal(typed.templates->items[0].typed.ptr, "peer <IP> lost");
    assert_string_equal(plain.templates->items[0].typed.ptr, "peer <*> lost");
    assert_string_equal(typed.templates->items[0].id, plain.templates->items[0].id);
    assert_string_equal(typed.templates->items[0].id, "qzv02dkaf0a3");
    mining_release(&typed);
    mining_release(&plain);
}

static void test_empty_inputs(void **state)
{
    (void)state;
    struct mining mining;
    mining_init(&mining, NULL, NULL);
    mining_induce(&mining);
    assert_int_equal(mining.templates->count, 0);
    mining_add(&mining, FROE_SLICE(""));
    mining_induce(&mining);
    assert_int_equal(mining.templates->count, 1);
    assert_int_equal(mining.templates->items[0].plain.len, 0);
    assert_int_equal(mining.templates->items[0].part_count, 0);
    mining_add(&mining, FROE_SLICE("   "));
    mining_add(&mining, FROE_SLICE("17"));
    mining_induce(&mining);
    assert_int_equal(mining.templates->count, 3);
    mining_release(&mining);
}

/* --- names of parameters
 * ------------------------------------------------------------------------------ */

static void assert_name(const char *message, const char *expected)
{
    struct mining mining;
    mining_init(&mining, NULL, NULL);
    mining_add(&mining, froe_slice_cstr(message));
    mining_induce(&mining);
    const struct froe_template *template = &mining.templates->items[0];
    struct froe_slice name = {0};
    for (uint32_t i = template->part_count; i-- > 0;)
        if (template->parts[i].hole) name = template->parts[i].name;
    bool same = expected ? name.ptr && froe_slice_eq(name, froe_slice_cstr(expected)) : !name.ptr;
    if (!same)
        print_error("'%s' names it '%.*s', not '%s'\n", message, (int)name.len,
                    name.ptr ? name.ptr : "", expected ? expected : "");
    assert_true(same);
    mining_release(&mining);
}

static void test_names(void **state)
{
    (void)state;
    assert_name("status=503 now", "status");
    assert_name("done, http.status=503", "http.status");
    assert_name("retry-count: 5", "retry-count");
    assert_name("text=\"two words\"", "text");
    assert_name("{\"latency\":17}", "latency");
    assert_name("{\"latency\": 17}", "latency");
    assert_name("ids=[17]", "ids");
    assert_name("size = 17", "size");
    assert_name("took 17 ms", NULL);
    assert_name("17 took", NULL);
    assert_name("= 17", NULL);
    assert_name("--depth=5", "depth");
}

static void test_user_types_have_names(void **state)
{
    (void)state;
    struct froe_masks *masks = froe_masks_new();
    struct froe_templates *templates;
    struct mining mining;
    assert_int_equal(froe_masks_add(masks, "ORDER", "ord#\\w+", NULL), FROE_OK);
    mining_init(&mining, masks, NULL);
    mining_add_lines(&mining, "paid ord#a7 now\npaid ord#b9 now");
    assert_int_equal(froe_induce(mining.table, masks, NULL, &templates, NULL), FROE_OK);
    assert_int_equal(templates->count, 1);
    assert_string_equal(templates->items[0].typed.ptr, "paid <ORDER> now");
    assert_string_equal(templates->items[0].plain.ptr, "paid <*> now");
    froe_templates_free(templates);
    mining_release(&mining);
    froe_masks_free(masks);
}

/* --- finding by id
 * ------------------------------------------------------------------------------------ */

static void test_find(void **state)
{
    (void)state;
    struct mining mining;
    struct froe_error error = {0};
    mining_init(&mining, NULL, NULL);
    for (char a = 'g'; a <= 'z'; a++)
        for (char b = 'g'; b <= 'z'; b++) {
            char text[] = {a, ' ', b, a, b, '!', b, '\0'};
            mining_add(&mining, froe_slice(text, 7));
        }
    mining_induce(&mining);
    const struct froe_templates *templates = mining.templates;
    assert_true(templates->count > 100);
    for (uint32_t i = 0; i < templates->count; i++) {
        uint32_t found = UINT32_MAX;
        char id[FROE_TEMPLATE_ID_BYTES + 2];
        memcpy(id, templates->items[i].id, FROE_TEMPLATE_ID_BYTES - 1);
        memcpy(id + FROE_TEMPLATE_ID_BYTES - 1, ".e", 3); /* a cluster's */
        assert_int_equal(froe_templates_find(templates, froe_slice(id, 12), &found, &error),
                         FROE_OK);
        assert_int_equal(found, i);
        found = UINT32_MAX;
        assert_int_equal(froe_templates_find(templates, froe_slice(id, 14), &found, &error),
                         FROE_OK);
        assert_int_equal(found, i);
        found = UINT32_MAX;
        assert_int_equal(froe_templates_find(templates, froe_slice(id, 8), &found, &error),
                         FROE_OK);
        assert_int_equal(found, i);
    }
    uint32_t index;
    /* More than 32 templates: some two begin with the same character. */
    bool ambiguous = false;
    for (uint32_t i = 0; i < templates->count && !ambiguous; i++) {
        struct froe_slice first = froe_slice(templates->items[i].id, 1);
        ambiguous = froe_templates_find(templates, first, &index, &error) == FROE_USAGE;
        assert_true(!ambiguous || strstr(error.message, "ambiguous"));
        assert_true(!ambiguous || strstr(error.message, templates->items[i].id) || i > 0);
    }
    assert_true(ambiguous);
    assert_int_equal(froe_templates_find(templates, FROE_SLICE(""), &index, &error),
                     FROE_NOT_FOUND);
    assert_int_equal(froe_templates_find(templates, FROE_SLICE(".e"), &index, &error),
                     FROE_NOT_FOUND);
    assert_int_equal(froe_templates_find(templates, FROE_SLICE("iiii"), &index, &error),
                     FROE_NOT_FOUND);
    assert_int_equal(froe_templates_find(templates, FROE_SLICE("0123456789abcdefgh"), &index, NULL),
                     FROE_NOT_FOUND);
    mining_release(&mining);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_and_shards_do_not_matter),
        cmocka_unit_test(test_templates_are_sound),
        cmocka_unit_test(test_ids_are_stable),
        cmocka_unit_test(test_ids_are_of_the_plain_text),
        cmocka_unit_test(test_empty_inputs),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_user_types_have_names),
        cmocka_unit_test(test_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
