#!/usr/bin/env python3
"""Makes samples/: one hour of logs of a small shop on Kubernetes, with one incident in it.

The story (2026-04-20, UTC)
  14:00     Steady traffic: health checks, declined cards, a stale connection now and then.
  14:04     DECOY: auth-service begins to warn that a TLS certificate expires in 21 days.
  14:19:05  DECOY: inventory-service is deployed. It restarts cleanly and is innocent.
  14:22:57  The nightly sales report, held back since the night, is started by hand. Its long
            transactions hold a lock on the table `payments` in PostgreSQL (10.0.0.5:5432) and
            take most of max_connections.
  14:23:02  ROOT: postgres reports statements that wait for the lock.
  14:23:04  payment-service: lock timeouts; then its pool of 100 connections runs dry, and from
            14:23:40 on "Connection is not available, request timed out after 30000ms". When the
            database fails its readiness probe, its Service has no endpoint left and new
            connections are refused.
            checkout-api: payment-service answers 503 or not at all; it retries, then its circuit
            breaker opens. nginx: 502 and 504. People press the button again.
            order-worker: captures fail and are put back, the queue grows.
  14:24     COLLATERAL: the stock refresh of inventory-service gets no connection either, which
            makes the deploy of 14:19 look guilty.
  14:38:12  CONSEQUENCE: order-worker, full of orders it cannot finish, is killed for memory.
  14:47:03  The report is cancelled. The lock is gone within a second, the queue empties by 14:52.

The same seed and number of lines give the same bytes. --lines scales the traffic, not the hour;
memory stays bounded, so millions of lines are fine. Needs only the Python standard library.
"""

import argparse
import json
import os
import sys

from sample_formats import (SECOND, AccessLog, CriLog, Dice, LogfmtLog, NginxErrorLog, PostgresLog,
                            PythonLog, RedisLog, SpringLog, Syslog, ZapLog, rfc3339)
import sample_background as background
from sample_story import (BREAKER_OPEN, CANCEL, HOUR, LOCK, OOM, ORDER_POD_UID, PODS, POOL_DRY,
                          QUEUE_EMPTY, REFUSED, REPORT_PID)
import sample_traces as traces


DEFAULT_LINES = 20000
# Lines that do not scale with traffic, and lines for each unit of traffic; measured.
LINES_FIXED = 3200
LINES_PER_UNIT = 11550

