"""Which lines are the article itself.

Each line is judged alone (`chrome.kind_of`), then by its neighbours: what stands above the headline, what follows the
heading of a list of other articles until paragraphs resume, what follows the footer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bilat.model import Span
from bilat.reading.chrome import Kind, bare, is_number, is_row, kind_of, opens_with_date, tokens
from bilat.reading.layout import ALWAYS_OUT, Layout
from bilat.reading.lines import Line
from bilat.reading.lists import drop_lists
from bilat.reading.meta import is_meta
from bilat.reading.vocabulary import either

_TITLES = frozenset({Kind.TEXT, Kind.STAMP})  # a headline may end in its date
_SHORTEST_TITLE = 4  # words
_LONGEST_TIME = 26  # characters of a line that is a day and an hour
_CLOCK = re.compile(r"\d[:：]\d\d")
_HEADLINES = 2  # a headline and a line below it


def lay_out(lines: Sequence[Line]) -> Layout:
    """Judges the lines of a text."""
    kinds = [kind_of(line) for line in lines]
    _unpoint(lines, kinds)
    body = _first_of_body(lines, kinds)
    layout = Layout(lines=lines, kinds=kinds, body=body)
    layout.title = _title(layout)
    if layout.title is not None and layout.title >= body:
        layout.body = layout.title + 1
    layout.keep = _judge(layout)
    return layout


def _unpoint(lines: Sequence[Line], kinds: list[Kind]) -> None:
    """What points to another article below a headline is, above every other line of text, the headline itself."""
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind is Kind.POINTER and line.weight >= _SHORTEST_TITLE:
            kinds[index] = Kind.TEXT
        if kinds[index] is Kind.TEXT and line.weight >= _SHORTEST_TITLE:
            return


def kept_spans(layout: Layout) -> tuple[Span, ...]:
    """The article's spans: neighbouring kept lines joined, with the blank lines between them."""
    spans: list[Span] = []
    joined = False
    for line, keep in zip(layout.lines, layout.keep, strict=True):
        if keep and joined:
            spans[-1] = (spans[-1][0], line.end)
        elif keep:
            spans.append((line.start, line.end))
        joined = keep
    return tuple(spans)


def _first_of_body(lines: Sequence[Line], kinds: Sequence[Kind]) -> int:
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind is Kind.RELATED and sum(k is Kind.TEXT for k in kinds[:index]) > _HEADLINES:
            break
        if kind not in (Kind.TEXT, Kind.STAMP):
            continue
        if (line.prose and not _exclaims(line, first=index == 0)) or (line.turn and line.weight >= 6 and line.ends):
            return index
        if opens_with_date(line) and line.weight >= 8 and line.ends:
            return index
    texts = [index for index, kind in enumerate(kinds) if kind is Kind.TEXT]
    return texts[1] if len(texts) > 1 else (texts[0] if texts else 0)


def _exclaims(line: Line, *, first: bool) -> bool:
    """A headline that ends in a mark of exclamation or question: the first line, or one set off by a blank."""
    return line.weight < 28 and line.text[-1] in "！？!?" and (first or line.gap > 0) and "。" not in line.text


def _title(layout: Layout) -> int | None:
    """The headline: the first line of the head that is long enough and is no site's name above a bar."""
    lines, kinds = layout.lines, layout.kinds
    found: list[int] = []
    for index in layout.head:
        line = lines[index]
        if kinds[index] not in _TITLES or is_number(line) or is_row(line) or is_meta(line) or len(line.text) > 160:
            continue
        if line.weight >= _SHORTEST_TITLE and "。" not in line.text and not line.text.endswith(("：", ":", "，", ",")):
            found.append(index)
    named = [index for index in found if not heads_a_bar(layout, index)] or found
    named = [index for index in named if not _in_ticker(layout, index)] or named
    named = [index for index in named if not either("head", "organisation").search(lines[index].low)] or named
    if len(named) > _HEADLINES:
        # A list of headlines stands above the article's own, which is the one above the byline.
        byline = next((i for i in layout.head if i > named[0] and is_meta(lines[i])), layout.body)
        named = [index for index in named if index < byline][-1:] or named
    return named[0] if named else None


