"""Books: the scores of everybody, and where each point came from."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from dutyscore import _core
from dutyscore.language import Language
from dutyscore.progress import Progress, watching
from dutyscore.reports import Explanation, Ranking, Statement
from dutyscore.review import Comparison
from dutyscore.tables import Table

if TYPE_CHECKING:
    from dutyscore.charts import Plots
    from dutyscore.policy import Policy

Basis = Literal["claimed", "reviewed", "confirmed"]
Unit = Literal["month", "quarter", "half", "year", "term", "overall"]
Level = Literal["total", "category", "indicator"]


class RowCounts(NamedTuple):
    """What became of the rows on one basis: ``rows`` is the sum of the others."""

    rows: int
    bad: int
    not_on_basis: int
    unmatched: int
    refused: int
    counted: int


class Digests(NamedTuple):
    """By what a book's ingredients are recognised. Equal ones gave equal books."""

    policy: str
    roster: str | None
    data: str | None
    engine: str


class Book:
    """The scores of everybody under one policy, made by :meth:`Policy.evaluate`.

    Immutable; any number of threads may read it. A period is a text as the command takes it:
    ``2023``, ``2023-H1``, ``2023-Q2``, ``2023-05``, ``2023年5月``, ``2023-05-06``,
    ``overall`` or a term's name. Everything is read on one basis, ``confirmed`` unless
    :meth:`on` says otherwise.
    """

    __slots__ = ("_core", "_policy", "basis")

    basis: Basis
    """The basis on which this book is read when a call names none."""

    def __init__(self, core: _core.Book, policy: Policy, basis: Basis = "confirmed") -> None:
        self._core = core
        self._policy = policy
        self.basis = basis

    def on(self, basis: Basis) -> Book:
        """The same book, read on another basis. Costs nothing."""
        return Book(self._core, self._policy, _core.basis(basis))

    # ---- what it is of ----

    @property
    def policy(self) -> Policy:
        """The policy by which the activities were judged."""
        return self._policy

    @property
    def through(self) -> datetime.date:
        """The last day whose dated points (bases, closed periods) count."""
        return self._core.through

    @property
    def subjects(self) -> list[str]:
        """Everybody who is assessed, sorted by the bytes of their text."""
        return self._core.subjects

    @property
    def keeps_rows(self) -> bool:
        """Whether it knows single activities; a book of merged cells does not."""
        return self._core.keeps_rows

    # ---- points ----

    def scores(
        self,
        by: Unit = "year",
        level: Level = "total",
        *,
        basis: Basis | None = None,
        period: str | None = None,
    ) -> Table:
        """Points of everybody in every period of one unit, zeros included.

        Columns ``subject name period basis points``; of ``category`` and ``indicator`` also
        ``block label``, a row for each block of that kind. ``period`` keeps the periods within
        a longer one. Linear in subjects and periods.
        """
        return Table(self._core.scores(by, level, basis or self.basis, period))

    def rank(
        self, period: str, within: str | None = None, *, basis: Basis | None = None
    ) -> Ranking:
        """Everybody who served in the period, best first; of one org_unit with ``within``."""
        return Ranking(_core.rank(self._core, period, basis or self.basis, within))

    def lists(self, period: str, *, basis: Basis | None = None) -> Table:
        """Who stands on which list: ``list label rank subject name org_unit points``."""
        return self.rank(period, basis=basis).lists

    # ---- accounts ----

    def statement(
        self, who: str, period: str | None = None, *, basis: Basis | None = None
    ) -> Statement:
        """What one person is told about a period (the year of ``through`` unless said)."""
        return Statement(_core.statement(self._core, who, period, basis or self.basis))

    def explain(
        self, who: str, period: str | None = None, *, basis: Basis | None = None
    ) -> Explanation:
        """Why a person has these points: the statement, then the tree down to activities."""
        return Explanation(_core.explain(self._core, who, period, basis or self.basis))

    def entries(
        self,
        who: str | None = None,
        period: str | None = None,
        *,
        basis: Basis | None = None,
        lang: str | None = None,
        progress: Progress = None,
    ) -> Table:
        """Every change of points, of one person or of all; they sum to the scores.

        Linear in activities. Needs the rows: a book of merged cells raises DataError.
        """
        with watching(progress) as listener:
            return Table(
                _core.entries(self._core, who, period, basis or self.basis, lang, listener)
            )

    @property
    def plot(self) -> Plots:
        """Charts: ``ranking()``, ``distribution()``, ``over_time()``, ``caps()``. Needs the extra
        ``charts``."""
        from dutyscore.charts import Plots

        return Plots(self)

    def to_excel(
        self,
        path: str | os.PathLike[str],
        period: str | None = None,
        *,
        lang: Language | None = "zh",
    ) -> None:
        """Writes a workbook with the ranking, the ledger and what was refused, each of the period
        (the year of ``through`` unless said). Needs the extra ``excel``."""
        from dutyscore.excel_writing import write_book

        write_book(self, path, period, lang)

    def compare(
        self,
        after: Book,
        *,
        by: Unit = "year",
        period: str | None = None,
        basis: Basis | None = None,
        progress: Progress = None,
    ) -> Comparison:
        """What differs in another book of the same activities and roster, which was made by
        another policy; both keep rows. :func:`dutyscore.compare` makes them."""
        with watching(progress) as listener:
            return Comparison(
                _core.compare(self._core, after._core, by, period, basis or self.basis, listener)
            )

    # ---- what did not count ----

    @property
    def counts(self) -> RowCounts:
        """How many rows counted, and what became of the others."""
        return RowCounts(**self._core.counts(self.basis))

    @property
    def refused(self) -> Table:
        """Activities that were refused or rejected, with the reason."""
        return Table(_core.refused(self._core, None, self.basis, None))

    @property
    def unmatched(self) -> Table:
        """Kinds that no indicator and no veto takes: ``kind rows did_you_mean``."""
        return Table(self._core.unmatched(self.basis))

    @property
    def pending(self) -> Table:
        """What posts after ``through`` in that year, by the figures there are now."""
        return Table(_core.pending(self._core, self.basis, None, None))

    @property
    def bad_rows(self) -> list[_core.Diagnostic]:
        """Why each bad row could not be read or judged; empty unless ``bad_rows="report"``."""
        return self._core.bad_rows()

    @property
    def digests(self) -> Digests:
        """Digests of policy, roster and data, and the engine's version. Linear in the rows."""
        return Digests(**self._core.digests())

    # ---- Python ----

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (self._policy, _core.book_state(self._core), self.basis)

    def _repr_html_(self) -> str:
        from dutyscore.rendering import of_book

        return of_book(self)

    def __repr__(self) -> str:
        c = self.counts
        return (
            f"<Book of {self._policy.name!r}: {len(self.subjects)} subjects, {c.counted} of "
            f"{c.rows} activities counted, through {self.through}, {self.basis}>"
        )


def _unpickled(policy: Policy, state: tuple[Any, ...], basis: Basis) -> Book:
    return Book(_core.book_of_state(policy._core, state), policy, basis)
