"""The cell magic %%duty."""

from __future__ import annotations

from typing import Any

import pytest

import dutyscore
from samples import POLICY

IPython: Any = pytest.importorskip("IPython")


@pytest.fixture(scope="module")
def shell() -> Any:
    """Shows as a notebook does: text and HTML."""
    from IPython.core.interactiveshell import InteractiveShell

    shell: Any = InteractiveShell.instance()
    shell.display_formatter.active_types = shell.display_formatter.format_types
    shell.run_line_magic("load_ext", "dutyscore")
    return shell


@pytest.fixture(autouse=True)
def _clean(shell: Any) -> None:
    shell.user_ns.pop("p", None)


def run(shell: Any, line: str, cell: str) -> tuple[Any, list[Any]]:
    """The result of the cell, and what it has shown."""
    from IPython.utils.capture import capture_output

    with capture_output() as shown:
        result = shell.run_cell(f"%%duty {line}\n{cell}")
    return result, shown.outputs


def test_it_binds_a_name(shell: Any) -> None:
    result, _ = run(shell, "club_points", POLICY)
    assert result.success
    assert isinstance(shell.user_ns["club_points"], dutyscore.Policy)
    assert shell.user_ns["club_points"].name == "club"
    assert result.result == shell.user_ns["club_points"]


def test_mistakes_are_shown_where_they_stand(shell: Any) -> None:
    result, shown = run(shell, "p", POLICY.replace("award 5", "award amuont"))
    assert not result.success
    assert "p" not in shell.user_ns
    assert "<mark>amuont</mark>" in shown[0].data["text/html"]
    assert "^^^^^^" in shown[0].data["text/plain"]


@pytest.mark.parametrize(("points", "passes"), [(6, True), (7, False)])
def test_scenarios(shell: Any, points: int, passes: bool) -> None:
    result, shown = run(shell, "p --test", POLICY.replace("total 6", f"total {points}"))
    assert result.success is passes
    assert ("1 passed" in shown[-1].data["text/html"]) is passes
    assert "p" in shell.user_ns


@pytest.mark.parametrize("line", ["1x", "--tests", "a b"])
def test_wrong_arguments(shell: Any, line: str) -> None:
    result, _ = run(shell, line, POLICY)
    assert type(result.error_in_exec).__name__ == "UsageError"
