"""The plugin of pytest: every scenario of a policy is a test.

Nothing of dutyscore is imported here, so that a project without policies pays for two names of
files and no more.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

_BLOCK = re.compile(rb"^ {0,3}(?:```+|~~~+) *duty\b", re.MULTILINE)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("dutyscore", "scenarios of points policies")
    group.addoption(
        "--duty-coverage",
        action="store_true",
        help="tell which clauses of the policies their scenarios do not reach",
    )
    group.addoption(
        "--duty-fail-under",
        metavar="N",
        help="fail when the scenarios reach less than N percent of the clauses",
    )
    group.addoption(
        "--duty-mutate",
        action="store_true",
        help="change the policies, one thing at a time, and fail when no scenario notices",
    )
    parser.addini(
        "duty_files",
        "shapes of the names of files whose scenarios are tests",
        type="args",
        default=["*.duty", "*.md"],
    )
    parser.addini(
        "duty_policies",
        "files and folders whose policies every scenario may name",
        type="paths",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    if percent := config.getoption("duty_fail_under"):
        if not re.fullmatch(r"\d+(\.\d+)?", percent) or float(percent) > 100:
            raise pytest.UsageError(
                f"--duty-fail-under takes a number of percent from 0 to 100, not {percent!r}"
            )
        config.option.duty_coverage = True


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Any:
    if file_path.suffix not in (".duty", ".md"):
        return None
    if not any(file_path.match(shape) for shape in parent.config.getini("duty_files")):
        return None
    if file_path.suffix == ".md" and not _BLOCK.search(file_path.read_bytes()):
        return None
    from pytest_dutyscore.collecting import DutyFile

    return DutyFile.from_parent(parent, path=file_path)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Before the terminal's summary, and in time to change how the run ends."""
    config = session.config
    if not config.getoption("duty_coverage") and not config.getoption("duty_mutate"):
        return
    from pytest_dutyscore import judging

    judging.finish(session)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """A worker of xdist is done: what it has collected is all that the main process knows."""
    sent = getattr(node, "workeroutput", {}).get("dutyscore")
    if sent:
        from pytest_dutyscore import judging

        judging.receive(node.config, sent)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if not config.getoption("duty_coverage") and not config.getoption("duty_mutate"):
        return
    from pytest_dutyscore import judging

    judging.show(terminalreporter, config)
