"""What is told at the end of a run: coverage of policies by their scenarios, and mutants."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

import dutyscore
from dutyscore import _core
from dutyscore.judging import Coverage
from pytest_dutyscore.collecting import FILES
from pytest_dutyscore.reading import files_behind, run_file

_SECTIONS = pytest.StashKey[list[tuple[str, str]]]()


def receive(config: pytest.Config, sent: list[str]) -> None:
    """Every worker of xdist collects the same files."""
    files = config.stash.setdefault(FILES, [])
    files.extend(f for f in sent if f not in files)


def _read_together(files: list[str], config: pytest.Config) -> list[list[str]]:
    """The files with those of their policies; those that share one are one group."""
    groups: list[set[str]] = []
    for file in files:
        group = files_behind(run_file(Path(file), config))
        apart = [g for g in groups if not g & group]
        groups = [*apart, group.union(*(g for g in groups if g & group))]
    return [sorted(g) for g in groups]


def _coverage(groups: list[list[str]], config: pytest.Config) -> tuple[str, bool]:
    report = Coverage(_core.coverage(groups))
    least = config.getoption("duty_fail_under")
    text = report.to_text()
    if least is None or report.reaches(least):
        return text, True
    return text + f"FAILED: less than {least} % of the clauses are reached\n", False


def _mutation(groups: list[list[str]]) -> tuple[str, bool]:
    with warnings.catch_warnings():  # each file has told its own when it was collected
        warnings.simplefilter("ignore", dutyscore.DataWarning)
        reports = [dutyscore.mutate(group) for group in groups]
    return "".join(r.to_text() for r in reports), all(reports)


def _judge(config: pytest.Config) -> bool:
    """Whether all is as was asked for; what is to be shown is kept."""
    shown = config.stash.setdefault(_SECTIONS, [])
    try:
        groups = _read_together(config.stash.get(FILES, []), config)
        parts = []
        if config.getoption("duty_coverage"):
            parts.append(("coverage of policies", *_coverage(groups, config)))
        if config.getoption("duty_mutate"):
            parts.append(("mutants of policies", *_mutation(groups)))
    except dutyscore.PolicyError as error:  # the scenarios themselves have failed by it
        shown.append(("policies", "not judged, because a text is not sound:\n" + error.text()))
        return False
    shown.extend((title, text) for title, text, _ in parts)
    return all(good for _, _, good in parts)


def finish(session: pytest.Session) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["dutyscore"] = config.stash.get(FILES, [])
        return
    passed = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    if session.exitstatus in passed and not _judge(config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def show(reporter: Any, config: pytest.Config) -> None:
    for title, text in config.stash.get(_SECTIONS, []):
        reporter.section(title)
        reporter.write_line(text.rstrip())
