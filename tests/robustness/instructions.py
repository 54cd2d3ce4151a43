#!/usr/bin/env python3
"""Counts the instructions of small runs under valgrind and compares them with those on record.

    instructions.py PROGRAM COMPILER BUILD_TYPE [--record]

A run that takes 5 % more than is on record fails. Counts are per compiler (its name and version), of Release
builds, on the portable path, so that the processor does not decide. Without valgrind, or a record of the
compiler, the test is skipped (77), with the reason. --record writes the counts down instead.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

RUNS = ["csv", "columns", "live"]
MOST_MORE = 0.05
SKIPPED = 77
RECORDS = pathlib.Path(__file__).resolve().parent / "instructions"


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def count_of(program, run):
    """Instructions of the run's `counted_` function and all that it calls."""
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--toggle-collect=counted_{run}",
         program, run],
        env={**os.environ, "DUTYSCORE_PORTABLE": "1"}, capture_output=True, text=True)
    collected = re.search(r"Collected\s*:\s*(\d+)", done.stderr)
    if done.returncode != 0 or not collected or int(collected[1]) == 0:
        sys.exit(f"{run}: valgrind could not run it\n{done.stderr}")
    return int(collected[1])


def main():
    program, compiler, build_type = sys.argv[1:4]
    if not shutil.which("valgrind"):
        skip("valgrind is not installed")
    if build_type != "Release":
        skip(f"counts are of Release builds, not of {build_type or 'one without a type'}")
    record = RECORDS / f"{compiler}.txt"
    if "--record" in sys.argv:
        RECORDS.mkdir(exist_ok=True)
        record.write_text("".join(f"{run} {count_of(program, run)}\n" for run in RUNS))
        print(f"{record.name}:\n{record.read_text()}", end="")
        return
    if not record.exists():
        skip(f"no counts of {compiler} are on record; scripts/record-instructions writes them down")
    on_record = dict(line.split() for line in record.read_text().splitlines())
    if sorted(on_record) != sorted(RUNS):
        sys.exit(f"{record} is of other runs; scripts/record-instructions writes it anew")
    too_many = []
    for run in RUNS:
        before, now = int(on_record[run]), count_of(program, run)
        change = now / before - 1
        print(f"{run}: {now:,} instructions, {change:+.1%} against {before:,} on record")
        if change > MOST_MORE:
            too_many.append(run)
    if too_many:
        sys.exit(f"more than {MOST_MORE:.0%} more instructions: {', '.join(too_many)}. Find out why; when it is meant, "
                 "scripts/record-instructions writes the new counts down.")


if __name__ == "__main__":
    main()
