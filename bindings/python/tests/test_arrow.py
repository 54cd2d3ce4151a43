"""Arrow from whoever makes it: every type in every shape gives the digest of the CSV file."""

from __future__ import annotations

import csv
import datetime
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from workbooks import write_xlsx

import dutyscore

pyarrow = pytest.importorskip("pyarrow")
pa: Any = pyarrow

# ---- types, with values that each of them holds ----

DAYS = [datetime.date(2023, 5, 6), datetime.date(2023, 12, 31), datetime.date(1999, 1, 1)]
TEXTS = ["甲", "a text that is longer than twelve bytes", "b"]
WHOLES = [0, 7, 100]
DECIMALS = [Decimal("0.25"), Decimal("12.50"), Decimal("-3")]
FLAGS = [True, False, True]
MOMENTS = [datetime.datetime(d.year, d.month, d.day, 13, 30) for d in DAYS]


INDEXES = [pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint32()]


TYPES: dict[str, tuple[str, Any, list[Any]]] = {
    **{
        f"text {t}": ("place", t, TEXTS)
        for t in (
            pa.string(),
            pa.large_string(),
            pa.string_view(),
            *(pa.dictionary(index, pa.string()) for index in INDEXES),
            pa.dictionary(pa.int32(), pa.large_string()),
        )
    },
    **{
        f"integer {t}": ("people", t, WHOLES)
        for t in (
            *(pa.int8(), pa.int16(), pa.int32(), pa.int64()),
            *(pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()),
            *(pa.decimal128(9, 0), pa.decimal256(40, 0)),
            *(pa.float16(), pa.float32(), pa.float64()),
        )
    },
    "integer text": ("people", pa.string(), ["0", "7", "１００"]),
    **{
        f"decimal {t}": ("amount", t, DECIMALS)
        for t in (
            *(pa.decimal32(7, 2), pa.decimal64(12, 3), pa.decimal128(19, 6), pa.decimal256(50, 8)),
            *(pa.float16(), pa.float32(), pa.float64()),
        )
    },
    "decimal int64": ("amount", pa.int64(), WHOLES),
    "decimal text": ("amount", pa.string(), ["0.25", "12.50", "-3"]),
    "flag bool": ("outdoors", pa.bool_(), FLAGS),
    "flag text": ("outdoors", pa.string(), ["是", "no", "yes"]),
    **{f"date {t}": ("until", t, DAYS) for t in (pa.date32(), pa.date64())},
    **{f"date {t}": ("until", t, MOMENTS) for t in map(pa.timestamp, ("s", "ms", "us", "ns"))},
    "date text": ("until", pa.string(), ["2023-05-06", "2023/12/31", "1999年1月1日"]),
    "date in a zone": ("until", pa.timestamp("us", "UTC"), MOMENTS),
    "a whole number as a text": ("place", pa.int32(), WHOLES),
}

POLICY = """
policy club "Club" {
  activity {
    place "Place" text default ""
    people "People" integer default 1
    amount "Amount" decimal default 0
    outdoors "Outdoors" flag default no
    until "Until" date default 2023-01-01
  }
  indicator all "All" {
    on "watch" when place != "x" and people > -1 and amount > -99 and (outdoors or not outdoors)
    award 1 when until > 1990-01-01
  }
}
"""

# ---- shapes ----


def column(values: list[Any], kind: Any) -> Any:
    if pa.types.is_floating(kind):
        values = [None if v is None else float(v) for v in values]
    if pa.types.is_float16(kind):
        numpy = pytest.importorskip("numpy")
        values = [None if v is None else numpy.float16(v) for v in values]
    if pa.types.is_dictionary(kind):
        # pyarrow makes one of few types directly.
        return pa.array(values, kind.value_type).dictionary_encode().cast(kind)
    return pa.array(values, kind)


def table(name: str, kind: Any, values: list[Any]) -> Any:
    n = len(values)
    return pa.table(
        {
            "subject": pa.array(["Ann"] * n, pa.string()),
            "kind": pa.array(["watch"] * n, pa.string()),
            "date": pa.array([DAYS[0]] * n, pa.date32()),
            name: column(values, kind),
        }
    )


def whole(name: str, kind: Any, values: list[Any]) -> tuple[Any, list[Any]]:
    return table(name, kind, values), values


def sliced(name: str, kind: Any, values: list[Any]) -> tuple[Any, list[Any]]:
    many = [None, *values, None, *reversed(values), None]
    return table(name, kind, many).slice(2, 5), many[2:7]


