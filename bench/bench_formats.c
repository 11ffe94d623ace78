/* Times the reading of records in the commonest formats: heads and the joining of lines, over lines
   made from templates with ids redrawn. Same seed, same lines. One thread.

   usage: bench_formats [--json] [--repeat N] [--mb N] [--seed N] [--only FORMAT] */
#include "base/buf.h"
#include "base/clock.h"
#include "record/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    REPEAT_DEFAULT = 3,
    REPEAT_MAX = 99,
    MB_DEFAULT = 8,
    MB_MAX = 1024,
    DETECT_LINES_MAX = 4000,
    BLOCK_BYTES = 256 * 1024,
    TEMPLATES_MAX = 4,
};

/* In a template %M and %S are minutes and seconds, %u three digits, %n a number, %x eight hex
   digits, %i an address, %w a word, %% a percent sign. */
struct sample_format {
    const char *name;
    const char *detected; /* the format's name in formats/ */
    bool json;            /* not measured by the text formats' yardstick */
    const char *templates[TEMPLATES_MAX];
};

static const struct sample_format sample_formats[] = {
    {"text",
     "text",
     false,
     {"2026-04-20T14:%M:%S.%uZ INFO payment-service: charged card %x of account %n in %u ms",
      "2026-04-20T14:%M:%S.%uZ WARN payment-service: retry %n of %w call to %i",
      "2026-04-20T14:%M:%S.%uZ ERROR payment-service: connection to %i:5432 refused"}},
    {"log4j",
     "java",
     false,
     {"2026-04-20 14:%M:%S,%u INFO  [worker-%n] org.example.shop.OrderStore - stored order %x",
      "2026-04-20 14:%M:%S,%u DEBUG [worker-%n] org.example.shop.Cache - %w cache holds %n keys",
      "2026-04-20 14:%M:%S,%u ERROR [main] org.example.shop.Pool - no connection to %i"}},
    {"spring-boot",
     "spring-boot",
     false,
     {"2026-04-20T14:%M:%S.%uZ  INFO 4711 --- [nio-8080-exec-%n] o.e.shop.OrderController         "
      ": order %x placed by customer %n",
      "2026-04-20T14:%M:%S.%uZ  WARN 4711 --- [   scheduling-1] c.z.hikari.pool.HikariPool         "
      ": %w pool is at %n of 100"}},
    {"syslog-3164",
     "syslog-3164",
     false,
     {"Apr 20 14:%M:%S web-1 sshd[%n]: Accepted publickey for deploy from %i port %n ssh2",
      "Apr 20 14:%M:%S web-1 CRON[%n]: (root) CMD (run-parts --report /etc/cron.hourly)",
      "Apr 20 14:%M:%S web-1 systemd[1]: Started session %n of user %w."}},
    {"syslog-5424",
     "syslog-5424",
     false,
     {"<165>1 2026-04-20T14:%M:%S.%uZ web-1 billing %n ID47 [origin ip=\"%i\"] invoice %x sent",
      "<164>1 2026-04-20T14:%M:%S.%uZ web-1 billing %n ID48 - %w queue holds %n messages"}},
    {"klog",
     "klog",
     false,
     {"I0420 14:%M:%S.%u123    %n controller.go:214] \"Reconciled\" object=\"shop/%w-%x\"",
      "W0420 14:%M:%S.%u456    %n reflector.go:324] watch of Pod ended with: %w after %n s",
      "E0420 14:%M:%S.%u789    %n kubelet.go:1885] dial tcp %i:6443: connection refused"}},
    {"access",
     "access",
     false,
     {"%i - - [20/Apr/2026:14:%M:%S +0000] \"GET /item/%n HTTP/1.1\" 200 %n \"-\" "
      "\"Mozilla/5.0 (X11; Linux x86_64)\"",
      "%i - - [20/Apr/2026:14:%M:%S +0000] \"POST /cart/%x HTTP/1.1\" 502 %n \"-\" "
      "\"curl/7.88.1\""}},
    {"logfmt",
     "logfmt",
     false,
     {"time=2026-04-20T14:%M:%S.%uZ level=info msg=\"request served\" path=/item/%n status=200 "
      "took=%ums",
      "time=2026-04-20T14:%M:%S.%uZ level=warn msg=\"slow %w query\" rows=%n id=%x"}},
    {"json",
     "json",
     true,
     {"{\"time\":\"2026-04-20T14:%M:%S.%uZ\",\"level\":\"info\",\"service\":\"cart\",\"msg\":"
      "\"item %n added to cart %x\",\"took_ms\":%n}",
      "{\"time\":\"2026-04-20T14:%M:%S.%uZ\",\"level\":\"error\",\"service\":\"cart\",\"msg\":"
      "\"%w store at %i unreachable\",\"attempt\":%n}"}},
    {"cri",
     "cri",
     false,
     {"2026-04-20T14:%M:%S.%u456789Z stdout F 2026-04-20T14:%M:%S.%uZ INFO payment-service: "
      "charged card %x of account %n",
      "2026-04-20T14:%M:%S.%u456789Z stderr F 2026-04-20T14:%M:%S.%uZ ERROR payment-service: "
      "connection to %i:5432 refused"}},
    {"postgres",
     "postgresql",
     false,
     {"2026-04-20 14:%M:%S.%u UTC [%n] app@shop LOG:  duration: %n.%u ms  execute <unnamed>: "
      "SELECT 1",
      "2026-04-20 14:%M:%S.%u UTC [%n] app@shop ERROR:  duplicate key value violates unique "
      "constraint \"%w_pkey\"",
      "2026-04-20 14:%M:%S.%u UTC [%n] LOG:  checkpoint complete: wrote %n buffers"}},
};
enum { FORMAT_COUNT = sizeof sample_formats / sizeof *sample_formats };

