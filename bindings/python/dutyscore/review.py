"""What authors ask of a policy before and after they change it: what is suspicious, what each block
can pay, and what the change does to real history. Immutable values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from dutyscore import _core
from dutyscore.progress import Progress
from dutyscore.report import Report
from dutyscore.sources import Data, repeatable
from dutyscore.tables import Table

if TYPE_CHECKING:
    from dutyscore.book import Basis, Book, Unit
    from dutyscore.policy import BadRows, Policy, Through


class Lint(Report[_core.Lint]):
    """What is legal in a policy and still suspicious, by place. False when there is something."""

    __slots__ = ()

    @property
    def findings(self) -> list[_core.Diagnostic]:
        """Warnings with a code ``DS07xx``, their place and a hint."""
        return self._core.findings

    @property
    def accepted(self) -> int:
        """How many more there are that a comment ``# lint: allow CODE reason`` accepts."""
        return self._core.accepted

    def to_text(self, lang: str | None = None, *, colours: bool = False) -> str:
        """The findings as the command prints them."""
        return "".join(d.text(lang, colours) for d in self.findings)

    def __iter__(self) -> Iterator[_core.Diagnostic]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        return not self.findings

    def _repr_html_(self) -> str:
        from dutyscore.rendering import of_lint

        return of_lint(self)

    def __repr__(self) -> str:
        return f"<Lint: {len(self)} findings, {self.accepted} accepted>"


class Bounds(Report[_core.Bounds]):
    """The least and the most that each block of a policy can pay, whatever people do."""

    __slots__ = ()

    @property
    def table(self) -> Table:
        """``block label kind depth by least most least_reached most_reached``, a row for each block
        and kind of period. None where there is no bound; a bound that is not reached is safe, but
        no activities were found that come to it."""
        return Table(self._core.table())

    def to_text(self, lang: str | None = None) -> str:
        """The bounds, why some blocks have none, and activities that reach the others."""
        return self._core.text(lang)

    def _repr_html_(self) -> str:
        from dutyscore.rendering import of_bounds

        return of_bounds(self)

    def __repr__(self) -> str:
        return repr(self.table)


class Comparison(Report[_core.Comparison]):
    """The same activities under two policies: every difference, exactly."""

    __slots__ = ()

    @property
    def before(self) -> Decimal:
        """The points of everybody in all periods under the old policy."""
        return self._core.before

    @property
    def after(self) -> Decimal:
        """The same under the new one."""
        return self._core.after

    @property
    def difference(self) -> Decimal:
        return self._core.difference

    @property
    def periods(self) -> Table:
        """``period before after difference people more less``: how many people's points change."""
        return Table(self._core.periods())

    @property
    def people(self) -> Table:
        """Whose points, rank or points of some block differ: ``subject name org_unit period served
        before after difference rank_before rank_after``."""
        return Table(self._core.people())

    @property
    def blocks(self) -> Table:
        """Every block of either policy: ``block label kind depth known_in before after difference
        people``."""
        return Table(self._core.blocks())

    def clauses(self, lang: str | None = None) -> Table:
        """Clauses that give other points: ``block label entry clause_before clause_after before
        after difference people``."""
        return Table(self._core.clauses(lang))

    @property
    def grades(self) -> Table:
        """Grades that change: ``period grade subject name before after``."""
        return Table(self._core.grades())

    @property
    def lists(self) -> Table:
        """Who enters or leaves a list: ``period list label subject name enters``."""
        return Table(self._core.lists())

    def to_text(self, lang: str | None = None, *, detail: bool = False) -> str:
        """As the command prints it; with ``detail`` what is behind every person's change."""
        return self._core.text(lang, detail)

    def to_csv(self, lang: str | None = None, *, detail: bool = False) -> str:
        """A row for each change, as the command writes it."""
        return self._core.csv(lang, detail)

    def _repr_html_(self) -> str:
        from dutyscore.rendering import of_comparison

        return of_comparison(self)

    def __repr__(self) -> str:
        sign = "+" if self.difference > 0 else ""
        return (
            f"<Comparison: {self.before} → {self.after} points ({sign}{self.difference}), "
            f"{len(set(self.people['subject']))} people>"
        )


def compare(
    before: Policy,
    after: Policy,
    data: Data,
    *,
    by: Unit = "year",
    period: str | None = None,
    basis: Basis = "confirmed",
    roster: Data = None,
    through: Through = None,
    bad_rows: BadRows = "fail",
    threads: int | None = None,
    progress: Progress = None,
    timezone: str | None = None,
    ignore_columns: Iterable[str] = (),
    ignore_unknown_columns: bool = False,
) -> Comparison:
    """What the change from one policy to another does to these activities.

    ``period`` keeps the periods within a longer one; the other arguments are those of
    :meth:`Policy.evaluate`. A column that one of the policies alone knows is left out for the
    other. The account of both runs through the same day.
    """
    rows, people = repeatable(data), repeatable(roster)
    ignored = list(ignore_columns)

    def book(own: Policy, other: Policy, day: Through) -> Book:
        return own.evaluate(
            rows,
            roster=people,
            through=day,
            bad_rows=bad_rows,
            threads=threads,
            progress=progress,
            timezone=timezone,
            ignore_columns=ignored + _core.titles_unknown_to(own._core, other._core),
            ignore_unknown_columns=ignore_unknown_columns,
        )

    old = book(before, after, through)
    return old.compare(
        book(after, before, old.through), by=by, period=period, basis=basis, progress=progress
    )
