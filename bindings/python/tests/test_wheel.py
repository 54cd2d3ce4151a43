"""The wheel alone, in an environment with nothing else. DUTYSCORE_WHEEL says which."""

from __future__ import annotations

import os
import re
import subprocess
import venv
import zipfile
from pathlib import Path

import pytest

from samples import ROOT

WHEEL = os.environ.get("DUTYSCORE_WHEEL")
pytestmark = pytest.mark.skipif(WHEEL is None, reason="no wheel is named by DUTYSCORE_WHEEL")


def run(*command: str | Path) -> str:
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8"}, cwd="/"
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and pip."""
    assert WHEEL is not None
    folder = tmp_path_factory.mktemp("alone")
    venv.create(folder, with_pip=True)
    wheel = str(Path(WHEEL).resolve())
    run(folder / "bin/python", "-m", "pip", "install", "--no-index", "--no-deps", "-q", wheel)
    return folder / "bin"


def test_it_is_small() -> None:
    assert WHEEL is not None
    assert Path(WHEEL).stat().st_size < 5_000_000


def test_it_holds_the_package_and_the_command() -> None:
    assert WHEEL is not None
    names = zipfile.ZipFile(WHEEL).namelist()
    for wanted in (
        r"dutyscore/py\.typed",
        r"dutyscore/_core\.pyi",
        r"dutyscore/_core\..*\.so",
        r"dutyscore/duty\.tmLanguage\.json",
        r"pytest_dutyscore/__init__\.py",
        r"dutyscore-[\d.]+\.data/scripts/dutyscore",
        r"dutyscore-[\d.]+\.dist-info/entry_points\.txt",
        r"dutyscore-[\d.]+\.dist-info/licenses/LICENSE",
    ):
        assert sum(re.fullmatch(wanted, name) is not None for name in names) == 1, wanted
    assert all(name.startswith(("dutyscore", "pytest_dutyscore/")) for name in names)


def test_it_needs_nothing(alone: Path) -> None:
    requires = "import importlib.metadata as m; print(m.requires('dutyscore'))"
    needed = run(alone / "python", "-c", requires)
    assert needed == "None" or "extra ==" in needed
    assert all("extra ==" in r for r in re.findall(r"'([^']*)'", needed))


def test_the_command(alone: Path) -> None:
    imported = run(alone / "python", "-c", "import dutyscore; print(dutyscore.__version__)")
    assert re.fullmatch(r"\d+\.\d+\.\d+", imported)
    assert run(alone / "dutyscore", "--version") == f"dutyscore {imported}"
    assert run(alone / "python", "-m", "dutyscore", "--version") == f"dutyscore {imported}"
    checked = run(alone / "dutyscore", "check", ROOT / "examples/volunteers.duty")
    assert "no mistakes" in checked


def test_it_links_the_c_library_alone(alone: Path) -> None:
    core = run(alone / "python", "-c", "import dutyscore._core as c; print(c.__file__)")
    for file in (Path(core), alone / "dutyscore"):
        linked = {line.split()[0].rsplit("/", 1)[-1] for line in run("ldd", file).splitlines()}
        c_library = r"linux-vdso\.so\.1|ld-linux.*\.so\.\d|lib(c|m|pthread|dl)\.so\.\d"
        assert [name for name in linked if not re.fullmatch(c_library, name)] == []


@pytest.mark.parametrize(
    ("package", "debian"),
    [
        ("Boost", "libboost-dev"),
        ("nlohmann_json", "nlohmann-json3-dev"),
        ("CLI11", "libcli11-dev"),
    ],
)
def test_a_build_without_headers_says_what_to_install(
    tmp_path: Path, package: str, debian: str
) -> None:
    configured = subprocess.run(
        ["cmake", "-S", ROOT, "-B", tmp_path, f"-DCMAKE_DISABLE_FIND_PACKAGE_{package}=ON"],
        capture_output=True,
        text=True,
    )
    assert configured.returncode != 0
    assert f"apt-get install {debian}" in configured.stderr


def test_this_python_has_the_same_version_as_the_project() -> None:
    project = (ROOT / "CMakeLists.txt").read_text()
    found = re.search(r"project\(dutyscore VERSION ([\d.]+)", project)
    assert found is not None
    import dutyscore

    assert dutyscore.__version__ == found[1]
