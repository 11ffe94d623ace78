#!/usr/bin/env python3
"""Checks bench/locations: lines of each system are read, and truth and mistakes are what a person
makes of a few records.

usage: check_locations.py SOURCE_ROOT
"""

import os
import sys

READ = {  # system: lines, (line, location, message) of them
    "postgresql": (["2026-11-22 10:00:00.000 UTC [7] ERROR:  42P01: relation \"a\" does not exist",
                    "2026-11-22 10:00:00.000 UTC [8] LOG:  00000: ready",
                    "2026-11-22 10:00:00.000 UTC [7] LOCATION:  parserOpenTable, parse_relation.c:1392"],
                   [(1, "parse_relation.c:1392", 'relation "a" does not exist')]),
    "samba": (["[2026/11/22 10:00:00.1, 10, pid=1] ../../source3/smbd/open.c:12(open_file)",
               "  opened x", "  more of it"], [(2, "source3/smbd/open.c:12", "opened x")]),
    "python": (["\x1e2026-11-22 10:00:00,1 INFO a [/usr/lib/p/q/r.py:3] one", "two"],
               [(1, "p/q/r.py:3", "one")]),
    "gstreamer": (["0:00:00.000058666  3208 0x558be1ec9400 DEBUG  GST_PADS gstpad.c:16:gst_pad:<a:b> "
                   "is linked"], [(1, "gstpad.c:16", "is linked")]),
    "systemd": (["src/basic/virt.c:806: Found container", "no location"],
                [(1, "src/basic/virt.c:806", "Found container")]),
    "kubectl": (["I1122 21:52:25.053037    3215 loader.go:25] Config loaded"],
                [(1, "loader.go:25", "Config loaded")]),
    "git": (["10:00:00.000001 git.c:460               trace: built-in: git init"],
            [(1, "git.c:460", "trace: built-in: git init")]),
    "squid": (["2026/11/22 22:02:32.502 kid1| 51,3| fd.cc(94) fd_close: FD 11",
               "2026/11/22 22:02:32.502| 51,3| fd.cc(94) fd_close: FD 12"],
              [(1, "fd.cc(94)", "FD 11"), (2, "fd.cc(94)", "FD 12")]),
    "chromium": (["[46:46:1122/221334.083911:VERBOSE1:base/a.cc:199] No entry",
                  "[46:46:1122/221334.083911:ERROR:a.cc(9)] Failed"],
                 [(1, "base/a.cc:199", "No entry"), (2, "a.cc(9", "Failed")]),
    "prometheus": (['ts=2026-11-22T10:00:00Z caller=main.go:5 level=info msg="Ready." took=1s'],
                   [(1, "main.go:5", 'msg="Ready." took=1s')]),
    "openssh": (["debug2: kex.c:kex_buf2prop():443 (pid=45): ciphers: x"],
                [(1, "kex.c:kex_buf2prop():443", "ciphers: x")]),
    "kafka": (["[2026-11-22 10:00:00,123] DEBUG [Log:44] rolled", "\tat a.b"],
              [(1, "Log:44", "rolled")]),
}


def check_reading(convert):
    wrong = ["no example of " + name for name in convert.SYSTEMS if name not in READ]
    for name, (lines, want) in READ.items():
        got = [tuple(record) for record in convert.read(name, lines)]
        if got != want:
            wrong.append("%s is read as %r, not %r" % (name, got, want))
    return wrong


def check_truth(convert):
    """w prints whole texts; one and two say the same; three is alone."""
    texts = [("w", "all is well"), ("w", "never mind"), ("one", "read 5 bytes"),
             ("two", "read 7 bytes"), ("three", "wrote a"), ("three", "wrote b"), ("x", "put p to q"),
             ("x", "put r to s"), ("y", "put t to u"), ("y", "put v to z")]
    records = [convert.Record(line, *text) for line, text in enumerate(texts, 1)]
    got = [row["EventTemplate"] for row in convert.truth_rows(records, 0)]
    want = ["", "", "one = two", "one = two", "three", "three"] + ["x = y"] * 4
    wrong = [] if got == want else ["truth is %r, not %r" % (got, want)]
    many = [convert.Record(line, "a" if line % 2 else "b", "m") for line in range(1, 21)]
    lines = [record.line for record in convert.thin(many, 2)]
    if lines != [9, 10, 19, 20]:
        wrong.append("thinned to lines %r" % lines)
    return wrong


def check_mistakes(score):
    truth = ["a", "a", "b", "c", "d", "e", "e", "f"]
    groups = ["1", "2", "3", "3", "4", "5", "6", "6"]
    got = {(score.kind_of(pairs), sum(pairs.values())) for pairs in score.mistakes(truth, groups)}
    want = {("split", 2), ("merged", 2), ("tangled", 3)}
    return [] if got == want else ["mistakes are %r" % got]


def main():
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(sys.argv[1], "bench", "locations"))
    import convert
    import score
    wrong = check_reading(convert) + check_truth(convert) + check_mistakes(score)
    print("\n".join(wrong) or "all is as it should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
