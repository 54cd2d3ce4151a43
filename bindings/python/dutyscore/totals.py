"""Points of everybody without a book: a table at the speed that the machine allows."""

from __future__ import annotations

import datetime

from dutyscore import _core
from dutyscore.book import RowCounts
from dutyscore.tables import Table


class Totals(Table):
    """What :meth:`Policy.totals` gives: ``subject period basis points``, and of blocks
    ``block label``, with the account of the rows behind them."""

    __slots__ = ("_totals",)

    def __init__(self, core: _core.Totals, period: str | None) -> None:
        super().__init__(core.table(period))
        self._totals = core

    @property
    def through(self) -> datetime.date:
        """The last day whose dated points count."""
        return self._totals.through

    @property
    def counts(self) -> RowCounts:
        """How many rows counted, and what became of the others."""
        return RowCounts(**self._totals.counts())

    @property
    def unmatched(self) -> Table:
        """Kinds that no indicator and no veto takes."""
        return Table(self._totals.unmatched())

    @property
    def bad_rows(self) -> list[_core.Diagnostic]:
        """Why each bad row could not be read or judged."""
        return self._totals.bad_rows()
