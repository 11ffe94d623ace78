#!/usr/bin/env python3
"""Measures how well froe groups log lines, by the definitions of the Loghub-2.0 benchmark.

For each pair NAME.log, NAME.truth.csv in DIR (columns LineId, Content, EventTemplate, often Level):

  content     the Content column alone, one message a line, read with --layout none
    GA   share of lines whose predicted group is exactly the group of the truth
    FGA  F1 of right groups among the predicted and among the true groups
    PA   share of lines whose template has the text of the truth
    FTA  F1 of right templates: all lines of the predicted template have that one template in truth
  end to end  the raw NAME.log without any option
    head  share of lines whose message is Content (white space at both ends aside)
    level share of lines whose level is that of the truth, where the truth has one
    GA    as above; a line that became part of another record counts as wrong

Groups are told apart by the template's text as it is. --norm says how texts are compared:
  strict   runs of white space are one space, neighbouring <*> are one
  loghub2  also the rules by which the labels of Loghub-2.0 were made: a word with a <*> in it is
           <*>, a number is <*>, <*>.<*> and the like are <*>
"""

import argparse
import collections
import csv
import io
import json
import os
import re
import subprocess
import sys

csv.field_size_limit(1 << 30)

SEPARATOR = re.compile(r"""([\s,!;:=|"'\[\](){}.\-+@#$%&])""")
DIGITS = re.compile(r"\d+")
WORD_WITH_HOLE = re.compile(r"[^\s/]*<\*>[^\s/]*")

# Applied in order, each until it changes nothing.
LOGHUB2_REPLACEMENTS = (
    ("<*>.<*>", "<*>"), ("<*><*>", "<*>"), (" #<*># ", " <*> "), (" #<*> ", " <*> "),
    ("<*>:<*>", "<*>"), ("<*>#<*>", "<*>"), ("<*>/<*>", "<*>"), ("<*>@<*>", "<*>"),
    ("<*>.<*>", "<*>"), (' "<*>" ', " <*> "), (" '<*>' ", " <*> "), ("<*><*>", "<*>"))

LEVELS = {}
for froe_name, words in {
        "trace": "v trace verbose finest finer t", "debug": "d debug fine config",
        "info": "i info information log", "notice": "n notice", "warn": "w warn warning",
        "error": "e err error severe failure",
        "fatal": "f fatal crit critical alert emerg emergency panic"}.items():
    LEVELS.update(dict.fromkeys(words.split(), froe_name))


def replace_all(text, old, new):
    while old in text:
        text = text.replace(old, new)
    return text


def norm_strict(template):
    return replace_all(re.sub(r"\s+", " ", template.strip()), "<*><*>", "<*>")


def norm_loghub2(template):
    def word(text):
        return "<*>" if DIGITS.fullmatch(text) or WORD_WITH_HOLE.fullmatch(text) else text

    text = "".join(map(word, SEPARATOR.split(re.sub(r"\s+", " ", template.strip()))))
    for old, new in LOGHUB2_REPLACEMENTS:
        text = replace_all(text, old, new)
    return text


NORMS = {"strict": norm_strict, "loghub2": norm_loghub2}


def f1(right, predicted, true):
    """F1 of right/predicted and right/true."""
    return 2.0 * right / (predicted + true) if right else 0.0


def right_groups(truth, groups):
    """The true templates whose lines are exactly one predicted group, with their line counts."""
    true_sizes, sizes = collections.Counter(truth), collections.Counter(groups)
    pairs = collections.Counter(zip(truth, groups))
    return {template: count for (template, group), count in pairs.items()
            if count == true_sizes[template] == sizes[group]}


def measure(truth, predicted, norm):
    """GA, FGA, PA, FTA of two lists of templates, line by line. Lines without truth are left out."""
    lines = [(t, p) for t, p in zip(truth, predicted) if t]
    if not lines:
        return None
    truth, predicted = zip(*lines)
    right = right_groups(truth, predicted)
    true_text = {template: norm(template) for template in set(truth)}
    text = {template: norm(template) for template in set(predicted)}
    truths_of = collections.defaultdict(set)
    for t, p in lines:
        truths_of[text[p]].add(true_text[t])
    right_templates = sum(truths == {template} for template, truths in truths_of.items())
    return {
        "lines": len(lines), "templates": len(text), "true_templates": len(true_text),
        "GA": sum(right.values()) / len(lines), "FGA": f1(len(right), len(text), len(true_text)),
        "PA": sum(true_text[t] == text[p] for t, p in lines) / len(lines),
        "FTA": f1(right_templates, len(truths_of), len(set(true_text.values()))),
    }


