"""JSON lines: the records as they are."""

from __future__ import annotations

import json
from pathlib import Path

from bilat.export.formats.dataset import Dataset
from bilat.export.formats.registry import Written


def write(dataset: Dataset, path: Path) -> Written:
    """One record of the published format a line, documents first."""
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in dataset.rows)
    path.write_text("".join(lines), encoding="utf-8", errors="surrogatepass")
    return Written(files=(path,), count=len(dataset.rows), what="records")
