"""Who else took part: `格里尔同行`, `一同与会的X说`, `与会者还有X和Y`, told behind the meeting."""

from __future__ import annotations

from collections.abc import Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.interactions_candidates import Candidate
from bilat.extract.interactions_clauses import Clauses
from bilat.extract.lexicon import Mention
from bilat.extract.parties import Parties
from bilat.languages.sentences import Sentence
from bilat.model import Span


class Joining:
    """Looks for such people in the sentences of one document; `told` are the events so far."""

    def __init__(self, analysis: Analysis, parties: Parties, clauses: Clauses, told: Sequence[Candidate]) -> None:
        self.analysis = analysis
        self.parties = parties
        self.clauses = clauses
        self.told = told

    def add(self, sentence: Sentence) -> None:
        """Adds those of a sentence to the meeting told of last in its paragraph, or held last."""
        line = self.analysis.view.rfind("\n", 0, sentence.start) + 1
        near = [e for e in self.told if e.family == "meeting" and e.sentence >= line]
        near = [e for e in near if e.people or e.place_id]
        for mark in self.analysis.layer("joining").within(sentence.start, sentence.end):
            people = self.parties.people.within(*self._stretch(mark, sentence)) if near else []
            if people:
                held = [e for e in near if e.status == "held" and e.sentence < sentence.start]
                event = held[-1] if held and mark.kind != "one" else near[-1]
                event.add(self._spoken_of(event, mark) if mark.kind == "list" else ())
                event.add(people)
                event.spans.append(self.clauses.trimmed(*self.clauses.comma_clause(mark, sentence)))

    def _spoken_of(self, event: Candidate, mark: Mention) -> list[Actor]:
        """`与会者还有……`: beside the ministers whom the paragraph has named since it told of a meeting of nobody."""
        before = self.parties.people.within(event.sentence, mark.start) if not event.people else ()
        return [a for a in before if a.level in ("minister", "vice_minister") and a.side in self.parties.codes]

    def _stretch(self, mark: Mention, sentence: Sentence) -> Span:
        """The clause of a word of joining; from one with nobody before it, all that follows up to the next stop."""
        start, end = self.clauses.comma_clause(mark, sentence)
        if self.parties.people.within(start, mark.start):
            return start, end
        return (start, self.clauses.clause(mark, sentence)[1]) if mark.kind == "list" else (start, end)