struct options {
    bool json;
    long repeat, mb, seed;
    const char *only; /* NULL: all */
};

struct result {
    const char *detected; /* NULL: not measured */
    double seconds;
    uint64_t bytes, lines, records, unparsed;
};

/* xorshift64*: small, and the same everywhere. */
static unsigned draw(uint64_t *state, unsigned below)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (unsigned)((*state * UINT64_C(2685821657736338717) >> 33) % below);
}

static void put_drawn(struct froe_buf *text, char what, uint64_t *state)
{
    static const char *const words[] = {"orders", "index", "session", "replica", "billing"};
    switch (what) {
    case 'M':
    case 'S': froe_buf_printf(text, "%02u", draw(state, 60)); break;
    case 'u': froe_buf_printf(text, "%03u", draw(state, 1000)); break;
    case 'n': froe_buf_append_u64(text, 1 + draw(state, 9999)); break;
    case 'x': froe_buf_printf(text, "%08x", draw(state, 0x7fffffff)); break;
    case 'w': froe_buf_append_cstr(text, words[draw(state, sizeof words / sizeof *words)]); break;
    case 'i':
        froe_buf_printf(text, "10.%u.%u.%u", draw(state, 256), draw(state, 256), draw(state, 256));
        break;
    default: froe_buf_append_char(text, what); break;
    }
}

static void put_line(struct froe_buf *text, const char *template, uint64_t *state)
{
    for (; *template; template ++) {
        if (*template == '%')
            put_drawn(text, *++template, state);
        else
            froe_buf_append_char(text, *template);
    }
    froe_buf_append_char(text, '\n');
}

static bool make_text(const struct sample_format *format, const struct options *options,
                      struct froe_buf *text)
{
    uint64_t state = (uint64_t)options->seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    unsigned count = 0;
    while (count < TEMPLATES_MAX && format->templates[count]) count++;
    while (text->status == FROE_OK && text->len < (size_t)options->mb * 1000000)
        put_line(text, format->templates[draw(&state, count)], &state);
    return text->status == FROE_OK;
}

static bool next_line(struct froe_slice *rest, struct froe_slice *line)
{
    const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    if (!end) return false;
    *line = froe_slice(rest->ptr, (size_t)(end - rest->ptr));
    *rest = froe_slice_from(*rest, line->len + 1);
    return true;
}

static bool detect(const struct froe_formats *formats, struct froe_slice text,
                   struct froe_detected *detected)
{
    struct froe_slice *sample = malloc(DETECT_LINES_MAX * sizeof *sample);
    size_t count = 0;
    if (!sample) return false;
    while (count < DETECT_LINES_MAX && next_line(&text, &sample[count])) count++;
    *detected = froe_formats_detect(formats, sample, count);
    free(sample);
    return true;
}

/* All lines once, in blocks as the engine has them. */
static bool read_records(struct froe_batch *batch, struct froe_batch_context *context,
                         struct froe_slice text, struct result *result)
{
    struct froe_slice line;
    const char *block = text.ptr;
    result->lines = result->records = result->unparsed = 0;
    context->source_start = true;
    froe_batch_clear(batch);
    while (next_line(&text, &line)) {
        froe_batch_add_line(batch, context, line, ++result->lines);
        if (text.len && text.ptr - block < BLOCK_BYTES) continue;
        froe_batch_end(batch);
        if (batch->failed) return false;
        result->records += batch->record_count;
        result->unparsed += batch->unparsed;
        froe_batch_clear(batch);
        context->source_start = false;
        block = text.ptr;
    }
    return true;
}

