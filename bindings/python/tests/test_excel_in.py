"""Workbooks of Excel, WPS and LibreOffice count as the same table in a CSV file does."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from workbooks import write_ods, write_xls, write_xlsx

import dutyscore
from samples import ROOT

pytest.importorskip("python_calamine")
pytest.importorskip("xlsxwriter")

DAY = datetime.date
HEADER = ["对象", "事项", "日期", "Hours", "Place"]
ROWS: list[list[Any]] = [
    ["Ann", "watch", DAY(2023, 5, 6), 2.5, "gate"],
    ["Bob", "watch", "2023年5月7日", "11", None],
    ["Ann", "gift", "2023/6/1", None, 7],
]
CSV = """subject,kind,date,hours,place
Ann,watch,2023-05-06,2.5,gate
Bob,watch,2023-05-07,11,
Ann,gift,2023-06-01,,7
"""


@pytest.fixture
def expected(policy: dutyscore.Policy, tmp_path: Path) -> dutyscore.Book:
    path = tmp_path / "same.csv"
    path.write_text(CSV)
    return policy.evaluate(path)


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_same_as_csv(
    policy: dutyscore.Policy, expected: dutyscore.Book, tmp_path: Path, suffix: str
) -> None:
    pytest.importorskip({"xls": "xlwt", "ods": "odf"}.get(suffix, "xlsxwriter"))
    path, rows = tmp_path / f"五月.{suffix}", [HEADER, *ROWS]
    if suffix == "xlsx":
        write_xlsx(path, {"五月": rows})
    elif suffix == "xls":
        write_xls(path, rows)
    else:
        write_ods(path, rows)
    for data in (path, str(path), [path], dutyscore.Workbook(path, "五月")):
        book = policy.evaluate(data)
        assert book.digests == expected.digests
        assert book.entries()["points"] == expected.entries()["points"]
        assert policy.totals(data)["points"] == expected.scores()["points"]
    assert {(r["file"], r["row"]) for r in book.entries()} >= {(str(path), 2), (str(path), 4)}


def test_what_stands_around_a_clerks_table(
    policy: dutyscore.Policy, expected: dutyscore.Book, tmp_path: Path
) -> None:
    """A title, a header of two lines with merged cells, blank rows, names over several rows,
    a total."""
    rows: list[list[Any]] = [
        ["二○二三年五月履职情况统计表"],
        ["填报单位：", None, "2023年5月"],
        ["对 象", "事项", "日期", "情况", None],
        [None, None, None, "Ho\nurs", "Place"],
        ROWS[0],
        [None, *ROWS[2][1:]],
        [],
        ROWS[1],
        ["合　计", None, None, 13.5, None],
        [],
    ]
    merged = ["A1:E1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "A5:A6", "A9:C9"]
    path = write_xlsx(tmp_path / "表.xlsx", {"Sheet1": rows}, merged)
    with pytest.warns(dutyscore.DataWarning, match=r"DS0971.*合　计") as warned:
        book = policy.evaluate(path)
    assert len(warned) == 1
    assert "row 9" in str(warned[0].message)
    assert book.scores() == expected.scores()
    assert [e["row"] for e in book.entries() if e["entry"] == "line"] == [5, 6, 8]


@pytest.mark.parametrize("word", ["合计", "总计：", "共 计", "Total", "小计"])
def test_totals(policy: dutyscore.Policy, tmp_path: Path, word: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"a": [HEADER, *ROWS, [word, None, None, 13.5]]})
    with pytest.warns(dutyscore.DataWarning, match="DS0971"):
        assert policy.evaluate(path).counts.rows == 3


def test_a_total_of_a_field_that_some_kinds_need(tmp_path: Path) -> None:
    """Taken for an activity, because such a field may not be left out."""
    policy = dutyscore.load(ROOT / "rules/shigu-2022.duty")
    rows: list[list[Any]] = [["对象", "事项", "日期", "捐款金额（元）"]]
    rows += [["彭闰芝", "捐款", "2023-05-09", 999]]
    path = write_xlsx(tmp_path / "a.xlsx", {"a": [*rows, ["合计", None, None, 999]]})
    with pytest.warns(dutyscore.DataWarning, match="DS0971"):
        assert policy.evaluate(path).counts.rows == 1


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "watch", None, 1],
        ["合计", "watch", DAY(2023, 5, 6), 1],
        ["总计划", None, None, 1],
        [None, None, None, 1],
    ],
)
def test_no_total(policy: dutyscore.Policy, tmp_path: Path, row: list[Any]) -> None:
    """A person may be called so: what is not surely a total is a row, and told of when bad."""
    path = write_xlsx(tmp_path / "a.xlsx", {"a": [HEADER, *ROWS, row]})
    assert policy.evaluate(path, bad_rows="report").counts.rows == 4


def test_a_total_in_the_middle_is_a_row(policy: dutyscore.Policy, tmp_path: Path) -> None:
    rows = [HEADER, ROWS[0], ["小计", None, None, 2.5], ROWS[1]]
    with pytest.raises(dutyscore.DataError, match="DS0320") as caught:
        policy.evaluate(write_xlsx(tmp_path / "a.xlsx", {"a": rows}))
    assert {d.place.row for d in caught.value.diagnostics if d.place} == {3}


def test_several_sheets(policy: dutyscore.Policy, tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "五月": [HEADER, ROWS[0]],
        "六月": [["日期", "事项", "对象"], [DAY(2023, 6, 1), "gift", "Ann"]],
        "空": [],
        "名录": [["watch"], ["gift"]],
    }
    path = write_xlsx(tmp_path / "a.xlsx", sheets, hidden=["名录"])
    with pytest.warns(dutyscore.DataWarning, match="DS0974.*名录"):
        book = policy.evaluate(path)
    assert book.scores(by="month", period="2023-H1")["points"] == [0, 0, 0, 0, 5, 5]
    assert set(book.entries()["file"]) == {f"{path} [五月]", f"{path} [六月]"}
    assert policy.evaluate(dutyscore.Workbook(path, ["六月"])).counts.rows == 1
    other = write_xlsx(tmp_path / "b.xlsx", {"七月": [HEADER, ["Bob", "gift", "2023-07-01"]]})
    assert policy.evaluate([dutyscore.Workbook(path, "五月"), other]).counts.rows == 2
    with pytest.raises(dutyscore.DataError, match=r"DS0973.*五月, 六月, 空, 名录"):
        policy.evaluate(dutyscore.Workbook(path, "5月"))
    with pytest.raises(dutyscore.DataError, match="DS0970"):
        policy.evaluate(dutyscore.Workbook(path, ["五月", "名录"]))


@pytest.mark.parametrize(
    ("rows", "merged", "code", "message"),
    [
        ([["a", "b"], ["x", "y"]], [], "DS0970", "subject (对象), kind (事项), date (日期)"),
        ([HEADER[:2], ROWS[0][:2]], [], "DS0304", "date"),
        ([[*HEADER, "序号"], [*ROWS[0], 1]], [], "DS0303", "序号"),
        ([HEADER, [*ROWS[0], "x"]], [], "DS0340", "column 6"),
        ([HEADER, ROWS[0], ["Bob", "watch", "2023-05-07"]], ["D2:D3"], "DS0972", "D2:D3"),
        ([HEADER, ROWS[0]], ["D2:E2"], "DS0972", "D2:E2"),
        ([HEADER, [*ROWS[0][:3], 1 / 3]], [], "DS0324", "0.333333333333333"),
        ([HEADER, [*ROWS[0][:3], "=1/0|#DIV/0!"]], [], "DS0343", "#DIV/0!"),
        ([HEADER, [*ROWS[0][:2], 45052, 1]], [], "DS0343", "a whole number"),
        ([HEADER, [430101199001011234, *ROWS[0][1:]]], [], "DS0343", "takes a text"),
        ([[]], [], "DS0301", "empty"),
    ],
)
def test_a_wrong_table(
    policy: dutyscore.Policy,
    tmp_path: Path,
    rows: list[list[Any]],
    merged: list[str],
    code: str,
    message: str,
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"a": rows}, merged)
    with pytest.raises(dutyscore.DataError) as caught:
        policy.evaluate(path)
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert message in found.message("en")
    assert found.place is not None and found.place.file == str(path)


def test_a_formula_that_failed_in_xls(policy: dutyscore.Policy, tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt")
    pytest.importorskip("xlrd")
    path = tmp_path / "a.xls"
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for r, row in enumerate([HEADER, ["Ann", "watch", "2023-05-06"]]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    sheet.row(1).set_cell_error(3, "#N/A!")
    book.save(str(path))
    with pytest.raises(dutyscore.DataError, match="#N/A"):
        policy.evaluate(path)


def test_merged_cells_and_errors_of_ods(
    policy: dutyscore.Policy, expected: dutyscore.Book, tmp_path: Path
) -> None:
    """Neither of which the reader tells: a part of a merged cell counted as empty."""
    pytest.importorskip("odf")
    rows: list[list[Any]] = [
        ["对象", "事项", "日期", "情况", None],
        [None, None, None, "Hours", "Place"],
        ROWS[0],
        [None, *ROWS[2][1:]],
        ROWS[1],
    ]
    header = {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (2, 1), (0, 3): (1, 2)}
    path = write_ods(tmp_path / "a.ods", rows, {**header, (2, 0): (2, 1)})
    assert policy.evaluate(path).scores() == expected.scores()
    write_ods(path, rows, {**header, (2, 0): (2, 1), (2, 3): (2, 1)})
    with pytest.raises(dutyscore.DataError, match=r"DS0972.*D3:D4"):
        policy.evaluate(path)
    write_ods(path, [HEADER, [*ROWS[0][:3], "#DIV/0!", "gate"]])
    with pytest.raises(dutyscore.DataError, match="#DIV/0!"):
        policy.evaluate(path)


def test_columns_for_people_only(
    policy: dutyscore.Policy, expected: dutyscore.Book, tmp_path: Path
) -> None:
    rows = [["序号", *HEADER], *([n, *row] for n, row in enumerate(ROWS, 1))]
    path = write_xlsx(tmp_path / "a.xlsx", {"a": rows})
    assert policy.evaluate(path, ignore_columns=["序号"]).digests == expected.digests


def test_a_roster(policy: dutyscore.Policy, expected: dutyscore.Book, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["名册"],
        ["对象", "姓名", "单位"],
        ["Ann", "安", "东"],
        ["Bob", "", "西"],
    ]
    path = write_xlsx(tmp_path / "roster.xlsx", {"a": rows}, ["A1:C1"])
    data = write_xlsx(tmp_path / "a.xlsx", {"a": [HEADER, *ROWS]})
    book = policy.evaluate(data, roster=path)
    assert book.scores()["name"] == ["安", "Bob"]
    assert book.scores()["points"] == expected.scores()["points"]
    two = write_xlsx(tmp_path / "two.xlsx", {"a": rows[1:], "b": rows[1:]})
    with pytest.raises(TypeError, match="one table"):
        policy.evaluate(data, roster=two)


def test_no_workbook(policy: dutyscore.Policy, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(dutyscore.DataError, match="DS0901"):
        policy.evaluate(path)
    path.write_text("subject,kind,date\n")
    with pytest.raises(dutyscore.DataError, match="DS0901"):
        policy.evaluate(path)
    with pytest.raises(TypeError, match="in one call"):
        policy.evaluate([path, tmp_path / "a.csv"])
