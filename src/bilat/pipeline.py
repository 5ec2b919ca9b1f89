"""From inputs to records, on one screen: reading -> extract -> relate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from bilat import packs
from bilat.errors import InputError
from bilat.extract import extract
from bilat.languages.script import to_traditional
from bilat.model import Document, Interaction, Record
from bilat.packs import Pack
from bilat.reading import read
from bilat.relate import register
from bilat.relate.compare import compare_all, placed
from bilat.relate.events import assign, events
from bilat.relate.ledger_links import occasioned


@dataclass(frozen=True, slots=True)
class Run:
    """What a batch gave: the documents, their records in document order, and the inputs that were refused."""

    documents: tuple[Document, ...]
    records: tuple[Record, ...]
    refused: tuple[InputError, ...]


def run(
    paths: Sequence[str],
    *,
    pack_id: str = "us-cn",
    stdin: BinaryIO | None = None,
    also: frozenset[str] = frozenset(),
) -> Run:
    """Read the inputs, extract and relate.

    Raises PackError for an unknown pack; a bad input is among `refused` and never stops the batch.
    """
    pack = packs.load(pack_id)
    documents: list[Document] = []
    records: list[Record] = []
    refused: list[InputError] = []
    for item in read(paths, stdin=stdin, outlet_kinds=outlet_kinds(pack)):
        if isinstance(item, InputError):
            refused.append(item)
            continue
        documents.append(item)
        records += extract(item, pack, also=also)
    return Run(tuple(documents), tuple(relate_all(documents, records, pack)), tuple(refused))


def relate_all(documents: Sequence[Document], records: Iterable[Record], pack: Pack) -> Iterator[Record]:
    """Records of one document, made to know of each other and of the register; then what comparing documents gives."""
    everything = list(records)
    published = {document.id: document.published for document in documents}
    linked = register.link((r for r in everything if isinstance(r, Interaction)), published, pack)
    found = events(linked, documents, pack)
    related = [*assign(linked, found), *(r for r in everything if not isinstance(r, Interaction))]
    compared = compare_all(documents, related, found, pack)
    by_doc: dict[str, list[Record]] = {document.id: [] for document in documents}
    for record in occasioned(placed(related, compared), documents, found, compared.accounts, pack):
        by_doc[record.doc].append(record)
    for own in by_doc.values():
        yield from own
    yield from (*compared.comparisons, *compared.silences)


def outlet_kinds(pack: Pack) -> dict[str, str]:
    """What kind of outlet each alias of the pack's outlets is, by the alias in lower case."""
    found: dict[str, str] = {}
    for term in pack.terms:
        if term.kind == "outlet":
            kind = pack.entities[term.ids[0]].outlet_kind
            if kind:
                found[term.surface.lower()] = found[to_traditional(term.surface).lower()] = kind
    return found
