#include <froe/froe.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char text[] =
    "2026-04-20T14:23:01Z ERROR pay: Connection refused 10.0.0.5:5432 after 30s\n"
    "2026-04-20T14:23:02Z ERROR pay: Connection refused 10.0.0.6:5432 after 31s\n"
    "2026-04-20T14:23:03Z INFO pay: order 17 is ORD-5 of bob\n";

static int append(void *context, const char *bytes, size_t len)
{
    char *json = context;
    strncat(json, bytes, len);
    return 0;
}

static int refuse(void *context, const char *bytes, size_t len)
{
    (void)context;
    (void)bytes;
    (void)len;
    return 1;
}

static void test_mining(void **state)
{
    (void)state;
    static const struct froe_mask_config mask = {"ORDER", "ORD-[0-9]+"};
    struct froe_miner_config config = {
        .size = sizeof config, .threads = 2, .masks = &mask, .mask_count = 1};
    char *error;
    struct froe_miner *miner = froe_miner_new(&config, &error);
    assert_non_null(miner);
    uint32_t source;
    assert_int_equal(froe_miner_source(miner, "pay.log", &source), 0);
    for (size_t i = 0; i < sizeof text - 1; i++)
        assert_int_equal(froe_miner_feed(miner, source, text + i, 1), 0);
    assert_int_equal(froe_miner_end(miner, source), 0);
    assert_int_not_equal(froe_miner_feed(miner, source, text, 1), 0);
    assert_non_null(strstr(froe_miner_error(miner), "ended"));
    assert_int_not_equal(froe_miner_feed(miner, 99, text, 1), 0);

    struct froe_snapshot *snapshot = froe_miner_snapshot(miner);
    assert_non_null(snapshot);
    assert_int_equal(froe_snapshot_lines(snapshot), 3);
    assert_int_equal(froe_snapshot_records(snapshot), 3);
    assert_int_equal(froe_snapshot_count(snapshot), 2);
    const struct froe_snapshot_cluster *first = froe_snapshot_cluster(snapshot, 0);
    assert_string_equal(first->template_text, "Connection refused <IP> after <DUR>");
    assert_string_equal(first->level, "error");
    assert_int_equal(first->count, 2);
    assert_true(first->last_ns - first->first_ns == 1000000000);
    assert_non_null(strstr(froe_snapshot_cluster(snapshot, 1)->template_text, "<ORDER>"));
    assert_null(froe_snapshot_cluster(snapshot, 2));
    static char json[65536];
    assert_int_equal(froe_snapshot_write_json(snapshot, append, json), 0);
    assert_non_null(strstr(json, "\"schema\":\"froe.scan/1\""));
    assert_int_not_equal(froe_snapshot_write_json(snapshot, refuse, NULL), 0);
    froe_snapshot_free(snapshot);
    froe_miner_free(miner);
}

static void test_pinned_templates(void **state)
{
    (void)state;
    char path[] = "/tmp/froe-pins-XXXXXX", *error;
    static const char pins[] = "Connection <*> after <DUR>\n";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, pins, sizeof pins - 1), sizeof pins - 1);
    close(fd);
    struct froe_miner_config config = {.size = sizeof config, .templates = path};
    struct froe_miner *miner = froe_miner_new(&config, &error);
    assert_non_null(miner);
    unlink(path);
    uint32_t source;
    assert_int_equal(froe_miner_source(miner, "pay.log", &source), 0);
    assert_int_equal(froe_miner_feed(miner, source, text, sizeof text - 1), 0);
    assert_int_equal(froe_miner_end(miner, source), 0);
    struct froe_snapshot *snapshot = froe_miner_snapshot(miner);
    assert_non_null(snapshot);
    assert_string_equal(froe_snapshot_cluster(snapshot, 0)->template_text,
                        "Connection <*> after <DUR>");
    assert_int_equal(froe_snapshot_cluster(snapshot, 0)->count, 2);
    froe_snapshot_free(snapshot);
    froe_miner_free(miner);
    assert_null(froe_miner_new(&config, &error)); /* the file is gone */
    assert_non_null(strstr(error, path));
    free(error);
}

static void test_configuration_errors(void **state)
{
    (void)state;
    char *error;
    struct froe_miner_config config = {.size = 3};
    assert_null(froe_miner_new(&config, &error));
    assert_non_null(strstr(error, "size"));
    free(error);
    static const struct froe_mask_config mask = {"X", "("};
    config = (struct froe_miner_config){.size = sizeof config, .masks = &mask, .mask_count = 1};
    assert_null(froe_miner_new(&config, &error));
    assert_non_null(strstr(error, "mask X"));
    free(error);
    config = (struct froe_miner_config){.size = sizeof config, .level = "loud"};
    assert_null(froe_miner_new(&config, NULL));
}

static void test_snapshots_while_feeding(void **state)
{
    (void)state;
    struct froe_miner *miner = froe_miner_new(NULL, NULL);
    uint32_t source;
    froe_miner_source(miner, "a", &source);
    struct froe_snapshot *snapshot = froe_miner_snapshot(miner);
    assert_non_null(snapshot);
    assert_int_equal(froe_snapshot_count(snapshot), 0);
    froe_snapshot_free(snapshot);
    froe_miner_feed(miner, source, text, sizeof text - 1);
    froe_miner_end(miner, source);
    snapshot = froe_miner_snapshot(miner);
    assert_int_equal(froe_snapshot_records(snapshot), 3);
    froe_snapshot_free(snapshot);
    froe_miner_free(miner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mining),
        cmocka_unit_test(test_pinned_templates),
        cmocka_unit_test(test_configuration_errors),
        cmocka_unit_test(test_snapshots_while_feeding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
