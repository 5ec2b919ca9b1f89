"""Interactions: calls, meetings, talks, visits that a text tells of, each once, with what the text says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.places import PlaceFinder
from bilat.extract.status import status_of
from bilat.languages.dates import DateExpression
from bilat.languages.sentences import Sentence
from bilat.model import Interaction, Name, Span, cite

FAMILY = {"video_call": "call", "talks": "meeting", "summit": "meeting"}
_LEVELS = ("leader", "minister", "vice_minister", "working")
_SPECIFICITY = {"summit": 3, "talks": 2, "video_call": 2, "meeting": 1, "call": 1}


@dataclass(slots=True)
class Candidate:
    """One telling of an interaction: from a single clause, or merged from several."""

    kind: str
    status: str
    spans: list[Span]
    people: dict[str, Actor] = field(default_factory=dict)
    date: str | None = None
    end_date: str | None = None
    basis: str | None = None
    place: str | None = None
    place_id: str | None = None
    forum: str | None = None
    minutes: int | None = None
    initiated_by: str | None = None
    level: str | None = None
    joint: bool = False
    mentions: int = 1

    @property
    def family(self) -> str:
        return FAMILY.get(self.kind, self.kind)


class InteractionFinder:
    """Finds the interactions of one document."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor]) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = actors
        self.places = PlaceFinder(analysis)
        self.events: list[Candidate] = []

    def find(self) -> list[Interaction]:
        """The distinct interactions, in the order in which the text comes to them."""
        for sentence in self.analysis.sentences:
            for candidate in self._in_sentence(sentence):
                self._place_among(candidate)
        kept = [e for e in self.events if self._worth_keeping(e)]
        return [self._record(e) for e in kept]

    # -- candidates

    def _in_sentence(self, sentence: Sentence) -> list[Candidate]:
        found: list[Candidate] = []
        words = [m for m in self.analysis.layer("event").within(sentence.start, sentence.end) if m.kind != "none"]
        for word in words:
            quotation = self.analysis.quotation_at(word.start)
            if quotation is not None and quotation.end - quotation.start < 40:
                continue
            candidate = self._candidate(word, sentence, words)
            if candidate is not None:
                found.append(candidate)
        found += self._recalled_by_place(sentence, words)
        return found

    def _candidate(self, word: Mention, sentence: Sentence, words: Sequence[Mention]) -> Candidate | None:
        start, end = self._clause(word, sentence, words)
        status = status_of(self.analysis, word, sentence, (start, end))
        if status is None:
            return None
        date = self._date(word, sentence, (start, end))
        status = self._status_by_date(status, date, word.kind)
        if status is None:
            return None
        candidate = Candidate(kind=word.kind, status=status, spans=[self._evidence(start, end)], level=word.key[0] or None)
        if date is not None:
            candidate.date, candidate.end_date, candidate.basis = date.date, date.end_date, date.basis
        if status in ("proposed",) and date is not None and date.kind == "vague":
            candidate.date = candidate.date
        self._people(candidate, word, sentence, (start, end))
        self._where(candidate, word, sentence, (start, end))
        self._details(candidate, word, sentence)
        return self._settle_kind(candidate)

    def _clause(self, word: Mention, sentence: Sentence, words: Sequence[Mention]) -> Span:
        """The stretch around an event word up to the marks that part it from the other event words."""
        del words
        marks = "。；;！？" if sentence.language == "zh" else ";:"
        start = max((self.view.rfind(mark, sentence.start, word.start) + 1 for mark in marks), default=0)
        ends = [at for mark in marks if (at := self.view.find(mark, word.end, sentence.end)) >= 0]
        return max(start, sentence.start), min([*ends, sentence.end])

    def _evidence(self, start: int, end: int) -> Span:
        while start < end and self.view[start] in " \u3000，,":
            start += 1
        return start, end

    def _date(self, word: Mention, sentence: Sentence, clause: Span) -> DateExpression | None:
        usable = [
            d for d in self.analysis.dates_in(sentence.start, sentence.end)
            if d.date is not None and d.kind in ("point", "range", "vague")
        ]  # fmt: skip
        if not usable:
            return None
        comma = self._comma_clause(word, sentence)

        def distance(date: DateExpression) -> tuple[int, int, int]:
            inside = comma[0] <= date.start < comma[1]
            before = date.end <= word.start
            gap = word.start - date.end if before else date.start - word.end + 2
            barrier = self._other_event_between(date, word, sentence)
            return (barrier, 0 if inside else 1, gap)

        best = min(usable, key=distance)
        if self._other_event_between(best, word, sentence):
            return None
        if not clause[0] <= best.start < clause[1] and best.end < clause[0]:
            return None
        return best

    def _other_event_between(self, date: DateExpression, word: Mention, sentence: Sentence) -> bool:
        """True where another event word stands between a date and this one and is nearer to the date."""
        low, high = min(date.end, word.end), max(date.start, word.start)
        others = [m for m in self.analysis.layer("event").within(low, high) if m.kind != "none" and m != word]
        if not others:
            return False
        del sentence
        between = self.view[min(date.end, word.end) : max(date.start, word.start)]
        return any(mark in between for mark in "，,；;、")

    def _comma_clause(self, word: Mention, sentence: Sentence) -> Span:
        marks = "，,；;：:。"
        start = max(self.view.rfind(mark, sentence.start, word.start) for mark in marks) + 1
        ends = [at for mark in marks if (at := self.view.find(mark, word.end, sentence.end)) >= 0]
        return max(start, sentence.start), min([*ends, sentence.end])

    def _status_by_date(self, status: str, date: DateExpression | None, kind: str) -> str | None:
        """A date after the document's own is still to come; a visit without a sign of having happened is not told as held."""
        published = self.analysis.document.published
        if date is not None and date.date and published:
            length = min(len(date.date), len(published))
            if date.date[:length] > published[:length]:
                return "planned" if status == "held" else status
        if status == "held" and kind == "visit":
            past = date is not None and date.date is not None and published is not None
            if not past or date is None or date.date is None or published is None:
                return None
            length = min(len(date.date), len(published))
            if date.date[:length] >= published[:length] or len(date.date) < 7:
                return None
        return status

    # -- who

    def _people(self, candidate: Candidate, word: Mention, sentence: Sentence, clause: Span) -> None:
        comma = self._comma_clause(word, sentence)
        near = [a for a in self.actors if comma[0] <= a.start and a.end <= comma[1]]
        wide = [a for a in self.actors if clause[0] <= a.start and a.end <= clause[1]]
        people = [a for a in near if self._is_party(a)]
        if candidate.kind == "visit":
            self._visitor(candidate, word, people or [a for a in wide if self._is_party(a) and a.end <= word.start])
            return
        if len(people) < 2:
            people = [a for a in wide if self._is_party(a)]
        joint = [a for a in wide if a.kind == "joint"]
        candidate.joint = bool(joint)
        levels = [a.level for a in joint if a.level]
        if levels and candidate.level is None:
            candidate.level = levels[0]
        self._add_people(candidate, self._of_two_sides(people, word))
        if joint and not candidate.people:
            self._add_people(candidate, self._joint_people(joint[-1], candidate))

    def _is_party(self, actor: Actor) -> bool:
        return actor.kind == "person" and actor.voice == "official" and actor.entity is not None

    def _of_two_sides(self, people: Sequence[Actor], word: Mention) -> list[Actor]:
        """At most those who belong together: the level of the person nearest to the word decides."""
        if not people:
            return []
        nearest = min(people, key=lambda a: min(abs(word.start - a.end), abs(a.start - word.end)))
        same = [a for a in people if a.level == nearest.level or a.level is None or nearest.level is None]
        sides = {a.side for a in same}
        if len(sides) < 2:
            same = list(people)
        return same

    def _add_people(self, candidate: Candidate, people: Sequence[Actor]) -> None:
        for actor in people:
            candidate.people.setdefault(actor.entity or actor.name, actor)

    def _visitor(self, candidate: Candidate, word: Mention, people: Sequence[Actor]) -> None:
        before = [a for a in people if a.end <= word.start]
        chosen = before[-1:] or list(people[:1])
        self._add_people(candidate, chosen)

    def _joint_people(self, joint: Actor, candidate: Candidate) -> list[Actor]:
        """Whom "the two" stands for: the pair of the last event told, of the level that the phrase implies."""
        for event in reversed(self.events):
            if len(event.people) >= 2 and (joint.level is None or event.level == joint.level):
                return list(event.people.values())
        leaders = [a for a in self.actors if self._is_party(a) and a.level == (joint.level or "leader")]
        found: dict[str, Actor] = {}
        for actor in leaders:
            if actor.side and actor.entity and actor.end <= joint.start:
                found[actor.side] = actor
        del candidate
        return list(found.values()) if len(found) == 2 and joint.level else []

    # -- where, how long, at whose request

    def _where(self, candidate: Candidate, word: Mention, sentence: Sentence, clause: Span) -> None:
        place, forum = self.places.for_event(word, sentence, clause, visit=candidate.kind == "visit")
        if place is not None:
            candidate.place, candidate.place_id = place.name, place.id
        if forum is not None:
            candidate.forum = forum.name

    def _details(self, candidate: Candidate, word: Mention, sentence: Sentence) -> None:
        lengths = [q for q in self.analysis.quantities_in(sentence.start, sentence.end) if q.unit == "minutes"]
        lengths = [q for q in lengths if q.value >= 10]
        if lengths and candidate.family in ("call", "meeting"):
            nearest = min(lengths, key=lambda q: abs(q.start - word.start))
            candidate.minutes = int(nearest.value)
        candidate.initiated_by = self._initiator(candidate, sentence)

    def _initiator(self, candidate: Candidate, sentence: Sentence) -> str | None:
        """The side that asked: named beside a word of asking, or the other party where one came at request."""
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
            asked = [a for a in self.actors if window[0] <= a.start and a.end <= window[1] and a.side in _codes(self.analysis)]
            if asked:
                return asked[0].side if request.kind == "after" else asked[-1].side
        return None

    # -- events recalled by where they took place

    def _recalled_by_place(self, sentence: Sentence, words: Sequence[Mention]) -> list[Candidate]:
        """`agreed in Busan`: a place where the register knows an event, beside a word of agreeing."""
        found = []
        for place, span in self.places.recalled(sentence):
            if any(abs(w.start - span[1]) < 25 or abs(span[0] - w.end) < 25 for w in words):
                continue
            row = self.places.register_event(place, self.analysis.document.published)
            if row is None:
                continue
            candidate = Candidate(kind=row["kind"], status="held", spans=[(sentence.start, sentence.end)])
            candidate.level = row["level"].replace("-", "_") or None
            candidate.place, candidate.place_id = place.name, place.id
            dates = [d for d in self.analysis.dates_in(sentence.start, sentence.end) if d.date and d.kind != "duration"]
            near = [d for d in dates if -3 <= d.start - span[1] <= 12 or -3 <= span[0] - d.end <= 12]
            if near and near[0].date and row["date"].startswith(near[0].date[: len(row["date"])]):
                candidate.date, candidate.basis = near[0].date, near[0].basis
            found.append(candidate)
        return found

    # -- one event from several tellings

    def _place_among(self, candidate: Candidate) -> None:
        for event in reversed(self.events):
            if self._same(event, candidate):
                self._merge(event, candidate)
                return
        self.events.append(candidate)

    def _same(self, event: Candidate, other: Candidate) -> bool:
        if event.family != other.family or (event.status == "held") != (other.status == "held"):
            return False
        if event.status != other.status and {event.status, other.status} & {"cancelled"}:
            return False
        if _conflict(event.date, other.date) and not _within(event, other.date):
            return False
        if event.place_id and other.place_id and not self.places.compatible(event.place_id, other.place_id):
            return False
        if event.level and other.level and event.level != other.level and event.family != "visit":
            return False
        shared = set(event.people) & set(other.people)
        if event.people and other.people and not shared:
            return False
        if event.family == "visit":
            return bool(shared) or not other.people
        linked = bool(shared) or _agree(event.date, other.date) or bool(event.place_id and event.place_id == other.place_id)
        return linked or not (other.people or other.date or other.place_id)

    def _merge(self, event: Candidate, other: Candidate) -> None:
        event.spans += other.spans
        event.mentions += 1
        self._add_people(event, list(other.people.values()))
        if other.date and (event.date is None or len(other.date) > len(event.date)):
            event.date, event.end_date, event.basis = other.date, other.end_date, other.basis
        for name in ("place", "place_id", "forum", "minutes", "initiated_by", "level"):
            if getattr(event, name) is None:
                setattr(event, name, getattr(other, name))
        if _SPECIFICITY.get(other.kind, 0) > _SPECIFICITY.get(event.kind, 0):
            event.kind = other.kind
        if event.status == "proposed" and other.status == "planned":
            event.status = "planned"

    def _worth_keeping(self, event: Candidate) -> bool:
        if event.family == "visit":
            return bool(event.people)
        known = bool(event.date) + bool(event.place_id) + (len(event.people) >= 2) + event.joint
        if event.family == "call":
            return len(event.people) >= 2 or bool(event.date and (event.joint or event.people))
        if event.status != "held":
            return bool(event.date or event.place_id or len(event.people) >= 2 or event.kind == "talks")
        return known >= 1 and (bool(event.people) or event.joint or bool(event.place_id))

    def _settle_kind(self, candidate: Candidate) -> Candidate:
        levels = [a.level for a in candidate.people.values() if a.level]
        if candidate.level is None and levels:
            # The lower of the two levels: a leader receiving a minister is a meeting at ministers' level.
            sided = [lv for lv in levels if lv in _LEVELS]
            candidate.level = max(sided, key=_LEVELS.index) if sided and candidate.kind != "visit" else (sided[0] if sided else None)
        if candidate.kind == "meeting" and candidate.level == "leader":
            candidate.kind = "summit"
        if candidate.kind == "summit" and candidate.level is None:
            candidate.level = "leader"
        if candidate.kind == "talks" and candidate.level is None:
            candidate.level = "minister"
        return candidate

    def _record(self, event: Candidate) -> Interaction:
        spans = sorted(dict.fromkeys(event.spans))
        return Interaction(
            doc=self.analysis.document.id,
            evidence=cite(self.analysis.text, *spans[:6]),
            confidence=min(0.95, 0.6 + 0.1 * event.mentions + 0.1 * bool(event.date)),
            kind=event.kind,
            status=event.status,
            date=event.date,
            end_date=event.end_date if event.end_date != event.date else None,
            date_basis=event.basis if event.date else None,
            level=event.level,
            participants=tuple(_name(a) for a in event.people.values()),
            place=event.place,
            forum=event.forum,
            duration_minutes=event.minutes,
            initiated_by=event.initiated_by,
        )


def _name(actor: Actor) -> Name:
    return actor.as_name()


def _codes(analysis: Analysis) -> frozenset[str]:
    return frozenset(side.code for side in analysis.pack.sides)


def _agree(one: str | None, other: str | None) -> bool:
    return bool(one and other) and (str(one).startswith(str(other)) or str(other).startswith(str(one)))


def _conflict(one: str | None, other: str | None) -> bool:
    return bool(one and other) and not _agree(one, other)


def _within(event: Candidate, date: str | None) -> bool:
    return bool(event.date and event.end_date and date) and str(event.date) <= str(date) <= str(event.end_date)
