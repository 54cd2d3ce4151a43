"""Every block of Python on the pages is run; what it prints is what stands below it."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from samples import ROOT

TOOLS = ["python_calamine", "xlsxwriter", "altair", "vl_convert", "hypothesis"]
#: Pages, and what their blocks import.
PAGES = {
    "README.md": ["pandas"],
    "docs/python.md": ["pandas"],
    "docs/python.zh.md": ["pandas"],
    "docs/python-tools.md": TOOLS,
    "docs/python-tools.zh.md": TOOLS,
}
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def matches(shown: str, printed: str) -> bool:
    """A line `…` stands for any number of lines; spaces at the ends of lines do not count."""
    lines = [re.escape(line.rstrip()) + r"\n" for line in shown.rstrip().splitlines()]
    pattern = "".join(r"(?:.*\n)*" if line == re.escape("…") + r"\n" else line for line in lines)
    text = "".join(line.rstrip() + "\n" for line in printed.rstrip().splitlines())
    return re.fullmatch(pattern, text) is not None


def test_what_is_shown_is_compared() -> None:
    assert matches("a\n…\nc\n", "a\nb\nb\nc\n")
    assert not matches("a\n", "b\n")
    assert not matches("a\n…\n", "b\n")


@pytest.mark.parametrize("page", PAGES)
def test_page(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for needed in PAGES[page]:
        pytest.importorskip(needed)
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    printed = ""
    blocks = BLOCK.findall(Path(page).read_text(encoding="utf-8"))
    assert [language for language, _ in blocks].count("python") > 0
    for language, body in blocks:
        if language == "text":
            assert matches(body, printed), printed
            continue
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            # No file of this name: hypothesis would read the page as Python.
            exec(compile(body, f"<{page}>", "exec"), names)
        printed = out.getvalue()
