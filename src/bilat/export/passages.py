"""The words a thing rests on: passages in place, and the documents' whole texts with every cited span marked."""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from bilat.export.edition import Edition
from bilat.model import Document, Evidence, Record, Span

_END = re.compile(r"[。！？!?…][”’」』\"'）)]*|\.[”’\"')]*(?=\s)|\n+")
_SENTENCES = 2  # shown on either side of the words
_REACH = 320  # characters at most on either side
_SHOWN = 6  # passages at most for one item
_ROOM = 3000  # records up to which every item carries its passages in the page


@dataclass(frozen=True, slots=True)
class Passage:
    """Words in place: what stands before and after, where, and how sure the reading is."""

    number: int
    lang: str
    before: str
    words: str
    after: str
    href: str
    inferred: str | None
    proposed_by: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Words:
    """The passages an item rests on; `more` counts those left out. In a crowded edition `links` lead to the words in
    the documents' texts instead."""

    passages: tuple[Passage, ...]
    more: int = 0
    links: tuple[tuple[int, str], ...] = ()


def anchor(number: int, start: int, end: int) -> str:
    """The HTML id of a span of a document's text."""
    return f"doc-{number}-{start}-{end}"


def words(edition: Edition, records: Sequence[Record], *, full: bool = False) -> Words:
    """The passages of some records, one for each span, in the order of the records; the same span once.

    Beyond some thousands of records only links to the words, unless `full` asks for the passages.
    """
    if not full and len(edition.records) > _ROOM:
        return _links(edition, records)
    found: dict[str, Passage] = {}
    for record in records:
        for evidence in record.evidence:
            place = anchor(edition.number[record.doc], evidence.start, evidence.end)
            if place not in found:
                found[place] = _passage(edition, record, evidence)
    shown = tuple(found.values())
    return Words(shown[:_SHOWN], max(0, len(shown) - _SHOWN))


def _links(edition: Edition, records: Sequence[Record]) -> Words:
    places = dict.fromkeys(
        (edition.number[record.doc], edition.words_at(record.doc, evidence.start, evidence.end))
        for record in records
        for evidence in record.evidence
    )
    return Words((), links=tuple(places)[:_SHOWN])


def _passage(edition: Edition, record: Record, evidence: Evidence) -> Passage:
    document = edition.document(record)
    low, high = _bounds(document, evidence)
    text = document.text
    return Passage(
        number=edition.number[document.id],
        lang=document.language,
        before=_before(text, evidence.start, low),
        words=text[evidence.start : evidence.end],
        after=_after(text, evidence.end, high),
        href=edition.words_at(document.id, evidence.start, evidence.end),
        inferred=record.inferred,
        proposed_by=record.proposed_by,
        confidence=record.confidence,
    )


def _bounds(document: Document, evidence: Evidence) -> Span:
    """Where the article's own text around the words ends: chrome is no context."""
    for start, end in document.kept:
        if start <= evidence.start and evidence.end <= end:
            return start, end
    return 0, len(document.text)


def _before(text: str, start: int, low: int) -> str:
    first = max(low, start - _REACH)
    ends = [match.end() for match in _END.finditer(text, first, start) if text[match.end() : start].strip()]
    cut = ""
    if len(ends) >= _SENTENCES:
        first = ends[-_SENTENCES]
    elif first > low:
        first, cut = (ends[0], "") if ends else (first, "… ")
    return cut + text[first:start].lstrip()


def _after(text: str, end: int, high: int) -> str:
    last = min(high, end + _REACH)
    ends = [match.end() for match in _END.finditer(text, end, last) if text[end : match.end()].strip(" \n.。”」\"'")]
    if len(ends) >= _SENTENCES:
        return text[end : ends[_SENTENCES - 1]].rstrip()
    if ends and last < high:
        return text[end : ends[-1]].rstrip()
    return text[end:last].rstrip() + (" …" if last < high else "")


def full_text(
    document: Document, number: int, spans: Sequence[Span], *, name: Callable[[int, int], str] | None = None
) -> Markup:
    """The document's whole text as HTML whose text content is the text itself, code point for code point.

    Every span gets an element with its anchor as id; what the reading dropped is marked; crossing spans are split,
    the first piece carrying the id. `name` gives the ids (letters, digits and hyphens), that of the brief by default.
    """
    return Markup("").join(_pieces(document, spans, name or functools.partial(anchor, number)))


def _pieces(document: Document, spans: Sequence[Span], name: Callable[[int, int], str]) -> Iterator[Markup]:
    text = document.text
    marks = sorted(set(spans), key=lambda span: (span[0], -span[1]))
    kept = sorted(document.kept) or [(0, len(text))]
    cuts = sorted({0, len(text), *(at for span in (*marks, *kept) for at in span if 0 <= at <= len(text))})
    stack: list[Span] = []
    following = 0
    for start, end in itertools.pairwise(cuts):
        while any(span[1] <= start for span in stack):
            yield from _close(stack, start)
        while following < len(marks) and marks[following][0] == start:
            span = marks[following]
            yield Markup(f'<span class="ev" id="{name(*span)}">')  # letters, digits, hyphens
            stack.append(span)
            following += 1
        yield _run(text[start:end], kept=_inside(kept, start))
    yield Markup("</span>") * len(stack)


def _close(stack: list[Span], at: int) -> Iterator[Markup]:
    """Closes the outermost span that ends here, and reopens what was opened inside it and goes on."""
    place = next(index for index, span in enumerate(stack) if span[1] <= at)
    inner = stack[place + 1 :]
    yield Markup("</span>") * (len(inner) + 1)
    going_on = [span for span in inner if span[1] > at]
    yield Markup('<span class="ev">') * len(going_on)
    stack[place:] = going_on


def _inside(kept: Sequence[Span], at: int) -> bool:
    place = bisect.bisect_right(kept, (at, len(kept) and kept[-1][1] + 1)) - 1
    return place >= 0 and kept[place][0] <= at < kept[place][1]


def _run(text: str, *, kept: bool) -> Markup:
    safe = Markup(str(escape(text)).replace("\r", "&#13;"))
    return safe if kept or not text.strip() else Markup('<span class="dropped">') + safe + Markup("</span>")


def cited_spans(edition: Edition) -> dict[str, list[Span]]:
    """For each document id, every span that some record, or something else on the page, rests on."""
    found: dict[str, list[Span]] = {document.id: [] for document in edition.documents}
    for record in (*edition.records, *edition.noted):
        found[record.doc].extend((evidence.start, evidence.end) for evidence in record.evidence)
    return found
