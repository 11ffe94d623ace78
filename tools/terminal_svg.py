#!/usr/bin/env python3
"""Turns what a program printed on a terminal into an SVG picture.

usage: build/froe samples/shop --color always --top 12 | tools/terminal_svg.py 'froe samples/shop' > x.svg

The argument is the command shown at the top. Understands the SGR sequences that froe writes (bold, dim,
the eight colours) and cuts lines at --columns."""
import argparse
import html
import re
import sys
import unicodedata

COLORS = {31: "#e06c75", 32: "#98c379", 33: "#e5c07b", 34: "#61afef", 35: "#c678dd", 36: "#56b6c2",
          37: "#dcdfe4", 90: "#7f848e"}
CELL_WIDTH, LINE_HEIGHT, MARGIN = 7.83, 18, 16


def runs(line, columns):
    """(column, text, style) for each stretch of one style, cut at the width."""
    style, column = {}, 0
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b["):
            for code in (int(c or 0) for c in part[2:-1].split(";")):
                if code == 0:
                    style = {}
                elif code == 1:
                    style = dict(style, bold=True)
                elif code == 2:
                    style = dict(style, dim=True)
                elif code in COLORS:
                    style = dict(style, color=COLORS[code])
            continue
        part = part[:max(0, columns - column)]
        if part:
            yield column, part, style
        column += sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in part)


def text_element(column, row, text, style):
    attributes = ['x="%.1f" y="%d"' % (MARGIN + column * CELL_WIDTH, row)]
    attributes.append('fill="%s"' % style.get("color", "#dcdfe4"))
    if style.get("bold"):
        attributes.append('font-weight="bold"')
    if style.get("dim"):
        attributes.append('opacity="0.6"')
    attributes.append('textLength="%.1f" lengthAdjust="spacingAndGlyphs"' % (len(text) * CELL_WIDTH))
    return '<text %s xml:space="preserve">%s</text>' % (" ".join(attributes), html.escape(text))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command")
    parser.add_argument("--columns", type=int, default=118)
    options = parser.parse_args()
    lines = ["\x1b[32m$\x1b[0m " + options.command] + sys.stdin.read().rstrip("\n").split("\n")
    width = 2 * MARGIN + options.columns * CELL_WIDTH
    height = 2 * MARGIN + len(lines) * LINE_HEIGHT
    print('<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" '
          'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="13">' % (width, height))
    print('<rect width="100%" height="100%" rx="8" fill="#21252b"/>')
    for number, line in enumerate(lines):
        row = MARGIN + (number + 1) * LINE_HEIGHT - 5
        for column, text, style in runs(line, options.columns):
            print(text_element(column, row, text, style))
    print("</svg>")


if __name__ == "__main__":
    main()
