#!/usr/bin/env python3
"""Checks that the committed samples/ are what tools/make_samples.py makes, and that truth.json
points at real lines. Exit status 0 when all is well.

usage: check_samples.py SOURCE_ROOT
"""

import gzip
import json
import os
import sys
import tempfile


def files_below(root):
    return {os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
            for folder, _, names in os.walk(root) for name in names}


def content(path):
    # Compressed bytes depend on the zlib at hand; what they hold does not.
    if path.endswith(".gz"):
        with gzip.open(path, "rb") as file:
            return file.read()
    with open(path, "rb") as file:
        return file.read()


def first_difference(ours, theirs):
    ours, theirs = ours.split(b"\n"), theirs.split(b"\n")
    for number, (a, b) in enumerate(zip(ours, theirs), 1):
        if a != b:
            return "line %d" % number
    return "length: %d lines, generated %d" % (len(ours), len(theirs))


def places(value):
    """Every {"file", "line", "text"} anywhere in the truth."""
    if isinstance(value, dict):
        if {"file", "line", "text"} <= value.keys():
            yield value
        for inner in value.values():
            yield from places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner)


def check_truth(samples, truth):
    problems = []
    lines = {entry["file"]: content(os.path.join(samples, "shop", entry["file"])).decode().split("\n")
             for entry in truth["files"]}
    for entry in truth["files"]:
        if len(lines[entry["file"]]) - 1 != entry["lines"]:
            problems.append("truth.json: wrong number of lines for " + entry["file"])
    evidence = list(places(truth))
    if len(evidence) < 8:
        problems.append("truth.json: only %d places" % len(evidence))
    for place in evidence:
        if lines[place["file"]][place["line"] - 1] != place["text"]:
            problems.append("truth.json: %(file)s:%(line)d is another line" % place)
    root = truth["root"]["onset"]
    if any(link["onset"] < root for link in truth["chain"]) or truth["recovered"] < root:
        problems.append("truth.json: something happens before its cause")
    return problems


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    source = sys.argv[1]
    samples = os.path.join(source, "samples")
    sys.path.insert(0, os.path.join(source, "tools"))
    sys.dont_write_bytecode = True
    import make_samples

    with open(os.path.join(samples, "truth.json"), encoding="utf-8") as file:
        truth = json.load(file)
    problems = []
    with tempfile.TemporaryDirectory() as fresh:
        make_samples.generate(fresh, truth["seed"], truth["lines_requested"])
        committed = files_below(samples) - {"README.md"}
        for name in sorted(committed ^ files_below(fresh)):
            problems.append("only %s: %s" % ("committed" if name in committed else "generated",
                                             name))
        for name in sorted(committed & files_below(fresh)):
            ours, theirs = (content(os.path.join(root, name)) for root in (samples, fresh))
            if ours != theirs:
                problems.append("%s differs at %s" % (name, first_difference(ours, theirs)))
        if committed == files_below(fresh):
            problems += check_truth(samples, truth)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
