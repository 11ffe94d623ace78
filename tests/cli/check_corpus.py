#!/usr/bin/env python3
"""Runs every file of a data directory, and every folder in it as a whole, through scan and parse with
several numbers of threads: the output must be the same byte for byte, and every line must be
accounted for.

usage: check_corpus.py FROE DATA_DIR [FILE_NAME_PART]

Exit status 77 (skipped, as meson understands it) when DATA_DIR is not there.
"""

import concurrent.futures
import json
import os
import re
import subprocess
import sys

THREADS = (1, 2, 7)
TIMEOUT_S = 600
HOLE = re.compile(r"<(?:\*|[A-Z]+)>")
SPACE = re.compile(r"[ \t\r\n\f\v]+")


def run(froe, *arguments):
    """Output and status; other statuses than 0 and 3 (unreadable input) are failures."""
    done = subprocess.run([froe, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=TIMEOUT_S, check=False)
    if done.returncode not in (0, 3):
        raise ValueError("status %d: %s" % (done.returncode,
                                            done.stderr.decode("utf-8", "replace")[-2000:]))
    return done.stdout, done.returncode


def same_for_all(froe, threads, *arguments):
    first = None
    for count in threads:
        result = run(froe, *arguments, "--threads", str(count))
        if first is None:
            first = result
        elif result != first:
            raise ValueError("%s differs between %d and %d threads" % (arguments[0], threads[0],
                                                                       count))
    return first


def account(scan, rows):
    """What does not add up, as text; None when everything does."""
    given = json.loads(scan)["input"]
    lines_in_rows = row_count = 0
    for row in rows.split(b"\n"):
        if row:
            row_count += 1
            lines_in_rows += json.loads(row)["lines"]
    if row_count != given["records"]:
        return "%d rows but %d records" % (row_count, given["records"])
    if lines_in_rows + given["skipped"] != given["lines"]:
        return "%d lines in records + %d skipped are not %d lines" % (
            lines_in_rows, given["skipped"], given["lines"])
    counted = sum(cluster["count"] for cluster in json.loads(scan)["clusters"])
    if counted != given["records"]:
        return "clusters count %d of %d records" % (counted, given["records"])
    return None


def filled(row):
    """The row's template with its parameters; None when they are not as many as its holes."""
    constants = HOLE.split(row["template"])
    if len(constants) != len(row["parameters"]) + 1:
        return None
    pieces = [constants[0]]
    for parameter, constant in zip(row["parameters"], constants[1:]):
        pieces += [parameter, constant]
    return "".join(pieces)


def squeezed(text):
    """Runs of white space as one space, at the ends as none."""
    return SPACE.sub(" ", text).strip(" ")


def find_unfaithful(rows):
    """The first row whose parameters do not give its message back, as text; else None."""
    for text in rows.split(b"\n"):
        if not text:
            continue
        row = json.loads(text)
        message = filled(row)
        if message is None or squeezed(message) != squeezed(row["message"]):
            return "line %d of %s: %r with %r is not %r" % (
                row["line"], row["file"], row["template"], row["parameters"], row["message"])
    return None


def check(froe, path):
    """Problems with one file, as text; None when all is well."""
    fixed = ("-q", "--year", "2020", "--tz", "UTC", path)
    try:
        scan, _ = same_for_all(froe, THREADS, "scan", "--format", "json", "--top", "0", *fixed)
        rows, _ = same_for_all(froe, THREADS, "parse", "--format", "ndjson", *fixed)
        parse = ("parse", "--format", "ndjson", *fixed)
        return (account(scan, rows) or find_unfaithful(rows) or
                find_unfaithful(run(froe, *parse, "--online")[0]) or
                find_unfaithful(run(froe, *parse, "--layout", "none", "--online")[0]))
    except (ValueError, KeyError, subprocess.TimeoutExpired) as problem:
        return "%s: %s" % (type(problem).__name__, problem)


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    froe, data = sys.argv[1:3]
    part = sys.argv[3] if len(sys.argv) > 3 else ""
    if not os.path.isdir(data):
        print("skipped: %s is not there" % data)
        return 77
    paths = sorted(os.path.join(folder, name) for folder, _, names in os.walk(data)
                   for name in names if part in name)
    paths += sorted(entry.path for entry in os.scandir(data) if entry.is_dir() and part in entry.name)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, problem in zip(paths, pool.map(lambda path: check(froe, path), paths)):
            if problem:
                failed += 1
                print("%s: %s" % (os.path.relpath(path, data), problem))
    print("%d files and folders, %d failed" % (len(paths), failed))
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
