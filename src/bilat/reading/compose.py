"""Text and what its container states -> Document."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bilat.model import Document, Span, digest
from bilat.reading.cleaning import kept_spans, lay_out
from bilat.reading.head import stated_in
from bilat.reading.layout import Layout
from bilat.reading.lines import lines_of
from bilat.reading.provenance import provenance
from bilat.reading.script import language as language_of
from bilat.reading.stated import Stated
from bilat.reading.view import simplified


def compose(name: str, path: str, text: str, stated: Stated, kinds: Mapping[str, str]) -> Document:
    """The document of a text.

    `name` (the file's base name or the row's id) and the text make its id; `stated` goes before what the text says of
    itself; `kinds` maps lower-case aliases of known outlets to their kind.
    """
    view = simplified(text)
    layout = lay_out(lines_of(text, view))
    if stated.title:
        _take_title(layout, stated.title)
    kept = kept_spans(layout) or _whole(text)
    language = stated.language or language_of("\n".join(text[start:end] for start, end in kept))
    # Chinese pages that put the year last put the day first.
    found = stated_in(layout, view, day_first=None if language == "en" else True)
    outlet = stated.outlet or found.outlet
    origin = provenance(layout, text, view, language=language, outlet=outlet, kinds=kinds)
    return Document(
        id=f"doc/{digest(name, text)}",
        text=text,
        path=path,
        url=stated.url,
        title=stated.title or found.title,
        title_span=_span(layout, stated.title or found.title),
        language=language,
        published=stated.published or found.published,
        author=stated.author or found.author,
        outlet=outlet,
        outlet_kind=origin.outlet_kind,
        cited_sources=origin.cited_sources,
        original_url=origin.original_url,
        flags=origin.flags,
        kept=kept,
    )


def _take_title(layout: Layout, title: str) -> None:
    """The headline that the container states, where it stands as a line near the top."""
    for index, line in enumerate(layout.lines[: layout.body + 3]):
        if line.text == title:
            layout.title = index
            layout.keep[index] = False
            return


def _span(layout: Layout, title: str | None) -> Span | None:
    if layout.title is None or layout.lines[layout.title].text != title:
        return None
    line = layout.lines[layout.title]
    return line.start, line.end


def _whole(text: str) -> tuple[Span, ...]:
    """A text all of which looks like chrome is its own article: nothing is thrown away silently."""
    inner = re.search(r"\S(?:[\s\S]*\S)?", text)
    return ((inner.start(), inner.end()),) if inner else ()
