/* What must hold of induction whatever is mined: on the logs of the samples, and on the labelled
   logs where they lie beside the checkout. The arguments are files (one message a line) and at last
   directories, of which every NAME.log is taken and the Content column of every NAME.truth.csv. */
#include "corpus.h"
#include "mining.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SHARDS = 4, SEEDS = 3 };

static struct corpus *corpora;
static size_t corpus_count;

static void mine_lines(struct mining *mining, const struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++) mining_add(mining, corpus->lines[i]);
}

static void start(struct mining *mining)
{
    mining_init(mining, NULL, NULL);
}

static uint64_t records_of(const struct mining *mining, uint32_t template_index)
{
    uint64_t records = 0;
    for (size_t i = 0; i < froe_table_signature_count(mining->table); i++)
        if (mining->templates->matches[i].template_index == template_index)
            records += froe_table_signature(mining->table, i)->weight;
    return records;
}

/* Ids, texts, counts, and the template of every line. */
static void assert_same(struct mining *a, struct mining *b, const struct corpus *corpus)
{
    assert_int_equal(a->templates->count, b->templates->count);
    for (uint32_t i = 0; i < a->templates->count; i++) {
        assert_string_equal(a->templates->items[i].plain.ptr, b->templates->items[i].plain.ptr);
        assert_string_equal(a->templates->items[i].typed.ptr, b->templates->items[i].typed.ptr);
        assert_string_equal(a->templates->items[i].id, b->templates->items[i].id);
        assert_int_equal(records_of(a, i), records_of(b, i));
    }
    for (size_t i = 0; i < corpus->count; i++)
        assert_string_equal(mining_template(a, corpus->lines[i])->id,
                            mining_template(b, corpus->lines[i])->id);
}

static void test_order_does_not_matter(void **state)
{
    (void)state;
    for (size_t c = 0; c < corpus_count; c++) {
        const struct corpus *corpus = &corpora[c];
        size_t *order = malloc((corpus->count + 1) * sizeof *order);
        struct mining straight;
        assert_non_null(order);
        start(&straight);
        mine_lines(&straight, corpus);
        mining_induce(&straight);
        for (uint32_t seed = 1; seed <= SEEDS; seed++) {
            uint32_t dice = seed;
            for (size_t i = 0; i < corpus->count; i++) {
                size_t j = mining_random(&dice) % (i + 1);
                order[i] = order[j];
                order[j] = i;
            }
            struct mining shuffled;
            start(&shuffled);
            for (size_t i = 0; i < corpus->count; i++)
                mining_add(&shuffled, corpus->lines[order[i]]);
            mining_induce(&shuffled);
            assert_same(&straight, &shuffled, corpus);
            mining_release(&shuffled);
        }
        mining_release(&straight);
        free(order);
    }
}

static size_t dealt(size_t line, size_t count)
{
    (void)count;
    return line % SHARDS;
}

static size_t in_quarters(size_t line, size_t count)
{
    return line * SHARDS / count;
}

static void check_shards(struct mining *straight, const struct corpus *corpus,
                         size_t (*shard_of)(size_t line, size_t count))
{
    static const int orders[][SHARDS] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}};
    struct mining shards[SHARDS];
    for (int s = 0; s < SHARDS; s++) start(&shards[s]);
    for (size_t i = 0; i < corpus->count; i++)
        mining_add(&shards[shard_of(i, corpus->count)], corpus->lines[i]);
    for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
        struct mining merged;
        start(&merged);
        for (int s = 0; s < SHARDS; s++)
            assert_int_equal(froe_table_merge(merged.table, shards[orders[o][s]].table), FROE_OK);
        mining_induce(&merged);
        assert_same(straight, &merged, corpus);
        mining_release(&merged);
    }
    for (int s = 0; s < SHARDS; s++) mining_release(&shards[s]);
}

static void test_shards_do_not_matter(void **state)
{
    (void)state;
    for (size_t c = 0; c < corpus_count; c++) {
        struct mining straight;
        start(&straight);
        mine_lines(&straight, &corpora[c]);
        mining_induce(&straight);
        check_shards(&straight, &corpora[c], dealt);
        check_shards(&straight, &corpora[c], in_quarters);
        mining_release(&straight);
    }
}

/* Of the templates of `first`, those that its lines do not have any more beside `second`'s. */
static size_t count_changes(struct mining *first, const struct corpus *corpus,
                            const struct corpus *other)
{
    struct mining both;
    start(&both);
    mine_lines(&both, corpus);
    mine_lines(&both, other);
    mining_induce(&both);
    bool *changed = calloc(first->templates->count + 1, sizeof *changed);
    assert_non_null(changed);
    size_t changes = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        const struct froe_template *before = mining_template(first, corpus->lines[i]);
        const struct froe_template *after = mining_template(&both, corpus->lines[i]);
        size_t index = (size_t)(before - first->templates->items);
        if (changed[index] || strcmp(before->id, after->id) == 0) continue;
        changed[index] = true;
        changes++;
        print_message("%s + %s: \"%s\" becomes \"%s\"\n", corpus->name, other->name,
                      before->plain.ptr, after->plain.ptr);
    }
    free(changed);
    mining_release(&both);
    return changes;
}

/* One template in a thousand may change beside another system's lines: where both have lines of one
   shape, evidence adds up, as it should. */
static void test_ids_are_stable(void **state)
{
    (void)state;
    size_t templates = 0, changes = 0;
    for (size_t c = 0; c < corpus_count; c++) {
        struct mining first;
        start(&first);
        mine_lines(&first, &corpora[c]);
        mining_induce(&first);
        for (size_t o = 1; o <= 3; o++) {
            const struct corpus *other = &corpora[(c + 2 * o) % corpus_count];
            if (strncmp(other->name, corpora[c].name, strcspn(other->name, ".")) == 0) continue;
            templates += first.templates->count;
            changes += count_changes(&first, &corpora[c], other);
        }
        mining_release(&first);
    }
    print_message("%zu of %zu templates changed beside others' lines\n", changes, templates);
    assert_true(templates > 0);
    assert_true(changes * 1000 <= templates);
}

int main(int argument_count, char **arguments)
{
    corpora = corpus_load_all(arguments + 1, (size_t)argument_count - 1, &corpus_count);
    if (corpus_count == 0) {
        fprintf(stderr, "test_properties: no logs\n");
        return 1;
    }
    printf("%zu texts\n", corpus_count);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_does_not_matter),
        cmocka_unit_test(test_shards_do_not_matter),
        cmocka_unit_test(test_ids_are_stable),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    corpus_free_all(corpora, corpus_count);
    return failed;
}
