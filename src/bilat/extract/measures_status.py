"""The status of a measure: what the words around an instrument, or an amount of it, say has become of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.measures_dates import TermReader
from bilat.languages.sentences import Sentence
from bilat.model import Span
from bilat.packs import Instrument

# What ends or checks a measure says more than that it was announced or stands: "scrap the rule it had announced".
_STRONG = frozenset({"withdrawn", "suspended", "struck_down", "lapsed", "challenged", "available"})
_ENDS = frozenset({"withdrawn", "suspended", "lapsed", "struck_down"})
_LOWERED = 45  # characters from a verb of lowering to the rate, and from that to the new one
_MARKS = re.compile("[，；：。,;:]")
_LENGTHS = {"days": 1, "weeks": 7, "months": 30, "years": 365}  # in days


class StatusReader:
    """Reads the status of the measures of one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.terms = TermReader(analysis)

    def status(self, instrument: Instrument, anchor: Span, clause: Span, sentence: Sentence) -> str:
        """The status that the words of the clause, else those around it up to the next instrument or amount, give."""
        words = self._words(clause, instrument) or self._words(self._around(anchor, sentence), instrument)
        ahead = self.is_ahead(sentence, anchor)
        if instrument.manner == "truce":  # a truce: its own words are those of suspending and of extending
            words = [w for w in words if w.key[0] == "lapsed"]
        unreal = self.imagined(sentence, anchor) or self.unreal(clause, anchor)
        if not words:
            return instrument.status or ("announced" if ahead or unreal else "in_force")
        strong = [w for w in words if w.key[0] in _STRONG]
        word = _nearest(strong or words, anchor)
        status = word.key[0]
        if self._negated(word, sentence):
            return "in_force" if status in _ENDS else "announced"
        if status in ("withdrawn", "suspended") and self._urged(word, sentence):
            return "in_force"
        if status in ("withdrawn", "in_force") and (ahead or unreal or self._hedged(word)):
            return "announced"
        return status

    def told(self, instrument: Instrument, anchor: Span, clause: Span, sentence: Sentence) -> bool:
        """Whether a word tells the status, and not only the instrument's name."""
        return bool(self._words(clause, instrument) or self._words(self._around(anchor, sentence), instrument))

    def lowered(self, anchor: Span, sentence: Sentence) -> bool:
        """`cut its 145% tariff to 30%`: the higher of two rates, which another takes the place of."""
        here = next((q for q in self.analysis.quantities_in(*anchor) if q.unit == "percent"), None)
        behind = self.analysis.quantities_in(anchor[1], min(sentence.end, anchor[1] + _LOWERED))
        lower = next((q for q in behind if q.unit == "percent"), None)
        if here is None or lower is None or lower.value >= here.value:
            return False
        rules = self.analysis.grammar_of(sentence)
        before = self.view[max(sentence.start, anchor[0] - _LOWERED) : anchor[0]]
        between = self.view[anchor[1] : lower.start].rstrip()
        return between.endswith(rules.words("lowered_to")) and any(w in before for w in rules.words("lowering"))

    def run_out(self, effective: str | None, value: float | int | None, unit: str | None) -> bool:
        """True where a length of time, counted from a full date, had passed when the text was published."""
        published = self.analysis.document.published
        if not (published and len(published) == 10 and effective and len(effective) == 10 and value and unit):
            return False
        if unit not in _LENGTHS:
            return False
        passed = datetime.date.fromisoformat(published) - datetime.date.fromisoformat(effective)
        return float(value) * _LENGTHS[unit] < passed.days

    def imagined(self, sentence: Sentence, anchor: Span) -> bool:
        """In a condition or what follows from it: not a state."""
        return self.analysis.has("conditional", sentence.start, anchor[0])

    def is_ahead(self, sentence: Sentence, anchor: Span) -> bool:
        """A date after the publication stands near, or a word of what is to come."""
        published = self.analysis.document.published
        if published:
            for date in self.analysis.dates_in(sentence.start, sentence.end):
                later = date.date and date.date[: len(published)] > published[: len(date.date)]
                if later and abs(date.start - anchor[0]) < 60 and not self.terms.is_end(date, sentence):
                    return True
        return self.analysis.has("future", max(sentence.start, anchor[0] - 40), min(sentence.end, anchor[1] + 20))

    def clause(self, start: int, end: int, sentence: Sentence) -> Span:
        """The part of the sentence between marks that holds [start, end); a mark within a number parts nothing."""
        first = max(self._marks(sentence.start, start), default=sentence.start - 1) + 1
        return first, next(self._marks(end, sentence.end), sentence.end)

    def _marks(self, start: int, end: int) -> Iterator[int]:
        for mark in _MARKS.finditer(self.view, start, end):
            at = mark.start()
            if not (self.view[at - 1 : at].isdigit() and self.view[at + 1 : at + 2].isdigit()):
                yield at

    def _around(self, anchor: Span, sentence: Sentence) -> Span:
        """From the instrument or amount before the anchor to the one behind it."""
        analysis = self.analysis
        others = [(m.start, m.end) for m in analysis.layer("instrument").within(sentence.start, sentence.end)]
        others += [(q.start, q.end) for q in analysis.quantities_in(sentence.start, sentence.end)]
        low = max((end for _, end in others if end <= anchor[0]), default=sentence.start)
        high = min((start for start, _ in others if start >= anchor[1]), default=sentence.end)
        return low, high

    def unreal(self, clause: Span, anchor: Span) -> bool:
        """`whether`, `avoid`, 可能 ahead of it in its clause: it need not come about."""
        return self.analysis.has("unreal", clause[0], anchor[0]) or self.analysis.has("modality", clause[0], anchor[0])

    def _words(self, span: Span, instrument: Instrument) -> list[Mention]:
        """The words of status in a span, but for those in a short quotation: a title, a slogan, a catchword. Where the
        instrument's own words tell (to suspend imports is no suspension of a ban), those of all do not count."""
        found = []
        own = self.analysis.layer(f"status:{instrument.id}").within(*span)
        for word in own or self.analysis.layer("status").within(*span):
            quotation = self.analysis.quotation_at(word.start)
            if quotation is None or quotation.end - quotation.start > 20:
                found.append(word)
        return found

    def _negated(self, word: Mention, sentence: Sentence) -> bool:
        reach = 6 if sentence.language == "zh" else 24
        return self.analysis.has("negation", max(sentence.start, word.start - reach), word.start)

    def _urged(self, word: Mention, sentence: Sentence) -> bool:
        """Somebody wants it done: it has not been done."""
        reach = 24 if sentence.language == "zh" else 70
        return self.analysis.has("urged", max(sentence.start, word.start - reach), word.start)

    def _hedged(self, word: Mention) -> bool:
        return self.analysis.has("modality", max(0, word.start - 30), word.start)


def _nearest(words: list[Mention], anchor: Span) -> Mention:
    return min(words, key=lambda w: min(abs(w.start - anchor[1]), abs(anchor[0] - w.end)))
