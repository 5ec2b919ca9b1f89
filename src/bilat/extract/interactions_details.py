"""Where an interaction took place, how long it took, at whose request, at what level."""

from __future__ import annotations

from collections.abc import Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.interactions_candidates import Candidate
from bilat.extract.lexicon import Mention
from bilat.extract.places import PlaceFinder
from bilat.languages.sentences import Sentence
from bilat.model import Span

LEVELS = ("leader", "minister", "vice_minister", "working")


class Details:
    """Fills in what the sentence of an event word says of it."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor], places: PlaceFinder) -> None:
        self.analysis = analysis
        self.actors = actors
        self.places = places
        self.codes = frozenset(side.code for side in analysis.pack.sides)

    def place(self, candidate: Candidate, word: Mention, sentence: Sentence, clause: Span) -> None:
        if candidate.family == "call":
            return
        place, forum = self.places.for_event(word, sentence, clause, visit=candidate.kind == "visit")
        if place is not None:
            candidate.place, candidate.place_id = place.name, place.id
        if forum is not None:
            candidate.forum = forum.name

    def length_and_request(self, candidate: Candidate, word: Mention, sentence: Sentence) -> None:
        lengths = [q for q in self.analysis.quantities_in(sentence.start, sentence.end) if q.unit == "minutes"]
        lengths = [q for q in lengths if q.value >= 10]
        if lengths and candidate.family in ("call", "meeting"):
            nearest = min(lengths, key=lambda q: abs(q.start - word.start))
            candidate.minutes = int(nearest.value)
        candidate.initiated_by = self._initiator(candidate, sentence)

    def _initiator(self, candidate: Candidate, sentence: Sentence) -> str | None:
        """The side that asked: named beside a word of asking, or the other party where one came at request."""
        if self._person_calls(candidate, sentence):
            return next(iter(candidate.people.values())).side
        for request in self.analysis.layer("request").within(sentence.start, sentence.end):
            if self.analysis.has("negation", max(sentence.start, request.start - 4), request.start):
                continue
            if request.kind == "bare":
                before = [a for a in candidate.people.values() if a.side and a.end <= request.start]
                others = {a.side for a in candidate.people.values() if a.side}
                if before and len(others) == 2:
                    return next(s for s in others if s != before[-1].side)
                continue
            window = (request.end, request.end + 30) if request.kind == "after" else (request.start - 30, request.start)
            asked = [a for a in self.actors if window[0] <= a.start and a.end <= window[1] and a.side in self.codes]
            if asked:
                return asked[0].side if request.kind == "after" else asked[-1].side
        return None

    def _person_calls(self, candidate: Candidate, sentence: Sentence) -> bool:
        """`X called Y`: X rang."""
        people = list(candidate.people.values())
        if candidate.family != "call" or len(people) < 2:
            return False
        return any(
            m.key[1] == "before_person" and people[0].end <= m.start and m.end <= people[1].start
            for m in self.analysis.layer("event").within(sentence.start, sentence.end)
        )

    def settle_kind(self, candidate: Candidate) -> Candidate:
        levels = [a.level for a in candidate.people.values() if a.level]
        if candidate.level is None and levels:
            # The lower of the two levels: a leader receiving a minister is a meeting at ministers' level.
            sided = [lv for lv in levels if lv in LEVELS]
            candidate.level = (
                max(sided, key=LEVELS.index) if sided and candidate.kind != "visit" else (sided[0] if sided else None)
            )
        if candidate.kind == "meeting" and candidate.level != "leader" and self._of_trade(candidate):
            candidate.kind = "talks"
        if candidate.kind == "meeting" and candidate.level == "leader":
            candidate.kind = "summit"
        if candidate.kind == "summit" and candidate.level is None:
            candidate.level = "leader"
        if candidate.kind == "talks" and candidate.level is None:
            candidate.level = "minister"
        return candidate

    def _of_trade(self, candidate: Candidate) -> bool:
        """Meetings whose own phrase speaks of trade are talks."""
        return any(self.analysis.has("trade_talks", start, end) for start, end in candidate.spans)
