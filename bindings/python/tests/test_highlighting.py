"""The lexer of Pygments says of every token what the language's own lexer says."""

from __future__ import annotations

import re

import pytest

from samples import ROOT

pygments = pytest.importorskip("pygments")
EDITORS = ROOT / "tests/editors"


def scopes() -> dict[str, str]:
    """The scope of TextMate by the name of the group in the sample."""
    groups = (EDITORS / "groups.hpp").read_text(encoding="utf-8")
    return {g: s for s, g in re.findall(r'\{group::\w+, +"([^"]+)", +"([^"]+)"', groups)}


def test_every_token_of_the_sample() -> None:
    from dutyscore.highlighting import TOKENS, DutyLexer

    sample = (EDITORS / "sample.duty").read_text(encoding="utf-8")
    shown = []
    for _, token, text in DutyLexer(stripnl=False, ensurenl=False).get_tokens_unprocessed(sample):
        shown += [token] * len(text)
    assert len(shown) == len(sample)
    begin_of = [0]
    for line in sample.split("\n"):
        begin_of.append(begin_of[-1] + len(line) + 1)
    wrong, scope_of, count = [], scopes(), 0
    for row in (EDITORS / "sample.txt").read_text(encoding="utf-8").splitlines():
        line, column, group, text = row.split(" ", 3)
        begin = begin_of[int(line) - 1] + int(column) - 1
        count += 1
        if set(shown[begin : begin + len(text)]) != {TOKENS[scope_of[group]]}:
            wrong.append(row)
    assert wrong == []
    assert count > 1000
    assert set(scope_of.values()) == set(TOKENS)


def test_pygments_finds_it() -> None:
    from pygments.lexers import get_lexer_by_name, get_lexer_for_filename

    assert get_lexer_by_name("duty").name == "duty"
    assert get_lexer_for_filename("club.duty").name == "duty"
    html = pygments.highlight(
        "办法 a { 上限每月30分 }",
        get_lexer_by_name("duty"),
        pygments.formatters.get_formatter_by_name("html"),
    )
    assert '<span class="k">上限</span>' in html
    assert "err" not in html
