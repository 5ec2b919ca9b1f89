"""A careful reader's notes on documents: where they lie and how they are read."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from bilat.errors import UsageError
from bilat.model import Document

_NAMES = "names.json"
_OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """The notes on one document. `name` tells it in listings, `names` holds spellings to accept (canonical: others)."""

    name: str
    document: Path
    notes: Mapping[str, Any]
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language that the notes state."""
        return str(self.notes["language"])

    @property
    def genre(self) -> str:
        """The family of the genre that the notes state (`readout`, `news`, ...)."""
        return genre_family(self.notes.get("genre"))

    def listed(self, key: str) -> list[dict[str, Any]]:
        """The items noted under a key; none where there is no such key."""
        return list(self.notes.get(key) or ())

    def text(self, document: Document | None) -> str:
        """The text that offsets count in: a text file's own content, for containers what the reader took out of it."""
        if document is not None and self.document.suffix not in (".txt", ".md"):
            return document.text
        return self.document.read_bytes().decode("utf-8")


def load(folder: Path) -> list[Gold]:
    """The gold of a folder: `NAME/expected.json` beside its document, or flat `*.json` with a `document` path.

    A document's path is sought from the notes' own folder upwards. `names.json` beside or above the notes, up to the
    folder given, adds spellings. Raises UsageError where the folder holds no gold, or notes name a missing document.
    """
    found = [_read(path, folder) for path in sorted(folder.rglob("*.json")) if path.name != _NAMES]
    gold = [item for item in found if item is not None]
    if not gold:
        raise UsageError(f"{folder}: no gold here; it takes *.json files that name their `document`")
    return gold


def _read(path: Path, folder: Path) -> Gold | None:
    notes = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(notes, dict) or "document" not in notes:
        return None
    document = _document(path, notes["document"])
    name = path.parent.name if path.stem == "expected" else path.stem
    return Gold(name=name, document=document, notes=notes, names=_names(path, folder) | notes.get("names", {}))


def _document(path: Path, named: str) -> Path:
    for parent in path.resolve().parents:
        if (parent / named).is_file():
            return parent / named
    raise UsageError(f"{path}: its document {named!r} is not there; look at the notes' `document`")


def _names(path: Path, folder: Path) -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    for place in _from_top(path.parent, folder):
        if (place / _NAMES).is_file():
            found |= json.loads((place / _NAMES).read_text(encoding="utf-8"))
    return found


def _from_top(place: Path, folder: Path) -> Iterator[Path]:
    if place != folder and folder in place.parents:
        yield from _from_top(place.parent, folder)
    yield place


@functools.cache
def _families() -> tuple[tuple[str, tuple[str, ...]], ...]:
    data = yaml.safe_load(resources.files("bilat.evaluate").joinpath("genres.yaml").read_text(encoding="utf-8"))
    return tuple((item["family"], tuple(item["words"])) for item in data["genres"])


def genre_family(genre: str | None) -> str:
    """The family of a genre as written in notes; `other` where no family's words stand in it."""
    lowered = (genre or "").lower()
    return next((family for family, words in _families() if any(word in lowered for word in words)), _OTHER)
