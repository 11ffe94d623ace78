/* Which lines make one record: traces, streams, lines of several records. */
#include "batch_sample.h"

static void test_log4j(void **state)
{
    check(state, ">2026-04-20 14:23:01,100 INFO  [main] com.shop.Cart - started\n"
                 ">2026-04-20 14:23:01,200 ERROR [pool-1] com.shop.Cart - cannot save cart 17\n"
                 "|java.lang.IllegalStateException: no session\n"
                 "|\tat com.shop.Cart.save(Cart.java:31)\n"
                 "|\tat com.shop.Cart$1.run(Cart.java:7) ~[cart.jar:1.2]\n"
                 "|\tSuppressed: java.io.IOException: close\n"
                 "|\t\tat com.shop.Disk.close(Disk.java:9)\n"
                 "|\t\t... 2 more\n"
                 "|Caused by: java.net.SocketException: reset\n"
                 "|\tat com.shop.Net.read(Net.java:12)\n"
                 "|\t... 14 more\n"
                 ">2026-04-20 14:23:01,300 INFO  [main] com.shop.Cart - request\n"
                 "|  user=alice\n"
                 "|and a line that is not indented\n"
                 "-\n"
                 ">2026-04-20 14:23:02,300 WARN  [main] com.shop.Cart - slow\n");
}

static void test_logfmt(void **state)
{
    check(state, ">ts=2026-04-20T14:23:01Z level=info msg=\"listening\" port=80\n"
                 ">panic: runtime error: index out of range [3] with length 3\n"
                 "|\n"
                 "|goroutine 18 [running]:\n"
                 "|main.(*shop).take(0xc000010000, 0x3)\n"
                 "|\t/src/shop/take.go:41 +0x1d\n"
                 "|main.main()\n"
                 "|\t/src/shop/main.go:12 +0x85\n"
                 "|exit status 2\n"
                 ">ts=2026-04-20T14:23:02Z level=info msg=\"listening\" port=80\n"
                 ">loaded plugins\n"
                 ">Traceback (most recent call last):\n"
                 "|  File \"/srv/hook.py\", line 3, in run\n"
                 "|    call()\n"
                 "|    ^^^^^^\n"
                 "|hooks.HookError: no such hook\n"
                 ">reloading hooks\n"
                 ">ts=2026-04-20T14:23:03Z level=error msg=\"hook failed\" hook=run\n"
                 ">goroutine 1 [running]:\n"
                 "|main.dump()\n"
                 "|\t/src/shop/dump.go:9 +0x1\n"
                 ">ts=2026-04-20T14:23:04Z level=info msg=\"stopping\" port=80\n");
}

static void test_json(void **state)
{
    check(
        state,
        ">{\"time\":\"2026-04-20T14:23:01Z\",\"level\":\"info\",\"msg\":\"up\"}\n"
        ">/srv/app/server.js:12\n"
        "|    throw new TypeError('bad id');\n"
        "|    ^\n"
        "|\n"
        "|TypeError: bad id\n"
        "|    at lookup (/srv/app/server.js:12:11)\n"
        "|    at async Server.handle (/srv/app/server.js:40:5) {\n"
        "|  code: 'E_ID'\n"
        "|}\n"
        "|\n"
        "|Node.js v18.19.0\n"
        ">{\"time\":\"2026-04-20T14:23:02Z\",\"level\":\"info\",\"msg\":\"up\"}\n"
        ">thread 'worker' panicked at src/pool.rs:88:13:\n"
        "|queue is poisoned\n"
        "|stack backtrace:\n"
        "|   0: std::panicking::begin_panic\n"
        "|   1: pool::Queue::push\n"
        "|             at ./src/pool.rs:88:13\n"
        "|note: Some details are omitted, run with `RUST_BACKTRACE=full` for a verbose backtrace.\n"
        ">warming caches\n"
        ">{\n"
        "|  \"kind\": \"dump\",\n"
        "|  \"items\": [\n"
        "|    1\n"
        "|  ]\n"
        "|}\n"
        ">{\"time\":\"2026-04-20T14:23:03Z\",\"level\":\"info\",\"msg\":\"down\"}\n");
}

