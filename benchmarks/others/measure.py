"""Measures other tools, turn by turn in one process; prints a line of JSON for each, like columns.cpp.

    measure.py columns ROUNDS THREADS CSV                 columns in memory -> points of the year
    measure.py csv|jsonl ROUNDS THREADS FILE COMMAND      COMMAND from the file to scores, and tools
                                                          that merely read it into typed columns
"""
import json
import os
import subprocess
import sys
import time

what, rounds, threads, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
os.environ["POLARS_MAX_THREADS"] = str(threads)

import tools  # noqa: E402  after the number of threads is set
from check_sum import check_sum  # noqa: E402

SLOW = {"SQLite", "pandas"}  # three rounds will do


def seconds_of(work):
    begin = time.perf_counter()
    made = work()
    return time.perf_counter() - begin, made


def show(engine, version, seconds, check=None):
    seconds = sorted(seconds)
    print(json.dumps({"what": f"{what} {os.path.basename(path).split('.')[0]}", "engine": engine, "version": version,
                      "threads": threads, "rows": count_rows(), "rounds": len(seconds), "median": seconds[len(seconds) // 2],
                      "least": seconds[0], "most": seconds[-1], "check": check}, ensure_ascii=False), flush=True)


def count_rows():
    if not hasattr(count_rows, "rows"):
        with open(path, "rb") as file:
            count_rows.rows = sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 24), b"")) - (what != "jsonl")
    return count_rows.rows


def usable():
    for name, tool in tools.TOOLS.items():
        if tools.available(name):
            yield tool(threads)
        else:
            print(f"{name} is not installed and left out", file=sys.stderr)


def measure(works):
    """{name: work} -> {name: (seconds, what it made last)}, one round after the other."""
    seconds, made = {name: [] for name in works}, {}
    for turn in range(rounds):
        for name, work in works.items():
            if turn < 3 or name not in SLOW:
                taken, made[name] = seconds_of(work)
                seconds[name].append(taken)
    return {name: (seconds[name], made[name]) for name in works}


def run_command():
    return subprocess.run(sys.argv[5:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


found = list(usable())
versions = {tool.name: tool.version for tool in found}
if what == "columns":
    # the threads of these two cannot be set: they are measured once, as of one thread
    found = [tool for tool in found if threads == 1 or tool.name not in SLOW]
    for tool in found:
        tool.load(path)
    for name, (seconds, made) in measure({tool.name: tool.scores for tool in found}).items():
        show(name, versions[name], seconds, check_sum(*made))
else:
    works = {"dutyscore": run_command}
    for tool in found:
        if hasattr(tool, f"read_{what}"):
            works[tool.name] = lambda tool=tool: getattr(tool, f"read_{what}")(path)
    if run_command() != 0:
        print(f"fails: {' '.join(sys.argv[5:])}", file=sys.stderr)
        del works["dutyscore"]
    for name, (seconds, _) in measure(works).items():
        show(name, versions.get(name), seconds)
