/* Which lines make one record. A sample is a log with a mark before each line: '>' begins a record,
   '|' continues the one before in its stream, '-' belongs to none. */
#include "record/batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LINES_MAX = 128 };

static const struct froe_time_context times = {.year = 2026};

struct sample {
    struct froe_slice lines[LINES_MAX];
    char marks[LINES_MAX];
    size_t count;
};

/* What each line of a sample became: the number of the line its record begins with, 0 for none. */
struct outcome {
    uint64_t record_of[LINES_MAX + 1];
    size_t records;
};

static struct sample sample_of(const char *text)
{
    struct sample sample = {.count = 0};
    while (*text) {
        size_t len = strcspn(text, "\n");
        assert_true(sample.count < LINES_MAX);
        assert_true(len > 0 && strchr(">|-", *text));
        sample.marks[sample.count] = *text;
        sample.lines[sample.count++] = froe_slice(text + 1, len - 1);
        text += len + (text[len] == '\n');
    }
    return sample;
}

static void add_lines(struct froe_batch *batch, struct froe_batch_context *context,
                      const struct sample *sample, size_t from, size_t to)
{
    context->source_start = from == 0;
    for (size_t i = from; i < to; i++) froe_batch_add_line(batch, context, sample->lines[i], i + 1);
    froe_batch_end(batch);
    assert_false(batch->failed);
}

/* A record that goes on, as the engine would keep it. */
struct kept {
    struct froe_head head;
    struct froe_trace trace;
    uint64_t line;
    bool empty;
};

static void note_lines(struct outcome *outcome, const struct sample *sample,
                       const struct froe_batch *batch, const struct froe_batch_record *record,
                       uint64_t owner)
{
    for (uint32_t i = record->first_line; i != FROE_NO_INDEX; i = batch->lines[i].next)
        for (size_t n = 0; n < sample->count; n++)
            if (sample->lines[n].ptr == batch->lines[i].text.ptr) outcome->record_of[n + 1] = owner;
}

static struct kept *kept_of(struct kept *kept, size_t count, struct froe_slice stream)
{
    for (size_t i = 0; i < count; i++)
        if (froe_slice_eq(kept[i].head.stream, stream)) return &kept[i];
    return NULL;
}

static struct outcome join(const struct froe_formats *formats, const struct froe_detected *detected,
                           const struct sample *sample, size_t cut)
{
    struct outcome outcome = {.records = 0};
    struct froe_batch_context context = {.formats = formats, .detected = detected, .times = &times};
    struct froe_batch first, second;
    struct kept kept[LINES_MAX];
    size_t kept_count = 0;
    froe_batch_init(&first);
    froe_batch_init(&second);
    add_lines(&first, &context, sample, 0, cut);
    for (size_t i = 0; i < first.record_count; i++) {
        const struct froe_batch_record *record = &first.records[i];
        assert_false(record->orphan);
        note_lines(&outcome, sample, &first, record, record->line);
        outcome.records++;
        if (!record->open) continue;
        kept[kept_count++] =
            (struct kept){record->head, record->trace, record->line, record->pending_empty > 0};
    }
    if (cut < sample->count) add_lines(&second, &context, sample, cut, sample->count);
    for (size_t i = 0; i < second.record_count; i++) {
        const struct froe_batch_record *record = &second.records[i];
        struct kept *open = kept_of(kept, kept_count, record->head.stream);
        bool goes_on = record->orphan && open &&
                       froe_batch_continues(detected, &open->head, &open->trace, &record->head,
                                            second.lines[record->first_line].message,
                                            open->empty || record->empty_before);
        if (goes_on) open->head.partial = record->head.partial;
        if (!open) open = &kept[kept_count++];
        if (!goes_on) *open = (struct kept){record->head, record->trace, record->line, false};
        open->empty = record->pending_empty > 0;
        note_lines(&outcome, sample, &second, record, open->line);
        outcome.records += !goes_on;
    }
    froe_batch_release(&first);
    froe_batch_release(&second);
    return outcome;
}

/* The line the record of line `at` begins with, by the marks. */
static uint64_t expected_owner(const struct sample *sample, const uint64_t *owners, size_t at)
{
    if (sample->marks[at] == '-' || !froe_slice_trim(sample->lines[at]).len) return 0;
    return sample->marks[at] == '>' ? at + 1 : owners[at];
}

