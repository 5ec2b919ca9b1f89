"""Records as flat rows: what a frame is made of. Names become columns of their own, evidence its first words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bilat.export.formats.dataset import Dataset, fields

_OF_DOCUMENT = ("published", "outlet", "language", "title")
_OF_NAME = ("side", "entity", "office")


def flat(dataset: Dataset, kind: str | None = None) -> Iterator[dict[str, Any]]:
    """The rows of one kind of record (None: all kinds), each flat.

    A name gives four columns (`speaker`, `speaker_side`, `speaker_entity`, `speaker_office`), names and places in the
    text give lists; `start`, `end` and `quote` are the first passage, `passages` how many there are. What is known of
    the document comes last, with `document_` before it. Raises KeyError for a kind that there is not.
    """
    told = dict(fields(kind)) if kind else None
    documents = {row["id"]: row for row in dataset.rows if row["type"] == "document"}
    for row in dataset.rows:
        if kind in (None, row["type"]):
            yield _row(row, told or fields(row["type"]), documents)


def _row(
    row: Mapping[str, Any], told: Mapping[str, Mapping[str, Any]], documents: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, field in told.items():
        if name == "text" and name not in row:
            continue
        value: Any = row.get(name)
        if field["type"] == "evidence":
            found |= _first(value)
        elif field["type"] == "name":
            found |= {name: value["name"]} | {f"{name}_{part}": value[part] for part in _OF_NAME}
        elif field["type"] == "names":
            found[name] = [one["name"] for one in value]
        else:
            found[name] = value
    if row["type"] != "document":
        found |= {f"document_{name}": documents[row["doc"]][name] for name in _OF_DOCUMENT}
    return found


def _first(evidence: list[dict[str, Any]]) -> dict[str, Any]:
    first = evidence[0] if evidence else {}
    words = "quote" if "quote" in first else "sha256"
    return {"start": first.get("start"), "end": first.get("end"), words: first.get(words), "passages": len(evidence)}
