"""Leverage: the things that a text counts up as what a side holds over the other."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.sentences import Sentence
from bilat.model import Leverage, Span, cite

_LONGEST = {"zh": 14, "en": 70}  # characters of an item
_OWNER = {"zh": 8, "en": 24}  # characters within which its owner opens a list that goes on in the next sentence


def find_leverage(analysis: Analysis, actors: Sequence[Actor]) -> Iterator[Leverage]:
    """Lists of what a side holds, beside a word for leverage or in the sentence behind it."""
    codes = {side.code for side in analysis.pack.sides}
    before = False
    for sentence in analysis.sentences:
        here = analysis.has("leverage", sentence.start, sentence.end)
        for start, end in _halves(analysis, sentence) if here or before else ():
            owners = _owners(analysis, actors, start, end, codes)
            items = _items(analysis, start, end, analysis.grammar_of(sentence))
            opening = _owners(analysis, actors, start, start + _OWNER[sentence.language], codes)
            if not here and not opening and (not items or items[0][0] > start):
                continue  # the next sentence goes on with it only where it opens with the things, or says whose
            side = owners[0] if owners else _last_side(actors, start, codes)
            if items and side is not None:
                yield Leverage(
                    doc=analysis.document.id, evidence=cite(analysis.text, (start, end)), confidence=0.65,
                    side=side, items=tuple(analysis.text[a:b] for a, b in items),
                )  # fmt: skip
        before = here


def _owners(analysis: Analysis, actors: Sequence[Actor], start: int, end: int, codes: set[str]) -> list[str]:
    """The sides named in a stretch, as actors or else by adjective."""
    named = [(a.start, str(a.side)) for a in actors if start <= a.start and a.end <= end and a.side in codes]
    if not named:
        mentions = (m for m in analysis.layer("entity").within(start, end) if m.key[0].startswith("side/"))
        named = [(m.start, str(analysis.pack.entities[m.key[0]].side)) for m in mentions]
    return [side for _, side in sorted(named) if side in codes]


def _last_side(actors: Sequence[Actor], position: int, codes: set[str]) -> str | None:
    before = [a for a in actors if a.end <= position and a.side in codes]
    return before[-1].side if before else None


def _halves(analysis: Analysis, sentence: Sentence) -> list[Span]:
    marks = [m.start() for m in re.finditer("[;；]", analysis.view[sentence.start : sentence.end])]
    cuts = [sentence.start, *(sentence.start + m + 1 for m in marks), sentence.end]
    spans = []
    for low, high in itertools.pairwise(cuts):
        while low < high and analysis.view[low] in " \u3000":
            low += 1
        if low < high:
            spans.append((low, high))
    return spans


def _items(analysis: Analysis, start: int, end: int, rules: Grammar) -> list[Span]:
    """The first list of things in a stretch, none of which says anything, one of which is an issue or an instrument."""
    for low, high in _runs(analysis, start, end, rules):
        spans = _parts(analysis, low, high, rules)
        views = [analysis.view[a:b] for a, b in spans]
        led = bool(spans) and spans[0][0] > low  # two things need a word that leads to them
        if len(spans) < (2 if led else 3) or any(not _is_thing(view, rules) for view in views):
            continue
        if any(analysis.has(layer, low, high) for layer in ("issue", "weak_issue", "instrument")):
            return spans
    return []


def _runs(analysis: Analysis, start: int, end: int, rules: Grammar) -> Iterator[Span]:
    """Stretches that may be a list: in Chinese between commas, which part clauses; in English the whole."""
    if rules.language != "zh":
        yield start, end
        return
    cuts = [start - 1, *(m.start() for m in re.finditer("[，,：:]", analysis.view) if start <= m.start() < end), end]
    for low, high in itertools.pairwise(cuts):
        yield low + 1, high


def _parts(analysis: Analysis, start: int, end: int, rules: Grammar) -> list[Span]:
    """A list's items: the first behind what leads to it, the last up to what it is said to be."""
    cuts = list(_separators(rules.language).finditer(analysis.view, start, end))
    if not cuts:
        return []
    low = start
    for lead in _leads("item_leads", rules.language).finditer(analysis.view, start, cuts[0].start()):
        low = lead.end()
    tail = _leads("item_tails", rules.language).search(analysis.view, cuts[0].end(), end)
    end = tail.start() if tail else end
    bounds = [low, *(at for cut in cuts if cut.end() < end for at in cut.span()), end]
    return [_trimmed(analysis.view, a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if b > a]


def _trimmed(view: str, start: int, end: int) -> Span:
    marks = " 。.,，；;“”「」『』《》‘’\"'\u3000"
    while start < end and view[start] in marks:
        start += 1
    while start < end and view[end - 1] in marks:
        end -= 1
    return start, end


def _is_thing(item: str, rules: Grammar) -> bool:
    """A short name of something: no clause with a verb or a pronoun."""
    if not 1 < len(item) <= _LONGEST[rules.language]:
        return False
    if rules.language == "zh":
        return not any(word in item for word in rules.words("not_in_items"))
    return not set(re.findall(r"[a-z']+", item.lower())) & rules.word_set("not_in_items")


@functools.cache
def _separators(language: str) -> re.Pattern[str]:
    """What parts the items of a list: marks, and the language's words for "and"."""
    words = grammar(language).words("list_words")
    if language == "zh":
        return re.compile("、(?:" + "|".join(words) + ")?|" + "|".join(sorted(words, key=len, reverse=True)))
    return re.compile(rf",? (?:{'|'.join(words)}) |, ")


@functools.cache
def _leads(name: str, language: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(grammar(language).words(name), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})(?=\W)" if language == "en" else words)