class Shop:
    """The simulation: background events by the second, requests that run through the services."""

    def __init__(self, out_dir, seed, scale):
        self.dice = Dice(seed)
        self.scale = scale
        self.files = []
        pod_dir = "pods/shop_%s_%s/order-worker/" % (PODS["order"], ORDER_POD_UID)
        os.makedirs(os.path.join(out_dir, pod_dir), exist_ok=True)

        def add(kind, name, service, form, **options):
            self.files.append(kind(os.path.join(out_dir, name), name, service, form, **options))
            return self.files[-1]

        self.payment = add(SpringLog, "payment-service.log", "payment-service",
                           "Spring Boot (logback), Java stack traces")
        self.checkout = add(ZapLog, "checkout-api.log", "checkout-api", "JSON lines (Go, zap)")
        self.postgres = add(PostgresLog, "postgres.log", "postgres",
                            "PostgreSQL stderr, prefix '%m [%p] %q%u@%d '")
        self.access = add(AccessLog, "nginx-access.log.gz", "nginx", "combined access log, gzip",
                          compress=True)
        self.error = add(NginxErrorLog, "nginx-error.log", "nginx", "nginx error log")
        self.inventory = add(PythonLog, "inventory-service.log", "inventory-service",
                             "Python logging, tracebacks")
        self.auth = add(LogfmtLog, "auth-service.log", "auth-service", "logfmt")
        self.worker_old = add(CriLog, pod_dir + "0.log", "order-worker",
                              "container log (CRI) with partial lines, klog inside")
        self.worker_new = add(CriLog, pod_dir + "1.log", "order-worker",
                              "the same after the restart")
        self.node = add(Syslog, "node-2.syslog", "node-2", "syslog (RFC 3164): kubelet, kernel")
        self.redis = add(RedisLog, "redis.log", "redis", "Redis")
        self.transaction = 884200
        self.connection = 48000

    def run(self):
        for second in range(3600):
            now = second * SECOND
            background.tick(self, second, now)
            self.traffic(now)
            for file in self.files:
                file.flush(now + SECOND)
        for file in self.files:
            file.flush(HOUR)  # what would come after the hour is not in the logs
            file.close()

    # -- small helpers ---------------------------------------------------------------------------

    def within(self, now):
        """A moment in the second that begins now."""
        return now + self.dice.number(0, SECOND - 1)

    def ms(self, low, high):
        return int(self.dice.skewed(low, high) * 1000)

    def client(self):
        return "%s.%d" % (self.dice.pick(("203.0.113", "198.51.100", "192.0.2")),
                          self.dice.number(1, 254))

    def user(self):
        return "u%d" % self.dice.number(10000, 64000)

    def order(self):
        return "ord_" + self.dice.letters(12)

    def sku(self):
        return "SKU-%s-%04d" % (self.dice.pick(("BER", "HAM", "MUC", "CGN")),
                                self.dice.number(1, 4800))

    def http_thread(self):
        return "nio-8080-exec-%d" % self.dice.number(1, 40)

    def events(self, now, rate):
        """Moments of this second at which something of the given rate happens; scales."""
        return [self.within(now) for _ in range(self.dice.count(rate * self.scale))]

    def locked(self, time):
        return LOCK <= time < CANCEL

    def worker(self, time):
        return self.worker_old if time < OOM else self.worker_new

    def worker_line(self, time, *args, **fields):
        if not OOM <= time < OOM + 4 * SECOND:  # nobody is there to write
            self.worker(time).line(time, *args, **fields)

    # -- traffic ---------------------------------------------------------------------------------

    def traffic(self, now):
        for time in self.events(now, 0.55):
            self.browse(time)
        for time in self.events(now, 0.30 if self.locked(now) else 0.22):
            self.checkout_request(time)
        for time in self.events(now, 0.10):
            self.login(time)
        for time in self.events(now, 0.17 if now < CANCEL or now > QUEUE_EMPTY else 0.5):
            self.work_order(time)
        for time in self.events(now, 0.06):
            self.slow_query(time)

    def access_line(self, time, method, path, status, size, mark=None):
        dice = self.dice
        referrer = dice.pick(("-", "https://shop.example.com/", "https://shop.example.com/cart"))
        self.access.line(time, self.client(), "%s %s HTTP/%s" % (method, path, dice.pick(
            ("1.1", "2.0", "2.0"))), status, size, referrer, dice.pick(traces.AGENTS), mark)

    def browse(self, time):
        dice = self.dice
        kind = dice.unit()
        if kind < 0.35:
            path = "/static/%s.%s.%s" % (dice.pick(("app", "vendor", "main")), dice.hex(8),
                                         dice.pick(("js", "css")))
            fresh = dice.chance(0.3)
            self.access_line(time, "GET", path, 304 if fresh else 200,
                             0 if fresh else dice.number(1200, 90000))
        elif kind < 0.93:
            sku = self.sku()
            if dice.chance(0.5):
                took = self.ms(3, 60)
                self.inventory.line(time + took, "INFO", "inventory.api",
                                    "GET /stock/%s 200 %.1fms" % (sku, took / 1000))
            self.access_line(time, "GET", "/products/" + sku, 200, dice.number(2800, 9400))
        elif kind < 0.985:
            path = dice.pick(("/favicon.ico", "/wp-login.php", "/.env", "/apple-touch-icon.png"))
            self.access_line(time, "GET", path, 404, 153)
        else:
            sku = "SKU-%s-%04d" % (dice.letters(3, "JKLQX"), dice.number(1, 4800))
            trace = traces.STOCK_TRACE % (88, sku, 92, sku.split("-")[1])
            self.inventory.line(time, "ERROR", "inventory.api",
                                "Unhandled exception on GET /stock/%s\n%s" % (sku, trace))
            self.access_line(time, "GET", "/products/" + sku, 500, 177)

    def login(self, time):
        dice = self.dice
        good = dice.chance(0.94)
        ip = self.client()
        took = "%.1fms" % dice.skewed(18, 140)
        if good:
            self.auth.line(time, "info", "login succeeded", user=self.user(), method=dice.pick(
                ("password", "password", "oauth2")), ip=ip, session=dice.hex(32), duration=took)
        else:
            self.auth.line(time, "warn", "login failed", user=self.user(), reason=dice.pick(
                ("invalid credentials", "account locked", "one-time code expired")), ip=ip,
                duration=took)
        self.access_line(time + 2000, "POST", "/api/login", 200 if good else 401,
                         dice.number(300, 420))
        if dice.chance(0.5):
            self.auth.line(time + self.ms(900, 9000), "info", "token refreshed", user=self.user(),
                           client_id=dice.pick(("web", "ios", "android")), ttl="15m0s")

    def checkout_request(self, time):
        ids = {"request_id": self.dice.uuid(), "order_id": self.order(), "user_id": self.user()}
        if self.locked(time):
            self.checkout_fails(time, ids)
            return
        dice = self.dice
        cents = dice.number(499, 48900)
        took = self.ms(60, 700)
        if dice.chance(0.06):
            reason = dice.pick(("insufficient_funds", "do_not_honor", "expired_card"))
            self.payment.line(time + took - 20000, "WARN", self.http_thread(),
                              "c.shop.payment.service.ChargeService",
                              "Card declined for order %s: %s" % (ids["order_id"], reason))
            self.checkout.line(time + took, "warn", "handler/checkout.go:152", "payment declined",
                               **ids, reason=reason)
            self.access_line(time + took, "POST", "/api/checkout", 402, 118)
            return
        self.payment.line(time + took - 20000, "INFO", self.http_thread(),
                          "c.shop.payment.service.ChargeService",
                          "Charged %d.%02d EUR for order %s in %d ms"
                          % (cents // 100, cents % 100, ids["order_id"], took // 1000 - 25))
        self.checkout.line(time + took, "info", "handler/checkout.go:171", "checkout completed",
                           **ids, amount_cents=cents, currency="EUR", duration_ms=took // 1000)
        self.access_line(time + took, "POST", "/api/checkout", 201, dice.number(410, 520))

    # -- the failing path ------------------------------------------------------------------------

    def checkout_fails(self, time, ids):
        dice = self.dice
        if time >= BREAKER_OPEN and dice.chance(0.55):
            self.checkout_error(time + self.ms(1, 6), ids, 0, "circuit breaker is open", 67)
            self.access_line(time + 7000, "POST", "/api/checkout", 502, 94, "nginx")
        elif time < POOL_DRY or dice.chance(0.35):
            if time < POOL_DRY:
                patience = self.charge_fails(time, "charge") - time
            else:
                patience = self.ms(3, 40)
                self.payment.line(time + patience, "WARN", self.http_thread(),
                                  "c.shop.payment.web.LoadSheddingFilter",
                                  "All %d request threads are busy, answering 503"
                                  % dice.number(196, 200), "payment-service")
            answered = time + patience + self.ms(2, 15)
            error = "upstream payment-service returned 503 Service Unavailable"
            self.checkout.line(answered, "warn", "payment/client.go:88", "retrying upstream call",
                               "checkout-api", request_id=ids["request_id"],
                               upstream="http://payment-service:8080/v1/charges", attempt=1,
                               backoff_ms=dice.number(200, 400), error=error)
            second = answered + patience + self.ms(250, 700)
            self.checkout_error(second, ids, 2, error, 102)
            self.access_line(second + 1000, "POST", "/api/checkout", 502, 131, "nginx")
        else:
            if dice.chance(0.6):
                self.charge_fails(time, "charge")
            error = ('Post "http://payment-service:8080/v1/charges": context deadline exceeded '
                     "(Client.Timeout exceeded while awaiting headers)")
            self.checkout.line(time + 10 * SECOND + self.ms(1, 9), "warn", "payment/client.go:88",
                               "retrying upstream call", "checkout-api",
                               request_id=ids["request_id"],
                               upstream="http://payment-service:8080/v1/charges", attempt=1,
                               backoff_ms=dice.number(200, 400), error=error)
            self.checkout_error(time + 20 * SECOND + self.ms(300, 600), ids, 2, error, 97)
            self.nginx_times_out(time + 15 * SECOND + self.ms(1, 20))

    def checkout_error(self, time, ids, attempts, error, line):
        self.checkout.line(time, "error", "handler/checkout.go:131", "checkout failed",
                           "checkout-api", **ids, attempts=attempts, error=error,
                           stacktrace=traces.GO_STACK % line)

    def nginx_times_out(self, time):
        ip = self.client()
        self.connection += self.dice.number(1, 40)
        self.error.line(time, "error", self.dice.number(31, 34), self.connection,
                        "upstream timed out (110: Operation timed out) while reading response "
                        "header from upstream, client: %s, server: shop.example.com, request: "
                        '"POST /api/checkout HTTP/2.0", upstream: '
                        '"http://10.244.1.%d:8080/api/checkout", host: "shop.example.com", '
                        'referrer: "https://shop.example.com/cart"'
                        % (ip, self.dice.pick((23, 31))), "nginx")
        self.access_line(time + 500, "POST", "/api/checkout", 504, 160, "nginx")

    def charge_fails(self, time, operation):
        """What payment-service and postgres say about one request; returns when it gave up."""
        dice = self.dice
        thread = self.http_thread()
        sql_logger = "o.h.engine.jdbc.spi.SqlExceptionHelper"
        service, controller = traces.CALLER[operation]
        servlet = ("Servlet.service() for servlet [dispatcherServlet] in context with path [] "
                   "threw exception [Request processing failed: %s] with root cause\n%s")
        if time < POOL_DRY:
            end = time + 3 * SECOND + self.ms(4, 60)
            statement = traces.STATEMENTS[operation]
            self.lock_wait(time + 20000, operation, 3 * SECOND)
            self.payment.line(end, "WARN", thread, sql_logger, "SQL Error: 0, SQLState: 55P03",
                              "payment-service")
            self.payment.line(end + 100, "ERROR", thread, sql_logger,
                              "ERROR: canceling statement due to lock timeout\n  Position: 8")
            trace = traces.LOCK_TRACE % {"statement": statement, "service": service,
                                         "controller": controller}
        else:
            waited = 30000 + dice.number(0, 6)
            end = time + waited * 1000
            if end >= CANCEL + 2 * SECOND:
                return end  # the lock is gone before the wait is over
            pool = self.pool_message(waited)
            cause = traces.REFUSED_CAUSE if self.refuses(end) else traces.CLIENTS_CAUSE
            state = "08001" if self.refuses(end) else "53300"
            self.payment.line(end, "WARN", thread, sql_logger,
                              "SQL Error: 0, SQLState: " + state, "payment-service")
            self.payment.line(end + 100, "ERROR", thread, sql_logger, pool, "payment-pool")
            frames = traces.TRANSACTION_FRAMES % (service, controller)
            trace = traces.POOL_TRACE % {"frames": frames, "pool": pool, "cause": cause}
        first = trace.split("\n", 1)[0]
        self.payment.line(end + 400, "ERROR", thread, "o.a.c.c.C.[.[.[/].[dispatcherServlet]",
                          servlet % (first, trace))
        return end

    def pool_message(self, waited):
        return ("HikariPool-1 - Connection is not available, request timed out after %dms "
                "(total=100, active=100, idle=0, waiting=%d)"
                % (waited, self.dice.number(12, 96)))

    def refuses(self, time):
        """The database drops in and out of its Service as the readiness probe fails or not."""
        return REFUSED <= time < CANCEL and time // (45 * SECOND) % 3 != 0

    def lock_wait(self, time, operation, timeout=None):
        dice = self.dice
        pid = dice.number(2100, 2199)
        statement = ("STATEMENT", traces.SERVER_STATEMENTS[operation])
        queue = ", ".join("%d" % other for other in sorted(
            {dice.number(2100, 2199) for _ in range(dice.number(1, 6))} - {pid}) or [2200])
        self.postgres.line(time + SECOND + dice.number(20, 900), pid, "payment@shop", (
            ("LOG", "process %d still waiting for RowExclusiveLock on relation 16424 of database "
             "16401 after 1000.%03d ms at character 8" % (pid, dice.number(20, 900))),
            ("DETAIL", "Process holding the lock: %d. Wait queue: %d, %s."
             % (REPORT_PID, pid, queue)), statement), "postgres")
        if timeout:
            self.postgres.line(time + timeout, pid, "payment@shop", (
                ("ERROR", "canceling statement due to lock timeout at character 8"), statement))

    def work_order(self, time):
        """order-worker takes an order from the queue and captures its payment."""
        dice = self.dice
        order = self.order()
        if not self.locked(time):
            self.worker_line(time, "I", "worker.go:118", "Order processed", order=order,
                             stream="orders", attempt=1, duration="%.1fms" % dice.skewed(40, 380))
            if dice.chance(0.35):
                took = self.ms(20, 180)
                self.payment.line(time, "INFO", self.http_thread(),
                                  "c.shop.payment.service.CaptureService",
                                  "Captured payment %s for order %s in %d ms"
                                  % (dice.uuid(), order, took // 1000))
            return
        if time < POOL_DRY or dice.chance(0.12):
            self.charge_fails(time, "capture")
        self.worker_line(time + 10 * SECOND, "E", "worker.go:131", "Capture failed, order put back",
                         "order-worker", order=order, stream="orders",
                         attempt=dice.number(1, 5), err="Post \"http://payment-service:8080/v1/"
                         "captures\": context deadline exceeded")

    def slow_query(self, time):
        dice = self.dice
        busy = self.locked(time)
        self.postgres.line(time, dice.number(2100, 2260), dice.pick(
            ("payment@shop", "inventory@shop", "orders@shop")), (
            ("LOG", "duration: %.3f ms  execute <unnamed>: %s"
             % (dice.skewed(250, 9000 if busy else 1400), dice.pick(traces.SLOW_SELECTS))),
            ("DETAIL", "parameters: $1 = '%s', $2 = '%d'" % (self.sku(), dice.number(10, 50)))))


def write_truth(shop, path, seed, lines):
    """What really happened, for tests and for judging an analysis."""
    marks = {}
    for file in shop.files:
        for mark, place in file.marks.items():
            if mark not in marks or place["time"] < marks[mark]["time"]:
                marks[mark] = place
    chain = ["postgres", "payment-service", "checkout-api", "nginx", "order-worker"]
    truth = {
        "seed": seed, "lines_requested": lines,
        "lines": sum(file.lines for file in shop.files),
        "window": {"from": rfc3339(0), "to": rfc3339(HOUR)},
        "incidents": 1, "severity": "critical", "category": "database",
        "root": {"service": "postgres", "component": "PostgreSQL at 10.0.0.5:5432",
                 "onset": marks["postgres"]["time"],
                 "cause": "the nightly sales report holds a table lock on payments in long "
                          "transactions; the connection pool of 100 and max_connections run out",
                 "action": "cancel the report's transactions"},
        "started": marks["postgres"]["time"], "recovered": marks["recovered"]["time"],
        "chain": [{"service": name, "onset": marks[name]["time"], "evidence": marks[name]}
                  for name in chain],
        "consequences": [{"what": "order-worker is killed for memory", "evidence": marks["oom"]}],
        "collateral": [{"service": "inventory-service", "evidence": marks["inventory-service"]}],
        "decoys": [{"what": "deploy of inventory-service", "evidence": marks["deploy"]},
                   {"what": "TLS certificate expires in three weeks", "evidence": marks["tls"]}],
        "key_lines": {"pool_timeout": marks["payment-pool"], "trigger": marks["trigger"],
                      "too_many_clients": marks["too-many-clients"]},
        "files": [{"file": file.name, "service": file.service, "format": file.form,
                   "lines": file.lines, "bytes": file.bytes} for file in shop.files],
    }
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        json.dump(truth, out, indent=1)
        out.write("\n")


def generate(out_dir, seed=1, lines=DEFAULT_LINES):
    logs_dir = os.path.join(out_dir, "shop")
    os.makedirs(logs_dir, exist_ok=True)
    scale = max(0.01, (lines - LINES_FIXED) / LINES_PER_UNIT)
    shop = Shop(logs_dir, seed, scale)
    shop.run()
    write_truth(shop, os.path.join(out_dir, "truth.json"), seed, lines)
    return shop


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, metavar="DIR", help="where the files go")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", type=int, default=DEFAULT_LINES,
                        help="about how many lines in all (default %(default)s)")
    options = parser.parse_args()
    shop = generate(options.out, options.seed, options.lines)
    for file in shop.files:
        print("%9d lines %11d bytes  %s" % (file.lines, file.bytes, file.name), file=sys.stderr)
    print("%9d lines %11d bytes" % (sum(f.lines for f in shop.files),
                                    sum(f.bytes for f in shop.files)), file=sys.stderr)


if __name__ == "__main__":
    main()
