"""Hard-wrapped text: lines broken at a width, in the middle of sentences, as e-mails and flattened pages have them."""

from __future__ import annotations

import re

_NARROW, _WIDE = 44, 100  # code points of a line that was broken at a width
_LEAST = 3  # breaks before a small letter that show that a text is wrapped
_SHARE = 0.3  # and their share of its line breaks within blocks
# A break within a block: behind a word or a mark, before what begins a line of text; a blank line is none.
_BREAK = re.compile(r"(?<=[A-Za-z0-9,;.?!’'\"”)%-])[ \t]?\n(?=[\"“(]?[A-Za-z0-9$])")
_INSIDE = re.compile(r"\S[ \t]*\n(?=[ \t]*\S)")
_SPACES = str.maketrans("\n", " ")


def unwrapped(view: str) -> str:
    """The text with a space for each line break that stands within a paragraph; same length, so that offsets hold.

    A text counts as wrapped where many of its lines, of about a page's width, go on with a small letter; other texts,
    whose lines are paragraphs, are returned as they are. Linear time. Raises nothing.
    """
    if "\n" not in view:
        return view
    breaks = [match for match in _BREAK.finditer(view) if _NARROW <= _width(view, match.start()) <= _WIDE]
    small = sum(view[match.end() : match.end() + 2].lstrip('"“(')[:1].islower() for match in breaks)
    if small < _LEAST or small < _SHARE * sum(1 for _ in _INSIDE.finditer(view)):
        return view
    parts, at = [], 0
    for match in breaks:
        parts += [view[at : match.start()], match.group().translate(_SPACES)]
        at = match.end()
    return "".join((*parts, view[at:]))


def _width(view: str, end: int) -> int:
    """How long the line is that ends at a position."""
    return end - (view.rfind("\n", 0, end) + 1)
