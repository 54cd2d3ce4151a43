"""Colours for policies in everything that uses Pygments: Sphinx, IPython, consoles.

The patterns are those of the grammar for editors, which is made from the language's table of
keywords; here they only get names that Pygments knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any, ClassVar

from pygments.lexer import RegexLexer, include, using
from pygments.lexer import this as this_lexer
from pygments.token import (
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
    _TokenType,
)

#: Tokens of Pygments by the scopes of TextMate.
TOKENS: dict[str, _TokenType] = {
    "comment.line.number-sign": Comment.Single,
    "constant.language": Keyword.Constant,
    "constant.numeric": Number,
    "constant.other.date": Literal.Date,
    "keyword.control": Keyword,
    "keyword.operator": Operator,
    "keyword.operator.word": Operator.Word,
    "keyword.other": Keyword.Reserved,
    "keyword.other.unit": Keyword.Pseudo,
    "punctuation": Punctuation,
    "storage.type": Keyword.Type,
    "string.quoted.double": String.Double,
    "support.constant.period": Name.Constant,
    "support.constant.standing": Name.Tag,
    "support.function": Name.Builtin,
    "support.other": Keyword.Reserved,
    "variable.language": Name.Attribute,
    "variable.other": Name,
}


class _States:
    """The states of a lexer, made from a grammar of TextMate."""

    def __init__(self, grammar: dict[str, Any]) -> None:
        self.all: dict[str, list[Any]] = {}
        for name, rule in grammar["repository"].items():
            self.all[name] = list(self._rules([rule], name))
        self.all["root"] = [
            (r"\s+", Whitespace),
            *self._rules(grammar["patterns"], "root"),
            (r".", Punctuation),
        ]

    def _rules(self, patterns: list[dict[str, Any]], within: str) -> Iterator[Any]:
        for number, rule in enumerate(patterns):
            if "include" in rule:
                yield include(rule["include"][1:])
            elif "begin" in rule:
                yield self._region(rule, f"{within}/{number}")
            elif "captures" in rule:
                (inner,) = rule["captures"]["0"]["patterns"]
                again = using(this_lexer, state=inner["include"][1:])  # type: ignore[no-untyped-call]
                yield rule["match"], again
            elif "match" in rule:
                yield rule["match"], _token_of(rule["name"])
            else:
                yield from self._rules(rule["patterns"], within)

    def _region(self, rule: dict[str, Any], state: str) -> Any:
        """From its beginning to its end, which comes before what may stand within."""
        token = _token_of(rule["name"]) if "name" in rule else String.Double
        inside = list(self._rules(rule.get("patterns", []), state))
        self.all[state] = [(rule["end"], token, "#pop"), *inside, (r".", token)]
        return rule["begin"], token, state


def _token_of(scope: str) -> _TokenType:
    return TOKENS[scope.removesuffix(".duty")]


def _grammar() -> dict[str, Any]:
    file = resources.files("dutyscore") / "duty.tmLanguage.json"
    grammar: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return grammar


class DutyLexer(RegexLexer):
    """Policies in Chinese and English."""

    name = "duty"
    aliases: ClassVar[list[str]] = ["duty"]
    filenames: ClassVar[list[str]] = ["*.duty"]
    tokens: ClassVar[dict[str, list[Any]]] = _States(_grammar()).all
