/* The top frame of a trace that is the application's own. */
#include "record/trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct frame_case {
    const char *body;
    const char *expected; /* NULL: none */
};

static const struct frame_case cases[] = {
    /* JVM: not what the exception was thrown through, not what caused it */
    {"failed\njava.lang.NullPointerException\n\tat java.base/java.util.A.b(A.java:1)\n"
     "\tat org.springframework.web.C.d(C.java:2)\n\tat com.shop.Pay.run(Pay.java:7)\n"
     "\tat com.shop.Main.main(Main.java:9)\nCaused by: x.Y: z\n\tat com.shop.Db.get(Db.java:3)",
     "com.shop.Pay.run(Pay.java:7)"},
    {"java.io.IOException: x\n\tat java.util.A.b(A.java:1)\nCaused by: java.io.IOException: y\n"
     "\tat sun.nio.ch.C.d(C.java:2)\n\tat com.shop.Db.get(Db.java:3)",
     "com.shop.Db.get(Db.java:3)"},
    {"java.io.IOException: x\n\tat java.util.A.b(A.java:1)\n\tat sun.nio.C.d(C.java:2)", NULL},
    {"System.AException: a\r\n   at System.IO.File.Open(String p)\r\n"
     "   at Shop.Pay.Run() in c:/Pay.cs:line 3\r\n",
     "Shop.Pay.Run() in c:/Pay.cs:line 3"},
    /* JavaScript */
    {"TypeError: x\n    at Module._compile (node:internal/modules/cjs/loader:1105:14)\n"
     "    at next (/app/node_modules/express/lib/router.js:1:2)\n"
     "    at async run (/app/src/pay.js:3:4)\n    at main (/app/src/main.js:5:6)",
     "run (/app/src/pay.js:3:4)"},
    {"Error: x\n    at new Promise (<anonymous>)\n    at /app/a.js:1:2", "/app/a.js:1:2"},
    /* Python: the last call of a trace is the top; of a chain the first trace has it. */
    {"Traceback (most recent call last):\n  File \"/app/main.py\", line 9, in <module>\n    go()\n"
     "  File \"/app/pay.py\", line 4, in go\n    get(1)\n"
     "  File \"/usr/lib/python3/dist-packages/requests/api.py\", line 1, in get\n    x\n"
     "ValueError: no\n\nDuring handling of the above exception, another exception occurred:\n\n"
     "Traceback (most recent call last):\n  File \"/app/other.py\", line 1, in f\n    y\nKeyError: "
     "1",
     "File \"/app/pay.py\", line 4, in go"},
    {"Traceback (most recent call last):\n  File \"<frozen runpy>\", line 1, in run\n"
     "ValueError: no",
     NULL},
    /* Go */
    {"panic: x\n\ngoroutine 1 [running]:\npanic({0x1, 0x2})\n\t/usr/local/go/src/a.go:1 +0x1\n"
     "github.com/lib/pq.(*conn).q(0x1)\n\t/root/go/pkg/mod/github.com/lib/pq/conn.go:3 +0x2\n"
     "shop/pay.(*Till).Charge(0xc000, {0x3, 0x4})\n\t/src/pay/till.go:7 +0x3\n"
     "main.main()\n\t/src/main.go:9 +0x4",
     "shop/pay.(*Till).Charge"},
    /* Rust, C++, Ruby, PHP, Dart */
    {"thread 'main' panicked at src/a.rs:1:2:\nno luck\nstack backtrace:\n"
     "   0: rust_begin_unwind\n             at /rustc/9fc6b/library/std/src/panicking.rs:1:5\n"
     "   1: core::panicking::panic_fmt\n   2: shop::pay::charge\n             at ./src/a.rs:1:2\n"
     "   3: shop::main",
     "shop::pay::charge"},
    {"==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n"
     "READ of size 4 at 0x1 thread T0\n    #0 0x4c in __asan_memcpy (/a+0x1)\n"
     "    #1 0x5d in charge /src/pay.c:3:5",
     "charge /src/pay.c:3:5"},
    {"NoMethodError (no):\n /usr/lib/ruby/gems/rack-2/lib/rack.rb:1:in `call'\n"
     " app/models/till.rb:3:in `charge'",
     "app/models/till.rb:3:in `charge'"},
    {"PHP Fatal error:  Uncaught Exception: x in /app/a.php:1\nStack trace:\n"
     "#0 [internal function]: f()\n#1 /app/vendor/x/y.php(3): g()\n#2 /app/pay.php(7): h()\n"
     "#3 {main}\n  thrown in /app/a.php on line 1",
     "/app/pay.php(7): h()"},
    {"Unhandled exception:\nBad state: x\n#0      List.add (dart:core-patch/a.dart:1)\n"
     "#1      charge (package:shop/pay.dart:7:3)",
     "charge (package:shop/pay.dart:7:3)"},
    /* No traces */
    {"config is\n  at: 1\n  b: 2", NULL},
    {"one line", NULL},
    {"", NULL},
    {"\n\n", NULL},
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        /* Without a NUL behind it, so that reading past the end is found. */
        size_t len = strlen(cases[i].body);
        char *body = malloc(len ? len : 1);
        assert_non_null(body);
        memcpy(body, cases[i].body, len);
        struct froe_slice frame = froe_trace_frame(froe_slice(body, len));
        if (!cases[i].expected && frame.ptr)
            fail_msg("%s: %.*s", cases[i].body, (int)frame.len, frame.ptr);
        if (cases[i].expected && !froe_slice_eq(frame, froe_slice_cstr(cases[i].expected)))
            fail_msg("%s: %.*s", cases[i].body, (int)frame.len, frame.ptr ? frame.ptr : "");
        free(body);
    }
    assert_null(froe_trace_frame(froe_slice(NULL, 0)).ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
