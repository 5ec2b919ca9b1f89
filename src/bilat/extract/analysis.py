"""A document made ready for extraction: sentences, quotations and all mentions, found once, looked up by position."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.layers import Layer, Words
from bilat.extract.lexicon import Mention, lexicon
from bilat.extract.lookup import Sentences
from bilat.languages.dates import DateExpression, find_dates
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.quantities import Quantity, find_quantities
from bilat.languages.quotes import Quotation, find_quotations
from bilat.languages.script import full_width_marks, has_han, to_simplified
from bilat.languages.sentences import Sentence, split_sentences
from bilat.languages.wrapping import unwrapped
from bilat.model import Document, Span
from bilat.packs import Pack

_ACTING = frozenset({"side", "person", "office", "body", "joint", "both", "plural"})
_DONE_TO = ("entity", "instrument", "layer")
_AHEAD = ("future", "will", "status")
_EMPTY = Words(())
_COUNTED = 60  # characters of a date that is counted from an event, on either side of the event's word


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
        self.quantities = Layer(find_quantities(self.view))
        self._layers = {name: Words(found) for name, found in self._mentions(pack).items()}
        self.dates = Layer(find_dates(self.view, self.all_sentences, published=document.published))

    def _mentions(self, pack: Pack) -> dict[str, list[Mention]]:
        """All mentions by layer. Some words open a condition at the head of a clause, or behind who acts, and none
        elsewhere (`巨头如…`: such as)."""
        found = lexicon(pack).scan(self.view)
        heads = grammar("zh").words("conditional_at_head")
        named = {m.end for layer in ("entity", "pronoun") for m in found.get(layer, ()) if m.kind in _ACTING}

        def opens(word: Mention) -> bool:
            at_head = word.start in named or not has_han(self.view[word.start - 1 : word.start])
            return at_head or self.view[word.start : word.end] not in heads

        found["conditional"] = [word for word in found.get("conditional", ()) if opens(word)]
        ends = {at: m.end for m in found.get("event", ()) if m.kind != "none" for at in range(m.start + 1, m.end)}
        future = found.get("future", ())  # 元首会|在某地: what begins within an event's word is none of its own
        found["future"] = [word for word in future if ends.get(word.start, word.end) >= word.end]
        objects = {m.start for layer in _DONE_TO for m in found.get(layer, ())}
        objects |= {q.start for q in self.quantities.items}
        leads = grammar("zh").words("object_markers")  # 将15家企业列入: what it is done to stands right behind

        def is_ahead(word: Mention) -> bool:
            return word.end not in objects or self.view[word.start : word.end] not in leads

        for layer in _AHEAD:
            found[layer] = [word for word in found.get(layer, ()) if is_ahead(word)]
        return found

    def layer(self, name: str) -> Words:
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
        return self.dates.within(start, end)

    def date_behind(self, word: Mention) -> DateExpression | None:
        """`seven weeks after their call on September 9`: the day behind an event from which another's is counted."""
        near = self.dates_in(word.start - _COUNTED, word.end + _COUNTED)
        around = next((d for d in near if d.start <= word.start and word.end < d.end), None)
        if around is None:
            return None
        behind = self.view[word.end : around.end]
        found = find_dates(behind, split_sentences(behind), published=self.document.published)
        day = next((d for d in found if d.date and d.kind == "point"), None)
        return replace(day, start=day.start + word.end, end=day.end + word.end) if day is not None else None

    def quantities_in(self, start: int, end: int) -> list[Quantity]:
        """The quantities that lie in [start, end)."""
        return self.quantities.within(start, end)


def _inside(sentence: Sentence, kept: Sequence[Span], starts: Sequence[int]) -> bool:
    middle = (sentence.start + sentence.end) // 2
    at = bisect_right(starts, middle) - 1
    return at >= 0 and middle < kept[at][1]
