"""Paragraphs, sentences and clauses of a text in which quotations and titles are units. Offsets are the document's."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from bilat.extract.analysis import Analysis
from bilat.languages.quotes import Quotation
from bilat.languages.sentences import pieces
from bilat.model import Span

STOPS = "。｡！？!?…．"
MARKS = "，,；;：:"
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STOP_OR_MARK = re.compile(f"[{re.escape(STOPS + MARKS)}.]")
_REACH = 400  # code points: no clause is longer
_JOINS = frozenset("，,、；;：:")


class Layout:
    """Where units begin and end."""

    def __init__(self, analysis: Analysis) -> None:
        self.view = analysis.view
        self.quotes = [q for q in analysis.quotations if not q.title]
        self._starts = [q.start for q in self.quotes]
        self._by_start = {q.start: q for q in reversed(analysis.quotations)}
        self._by_end = {q.end: q for q in analysis.quotations}
        people = [m for m in analysis.layer("entity").items if m.kind == "person" and not m.weak]
        self._in_names = {at for m in people for at in range(m.start + 1, m.end)}
        marks = {match.start() for match in _STOP_OR_MARK.finditer(self.view)}
        self._turns = sorted(marks | self._by_start.keys() | {end - 1 for end in self._by_end})

    def within_name(self, at: int) -> bool:
        """True behind the first character of a person's name: no word begins there."""
        return at in self._in_names

    def paragraphs(self, start: int, end: int) -> list[Span]:
        """The lines of [start, end) that hold a word, without white space at their edges."""
        found = []
        for line in _LINE.finditer(self.view, start, end):
            text = line.group()
            if text.strip():
                first = line.start() + len(text) - len(text.lstrip())
                found.append((first, first + len(text.strip())))
        return found

    def sentences(self, start: int, end: int) -> list[Span]:
        """The sentences of a line; a stop within a quotation ends one only where the quotation ends with it."""
        found, first, at = [], start, start
        while at < end:
            at = self._next(at, end)
            if at == end:
                break
            unit = self._by_start.get(at)
            if unit is not None and unit.end <= end and unit.end > at:
                at = unit.end
                closes = not unit.title and self.view[unit.inner_end - 1] in STOPS + "."
                if closes and self.view[at : at + 1] not in _JOINS and self.view[at : at + 1] not in tuple(STOPS):
                    found.append((first, at))
                    first = at
                continue
            at += 1
            if self._is_stop(at - 1):
                while at < end and (self.view[at] in STOPS or self.view[at] in "”」』\"’）)"):
                    if self.view[at] in "\"'" and at in self._by_start:
                        break
                    at += 1
                found.append((first, at))
                first = at
        if first < end:
            found.append((first, end))
        return [(a, b) for one in found for a, b in pieces(self.view, *one) if self.view[a:b].strip()]

    def _next(self, at: int, end: int) -> int:
        """The next place up to `end` where a unit begins or ends, or a stop or mark stands; else `end`."""
        index = bisect_left(self._turns, at)
        return min(self._turns[index], end) if index < len(self._turns) else end

    def _last(self, at: int, low: int) -> int:
        """As `_next`, backwards; where there is none, the place before `low`."""
        index = bisect_right(self._turns, at) - 1
        return max(self._turns[index], low - 1) if index >= 0 else low - 1

    def _is_stop(self, at: int) -> bool:
        char = self.view[at]
        if char in STOPS:
            return True
        if char != ".":
            return False
        before, after = self.view[at - 1 : at], self.view[at + 1 : at + 2]
        return before > "\u2e80" or (before in "\"'”)" and (not after or after > "\u2e80" or after.isspace()))

    def quote_at(self, position: int) -> Quotation | None:
        """The innermost quotation whose words hold a position."""
        found = None
        high = bisect_right(self._starts, position)
        for quote in self.quotes[max(0, high - 12) : high]:
            if quote.inner_start <= position < quote.inner_end and (found is None or quote.start >= found.start):
                found = quote
        return found

    def quote_from(self, position: int) -> Quotation | None:
        """The quotation, no title, that begins at a position."""
        quote = self._by_start.get(position)
        return quote if quote is not None and not quote.title else None

    def quote_to(self, position: int) -> Quotation | None:
        """The quotation, no title, that ends at a position."""
        quote = self._by_end.get(position)
        return quote if quote is not None and not quote.title else None

    def is_mark(self, at: int) -> bool:
        """True for a mark between clauses; a comma or colon between digits is none."""
        if self.view[at] not in MARKS:
            return False
        return not (self.view[at - 1 : at].isdigit() and self.view[at + 1 : at + 2].isdigit())

    def clause_start(self, position: int, low: int) -> int:
        """Where the clause around a position begins; quotations that closed before it without a mark are part of it."""
        low = max(low, position - _REACH)
        at = self._last(position - 1, low)
        while at >= low:
            unit = self._by_end.get(at + 1)
            if unit is not None and unit.end <= position and unit.start >= low:
                if not unit.title and self.view[unit.inner_end - 1] in STOPS + MARKS + ".":
                    return unit.end
                at = self._last(unit.start - 1, low)
                continue
            opened = self._by_start.get(at)
            if self.is_mark(at) or (opened is not None and not opened.title and opened.end > position):
                return at + 1
            if self._is_stop(at):
                return at + 1
            at = self._last(at - 1, low)
        return low

    def clause_end(self, position: int, high: int) -> int:
        """The next mark or stop behind a position, outside quotations and titles that open behind it."""
        at = position
        around = self.quote_at(position)
        high = min(high, position + _REACH, around.inner_end if around is not None else high)
        while (at := self._next(at, high)) < high:
            unit = self._by_start.get(at)
            if unit is not None and unit.end <= high and unit.end > at:
                at = unit.end
                continue
            if self.is_mark(at) or self._is_stop(at):
                return at
            at += 1
        return high

    def trimmed(self, start: int, end: int) -> Span | None:
        """A span without white space and marks at its edges; None where no word is left."""
        while start < end and (self.view[start] in MARKS + "、。 \u3000\t—–…" or self.view[start].isspace()):
            start += 1
        while end > start and (self.view[end - 1] in MARKS + "、。 \u3000\t—–" or self.view[end - 1].isspace()):
            end -= 1
        return (start, end) if any(map(str.isalnum, self.view[start:end])) else None
