/* Which messages are of one template, and which are not: marks the cases of tests/mine/pairs. */
#include "mining.h"
#include "pairs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum half { DEVELOPMENT, HELD_OUT, HALVES };

/* Marks of one file. */
struct marks {
    const char *name;
    bool apart;               /* the lines of a case are templates of their own; else all are one */
    size_t wrong_max[HALVES]; /* recorded: may become less, and is then to be written here */
    size_t cases_min;
    size_t cases[HALVES], wrong[HALVES];
};

enum { APART, TOGETHER, BASIC_APART, BASIC_TOGETHER, FILES };

static const char *paths[FILES]; /* the program's arguments */

static void mine_case(struct mining *mining, const struct pairs_case *one)
{
    struct froe_buf message = {0};
    mining_init(mining, NULL, NULL);
    for (size_t l = 0; l < one->line_count; l++) {
        size_t count = pairs_message_count(&one->lines[l]);
        for (size_t i = 0; i < count; i++) {
            pairs_write_message(&message, &one->lines[l], i);
            mining_add(mining, froe_buf_slice(&message));
        }
    }
    mining_induce(mining);
    froe_buf_release(&message);
}

/* Whether two lines of the case share a template. */
static bool lines_share(struct mining *mining, const struct pairs_case *one)
{
    struct froe_buf message = {0};
    size_t *owners = calloc(mining->templates->count, sizeof *owners); /* line + 1 */
    assert_non_null(owners);
    bool share = false;
    for (size_t l = 0; l < one->line_count; l++) {
        size_t count = pairs_message_count(&one->lines[l]);
        for (size_t i = 0; i < count; i++) {
            pairs_write_message(&message, &one->lines[l], i);
            const struct froe_template *of = mining_template(mining, froe_buf_slice(&message));
            size_t *owner = &owners[of - mining->templates->items];
            if (*owner && *owner != l + 1) share = true;
            *owner = l + 1;
        }
    }
    free(owners);
    froe_buf_release(&message);
    return share;
}

static void print_case(const struct mining *mining, const struct marks *marks,
                       const struct pairs_case *one)
{
    size_t count = mining->templates->count;
    print_message("%s.txt:%zu (%.*s): %zu templates\n", marks->name, one->text_line,
                  (int)one->heading.len, one->heading.ptr, count);
    for (size_t i = 0; i < count && i < 5; i++)
        print_message("    %s\n", mining->templates->items[i].plain.ptr);
}

static void mark_file(struct marks *marks, const char *path, bool print_all)
{
    char *text = pairs_read(path);
    struct pairs_case one = {0};
    for (const char *rest = text; pairs_next(&rest, &one);) {
        enum half half = one.number % 2 ? DEVELOPMENT : HELD_OUT;
        struct mining mining;
        mine_case(&mining, &one);
        bool wrong = marks->apart ? lines_share(&mining, &one) : mining.templates->count != 1;
        marks->cases[half]++;
        marks->wrong[half] += wrong;
        if (wrong && (half == DEVELOPMENT || print_all)) print_case(&mining, marks, &one);
        mining_release(&mining);
    }
    free(text);
}

static size_t right(const struct marks *marks, enum half half)
{
    return marks->cases[half] - marks->wrong[half];
}

static void print_marks(const char *of, const struct marks *marks, enum half half)
{
    print_message("%s: apart %zu/%zu together %zu/%zu\n", of, right(&marks[APART], half),
                  marks[APART].cases[half], right(&marks[TOGETHER], half),
                  marks[TOGETHER].cases[half]);
}

static void check_marks(const struct marks *marks)
{
    assert_true(marks->cases[DEVELOPMENT] + marks->cases[HELD_OUT] >= marks->cases_min);
    for (enum half half = DEVELOPMENT; half < HALVES; half++) {
        if (marks->wrong[half] < marks->wrong_max[half])
            print_message("%s, half %d: %zu wrong, better than the %zu recorded in test_pairs.c\n",
                          marks->name, half, marks->wrong[half], marks->wrong_max[half]);
        assert_in_range(marks->wrong[half], 0, marks->wrong_max[half]);
    }
}

static void test_exam(void **state)
{
    (void)state;
    struct marks marks[] = {
        [APART] = {.name = "apart", .apart = true, .wrong_max = {1, 2}, .cases_min = 150},
        [TOGETHER] = {.name = "together", .wrong_max = {37, 41}, .cases_min = 150},
    };
    bool print_all = getenv("FROE_PAIRS_ALL") != NULL;
    mark_file(&marks[APART], paths[APART], print_all);
    mark_file(&marks[TOGETHER], paths[TOGETHER], print_all);
    print_marks("development half", marks, DEVELOPMENT);
    print_marks("held-out half", marks, HELD_OUT);
    size_t cases[2], wrong[2];
    for (size_t i = 0; i < 2; i++) {
        cases[i] = marks[i].cases[DEVELOPMENT] + marks[i].cases[HELD_OUT];
        wrong[i] = marks[i].wrong[DEVELOPMENT] + marks[i].wrong[HELD_OUT];
    }
    print_message("apart: %zu/%zu together: %zu/%zu\n", cases[APART] - wrong[APART], cases[APART],
                  cases[TOGETHER] - wrong[TOGETHER], cases[TOGETHER]);
    check_marks(&marks[APART]);
    check_marks(&marks[TOGETHER]);
}

