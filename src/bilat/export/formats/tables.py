"""CSV: a table for each kind of record in a folder, or one table of all of them in a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bilat.export.formats.dataset import Dataset, Row, fields, kinds
from bilat.export.formats.registry import Written


def write(dataset: Dataset, path: Path) -> Written:
    """A path that ends in a suffix is one file; any other is a folder with a table for each kind that occurs."""
    if path.suffix:
        write_csv(path, all_columns(dataset), dataset.rows)
        return Written(files=(path,), count=len(dataset.rows), what="rows")
    path.mkdir(parents=True, exist_ok=True)
    files = []
    for kind, rows in by_kind(dataset).items():
        files.append(path / f"{kind}.csv")
        write_csv(files[-1], columns(dataset, kind), rows)
    return Written(files=tuple(files), count=len(dataset.rows), what="rows")


def by_kind(dataset: Dataset) -> Mapping[str, Sequence[Row]]:
    """The rows of each kind that occurs, in the dictionary's order of kinds."""
    found: dict[str, list[Row]] = {kind: [] for kind in kinds()}
    for row in dataset.rows:
        found[row["type"]].append(row)
    return {kind: rows for kind, rows in found.items() if rows}


def columns(dataset: Dataset, kind: str) -> tuple[str, ...]:
    """The columns of a kind's table; the whole text only where it was asked for."""
    return tuple(name for name in fields(kind) if name != "text" or dataset.text == "whole")


def all_columns(dataset: Dataset) -> tuple[str, ...]:
    """The columns of all kinds that occur, each once."""
    return tuple(dict.fromkeys(name for kind in by_kind(dataset) for name in columns(dataset, kind)))


def write_csv(path: Path, names: Sequence[str], rows: Iterable[Row]) -> None:
    """RFC 4180 in UTF-8: a header, nothing for what is not known, JSON for what is nested."""
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(names)
        writer.writerows([cell(row.get(name)) for name in names] for row in rows)


def cell(value: Any) -> Any:
    """A value for CSV."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
