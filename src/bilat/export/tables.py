"""Listings for people and programs: an aligned table, JSON, JSON lines or CSV, for every listing command."""

from __future__ import annotations

import csv
import json
import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TextIO

Format = Literal["table", "json", "jsonl", "csv"]

_GAP = 2  # columns between two columns of a table
_LEAST = 6  # columns that a cut cell keeps
_SAMPLE = 2000  # rows that the widths are taken from


def write(records_as_dicts: Iterable[Mapping[str, Any]], format: Format, out: TextIO) -> None:
    """Writes the records in one of the formats.

    The columns of a table or CSV are the keys in the order of their first appearance. JSON lines are written as they
    come; the other formats read all records first. Raises ValueError for an unknown format.
    """
    if format == "jsonl":
        for record in records_as_dicts:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    elif format == "json":
        json.dump(list(records_as_dicts), out, ensure_ascii=False, indent=2)
        out.write("\n")
    elif format == "csv":
        _csv(list(records_as_dicts), out)
    elif format == "table":
        _table(list(records_as_dicts), out, shutil.get_terminal_size((100, 24)).columns)
    else:
        raise ValueError(f"no format {format!r}: table, json, jsonl or csv")


def width(text: str) -> int:
    """The columns a text takes on a terminal: two for full-width signs, none for combining and control signs."""
    return sum(_columns(char) for char in text)


def cut(text: str, room: int) -> str:
    """The text, or what fits in some columns with an ellipsis at its end."""
    if width(text) <= room:
        return text
    kept, used = [], 0
    for char in text:
        used += _columns(char)
        if used > room - 1:
            break
        kept.append(char)
    return "".join(kept) + "…"


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _csv(records: Sequence[Mapping[str, Any]], out: TextIO) -> None:
    names = _names(records)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for record in records:
        writer.writerow([_field(record.get(name)) for name in names])


def _field(value: Any) -> Any:
    """A value for CSV: nested ones as JSON, nothing for None, truth as JSON writes it."""
    if isinstance(value, bool | dict | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return value


def _table(records: Sequence[Mapping[str, Any]], out: TextIO, room: int) -> None:
    names = _names(records)
    if not names:
        return
    cells = [[_cell(record.get(name)) for name in names] for record in records]
    right = [_numeric([record.get(name) for record in records]) for name in names]
    widths = _fit(names, cells, room)
    for row in (list(names), ["-" * size for size in widths], *cells):
        line = [_padded(cut(text, size), size, end) for text, size, end in zip(row, widths, right, strict=True)]
        out.write((" " * _GAP).join(line).rstrip() + "\n")


def _names(records: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record))


def _cell(value: Any) -> str:
    """A value on one line: lists of plain values with commas, other nested ones as JSON, control signs as spaces."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, list | tuple) and all(isinstance(item, str | int | float) for item in value):
        value = ", ".join(map(str, value))
    elif isinstance(value, dict | list | tuple):
        value = json.dumps(value, ensure_ascii=False)
    plain = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in str(value))
    return " ".join(plain.split())


def _numeric(values: Sequence[Any]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in known)


def _fit(names: Sequence[str], cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """The columns' widths: what they need, the widest ones cut until the row fits the room."""
    sample = cells[:_SAMPLE]
    widths = [max([width(name), *(width(row[place]) for row in sample)]) for place, name in enumerate(names)]
    spare = room - _GAP * (len(widths) - 1)
    while sum(widths) > spare and max(widths) > _LEAST:
        widest = max(widths)
        place = widths.index(widest)
        below = max((size for size in widths if size < widest), default=_LEAST)
        count = widths.count(widest)
        step = max(1, min(widest - max(below, _LEAST), -(-(sum(widths) - spare) // count)))
        widths[place] = max(_LEAST, widest - step)
    return widths


def _padded(text: str, size: int, right: bool) -> str:
    fill = " " * max(0, size - width(text))
    return fill + text if right else text + fill
