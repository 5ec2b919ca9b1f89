"""Quotations and titles: pairs of marks of every kind, on the simplified view of a text, in linear time."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_NEWLINE = r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"
_TOKEN = re.compile(rf"(?P<newline>{_NEWLINE})|''|[“”\"＂‘’'「」『』﹁﹂﹃﹄《》〈〉]")
# mark -> (family, +1 opens, -1 closes, 0 told by its neighbours)
_MARKS = {
    "“": ("double", 1),
    "”": ("double", -1),
    '"': ("double", 0),
    "＂": ("double", 0),
    "''": ("double", 0),
    "‘": ("single", 1),
    "’": ("single", -1),
    "'": ("single", 0),
    "「": ("corner", 1),
    "」": ("corner", -1),
    "﹁": ("corner", 1),
    "﹂": ("corner", -1),
    "『": ("white corner", 1),
    "』": ("white corner", -1),
    "﹃": ("white corner", 1),
    "﹄": ("white corner", -1),
    "《": ("title", 1),
    "》": ("title", -1),
    "〈": ("small title", 1),
    "〉": ("small title", -1),
}
_OPENS_AFTER = frozenset("([{（【「『“‘《〈—–-/:：,，、\"'＂")
_CLOSES_BEFORE = frozenset(".,;:!?)]}。，；：！？）】」』”’》〉、…—–\"'＂")
_ENDS_LINE = frozenset('.。!！?？”」』…"')
# 'tis and '90s are no quotations: an apostrophe before these opens nothing.
_ELISION = re.compile(r"['‘’](?:\d\ds?\b|(?:em|til|tis|twas|cause|n)\b)", re.IGNORECASE)


class Quotation(NamedTuple):
    """A pair of marks with what stands between them.

    [start, end) with the marks, [inner_start, inner_end) without; `depth` 0 for the outermost; `title` for 《》, 〈〉;
    `balanced` False where the closing mark is missing and the quotation was closed at the end of its paragraph.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    title: bool
    balanced: bool


class _Token(NamedTuple):
    start: int
    end: int
    family: str  # "" for a line's end
    turn: int


class _Scanner:
    """One pass over the marks; `stack` holds the marks that are open."""

    def __init__(self, view: str) -> None:
        self.view = view
        self.tokens = _tokens(view)
        self.stack: list[_Token] = []
        self.found: list[Quotation] = []

    def run(self) -> list[Quotation]:
        for index, token in enumerate(self.tokens):
            if not token.family:
                if self.stack and not self._goes_on(index):
                    self._close_all(token.start)
            else:
                self._mark(token)
        self._close_all(len(self.view))
        self.found.sort(key=lambda q: (q.start, -q.end))
        return self.found

    def _mark(self, token: _Token) -> None:
        open_at = self._open_index(token.family)
        turn = token.turn or self._turn(token, open_at is not None)
        if turn > 0:
            self.stack.append(token)
        elif open_at is not None:
            while len(self.stack) > open_at + 1:
                self._emit(self.stack.pop(), token.start, token.start, balanced=False)
            self._emit(self.stack.pop(), token.start, token.end, balanced=True)

    def _open_index(self, family: str) -> int | None:
        for index in range(len(self.stack) - 1, max(-1, len(self.stack) - 9), -1):
            if self.stack[index].family == family:
                return index
        return None

    def _turn(self, token: _Token, is_open: bool) -> int:
        """Whether a straight mark opens (1) or closes (-1), by its neighbours, else by what is open."""
        before = self.view[token.start - 1] if token.start else " "
        after = self.view[token.end] if token.end < len(self.view) else " "
        may_open = (before.isspace() or before in _OPENS_AFTER) and not after.isspace()
        may_close = after.isspace() or after in _CLOSES_BEFORE
        if may_open and not may_close:
            last = self.stack[-1] if self.stack else None
            # a mark that seems to open where one like it is open closes it, if that stood without a space (：“a”"b")
            return 1 if not is_open or last is None or before.isspace() else -1
        if may_close and not may_open:
            return -1
        return -1 if is_open else 1

    def _goes_on(self, index: int) -> bool:
        """Whether an open quotation crosses this line's end: a wrapped line, closed on the next one."""
        end = self.tokens[index].start
        before = self.view[end - 1] if end else "\n"
        if before in _ENDS_LINE or before.isspace():
            return False
        family = self.stack[-1].family
        for following in self.tokens[index + 1 : index + 12]:
            if not following.family:
                return False
            if following.family == family:
                return (following.turn or self._turn(following, True)) < 0
        return False

    def _close_all(self, at: int) -> None:
        while self.stack:
            self._emit(self.stack.pop(), at, at, balanced=False)

    def _emit(self, opening: _Token, inner_end: int, end: int, *, balanced: bool) -> None:
        self.found.append(
            Quotation(
                start=opening.start,
                end=end,
                inner_start=opening.end,
                inner_end=inner_end,
                depth=len(self.stack),
                title=opening.family in ("title", "small title"),
                balanced=balanced,
            )
        )


