"""Policies, books and live accounts travel between processes, equal in everything."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import dutyscore
from samples import ROOT, ROWS


def again(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


def test_policy(policy: dutyscore.Policy) -> None:
    copy = again(policy)
    assert copy == policy
    assert hash(copy) == hash(policy)
    assert copy.to_text() == policy.to_text()
    assert copy.path == policy.path


def same(a: dutyscore.Book, b: dutyscore.Book) -> None:
    assert a.digests == b.digests
    assert a.through == b.through
    for basis in ("claimed", "reviewed", "confirmed"):
        assert a.on(basis).counts == b.on(basis).counts
        assert a.on(basis).scores(by="month") == b.on(basis).scores(by="month")
        assert a.on(basis).refused == b.on(basis).refused
    assert a.entries() == b.entries()  # files and rows included
    assert [d.text() for d in a.bad_rows] == [d.text() for d in b.bad_rows]


def test_book_of_a_district() -> None:
    policy = dutyscore.load(ROOT / "rules/shigu-2022.duty")
    book = policy.evaluate(
        [ROOT / f"examples/shigu/activities-{year}.csv" for year in (2022, 2023)],
        roster=ROOT / "examples/shigu/roster.csv",
    )
    same(again(book), book)


def test_book_with_bad_rows(policy: dutyscore.Policy) -> None:
    rows = [*ROWS, {"subject": "Cay", "kind": "watch", "date": "never", "Hours": "many"}]
    book = policy.evaluate(rows, bad_rows="report", through="2023-12-31")
    assert len(book.bad_rows) == 1
    same(again(book), book)


def test_basis(book: dutyscore.Book) -> None:
    assert again(book.on("claimed")).basis == "claimed"


def test_book_of_cells(policy: dutyscore.Policy) -> None:
    book = policy.finish(policy.accumulate(ROWS))
    copy = again(book)
    assert copy.scores(by="month") == book.scores(by="month")
    assert not copy.keeps_rows


def test_live(policy: dutyscore.Policy) -> None:
    live = policy.live(through="2023-12-31")
    live.apply(ROWS)
    copy = again(live)
    assert copy.changes == live.changes
    same(copy.book(), live.book())
    same(again(live.book()), live.book())


def test_a_book_of_a_live_without_rows_says_what_to_pickle(policy: dutyscore.Policy) -> None:
    live = policy.live(keep_rows=False)
    live.apply(ROWS)
    with pytest.raises(TypeError, match=r"pickle Live\.snapshot"):
        pickle.dumps(live.book())


def test_a_damaged_state_is_refused(book: dutyscore.Book) -> None:
    _, (policy, state, _) = book.__reduce__()
    version, through, roster, (rows, texts, columns, *rest), cells = state
    from dutyscore import _core

    for broken in (
        (rows, texts, [columns[0][:-1], *columns[1:]], *rest),
        (rows, texts, [b"\xff" * len(columns[0]), *columns[1:]], *rest),
        (rows + 1, texts, columns, *rest),
    ):
        with pytest.raises(ValueError, match="damaged"):
            _core.book_of_state(policy._core, (version, through, roster, broken, cells))
    with pytest.raises(ValueError, match="another version"):
        _core.book_of_state(policy._core, ("0.0.1", *state[1:]))
