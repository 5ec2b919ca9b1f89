"""Documents into a workspace, each whole or not at all, each once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal

from bilat import packs
from bilat.bounds import UNBOUNDED, Bounds
from bilat.errors import InputError
from bilat.guards import Problem
from bilat.model import Document
from bilat.packs import Pack
from bilat.pipeline import original, screened_of, warm
from bilat.reading.reader import unread
from bilat.store import Writer
from bilat.workspace.extractor import extractor


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A document to take in. `place`: the path or URL it was found at; `original`: the bytes it was read from."""

    document: Document
    place: str | None = None
    original: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one input, told once it is on disk. `id`: of the document in the workspace; `same_text`: it is
    there under another name; `records`: how many were read from it; `aside`: why others were not stored."""

    place: str
    outcome: Literal["added", "known", "same_text", "refused"]
    id: str | None = None
    records: int = 0
    refusal: InputError | None = None
    aside: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """How many inputs came to what."""

    added: int = 0
    known: int = 0
    refused: tuple[InputError, ...] = ()


def ingest(
    writer: Writer,
    items: Iterable[Document | Arrival | InputError],
    *,
    pack_id: str = "us-cn",
    command: str = "add",
    bounds: Bounds = UNBOUNDED,
) -> Iterator[Outcome]:
    """Take documents in, one outcome each as soon as it is on disk; what is there already is not read again.

    `command` is what the log of runs calls it; each document is extracted from within `bounds`. The documents are not
    yet compared with each other: `relate` does that.
    Raises PackError for an unknown pack; a bad input is an outcome and never stops the rest.
    """
    pack, version = packs.load(pack_id), extractor()
    warm(pack_id)  # before it is copied
    run = writer.begin_run(command, version)
    refused: list[InputError] = []
    added = known = 0
    try:
        for item in items:
            outcome = _one(writer, item, (pack_id, pack), version, bounds)
            added += outcome.outcome == "added"
            known += outcome.outcome in ("known", "same_text")
            refused += [outcome.refusal] if outcome.refusal else []
            yield outcome
    finally:
        writer.end_run(run, added=added, known=known, refused=refused)


def _one(
    writer: Writer, item: Document | Arrival | InputError, pack: tuple[str, Pack], version: str, bounds: Bounds
) -> Outcome:
    if isinstance(item, InputError):
        return Outcome(place=item.where, outcome="refused", refusal=item)
    arrival = item if isinstance(item, Arrival) else Arrival(document=item)
    document = arrival.document
    place = arrival.place or document.url or document.path or document.id
    try:
        seen = writer.sight(document, place=place, original=arrival.original)
        if seen is not None:
            return Outcome(place=place, outcome=seen.outcome, id=seen.id)
        found = bounds.call(place, screened_of, document, pack[0])
        kept = writer.add(
            document, found.kept, pack=pack[1].id, extractor=version, place=place, original=arrival.original
        )
    except InputError as refusal:
        return Outcome(place=place, outcome="refused", refusal=refusal)
    return Outcome(place=place, outcome=kept.outcome, id=kept.id, records=len(found.kept), aside=found.aside)


def read_arrivals(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    pack_id: str = "us-cn",
    bounds: Bounds = UNBOUNDED,
) -> Iterator[Arrival | InputError]:
    """The documents of files, folders and standard input, each with its whole path and the bytes it was read from."""
    warm(pack_id)
    for item in unread(paths, stdin=stdin):
        if isinstance(item, InputError):
            yield item
            continue
        try:
            found = bounds.call(item.where, original, item, pack_id)
        except InputError as refusal:
            yield refusal
            continue
        path = found.document.path
        place = os.path.abspath(path) if path and path != "-" else path
        yield Arrival(document=found.document, place=place, original=found.content)
