"""Where an interaction took place, how long it took, at whose request, at what level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.interactions_candidates import Candidate
from bilat.extract.interactions_clauses import Clauses
from bilat.extract.layers import Layer
from bilat.extract.lexicon import Mention
from bilat.extract.places import PlaceFinder
from bilat.languages.events import event_list
from bilat.languages.sentences import Sentence
from bilat.model import FAMILY, Span

_SHORTEST, _LONGEST = 10, 900  # minutes that a meeting may take
_NOT_BUT = 60  # characters: `X, and not Y, had asked for it`
_RUNG = 24  # characters from a word of ringing up to whom
LEVELS = ("leader", "minister", "vice_minister", "working")


class Details:
    """Fills in what the sentence of an event word says of it."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor], places: PlaceFinder, clauses: Clauses) -> None:
        self.analysis = analysis
        self.actors = Layer(actors)
        self.places = places
        self.clauses = clauses
        self.codes = frozenset(side.code for side in analysis.pack.sides)

    def place(self, candidate: Candidate, word: Mention, sentence: Sentence, clause: Span) -> None:
        if candidate.family == "call":
            return
        if candidate.kind == "visit":
            destination = self.places.destination(word, sentence)
            if destination is not None:
                candidate.place, candidate.place_id = destination.name, destination.id
            return
        if self.clauses.opens_with_it(word, sentence):
            clause = self.clauses.comma_clause(word, sentence)  # `The meeting ended a tour, with stops in ...`
            sentence = replace(sentence, end=clause[1])
        place, forum = self.places.for_event(word, sentence, clause, self.clauses)
        if place is not None:
            candidate.place, candidate.place_id = place.name, place.id
        if forum is not None:
            candidate.forum = forum.name

    def visit_elsewhere(self, candidate: Candidate) -> None:
        """Notes a journey to a third state, or home: no visit of one side to the other."""
        candidate.elsewhere = candidate.kind == "visit" and self._elsewhere(candidate)

    def _elsewhere(self, candidate: Candidate) -> bool:
        if candidate.place_id is None or not candidate.people:
            return False
        country = self.places.country(candidate.place_id)
        sides = {a.side for a in candidate.people.values()}
        return country is not None and (country not in self.codes or sides == {country})

    def length_and_request(self, candidate: Candidate, word: Mention, sentence: Sentence) -> None:
        if candidate.family in ("call", "meeting"):
            self._length(candidate, word, sentence)
        asked = self._initiator(candidate, word, sentence)
        if candidate.kind == "visit" and asked in {actor.side for actor in candidate.people.values()}:
            asked = None  # nobody invites himself: the sentence names the guest beside the word of inviting
        candidate.initiated_by = candidate.initiated_by or asked

    def _length(self, candidate: Candidate, word: Mention, sentence: Sentence) -> None:
        """How long it took; what another clause than the word's says gives way to what is told later."""
        lengths = [q for q in self.analysis.quantities_in(sentence.start, sentence.end) if q.unit == "minutes"]
        lengths = [q for q in lengths if _SHORTEST <= q.value <= _LONGEST]
        lengths = [q for q in lengths if self._lasted(q.start, q.end, word, sentence)]
        if not lengths or (candidate.minutes is not None and not candidate.loosely_long):
            return
        lasted = event_list(sentence.language, "lasted_to")
        longer = [q for q in lengths if self.analysis.view[sentence.start : q.start].endswith(lasted)]
        nearest = longer[0] if longer and lasted else min(lengths, key=lambda q: abs(q.start - word.start))
        own = self.clauses.comma_clause(word, sentence)
        loosely = word.layer == "event" and word.key[1] != "length" and not own[0] <= nearest.start < own[1]
        if candidate.minutes is None or not loosely:
            candidate.minutes, candidate.loosely_long = int(nearest.value), loosely

    def _lasted(self, start: int, end: int, word: Mention, sentence: Sentence) -> bool:
        """True where a length of time is that of an event word: no other's, nor a time since when something was."""
        if self.clauses.of_another(start, word, sentence) or self._since(end, word, sentence):
            return False
        low, high = self.clauses.clause(word, sentence)
        others = [m for m in self.clauses.events.within(sentence.start, sentence.end) if m.kind not in ("none", "back")]
        if not low <= start < high:
            return not others or others == [word]
        own = self.clauses.comma_clause(word, sentence)
        if own[0] <= start < own[1]:
            return True
        beside = [m for m in others if self._in_clause_of(start, m, sentence)]
        return not any(m.kind != "visit" and _family(m) != _family(word) for m in beside)

    def _in_clause_of(self, at: int, word: Mention, sentence: Sentence) -> bool:
        start, end = self.clauses.comma_clause(word, sentence)
        return start <= at < end

    def _since(self, end: int, word: Mention, sentence: Sentence) -> bool:
        """`spoke for an hour of what was done since they met`: the meeting is the earlier one."""
        between = self.analysis.view[end : word.start]
        return any(f" {since} " in between for since in self.analysis.grammar_of(sentence).words("since"))

    def _initiator(self, candidate: Candidate, word: Mention, sentence: Sentence) -> str | None:
        """The side that asked: named beside a word of asking, or the other party where one came at request."""
        if self._is_asked(sentence):
            return None
        if self._person_calls(candidate, sentence):
            return next(iter(candidate.people.values())).side
        names = ("asks_for_visits", "at_request", "at_request_within")
        asks, at_request, within = (event_list(sentence.language, name) for name in names)
        own = self.clauses.comma_clause(word, sentence)
        for request in self.analysis.layer("request").within(sentence.start, sentence.end):
            if self.analysis.has("negation", max(sentence.start, request.start - 4), request.start):
                continue
            if candidate.kind != "visit" and self.analysis.view[request.start : request.end] in asks:
                continue
            if sentence.language == "zh" and request.kind == "before" and not own[0] <= request.start < own[1]:
                clause = self.clauses.comma_clause(request, sentence)  # 应X提议，……; ……，是X打来的
                told = self.analysis.view[slice(*self.clauses.trimmed(*clause))]
                opens = told.startswith(at_request) or any(form in told for form in within)
                if not opens and not self._at_somebodys(request, at_request[:1], clause[0]):
                    continue
            if request.kind == "bare" and request.start >= word.end:
                return self._other_than(self.actors.within(word.end, request.start))  # ……通话，中方应约
            if request.kind == "bare" and not self._asks_for(request, word):
                continue
            if request.kind == "bare":
                before = [a for a in candidate.people.values() if a.side and a.end <= request.start]
                others = {a.side for a in candidate.people.values() if a.side}
                if before and len(others) == 2:
                    return next(s for s in others if s != before[-1].side)
                continue
            window = (request.end, request.end + 30) if request.kind == "after" else (request.start - 30, request.start)
            asked = [a for a in self.actors.within(*window) if a.side in self.codes]
            if request.kind == "before" and any(self._is_ruled_out(a) for a in asked):
                low = request.start - _NOT_BUT
                asked = [a for a in self.actors.within(low, request.start) if a.side in self.codes]
            asked = [a for a in asked if not self._is_ruled_out(a) and self._asks(request, a, sentence)]
            if asked:
                return asked[0].side if request.kind == "after" else asked[-1].side
            if (owner := self._owner_of(request)) is not None:
                return owner
        return None

    def _owner_of(self, request: Mention) -> str | None:
        """`at China's request`: the state whose name stands right before a word of asking."""
        states = self.analysis.layer("entity").within(request.start - _RUNG, request.end)
        states = [m for m in states if m.kind in ("side", "adjective") and m.start < request.start <= m.end + 1]
        codes = [code for m in states for code in self.codes if f"side/{code}" in m.key]
        return codes[-1] if codes and request.kind == "before" else None

    def _asks(self, request: Mention, actor: Actor, sentence: Sentence) -> bool:
        """`it was X who rang`: a relative word needs X right before it; `no hint of who rang` names nobody."""
        relative = self.analysis.grammar_of(sentence).words("relative_persons")
        if not self.analysis.view.startswith(relative or "\0", request.start):
            return True
        return 0 <= request.start - actor.end <= 1

    def _is_asked(self, sentence: Sentence) -> bool:
        """In a paragraph that ends in a question: what a reporter supposes, nobody has told."""
        end = self.analysis.view.find("\n", sentence.end)
        line = self.analysis.view[sentence.start : end if end >= 0 else len(self.analysis.view)]
        return line.rstrip(' ”」"').endswith(("?", "？"))

    def _is_ruled_out(self, actor: Actor) -> bool:
        """`X, and not Y, had asked for it`."""
        before = self.analysis.layer("negation").within(actor.start - 6, actor.start)
        return any(m.end >= actor.start - 1 for m in before)

    def asked_in_account(self, event: Candidate, sentence: Sentence) -> str | None:
        """中方通稿：应约: whose account says that it came at request, the other side had asked."""
        for request in self.analysis.layer("request").within(sentence.start, sentence.end):
            sides = [a.side for a in self.actors.within(sentence.start, request.start)]
            sides = [side for side in sides if side in self.codes]
            if request.kind == "bare" and sides and event.family == "call":
                return next(code for code in sorted(self.codes) if code != sides[-1])
        return None

    def _at_somebodys(self, request: Mention, at_request: Sequence[str], low: int) -> bool:
        """X应美国总统Y之邀: behind who came stands a word of coming at somebody's request."""
        at = max((self.analysis.view.rfind(form, low, request.start) for form in at_request), default=-1)
        return at >= 0 and any(a.end == at for a in self.actors.within(low, at))

    def _other_than(self, told: Sequence[Actor]) -> str | None:
        """The side that the last of some are not of."""
        sides = [a.side for a in told if a.side in self.codes]
        return next((code for code in sorted(self.codes) if code != sides[-1]), None) if sides else None

    def _asks_for(self, request: Mention, word: Mention) -> bool:
        """True where a word of asking stands in the clause of an event word, before it."""
        between = self.analysis.view[request.end : word.start]
        return request.end <= word.start and not set(between) & set("；;。")

    def _person_calls(self, candidate: Candidate, sentence: Sentence) -> bool:
        """`X called Y`, X致电Y: X rang."""
        people = list(candidate.people.values())
        if candidate.family != "call" or len(people) < 2:
            return False
        between = [
            m
            for m in self.analysis.layer("event").within(sentence.start, sentence.end)
            if people[0].end <= m.start and m.end <= people[1].start and people[1].start - m.end <= _RUNG
        ]
        ringing = event_list(sentence.language, "ringing")
        view = self.analysis.view
        if view[: people[1].start].endswith(event_list(sentence.language, "rung_to") or "\0"):  # 给X打了电话
            return view.startswith(event_list(sentence.language, "rings"), people[1].end)
        return any(m.key[1] == "before_person" or self.analysis.view[m.start : m.end] in ringing for m in between)

    def settle_kind(self, candidate: Candidate) -> Candidate:
        candidate.level = candidate.level or self._level(candidate)
        if candidate.kind == "meeting" and candidate.status == "held" and not candidate.people and not candidate.level:
            candidate.level = self.places.known_level(candidate.place_id, candidate.date)
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

    def _level(self, candidate: Candidate) -> str | None:
        """The highest level of those taking part; `leader` only where both sides' leaders do, or one travels alone.

        A leader who receives the other side's minister holds a meeting at ministers' level, as the register counts it.
        """
        sides: dict[str | None, str] = {}
        for actor in candidate.people.values():
            if actor.level in LEVELS:
                sides[actor.side] = min(sides.get(actor.side, actor.level), actor.level, key=LEVELS.index)
        if not sides:
            return None
        if len(sides) > 1 and set(sides.values()) != {LEVELS[0]}:
            return min((level for level in sides.values() if level != LEVELS[0]), key=LEVELS.index)
        return min(sides.values(), key=LEVELS.index)


def _family(word: Mention) -> str:
    return FAMILY.get(word.kind, word.kind)