static void test_plain(void **state)
{
    check(state, ">starting the shop\n"
                 ">org.shop.StockException: none left\n"
                 "|  at org.shop.Stock.take(Stock.kt:20)\n"
                 "|Caused by: org.shop.DbException\n"
                 "|  at org.shop.Db.get(Db.kt:3)\n"
                 ">retrying\n"
                 ">Traceback (most recent call last):\n"
                 "|  File \"a.py\", line 1, in <module>\n"
                 "|    int('x')\n"
                 "|ValueError: invalid literal for int() with base 10: 'x'\n"
                 "|\n"
                 "|During handling of the above exception, another exception occurred:\n"
                 "|\n"
                 "|Traceback (most recent call last):\n"
                 "|  File \"a.py\", line 4, in <module>\n"
                 "|    fail()\n"
                 "|KeyboardInterrupt\n"
                 ">Note: this is another line\n"
                 "-\n"
                 ">lib/tool.rb:7:in `read': no file (Errno::ENOENT)\n"
                 "|\tfrom lib/tool.rb:12:in `block in run'\n"
                 "|\tfrom bin/tool:3:in `<main>'\n"
                 ">bye\n");
}

static void test_managed(void **state)
{
    check(state, ">service is up\n"
                 ">Unhandled exception. System.AggregateException: several\n"
                 "| ---> System.InvalidOperationException: first\n"
                 "|   at Shop.Cart.Add(Item i) in /src/Cart.cs:line 12\n"
                 "|   --- End of inner exception stack trace ---\n"
                 "|   at Shop.Program.Main() in /src/Program.cs:line 3\n"
                 ">service is up\n"
                 ">PHP Fatal error:  Uncaught LogicException: a in /srv/x.php:3\n"
                 "|Stack trace:\n"
                 "|#0 /srv/x.php(9): f()\n"
                 "|#1 {main}\n"
                 "|\n"
                 "|Next RuntimeException: b in /srv/x.php:5\n"
                 "|Stack trace:\n"
                 "|#0 {main}\n"
                 "|  thrown in /srv/x.php on line 5\n"
                 ">service is up\n"
                 ">Unhandled exception:\n"
                 "|FormatException: Unexpected character (at character 3)\n"
                 "|1,x\n"
                 "|  ^\n"
                 "|\n"
                 "|#0      int._handle (dart:core-patch/integers_patch.dart:45:5)\n"
                 "|#1      main (file:///srv/a.dart:3:7)\n"
                 "|<asynchronous suspension>\n"
                 "|#2      run (file:///srv/a.dart:9:1)\n"
                 ">service is down\n");
}

static void test_native(void **state)
{
    check(state, ">loading model\n"
                 ">=================================================================\n"
                 "|==4711==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010\n"
                 "|READ of size 4 at 0x602000000010 thread T0\n"
                 "|    #0 0x4f7e5c in take /src/shop.c:12:3\n"
                 "|    #1 0x7f3a in __libc_start_main (/lib/libc.so.6+0x21c86)\n"
                 "|\n"
                 "|0x602000000010 is located 0 bytes inside of 4-byte region "
                 "[0x602000000010,0x602000000014)\n"
                 "|freed by thread T0 here:\n"
                 "|    #0 0x4c5b92 in free (/srv/shop+0x4c5b92)\n"
                 "|\n"
                 "|SUMMARY: AddressSanitizer: heap-use-after-free /src/shop.c:12:3 in take\n"
                 "|Shadow bytes around the buggy address:\n"
                 "|  0x0c047fff7fb0: 00 00\n"
                 "|=>0x0c047fff8000: fa fa[fd]\n"
                 "|  Heap left redzone:       fa\n"
                 "|==4711==ABORTING\n"
                 ">loading model\n"
                 ">Program terminated with signal SIGSEGV, Segmentation fault.\n"
                 "|#0  0x00005581 in take (id=3) at shop.c:12\n"
                 "|12\t  return *p;\n"
                 "|#1  0x00005599 in main () at shop.c:20\n"
                 "-\n"
                 ">quitting\n");
}

