"""The notebooks run, and what is stored in them is what comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def shown(notebook: Any) -> list[list[str]]:
    """What each cell gave, as plain text."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [[_plain(output) for output in cell.outputs] for cell in cells]


def _plain(output: Any) -> str:
    if output.output_type == "stream":
        return str(output.text)
    return str(output.data.get("text/plain")) if "data" in output else str(output)


def test_there_are_three() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["a-phrase", "a-year-of-tariffs", "two-readouts"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: str(path.stem))
def test_a_notebook_gives_what_it_stores(path: Path) -> None:
    """`make notebooks` writes the outputs anew."""
    stored = nbformat.read(path, as_version=4)
    nbformat.validate(stored)
    fresh = nbformat.read(path, as_version=4)
    NotebookClient(fresh, timeout=300, record_timing=False).execute()
    assert shown(fresh) == shown(stored)
    assert any(outputs for outputs in shown(stored))
