#include "mine/table.h"

#include "base/calendar.h"
#include "mine/skeleton.h"
#include "mining.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct record {
    char message[64];
    const char *service;
    enum froe_level level;
    int64_t time_ns;
    bool selected;
    uint64_t line;
};

static uint32_t add_record(struct mining *mining, const struct record *record)
{
    struct froe_slice message = froe_slice_cstr(record->message);
    struct froe_table_event event = {
        .message = message,
        .tokens = mining->tokens,
        .token_count = froe_lex(mining->lexer, message, mining->tokens),
        .service = froe_slice_cstr(record->service),
        .level = record->level,
        .time_ns = record->time_ns,
        .selected = record->selected,
        .line = record->line,
    };
    uint32_t entry;
    bool wants_sample;
    assert_int_equal(froe_table_add(mining->table, &event, &entry, &wants_sample), FROE_OK);
    if (wants_sample)
        assert_int_equal(froe_table_sample(mining->table, entry, &event, message), FROE_OK);
    return entry;
}

/* --- all there is in a table, as text
 * ----------------------------------------------------------------- */

static void print_entry(struct froe_buf *out, const struct froe_table *table,
                        const struct froe_entry *entry)
{
    const struct froe_signature *signature = froe_table_signature(table, entry->signature);
    struct froe_slice rest = signature->skeleton;
    struct froe_skeleton_token token;
    while (froe_skeleton_next(&rest, &token)) {
        if (token.variable)
            froe_buf_printf(out, "<%d>", token.type);
        else
            froe_buf_append(out, token.text);
    }
    froe_buf_printf(out, "|%.*s|%d|", (int)froe_table_service(table, entry->service).len,
                    froe_table_service(table, entry->service).ptr, entry->level);
    froe_buf_printf(out, "weight %llu count %llu folded %d from %lld to %lld",
                    (unsigned long long)entry->weight, (unsigned long long)entry->count,
                    signature->folded, (long long)entry->first_ns, (long long)entry->last_ns);
    for (size_t i = 0; i < entry->histogram.count; i++)
        froe_buf_printf(out, " %lld:%llu", (long long)entry->histogram.buckets[i].index,
                        (unsigned long long)entry->histogram.buckets[i].count);
    for (size_t i = 0; i < entry->sample_count; i++)
        froe_buf_printf(out, " [%llu %.*s]", (unsigned long long)entry->samples[i].line,
                        (int)entry->samples[i].len, entry->samples[i].text);
    for (size_t i = 0; entry->slots && i < signature->slot_count; i++)
        froe_buf_printf(out, " slot %llu/%llu", (unsigned long long)entry->slots[i].observed,
                        (unsigned long long)froe_values_distinct(&entry->slots[i]));
    froe_buf_append_char(out, '\0');
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The caller frees it. */
static char *print_table(const struct froe_table *table)
{
    size_t count = froe_table_entry_count(table), lines = 0;
    char **texts = calloc(count + 1, sizeof *texts);
    assert_non_null(texts);
    for (size_t i = 0; i < count; i++) {
        const struct froe_entry *entry = froe_table_entry(table, i);
        if (entry->dead) continue;
        struct froe_buf out = {0};
        print_entry(&out, table, entry);
        texts[lines++] = out.ptr;
    }
    qsort(texts, lines, sizeof *texts, by_text);
    struct froe_buf all = {0};
    for (size_t i = 0; i < lines; i++) {
        froe_buf_append_cstr(&all, texts[i]);
        froe_buf_append_char(&all, '\n');
        free(texts[i]);
    }
    froe_buf_append_char(&all, '\0');
    free(texts);
    return all.ptr;
}

static void assert_same_tables(const struct froe_table *a, const struct froe_table *b)
{
    char *x = print_table(a), *y = print_table(b);
    assert_string_equal(x, y);
    free(x);
    free(y);
}

struct totals {
    uint64_t weight, count, signatures, signature_weight;
};

static struct totals totals_of(const struct froe_table *table)
{
    struct totals totals = {0};
    for (size_t i = 0; i < froe_table_entry_count(table); i++) {
        const struct froe_entry *entry = froe_table_entry(table, i);
        if (entry->dead) continue;
        assert_false(froe_table_signature(table, entry->signature)->dead);
        totals.weight += entry->weight;
        totals.count += entry->count;
    }
    for (size_t i = 0; i < froe_table_signature_count(table); i++) {
        const struct froe_signature *signature = froe_table_signature(table, i);
        if (signature->dead) continue;
        totals.signatures++;
        totals.signature_weight += signature->weight;
        uint64_t weight = 0;
        for (uint32_t link = signature->first_entry; link;) {
            const struct froe_entry *entry = froe_table_entry(table, link - 1);
            weight += entry->weight;
            link = entry->next_entry;
        }
        assert_int_equal(weight, signature->weight);
    }
    return totals;
}

/* --- records
 * ------------------------------------------------------------------------------------------ */

enum { RECORDS = 1500 };

static void make_records(struct record *records, size_t count, uint32_t seed)
{
    static const char *const services[] = {NULL, "", "shop", "cart"};
    for (size_t i = 0; i < count; i++) {
        unsigned word = mining_random(&seed) % 60;
        snprintf(records[i].message, sizeof records[i].message,
                 "event%c %c%c took %u from 10.0.0.%u", 'a' + (char)(word % 4),
                 'g' + (char)(word % 10), 'g' + (char)(word % 6), mining_random(&seed) % 50,
                 mining_random(&seed) % 3);
        records[i].service = services[mining_random(&seed) % 4];
        records[i].level = (enum froe_level)(mining_random(&seed) % FROE_LEVEL_COUNT);
        records[i].time_ns = mining_random(&seed) % 10 == 0
                                 ? FROE_TIME_NONE
                                 : (int64_t)(mining_random(&seed) % 1000) * FROE_NS_PER_S;
        records[i].selected = mining_random(&seed) % 4 > 0;
        records[i].line = i + 1;
    }
}

static void shuffle(struct record *records, size_t count, uint32_t seed)
{
    for (size_t i = count - 1; i > 0; i--) {
        size_t k = mining_random(&seed) % (i + 1);
        struct record kept = records[i];
        records[i] = records[k];
        records[k] = kept;
    }
}

static void test_counting(void **state)
{
    (void)state;
    struct mining mining;
    mining_init(&mining, NULL, NULL);
    struct record record = {"took 5 ms", "shop", FROE_LEVEL_INFO, 7 * FROE_NS_PER_S, true, 1};
    uint32_t first = add_record(&mining, &record);
    record = (struct record){"took 9 ms", "shop", FROE_LEVEL_INFO, 3 * FROE_NS_PER_S, true, 2};
    assert_int_equal(add_record(&mining, &record), first);
    record = (struct record){"took 9 ms", "shop", FROE_LEVEL_INFO, FROE_TIME_NONE, true, 3};
    assert_int_equal(add_record(&mining, &record), first);
    record = (struct record){"took 9 ms", "shop", FROE_LEVEL_INFO, FROE_NS_PER_S, false, 4};
    assert_int_equal(add_record(&mining, &record), first);
    record = (struct record){"took 9 ms", "shop", FROE_LEVEL_ERROR, FROE_NS_PER_S, true, 5};
    assert_int_not_equal(add_record(&mining, &record), first);
    record = (struct record){"took 9 ms", "cart", FROE_LEVEL_INFO, FROE_NS_PER_S, true, 6};
    assert_int_not_equal(add_record(&mining, &record), first);
    assert_int_equal(froe_table_signature_count(mining.table), 1);
    assert_int_equal(froe_table_signature(mining.table, 0)->weight, 6);
    assert_int_equal(froe_table_entry_count(mining.table), 3);
    const struct froe_entry *entry = froe_table_entry(mining.table, first);
    assert_int_equal(entry->weight, 4);
    assert_int_equal(entry->count, 3);
    assert_int_equal(entry->first_ns, 3 * FROE_NS_PER_S);
    assert_int_equal(entry->last_ns, 7 * FROE_NS_PER_S);
    assert_int_equal(entry->histogram.count, 2);
    assert_int_equal(entry->slots[0].observed, 3);
    assert_int_equal(froe_values_distinct(&entry->slots[0]), 2);
    assert_true(froe_values_quantiles(&entry->slots[0]).max == 9);
    assert_int_equal(froe_table_folded(mining.table), 0);
    mining_release(&mining);
}

static void test_shards_make_the_whole(void **state)
{
    (void)state;
    static struct record records[RECORDS];
    static const int orders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}};
    make_records(records, RECORDS, 1);
    struct mining whole, shards[4];
    mining_init(&whole, NULL, NULL);
    for (int i = 0; i < 4; i++) mining_init(&shards[i], NULL, NULL);
    for (size_t i = 0; i < RECORDS; i++) {
        add_record(&whole, &records[i]);
        add_record(&shards[i * 4 / RECORDS], &records[i]);
    }
    for (size_t k = 0; k < sizeof orders / sizeof *orders; k++) {
        struct froe_table *merged = froe_table_new(NULL);
        assert_non_null(merged);
        for (int i = 0; i < 4; i++)
            assert_int_equal(froe_table_merge(merged, shards[orders[k][i]].table), FROE_OK);
        assert_same_tables(merged, whole.table);
        froe_table_free(merged);
    }
    /* (a + b) + (c + d) */
    assert_int_equal(froe_table_merge(shards[0].table, shards[1].table), FROE_OK);
    assert_int_equal(froe_table_merge(shards[2].table, shards[3].table), FROE_OK);
    assert_int_equal(froe_table_merge(shards[0].table, shards[2].table), FROE_OK);
    assert_same_tables(shards[0].table, whole.table);
    for (int i = 0; i < 4; i++) mining_release(&shards[i]);
    mining_release(&whole);
}

