"""Strategies of hypothesis: rows that a policy's schema allows, to ask a policy about cases that
nobody thought of.

    @given(streams(policy))
    def test_nobody_has_more_than_a_hundred_points(rows):
        assert all(p <= 100 for p in policy.evaluate(rows).scores()["points"])

Examples shrink to few rows of the first kind and person, with the fields that must be there. Rows
are valid for the schema; what a policy cannot work out for them (a division by zero, a table
without a row) is a defect of the policy, and found. Needs the extra ``test``.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from hypothesis import strategies as st

from dutyscore.policy import Policy

__all__ = ["activities", "rosters", "streams"]

Row = dict[str, Any]
_SUBJECTS = ("甲", "乙", "丙")
_LETTERS = "甲乙丙abc012"
#: How far numbers without a bound reach from the other bound, or from 0.
_REACH = 10_000
_LONGEST = datetime.timedelta(days=5)


@dataclass(frozen=True)
class _Field:
    """A column of the schema."""

    name: str
    type: str
    required: bool
    least: Decimal | None
    most: Decimal | None
    one_of: Sequence[str]
    kinds: Sequence[str]

    def is_for(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    def bounds(self, places: int) -> tuple[int, int]:
        """In units of the last place: the numbers that lie within."""
        unit = Decimal(1).scaleb(-places)
        least = self.least if self.least is not None else min(Decimal(0), (self.most or 0) - _REACH)
        most = self.most if self.most is not None else max(Decimal(0), least) + _REACH
        return (
            int((least / unit).to_integral_value(ROUND_CEILING)),
            int((most / unit).to_integral_value(ROUND_FLOOR)),
        )


def _numbers(field: _Field, places: int) -> st.SearchStrategy[Decimal]:
    least, most = field.bounds(places)
    if least > most:
        return st.nothing()
    return st.integers(least, most).map(lambda n: Decimal(n).scaleb(-places))


def _values(field: _Field, days: st.SearchStrategy[datetime.date]) -> st.SearchStrategy[Any]:
    if field.one_of:
        return st.sampled_from(list(field.one_of))
    if field.type == "integer":
        return st.integers(*field.bounds(0))
    if field.type == "decimal":
        return st.one_of(*(_numbers(field, places) for places in (0, 1, 2, 6)))
    if field.type == "flag":
        return st.booleans()
    if field.type == "date":
        return days
    return st.text(_LETTERS, min_size=1, max_size=6)


_FIXED = (
    "subject",
    "kind",
    "date",
    "end",
    "title",
    "id",
    "standing",
    "since",
    "reason",
    "evidence",
)
_OF_ROSTER = ("name", "org_unit", "from", "to")


def _fields(policy: Policy, table: str) -> list[_Field]:
    return [
        _Field(
            str(row["column"]),
            str(row["type"]),
            bool(row["required"]),
            row["least"],  # type: ignore[arg-type]
            row["most"],  # type: ignore[arg-type]
            row["one_of"] or (),  # type: ignore[arg-type]
            row["kinds"] or (),  # type: ignore[arg-type]
        )
        for row in policy.schema
        if row["table"] == table and row["column"] not in (*_FIXED, *_OF_ROSTER, "credited")
    ]


def _years_of(policy: Policy) -> tuple[datetime.date, datetime.date]:
    """Two years from the day on which it is in force."""
    (of_policy,) = (r for r in policy.outline if r["kind"] == "policy")
    first, last = of_policy["first"], of_policy["last"]
    begin = first if isinstance(first, datetime.date) else datetime.date(2023, 1, 1)
    end = begin + datetime.timedelta(days=730)
    return begin, min(end, last) if isinstance(last, datetime.date) else end


Draw = Callable[[st.SearchStrategy[Any]], Any]


def _days(first: datetime.date, last: datetime.date) -> st.SearchStrategy[datetime.date]:
    """One number each, so that a row is few choices: hypothesis takes a row out of a list only
    when it is made of five at most."""
    return st.integers(0, (last - first).days).map(lambda n: first + datetime.timedelta(days=n))


def _add_fields(row: Row, fields: Sequence[_Field], chosen: int, draw: Draw, days: Any) -> None:
    """Those that must be there, and of the others those whose bit is set."""
    for number, field in enumerate(fields):
        if field.required or chosen >> number & 1:
            row[field.name] = draw(_values(field, days))


def activities(
    policy: Policy,
    *,
    subjects: Sequence[str] = _SUBJECTS,
    kinds: Sequence[str] | None = None,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
    standings: Sequence[str] = ("confirmed",),
) -> st.SearchStrategy[Row]:
    """One activity, as a dict. Days lie in the two years from when the policy is in force, unless
    ``first`` and ``last`` say others."""
    fields = _fields(policy, "activities")
    begin, end = _years_of(policy)
    days = _days(first or begin, last or end)
    of_kinds = list(kinds or policy.kinds)
    pairs = [(kind, subject) for subject in subjects for kind in of_kinds]

    @st.composite
    def rows(draw: Draw) -> Row:
        kind, subject = pairs[draw(st.integers(0, len(pairs) - 1))]
        row: Row = {"subject": subject, "kind": kind, "date": draw(days)}
        if tuple(standings) != ("confirmed",):
            row["standing"] = draw(st.sampled_from(list(standings)))
        of_kind = [f for f in fields if f.is_for(kind)]
        chosen = draw(st.integers(0, 2 ** (len(of_kind) + 1) - 1))
        if chosen >> len(of_kind):
            lasting = draw(st.integers(0, _LONGEST.days))
            row["end"] = row["date"] + datetime.timedelta(days=lasting)
        _add_fields(row, of_kind, chosen, draw, days)
        return row

    return rows()


def streams(
    policy: Policy, *, min_size: int = 1, max_size: int = 30, **of_activities: Any
) -> st.SearchStrategy[list[Row]]:
    """Activities as they come in, for ``evaluate`` or ``Live.apply``: each with an id of its own,
    in the order in which they were entered, which is not that of the days. Further arguments are
    those of :func:`activities`."""
    some = st.lists(activities(policy, **of_activities), min_size=min_size, max_size=max_size)
    return some.map(lambda rows: [{**row, "id": str(n)} for n, row in enumerate(rows, 1)])


def rosters(policy: Policy, *, subjects: Sequence[str] = _SUBJECTS) -> st.SearchStrategy[list[Row]]:
    """A roster of these people, for policies that read it."""
    fields = _fields(policy, "roster")
    begin, end = _years_of(policy)

    @st.composite
    def rows(draw: Draw) -> list[Row]:
        out: list[Row] = [{"subject": subject} for subject in subjects]
        for row in out:
            chosen = draw(st.integers(0, 2 ** len(fields) - 1))
            _add_fields(row, fields, chosen, draw, _days(begin, end))
        return out

    return rows()
