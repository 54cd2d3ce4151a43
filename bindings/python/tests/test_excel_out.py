"""A book as a workbook."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import dutyscore
from samples import ROOT, ROWS

pytest.importorskip("xlsxwriter")
openpyxl: Any = pytest.importorskip("openpyxl")


def opened(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_three_sheets(policy: dutyscore.Policy, tmp_path: Path) -> None:
    gift = {"subject": "Cay", "kind": "gift", "date": "2023-06-02", "people": 0}
    half = {"subject": "Cay", "kind": "watch", "date": "2023-06-02", "Hours": "0.25"}
    book = policy.evaluate([*ROWS, gift, half])
    path = tmp_path / "a.xlsx"
    book.to_excel(path)
    found = opened(path)
    assert found.sheetnames == ["名次", "明细", "未予计分"]
    ranking = rows_of(found["名次"])
    assert ranking[0] == ["名次", "姓名", "单位", "积分", "等次", "名单", "一票否决"]
    assert ranking[1] == [1, "Bob", None, 20, "good", "Honoured", None]
    assert found["名次"]["D4"].value == 0.5
    assert found["名次"]["D2"].number_format == "0.0"
    ledger = rows_of(found["明细"])
    assert ledger[0][:4] == ["对象", "姓名", "日期", "止日"]
    assert ledger[1][2] == datetime.datetime(2023, 5, 6)
    assert sum(Decimal(str(row[-1])) for row in ledger[1:]) == Decimal("31.5")
    assert rows_of(found["未予计分"])[1][0] == "Cay"
    for sheet in found:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref is not None
        assert sheet.print_title_rows == "$1:$1"


def test_in_english_and_of_a_period(book: dutyscore.Book, tmp_path: Path) -> None:
    book.to_excel(tmp_path / "a.xlsx", "2023-05", lang="en")
    found = opened(tmp_path / "a.xlsx")
    assert found.sheetnames == ["ranking", "ledger", "refused"]
    assert rows_of(found["ranking"])[0][:3] == ["rank", "name", "org unit"]
    assert "2023-05" in found.properties.title
    assert len(rows_of(found["ledger"])) == 4


def test_widths_are_those_of_chinese(tmp_path: Path) -> None:
    policy = dutyscore.load(ROOT / "rules/shigu-2022.duty")
    data, roster = (ROOT / f"examples/shigu/{n}.csv" for n in ("activities-2023", "roster"))
    book = policy.evaluate(data, roster=roster)
    book.to_excel(tmp_path / "a.xlsx", "2023-05")
    sheet = opened(tmp_path / "a.xlsx")["名次"]
    longest = max(2 * len(str(u)) for u in book.rank("2023-05")["org_unit"])
    assert longest - 4 <= sheet.column_dimensions["C"].width <= longest + 6


def test_what_does_not_fit(book: dutyscore.Book, tmp_path: Path) -> None:
    with pytest.raises(dutyscore.DutyscoreError, match="DS0902"):
        book.to_excel(tmp_path / "nowhere" / "a.xlsx")


def test_numbers_of_many_digits_are_texts(tmp_path: Path) -> None:
    """A number of Excel would lose digits."""
    policy = dutyscore.compile(
        'policy a { activity { n decimal } indicator b { on "x" award 1 per n } }'
    )
    row = {"subject": "=1+1", "kind": "x", "date": "2023-01-01", "n": "999999999.123456"}
    rows = [{**row, "subject": "Bo"}, *([row] * 1001)]
    policy.evaluate(rows).to_excel(tmp_path / "a.xlsx")
    sheet = opened(tmp_path / "a.xlsx")["名次"]
    points = {row[1].value: row[3] for row in sheet.iter_rows(min_row=2)}
    assert points["Bo"].value == 999999999.123456
    assert points["=1+1"].value == "1000999999122.579456"
    assert sheet["B2"].data_type == "s"
