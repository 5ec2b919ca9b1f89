"""Interactions: calls, meetings, talks, visits that a text tells of, each once, with what the text says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.parties import Parties
from bilat.extract.places import PlaceFinder
from bilat.extract.statements import Said
from bilat.extract.status import status_of
from bilat.languages.dates import DateExpression
from bilat.languages.sentences import Sentence
from bilat.model import FAMILY, Interaction, Name, Span, cite

_LEVELS = ("leader", "minister", "vice_minister", "working")
_TERM = 13  # characters: what stands in shorter quotation marks is a term or a rumour, not a telling
_MOST_EVIDENCE = 24
_LEAST_ENTRIES = 4
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
    anaphoric: bool = False
    announced: bool = False
    with_somebody: bool = False
    of_trade: bool = False
    earlier: bool = False  # recalled as the last before the one told of
    entry: bool = False  # told in an entry of a timeline
    mentions: int = 1

    @property
    def family(self) -> str:
        return FAMILY.get(self.kind, self.kind)


class InteractionFinder:
    """Finds the interactions of one document."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor], said: Sequence[Said]) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = actors
        self.parties = Parties(analysis, actors, said)
        self.places = PlaceFinder(analysis)
        self.events: list[Candidate] = []
        self.entries = _timeline_entries(analysis)
        stated = [d.date for d in analysis.dates if d.date and d.basis == "stated" and len(d.date) >= 7]
        self.latest = max(stated, default=None) if self.entries else None

    def find(self) -> list[Interaction]:
        """The distinct interactions, in the order in which the text comes to them."""
        for sentence in self.analysis.sentences:
            for candidate in self._in_sentence(sentence):
                self._place_among(candidate)
        kept = [e for e in self.events if self._worth_keeping(e)]
        kept = [e for e in kept if not self._told_as_meeting(e, kept)]
        return [self._record(e) for e in kept]

    def _told_as_meeting(self, visit: Candidate, events: Sequence[Candidate]) -> bool:
        """A visit that was held is not told beside the meeting that it was made for."""
        if visit.kind != "visit" or visit.status != "held" or visit.entry:
            return False
        for event in events:
            made_for = event.family == "meeting" and event.status == "held" and set(visit.people) & set(event.people)
            if made_for and not _conflict(visit.date and visit.date[:7], event.date and event.date[:7]):
                return True
        return False

    # -- candidates

    def _in_sentence(self, sentence: Sentence) -> list[Candidate]:
        found: list[Candidate] = []
        words = [m for m in self.analysis.layer("event").within(sentence.start, sentence.end) if m.kind != "none"]
        if words and self._denied_next(sentence):
            return []
        for word in words:
            quotation = self.analysis.quotation_at(word.start)
            if quotation is not None and quotation.end - quotation.start < _TERM:
                continue
            if word.kind == "visit" and self._is_interview(word, sentence):
                continue
            if word.key[1] == "before_person" and not self._person_follows(word):
                continue
            candidate = self._candidate(word, sentence)
            if candidate is not None:
                found.append(candidate)
        if not words:
            found += self._pair_in_entry(sentence)
        found += self._recalled_by_place(sentence, words)
        found += self._last_before(sentence, words)
        return found

    def _is_interview(self, word: Mention, sentence: Sentence) -> bool:
        """接受媒體訪問: the word for a visit also stands for an interview."""
        before = self.view[max(sentence.start, word.start - 14) : word.start]
        return any(
            (at := before.rfind(marker)) >= 0 and "，" not in before[at:]
            for marker in self.analysis.grammar_of(sentence).words("interview_markers")
        )

    def _pair_in_entry(self, sentence: Sentence) -> list[Candidate]:
        """In a timeline, people of both sides and a length or a place tell of a meeting without a word for it."""
        date = self._entry_date(sentence)
        people = [
            a for a in self.actors if sentence.start <= a.start and a.end <= sentence.end and self.parties.is_party(a)
        ]
        long = any(q.unit == "minutes" for q in self.analysis.quantities_in(sentence.start, sentence.end))
        if date is None or len({a.side for a in people}) < 2 or not long:
            return []
        candidate = Candidate(kind="meeting", status="held", spans=[(sentence.start, sentence.end)], entry=True)
        candidate.date, candidate.end_date, candidate.basis = date.date, date.end_date, date.basis
        self._add_people(candidate, people)
        anchor = Mention(sentence.start, sentence.start + 1, "event", "meeting", ("", "noun", sentence.language))
        self._where(candidate, anchor, sentence, (sentence.start, sentence.end))
        self._details(candidate, anchor, sentence)
        return [self._settle_kind(candidate)]

    def _denied_next(self, sentence: Sentence) -> bool:
        """True where the sentence right behind says that there is nothing in it."""
        return self.analysis.has("denial", sentence.end, sentence.end + 60)

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
            parties = [a for a in self.actors if sentence.start <= a.start < sentence.end]
            if not words and not any(a.kind in ("joint", "person") for a in parties):
                continue
            kinds = [w.kind for w in words] or [e.kind for e in self.events[-1:]]
            if not kinds or kinds[0] == "visit":
                continue
            candidate = Candidate(kind=kinds[0], status="held", spans=[(sentence.start, sentence.end)])
            candidate.date, candidate.basis, candidate.earlier = date.date, date.basis, True
            same = [e for e in self.events if e.family == candidate.family and len(e.people) >= 2]
            if same:
                self._add_people(candidate, list(same[-1].people.values()))
                candidate.level = same[-1].level
            found.append(candidate)
        return found

    def _person_follows(self, word: Mention) -> bool:
        return any(0 <= a.start - word.end <= 1 and a.kind == "person" and not a.pronoun for a in self.actors)

    def _candidate(self, word: Mention, sentence: Sentence) -> Candidate | None:
        start, end = self._clause(word, sentence)
        status = status_of(self.analysis, word, sentence, (start, end))
        if status is None:
            return None
        entry = self._entry_date(sentence)
        date = self._date(word, sentence, (start, end)) or entry
        status = self._status_by_date(status, date, word.kind)
        if status is None:
            return None
        kind = "talks" if word.kind == "meeting" and self.analysis.has("trade_talks", start, end) else word.kind
        candidate = Candidate(kind=kind, status=status, spans=[self._evidence(start, end)], level=word.key[0] or None)
        markers = self.analysis.grammar_of(sentence).words("companion_markers")
        candidate.with_somebody = word.key[1] == "before_person" or any(
            marker in self.view[start : word.end + 12] for marker in markers
        )
        candidate.anaphoric = self._is_anaphoric(word, sentence)
        candidate.entry = entry is not None
        candidate.of_trade = self.analysis.has("trade_talks", start, end)
        candidate.announced = kind == "talks" and self.analysis.has("scheduled", start, end)
        if date is not None:
            candidate.date, candidate.end_date, candidate.basis = date.date, date.end_date, date.basis
        self._people(candidate, word, sentence, (start, end))
        self._where(candidate, word, sentence, (start, end))
        self._details(candidate, word, sentence)
        return self._settle_kind(candidate)

    def _clause(self, word: Mention, sentence: Sentence) -> Span:
        """The stretch around an event word up to the marks that part it from the other event words."""
        marks = "。；;！？：" if sentence.language == "zh" else ";:"
        start = max((self.view.rfind(mark, sentence.start, word.start) + 1 for mark in marks), default=0)
        ends = [at for mark in marks if (at := self.view.find(mark, word.end, sentence.end)) >= 0]
        return max(start, sentence.start), min([*ends, sentence.end])

    def _evidence(self, start: int, end: int) -> Span:
        while start < end and self.view[start] in " \u3000，,":
            start += 1
        return start, end

    def _date(self, word: Mention, sentence: Sentence, clause: Span) -> DateExpression | None:
        usable = [
            d for d in self.analysis.dates_in(clause[0], clause[1])
            if d.date is not None and d.kind in ("point", "range", "vague")
            and not self._since(d, sentence) and self._is_of(d, word, sentence)
        ]  # fmt: skip
        if not usable:
            return None
        comma = self._comma_clause(word, sentence)
        anaphoric = self._is_anaphoric(word, sentence)

        def distance(date: DateExpression) -> tuple[int, int]:
            before = date.end <= word.start
            gap = word.start - date.end if before else date.start - word.end + 2
            return (0 if comma[0] <= date.start < comma[1] else 1, gap)

        best = min(usable, key=distance)
        return None if anaphoric and distance(best)[0] else best

    def _is_anaphoric(self, word: Mention, sentence: Sentence) -> bool:
        """`this call`, 此次会谈: told before."""
        before = self.view[sentence.start : word.start]
        return any(before.endswith(w) for w in self.analysis.grammar_of(sentence).words("anaphoric"))

    def _since(self, date: DateExpression, sentence: Sentence) -> bool:
        """A date behind "since", or before 以来, is another event's."""
        rules = self.analysis.grammar_of(sentence)
        words = rules.words("since")
        if rules.language == "zh":
            return any(self.view.startswith(w, date.end) for w in words)
        before = self.view[sentence.start : date.start]
        at = max(before.rfind(w + " ") for w in words) if words else -1
        return at >= 0 and not self.analysis.layer("event").any(sentence.start + at, date.start)

    def _is_of(self, date: DateExpression, word: Mention, sentence: Sentence) -> bool:
        """True where no event word of another kind stands nearer to the date."""

        subordinate = self.analysis.grammar_of(sentence).words("subordinate")

        def gap(mention: Mention) -> int:
            low, high = min(mention.end, date.end), max(mention.start, date.start)
            between = self.view[low:high]
            apart = date.end <= mention.start and any(f" {w} " in between for w in subordinate)
            apart = apart or self._dates_the_telling(date, mention, sentence)
            return len(between) + 200 * apart + 12 * sum(between.count(mark) for mark in "，,；;：:、")

        words = [m for m in self.analysis.layer("event").within(sentence.start, sentence.end) if m.kind != "none"]
        nearest = min(words, key=gap)
        if gap(word) >= 200:
            return False
        return nearest == word or (
            FAMILY.get(nearest.kind, nearest.kind) == FAMILY.get(word.kind, word.kind) and gap(word) < 30
        )

    def _dates_the_telling(self, date: DateExpression, word: Mention, sentence: Sentence) -> bool:
        """`reported this morning that ... will meet`: the date is that of the telling."""
        return self.analysis.grammar_of(sentence).language == "en" and any(
            content[0] <= word.start < content[1] and source[1] <= date.start < content[0]
            for source, content in self.parties.tellers
        )

    def _comma_clause(self, word: Mention, sentence: Sentence) -> Span:
        marks = "，,；;：:。"
        start = max(self.view.rfind(mark, sentence.start, word.start) for mark in marks) + 1
        ends = [at for mark in marks if (at := self.view.find(mark, word.end, sentence.end)) >= 0]
        return max(start, sentence.start), min([*ends, sentence.end])

    def _status_by_date(self, status: str, date: DateExpression | None, kind: str) -> str | None:
        """A date after the document's own is to come; a visit without a sign of having happened is not held."""
        published = self.analysis.document.published or self.latest
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
        if candidate.kind == "visit":
            self._add_people(candidate, self.parties.visitors(word, sentence, comma))
            return
        joint = self.parties.joint(word, comma) or self.parties.joint(word, clause)
        if joint is not None and candidate.kind == "talks":
            joint = replace(joint, level=None)
        candidate.joint = joint is not None
        if joint is not None and joint.level and candidate.level is None:
            candidate.level = joint.level
        people = self.parties.beside(word, sentence, comma, clause, level=candidate.level)
        self._add_people(candidate, people)
        if (
            candidate.entry
            and self._title_names_pair()
            and not people
            and joint is None
            and candidate.family in ("call", "meeting")
        ):
            self._add_people(candidate, self.parties.main_pair("leader"))
        told = next((list(e.people.values()) for e in reversed(self.events) if len(e.people) >= 2), None)
        unnamed = word.key[1] == "noun" and not self._somebody(comma)
        if candidate.family == "call" and candidate.date and not candidate.people and joint is None and unnamed:
            calls = (e for e in reversed(self.events) if e.family == "call" and len(e.people) >= 2)
            last = next((list(e.people.values()) for e in calls), None)
            self._add_people(candidate, last or self.parties.most_spoken_of() or told or [])
        if joint is not None and len(people) < 2 and candidate.kind != "talks":
            pair = next((list(e.people.values()) for e in reversed(self.events) if len(e.people) >= 2), None)
            self._add_people(candidate, self.parties.pair(joint, pair))

    def _somebody(self, span: Span) -> bool:
        """True where a stretch names a person or a paper: what it tells of is theirs."""
        kinds = ("person", "outlet", "role")
        return any(span[0] <= a.start < span[1] and a.kind in kinds for a in self.actors)

    def _entry_date(self, sentence: Sentence) -> DateExpression | None:
        """The date at the head of a sentence's line, where the text is a timeline: it dates all of the entry."""
        return self.entries.get(sentence.paragraph)

    def _title_names_pair(self) -> bool:
        """True where the title speaks of the two leaders: a list of their contacts need not name them each time."""
        span = self.analysis.document.title_span
        leaders = {a.entity for a in self.parties.main_pair("leader")}
        named = {a.entity for a in self.actors if span and span[0] <= a.start < span[1]}
        if span:
            for mention in self.analysis.layer("entity").within(*span):
                named.update(mention.key)
        return len(leaders) == 2 and leaders <= named

    def _add_people(self, candidate: Candidate, people: Sequence[Actor]) -> None:
        for actor in people:
            candidate.people.setdefault(actor.entity or actor.name, actor)

    # -- where, how long, at whose request

    def _where(self, candidate: Candidate, word: Mention, sentence: Sentence, clause: Span) -> None:
        if candidate.family == "call":
            return
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
            asked = [
                a
                for a in self.actors
                if window[0] <= a.start and a.end <= window[1] and a.side in _codes(self.analysis)
            ]
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
            spans = [(sentence.start, sentence.end), *self.places.sentences_with(place)]
            candidate = Candidate(kind=row["kind"], status="held", spans=spans)
            candidate.level = row["level"].replace("-", "_") or None
            candidate.place, candidate.place_id = place.name, place.id
            dates = [d for d in self.analysis.dates_in(sentence.start, sentence.end) if d.date and d.kind != "duration"]
            near = [d for d in dates if -3 <= d.start - span[1] <= 12 or -3 <= span[0] - d.end <= 12]
            if near and _conflict(near[0].date, row["date"]):
                continue
            if near:
                candidate.date, candidate.basis = near[0].date, near[0].basis
            found.append(candidate)
        return found

    # -- one event from several tellings

    def _place_among(self, candidate: Candidate) -> None:
        if candidate.anaphoric and candidate.date is None:
            known = next(
                (e for e in reversed(self.events) if e.family == candidate.family and e.status == "held"), None
            )
            if known is not None:
                candidate.status = "held"
        for event in reversed(self.events):
            if self._same(event, candidate):
                self._merge(event, candidate)
                return
        self.events.append(candidate)

    def _same(self, event: Candidate, other: Candidate) -> bool:
        if event.family != other.family:
            return False
        if (event.status == "held") != (other.status == "held"):
            # Spoken of as a matter of fact, without a date, in the place where one is planned.
            told_of = event.status == "planned" and other.date is None and event.place_id is not None
            return told_of and event.place_id == other.place_id and not other.people
        if other.earlier and not _agree(event.date, other.date):
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
        if (
            len(event.people) >= 2
            and len(other.people) >= 2
            and not (set(event.people) <= set(other.people) or set(other.people) <= set(event.people))
        ):
            return _agree(event.date, other.date) and bool(event.date)
        if event.family == "visit":
            return bool(shared) or not other.people
        linked = (
            bool(shared) or _agree(event.date, other.date) or bool(event.place_id and event.place_id == other.place_id)
        )
        return linked or not (other.people or other.date or other.place_id)

    def _merge(self, event: Candidate, other: Candidate) -> None:
        event.spans += other.spans
        event.mentions += 1
        event.announced = event.announced or other.announced
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
        if not event.people and not event.joint and event.status == "held":
            return bool(event.date and event.place_id) or self.places.in_register(event.place_id)
        if event.family == "call":
            return len(event.people) >= 2 or bool(event.date and (event.joint or event.people))
        if event.kind == "talks" and not event.place_id and len(event.people) < 2:
            return event.announced or event.of_trade or (event.status != "held" and event.joint)
        if event.status != "held":
            return bool(event.date or event.place_id or len(event.people) >= 2 or event.announced)
        if event.kind == "talks" and not event.date and not event.place_id:
            return not event.joint
        if len(event.people) == 1 and not event.place_id:
            return bool(event.date) and event.with_somebody
        return known >= 1

    def _settle_kind(self, candidate: Candidate) -> Candidate:
        levels = [a.level for a in candidate.people.values() if a.level]
        if candidate.level is None and levels:
            # The lower of the two levels: a leader receiving a minister is a meeting at ministers' level.
            sided = [lv for lv in levels if lv in _LEVELS]
            candidate.level = (
                max(sided, key=_LEVELS.index) if sided and candidate.kind != "visit" else (sided[0] if sided else None)
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
            participants=tuple(_name(a) for a in event.people.values()),
            place=event.place,
            forum=event.forum,
            duration_minutes=event.minutes,
            initiated_by=event.initiated_by,
        )


def _timeline_entries(analysis: Analysis) -> dict[int, DateExpression]:
    """The dates at the heads of lines by paragraph; empty where fewer than a third of the lines begin with one."""
    found: dict[int, DateExpression] = {}
    lines: dict[int, Sentence] = {}
    for sentence in analysis.sentences:
        lines.setdefault(sentence.paragraph, sentence)
    for number, first in lines.items():
        dates = [d for d in analysis.dates_in(first.start, first.end) if d.start - first.start <= 2 and d.date]
        if dates:
            found[number] = dates[0]
    return found if len(found) >= max(_LEAST_ENTRIES, len(lines) / 3) else {}


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
