"""Interactions: calls, meetings, talks, visits that a text tells of, each once, with what the text says of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.interactions_candidates import Candidate
from bilat.extract.interactions_clauses import Clauses
from bilat.extract.interactions_confirmed import Confirmed
from bilat.extract.interactions_dates import EventDates
from bilat.extract.interactions_details import Details
from bilat.extract.interactions_frames import Frames
from bilat.extract.interactions_gapped import Gapped
from bilat.extract.interactions_joining import Joining
from bilat.extract.interactions_merging import SPECIFICITY, Events
from bilat.extract.interactions_recalled import Recalled
from bilat.extract.interactions_series import Series
from bilat.extract.interactions_tellings import Tellings
from bilat.extract.layers import Words
from bilat.extract.lexicon import Mention
from bilat.extract.parties import Parties
from bilat.extract.places import PlaceFinder
from bilat.extract.statements import Said
from bilat.model import Interaction, cite

_MOST_EVIDENCE = 24


class InteractionFinder:
    """Finds the interactions of one document."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor], said: Sequence[Said]) -> None:
        self.analysis = analysis
        parties = Parties(analysis, actors, said)
        places = PlaceFinder(analysis, parties.tellers)
        clauses = Clauses(analysis, actors)
        details = Details(analysis, actors, places, clauses)
        dates = EventDates(analysis, clauses, parties.tellers)
        self.events = Events(places)
        frames = Frames(analysis, actors, parties, dates.clauses)
        words = [m for m in analysis.layer("event").items if m.kind != "none"]
        counted = [m for m in words if frames.counts(m)]
        counted = _once(counted)
        pairs = itertools.zip_longest(counted, counted[1:])
        counting = Words(m for m, after in pairs if after is None or not frames.told_by_means(m, after))
        parties.events = dates.events = dates.clauses.events = counting
        self.tellings = Tellings(analysis, parties, dates, details, self.events.told, frames, counting)
        self.recalled = Recalled(analysis, parties, dates, details, self.events.told)
        self.gapped = Gapped(analysis, parties, details)
        self.joining = Joining(analysis, parties, dates.clauses, self.events.told)
        self.confirmed = Confirmed(analysis, parties, dates, details, self.events)
        self.series = Series(analysis, places, self.events.told)

    def find(self) -> list[Interaction]:
        """The distinct interactions, in the order in which the text comes to them."""
        for sentence in self.analysis.sentences:
            words = self.tellings.words(sentence)
            if words and self.tellings.denied_next(sentence):
                continue
            told = self.tellings.in_sentence(sentence, words)
            listed = self.series.in_sentence(sentence, words, told) or self.gapped.in_sentence(sentence, words, told)
            for candidate in [*told, *listed, *self.recalled.in_sentence(sentence, words, [*told, *listed])]:
                self.events.add(candidate)
            self.joining.add(sentence)
        self.confirmed.add()
        return [self._record(event) for event in self.events.kept()]

    def _record(self, event: Candidate) -> Interaction:
        spans = sorted(dict.fromkeys(event.spans))
        return Interaction(
            doc=self.analysis.document.id,
            evidence=cite(self.analysis.text, *spans[:_MOST_EVIDENCE]),
            confidence=min(0.95, 0.6 + 0.1 * event.mentions + 0.1 * bool(event.date)),
            kind=event.kind,
            status=event.status,
            date=event.date,
            end_date=event.end_date if event.end_date != event.date else None,
            date_basis=event.basis if event.date else None,
            level=event.level,
            participants=tuple(a.as_name() for a in event.people.values()),
            place=event.place,
            forum=event.forum,
            duration_minutes=event.minutes,
            initiated_by=event.initiated_by,
            inferred=f"told in words that suggest it, confirmed by the register's {event.confirmed}"
            if event.confirmed
            else None,
        )


def _once(words: Sequence[Mention]) -> list[Mention]:
    """Each place once, where the lists know a word in several kinds or forms: as an event rather than a reference to
    one, as the kind and the form that say most."""
    best: dict[tuple[int, int], Mention] = {}
    for word in words:
        key = (word.start, word.end)
        if key not in best or _says(word) > _says(best[key]):
            best[key] = word
    return list(best.values())


def _says(word: Mention) -> tuple[bool, int, bool]:
    return word.kind != "back", SPECIFICITY.get(word.kind, 0), word.key[1] != "noun"
