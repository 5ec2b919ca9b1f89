"""What a plain text states about itself: headline, author, outlet, day of publication. Stated, never guessed."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from collections.abc import Iterator

from bilat.languages.compiled_patterns import compiled
from bilat.reading.chrome import Kind, coverage, tokens
from bilat.reading.cleaning import heads_a_bar
from bilat.reading.datelines import heads_its_text, is_dateline
from bilat.reading.dates import settle, written_dates
from bilat.reading.layout import Layout
from bilat.reading.lines import Line
from bilat.reading.meta import is_meta
from bilat.reading.stated import Stated
from bilat.reading.view import converted
from bilat.reading.vocabulary import data, either, fragments

_NEAR_TOP = 8  # lines within which a date line may stand below a standfirst
_OPENINGS = 3  # lines of the body among which the dispatch may open
_DATELINE_REACH = 90  # characters
_DAY = 10  # characters of an ISO day
_ENTRY = 3  # characters before the date of an entry of a list


def stated_in(layout: Layout, view: str, *, day_first: bool | None) -> Stated:
    """What the lines around the article say of it.

    `day_first` is the habit of the text's language for dates such as 03/04/2025, None where it has none.
    """
    title = layout.lines[layout.title].text if layout.title is not None else None
    author, outlet = _byline_parts(layout)
    return Stated(
        title=title,
        author=_named(layout, "author") or author or _portal_user(layout),
        outlet=_outlet(layout) or outlet or _organisation(layout) or _site(layout),
        published=_published(layout, view, day_first),
    )


def top_lines(layout: Layout) -> Iterator[tuple[int, Line]]:
    """The lines that may be about the article, with their indices: the head but for the headline, and byline-like ones
    just below."""
    for index, line in enumerate(layout.lines):
        if index == layout.title:
            continue
        if index >= layout.body and (index >= _NEAR_TOP or layout.kinds[index] is Kind.RELATED):
            return
        if layout.kinds[index] is Kind.CAPTION:
            continue
        if index < layout.body or (is_meta(line) and not line.ends):
            yield index, line


def _published(layout: Layout, view: str, day_first: bool | None) -> str | None:
    partial: str | None = None
    for _, line in top_lines(layout):
        if line.prose and not is_meta(line):
            continue
        for written in written_dates(line.view):
            iso = written.iso or settle(written, written_dates(view), day_first=day_first)
            if len(iso) == 10:
                return iso
            partial = partial or iso
    return _dateline(layout) or _dated_title(layout) or _as_of(layout) or _rubric(layout) or _headed(layout) or partial


def _rubric(layout: Layout) -> str | None:
    """The day that a headline states of the text: in the bracket that ends it, behind a rubric, or behind `as of`."""
    for line in layout.lines[: layout.body]:
        dates = [written for written in written_dates(line.view) if written.iso]
        if len(dates) != 1:
            continue  # a stretch of time is the story's
        before, after = line.view[: dates[0].start].lower(), line.view[dates[0].end :].lower()
        if either("head", "headed").fullmatch(f"{before}\0{after}"):
            return dates[0].iso
    return None


def _as_of(layout: Layout) -> str | None:
    """The day at which a page says that it stands."""
    for line in layout.lines[:_NEAR_TOP]:
        if not re.match(data("head")["page_note"], line.low):
            continue
        for written in written_dates(line.view):
            if written.iso and re.search(data("head")["as_of"], line.low[: written.start]):
                return written.iso
    return None


def _dateline(layout: Layout) -> str | None:
    """The date at the beginning of the article's first line, where its form says that it is a dateline."""
    if layout.body >= len(layout.lines):
        return None
    start = layout.lines[layout.body].view[: _DATELINE_REACH * 2]
    for written in written_dates(start[:_DATELINE_REACH]):
        if is_dateline(start[: written.start], start[written.end :]):
            return written.iso
    return None


def _headed(layout: Layout) -> str | None:
    """The day that stands by itself in the headline, or at the head of the first line: no entry of a timeline."""
    if not layout.lines or layout.body >= len(layout.lines):
        return None
    index = layout.title if layout.title is not None else layout.body
    view = layout.lines[index].view[: _DATELINE_REACH * 2]
    days = (date for date in written_dates(view[:_DATELINE_REACH]) if len(date.iso or "") == _DAY)
    headed = next((day for day in days if heads_its_text(view[: day.start], view[day.end :])), None)
    others = (line for at, line in enumerate(layout.lines) if at != index)
    if headed is None or (headed.start < _ENTRY and any(_is_entry(line) for line in others)):
        return None
    return headed.iso


