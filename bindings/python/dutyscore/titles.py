"""Tables as people read them: what columns are called in sheets, notebooks and charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dutyscore.language import get_language

if TYPE_CHECKING:
    from dutyscore.book import Book
    from dutyscore.policy import Policy
    from dutyscore.tables import Table, Value

_CHINESE = {
    "after": "新办法",
    "basis": "口径",
    "before": "旧办法",
    "block": "代码",
    "cite": "依据",
    "day": "日期",
    "difference": "变化",
    "end": "止日",
    "entry": "类别",
    "file": "文件",
    "grade": "等次",
    "id": "编号",
    "kind": "事项",
    "label": "项目",
    "list": "名单代码",
    "lists": "名单",
    "name": "姓名",
    "org_unit": "单位",
    "people": "涉及人数",
    "period": "期间",
    "points": "积分",
    "rank": "名次",
    "rank_after": "新名次",
    "rank_before": "旧名次",
    "reason": "理由",
    "row": "行号",
    "rows": "行数",
    "subject": "对象",
    "title": "内容",
    "vetoed": "一票否决",
}


def in_chinese(lang: str | None) -> bool:
    return (lang or get_language()) == "zh"


def labels_of(policy: Policy, kind: str) -> dict[str, str]:
    """The labels of its lists, indicators … by name."""
    return {str(r["name"]): str(r["label"]) for r in policy.outline if r["kind"] == kind}


def title_of(column: str, lang: str | None, grades: dict[str, str] | None = None) -> str:
    """A column's title. Several grades of a policy have a column each: ``grade_NAME``."""
    name = column.removeprefix("grade_")
    if name != column and grades and name in grades:
        return grades[name]
    return _CHINESE.get(column, column) if in_chinese(lang) else column.replace("_", " ")


def titled(
    table: Table, lang: str | None, grades: dict[str, str] | None = None
) -> dict[str, Sequence[Value]]:
    """The columns by their titles."""
    return {title_of(column, lang, grades): table[column] for column in table.columns}


def titled_ranking(book: Book, period: str, lang: str | None) -> dict[str, Sequence[Value]]:
    """A ranking with grades and lists by their labels."""
    ranking = book.rank(period)
    columns = titled(ranking, lang, labels_of(book.policy, "grade"))
    labels = labels_of(book.policy, "list")
    columns[title_of("lists", lang)] = [
        [labels.get(name, name) for name in names] if isinstance(names, list) else None
        for names in ranking["lists"]
    ]
    if ranking["name"] == ranking["subject"]:
        del columns[title_of("subject", lang)]
    return columns


def last_year(book: Book) -> str | None:
    """The policy's year in which the book ends; None when nobody is assessed."""
    some = book.subjects
    return book.statement(some[0]).period if some and book.keeps_rows else None
