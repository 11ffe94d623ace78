#!/usr/bin/env python3
"""Runs command-line cases: commands with what they must print.

usage: run_cases.py [--update] FROE CASE.test...

A case is prose at the margin, and commands indented by two spaces with what they print below:

  $ froe scan app.log | head -n 2
  > a further line of the command (a here-document, say)
  what it prints
  ! what it prints to standard error
  [3]

The status may be left out when it is 0. A line that ends in " (re)" is a regular expression for the
whole line, one that ends in " (glob)" a pattern. Each command runs in sh -e, all commands of a case
in one temporary directory that holds a copy of fixtures/, with `froe` in the PATH. --update writes
what was printed into the case; look at the difference before you keep it.
"""

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tempfile

TIMEOUT_S = 120


class Command:
    """A command, what it should print, and where in the file its output stands."""

    def __init__(self, line, number):
        self.lines, self.number = [line], number
        self.stdout, self.stderr, self.status = [], [], 0


def parse(text):
    """The file as a list of prose lines (str) and commands, in order."""
    parts, command = [], None
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("  $ "):
            command = Command(line[4:], number)
            parts.append(command)
        elif not line.startswith("  ") or command is None:
            parts.append(line)
            command = None
        elif line.startswith("  > ") and not (command.stdout or command.stderr):
            command.lines.append(line[4:])
        elif line.startswith("  ! "):
            command.stderr.append(line[4:])
        elif re.fullmatch(r"  \[\d+\]", line):
            command.status = int(line[3:-1])
        else:
            command.stdout.append(line[2:])
    return parts


def lines_of(output):
    """Printed bytes as lines; a missing last line end is told."""
    if not output:
        return []
    text = output.decode("utf-8", "backslashreplace")
    text = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", lambda match: "\\x%02x" % ord(match.group()), text)
    if text.endswith("\n"):
        return text[:-1].split("\n")
    return (text + " (no line end)").split("\n")


def run(command, folder, environment):
    done = subprocess.run(["sh", "-ec", "\n".join(command.lines)], cwd=folder, env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=TIMEOUT_S, check=False)
    return lines_of(done.stdout), lines_of(done.stderr), done.returncode


def line_fits(wanted, got):
    if wanted.endswith(" (re)"):
        return re.fullmatch(wanted[:-5], got) is not None
    if wanted.endswith(" (glob)"):
        return fnmatch.fnmatchcase(got, wanted[:-7])
    return wanted == got


def fits(wanted, got):
    return len(wanted) == len(got) and all(map(line_fits, wanted, got))


def keep_patterns(wanted, got):
    """The printed lines, with the patterns of the case where they still fit."""
    same_length = len(wanted) == len(got)
    return [wanted[i] if same_length and line_fits(wanted[i], line) else line
            for i, line in enumerate(got)]


def written(command, stdout, stderr, status):
    lines = ["  $ " + command.lines[0]] + ["  > " + line for line in command.lines[1:]]
    lines += ["  " + line for line in keep_patterns(command.stdout, stdout)]
    lines += ["  ! " + line for line in keep_patterns(command.stderr, stderr)]
    return lines + (["  [%d]" % status] if status else [])


def show_difference(path, command, stdout, stderr, status):
    print("%s:%d: $ %s" % (path, command.number, "\n> ".join(command.lines)))
    for name, wanted, got in (("stdout", command.stdout, stdout),
                              ("stderr", command.stderr, stderr)):
        if fits(wanted, got):
            continue
        print("  %s wanted:" % name, *wanted, sep="\n    ")
        print("  %s got:" % name, *got, sep="\n    ")
    if command.status != status:
        print("  status wanted: %d, got: %d" % (command.status, status))


def environment_for(froe, folder):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("XDG_", "FROE_")) and name not in ("COLUMNS", "LINES")}
    environment.update(PATH=folder + os.pathsep + os.environ.get("PATH", ""), HOME=folder,
                       TMPDIR=folder, LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1")
    os.symlink(os.path.abspath(froe), os.path.join(folder, "froe"))
    return environment


def run_case(froe, path, update):
    """Number of commands whose output differs."""
    with open(path, encoding="utf-8") as file:
        parts = parse(file.read())
    fixtures = os.path.join(os.path.dirname(os.path.abspath(path)), "fixtures")
    failed, text = 0, []
    with tempfile.TemporaryDirectory(prefix="froe-cli-") as root:
        binaries, folder = os.path.join(root, "bin"), os.path.join(root, "work")
        os.mkdir(binaries)
        shutil.copytree(fixtures, folder)
        environment = environment_for(froe, binaries)
        for part in parts:
            if isinstance(part, str):
                text.append(part)
                continue
            stdout, stderr, status = run(part, folder, environment)
            text += written(part, stdout, stderr, status)
            if not (fits(part.stdout, stdout) and fits(part.stderr, stderr) and
                    part.status == status):
                failed += 1
                if not update:
                    show_difference(path, part, stdout, stderr, status)
        commands = sum(isinstance(part, Command) for part in parts)
    if update and failed:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(text))
    print("%s: %d commands, %d %s" % (os.path.basename(path), commands, failed,
                                      "updated" if update else "failed"))
    return 0 if update else failed or not commands


def main():
    arguments = sys.argv[1:]
    update = arguments[:1] == ["--update"]
    if update:
        arguments = arguments[1:]
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    return 1 if sum(run_case(arguments[0], path, update) for path in arguments[1:]) else 0


if __name__ == "__main__":
    sys.exit(main())
