"""Live accounts say what a book of their activities says."""

from __future__ import annotations

from pathlib import Path

import pytest

import dutyscore
from samples import ROWS


def test_apply_retract_correct(policy: dutyscore.Policy, book: dutyscore.Book) -> None:
    live = policy.live()
    live.apply(ROWS)
    assert live.book().scores(by="month") == book.scores(by="month")
    assert live.book().entries()["points"] == book.entries()["points"]
    live.retract(ROWS[2])
    assert live.book().digests.data == policy.evaluate(ROWS[:2]).digests.data
    live.correct(ROWS[0], {**ROWS[0], "Hours": 4})
    assert live.book("Ann").scores()["points"] == [8]
    assert live.changes == 5


def test_what_cannot_be_done_changes_nothing(policy: dutyscore.Policy) -> None:
    live = policy.live(roster=[{"subject": "Ann"}], through="2023-12-31")
    with pytest.raises(dutyscore.DataError, match="DS0405"):
        live.apply(ROWS)  # Bob is not on the roster
    assert live.book().counts.rows == 0
    live.apply(ROWS[0])
    with pytest.raises(dutyscore.DataError, match="DS0430"):
        live.retract([ROWS[0], ROWS[0]])
    assert live.book().scores()["points"] == [6]
    with pytest.raises(dutyscore.DataError, match="DS0329"):
        live.apply({"subject": "Ann", "kind": "watch", "date": "never"})


def test_retract_by_id(policy: dutyscore.Policy) -> None:
    live = policy.live()
    live.apply([{**ROWS[0], "id": "a"}, {**ROWS[1], "id": "b"}])
    live.retract(subject="Ann", id="a")
    assert live.book().subjects == ["Bob"]
    with pytest.raises(dutyscore.DataError, match="DS0431"):
        live.retract(subject="Bob", id="a")
    for wrong in ({}, {"subject": "Bob"}, {"data": ROWS[0], "subject": "Bob", "id": "b"}):
        with pytest.raises(TypeError):
            live.retract(**wrong)


def test_snapshot_and_journal(policy: dutyscore.Policy, tmp_path: Path) -> None:
    journal = tmp_path / "club.journal"
    live = policy.live(journal=journal)
    live.apply(ROWS[0])
    snapshot = live.snapshot()
    live.apply(ROWS[1:])
    live.sync()
    expected = live.book().scores(by="month")
    del live
    again = policy.live(snapshot=snapshot, journal=journal)
    assert again.changes == 3
    assert again.book().scores(by="month") == expected
    with pytest.raises(dutyscore.DataError, match="DS0421"):
        policy.live(snapshot=snapshot[:-1])
    other = dutyscore.compile('policy b { indicator c { on "d"  award 1 } }')
    with pytest.raises(dutyscore.DataError, match="DS0423"):
        other.live(snapshot=snapshot)
