"""Attributions as sets of tokens, which is how they are compared: punctuation and quotation marks never count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bilat.errors import InputError

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
TOKEN = re.compile(f"[{CJK}]|[^\\W_{CJK}]+")
OPENING, CLOSING = frozenset('"“„«「『‘'), frozenset('"”»」』’')
APOSTROPHE = "’"
PARTS = ("source", "cue", "content")

Tokens = frozenset[int]
Spans = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Tokened:
    """One attribution by the numbers of its tokens; an empty set stands for an absent part."""

    source: Tokens
    cue: Tokens
    content: Tokens


class TokenIndex:
    """The tokens of a text: runs of letters and digits, each Han character or kana on its own."""

    def __init__(self, text: str) -> None:
        self.of: list[int | None] = [None] * len(text)
        for number, match in enumerate(TOKEN.finditer(text)):
            self.of[match.start() : match.end()] = [number] * (match.end() - match.start())

    def tokens(self, spans: Spans | None, where: str) -> Tokens:
        """The tokens that share a character with one of `spans`. Raises InputError for a span outside the text."""
        found: set[int] = set()
        for span in spans or ():
            if len(span) != 2 or not all(type(at) is int for at in span) or not 0 <= span[0] < span[1] <= len(self.of):
                raise InputError(where, f"bad span {list(span)}", "spans are [start, end) in code points of the text")
            found.update(number for number in self.of[span[0] : span[1]] if number is not None)
        return frozenset(found)

    def tokened(self, attributions: Iterable[Mapping[str, Spans | None]], where: str) -> list[Tokened]:
        """All attributions of a record."""
        return [Tokened(*(self.tokens(a.get(part), f"{where} {part}") for part in PARTS)) for a in attributions]


def how_quoted(text: str, spans: Spans) -> str:
    """`direct` where a content opens and closes with a quotation mark (inside or touching), `mixed` where it has one
    elsewhere, else `indirect`."""
    text = text.replace("''", '""')
    inner = " ".join(text[a:b] for a, b in spans)
    whole = (text[max(0, spans[0][0] - 1)] + inner + text[spans[-1][1] : spans[-1][1] + 1]).strip(" \n\t,.")
    if set(whole[:2]) & OPENING and set(whole[-2:]) & CLOSING:
        return "direct"
    return "mixed" if set(inner) & (OPENING | CLOSING - {APOSTROPHE}) else "indirect"
