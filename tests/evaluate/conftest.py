"""A gold folder of one article, written to disk, and the records that a reader of it might give."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TEXT = "China said on June 5, 2025 that talks were held. Trump called Xi. We think so."


@pytest.fixture
def gold_folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes `NAME/{input.txt,expected.json}` with the notes given, and gives the folder above."""

    def write(name: str = "en-01", text: str = TEXT, **notes: Any) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "input.txt").write_text(text, encoding="utf-8")
        whole = {"document": f"{name}/input.txt", "language": "en", **notes}
        (folder / "expected.json").write_text(json.dumps(whole), encoding="utf-8")
        return tmp_path

    return write
