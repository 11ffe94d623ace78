/* What the lexer makes of words and messages: one row each, variables as <TYPE>. */
#include "base/buf.h"
#include "lex/lexer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct row {
    const char *message, *expected;
};

static void render(struct froe_lexer *lexer, const char *message, struct froe_buf *out)
{
    struct froe_token tokens[FROE_TOKENS_MAX];
    size_t count = froe_lex(lexer, froe_slice_cstr(message), tokens);
    froe_buf_clear(out);
    for (size_t i = 0; i < count; i++) {
        if (tokens[i].kind == FROE_TOKEN_VARIABLE)
            froe_buf_printf(out, "<%s>", froe_var_name(NULL, tokens[i].type));
        else
            froe_buf_append(out, froe_slice(message + tokens[i].start, tokens[i].len));
    }
    froe_buf_append_char(out, '\0');
}

static void check_rows(const struct row *rows, size_t count)
{
    struct froe_lexer *lexer = froe_lexer_new(NULL);
    struct froe_buf out = {0};
    size_t wrong = 0;
    assert_non_null(lexer);
    for (size_t i = 0; i < count; i++) {
        render(lexer, rows[i].message, &out);
        if (strcmp(out.ptr, rows[i].expected) == 0) continue;
        print_error("'%s' became '%s', not '%s'\n", rows[i].message, out.ptr, rows[i].expected);
        wrong++;
    }
    assert_int_equal(wrong, 0);
    froe_buf_release(&out);
    froe_lexer_free(lexer);
}

#define CHECK(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

static void test_addresses(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"10.0.0.5", "<IP>"},
        {"10.0.0.5:5432", "<IP>"},
        {"/10.251.42.84:50010", "<IP>"},
        {"192.168.0.0/16", "<IP>"},
        {"10.0.0.5.", "<IP>."},
        {"(10.0.0.5)", "(<IP>)"},
        {"10.0.0.1,10.0.0.2", "<IP>,<IP>"},
        {"peer 10.0.0.5: gone", "peer <IP>: gone"},
        {"::1", "<IP>"},
        {"[::1]:8080", "[<IP>]:<NUM>"},
        {"fe80::1%eth0", "<IP>"},
        {"2001:db8::ff00:42:8329", "<IP>"},
        {"2001:db8::/32", "<IP>"},
        {"::ffff:10.0.0.1", "<IP>"},
        {"1:2:3:4:5:6:7:8", "<IP>"},
        {"std::bad_alloc", "std::bad_alloc"},
        {"what(): std::bad", "what(): std::bad"},
        {"00:1a:2b:3c:4d:5e", "<MAC>"},
        {"00-1A-2B-3C-4D-5E", "<MAC>"},
        {"www.example.com", "<HOST>"},
        {"example.com:443", "<HOST>"},
        {"db.internal:5432", "<HOST>"},
        {"myhost.foo:8080", "<HOST>"},
        {"localhost:8080", "localhost:<NUM>"},
        {"foo.bar", "foo.bar"},
        {"user@example.com", "<EMAIL>"},
        {"alice.b+tag@mail.example.co.uk", "<EMAIL>"},
        {"<bob@example.org>", "<<EMAIL>>"},
    };
    CHECK(rows);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"0", "<NUM>"},
        {"42", "<NUM>"},
        {"-17", "<NUM>"},
        {"+5", "<NUM>"},
        {"3.14", "<NUM>"},
        {".5", "<NUM>"},
        {"1e9", "<NUM>"},
        {"1.5e-7", "<NUM>"},
        {"100%", "<NUM>"},
        {"45C", "<NUM>"},
        {"3rd", "<NUM>"},
        {"1.2.3", "<NUM>"},
        {"5:3", "<NUM>:<NUM>"},
        {"pid[1234]:", "pid[<NUM>]:"},
        {"foo(12, 34)", "foo(<NUM>, <NUM>)"},
        {"5ms", "<DUR>"},
        {"1.5s", "<DUR>"},
        {"30s", "<DUR>"},
        {"90min", "<DUR>"},
        {"5d", "<DUR>"},
        {"250us", "<DUR>"},
        {"250\xc2\xb5s", "<DUR>"},
        {"2h45m", "<DUR>"},
        {"1h2m3.5s", "<DUR>"},
        {"5 ms", "<NUM> ms"},
        {"took 12ms.", "took <DUR>."},
        {"512MB", "<SIZE>"},
        {"free 9.6 KB now", "free <SIZE> now"},
        {"12 KBps", "<NUM> KBps"},
        {"1.5GiB", "<SIZE>"},
        {"64k", "<SIZE>"},
        {"128M", "<SIZE>"},
        {"4096B", "<SIZE>"},
    };
    CHECK(rows);
}

