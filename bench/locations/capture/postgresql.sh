#!/bin/sh
# A cluster of its own with debug messages; pgbench, good and bad SQL, crashes, recovery.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
packages postgresql postgresql-contrib
bin=$(echo /usr/lib/postgresql/*/bin | tr ' ' '\n' | tail -n 1)
chmod 755 "$work"
install -d -o postgres "$work/pg"
as() { (cd "$work" && setpriv --reuid postgres --regid postgres --clear-groups "$@"); }
as "$bin/initdb" -D "$work/pg/data" -A trust >/dev/null
cat >>"$work/pg/data/postgresql.conf" <<CONF
port = 54329
listen_addresses = ''
unix_socket_directories = '$work/pg'
log_line_prefix = '%m [%p] '
log_error_verbosity = verbose
log_min_messages = debug2
log_connections = on
log_disconnections = on
log_checkpoints = on
log_lock_waits = on
log_temp_files = 0
log_autovacuum_min_duration = 0
log_min_duration_statement = 20
deadlock_timeout = 200ms
autovacuum_naptime = 2s
work_mem = 64kB
wal_level = logical
CONF
ctl() { as "$bin/pg_ctl" -s -w -D "$work/pg/data" -l "$work/pg/log" "$@"; }
sql() { as "$bin/psql" -q -h "$work/pg" -p 54329 -U postgres "$@" >/dev/null 2>&1 || :; }
ctl start
sql -c 'CREATE DATABASE shop' -c 'CREATE ROLE anna LOGIN' -c 'CREATE ROLE bert LOGIN CONNECTION LIMIT 0'
as "$bin/pgbench" -q -i -s 2 -h "$work/pg" -p 54329 -U postgres shop >/dev/null 2>&1
as "$bin/pgbench" -c 4 -t 60 -h "$work/pg" -p 54329 -U postgres shop >/dev/null 2>&1
sql -U anna shop -c 'SELECT * FROM pgbench_accounts' -c 'CREATE TABLE own (id int primary key, name text not null, mail varchar(8) unique, age int check (age > 0))' \
    -c 'DROP TABLE pgbench_history' -c 'SET ROLE postgres'
sql -U bert shop -c 'SELECT 1'
sql -U nobody_such shop -c 'SELECT 1'
sql no_such_database -c 'SELECT 1'
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
    sql shop -c "CREATE TABLE t$n (id int primary key, name text not null, mail varchar(8) unique, age int check (age > 0))" \
        -c "CREATE TABLE t$n (x int)" \
        -c "INSERT INTO t$n SELECT i, 'name ' || i, 'm' || i, i FROM generate_series(1, 500) i" \
        -c "INSERT INTO t$n VALUES ($n, 'again', 'x', 1)" -c "INSERT INTO t$n VALUES (90$n, NULL, 'y', 1)" \
        -c "INSERT INTO t$n VALUES (80$n, 'a', 'much too long', 1)" -c "INSERT INTO t$n VALUES (70$n, 'b', 'z', -$n)" \
        -c "SELECT * FROM missing_$n" -c "SELECT missing_$n FROM t$n" -c "SELECT nofunction_$n(1)" \
        -c "SELEC $n" -c "SELECT 1 / ($n - $n)" -c "SELECT 'abc$n'::int" -c "SELECT '2020-13-$n'::date" \
        -c "SELECT 1000000000 * ${n}000000" -c "SELECT '{bad$n'::json" -c "SELECT 'x'::uuid, $n" \
        -c "SELECT * FROM t$n ORDER BY name, mail, age" -c "CREATE INDEX i$n ON t$n (name)" \
        -c "ANALYZE VERBOSE t$n" -c "VACUUM VERBOSE t$n" -c "ALTER TABLE t$n ADD COLUMN c$n int DEFAULT $n" \
        -c "CREATE VIEW v$n AS SELECT id FROM t$n" -c "DROP TABLE t$n" -c "CREATE TYPE e$n AS ENUM ('a', 'b')" \
        -c "SELECT 'q$n'::e$n" -c "DROP ROLE nobody_$n" -c "DROP TABLE IF EXISTS absent_$n" \
        -c "COMMIT" -c "BEGIN; BEGIN; SELECT $n/0; SELECT 1; ROLLBACK" -c "ROLLBACK TO SAVEPOINT s$n" \
        -c "SET no_such_$n = 1" -c "SET work_mem = 'lots$n'" -c "SET statement_timeout = '${n}ms'; SELECT pg_sleep(1)" \
        -c "DO \$\$ BEGIN RAISE WARNING 'stock % of article % is low', $n, 'art-$n'; END \$\$" \
        -c "DO \$\$ BEGIN RAISE EXCEPTION 'order % refused', $n; END \$\$" \
        -c "PREPARE p$n AS SELECT \$1::int" -c "EXECUTE p$n(1)" -c "EXECUTE nop$n" -c "LOCK TABLE t$n" \
        -c "SELECT pg_advisory_unlock($n)" -c "NOTIFY n$n" -c "LISTEN l$n" -c "CREATE EXTENSION none$n" \
        -c "COPY t$n FROM '/nonexistent/$n'" -c "COPY t$n (id) FROM PROGRAM 'exit $n'" \
        -c "CREATE FUNCTION f$n() RETURNS int LANGUAGE sql AS 'SELECT nothing'" \
        -c "SELECT lpad('x', 1000000000), $n" -c "SELECT array_fill(1, ARRAY[$n, -1])" \
        -c "SELECT pg_terminate_backend(99999$n)" -c "CHECKPOINT" -c "SELECT pg_switch_wal()" -c "TRUNCATE t$n CASCADE"
done
for extension in pg_trgm hstore citext pg_stat_statements btree_gin; do
    sql shop -c "CREATE EXTENSION $extension" -c "DROP EXTENSION $extension"
done
for slot in a b c; do
    sql shop -c "SELECT pg_create_logical_replication_slot('slot_$slot', 'test_decoding')" \
        -c "UPDATE t1 SET age = 5" -c "SELECT count(*) FROM pg_logical_slot_get_changes('slot_$slot', NULL, NULL)" \
        -c "SELECT pg_drop_replication_slot('slot_$slot')" -c "SELECT pg_drop_replication_slot('none_$slot')"
done
# Two that wait for each other, more connections than allowed, a backend that is killed.
sql shop -c 'BEGIN; UPDATE t1 SET age = 1 WHERE id = 1; SELECT pg_sleep(1); UPDATE t1 SET age = 1 WHERE id = 2; COMMIT' &
sql shop -c 'BEGIN; UPDATE t1 SET age = 1 WHERE id = 2; SELECT pg_sleep(1); UPDATE t1 SET age = 1 WHERE id = 1; COMMIT'
wait $!
as "$bin/pg_dump" -h "$work/pg" -p 54329 -U postgres shop >/dev/null 2>&1 || :
as "$bin/pg_basebackup" -h "$work/pg" -p 54329 -U postgres -D "$work/pg/copy" -c fast >/dev/null 2>&1 || :
sql -c "ALTER SYSTEM SET shared_buffers = '64MB'" -c "ALTER SYSTEM SET log_checkpoints = off" -c 'SELECT pg_reload_conf()'
sql shop -c 'VACUUM FULL' -c 'REINDEX DATABASE shop' -c 'CLUSTER' -c 'SELECT pg_stat_reset()'
sql shop -c 'SELECT pg_sleep(5)' &
sleep 1
victim=$(as "$bin/psql" -At -h "$work/pg" -p 54329 -U postgres shop -c "SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(5)'")
kill -KILL "$victim"
sleep 3
ctl stop -m immediate
ctl start
sleep 3
sql -c 'DROP DATABASE shop' -c 'DROP DATABASE shop'
ctl stop -m fast
cp "$work/pg/log" "$log"
