"""A book as a workbook for people: who stands where, every entry, and what was refused.

Needs the extra ``excel``.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dutyscore import _core
from dutyscore.errors import DutyscoreError
from dutyscore.tables import Table, Value
from dutyscore.titles import in_chinese, last_year, titled, titled_ranking
from dutyscore.widths import display_width

if TYPE_CHECKING:
    from dutyscore.book import Book

_MOST_ROWS = 1_048_575  # below the header
_WIDEST = 60
#: A number of Excel has fifteen digits that can be trusted; one with more is written as a text.
_MOST_DIGITS = 15


def _places_of(column: Sequence[Value]) -> int:
    """So many decimals show all of them exactly."""
    return max((-int(v.as_tuple().exponent) for v in column if isinstance(v, Decimal)), default=0)


def _text_of(value: Value, chinese: bool, places: int = 0) -> str:
    if isinstance(value, bool):
        return ("是" if value else "") if chinese else ("yes" if value else "")
    if isinstance(value, list):
        return "、".join(value) if chinese else ", ".join(value)
    if isinstance(value, Decimal):
        return f"{value:.{places}f}"
    return "" if value is None else str(value)


def _prepare_for_paper(sheet: Any) -> None:
    """A4, as wide as the page, the header on each."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


class _Writer:
    """One workbook while it is written."""

    def __init__(self, path: str, lang: str | None) -> None:
        try:
            import xlsxwriter
        except ImportError as error:
            raise ImportError(
                "to_excel() needs XlsxWriter: pip install 'dutyscore[excel]'"
            ) from error
        self._lang = lang
        self._chinese = in_chinese(lang)
        self._book = xlsxwriter.Workbook(path)
        self._head = self._book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#EDEDED", "align": "center"}
        )
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})

    def describe(self, title: str, comments: str) -> None:
        self._book.set_properties({"title": title, "comments": comments})

    def sheet(self, name: str, columns: dict[str, Sequence[Value]]) -> None:
        """Columns of one length, by their titles."""
        rows = max(map(len, columns.values()), default=0)
        if rows > _MOST_ROWS:
            raise ValueError(
                f"{rows} rows do not fit into a sheet of Excel, which holds {_MOST_ROWS}: "
                "ask for a shorter period"
            )
        sheet = self._book.add_worksheet(name)
        sheet.write_row(0, 0, list(columns), self._head)
        for c, (title, cells) in enumerate(columns.items()):
            width = self._column(sheet, c, cells)
            # Excel draws a button for the filter beside the title.
            sheet.set_column(c, c, min(max(width, display_width(title) + 3), _WIDEST) + 1)
        sheet.freeze_panes(1, 0)
        _prepare_for_paper(sheet)
        if rows:
            sheet.autofilter(0, 0, rows, len(columns) - 1)

    def _column(self, sheet: Any, c: int, cells: Sequence[Value]) -> int:
        """Writes the cells; the width of the widest."""
        places = _places_of(cells)
        number = self._book.add_format({"num_format": "0" + ("." + "0" * places if places else "")})
        width = 0
        for r, value in enumerate(cells, 1):
            text = _text_of(value, self._chinese, places)
            width = max(width, display_width(text))
            if self._cell(sheet, r, c, value, text, number) not in (0, None):
                raise ValueError(f"a cell of Excel cannot hold a text of {len(text)} characters")
        return width

    def _cell(self, sheet: Any, r: int, c: int, value: Value, text: str, number: Any) -> Any:
        if isinstance(value, Decimal) and len(value.as_tuple().digits) <= _MOST_DIGITS:
            return sheet.write_number(r, c, value, number)
        if isinstance(value, int) and not isinstance(value, bool):
            return sheet.write_number(r, c, value)
        if isinstance(value, datetime.date):
            return sheet.write_datetime(r, c, value, self._day)
        return sheet.write_string(r, c, text) if text else 0

    def close(self) -> None:
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            why = getattr(error.args[0], "strerror", None) or str(error)
            path = str(self._book.filename)
            raise DutyscoreError([_core.diagnostic_at("DS0902", [path, why], "")]) from error


def write_book(
    book: Book, path: str | os.PathLike[str], period: str | None, lang: str | None
) -> None:
    """Three sheets: ranking, ledger, refused."""
    when = period or last_year(book) or str(book.through.year)
    writer = _Writer(os.fspath(path), lang)
    writer.describe(f"{book.policy.label} {when}", f"dutyscore, policy {book.policy.digest}")
    names = ("名次", "明细", "未予计分") if in_chinese(lang) else ("ranking", "ledger", "refused")
    refused = Table(_core.refused(book._core, when, book.basis, lang))
    writer.sheet(names[0], titled_ranking(book, when, lang))
    writer.sheet(names[1], titled(book.entries(period=when, lang=lang), lang))
    writer.sheet(names[2], titled(refused, lang))
    writer.close()
