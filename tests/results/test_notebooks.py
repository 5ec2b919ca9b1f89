"""The notebooks run, and are stored with outputs of the kinds that come out.

Their very words follow every change of how texts are read: `make notebooks` writes them anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def shown(notebook: Any) -> list[list[tuple[str, list[str]]]]:
    """What kinds of outputs each cell gave: a stream, or a result with its forms (text, HTML)."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [[(output.output_type, sorted(output.get("data", ()))) for output in cell.outputs] for cell in cells]


def test_there_are_three() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["a-phrase", "a-year-of-tariffs", "two-readouts"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: str(path.stem))
def test_a_notebook_runs_and_gives_what_it_stores(path: Path) -> None:
    stored = nbformat.read(path, as_version=4)
    nbformat.validate(stored)
    fresh = nbformat.read(path, as_version=4)
    NotebookClient(fresh, timeout=300, record_timing=False).execute()
    assert shown(fresh) == shown(stored)
    assert all(shown(stored)), "every cell shows something"
