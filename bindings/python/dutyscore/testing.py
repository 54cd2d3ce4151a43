"""Scenarios of policies: what an author expects, run before anybody is scored."""

from __future__ import annotations

import os
from collections.abc import Iterator

from dutyscore import _core

ScenarioOutcome = _core.ScenarioOutcome


class TestRun:
    """The outcomes of scenarios, in the order of their texts. False when one failed."""

    __test__ = False  # for pytest, which collects by name

    def __init__(self, outcomes: list[_core.ScenarioOutcome]) -> None:
        self.outcomes = outcomes

    @property
    def passed(self) -> int:
        return sum(o.status == "passed" for o in self.outcomes)

    @property
    def failed(self) -> int:
        return sum(o.status == "failed" for o in self.outcomes)

    @property
    def skipped(self) -> int:
        """Scenarios marked ``todo``."""
        return sum(o.status == "skipped" for o in self.outcomes)

    def to_text(self, lang: str | None = None, *, colours: bool = False) -> str:
        """As the command prints it: failures with what stands behind each figure."""
        return _core.scenarios_text(self.outcomes, lang, colours)

    def __iter__(self) -> Iterator[_core.ScenarioOutcome]:
        return iter(self.outcomes)

    def __len__(self) -> int:
        return len(self.outcomes)

    def __bool__(self) -> bool:
        return self.failed == 0

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        from dutyscore.rendering import of_run

        return of_run(self)

    def __repr__(self) -> str:
        return f"<TestRun: {self.passed} passed, {self.failed} failed, {self.skipped} skipped>"


def run_scenarios(
    paths: str | os.PathLike[str] | list[str | os.PathLike[str]],
    *,
    filter: str = "",
    only_list: bool = False,
) -> TestRun:
    """Runs the scenarios of files and folders, each with the policy that it names among them.

    ``filter`` as the command takes it: a name, POLICY/NAME, a shape with ``*``, or a part of
    names. PolicyError when a policy or a scenario is not sound.
    """
    some = paths if isinstance(paths, list) else [paths]
    return TestRun(_core.run_scenarios([os.fspath(p) for p in some], filter, only_list))