static void test_order_does_not_matter(void **state)
{
    (void)state;
    static struct record records[RECORDS];
    make_records(records, RECORDS, 2);
    struct mining straight, shuffled;
    mining_init(&straight, NULL, NULL);
    mining_init(&shuffled, NULL, NULL);
    for (size_t i = 0; i < RECORDS; i++) add_record(&straight, &records[i]);
    shuffle(records, RECORDS, 3);
    for (size_t i = 0; i < RECORDS; i++) add_record(&shuffled, &records[i]);
    assert_same_tables(straight.table, shuffled.table); /* samples and all */
    mining_release(&straight);
    mining_release(&shuffled);
}

static void test_samples(void **state)
{
    (void)state;
    struct mining mining;
    mining_init(&mining, NULL, NULL);
    static char raw[2 * FROE_SAMPLE_BYTES_MAX];
    memset(raw, 'r', sizeof raw);
    uint32_t entry = 0;
    for (uint64_t line = 1; line <= 200; line++) {
        struct froe_slice message = FROE_SLICE("same");
        struct froe_table_event event = {.message = message,
                                         .tokens = mining.tokens,
                                         .time_ns = FROE_TIME_NONE,
                                         .selected = line != 7,
                                         .source = 5,
                                         .line = line};
        event.token_count = froe_lex(mining.lexer, message, mining.tokens);
        bool wants_sample = false;
        assert_int_equal(froe_table_add(mining.table, &event, &entry, &wants_sample), FROE_OK);
        assert_true(line > FROE_SAMPLES_MAX || wants_sample); /* the first are taken */
        assert_false(line == 7 && wants_sample);
        if (wants_sample)
            assert_int_equal(
                froe_table_sample(mining.table, entry, &event, froe_slice(raw, sizeof raw)),
                FROE_OK);
    }
    const struct froe_entry *found = froe_table_entry(mining.table, entry);
    assert_int_equal(found->sample_count, FROE_SAMPLES_MAX);
    for (size_t i = 0; i < FROE_SAMPLES_MAX; i++) {
        assert_int_equal(found->samples[i].len, FROE_SAMPLE_BYTES_MAX);
        assert_int_equal(found->samples[i].source, 5);
        assert_true(i == 0 || found->samples[i - 1].hash < found->samples[i].hash);
    }
    mining_release(&mining);
}

