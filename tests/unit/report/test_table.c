#include "report/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capture.h"
#include <stdlib.h>

static const struct froe_render_options piped = {.top = FROE_TOP_AUTO};

static void test_piped_is_not_cut(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    assert_string_equal(
        render(&out, FROE_RENDER_TABLE, sample_report(), piped),
        "1,204,331 lines  1,198,220 records  3 templates (399,407:1)  2026-04-20 09:00-10:00 UTC  "
        "12 lines cut\n"
        "\n"
        "id               count   share  rate        level  service             template\n"
        "k3v9q2m7x0ab.e  18,402   1.5 %  ▁▁▁▁▂▂▂██▂  ERROR  payment-service +1  Connection refused "
        "<IP> after <DUR> timeout\n"
        "p81xk0c2m4qd.w   9,120   0.8 %  ▁▁▁▁▁▁▁▁█▂  WARN   checkout-api        Upstream <*> "
        "返回了 "
        "<NUM>\n"
        "k3v9z2m7x0ac.-      12  <0.1 %  ██████████  -      -                   a|b `c` ⏎ \"d\", "
        "e\n");
    froe_buf_release(&out);
}

static void test_narrow(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    struct froe_render_options options = {.columns = 80, .rows = 24, .top = FROE_TOP_AUTO};
    assert_string_equal(
        render(&out, FROE_RENDER_TABLE, sample_report(), options),
        "1,204,331 lines  1,198,220 records  3 templates (399,407:1)\n"
        "2026-04-20 09:00-10:00 UTC  12 lines cut\n"
        "\n"
        "id      count  rate        level  service          template\n"
        "k3v9q  18,402  ▁▁▁▁▂▂▂██▂  ERROR  payment-ser… +1  Connection refused <IP> afte…\n"
        "p81xk   9,120  ▁▁▁▁▁▁▁▁█▂  WARN   checkout-api     Upstream <*> 返回了 <NUM>\n"
        "k3v9z      12  ██████████  -      -                a|b `c` ⏎ \"d\", e\n");
    options.columns = 40;
    assert_string_equal(render(&out, FROE_RENDER_TABLE, sample_report(), options),
                        "1,204,331 lines  1,198,220 records\n"
                        "3 templates (399,407:1)\n"
                        "2026-04-20 09:00-10:00 UTC  12 lines cut\n"
                        "\n"
                        "id      count  level  template\n"
                        "k3v9q  18,402  ERROR  Connection refuse…\n"
                        "p81xk   9,120  WARN   Upstream <*> 返回…\n"
                        "k3v9z      12  -      a|b `c` ⏎ \"d\", e\n");
    froe_buf_release(&out);
}

static void test_wide_shows_times(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    struct froe_render_options options = {.columns = 150, .rows = 24, .top = 1};
    const char *by_terminal = render(&out, FROE_RENDER_TABLE, sample_report(), options);
    assert_non_null(strstr(by_terminal,
                           "payment-service +1  09:25:00  09:54:59  Connection refused <IP> after "
                           "<DUR> timeout\n"));
    assert_non_null(strstr(by_terminal, "\n(2 more: --top 0)\n"));
    assert_null(strstr(by_terminal, "k3v9q2m7x0ab"));
    options = (struct froe_render_options){.wide = true, .top = 0};
    const char *by_option = render(&out, FROE_RENDER_TABLE, sample_report(), options);
    assert_non_null(strstr(by_option, "k3v9z2m7x0ac.-      12  <0.1 %  ██████████  -      -"
                                      "                   09:00:00  10:00:00  a|b"));
    froe_buf_release(&out);
}

static void test_no_line_is_wider_than_the_terminal(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    for (unsigned columns = 40; columns < 200; columns += 7) {
        struct froe_render_options options = {.columns = columns, .rows = 24, .top = 0};
        const char *text = render(&out, FROE_RENDER_TABLE, sample_report(), options);
        for (const char *end; *text; text = end + 1) {
            end = strchr(text, '\n');
            assert_non_null(end);
            size_t width = 0; /* columns: bytes that start a character, two for the wide ones */
            for (const char *p = text; p < end; p++)
                width += ((unsigned char)*p & 0xc0) != 0x80 ? 1u : 0u;
            for (const char *p = text; p + 2 < end; p++)
                width += !memcmp(p, "返", 3) || !memcmp(p, "回", 3) || !memcmp(p, "了", 3);
            assert_in_range(width, 0, columns);
        }
    }
    froe_buf_release(&out);
}

