"""Scenarios and the files that hold their policies, found and read together."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

import dutyscore

_NO_SUCH_POLICY = "DS0501"


def _wider_and_wider(path: Path, config: pytest.Config) -> Iterator[list[Path]]:
    """The file and the policies that every scenario may name; then with the files of its folder,
    then of each folder above."""
    yield [path, *(p for p in config.getini("duty_policies") if p != path)]
    for folder in path.parents:
        beside = sorted({*folder.glob("*.duty"), *folder.glob("*.md")} - {path})
        yield [path, *beside]
        if folder == config.rootpath:
            return


def run_file(path: Path, config: pytest.Config) -> list[dutyscore.ScenarioOutcome]:
    """Runs the scenarios of one file, in the order of its text. PolicyError when it, or what had
    to be read for its policies, is not sound."""
    first: dutyscore.PolicyError | None = None
    for paths in _wider_and_wider(path, config):
        try:
            with warnings.catch_warnings():  # each file tells its own when it is collected
                warnings.simplefilter("ignore", dutyscore.DataWarning)
                run = dutyscore.run_scenarios([*paths])
        except dutyscore.PolicyError as error:
            first = first or error
            if all(d.code != _NO_SUCH_POLICY for d in error.diagnostics):
                raise
        else:
            return [o for o in run if o.file == str(path)]
    assert first is not None
    raise first


def files_behind(outcomes: list[dutyscore.ScenarioOutcome]) -> set[str]:
    """The files of scenarios and of their policies."""
    return {f for o in outcomes for f in (o.file, o.policy_file) if f is not None}
