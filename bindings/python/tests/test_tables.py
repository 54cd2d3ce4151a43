"""Tables: rows, columns, other libraries' frames."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

import dutyscore


def test_a_table_is_a_sequence_of_rows(book: dutyscore.Book) -> None:
    table = book.scores()
    assert table.columns == ["subject", "name", "period", "basis", "points"]
    assert table.types["points"] == "decimal"
    assert len(table) == 2
    assert [row["subject"] for row in table] == ["Ann", "Bob"]
    assert table["points"] == [Decimal(11), Decimal(20)]
    with pytest.raises(KeyError, match="no column 'point'; there are subject"):
        table["point"]
    assert table == book.scores()
    assert table != book.scores(by="month")


def test_floats_only_when_asked(policy: dutyscore.Policy) -> None:
    book = policy.evaluate(
        [{"subject": "Ann", "kind": "watch", "date": "2023-01-01", "hours": Decimal("0.05")}]
    )
    assert type(book.scores().to_dicts()[0]["points"]) is Decimal
    (row,) = book.scores().to_dicts(as_float=True)
    assert row["points"] == 0.1
    assert type(row["points"]) is float


def test_text_lines_up(book: dutyscore.Book) -> None:
    text = book.scores().to_text(rows=1)
    assert text == (
        "  subject  name  period  basis      points\n  Ann      Ann   2023    confirmed      11\n"
    )
    assert repr(book.scores(by="month")).endswith("(12 rows)")


def test_pandas(book: dutyscore.Book) -> None:
    pandas = pytest.importorskip("pandas")
    frame = book.entries().to_pandas()
    assert list(frame.columns) == book.entries().columns
    assert frame["points"].tolist() == [Decimal(6), Decimal(5), Decimal(22), Decimal(-2)]
    assert frame["day"].dtype.kind == "M"
    assert frame["day"].iloc[0] == pandas.Timestamp("2023-05-06")
    assert frame["row"].tolist()[:3] == [1, 3, 2]
    assert frame["row"].isna().tolist() == [False, False, False, True]
    assert book.scores().to_pandas(as_float=True)["points"].sum() == 31.0
    empty = book.refused.to_pandas()
    assert list(empty.columns) == book.refused.columns
    assert len(empty) == 0


def test_polars(book: dutyscore.Book) -> None:
    polars = pytest.importorskip("polars")
    frame = book.rank("2023").to_polars()
    assert frame["points"].dtype == polars.Decimal(19, 6)
    assert frame.to_dicts() == book.rank("2023").to_dicts()


def test_arrow(book: dutyscore.Book) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = book.entries()
    arrow = table.to_arrow()
    assert arrow.schema.field("points").type == pyarrow.decimal128(19, 6)
    assert arrow.schema.field("day").type == pyarrow.date32()
    assert arrow.to_pylist() == table.to_dicts()
    assert pyarrow.table(table) == arrow  # a stream as often as asked
    assert arrow["day"][0].as_py() == datetime.date(2023, 5, 6)


def test_a_stream_outlives_its_table(book: dutyscore.Book) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    reader = pyarrow.RecordBatchReader.from_stream(book.scores())
    del book
    assert reader.read_all()["subject"].to_pylist() == ["Ann", "Bob"]


def test_a_stream_that_nobody_takes_is_let_go(book: dutyscore.Book) -> None:
    for _ in range(1000):
        assert type(book.scores().__arrow_c_stream__()).__name__ == "PyCapsule"


def test_duckdb(book: dutyscore.Book) -> None:
    duckdb = pytest.importorskip("duckdb")
    scores = book.scores().to_arrow()  # noqa: F841  found by its name
    assert duckdb.sql("select sum(points) from scores").fetchall() == [(Decimal(31),)]
