"""What notebooks show: well-formed, escaped, without scripts, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

import dutyscore
from dutyscore import rendering
from samples import POLICY, ROWS

EVIL = "<script>alert('x')</script>&\"'"
VOID = {"br", "hr", "img", "input", "meta", "link"}


class Page(HTMLParser):
    """Every element is closed where it should be; texts are kept."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""
        self.attributes: set[str] = set()
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def evil_policy() -> dutyscore.Policy:
    text = POLICY.replace('"Watch" {', f'"{EVIL}" {{'.replace('"\'"', "'\"")).replace(
        '"Club points"', '"<b>Club</b> & more"'
    )
    return dutyscore.compile(text.replace(EVIL, EVIL.replace('"', "")), name="<i>.duty")


def changed_policy() -> dutyscore.Policy:
    return evil_policy().with_numbers({"watch.award": 3, "watch.cap": 25})


def evil_rows() -> list[dict[str, object]]:
    return [{**row, "subject": EVIL, "title": "<img src=x>"} for row in ROWS]


def evil_book() -> dutyscore.Book:
    rows = evil_rows()
    refused = {**ROWS[2], "people": 0, "title": "<b>"}
    unmatched = {**ROWS[2], "kind": "<u>"}
    return evil_policy().evaluate([*ROWS, *rows, refused, unmatched])


SHOWN: list[Callable[[], Any]] = [
    evil_policy,
    evil_book,
    lambda: evil_book().statement(EVIL),
    lambda: evil_book().explain(EVIL),
    lambda: evil_book().explain("Ann"),
    lambda: evil_book().scores(by="month", level="indicator"),
    lambda: evil_book().rank("2023"),
    lambda: evil_book().refused,
    lambda: evil_policy().test(),
    lambda: evil_policy().outline,
    lambda: evil_policy().lint(),
    lambda: evil_policy().bounds(),
    lambda: dutyscore.compare(evil_policy(), changed_policy(), evil_rows()),
]


@pytest.mark.parametrize("make", SHOWN)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pages(make: Callable[[], Any], lang: dutyscore.language.Language) -> None:
    dutyscore.set_language(lang)
    page = Page(make()._repr_html_())
    assert page.seen <= {
        *("div", "style", "h4", "p", "span", "b", "table", "thead", "tbody", "tr", "th", "td"),
        *("details", "summary", "code", "pre", "mark"),
    }
    assert page.attributes <= {"class", "lang", "open"}
    assert page.text.strip()


def test_a_diagnostic_marks_the_place() -> None:
    with pytest.raises(dutyscore.PolicyError) as caught:
        dutyscore.compile('办法 a { 指标 b { 事项 "捐款 & <x>"  计分 amuont } }', name="a<b>.duty")
    (found,) = caught.value.diagnostics
    html = found._repr_html_()
    page = Page(html)
    assert "<mark>amuont</mark>" in html
    assert "a<b>.duty:1" in page.text
    assert "^" not in page.text
    assert '"捐款 & <x>"' in page.text


def test_a_diagnostic_of_data(policy: dutyscore.Policy) -> None:
    with pytest.raises(dutyscore.DataError) as caught:
        policy.evaluate([{**ROWS[0], "Hours": "<x>"}])
    assert "<x>" in Page(caught.value.diagnostics[0]._repr_html_()).text


def test_a_policy_is_a_tree(policy: dutyscore.Policy) -> None:
    html = policy._repr_html_()
    assert html.count("<details") == policy.to_text().count("{\n")
    text = Page(html).text
    for clause in ("cap 20 per month", 'on "gift"', "1 category", "2 indicators"):
        assert clause in text


def test_a_book(policy: dutyscore.Policy) -> None:
    rows = [*ROWS, {**ROWS[2], "people": 0}, {**ROWS[2], "kind": "wach"}]
    text = Page(policy.evaluate(rows)._repr_html_()).text
    for word in ("5 rows", "3 counted", "1 refused", "1 taken by no indicator", "Ranking 2023"):
        assert word in text
    dutyscore.set_language("zh")
    text = Page(policy.evaluate(rows)._repr_html_()).text
    for word in ("5行", "3行计分", "1行未予计分", "2023 排名", "口径：确认"):
        assert word in text


def test_an_explanation_goes_down_to_figures(book: dutyscore.Book) -> None:
    text = Page(book.explain("Bob")._repr_html_()).text
    for word in ("Work", "Watch", "Hours = 11", "2 × 11", "award 2 per hours", "cap of 20", "-2"):
        assert word in text


def test_long_tables_say_how_long_they_are(policy: dutyscore.Policy) -> None:
    rows = [{**ROWS[2], "subject": f"p{n:03}"} for n in range(100)]
    html = policy.evaluate(rows).scores()._repr_html_()
    assert html.count("<tr>") == 21
    assert "… 80 more rows" in html and "100 rows" in html


def test_a_run_shows_what_failed(policy: dutyscore.Policy) -> None:
    text = POLICY.replace("total 6", "total 7")
    html = dutyscore.compile(text, name="club.duty").test()._repr_html_()
    assert "expected 7, got 6" in Page(html).text
    assert "1 failed" in html


def test_what_authors_ask(policy: dutyscore.Policy) -> None:
    text = Page(policy.lint()._repr_html_()).text
    assert "DS0706" in text and text.endswith("2 suspicious")
    text = Page(policy.bounds("year")._repr_html_()).text
    for word in ("Club points", "most per year", "240", "any"):
        assert word in text
    change = dutyscore.compare(policy, policy.with_numbers({"watch.award": 3}), ROWS)
    text = Page(change._repr_html_()).text
    for word in (
        "31 → 34 points (+3), 1 person differs",
        "club.duty (watch.award=3)",
        "rank after",
    ):
        assert word in text
    assert "Gift" not in text


def test_dark_and_light() -> None:
    for theme in ("prefers-color-scheme:dark", "data-jp-theme-light", "vscode-dark"):
        assert theme in rendering._STYLE
