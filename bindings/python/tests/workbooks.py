"""Workbooks as clerks make them, for the tests."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Rows = Sequence[Sequence[Any]]


def write_xlsx(
    path: Path, sheets: Mapping[str, Rows], merged: Sequence[str] = (), hidden: Sequence[str] = ()
) -> Path:
    """Sheets by name. `merged` are ranges of the first one, whose first cell is in the rows; a
    text `=…|#N/A` is a formula that failed."""
    xlsxwriter: Any = __import__("xlsxwriter")
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, str) and value.startswith("="):
                    formula, _, result = value.partition("|")
                    sheet.write_formula(r, c, formula, None, result)
                elif isinstance(value, datetime.date):
                    sheet.write_datetime(r, c, value, day)
                elif value is not None:
                    sheet.write(r, c, value)
    first = book.worksheets()[0]
    for cells in merged:
        begin = cells.split(":")[0]
        from xlsxwriter.utility import xl_cell_to_rowcol

        r, c = xl_cell_to_rowcol(begin)
        first.merge_range(cells, next(iter(sheets.values()))[r][c])
    book.close()
    return path


def write_xls(path: Path, rows: Rows) -> Path:
    xlwt: Any = __import__("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("五月")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write(r, c, value, day)
            elif value is not None:
                sheet.write(r, c, value)
    book.save(str(path))
    return path


def write_ods(
    path: Path, rows: Rows, merged: Mapping[tuple[int, int], tuple[int, int]] | None = None
) -> Path:
    """`merged`: by row and column of the first cell how many rows and columns it spans."""
    opendocument: Any = __import__("odf.opendocument", fromlist=["x"])
    table: Any = __import__("odf.table", fromlist=["x"])
    book = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="五月")
    for r, row in enumerate(rows):
        line = table.TableRow()
        for c, value in enumerate(row):
            line.addElement(_ods_cell(table, value, (merged or {}).get((r, c), (1, 1))))
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(str(path))
    return path


def _ods_cell(table: Any, value: Any, spans: tuple[int, int]) -> Any:
    """LibreOffice writes a formula that failed as a text that is marked as an error."""
    text: Any = __import__("odf.text", fromlist=["x"])
    span = {"numberrowsspanned": spans[0], "numbercolumnsspanned": spans[1]}
    if isinstance(value, datetime.date):
        return table.TableCell(valuetype="date", datevalue=value.isoformat(), **span)
    if isinstance(value, (int, float)):
        return table.TableCell(valuetype="float", value=str(value), **span)
    if value is None:
        return table.TableCell(**span)
    cell = table.TableCell(valuetype="string", **span)
    if str(value).startswith("#"):
        calc = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
        cell.setAttrNS(calc, "value-type", "error")
    cell.addElement(text.P(text=str(value)))
    return cell
