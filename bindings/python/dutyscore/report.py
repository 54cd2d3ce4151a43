"""What reports have in common: each is made by the library, a value, and says itself as text and as
the command's JSON."""

from __future__ import annotations

import json
from typing import Any, Generic, Protocol, TypeVar


class _Core(Protocol):
    def json(self) -> str: ...


CoreT = TypeVar("CoreT", bound=_Core)


class Report(Generic[CoreT]):
    """Immutable."""

    __slots__ = ("_core",)

    def __init__(self, core: CoreT) -> None:
        self._core = core

    def to_text(self, lang: str | None = None) -> str:
        """As a person reads it."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """What the command says as JSON: points are texts, words are in both languages."""
        said: dict[str, Any] = json.loads(self._core.json())
        return said

    def __str__(self) -> str:
        return self.to_text()