static void test_observation_thins_out(void **state)
{
    (void)state;
    struct mining mining;
    mining_init(&mining, NULL, NULL);
    uint32_t entry = 0;
    char text[32];
    for (unsigned i = 0; i < 20000; i++) {
        int len = snprintf(text, sizeof text, "took %u", i);
        entry = mining_add(&mining, froe_slice(text, (size_t)len));
        const struct froe_values *slot = froe_table_entry(mining.table, entry)->slots;
        if (i < FROE_OBSERVED_ALWAYS) assert_int_equal(slot->observed, i + 1);
    }
    const struct froe_entry *found = froe_table_entry(mining.table, entry);
    assert_int_equal(found->count, 20000);
    assert_true(found->slots->observed > FROE_OBSERVED_ALWAYS);
    assert_true(found->slots->observed < 2000);
    mining_release(&mining);
}

static void test_services_are_capped(void **state)
{
    (void)state;
    struct mining mining;
    mining_init(&mining, NULL, NULL);
    char name[16];
    struct record record = {"up", name, FROE_LEVEL_INFO, FROE_TIME_NONE, true, 1};
    for (int i = 0; i < FROE_SERVICES_MAX + 50; i++) {
        snprintf(name, sizeof name, "s%d", i);
        add_record(&mining, &record);
    }
    assert_int_equal(froe_table_entry_count(mining.table), FROE_SERVICES_MAX + 1);
    const struct froe_entry *last = froe_table_entry(mining.table, FROE_SERVICES_MAX);
    assert_int_equal(last->count, 50);
    assert_true(froe_slice_eq(froe_table_service(mining.table, last->service),
                              froe_slice_cstr(FROE_SERVICE_OTHER)));
    assert_int_equal(totals_of(mining.table).count, FROE_SERVICES_MAX + 50);
    mining_release(&mining);
}

