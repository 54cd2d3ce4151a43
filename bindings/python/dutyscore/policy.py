"""Policies: points regulations, checked and ready to score by."""

from __future__ import annotations

import builtins
import datetime
import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from dutyscore import _core
from dutyscore.book import Basis, Book, Level, Unit
from dutyscore.live import Live
from dutyscore.progress import Progress, watching
from dutyscore.review import Bounds, Lint
from dutyscore.sources import (
    Data,
    options,
    paths_of,
    read_activities,
    read_roster,
    threads_of,
)
from dutyscore.tables import Table
from dutyscore.testing import TestRun
from dutyscore.totals import Totals

BadRows = Literal["fail", "report"]
Through = datetime.date | str | None


def load(path: str | os.PathLike[str]) -> Policy:
    """The policy of a file, ``.duty`` or literate ``.md``. PolicyError with every mistake."""
    return Policy(_core.compile_file(os.fspath(path)))


def compile(text: str, *, name: str = "policy") -> Policy:
    """The policy of a text. ``name`` is what messages call it; ``.md`` at its end says Markdown."""
    return Policy(_core.compile(text, name))


class Policy:
    """A checked policy. It cannot be changed; any number of threads may use it at once.

    In all calls: ``roster`` says who is assessed and may be a path or any table, ``through`` is
    the last day whose dated points count (unless said, the end of the last month with a row),
    ``bad_rows="report"`` scores the rest where some rows cannot be read, ``threads`` is one for
    each processor unless said, ``progress`` a bar or a callable (:mod:`dutyscore.progress`),
    ``timezone`` the zone whose clocks say which day a moment with a zone is (``Asia/Shanghai``,
    ``+08:00``), and columns that are for people only are left out by ``ignore_columns``.
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Policy) -> None:
        self._core = core

    # ---- what it says ----

    @property
    def name(self) -> str:
        return self._core.name

    @property
    def label(self) -> str:
        """The regulation's title; the name where there is none."""
        return self._core.label

    @property
    def digest(self) -> str:
        """Of its meaning: the same for either spelling, whatever the layout and comments."""
        return self._core.digest

    @property
    def path(self) -> str:
        """Where it was loaded from, or the name given to its text."""
        return self._core.source_name

    @property
    def diagnostics(self) -> list[_core.Diagnostic]:
        """Warnings: what is legal and may still not be meant. Mistakes are raised instead."""
        return self._core.warnings

    @property
    def outline(self) -> Table:
        """Its categories, indicators, vetoes, grades and lists: ``kind name label parent depth
        cite first last``, the last two where it is not in force for ever."""
        return Table(self._core.outline())

    @property
    def schema(self) -> Table:
        """The columns that it reads: ``table column label type required default least most
        one_of kinds``, ``kinds`` being those for which alone the column may be filled."""
        return Table(self._core.schema())

    @property
    def kinds(self) -> list[str]:
        """Every kind of activity that it names, sorted."""
        return self._core.kinds()

    def header(
        self, table: Literal["activities", "roster"] = "activities", *, lang: str | None = None
    ) -> str:
        """The header line of an empty CSV table to fill in."""
        if table not in ("activities", "roster"):
            raise ValueError(f"table must be 'activities' or 'roster', not {table!r}")
        return self._core.header(table == "roster", lang)

    def to_text(self, lang: str | None = None) -> str:
        """Its text in canonical form, with comments; in that language's keywords when given."""
        return self._core.text(lang)

    def test(self, path: str | os.PathLike[str] | None = None, *, filter: str = "") -> TestRun:
        """Runs its scenarios: of its own text, and with ``path`` of a file or folder."""
        more = [] if path is None else [os.fspath(path)]
        return TestRun(_core.run_policy_scenarios(self._core, more, filter))

    # ---- what authors ask ----

    def lint(self) -> Lint:
        """What is legal and still suspicious: limits that nothing reaches, activities that two
        indicators take, gaps between grades."""
        return Lint(_core.lint(self._core))

    def bounds(self, by: Unit | Iterable[Unit] = ("month", "year")) -> Bounds:
        """The least and the most that each block can pay in a period, whatever people do."""
        units = [by] if isinstance(by, str) else builtins.list(by)
        return Bounds(_core.bounds(self._core, units))

    def with_numbers(self, numbers: Mapping[str, int | str | Decimal]) -> Policy:
        """The policy as if its author had written these numbers, each named as
        ``dutyscore compare --set`` names it: ``{"visit.award": 6, "visit.cap.month": "40.5"}``."""
        texts = [(name, str(number)) for name, number in numbers.items()]
        return Policy(_core.changed(self._core, texts))

    # ---- scoring ----

    def evaluate(
        self,
        data: Data,
        *,
        roster: Data = None,
        through: Through = None,
        bad_rows: BadRows = "fail",
        threads: int | None = None,
        progress: Progress = None,
        timezone: str | None = None,
        ignore_columns: Iterable[str] = (),
        ignore_unknown_columns: bool = False,
    ) -> Book:
        """The book of all these activities. Linear in the rows.

        ``data`` is anything tabular: paths, Arrow, DataFrames, cursors, dicts
        (:mod:`dutyscore.sources`). DataError when it cannot be used.
        """
        how = options(threads, timezone, ignore_columns, ignore_unknown_columns)
        report = _reports(bad_rows)
        with watching(progress) as listener:
            who = read_roster(self._core, roster, how, listener)
            rows = read_activities(self._core, data, how, listener)
            core = _core.evaluate(
                self._core, rows, who, through, report, threads_of(threads), listener
            )
        return Book(core, self)

    def totals(
        self,
        data: Data,
        *,
        by: Unit = "year",
        level: Level = "total",
        basis: Basis = "confirmed",
        period: str | None = None,
        roster: Data = None,
        through: Through = None,
        bad_rows: BadRows = "fail",
        threads: int | None = None,
        progress: Progress = None,
        timezone: str | None = None,
        ignore_columns: Iterable[str] = (),
        ignore_unknown_columns: bool = False,
    ) -> Totals:
        """Points of everybody in every period, and nothing else: many times faster than a book.

        Files are read some rows at a time, so that they need not fit into memory.
        """
        how = options(threads, timezone, ignore_columns, ignore_unknown_columns)
        report, many = _reports(bad_rows), threads_of(threads)
        with watching(progress) as listener:
            who = read_roster(self._core, roster, how, listener)
            if (paths := paths_of(data)) is not None:
                core = _core.totals_of_files(
                    self._core, paths, how, by, level, basis, who, through, report, many, listener
                )
            else:
                rows = read_activities(self._core, data, how, listener)
                core = _core.totals_of(
                    self._core, rows, by, level, basis, who, through, report, many, listener
                )
        return Totals(core, period)

    # ---- on several machines ----

    def accumulate(
        self,
        data: Data,
        *,
        roster: Data = None,
        bad_rows: BadRows = "fail",
        threads: int | None = None,
        progress: Progress = None,
        timezone: str | None = None,
        ignore_columns: Iterable[str] = (),
        ignore_unknown_columns: bool = False,
    ) -> list[bytes]:
        """The sums of some rows as bytes, one for each subject, to be added up elsewhere."""
        how = options(threads, timezone, ignore_columns, ignore_unknown_columns)
        with watching(progress) as listener:
            who = read_roster(self._core, roster, how, listener)
            rows = read_activities(self._core, data, how, listener)
            return _core.accumulate(self._core, rows, who, _reports(bad_rows), listener)

    def merge(self, cells: Iterable[bytes]) -> list[bytes]:
        """Cells of any subjects added up, one for each, by subject."""
        return _core.merge(self._core, builtins.list(cells))

    def finish(
        self, cells: Iterable[bytes], *, roster: Data = None, through: Through = None
    ) -> Book:
        """The book of all cells, with the same figures as :meth:`evaluate` over all rows. It
        keeps no single activities (:attr:`Book.keeps_rows`)."""
        who = read_roster(self._core, roster, options(), None)
        return Book(_core.finish(self._core, builtins.list(cells), who, through), self)

    def live(
        self,
        *,
        roster: Data = None,
        through: Through = None,
        keep_rows: bool = True,
        snapshot: bytes | None = None,
        journal: str | os.PathLike[str] | None = None,
    ) -> Live:
        """An account that is kept while activities come and go.

        With ``keep_rows`` its books have entries, and an id is enough to retract. ``snapshot``
        goes on from the bytes of :meth:`Live.snapshot`, ``journal`` from a file of changes, to
        which further ones are appended.
        """
        who = read_roster(self._core, roster, options(), None)
        if snapshot is None:
            core = _core.Live(self._core, who, through, keep_rows)
        else:
            core = _core.Live.restore(self._core, snapshot, who, through, keep_rows)
        account = Live(core, self, (who, through, keep_rows))
        if journal is not None:
            account.keep_journal(journal)
        return account

    # ---- Python ----

    def __eq__(self, other: object) -> bool:
        """Whether both mean the same."""
        return isinstance(other, Policy) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (self._core.source_text, self._core.source_name)

    def _repr_html_(self) -> str:
        from dutyscore.rendering import of_policy

        return of_policy(self)

    def __repr__(self) -> str:
        return f"<Policy {self.name!r}: {self.label}>"


def _unpickled(text: str, name: str) -> Policy:
    return compile(text, name=name)


def _reports(bad_rows: str) -> bool:
    if bad_rows not in ("fail", "report"):
        raise ValueError(f"bad_rows must be 'fail' or 'report', not {bad_rows!r}")
    return bad_rows == "report"
