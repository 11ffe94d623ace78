/* Which lines make one record where heads are on several lines, or on each line of a record. */
#include "batch_sample.h"

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

/* Heads of many lines. */
static void test_xml_events(void **state)
{
    static const char *const text =
        "><Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">\n"
        "|  <System>\n"
        "|    <Provider Name=\"disk\"/>\n"
        "|    <EventID>7</EventID>\n"
        "|    <Level>3</Level>\n"
        "|    <TimeCreated SystemTime=\"2026-04-20T14:23:02.123Z\"/>\n"
        "|    <Computer>web7</Computer>\n"
        "|  </System>\n"
        "|  <RenderingInfo Culture=\"en-US\">\n"
        "|    <Message>The device has a bad block.</Message>\n"
        "|  </RenderingInfo>\n"
        "|</Event>\n"
        "><Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">\n"
        "|  <System>\n"
        "|    <Provider Name=\"disk\"/>\n"
        "|    <TimeCreated SystemTime=\"2026-04-20T14:23:03.123Z\"/>\n"
        "|  </System>\n"
        "|</Event>\n";
    check(state, text);
    check(state, "><record>\n"
                 "|  <date>2026-04-20T14:23:01.123Z</date>\n"
                 "|  <millis>1776694981123</millis>\n"
                 "|  <logger>com.shop.Cart</logger>\n"
                 "|  <level>SEVERE</level>\n"
                 "|  <message>cannot save</message>\n"
                 "|</record>\n"
                 "><record>\n"
                 "|  <date>2026-04-20T14:23:02.123Z</date>\n"
                 "|  <message>saved</message>\n"
                 "|</record>\n");
    struct sample sample = sample_of(text);
    struct froe_detected detected = froe_formats_detect(*state, sample.lines, sample.count);
    struct froe_batch_context context = {.formats = *state, .detected = &detected, .times = &times};
    struct froe_batch batch;
    froe_batch_init(&batch);
    add_lines(&batch, &context, &sample, 0, sample.count);
    assert_int_equal(batch.record_count, 2);
    const struct froe_head *head = &batch.records[0].head;
    assert_int_equal(head->level, FROE_LEVEL_WARN);
    assert_true(head->time_ns != FROE_TIME_NONE);
    assert_true(froe_slice_eq(head->service, FROE_SLICE("disk")));
    assert_true(froe_slice_eq(head->message, FROE_SLICE("The device has a bad block.")));
    froe_batch_release(&batch);
    froe_detected_release(&detected);
}

/* Elements that events have too, in texts that are none; and a level's padding is no indentation.
 */
static void test_no_events(void **state)
{
    check(state, ">reply from the bank\n"
                 "><reply>\n"
                 "|  <message>no</message>\n"
                 "|  <Level>2</Level>\n"
                 "|</reply>\n"
                 ">bank is closed\n");
    check(state, ">2026-04-20 14:23:01 INFO up\n"
                 ">2026-04-20 14:23:01 INFO still up\n"
                 ">[NOTICE]   (1) : New worker (8) forked\n"
                 ">[ALERT]    (1) : No enabled listener found\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syslog),          cmocka_unit_test(test_syslog_rails_and_node),
        cmocka_unit_test(test_postgresql),      cmocka_unit_test(test_postgresql_through_syslog),
        cmocka_unit_test(test_rabbitmq_of_old), cmocka_unit_test(test_xml),
        cmocka_unit_test(test_xml_events),      cmocka_unit_test(test_no_events),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
