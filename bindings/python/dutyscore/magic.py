"""``%load_ext dutyscore``: cells that hold a policy.

    %%duty policy --test
    办法 club "社团积分办法" { … }

checks the text, shows what is wrong with it where it stands, binds the policy to the name, and
with ``--test`` runs its scenarios.
"""

from __future__ import annotations

import argparse
import shlex
from typing import Any, NoReturn

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, cell_magic, magics_class
from IPython.display import display

from dutyscore.errors import PolicyError
from dutyscore.policy import compile
from dutyscore.rendering import of_diagnostics


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"%%duty: {message}\n{self.format_usage().strip()}")


def _arguments() -> argparse.ArgumentParser:
    parser = _Arguments(prog="%%duty", add_help=False)
    parser.add_argument("name", nargs="?", help="the variable that the policy is bound to")
    parser.add_argument("--test", action="store_true", help="run the scenarios of the text")
    return parser


class DutyCellFailed(Exception):
    """Ends the cell, and the run of a notebook; what is wrong has been shown."""

    def _render_traceback_(self) -> list[str]:
        return []


class _Shown:
    """Diagnostics as the front end wants them: a page, or text on a terminal."""

    def __init__(self, error: PolicyError) -> None:
        self._error = error

    def _repr_html_(self) -> str:
        return of_diagnostics(self._error.diagnostics)

    def __repr__(self) -> str:
        return self._error.text()


def _show(what: object) -> None:
    display(what)  # type: ignore[no-untyped-call]


@magics_class
class DutyMagics(Magics):
    """The magics of one shell."""

    shell: InteractiveShell

    @cell_magic
    def duty(self, line: str, cell: str) -> Any:
        """%%duty [NAME] [--test]: checks the policy of the cell, binds it to NAME, and
        runs its scenarios."""
        asked = _arguments().parse_args(shlex.split(line))
        if asked.name is not None and not asked.name.isidentifier():
            raise UsageError(f"%%duty: {asked.name!r} is no name of a variable")
        try:
            policy = compile(cell, name="cell")
        except PolicyError as error:
            _show(_Shown(error))
            raise DutyCellFailed(error.diagnostics[0].message()) from None
        if asked.name is not None:
            self.shell.user_ns[asked.name] = policy
        if asked.test:
            run = policy.test()
            _show(run)
            if not run:
                raise DutyCellFailed(repr(run))
        return None if asked.test else policy
