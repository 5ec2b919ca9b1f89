"""A document becomes records, one module a kind of record. Statements come first; claims are read from them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from bilat.extract.actors import Actor, ActorFinder
from bilat.extract.analysis import Analysis
from bilat.extract.interactions import InteractionFinder
from bilat.extract.leverage import find_leverage
from bilat.extract.measures import MeasureFinder
from bilat.extract.outlook import find_outlook
from bilat.extract.readout import is_readout
from bilat.extract.references import references
from bilat.extract.remarks import find_phases
from bilat.extract.shifts import find_stance_shifts
from bilat.extract.silences import find_silences
from bilat.extract.statements import find_statements
from bilat.extract.undertakings import find_commitments, find_compliance
from bilat.model import DateMention, Document, Record, cite
from bilat.packs import Pack

__all__ = ["extract"]


def extract(
    document: Document, pack: Pack, *, also: frozenset[str] = frozenset(), analysis: Analysis | None = None
) -> Iterator[Record]:
    """All records of one document. `also` names extra kinds: `dates`; `analysis`: the document's, if there is one."""
    analysis = analysis or Analysis(document, pack)
    actors = ActorFinder(analysis).find()
    said, actors = find_statements(analysis, actors, readout=is_readout(analysis, actors))
    held = InteractionFinder(analysis, actors, said).find()
    yield from held
    yield from (item.record for item in said)
    yield from find_silences(analysis, actors, held)
    yield from find_commitments(analysis, said)
    yield from find_compliance(analysis, said)
    yield from MeasureFinder(analysis, actors).find()
    yield from find_stance_shifts(analysis, actors)
    yield from find_leverage(analysis, actors)
    yield from find_phases(analysis)
    yield from find_outlook(analysis, said, held)
    yield from references(document, _vocabulary(analysis, actors))
    if "dates" in also:
        yield from _dates(analysis)


def _vocabulary(analysis: Analysis, actors: Sequence[Actor]) -> frozenset[str]:
    """Latin name tokens in lower case that a masked URL may hide: of those whom the text names, and of outlets."""
    pack = analysis.pack
    named = {a.entity for a in actors if a.entity}
    return _outlet_words(pack).union(*(_latin_words(pack.entities[key].name) for key in named if key in pack.entities))


@functools.lru_cache(maxsize=8)
def _outlet_words(pack: Pack) -> frozenset[str]:
    outlets = (entity.name for entity in pack.entities.values() if entity.kind == "outlet")
    return frozenset(word for name in outlets for word in _latin_words(name))


def _latin_words(name: str) -> list[str]:
    tokens = [word for word in name.lower().replace("-", " ").split() if word.isalpha()]
    return [*tokens, " ".join(tokens)]


def _dates(analysis: Analysis) -> Iterator[DateMention]:
    for found in analysis.dates:
        yield DateMention(
            doc=analysis.document.id,
            evidence=cite(analysis.text, (found.start, found.end)),
            confidence=0.95,
            date=found.date,
            end_date=found.end_date,
            kind=found.kind,
            date_basis=found.basis,
        )