static void test_colors(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    struct froe_render_options options = {.columns = 100, .color = true, .top = FROE_TOP_AUTO};
    const char *text = render(&out, FROE_RENDER_TABLE, sample_report(), options);
    assert_non_null(strstr(text, "\033[31mERROR\033[0m  "));
    assert_non_null(strstr(text, "\033[33mWARN\033[0m   "));
    assert_non_null(strstr(text, "Upstream \033[36m<*>\033[0m 返回了 \033[36m<NUM>\033[0m\n"));
    options.color = false;
    assert_null(strchr(render(&out, FROE_RENDER_TABLE, sample_report(), options), '\033'));
    froe_buf_release(&out);
}

static void test_empty_and_plain(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    assert_string_equal(render(&out, FROE_RENDER_TABLE, sample_report_empty(), piped),
                        "0 lines  0 records  0 templates\n");
    /* No times, levels, services: no columns for them. */
    assert_string_equal(render(&out, FROE_RENDER_TABLE, sample_report_plain(), piped),
                        "3 lines  3 records  1 template (3.0:1)\n\n"
                        "id              count   share  template\n"
                        "aaaabbbbcccc.-      3   100 %  a|b `c` ⏎ \"d\", e\n");
    froe_buf_release(&out);
}

static void test_huge_counts(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    struct froe_report *report = sample_report_plain();
    report->clusters[0].count = UINT64_MAX;
    struct froe_render_options options = {.columns = 80, .top = FROE_TOP_AUTO};
    assert_non_null(strstr(render(&out, FROE_RENDER_TABLE, report, options),
                           "id                         count   share  template\n"
                           "aaaa  18,446,744,073,709,551,615   100 %  a|b"));
    froe_buf_release(&out);
}

static void test_screenful(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    struct froe_report *report = sample_report_plain();
    struct froe_cluster many[60];
    for (size_t i = 0; i < 60; i++) many[i] = report->clusters[0];
    report->clusters = many;
    report->cluster_count = 60;
    struct froe_render_options options = {.columns = 80, .rows = 30, .top = FROE_TOP_AUTO};
    assert_non_null(
        strstr(render(&out, FROE_RENDER_TABLE, report, options), "(35 more: --top 0)\n"));
    froe_buf_release(&out);
}

static void test_show(void **state)
{
    (void)state;
    struct froe_buf out = {0};
    struct froe_error error = {0};
    struct froe_report *report = sample_report();
    report->cluster_count = 1;
    struct froe_render_options options = {.columns = 42, .top = FROE_TOP_AUTO};
    assert_int_equal(froe_render_show(FROE_RENDER_TABLE, report, &options, capture, &out, &error),
                     FROE_OK);
    assert_string_equal(
        captured(&out),
        "Connection refused <IP> after <DUR> timeout\n"
        "k3v9q2m7x0ab.e  ERROR  18,402 records  1.5 %  307/min  2026-04-20 09:25:00 to 2026-04-20 "
        "09:54:59 UTC\n"
        "\ntimeline\n"
        "  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▂▂▂▂▁▁▁▂▂▂▂▄▄▄███▇▆▆▄▁▁▁\n"
        "  09:00:00                        10:00:00\n"
        "  peak 1,600/min\n"
        "\nservices\n"
        "  payment-service  18,000\n"
        "  checkout-api  402\n"
        "\nparameters\n"
        "  1 <IP>  2 distinct\n"
        "    10.0.0.5:5432  ███████···  70.0 %  12,881\n"
        "    �[31m10.0.0.6  ███·······  30.0 %  5,521\n"
        "  2 <DUR> after  1 distinct in 640 observed  min 30  p50 30  p99 30.25  max 31\n"
        "    30s  ██████████   100 %  640\n"
        "\nsamples\n"
        "  shop.log.gz:17\n"
        "    ERROR �[2Jrefused �\n"
        "      at pool.c:12\n"
        "  b,\"c\".log:18446744073709551615\n"
        "    plain\n");
    froe_report_free(report);
    froe_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_piped_is_not_cut),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_wide_shows_times),
        cmocka_unit_test(test_no_line_is_wider_than_the_terminal),
        cmocka_unit_test(test_colors),
        cmocka_unit_test(test_empty_and_plain),
        cmocka_unit_test(test_huge_counts),
        cmocka_unit_test(test_screenful),
        cmocka_unit_test(test_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
