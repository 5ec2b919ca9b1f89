"""From an event word to one telling of an interaction: status, date, people and details of its clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.analysis import Analysis
from bilat.extract.interactions_candidates import Candidate
from bilat.extract.interactions_clauses import Clauses
from bilat.extract.interactions_dates import EventDates
from bilat.extract.interactions_details import Details
from bilat.extract.lexicon import Mention
from bilat.extract.parties import Parties
from bilat.extract.status import status_of
from bilat.languages.sentences import Sentence
from bilat.model import Span

_TERM = 13  # characters: what stands in shorter quotation marks is a term or a rumour, not a telling


class Tellings:
    """Reads the event words of one document; `told` are the events so far, from which a bare telling takes people."""

    def __init__(
        self, analysis: Analysis, parties: Parties, dates: EventDates, details: Details, told: Sequence[Candidate]
    ) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = details.actors
        self.parties = parties
        self.clauses: Clauses = dates.clauses
        self.dates = dates
        self.details = details
        self.told = told

    def words(self, sentence: Sentence) -> list[Mention]:
        """The event words of a sentence."""
        return [m for m in self.analysis.layer("event").within(sentence.start, sentence.end) if m.kind != "none"]

    def in_sentence(self, sentence: Sentence, words: Sequence[Mention]) -> list[Candidate]:
        """What the event words of a sentence tell of."""
        found: list[Candidate] = []
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
        return found

    def denied_next(self, sentence: Sentence) -> bool:
        """True where the sentence right behind says that there is nothing in it."""
        return self.analysis.has("denial", sentence.end, sentence.end + 60)

    def _is_interview(self, word: Mention, sentence: Sentence) -> bool:
        """接受媒體訪問: the word for a visit also stands for an interview."""
        before = self.view[max(sentence.start, word.start - 14) : word.start]
        return any(
            (at := before.rfind(marker)) >= 0 and "，" not in before[at:]
            for marker in self.analysis.grammar_of(sentence).words("interview_markers")
        )

    def _person_follows(self, word: Mention) -> bool:
        return any(0 <= a.start - word.end <= 1 and a.kind == "person" and not a.pronoun for a in self.actors)

    def _candidate(self, word: Mention, sentence: Sentence) -> Candidate | None:
        start, end = self.clauses.clause(word, sentence)
        status = status_of(self.analysis, word, sentence, (start, end))
        if status is None:
            return None
        entry = self.dates.of_entry(sentence)
        date = self.dates.of(word, sentence, (start, end)) or entry
        status = self.dates.status_by_date(status, date, word.kind)
        if status is None:
            return None
        kind = "talks" if word.kind == "meeting" and self.analysis.has("trade_talks", start, end) else word.kind
        candidate = Candidate(
            kind=kind, status=status, spans=[self.clauses.trimmed(start, end)], level=word.key[0] or None
        )
        markers = self.analysis.grammar_of(sentence).words("companion_markers")
        candidate.with_somebody = word.key[1] == "before_person" or any(
            marker in self.view[start : word.end + 12] for marker in markers
        )
        candidate.anaphoric = self.clauses.is_anaphoric(word, sentence)
        candidate.entry = entry is not None
        candidate.of_trade = self.analysis.has("trade_talks", start, end)
        candidate.announced = kind == "talks" and self.analysis.has("scheduled", start, end)
        if date is not None:
            candidate.date, candidate.end_date, candidate.basis = date.date, date.end_date, date.basis
        self._people(candidate, word, sentence, (start, end))
        self.details.place(candidate, word, sentence, (start, end))
        self.details.length_and_request(candidate, word, sentence)
        return self.details.settle_kind(candidate)

    def _people(self, candidate: Candidate, word: Mention, sentence: Sentence, clause: Span) -> None:
        comma = self.clauses.comma_clause(word, sentence)
        if candidate.kind == "visit":
            candidate.add(self.parties.visitors(word, sentence, comma))
            return
        joint = self.parties.joint(word, comma) or self.parties.joint(word, clause)
        if joint is not None and candidate.kind == "talks":
            joint = replace(joint, level=None)
        candidate.joint = joint is not None
        if joint is not None and joint.level and candidate.level is None:
            candidate.level = joint.level
        people = self.parties.beside(word, sentence, comma, clause, level=candidate.level)
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
        unnamed = word.key[1] == "noun" and not self._somebody(comma)
        if candidate.family == "call" and candidate.date and not candidate.people and joint is None and unnamed:
            calls = (e for e in reversed(self.told) if e.family == "call" and len(e.people) >= 2)
            last = next((list(e.people.values()) for e in calls), None)
            candidate.add(last or self.parties.most_spoken_of() or told or [])
        if joint is not None and len(people) < 2 and candidate.kind != "talks":
            pair = next((list(e.people.values()) for e in reversed(self.told) if len(e.people) >= 2), None)
            candidate.add(self.parties.pair(joint, pair))

    def _somebody(self, span: Span) -> bool:
        """True where a stretch names a person or a paper: what it tells of is theirs."""
        kinds = ("person", "outlet", "role")
        return any(span[0] <= a.start < span[1] and a.kind in kinds for a in self.actors)

    def _title_names_pair(self) -> bool:
        """True where the title speaks of the two leaders: a list of their contacts need not name them each time."""
        span = self.analysis.document.title_span
        leaders = {a.entity for a in self.parties.main_pair("leader")}
        named = {a.entity for a in self.actors if span and span[0] <= a.start < span[1]}
        if span:
            for mention in self.analysis.layer("entity").within(*span):
                named.update(mention.key)
        return len(leaders) == 2 and leaders <= named
