"""Which lines are the article itself.

Each line is judged alone (`chrome.kind_of`), then by its neighbours: what stands above the headline, what follows the
heading of a list of other articles until paragraphs resume, what follows the footer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bilat.model import Span
from bilat.reading.chrome import Kind, is_number, is_row, kind_of, opens_with_date, tokens
from bilat.reading.lines import Line
from bilat.reading.meta import is_meta

_ALWAYS_OUT = frozenset(Kind) - {Kind.TEXT, Kind.SECTION, Kind.STAMP}
_TITLES = frozenset({Kind.TEXT, Kind.STAMP})  # a headline may end in its date
_HEADLINES = 2  # a headline and a line below it
_LONGEST_TAG = 10  # words
_ENDS_PAGE = frozenset({Kind.FOOTER, Kind.RELATED, Kind.NOTICE, Kind.DESK})


@dataclass
class Layout:
    """A text's lines, what each is, and where the parts begin (indices of lines).

    `body` is the first line of the article proper (after headline and byline), `title` the headline's line or None,
    `keep` tells of each line whether it is the article.
    """

    lines: Sequence[Line]
    kinds: list[Kind]
    body: int
    title: int | None = None
    keep: list[bool] = field(default_factory=list)

    @property
    def head(self) -> range:
        return range(self.body)


def lay_out(lines: Sequence[Line]) -> Layout:
    """Judges the lines of a text."""
    kinds = [kind_of(line) for line in lines]
    body = _first_of_body(lines, kinds)
    layout = Layout(lines=lines, kinds=kinds, body=body)
    layout.title = _title(layout)
    if layout.title is not None and layout.title >= body:
        layout.body = layout.title + 1
    layout.keep = _judge(layout)
    return layout


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
        if line.weight >= 4 and "。" not in line.text and not line.text.endswith(("：", ":", "，", ",")):
            found.append(index)
    named = [index for index in found if not heads_a_bar(layout, index)] or found
    if len(named) > _HEADLINES:
        # A list of headlines stands above the article's own, which is the one above the byline.
        byline = next((i for i in layout.head if i > named[0] and is_meta(lines[i])), layout.body)
        named = [index for index in named if index < byline][-1:] or named
    return named[0] if named else None


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
    _drop_lists(layout, keep)
    _drop_stamped_runs(layout, keep)
    _drop_tail(layout, keep)
    return keep


def _alone(layout: Layout, index: int) -> bool:
    """Whether a line can be the article, by what it is and the part of the page it stands in."""
    line, kind = layout.lines[index], layout.kinds[index]
    if index < layout.body:
        return _in_head(layout, index)
    if kind in _ALWAYS_OUT:
        return False
    if kind is Kind.STAMP:
        return opens_with_date(line) or line.item or line.weight > 25
    return True


def _in_head(layout: Layout, index: int) -> bool:
    """Above the body only what reads like a standfirst is kept; headline, byline and labels are told apart."""
    line, kind = layout.lines[index], layout.kinds[index]
    if kind not in _TITLES or index == layout.title or is_meta(line) or is_number(line) or is_row(line):
        return False
    return layout.title is None or index > layout.title


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


def _drop_lists(layout: Layout, keep: list[bool]) -> None:
    """From the heading of a list of other articles on, until paragraphs resume."""
    dropping = False
    for index in range(layout.body, len(layout.lines)):
        if layout.kinds[index] is Kind.RELATED:
            dropping = True
        elif dropping and _resumes(layout, index):
            dropping = False
            previous = index - 1
            if layout.lines[previous].item and layout.lines[previous].gap and not _stamped(layout, previous):
                keep[previous] = True
        if dropping:
            keep[index] = False


def _resumes(layout: Layout, index: int) -> bool:
    line = layout.lines[index]
    if layout.kinds[index] is not Kind.TEXT or not line.prose or line.weight < 15 or line.text[-1] in "！？!?":
        return False
    return not (_stamped(layout, index + 1) or _repeats(layout, index))


def _stamped(layout: Layout, index: int) -> bool:
    return 0 <= index < len(layout.kinds) and layout.kinds[index] is Kind.STAMP


def _repeats(layout: Layout, index: int) -> bool:
    """Lists of articles print each headline twice: once for the picture, once for the link."""
    text = layout.lines[index].text
    around = layout.lines[max(index - 2, 0) : index + 3]
    return sum(line.text == text for line in around) > 1


def _drop_stamped_runs(layout: Layout, keep: list[bool]) -> None:
    """Runs of headline, author and time without a heading: at least two times, nothing like prose between."""
    lines, kinds = layout.lines, layout.kinds
    index = layout.body
    while index < len(lines):
        if not (keep[index] or kinds[index] is Kind.STAMP) or not _short(lines[index], kinds[index]):
            index += 1
            continue
        end = index
        while end < len(lines) and _short(lines[end], kinds[end]):
            end += 1
        stamps = sum(kinds[i] is Kind.STAMP for i in range(index, end))
        if stamps >= 2 and stamps * 5 >= end - index:
            for i in range(index, end):
                keep[i] = keep[i] and (lines[i].item or opens_with_date(lines[i]))
        index = end + 1


def _short(line: Line, kind: Kind) -> bool:
    if kind is Kind.STAMP:
        return not opens_with_date(line) or len(line.text) < 24
    return kind is Kind.TEXT and not line.prose and not line.url and not line.turn and line.weight < 25


def _drop_tail(layout: Layout, keep: list[bool]) -> None:
    """Below the footer or the last list only addresses and paragraphs can be the article."""
    lines, kinds = layout.lines, layout.kinds
    last = max((i for i in range(len(lines)) if keep[i] and (lines[i].prose or lines[i].url)), default=-1)
    ended = False
    # Tags stand between the article and what ends the page.
    ends = any(kind in _ENDS_PAGE for kind in kinds[last + 1 :])
    for index in range(last + 1, len(lines)):
        kind, line = kinds[index], lines[index]
        ended = ended or kind in _ENDS_PAGE
        tag = ends and line.weight < _LONGEST_TAG and not (line.item or line.turn or line.ends)
        if kind is Kind.SECTION or is_row(line) or (tag and not opens_with_date(line)):
            keep[index] = False
        if ended and not (opens_with_date(line) or line.url):
            keep[index] = False
