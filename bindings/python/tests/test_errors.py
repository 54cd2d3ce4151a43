"""Mistakes: what is told, where, in which language."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

import dutyscore
from samples import ROWS

BROKEN = 'policy a "A" {\n  indicator b { on "x"  award amuont }\n}\n'


def error() -> dutyscore.PolicyError:
    with pytest.raises(dutyscore.PolicyError) as caught:
        dutyscore.compile(BROKEN, name="a.duty")
    return caught.value


def test_a_policy_with_a_mistake() -> None:
    caught = error()
    assert isinstance(caught, dutyscore.DutyscoreError)
    assert isinstance(caught, ValueError)
    (found,) = caught.diagnostics
    assert found.code == "DS0202"
    assert found.severity == "error"
    assert found.place is not None
    assert (found.place.file, found.place.line, found.place.column) == ("a.duty", 2, 31)
    assert found.place.row is None


def test_carets() -> None:
    lines = str(error()).splitlines()
    assert lines[1].startswith("error[DS0202]: ")
    source = lines[3].index("amuont")
    assert lines[4].index("^^^^^^") == source


def test_languages() -> None:
    (found,) = error().diagnostics
    assert "没有名为“amuont”的字段" in found.message("zh")
    assert "error[" in found.text("en") and "错误[" in found.text("zh")
    dutyscore.set_language("zh")
    assert "错误[DS0202]" in str(error())
    assert found.message() == found.message("zh")
    with pytest.raises(dutyscore.DutyscoreError, match="DS0933"):
        found.message("fr")


@pytest.mark.parametrize("call", ["load", "evaluate", "roster"])
def test_a_file_that_is_not_there(policy: dutyscore.Policy, call: str) -> None:
    with pytest.raises(dutyscore.DutyscoreError, match="DS0901"):
        if call == "load":
            dutyscore.load("nowhere.duty")
        elif call == "evaluate":
            policy.evaluate("nowhere.csv")
        else:
            policy.evaluate(ROWS, roster="nowhere.csv")


def test_options_are_those_of_python(policy: dutyscore.Policy, tmp_path: Path) -> None:
    """They were called as the command calls them: --through, --roster, --ignore-column."""
    reader = dutyscore.compile(
        'policy a { subject { rank "--roster" text }'
        ' indicator b { on "x" when subject.rank == "y" award 1 } }'
    )
    of_reader = [{"subject": "Ann", "kind": "x", "date": "2023-05-06"}]
    path = tmp_path / "rows.csv"
    path.write_text("subject,kind,date,--through\nAnn,watch,2023-05-06,1\n")
    ignoring = ("ignore_columns “--through”", "可在ignore_columns中列出“--through”将其略过")
    calls: list[tuple[Callable[[], object], str, str]] = [
        (lambda: policy.evaluate([]), "(`through=`)", "（`through=`）"),
        (lambda: reader.evaluate(of_reader), "(`roster=`)", "（`roster=`）"),
        (lambda: policy.evaluate([{**ROWS[0], "--through": 1}]), *ignoring),
        (lambda: policy.evaluate(path), *ignoring),
    ]
    for call, english, chinese in calls:
        with pytest.raises(dutyscore.DataError) as caught:
            call()
        assert english in caught.value.text("en")
        assert chinese in caught.value.text("zh")
        assert "--ignore" not in str(caught.value)


def test_words(book: dutyscore.Book) -> None:
    wrong: list[tuple[str, Callable[[], object]]] = [
        ("DS0920", lambda: book.statement("An")),
        ("DS0936", lambda: book.statement("Ann", "2023-13")),
        ("DS0933", lambda: book.scores(by="mont")),  # type: ignore[arg-type]
        ("DS0933", lambda: book.scores(level="block")),  # type: ignore[arg-type]
        ("DS0933", lambda: book.on("official")),  # type: ignore[arg-type]
    ]
    for code, call in wrong:
        with pytest.raises(dutyscore.DutyscoreError, match=code):
            call()
    with pytest.raises(dutyscore.DataError, match="did you mean “Ann”"):
        book.statement("An")


def test_words_may_be_chinese(book: dutyscore.Book) -> None:
    assert book.statement("Ann", "2023年5月").total == 6
    assert book.scores(basis="确认") == book.scores()  # type: ignore[arg-type]


def test_arguments(policy: dutyscore.Policy) -> None:
    with pytest.raises(ValueError, match="bad_rows must be"):
        policy.evaluate(ROWS, bad_rows="skip")  # type: ignore[arg-type]
    with pytest.raises(dutyscore.DutyscoreError, match="DS0934"):
        policy.evaluate(ROWS, through="2023-02-30")
    with pytest.raises(ValueError, match="threads must be 1 or more"):
        policy.evaluate(ROWS, threads=0)


def test_errors_travel() -> None:
    caught = error()
    again = pickle.loads(pickle.dumps(caught))
    assert type(again) is dutyscore.PolicyError
    assert str(again) == str(caught)
    assert [d.hints() for d in again.diagnostics] == [d.hints() for d in caught.diagnostics]
