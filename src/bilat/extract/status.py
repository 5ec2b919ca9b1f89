"""Whether an interaction was held, is planned, proposed, cancelled, or is no interaction at all."""

from __future__ import annotations

from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.languages.sentences import Sentence
from bilat.model import Span

_NEAR = {"zh": 14, "en": 60}


def status_of(analysis: Analysis, word: Mention, sentence: Sentence, clause: Span) -> str | None:
    """The status that the words around an event word give it; None where it is denied or only imagined."""
    near = _NEAR[sentence.language]
    start, end = clause
    low, high = max(start, word.start - near), min(end, word.end + near)
    comma = _comma_span(analysis.view, word, sentence)
    if analysis.has("not_held", comma[0], comma[1]):
        return None
    dated = any(d.date and len(d.date) >= 7 for d in analysis.dates_in(comma[0], comma[1]))
    if analysis.has("conditional", sentence.start, word.start) and not dated:
        return None
    if analysis.has("postponed", low, high):
        return "planned"
    if analysis.has("cancelled", comma[0], min(high, comma[1])) and not analysis.has("negation", low, word.start):
        return "cancelled"
    held = analysis.has("recall", comma[0], word.end)
    if analysis.has("future", max(comma[0], low), min(comma[1], high)) and not held:
        return "planned"
    if word.kind == "visit" or analysis.has("conditional", sentence.start, word.start):
        if analysis.has("proposed", comma[0], comma[1]):
            return "proposed"
        if analysis.has("future", sentence.start, sentence.end):
            return "planned"
        if analysis.has("conditional", sentence.start, word.start):
            return "planned"
    elif analysis.has("proposed", low, word.start) and not held:
        return "proposed"
    return "held"


def _comma_span(view: str, word: Mention, sentence: Sentence) -> Span:
    marks = "，,；;。"
    start = max(view.rfind(mark, sentence.start, word.start) for mark in marks) + 1
    ends = [at for mark in marks if (at := view.find(mark, word.end, sentence.end)) >= 0]
    return max(start, sentence.start), min([*ends, sentence.end])
