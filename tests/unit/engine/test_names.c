#include "engine/engine_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_service_from_path(void **state)
{
    (void)state;
    static const struct {
        const char *path, *service;
    } cases[] = {
        {"app.log", "app"},
        {"/var/log/nginx/access.log.2.gz", "access"},
        {"server.log.2016-12-19-16", "server"},
        {"payment-service-2026-04-20.log", "payment-service"},
        {"app_1.log", "app"},
        {"route53.log", "route53"},
        {"syslog", "syslog"},
        {"/var/log/pods/shop_web-1_0a1b/web/0.log", "web"},
        {"/var/log/containers/web-5d8f9_shop_nginx-"
         "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.log",
         "nginx"},
        {"20260420.log", "20260420"},
        {".hidden", ".hidden"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *service = froe_service_from_path(cases[i].path);
        assert_non_null(service);
        assert_string_equal(service, cases[i].service);
        free(service);
    }
    assert_null(froe_service_from_path("-"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_service_from_path)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
