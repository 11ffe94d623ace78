#!/bin/sh
# A web proxy at debug level 5 between curl and a server of our own: hits, misses, refusals, errors.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
packages squid curl python3
chmod 777 "$work"
mkdir -p "$work/site/sub"
for n in 1 2 3 4 5 6; do seq 1 "$((n * 700))" >"$work/site/page$n.html"; done
start python3 -m http.server 18081 --bind 127.0.0.1 --directory "$work/site" >/dev/null 2>&1
cat >"$work/squid.conf" <<CONF
http_port 127.0.0.1:13128
pid_filename $work/pid
cache_log $work/cache.log
access_log none
coredump_dir $work
cache_mem 8 MB
cache_effective_user nobody
visible_hostname proxy.test
pinger_enable off
shutdown_lifetime 1 seconds
connect_timeout 2 seconds
dns_nameservers 127.0.0.1
dns_timeout 2 seconds
forward_timeout 5 seconds
acl blocked url_regex -i secret
acl SSL_ports port 443
acl CONNECT method CONNECT
http_access deny blocked
http_access deny CONNECT !SSL_ports
http_access allow localhost
http_access deny all
refresh_pattern . 1 20% 10
debug_options ALL,3 11,5 33,5 20,4 28,5 44,5 17,5 73,5 78,5 5,5
CONF
start squid -N -f "$work/squid.conf" 2>/dev/null
until_true 20 curl -s -o /dev/null -x http://127.0.0.1:13128 http://127.0.0.1:18081/
get() { curl -s -m 8 -o /dev/null -x http://127.0.0.1:13128 "$@" || :; }
for n in 1 2 3 4 5 6; do
    get "http://127.0.0.1:18081/page$n.html"
    get "http://127.0.0.1:18081/page$n.html" -H 'Cache-Control: no-cache'
    get "http://127.0.0.1:18081/page$n.html" -r 10-50
    get "http://127.0.0.1:18081/none$n"
done
get http://127.0.0.1:18081/sub
get http://127.0.0.1:18081/page1.html -I
get http://127.0.0.1:18081/page1.html -X DELETE
get http://127.0.0.1:18081/page2.html -d 'a=1&b=2'
get http://127.0.0.1:18081/page3.html -H 'Authorization: Basic eDp5' -H 'If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT'
get http://127.0.0.1:18081/secret
get http://127.0.0.1:9/refused
get http://unknown.test/
get https://127.0.0.1:18081/
get https://127.0.0.1:443/
get ftp://127.0.0.1/none
get http://127.0.0.1:18081/page4.html --proxy-header 'Proxy-Authorization: Basic eDp5'
printf 'NONSENSE\r\n\r\n' | timeout 2 python3 -c 'import socket,sys; s=socket.create_connection(("127.0.0.1",13128)); s.sendall(sys.stdin.buffer.read()); s.recv(99)' || :
squid -k reconfigure -f "$work/squid.conf" 2>/dev/null || :
sleep 2
get http://127.0.0.1:18081/page1.html
squid -k shutdown -f "$work/squid.conf" 2>/dev/null || :
sleep 3
cp "$work/cache.log" "$log"
