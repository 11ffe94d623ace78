"""Scores froe's groups against the source locations of the statements that printed the messages.

Reads NAME.log of each system in DIR (default: all that are there), writes NAME.truth.csv beside it,
gives the messages alone to `froe parse --layout none` and prints

  GA    share of lines whose group is exactly that of their location
  FGA   F1 of right groups among froe's and among the locations
  GA*   GA of all lines; the others are of at most --cap lines a location
  wrap  share of lines left out: their location prints texts made elsewhere (convert.wrappers)
  twins locations that no message tells from others (convert.twins): each such set counts as one

--errors N lists the N worst mistakes of each system by lines. A mistake is a set of locations and
templates that hang together: `split` one location in several templates, `merged` several locations
in one template, `tangled` both. Under each template stand its locations with an example message.
"""

import argparse
import collections
import csv
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import accuracy  # noqa: E402
import convert  # noqa: E402

WIDTH = 150
ROWS_MAX = 8  # of a mistake
COLUMNS = ("LineId", "Location", "Content", "EventId", "EventTemplate")


def open_log(path):
    return open(path, encoding="utf-8", errors="surrogateescape", newline="\n")


def write_truth(path, rows):
    with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def groups_of(froe, rows):
    """froe's template of each row, as its text is."""
    ours = accuracy.run_froe(froe, "--layout", "none", "-", text=accuracy.content_text(rows))
    return accuracy.templates_of(ours, len(rows))


def mistakes(truth, groups):
    """Sets of (location, template) pairs that hang together and are more than one; worst first."""
    pairs = collections.Counter(zip(truth, groups))
    of = collections.defaultdict(list)
    for location, template in pairs:
        of["location", location].append(("template", template))
        of["template", template].append(("location", location))
    seen = set()
    for start in of:
        if start[0] != "location" or start in seen:
            continue
        todo, members = [start], set()
        while todo:
            node = todo.pop()
            if node not in members:
                members.add(node)
                todo.extend(of[node])
        seen |= members
        if len(members) > 2:
            inside = {pair: count for pair, count in pairs.items()
                      if ("location", pair[0]) in members}
            yield inside


def kind_of(mistake):
    locations = {location for location, _ in mistake}
    templates = {template for _, template in mistake}
    if len(locations) == 1:
        return "split"
    return "merged" if len(templates) == 1 else "tangled"


def cut(text, shared=0):
    """The text in one line of the listing; of a long beginning that its neighbours share, the end."""
    text = "".join(c if c.isprintable() else "?" for c in text)
    if shared > 60:
        text = "..." + text[shared - 20:]
    return text if len(text) <= WIDTH else text[:WIDTH - 3] + "..."


def print_more(count, what, lines):
    if count > 0:
        print("      %7d in %d more %s" % (lines, count, what))


def print_split(mistake):
    """Templates only: they show where the messages differ."""
    rows = sorted(mistake.items(), key=lambda row: (-row[1], row[0]))
    shared = len(os.path.commonprefix([template for (_, template), _ in rows]))
    for (_, template), count in rows[:ROWS_MAX]:
        print("      %7d %s" % (count, cut(template, shared)))
    print_more(len(rows) - ROWS_MAX, "templates", sum(count for _, count in rows[ROWS_MAX:]))


