"""What the reader of workbooks does not tell: formulas that failed (``#DIV/0!``, ``#N/A``), which
it takes for empty cells, and merged cells of ``.ods``."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

#: Row and column, both from 0.
Cell = tuple[int, int]
Errors = dict[str, dict[Cell, str]]  # by sheet


def error_cells(path: str) -> Errors:
    """Formulas that failed, and how."""
    suffix = Path(path).suffix.lower()
    if suffix == ".xls":
        return _of_xls(path)
    return error_cells_of_ods(path) if suffix == ".ods" else _of_xlsx(path)


def _place(name: str) -> Cell:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1


def _of_xlsx(path: str) -> Errors:
    out: Errors = {}
    with zipfile.ZipFile(path) as parts:
        links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
        files = {link.get("Id"): link.get("Target", "") for link in links}
        book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
        for sheet in book.iterfind(".//{*}sheet"):
            # Of the two name spaces that are in use the attribute has the same last part.
            link_id = next(value for key, value in sheet.items() if key.endswith("}id"))
            target = posixpath.normpath(posixpath.join("/xl", files[link_id]))
            if target[1:] in parts.namelist():
                out[sheet.get("name", "")] = _of_sheet(parts, target[1:])
    return out


def _of_sheet(parts: zipfile.ZipFile, name: str) -> dict[Cell, str]:
    if b't="e"' not in parts.read(name):
        return {}
    root = ElementTree.fromstring(parts.read(name))
    return {
        _place(cell.get("r", "")): cell.findtext("{*}v", "")
        for cell in root.iterfind(".//{*}c")
        if cell.get("t") == "e"
    }


def _of_xls(path: str) -> Errors:
    import xlrd

    out: Errors = {}
    for sheet in xlrd.open_workbook(path).sheets():
        out[sheet.name] = {
            (r, c): xlrd.error_text_from_code.get(sheet.cell_value(r, c), "#ERROR")
            for r in range(sheet.nrows)
            for c, kind in enumerate(sheet.row_types(r))
            if kind == xlrd.XL_CELL_ERROR
        }
    return out


# ---- OpenDocument ----


def _attribute(element: ElementTree.Element, name: str) -> str:
    """Of any name space: extensions have their own."""
    return next((v for k, v in element.items() if k.endswith("}" + name)), "")


def _number(element: ElementTree.Element, name: str) -> int:
    return int(_attribute(element, name) or 1)


def _cells_of_ods(path: str) -> Iterator[tuple[str, Cell, ElementTree.Element]]:
    """Sheet, place and element of every cell; of repeated ones the first."""
    with zipfile.ZipFile(path) as parts:
        root = ElementTree.fromstring(parts.read("content.xml"))
    for sheet in root.iterfind(".//{*}table"):
        r = 0
        for row in sheet.iterfind(".//{*}table-row"):
            c = 0
            for cell in row:
                yield _attribute(sheet, "name"), (r, c), cell
                c += _number(cell, "number-columns-repeated")
            r += _number(row, "number-rows-repeated")


def _is_error(cell: ElementTree.Element) -> bool:
    return any(k.endswith("}value-type") and v == "error" for k, v in cell.items())


def error_cells_of_ods(path: str) -> Errors:
    out: Errors = {}
    for sheet, place, cell in _cells_of_ods(path):
        if _is_error(cell):
            out.setdefault(sheet, {})[place] = "".join(cell.itertext())
    return out


def merged_cells_of_ods(path: str, sheet: str) -> list[tuple[Cell, Cell]]:
    """First and last cell of each range."""
    out = []
    for name, (r, c), cell in _cells_of_ods(path):
        rows, columns = (
            _number(cell, "number-rows-spanned"),
            _number(cell, "number-columns-spanned"),
        )
        if name == sheet and (rows > 1 or columns > 1):
            out.append(((r, c), (r + rows - 1, c + columns - 1)))
    return out
