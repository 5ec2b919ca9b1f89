"""Statements: attributions with voice, mode, act, issues and stance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.attribution import Attribution, AttributionFinder
from bilat.extract.issues import issues_of
from bilat.extract.transcript import Turn, transcript_turns
from bilat.languages.sentences import Sentence
from bilat.model import Name, Span, Statement, cite

# Stance on the Goldstein-like scale of the record format, by act: the value of a plain act of that kind.
STANCE = {
    "commit": 5, "welcome": 4, "affirm": 1, "expect": 1, "describe": 0, "urge": -1, "deny": -2, "warn": -3, "demand": -4,
    "reject": -4, "accuse": -5, "threaten": -7,
}  # fmt: skip
_MIN_CONTENT = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the attribution that it was made from."""

    record: Statement
    attribution: Attribution


def find_statements(
    analysis: Analysis, actors: Sequence[Actor], *, readout: bool
) -> tuple[list[Said], list[Actor]]:
    """All statements of a document in order, and its actors with pronouns resolved."""
    finder = AttributionFinder(analysis, actors, readout=readout)
    turns = transcript_turns(analysis, actors)
    attributions: list[Attribution] = []
    if turns:
        for turn in turns:
            attributions += _turn(finder, turn)
    else:
        attributions = finder.find(analysis.sentences)
    maker = _Maker(analysis)
    said = [item for attribution in attributions if (item := maker.make(attribution)) is not None]
    return said, sorted(finder.resolved, key=lambda a: a.start)


def _turn(finder: AttributionFinder, turn: Turn) -> Iterator[Attribution]:
    """A question holds only what it reports of others; every sentence of an answer is the speaker's own."""
    for sentence in turn.sentences:
        inner = [a for a in finder.find([sentence]) if _reports_another(a, turn)]
        yield from inner
        if turn.question or turn.speaker is None:
            continue
        if not any(_fills(a, sentence) for a in inner) and not finder.analysis.has("no_comment", sentence.start, sentence.end):
            yield Attribution(source=turn.speaker, cue=None, content=((sentence.start, sentence.end),), frame="turn", sentence=sentence)


def _reports_another(attribution: Attribution, turn: Turn) -> bool:
    source = attribution.source
    if source is None or attribution.carried or (source.pronoun is not None and not turn.question):
        return False
    if source.pronoun in ("zero", "author") or not (source.named or turn.question):
        return False
    if not turn.question and attribution.cue is not None and attribution.cue.kind != "say":
        return False
    if not turn.question and source.kind == "side":
        return False
    return source.voice in ("official", "media", "state_media", "unnamed_official", "expert", "business") and not (
        turn.speaker and source.name == turn.speaker.name
    )


def _fills(attribution: Attribution, sentence: Sentence) -> bool:
    return attribution.content[-1][1] - attribution.content[0][0] > 0.45 * (sentence.end - sentence.start)


class _Maker:
    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.previous: Statement | None = None
        self.previous_paragraph = -1

    def make(self, attribution: Attribution) -> Said | None:
        source = attribution.source
        content = attribution.content
        if source is None or source.voice is None or self._idle(attribution):
            return None
        issues = self._issues(attribution)
        if source.voice == "author" and not self._is_opinion(attribution, issues):
            return None
        record = Statement(
            doc=self.analysis.document.id,
            evidence=cite(self.analysis.text, self._evidence(attribution)),
            confidence=self._confidence(attribution),
            inferred="speech carried on from the sentence before" if attribution.carried else None,
            speaker=self._speaker(source),
            voice=source.voice,
            mode=self._mode(attribution),
            act=self._act(attribution),
            issues=issues,
            stance=STANCE[self._act(attribution)],
            via=tuple(actor.name for actor in attribution.via),
            content=content,
            cue=(attribution.cue.start, attribution.cue.end) if attribution.cue else None,
            source=source.span if source.end > source.start else None,
        )
        self.previous = record
        self.previous_paragraph = attribution.sentence.paragraph
        return Said(record, attribution)

    def _idle(self, attribution: Attribution) -> bool:
        """No content worth the name, or a refusal to comment."""
        length = sum(end - start for start, end in attribution.content)
        if length < (_MIN_CONTENT if attribution.sentence.language == "zh" else 2 * _MIN_CONTENT):
            return True
        first = attribution.content[0][0]
        low = max(attribution.sentence.start, min(first, attribution.source.start if attribution.source else first))
        return self.analysis.has("no_comment", low, attribution.content[-1][1])

    def _is_opinion(self, attribution: Attribution, issues: Sequence[str]) -> bool:
        return attribution.cue is not None and bool(issues or attribution.cue.kind == "say")

    def _speaker(self, source: Actor) -> Name:
        return source.as_name()

    def _evidence(self, attribution: Attribution) -> Span:
        spans = [*attribution.content]
        if attribution.source and attribution.source.end > attribution.source.start:
            spans.append(attribution.source.span)
        if attribution.cue:
            spans.append((attribution.cue.start, attribution.cue.end))
        return min(s for s, _ in spans), max(e for _, e in spans)

    def _confidence(self, attribution: Attribution) -> float:
        if attribution.carried:
            return 0.6
        return 0.75 if attribution.source and attribution.source.pronoun else 0.85

    def _mode(self, attribution: Attribution) -> str:
        if attribution.frame == "turn":
            return "direct"
        quoted = 0
        total = 0
        for start, end in attribution.content:
            total += len(self.analysis.text[start:end].strip())
            inside = [q for q in self.analysis.quotations_in(start, end) if q.depth == 0]
            quoted += sum(min(q.end, end) - max(q.start, start) for q in inside if self._counts(q.start, q.end, end - start))
        if quoted >= 0.85 * total:
            return "direct"
        return "mixed" if quoted else "indirect"

    def _counts(self, start: int, end: int, length: int) -> bool:
        """Terms and scare quotes are no quoted speech: short ones without a verb of their own inside a longer content."""
        inner = end - start - 2
        if self.analysis.view[start] > "\u2e80" or self.analysis.view[start + 1] > "\u2e80":
            return inner >= 5 or inner >= 0.5 * length
        return " " in self.analysis.view[start:end] and (inner >= 9 or inner >= 0.5 * length)

    def _act(self, attribution: Attribution) -> str:
        return attribution.act

    def _issues(self, attribution: Attribution) -> tuple[str, ...]:
        found = issues_of(self.analysis, attribution.content)
        if not found:
            found = self._topic_issues(attribution)
        if not found and self.previous is not None and attribution.sentence.paragraph == self.previous_paragraph:
            found = self.previous.issues
        if not found:
            found = issues_of(self.analysis, [(attribution.sentence.start, attribution.sentence.end)])
        return found[:4]

    def _topic_issues(self, attribution: Attribution) -> tuple[str, ...]:
        """What stands before the source in the same sentence, or in the sentence before."""
        start = attribution.sentence.start
        first = attribution.content[0][0]
        return issues_of(self.analysis, [(start, first)]) if first > start else ()
