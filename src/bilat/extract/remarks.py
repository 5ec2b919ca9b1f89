"""What a text remarks on beyond events and statements: silences, shifts of stance, leverage, phase patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.issues import issues_of
from bilat.languages.sentences import Sentence
from bilat.model import Interaction, Leverage, Name, Phase, Silence, Span, StanceShift, cite, record_id

_LIST = re.compile(r"[、，,]|\band\b|和|及|以及")
_PHASE_GAP = re.compile(r"^\s*(?:[—–\-→~～、，,/]+|—+| then | and )\s*\w{0,12}$")


def find_silences(analysis: Analysis, actors: Sequence[Actor], held: Sequence[Interaction]) -> Iterator[Silence]:
    """Remarks that a side's account of an interaction leaves an issue out."""
    codes = {side.code for side in analysis.pack.sides}
    for number, sentence in enumerate(analysis.sentences):
        for word in analysis.layer("silence").within(sentence.start, sentence.end):
            window = _clauses_around(analysis, word.start, word.end, sentence)
            side = _account_side(analysis, actors, word.start, number, codes)
            issues = _left_out(analysis, word.start, word.end, sentence)
            if side is None or not issues:
                continue
            interaction = record_id(held[0]) if held else None
            for issue in issues:
                yield Silence(
                    doc=analysis.document.id, evidence=cite(analysis.text, window), confidence=0.75,
                    side=side, issue=issue, interaction=interaction,
                )  # fmt: skip
            break


def _clauses_around(analysis: Analysis, start: int, end: int, sentence: Sentence) -> Span:
    marks = "；;。" if sentence.language == "zh" else ";:"
    low = max(analysis.view.rfind(mark, sentence.start, start) for mark in marks) + 1
    ends = [at for mark in marks if (at := analysis.view.find(mark, end, sentence.end)) >= 0]
    low = max(low, sentence.start)
    while analysis.view[low] in " \u3000":
        low += 1
    return low, min([*ends, sentence.end])


def _left_out(analysis: Analysis, start: int, end: int, sentence: Sentence) -> list[str]:
    """The issues named behind the word of silence, up to the next clause; else before it."""
    stop = end + 45
    after = issues_of(analysis, [(end, min(sentence.end, stop))])
    if after:
        return list(after[:3])
    comma = max(analysis.view.rfind(mark, sentence.start, start) for mark in "，,；;")
    return list(issues_of(analysis, [(max(sentence.start, comma), start)])[:2])


def _account_side(
    analysis: Analysis, actors: Sequence[Actor], position: int, number: int, codes: set[str]
) -> str | None:
    """Whose account it is: the last side or person before an account word in this sentence or the one before."""
    sentence = analysis.sentences[number]
    start = analysis.sentences[max(0, number - 1)].start
    for low in (sentence.start, start):
        before = [a for a in actors if low <= a.start and a.end <= position and a.side in codes]
        accounts = analysis.layer("accounts").within(low, position + 20)
        if accounts and before:
            owners = [a for a in before if a.end <= accounts[-1].end]
            return (owners or before)[-1].side
    return None


def find_stance_shifts(analysis: Analysis, actors: Sequence[Actor]) -> Iterator[StanceShift]:
    """Remarks that somebody's stance has become softer or harder."""
    codes = {side.code for side in analysis.pack.sides}
    for sentence in analysis.sentences:
        for direction in ("softer", "harder"):
            words = analysis.layer(direction).within(sentence.start, sentence.end)
            words = [w for w in words if not analysis.has("negation", max(sentence.start, w.start - 5), w.start)]
            if not words:
                continue
            who = [a for a in actors if sentence.start <= a.start and a.end <= words[-1].end and a.side in codes]
            if not who:
                continue
            actor = who[-1] if who[-1].end <= words[0].start else who[0]
            yield StanceShift(
                doc=analysis.document.id,
                evidence=cite(analysis.text, (sentence.start, sentence.end)),
                confidence=0.6,
                who=actor.as_name(),
                direction=direction,
            )


def find_leverage(analysis: Analysis, actors: Sequence[Actor]) -> Iterator[Leverage]:
    """Enumerations of what a side holds, beside a word for leverage."""
    codes = {side.code for side in analysis.pack.sides}
    previous_has_word = False
    for sentence in analysis.sentences:
        here = analysis.has("leverage", sentence.start, sentence.end)
        if here or previous_has_word:
            for start, end in _halves(analysis, sentence):
                owners = [a for a in actors if start <= a.start and a.end <= end and a.side in codes]
                items = _items(analysis, start, end, owners)
                if len(items) >= 2:
                    side = owners[0].side if owners else _last_side(actors, start, codes)
                    if side is not None:
                        yield Leverage(
                            doc=analysis.document.id, evidence=cite(analysis.text, (start, end)), confidence=0.65,
                            side=side, items=tuple(items),
                        )  # fmt: skip
        previous_has_word = here


def _halves(analysis: Analysis, sentence: Sentence) -> list[Span]:
    marks = [m.start() for m in re.finditer("[;；]", analysis.view[sentence.start : sentence.end])]
    cuts = [sentence.start, *(sentence.start + m + 1 for m in marks), sentence.end]
    spans = []
    for low, high in zip(cuts, cuts[1:], strict=False):
        while low < high and analysis.view[low] in " \u3000":
            low += 1
        if low < high:
            spans.append((low, high))
    return spans


def _items(analysis: Analysis, start: int, end: int, owners: Sequence[Actor]) -> list[str]:
    """The parts of the longest run of short list items."""
    del owners
    text = analysis.text[start:end]
    if len(_LIST.findall(text)) < 2:
        return []
    parts = [part.strip(" 。.,，；;“”\"") for part in _LIST.split(text)]
    longest = 14 if analysis.view[start:end].isascii() is False else 70
    return [part for part in parts if 1 < len(part) <= longest]


def _last_side(actors: Sequence[Actor], position: int, codes: set[str]) -> str | None:
    before = [a for a in actors if a.end <= position and a.side in codes]
    return before[-1].side if before else None


def find_phases(analysis: Analysis) -> Iterator[Phase]:
    """Patterns that a text names: three or more phase words in a row, with nothing but marks between them."""
    for sentence in analysis.sentences:
        run: list[tuple[int, int, str]] = []
        for word in analysis.layer("phase").within(sentence.start, sentence.end):
            if run and not _PHASE_GAP.match(analysis.view[run[-1][1] : word.start]):
                yield from _phase(analysis, run)
                run = []
            run.append((word.start, word.end, word.kind))
        yield from _phase(analysis, run)


def _phase(analysis: Analysis, run: Sequence[tuple[int, int, str]]) -> Iterator[Phase]:
    labels = [label for _, _, label in run]
    if len(run) >= 3 and len(set(labels)) >= 3:
        span = (run[0][0], run[-1][1])
        yield Phase(
            doc=analysis.document.id, evidence=cite(analysis.text, span), confidence=0.85,
            pattern=tuple(labels),
        )  # fmt: skip


def shift_name(actor: Actor) -> Name:
    """Whose stance shifted, as a name."""
    return actor.as_name()
