"""Annotated attributions in files: JSON lines of `id`, `text`, `attributions`, each read by a reader and scored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bilat import packs
from bilat.errors import InputError
from bilat.evaluate.attribution import AttributionReport, score
from bilat.extract.readers import Reader, open_reader
from bilat.extract.spans import AttributionSpans, attribution_spans
from bilat.languages.sentences import language_of

RULES = "rules"
KEYS = ("id", "text", "attributions")


class Readers:
    """The reader for each text: Chinese is read by rules, English by the reader that was asked for."""

    def __init__(self, name: str, pack_id: str) -> None:
        self.name = name
        self.pack = packs.load(pack_id)
        self._reader: Reader | None = None

    def read(self, text: str) -> list[AttributionSpans]:
        """All attributions of a text. Raises UsageError for an unknown reader or a missing extra."""
        if self.name == RULES or language_of(text).startswith("zh"):
            return attribution_spans(text, self.pack)
        if self._reader is None:
            self._reader = open_reader(self.name)
        return self._reader.read(text)


def is_attributions(path: Path) -> bool:
    """Whether a file is JSON lines of annotated attributions, by its first line."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8") as lines:
        first = next((line for line in lines if line.strip()), "")
    try:
        record = json.loads(first)
    except ValueError:
        return False
    return isinstance(record, dict) and all(key in record for key in KEYS)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file. Raises InputError for a line that is none, or an id used twice."""
    seen: set[str] = set()
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                record = json.loads(line)
            except ValueError as error:
                raise InputError(where, f"no JSON ({error})", "each line is one object") from error
            if not isinstance(record, dict) or any(key not in record for key in KEYS):
                raise InputError(where, "lacks a key", f"each line needs {', '.join(KEYS)}")
            if record["id"] in seen:
                raise InputError(where, f"id {record['id']!r} twice", "give each text an id of its own")
            seen.add(record["id"])
            yield record


def as_json(found: AttributionSpans) -> dict[str, Any]:
    """An attribution as scorers read it."""
    return {
        "source": [list(span) for span in found.source] if found.source else None,
        "cue": [list(span) for span in found.cue],
        "content": [list(span) for span in found.content],
    }


def evaluate_attributions(
    path: Path, *, reader: str = "default", pack_id: str = "us-cn", predictions: Path | None = None
) -> AttributionReport:
    """Reads every text of `path` and scores what was found; writes it to `predictions` if asked, one text a line.

    Raises InputError for a broken file, UsageError for a reader that is not there.
    """
    readers = Readers(reader, pack_id)
    results: list[tuple[Mapping[str, Any], list[dict[str, Any]]]] = []
    for record in records(path):
        results.append((record, [as_json(found) for found in readers.read(record["text"])]))
    if predictions:
        lines = (json.dumps({"id": record["id"], "attributions": found}) for record, found in results)
        predictions.write_text("".join(line + "\n" for line in lines), "utf-8")
    return score(results)
