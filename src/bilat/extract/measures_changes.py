"""Rates that no longer hold: the old one of a change, one that another took the place of, a peak of the past."""

from __future__ import annotations

import functools
import re

from bilat.extract.analysis import Analysis
from bilat.languages.grammar import grammar
from bilat.languages.quantities import Quantity
from bilat.languages.sentences import Sentence

_CHANGED = 45  # characters from a verb of lowering or raising to the rate, and from that to the new one
_FORMER = 14  # characters before a rate in which the words for an old one stand
_PEAK = 70  # and those for a peak
_RATES = ("percent", "percentage points")


class ChangeReader:
    """Reads which rates of one document have been replaced."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.view = analysis.view

    def is_past(self, amount: Quantity, sentence: Sentence) -> bool:
        """True for the old one of two rates, and for one of the past: `from 20 percent`, `cut its 145% tariff to 30%`,
        一度高达145%."""
        return self._is_former(amount, sentence) or self._is_peak(amount, sentence) or self._replaced(amount, sentence)

    def _is_former(self, amount: Quantity, sentence: Sentence) -> bool:
        before = self.view[max(sentence.start, amount.start - _FORMER) : amount.start]
        return bool(_former(sentence.language).search(before))

    def _is_peak(self, amount: Quantity, sentence: Sentence) -> bool:
        before = self.view[max(sentence.start, amount.start - _PEAK) : amount.start]
        found = list(_peak(sentence.language).finditer(before))
        if not found:
            return False
        between = before[found[-1].end() :]
        return not any(unit == q.unit for q in self._rates(sentence.start, amount.start) for unit in _RATES
                       if q.start > amount.start - len(between))  # fmt: skip

    def _replaced(self, amount: Quantity, sentence: Sentence) -> bool:
        """The first of two rates with a verb of change before it (or, in some languages, only between them), and
        nobody named between."""
        if amount.unit != "percent":
            return False
        after = next(iter(self._rates(amount.end, min(sentence.end, amount.end + _CHANGED))), None)
        if after is None or after.unit != "percent" or after.value == amount.value:
            return False
        way = "lower" if after.value < amount.value else "rais"
        rules = self.analysis.grammar_of(sentence)
        between = self.view[amount.end : after.start].rstrip()
        if not between.endswith(rules.words("lowered_to" if way == "lower" else "raised_to")):
            return False
        verbs = rules.words(f"{way}ing")
        before = self.view[max(sentence.start, amount.start - _CHANGED) : amount.start]
        if verbs:
            return bool(re.search(_either(verbs), before))
        return not self.analysis.layer("entity").any(amount.end, after.start)

    def _rates(self, start: int, end: int) -> list[Quantity]:
        return [q for q in self.analysis.quantities_in(start, end) if q.unit in _RATES]


@functools.cache
def _former(language: str) -> re.Pattern[str]:
    """The words before the old of two rates, and what may stand between."""
    rules = grammar(language)
    words, hedges = (
        "|".join(map(re.escape, rules.words(name))) for name in ("former_rate_markers", "former_rate_hedges")
    )
    return re.compile(rf"(?:{words})\s?(?:(?:{hedges})\s?)*$")


@functools.cache
def _peak(language: str) -> re.Pattern[str]:
    return re.compile(_either(grammar(language).words("peak_markers")), re.IGNORECASE)


@functools.cache
def _either(words: tuple[str, ...]) -> str:
    return "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words) or r"(?!)"
