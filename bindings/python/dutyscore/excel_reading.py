"""Workbooks on their way in: ``.xlsx``, ``.xls`` and ``.ods``, from Excel, WPS or LibreOffice.

Clerks' tables have a title above the header, headers of several lines with merged cells, and a
total below. The header is the row that names the most columns of the policy; what stands above it
is no data. A total at the end is left out, with a DataWarning that says so. Everything else is
judged as a CSV file's row would be, and messages give the sheet's own row. Needs the extra
``excel``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from dutyscore import _core
from dutyscore.errors import DataError, _warn

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")

_TOTALS = (
    "合计",
    "总计",
    "共计",
    "小计",
    "总合计",
    "total",
    "totals",
    "grandtotal",
    "sum",
    "subtotal",
)
#: Columns whose merged cells mean the same in each of their rows.
_SHARED = ("subject", "kind", "date", "name", "org_unit")
_KNOWN_BY = {"subject", "kind", "date"}
_HEADER_WITHIN = 50

_Range = tuple[tuple[int, int], tuple[int, int]]


class Workbook:
    """A workbook, and which of its sheets to read: data for ``evaluate`` and its like.

    A path alone stands for all sheets that are not hidden and not empty, one after the other.
    """

    def __init__(
        self, path: str | os.PathLike[str], sheets: str | Iterable[str] | None = None
    ) -> None:
        self.path = os.fspath(path)
        self.sheets = [sheets] if isinstance(sheets, str) else None if sheets is None else [*sheets]

    def __repr__(self) -> str:
        return f"<Workbook {self.path!r}>"


def workbooks_of(data: Any) -> list[Workbook] | None:
    """The workbooks, when the data are one or several of them. TypeError when only some are."""
    some = data if isinstance(data, (list, tuple)) else [data]
    if not all(isinstance(one, (Workbook, str, os.PathLike)) for one in some):
        return None
    found = [w for w in map(_workbook_of, some) if w is not None]
    if found and len(found) < len(some):
        raise TypeError("workbooks and other files cannot be read in one call")
    return found or None


def _workbook_of(one: Workbook | str | os.PathLike[str]) -> Workbook | None:
    if isinstance(one, Workbook):
        return one
    return Workbook(one) if os.fspath(one).lower().endswith(SUFFIXES) else None


@dataclass(frozen=True)
class Columns:
    """The columns of a table that the policy knows, by every way in which they may be written."""

    spellings: dict[str, tuple[str, str]]  # without blanks, to the exact title and the name
    required: tuple[str, ...]  # names
    needed: str  # the same in words

    @staticmethod
    def of(policy: _core.Policy, table: str) -> Columns:
        schema = policy.schema()
        names = ("table", "column", "label", "required", "kinds")
        cells = [schema.cells(schema.names.index(n), 0, len(schema), False) for n in names]
        rows = [r for r in zip(*cells, strict=True) if r[0] == table]
        spellings = {_packed(t): (str(t), str(r[1])) for r in rows for t in (r[2], r[1])}
        required = [r for r in rows if r[3] and not r[4]]
        words = ", ".join(f"{r[1]} ({r[2]})" for r in required)
        return Columns(spellings, tuple(str(r[1]) for r in required), words)

    def title(self, cell: object) -> str:
        """A header's cell as the policy writes it: `姓 名` is 姓名, lines are one."""
        known = self.spellings.get(_packed(cell))
        return known[0] if known else " ".join(str(cell).split())

    def name(self, title: str) -> str | None:
        known = self.spellings.get(_packed(title))
        return known[1] if known else None

    def known(self, cells: Iterable[object]) -> int:
        return sum(_packed(c) in self.spellings for c in cells if c != "")


def _packed(text: object) -> str:
    return re.sub(r"\s+", "", str(text))


