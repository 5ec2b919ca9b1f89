"""Suites in JSONL that `bilat evaluate` knows, told apart by their rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bilat.errors import UsageError
from bilat.evaluate import dates

KINDS = (dates,)
"""Modules with `recognises(row)` and `report(paths, misses=...)`; a new kind of suite is a new module here."""


def report(paths: Sequence[Path], *, misses: bool = False) -> str:
    """The tables of some suites; those of one kind are counted together.

    Raises UsageError for a file whose rows are of no kind that is known.
    """
    found: dict[str, list[Path]] = {}
    for path in paths:
        found.setdefault(_kind(path), []).append(path)
    return "\n\n".join(kind.report(found[kind.__name__], misses=misses) for kind in KINDS if kind.__name__ in found)


def _kind(path: Path) -> str:
    if not path.is_file():
        raise UsageError(f"{path}: not a file; a suite is a file of JSON lines")
    with path.open(encoding="utf-8") as lines:
        first = next((line for line in lines if line.strip()), "")
    try:
        row = json.loads(first)
    except ValueError:
        row = None
    for kind in KINDS:
        if isinstance(row, dict) and kind.recognises(row):
            return kind.__name__
    raise UsageError(f"{path}: no suite that bilat knows; its rows are to be JSON objects, as docs/quality.md tells")
