"""Files with scenarios, and scenarios as tests."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dutyscore
from pytest_dutyscore.reading import run_file

#: The files with scenarios that this process has collected.
FILES = pytest.StashKey[list[str]]()


class ScenarioFailed(Exception):
    """An expectation does not hold. The text is what ``dutyscore test`` shows."""


def _text_of(error: BaseException) -> str | None:
    if isinstance(error, dutyscore.DutyscoreError):
        return error.text()
    return str(error) if isinstance(error, ScenarioFailed) else None


class DutyFile(pytest.File):
    """A ``.duty`` file, or a Markdown file with blocks of duty."""

    _outcomes: list[dutyscore.ScenarioOutcome] | None = None
    _told_by: str | None = None

    def collect(self) -> Iterator[Scenario]:
        with warnings.catch_warnings(record=True) as doubts:
            warnings.simplefilter("always", dutyscore.DataWarning)
            found = dutyscore.run_scenarios(self.path, only_list=True)
        for doubt in doubts:
            self.warn(pytest.PytestWarning(f"\n{doubt.message}"))
        times = Counter(o.name for o in found)
        if found:
            self.config.stash.setdefault(FILES, []).append(str(self.path))
        for index, one in enumerate(found):
            name = one.name if times[one.name] == 1 else f"{one.policy}/{one.name}"
            yield Scenario.from_parent(self, name=name, index=index, line=one.line)

    def outcome(self, index: int, asked_by: str) -> dutyscore.ScenarioOutcome:
        """All are run when the first is asked for. Mistakes of the text are told once and then
        pointed at."""
        if self._told_by is not None:
            raise ScenarioFailed(f"not run: the text is not sound, see “{self._told_by}”")
        if self._outcomes is None:
            try:
                self._outcomes = run_file(self.path, self.config)
            except dutyscore.PolicyError:
                self._told_by = asked_by
                raise
        return self._outcomes[index]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return _text_of(excinfo.value) or super().repr_failure(excinfo)


class Scenario(pytest.Item):
    """One scenario of a policy."""

    parent: DutyFile

    def __init__(self, *, index: int, line: int, **others: Any) -> None:
        super().__init__(**others)
        self._index = index
        self._line = line

    def runtest(self) -> None:
        outcome = self.parent.outcome(self._index, self.name)
        if outcome.status == "skipped":
            self.add_marker(pytest.mark.xfail(reason="todo"))
            if outcome.is_done_todo:
                return
        if outcome.status != "passed":
            text = dutyscore.TestRun([outcome]).to_text()
            # The last line counts scenarios, which is pytest's part here.
            raise ScenarioFailed("\n".join(text.rstrip().splitlines()[:-1]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return _text_of(excinfo.value) or super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self._line - 1, self.name
