"""Charts of a book, as objects of Altair: ``book.plot.ranking()`` and its like.

The points of a chart are worked out exactly and handed over inside it as the nearest floats,
because that is what draws; nothing is loaded from elsewhere. ``chart.save("x.png")``,
``chart.save("x.html", inline=True)`` and, in notebooks, ``altair.renderers.enable("png")`` need no
network. Needs the extra ``charts``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any

from dutyscore.titles import in_chinese, last_year, title_of

if TYPE_CHECKING:
    from dutyscore.book import Book, Unit

_CAPS = ("event_cap", "keyed_limit", "cap")
_KEPT, _TAKEN = "#3b7dd8", "#e0843b"
_STEPS = (Decimal(1), Decimal(2), Decimal(5))


def _altair() -> Any:
    try:
        import altair
    except ImportError as error:
        raise ImportError("charts need Altair: pip install 'dutyscore[charts]'") from error
    return altair


def _points(cells: Iterable[object]) -> list[Decimal]:
    return [p for p in cells if isinstance(p, Decimal)]


def _wide(least: Decimal, most: Decimal, bins: int) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20 … that needs at most so many bins."""
    scale = Decimal("0.01")
    while True:
        for step in _STEPS:
            if (most - least) / (step * scale) <= bins:
                return step * scale
        scale *= 10


