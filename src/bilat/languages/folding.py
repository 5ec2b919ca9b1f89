"""Texts folded for finding phrases: what people vary without meaning anything by it is taken away, places are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bilat.languages.script import has_han

_DROPPED = frozenset("\"'`“”‘’「」『』﹁﹂﹃﹄《》〈〉＂＇«»\u00ad\u200b\ufeff")
_JOINING = frozenset(",，、､·・‧•-‐‑‒–—―－/")
_INITIALS = re.compile(r"(?<![A-Za-z])(?:[A-Za-z]\.){2,}")
_BLANK_LINE = re.compile(r"\n[ \t\r\u3000]*\n\s*")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `places[i]` is where its character i stands in the text it was made from."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) of the folded text, which must not be empty, as a span of the text it was made from."""
        return self.places[start], self.places[end - 1] + 1


def fold(view: str) -> Folded:
    """A simplified view (see `to_simplified`) in small letters, without quotation marks, points of initials, and what
    separates words or the parts of a phrase: between Han characters nothing is left of it, elsewhere one space.

    Ends of sentences and paragraphs stay, so that nothing is found across them.
    """
    silent = {at for match in _INITIALS.finditer(view) for at in range(match.start() + 1, match.end(), 2)}
    breaks = {match.start() for match in _BLANK_LINE.finditer(view)}
    chars: list[str] = []
    places: list[int] = []
    gap = False
    for at, char in enumerate(view):
        if char in _DROPPED or at in silent:
            continue
        if at in breaks:
            chars.append("\n")
            places.append(at)
            gap = False
        elif char.isspace() or char in _JOINING:
            gap = True
        else:
            if gap and chars and chars[-1] != "\n" and not (has_han(chars[-1]) or has_han(char)):
                chars.append(" ")
                places.append(at - 1)
            gap = False
            small = char.lower()
            chars.append(small if len(small) == 1 else char)
            places.append(at)
    return Folded("".join(chars), tuple(places))
