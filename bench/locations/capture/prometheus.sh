#!/bin/sh
# Prometheus, Alertmanager and node_exporter at debug level; good and bad scrapes, rules, queries.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
packages prometheus prometheus-alertmanager prometheus-node-exporter curl
cat >"$work/p.yml" <<YAML
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [$work/rules.yml]
alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:19093', '127.0.0.1:9']}]}]}
remote_write: [{url: 'http://127.0.0.1:9/write', name: gone}]
scrape_configs:
- {job_name: node, static_configs: [{targets: ['127.0.0.1:19100', '127.0.0.1:9']}]}
- {job_name: self, static_configs: [{targets: ['127.0.0.1:19090', '127.0.0.1:19093']}]}
- {job_name: page, metrics_path: /graph, static_configs: [{targets: ['127.0.0.1:19090']}]}
- {job_name: small, sample_limit: 5, static_configs: [{targets: ['127.0.0.1:19100']}]}
- {job_name: files, file_sd_configs: [{files: ['$work/sd*.json']}]}
- {job_name: dns, dns_sd_configs: [{names: [nowhere.invalid], refresh_interval: 2s}]}
- {job_name: http, http_sd_configs: [{url: 'http://127.0.0.1:9/sd', refresh_interval: 2s}]}
YAML
cat >"$work/rules.yml" <<YAML
groups:
- name: a
  rules:
  - {record: load, expr: node_load1}
  - {alert: Down, expr: up == 0, labels: {severity: page}}
  - {alert: Many, expr: node_cpu_seconds_total > 0, labels: {team: shop}}
  - {record: bad, expr: 'node_cpu_seconds_total * on(cpu) node_cpu_seconds_total'}
YAML
cat >"$work/a.yml" <<YAML
route: {receiver: r, group_wait: 1s, group_interval: 2s, repeat_interval: 3s, group_by: [job]}
receivers: [{name: r, webhook_configs: [{url: 'http://127.0.0.1:9/hook'}]}]
inhibit_rules: [{source_matchers: [severity=page], target_matchers: [team=shop], equal: [job]}]
YAML
echo '[{"targets": ["127.0.0.1:19100"]}]' >"$work/sd1.json"
echo '{not json' >"$work/sd2.json"
start prometheus-node-exporter --web.listen-address=127.0.0.1:19100 --log.level=debug 2>"$work/1"
start prometheus-alertmanager --config.file="$work/a.yml" --storage.path="$work/am" --cluster.listen-address= --web.listen-address=127.0.0.1:19093 --log.level=debug 2>"$work/2"
start prometheus --config.file="$work/p.yml" --storage.tsdb.path="$work/db" --web.listen-address=127.0.0.1:19090 --log.level=debug --web.enable-lifecycle --web.enable-admin-api 2>"$work/3"
until_true 30 curl -sf http://127.0.0.1:19090/-/ready
ask() { curl -s -m 5 -o /dev/null "$@" || :; }
for n in 1 2 3 4 5; do
    ask "http://127.0.0.1:19090/api/v1/query?query=up%2B$n"
    ask "http://127.0.0.1:19090/api/v1/query?query=bad($n"
    ask "http://127.0.0.1:19090/api/v1/query?query=node_load1*on()node_cpu_seconds_total"
    ask -XPOST http://127.0.0.1:19093/api/v2/alerts -H 'Content-Type: application/json' -d "[{\"labels\":{\"alertname\":\"hand$n\"}}]"
    ask -XPOST http://127.0.0.1:19093/api/v2/alerts -d 'nonsense'
    ask -XPOST http://127.0.0.1:19093/api/v2/silences -H 'Content-Type: application/json' -d '{}'
    ask -XPOST http://127.0.0.1:19090/api/v1/admin/tsdb/snapshot
    ask "http://127.0.0.1:19093/api/v2/silence/none$n"
    ask "http://127.0.0.1:19090/api/v1/targets"
    sleep 4
done
ask -XPOST http://127.0.0.1:19090/-/reload
ask -XPOST http://127.0.0.1:19093/-/reload
ask -XPOST 'http://127.0.0.1:19090/api/v1/admin/tsdb/delete_series?match[]=up'
ask -XPOST http://127.0.0.1:19090/api/v1/admin/tsdb/clean_tombstones
echo 'broken: [' >"$work/p.yml"
echo 'broken: [' >"$work/a.yml"
ask -XPOST http://127.0.0.1:19090/-/reload
ask -XPOST http://127.0.0.1:19093/-/reload
sleep 8
ask -XPOST http://127.0.0.1:19090/-/quit
sleep 2
for process in $started; do kill "$process" 2>/dev/null || :; done
sleep 1
# One statement prints nearly all lines: of each location the first lines, and some that follow.
cat "$work/1" "$work/2" "$work/3" | awk '{ n = ++seen[$2] } n <= 2000 || n % 100 == 0' >"$log"
