"""From when to when a measure is told to hold: which of a sentence's dates begin it, and which end it."""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bilat.extract.analysis import Analysis
from bilat.languages.dates import DateExpression
from bilat.languages.grammar import grammar
from bilat.languages.quantities import Quantity
from bilat.languages.sentences import Sentence
from bilat.model import Span

_NEAR = 60  # characters from a measure's words to a date that is its own
_FAR = 130  # and to one that is said to be a beginning or an end
_BEHIND = 15  # a date behind counts as so many characters farther than one before
_BEFORE = 60  # characters in which the words before a date are looked for
_AFTER = {"en": 24, "zh": 10}  # and those behind it
_STOPS = "，,；;。"


class Term(NamedTuple):
    """From when, until when (ISO 8601, cut to what is known), and how that is known; None where nothing tells."""

    effective: str | None = None
    expires: str | None = None
    basis: str | None = None


class TermReader:
    """Reads from when to when the measures of one document hold."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.view = analysis.view

    def term(self, spans: Sequence[Span], sentence: Sentence, *, due: bool, length: Quantity | None) -> Term:
        """The term of the measure whose words are `spans`. due: an undertaking, of which `by` tells the end; length: of
        what is counted from the day on which it begins."""
        begins: list[tuple[int, DateExpression]] = []
        ends: list[tuple[int, str, str | None]] = []
        for date in self.analysis.dates_in(sentence.start, sentence.end):
            if date.date is None or date.kind not in ("point", "vague", "range"):
                continue
            gap = min((_gap(span, date) for span in spans), key=abs)
            apart = self._marks_between(spans, date)
            if self.is_end(date, sentence) or (due and self.is_due(date, sentence)):
                passed = due and _passed(date, self.analysis.document.published)
                if abs(gap) < _FAR and apart < 2 and not passed:
                    ends.append((abs(gap), date.end_date or date.date, date.basis))
                continue
            told = self._begins(date, sentence) and apart < 2
            if self._others_date(spans, date, sentence) or (due and apart):
                continue
            if abs(gap) < (_FAR if told else _NEAR):
                begins.append((abs(gap) + (_BEHIND if gap > 0 else 0) - (_NEAR if told else 0), date))
                if date.kind == "range" and date.end_date and self._holds_until(date):
                    ends.append((abs(gap), date.end_date, date.basis))
        first = min(begins, key=lambda one: one[0])[1] if begins else None
        last = min(ends, key=lambda one: one[0]) if ends else None
        expires = last[1] if last else self._counted(first, length, sentence)
        if first is None and last is None:
            return Term()
        return Term(first.date if first else None, expires, first.basis if first else last[2] if last else None)

    def _others_date(self, spans: Sequence[Span], date: DateExpression, sentence: Sentence) -> bool:
        """True where a clause with an instrument of its own lies between a date and a measure; in Chinese, what stands
        behind a mark belongs to what follows."""
        last = max(end for _, end in spans)
        behind = date.start >= last
        low, high = (last, date.start) if behind else (date.end, min(start for start, _ in spans))
        if behind and sentence.language == "zh" and any(mark in self.view[low:high] for mark in _STOPS):
            return True
        own = {m.key for s, e in spans for m in self.analysis.layer("instrument").within(s, e)}
        between = {m.key for m in self.analysis.layer("instrument").within(low, high) if m.key}
        between -= {(i.id,) for i in self.analysis.pack.instruments.values() if i.manner in ("pledge", "truce")}
        return bool(own and between - own) and any(mark in self.view[low:high] for mark in _STOPS)

    def _marks_between(self, spans: Sequence[Span], date: DateExpression) -> int:
        low, high = min((min(e, date.end), max(s, date.start)) for s, e in spans)
        return sum(self.view[low:high].count(mark) for mark in _STOPS)

    def is_end(self, date: DateExpression, sentence: Sentence) -> bool:
        """`until 10 November`, `expires on ...`, 至…, …到期: the day is the last of something."""
        not_behind = grammar(sentence.language).words("not_end_behind")
        if not_behind and self.view.startswith(not_behind, date.end):
            return False
        before = self.view[max(sentence.start, date.start - _BEFORE) : date.start]
        if _before("ends_before", sentence.language).search(before):
            return True
        held = _before("held_to", sentence.language).search(before)
        return (bool(held) and self._held(date, sentence)) or self._followed(date, sentence, "ends_behind")

    def _held(self, date: DateExpression, sentence: Sentence) -> bool:
        """`on ice to 10 November`, `extended the truce to ...`: held back or prolonged, ahead of a day."""
        low = max(sentence.start, date.start - _BEFORE)
        words = self.analysis.layer("status").within(low, date.start)
        return any(w.key[0] == "suspended" for w in words) or self.analysis.has("truce_states", low, date.start)

    def is_due(self, date: DateExpression, sentence: Sentence) -> bool:
        """`by the end of the year`, 年底前."""
        before = self.view[max(sentence.start, date.start - _BEFORE) : date.start]
        if _before("due_before", sentence.language).search(before):
            return True
        behind = grammar(sentence.language).words("due_behind")
        return bool(behind) and self.view.startswith(behind, date.end)

    def _begins(self, date: DateExpression, sentence: Sentence) -> bool:
        """`effective November 10`, 自…起: the day is said to be the first."""
        before = self.view[max(sentence.start, date.start - _BEFORE) : date.start]
        behind = grammar(sentence.language).words("starts_behind")
        if bool(behind) and self.view.startswith(behind, date.end):
            return True
        return bool(_before("starts_before", sentence.language).search(before))

    def _followed(self, date: DateExpression, sentence: Sentence, name: str) -> bool:
        """One of the words behind a date, before the next mark."""
        words = grammar(sentence.language).words(name)
        stop = min([sentence.end, date.end + _AFTER[sentence.language], *self._marks(date.end, sentence)])
        behind = self.view[date.end : stop]
        return any(re.search(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w), behind) for w in words)

    def _marks(self, position: int, sentence: Sentence) -> Iterable[int]:
        return (at for at in range(position, min(sentence.end, position + 40)) if self.view[at] in _STOPS)

    def _holds_until(self, date: DateExpression) -> bool:
        """A period (`from X through Y`), not two days in a row."""
        words = (*grammar("en").words("until"), *grammar("zh").words("until"), " to ")
        return any(word in self.view[date.start : date.end] for word in words)

    def _counted(self, first: DateExpression | None, length: Quantity | None, sentence: Sentence) -> str | None:
        """The last day by counting on from a whole day that is said to be the first."""
        if first is None or length is None or not first.date or len(first.date) != 10:
            return None
        if first.kind != "point" or not self._begins(first, sentence) or not isinstance(length.value, int):
            return None
        return counted(first.date, length.value, length.unit)


def counted(day: str, number: int, unit: str) -> str | None:
    """The day so many days, weeks, months or years after a whole ISO day; None past the calendar's end."""
    try:
        start = datetime.date.fromisoformat(day)
        if unit in ("days", "weeks"):
            return (start + datetime.timedelta(days=number * (7 if unit == "weeks" else 1))).isoformat()
        months = start.year * 12 + start.month - 1 + number * (12 if unit == "years" else 1)
        year, month = divmod(months, 12)
        return datetime.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1])).isoformat()
    except (ValueError, OverflowError):
        return None


def _passed(date: DateExpression, published: str | None) -> bool:
    """A day without a year that had passed when the text came out is not the one by which something is still owed."""
    day = date.end_date or date.date or ""
    cut = (published or "")[: len(day)]
    return date.basis == "relative" and len(cut) == len(day) >= 7 and day < cut


def _gap(span: Span, date: DateExpression) -> int:
    """Characters from a span to a date, below zero where the date stands before."""
    return date.start - span[1] if date.start >= span[1] else min(0, date.end - span[0])


@functools.cache
def _before(name: str, language: str) -> re.Pattern[str]:
    """One of a list's words at the end of a text, with small words behind it where the language has them."""
    rules = grammar(language)
    words = "|".join(re.escape(word) for word in sorted(rules.words(name), key=len, reverse=True))
    small = "|".join(re.escape(word) for word in rules.words("before_days"))
    if not words:
        return re.compile(r"(?!)")
    if language == "zh":
        return re.compile(rf"(?:{words})[ \u3000（(]?$")
    return re.compile(rf"(?<![A-Za-z])(?:{words})(?: (?:{small}))* ?,? ?$", re.IGNORECASE)
