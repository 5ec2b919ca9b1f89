"""Contacts told in words that no list holds, where the register knows of one: `an hour across from X in Y on Friday`.

A clause that tells of what has been, and names people of both sides, is a telling of an interaction of the register
that was theirs, if the day or the place agrees. What it suggests is then sure enough, and marked as inferred.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.interactions_candidates import Candidate, conflict
from bilat.extract.interactions_dates import EventDates
from bilat.extract.interactions_details import Details
from bilat.extract.interactions_merging import Events
from bilat.extract.lexicon import Mention
from bilat.extract.parties import Parties
from bilat.extract.status import status_of
from bilat.languages.dates import DateExpression
from bilat.languages.sentences import Sentence
from bilat.model import FAMILY, Span
from bilat.packs import Entity, Pack
from bilat.packs.lookups import Row, participants, same_place

_MONTH, _DAY = 7, 10  # characters of an ISO month, of an ISO day
_OFF = datetime.timedelta(days=1)  # two capitals, or the day of a report, for one event
_AHEAD = ("negation", "denial", "future", "scheduled", "modality", "conditional", "proposed", "cancelled", "postponed")


class _Clause(NamedTuple):
    """A clause, with what it names or takes from the words before it in its sentence."""

    sentence: Sentence
    span: Span
    people: Sequence[Actor]
    dates: Sequence[DateExpression]
    places: Sequence[Entity]
    begin: int  # of the clause from which they are taken


class _Found(NamedTuple):
    """A row of the register that a clause agrees with, and the day and the place on which they do."""

    row: Row
    date: DateExpression | None
    place: Entity | None


class Confirmed:
    """Reads the sentences of one document for such tellings, once `events` holds all that is told in plain words."""

    def __init__(
        self, analysis: Analysis, parties: Parties, dates: EventDates, details: Details, events: Events
    ) -> None:
        self.analysis = analysis
        self.parties = parties
        self.clauses = dates.clauses
        self.details = details
        self.events = events
        published = analysis.document.published
        named = {a.entity for a in parties.people}
        self.rows = [
            row
            for row in _held(analysis.pack)
            if _of_both(row, named, analysis.pack)
            and (published is None or row["date"][: len(published)] <= published[: len(row["date"])])
        ]

    def add(self) -> None:
        """Adds to the events what the sentences tell of in such words."""
        if not self.rows:
            return
        for event in self.events.told:
            self._by_day(event)
        for sentence in self.analysis.sentences:
            for clause in (*self._clauses(sentence), *self._last_ones(sentence)):
                if (candidate := self._confirmed(clause)) is not None:
                    self.events.add(candidate)

    def _by_day(self, event: Candidate) -> None:
        """`Tuesday's call`, of nobody in its clause: whose it was, where the register has but one such of that day."""
        if event.people or event.joint or event.status != "held" or len(event.date or "") != _DAY:
            return
        rows = [r for r in self.rows if FAMILY.get(r["kind"], r["kind"]) == event.family and r["date"] == event.date]
        if len(rows) == 1 and not self._is_told(_Found(rows[0], None, None), set(participants(rows[0]))):
            event.add(self._of(rows[0]))
            event.level = event.level or rows[0]["level"].replace("-", "_") or None
            event.confirmed = rows[0]["id"]

    def _of(self, row: Row) -> list[Actor]:
        """Those of a row whom the document names, each where it first does."""
        who = participants(row)
        return [a for a in self.parties.people if a.entity in who and a.named]

    def _last_ones(self, sentence: Sentence) -> Iterator[_Clause]:
        """`the last round was in Geneva in May`: of people whom the document names."""
        for mark in self.analysis.layer("last_one").within(sentence.start, sentence.end):
            span = self.clauses.comma_clause(mark, sentence)
            dates = [d for d in self.analysis.dates_in(*span) if len(d.date or "") >= _MONTH]
            if mark.kind != "none" and dates and not self.parties.people.within(*span):
                people = [a for row in self.rows if any(_near(d, row) for d in dates) for a in self._of(row)]
                yield _Clause(sentence, self.clauses.trimmed(*span), people, dates, list(self._venues(span)), span[0])

    def _clauses(self, sentence: Sentence) -> Iterator[_Clause]:
        """The clauses of a sentence that name people of both sides; day and place may stand in the clauses before."""
        start = sentence.start
        dates: Sequence[DateExpression] = ()
        places: Sequence[Entity] = ()
        begin = start
        while start < sentence.end:
            end = self.clauses.comma_around(start, sentence)
            span = self.clauses.trimmed(start, end)
            dates = [d for d in self.analysis.dates_in(*span) if len(d.date or "") >= _MONTH] or dates
            if here := list(self._venues(span)):
                places, begin = here, span[0]
            people = self._people(span, sentence)
            if len({a.side for a in people}) > 1 and (dates or places):
                yield _Clause(sentence, span, people, dates, places, begin)
            start = end + 1

    def _venues(self, span: Span) -> Iterator[Entity]:
        for mention in self.analysis.layer("entity").within(*span):
            if mention.kind == "place":
                yield self.analysis.pack.entities[mention.key[0]]

    def _people(self, span: Span, sentence: Sentence) -> Sequence[Actor]:
        """The people of a clause, with its subject where they are all of one side."""
        people = self.parties.people.within(*span)
        joints = [a for a in self.parties.joints if span[0] <= a.start and a.end <= span[1]]
        if joints and len({a.side for a in people}) < len(self.parties.codes):
            joint = max(joints, key=lambda a: a.level is not None)
            return [a for a in self.parties.pair(joint, None) if joint.level in (None, a.level)]
        if people and len({a.side for a in people}) == 1:
            subject = self.parties.subject_before(self._anchor((span[0], span[0]), sentence), sentence)
            return [subject, *people] if subject is not None else people
        return people

    def _anchor(self, span: Span, sentence: Sentence) -> Mention:
        return Mention(*span, "event", "meeting", ("", "contact", sentence.language))

    def _confirmed(self, clause: _Clause) -> Candidate | None:
        """The event of the register that a clause tells of, and that no words have told of so far."""
        named = {a.entity for a in clause.people}
        rows = [row for row in self.rows if _of_both(row, named, self.analysis.pack)]
        found = [one for row in rows if (one := self._agreeing(row, clause)) is not None]
        exact = [one for one in found if one.date is not None and one.date.date == one.row["date"]]
        found = exact or found
        if len(found) != 1 or self._is_plain(found[0], clause) or self._is_told(found[0], named):
            return None
        if not self._has_been(clause):
            return None
        return self._candidate(found[0], clause)

    def _agreeing(self, row: Row, clause: _Clause) -> _Found | None:
        """What a row and a clause agree on: the place and the day, or one of them beside a word of contact."""
        pack = self.analysis.pack
        date = next((d for d in clause.dates if _near(d, row)), None)
        if clause.dates and date is None:
            return None
        words = self._words(row, clause)
        by_day = _Found(row, date, None) if date is not None and len(date.date or "") == _DAY and words else None
        if not row["place"]:
            return by_day if not clause.places or any(m.kind != "any" for m in words) else None
        place = next((p for p in clause.places if same_place(pack, p.id, row["place"])), None)
        if place is None and any(p.state not in self.parties.codes for p in clause.places):
            return None
        if place is not None:
            sure = clause.begin == clause.span[0] and (date is not None or place.state not in self.parties.codes)
            return _Found(row, date, place) if sure or words else None
        return by_day

    def _words(self, row: Row, clause: _Clause) -> list[Mention]:
        """The words of a clause, from the place on, that are used of contacts such as that of a row."""
        kinds = ("any", FAMILY.get(row["kind"], row["kind"]))
        found = self.analysis.layer("contact").within(clause.begin, clause.span[1])
        return [m for m in found if m.kind in kinds]

    def _is_plain(self, found: _Found, clause: _Clause) -> bool:
        """True where a clause tells of an event of its people in plain words, and of no other day than that event's."""
        named = {a.entity for a in clause.people}
        told = [e for e in self.events.kept() if e.status == "held" and e.date is not None and named <= set(e.people)]
        told = [e for e in told if found.date is None or not conflict(e.date, found.date.date)]
        return any(start < clause.span[1] and clause.span[0] < end for event in told for start, end in event.spans)

    def _is_told(self, found: _Found, named: Set[str | None]) -> bool:
        """True where an event of those people is told that can be that of a row, or is of its very day."""
        row = found.row
        for event in self.events.kept():
            if event.kind == "visit" or (event.people and not named & set(event.people)):
                continue
            if found.date is not None and event.date == found.date.date:
                return True
            if event.family != FAMILY.get(row["kind"], row["kind"]):
                continue
            if event.place_id and row["place"] and not same_place(self.analysis.pack, event.place_id, row["place"]):
                continue
            undated = event.date is None and event.status == "held" and bool(event.people or event.place_id)
            if undated or (event.date is not None and _is_near(event.date, event.end_date, row)):
                return True
        return False

    def _has_been(self, clause: _Clause) -> bool:
        """True where nothing in a clause says that it is to come, only imagined or denied."""
        anchor = self._anchor((clause.span[1] - 1, clause.span[1]), clause.sentence)
        if any(self.analysis.has(layer, *clause.span) for layer in _AHEAD):
            return False
        return status_of(self.analysis, anchor, clause.sentence, clause.span) == "held"

    def _candidate(self, found: _Found, clause: _Clause) -> Candidate:
        row, date, place = found
        candidate = Candidate(kind=row["kind"], status="held", spans=[clause.span])
        candidate.level, candidate.sentence = row["level"].replace("-", "_") or None, clause.sentence.start
        candidate.known, candidate.confirmed = row["date"], row["id"]
        if date is not None:
            candidate.date, candidate.end_date, candidate.basis = date.date, date.end_date, date.basis
        if place is not None:
            candidate.place, candidate.place_id = place.name, place.id
        who = participants(row)
        candidate.add(a for a in clause.people if a.entity in who)
        words = self._words(row, clause)
        anchor = words[0] if words else self._anchor((clause.span[0], clause.span[0] + 1), clause.sentence)
        self.details.length_and_request(candidate, anchor, clause.sentence)
        return candidate


@functools.lru_cache(maxsize=8)
def _held(pack: Pack) -> tuple[Row, ...]:
    """What the register knows to have been held by people whom it names."""
    rows = (row for row in pack.register["interactions"] if row["status"] == "held" and row["kind"] != "letter")
    return tuple(row for row in rows if participants(row))


def _of_both(row: Row, named: Set[str | None], pack: Pack) -> bool:
    """True where people of both sides who took part in what a row tells are among those named."""
    there = [pack.entities[who].side for who in participants(row) if who in named and who in pack.entities]
    return len(set(there)) > 1


def _near(date: DateExpression, row: Row) -> bool:
    return _is_near(str(date.date), date.end_date, row)


def _is_near(date: str, end: str | None, row: Row) -> bool:
    """True where a day is within one of those of a row, or a month is the row's."""
    first, last = row["date"], row["end_date"] or row["date"]
    if len(date) < _DAY or len(first) < _DAY:
        return date.startswith(first) or first.startswith(date)
    begin, stop = (datetime.date.fromisoformat(day) for day in (date, end if end and len(end) == _DAY else date))
    return datetime.date.fromisoformat(first) - _OFF <= stop and begin <= datetime.date.fromisoformat(last) + _OFF
