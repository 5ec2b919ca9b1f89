"""Lists of other articles within and below an article: with a heading, with times, or by their shape alone."""

from __future__ import annotations

from collections.abc import Iterator

from bilat.reading.chrome import Kind, is_row, opens_with_date
from bilat.reading.layout import ALWAYS_OUT, Layout
from bilat.reading.lines import Line

_LONGEST_TAG = 10  # words
_HEADLINE = (3, 25)  # words
_CHROMED = 2  # lines of chrome that show a text to be a page
_ENDS_PAGE = frozenset({Kind.FOOTER, Kind.RELATED, Kind.NOTICE, Kind.DESK, Kind.APPEAL})


def drop_lists(layout: Layout, keep: list[bool]) -> None:
    """Takes the lists of other articles, and what follows the last of them, out of `keep`."""
    _drop_announced(layout, keep)
    _drop_stamped_runs(layout, keep)
    _drop_tail(layout, keep)


def _drop_announced(layout: Layout, keep: list[bool]) -> None:
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
    if kind is Kind.ORNAMENT:
        return True
    if kind is Kind.STAMP:
        return not opens_with_date(line) or len(line.text) < 24
    asks = line.text[-1] in "？！?!" and "。" not in line.text
    return kind is Kind.TEXT and (asks or not line.prose) and not line.url and not line.turn and line.weight < 25


def _drop_tail(layout: Layout, keep: list[bool]) -> None:
    """Below the footer or the last list only addresses and paragraphs can be the article."""
    lines, kinds = layout.lines, layout.kinds
    last = max((i for i in range(len(lines)) if keep[i] and (lines[i].prose or lines[i].url)), default=-1)
    ended = False
    # Tags stand between the article and what ends the page.
    ends = any(kind in _ENDS_PAGE or kind is Kind.BAR for kind in kinds[last + 1 :])
    for index in range(last + 1, len(lines)):
        kind, line = kinds[index], lines[index]
        ended = ended or kind in _ENDS_PAGE
        tag = ends and line.weight < _LONGEST_TAG and not (line.item or line.turn or line.ends)
        if kind is Kind.SECTION or is_row(line) or (tag and not opens_with_date(line)):
            keep[index] = False
        if ended and not (opens_with_date(line) or line.url):
            keep[index] = False
    if last >= 0:
        _drop_headlines(layout, keep, last)


def _drop_headlines(layout: Layout, keep: list[bool], last: int) -> None:
    """Runs of headlines below the last paragraph of a page, unless a colon announces them."""
    if sum(kind in ALWAYS_OUT for kind in layout.kinds) < _CHROMED or layout.lines[last].text[-1] in ":：":
        return
    for run in _runs(layout, last + 1):
        before = layout.lines[run.start - 1]
        if len(run) > 1 and not (keep[run.start - 1] and before.text[-1] in ":："):
            keep[run.start : run.stop] = [False] * len(run)


def _runs(layout: Layout, start: int) -> Iterator[range]:
    """The longest stretches of lines that look like headlines, from a line on."""
    first = start
    for index in range(start, len(layout.lines) + 1):
        if index < len(layout.lines) and _headline(layout.lines[index], layout.kinds[index]):
            continue
        if index > first:
            yield range(first, index)
        first = index + 1


def _headline(line: Line, kind: Kind) -> bool:
    if kind is not Kind.TEXT or line.prose or line.item or line.turn or line.url or opens_with_date(line):
        return False
    return _HEADLINE[0] <= line.weight < _HEADLINE[1] and line.text[-1] not in "。.;；:：…—-"
