"""Accounts that are kept while activities come, are corrected and are withdrawn."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from dutyscore import _core
from dutyscore.book import Book
from dutyscore.progress import Progress, watching
from dutyscore.sources import Data, options, read_activities

if TYPE_CHECKING:
    from dutyscore.policy import Policy


class Live:
    """An account that can be read at any moment, made by :meth:`Policy.live`.

    What it says is what :meth:`Policy.evaluate` says of the activities that are in it then, to
    the bit. Threads may read while one writes; writers wait for each other. A call that raises
    DataError has changed nothing. Ctrl-C in the middle of many rows leaves those before it:
    :attr:`changes` tells how many.
    """

    __slots__ = ("_core", "_made_of", "_policy")

    def __init__(self, core: _core.Live, policy: Policy, made_of: tuple[Any, ...]) -> None:
        self._core = core
        self._policy = policy
        self._made_of = made_of

    @property
    def policy(self) -> Policy:
        return self._policy

    @property
    def changes(self) -> int:
        """So far, of its whole life."""
        return self._core.changes

    def _read(self, data: Data, listener: Any) -> _core.Batch:
        rows = [data] if isinstance(data, dict) and not _holds_columns(data) else data
        return read_activities(self._policy._core, rows, options(), listener)

    def apply(self, data: Data, *, progress: Progress = None) -> None:
        """Adds activities: one as a dict, or any table that ``evaluate`` takes."""
        with watching(progress) as listener:
            self._core.apply(self._read(data, listener), listener)

    def retract(
        self,
        data: Data = None,
        *,
        subject: str | None = None,
        id: str | None = None,
        progress: Progress = None,
    ) -> None:
        """Takes activities away: those given, or all of ``subject`` with this ``id``, for which
        the account must keep rows."""
        if (subject is None) != (id is None) or (data is None) == (subject is None):
            raise TypeError("retract() takes activities, or subject= and id=")
        if subject is not None and id is not None:
            self._core.retract_id(subject, id)
            return
        with watching(progress) as listener:
            self._core.retract(self._read(data, listener), listener)

    def correct(self, before: Data, after: Data, *, progress: Progress = None) -> None:
        """Puts activities in the place of others, row by row.

        No reader sees one of the two without the other being gone.
        """
        with watching(progress) as listener:
            self._core.correct(self._read(before, listener), self._read(after, listener), listener)

    def keep_journal(self, path: str | os.PathLike[str]) -> None:
        """Repeats the changes of the journal that are not in the account yet, then appends each
        further one before it is made."""
        self._core.keep_journal(os.fspath(path))

    def sync(self) -> None:
        """Waits until the journal is on the disk."""
        self._core.sync()

    def snapshot(self) -> bytes:
        """All of it as bytes, for :meth:`Policy.live` with ``snapshot=``."""
        return self._core.snapshot()

    def book(self, who: str | None = None) -> Book:
        """The book of this moment; of one subject alone, but for ranks, with ``who``."""
        return Book(self._core.book(who), self._policy)

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (self._policy, self.snapshot(), *self._made_of)

    def __repr__(self) -> str:
        return f"<Live account of {self._policy.name!r}: {self.changes} changes>"


def _holds_columns(data: dict[str, Any]) -> bool:
    return bool(data) and all(isinstance(v, (list, tuple)) for v in data.values())


def _unpickled(policy: Policy, snapshot: bytes, roster: Any, through: Any, keep_rows: bool) -> Live:
    return policy.live(roster=roster, through=through, keep_rows=keep_rows, snapshot=snapshot)
