"""A text as the guards read it: mentions, dates, amounts and sentences by place, of one document."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.lookup import Sentences
from bilat.languages.dates import DateExpression
from bilat.languages.quantities import Quantity
from bilat.languages.sentences import Sentence
from bilat.model import Document, Record, Span
from bilat.packs import Pack

_LATIN_END = "ɏ"


class Text:
    """Looks things up in one document; all spans are [start, end) in code points of its text."""

    def __init__(self, document: Document, pack: Pack, analysis: Analysis | None = None) -> None:
        self.document = document
        self.pack = pack
        self.text = document.text
        self.codes = tuple(side.code for side in pack.sides)
        self._given = analysis

    @functools.cached_property
    def analysis(self) -> Analysis:
        """What is found once in the text; made where nobody has it yet."""
        return self._given or Analysis(self.document, self.pack)

    @functools.cached_property
    def view(self) -> str:
        """The simplified view of the text, of the same length."""
        return self.analysis.view

    # -- places

    def sentence_at(self, position: int) -> Sentence | None:
        """The sentence that holds a position; None between sentences."""
        return self._sentences.at(position)

    @functools.cached_property
    def _sentences(self) -> Sentences:
        return Sentences(self.analysis.all_sentences)

    def sentences(self, spans: Iterable[Span]) -> list[Sentence]:
        """The sentences that overlap any of some spans, in order."""
        found = {s.start: s for start, end in spans if start < end for s in self._sentences.over(start, end)}
        return [found[at] for at in sorted(found)]

    def whole(self, spans: Iterable[Span]) -> list[Span]:
        """The whole sentences that some spans touch."""
        return [(s.start, s.end) for s in self.sentences(spans)]

    def paragraphs(self, spans: Iterable[Span], *, before: int = 0) -> list[Span]:
        """The whole paragraphs that some spans touch, with so many before each."""
        touched = {s.paragraph - back for s in self.sentences(spans) for back in range(before + 1)}
        return [(s.start, s.end) for number in sorted(touched) for s in self._sentences.of_paragraph(number)]

    # -- what stands there

    def mentions(self, layer: str, spans: Iterable[Span]) -> list[Mention]:
        """The mentions of a layer that lie wholly in one of some spans; what only looks like one is left out."""
        within = self.analysis.layer(layer).within
        return [m for start, end in spans for m in within(start, end) if m.kind != "none"]

    def has(self, spans: Iterable[Span], *layers: str) -> bool:
        """True where a word of one of some lists stands in one of some spans."""
        has = self.analysis.has
        for start, end in spans:
            for layer in layers:
                if has(layer, start, end):
                    return True
        return False

    def dates(self, spans: Iterable[Span]) -> list[DateExpression]:
        """The date expressions in some spans."""
        return [date for start, end in spans for date in self.analysis.dates_in(start, end)]

    def quantities(self, spans: Iterable[Span]) -> list[Quantity]:
        """The amounts in some spans."""
        return [amount for start, end in spans for amount in self.analysis.quantities_in(start, end)]

    def occurrences(self, words: str, spans: Iterable[Span] | None = None) -> Iterator[Span]:
        """Where words stand to the letter, in some spans or anywhere."""
        for low, high in spans if spans is not None else [(0, len(self.text))]:
            at = self.text.find(words, low, high) if words else -1
            while at >= 0:
                end = at + len(words)
                if not (self._joined(at) or self._joined(end)):
                    yield at, end
                at = self.text.find(words, at + 1, high)

    def _joined(self, at: int) -> bool:
        """True within a word of letters."""
        return 0 < at < len(self.text) and is_latin(self.text[at - 1]) and is_latin(self.text[at])

    def entities(self, span: Span) -> list[Mention]:
        """The names and titles that lie in a span."""
        return [m for m in self.analysis.layer("entity").within(*span) if m.kind != "none"]

    def sides_of(self, mention: Mention) -> set[str]:
        """The sides whose a name or title may be."""
        found: set[str | None] = set()
        for key in mention.key:
            office, entity = self.pack.offices.get(key), self.pack.entities.get(key)
            if office is not None:
                found.add(office.side)
            if entity is not None:
                found |= {entity.side, entity.country}
        return {code for code in self.codes if code in found}

    def sides_named(self, spans: Iterable[Span]) -> set[str]:
        """The sides that any name, title or adjective in some spans belongs to."""
        found = {code for span in spans for mention in self.entities(span) for code in self.sides_of(mention)}
        return set(self.codes) if any(m.kind == "joint" for span in spans for m in self.entities(span)) else found

    @functools.cached_property
    def people(self) -> list[tuple[int, tuple[str, ...]]]:
        """Where people whom the pack knows are named, and who that may be."""
        return [(m.start, m.key) for m in self.analysis.layer("entity").items if m.kind == "person"]


def is_latin(char: str) -> bool:
    """True for letters and digits that words are made of between spaces."""
    return (char.isascii() and char.isalnum()) or "À" <= char <= _LATIN_END


def evidence_spans(record: Record) -> list[Span]:
    """Where the evidence of a record stands."""
    return [(item.start, item.end) for item in record.evidence]


def covered(position: int, spans: Iterable[Span]) -> bool:
    """True where a position lies in one of some spans."""
    return any(start <= position < end for start, end in spans)
