"""Things at places of a text, and its sentences, looked up by place, however many they are."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Generic, TypeVar

from bilat.languages.sentences import Sentence
from bilat.model import Span

T = TypeVar("T")


class Places(Generic[T]):
    """Things with the spans [start, end) at which they are."""

    def __init__(self, things: Iterable[tuple[Span, T]]) -> None:
        self._things = sorted(things, key=itemgetter(0))
        self._starts = [span[0] for span, _ in self._things]
        # How far the spans up to each one reach: those before the first that reaches a place need no look.
        self._reach = list(itertools.accumulate((span[1] for span, _ in self._things), max))

    def over(self, span: Span) -> Iterator[T]:
        """The things that share a place with a span, in their order."""
        for (start, end), thing in self._things[self._low(span) : bisect.bisect_left(self._starts, span[1])]:
            if max(start, span[0]) < min(end, span[1]):
                yield thing

    def any_over(self, span: Span) -> bool:
        """True where one does."""
        return next((True for _ in self.over(span)), False)

    def _low(self, span: Span) -> int:
        return bisect.bisect_right(self._reach, span[0])


class Sentences:
    """Sentences in order, those of a text or of its article."""

    def __init__(self, items: Sequence[Sentence]) -> None:
        self._items = items
        self._starts = [sentence.start for sentence in items]
        self._paragraphs = [sentence.paragraph for sentence in items]

    def at(self, position: int) -> Sentence | None:
        """The one that holds a position; None between sentences."""
        index = bisect.bisect_right(self._starts, position) - 1
        return self._items[index] if index >= 0 and position < self._items[index].end else None

    def over(self, start: int, end: int) -> Sequence[Sentence]:
        """Those that share a place with [start, end), which is not empty."""
        low = max(0, bisect.bisect_right(self._starts, start) - 1)
        found = self._items[low : bisect.bisect_left(self._starts, end)]
        return [sentence for sentence in found if sentence.start < end and start < sentence.end]

    def before(self, sentence: Sentence) -> Sentence | None:
        """The last one of a sentence's paragraph that ends before it begins."""
        index = bisect.bisect_left(self._starts, sentence.start) - 1
        while index >= 0 and self._items[index].paragraph == sentence.paragraph:
            if self._items[index].end <= sentence.start:
                return self._items[index]
            index -= 1
        return None

    def around(self, sentence: Sentence, before: int, behind: int) -> Sequence[Sentence]:
        """A sentence with up to so many of its paragraph before and behind it."""
        index = bisect.bisect_left(self._starts, sentence.start)
        near = self._items[max(0, index - before) : index + 1 + behind]
        return [one for one in near if one.paragraph == sentence.paragraph]

    def of_paragraph(self, number: int) -> Sequence[Sentence]:
        """Those of a paragraph."""
        low = bisect.bisect_left(self._paragraphs, number)
        return self._items[low : bisect.bisect_right(self._paragraphs, number)]

    def paragraph_start(self, sentence: Sentence) -> int:
        """Where the first one of a sentence's paragraph begins."""
        index = bisect.bisect_left(self._paragraphs, sentence.paragraph)
        same = index < len(self._items) and self._paragraphs[index] == sentence.paragraph
        return self._starts[index] if same else sentence.start
