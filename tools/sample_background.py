"""What the sample shop's services log on their own: health checks, housekeeping, the deploy, the
report, the kill for memory. `tick` is called once for each second of the hour."""

import json

from sample_formats import SECOND
from sample_story import (CANCEL, CERT_WARNING, DEPLOY, LOCK, OOM, ORDER_POD_UID, PODS, POOL_DRY,
                          QUEUE_EMPTY, REFUSED, REPORT_PID, REPORT_START, at)
import sample_traces as traces


def tick(shop, second, now):
    soon = now + shop.dice.number(0, 250000)
    health_checks(shop, second, soon)
    payment(shop, second, soon)
    postgres(shop, second, soon)
    postgres_incident(shop, second, now)
    nginx(shop, second, now)
    inventory(shop, second, soon)
    auth(shop, second, soon)
    order_worker(shop, second, soon)
    node(shop, second, soon)
    redis(shop, second, soon)
    scripted = {DEPLOY: deploy, REPORT_START: report_starts, OOM: out_of_memory,
                CANCEL: cancelled, at(23, 9): outbox_blocked}
    if now in scripted:
        scripted[now](shop, now + shop.dice.number(1000, 90000))


def every(second, period, offset=0):
    return second % period == offset


def health_checks(shop, second, now):
    dice = shop.dice
    if every(second, 10, 3):
        shop.access.line(now + 210000, "10.244.1.1", "GET /healthz HTTP/1.1", 200, 2, "-",
                         "kube-probe/1.29")
    if every(second, 15, 4):
        shop.checkout.line(now + 400000, "info", "server/health.go:34",
                           "health check", path="/healthz", status=200,
                           duration_ms=dice.number(0, 2))
    if every(second, 15, 8):
        shop.inventory.line(now + 31000, "INFO", "inventory.api", "GET /healthz 200 %.1fms"
                            % dice.skewed(0.4, 3))
    if every(second, 20, 6):
        shop.auth.line(now + 77000, "debug", "health check", path="/healthz", status=200,
                       duration="%.2fms" % dice.skewed(0.1, 1))


def payment(shop, second, now):
    dice = shop.dice
    connection = "org.postgresql.jdbc.PgConnection@" + dice.hex(8)
    if every(second, 540, 97) and not shop.locked(now):
        shop.payment.line(now + 5000, "WARN", "HikariPool-1 housekeeper"[-15:],
                          "com.zaxxer.hikari.pool.PoolBase",
                          "HikariPool-1 - Failed to validate connection %s (This connection has "
                          "been closed.). Possibly consider using a shorter maxLifetime value."
                          % connection)
    if every(second, 30, 12):
        shop.payment.line(now + 9000, "INFO", "scheduling-1", "c.s.payment.outbox.OutboxRelay",
                          "Relayed %d events in %d ms" % (
                              (0, 0) if shop.locked(now) else (dice.number(3, 24),
                                                               dice.number(8, 60))))
    if every(second, 60, 41) and POOL_DRY + 30 * SECOND <= now < CANCEL:
        pool = shop.pool_message(30000 + dice.number(0, 4))
        shop.payment.line(now, "WARN", shop.http_thread(),
                          "o.s.b.a.jdbc.DataSourceHealthIndicator",
                          "DataSource health check failed\n\n" + traces.HEALTH_TRACE % pool)
    if every(second, 900, 333):
        shop.payment.line(now, "WARN", "scheduling-1", "c.s.payment.rates.ExchangeRates",
                          "Rates are %d minutes old, using them anyway" % dice.number(61, 75))


def outbox_blocked(shop, now):
    shop.payment.line(now + 312000, "WARN", "scheduling-1", "c.s.payment.outbox.OutboxRelay",
                      "64 of 64 publishers busy for more than 5000 ms", "payment-service")


