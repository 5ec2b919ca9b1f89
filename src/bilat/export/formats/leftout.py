"""What a format cannot hold: found by comparing the rows with what the format carries, and told, never dropped."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bilat.export.formats.dataset import Dataset, data

_ALWAYS = frozenset({"type", "id", "doc", "evidence", "confidence", "inferred", "text_sha256", "text_length", "text"})
_EMPTY: tuple[Any, ...] = (None, [], {}, "", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A record that did not go out (`fields` is empty), or some of its fields that did not."""

    id: str
    type: str
    fields: tuple[str, ...] = ()
    why: str


def left_out(
    dataset: Dataset, form: str, refused: Sequence[LeftOut], declared: Mapping[str, Sequence[str]] | None = None
) -> list[LeftOut]:
    """All that a format leaves out: records that the format's own module refused, kinds without a place, fields.

    `declared`: what a plugin's format says that it carries; one that says nothing is taken to carry all.
    """
    carried = data("carried").get(form, "all" if declared is None else declared)
    known = {one.id for one in refused}
    return [*refused, *(one for one in _of_rows(dataset, carried, form) if one.id not in known)]


def _of_rows(dataset: Dataset, carried: Mapping[str, Sequence[str]] | str, form: str) -> Iterator[LeftOut]:
    if isinstance(carried, str):
        return
    for row in dataset.rows:
        kind = row["type"]
        if kind not in carried:
            yield LeftOut(id=row["id"], type=kind, why=f"{form} has no place for records of this kind")
            continue
        kept = _ALWAYS.union(carried[kind])
        lost = tuple(name for name, value in row.items() if name not in kept and value not in _EMPTY)
        if lost:
            yield LeftOut(id=row["id"], type=kind, fields=lost, why=f"{form} has no place for these fields")


def summary(lost: Iterable[LeftOut]) -> list[str]:
    """One line a reason, the most frequent first: how many records of which kind, or which field of how many."""
    counts: Counter[str] = Counter()
    for one in lost:
        if one.fields:
            counts.update(f"{one.type}.{name}: {one.why.replace('these fields', 'it')}" for name in one.fields)
        else:
            counts[f"{one.type}: {one.why}"] += 1
    return [f"{count} x {what}" for what, count in counts.most_common()]


def beside(path: Path) -> Path:
    """Where the list of what was left out of a file or folder stands."""
    return path.with_name(f"{path.name}.left-out.jsonl")


def write(lost: Sequence[LeftOut], path: Path) -> Path | None:
    """The list beside an export, one record a line; none, and no stale one, where nothing was left out."""
    place = beside(path)
    if not lost:
        place.unlink(missing_ok=True)
        return None
    lines = (json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in lost)
    place.write_text("".join(lines), encoding="utf-8")
    return place