def _in_ticker(layout: Layout, index: int) -> bool:
    return index > 0 and bool(either("chrome", "ticker_label").fullmatch(bare(layout.lines[index - 1])))


def heads_a_bar(layout: Layout, index: int) -> bool:
    """Whether a line is the site's name: short, right above a bar, with more of the head to come."""
    following = layout.kinds[index + 1] if index + 1 < len(layout.kinds) else Kind.TEXT
    later = any(kind is Kind.TEXT for kind in layout.kinds[index + 2 : layout.body])
    if not later or layout.lines[index].weight >= 8:
        return False
    below = layout.lines[index + 1]
    bar = following in (Kind.BAR, Kind.TICKER, Kind.SECTION) and len(tokens(below.view)) >= 3
    return bar or is_row(below)


def _judge(layout: Layout) -> list[bool]:
    keep = [_alone(layout, index) for index in range(len(layout.lines))]
    _drop_after_labels(layout, keep)
    _drop_twins(layout, keep)
    drop_lists(layout, keep)
    _keep_credited(layout, keep)
    return keep


def _alone(layout: Layout, index: int) -> bool:
    """Whether a line can be the article, by what it is and the part of the page it stands in."""
    line, kind = layout.lines[index], layout.kinds[index]
    if index < layout.body:
        return _in_head(layout, index)
    if kind in ALWAYS_OUT:
        return False
    if kind is Kind.STAMP:
        if _CLOCK.search(line.view) and len(line.text) < _LONGEST_TIME:
            return False
        return opens_with_date(line) or line.item or line.weight > 25
    return True


def _in_head(layout: Layout, index: int) -> bool:
    """Above the body only what reads like a standfirst is kept; headline, byline and labels are told apart."""
    line, kind = layout.lines[index], layout.kinds[index]
    if kind not in _TITLES or index == layout.title or is_meta(line) or is_number(line) or is_row(line):
        return False
    return layout.title is None or index > layout.title


def _keep_credited(layout: Layout, keep: list[bool]) -> None:
    """A paragraph may end in the name of the agency that it is from, as captions do: one that reports what somebody
    said, and the last one right below another."""
    last = max((index for index, kept in enumerate(keep) if kept and layout.lines[index].prose), default=-1)
    for index in range((layout.title or 0) + 1, len(layout.lines)):
        line = layout.lines[index]
        if layout.kinds[index] is not Kind.CAPTION or not line.prose or _pictured(line):
            continue
        twin = any(
            line.text == other.text for other in layout.lines[max(index - 1, 0) : index + 2] if other is not line
        )
        if not twin and (either("chrome", "says").search(line.low) or (index > last and keep[index - 1])):
            keep[index] = True


def _pictured(line: Line) -> bool:
    return bool(either("chrome", "caption_start").match(line.low) or either("chrome", "picture").search(line.low))


def _drop_after_labels(layout: Layout, keep: list[bool]) -> None:
    """What an advertisement's label announces: the next line, unless it is a paragraph."""
    for index, kind in enumerate(layout.kinds[:-1]):
        following = layout.lines[index + 1]
        if kind is Kind.ADVERT_LABEL and not following.prose and following.weight < 25 and not following.item:
            keep[index + 1] = False


def _drop_twins(layout: Layout, keep: list[bool]) -> None:
    """A line printed twice in a row is a picture's: its text for those who do not see it, then its caption. So is the
    headline, or its beginning, within the article."""
    title = layout.lines[layout.title].text if layout.title is not None else ""
    for index, line in enumerate(layout.lines):
        if line.weight < 4 or line.turn or (line.prose and line.text not in title):
            continue
        again = index + 1 < len(layout.lines) and line.text == layout.lines[index + 1].text
        if again:
            keep[index] = keep[index + 1] = False
        elif index > (layout.title or 0) and title.startswith(line.text):
            keep[index] = False
