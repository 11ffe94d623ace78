#!/bin/sh
# Libraries: the logging of Scrapy, Twisted, Sphinx, docutils, asyncio, pip, urllib3, requests.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
packages python3 python3-scrapy python3-sphinx python3-requests python3-pip
PYTHONPATH=$(realpath "$(dirname "$0")")
export PYTHONPATH LOCATIONS_LOG="$log" HOME="$work" PYTHONWARNINGS=ignore
keep() { timeout 60 "$@" >/dev/null 2>&1 </dev/null || :; }
mkdir -p "$work/site/a" "$work/docs"
cd "$work"
for n in 1 2 3 4 5 6 7 8; do
    echo "<a href='/p$((n + 1)).html'>next</a> <a href='/none$n'>x</a> <a href='mailto:x'>m</a> <a href='http://other$n.test/'>o</a>" >"site/p$n.html"
    # shellcheck disable=SC2016 # the back quotes are the text's
    printf 'Page %s\n=====\n\n.. image:: none%s.png\n\n:ref:`missing-%s`, `anonymous`__, |sub%s|\n\n.. code-block:: nolang%s\n\n   x\n\n.. nodirective%s::\n' $n $n $n $n $n $n >"docs/p$n.rst"
done
printf 'Shop\n====\n\n.. toctree::\n\n   p1\n   p2\n   absent\n' >docs/index.rst
echo 'extensions = ["sphinx.ext.autodoc", "sphinx.ext.intersphinx", "sphinx.ext.todo", "sphinx.ext.viewcode"]; intersphinx_mapping = {"x": ("http://127.0.0.1:9/", None)}; html_theme = "alabaster"; nitpicky = True' >docs/conf.py
start python3 -m http.server 18092 --bind 127.0.0.1 --directory "$work/site" >/dev/null 2>&1
cat >spider.py <<PY
import scrapy
class Spider(scrapy.Spider):
    name = "shop"
    start_urls = ["http://127.0.0.1:18092/p%d.html" % n for n in range(1, 10)] + ["http://127.0.0.1:9/", "http://nowhere.invalid/"]
    allowed_domains = ["127.0.0.1", "nowhere.invalid"]
    def parse(self, response):
        for link in response.css("a::attr(href)").getall():
            yield {"link": link, "from": response.url}
            if not link.startswith("mailto"):
                yield response.follow(link)
        if "p5" in response.url:
            raise ValueError("page five of " + response.url)
        if "p6" in response.url:
            yield 42
PY
keep /usr/bin/python3 /usr/bin/scrapy runspider spider.py -s RETRY_TIMES=1 -s DOWNLOAD_TIMEOUT=3
keep /usr/bin/python3 /usr/bin/scrapy runspider spider.py -s DEPTH_LIMIT=2 -s HTTPCACHE_ENABLED=1 -s AUTOTHROTTLE_ENABLED=1 -s AUTOTHROTTLE_DEBUG=1 -s CLOSESPIDER_ITEMCOUNT=12 -s ROBOTSTXT_OBEY=1
keep /usr/bin/python3 /usr/bin/scrapy runspider spider.py -s HTTPCACHE_ENABLED=1 -s FEED_URI="$work/out.csv" -s DUPEFILTER_DEBUG=1 -s COOKIES_DEBUG=1
keep /usr/bin/python3 /usr/bin/scrapy fetch http://127.0.0.1:18092/p1.html
for builder in html text man latex linkcheck texinfo; do
    keep /usr/bin/python3 -m sphinx -v -v -b "$builder" docs "out/$builder"
done
echo more >>docs/p3.rst
keep /usr/bin/python3 -m sphinx -v -b html docs out/html
mkdir project && echo 'from setuptools import setup; setup(name="shop", version="1.0", py_modules=["shop"], install_requires=["absent-package-of-shop"])' >project/setup.py && echo x=1 >project/shop.py
p() { keep /usr/bin/python3 -m pip -vvv "$@"; }
p install --no-index --no-deps --target t1 ./project
p install --no-index --target t2 ./project
p wheel --no-index --no-deps -w wheels ./project
p install --no-index --find-links wheels --target t3 shop
p install --no-index --find-links wheels --target t4 'shop>2'
p install --index-url http://127.0.0.1:18092/simple --retries 1 --timeout 2 --target t5 nothing
p install --index-url http://127.0.0.1:9/simple --retries 1 --timeout 2 --target t6 nothing
p install ./none
p list
p check
p show pip
p cache list
p config list
cat >client.py <<PY
import asyncio, requests, logging
session = requests.Session()
for n in range(1, 12):
    for url in ("http://127.0.0.1:18092/p%d.html" % n, "http://127.0.0.1:9/%d" % n, "http://127.0.0.1:18092/a"):
        try:
            session.get(url, timeout=2)
        except requests.RequestException:
            pass
async def task(n):
    await asyncio.sleep(0.01)
    if n % 3 == 0: raise RuntimeError("task %d" % n)
async def main():
    for n in range(9): asyncio.ensure_future(task(n))
    await asyncio.sleep(0.2)
    try:
        await asyncio.open_connection("127.0.0.1", 9)
    except OSError: pass
    await asyncio.create_subprocess_exec("true")
asyncio.run(main(), debug=True)
PY
keep /usr/bin/python3 client.py
