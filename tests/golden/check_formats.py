#!/usr/bin/env python3
"""Compares what `froe parse` reads from the sample files beside the checkout with what a person read
from them (formats_expected.yaml). Exit status 0 when all agree, 77 when the files are not there.

usage: check_formats.py FROE SOURCE_ROOT
"""

import json
import os
import subprocess
import sys

SKIPPED = 77


def read_expected(path):
    try:
        import yaml
    except ImportError:
        return None
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def parse(froe, path):
    command = [froe, "parse", "--format", "ndjson", "--year", "2020", "--tz", "UTC", path]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    if done.returncode != 0:
        return None, done.stderr.decode("utf-8", "replace").strip()
    rows = [json.loads(row) for row in done.stdout.decode("utf-8", "replace").splitlines()]
    return {row["line"]: row for row in rows}, None


def differences(want, row):
    """The parts of one expectation that the row does not meet."""
    if row is None:
        return ["no record begins there"]
    message = row["message"]
    wrong = ["%s is %r, expected %r" % (key, row[key], want[key])
             for key in ("time", "level", "service", "message", "lines")
             if key in want and row[key] != want[key]]
    if "starts" in want and not message.startswith(want["starts"]):
        wrong.append("message %r does not begin with %r" % (message[:100], want["starts"]))
    if "contains" in want and want["contains"] not in message:
        wrong.append("message %r does not contain %r" % (message[:100], want["contains"]))
    return wrong


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    froe, root = sys.argv[1:]
    samples = os.path.join(root, "..", "shared", "data", "formats")
    here = os.path.dirname(os.path.abspath(__file__))
    expected = read_expected(os.path.join(here, "formats_expected.yaml"))
    if not os.path.isdir(samples) or expected is None:
        print("skipped: no sample files beside the checkout, or no YAML module for Python")
        return SKIPPED
    checked = failed = known = 0
    for name, lines in expected.items():
        path = os.path.join(samples, name)
        if not os.path.exists(path):
            continue
        rows, error = parse(froe, path)
        if error:
            print("%s: %s" % (name, error))
        for line, want in lines.items():
            checked += 1
            wrong = ["froe failed"] if rows is None else differences(want, rows.get(line))
            if "known" in want:
                known += bool(wrong)
                failed += not wrong
                wrong = wrong or ["meets what it was not known to; remove \"known\""]
            else:
                failed += bool(wrong)
            for text in wrong:
                print("%s:%d: %s%s" % (name, line, "(known: %s) " % want["known"]
                                       if "known" in want else "", text))
    print("%d of %d expectations met, %d known not to be" % (checked - failed - known, checked, known))
    return 1 if failed or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