static bool measure(const struct froe_formats *formats, const struct sample_format *format,
                    const struct options *options, struct result *result)
{
    struct froe_buf buf;
    struct froe_batch batch;
    struct froe_detected detected = {0};
    const struct froe_time_context times = {.year = 2026};
    struct froe_clock clock = froe_clock_monotonic();
    froe_buf_init(&buf, 0);
    froe_batch_init(&batch);
    bool ok = make_text(format, options, &buf);
    struct froe_slice text = froe_buf_slice(&buf);
    ok = ok && detect(formats, text, &detected);
    struct froe_batch_context context = {
        .formats = formats, .detected = &detected, .times = &times};
    int64_t best_ns = INT64_MAX;
    for (long i = 0; ok && i < options->repeat; i++) {
        int64_t start_ns = froe_clock_now(clock);
        ok = read_records(&batch, &context, text, result);
        int64_t took_ns = froe_clock_now(clock) - start_ns;
        if (took_ns < best_ns) best_ns = took_ns;
    }
    const struct froe_format *outer = detected.envelope ? detected.envelope : detected.format;
    result->detected = outer ? froe_format_name(outer) : "none";
    result->bytes = text.len;
    result->seconds = best_ns > 0 ? (double)best_ns / 1e9 : 1e-9;
    froe_detected_release(&detected);
    froe_batch_release(&batch);
    froe_buf_release(&buf);
    return ok;
}

static double mb_per_s(const struct result *result)
{
    return (double)result->bytes / 1e6 / result->seconds;
}

/* A line that is not read costs little: such a figure would be no figure. */
static bool is_read(const struct sample_format *format, const struct result *result)
{
    bool as_meant = strcmp(result->detected, format->detected) == 0;
    if (as_meant && !result->unparsed && result->records == result->lines) return true;
    fprintf(stderr, "bench_formats: %s: read as %s, %llu of %llu lines unparsed, %llu records\n",
            format->name, result->detected, (unsigned long long)result->unparsed,
            (unsigned long long)result->lines, (unsigned long long)result->records);
    return false;
}

static void print_results(const struct result *results, bool json)
{
    double fastest = 0;
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (results[i].detected && !sample_formats[i].json && mb_per_s(&results[i]) > fastest)
            fastest = mb_per_s(&results[i]);
    printf(json ? "[" : "%-14s %10s %10s %18s\n", "format", "MB/s", "ns/line", "x fastest text");
    const char *before = "";
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        const struct result *result = &results[i];
        if (!result->detected) continue;
        double ns = result->seconds * 1e9 / (double)result->lines, rate = mb_per_s(result);
        double ratio = fastest > 0 ? fastest / rate : 0;
        if (json)
            printf("%s{\"format\":\"%s\",\"mb_per_s\":%.1f,\"ns_per_line\":%.0f,\"ratio\":%.2f}",
                   before, sample_formats[i].name, rate, ns, ratio);
        else
            printf("%-14s %10.1f %10.0f %18.2f\n", sample_formats[i].name, rate, ns, ratio);
        before = ",\n";
    }
    if (json) printf("]\n");
}

static bool run_all(const struct options *options)
{
    struct froe_error error = {0};
    struct result results[FORMAT_COUNT] = {{0}};
    struct froe_formats *formats = froe_formats_new(&error);
    bool ok = formats != NULL;
    for (size_t i = 0; ok && i < FORMAT_COUNT; i++) {
        if (options->only && strcmp(options->only, sample_formats[i].name) != 0) continue;
        ok = measure(formats, &sample_formats[i], options, &results[i]);
    }
    froe_formats_free(formats);
    if (!ok) {
        fprintf(stderr, "bench_formats: %s\n", error.message[0] ? error.message : "out of memory");
        return false;
    }
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (results[i].detected) ok &= is_read(&sample_formats[i], &results[i]);
    print_results(results, options->json);
    return ok;
}

int main(int argument_count, char **arguments)
{
    struct options options = {.repeat = REPEAT_DEFAULT, .mb = MB_DEFAULT, .seed = 1};
    bool ok = true;
    for (int i = 1; i < argument_count; i++) {
        const char *value = i + 1 < argument_count ? arguments[i + 1] : NULL;
        if (strcmp(arguments[i], "--json") == 0) {
            options.json = true;
            continue;
        }
        if (value && strcmp(arguments[i], "--repeat") == 0)
            options.repeat = strtol(value, NULL, 10);
        else if (value && strcmp(arguments[i], "--mb") == 0)
            options.mb = strtol(value, NULL, 10);
        else if (value && strcmp(arguments[i], "--seed") == 0)
            options.seed = strtol(value, NULL, 10);
        else if (value && strcmp(arguments[i], "--only") == 0)
            options.only = value;
        else
            ok = false;
        i++;
    }
    if (!ok || options.repeat < 1 || options.repeat > REPEAT_MAX || options.mb < 1 ||
        options.mb > MB_MAX) {
        fprintf(stderr, "usage: bench_formats [--json] [--repeat N] [--mb N] [--seed N] "
                        "[--only FORMAT]\n");
        return 2;
    }
    return run_all(&options) ? 0 : 1;
}