static void test_hashes_and_ids(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"550e8400-e29b-41d4-a716-446655440000", "<UUID>"},
        {"550E8400-E29B-41D4-A716-446655440000", "<UUID>"},
        {"{550e8400-e29b-41d4-a716-446655440000}", "{<UUID>}"},
        {"550e8400-e29b-41d4-a716", "<ID>"},
        {"0x7fff5fbff8a0", "<HEX>"},
        {"-0xDEADBEEF", "<HEX>"},
        {"deadbeef", "<HEX>"},
        {"a1b2c3d4", "<HEX>"},
        {"7f3a", "<HEX>"},
        {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "<HEX>"},
        {"cafe", "cafe"},
        {"added", "added"},
        {"payment-api-6b7f9d-xyz12", "<POD>"},
        {"payment-api-7d9f8b6c5-x2k4q", "<POD>"},
        {"payment-service", "payment-service"},
        {"job_201811", "<ID>"},
        {"blk_-1608999687919862906", "<ID>"},
        {"rack-2-node-7", "<ID>"},
    };
    CHECK(rows);
}

static void test_times(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"2026-04-20", "<TIME>"},
        {"2026-04-20T14:23:01Z", "<TIME>"},
        {"2026-04-20 14:23:01,123", "<TIME>"},
        {"2026-04-20T14:23:01.123456+02:00", "<TIME>"},
        {"2026/04/20 14:23:01", "<TIME>"},
        {"14:23", "<TIME>"},
        {"14:23:01", "<TIME>"},
        {"14:23:01.123", "<TIME>"},
        {"Apr 20 14:23:01", "<TIME>"},
        {"Apr  2 04:23:01", "<TIME>"},
        {"Mon Apr 20 14:23:01 UTC 2026", "<TIME>"},
        {"Mon, 20 Apr 2026 14:23:01 GMT", "<TIME>"},
        {"20/Apr/2026:14:23:01 +0000", "<TIME>"},
        {"20-Apr-2026 14:23:01", "<TIME>"},
        {"Apr 20, 2026 2:23:01 PM", "<TIME>"},
        {"since 14:23:01.", "since <TIME>."},
        {"March of the penguins", "March of the penguins"},
        {"May fail", "May fail"},
    };
    CHECK(rows);
}

static void test_paths_and_urls(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"/var/log/syslog", "<PATH>"},
        {"/var/log/syslog.", "<PATH>."},
        {"open(/etc/passwd)", "open(<PATH>)"},
        {"~/.bashrc", "<PATH>"},
        {"./run.sh", "<PATH>"},
        {"../lib/x.so", "<PATH>"},
        {"/", "/"},
        {"C:\\Windows\\System32\\cmd.exe", "<PATH>"},
        {"D:\\logs\\a b", "<PATH> b"},
        {"src/main.c", "src/main.c"},
        {"http://example.com/x?y=1", "http://<URL>"},
        {"https://api.example.com:8443/v1/users", "https://<URL>"},
        {"https://example.com/path.", "https://<URL>."},
        {"(see https://example.com/a)", "(see https://<URL>)"},
        {"jdbc:postgresql://db:5432/shop", "jdbc:postgresql://<URL>"},
        {"s3://bucket/key", "s3://<URL>"},
        {"ftp://", "ftp://"},
        {"GET /x?y=1 HTTP/1.1", "GET <PATH> <ID>"},
        {"\"GET /x?y=1 HTTP/1.1\" 200", "\"GET <PATH>\" <NUM>"},
        {"\"POST /api/v1/users HTTP/2.0\"", "\"POST <PATH>\""},
        {"GET /index.html", "GET <PATH>"},
        {"GET /index.html\nhost x", "GET <PATH>\nhost x"},
        {"TARGET /a?b", "TARGET <PATH>?b"},
        {"main.c:120", "main.c:<NUM>"},
        {"Main.java:42", "Main.java:<NUM>"},
        {"at com.example.Foo.bar(Foo.java:17)", "at com.example.Foo.bar(Foo.java:<NUM>)"},
    };
    CHECK(rows);
}

