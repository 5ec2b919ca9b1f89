"""From inputs to records, on one screen: reading -> extract -> relate."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from bilat import packs
from bilat.bounds import UNBOUNDED, Bounds
from bilat.errors import InputError
from bilat.extract import extract
from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import lexicon
from bilat.guards import Problem, Screened, screen
from bilat.guards.confidence import calibrated
from bilat.languages.dates import days_of_no_year
from bilat.languages.grammar import LANGUAGES
from bilat.model import Document, Interaction, Record
from bilat.packs import Pack
from bilat.proposing import Proposer, from_plugins, joined
from bilat.reading.reader import Original, Unread, unread
from bilat.relate import register
from bilat.relate.compare import compare_all, placed
from bilat.relate.events import Event, assign, events
from bilat.relate.events_judged import UNDECIDED, Decided
from bilat.relate.ledger_links import occasioned


@dataclass(frozen=True, slots=True)
class Run:
    """What a batch gave: the documents, their records in document order, the inputs that were refused, and the records
    that were set aside because their text does not bear them out."""

    documents: tuple[Document, ...]
    records: tuple[Record, ...]
    refused: tuple[InputError, ...]
    aside: tuple[Problem, ...] = ()


def run(
    paths: Sequence[str],
    *,
    pack_id: str = "us-cn",
    stdin: BinaryIO | None = None,
    also: frozenset[str] = frozenset(),
    proposer: Proposer | None = None,
    alone: bool = False,
    bounds: Bounds = UNBOUNDED,
) -> Run:
    """Read the inputs, extract and relate; each document within `bounds`.

    `proposer`: a language model that reads the documents too; `alone`: nobody but it reads them. A bad input is among
    `refused` and never stops the batch; so is a document for which the model's service gave no answer, of which there
    is then what the rules read. Raises PackError for an unknown pack, UsageError where that service refuses.
    """
    pack = packs.load(pack_id)
    lexicon(pack)  # before it is copied; patterns are compiled where a text first calls for them
    documents: list[Document] = []
    records: list[Record] = []
    refused: list[InputError] = []
    aside: list[Problem] = []
    for one in unread(paths, stdin=stdin):
        try:
            document, found = _taken(one, pack_id, also, bounds)
        except InputError as refusal:
            refused.append(refusal)
            continue
        documents.append(document)
        told: Sequence[Record] = () if alone else found.kept
        if proposer is not None:
            try:
                more = proposed(document, pack, proposer)
                told, aside = joined(told, more.kept), [*aside, *more.aside]
            except InputError as refusal:
                refused.append(refusal)
        records += told
        aside += () if alone else found.aside
    return Run(tuple(documents), tuple(relate_all(documents, records, pack)), tuple(refused), tuple(aside))


def _taken(
    item: Unread | InputError, pack_id: str, also: frozenset[str], bounds: Bounds
) -> tuple[Document, Screened]:
    """A document and its records. Raises InputError for one that is refused, or goes beyond the bounds."""
    if isinstance(item, InputError):
        raise item
    return bounds.call(item.where, _read_and_screened, item, pack_id, also)


def _read_and_screened(item: Unread, pack_id: str, also: frozenset[str]) -> tuple[Document, Screened]:
    document = original(item, pack_id).document
    return document, screened(document, packs.load(pack_id), also=also)


def original(item: Unread, pack_id: str) -> Original:
    """An input read, the outlets of a pack being known. Raises InputError for one that is refused."""
    found = item.read(_kinds(pack_id))
    if isinstance(found, InputError):
        raise found
    return found


@functools.cache
def _kinds(pack_id: str) -> Mapping[str, str]:
    return outlet_kinds(packs.load(pack_id))


def screened_of(document: Document, pack_id: str) -> Screened:
    """As `screened`, the pack by its id: what goes to another process."""
    return screened(document, packs.load(pack_id))


def screened_with(document: Document, pack_id: str, proposals: Sequence[Sequence[Record]]) -> Screened:
    """As `screened_of`, and behind it what language models proposed of the document before, each model's for itself,
    parted by today's guards."""
    pack = packs.load(pack_id)
    found = screened(document, pack)
    for one in proposals:
        more = _linked(screen(one, document, pack), document, pack)
        found = Screened(tuple(joined(found.kept, more.kept)), (*found.aside, *more.aside))
    return found


