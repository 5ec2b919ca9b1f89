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
    text = analysis.view[sentence.start : sentence.end].rstrip('”」』"')
    if text.endswith(("?", "？")) or analysis.has("not_held", comma[0], comma[1]):
        return None
    if _cancelled(analysis, word, sentence, comma):
        return "cancelled"
    if analysis.has("postponed", *((low, high) if word.kind == "visit" else comma)):
        return "planned"
    scheduled = analysis.has("scheduled", comma[0], comma[1])
    if analysis.has("conditional", sentence.start, word.start):
        dated = any(d.date and len(d.date) >= 7 and d.kind == "point" for d in analysis.dates_in(comma[0], comma[1]))
        return "planned" if scheduled or dated else None
    held = _recalled(analysis, comma[0], word.end, min(comma[1], high))
    if scheduled or (not held and analysis.has("future", comma[0], min(comma[1], high))):
        return "planned"
    if word.kind == "visit":
        if analysis.has("proposed", comma[0], comma[1]):
            return "planned" if analysis.has("accepted", sentence.start, comma[1]) else "proposed"
        if analysis.has("future", sentence.start, sentence.end) and not held:
            return "planned"
    elif not held and any(
        m.kind == "proposed"
        for m in analysis.layer("proposed").within(max(comma[0], low), min(high, comma[1]))
        if analysis.view[m.start : m.end] not in analysis.grammar_of(sentence).words("welcoming")
    ):
        return "proposed"
    if analysis.has("modality", comma[0], word.start) and not held:
        return "proposed"
    return "held"


def _recalled(analysis: Analysis, start: int, end: int, high: int) -> bool:
    """True where the words before tell of the past; a mere "first" does not, beside a word of what is to come."""
    recalls = analysis.layer("recall").within(start, end)
    if analysis.has("future", start, high):
        recalls = [m for m in recalls if not analysis.layer("first").any(m.start, m.end)]
    return bool(recalls)


def _cancelled(analysis: Analysis, word: Mention, sentence: Sentence, comma: Span) -> bool:
    """True where a word of cancelling belongs to the event word: close by, for a visit anywhere after it."""
    reach = 14 if sentence.language == "zh" else 40
    high = sentence.end if word.kind == "visit" else min(sentence.end, word.end + reach)
    found = analysis.layer("cancelled").within(max(comma[0], word.start - reach // 2), high)
    found = [c for c in found if not analysis.has("negation", max(sentence.start, c.start - 8), c.start)]
    objects = [c for c in found if not _has_other_object(analysis, c, word)]
    return bool(objects)


def _has_other_object(analysis: Analysis, cancelled: Mention, word: Mention) -> bool:
    """`cancelled the tariffs`: an instrument stands right behind the word of cancelling."""
    return cancelled.start > word.end and analysis.layer("instrument").any(cancelled.end, cancelled.end + 40)


def _comma_span(view: str, word: Mention, sentence: Sentence) -> Span:
    marks = "，,；;。"
    start = max(view.rfind(mark, sentence.start, word.start) for mark in marks) + 1
    ends = [at for mark in marks if (at := view.find(mark, word.end, sentence.end)) >= 0]
    return max(start, sentence.start), min([*ends, sentence.end])
