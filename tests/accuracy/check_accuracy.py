#!/usr/bin/env python3
"""Checks bench/accuracy.py: on an example counted by hand, and, where the shared data lies beside
the checkout, against the independent implementation there.

usage: check_accuracy.py SOURCE_ROOT
"""

import glob
import importlib.util
import os
import random
import sys


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def close(a, b):
    return abs(a - b) < 1e-9


def check_by_hand(ours):
    """a is right in group and text, b right in group only, c is split."""
    truth = ["a <*>"] * 3 + ["b <*>"] * 2 + ["c"] * 2 + [""]
    predicted = ["a <*>"] * 3 + ["b 7"] * 2 + ["c", "c x"] + ["ignored"]
    got = ours.measure(truth, predicted, ours.norm_strict)
    want = {"lines": 7, "templates": 4, "true_templates": 3, "GA": 5 / 7, "PA": 4 / 7,
            "FGA": 2 * (2 / 4) * (2 / 3) / (2 / 4 + 2 / 3),
            "FTA": 2 * (2 / 4) * (2 / 3) / (2 / 4 + 2 / 3)}
    wrong = ["%s is %r, by hand %r" % (key, got[key], want[key]) for key in want
             if not close(got[key], want[key])]
    for text, strict, loghub2 in (
            ("a  <*><*><*> b", "a <*> b", "a <*> b"), ("blk_<*> at 10", "blk_<*> at 10", "<*> at <*>"),
            ("<*>.<*>:<*>", "<*>.<*>:<*>", "<*>"), ('x "<*>" y', 'x "<*>" y', "x <*> y"),
            ("no hole", "no hole", "no hole")):
        if ours.norm_strict(text) != strict or ours.norm_loghub2(text) != loghub2:
            wrong.append("norms of %r: %r, %r" % (text, ours.norm_strict(text),
                                                  ours.norm_loghub2(text)))
    return wrong


def spoil(templates, dice):
    """Predictions with the errors a miner makes: splits, merges, other wildcards."""
    fate = {template: dice.random() for template in sorted(set(templates))}
    for template in templates:
        roll = fate[template]
        if roll < 0.5:
            yield template
        elif roll < 0.6:
            yield template + dice.choice((" x", " y"))
        elif roll < 0.7:
            yield "<*> merged"
        elif roll < 0.85:
            yield template.replace("<*>", "<*>.<*>").replace(" ", "  ", 1)
        else:
            yield template.replace("<*>", "17", 1)


def check_against(ours, reference, truths):
    wrong = []
    for seed, path in enumerate(truths):
        truth = [row["EventTemplate"] for row in ours.read_truth(path)]
        predicted = list(spoil(truth, random.Random(seed)))
        for norm in ("strict", "loghub2"):
            got = ours.measure(truth, predicted, ours.NORMS[norm])
            want, _ = reference.metrics(truth, predicted, norm=norm)
            wrong += ["%s, %s: %s is %r, reference %r" % (os.path.basename(path), norm, key,
                                                          got[key], want[key])
                      for key in ("GA", "FGA", "PA", "FTA") if not close(got[key], want[key])]
    return wrong


def main():
    root = sys.argv[1]
    sys.dont_write_bytecode = True
    ours = load(os.path.join(root, "bench", "accuracy.py"), "accuracy")
    wrong = check_by_hand(ours)
    shared = os.path.join(root, "..", "shared")
    reference = os.path.join(shared, "tools", "accuracy.py")
    truths = sorted(glob.glob(os.path.join(shared, "data", "loghub", "*.truth.csv")))
    if os.path.exists(reference) and truths:
        wrong += check_against(ours, load(reference, "reference"), truths)
        print("%d sets compared with the reference" % len(truths))
    else:
        print("no shared data beside the checkout: only the example by hand was checked")
    print("\n".join(wrong) or "all figures agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
