#!/bin/sh
# Desktop: a browser without a window, its verbose messages, on pages good and bad.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
packages chromium python3
mkdir "$work/site"
cat >"$work/site/index.html" <<HTML
<html><body><h1>Shop</h1><img src=none.png><iframe src="http://127.0.0.1:9/"></iframe>
<script>
console.log("started"); console.warn("stock low", 3); localStorage.a = 1; document.cookie = "a=1";
fetch("/data.json").catch(e => console.error("fetch " + e)); fetch("http://nowhere.invalid/x").catch(e => 0);
try { undefinedCall() } catch (e) { console.error(e.message) }
new WebSocket("ws://127.0.0.1:9/"); new Worker("none.js"); navigator.serviceWorker && navigator.serviceWorker.register("sw.js");
let c = document.createElement("canvas"); c.getContext("webgl"); indexedDB.open("db"); new Audio("none.ogg").play().catch(e => 0);
</script><video src="none.webm"></video></body></html>
HTML
start python3 -m http.server 18091 --bind 127.0.0.1 --directory "$work/site" >/dev/null 2>&1
browse() {
    timeout 25 chromium --headless --no-sandbox --disable-gpu --enable-logging=stderr --v=1 \
        --vmodule='*/net/*=2,*/extensions/*=2,*/dbus/*=2' --host-resolver-rules='MAP * 127.0.0.1' \
        --timeout=4000 --virtual-time-budget=4000 "$@" >/dev/null 2>>"$log" || :
}
browse --user-data-dir="$work/a" --dump-dom http://127.0.0.1:18091/
browse --user-data-dir="$work/a" --screenshot="$work/s.png" --window-size=800,600 http://127.0.0.1:18091/
browse --user-data-dir="$work/b" --print-to-pdf="$work/p.pdf" http://127.0.0.1:18091/
browse --user-data-dir="$work/b" --dump-dom https://127.0.0.1:18091/
browse --user-data-dir="$work/c" --dump-dom http://127.0.0.1:9/
browse --user-data-dir="$work/c" --proxy-server=127.0.0.1:9 --lang=de --dump-dom http://127.0.0.1:18091/
browse --user-data-dir="$work/d" --incognito --enable-features=Vulkan,None --force-dark-mode --dump-dom 'data:text/html,<p>x'
browse --user-data-dir=/dev/null --load-extension=/nonexistent --dump-dom about:blank
