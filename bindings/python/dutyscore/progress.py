"""How a long call shows how far it is."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

#: Is told how much is done and of how much (0: not known): bytes while files are read, then rows.
Listener = Callable[[int, int], object]
#: A listener; True or False for a bar at once or none; None for one that appears after two
#: seconds where somebody can see it: on a terminal, or in a notebook.
Progress = Listener | bool | None

_PATIENCE = 2.0


def _is_notebook() -> bool:
    get_ipython = getattr(sys.modules.get("IPython"), "get_ipython", None)
    shell = get_ipython() if get_ipython else None
    return shell is not None and shell.__class__.__name__ == "ZMQInteractiveShell"


class _Line:
    """One line on standard error, written over itself."""

    def show(self, done: int, of: int) -> None:
        share = f"{100 * done // of:3d} %" if of else f"{done:,}"
        sys.stderr.write(f"\r\x1b[Kdutyscore … {share}")
        sys.stderr.flush()

    def close(self) -> None:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


class _Tqdm:
    """A bar of tqdm, begun anew for each part of the work."""

    def __init__(self, notebook: bool) -> None:
        from tqdm import auto, std

        self._make: Any = auto.tqdm if notebook else std.tqdm
        self._bar: Any = None

    def show(self, done: int, of: int) -> None:
        if self._bar is None or self._bar.total != (of or None) or done < self._bar.n:
            self.close()
            self._bar = self._make(total=of or None, desc="dutyscore", unit_scale=True, leave=False)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._bar = None


def _make_bar() -> _Line | _Tqdm:
    if importlib.util.find_spec("tqdm"):
        return _Tqdm(_is_notebook())
    return _Line()


class _Watcher:
    """Makes a bar once the call has lasted long enough."""

    def __init__(self, patience: float) -> None:
        self._from = time.monotonic() + patience
        self._bar: _Line | _Tqdm | None = None

    def __call__(self, done: int, of: int) -> None:
        if self._bar is None:
            if time.monotonic() < self._from:
                return
            self._bar = _make_bar()
        self._bar.show(done, of)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


@contextlib.contextmanager
def watching(progress: Progress) -> Iterator[Listener | None]:
    """The listener of one call, gone with what it has shown when the call is over."""
    if progress is None:
        progress = sys.stderr is not None and (sys.stderr.isatty() or _is_notebook())
        patience = _PATIENCE
    else:
        patience = 0.0
    if not isinstance(progress, bool):
        yield progress
    elif not progress:
        yield None
    else:
        watcher = _Watcher(patience)
        try:
            yield watcher
        finally:
            watcher.close()