def _is_entry(line: Line) -> bool:
    """A line of a list that begins with a date."""
    return any(date.start < _ENTRY for date in written_dates(line.view))


def _dated_title(layout: Layout) -> str | None:
    if layout.title is None:
        return None
    line = layout.lines[layout.title]
    dates = [written for written in written_dates(line.view) if written.iso]
    return dates[0].iso if dates and either("head", "dated_genres").search(line.low) else None


@functools.cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    places = "|".join(fragments("head", "places"))
    flags = re.RegexFlag(0) if key == "author" else re.IGNORECASE
    return tuple(compiled(item.replace("{places}", places), flags) for item in fragments("head", key))


def _named(layout: Layout, key: str) -> str | None:
    """The first name that a pattern finds near the top, in the first line of the article, or in credits at the foot."""
    for line in _sayers(layout):
        for pattern in _patterns(key):
            match = pattern.search(line.view[:200])
            if match and match["name"].strip():
                return _original(line, match).strip(" 　,，.")
    return None


def _sayers(layout: Layout) -> Iterator[Line]:
    for _, line in top_lines(layout):
        yield line
    for first in layout.lines[layout.body : layout.body + _OPENINGS]:
        closing = re.match(data("head")["opening"], first.view)
        if closing:
            end = closing.end()
            yield dataclasses.replace(first, end=first.start + end, text=first.text[:end], view=first.view[:end])
    for line, kind in zip(layout.lines[layout.body :], layout.kinds[layout.body :], strict=True):
        if kind is Kind.RELATED:
            return
        if kind is Kind.DESK:
            yield line


def _original(line: Line, match: re.Match[str]) -> str:
    start, end = match.span("name")
    return line.text[start:end]


def _outlet(layout: Layout) -> str | None:
    name = _named(layout, "outlet")
    for tail in fragments("head", "outlet_tail"):
        if name:
            name = re.sub(_both_scripts(tail), "", name)
    return name or None


def _both_scripts(pattern: str) -> str:
    return f"(?:{pattern}|{converted(pattern, 's2t')})"


def _byline_parts(layout: Layout) -> tuple[str | None, str | None]:
    """Author and outlet of a byline in parts, one of them the date: `Somebody | Some Forum | May 1, 2025`."""
    for _, line in top_lines(layout):
        if not is_meta(line) or not written_dates(line.view):
            continue
        parts = [part.strip() for part in re.split(r"\s*[|｜]\s*|\u3000+|\s{2,}", line.text)]
        parts = [part for part in parts if part and not written_dates(part) and not re.search(r"\d|[:：]", part)]
        institutions = [part for part in parts if either("head", "institution").search(_view_of(line, part).lower())]
        people = [part for part in parts if part not in institutions and 2 <= len(part) <= 60]
        people = [part for part in people if not either("head", "nobody").search(_view_of(line, part).lower())]
        people = [part for part in people if sum(coverage(_view_of(line, part))) < 0.5]
        if len(parts) >= 2 and (people or institutions):
            return (people[0] if people else None), (institutions[0] if institutions else None)
    return None, None


def _view_of(line: Line, part: str) -> str:
    at = line.text.index(part)
    return line.view[at : at + len(part)]


def _organisation(layout: Layout) -> str | None:
    for _, line in top_lines(layout):
        if either("head", "organisation").search(line.low) and len(line.text) < 60 and not line.ends:
            return line.text
    return None


def _site(layout: Layout) -> str | None:
    """The site's name: the line above its bar, or the last part but one of its breadcrumbs that names a platform."""
    for index in layout.head:
        line, kind = layout.lines[index], layout.kinds[index]
        if kind is Kind.TEXT and index != layout.title and heads_a_bar(layout, index):
            return line.text
        if kind is Kind.BAR and ">" in line.view:
            for part in tokens(line.view):
                if re.search(data("head")["platform"], part):
                    return line.text[line.view.index(part) :][: len(part)]
    return None


def _portal_user(layout: Layout) -> str | None:
    """The account that a portal names in its box of figures: its name stands twice, above the figures."""
    for index, line in enumerate(layout.lines):
        if layout.kinds[index] is not Kind.DESK or not re.match(r"\d+", line.text):
            continue
        above = [other.text for other in layout.lines[max(index - 4, 0) : index]]
        for first, second in itertools.pairwise(above):
            if first.startswith(second) and len(second) <= 30:
                return second
    return None
