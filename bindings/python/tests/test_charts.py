"""Charts: what they show, without the network."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import dutyscore
from samples import ROOT, ROWS

pytest.importorskip("altair")


@pytest.fixture(scope="module")
def shigu() -> dutyscore.Book:
    policy = dutyscore.load(ROOT / "rules/shigu-2022.duty")
    data, roster = (ROOT / f"examples/shigu/{n}.csv" for n in ("activities-2023", "roster"))
    return policy.evaluate(data, roster=roster)


CHARTS: list[Callable[[dutyscore.Book], Any]] = [
    lambda book: book.plot.ranking("2023", top=20),
    lambda book: book.plot.distribution("2023"),
    lambda book: book.plot.over_time(),
    lambda book: book.plot.over_time(["彭闰芝", "丁德华"], by="quarter"),
    lambda book: book.plot.caps("2023"),
]


def rows_of(chart: Any) -> list[dict[str, Any]]:
    spec = chart.to_dict()
    data = spec.get("data") or spec["layer"][0]["data"]
    rows: list[dict[str, Any]] = (
        spec["datasets"][data["name"]] if "name" in data else data["values"]
    )
    return rows


@pytest.mark.parametrize("make", CHARTS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pictures(
    shigu: dutyscore.Book, make: Callable[[dutyscore.Book], Any], lang: Any, tmp_path: Any
) -> None:
    pytest.importorskip("vl_convert")
    dutyscore.set_language(lang)
    chart = make(shigu)
    spec = json.loads(chart.to_json())
    del spec["$schema"]
    assert "url" not in json.dumps(spec)
    path = tmp_path / "chart.png"
    chart.save(str(path))
    picture = path.read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[i : i + 4], "big") for i in (16, 20))
    assert width > 400 and height > 100
    assert len(picture) > 4000  # something is drawn


def test_ranking(book: dutyscore.Book) -> None:
    rows = rows_of(book.plot.ranking())
    assert [(r["name"], r["points"], r["grade"]) for r in rows] == [
        ("1 Bob", 20, "good"),
        ("2 Ann", 11, "good"),
    ]
    assert len(rows_of(book.plot.ranking("2023", top=1))) == 1


def test_distribution_counts_everybody(shigu: dutyscore.Book) -> None:
    rows = rows_of(shigu.plot.distribution("2023", bins=10))
    assert sum(r["people"] for r in rows) == len(shigu.rank("2023"))
    assert len(rows) <= 11
    assert len({r["to"] - r["from"] for r in rows}) == 1


def test_over_time(book: dutyscore.Book) -> None:
    rows = rows_of(book.plot.over_time("Ann", period="2023-Q2"))
    assert [(r["period"], r["points"]) for r in rows] == [
        ("2023-04", 0),
        ("2023-05", 6),
        ("2023-06", 5),
    ]
    (may,) = (r for r in rows_of(book.plot.over_time()) if r["period"] == "2023-05")
    assert (may["least"], may["median"], may["most"]) == (6, 6, 20)
    with pytest.raises(dutyscore.DutyscoreError, match="Annn"):
        book.plot.over_time("Annn")


def test_caps_take_what_the_ledger_says(policy: dutyscore.Policy) -> None:
    book = policy.evaluate([*ROWS, {**ROWS[1], "date": "2023-05-08"}])
    rows = {(r["label"], r["order"]): r for r in rows_of(book.plot.caps())}
    assert rows["Watch", 0]["points"] == 26
    assert rows["Watch", 1]["points"] == 24
    assert (rows["Watch", 0]["before"], rows["Watch", 0]["after"]) == (50, 26)
    assert rows["Gift", 1]["points"] == 0


def test_caps_of_a_category(shigu: dutyscore.Book) -> None:
    taken = -sum(
        e["points"]  # type: ignore[misc]
        for e in shigu.entries(period="2023")
        if e["entry"] in ("cap", "event_cap", "keyed_limit") and e["points"] < 0  # type: ignore[operator]
    )
    rows = rows_of(shigu.plot.caps("2023"))
    assert sum(r["points"] for r in rows if r["order"] == 1) == float(taken) > 0


def test_a_book_of_nobody(policy: dutyscore.Policy) -> None:
    book = policy.evaluate({"subject": [], "kind": [], "date": []}, through="2023-12-31")
    for chart in (book.plot.ranking(), book.plot.distribution(), book.plot.caps()):
        assert rows_of(chart) == []