/* --- caps
 * --------------------------------------------------------------------------------------------- */

static void word_message(char *text, size_t size, uint32_t *seed)
{
    char word[4] = {'g', (char)('g' + mining_random(seed) % 16),
                    (char)('g' + mining_random(seed) % 16), 0};
    static const char *const shapes[] = {"first %s up", "second %s of 17", "%s", "third: %s, %s",
                                         "17 %s"};
    snprintf(text, size, shapes[mining_random(seed) % 5], word, word);
}

static void test_totals_survive_every_cap(void **state)
{
    (void)state;
    static const struct froe_table_caps caps[] = {
        {1, 1, 1, SIZE_MAX},     {4, 2, 2, SIZE_MAX},       {16, 16, 4, SIZE_MAX},
        {1000, 2, 64, SIZE_MAX}, {8, 1000, 1000, SIZE_MAX}, {1000, 1000, 1, SIZE_MAX},
        {64, 3, 8, SIZE_MAX},    {1000, 1000, 16, 1},       {1000, 1000, 16, 300}};
    for (size_t c = 0; c < sizeof caps / sizeof *caps; c++) {
        struct mining left, right;
        mining_init(&left, NULL, &caps[c]);
        mining_init(&right, NULL, &caps[c]);
        uint32_t seed = 4, again = 4;
        char text[40];
        for (int i = 0; i < 1200; i++) {
            word_message(text, sizeof text, &seed);
            mining_add(i % 2 ? &left : &right, froe_slice_cstr(text));
        }
        assert_int_equal(froe_table_merge(left.table, right.table), FROE_OK);
        struct totals totals = totals_of(left.table);
        assert_int_equal(totals.weight, 1200);
        assert_int_equal(totals.count, 1200);
        assert_int_equal(totals.signature_weight, 1200);
        assert_true(froe_table_folded(left.table) > 0);
        assert_true(froe_table_folded(left.table) <= 1200);
        /* Whatever came is found: as itself, or where it was folded. */
        for (int i = 0; i < 1200; i++) {
            word_message(text, sizeof text, &again);
            uint32_t found = mining_signature(&left, froe_slice_cstr(text));
            assert_int_not_equal(found, UINT32_MAX);
            assert_false(froe_table_signature(left.table, found)->dead);
        }
        mining_induce(&left);
        mining_release(&left);
        mining_release(&right);
    }
}