def session(shop, time, user, host, application=None):
    """A short connection: received, authorized, and gone."""
    dice = shop.dice
    pid, port = dice.number(2270, 3300), dice.number(32768, 60999)
    name = " application_name=" + application if application else ""
    shop.postgres.line(time, pid, "[unknown]@[unknown]", (
        ("LOG", "connection received: host=%s port=%d" % (host, port)),))
    shop.postgres.line(time + 4000, pid, user + "@shop", (
        ("LOG", "connection authorized: user=%s database=shop%s" % (user, name)),))
    took = shop.ms(20, 900)
    shop.postgres.line(time + 4000 + took, pid, user + "@shop", (
        ("LOG", "disconnection: session time: 0:00:00.%03d user=%s database=shop host=%s port=%d"
         % (took // 1000, user, host, port)),))


def postgres(shop, second, now):
    dice = shop.dice
    if every(second, 30, 5):
        session(shop, shop.within(now), "metrics", "10.244.2.9", "postgres_exporter")
    if every(second, 300, 17):
        shop.postgres.line(now + 12000, 71, "", (("LOG", "checkpoint starting: time"),))
        write, buffers = dice.number(260000, 269999), dice.number(900, 4100)
        shop.postgres.line(now + 270 * SECOND, 71, "", (
            ("LOG", "checkpoint complete: wrote %d buffers (%.1f%%); 0 WAL file(s) added, 0 "
             "removed, %d recycled; write=%d.%03d s, sync=0.0%02d s, total=%d.%03d s; sync "
             "files=%d, longest=0.004 s, average=0.001 s; distance=%d kB, estimate=%d kB"
             % (buffers, buffers / 163.84, dice.number(0, 3), write // 1000, write % 1000,
                dice.number(4, 40), write // 1000, write % 1000 // 2 + 500, dice.number(40, 120),
                dice.number(9000, 19000), dice.number(15000, 21000))),))
    if every(second, 180, 64):
        # While the report runs, dead rows cannot be removed: evidence for those who look.
        dead = (now - LOCK) // SECOND * 14 if shop.locked(now) else 0
        pages, rows = dice.number(900, 9000), dice.number(40000, 400000)
        shop.transaction += dice.number(400, 2500)
        shop.postgres.line(now + 500000, dice.number(3300, 3380), "", (
            ("LOG", traces.VACUUM % (
                dice.pick(("sessions", "cart_items", "stock", "outbox")), 0 if dead else 1, pages,
                pages, 0 if dead else dice.number(200, 3000), rows, dead, shop.transaction,
                dead + dice.number(1, 40), dice.skewed(0, 9), dice.skewed(0, 4),
                dice.number(900, 20000), dice.number(0, 300), dice.number(20, 900),
                dice.skewed(0.01, 0.3), dice.skewed(0.03, 0.9))),))


def postgres_incident(shop, second, now):
    dice = shop.dice
    if not shop.locked(now):
        return
    if now == LOCK:
        shop.lock_wait(now + 200000, "charge", 3 * SECOND)
    rate = 1.2 if now < LOCK + 60 * SECOND else 0.04
    for _ in range(dice.count(rate)):
        shop.lock_wait(shop.within(now), dice.pick(("capture", "refund")))
    if now > POOL_DRY + 12 * SECOND:
        for time in shop.events(now, 0.11):
            reserved = dice.chance(0.3)
            shop.postgres.line(time, dice.number(3400, 4400), dice.pick(
                ("payment@shop", "payment@shop", "inventory@shop", "orders@shop")), (
                ("FATAL", "remaining connection slots are reserved for roles with the SUPERUSER "
                 "attribute" if reserved else "sorry, too many clients already"),),
                None if reserved else "too-many-clients")
    if every(second, 150, 70):
        shop.postgres.line(now + 81000, REPORT_PID, "report@shop", (
            ("LOG", 'temporary file: path "base/pgsql_tmp/pgsql_tmp%d.%d", size %d'
             % (REPORT_PID, second // 150, dice.number(400, 1000) * 1048576)),
            ("STATEMENT", traces.REPORT_SQL)))


def report_starts(shop, now):
    pid, name = REPORT_PID, PODS["report"]
    shop.node.klog(now + 20000, "I", "kubelet.go:2430",
                   '"SyncLoop ADD" source="api" pods=["shop/%s"]' % name)
    shop.node.containerd(now + 600000, "info", 'StartContainer for \\"%s\\" returns successfully'
                         % shop.dice.hex(64))
    shop.postgres.line(now + 1900000, pid, "[unknown]@[unknown]", (
        ("LOG", "connection received: host=10.244.1.88 port=41822"),))
    shop.postgres.line(now + 1908000, pid, "report@shop", (
        ("LOG", "connection authorized: user=report database=shop "
         "application_name=nightly-sales-report"),), "trigger")
    shop.postgres.line(LOCK + 10000, pid, "report@shop", (
        ("LOG", "duration: 1204.118 ms  statement: LOCK TABLE payments IN SHARE ROW EXCLUSIVE "
         "MODE"),))
    for i in range(84):  # the report's parallel readers, each with its own transaction
        time = LOCK + 300000 + i * 90000
        shop.postgres.line(time, 3392 + i, "report@shop", (
            ("LOG", "connection authorized: user=report database=shop "
             "application_name=nightly-sales-report/%d" % (i + 1)),))


def cancelled(shop, now):
    dice = shop.dice
    shop.postgres.line(now + 118000, REPORT_PID, "report@shop", (
        ("FATAL", "terminating connection due to administrator command"),
        ("STATEMENT", traces.REPORT_SQL)), "recovered")
    for i in range(84):
        shop.postgres.line(now + 130000 + i * 700, 3392 + i, "report@shop", (
            ("FATAL", "terminating connection due to administrator command"),))
    for i in range(72):
        waited = now - LOCK - dice.number(2, 40) * SECOND
        pid = 2100 + i
        shop.postgres.line(now + 160000 + i * 3100, pid, "payment@shop", (
            ("LOG", "process %d acquired RowExclusiveLock on relation 16424 of database 16401 "
             "after %d.%03d ms at character 8" % (pid, waited // 1000, dice.number(0, 999))),
            ("STATEMENT", traces.SERVER_STATEMENTS[dice.pick(("capture", "refund"))])))
    shop.payment.line(now + 900000, "INFO", "scheduling-1", "c.s.payment.outbox.OutboxRelay",
                      "Relayed %d events in %d ms" % (dice.number(900, 1400),
                                                      dice.number(3000, 5000)))
    shop.checkout.line(now + 6 * SECOND, "info", "payment/breaker.go:57",
                       "circuit breaker changed state", name="payment-service", state="closed")
    shop.node.klog(now + 4 * SECOND, "I", "kubelet.go:2516",
                   '"SyncLoop (probe)" probe="readiness" status="ready" pod="shop/postgres-0"')
    shop.node.klog(now + 7 * SECOND, "I", "kubelet.go:2516", '"SyncLoop (probe)" probe="readiness" '
                   'status="ready" pod="shop/%s"' % PODS["payment"])


def nginx(shop, second, now):
    dice = shop.dice
    for time in shop.events(now, 0.012):
        shop.connection += dice.number(1, 40)
        shop.error.line(time, "warn", dice.number(31, 34), shop.connection,
                        "a client request body is buffered to a temporary file "
                        "/tmp/nginx/client-body/%010d, client: %s, server: shop.example.com, "
                        'request: "POST /api/reviews HTTP/2.0", host: "shop.example.com"'
                        % (shop.connection, shop.client()))
    for time in shop.events(now, 0.008):
        shop.connection += dice.number(1, 40)
        shop.error.line(time, "error", dice.number(31, 34), shop.connection,
                        'open() "/usr/share/nginx/html/%s" failed (2: No such file or directory), '
                        'client: %s, server: shop.example.com, request: "GET /%s HTTP/1.1", host: '
                        '"shop.example.com"' % ((name := dice.pick(("robots.txt", "ads.txt",
                                                                    "favicon.ico"))),
                                                shop.client(), name))
    if shop.locked(now) and now > REFUSED + 20 * SECOND:
        for time in shop.events(now, 0.025):
            shop.connection += dice.number(1, 40)
            shop.error.line(time, "error", dice.number(31, 34), shop.connection, dice.pick((
                "connect() failed (111: Connection refused) while connecting to upstream",
                "no live upstreams while connecting to upstream",
                "upstream prematurely closed connection while reading response header from "
                "upstream")) + ", client: %s, server: shop.example.com, request: \"POST "
                "/api/checkout HTTP/2.0\", upstream: \"http://10.244.1.%d:8080/api/checkout\", "
                'host: "shop.example.com"' % (shop.client(), dice.pick((23, 31))), "nginx")
            shop.access_line(time + 400, "POST", "/api/checkout", 502, 150, "nginx")


def inventory(shop, second, now):
    dice = shop.dice
    if every(second, 60, 44):
        time = shop.within(now)
        if POOL_DRY + 40 * SECOND < now < CANCEL:
            reason = ("Connection refused\n\tIs the server running on that host and accepting "
                      "TCP/IP connections?" if shop.refuses(now)
                      else "FATAL:  sorry, too many clients already")
            shop.inventory.line(time, "ERROR", "inventory.sync",
                                "Stock refresh failed, keeping the old figures\n"
                                + traces.PSYCOPG_TRACE % reason, "inventory-service")
        else:
            shop.inventory.line(time, "INFO", "inventory.sync", "Refreshed stock of %d articles in "
                                "%.2fs" % (dice.number(4700, 4800), dice.skewed(0.4, 2)))
    for time in shop.events(now, 0.01):
        shop.inventory.line(time, "WARNING", "inventory.stock", "Stock of %s is low: %d left"
                            % (shop.sku(), dice.number(1, 9)))


def deploy(shop, now):
    """A clean rolling update of inventory-service, which has nothing to do with what follows."""
    new, old, node = PODS["inventory_new"], PODS["inventory_old"], shop.node
    node.klog(now, "I", "kubelet.go:2430", '"SyncLoop ADD" source="api" pods=["shop/%s"]' % new,
              "deploy")
    node.containerd(now + 900000, "info", 'PullImage \\"registry.example.com/shop/'
                    'inventory-service:2.14.0\\"')
    node.containerd(now + 5200000, "info", 'Pulled image \\"registry.example.com/shop/'
                    'inventory-service:2.14.0\\" with image id \\"sha256:%s\\", size \\"84213377\\"'
                    ' in 4.291s' % shop.dice.hex(64))
    node.klog(now + 9 * SECOND, "I", "prober.go:107", '"Probe failed" probeType="Readiness" pod='
              '"shop/%s" containerName="inventory-service" probeResult="failure" output="Get '
              '\\"http://10.244.1.61:8000/healthz\\": dial tcp 10.244.1.61:8000: connect: '
              'connection refused"' % new)
    log = shop.inventory.line
    log(now + 7 * SECOND, "INFO", "inventory.main", "Starting inventory-service 2.14.0 (build 8f31c"
        "02), Python 3.12.3")
    log(now + 8 * SECOND, "WARNING", "py.warnings", "/app/inventory/settings.py:31: "
        "DeprecationWarning: STOCK_CACHE_TTL is deprecated, use cache.ttl_s\n"
        "  warnings.warn(\"STOCK_CACHE_TTL is deprecated, use cache.ttl_s\", DeprecationWarning)")
    log(now + 11 * SECOND, "INFO", "inventory.main", "Loaded 4796 articles, listening on "
        "0.0.0.0:8000")
    log(now + 19 * SECOND, "INFO", "inventory.main", "Received SIGTERM, finishing 2 open requests "
        "(2.13.4)")
    log(now + 20 * SECOND, "INFO", "inventory.main", "Shutdown complete")
    node.klog(now + 18 * SECOND, "I", "kubelet.go:2446", '"SyncLoop DELETE" source="api" '
              'pods=["shop/%s"]' % old)
    node.klog(now + 21 * SECOND, "I", "kubelet.go:2440", '"SyncLoop REMOVE" source="api" '
              'pods=["shop/%s"]' % old)


def auth(shop, second, now):
    if now >= CERT_WARNING and every(second, 600, 240):
        shop.auth.line(now + 17000, "warn", "TLS certificate expires soon", "tls",
                       subject="CN=login.shop.example.com", not_after="2026-05-11T23:59:59Z",
                       days_left=21)
    if every(second, 300, 120):
        shop.auth.line(now + 52000, "info", "signing keys refreshed", keys=shop.dice.number(2, 3),
                       kid=shop.dice.hex(16))


def order_worker(shop, second, now):
    dice = shop.dice
    if every(second, 20, 9):
        depth, mark = dice.number(0, 14), None
        if LOCK + 20 * SECOND < now < CANCEL:
            depth, mark = (now - LOCK) // SECOND * 2 + dice.number(0, 30), "order-worker"
        elif CANCEL <= now < QUEUE_EMPTY:
            depth = (QUEUE_EMPTY - now) // SECOND * 9 + dice.number(0, 60)
        if depth > 100:
            shop.worker_line(now, "W", "queue.go:142", "Queue depth above threshold", mark,
                             stream="orders", depth=depth, threshold=100,
                             oldest="%ds" % min(depth // 2, 1400))
        else:
            shop.worker_line(now, "I", "queue.go:139", "Queue depth", stream="orders", depth=depth)
    if every(second, 60, 33) and at(29) < now < OOM:
        used = 150 + (now - at(29)) * 104 // (OOM - at(29))
        shop.worker_line(now, "W", "memory.go:61", "Memory use is high", rssMiB=used, limitMiB=256)
    if every(second, 600, 405):
        # Over 16 KiB, so that the container runtime cuts it into partial lines.
        orders = [{"id": shop.order(), "user": shop.user(), "items": [
            {"sku": shop.sku(), "quantity": dice.number(1, 4)} for _ in range(3)]}
            for _ in range(dice.number(110, 190))]
        shop.worker_line(now, "I", "batch.go:77", "Batch settled", size=len(orders),
                         payload=json.dumps(orders, separators=(",", ":")))


def out_of_memory(shop, now):
    dice, node = shop.dice, shop.node
    scope = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod%s.slice" % (
        ORDER_POD_UID.replace("-", "_"))
    container = dice.hex(64)
    uptime = 812000.118204

    def kernel(text, mark=None):
        nonlocal uptime
        uptime += 0.000013
        node.line(now + 40000, "kernel", "[%.6f] %s" % (uptime, text), mark)

    kernel("order-worker invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, "
           "oom_score_adj=979")
    kernel("CPU: 3 PID: 48213 Comm: order-worker Not tainted 5.15.0-105-generic #115-Ubuntu")
    for frame in ("Call Trace:", " <TASK>", " dump_stack_lvl+0x4a/0x63", " dump_header+0x53/0x228",
                  " oom_kill_process.cold+0xb/0x10", " out_of_memory+0x106/0x2e0",
                  " mem_cgroup_out_of_memory+0x13f/0x160", " try_charge_memcg+0x687/0x740",
                  " </TASK>"):
        kernel(frame)
    kernel("memory: usage 262144kB, limit 262144kB, failcnt 1873")
    kernel("oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-containerd-%s.scope,"
           "mems_allowed=0,oom_memcg=%s,task_memcg=%s/cri-containerd-%s.scope,task=order-worker,"
           "pid=48213,uid=1000" % (container, scope, scope, container))
    kernel("Memory cgroup out of memory: Killed process 48213 (order-worker) total-vm:1303948kB, "
           "anon-rss:259872kB, file-rss:12288kB, shmem-rss:0kB, UID:1000 pgtables:812kB "
           "oom_score_adj:979", "oom")
    node.containerd(now + 90000, "info", 'TaskOOM event container_id:\\"%s\\"' % container)
    node.klog(now + 700000, "I", "kubelet.go:2462",
              '"SyncLoop (PLEG): event for pod" pod="shop/%s" '
              'event={"ID":"%s","Type":"ContainerDied","Data":"%s"}'
              % (PODS["order"], ORDER_POD_UID, container))
    node.containerd(now + 3 * SECOND, "info", 'StartContainer for \\"%s\\" returns successfully'
                    % dice.hex(64))
    new = shop.worker_new
    new.line(now + 4 * SECOND, "I", "main.go:41", "Starting order-worker", version="1.31.2",
             stream="orders", workers=8)
    new.raw(now + 4 * SECOND + 9000, "stdout", "")
    new.line(now + 4 * SECOND + 20000, "W", "queue.go:88", "Claiming orders of a dead consumer",
             stream="orders", consumer=PODS["order"], pending=dice.number(700, 900))


def node(shop, second, now):
    dice, log = shop.dice, shop.node
    if every(second, 60, 1):
        log.line(now, "CRON[%d]" % (9000 + second * 3), "(root) CMD (test -x /usr/sbin/anacron || "
                 "{ cd / && run-parts --report /etc/cron.hourly; })")
    if every(second, 30, 22):
        log.klog(shop.within(now), "I", "kubelet_getters.go:187",
                 '"Pod status updated" pod="kube-system/kube-proxy-%s" status="Running"'
                 % dice.letters(5))
    if every(second, 120, 50):
        log.containerd(shop.within(now), "info", 'ExecSync for \\"%s\\" with command [redis-cli '
                       'ping] and timeout 1 (s)' % dice.hex(64))
    if every(second, 400, 210):
        log.line(now, "systemd[1]", dice.pick(("Started Cleanup of Temporary Directories.",
                                               "logrotate.service: Deactivated successfully.",
                                               "Starting Daily apt download activities...")))
    if every(second, 170, 99):
        log.line(now, "sshd[%d]" % (41000 + second), "Connection closed by authenticating user "
                 "root %s port %d [preauth]" % (shop.client(), dice.number(30000, 60999)))
    if every(second, 700, 330):
        log.klog(now, "E", "cri_stats_provider.go:448", '"Failed to get the info of the filesystem '
                 'with mountpoint" err="unable to find data in memory cache" '
                 'mountpoint="/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs"')
    failing = '"Probe failed" probeType="Readiness" pod="shop/%s" containerName="%s" ' \
              'probeResult="failure" output="%s"'
    if every(second, 10, 4) and REFUSED - 18 * SECOND < now < CANCEL:
        log.klog(shop.within(now), "I", "prober.go:107", failing % (
            "postgres-0", "postgres", "psql: error: connection to server at \\\"127.0.0.1\\\", "
            "port 5432 failed: FATAL:  sorry, too many clients already\\n"))
    if every(second, 15, 7) and POOL_DRY + 40 * SECOND < now < CANCEL:
        log.klog(shop.within(now), "I", "prober.go:107", failing % (
            PODS["payment"], "payment-service", "HTTP probe failed with statuscode: 503"))


def redis(shop, second, now):
    dice, log = shop.dice, shop.redis
    if every(second, 60 if shop.locked(now) else 150, 25):
        pid, pages = 20000 + second, dice.number(1, 9)
        reason = "10000 changes in 60 seconds" if shop.locked(now) else "100 changes in 300 seconds"
        log.line(now, "1:M", "*", reason + ". Saving...")
        log.line(now + 6000, "1:M", "*", "Background saving started by pid %d" % pid)
        log.line(now + 160000, "%d:C" % pid, "*", "DB saved on disk")
        log.line(now + 168000, "%d:C" % pid, "*", "Fork CoW for RDB: current %d MB, peak %d MB, "
                 "average %d MB" % (pages, pages, max(1, pages - 1)))
        log.line(now + 210000, "1:M", "*", "Background saving terminated with success")
    if every(second, 1300, 611):
        log.line(now, "1:M", "#", "Client id=%d addr=10.244.1.%d:%d laddr=10.244.2.14:6379 fd=%d "
                 "name= age=%d idle=0 flags=S scheduled to be closed ASAP for overcoming of output "
                 "buffer limits." % (dice.number(900, 9000), dice.number(20, 40),
                                     dice.number(32768, 60999), dice.number(9, 60),
                                     dice.number(300, 9000)))
