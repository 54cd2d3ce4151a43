"""How good the scenarios of policies are: what they reach, and which mistakes they would notice."""

from __future__ import annotations

import os
from collections.abc import Iterable

from dutyscore import _core
from dutyscore.progress import Progress, watching
from dutyscore.report import Report
from dutyscore.sources import threads_of

Path = str | os.PathLike[str]


def _texts(paths: Path | Iterable[Path]) -> list[str]:
    some = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    return [os.fspath(p) for p in some]


class Coverage(Report[_core.Coverage]):
    """Which clauses of policies their scenarios reach, and of the others why not. Immutable.

    Reached does not mean checked: :func:`mutate` tells that.
    """

    __slots__ = ()

    @property
    def clauses(self) -> int:
        """How many clauses can do something."""
        return self._core.sites

    @property
    def reached(self) -> int:
        """How many of them did, in some scenario that is not ``todo``."""
        return self._core.reached

    def reaches(self, percent: object) -> bool:
        """Whether at least this part is reached, exactly. Nothing to reach is all of it."""
        return self._core.reaches(str(percent))

    def to_text(self, lang: str | None = None) -> str:
        """What is not reached, with its place and the reason."""
        return self._core.text(lang)

    def to_html(self, lang: str | None = None) -> str:
        """One page that needs no other file."""
        return self._core.html(lang)

    def to_lcov(self) -> str:
        """As pipelines and editors read it."""
        return self._core.lcov()

    def __repr__(self) -> str:
        return f"<Coverage: {self.reached} of {self.clauses} clauses>"


class Mutation(Report[_core.Mutation]):
    """What became of every small change of policies: noticed by a scenario, or not. Immutable.

    False when a change survives that no comment explains.
    """

    __slots__ = ()

    @property
    def scenarios(self) -> int:
        """How many scenarios were asked."""
        return self._core.scenarios

    @property
    def killed(self) -> int:
        """Changes that a scenario notices."""
        return self._core.killed

    @property
    def survived(self) -> int:
        """Changes that nobody notices."""
        return self._core.survived

    @property
    def explained(self) -> int:
        """Changes that nobody notices, and a comment says why."""
        return self._core.explained

    def to_text(self, lang: str | None = None, *, colours: bool = False) -> str:
        """Survivors, each with a scenario that would notice it."""
        return self._core.text(lang, colours)

    def __bool__(self) -> bool:
        return self.survived == 0

    def __repr__(self) -> str:
        return f"<Mutation: {self.killed} killed, {self.survived} survived>"


def coverage(paths: Path | Iterable[Path]) -> Coverage:
    """What the scenarios of files and folders reach. PolicyError when a text is not sound."""
    return Coverage(_core.coverage([_texts(paths)]))


def mutate(
    paths: Path | Iterable[Path], *, threads: int | None = None, progress: Progress = None
) -> Mutation:
    """Changes one thing of the policies at a time and asks all scenarios.

    Seconds for a long policy. PolicyError when a text is not sound, or a scenario does not hold
    to begin with.
    """
    with watching(progress) as listener:
        return Mutation(_core.mutate(_texts(paths), threads_of(threads), listener))
