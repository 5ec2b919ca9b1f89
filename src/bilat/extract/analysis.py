"""A document made ready for extraction: sentences, quotations and all mentions, found once, looked up by position."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TypeVar

from bilat.extract.lexicon import Mention, lexicon
from bilat.extract.lookup import Sentences
from bilat.languages.dates import DateExpression, find_dates
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.quantities import Quantity, find_quantities
from bilat.languages.quotes import Quotation, find_quotations
from bilat.languages.script import full_width_marks, to_simplified
from bilat.languages.sentences import Sentence, split_sentences
from bilat.languages.wrapping import unwrapped
from bilat.model import Document, Span
from bilat.packs import Pack

_Found = TypeVar("_Found", DateExpression, Quantity)


def _lying_within(items: Sequence[_Found], starts: Sequence[int], start: int, end: int) -> list[_Found]:
    low = bisect_left(starts, start)
    if low == len(starts) or starts[low] >= end:
        return []
    return [item for item in items[low : bisect_left(starts, end, low)] if item.end <= end]


class Layer:
    """Things with start and end, in order, looked up by position."""

    def __init__(self, items: Sequence[Mention]) -> None:
        self.items = items
        self._starts = [item.start for item in items]

    def within(self, start: int, end: int) -> list[Mention]:
        """Those that lie wholly in [start, end)."""
        starts = self._starts
        low = bisect_left(starts, start)
        if low == len(starts) or starts[low] >= end:
            return []
        return [item for item in self.items[low : bisect_left(starts, end, low)] if item.end <= end]

    def any(self, start: int, end: int) -> bool:
        """True where at least one lies wholly in [start, end); what only looks like one (kind none) does not count."""
        starts = self._starts
        for at in range(bisect_left(starts, start), len(starts)):
            if starts[at] >= end:
                return False
            item = self.items[at]
            if item.end <= end and item.kind != "none":
                return True
        return False


_EMPTY = Layer(())


class Analysis:
    """What the extractors read, by offsets of `document.text`; `view` is its simplified copy, in full-width marks and
    without the line breaks of a page's width; `kept` are the sentences of the article, by their places."""

    def __init__(self, document: Document, pack: Pack) -> None:
        self.document = document
        self.pack = pack
        self.text = document.text
        self.view = unwrapped(full_width_marks(to_simplified(document.text)))
        self.all_sentences = split_sentences(self.view)
        starts = [start for start, _ in document.kept]
        self.sentences = [s for s in self.all_sentences if _inside(s, document.kept, starts)]
        self.kept = Sentences(self.sentences)
        self.quotations = find_quotations(self.view)
        self._quote_starts = [q.start for q in self.quotations]
        self._quote_reach = list(itertools.accumulate((q.end for q in self.quotations), max))
        self._layers = {name: Layer(found) for name, found in lexicon(pack).scan(self.view).items()}
        self.dates: list[DateExpression] = find_dates(self.view, self.all_sentences, published=document.published)
        self._date_starts = [d.start for d in self.dates]
        self.quantities: list[Quantity] = find_quantities(self.view)
        self._quantity_starts = [q.start for q in self.quantities]

    def layer(self, name: str) -> Layer:
        """A layer of mentions, empty where nothing was found."""
        return self._layers.get(name, _EMPTY)

    def has(self, name: str, start: int, end: int) -> bool:
        """True where a word of a list stands in [start, end)."""
        layer = self._layers.get(name)
        return layer is not None and layer.any(start, end)

    def grammar_of(self, sentence: Sentence) -> Grammar:
        """The grammar of a sentence's language."""
        return grammar(sentence.language)

    def quotations_in(self, start: int, end: int, *, titles: bool = False) -> list[Quotation]:
        """The quotations that overlap [start, end), outermost first; titles are left out unless asked for."""
        low = bisect_right(self._quote_reach, start)  # all before end at or before the start
        near = self.quotations[low : bisect_left(self._quote_starts, end)]
        return [q for q in near if q.end > start and (titles or not q.title)]

    def quotation_at(self, position: int) -> Quotation | None:
        """The outermost quotation (not a title) around a position."""
        low = bisect_right(self._quote_starts, position)
        for quotation in self.quotations[max(0, low - 12) : low]:
            if not quotation.title and quotation.start <= position < quotation.end:
                return quotation
        return None

    def dates_in(self, start: int, end: int) -> list[DateExpression]:
        """The date expressions that lie in [start, end)."""
        return _lying_within(self.dates, self._date_starts, start, end)

    def quantities_in(self, start: int, end: int) -> list[Quantity]:
        """The quantities that lie in [start, end)."""
        return _lying_within(self.quantities, self._quantity_starts, start, end)


def _inside(sentence: Sentence, kept: Sequence[Span], starts: Sequence[int]) -> bool:
    middle = (sentence.start + sentence.end) // 2
    at = bisect_right(starts, middle) - 1
    return at >= 0 and middle < kept[at][1]
