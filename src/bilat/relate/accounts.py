"""Whose account of an interaction a document is, and of which interaction.

An account is a government's own text, state media carrying it, or a report in which one side does nearly all the
talking (a leader's post, a readout in the news). It comes out with the event; what comes later looks back on it.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bilat.languages.script import to_simplified
from bilat.model import FAMILY, Document, Interaction, Record, Statement, record_id
from bilat.packs import Pack
from bilat.relate.compare_words import actor_words, contacts_in, named_in, place_forms, view_of
from bilat.relate.events import Event
from bilat.relate.events_mentions import Days, apart, span

OFFICIAL_KINDS = frozenset({"official", "state_media"})
_NO_ACCOUNT = frozenset({"think_tank"})
_GOVERNMENT = frozenset({"official", "unnamed_official", "state_media"})
_COMMENT = frozenset({"expert", "author", "business"})
_SHARE = 0.55  # of what both governments say in a report, by the side whose account it is
_FIRST = 1.0  # the weight, in statements, of who is named first in the title, and of who speaks first
_BESIDE = 2  # days between an interaction and its sequel
_SOON = 0.4  # of a text, within which it comes to what it is about
_LONGEST = 10  # days: what may be longer is told without its day, and is no news
_EARLY, _LATE = 1, 3  # days before and after the event within which accounts of it come out


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A document as one side's account. `official`: the government's own words or state media carrying them, so that
    all that stands in it is the account; else it is a report of it. `event` is the event's id; `interaction` the id of
    the document's own record of it, None where the document only lets it be understood."""

    doc: str
    side: str
    official: bool
    event: str
    interaction: str | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An event that an account may be of. `told`: the document has a record of it; `speaking`: how many of its
    statements are of those who took part; `place`: where in the text it comes to it."""

    event: str
    told: bool
    speaking: int
    place: int


@dataclass(frozen=True, slots=True)
class _Sided:
    document: Document
    side: str
    official: bool
    candidates: tuple[_Candidate, ...]

    @property
    def foremost(self) -> _Candidate:
        """What the document is about, taken by itself."""
        return min(self.candidates, key=lambda one: (not one.told, -one.speaking, one.place, one.event))


def accounts(
    documents: Sequence[Document], records: Iterable[Record], found: Sequence[Event], pack: Pack
) -> list[Account]:
    """The documents that are accounts, each of one event: what it is about or, where no account of the other side is
    of that, an event near it of which there is one."""
    by_doc: dict[str, list[Record]] = {}
    for record in records:
        by_doc.setdefault(record.doc, []).append(record)
    calendar = _Calendar(found, pack)
    sided: list[_Sided] = []
    for document in sorted(documents, key=lambda one: one.id):
        own = by_doc.get(document.id, [])
        side = side_of(document, own, pack)
        candidates = tuple(calendar.candidates(document, own)) if side is not None else ()
        if side is not None and candidates:
            sided.append(_Sided(document, side[0], side[1], candidates))
    telling: dict[str, set[str]] = {}
    for one in sided:
        telling.setdefault(one.foremost.event, set()).add(one.side)
    result = []
    for one in sided:
        event = _settled(one, telling, calendar)
        telling.setdefault(event, set()).add(one.side)
        own_record = calendar.record_of(event, by_doc.get(one.document.id, []))
        result.append(
            Account(doc=one.document.id, side=one.side, official=one.official, event=event, interaction=own_record)
        )
    return result


def _settled(one: _Sided, telling: Mapping[str, set[str]], calendar: _Calendar) -> str:
    """The event that an account is of, its foremost one unless another brings the two sides face to face."""
    foremost = one.foremost
    if telling[foremost.event] - {one.side}:
        return foremost.event
    others = [
        candidate
        for candidate in one.candidates
        if telling.get(candidate.event, set()) - {one.side}
        and (candidate.told or not foremost.told or calendar.beside(candidate.event, foremost.event))
    ]
    best = min(others, key=lambda c: (not c.told, -c.speaking, c.place, c.event), default=foremost)
    return best.event


def side_of(document: Document, records: Sequence[Record], pack: Pack) -> tuple[str, bool] | None:
    """The side whose account a document is, and whether it is that side's own text; None where it is nobody's."""
    if "opinion" in document.flags or document.outlet_kind in _NO_ACCOUNT:
        return None
    statements = [record for record in records if isinstance(record, Statement)]
    told = _weights(document, statements, pack)
    total = math.fsum(told.values())
    if document.outlet_kind in OFFICIAL_KINDS:
        owner = _outlet_side(document, pack)
        side = owner or (max(sorted(told), key=lambda code: told[code]) if total else None)
        return (side, True) if side in _codes(pack) else None
    comment = sum(statement.voice in _COMMENT for statement in statements)
    if not total or comment > sum(statement.voice in _GOVERNMENT for statement in statements):
        return None
    side = max(sorted(told), key=lambda code: told[code])
    return (side, False) if told[side] >= _SHARE * total else None


def _codes(pack: Pack) -> frozenset[str]:
    return frozenset(side.code for side in pack.sides)


def _outlet_side(document: Document, pack: Pack) -> str | None:
    return _outlet_sides(pack).get(to_simplified(document.outlet or "").lower())


@functools.lru_cache(maxsize=8)
def _outlet_sides(pack: Pack) -> Mapping[str, str | None]:
    return {term.surface.lower(): pack.entities[term.ids[0]].side for term in pack.terms if term.kind == "outlet"}


def _weights(document: Document, statements: Sequence[Statement], pack: Pack) -> dict[str, float]:
    """How much of the talking each side does, and whom the title and the first sentence put first."""
    codes = _codes(pack)
    spoken = [s for s in statements if s.voice in _GOVERNMENT and s.speaker.side in codes]
    told: Counter[str] = Counter(str(statement.speaker.side) for statement in spoken)
    weights: dict[str, float] = {code: float(told[code]) for code in codes}
    if spoken:
        first = min(spoken, key=lambda one: one.evidence[0].start)
        weights[str(first.speaker.side)] += _FIRST
    named = _first_named(document, pack)
    if named is not None and any(weights.values()):
        weights[named] += _FIRST
    return weights


def _first_named(document: Document, pack: Pack) -> str | None:
    """The side of the person or body that the title names first, else the text."""
    start, end = document.title_span or (document.kept[0] if document.kept else (0, len(document.text)))
    codes = _codes(pack)
    for hit in actor_words(pack).hits(view_of(document.text)[start:end]):
        side = pack.entities[hit.key].side
        if side in codes:
            return side
    return None


class _Calendar:
    """The events that were held, by their days, and what a document may be an account of."""

    def __init__(self, found: Sequence[Event], pack: Pack) -> None:
        self.pack = pack
        ends = {row["id"]: row["end_date"] or row["date"] for row in pack.register.get("interactions", ())}
        self.events = {event.id: event for event in found if event.status == "held"}
        self.days: dict[str, Days | None] = {
            event.id: span(event.date, ends.get(event.register_id or "") or _end(event))
            for event in self.events.values()
        }
        self.event_of = {key: event.id for event in self.events.values() for key in event.records}
        self._by_day: dict[int, list[str]] = {}
        for key, days in self.days.items():
            if days is not None and (days[1] - days[0]).days <= _LONGEST:
                self._by_day.setdefault(days[1].toordinal(), []).append(key)

    def candidates(self, document: Document, records: Sequence[Record]) -> list[_Candidate]:
        """The events that a document tells of while they are news, and those whose people it names right after."""
        speakers = Counter(record.speaker.entity for record in records if isinstance(record, Statement))
        told: dict[str, int] = {}
        for record in records:
            event = record.event if isinstance(record, Interaction) else None
            if isinstance(record, Interaction) and event in self.days and self._is_news(document, str(event)):
                told.setdefault(str(event), record.evidence[0].start)
        understood = {event: len(document.text) for event in self._understood(document) if event not in told}
        found = [
            _Candidate(event, event in told, sum(speakers[one] for one in self._people(event)), place)
            for event, place in (told | understood).items()
        ]
        first = document.kept[0][0] if document.kept else 0
        last = document.kept[-1][1] if document.kept else len(document.text)
        # What is mentioned late, in a text in which nobody speaks who took part, is not what the text is about.
        return [one for one in found if one.speaking or one.place <= first + _SOON * (last - first)]

    def beside(self, one: str, other: str) -> bool:
        """True for two events of the same people within two days: a meeting and the call after it."""
        first, second = self.days[one], self.days[other]
        if first is None or second is None or apart(first, second) > _BESIDE:
            return False
        return len(self._people(one) & self._people(other)) > 1

    def _people(self, event: str) -> frozenset[str]:
        return frozenset(name.entity for name in self.events[event].participants if name.entity)

    def record_of(self, event: str, records: Sequence[Record]) -> str | None:
        """The id of a document's own record of an event."""
        known = set(self.events[event].records)
        return next((key for r in records if isinstance(r, Interaction) and (key := record_id(r)) in known), None)

    def _is_news(self, document: Document, event: str) -> bool:
        days, published = self.days[event], span(document.published)
        if published is None or days is None:
            return published is None
        if (days[1] - days[0]).days > _LONGEST:
            return False
        return (published[1] - days[0]).days >= -_EARLY and (published[0] - days[1]).days <= _LATE

    def _understood(self, document: Document) -> list[str]:
        """Events of those whom the text names, people of both sides among them, that ended just before."""
        published = span(document.published)
        if published is None or published[0] != published[1]:
            return []
        today = published[0].toordinal()
        near = [key for day in range(today - _LATE, today + _EARLY + 1) for key in self._by_day.get(day, ())]
        if not near:
            return []
        named, kinds = named_in(document, self.pack), contacts_in(document, self.pack)
        families = {FAMILY.get(kind, kind) for kind in kinds}
        near = [key for key in sorted(near) if FAMILY.get(self.events[key].kind, self.events[key].kind) in families]
        return [key for key in near if self._lets_know(document, key, named)]

    def _lets_know(self, document: Document, event: str, named: frozenset[str]) -> bool:
        """People of both sides who took part are named, or one of them and the place."""
        people = self._people(event) & named
        if _codes(self.pack) <= {str(self.pack.entities[key].side) for key in people}:
            return True
        places = [str(place) for place, _ in self.events[event].values.get("place", [])]
        view = view_of(document.text)
        surfaces = (term for name in places for term in place_forms(self.pack).get(name, ()))
        return bool(people) and any(surface in view for surface in surfaces)


def _end(event: Event) -> str | None:
    told = event.values.get("end_date")
    return str(told[0][0]) if told else event.date


def by_event(found: Iterable[Account]) -> Mapping[str, list[Account]]:
    """The accounts of each event."""
    grouped: dict[str, list[Account]] = {}
    for account in found:
        grouped.setdefault(account.event, []).append(account)
    return grouped
