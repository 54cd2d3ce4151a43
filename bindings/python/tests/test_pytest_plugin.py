"""Scenarios as tests of pytest: what is collected, how it fails, what is judged at the end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from samples import POLICY, ROOT

pytest_plugins = ["pytester"]

WRONG = """
scenario "a wrong figure" for club {
  given { 2023-05-06 "Ann" "watch" hours 3 }
  expect "Ann" 2023-05 { total 7 }
}
todo scenario "not yet" for club {
  given { 2023-05-06 "Ann" "watch" hours 3 }
  expect "Ann" 2023-05 { total 8 }
}
todo scenario "by now" for club {
  given { 2023-05-06 "Ann" "watch" hours 3 }
  expect "Ann" 2023-05 { total 6 }
}
算例 "五月 值守" 用于 club {
  已知 { 2023-05-06 "Ann" "watch" hours 3 }
  应为 "Ann" 2023-05 { 总分 6 }
}
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.path.joinpath("club.duty").write_text(POLICY + WRONG, encoding="utf-8")
    return pytester


def test_a_test_for_each_scenario(project: pytest.Pytester) -> None:
    result = project.runpytest("-v")
    result.assert_outcomes(passed=2, failed=1, xfailed=1, xpassed=1)
    result.stdout.fnmatch_lines(["club.duty::one watch PASSED*", "club.duty::五月 值守 PASSED*"])


def test_a_failure_shows_what_the_command_shows(project: pytest.Pytester) -> None:
    result = project.runpytest()
    result.stdout.fnmatch_lines(
        [
            "FAILED  a wrong figure (club)",
            "*error[[]DS0550[]]: “Ann” 2023-05, total: expected 7, got 6",
            "* | *expect*total 7*",
            "* | *^^^^^^^*",
            "*2023-05-06  Watch*+6*",
        ]
    )
    result.stdout.no_fnmatch_line("*scenarios:*")  # pytest counts them
    result.stdout.no_fnmatch_line("*Traceback*")


@pytest.mark.parametrize(
    ("expression", "passed", "failed"),
    [("五月", 1, 0), ("wrong", 0, 1), ("五月 or watch", 2, 0), ("club.duty and not todo", 2, 1)],
)
def test_by_name(project: pytest.Pytester, expression: str, passed: int, failed: int) -> None:
    result = project.runpytest("-k", expression)
    outcomes = result.parseoutcomes()
    assert outcomes.get("passed", 0) == passed
    assert outcomes.get("failed", 0) == failed


def test_one_by_its_id(project: pytest.Pytester) -> None:
    project.runpytest("club.duty::五月 值守").assert_outcomes(passed=1)


def test_the_last_failures_again(project: pytest.Pytester) -> None:
    project.runpytest()
    result = project.runpytest("--lf")
    result.assert_outcomes(failed=1)


def test_workers(project: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    result = project.runpytest_subprocess("-n2", "--duty-coverage")
    result.assert_outcomes(passed=2, failed=1, xfailed=1, xpassed=1)
    result.stdout.fnmatch_lines(["*coverage of policies*", "club: 44.4 % (4/9)"])


def test_literate(pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("club.md").write_text(f"# Club\n\n```duty\n{POLICY}```\n")
    pytester.path.joinpath("README.md").write_text("# no policy\n\n```python\nduty\n```\n")
    pytester.runpytest("-v").assert_outcomes(passed=1)
    pytester.makeini("[pytest]\nduty_files = *.duty\n")
    pytester.runpytest().assert_outcomes()


def test_a_policy_of_another_file(pytester: pytest.Pytester) -> None:
    """Of the same folder, of one above, of one that the project names."""
    pytester.path.joinpath("club.duty").write_text(POLICY)
    for folder in ("", "cases", "cases/deep"):
        path = pytester.mkdir(folder) if folder else pytester.path
        scenario = WRONG[WRONG.index("算例") :].replace("五月 值守", f"in {folder or 'root'}")
        path.joinpath("more.duty").write_text(scenario, encoding="utf-8")
    pytester.runpytest().assert_outcomes(passed=4)
    pytester.mkdir("rules").joinpath("club.duty").write_text(POLICY)
    pytester.path.joinpath("club.duty").unlink()
    result = pytester.runpytest("cases")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*error[[]DS0501[]]*"])
    pytester.makeini("[pytest]\nduty_policies = rules\n")
    pytester.runpytest("cases").assert_outcomes(passed=2)


def test_a_text_that_is_not_sound(pytester: pytest.Pytester) -> None:
    """Told with carets, before anything of it is run."""
    broken = POLICY.replace("people > 0", "poeple > 0")
    pytester.path.joinpath("club.duty").write_text(broken + WRONG, encoding="utf-8")
    result = pytester.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["error[[]DS0202[]]*poeple*", "*^^^^^^*"])


def test_scenarios_without_a_policy(pytester: pytest.Pytester) -> None:
    """Told once; the other scenarios of the file point at it."""
    pytester.path.joinpath("club.duty").write_text(WRONG, encoding="utf-8")
    result = pytester.runpytest()
    result.assert_outcomes(failed=4)
    text = result.stdout.str()
    assert "error[DS0501]" in text
    assert text.count("not run: the text is not sound, see “a wrong figure”") >= 3


def test_warnings_of_a_policy_come_once(pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("club.duty").write_text(POLICY + WRONG, encoding="utf-8")
    result = pytester.runpytest("--duty-coverage")
    assert result.stdout.str().count("no rule reads the field “until”") == 1


@pytest.mark.parametrize(
    ("options", "code", "lines"),
    [
        (["--duty-coverage"], 0, ["*coverage of policies*", "*gift*", "*%*"]),
        (["--duty-fail-under", "10"], 0, ["*coverage of policies*"]),
        (["--duty-fail-under", "99.5"], 1, ["FAILED: less than 99.5 %*"]),
        (["--duty-fail-under", "x"], 4, []),
        (["--duty-mutate"], 1, ["*mutants of policies*", "*warning[[]DS0561[]]*"]),
    ],
)
def test_judged(pytester: pytest.Pytester, options: list[str], code: int, lines: list[str]) -> None:
    pytester.path.joinpath("club.duty").write_text(POLICY)
    result = pytester.runpytest(*options)
    assert result.ret == code
    result.stdout.fnmatch_lines(lines)


def test_other_tests_decide_too(project: pytest.Pytester) -> None:
    """Coverage that is high enough makes no failure good."""
    assert project.runpytest("--duty-fail-under", "1").ret == 1


def test_a_project_without_policies_does_not_import_dutyscore(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_one(): pass")
    pytester.path.joinpath("README.md").write_text("# nothing\n")
    code = (
        "import json, sys, pytest; code = pytest.main(['-q']);"
        "print(json.dumps([int(code), [m for m in sys.modules if m.startswith('dutyscore')]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=pytester.path, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [0, []]


def test_the_policies_of_the_project(pytester: pytest.Pytester) -> None:
    rules: Path = ROOT / "rules"
    result = pytester.runpytest("-q", f"--rootdir={rules}", str(rules), "-p", "no:cacheprovider")
    outcomes = result.parseoutcomes()
    assert outcomes.keys() <= {"passed", "xfailed"}
    assert outcomes["passed"] > 50
