"""Lint, bounds and comparisons: what authors ask before and after they change a policy."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import dutyscore
from samples import POLICY, ROOT, ROWS

CHANGED = POLICY.replace("award 2 per hours  cap 20", "award 3 per hours  cap 25").replace(
    'place "Place" text', 'where "Where" text'
)


@pytest.fixture
def changed() -> dutyscore.Policy:
    return dutyscore.compile(CHANGED, name="new.duty")


# ---- lint ----


CITED = POLICY.replace('category work "Work" {', 'category work "Work" { cite "1"')


def test_lint() -> None:
    clean = dutyscore.compile(CITED, name="club.duty").lint()
    assert clean and len(clean) == 0 and clean.accepted == 0 and str(clean) == ""
    assert repr(clean) == "<Lint: 0 findings, 0 accepted>"
    idle = CITED.replace("award 5 }", "award 5  cap 9 per month  cap 999 per year }")
    found = dutyscore.compile(idle, name="club.duty").lint()
    assert not found
    (one,) = found
    assert one.code.startswith("DS07") and one.severity == "warning"
    assert one.place is not None and one.place.line == 12
    assert one.code in found.to_text("en") and "警告" in found.to_text("zh")
    assert found.to_dict()["diagnostics"][0]["code"] == one.code
    gift = "    indicator gift"
    accepting = idle.replace(gift, f"    # lint: allow {one.code} as agreed\n{gift}")
    accepted = dutyscore.compile(accepting, name="club.duty").lint()
    assert accepted and accepted.accepted == 1


def test_lint_of_a_literate_policy(tmp_path: Path) -> None:
    path = tmp_path / "club.md"
    path.write_text(f"# Club\n\n```duty\n{CITED}```\n", encoding="utf-8")
    assert dutyscore.load(path).lint()


# ---- bounds ----


def test_bounds(policy: dutyscore.Policy) -> None:
    bounds = policy.bounds()
    rows = bounds.table.to_dicts()
    watch = [row for row in rows if row["block"] == "watch"]
    assert [(row["by"], row["least"], row["most"]) for row in watch] == [
        ("month", 0, 20),
        ("year", 0, 240),
    ]
    assert all(row["most_reached"] for row in watch)
    (gift,) = (row for row in rows if row["block"] == "gift" and row["by"] == "year")
    assert gift["most"] is None and not gift["most_reached"]
    assert rows[0]["kind"] == "policy" and rows[0]["depth"] == 0
    assert "most per month" in bounds.to_text("en") and "每月最多" in bounds.to_text("zh")
    assert bounds.to_dict()["blocks"][0]["block"] == "club"
    assert repr(bounds) == repr(bounds.table)


@pytest.mark.parametrize("by", ["quarter", ["quarter"], ("quarter", "overall")])
def test_bounds_of_other_periods(policy: dutyscore.Policy, by: Any) -> None:
    units = set(policy.bounds(by).table["by"])
    assert units == ({by} if isinstance(by, str) else set(by))
    with pytest.raises(dutyscore.DutyscoreError, match="DS0933"):
        policy.bounds("week")  # type: ignore[arg-type]


# ---- what if ----


def test_numbers_of_a_policy_are_changed(policy: dutyscore.Policy) -> None:
    other = policy.with_numbers({"watch.award": 3, "watch.cap": "22.5", "gift.award": Decimal(6)})
    assert policy.evaluate(ROWS).statement("Bob").total == 20
    assert other.evaluate(ROWS).statement("Bob").total == Decimal("22.5")
    assert other.with_numbers({}) == other != policy
    with pytest.raises(dutyscore.DutyscoreError, match="DS0960"):
        policy.with_numbers({"nothing.award": 3})
    with pytest.raises(ValueError, match=r"no number for watch\.award"):
        policy.with_numbers({"watch.award": "much"})
    with pytest.raises(dutyscore.PolicyError):
        policy.with_numbers({"honoured.top": 0})


# ---- comparisons ----


def test_compare(policy: dutyscore.Policy, changed: dutyscore.Policy) -> None:
    found = dutyscore.compare(policy, changed, ROWS, by="month")
    assert [found.before, found.after, found.difference] == [31, 39, 8]
    periods = {r["period"]: (r["difference"], r["more"], r["less"]) for r in found.periods}
    assert list(periods)[-2:] == ["2023-05", "2023-06"]
    assert (periods["2023-05"], periods["2023-06"]) == ((8, 2, 0), (0, 0, 0))
    (ann, bob) = sorted(found.people, key=lambda row: str(row["subject"]))
    assert (ann["before"], ann["after"], ann["difference"]) == (6, 9, 3)
    assert (bob["difference"], bob["rank_before"], bob["rank_after"]) == (5, 1, 1)
    (watch,) = (row for row in found.blocks if row["block"] == "watch")
    assert (watch["known_in"], watch["difference"], watch["people"]) == ("both", 8, 2)
    worded = {row["clause_before"]: row["clause_after"] for row in found.clauses("en")}
    assert worded["award 2 per hours"] == "award 3 per hours"
    assert found.clauses("zh") != found.clauses("en")
    assert "+8" in found.to_text("en") and "变" in found.to_text("zh")
    assert len(found.to_text("en", detail=True)) > len(found.to_text("en"))
    assert found.to_csv("en").startswith("change,subject,period,basis,block,clause,before,after")
    assert found.to_dict()["periods"]
    assert repr(found) == "<Comparison: 31 → 39 points (+8), 2 people>"


def test_grades_and_lists_that_change(policy: dutyscore.Policy) -> None:
    other = policy.with_numbers({"watch.award": "0.5", "watch.cap": 4})
    found = dutyscore.compare(policy, other, ROWS)
    assert {(r["subject"], r["before"], r["after"]) for r in found.grades} == {
        ("Ann", "good", "poor"),
        ("Bob", "good", "poor"),
    }
    assert {(r["list"], r["subject"], r["enters"]) for r in found.lists} == {
        ("honoured", "Ann", True),
        ("honoured", "Bob", False),
    }


def test_columns_that_one_policy_alone_knows(
    policy: dutyscore.Policy, changed: dutyscore.Policy
) -> None:
    rows = [{**row, "Place": "here", "where": "there", "note": "x"} for row in ROWS]
    found = dutyscore.compare(policy, changed, rows, ignore_columns=["note"])
    assert found.difference == 8
    with pytest.raises(dutyscore.DataError, match="note"):
        dutyscore.compare(policy, changed, rows)


def cursor() -> sqlite3.Cursor:
    base = sqlite3.connect(":memory:")
    base.execute("create table t (subject, kind, date, hours)")
    base.executemany(
        "insert into t values (?, ?, ?, ?)",
        [(row["subject"], row["kind"], row["date"], row.get("Hours", 0)) for row in ROWS],
    )
    return base.execute("select * from t")


@pytest.mark.parametrize("data", [lambda: iter(ROWS), lambda: (row for row in ROWS), cursor])
def test_data_that_can_be_read_once(
    policy: dutyscore.Policy, changed: dutyscore.Policy, data: Callable[[], Any]
) -> None:
    assert dutyscore.compare(policy, changed, data()).difference == 8


def test_a_capsule_cannot_be_compared(policy: dutyscore.Policy, changed: dutyscore.Policy) -> None:
    capsule = policy.evaluate(ROWS).scores().__arrow_c_stream__()
    with pytest.raises(TypeError, match="read once"):
        dutyscore.compare(policy, changed, capsule)


def test_both_accounts_run_through_the_same_day(policy: dutyscore.Policy) -> None:
    with_base = dutyscore.compile(POLICY.replace("award 5 }", "award 5  base 1 per year }"))
    found = dutyscore.compare(policy, with_base, ROWS, through=datetime.date(2023, 12, 31))
    assert found.difference == 2


def test_books_are_compared(policy: dutyscore.Policy, changed: dutyscore.Policy) -> None:
    old, new = (p.evaluate(ROWS) for p in (policy, changed))
    assert old.compare(new).difference == 8
    assert old.compare(new, by="month", period="2023-06").difference == 0
    with pytest.raises(dutyscore.DataError, match="DS0427"):
        old.compare(changed.finish(changed.accumulate(ROWS)))


def test_a_listener_can_stop_it(policy: dutyscore.Policy, changed: dutyscore.Policy) -> None:
    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    book = policy.evaluate(ROWS)
    with pytest.raises(KeyboardInterrupt):
        book.compare(changed.evaluate(ROWS), progress=stop)


def test_the_real_regulation() -> None:
    rules = dutyscore.load(ROOT / "rules/shigu-2022.duty")
    assert not rules.lint() and len(rules.lint()) > 1
    assert len(rules.bounds().table) > 60