static void check_outcome(const struct sample *sample, const struct outcome *outcome, size_t cut)
{
    uint64_t owners[LINES_MAX + 1] = {0}, last = 0;
    for (size_t i = 0; i < sample->count; i++) {
        owners[i] = last;
        uint64_t expected = expected_owner(sample, owners, i);
        if (expected) last = expected;
        if (outcome->record_of[i + 1] != expected)
            fail_msg("cut at %zu: line %zu \"%.*s\" is of the record of line %d, not of %d", cut,
                     i + 1, (int)sample->lines[i].len, sample->lines[i].ptr,
                     (int)outcome->record_of[i + 1], (int)expected);
    }
}

/* Whole, and cut into two blocks at each line. */
static void check(void **state, const char *text)
{
    const struct froe_formats *formats = *state;
    struct sample sample = sample_of(text);
    struct froe_detected detected = froe_formats_detect(formats, sample.lines, sample.count);
    for (size_t cut = sample.count; cut > 0; cut--) {
        struct outcome outcome = join(formats, &detected, &sample, cut);
        check_outcome(&sample, &outcome, cut);
    }
    froe_detected_release(&detected);
}

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

/* Each line of the trace went through the daemon. */
static void test_syslog(void **state)
{
    check(state, ">Apr 20 14:23:01 web-1 shop[311]: cart saved\n"
                 ">Apr 20 14:23:01 web-1 shop[311]: java.io.IOException: disk full\n"
                 "|Apr 20 14:23:01 web-1 shop[311]: #011at com.shop.Disk.write(Disk.java:3)\n"
                 "|Apr 20 14:23:01 web-1 shop[311]: #011at com.shop.Cart.save(Cart.java:31)\n"
                 "|Apr 20 14:23:01 web-1 shop[311]: Caused by: java.io.IOException: no space\n"
                 ">Apr 20 14:23:02 web-1 shop[311]: cart saved\n"
                 ">Apr 20 14:23:03 web-1 cron[9]: Traceback (most recent call last):\n"
                 "|Apr 20 14:23:03 web-1 cron[9]:   File \"/srv/a.py\", line 1, in <module>\n"
                 "|Apr 20 14:23:03 web-1 cron[9]:     f()\n"
                 "|Apr 20 14:23:03 web-1 cron[9]: NameError: name 'f' is not defined\n"
                 ">Apr 20 14:23:03 web-1 cron[9]: job ended: status 1\n"
                 ">Apr 20 14:23:04 web-1 shop[311]:   indented text is no trace\n"
                 ">Apr 20 14:23:05 web-1 shop[311]: cart saved\n");
}

