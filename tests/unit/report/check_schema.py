"""Validates documents printed by a program, one a line, against a JSON Schema.

usage: check_schema.py SCHEMA PROGRAM

Exit status 77 (skipped) without the jsonschema module.
"""

import json
import subprocess
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("skipped: no jsonschema module with draft 2020-12")
    sys.exit(77)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    lines = subprocess.run([sys.argv[2]], check=True, capture_output=True).stdout.splitlines()
    assert lines, "nothing was printed"
    failures = 0
    for number, line in enumerate(lines, 1):
        document = json.loads(line)
        for error in validator.iter_errors(document):
            print(f"document {number}: {error.json_path}: {error.message}")
            failures += 1
        # The schema must be strict enough to notice a change.
        document["clusters"].append({"id": "x"})
        document["input"]["surprise"] = 1
        if len(list(validator.iter_errors(document))) < 2:
            print(f"document {number}: the schema lets wrong documents pass")
            failures += 1
    return 1 if failures else 0


sys.exit(main())