class Sheet:
    """One sheet as a table: its titles, and its rows with their numbers."""

    def __init__(self, name: str, cells: list[list[Any]], merged: list[_Range], of: Columns):
        self.name = name
        self._cells = cells
        self._of = of
        self._merged = merged
        self._problems: list[_core.Diagnostic] = []
        first, last = self._header()
        self._begin = last + 1
        by_column = self._titles_by_column(first, last)
        self._end = self._end_of_data([self._of.name(title) for title in by_column])
        self._columns = [c for c, title in enumerate(by_column) if title]
        self.titles = [by_column[c] for c in self._columns]
        self._require_titles(by_column)
        self._spread_merged(by_column)
        if self._problems:
            raise DataError(self._problems)

    # ---- the header ----

    def _header(self) -> tuple[int, int]:
        counts = [self._of.known(row) for row in self._cells[:_HEADER_WITHIN]]
        most = max(counts, default=0)
        if most < min(2, len(self._of.required)):
            needed = [self.name, self._of.needed]
            raise DataError([_core.diagnostic_at("DS0970", needed, self.name)])
        row = counts.index(most)
        touching = [r for r in self._merged if r[0][0] <= row <= r[1][0]]
        return min([row, *(r[0][0] for r in touching)]), max([row, *(r[1][0] for r in touching)])

    def _titles_by_column(self, first: int, last: int) -> list[str]:
        """The lowest cell of each column. One that is merged over several is that of the first
        column, unless there are cells below it."""
        titles = [""] * max(map(len, self._cells))
        for row in self._cells[first : last + 1]:
            for c, cell in enumerate(row):
                if cell != "":
                    titles[c] = self._of.title(cell)
        return titles

    def _require_titles(self, titles: list[str]) -> None:
        """What stands in a column without a title would be lost."""
        for r in range(self._begin, self._end):
            for c, cell in enumerate(self._cells[r]):
                if cell != "" and not titles[c]:
                    self._refuse("DS0340", [str(c + 1), str(cell)], r)
                    return

    # ---- the end ----

    def _end_of_data(self, names: list[str | None]) -> int:
        end = len(self._cells)
        totals: list[_core.Diagnostic] = []
        while end > self._begin:
            row = self._cells[end - 1]
            filled = [c for c in row if c != ""]
            if filled and not self._is_total(row, names):
                break
            if filled:
                totals.append(_core.diagnostic_at("DS0971", [str(filled[0])], self.name, end))
            end -= 1
        _warn(reversed(totals))
        return end

    def _is_total(self, row: list[Any], names: list[str | None]) -> bool:
        """It begins with the word, and fills at most one of the columns by which a row is known."""
        first = next(c for c in row if c != "")
        if _packed(first).rstrip(":：").casefold() not in _TOTALS:
            return False
        filled = {n for n, cell in zip(names, row, strict=False) if cell != ""}
        return len(filled & _KNOWN_BY) <= 1

    # ---- merged cells ----

    def _spread_merged(self, titles: list[str]) -> None:
        for (top, left), (bottom, right) in self._merged:
            if bottom < self._begin or top >= self._end:
                continue
            columns = [c for c in range(left, right + 1) if c < len(titles) and titles[c]]
            if len(columns) == 1 and self._of.name(titles[columns[0]]) in _SHARED:
                for r in range(top + 1, min(bottom + 1, len(self._cells))):
                    self._cells[r][columns[0]] = self._cells[top][left]
            elif columns and (bottom > top or len(columns) > 1):
                self._refuse(
                    "DS0972", [_cell_name(top, left) + ":" + _cell_name(bottom, right)], top
                )

    def _refuse(self, code: str, arguments: list[str], row: int) -> None:
        self._problems.append(_core.diagnostic_at(code, arguments, self.name, row + 1))

    # ---- rows ----

    def stretches(self) -> Iterator[tuple[int, list[list[Any]]]]:
        """Rows that follow each other, with the number of the first of them."""
        rows: list[list[Any]] = []
        for r in range(self._begin, self._end):
            row = [_value_of(self._cells[r][c]) for c in self._columns]
            if any(cell is not None for cell in row):
                rows.append(row)
            elif rows:
                yield r + 1 - len(rows), rows
                rows = []
        if rows:
            yield self._end + 1 - len(rows), rows


