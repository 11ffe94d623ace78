"""Stack traces, statements and other long constant texts of the sample shop's logs."""

CALLER = {"charge": ("ChargeService.charge(ChargeService.java:74)",
                     "ChargeController.create(ChargeController.java:41)"),
          "capture": ("CaptureService.capture(CaptureService.java:112)",
                      "CaptureController.create(CaptureController.java:38)"),
          "refund": ("RefundService.refund(RefundService.java:66)",
                     "RefundController.create(RefundController.java:52)")}

TRANSACTION_FRAMES = """\
	at org.springframework.orm.jpa.JpaTransactionManager.doBegin(JpaTransactionManager.java:466)
	at org.springframework.transaction.support.AbstractPlatformTransactionManager.startTransaction(AbstractPlatformTransactionManager.java:400)
	at org.springframework.transaction.interceptor.TransactionAspectSupport.invokeWithinTransaction(TransactionAspectSupport.java:379)
	at org.springframework.aop.framework.CglibAopProxy$DynamicAdvisedInterceptor.intercept(CglibAopProxy.java:717)
	at com.shop.payment.service.%s
	at com.shop.payment.api.%s
	at org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:885)
	at org.apache.tomcat.util.net.NioEndpoint$SocketProcessor.doRun(NioEndpoint.java:1744)
	at java.base/java.lang.Thread.run(Thread.java:840)"""

POOL_TRACE = """\
org.springframework.transaction.CannotCreateTransactionException: Could not open JPA EntityManager for transaction
%(frames)s
Caused by: org.hibernate.exception.JDBCConnectionException: Unable to acquire JDBC Connection [%(pool)s]
	at org.hibernate.exception.internal.SQLExceptionTypeDelegate.convert(SQLExceptionTypeDelegate.java:51)
	at org.hibernate.resource.jdbc.internal.LogicalConnectionManagedImpl.acquireConnectionIfNeeded(LogicalConnectionManagedImpl.java:113)
	... 41 common frames omitted
Caused by: java.sql.SQLTransientConnectionException: %(pool)s
	at com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:686)
	at com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:179)
	at com.zaxxer.hikari.HikariDataSource.getConnection(HikariDataSource.java:99)
	... 47 common frames omitted
Caused by: %(cause)s"""

REFUSED_CAUSE = """\
org.postgresql.util.PSQLException: Connection to 10.0.0.5:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.
	at org.postgresql.core.v3.ConnectionFactoryImpl.openConnectionImpl(ConnectionFactoryImpl.java:342)
	at com.zaxxer.hikari.pool.PoolBase.newConnection(PoolBase.java:360)
	... 4 common frames omitted
Caused by: java.net.ConnectException: Connection refused
	at java.base/sun.nio.ch.Net.pollConnect(Native Method)
	at java.base/java.net.Socket.connect(Socket.java:633)
	at org.postgresql.core.PGStream.createSocket(PGStream.java:243)
	... 14 common frames omitted"""

CLIENTS_CAUSE = """\
org.postgresql.util.PSQLException: FATAL: sorry, too many clients already
	at org.postgresql.core.v3.ConnectionFactoryImpl.doAuthentication(ConnectionFactoryImpl.java:693)
	at com.zaxxer.hikari.pool.PoolBase.newConnection(PoolBase.java:360)
	... 4 common frames omitted"""

LOCK_TRACE = """\
org.springframework.dao.CannotAcquireLockException: could not execute statement [ERROR: canceling statement due to lock timeout
  Position: 8] [%(statement)s]; SQL [%(statement)s]
	at org.springframework.orm.jpa.vendor.HibernateJpaDialect.convertHibernateAccessException(HibernateJpaDialect.java:287)
	at org.springframework.orm.jpa.JpaTransactionManager.doCommit(JpaTransactionManager.java:565)
	at com.shop.payment.service.%(service)s
	at com.shop.payment.api.%(controller)s
	at java.base/java.lang.Thread.run(Thread.java:840)
Caused by: org.hibernate.PessimisticLockException: could not execute statement [ERROR: canceling statement due to lock timeout
  Position: 8] [%(statement)s]
	at org.hibernate.dialect.PostgreSQLDialect.lambda$buildSQLExceptionConversionDelegate$3(PostgreSQLDialect.java:1116)
	... 52 common frames omitted
Caused by: org.postgresql.util.PSQLException: ERROR: canceling statement due to lock timeout
  Position: 8
	at org.postgresql.core.v3.QueryExecutorImpl.receiveErrorResponse(QueryExecutorImpl.java:2725)
	at org.postgresql.jdbc.PgPreparedStatement.executeUpdate(PgPreparedStatement.java:155)
	... 58 common frames omitted"""