static void test_words_that_stay(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ssh2", "ssh2"},
        {"log4j", "log4j"},
        {"jk2_init()", "jk2_init()"},
        {"utf8", "utf8"},
        {"md5", "md5"},
        {"eth0", "eth0"},
        {"sda1", "sda1"},
        {"org.apache.log4j.Logger", "org.apache.log4j.Logger"},
        {"java.lang.NullPointerException", "java.lang.NullPointerException"},
        {"node-12", "node-<NUM>"},
        {"worker-3", "worker-<NUM>"},
        {"part-00000", "part-<NUM>"},
        {"[Thread-12]", "[Thread-<NUM>]"},
        {"HTTP/2", "HTTP/<NUM>"},
        {"app-20170607_1", "app-<ID>"},
        {"Done.", "Done."},
        {"Done...", "Done..."},
        {"wait..", "wait.."},
        {"a...b", "a...b"},
        {"...", "..."},
        {"...glued", "...glued"},
        {"***", "***"},
        {"-----", "-----"},
        {"==>", "==>"},
        {"don't", "don't"},
        {"\"hello world\"", "\"hello world\""},
        {"gr\xc3\xb6\xc3\x9f"
         "e=5",
         "gr\xc3\xb6\xc3\x9f"
         "e=<NUM>"},
        {"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"},
        {"trueish", "trueish"},
    };
    CHECK(rows);
}

static void test_context(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"key=value", "key=value"},
        {"key=\"quoted value\"", "key=\"<STR>\""},
        {"key=\"\"", "key=\"\""},
        {"key=\"unclosed value", "key=\"unclosed value"},
        {"key=", "key="},
        {"key=12", "key=<NUM>"},
        {"2key=12", "2key=<NUM>"},
        {"user=alice", "user=<STR>"},
        {"USER=alice", "USER=<STR>"},
        {"login=bob", "login=<STR>"},
        {"Failed password for user alice from 10.0.0.1",
         "Failed password for user <STR> from <IP>"},
        {"Failed password for invalid user bob from 10.0.0.1",
         "Failed password for invalid user <STR> from <IP>"},
        {"Accepted password for root from 10.0.0.1 port 22 ssh2",
         "Accepted password for root from <IP> port <NUM> ssh2"},
        {"session opened for user root by (uid=0)", "session opened for user <STR> by (uid=<NUM>)"},
        {"unknown user carol", "unknown user <STR>"},
        {"the user interface", "the user interface"},
        {"<*>", "<*>"},
        {"<IP>", "<*>"},
        {"<UUID> and <NUM>", "<*> and <*>"},
        {"<FOO>", "<FOO>"},
        {"<<*>>", "<<*>>"},
        {"true", "<*>"},
        {"False", "<*>"},
        {"null", "<*>"},
        {"None", "<*>"},
        {"(null)", "<*>"},
        {"clock (NULL) set", "clock <*> set"},
        {"<nil> <none> <node>", "<*> <*> <node>"},
        {"body {\"kind\": \"Pod\", \"n\": [1, {\"a\": \"}\"}]} sent", "body <STR> sent"},
        {"body [{\"a\": 1}, {\"a\": 2}]", "body <STR>"},
        {"body {\"a\": 1", "body {\"a\": <NUM>"},
        {"set {a, b}", "set {a, b}"},
        {"call Comm::ConnOpener::~timeout now", "call Comm::ConnOpener::~timeout now"},
    };
    CHECK(rows);
}

/* Runs of white space are one token; prefixes of variables are fixed, not words. */
static void test_kinds(void **state)
{
    (void)state;
    static const char message[] = "node-12  up: http://a/b";
    static const struct froe_token expected[] = {
        {0, 5, FROE_TOKEN_FIXED, 0},  {5, 2, FROE_TOKEN_VARIABLE, FROE_VAR_NUM},
        {7, 2, FROE_TOKEN_SPACE, 0},  {9, 2, FROE_TOKEN_WORD, 0},
        {11, 1, FROE_TOKEN_FIXED, 0}, {12, 1, FROE_TOKEN_SPACE, 0},
        {13, 7, FROE_TOKEN_FIXED, 0}, {20, 3, FROE_TOKEN_VARIABLE, FROE_VAR_URL},
    };
    struct froe_token tokens[FROE_TOKENS_MAX];
    struct froe_lexer *lexer = froe_lexer_new(NULL);
    size_t count = froe_lex(lexer, froe_slice_cstr(message), tokens);
    assert_int_equal(count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(tokens[i].start, expected[i].start);
        assert_int_equal(tokens[i].len, expected[i].len);
        assert_int_equal(tokens[i].kind, expected[i].kind);
        assert_int_equal(tokens[i].type, expected[i].type);
    }
    froe_lexer_free(lexer);
}

static void test_names_of_types(void **state)
{
    (void)state;
    assert_string_equal(froe_var_name(NULL, FROE_VAR_ANY), "*");
    assert_string_equal(froe_var_name(NULL, FROE_VAR_ID), "ID");
    assert_string_equal(froe_var_name(NULL, FROE_VAR_USER), "*"); /* no masks, no name */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),      cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_hashes_and_ids), cmocka_unit_test(test_times),
        cmocka_unit_test(test_paths_and_urls), cmocka_unit_test(test_words_that_stay),
        cmocka_unit_test(test_context),        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_names_of_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
