#!/usr/bin/env python3
"""Ten million rows from Arrow: the Python package against the same calls in C++ on the same arrays.

    arrow.py BUILD [--rows N] [--subjects N] [--rounds N] [--threads N …]

BUILD is a folder in which `dutyscore_benchmark_generate` and `dutyscore_benchmark_score_arrow` were
built with DUTYSCORE_BUILD_PYTHON and DUTYSCORE_BUILD_BENCHMARKS on; the Python that runs this has
dutyscore and pyarrow. Both take turns in one process. Prints a line for each way in which texts may
be kept: medians in seconds, and the median of the ratios of each round.
"""

import argparse
import ctypes
import pathlib
import statistics
import subprocess
import sys
import time
from decimal import Decimal

import pyarrow as pa
import pyarrow.csv

import dutyscore

HERE = pathlib.Path(__file__).resolve().parent
TEXTS = {
    "utf8": pa.string(),
    "large_utf8": pa.large_string(),
    "utf8_view": pa.string_view(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
}


class Stream(ctypes.Structure):
    """Of Arrow's C interface: as many words as it has, which nobody looks at here."""

    _fields_ = [("words", ctypes.c_void_p * 5)]


def rows_of(build, rows, subjects):
    """As pyarrow reads the CSV file: numbers and days are typed, texts are utf8."""
    made = subprocess.Popen(
        [build / "benchmarks" / "generate", "csv", "shuffled", str(rows), str(subjects)],
        stdout=subprocess.PIPE,
    )
    types = {"date": pa.date32(), "items": pa.int64(), "amount": pa.decimal128(18, 2)}
    table = pyarrow.csv.read_csv(
        made.stdout, convert_options=pyarrow.csv.ConvertOptions(column_types=types)
    )
    if made.wait() != 0:
        sys.exit("the rows could not be made")
    return table


def with_texts(table, kind):
    """Every column of texts kept in this way, in arrays of about a million rows."""
    for i, field in enumerate(table.schema):
        if field.type == pa.string():
            column = table.column(i)
            if pa.types.is_dictionary(kind):
                column = column.combine_chunks().dictionary_encode()
            table = table.set_column(i, field.name, column.cast(kind))
    return pa.Table.from_batches(table.combine_chunks().to_batches(max_chunksize=1_000_000))


class InCpp:
    def __init__(self, build, threads):
        self.engine = ctypes.CDLL(str(build / "benchmarks" / "score_arrow.so"))
        self.engine.open_scorer.restype = ctypes.c_void_p
        path = str(HERE / "benchmark.duty").encode()
        self.scorer = ctypes.c_void_p(self.engine.open_scorer(path, threads))

    def call(self, name, table, *more):
        stream = Stream()
        table.to_reader()._export_to_c(ctypes.addressof(stream))
        if getattr(self.engine, name)(self.scorer, ctypes.byref(stream), *more) != 0:
            sys.exit("the C++ engine failed")

    def book(self, table):
        self.call("make_book", table)

    def totals(self, table):
        found = ctypes.c_int64()
        self.call("make_totals", table, ctypes.byref(found))
        return Decimal(found.value) / 1_000_000


class InPython:
    def __init__(self, threads):
        self.policy = dutyscore.load(HERE / "benchmark.duty")
        self.how = {"threads": threads, "progress": False}

    def book(self, table):
        self.policy.evaluate(table, **self.how)

    def totals(self, table):
        return self.policy.totals(table, **self.how)


def seconds_of(call, table):
    begin = time.perf_counter()
    made = call(table)
    return time.perf_counter() - begin, made


def measure(cpp, python, what, table, rounds):
    times = {"cpp": [], "python": []}
    for _ in range(rounds):
        for name, engine in (("cpp", cpp), ("python", python)):
            taken, made = seconds_of(getattr(engine, what), table)
            times[name].append(taken)
            if what == "totals" and name == "cpp":
                expected = made
            elif what == "totals" and sum(made["points"]) != expected:
                sys.exit("the sums differ")
            del made
    ratio = statistics.median(p / c for p, c in zip(times["python"], times["cpp"], strict=True))
    return statistics.median(times["cpp"]), statistics.median(times["python"]), ratio


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("build", type=pathlib.Path)
    arguments.add_argument("--rows", type=int, default=10_000_000)
    arguments.add_argument("--subjects", type=int, default=100_000)
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--threads", type=int, nargs="*", default=[1, 2])
    asked = arguments.parse_args()
    rows = rows_of(asked.build, asked.rows, asked.subjects)
    for name, kind in TEXTS.items():
        table = with_texts(rows, kind)
        for threads in asked.threads:
            cpp, python = InCpp(asked.build, threads), InPython(threads)
            for what in ("book", "totals"):
                in_cpp, in_python, ratio = measure(cpp, python, what, table, asked.rounds)
                print(
                    f"{name:10}  {what:6}  {threads} threads  C++ {in_cpp:.3f}  Python {in_python:.3f}  "
                    f"ratio {ratio:.3f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
