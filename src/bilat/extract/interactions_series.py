"""Several interactions told of in one list: `the previous three calls, on A, B and C`, 在甲、乙和丙举行过三轮会谈."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bilat.extract.analysis import Analysis
from bilat.extract.interactions_candidates import Candidate
from bilat.extract.lexicon import Mention
from bilat.extract.places import PlaceFinder
from bilat.languages.dates import DateExpression
from bilat.languages.events import event_list
from bilat.languages.numerals import parse_number
from bilat.languages.sentences import Sentence
from bilat.model import FAMILY, Span
from bilat.packs import Entity
from bilat.packs.lookups import lies_within

_LEAST = 2  # items of a list
_MONTH = 7  # characters of an ISO month: what is dated more roughly is no item
_BESIDE = 5  # characters between the place and the day of one item
_COUNT = 3  # characters of a numeral before what it counts


class _Item(NamedTuple):
    """One item of a list: a day, a place or both, at [start, end)."""

    start: int
    end: int
    date: DateExpression | None = None
    place: Entity | None = None


class Series:
    """Reads the lists in the sentences of one document; `told` are the events so far."""

    def __init__(self, analysis: Analysis, places: PlaceFinder, told: Sequence[Candidate]) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.places = places
        self.told = told

    def in_sentence(self, sentence: Sentence, words: Sequence[Mention], found: Sequence[Candidate]) -> list[Candidate]:
        """One event for each item of a list, but the one of `found` that tells of the first. Without a list, none."""
        items = self._items(sentence)
        if len(items) < _LEAST or not (self._is_series(sentence) or len({i.place.id for i in items if i.place}) > 1):
            return []
        like = self._like(words, found, items, sentence)
        if like is None:
            return []
        own = next((c for c in found if c is like), None)
        first = items[0] if own is None else self._own_item(own, items)
        if own is not None:
            _fill(own, first)
        return [self._one(like, item, sentence) for item in items if own is None or item is not first]

    def _like(
        self, words: Sequence[Mention], found: Sequence[Candidate], items: Sequence[_Item], sentence: Sentence
    ) -> Candidate | None:
        """What the items are: of the kind and people told in the sentence, else of the event told last."""
        here = [c for c in found if c.family in ("call", "meeting") and c.status == "held"]
        before = [FAMILY.get(w.kind, w.kind) for w in words if w.start < items[0].start and w.kind != "none"]
        if here and before:
            return next((c for c in reversed(here) if c.family == before[-1]), None)
        if found:
            return here[-1] if here else None
        if not before and not self._is_series(replace(sentence, end=items[0].start)):
            return None
        last = (e for e in reversed(self.told) if e.family in ("call", "meeting") and e.status == "held")
        return next(last, None)

    def _own_item(self, own: Candidate, items: Sequence[_Item]) -> _Item:
        """The item that an event of the sentence tells of already."""
        for item in items:
            if item.date is not None and item.date.date == own.date:
                return item
            if item.place is not None and item.place.id == own.place_id:
                return item
        return items[0]

    def _one(self, like: Candidate, item: _Item, sentence: Sentence) -> Candidate:
        one = replace(
            like, spans=[(sentence.start, sentence.end)], people=dict(like.people), date=None, end_date=None,
            basis=None, place=None, place_id=None, forum=None, minutes=None, initiated_by=None, known=None,
            anaphoric=False, announced=True, definite=False, earlier=True, mentions=1, sentence=sentence.start,
            status="held",
        )  # fmt: skip
        _fill(one, item)
        return one

    def _is_series(self, sentence: Sentence) -> bool:
        """A word that says that there were several: `calls`, 分别, 三轮."""
        view = self.view[sentence.start : sentence.end]
        if any(word in view for word in event_list(sentence.language, "series")):
            return True
        counted = event_list(sentence.language, "series_counted")
        return any(self._several(view[max(0, at - _COUNT) : at]) for word in counted for at in _places_of(word, view))

    def _several(self, before: str) -> bool:
        number = next((parse_number(before[at:]) for at in range(len(before)) if parse_number(before[at:])), None)
        return number is not None and number >= _LEAST

    def _items(self, sentence: Sentence) -> list[_Item]:
        """The longest list of days, of places, or of both in pairs."""
        dates = [d for d in self.analysis.dates_in(sentence.start, sentence.end) if len(d.date or "") >= _MONTH]
        days = [_Item(d.start, d.end, date=d) for d in dates if d.kind != "duration"]
        places = list(self._venues(sentence))
        if max(len(days), len(places)) < _LEAST:
            return []
        pairs = list(self._pairs(days, places, event_list(sentence.language, "list_ands")))
        lists = [self._listed(one, sentence) for one in (pairs, days, places)]
        return max(lists, key=len)

    def _venues(self, sentence: Sentence) -> Iterator[_Item]:
        """The places of a sentence, each once, without states: that two are named in a list is no matter of venues."""
        for mention in self.analysis.layer("entity").within(sentence.start, sentence.end):
            entity = self.analysis.pack.entities.get(mention.key[0]) if mention.kind == "place" else None
            if entity is not None and not entity.id.startswith("country/"):
                yield _Item(mention.start, mention.end, place=entity)

    def _pairs(self, days: Sequence[_Item], places: Sequence[_Item], ands: Sequence[str]) -> Iterator[_Item]:
        """`in Geneva in May, London in June`, 5月在日内瓦、6月在伦敦: a place and a day right beside it."""
        for place in places:
            for day in days:
                gap = day.start - place.end if day.start >= place.end else place.start - day.end
                between = self.view[min(place.end, day.end) : max(place.start, day.start)]
                if 0 <= gap <= _BESIDE and between.strip() not in ands and not set(between) & set(",，、;；"):
                    yield _Item(min(place.start, day.start), max(place.end, day.end), day.date, place.place)
                    break

    def _listed(self, items: Sequence[_Item], sentence: Sentence) -> list[_Item]:
        """The longest run of items between which only marks and words of lists stand."""
        runs: list[list[_Item]] = [[]]
        for before, item in itertools.pairwise([None, *items]):
            if item is None:
                continue
            if before is None or self._encloses(item, before) or not self._linked((before.end, item.start), sentence):
                runs.append([])
            runs[-1].append(item)
        return max(runs, key=len)

    def _encloses(self, item: _Item, before: _Item) -> bool:
        """`at the guesthouse in Beijing` is one place."""
        if item.place is None or before.place is None or before.place.id == item.place.id:
            return False
        return item.place.id in lies_within(self.analysis.pack, before.place.id)

    def _linked(self, gap: Span, sentence: Sentence) -> bool:
        between = self.view[gap[0] : gap[1]].strip(" ,，、")
        links = event_list(sentence.language, "list_links")
        return len(self.view[gap[0] : gap[1]]) > 0 and (not between or between in links)


def _fill(candidate: Candidate, item: _Item) -> None:
    if item.date is not None:
        candidate.date, candidate.end_date, candidate.basis = item.date.date, item.date.end_date, item.date.basis
    if item.place is not None:
        candidate.place, candidate.place_id = item.place.name, item.place.id


def _places_of(word: str, view: str) -> Iterator[int]:
    at = view.find(word)
    while at >= 0:
        yield at
        at = view.find(word, at + 1)
