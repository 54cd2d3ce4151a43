"""What a policy says about itself."""

from __future__ import annotations

from pathlib import Path

import pytest

import dutyscore
from samples import POLICY, ROOT


def test_names(policy: dutyscore.Policy) -> None:
    assert (policy.name, policy.label, policy.path) == ("club", "Club points", "club.duty")
    assert len(policy.digest) == 64
    assert policy.kinds == ["gift", "watch"]
    assert repr(policy) == "<Policy 'club': Club points>"


def test_outline(policy: dutyscore.Policy) -> None:
    assert [(r["kind"], r["name"], r["parent"], r["depth"]) for r in policy.outline] == [
        ("policy", "club", None, 0),
        ("category", "work", "club", 1),
        ("indicator", "watch", "work", 2),
        ("indicator", "gift", "work", 2),
        ("grade", "", "club", 1),
        ("list", "honoured", "club", 1),
    ]


def test_outline_of_a_real_policy() -> None:
    kinds = dutyscore.load(ROOT / "rules/shigu-2022.duty").outline["kind"]
    assert kinds.count("indicator") >= 20
    assert "veto" in kinds


def test_schema(policy: dutyscore.Policy) -> None:
    columns = {(r["table"], r["column"]): r for r in policy.schema}
    assert columns["activities", "hours"]["label"] == "Hours"
    assert columns["activities", "hours"]["least"] == 0
    assert columns["activities", "hours"]["default"] == "0"
    assert columns["activities", "date"]["required"]
    assert columns["activities", "standing"]["type"] == "standing"
    assert ("roster", "org_unit") in columns
    assert policy.header().startswith("subject,kind,date,")
    assert policy.header("roster", lang="zh").startswith("对象,姓名")


def test_text(policy: dutyscore.Policy) -> None:
    chinese = policy.to_text("zh")
    assert "办法 club" in chinese
    assert dutyscore.compile(chinese) == policy
    assert dutyscore.compile(chinese).to_text("en") == policy.to_text("en")


def test_warnings() -> None:
    policy = dutyscore.compile(
        'policy a { activity { unused integer default 0 } indicator b { on "x" award 1 } }'
    )
    assert [d.severity for d in policy.diagnostics] == ["warning"]


def test_literate() -> None:
    text = f"# Title\n\n```duty\n{POLICY}```\n"
    assert dutyscore.compile(text, name="club.md").name == "club"


def test_scenarios_of_a_file(policy: dutyscore.Policy, tmp_path: Path) -> None:
    path = tmp_path / "more.duty"
    path.write_text(
        'scenario "wrong" for club {\n'
        '  given { 2023-05-06 "Ann" "watch" hours 3 }\n'
        '  expect "Ann" 2023-05 { total 7 }\n'
        "}\n"
    )
    run = policy.test(path)
    assert not run
    assert (run.passed, run.failed) == (1, 1)
    (failed,) = (o for o in run if o.status == "failed")
    assert (failed.name, failed.file, failed.line) == ("wrong", str(path), 1)
    assert "expected 7, got 6" in failed.failures("en")[0]
    assert "expected 7, got 6" in run.to_text("en")
    assert policy.test(path, filter="one watch")
    with pytest.raises(dutyscore.PolicyError, match="DS0501"):
        dutyscore.run_scenarios(path)
    assert dutyscore.run_scenarios(ROOT / "rules").failed == 0
