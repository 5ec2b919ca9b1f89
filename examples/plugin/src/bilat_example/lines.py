"""An export: who said what, a statement a line."""

from __future__ import annotations

from pathlib import Path

from bilat import Statement
from bilat.export.formats import Dataset, Written

# What of a record goes out. bilat lists the rest as left out.
CARRIED = {"statement": ["speaker", "content"]}


def write(dataset: Dataset, path: Path) -> Written:
    """The statements as plain text; other records have no line here, and bilat says so."""
    said = [record for record in dataset.records if isinstance(record, Statement)]
    lines = [f"{record.speaker.name}: {dataset.quote(record) or '(words left out)'}\n" for record in said]
    path.write_text("".join(lines), encoding="utf-8")
    return Written(files=(path,), count=len(lines), what="lines")