static void test_bucket_keeps_the_smallest_hashes(void **state)
{
    (void)state;
    const struct froe_table_caps caps = {1000, 1000, 8, SIZE_MAX};
    static struct record records[400];
    struct mining straight, shuffled, free_of_caps;
    mining_init(&straight, NULL, &caps);
    mining_init(&shuffled, NULL, &caps);
    mining_init(&free_of_caps, NULL, NULL);
    for (size_t i = 0; i < 400; i++) {
        snprintf(records[i].message, sizeof records[i].message, "user %c%c left",
                 'g' + (char)(i % 20), 'g' + (char)(i / 20));
        records[i].time_ns = FROE_TIME_NONE;
        records[i].selected = true;
        records[i].line = i;
        add_record(&straight, &records[i]);
        add_record(&free_of_caps, &records[i]);
    }
    shuffle(records, 400, 5);
    for (size_t i = 0; i < 400; i++) add_record(&shuffled, &records[i]);
    assert_same_tables(straight.table, shuffled.table);
    assert_int_equal(totals_of(straight.table).signatures, 8 + 1);
    assert_int_equal(froe_table_folded(straight.table), 400 - 8);
    /* Every signature kept is smaller than every one that is not. */
    uint64_t largest = 0;
    size_t smaller = 0;
    for (size_t i = 0; i < froe_table_signature_count(straight.table); i++) {
        const struct froe_signature *signature = froe_table_signature(straight.table, i);
        if (!signature->dead && !signature->folded && signature->hash > largest)
            largest = signature->hash;
    }
    for (size_t i = 0; i < 400; i++)
        smaller += froe_table_signature(free_of_caps.table, i)->hash <= largest;
    assert_int_equal(smaller, 8);
    mining_release(&straight);
    mining_release(&shuffled);
    mining_release(&free_of_caps);
}

static void test_find(void **state)
{
    (void)state;
    const struct froe_table_caps caps = {1000, 1000, 2, SIZE_MAX};
    struct mining mining;
    mining_init(&mining, NULL, &caps);
    mining_add_lines(&mining, "user ga left\nuser gb left\nuser gc left\nuser gd left");
    size_t folded = 0;
    for (const char *name = "abcd"; *name; name++) {
        char text[] = "user g? left";
        text[6] = *name;
        uint32_t found = mining_signature(&mining, froe_slice_cstr(text));
        assert_int_not_equal(found, UINT32_MAX);
        folded += froe_table_signature(mining.table, found)->folded;
    }
    assert_int_equal(folded, 2);
    assert_int_equal(froe_table_folded(mining.table), 2);
    assert_int_equal(mining_signature(&mining, FROE_SLICE("never came")), UINT32_MAX);
    mining_release(&mining);
}

/* What one table folded stays folded in the union, whichever side it comes from. */
static void test_folded_is_merged_as_folded(void **state)
{
    (void)state;
    const struct froe_table_caps caps = {1000, 1000, 1, SIZE_MAX};
    struct mining folding, plain;
    mining_init(&folding, NULL, &caps);
    mining_init(&plain, NULL, NULL);
    mining_add_lines(&folding, "user ga left\nuser gb left\nuser gc left");
    /* The very tokens of the folded signature, as a message of its own. */
    struct froe_slice message = FROE_SLICE("user<*>");
    struct froe_token tokens[] = {{0, 4, FROE_TOKEN_WORD, 0}, {4, 3, FROE_TOKEN_VARIABLE, 0}};
    struct froe_table_event event = {.message = message,
                                     .tokens = tokens,
                                     .token_count = 2,
                                     .time_ns = FROE_TIME_NONE,
                                     .selected = true};
    uint32_t entry;
    assert_int_equal(froe_table_add(plain.table, &event, &entry, NULL), FROE_OK);
    struct froe_table *one = froe_table_new(NULL), *other = froe_table_new(NULL);
    assert_int_equal(froe_table_merge(one, folding.table), FROE_OK);
    assert_int_equal(froe_table_merge(one, plain.table), FROE_OK);
    assert_int_equal(froe_table_merge(other, plain.table), FROE_OK);
    assert_int_equal(froe_table_merge(other, folding.table), FROE_OK);
    assert_int_equal(froe_table_folded(one), 3);
    assert_int_equal(froe_table_folded(other), 3);
    froe_table_free(one);
    froe_table_free(other);
    mining_release(&folding);
    mining_release(&plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counting),
        cmocka_unit_test(test_shards_make_the_whole),
        cmocka_unit_test(test_order_does_not_matter),
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_observation_thins_out),
        cmocka_unit_test(test_services_are_capped),
        cmocka_unit_test(test_totals_survive_every_cap),
        cmocka_unit_test(test_bucket_keeps_the_smallest_hashes),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_folded_is_merged_as_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
