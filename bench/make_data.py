#!/usr/bin/env python3
"""Makes benchmark data of any size out of real or sample logs: the lines of each source file again
and again, with new ids every time.

usage: make_data.py --out DIR [--mb N] [--seed N] [SOURCE_DIR...]      (default source: samples/shop)

Every source file becomes one plain file, as large in proportion as it was, so that each keeps its
own format. Numbers of four or more digits, UUIDs, hexadecimal words and the last parts of addresses
are redrawn; times, words and punctuation stay. Same seed and sources, same bytes.
"""

import argparse
import bz2
import concurrent.futures
import gzip
import hashlib
import json
import lzma
import os
import random
import re
import sys

OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
NOT_LOGS = (".md", ".json", ".csv", ".tsv", ".zst", ".lz4")

# Alternatives that come first keep what they match: times must stay times.
VARYING = re.compile(rb"""
    (?P<keep> \d{4}[-/.]\d\d[-/.]\d\d[T\ .-]?(?:\d\d[:.]\d\d[:.]\d\d)?(?:[.,]\d+)? |
              \d\d[:/.-]\d\d[:/.-]\d\d(?:[.,]\d+)?(?:\ ?[+-]\d{4}\b)? |
              \d\d/[A-Z][a-z]{2}/\d{4} | [A-Z][a-z]{2}\ +\d+\ \d{4} |
              \d{1,2}\ [A-Z][a-z]{2}\ \d{4} | (?<!\w)[IWEF]\d{4}(?=\ \d\d:\d\d) |
              (?<![\w.])1[0-9]{9}\.?\d*(?!\w) ) |
    (?P<hex>  (?<![0-9A-Za-z])(?=[0-9a-f-]*[0-9])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12} |
              (?<![0-9A-Za-z])(?=[a-f]*[0-9])[0-9a-f]{8,}(?![0-9A-Za-z]) ) |
    (?P<ip>   (?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.]) ) |
    (?P<num>  \d{4,} )
""", re.X)


def redrawer(dice):
    def redraw(match):
        text = match.group()
        kind = match.lastgroup
        if kind == "keep":
            return text
        if kind == "ip":
            return b"%s.%d" % (text.rsplit(b".", 1)[0], dice.randrange(1, 255))
        if kind == "num":
            return b"%d" % dice.randrange(10 ** (len(text) - 1), 10 ** len(text))
        if b"-" in text:
            digits = b"%032x" % dice.getrandbits(128)
            return b"-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        return b"%0*x" % (len(text), dice.getrandbits(4 * len(text)))
    return redraw


def read_source(path):
    opener = OPENERS.get(os.path.splitext(path)[1], open)
    with opener(path, "rb") as file:
        text = file.read()
    return text if text.endswith(b"\n") else text + b"\n"


def sources(folders):
    for folder in folders:
        for root, inner, names in os.walk(folder):
            inner.sort()
            for name in sorted(names):
                path = os.path.join(root, name)
                if not name.endswith(NOT_LOGS) and os.path.getsize(path):
                    yield path


def write_copies(path, place, size, seed):
    text = read_source(path)
    dice = random.Random("%d %s" % (seed, os.path.basename(place)))
    redraw = redrawer(dice)
    with open(place, "wb") as out:
        while size > 0:
            copy = VARYING.sub(redraw, text)
            if len(copy) > size:
                copy = copy[:copy.index(b"\n", size - 1) + 1]
            out.write(copy)
            size -= len(copy)


def make(folders, out, size, seed):
    paths = list(sources(folders))
    if not paths:
        sys.exit("make_data: no logs in " + " ".join(folders))
    total = sum(len(read_source(path)) for path in paths)
    os.makedirs(out, exist_ok=True)
    with concurrent.futures.ProcessPoolExecutor() as pool:
        jobs = []
        for number, path in enumerate(paths):
            stem = re.sub(r"\.(gz|bz2|xz)$", "", os.path.basename(path))
            place = os.path.join(out, "%03d-%s" % (number, stem))
            share = max(1, size * len(read_source(path)) // total)
            jobs.append(pool.submit(write_copies, path, place, share, seed))
        for job in jobs:
            job.result()


def make_once(folders, out, size, seed):
    """Makes the data unless the same is there already; returns the files."""
    recipe = {"seed": seed, "bytes": size, "sources": [
        [os.path.relpath(path), hashlib.sha256(open(path, "rb").read()).hexdigest()]
        for path in sources(folders)]}
    note = os.path.join(out, "recipe.json")
    try:
        with open(note, encoding="utf-8") as file:
            same = json.load(file) == recipe
    except (OSError, ValueError):
        same = False
    if not same:
        for name in os.listdir(out) if os.path.isdir(out) else ():
            if re.match(r"\d{3}-", name):
                os.unlink(os.path.join(out, name))
        make(folders, out, size, seed)
        with open(note, "w", encoding="utf-8") as file:
            json.dump(recipe, file)
    return sorted(os.path.join(out, name) for name in os.listdir(out) if re.match(r"\d{3}-", name))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", default=["samples/shop"], metavar="SOURCE_DIR")
    parser.add_argument("--out", required=True, metavar="DIR")
    parser.add_argument("--mb", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for path in make_once(options.sources, options.out, options.mb * 1000000, options.seed):
        print("%12d %s" % (os.path.getsize(path), path))


if __name__ == "__main__":
    main()
