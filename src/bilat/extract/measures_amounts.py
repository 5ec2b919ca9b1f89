"""Which amounts of a sentence can be a measure's: those whose unit stood before, those that are of something else."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.quantities import Quantity
from bilat.languages.sentences import Sentence
from bilat.model import Span

LENGTHS = ("days", "weeks", "months", "years")
_OF_TALKS = 16  # characters from a length of time to what lasted it
_MARKS = re.compile("[，,；;。：:]")
_SHARE = {"en": 30, "zh": 14}  # characters behind an amount in which that of which it is a share stands
_CHANGE = {"en": 22, "zh": 6}  # and before it, in which what something did stands
_ADVERB = 3  # characters between who acts and a word of moving a rate
_YEARS = range(1900, 2100)


class AmountReader:
    """Reads the amounts of one document."""

    def __init__(self, analysis: Analysis, rates: frozenset[str], pledged: Sequence[str]) -> None:
        """rates: ids of the instruments that are rates; pledged: the units of what is promised."""
        self.analysis = analysis
        self.view = analysis.view
        self.rates = rates
        self.pledged = pledged
        self._known: dict[Span, list[Quantity]] = {}

    def of(self, sentence: Sentence) -> list[Quantity]:
        """The amounts of a sentence that can be a measure's, in order."""
        span = (sentence.start, sentence.end)
        if span not in self._known:
            self._known[span] = self._read(sentence)
        return self._known[span]

    def _read(self, sentence: Sentence) -> list[Quantity]:
        found = self.analysis.quantities_in(sentence.start, sentence.end)
        found = sorted([*found, *self._elliptic(sentence, found)], key=lambda q: q.start)
        return [q for q in found if not (self._passes(q, sentence) if q.unit in LENGTHS else self._any(q, sentence))]

    def is_rate(self, amount: Quantity, sentence: Sentence) -> bool:
        """No share of something, and not what something else rose or fell by."""
        rules = self.analysis.grammar_of(sentence)
        start, end = self._clause(amount, sentence)
        if self._is_otherwise(amount, rules, sentence) or self._of_market(rules, start, end):
            return False
        if self._shared(amount, rules, sentence, end) or self._counts_share(amount, rules, start):
            return False
        return not self._changed(amount, rules, start, sentence)

    def of_else(self, sentence: Sentence) -> bool:
        """A sentence of a market, of prices, of an opinion poll: percentages that name no instrument are no rates."""
        words = self.analysis.grammar_of(sentence).words("other_percentages")
        return any(word in self.view[sentence.start : sentence.end] for word in words)

    def bears(self, amount: Quantity, sentence: Sentence) -> bool:
        """`34 percent on everything`, 再加100%: where no tariff is named, a rate by the words right around."""
        rules = self.analysis.grammar_of(sentence)
        start, end = self._clause(amount, sentence)
        before = self.view[start : amount.start].rstrip(" ")
        if not self.is_rate(amount, sentence) or self.of_else(sentence):
            return False
        if _ending("rate_before", rules.language).search(before):
            return True
        behind = self.view[amount.end : end].lstrip(" ")
        if behind.startswith(rules.words("rate_behind")) or self.analysis.layer("target").begun(*_right_behind(amount)):
            return True
        moved = _ending("rate_moves", rules.language).search(before)
        subject = self.analysis.layer("entity").within(start, start + moved.start()) if moved else []
        between = self.view[subject[-1].end : start + moved.start()] if subject and moved else ""
        sided = bool(subject) and subject[-1].kind in ("side", "adjective")
        return bool(moved) and sided and len(between.strip()) <= _ADVERB

    def lasted(self, amount: Quantity, sentence: Sentence) -> bool:
        """`two-day talks`: a length of time that belongs to what lasted it."""
        return self.analysis.layer("event").any(amount.end, min(sentence.end, amount.end + _OF_TALKS))

    def is_made(self, amount: Quantity, sentence: Sentence) -> bool:
        """`booked 2 million tons`: a purchase that was made, where no word of promising stands beside it."""
        start, end = self._clause(amount, sentence)
        rules = self.analysis.grammar_of(sentence)
        stretch = self.view[start:end]
        made = _words("made", rules.language).search(stretch)
        return bool(made) and not _words("promised", rules.language).search(stretch)

    # -- details

    def _clause(self, amount: Quantity, sentence: Sentence) -> tuple[int, int]:
        """The stretch between marks that holds an amount; a mark within a number parts nothing."""
        before = reversed([m.start() for m in _MARKS.finditer(self.view, sentence.start, amount.start)])
        low = next((at + 1 for at in before if not self._in_number(at)), sentence.start)
        behind = (m.start() for m in _MARKS.finditer(self.view, amount.end, sentence.end))
        return low, next((at for at in behind if not self._in_number(at)), sentence.end)

    def _in_number(self, at: int) -> bool:
        return self.view[at - 1 : at].isdigit() and self.view[at + 1 : at + 2].isdigit()

    def _shared(self, amount: Quantity, rules: Grammar, sentence: Sentence, clause_end: int) -> bool:
        """`69% of global supply`, 87%的零部件: what follows is what it is a share of, where that is no tariff."""
        behind = self.view[amount.end : clause_end]
        word = next((w for w in rules.words("share_of") if behind.lstrip(" ").startswith(w)), None)
        if word is None or behind.lstrip(" ").startswith(rules.words("rate_parts") or "\0"):
            return False
        end = min(clause_end, amount.end + _SHARE[sentence.language])
        return not any(m.key and m.key[0] in self.rates for m in self._instruments(amount.end, end))

    def _counts_share(self, amount: Quantity, rules: Grammar, start: int) -> bool:
        """占…30%: a word of shares before the amount, and no instrument between."""
        before = self.view[start : amount.start]
        at = max((before.rfind(word) + len(word) for word in rules.words("share_words") if word in before), default=-1)
        return at >= 0 and not self._instruments(start + at, amount.start)

    def _changed(self, amount: Quantity, rules: Grammar, start: int, sentence: Sentence) -> bool:
        """`shares fell 3.5%`, 出口下降16.9%: a verb of change before the amount, that has to do with no tariff."""
        before = self.view[max(start, amount.start - 16) : amount.start].rstrip()
        if before.endswith(rules.words("at_most")) or self._is_of_rate(amount, rules, sentence):
            return False
        low = max(start, amount.start - _CHANGE[sentence.language])
        found = [m.start() for m in _words("changes", rules.language).finditer(self.view, low, amount.start)]
        if not found:
            return False
        if not self.view[start : found[-1]].strip():
            start = sentence.start  # `47%, down from 57%`: what changes stands before the mark
        subjects = [m for m in self._instruments(start, found[-1]) if not self._is_cause(m, rules, start)]
        return not any(m.key[0] in self.rates for m in subjects)

    def _is_otherwise(self, amount: Quantity, rules: Grammar, sentence: Sentence) -> bool:
        """`a 5% premium`, 30%的股权: what stands right behind an amount is what it is, and no tariff."""
        behind = self.view[amount.end : sentence.end].lstrip(" ")
        return behind.startswith(rules.words("percentage_of") or "\0") and not self._is_of_rate(amount, rules, sentence)

    def _of_market(self, rules: Grammar, start: int, end: int) -> bool:
        """A clause of a market or a poll, that names no tariff."""
        words = rules.words("other_percentages")
        if not any(word in self.view[start:end] for word in words):
            return False
        return not any(m.key and m.key[0] in self.rates for m in self._instruments(start, end))

    def _is_of_rate(self, amount: Quantity, rules: Grammar, sentence: Sentence) -> bool:
        """`dropped its 15% retaliatory duty`: a few words on, with none of cause between, stands the tariff."""
        ahead = self._instruments(amount.end, amount.end + _SHARE[sentence.language])
        rates = [m for m in ahead if m.key and m.key[0] in self.rates]
        if not rates:
            return False
        between = self.view[amount.end : rates[0].start]
        return not _MARKS.search(between) and not _words("owing_to", rules.language).search(between)

    def _is_cause(self, mention: Mention, rules: Grammar, start: int) -> bool:
        before = self.view[start : mention.start].rstrip()[-12:]
        return any(re.search(rf"(?:^|\W){re.escape(w)}$" if w.isascii() else f"{re.escape(w)}.?$", before)
                   for w in rules.words("owing_to"))  # fmt: skip

    def _instruments(self, start: int, end: int) -> list[Mention]:
        return [m for m in self.analysis.layer("instrument").within(start, end) if m.kind != "exception"]

    def _passes(self, amount: Quantity, sentence: Sentence) -> bool:
        """`two days later`, 未来三年: a length of time that tells when."""
        rules = self.analysis.grammar_of(sentence)
        if self.view[amount.end : sentence.end].lstrip(" ").startswith(rules.words("length_behind")):
            return True
        before = self.view[max(sentence.start, amount.start - 16) : amount.start].rstrip(" ")
        return before.lower().endswith(tuple(f" {w}" if w.isascii() else w for w in rules.words("length_ahead")))

    def _any(self, amount: Quantity, sentence: Sentence) -> bool:
        """`one or more entities`, 数千家: no count."""
        if self.view.endswith(self.analysis.grammar_of(sentence).words("some"), 0, amount.start):
            return True
        surface = self.view[amount.start : amount.end].lower()
        return amount.value == 1 and surface.startswith(self.analysis.grammar_of(sentence).words("any_number"))

    def _elliptic(self, sentence: Sentence, amounts: Sequence[Quantity]) -> list[Quantity]:
        """`to 30 percent from 145 percent, and Beijing's to 10 from 125`: numbers whose unit stood before."""
        rules = self.analysis.grammar_of(sentence)
        units = [q for q in amounts if q.unit == "percent" or q.unit in self.pledged]
        pattern = _bare_numbers(rules.language)
        if not units or pattern is None:
            return []
        found = []
        for match in pattern.finditer(self.view, sentence.start, sentence.end):
            start, end = match.span("value")[0], match.end()
            like = [q for q in units if q.start < start and ("million" in q.unit) == bool(match["scale"])]
            value = float(match["value"])
            year = value in _YEARS and not match["scale"]
            if (
                like
                and not year
                and not any(q.start < end and start < q.end for q in amounts)
                and not self.analysis.dates_in(start, end + 1)
            ):
                found.append(replace(like[-1], start=start, end=end, value=int(value) if value.is_integer() else value))
        return found


@functools.cache
def _words(name: str, language: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(grammar(language).words(name), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b" if language == "en" else words)


def _right_behind(amount: Quantity) -> Span:
    return amount.end, amount.end + 2


@functools.cache
def _ending(name: str, language: str) -> re.Pattern[str]:
    """One of a list's words at the end of a text, with small words behind it."""
    words = "|".join(re.escape(word) for word in sorted(grammar(language).words(name), key=len, reverse=True))
    small = "|".join(re.escape(word) for word in grammar(language).words("rate_hedges"))
    head, gap = (r"\b", r"\s*") if language == "en" else ("", "")
    return re.compile(rf"{head}(?:{words})(?:{gap}(?:{small}))*{gap}$" if words else r"(?!)")


@functools.cache
def _bare_numbers(language: str) -> re.Pattern[str] | None:
    words = grammar(language).words("elliptic_before")
    if not words:
        return None
    before = "|".join(map(re.escape, words))
    return re.compile(
        rf"\b(?:{before}) (?P<value>\d+(?:\.\d+)?)(?P<scale> million| billion)?"
        r"(?=[,.;]| (?:from|to|for|by|in|and|that|which|a|on|it|this|last)\b)"
    )
