#!/usr/bin/env python3
"""Measures throughput: whole runs of `froe scan` beside wc and mawk on the same files, the stages
one by one (bench_stages), and the reading of records format by format (bench_formats).

Whole runs are interleaved, so that a slow minute of the machine hits all of them; figures are
medians. The files are read once before, so they come from the page cache.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time

import make_data

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Counts lines by their third word: the least a script would do to summarise a log.
MAWK = "{ n[$3]++ } END { for (k in n) print n[k], k }"


def run_once(command):
    start = time.perf_counter()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, check=False)
    took = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit("bench: %s ...: exit status %d\n%s" % (
            " ".join(command[:4]), done.returncode, done.stderr.decode("utf-8", "replace")[-500:]))
    return took


def count_lines(paths):
    lines = 0
    for path in paths:
        with open(path, "rb") as file:
            while chunk := file.read(1 << 20):
                lines += chunk.count(b"\n")
    return lines


def whole_runs(froe, paths, repeat):
    """Seconds of each run by name, and the work done."""
    work = {"bytes": sum(map(os.path.getsize, paths)), "lines": count_lines(paths)}
    scan = [froe, "scan", "-q", "--format", "json"]
    commands = {
        "froe --threads 1": scan + ["--threads", "1", *paths],
        "froe, all cores": scan + paths,
        "wc -l": ["wc", "-l", *paths],
        "mawk": ["mawk", MAWK, *paths],
    }
    seconds = {name: [] for name in commands}
    for _ in range(repeat):
        for name, command in commands.items():
            seconds[name].append(run_once(command))
    return {name: statistics.median(times) for name, times in seconds.items()}, work


def stage_runs(program, paths, repeat):
    """Seconds of each stage, summed over the files."""
    stages = {}
    for path in paths:
        done = subprocess.run([program, "--json", "--repeat", str(repeat), path],
                              stdout=subprocess.PIPE, check=True)
        for row in json.loads(done.stdout):
            stages[row["stage"]] = stages.get(row["stage"], 0.0) + row["seconds"]
    return stages


def format_runs(program, seed, repeat):
    """One row a format, as bench_formats makes them."""
    done = subprocess.run([program, "--json", "--repeat", str(repeat), "--seed", str(seed)],
                          stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def rates(seconds, work):
    return {"seconds": round(seconds, 4), "mb_per_s": round(work["bytes"] / 1e6 / seconds, 1),
            "lines_per_s": round(work["lines"] / seconds)}


def print_table(result):
    print("%s, %d cores, %.0f MB, %s lines in %d files, medians of %d" % (
        platform.machine(), result["cores"], result["bytes"] / 1e6,
        format(result["lines"], ","), result["files"], result["repeat"]))
    wc = result["runs"].get("wc -l")
    print("\n%-18s %9s %10s %14s %10s" % ("whole run", "seconds", "MB/s", "lines/s", "x wc -l"))
    for name, row in result["runs"].items():
        print("%-18s %9.3f %10.1f %14s %10.1f" % (
            name, row["seconds"], row["mb_per_s"], format(row["lines_per_s"], ","),
            row["seconds"] / wc["seconds"]))
    if result["stages"]:
        print("\n%-18s %9s %10s %14s" % ("stage, one thread", "seconds", "MB/s", "lines/s"))
    for name, row in result["stages"].items():
        print("%-18s %9.3f %10.1f %14s" % (name, row["seconds"], row["mb_per_s"],
                                           format(row["lines_per_s"], ",")))
    if result["formats"]:
        print("\n%-18s %9s %10s %16s" % ("format, one thread", "ns/line", "MB/s",
                                         "x fastest text"))
    for row in result["formats"]:
        print("%-18s %9.0f %10.1f %16.2f" % (row["format"], row["ns_per_line"], row["mb_per_s"],
                                            row["ratio"]))


def parse_arguments():
    build = os.path.join(ROOT, "build")
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=int, default=256, help="size of the data (default 256)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", action="append", default=[], metavar="DIR",
                        help="logs to make the data from, besides samples/shop; repeatable")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each (default 5)")
    parser.add_argument("--no-stages", action="store_true")
    parser.add_argument("--no-formats", action="store_true")
    parser.add_argument("--induce", nargs="*", metavar="KIND",
                        help="only induction, on tables filled with signatures of hard kinds "
                        "(bench_induce; default all), against bars; status 1 when one is missed")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", default=os.path.join(build, "bench-data"), metavar="DIR",
                        help="where the data is kept (default build/bench-data)")
    parser.add_argument("--froe", default=os.path.join(build, "froe"), metavar="PATH")
    return parser.parse_args()


def built(name):
    """The path of a program of bench/, which the release build leaves out."""
    build = os.path.join(ROOT, "build")
    target = os.path.join("bench", name)
    subprocess.run(["ninja", "-C", build, target], stdout=subprocess.DEVNULL, check=True)
    return os.path.join(build, target)


def induce_runs(options):
    """The table of bench_induce; its exit status, 1 when a bar is missed."""
    program = built("bench_induce")
    command = [program, "--repeat", str(min(options.repeat, 3))]
    command += ["--json"] if options.json else []
    kinds = [["--kind", kind] for kind in options.induce] or [[]]
    return max(subprocess.run(command + kind, check=False).returncode for kind in kinds)


def main():
    options = parse_arguments()
    if options.induce is not None:
        return induce_runs(options)
    folders = [os.path.join(ROOT, "samples", "shop")] + options.corpus
    paths = make_data.make_once(folders, options.data, options.mb * 1000000, options.seed)
    seconds, work = whole_runs(options.froe, paths, options.repeat)
    stages, formats = {}, []
    if not options.no_stages:
        stages = stage_runs(built("bench_stages"), paths, min(options.repeat, 3))
    if not options.no_formats:
        formats = format_runs(built("bench_formats"), options.seed, options.repeat)
    result = {"cores": os.cpu_count(), "files": len(paths), "repeat": options.repeat, **work,
              "runs": {name: rates(value, work) for name, value in seconds.items()},
              "stages": {name: rates(value, work) for name, value in stages.items()},
              "formats": formats}
    if options.json:
        print(json.dumps(result, indent=1))
    else:
        print_table(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
