#!/usr/bin/env python3
"""Checks the architecture of src/: which stage includes which, where third-party headers appear,
and that banned functions are not called. Exit status 1 when something is out of place.

usage: check_layers.py [SOURCE_ROOT]
"""

import os
import re
import sys

# What a stage may include besides itself. Edges are listed in full; nothing is inherited.
EDGES = {
    "base": set(),
    "input": {"base"},
    "lex": {"base"},
    "stats": {"base"},
    "record": {"lex", "base"},
    "mine": {"lex", "stats", "base"},
    "signal": {"mine", "stats", "base"},
    "classify": {"mine", "stats", "base"},
    "triage": {"signal", "classify", "mine", "stats", "base"},
    "report": {"triage", "signal", "classify", "mine", "stats", "base"},
    "redact": {"lex", "base"},
    "sink": {"report", "redact", "base"},
    "net": {"redact", "base"},
    "store": {"mine", "stats", "lex", "base"},
    "stream": {"base"},
    "engine": {"input", "record", "lex", "mine", "stats", "signal", "classify", "triage",
               "report", "redact", "sink", "net", "store", "stream", "base"},
    "serve": {"engine", "input", "record", "lex", "mine", "stats", "signal", "classify",
              "triage", "report", "redact", "sink", "store", "base"},
    "cli": {"engine", "input", "record", "lex", "mine", "stats", "signal", "classify", "triage",
            "report", "redact", "sink", "net", "store", "stream", "serve", "base"},
}

# A third-party header and the folders that may know it.
FOREIGN = {
    "archive.h": {"src/input"},
    "archive_entry.h": {"src/input"},
    "zlib.h": {"src/input"},
    "pcre2.h": {"src/lex", "src/record", "src/engine"},
    "sqlite3.h": {"src/store"},
    "curl/curl.h": {"src/net"},
    "librdkafka/rdkafka.h": {"src/stream"},
    "microhttpd.h": {"src/serve"},
    "cyaml/cyaml.h": {"src/cli", "src/record"},
    "yaml.h": {"src/cli", "src/record"},
}

BANNED = re.compile(r"(?<![\w.>])(strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca)\s*\(")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^">]+)[">]', re.M)
NOT_CODE = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)


def blank(match):
    """Same text with everything but line ends blanked: line numbers stay."""
    return re.sub(r"[^\n]", " ", match.group())


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def sources(root):
    for top in ("src", "tools", "tests", "bench", "examples"):
        for folder, folders, names in os.walk(os.path.join(root, top)):
            folders.sort()
            for name in sorted(names):
                if name.endswith((".c", ".h", ".re")):
                    path = os.path.join(folder, name)
                    yield os.path.relpath(path, root).replace(os.sep, "/"), path


def check_include(path, header, stages):
    """What is wrong with this include, or None."""
    folder = os.path.dirname(path)
    parts = path.split("/")
    allowed = FOREIGN.get(header)
    if allowed is not None and parts[0] != "tests" and not any(
            folder == place or folder.startswith(place + "/") for place in allowed):
        return "%s belongs in %s only" % (header, ", ".join(sorted(allowed)))
    if parts[0] != "src":
        return None
    stage, target = parts[1], header.split("/")[0]
    if stage not in EDGES:
        return "stage %s is not in the table of allowed edges" % stage
    if "/" not in header:
        # "own.h" beside the file would hide which stage it is of.
        return "write %s/%s" % (stage, header) if header in stages[stage] else None
    if target in stages and target != stage and target not in EDGES[stage]:
        return "%s may not include %s" % (stage, target)
    return None


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    folder = os.path.join(root, "src")
    stages = {name: set(os.listdir(os.path.join(folder, name)))
              for name in sorted(os.listdir(folder)) if os.path.isdir(os.path.join(folder, name))}
    problems, files = [], 0
    for path, place in sources(root):
        files += 1
        with open(place, encoding="utf-8", errors="replace") as file:
            text = file.read()
        for match in INCLUDE.finditer(text):
            problem = check_include(path, match.group(1), stages)
            if problem:
                problems.append("%s:%d: %s" % (path, line_of(text, match.start(1)), problem))
        for match in BANNED.finditer(NOT_CODE.sub(blank, text)):
            problems.append("%s:%d: %s is banned" % (path, line_of(text, match.start()),
                                                     match.group(1)))
    for problem in problems:
        print(problem)
    print("layers: %d files, %d problems" % (files, len(problems)))
    return 1 if problems or not files else 0


if __name__ == "__main__":
    sys.exit(main())