/* Messages of exceptions that have several lines, none of them indented. */
static void test_long_messages(void **state)
{
    check(state, ">starting the shop\n"
                 ">Traceback (most recent call last):\n"
                 "|  File \"a.py\", line 1, in <module>\n"
                 "|    save()\n"
                 "|sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) no route to db\n"
                 "|\tIs the server running?\n"
                 "|[SQL: select 1]\n"
                 "|(Background on this error at: https://sqlalche.me/e/14/e3q8)\n"
                 ">retrying\n"
                 ">Traceback (most recent call last):\n"
                 "|  File \"a.py\", line 1, in <module>\n"
                 "|    Cart(**row)\n"
                 "|pydantic_core.ValidationError: 2 validation errors for Cart\n"
                 "|id\n"
                 "|  Field required [type=missing]\n"
                 "|items.0.name\n"
                 "|  Input should be a valid string [type=string_type]\n"
                 ">cart was left out\n"
                 ">Traceback (most recent call last):\n"
                 "|  File \"a.py\", line 1, in <module>\n"
                 "|    check()\n"
                 "|ValueError: these are wrong:\n"
                 "|id and name\n"
                 ">cart was left out\n"
                 ">panic: cannot open the shop:\n"
                 "|no stock\n"
                 "|no staff\n"
                 "|\n"
                 "|goroutine 1 [running]:\n"
                 "|main.main()\n"
                 "|\t/src/main.go:3 +0x1\n"
                 "|exit status 2\n"
                 ">starting the shop\n"
                 ">/srv/app/server.js:12\n"
                 "|throw new TypeError('bad id');\n"
                 "|^\n"
                 "|\n"
                 "|TypeError: bad id\n"
                 "|    at lookup (/srv/app/server.js:12:11)\n"
                 ">bye\n");
}

/* Streams are joined each by itself; here the marks are of one stream at a time. */
static void test_streams(void **state)
{
    const struct froe_formats *formats = *state;
    static const char *const text =
        ">2026-04-20T14:23:01.000000001Z stderr F java.lang.Error: a\n"
        ">2026-04-20T14:23:01.000000002Z stdout F hello\n"
        ">2026-04-20T14:23:01.000000003Z stderr F \tat a.B.c(B.java:1)\n"
        ">2026-04-20T14:23:01.000000004Z stdout P {\"level\":\"warn\",\"ms\n"
        ">2026-04-20T14:23:01.000000005Z stderr F \tat a.B.d(B.java:2)\n"
        ">2026-04-20T14:23:01.000000006Z stdout F g\":\"split\"}\n"
        ">2026-04-20T14:23:01.000000007Z stdout F bye\n";
    static const uint64_t owners[] = {1, 2, 1, 4, 1, 4, 7};
    struct sample sample = sample_of(text);
    struct froe_detected detected = froe_formats_detect(formats, sample.lines, sample.count);
    for (size_t cut = 1; cut <= sample.count; cut++) {
        struct outcome outcome = join(formats, &detected, &sample, cut);
        for (size_t i = 0; i < sample.count; i++)
            assert_int_equal(outcome.record_of[i + 1], owners[i]);
    }
    struct froe_batch_context context = {
        .formats = formats, .detected = &detected, .times = &times, .source_start = true};
    struct froe_batch batch;
    froe_batch_init(&batch);
    add_lines(&batch, &context, &sample, 0, sample.count);
    assert_int_equal(batch.record_count, 4);
    /* The head of the line that was cut shows only now. */
    assert_int_equal(batch.records[2].head.level, FROE_LEVEL_WARN);
    assert_true(froe_slice_eq(batch.records[2].head.message, FROE_SLICE("split")));
    assert_int_equal(batch.records[2].line_count, 2);
    assert_true(batch.records[2].head.time_ns != FROE_TIME_NONE);
    froe_batch_release(&batch);
    froe_detected_release(&detected);
}