def chunked(name: str, kind: Any, values: list[Any]) -> tuple[Any, list[Any]]:
    parts = [[values[0], None], [], [None], [*values, *values], values[:1]]
    return pa.concat_tables([table(name, kind, p) for p in parts]), joined(parts)


def empty(name: str, kind: Any, values: list[Any]) -> tuple[Any, list[Any]]:
    return table(name, kind, []), []


def all_null(name: str, kind: Any, values: list[Any]) -> tuple[Any, list[Any]]:
    return table(name, kind, [None] * 9), [None] * 9


def changing(name: str, kind: Any, values: list[Any]) -> tuple[Any, list[Any]]:
    """The same code means another text in the next chunk."""
    orders = [values, list(reversed(values)), values[1:], [None, values[2]]]
    return pa.concat_tables([table(name, kind, o) for o in orders]), joined(orders)


def joined(parts: list[list[Any]]) -> list[Any]:
    return [value for part in parts for value in part]


SHAPES = [whole, sliced, chunked, empty, all_null, changing]

# ---- producers ----


def from_pyarrow(data: Any) -> Any:
    return data


def from_batches(data: Any) -> Any:
    return pa.RecordBatchReader.from_batches(data.schema, data.to_batches(max_chunksize=2))


def from_polars(data: Any) -> Any:
    return pytest.importorskip("polars").from_arrow(data)


def from_pandas(data: Any) -> Any:
    pytest.importorskip("pandas")
    return data.to_pandas()


def from_pandas_of_arrow(data: Any) -> Any:
    pandas = pytest.importorskip("pandas")
    return data.to_pandas(types_mapper=pandas.ArrowDtype)


def from_duckdb(data: Any) -> Any:
    duckdb = pytest.importorskip("duckdb")
    return duckdb.from_arrow(data)


def from_duckdb_cursor(data: Any) -> Any:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.register("activities", data)
    return connection.execute("select * from activities")


def from_nanoarrow(data: Any) -> Any:
    return pytest.importorskip("nanoarrow").ArrayStream(data)


def from_fastexcel(data: Any) -> Any:
    fastexcel = pytest.importorskip("fastexcel")
    pytest.importorskip("xlsxwriter")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        rows = [list(row.values()) for row in data.to_pylist()]
        write_xlsx(path, {"五月": [data.column_names, *rows]})
        return fastexcel.read_excel(path).load_sheet(0)


PRODUCERS: list[Callable[[Any], Any]] = [
    from_pyarrow,
    from_batches,
    from_polars,
    from_pandas,
    from_pandas_of_arrow,
    from_duckdb,
    from_duckdb_cursor,
    from_nanoarrow,
    from_fastexcel,
]


# Types that a library does not have, or gives as something else: pandas makes floats of whole
# numbers with a hole, and no column of texts takes floats.
WIDE = ("integer decimal256(40, 0)", "decimal decimal256(50, 8)")
HALF = ("integer halffloat", "decimal halffloat")
NOT_OF = {
    "from_polars": WIDE,
    "from_pandas": ("a whole number as a text",),
    "from_duckdb": WIDE + HALF,
    "from_duckdb_cursor": WIDE + HALF,
    "from_fastexcel": ("date in a zone", "a whole number as a text"),
}


@pytest.fixture(scope="module")
def club() -> dutyscore.Policy:
    return dutyscore.compile(POLICY)


def text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)


def digest_of_csv(club: dutyscore.Policy, path: Path, name: str, values: list[Any]) -> str | None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["subject", "kind", "date", name])
        for value in values:
            out.writerow(["Ann", "watch", DAYS[0], text_of(value)])
    return club.evaluate(path, through="2023-12-31").digests.data


@pytest.mark.filterwarnings("ignore::dutyscore.DataWarning")
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("make", PRODUCERS)
def test_same_as_csv(
    club: dutyscore.Policy, tmp_path: Path, make: Callable[[Any], Any], shape: Any
) -> None:
    assert {title for titles in NOT_OF.values() for title in titles} <= TYPES.keys()
    wrong = []
    for title, (name, kind, values) in TYPES.items():
        data, expected = shape(name, kind, values)
        if title in NOT_OF.get(make.__name__, ()):
            continue
        given = make(data)
        book = club.evaluate(given, through="2023-12-31", timezone="UTC")
        if book.digests.data != digest_of_csv(club, tmp_path / "a.csv", name, expected):
            wrong.append(title)
    assert wrong == []
