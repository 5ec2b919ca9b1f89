"""Shifts of stance: that somebody has become softer or harder, as a text remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.languages.sentences import Sentence
from bilat.model import StanceShift, cite

_WHO = frozenset({"person", "office", "side"})  # a stance is theirs before it is a company's
_MARKS = "，,；;：:。"


def find_stance_shifts(analysis: Analysis, actors: Sequence[Actor]) -> Iterator[StanceShift]:
    """Remarks that somebody's stance has become softer or harder; told once in a paragraph."""
    codes = {side.code for side in analysis.pack.sides}
    told: set[tuple[int, str, str]] = set()
    for sentence in analysis.sentences:
        for direction in ("softer", "harder"):
            words = analysis.layer(direction).within(sentence.start, sentence.end)
            for word in (w for w in words if w.kind != "none" and not _unsaid(analysis, w, sentence)):
                actor = _who(analysis, actors, word, sentence, codes)
                if actor is None or (sentence.paragraph, actor.name, direction) in told:
                    continue
                told.add((sentence.paragraph, actor.name, direction))
                yield StanceShift(
                    doc=analysis.document.id,
                    evidence=cite(analysis.text, (sentence.start, sentence.end)),
                    confidence=0.6,
                    who=actor.as_name(),
                    direction=direction,
                )
                break


def _clause(analysis: Analysis, word: Mention, sentence: Sentence) -> int:
    """Where the clause of a word begins."""
    marks = (analysis.view.rfind(mark, sentence.start, word.start) + 1 for mark in _MARKS)
    return max(sentence.start, *marks)


def _unsaid(analysis: Analysis, word: Mention, sentence: Sentence) -> bool:
    """Denied, wanted of somebody, or in a condition: it has not come about."""
    low = _clause(analysis, word, sentence)
    if analysis.has("conditional", sentence.start, word.start) or analysis.has("negation", low, word.start):
        return True
    return analysis.has("urged", low, word.start) or analysis.has("wanted", low, word.start)


def _who(
    analysis: Analysis, actors: Sequence[Actor], word: Mention, sentence: Sentence, codes: set[str]
) -> Actor | None:
    """The last of the two sides before the word, in its clause or else in the sentence, that is the object of nothing;
    else the first behind it."""
    near = [a for a in actors if sentence.start <= a.start and a.end <= sentence.end and a.side in codes]
    before = [a for a in near if a.end <= word.end and not _is_object(analysis, a, sentence)]
    before = [a for a in before if a.kind in _WHO] or before
    own = [a for a in before if a.start >= _clause(analysis, word, sentence)]
    behind = [a for a in near if a.start >= word.end]
    return (own or before)[-1] if before else behind[0] if behind else None


def _is_object(analysis: Analysis, actor: Actor, sentence: Sentence) -> bool:
    """Behind a preposition: `in the United States`, 对美方."""
    before = analysis.view[max(sentence.start, actor.start - 12) : actor.start].rstrip()
    before = before.removesuffix(" the")
    words = analysis.grammar_of(sentence).words("before_objects")
    return before.endswith(tuple(f" {w}" if w.isascii() else w for w in words))
