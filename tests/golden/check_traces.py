#!/usr/bin/env python3
"""Checks how lines are joined to records in a log that interleaves traces with ordinary lines: at least
99 % of the traces are joined exactly, and every other line is a record of its own. Exit status 77 (skipped)
when the data is not there.

usage: check_traces.py FROE LOG TRUTH [-v]

TRUTH is tab separated: first line, number of lines, kind.
"""

import collections
import json
import os
import subprocess
import sys

JOINED_PERCENT_MIN = 99
LISTED_MAX = 20


def records_of(froe, log):
    """{first line: number of lines}"""
    run = subprocess.run([froe, "parse", "--format", "ndjson", log], stdout=subprocess.PIPE, check=True)
    records = {}
    for line in run.stdout.decode("utf-8").splitlines():
        row = json.loads(line)
        if "line" in row:
            records[row["line"]] = row.get("lines", 1)
    return records


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "-v"]
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    froe, log, truth_path = arguments
    if not os.path.exists(log) or not os.path.exists(truth_path):
        return 77
    with open(log, "rb") as file:
        lines = file.read().split(b"\n")[:-1]
    with open(truth_path, encoding="utf-8") as file:
        truth = [(int(line), int(count), kind)
                 for line, count, kind in (row.rstrip("\n").split("\t") for row in file)]
    records = records_of(froe, log)
    inside = {number for line, count, _ in truth for number in range(line, line + count)}
    wrong = [(line, count, kind) for line, count, kind in truth if records.get(line) != count]
    swallowed = [number for number, text in enumerate(lines, 1)
                 if number not in inside and text.strip() and records.get(number) != 1]
    print("%d of %d traces joined exactly, %d ordinary lines not on their own" %
          (len(truth) - len(wrong), len(truth), len(swallowed)))
    if "-v" in sys.argv:
        print(collections.Counter(kind for _, _, kind in wrong))
    for line, count, kind in wrong[:LISTED_MAX]:
        print("line %d: %s of %d lines, record of %s" % (line, kind, count, records.get(line)))
    for number in swallowed[:LISTED_MAX]:
        print("line %d: record of %s" % (number, records.get(number)))
    joined = (len(truth) - len(wrong)) * 100 >= len(truth) * JOINED_PERCENT_MIN
    return 0 if joined and not swallowed else 1


if __name__ == "__main__":
    sys.exit(main())
