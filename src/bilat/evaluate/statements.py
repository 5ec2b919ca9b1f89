"""Statements against the notes: found, and of those found, who, for whom, in what way, on what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bilat.evaluate.gold import Gold
from bilat.evaluate.names import NameBook
from bilat.evaluate.spans import content_spans, touches
from bilat.evaluate.tally import Tally
from bilat.model import Span, Statement

_AUTHOR = "author"
_NO_SIDE = "none"


def score_statements(gold: Gold, got: Sequence[Statement], book: NameBook, tally: Tally, text: str) -> None:
    """Recall over the notes, agreement over those found, precision where the notes list every statement."""
    spans = [(item, content_spans(item)) for item in got]
    for noted in gold.listed("statements"):
        start, end = noted["span"]
        middle = (start + end) // 2
        found = [item for item, content in spans if touches((middle, middle + 1), content)]
        tally.check("statements.recall", bool(found), **noted)
        if found:
            _agreement(noted, found, book, tally)
    if gold.notes.get("statements_complete"):
        wanted: list[Span] = [(start, end) for start, end in (noted["span"] for noted in gold.listed("statements"))]
        for item, content in spans:
            said = [text[start:end] for start, end in content]
            hit = any(touches(span, wanted) for span in content)
            tally.weighed.append((item, hit and _rightly_said(gold, item, content, book)))
            tally.check("statements.precision", hit, speaker=item.speaker.name, content=said)


def _rightly_said(gold: Gold, item: Statement, content: Sequence[Span], book: NameBook) -> bool:
    """True where a noted statement that a record touches has its speaker."""
    touched = [n for n in gold.listed("statements") if any(touches(span, [tuple(n["span"])]) for span in content)]
    return any(book.same(n["speaker"], item.speaker) or n["speaker"] == item.voice == _AUTHOR for n in touched)


def _agreement(noted: dict[str, Any], found: Sequence[Statement], book: NameBook, tally: Tally) -> None:
    best = max(found, key=lambda item: (book.same(noted["speaker"], item.speaker), item.voice == noted["voice"]))
    speaker = book.same(noted["speaker"], best.speaker) or (noted["speaker"] == best.voice == _AUTHOR)
    tally.check("statements.speaker", speaker, got=best.speaker.name, **noted)
    side = best.speaker.side or _NO_SIDE
    tally.check("statements.side", side == noted["side"], got=side, **noted)
    tally.check("statements.voice", best.voice == noted["voice"], got=best.voice, **noted)
    for detail in ("mode", "act"):
        if noted.get(detail):
            value = getattr(best, detail)
            tally.check(f"statements.{detail}", value == noted[detail], got=value, **noted)
    shared = len(set(noted["issues"]) & set(best.issues))
    tally.add("statements.issues.recall", shared, len(noted["issues"]))
    tally.add("statements.issues.precision", shared, len(best.issues))
    if shared < max(len(set(noted["issues"])), len(set(best.issues))):
        tally.missed("statements.issues.f1", got=list(best.issues), **noted)
