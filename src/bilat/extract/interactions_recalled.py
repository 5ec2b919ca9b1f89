"""Interactions without a word of their own: an entry of a timeline, an agreement known by its place, "not since"."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.interactions_candidates import Candidate, conflict
from bilat.extract.interactions_dates import EventDates
from bilat.extract.interactions_details import Details
from bilat.extract.lexicon import Mention
from bilat.extract.parties import Parties
from bilat.languages.events import event_list
from bilat.languages.sentences import Sentence
from bilat.model import Span
from bilat.packs import Entity

_FEWEST, _MOST = 2, 6  # days that talks may take
_VENUE_REACH = 40  # characters from a length of days to the place
_BESIDE = 20  # characters within which an event word tells of the same
_MONTH = 7  # characters of an ISO month
_YEAR = 4  # characters of an ISO year
_LEAD = " \u3000,，:：|｜-–—"  # between the day of an entry and what it opens with
_BY_WHOM = 16  # characters from who to where
_COMPANY_REACH = 12  # characters from a length of time, or from "the last one", to whom or when it speaks of


class Recalled:
    """Reads the sentences of one document for such tellings; `told` are the events so far."""

    def __init__(
        self, analysis: Analysis, parties: Parties, dates: EventDates, details: Details, told: Sequence[Candidate]
    ) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = details.actors
        self.parties = parties
        self.dates = dates
        self.details = details
        self.places = details.places
        self.told = told

    def in_sentence(self, sentence: Sentence, words: Sequence[Mention], found: Sequence[Candidate]) -> list[Candidate]:
        """What a sentence tells of beside its event words; `found` is what these tell of."""
        paired = [] if words else [*self._pair_in_entry(sentence), *self._by_length(sentence)]
        paired += [] if paired else self._last_one(sentence, words, found)
        told_of = {c.place_id for c in found if c.place_id}
        recalled = [c for c in self._by_place(sentence, words) if not self._at_any(c, told_of)]
        recalled += [c for c in self._by_days(sentence, words) if not self._at_any(c, told_of)]
        return [*paired, *recalled, *self._last_before(sentence, words)]

    def _pair_in_entry(self, sentence: Sentence) -> list[Candidate]:
        """In a timeline, people of both sides and a length or a place tell of a meeting without a word for it."""
        date = self.dates.of_entry(sentence)
        long = any(q.unit == "minutes" for q in self.analysis.quantities_in(sentence.start, sentence.end))
        at = self._place_at_head(date.end, sentence) if date is not None else None
        if date is None or not (long or at):
            return []
        people = [a for a in self.actors.within(sentence.start, sentence.end) if self.parties.is_party(a)]
        if len({a.side for a in people}) < 2:
            return []
        candidate = Candidate(kind="meeting", status="held", spans=[(sentence.start, sentence.end)], entry=True)
        candidate.date, candidate.end_date, candidate.basis = date.date, date.end_date, date.basis
        candidate.add(people)
        start = at or sentence.start
        anchor = Mention(start, start + 1, "event", "meeting", ("", "noun", sentence.language))
        self.details.place(candidate, anchor, sentence, (sentence.start, sentence.end))
        self.details.length_and_request(candidate, anchor, sentence)
        return [self.details.settle_kind(candidate)]

    def _place_at_head(self, begin: int, sentence: Sentence) -> int | None:
        """`5/10 日內瓦，X對Y`: where the place ends with which an entry opens that quotes and charges nobody."""
        within = (sentence.start, sentence.end)
        if self.analysis.has("cue", *within) or self.analysis.layer("instrument").any(*within):
            return None
        named = self.analysis.layer("entity").within(begin, sentence.end)
        named = [m for m in named if m.kind == "place" and not m.key[0].startswith("country/")]
        return next((m.end for m in named if not self.view[begin : m.start].strip(_LEAD)), None)

    def _by_length(self, sentence: Sentence) -> list[Candidate]:
        """`I come from five hours with X`: a length of time in somebody's company is a meeting."""
        for length in self.analysis.quantities_in(sentence.start, sentence.end):
            if length.unit != "minutes":
                continue
            company = event_list(sentence.language, "company")
            behind = self.parties.people.begun(length.end + 1, length.end + _COMPANY_REACH + 1)
            behind = [a for a in behind if self.view[length.end : a.start].strip() in company]
            anchor = Mention(length.start, length.end, "event", "meeting", ("", "length", sentence.language))
            subject = self.parties.subject_before(anchor, sentence)
            pair = self._together(length.end, anchor, sentence)
            if behind and subject is not None and subject.side != behind[0].side:
                pair = [subject, behind[0]]
            if not pair:
                continue
            candidate = Candidate(kind="meeting", status="held", spans=[(sentence.start, sentence.end)])
            candidate.sentence, candidate.minutes = sentence.start, int(length.value)
            candidate.add(pair)
            if (entry := self.dates.of_entry(sentence)) is not None:
                candidate.date, candidate.end_date, candidate.basis = entry.date, entry.end_date, entry.basis
            return [self.details.settle_kind(candidate)]
        return []

    def _together(self, end: int, anchor: Mention, sentence: Sentence) -> list[Actor]:
        """`X and Y spent four hours together`: the two before a length of time."""
        together = event_list(sentence.language, "together")
        if not together or not self.view.startswith(together, end + 1):
            return []
        joint = self.parties.joint(anchor, (sentence.start, end))
        people = self.parties.people.within(sentence.start, anchor.start)
        if joint is not None:
            return self.parties.pair(joint, None)
        return people[-2:] if len({a.side for a in people[-2:]}) > 1 else []

    def _last_one(self, sentence: Sentence, words: Sequence[Mention], found: Sequence[Candidate]) -> list[Candidate]:
        """`The last one was on June 5`, 上一次在6月5日: of the kind that was told of just before."""
        marks = [m for m in self.analysis.layer("last_one").within(sentence.start, sentence.end) if m.kind != "none"]
        if not marks:
            return []
        events = (*self.told, *found)
        told = next((e for e in reversed(events) if e.family in ("call", "meeting") and e.status == "held"), None)
        dates = [d for d in self.analysis.dates_in(sentence.start, sentence.end) if d.date and d.kind == "point"]
        dates = [d for d in dates if 0 <= d.start - marks[0].end <= _COMPANY_REACH]
        if told is None or not dates or any(w.start >= marks[0].end and w.start - dates[0].end < 3 for w in words):
            return []
        candidate = Candidate(kind=told.kind, status="held", spans=[(sentence.start, sentence.end)], level=told.level)
        candidate.date, candidate.basis, candidate.earlier = dates[0].date, dates[0].basis, True
        candidate.sentence = sentence.start
        named = self.analysis.layer("entity").within(marks[0].end, min(sentence.end, dates[0].end + _COMPANY_REACH))
        where = next((self.analysis.pack.entities[m.key[0]] for m in named if m.kind == "place"), None)
        if where is not None and told.family != "call":
            candidate.place, candidate.place_id = where.name, where.id
        candidate.add(told.people.values())
        return [candidate]

    def _at_any(self, candidate: Candidate, places: Set[str]) -> bool:
        """True where a recalled event is at one of some places: the words beside tell of it already."""
        return any(self.places.compatible(candidate.place_id or "", place) for place in places)

    def _by_place(self, sentence: Sentence, words: Sequence[Mention]) -> list[Candidate]:
        """`agreed in Busan`: a place where the register knows an event, beside a word of agreeing."""
        found = []
        for place, span in self.places.recalled(sentence):
            if any(abs(w.start - span[1]) < 25 or abs(span[0] - w.end) < 25 for w in words):
                continue
            row = self.places.register_event(place, self.analysis.document.published)
            if row is None:
                continue
            spans = [(sentence.start, sentence.end), *self.places.sentences_with(place)]
            candidate = Candidate(kind=row["kind"], status="held", spans=spans)
            candidate.level = row["level"].replace("-", "_") or None
            candidate.place, candidate.place_id, candidate.known = place.name, place.id, row["date"]
            dates = [d for d in self.analysis.dates_in(sentence.start, sentence.end) if d.date and d.kind != "duration"]
            of_it = event_list(sentence.language, "possessives") if sentence.language == "zh" else ()
            dates = [d for d in dates if not any(form in self.view[span[1] : d.start] for form in of_it)]
            near = [d for d in dates if -3 <= d.start - span[1] <= 12 or -3 <= span[0] - d.end <= 12]
            if near and conflict(near[0].date, row["date"]):
                continue
            if near:
                candidate.date, candidate.basis = near[0].date, near[0].basis
            self._by_whom(candidate, span, sentence)
            found.append(candidate)
        return found

    def _by_days(self, sentence: Sentence, words: Sequence[Mention]) -> list[Candidate]:
        """`two days by the lake in Geneva, May 10 and 11`: days at a place where the register knows an event."""
        days = [q for q in self.analysis.quantities_in(sentence.start, sentence.end) if q.unit == "days"]
        for length in (q for q in days if _FEWEST <= q.value <= _MOST):
            places = self.analysis.layer("entity").within(length.end, min(sentence.end, length.end + _VENUE_REACH))
            place = next((m for m in places if m.kind == "place" and not m.key[0].startswith("country/")), None)
            if place is None or not self._at((length.end, place.start), sentence):
                continue
            if self._to_come(length.start, sentence):
                continue
            if any(0 <= w.start - place.end < _BESIDE or 0 <= length.start - w.end < _BESIDE for w in words):
                continue
            candidate = self._known_at(self.analysis.pack.entities[place.key[0]], sentence, place.end)
            if candidate is not None:
                return [candidate]
        return []

    def _at(self, gap: Span, sentence: Sentence) -> bool:
        """Nothing but `in`, `at`, `by the shores of` between a length of days and a place."""
        between = self.view[slice(*gap)]
        stays = between.split()[:1] and between.split()[0] in event_list(sentence.language, "stays")
        return bool(stays) and not set(between) & set(",;:")

    def _to_come(self, before: int, sentence: Sentence) -> bool:
        return any(self.analysis.has(layer, sentence.start, before) for layer in ("future", "modality", "conditional"))

    def _known_at(self, place: Entity, sentence: Sentence, end: int) -> Candidate | None:
        """What the register knows at a place, if the days that the text names beside it are its days."""
        row = self.places.register_event(place, self.analysis.document.published)
        days = [d for d in self.analysis.dates_in(end, sentence.end) if d.date and d.start - end < _COMPANY_REACH]
        if row is None or (days and conflict((days[0].date or "")[:_MONTH], row["date"][:_MONTH])):
            return None
        candidate = Candidate(kind=row["kind"], status="held", spans=[(sentence.start, sentence.end)])
        candidate.level, candidate.sentence = row["level"].replace("-", "_") or None, sentence.start
        candidate.place, candidate.place_id, candidate.known = place.name, place.id, row["date"]
        if days:
            candidate.date, candidate.end_date, candidate.basis = days[0].date, days[0].end_date, days[0].basis
        people = self.parties.people.within(sentence.start, sentence.end)
        candidate.add(a for a in people if len({p.side for p in people}) > 1 and a.level == candidate.level)
        return candidate

    def _by_whom(self, candidate: Candidate, span: Span, sentence: Sentence) -> None:
        """`X和Y10月在某地谈出来的`: two of both sides right before the place, of the level of what was held there."""
        before = [a for a in self.parties.people.within(sentence.start, span[0]) if span[0] - a.end < _BY_WHOM]
        links = event_list(sentence.language, "list_ands")
        pair = [a for pair in pairwise(before[-3:]) for a in pair if self.view[pair[0].end : pair[1].start] in links]
        if len({a.side for a in pair}) > 1 and all(a.level == candidate.level for a in pair):
            candidate.add(pair)

    def _last_before(self, sentence: Sentence, words: Sequence[Mention]) -> list[Candidate]:
        """`had not spoken since Jan. 17`: the date on which the like had last happened."""
        found = []
        for date in self.analysis.dates_in(sentence.start, sentence.end):
            if (
                date.date is None
                or date.kind != "point"
                or not self.analysis.has("first", sentence.start, sentence.end)
            ):
                continue
            rules = self.analysis.grammar_of(sentence)
            around = self.view[max(sentence.start, date.start - 7) : date.start]
            around = self.view[date.end : date.end + 2] if rules.language == "zh" else around
            if not any(word in around for word in rules.words("since")):
                continue
            parties = self.actors.begun(sentence.start, sentence.end)
            if not words and not any(a.kind in ("joint", "person") for a in parties):
                continue
            kinds = [w.kind for w in words] or [e.kind for e in self.told[-1:]]
            if not kinds or kinds[0] == "visit":
                continue
            candidate = Candidate(kind=kinds[0], status="held", spans=[(sentence.start, sentence.end)])
            candidate.date, candidate.basis, candidate.earlier = date.date, date.basis, True
            same = [e for e in self.told if e.family == candidate.family and len(e.people) >= 2]
            if same and (len(date.date) > _YEAR or same[-1].level == "leader"):  # ministers change with the years
                candidate.add(list(same[-1].people.values()))
                candidate.level = same[-1].level
            found.append(candidate)
        return found