HEALTH_TRACE = """\
org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC Connection
	at org.springframework.jdbc.datasource.DataSourceUtils.getConnection(DataSourceUtils.java:84)
	at org.springframework.boot.actuate.jdbc.DataSourceHealthIndicator.doHealthCheck(DataSourceHealthIndicator.java:105)
	at java.base/java.lang.Thread.run(Thread.java:840)
Caused by: java.sql.SQLTransientConnectionException: %s
	at com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:686)
	... 38 common frames omitted"""

GO_STACK = ("github.com/shop/checkout/internal/payment.(*Client).Charge\n"
            "\t/src/internal/payment/client.go:%d\n"
            "github.com/shop/checkout/internal/handler.(*Checkout).ServeHTTP\n"
            "\t/src/internal/handler/checkout.go:131\nnet/http.HandlerFunc.ServeHTTP\n"
            "\t/usr/local/go/src/net/http/server.go:2166")

STOCK_TRACE = """\
Traceback (most recent call last):
  File "/app/inventory/api.py", line %d, in get_stock
    row = self.cache[sku]
          ~~~~~~~~~~^^^^^
KeyError: '%s'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/inventory/api.py", line %d, in get_stock
    warehouse = WAREHOUSES[sku.split("-")[1]]
                ~~~~~~~~~~^^^^^^^^^^^^^^^^^^^
KeyError: '%s'"""

PSYCOPG_TRACE = """\
Traceback (most recent call last):
  File "/app/inventory/sync.py", line 57, in refresh
    with self.pool.connect(timeout=5) as connection:
  File "/usr/local/lib/python3.12/site-packages/psycopg2/__init__.py", line 122, in connect
    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)
psycopg2.OperationalError: connection to server at "10.0.0.5", port 5432 failed: %s"""

STATEMENTS = {
    "charge": "insert into payments (amount_cents,currency,order_id,status,id) values (?,?,?,?,?)",
    "capture": "update payments set status=?,updated_at=? where id=?",
    "refund": "update payments set refunded_cents=?,status=?,updated_at=? where id=?"}

# The same as the server sees them.
SERVER_STATEMENTS = {
    "charge": "insert into payments (amount_cents,currency,order_id,status,id) "
              "values ($1,$2,$3,$4,$5)",
    "capture": "update payments set status=$1,updated_at=$2 where id=$3",
    "refund": "update payments set refunded_cents=$1,status=$2,updated_at=$3 where id=$4"}

SLOW_SELECTS = (
    "SELECT p.id, p.status, p.amount_cents FROM payments p WHERE p.customer_id = $1 "
    "ORDER BY p.created_at DESC LIMIT $2",
    "SELECT sum(quantity) FROM stock_movements WHERE sku = $1 AND booked_at > $2",
    "SELECT o.* FROM orders o JOIN order_items i ON i.order_id = o.id WHERE i.sku = $1")

REPORT_SQL = ("INSERT INTO sales_rollup SELECT date_trunc('hour', p.created_at), o.region, "
              "sum(p.amount_cents) FROM payments p JOIN orders o ON o.id = p.order_id "
              "GROUP BY 1, 2")

VACUUM = """\
automatic vacuum of table "shop.public.%s": index scans: %d
	pages: 0 removed, %d remain, %d scanned (100.00%% of total)
	tuples: %d removed, %d remain, %d are dead but not yet removable
	removable cutoff: %d, which was %d XIDs old when operation ended
	avg read rate: %.3f MB/s, avg write rate: %.3f MB/s
	buffer usage: %d hits, %d misses, %d dirtied
	system usage: CPU: user: %.2f s, system: 0.00 s, elapsed: %.2f s"""

AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/124.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.4 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1",
    "ShopApp/8.2.1 (Android 14; Pixel 8)")
