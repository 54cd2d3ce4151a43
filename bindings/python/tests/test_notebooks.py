"""The tutorials run from top to bottom, and are kept without what they print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from samples import ROOT

nbformat: Any = pytest.importorskip("nbformat")
NOTEBOOKS = sorted((ROOT / "examples/notebooks").glob("*.ipynb"))


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def test_there_are_two() -> None:
    assert [p.name for p in NOTEBOOKS] == ["tutorial.ipynb", "tutorial.zh.ipynb"]
    one, other = ([cell.cell_type for cell in read(p).cells] for p in NOTEBOOKS)
    assert one == other


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_kept_without_outputs(path: Path) -> None:
    book = read(path)
    nbformat.validate(book)
    for cell in book.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_it_runs(path: Path) -> None:
    for needed in ("nbclient", "ipykernel", "altair", "vl_convert", "pandas", "xlsxwriter"):
        pytest.importorskip(needed)
    from nbclient import NotebookClient

    book = read(path)
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    shown = [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]
    html = [o.data["text/html"] for o in shown if "text/html" in o.get("data", {})]
    charts = [o for o in shown if "image/png" in o.get("data", {})]
    assert sum('class="dutyscore"' in page for page in html) >= 7
    assert len(charts) == 4
    assert sum(o.output_type == "error" for o in shown) == 1  # the mistake that is shown