/* None of these may go wrong, so both halves are for all to see. */
static void test_basic(void **state)
{
    (void)state;
    struct marks apart = {.name = "basic_apart", .apart = true, .cases_min = 49};
    struct marks together = {.name = "basic_together", .cases_min = 44};
    mark_file(&apart, paths[BASIC_APART], true);
    mark_file(&together, paths[BASIC_TOGETHER], true);
    check_marks(&apart);
    check_marks(&together);
}

/* A case that could not come out wrong would be a mistake in writing it. */
static void test_cases_can_fail(void **state)
{
    (void)state;
    struct froe_buf first = {0}, other = {0};
    for (size_t f = 0; f < FILES; f++) {
        char *text = pairs_read(paths[f]);
        struct pairs_case one = {0};
        for (const char *rest = text; pairs_next(&rest, &one);) {
            bool differ = false;
            pairs_write_message(&first, &one.lines[0], 0);
            for (size_t l = 0; l < one.line_count; l++) {
                for (size_t i = 0; i < pairs_message_count(&one.lines[l]); i++) {
                    pairs_write_message(&other, &one.lines[l], i);
                    assert_true(other.len > 0);
                    differ |= !froe_slice_eq(froe_buf_slice(&first), froe_buf_slice(&other));
                }
            }
            if (!differ || ((f == APART || f == BASIC_APART) && one.line_count < 2))
                fail_msg("%s:%zu cannot fail", paths[f], one.text_line);
        }
        free(text);
    }
    froe_buf_release(&first);
    froe_buf_release(&other);
}

static void check_message(const struct pairs_line *line, size_t index, const char *expected)
{
    struct froe_buf message = {0};
    pairs_write_message(&message, line, index);
    froe_buf_append_char(&message, '\0');
    assert_string_equal(message.ptr, expected);
    froe_buf_release(&message);
}

static void test_form(void **state)
{
    (void)state;
    const char *text =
        "# a heading\n\nuser {{ann|ben|}} on {{x1|y2}}\nup 5\n# next\n20x eth7 10.0.0.99 "
        "is {{up|9 s up}}\n\n\n";
    struct pairs_case one = {0};
    assert_true(pairs_next(&text, &one));
    assert_int_equal(one.number, 1);
    assert_int_equal(one.text_line, 3);
    assert_int_equal(one.line_count, 2);
    assert_true(froe_slice_eq(one.heading, FROE_SLICE("a heading")));
    assert_int_equal(pairs_message_count(&one.lines[0]), 3);
    check_message(&one.lines[0], 0, "user ann on x1");
    check_message(&one.lines[0], 1, "user ben on y2");
    check_message(&one.lines[0], 2, "user  on x1");
    assert_int_equal(pairs_message_count(&one.lines[1]), 1);
    check_message(&one.lines[1], 0, "up 5");

    assert_true(pairs_next(&text, &one));
    assert_int_equal(one.number, 2);
    assert_int_equal(one.text_line, 6);
    assert_true(froe_slice_eq(one.heading, FROE_SLICE("next")));
    assert_int_equal(pairs_message_count(&one.lines[0]), 20);
    size_t distinct_ends = 0;
    struct froe_buf message = {0};
    for (size_t i = 0, last = 0; i < 20; i++) {
        pairs_write_message(&message, &one.lines[0], i);
        assert_true(froe_slice_starts(froe_buf_slice(&message), FROE_SLICE("eth7 10.0.0.")));
        size_t end = (size_t)(message.ptr[12] - '0');
        assert_in_range(end, 1, 9);
        distinct_ends += end != last;
        last = end;
    }
    assert_true(distinct_ends > 10);
    froe_buf_release(&message);
    assert_false(pairs_next(&text, &one));
}

int main(int argc, char **argv)
{
    if (argc != FILES + 1) {
        fprintf(stderr, "usage: %s APART TOGETHER BASIC_APART BASIC_TOGETHER\n", argv[0]);
        return 2;
    }
    for (int i = 0; i < FILES; i++) paths[i] = argv[i + 1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_cases_can_fail),
        cmocka_unit_test(test_exam),
        cmocka_unit_test(test_basic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
