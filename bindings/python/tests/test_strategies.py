"""Strategies: rows that the schema allows, shrinking to what matters."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import dutyscore
from samples import POLICY, ROOT

pytest.importorskip("hypothesis")

from hypothesis import HealthCheck, find, given, settings

from dutyscore.strategies import activities, rosters, streams

CLUB = dutyscore.compile(POLICY)
RULES = sorted([*(ROOT / "rules").glob("*.duty"), *(ROOT / "rules").glob("*.md")])
POLICIES = [p for p in RULES if p.name != "README.md"]
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@settings(QUICK, max_examples=100)
@given(streams(CLUB))
def test_months_and_entries_add_up(rows: list[dict[str, Any]]) -> None:
    book = CLUB.evaluate(rows)
    assert book.counts.bad == 0
    sums: dict[object, Decimal] = {}
    for row in book.scores(by="month"):
        sums[row["subject"]] = sums.get(row["subject"], Decimal(0)) + row["points"]  # type: ignore[operator]
    years: dict[object, Decimal] = {}
    for row in book.scores(by="year"):
        years[row["subject"]] = years.get(row["subject"], Decimal(0)) + row["points"]  # type: ignore[operator]
    assert sums == years
    entries = book.entries()["points"]
    assert sum(p for p in entries if isinstance(p, Decimal)) == sum(years.values())


@pytest.mark.parametrize("path", POLICIES, ids=lambda p: p.name)
def test_rows_are_valid_for_the_projects_policies(path: Path) -> None:
    policy = dutyscore.load(path)

    @QUICK
    @given(streams(policy, max_size=8), rosters(policy))
    def ask(rows: list[dict[str, Any]], roster: list[dict[str, Any]]) -> None:
        book = policy.evaluate(rows, roster=roster, bad_rows="report")
        # What a policy cannot work out is its own matter (DS04xx); how rows are written is ours.
        assert [d for d in book.bad_rows if d.code.startswith("DS03")] == []

    ask()


def test_they_shrink() -> None:
    quiet = settings(deadline=None, database=None)
    many = find(streams(CLUB), lambda rows: CLUB.evaluate(rows).counts.counted >= 2, settings=quiet)
    assert len(many) == 2
    assert all(set(row) <= {"subject", "kind", "date", "id", "people"} for row in many)
    capped = find(
        streams(CLUB),
        lambda rows: "cap" in CLUB.evaluate(rows).entries()["entry"],
        settings=quiet,
    )
    assert [row["kind"] for row in capped] == ["watch"]
    assert capped[0]["hours"] == 11


def test_what_may_be_asked_for() -> None:
    import datetime

    day = datetime.date(2024, 2, 29)
    some = activities(
        CLUB, subjects=["a"], kinds=["gift"], first=day, last=day, standings=["claimed", "reviewed"]
    )
    seen: set[object] = set()

    @settings(QUICK, max_examples=40)
    @given(some)
    def ask(row: dict[str, Any]) -> None:
        assert (row["subject"], row["kind"], row["date"]) == ("a", "gift", day)
        seen.add(row["standing"])

    ask()
    assert seen == {"claimed", "reviewed"}


def test_types_of_fields() -> None:
    policy = dutyscore.compile(
        """
        policy a {
          activity {
            n integer from 3 to 5
            d decimal to -1
            t text one of "x", "y"
            u text
            f flag
            since_when date
            tight decimal from 0.15 to 0.151
            only integer for "k"
          }
          indicator i { on "k", "l" award 1 }
        }
        """
    )

    @settings(QUICK, max_examples=60)
    @given(activities(policy))
    def ask(row: dict[str, Any]) -> None:
        assert 3 <= row["n"] <= 5
        assert row["d"] <= -1
        assert row["t"] in ("x", "y")
        assert Decimal("0.15") <= row["tight"] <= Decimal("0.151")
        assert ("only" in row) == (row["kind"] == "k")
        assert policy.evaluate([row]).counts.bad == 0

    ask()
