"""From a policy and activities to scores, statements, rankings."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

import dutyscore
from samples import ROOT, ROWS


def test_scores_of_a_file() -> None:
    policy = dutyscore.load(ROOT / "rules/shigu-2022.duty")
    book = policy.evaluate(
        ROOT / "examples/shigu/activities-2023.csv", roster=ROOT / "examples/shigu/roster.csv"
    )
    points = {(r["subject"], r["period"]): r["points"] for r in book.scores(by="year").to_dicts()}
    assert points["丁德华", "2023"] == Decimal("951")
    assert book.statement("彭闰芝", "2023-05").total == 58


def test_scores(book: dutyscore.Book) -> None:
    assert book.scores().to_dicts() == [
        {"subject": "Ann", "name": "Ann", "period": "2023", "basis": "confirmed", "points": 11},
        {"subject": "Bob", "name": "Bob", "period": "2023", "basis": "confirmed", "points": 20},
    ]
    may = book.scores(by="month", period="2023-05")
    assert may["points"] == [6, 20]
    assert all(isinstance(p, Decimal) for p in may["points"])


@pytest.mark.parametrize(
    ("level", "blocks"), [("category", ["work", "work"]), ("indicator", ["watch", "gift"] * 2)]
)
def test_levels(book: dutyscore.Book, level: str, blocks: list[str]) -> None:
    table = book.scores(level=level)  # type: ignore[arg-type]
    assert table["block"] == blocks
    assert sum(p for p in table["points"] if isinstance(p, Decimal)) == 31


def test_statement_sums_to_its_total(book: dutyscore.Book) -> None:
    statement = book.statement("Bob")
    assert [(e["entry"], e["points"]) for e in statement.entries] == [("line", 22), ("cap", -2)]
    assert statement.total == 20
    assert statement.period == "2023"
    assert "cap of 20 points per month" in statement.to_text("en")
    assert "每月上限20分" in statement.to_text("zh")


def test_explanation(book: dutyscore.Book) -> None:
    explanation = book.explain("Ann", "2023-05")
    assert "Hours = 3 → 2 × 3" in explanation.to_text("en")
    assert explanation.to_dict()["points"] == "6"


def test_ranking(book: dutyscore.Book) -> None:
    ranking = book.rank("2023")
    assert [(r["rank"], r["subject"], r["grade"], r["lists"]) for r in ranking] == [
        (1, "Bob", "good", ["honoured"]),
        (2, "Ann", "good", []),
    ]
    assert ranking.provisional
    assert book.lists("2023")["subject"] == ["Bob"]


def test_ledger_is_everybodys_entries(book: dutyscore.Book) -> None:
    entries = book.entries()
    assert len(entries) == 4
    assert sum(p for p in entries["points"] if isinstance(p, Decimal)) == 31
    assert book.entries("Ann", "2023-06")["day"] == [datetime.date(2023, 6, 1)]


def test_what_did_not_count(policy: dutyscore.Policy) -> None:
    rows = [
        *ROWS,
        {"subject": "Cay", "kind": "gift", "date": "2023-06-02", "people": 0},
        {"subject": "Cay", "kind": "wach", "date": "2023-06-03"},
        {"subject": "Cay", "kind": "gift", "date": "2023-02-30"},
    ]
    book = policy.evaluate(rows, bad_rows="report")
    assert book.counts == (6, 1, 0, 1, 1, 3)
    assert book.refused["reason"] == ["nobody gave"]
    assert book.unmatched.to_dicts() == [{"kind": "wach", "rows": 1, "did_you_mean": "watch"}]
    (bad,) = book.bad_rows
    assert bad.code == "DS0329"
    assert bad.place is not None
    assert (bad.place.row, bad.place.field) == (6, "date")
    assert book.subjects == ["Ann", "Bob", "Cay"]


def test_bases(policy: dutyscore.Policy) -> None:
    watch, other_watch, gift = ROWS
    book = policy.evaluate([watch, other_watch, {**gift, "standing": "claimed"}])
    assert book.scores()["points"] == [6, 20]
    claimed = book.on("claimed")
    assert claimed.scores()["points"] == [11, 20]
    assert book.scores(basis="claimed") == claimed.scores()
    assert claimed.counts.counted == 3


def test_totals_are_those_of_the_book(policy: dutyscore.Policy, book: dutyscore.Book) -> None:
    for level in ("total", "category", "indicator"):
        of_book = book.scores(by="month", level=level).to_dicts()
        of_totals = policy.totals(ROWS, by="month", level=level).to_dicts()
        assert [{k: v for k, v in row.items() if k != "name"} for row in of_book] == of_totals


def test_totals_of_files() -> None:
    policy = dutyscore.load(ROOT / "rules/shigu-2022.duty")
    files = [ROOT / f"examples/shigu/activities-{year}.csv" for year in (2022, 2023)]
    roster = ROOT / "examples/shigu/roster.csv"
    totals = policy.totals(files, roster=roster, period="2023")
    scores = policy.evaluate(files, roster=roster).scores(period="2023")
    assert totals["points"] == scores["points"]
    assert totals.counts.rows > 8000


def test_merged_cells_make_the_same_book(policy: dutyscore.Policy, book: dutyscore.Book) -> None:
    halves = [policy.accumulate(ROWS[:1]), policy.accumulate(ROWS[1:])]
    cells = policy.merge([cell for half in halves for cell in half])
    merged = policy.finish(cells)
    assert merged.scores(by="month") == book.scores(by="month")
    assert not merged.keeps_rows
    with pytest.raises(dutyscore.DataError, match="DS0427"):
        merged.statement("Ann")
    with pytest.raises(dutyscore.DataError, match="DS0421"):
        policy.merge([cells[0][:-1]])


def test_scenarios(policy: dutyscore.Policy) -> None:
    run = policy.test()
    assert run
    assert (run.passed, run.failed, run.skipped) == (1, 0, 0)
    assert [(o.name, o.policy, o.line) for o in run] == [("one watch", "club", 18)]
