"""What a text expects: scenarios, interactions to come, deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bilat.extract.analysis import Analysis
from bilat.extract.statements import Said
from bilat.extract.status import status_of
from bilat.languages.sentences import Sentence
from bilat.model import Outlook, Span, cite


def find_outlook(analysis: Analysis, said: Sequence[Said]) -> Iterator[Outlook]:
    """Outlook records in the order of the text, each once for its span and kind."""
    seen: set[tuple[str, Span]] = set()
    for sentence in analysis.sentences:
        for kind, span, condition in _in_sentence(analysis, sentence):
            if (kind, span) in seen:
                continue
            seen.add((kind, span))
            yield Outlook(
                doc=analysis.document.id,
                evidence=cite(analysis.text, span),
                confidence=0.7,
                kind=kind,
                condition=condition,
                outcome=analysis.text[span[0] : span[1]],
                by=_speaker(said, sentence),
            )


def _speaker(said: Sequence[Said], sentence: Sentence) -> str | None:
    for item in said:
        if any(start < sentence.end and end > sentence.start for start, end in item.record.content):
            return item.record.speaker.name
    return None


def _in_sentence(analysis: Analysis, sentence: Sentence) -> Iterator[tuple[str, Span, str | None]]:
    whole = (sentence.start, sentence.end)
    conditions = [m for m in analysis.layer("conditional").within(*whole) if m.kind != "none"]
    if conditions and _looks_ahead(analysis, sentence, conditions[0].start):
        yield "scenario", whole, analysis.text[conditions[0].start : _comma(analysis, conditions[0].end, sentence)]
    elif analysis.has("scenario", *whole) and (analysis.has("future", *whole) or analysis.has("modality", *whole)):
        yield "scenario", whole, None
    for word in analysis.layer("event").within(*whole):
        if word.kind == "none":
            continue
        if status_of(analysis, word, sentence, whole) in ("planned", "proposed"):
            yield "expected_interaction", whole, None
            break
    for word in analysis.layer("deadline").within(*whole):
        dates = [
            d for d in analysis.dates_in(*whole) if d.kind in ("point", "vague") and abs(d.start - word.start) < 60
        ]
        if dates:
            yield "deadline", whole, None
            break


def _comma(analysis: Analysis, position: int, sentence: Sentence) -> int:
    """The first comma behind a position that is not one within a number; the sentence's end without one."""
    view = analysis.view
    found = (at for at in range(position, sentence.end) if view[at] in "，,")
    return next((at for at in found if not (view[at - 1].isdigit() and view[at + 1 : at + 2].isdigit())), sentence.end)


def _looks_ahead(analysis: Analysis, sentence: Sentence, position: int) -> bool:
    """A condition opens a scenario unless it asks a question or sits inside a longer word's clause of the past."""
    del position
    text = analysis.view[sentence.start : sentence.end].rstrip('”」』"')
    return not text.endswith(("？", "?")) or len(text) > 24