def _value_of(cell: Any) -> Any:
    """Sheets have one type of number: a whole one may also be an id or a telephone number, as long
    as the sheet has kept all its digits."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    return None if cell == "" else cell


def _cell_name(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


# ---- files ----


class _File:
    """A workbook, opened."""

    def __init__(self, of: Workbook) -> None:
        try:
            import python_calamine
        except ImportError as error:
            raise ImportError(
                f"{Path(of.path).name} needs python-calamine: pip install 'dutyscore[excel]'"
            ) from error
        self.path = of.path
        self._wanted = of.sheets
        try:
            self._book = python_calamine.load_workbook(of.path)
        except (OSError, python_calamine.CalamineError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise DataError([_core.diagnostic_at("DS0901", [of.path, why], of.path)]) from error
        self._hidden = {
            s.name
            for s in self._book.sheets_metadata
            if s.visible != python_calamine.SheetVisibleEnum.Visible
        }

    @cached_property
    def _errors(self) -> dict[str, dict[tuple[int, int], str]]:
        from dutyscore.excel_cells import error_cells

        return error_cells(self.path)

    def _cells(self, sheet: str) -> list[list[Any]]:
        rows = self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        cells: list[list[Any]] = [list(row) for row in rows]
        for (r, c), text in self._errors.get(sheet, {}).items():
            if r < len(cells) and c < len(cells[r]):
                cells[r][c] = _error_cell(text)
        return cells

    def _merged(self, sheet: str) -> list[_Range]:
        if self.path.lower().endswith(".ods"):
            from dutyscore.excel_cells import merged_cells_of_ods

            return merged_cells_of_ods(self.path, sheet)
        return list(self._book.get_sheet_by_name(sheet).merged_cell_ranges or ())

    def _no_such_sheet(self, name: str) -> NoReturn:
        there_are = ", ".join(self._book.sheet_names)
        raise DataError([_core.diagnostic_at("DS0973", [name, there_are], self.path)])

    def _chosen(self) -> list[str]:
        if self._wanted is None:
            return [s for s in self._book.sheet_names if s not in self._hidden]
        for name in self._wanted:
            if name not in self._book.sheet_names:
                self._no_such_sheet(name)
        return list(self._wanted)

    def sheets(self, of: Columns) -> list[Sheet]:
        """The chosen sheets that hold something."""
        filled = [(s, cells) for s in self._chosen() if _is_filled(cells := self._cells(s))]
        if self._wanted is None:
            hidden = [s for s in self._book.sheet_names if s in self._hidden]
            left_out = [s for s in hidden if _is_filled(self._cells(s))]
            _warn(_core.diagnostic_at("DS0974", [s], self.path) for s in left_out)
        if not filled:
            raise DataError([_core.diagnostic_at("DS0301", [self.path], self.path)])
        alone = len(filled) == 1
        return [
            Sheet(self.path if alone else f"{self.path} [{s}]", cells, self._merged(s), of)
            for s, cells in filled
        ]


def _is_filled(cells: list[list[Any]]) -> bool:
    return any(cell != "" for row in cells for cell in row)


def _error_cell(text: str) -> object:
    """A formula that failed: no column takes it, and the message says its type."""
    return type(f"formula error {text}", (), {})()


def sheets_of(workbooks: Sequence[Workbook], policy: _core.Policy, table: str) -> list[Sheet]:
    """The tables of workbooks, one after the other. DataError when one cannot be read."""
    columns = Columns.of(policy, table)
    return [sheet for w in workbooks for sheet in _File(w).sheets(columns)]
