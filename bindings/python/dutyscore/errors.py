"""What is wrong with a policy, with data or with a word that was given: all of it, with places."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable

from dutyscore import _core


class DutyscoreError(ValueError):
    """A mistake that dutyscore can place and explain.

    Prints as the command does: code and sentence, the line of the source with a caret below the
    mistake, hints. Travels between processes.
    """

    diagnostics: tuple[_core.Diagnostic, ...]
    """All that was found, in its order."""

    def __init__(self, diagnostics: Iterable[_core.Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def text(self, lang: str | None = None, *, colours: bool = False) -> str:
        """The diagnostics as a person reads them."""
        return "".join(d.text(lang, colours) for d in self.diagnostics)

    def __str__(self) -> str:
        text = self.text().rstrip("\n")
        # Behind the exception's name the carets of a message would stand in the wrong column.
        return "\n" + text if "\n" in text else text


class PolicyError(DutyscoreError):
    """A policy, or a scenario, that is not sound."""


class DataError(DutyscoreError):
    """Activities, a roster, cells or snapshots that cannot be used."""


class DataWarning(UserWarning):
    """Something about data that has an answer and may still not be meant."""


def _warn(diagnostics: Iterable[_core.Diagnostic]) -> None:
    """Warns at the line that called the package."""
    level, frame = 2, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__package__") == "dutyscore":
        level, frame = level + 1, frame.f_back
    for d in diagnostics:
        warnings.warn(d.text().rstrip("\n"), DataWarning, stacklevel=level)
