"""From an event word to one telling of an interaction: status, date, people and details of its clause."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.interactions_candidates import Candidate
from bilat.extract.interactions_clauses import Clauses
from bilat.extract.interactions_dates import EventDates
from bilat.extract.interactions_details import Details
from bilat.extract.interactions_frames import Frames
from bilat.extract.layers import Words
from bilat.extract.lexicon import Mention
from bilat.extract.participants import Participants
from bilat.extract.parties import Parties
from bilat.extract.status import postponement, status_of
from bilat.extract.visitors import Visitors
from bilat.languages.dates import DateExpression
from bilat.languages.events import event_list
from bilat.languages.sentences import Sentence
from bilat.model import FAMILY, Span


class Tellings:
    """Reads the event words of one document; `told` are the events so far, from which a bare telling takes people."""

    def __init__(
        self,
        analysis: Analysis,
        parties: Parties,
        dates: EventDates,
        details: Details,
        told: Sequence[Candidate],
        frames: Frames,
        counting: Words,
    ) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = details.actors
        self.parties = parties
        self.participants, self.visitors = Participants(parties), Visitors(parties)
        self.clauses: Clauses = dates.clauses
        self.dates = dates
        self.details = details
        self.told = told
        self.counting = counting
        self.frames = frames

    def words(self, sentence: Sentence) -> list[Mention]:
        """The event words of a sentence."""
        return self.counting.within(sentence.start, sentence.end)

    def in_sentence(self, sentence: Sentence, words: Sequence[Mention]) -> list[Candidate]:
        """What the event words of a sentence tell of."""
        found: list[Candidate] = []
        if not words:
            self._lasted(sentence)
        for word in words:
            just_told = self._just_told(sentence, found) if word.kind == "back" or word.key[1] == "length" else None
            if just_told is None and self._is_apposed(word, sentence, found):
                self.details.length_and_request(found[-1], word, sentence)
                continue
            if just_told is not None and (word.kind == "back" or not self._own_occasion(word, sentence, just_told)):
                self.details.length_and_request(just_told, word, sentence)
            elif word.kind != "back" and (candidate := self._candidate(word, sentence, found)) is not None:
                found += [candidate, *self._visits_beside(candidate, word, sentence)]
        return self._of_one_mind(found)

    def _visits_beside(self, visit: Candidate, word: Mention, sentence: Sentence) -> list[Candidate]:
        """`X and Y are to visit Beijing soon`: the visits of those who are listed with who makes a visit; where they
        make it together they are added to it."""
        if visit.kind != "visit" or len(visit.people) != 1 or word.key[1] == "invite":
            return []
        others = self.visitors.listed(next(iter(visit.people.values())))
        clause = self.clauses.clause(word, sentence)
        if others and not self.visitors.apart(clause, sentence.language, held=visit.status == "held"):
            visit.add(others)
            return []
        return [replace(visit, people={a.entity or a.name: a}, spans=list(visit.spans)) for a in others]

    def _is_apposed(self, word: Mention, sentence: Sentence, found: Sequence[Candidate]) -> bool:
        """`X and Y held talks, the first such session since ...`: it says more of what was told right before."""
        start, end = self.clauses.comma_clause(word, sentence)
        if not found or start <= sentence.start or word.key[1] != "noun":
            return False
        if FAMILY.get(word.kind, word.kind) != found[-1].family or found[-1].status != "held":
            return False
        lead = self.view[start:end].lstrip()
        if not lead.startswith(event_list(sentence.language, "apposed") or "\0"):
            return False
        return self.analysis.has("postponed", start, end) or not self.dates.of(word, sentence, (start, end))

    def _of_one_mind(self, found: list[Candidate]) -> list[Candidate]:
        """Two words for one interaction of a sentence (`a round of talks`): if one says that it is to come, both do."""
        for one, other in itertools.pairwise(found):
            alike = one.family == other.family and not (one.people and other.people)
            alike = alike and (one.level == other.level or None in (one.level, other.level))
            if alike and {one.status, other.status} == {"held", "planned"} and not (one.date and other.date):
                one.status = other.status = "planned"
        return found

    def _lasted(self, sentence: Sentence) -> None:
        """`It lasted two hours`: the length of what the sentence before told of."""
        last = self._just_told(sentence, ()) or self._told_in_paragraph(sentence)
        if last is not None and last.initiated_by is None:
            last.initiated_by = self.details.asked_in_account(last, sentence)
            last.spans += [(sentence.start, sentence.end)] if last.initiated_by else []
        requests = self.analysis.layer("request") if sentence.language == "en" else ()
        verbs = self.analysis.layer("lasting").within(sentence.start, sentence.end)
        verbs += [m for m in requests if sentence.start <= m.start and m.end <= sentence.end]
        for verb in verbs:
            if last is not None:
                self.details.length_and_request(last, verb, sentence)

    def _told_in_paragraph(self, sentence: Sentence) -> Candidate | None:
        """The last event of the paragraph, for a sentence that begins with `It`, or in an entry of a timeline."""
        words = event_list(sentence.language, "it")
        if not (self.view.startswith(words or "\0", sentence.start) or self.dates.of_entry(sentence)):
            return None
        line = self.view.rfind("\n", 0, sentence.start) + 1
        held = [e for e in self.told if line <= e.sentence < sentence.start and e.status == "held"]
        return next((e for e in reversed(held) if e.family in ("call", "meeting")), None)

    def _just_told(self, sentence: Sentence, here: Sequence[Candidate]) -> Candidate | None:
        """The event that `the conversation` or `spent an hour` refers back to: of this or the last sentence."""
        near = (*(e for e in self.told if e.sentence == self.clauses.before(sentence)), *here)
        return next((e for e in reversed(near) if e.status == "held" and e.family in ("call", "meeting")), None)

    def _own_occasion(self, word: Mention, sentence: Sentence, just_told: Candidate) -> bool:
        """True where the clause of a word names a day or people of its own."""
        start, end = self.clauses.comma_clause(word, sentence)
        people = {a.entity or a.name for a in self.parties.people.within(start, end)}
        days = [d.date for d in self.analysis.dates_in(start, end) if d.date]
        if word.key[1] == "length" and just_told.date is None and len(days) == 1:
            just_told.date, just_told.basis, days = days[0], "relative", []  # 致电X，两人周一谈了一小时
        return bool(days) or not people <= set(just_told.people)

    def denied_next(self, sentence: Sentence) -> bool:
        """True where the sentence, behind a semicolon, or the one right behind says that there is nothing in it."""
        clause = max(self.view.rfind(mark, sentence.start, sentence.end) for mark in "；;")
        here = clause > 0 and self.analysis.has("denial", clause, sentence.end)
        return here or self.analysis.has("denial", sentence.end, sentence.end + 60)

    def _candidate(self, word: Mention, sentence: Sentence, here: Sequence[Candidate]) -> Candidate | None:
        start, end = self.clauses.clause(word, sentence)
        status = status_of(self.analysis, word, sentence, (start, end))
        if status is None:
            return None
        entry = self.dates.of_entry(sentence)
        date = self.dates.of(word, sentence, (start, end), coming=status in ("planned", "proposed")) or entry
        if date is not None and self.dates.is_the_askings(date, status, word):
            date = None
        date = self._moved_or_served(date, status, word, sentence)
        same_day = self._day_told_of(word, sentence, here) if date is None and status == "held" else None
        status = self.dates.status_by_date(status, date, word, sentence)
        if status is None:
            return None
        length_of_call = word.key[1] == "length" and self._of_a_call(sentence)
        of_trade = word.kind == "meeting" and word.key[0] != "leader" and self.analysis.has("trade_talks", start, end)
        of_trade = of_trade or (word.key[1] == "length" and self.frames.for_days(word))
        kind = "talks" if of_trade else "call" if length_of_call else word.kind
        candidate = Candidate(
            kind=kind, status=status, spans=[self.clauses.trimmed(start, end)], level=word.key[0] or None
        )
        candidate.with_somebody = self._with_somebody(word, sentence)
        ahead = self.clauses.is_ahead(word, sentence)
        candidate.anaphoric = ahead or self.clauses.is_anaphoric(word, sentence)
        if status == "held" and date is None and self.clauses.is_definite(word, sentence):
            candidate.anaphoric |= self.analysis.has("future", word.end, sentence.end)  # `..., where both will ...`
        candidate.definite = self.clauses.opens_with_it(word, sentence)
        candidate.follows = self.clauses.just_before(sentence)
        candidate.completed = self.analysis.has("completed", *self.clauses.comma_clause(word, sentence))
        candidate.entry, candidate.sentence = entry is not None, sentence.start
        candidate.of_trade = self.analysis.has("trade_talks", start, end)
        scheduled = kind == "talks" and self.analysis.has("scheduled", start, end)
        candidate.announced = scheduled or word.key[1] in ("again", "round") or self.frames.numbered(word, sentence)
        if date is not None:
            date = self.dates.loosely(self.dates.ahead(self.dates.spread(date, word, sentence), status))
            candidate.date, candidate.end_date, candidate.basis = date.date, date.end_date, date.basis
        elif same_day is not None:
            candidate.date, candidate.basis = same_day.date, "relative"
        wired = self.view[word.start : word.end] in event_list(sentence.language, "wires")
        if candidate.kind == "call" and wired and self.analysis.has("congratulation", start, sentence.end):
            candidate.kind = "letter"  # 致电祝贺: by wire, not by telephone
        candidate.served = ahead or self.analysis.has("purpose", *self.clauses.comma_clause(word, sentence))
        self.details.place(candidate, word, sentence, (start, end))
        self._people(candidate, word, sentence, (start, end))
        if kind == "meeting" and self._of_teams(candidate, word, sentence):
            candidate.kind = "talks"
        if self.analysis.has("working", *self.clauses.comma_clause(word, sentence)) and not candidate.people:
            candidate.level = "working"
        self.details.visit_elsewhere(candidate)
        self.details.length_and_request(candidate, word, sentence)
        return self.details.settle_kind(candidate)

    def _of_a_call(self, sentence: Sentence) -> bool:
        """`这通电话由美方提出。两人谈了一小时`: the only event told in the sentence and the one before is a call."""
        low = self.clauses.before(sentence)
        near = self.counting.within(low if low >= 0 else sentence.start, sentence.end)
        return {FAMILY.get(m.kind, m.kind) for m in near if m.key[1] != "length" and m.kind != "back"} == {"call"}

    def _of_teams(self, candidate: Candidate, word: Mention, sentence: Sentence) -> bool:
        """`A and B sit down with a Chinese team`: several of one side, and those of the other by their state alone."""
        several = len(candidate.people) > 1 and len({a.side for a in candidate.people.values()}) == 1
        return several and self.frames.with_delegates(word, sentence, self.clauses.comma_clause(word, sentence))

    def _day_told_of(self, word: Mention, sentence: Sentence, here: Sequence[Candidate]) -> Candidate | None:
        """What was told of last with its day, where the clause of a word only says which part of the day it was."""
        if not self.clauses.opens_with_daypart(word, sentence):
            return None
        held = (e for e in reversed((*self.told, *here)) if e.status == "held" and e.date and not e.end_date)
        last = next(held, None)
        return last if last is not None and len(last.date or "") == 10 else None

    def _moved_or_served(
        self, date: DateExpression | None, status: str, word: Mention, sentence: Sentence
    ) -> DateExpression | None:
        """No date for what was put off, but the new one, nor for what the sentence's own event only prepares."""
        if date is None or status != "planned":
            return date
        start, end = self.clauses.comma_clause(word, sentence)
        served = self.analysis.has("purpose", start, end) and not (word.start - 20 < date.start < word.end + 20)
        moved = postponement(self.analysis, word, sentence)
        if moved is None:
            return None if served else date
        new = event_list(sentence.language, "moved_to")
        behind = [d for d in self.analysis.dates_in(moved.end, sentence.end) if d.date]
        behind = [d for d in behind if self.view[moved.end : d.start].rstrip().endswith(new)]
        return behind[0] if behind else None

    def _people(self, candidate: Candidate, word: Mention, sentence: Sentence, clause: Span) -> None:
        comma = self.clauses.comma_clause(word, sentence)
        if candidate.kind == "visit":
            to = self.details.places.country(candidate.place_id or "")
            candidate.add(self.visitors.of(word, sentence, comma, to))
            visits = (e for e in reversed(self.told) if e.kind == "visit" and e.people)
            last_visit = next(visits, None) if candidate.anaphoric and candidate.date and not candidate.people else None
            if last_visit is not None:
                candidate.add(last_visit.people.values())
            return
        joint = self.parties.joint(word, comma) or self.parties.joint(word, clause)
        level = candidate.level
        named = self.participants.beside(word, sentence, comma, clause, level=level)
        if joint is not None and joint.start not in range(*comma) and len({a.side for a in named}) > 1:
            joint = None  # 与X通话，为两国元首会晤做准备: both are of the other interaction
        if joint is not None and joint.start not in range(*comma) and self.parties.in_company(comma, sentence):
            joint = None  # 形容两国关系……，并称也许会同X通话
        if joint is not None and candidate.kind == "talks":
            joint = replace(joint, level=None)
        if joint is not None and joint.level is None and not named and self.parties.by_delegation(word, comma):
            candidate.joint = True
            return
        candidate.joint = joint is not None
        if joint is not None and joint.level and candidate.level is None:
            candidate.level = joint.level
        people = named
        if candidate.level != level:
            people = self.participants.beside(word, sentence, comma, clause, level=candidate.level)
        alone = joint is not None and joint.start in range(*comma) and not any(a.start in range(*comma) for a in people)
        if joint is not None and joint.level and (alone or self.parties.owns(joint, word)):
            people = [a for a in people if a.level == joint.level]  # `X recalled the leaders' call`
        if joint is not None and not any(a.side in self.parties.codes for a in people):
            people = []  # `X hosts the talks of the two`: the host is no party to them
        if people and len({a.side for a in people}) == 1 and self.analysis.has("working", people[-1].end, word.start):
            people = []  # `X welcomed plans for commanders to speak by phone`
        candidate.add(people)
        if (
            candidate.entry
            and self._title_names_pair()
            and not people
            and joint is None
            and candidate.family in ("call", "meeting")
        ):
            candidate.add(self.parties.main_pair("leader"))
        told = next((list(e.people.values()) for e in reversed(self.told) if len(e.people) >= 2), None)
        unnamed = word.key[1] == "noun" and not self._somebody(comma) and not self.analysis.has("working", *comma)
        if candidate.family == "call" and candidate.date and not candidate.people and joint is None and unnamed:
            calls = (e for e in reversed(self.told) if e.family == "call" and len(e.people) >= 2)
            last = next((list(e.people.values()) for e in calls), None)
            candidate.add(last or self.parties.most_spoken_of() or told or [])
        below = not people and self.analysis.has("working", *comma)  # 两军战区领导人通话: not those whom the text names
        if joint is not None and len(people) < 2 and candidate.kind != "talks" and not below:
            pair = self.parties.pair(joint, self._last_pair(joint, sentence))
            known = self._known_level(candidate) if joint.level is None and candidate.status == "held" else None
            if known is None or all(a.level == known for a in pair):
                candidate.add(pair)
            else:
                candidate.level = candidate.level or known

    def _last_pair(self, joint: Actor, sentence: Sentence) -> list[Actor] | None:
        """Who met in the event told last, of those with the party that the paragraph names last before a phrase for
        both, if there are such."""
        line = self.view.rfind("\n", 0, sentence.start) + 1
        named = [a.entity or a.name for a in self.parties.people if line <= a.start and a.end <= joint.start]
        pairs = [list(e.people.values()) for e in reversed(self.told) if len(e.people) >= 2]
        near = [pair for pair in pairs if named and any((a.entity or a.name) == named[-1] for a in pair)]
        return next(iter(near or pairs), None)

    def _known_level(self, candidate: Candidate) -> str | None:
        """The level of the event that the register knows at the place of one whose people are not named."""
        place = self.analysis.pack.entities.get(candidate.place_id or "")
        row = self.details.places.register_event(place, self.analysis.document.published) if place else None
        return row["level"].replace("-", "_") or None if row else None

    def _with_somebody(self, word: Mention, sentence: Sentence) -> bool:
        """The other party is there, though no official whom the pack knows: a delegation, an executive."""
        start, end = self.clauses.comma_clause(word, sentence)
        here = self.actors.within(start, end)
        company = event_list(sentence.language, "company") if sentence.language == "zh" else ()
        if here and self.view[start : here[0].start].rpartition("）")[2].strip() in company:
            return True  # 同X谈了两天之后: whoever does it follows
        sides = {a.side for a in here if self.parties.is_party(a)}
        others = [a for a in here if a.kind in ("person", "role", "body", "thinktank") and a.voice != "media"]
        others = [a for a in others if not self.parties.is_party(a)]
        if any(a.voice == "business" or a.kind == "person" or a.side in self.parties.codes for a in others):
            return True
        named = self.analysis.layer("entity").within(start, end)
        states = {f"side/{code}" for code in self.parties.codes} - {f"side/{side}" for side in sides}
        return any(m.kind in ("side", "adjective", "officials") and m.key[0] in states for m in named)

    def _somebody(self, span: Span) -> bool:
        """True where a stretch names a person or a paper: what it tells of is theirs."""
        kinds = ("person", "outlet", "role")
        return any(a.kind in kinds for a in self.actors.begun(*span))

    def _title_names_pair(self) -> bool:
        """True where the title speaks of the two leaders: a list of their contacts need not name them each time."""
        span = self.analysis.document.title_span
        leaders = {a.entity for a in self.parties.main_pair("leader")}
        named = {a.entity for a in self.actors.begun(*span)} if span else set()
        if span:
            for mention in self.analysis.layer("entity").within(*span):
                named.update(mention.key)
        return len(leaders) == 2 and leaders <= named