def read_truth(path):
    with open(path, encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        return list(csv.DictReader(file))


def run_froe(froe, *arguments, text=None):
    """Rows of `froe parse` by line number."""
    command = [froe, "parse", "--wildcard", "plain", "--format", "csv", "-q", *arguments]
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit("accuracy: %s: exit status %d" % (" ".join(command), done.returncode))
    # Only StringIO with newline="" keeps line ends inside of quoted fields.
    output = io.StringIO(done.stdout.decode("utf-8", "surrogateescape"), newline="")
    return {row["LineId"]: row for row in csv.DictReader(output)}


def content_text(truth):
    """The Content column as bytes, one message a line."""
    lines = (re.sub(r"[\r\n]+", " ", row["Content"]) + "\n" for row in truth)
    return "".join(lines).encode("utf-8", "surrogateescape")


def templates_of(rows, line_count):
    """Template by line; lines without a row get one that no other line has."""
    nothing = {}
    return [rows.get(str(line), nothing).get("EventTemplate") or "\0%d" % line
            for line in range(1, line_count + 1)]


def measure_end_to_end(truth, rows):
    line_ids = [row["LineId"] for row in truth]
    templates = templates_of(rows, max(map(int, line_ids)))
    pairs = [(row, rows.get(row["LineId"])) for row in truth]
    heads = sum(bool(ours) and ours["Content"].strip() == row["Content"].strip()
                for row, ours in pairs)
    leveled = [(LEVELS.get(row["Level"].strip().lower()), ours) for row, ours in pairs
               if row.get("Level")]
    grouped = [(row["EventTemplate"], templates[int(row["LineId"]) - 1]) for row in truth
               if row["EventTemplate"]]
    right = right_groups(*map(list, zip(*grouped)))
    return {"head": heads / len(truth),
            "level": (sum(bool(ours) and ours["Level"] == level for level, ours in leveled) /
                      len(leveled) if leveled else None),
            "GA": sum(right.values()) / len(grouped)}


def print_errors(truth, predicted, norm, count):
    """The true groups with the most lines in the wrong, with what became of them."""
    right = right_groups([row["EventTemplate"] for row in truth], predicted)
    became = collections.defaultdict(collections.Counter)
    example = {}
    for row, template in zip(truth, predicted):
        became[row["EventTemplate"]][template] += 1
        example.setdefault((row["EventTemplate"], template), row["Content"])
    wrong = [(sum(templates.values()), true) for true, templates in became.items()
             if true and (true not in right or any(norm(t) != norm(true) for t in templates))]
    for lines, true in sorted(wrong, key=lambda item: (-item[0], item[1]))[:count]:
        print("  %6d  %s  %s" % (lines, "group" if true not in right else "text ", true))
        for template, part in became[true].most_common(4):
            print("          %6d -> %s" % (part, template))
            print("                    %s" % example[true, template][:240])
        if len(became[true]) > 4:
            print("                 and %d more" % (len(became[true]) - 4))


def print_head_errors(truth, rows, count):
    shown = 0
    for row in truth:
        ours = rows.get(row["LineId"])
        if ours and ours["Content"].strip() == row["Content"].strip():
            continue
        if shown == count:
            break
        shown += 1
        print("    line %s should be %s" % (row["LineId"], row["Content"][:160]))
        print("    %s  is %s" % (" " * len(row["LineId"]),
                                 ours["Content"][:160] if ours else "part of another record"))


def figure(value):
    return "    -" if value is None else "%5.3f" % value


def table_row(name, content, whole):
    return "%-16s %s  %5d %5d   %s" % (
        name, " ".join(figure(content[key]) for key in ("GA", "FGA", "PA", "FTA")),
        content["templates"], content["true_templates"],
        " ".join(figure(whole[key]) for key in ("head", "level", "GA")))


def mean(dictionaries):
    def of(key):
        values = [d[key] for d in dictionaries if d[key] is not None]
        return sum(values) / len(values) if values else None
    return {key: of(key) for key in dictionaries[0]}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", metavar="DIR")
    parser.add_argument("--norm", choices=sorted(NORMS), default="loghub2")
    parser.add_argument("--errors", type=int, default=0, metavar="N",
                        help="print the N worst groups of each set, and N wrong heads")
    parser.add_argument("--set", action="append", metavar="NAME", help="only this set; repeatable")
    parser.add_argument("--froe", default=os.path.join(os.path.dirname(__file__), "..", "build",
                                                       "froe"), metavar="PATH")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main():
    options = parse_arguments()
    suffix = ".truth.csv"
    names = sorted(name[:-len(suffix)] for name in os.listdir(options.dir)
                   if name.endswith(suffix))
    if options.set:
        unknown = set(options.set) - set(names)
        if unknown:
            sys.exit("accuracy: no such set: " + ", ".join(sorted(unknown)))
        names = [name for name in names if name in options.set]
    if not names:
        sys.exit("accuracy: no *%s in %s" % (suffix, options.dir))
    norm = NORMS[options.norm]
    results = []
    if not options.json:
        print("%-16s %-23s  %11s   %s" % ("texts: " + options.norm, "content", "templates",
                                          "end to end"))
        print("%-16s %5s %5s %5s %5s  %5s %5s   %5s %5s %5s" % (
            "set", "GA", "FGA", "PA", "FTA", "ours", "true", "head", "level", "GA"))
    for name in names:
        path = os.path.join(options.dir, name)
        truth = read_truth(path + suffix)
        rows = run_froe(options.froe, "--layout", "none", "-", text=content_text(truth))
        predicted = templates_of(rows, len(truth))
        content = measure([row["EventTemplate"] for row in truth], predicted, norm)
        whole_rows = run_froe(options.froe, path + ".log")
        whole = measure_end_to_end(truth, whole_rows)
        results.append((name, content, whole))
        if not options.json:
            print(table_row(name, content, whole), flush=True)
            if options.errors:
                print_errors(truth, predicted, norm, options.errors)
                print_head_errors(truth, whole_rows, options.errors)
    means = ("mean", mean([r[1] for r in results]), mean([r[2] for r in results]))
    if options.json:
        print(json.dumps({"norm": options.norm, "sets": [
            {"name": name, "content": content, "end_to_end": whole}
            for name, content, whole in results + [means]]}, indent=1))
    else:
        print(table_row(*means))
    return 0


if __name__ == "__main__":
    sys.exit(main())
