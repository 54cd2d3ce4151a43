"""Tables of scores, entries, rankings: small to look at, cheap to hand on.

A :class:`Table` is immutable and speaks the Arrow C stream interface, so that whatever reads
Arrow takes it as it is: ``polars.from_arrow(table)``, ``pyarrow.table(table)``,
``duckdb.sql("from table")``. Points are ``decimal128(19, 6)`` there, days ``date32``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dutyscore import _core

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

#: What a cell may be. Points are Decimal unless floats are asked for.
Value = str | int | bool | Decimal | float | datetime.date | list[str] | None

_CHUNK = 8192


class Table:
    """Rows with named columns of one type each. Safe to read from any number of threads."""

    __slots__ = ("_core",)

    def __init__(self, core: _core.Table) -> None:
        self._core = core

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in their order."""
        return self._core.names

    @property
    def types(self) -> dict[str, str]:
        """Of each column: text, integer, flag, date, decimal or texts."""
        return dict(zip(self._core.names, self._core.types, strict=True))

    def __len__(self) -> int:
        return len(self._core)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """The rows, as dicts."""
        return self._rows(False)

    def __getitem__(self, column: str) -> list[Value]:
        """The cells of one column. KeyError when there is none of this name."""
        names = self._core.names
        if column not in names:
            raise KeyError(f"no column {column!r}; there are {', '.join(names)}")
        return self._core.cells(names.index(column), 0, len(self), False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return (
            self.columns == other.columns
            and len(self) == len(other)
            and all(a == b for a, b in zip(self, other, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]

    def _rows(self, as_float: bool) -> Iterator[dict[str, Value]]:
        names = self._core.names
        for begin in range(0, len(self), _CHUNK):
            some = [self._core.cells(i, begin, begin + _CHUNK, as_float) for i in range(len(names))]
            for row in zip(*some, strict=True):
                yield dict(zip(names, row, strict=True))

    def to_dicts(self, *, as_float: bool = False) -> list[dict[str, Value]]:
        """All rows as dicts. With ``as_float`` points are the nearest floats, not exact ones."""
        return list(self._rows(as_float))

    def to_pandas(self, *, as_float: bool = False) -> pandas.DataFrame:
        """A DataFrame; needs pandas, and no pyarrow.

        Points are Decimal objects, with ``as_float`` float64. Days are ``datetime64``, numbers
        of rows ``Int64``, which has an NA.
        """
        import pandas

        data: dict[str, Any] = {}
        for i, (name, kind) in enumerate(self.types.items()):
            cells = self._core.cells(i, 0, len(self), as_float)
            if kind == "date":
                data[name] = pandas.Series(pandas.to_datetime(cells, format="ISO8601"))
            elif kind == "integer":
                data[name] = pandas.array(cells, dtype="Int64" if None in cells else "int64")
            elif kind == "decimal":
                data[name] = pandas.Series(cells, dtype="float64" if as_float else "object")
            else:
                data[name] = pandas.Series(cells, dtype="object" if kind == "texts" else None)
        return pandas.DataFrame(data, columns=self.columns)

    def to_polars(self) -> polars.DataFrame:
        """A DataFrame of Polars, with points as Decimal(19, 6)."""
        import polars

        return polars.DataFrame(self)

    def to_arrow(self) -> pyarrow.Table:
        """A table of pyarrow, with points as decimal128(19, 6)."""
        import pyarrow

        return pyarrow.table(self)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A capsule with an Arrow stream of all rows; as often as asked.

        ``requested_schema`` is a wish that is not granted, as the protocol allows.
        """
        return self._core.stream()

    def to_text(self, *, rows: int | None = None) -> str:
        """The rows lined up for a terminal: all of them, or the first so many."""
        return self._core.text(len(self) if rows is None else rows)

    def _repr_html_(self) -> str:
        from dutyscore.rendering import of_table

        return of_table(self)

    def __repr__(self) -> str:
        shown = 20
        text = self.to_text(rows=shown)
        more = len(self) - shown
        return text + (f"  … {more} more rows\n" if more > 0 else "") + f"  ({len(self)} rows)"