def print_templates(mistake, examples):
    """Each template, below it its locations with an example each; + marks locations that are
    elsewhere too."""
    spread = collections.Counter(location for location, _ in mistake)
    locations_of = collections.defaultdict(list)
    for (location, template), count in mistake.items():
        locations_of[template].append((count, location))
    rows = sorted(locations_of.items(), key=lambda row: (-sum(c for c, _ in row[1]), row[0]))
    left = ROWS_MAX
    for index, (template, locations) in enumerate(rows):
        if left <= 0:
            print_more(len(rows) - index, "templates",
                       sum(count for _, there in rows[index:] for count, _ in there))
            break
        print("      %7d %s" % (sum(count for count, _ in locations), cut(template)))
        locations.sort(key=lambda row: (-row[0], row[1]))
        shown = locations[:max(2, left // 2)]
        for count, location in shown:
            print("      %9d %s %s | %s" % (count, "+" if spread[location] > 1 else " ", location[-40:],
                                          cut(examples[location, template])))
        print_more(len(locations) - len(shown), "locations",
                   sum(count for count, _ in locations[len(shown):]))
        left -= 1 + len(shown)


def print_mistakes(rows, groups, count):
    scored = [(row, group) for row, group in zip(rows, groups) if row["EventTemplate"]]
    truth = [row["EventTemplate"] for row, _ in scored]
    examples = {}
    for row, group in scored:
        examples.setdefault((row["EventTemplate"], group), row["Content"])
    found = sorted(mistakes(truth, [group for _, group in scored]),
                   key=lambda pairs: (-sum(pairs.values()), min(pairs)))
    lines = collections.Counter()
    for mistake in found:
        lines[kind_of(mistake)] += sum(mistake.values())
    print("    wrong lines: " + ", ".join(
        "%d %s" % (lines[kind], kind) for kind in ("split", "merged", "tangled")))
    for mistake in found[:count]:
        kind = kind_of(mistake)
        locations = len({location for location, _ in mistake})
        templates = len({template for _, template in mistake})
        print("  %s %d lines, %d locations, %d templates%s" % (
            kind, sum(mistake.values()), locations, templates,
            ": " + min(mistake)[0][:100] if kind == "split" else ""))
        if kind == "split":
            print_split(mistake)
        else:
            print_templates(mistake, examples)


def score(options, name):
    """One row of figures, and what print_mistakes needs."""
    path = os.path.join(options.dir, name)
    with open_log(path + ".log") as file:
        records = list(convert.read(name, file))
    if not records:
        sys.exit("locations: %s.log: no line with a location" % path)
    every = list(convert.truth_rows(records, 0))
    rows = list(convert.truth_rows(records, options.cap))
    write_truth(path + ".truth.csv", rows)
    groups = groups_of(options.froe, rows)
    norm = accuracy.NORMS["strict"]
    capped = accuracy.measure([row["EventTemplate"] for row in rows], groups, norm)
    whole = capped if len(rows) == len(every) else accuracy.measure(
        [row["EventTemplate"] for row in every], groups_of(options.froe, every), norm)
    return {
        "lines": len(rows), "GA": capped["GA"], "FGA": capped["FGA"], "GA*": whole["GA"],
        "ours": capped["templates"], "true": capped["true_templates"],
        "wrap": sum(not row["EventTemplate"] for row in every) / len(every),
        "twins": sum(row.count(" = ") + 1 for row in {row["EventTemplate"] for row in every}
                     if " = " in row),
    }, rows, groups


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", metavar="DIR")
    parser.add_argument("name", nargs="*", metavar="NAME")
    parser.add_argument("--cap", type=int, default=2000, metavar="N",
                        help="lines a location (default: %(default)s)")
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    parser.add_argument("--froe", default=os.path.join(HERE, "..", "..", "build", "froe"),
                        metavar="PATH")
    return parser.parse_args()


def main():
    options = parse_arguments()
    names = options.name or sorted(
        name[:-len(".log")] for name in os.listdir(options.dir) if name.endswith(".log"))
    unknown = [name for name in names if name not in convert.SYSTEMS]
    if unknown or not names:
        sys.exit("locations: no such system: %s (there are %s)" % (
            ", ".join(unknown), ", ".join(sorted(convert.SYSTEMS))))
    print("%-12s %6s  %5s %5s %5s  %5s %5s  %5s %5s" % (
        "system", "lines", "GA", "FGA", "GA*", "ours", "true", "wrap", "twins"))
    results = []
    for name in names:
        figures, rows, groups = score(options, name)
        results.append(figures)
        print("%-12s %6d  %5.3f %5.3f %5.3f  %5d %5d  %5.3f %5d" % (
            name, *(figures[key] for key in (
                "lines", "GA", "FGA", "GA*", "ours", "true", "wrap", "twins"))), flush=True)
        if options.errors:
            print_mistakes(rows, groups, options.errors)
    print("%-12s %6d  %5.3f %5.3f %5.3f" % ("mean", sum(r["lines"] for r in results), *(
        sum(r[key] for r in results) / len(results) for key in ("GA", "FGA", "GA*"))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