def warm(pack_id: str) -> None:
    """Build all that is built once, so that it is no document's time. Raises PackError for an unknown pack."""
    pack = packs.load(pack_id)
    lexicon(pack).complete()
    _kinds(pack_id)
    for language in LANGUAGES:
        records_of(Document(id="doc/", text=".", language=language, kept=((0, 1),)), pack)


def records_of(document: Document, pack: Pack, *, also: frozenset[str] = frozenset()) -> list[Record]:
    """The records of one document that its text bears out, interactions first: what follows from it alone."""
    return list(screened(document, pack, also=also).kept)


def screened(document: Document, pack: Pack, *, also: frozenset[str] = frozenset()) -> Screened:
    """All records of one document, interactions first and linked to the register, then those of plugins, parted by the
    guards: every record passes here before anything is made of it."""
    analysis = Analysis(document, pack)
    found = list(extract(document, pack, also=also, analysis=analysis))
    held = [record for record in found if isinstance(record, Interaction)]
    rest = [record for record in found if not isinstance(record, Interaction)]
    yearless = document.published is None and any(record.date is None for record in held)
    days = days_of_no_year(analysis.view, analysis.all_sentences) if yearless else ()
    linked = register.link_document(held, document.published, pack, days)
    both = screen([*linked, *rest], document, pack, analysis=analysis)
    more = from_plugins(document, pack, analysis)
    kept = joined(tuple(map(calibrated, both.kept)), more.kept)
    return Screened(tuple(kept), (*both.aside, *more.aside))


def proposed(document: Document, pack: Pack, proposer: Proposer) -> Screened:
    """What a language model proposes for one document, parted by the guards, interactions linked to the register.

    Raises InputError where its service gives no answer, UsageError where it refuses.
    """
    return _linked(proposer.read(document, pack), document, pack)


def _linked(found: Screened, document: Document, pack: Pack) -> Screened:
    held = [record for record in found.kept if isinstance(record, Interaction)]
    rest = [record for record in found.kept if not isinstance(record, Interaction)]
    return Screened((*register.link_document(held, document.published, pack), *rest), found.aside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Records that know of each other. `records`: those of the documents, in their order, with events and the
    interactions that they are about; `observed`: the comparisons and silences that comparing documents gave."""

    events: tuple[Event, ...]
    records: tuple[Record, ...]
    observed: tuple[Record, ...]


def relate(
    documents: Sequence[Document],
    records: Iterable[Record],
    pack: Pack,
    *,
    decided: Decided = UNDECIDED,
    source_of: Mapping[str, str] | None = None,
) -> Related:
    """Documents' records (of `records_of`) made to know of each other; then what comparing documents gives.

    `decided`: what people decided of events; `source_of`: by document id what counts as one source, where known.
    """
    everything = list(records)
    held = [record for record in everything if isinstance(record, Interaction)]
    found = events(held, documents, pack, decided=decided, source_of=source_of)
    related = [*assign(held, found), *(r for r in everything if not isinstance(r, Interaction))]
    compared = compare_all(documents, related, found, pack)
    by_doc: dict[str, list[Record]] = {document.id: [] for document in documents}
    for record in occasioned(placed(related, compared), documents, found, compared.accounts, pack):
        by_doc[record.doc].append(record)
    own = tuple(record for told in by_doc.values() for record in told)
    return Related(events=tuple(found), records=own, observed=(*compared.comparisons, *compared.silences))


def relate_all(documents: Sequence[Document], records: Iterable[Record], pack: Pack) -> Iterator[Record]:
    """All records of some documents as a run gives them: those of each document, then what comparing them gave."""
    related = relate(documents, records, pack)
    yield from related.records
    yield from related.observed


def outlet_kinds(pack: Pack) -> dict[str, str]:
    """What kind of outlet each alias of the pack's outlets is, by the alias in lower case; names in traditional
    characters are asked for in the simplified view, as everything Chinese is."""
    found: dict[str, str] = {}
    for term in pack.terms:
        if term.kind == "outlet":
            kind = pack.entities[term.ids[0]].outlet_kind
            if kind:
                found[term.surface.lower()] = kind
    return found