def find_quotations(view: str) -> list[Quotation]:
    """Every quotation and title of a text (its t2s view), by start; nested ones follow the one that holds them.

    An opening mark without its closing one holds to the end of its paragraph (`balanced` False): so each paragraph of
    a quotation whose opening mark is repeated gives one. A closing mark that nothing opened is passed over.
    """
    return _Scanner(view).run()


def _tokens(view: str) -> list[_Token]:
    tokens: list[_Token] = []
    closers = _single_closers(view)
    single_until = -1  # where the single quotation that was opened last closes
    for match in _TOKEN.finditer(view):
        start, end, text = match.start(), match.end(), match.group()
        if match.group("newline"):
            tokens.append(_Token(start, end, "", 0))
        elif text in ("'", "’", "‘"):
            turn = _single_turn(view, start, text, single_until, closers)
            if turn:
                tokens.append(_Token(start, end, "single", turn))
                single_until = _closer_after(view, start, closers) if turn > 0 else -1
        else:
            family, turn = _MARKS[text]
            tokens.append(_Token(start, end, family, turn))
    return tokens


_SINGLE_CLOSER = re.compile(r"(?<=[^\s(\[（“\"‘'])['’](?![A-Za-z0-9])")


def _single_closers(view: str) -> list[int]:
    return [match.start() for match in _SINGLE_CLOSER.finditer(view)]


def _closer_after(view: str, at: int, closers: list[int]) -> int:
    """Where the single quotation opened at `at` closes, or -1; the possessive of a plural as a last resort."""
    fallback = -1
    first = bisect_right(closers, at)
    for position in closers[first : first + 6]:
        if "\n" in view[at : min(position, at + 2000)] or position - at > 2000:
            break
        if not _is_possessive(view, position):
            return position
        if fallback < 0:
            fallback = position
    return fallback


def _is_possessive(view: str, at: int) -> bool:
    return view[at - 1] in "sS" and re.match(r".[ \t]+[a-z]", view[at : at + 4]) is not None


def _single_turn(view: str, at: int, mark: str, until: int, closers: list[int]) -> int:
    """+1, -1 or, for an apostrophe, 0."""
    if at == until:
        return -1
    before = view[at - 1] if at else " "
    after = view[at + 1] if at + 1 < len(view) else " "
    if mark == "’":
        # with no closing place known (Chinese text), it closes unless it stands inside or at the end of a word
        return 0 if until >= 0 or before.isascii() else -1
    if until > at or after.isspace() or _ELISION.match(view, at):
        return 0
    if mark == "'" and not (before.isspace() or before in _OPENS_AFTER):
        return 0
    if mark == "‘" and before.isascii() and before.isalnum():
        return 0
    if mark == "'" and _closer_after(view, at, closers) < 0:
        return 0
    return 1
