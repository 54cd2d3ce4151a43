"""Whatever holds rows gives the account that the same table in a CSV file gives."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import dutyscore
from samples import ROWS

HEADER = "subject,kind,date,hours,place,outdoors,until,people"
TABLE = [
    ("Ann", "watch", datetime.date(2023, 5, 6), Decimal("2.5"), "gate", True, None, 1),
    ("Bob", "watch", datetime.date(2023, 5, 7), Decimal("11"), "", False, None, 2),
    (
        "彭闰芝",
        "gift",
        datetime.date(2023, 6, 1),
        None,
        "站",
        None,
        datetime.date(2023, 7, 1),
        None,
    ),
]
CSV = (
    HEADER
    + "\n"
    + (
        "Ann,watch,2023-05-06,2.5,gate,yes,,1\n"
        "Bob,watch,2023/5/7,11,,no,,2\n"
        "彭闰芝,gift,2023年6月1日,,站,,2023-07-01,\n"
    )
)


def columns() -> dict[str, list[Any]]:
    names = HEADER.split(",")
    return {name: [row[i] for row in TABLE] for i, name in enumerate(names)}


def dicts() -> list[dict[str, Any]]:
    return [dict(zip(HEADER.split(","), row, strict=True)) for row in TABLE]


def cursor(_: Path) -> sqlite3.Cursor:
    base = sqlite3.connect(":memory:")
    base.execute(f"create table activities ({HEADER})")

    def plain(value: Any) -> Any:  # SQLite has no decimals, days and booleans
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(value) if isinstance(value, (Decimal, datetime.date)) else value

    texts = [[plain(value) for value in row] for row in TABLE]
    base.executemany("insert into activities values (?,?,?,?,?,?,?,?)", texts)
    return base.execute("select * from activities")


def csv(folder: Path) -> Path:
    path = folder / "activities.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def gb18030(folder: Path) -> Path:
    path = folder / "activities-gbk.csv"
    path.write_text(CSV, encoding="gb18030")
    return path


def json_lines(folder: Path) -> str:
    path = folder / "activities.jsonl"
    path.write_text(
        '{"subject":"Ann","kind":"watch","date":"2023-05-06","hours":2.5,"place":"gate",'
        '"outdoors":true,"people":1}\n'
        '{"subject":"Bob","kind":"watch","date":"2023-05-07","hours":11,"outdoors":false,'
        '"people":2}\n'
        '{"subject":"彭闰芝","kind":"gift","date":"2023-06-01","place":"站","until":"2023-07-01"}\n',
        encoding="utf-8",
    )
    return str(path)


def frame(_: Path) -> Any:
    pandas = pytest.importorskip("pandas")
    return pandas.DataFrame(columns())


def typed_frame(_: Path) -> Any:
    pandas = pytest.importorskip("pandas")
    typed = pandas.DataFrame(columns())
    typed["date"] = pandas.to_datetime(typed["date"])
    typed["until"] = pandas.to_datetime(typed["until"])
    typed["kind"] = typed["kind"].astype("category")
    typed["hours"] = typed["hours"].astype("float64")
    typed["people"] = typed["people"].astype("Int64")
    return typed


SOURCES: list[Callable[[Path], Any]] = [
    lambda _: dicts(),
    lambda _: iter(dicts()),
    lambda _: columns(),
    cursor,
    gb18030,
    json_lines,
    frame,
    typed_frame,
    lambda folder: [csv(folder)],
    lambda _: [{"people": "1" if r["people"] == 1 else r["people"], **r} for r in dicts()],
]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.filterwarnings("ignore::dutyscore.DataWarning")
def test_same_as_csv(
    policy: dutyscore.Policy, tmp_path: Path, source: Callable[[Path], Any]
) -> None:
    expected = policy.evaluate(csv(tmp_path))
    got = policy.evaluate(source(tmp_path))
    assert got.digests == expected.digests
    assert got.entries()["points"] == expected.entries()["points"]


def test_columns_by_label_and_in_any_order(policy: dutyscore.Policy) -> None:
    chinese = [{"日期": "2023-05-06", "Hours": 3, "事项": "watch", "对象": "Ann"}]
    assert policy.evaluate(chinese).scores()["points"] == [6]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"subject": "Ann", "kind": "watch", "date": "2023-05-06", "hour": 3}], "DS0303"),
        ([{"subject": "Ann", "kind": "watch"}], "DS0304"),
        ([{**ROWS[0], "hours": 3}], "DS0305"),
    ],
)
def test_a_wrong_table(policy: dutyscore.Policy, rows: list[Mapping[str, Any]], code: str) -> None:
    with pytest.raises(dutyscore.DataError) as caught:
        policy.evaluate(rows)
    assert [d.code for d in caught.value.diagnostics] == [code]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        # floats: the shortest digits that give them back
        ("hours", 0.1 + 0.2, "“0.30000000000000004” in “hours” has more than six decimals"),
        ("hours", float("nan"), "“nan” in “hours” is not a number"),
        ("hours", float("inf"), "“inf” in “hours” is not a number"),
        ("hours", Decimal("1e-7"), "“0.0000001” in “hours” has more than six decimals"),
        ("hours", Decimal("NaN"), "“NaN” in “hours” is not a number"),
        ("hours", 10**19, "“10000000000000000000” in “hours” is too large"),
        ("hours", True, "“hours” takes a decimal number, but the line gives yes or no"),
        ("people", 1.5, "“1.5” in “people” is not a whole number"),
        ("outdoors", 1, "“outdoors” takes yes or no, but the line gives a whole number"),
        ("outdoors", "1", "“1” in “outdoors” is neither yes nor no"),
        ("place", 2.5, "“place” takes a text, but the line gives a decimal number"),
        ("place", Decimal("2.5"), "“place” takes a text, but the line gives a decimal number"),
        ("place", datetime.date(2023, 5, 6), "“place” takes a text, but the line gives a date"),
        ("until", 20230506, "“until” takes a date, but the line gives a whole number"),
        ("place", b"gate", "“place” takes a text, but the line gives a value of the type bytes"),
        ("place", ["gate"], "“place” takes a text, but the line gives a value of the type list"),
        ("place", "a\ud800", "is not UTF-8 text"),
        ("date", "2023-02-30", "is no day"),
        (
            "date",
            datetime.datetime(2023, 5, 6, tzinfo=datetime.timezone.utc),
            "a point in time with a zone, which needs timezone=",
        ),
    ],
)
def test_a_bad_cell(policy: dutyscore.Policy, column: str, value: object, message: str) -> None:
    row = {"subject": "Ann", "kind": "watch", "date": "2023-05-06", column: value}
    with pytest.raises(dutyscore.DataError) as caught:
        policy.evaluate([row])
    (found,) = caught.value.diagnostics
    assert message in found.message("en")
    assert found.place is not None
    assert (found.place.file, found.place.row, found.place.field) == ("rows", 1, column)


@pytest.mark.parametrize(
    ("column", "value", "points"),
    [
        ("hours", 2.5, 5),
        ("hours", 3.0, 6),
        ("hours", 1e3, 20),
        ("hours", Decimal("1E+1"), 20),
        ("hours", "２．５", 5),
        ("date", datetime.datetime(2023, 5, 6, 23, 59), 0),
        ("place", 7, 0),
        ("place", Decimal("7"), 0),
    ],
)
def test_a_good_cell(policy: dutyscore.Policy, column: str, value: object, points: int) -> None:
    row = {"subject": "Ann", "kind": "watch", "date": "2023-05-06", column: value}
    assert policy.evaluate([row]).scores()["points"] == [points]


def test_a_moment_is_the_day_that_the_zone_has(policy: dutyscore.Policy) -> None:
    late = datetime.datetime(2023, 4, 30, 20, tzinfo=datetime.timezone.utc)
    row = {"subject": "Ann", "kind": "gift", "date": late}
    book = policy.evaluate([row], timezone="Asia/Shanghai")
    assert book.entries()["day"] == [datetime.date(2023, 5, 1)]


def test_numpy_scalars(policy: dutyscore.Policy) -> None:
    numpy = pytest.importorskip("numpy")
    row = {
        "subject": numpy.str_("Ann"),
        "kind": "watch",
        "date": "2023-05-06",
        "hours": numpy.float64(2.5),
        "people": numpy.int64(3),
        "outdoors": numpy.bool_(True),
    }
    assert policy.evaluate([row]).scores()["points"] == [5]


@pytest.mark.parametrize("data", [7, b"x", [1], [["Ann"]], object()])
def test_no_table(policy: dutyscore.Policy, data: object) -> None:
    with pytest.raises(TypeError):
        policy.evaluate(data)


@pytest.mark.parametrize("none", [[], (), iter(()), (row for row in ROWS if not row)])
def test_no_rows_need_no_columns(policy: dutyscore.Policy, none: Any) -> None:
    rows = list(none)
    book = policy.evaluate(rows, through="2023-12-31", roster=[{"subject": "Ann"}])
    assert book.counts.rows == 0 and book.scores()["points"] == [0]
    assert policy.totals(rows, through="2023-12-31").counts.rows == 0
    assert policy.accumulate(rows) == []
    assert policy.evaluate(ROWS[2:], roster=[{"subject": "Ann"}]).counts.counted == 1
    with pytest.raises(dutyscore.DataError, match="DS0405"):
        policy.evaluate(ROWS, roster=rows)
    with pytest.raises(dutyscore.DataError, match="DS0304"):
        policy.evaluate([{}])


def test_columns_for_people_only(policy: dutyscore.Policy) -> None:
    rows = [{**ROWS[0], "clerk": "Dee", "note": 1}]
    with pytest.raises(dutyscore.DataError, match="DS0303"):
        policy.evaluate(rows, ignore_columns=["clerk"])
    for book in (
        policy.evaluate(rows, ignore_columns=["clerk", "note"]),
        policy.evaluate(rows, ignore_unknown_columns=True),
    ):
        assert book.scores()["points"] == [6]


def test_rosters(policy: dutyscore.Policy, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("subject,name,org_unit,from\nAnn,Anna,East,2023-06-01\nBob,,West,\n")
    rows = [
        {"subject": "Ann", "name": "Anna", "org_unit": "East", "from": datetime.date(2023, 6, 1)},
        {"subject": "Bob", "org_unit": "West"},
    ]
    books = [policy.evaluate(ROWS, roster=r) for r in (path, str(path), rows, iter(rows))]
    for book in books:
        assert book.digests == books[0].digests
        assert book.scores()["name"] == ["Anna", "Bob"]
        assert book.rank("2023", within="East")["points"] == [5]
    with pytest.raises(dutyscore.DataError, match="DS0405"):
        policy.evaluate(ROWS, roster=rows[:1])
    with pytest.raises(dutyscore.DataError, match="DS0354"):
        policy.evaluate(ROWS, roster=[rows[1], rows[1]])


def test_warnings(policy: dutyscore.Policy, tmp_path: Path) -> None:
    for call in (policy.evaluate, policy.totals):
        with pytest.warns(dutyscore.DataWarning, match="DS0313") as caught:
            call(gb18030(tmp_path))
        assert caught[0].filename == __file__