/* A line of several records counts as one line, that of the first. */
static void test_bundles(void **state)
{
    const struct froe_formats *formats = *state;
    static const char *const text =
        ">{\"Records\":[{\"eventVersion\":\"1\",\"eventSource\":\"s3\",\"eventName\":\"A\","
        "\"eventTime\":\"2026-04-20T14:23:01Z\"},{\"eventVersion\":\"1\",\"eventSource\":\"s3\","
        "\"eventName\":\"B\",\"eventTime\":\"2026-04-20T14:23:02Z\"},\"  at a.B.c(B.java:1)\"]}\n"
        ">{\"eventVersion\":\"1\",\"eventSource\":\"ec2\",\"eventName\":\"C\"}\n";
    static const unsigned line_counts[] = {1, 0, 0, 1};
    struct sample sample = sample_of(text);
    struct froe_detected detected = froe_formats_detect(formats, sample.lines, sample.count);
    assert_non_null(detected.format);
    assert_string_equal(froe_format_name(detected.format), "cloudtrail");
    struct froe_batch_context context = {
        .formats = formats, .detected = &detected, .times = &times};
    struct froe_batch batch;
    froe_batch_init(&batch);
    add_lines(&batch, &context, &sample, 0, sample.count);
    assert_int_equal(batch.record_count, 4);
    for (size_t i = 0; i < batch.record_count; i++) {
        assert_int_equal(batch.records[i].line_count, line_counts[i]);
        assert_int_equal(batch.records[i].line, i < 3 ? 1 : 2);
    }
    assert_true(froe_slice_eq(batch.records[1].head.service, FROE_SLICE("s3")));
    assert_int_equal(batch.records[1].head.time_ns - batch.records[0].head.time_ns, FROE_NS_PER_S);
    froe_batch_clear(&batch);
    context.raw_lines = true;
    add_lines(&batch, &context, &sample, 0, sample.count);
    assert_int_equal(batch.record_count, 2);
    froe_batch_release(&batch);
    froe_detected_release(&detected);
}

/* Lines in records and skipped ones are all lines, whatever the input. */
static void test_nothing_lost(void **state)
{
    static const char *const pieces[] = {"",
                                         "ts=2026-04-20T14:23:01Z level=info msg=a",
                                         "Traceback (most recent call last):",
                                         "  File \"a\", line 1",
                                         "E: x",
                                         "panic: a",
                                         "goroutine 1 [running]:",
                                         "<a>",
                                         "</a>",
                                         "Unhandled exception:",
                                         "#0 f (a:1)",
                                         "2026-04-20T14:23:01Z stdout P a",
                                         "2026-04-20T14:23:01Z stdout F ",
                                         "}",
                                         "{\"Records\":[{\"level\":\"info\"},{\"a\":1},3]}"};
    enum { PIECES = sizeof pieces / sizeof *pieces };
    const struct froe_formats *formats = *state;
    uint64_t seed = 11;
    for (unsigned round = 0; round < 200; round++) {
        struct sample sample = {.count = 40};
        for (size_t i = 0; i < sample.count; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            sample.lines[i] = froe_slice_cstr(pieces[(seed >> 33) % PIECES]);
        }
        struct froe_detected detected = froe_formats_detect(formats, sample.lines, sample.count);
        struct froe_batch_context context = {
            .formats = formats, .detected = &detected, .times = &times};
        struct froe_batch batch;
        froe_batch_init(&batch);
        size_t from = round % 2; /* the start of a source, or of a later block */
        add_lines(&batch, &context, &sample, from, sample.count);
        uint64_t lines = batch.skipped;
        for (size_t i = 0; i < batch.record_count; i++)
            lines += batch.records[i].line_count + batch.records[i].empty_before +
                     batch.records[i].pending_empty;
        assert_int_equal(lines, sample.count - from);
        froe_batch_release(&batch);
        froe_detected_release(&detected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_log4j),         cmocka_unit_test(test_logfmt),
        cmocka_unit_test(test_json),          cmocka_unit_test(test_plain),
        cmocka_unit_test(test_managed),       cmocka_unit_test(test_native),
        cmocka_unit_test(test_long_messages), cmocka_unit_test(test_streams),
        cmocka_unit_test(test_bundles),       cmocka_unit_test(test_nothing_lost),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
