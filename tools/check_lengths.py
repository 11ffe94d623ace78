#!/usr/bin/env python3
"""Checks lengths: no source file over 600 lines, no C function over 80; functions over 60 are
reported. Exit status 1 when a limit is passed.

usage: check_lengths.py [SOURCE_ROOT]
"""

import os
import re
import sys

FILE_LINES_MAX = 600
FUNCTION_LINES_WARN = 60
FUNCTION_LINES_MAX = 80

# The tree's style puts a function's braces, and nothing else's, into the first column (those of
# structs and initialisers stand at the end of a line).
NAME = re.compile(r"(\w+)\s*\(")
SOURCES = (".c", ".h", ".re", ".py", ".sh")


def functions(lines):
    """(name, number of the opening brace's line, length) of each function of C text."""
    start, name = None, "?"
    for number, line in enumerate(lines, 1):
        if start is None and line.rstrip() == "{":
            start = number
            head = ""
            for above in range(number - 2, -1, -1):
                if not lines[above].strip() or lines[above].startswith("}"):
                    break
                head = lines[above].strip() + " " + head
                if not lines[above].startswith((" ", "\t")):
                    break
            found = NAME.search(head)
            name = found.group(1) if found else "?"
        elif start is not None and line.startswith("}"):
            yield name, start, number - start + 1
            start = None


def sources(root):
    for top in ("src", "include", "tools", "tests", "bench", "examples"):
        for folder, folders, names in os.walk(os.path.join(root, top)):
            folders[:] = sorted(name for name in folders if name != "corpus")
            for name in sorted(names):
                if name.endswith(SOURCES):
                    yield os.path.join(folder, name)


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    failed = reported = files = 0
    for place in sources(root):
        files += 1
        path = os.path.relpath(place, root)
        with open(place, encoding="utf-8", errors="replace") as file:
            lines = file.read().split("\n")
        if len(lines) - 1 > FILE_LINES_MAX:
            failed += 1
            print("%s: %d lines (limit %d)" % (path, len(lines) - 1, FILE_LINES_MAX))
        if not place.endswith((".c", ".h")):  # the rules of a .re file are data
            continue
        for name, start, length in functions(lines):
            if length > FUNCTION_LINES_MAX:
                failed += 1
                print("%s:%d: %s has %d lines (limit %d)" % (path, start, name, length,
                                                             FUNCTION_LINES_MAX))
            elif length > FUNCTION_LINES_WARN:
                reported += 1
                print("%s:%d: %s has %d lines, consider cutting it" % (path, start, name, length))
    print("lengths: %d files, %d over a limit, %d long functions" % (files, failed, reported))
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main())
