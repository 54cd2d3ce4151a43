"""Reports on one person or one period: statements, explanations, rankings. Immutable values."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import Any

from dutyscore import _core
from dutyscore.report import Report
from dutyscore.tables import Table


class Statement(Report[_core.Statement]):
    """What one person is told about one period. The entries sum to the total."""

    __slots__ = ()

    @property
    def subject(self) -> str:
        return self._core.subject

    @property
    def name(self) -> str:
        """The roster's name, else the subject."""
        return self._core.name

    @property
    def org_unit(self) -> str | None:
        """As of the last served day of the period."""
        return self._core.org_unit or None

    @property
    def served(self) -> bool:
        """Whether the person served at least one day of the period."""
        return self._core.served

    @property
    def period(self) -> str:
        return self._core.period

    @property
    def basis(self) -> str:
        return self._core.basis

    @property
    def through(self) -> datetime.date:
        return self._core.through

    @property
    def total(self) -> Decimal:
        """The points of the period, exactly."""
        return self._core.total

    @property
    def entries(self) -> Table:
        """Every change of points with its day, block, clause and activity."""
        return Table(self._core.entries(None))

    @property
    def blocks(self) -> Table:
        """Each block of the policy with its points, parents before members."""
        return Table(self._core.blocks())

    @property
    def refused(self) -> Table:
        """Activities that a block or a veto refused, with the reason."""
        return Table(self._core.refused(None))

    @property
    def pending(self) -> Table:
        """What posts after ``through``."""
        return Table(self._core.pending(None))

    @property
    def waiting(self) -> Table:
        """Activities that have not come as far as the basis."""
        return Table(self._core.waiting())

    @property
    def unmatched(self) -> Table:
        """Activities whose kind no indicator takes."""
        return Table(self._core.unmatched())

    def to_text(self, lang: str | None = None) -> str:
        """As a person reads it."""
        return self._core.text(lang)

    def _repr_html_(self) -> str:
        from dutyscore.rendering import of_statement

        return of_statement(self)

    def __repr__(self) -> str:
        return f"<Statement of {self.name!r}, {self.period}: {self.total} points>"


class Explanation(Report[_core.Explanation]):
    """Why a person has these points, down to activities, clauses and figures."""

    __slots__ = ()

    @property
    def statement(self) -> Statement:
        """The statement that it explains."""
        return Statement(self._core.statement)

    @property
    def total(self) -> Decimal:
        return self.statement.total

    def to_text(self, lang: str | None = None) -> str:
        """As a person reads it."""
        return self._core.text(lang)

    def _repr_html_(self) -> str:
        from dutyscore.rendering import of_explanation

        return of_explanation(self)

    def __repr__(self) -> str:
        s = self.statement
        return f"<Explanation of {s.name!r}, {s.period}: {s.total} points>"


class Ranking(Table):
    """Everybody's place in one period, with grades and lists: a table that knows more.

    Columns ``rank subject name org_unit points``, then ``grade`` (several grades:
    ``grade_NAME`` each), ``lists`` and ``vetoed``.
    """

    __slots__ = ("_ranking",)

    def __init__(self, core: _core.Ranking) -> None:
        super().__init__(core.table())
        self._ranking = core

    @property
    def provisional(self) -> bool:
        """Whether the period was not over on the day of ``through``."""
        return self._ranking.provisional

    @property
    def lists(self) -> Table:
        """Who stands on which list."""
        return Table(self._ranking.lists())

    def to_publication(self, lang: str | None = None) -> str:
        """As it is published: with its head, stars for lists, and their sizes."""
        return self._ranking.text(lang)

    def to_dict(self) -> dict[str, Any]:
        """All of it as the command's JSON says it; points are texts."""
        found: dict[str, Any] = json.loads(self._ranking.json())
        return found
