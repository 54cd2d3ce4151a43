"""Formulas that failed (``#DIV/0!``, ``#N/A``), which the reader of workbooks takes for nothing."""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

#: By sheet, then by row and column, both from 0.
Errors = dict[str, dict[tuple[int, int], str]]


def error_cells(path: str) -> Errors:
    """Where they are. In ``.ods`` they are texts anyway."""
    suffix = Path(path).suffix.lower()
    if suffix == ".xls":
        return _of_xls(path)
    return {} if suffix == ".ods" else _of_xlsx(path)


def _place(name: str) -> tuple[int, int]:
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


def _of_sheet(parts: zipfile.ZipFile, name: str) -> dict[tuple[int, int], str]:
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
