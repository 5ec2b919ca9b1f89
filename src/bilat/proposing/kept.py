"""Answers kept as files, by what was asked: asking the same again costs nothing, and a run broken off goes on."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Kept:
    """A folder of answers, one JSON file a question. `folder` None: nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def find(self, asked: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer to a question; None where there is none, or its file is broken."""
        path = self._path(asked)
        if path is None or not path.is_file():
            return None
        try:
            found = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) and isinstance(found.get("content"), str) else None

    def keep(self, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Keeps an answer: wholly, or not at all."""
        path = self._path(asked)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(dict(answer), out, ensure_ascii=False)
        Path(name).replace(path)

    def _path(self, asked: Mapping[str, Any]) -> Path | None:
        if self._folder is None:
            return None
        name = hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()
        return self._folder / name[:2] / f"{name}.json"
