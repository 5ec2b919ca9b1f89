"""Statements as rows: who, in whose name, what, on which issues; and what they can be filtered by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bilat.export.edition import Edition
from bilat.export.passages import Words, words
from bilat.model import Statement

FULL = 150  # rows with their passages in the page; the others lead to the documents' texts
_SHORT = 420  # characters of the words shown in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A statement to show. `text` is its words, `href` where they stand; `words` is None in the short rows."""

    key: str
    who: str
    office: str | None
    side: str | None
    side_name: str
    tone: str
    voice: str
    voice_name: str
    act: str
    mode: str
    issues: tuple[str, ...]
    issue_names: tuple[str, ...]
    stance: int
    stance_word: str
    via: tuple[str, ...]
    number: int
    lang: str
    text: str
    quoted: bool
    published: str | None
    href: str
    words: Words | None
    inferred: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the rows can be filtered by; `documents` are numbers."""

    sides: tuple[Choice, ...]
    voices: tuple[Choice, ...]
    issues: tuple[Choice, ...]
    documents: tuple[Choice, ...]


def row(edition: Edition, record: Statement, *, full: bool = True) -> Row:
    """The row of one statement."""
    say, document = edition.say, edition.document(record)
    number = edition.number[record.doc]
    first = record.evidence[0]
    return Row(
        key=edition.anchor(record),
        who=edition.who(record.speaker),
        office=record.speaker.office,
        side=record.speaker.side,
        side_name=edition.side(record.speaker.side) if record.speaker.side else "",
        tone=edition.tone(record.speaker.side),
        voice=record.voice,
        voice_name=say.term("voice", record.voice),
        act=say.term("act", record.act),
        mode=say.term("mode", record.mode),
        issues=record.issues,
        issue_names=tuple(edition.issue(issue) for issue in record.issues),
        stance=record.stance,
        stance_word=say.bucket("stance", record.stance),
        via=tuple(edition.party(name) for name in record.via),
        number=number,
        lang=document.language,
        text=said(document.text, record),
        quoted=record.mode == "direct",
        published=document.published,
        href=edition.words_at(record.doc, first.start, first.end),
        words=words(edition, [record], full=True) if full else None,
        inferred=record.inferred,
    )


def said(text: str, record: Statement) -> str:
    """The content of a statement, its spans joined; the marks around a direct quotation are the page's to set."""
    pieces = [text[start:end].strip() for start, end in record.content] or [record.evidence[0].quote]
    joined = " … ".join(" ".join(piece.split()) for piece in pieces if piece)
    if record.mode == "direct":
        joined = joined.strip('“”「」『』"')
    return joined if len(joined) <= _SHORT else joined[: _SHORT - 1].rstrip() + "…"


def rows(edition: Edition) -> list[Row]:
    """All statements, newest document first, in the order of the text."""
    found = edition.of(Statement)
    found.sort(key=lambda record: (edition.number[record.doc], record.evidence[0].start, edition.id(record)))
    return [row(edition, record, full=place < FULL) for place, record in enumerate(found)]


def filters(edition: Edition, shown: Sequence[Row]) -> Filters:
    """The choices that the rows offer, with how many rows each has."""
    order = {side: place for place, side in enumerate((*edition.sides, "both"))}
    sides = Counter(one.side or "none" for one in shown)
    of_document = Counter(one.number for one in shown)
    return Filters(
        sides=_choices(sides, lambda code: edition.say.opening(edition.side(None if code == "none" else code)), order),
        voices=_choices(Counter(one.voice for one in shown), lambda code: edition.say.term("voice", code)),
        issues=_choices(Counter(issue for one in shown for issue in one.issues), edition.issue),
        documents=tuple(
            Choice(str(number), document.title or document.id, of_document[number])
            for number, document in enumerate(edition.documents, 1)
            if of_document[number]
        ),
    )


def _choices(
    counts: Counter[str], name: Callable[[str], str], order: dict[str, int] | None = None
) -> tuple[Choice, ...]:
    known = sorted(counts, key=lambda code: ((order or {}).get(code, 99), -counts[code], code))
    return tuple(Choice(code, name(code), counts[code]) for code in known)
