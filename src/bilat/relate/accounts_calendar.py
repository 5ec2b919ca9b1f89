"""Which events a document may be an account of, by when it came out and whom it names, and which of them it is.

Whatever is decided here follows from a document's own profile and from the events and profiles near it, never from the
order in which documents are taken: so a document that comes later changes only what is near it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bilat.model import FAMILY
from bilat.packs import Pack
from bilat.relate.events import Event
from bilat.relate.events_mentions import Days, apart, span

_BESIDE = 2  # days between an interaction and its sequel
_SOON = 0.4  # of a text, within which it comes to what it is about
_LONGEST = 10  # days: what may be longer is told without its day, and is no news
EARLY, LATE = 1, 3  # days before and after the event within which accounts of it come out
_NEVER: Days = (datetime.date.max, datetime.date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A side's document as far as it matters for what it is an account of. `kept`: where its article begins and ends;
    `speakers`: statements by the speaker's id; `interactions`: the ids of its interactions and where they are told;
    `named`: ids of all whom it names; `families`: kinds of interaction that it names; `places`: the pack's names of
    those it names; `days`: the days that it names, ISO dates. All JSON-ready."""

    doc: str
    side: str
    official: bool
    published: str | None
    length: int
    kept: tuple[int, int]
    speakers: Mapping[str, int]
    interactions: tuple[tuple[str, int], ...]
    named: tuple[str, ...]
    families: tuple[str, ...]
    places: tuple[str, ...]
    days: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """An event that an account may be of. `told`: the document has a record of it; `speaking`: how many of its
    statements are of those who took part; `place`: where in the text it comes to it."""

    event: str
    told: bool
    speaking: int
    place: int


class Sided(NamedTuple):
    """A side's document and the events that it may be an account of."""

    doc: str
    side: str
    candidates: tuple[Candidate, ...]

    @property
    def foremost(self) -> Candidate:
        """What the document is about, taken by itself."""
        told = any(one.told and one.speaking for one in self.candidates)
        return min(self.candidates, key=lambda c: (told and not c.told, -c.speaking, not c.told, c.place, c.event))


def sided(own: Profile, calendar: Calendar) -> Sided | None:
    """A document with its candidates; None where it has none."""
    candidates = tuple(sorted(calendar.candidates(own), key=lambda one: one.event))
    return Sided(own.doc, own.side, candidates) if candidates else None


def settled(one: Sided, foremost: Callable[[str], Sequence[Sided]], calendar: Calendar) -> str:
    """The event that an account is of: its foremost one, unless another brings the two sides face to face.

    `foremost`: by event the documents that are foremost about it. Where two documents could each come to the other's
    event, they meet at the earlier.
    """
    own = one.foremost
    if _others(one, foremost(own.event)):
        return own.event
    best = min(
        (c for c in one.candidates if _moves(one, own, c, foremost, calendar)),
        key=lambda c: (not c.told, -c.speaking, c.place, c.event),
        default=own,
    )
    return best.event


def _others(one: Sided, there: Iterable[Sided]) -> bool:
    return any(other.side != one.side for other in there)


def _moves(
    one: Sided, own: Candidate, other: Candidate, foremost: Callable[[str], Sequence[Sided]], calendar: Calendar
) -> bool:
    there = foremost(other.event)
    if not _others(one, there) or not _may_move(own, other, calendar):
        return False
    if any(told.side == one.side for told in there) or calendar.order(other.event) < calendar.order(own.event):
        return True
    return not any(_could_come(told, own.event, calendar) for told in there)


def _could_come(one: Sided, event: str, calendar: Calendar) -> bool:
    return any(c.event == event and _may_move(one.foremost, c, calendar) for c in one.candidates)


def _may_move(own: Candidate, other: Candidate, calendar: Calendar) -> bool:
    """Never to an event of which nobody speaks, from one of those who do: the talk of ministers is not the summit."""
    if other.event == own.event or (own.speaking and not other.speaking):
        return False
    return other.told or not own.told or calendar.beside(other.event, own.event)


class Calendar:
    """The events that were held, by their days, and what a document may be an account of."""

    def __init__(self, found: Iterable[Event], pack: Pack) -> None:
        self.pack = pack
        self._codes = frozenset(side.code for side in pack.sides)
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

    def candidates(self, own: Profile) -> list[Candidate]:
        """The events that a document tells of while they are news, and those whose people it names right after."""
        told: dict[str, int] = {}
        for key, place in own.interactions:
            event = self.event_of.get(key)
            if event is not None and self._is_news(own, event):
                told.setdefault(event, place)
        understood = {event: own.length for event in self._understood(own) if event not in told}
        found = [
            Candidate(event, event in told, sum(own.speakers.get(one, 0) for one in self._people(event)), place)
            for event, place in (told | understood).items()
        ]
        first, last = own.kept
        # What is mentioned late, in a text in which nobody speaks who took part, is not what the text is about.
        return [one for one in found if one.speaking or one.place <= first + _SOON * (last - first)]

    def order(self, event: str) -> tuple[Days, str]:
        """A place among the events: the earlier first."""
        return (self.days[event] or _NEVER, event)

    def beside(self, one: str, other: str) -> bool:
        """True for two events of the same people within two days: a meeting and the call after it."""
        first, second = self.days[one], self.days[other]
        if first is None or second is None or apart(first, second) > _BESIDE:
            return False
        return len(self._people(one) & self._people(other)) > 1

    def _people(self, event: str) -> frozenset[str]:
        return frozenset(name.entity for name in self.events[event].participants if name.entity)

    def record_of(self, event: str, own: Profile) -> str | None:
        """The id of a document's own record of an event."""
        return next((key for key, _ in own.interactions if self.event_of.get(key) == event), None)

    def _is_news(self, own: Profile, event: str) -> bool:
        days, published = self.days[event], span(own.published)
        if published is None or days is None:
            return published is None
        if (days[1] - days[0]).days > _LONGEST:
            return False
        return (published[1] - days[0]).days >= -EARLY and (published[0] - days[1]).days <= LATE

    def _understood(self, own: Profile) -> list[str]:
        """Events of those whom the text names, people of both sides among them, that ended just before."""
        published = span(own.published)
        if published is None or published[0] != published[1]:
            return []
        today = published[0].toordinal()
        near = sorted(key for day in range(today - LATE, today + EARLY + 1) for key in self._by_day.get(day, ()))
        return [key for key in near if self._is_named(own, key) and self._lets_know(own, key)]

    def _is_named(self, own: Profile, event: str) -> bool:
        """Its kind is named, or a day of it, or people of both sides who took part speak."""
        days = self.days[event]
        if FAMILY.get(self.events[event].kind, self.events[event].kind) in own.families:
            return True
        if days is not None and any(str(days[0]) <= day <= str(days[1]) for day in own.days):
            return True
        return self._codes <= {str(self.pack.entities[key].side) for key in self._people(event) & set(own.speakers)}

    def _lets_know(self, own: Profile, event: str) -> bool:
        """People of both sides who took part are named, or one of them and the place."""
        people = self._people(event) & set(own.named)
        if self._codes <= {str(self.pack.entities[key].side) for key in people}:
            return True
        places = {str(place) for place, _ in self.events[event].values.get("place", [])}
        return bool(people) and bool(places & set(own.places))


def _end(event: Event) -> str | None:
    told = event.values.get("end_date")
    return str(told[0][0]) if told else event.date
