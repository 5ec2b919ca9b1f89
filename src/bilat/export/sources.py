"""The sources: where each document comes from, what it is, and what it refers to."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from bilat.export.edition import Edition, web_link
from bilat.export.passages import cited_spans, full_text
from bilat.model import Document, Reference


@dataclass(frozen=True, slots=True)
class Link:
    """An address as written, and where it may be linked its target."""

    text: str
    href: str | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document to show. `badges` say what kind of source it is; `cited` are the sources it names itself."""

    number: int
    title: str
    lang: str
    language: str
    badges: tuple[str, ...]
    outlet: str | None
    author: str | None
    published: str | None
    iso: str | None
    cited: str
    links: tuple[Link, ...]
    references: tuple[Link, ...]
    path: str | None
    text: Markup
    length: int
    records: int


def sources(edition: Edition) -> list[Source]:
    """All documents in the order of their numbers."""
    spans = cited_spans(edition)
    references: dict[str, dict[str, Link]] = {}
    for record in edition.of(Reference):
        references.setdefault(record.doc, {}).setdefault(record.url, _reference(edition, record))
    counts: dict[str, int] = {}
    for other in edition.records:
        counts[other.doc] = counts.get(other.doc, 0) + 1
    return [
        _source(
            edition,
            document,
            number,
            full_text(document, number, spans[document.id]),
            tuple(references.get(document.id, {}).values()),
            counts.get(document.id, 0),
        )
        for number, document in enumerate(edition.documents, 1)
    ]


def _source(
    edition: Edition, document: Document, number: int, text: Markup, references: tuple[Link, ...], records: int
) -> Source:
    say = edition.say
    given = dict.fromkeys(url for url in (document.url, document.original_url) if url)
    return Source(
        number=number,
        title=document.title or first_line(document.text) or document.id,
        lang=document.language,
        language=say.term("language", document.language),
        badges=badges(edition, document),
        outlet=document.outlet,
        author=document.author,
        published=say.date(document.published) if document.published else None,
        iso=document.published,
        cited=say.listing([edition.party(name) for name in document.cited_sources]),
        links=tuple(Link(url, web_link(url)) for url in given),
        references=references,
        path=document.path,
        text=text,
        length=len(document.text),
        records=records,
    )


def first_line(text: str, most: int = 80) -> str:
    """The first line of a text that says something, cut to a title's length."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= most else line[: most - 1] + "…"


def badges(edition: Edition, document: Document) -> tuple[str, ...]:
    """What kind of source it is, in words."""
    kinds = [edition.say.term("outlet_kind", document.outlet_kind)]
    return tuple(kinds + [edition.say.term("flag", flag) for flag in document.flags])


def _reference(edition: Edition, record: Reference) -> Link:
    parts = [part for part in (record.outlet, edition.say.date(record.published) if record.published else None) if part]
    note = edition.say.listing(parts, final=False)
    restored = record.restored_url if record.restored_url != record.url else None
    if restored:
        note = edition.say.listing([note, edition.say.t("source.restored", url=restored)], final=False).lstrip(", ，、")
    return Link(record.url, web_link(restored or record.url), note)
