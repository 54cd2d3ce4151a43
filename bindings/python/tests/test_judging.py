"""Coverage and mutants of policies."""

from __future__ import annotations

from pathlib import Path

import pytest

import dutyscore
from samples import POLICY

pytestmark = pytest.mark.filterwarnings("ignore::dutyscore.DataWarning")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "club.duty"
    file.write_text(POLICY, encoding="utf-8")
    return file


def test_coverage(path: Path) -> None:
    report = dutyscore.coverage(path)
    assert 0 < report.reached < report.clauses
    assert "never" in report.to_text("en") and "%" in report.to_text("en")
    assert not report.reaches(100) and report.reaches("10.5")
    assert report.to_html("zh").startswith("<!DOCTYPE html>")
    assert f"SF:{path}" in report.to_lcov()
    assert "policies" in report.to_dict()
    with pytest.raises(ValueError, match="percent"):
        report.reaches("much")


def test_mutation(path: Path) -> None:
    report = dutyscore.mutate([path])
    assert not report
    assert report.scenarios == 1
    assert report.killed > 0 and report.survived > 0
    assert "no scenario notices" in report.to_text("en")
    assert "mutants" in report.to_dict()
    assert dutyscore.mutate([path], threads=1).to_text("en") == report.to_text("en")


def test_mutation_says_how_far_it_is(path: Path) -> None:
    said: list[tuple[int, int]] = []
    report = dutyscore.mutate(path, threads=1, progress=lambda *now: said.append(now))
    assert said == sorted(said)
    done, of = said[-1]
    assert 0 < done <= of
    assert {now[1] for now in said} <= {0, of}  # 0 until it is known
    assert of >= report.killed + report.survived


def test_a_listener_can_stop_it(path: Path) -> None:
    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dutyscore.mutate(path, progress=stop)


def test_texts_that_are_not_sound(tmp_path: Path) -> None:
    path = tmp_path / "broken.duty"
    path.write_text("policy a {")
    for judge in (dutyscore.coverage, dutyscore.mutate):
        with pytest.raises(dutyscore.PolicyError):
            judge(path)