static void test_syslog_rails_and_node(void **state)
{
    check(state,
          ">Apr 20 14:23:01 web-1 shop[311]: cart saved\n"
          ">Apr 20 14:23:02 web-1 shop[311]: ActiveRecord::RecordNotFound (no cart 3):\n"
          "|Apr 20 14:23:02 web-1 shop[311]:   \n"
          "|Apr 20 14:23:02 web-1 shop[311]: app/models/cart.rb:3:in `find'\n"
          "|Apr 20 14:23:02 web-1 shop[311]: rack (2.0.3) lib/rack/sendfile.rb:111:in `call'\n"
          ">Apr 20 14:23:03 web-1 shop[311]: [f7c1] NameError (no name x):\n"
          "|Apr 20 14:23:03 web-1 shop[311]: [f7c1]   \n"
          "|Apr 20 14:23:03 web-1 shop[311]: [f7c1] app/models/cart.rb:9:in `x'\n"
          ">Apr 20 14:23:04 web-1 shop[311]: cart saved\n"
          ">Apr 20 14:23:05 web-1 pay[7]: /srv/pay/server.js:12\n"
          "|Apr 20 14:23:05 web-1 pay[7]: throw new TypeError('bad id');\n"
          "|Apr 20 14:23:05 web-1 pay[7]: ^\n"
          "|Apr 20 14:23:05 web-1 pay[7]: \n"
          "|Apr 20 14:23:05 web-1 pay[7]: TypeError: bad id\n"
          "|Apr 20 14:23:05 web-1 pay[7]:     at lookup (/srv/pay/server.js:12:11)\n"
          ">Apr 20 14:23:06 web-1 pay[7]: listening (port 80):\n"
          ">Apr 20 14:23:06 web-1 pay[7]: panic: pool is empty\n"
          ">Apr 20 14:23:06 web-1 pay[7]: listening again\n"
          ">Apr 20 14:23:06 web-1 pay[7]: listening on 10.0.0.7:80\n"
          ">Apr 20 14:23:06 web-1 pay[7]: ready\n");
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

static void test_postgresql(void **state)
{
    check(state, ">2026-04-20 14:23:01.100 UTC [77] LOG:  checkpoint starting: time\n"
                 ">2026-04-20 14:23:02.100 UTC [78] ERROR:  relation \"carts\" does not exist at "
                 "character 15\n"
                 "|2026-04-20 14:23:02.100 UTC [78] HINT:  Perhaps you meant \"cart\".\n"
                 "|2026-04-20 14:23:02.100 UTC [78] STATEMENT:  select *\n"
                 "|\tfrom carts\n"
                 "|where id = 3\n"
                 ">2026-04-20 14:23:03.100 UTC [77] LOG:  checkpoint complete\n");
}

/* Through syslog, which takes a line at a time: each says which piece of the record it is. */
static void test_postgresql_through_syslog(void **state)
{
    check(state,
          ">Apr 20 14:23:01 db1 postgres[77]: [3-1] bob@shop ERROR:  syntax error at or near "
          "\"fro\"\n"
          "|Apr 20 14:23:01 db1 postgres[77]: [3-2] bob@shop STATEMENT:  select *\n"
          "|Apr 20 14:23:01 db1 postgres[77]: [3-3] #011fro carts\n"
          ">Apr 20 14:23:01 db1 postgres[77]: [4-1] LOG:  duration: 5003.1 ms\n"
          ">Apr 20 14:23:02 db1 sshd[9]: Server listening\n"
          ">Apr 20 14:23:02 db1 postgres[78]: [1-1] LOG:  connection received\n");
}

static void test_rabbitmq_of_old(void **state)
{
    check(state, ">=INFO REPORT==== 20-Apr-2026::14:23:01 ===\n"
                 "|Starting RabbitMQ 3.6.10 on Erlang 19.2.1\n"
                 "|Copyright (C) 2007-2017 Pivotal Software, Inc.\n"
                 "-\n"
                 ">=SUPERVISOR REPORT==== 20-Apr-2026::14:23:04 ===\n"
                 "|     Supervisor: {local,rabbit_sup}\n"
                 "|     Reason:     killed\n"
                 "-\n"
                 ">=ERROR REPORT==== 20-Apr-2026::14:23:05 ===\n"
                 "|** Generic server <0.362.0> terminating\n"
                 "|** Last message in was {'EXIT',<0.361.0>,killed}\n");
}

static void test_xml(void **state)
{
    check(state, ">reply from the bank\n"
                 "><?xml version=\"1.0\"?>\n"
                 "|<reply>\n"
                 "|  <code>3</code>\n"
                 "|<text>no</text>\n"
                 "|</reply>\n"
                 ">bank is closed\n"
                 "><note>one line</note>\n"
                 "><a>\n"
                 "|<b/>\n"
                 "|</a>\n"
                 ">reply from the bank\n");
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

static int set_up(void **state)
{
    *state = froe_formats_new(NULL);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    froe_formats_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_log4j),
        cmocka_unit_test(test_logfmt),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_managed),
        cmocka_unit_test(test_native),
        cmocka_unit_test(test_syslog),
        cmocka_unit_test(test_syslog_rails_and_node),
        cmocka_unit_test(test_long_messages),
        cmocka_unit_test(test_postgresql),
        cmocka_unit_test(test_xml),
        cmocka_unit_test(test_postgresql_through_syslog),
        cmocka_unit_test(test_rabbitmq_of_old),
        cmocka_unit_test(test_streams),
        cmocka_unit_test(test_bundles),
        cmocka_unit_test(test_nothing_lost),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