def _quantile(sorted_points: Sequence[Decimal], share: Decimal) -> Decimal:
    """The smallest that at least this share does not exceed: a figure that somebody has."""
    rank = -((-len(sorted_points) * share) // 1)
    return sorted_points[max(0, int(rank) - 1)]


class Plots:
    """The charts of one book, read on its basis; made by ``book.plot``."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def _say(self, english: str, chinese: str) -> str:
        return chinese if in_chinese(None) else english

    def _period(self, period: str | None) -> str:
        return period or last_year(self._book) or str(self._book.through.year)

    def _titled(self, chart: Any, title: str, period: str) -> Any:
        heading = _altair().TitleParams(
            title, subtitle=f"{self._book.policy.label} {period}", anchor="start"
        )
        return chart.properties(title=heading, width=560)

    @staticmethod
    def _data(rows: list[dict[str, object]]) -> Any:
        return _altair().Data(values=rows)

    # ---- one period ----

    def ranking(self, period: str | None = None, *, top: int = 30) -> Any:
        """The first so many people as bars, best first; with their grades by colour."""
        alt, when = _altair(), self._period(period)
        table = self._book.rank(when)
        has_grade = "grade" in table.columns
        rows: list[dict[str, object]] = [
            {
                "rank": row["rank"],
                "name": f"{row['rank']} {row['name']}",
                "org_unit": row["org_unit"],
                "points": float(row["points"]),  # type: ignore[arg-type]
                "grade": (row["grade"] if has_grade else None) or "—",
            }
            for row, _ in zip(table, range(top), strict=False)
        ]
        base = alt.Chart(self._data(rows)).encode(
            x=alt.X("points:Q", title=title_of("points", None)),
            y=alt.Y("name:N", sort=None, title=None),
        )
        below = alt.Legend(orient="bottom")
        grade = alt.Color("grade:N", title=title_of("grade", None), sort=None, legend=below)
        hints = ["rank:Q", "name:N", "org_unit:N", "points:Q"]
        bars = base.mark_bar().encode(color=grade if has_grade else alt.value(_KEPT), tooltip=hints)
        figures = base.mark_text(align="left", dx=3).encode(text="points:Q")
        return self._titled(bars + figures, self._say("Ranking", "积分排名"), when)

    def distribution(self, period: str | None = None, *, bins: int = 30) -> Any:
        """How many people have how many points."""
        alt, when = _altair(), self._period(period)
        points = _points(self._book.rank(when)["points"])
        counts: dict[Decimal, int] = defaultdict(int)
        width = _wide(min(points), max(points), bins) if points else Decimal(1)
        for p in points:
            counts[(p / width).to_integral_value(ROUND_FLOOR) * width] += 1
        rows: list[dict[str, object]] = [
            {"from": float(low), "to": float(low + width), "people": n}
            for low, n in sorted(counts.items())
        ]
        chart = (
            alt.Chart(self._data(rows))
            .mark_bar(color=_KEPT)
            .encode(
                x=alt.X("from:Q", bin="binned", title=title_of("points", None)),
                x2="to:Q",
                y=alt.Y(
                    "people:Q",
                    title=self._say("people", "人数"),
                    axis=alt.Axis(tickMinStep=1, format="d"),
                ),
                tooltip=["from:Q", "to:Q", "people:Q"],
            )
        )
        return self._titled(chart, self._say("Distribution of points", "积分分布"), when)

    # ---- over time ----

    def over_time(
        self,
        who: str | Sequence[str] | None = None,
        *,
        by: Unit = "month",
        period: str | None = None,
    ) -> Any:
        """The points of some people in each period; of everybody the median, the middle half and
        the extremes."""
        alt = _altair()
        scores = self._book.scores(by=by, period=period)
        some = [who] if isinstance(who, str) else who
        of_each: dict[str, dict[str, Decimal]] = defaultdict(dict)
        for row in scores:
            of_each[str(row["period"])][str(row["subject"])] = row["points"]  # type: ignore[assignment]
        x = alt.X("period:O", title=None, sort=None, axis=alt.Axis(labelAngle=-40))
        chart = self._bands(of_each, x) if some is None else self._lines(of_each, some, x)
        title = self._say("Points over time", "各期积分")
        return self._titled(chart, title, period or "")

    def _lines(self, of_each: dict[str, dict[str, Decimal]], who: Sequence[str], x: Any) -> Any:
        alt = _altair()
        everybody = set(self._book.subjects)
        for name in who:
            if name not in everybody:
                self._book.statement(name)  # says so, with a “did you mean”
                raise KeyError(name)
        rows: list[dict[str, object]] = [
            {"period": p, "name": name, "points": float(points[name])}
            for p, points in of_each.items()
            for name in who
        ]
        return (
            alt.Chart(self._data(rows))
            .mark_line(point=True)
            .encode(
                x=x,
                y=alt.Y("points:Q", title=title_of("points", None)),
                color=alt.Color("name:N", title=None),
                tooltip=["period:O", "name:N", "points:Q"],
            )
        )

    def _bands(self, of_each: dict[str, dict[str, Decimal]], x: Any) -> Any:
        alt = _altair()
        rows: list[dict[str, object]] = []
        for p, points in of_each.items():
            some = sorted(points.values())
            shares = {"least": 0, "lower": 25, "median": 50, "upper": 75, "most": 100}
            rows.append(
                {"period": p}
                | {k: float(_quantile(some, Decimal(v) / 100)) for k, v in shares.items()}
            )
        base = alt.Chart(self._data(rows)).encode(
            x=x, tooltip=["period:O", "least:Q", "lower:Q", "median:Q", "upper:Q", "most:Q"]
        )
        y = alt.Y("lower:Q", title=title_of("points", None))
        whole = base.mark_area(opacity=0.15, color=_KEPT).encode(y="least:Q", y2="most:Q")
        half = base.mark_area(opacity=0.35, color=_KEPT).encode(y=y, y2="upper:Q")
        line = base.mark_line(point=True, color=_KEPT).encode(y="median:Q")
        return whole + half + line

    # ---- caps ----

    def caps(self, period: str | None = None) -> Any:
        """Where caps bite: of each indicator and category the points that were kept and those
        that caps took away, the most affected first."""
        alt, when = _altair(), self._period(period)
        kept_word, taken_word = self._say("kept", "计入"), self._say("taken by caps", "被上限扣减")
        rows: list[dict[str, object]] = [
            {
                "label": label,
                "what": what,
                "points": float(points),
                "before": float(kept + taken),
                "after": float(kept),
                "order": order,
            }
            for label, kept, taken in self._caps(when)
            for order, (what, points) in enumerate([(kept_word, kept), (taken_word, taken)])
        ]
        colour = alt.Scale(domain=[kept_word, taken_word], range=[_KEPT, _TAKEN])
        chart = (
            alt.Chart(self._data(rows))
            .mark_bar()
            .encode(
                x=alt.X("points:Q", title=title_of("points", None)),
                y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=240)),
                color=alt.Color("what:N", scale=colour, title=None),
                order="order:Q",
                tooltip=["label:N", "before:Q", "after:Q", "what:N", "points:Q"],
            )
        )
        return self._titled(chart, self._say("Where caps bite", "上限扣减"), when)

    def _caps(self, period: str) -> list[tuple[str, Decimal, Decimal]]:
        """Label, what is left, what caps took: of indicators, and of categories with a cap that
        took something."""
        left: dict[str, Decimal] = defaultdict(Decimal)
        taken: dict[str, Decimal] = defaultdict(Decimal)
        entries = self._book.entries(period=period)
        for block, kind, points in zip(
            entries["block"], entries["entry"], _points(entries["points"]), strict=True
        ):
            left[str(block)] += points
            if kind in _CAPS and points < 0:
                taken[str(block)] -= points
        outline = [r for r in self._book.policy.outline if r["kind"] in ("category", "indicator")]
        for row in reversed(outline):  # members stand below what they belong to
            left[str(row["parent"])] += left[str(row["name"])]
        found = [
            (str(r["label"]), left[str(r["name"])], taken[str(r["name"])])
            for r in outline
            if (r["kind"] == "indicator" and left[str(r["name"])] > 0) or taken[str(r["name"])] > 0
        ]
        return sorted(found, key=lambda f: (-f[2], -f[1]))
