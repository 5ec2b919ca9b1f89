"""What lies ahead in a sentence, read from its words: a contact to come, a last day, a condition."""

from __future__ import annotations

import functools
import re

from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.measures_dates import TermReader
from bilat.extract.questions import asked
from bilat.languages.dates import DateExpression
from bilat.languages.events import event_list
from bilat.languages.grammar import grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span

_FORMS = frozenset({"noun", "verb", "with", "object", "before_person"})
_BEFORE = {"zh": 16, "en": 60}  # characters before a word for a contact in which what puts it ahead stands
_BEHIND = {"zh": 12, "en": 45}  # and behind it
_WHOM = {"zh": 10, "en": 30}  # characters behind a verb in which stands whom somebody is to meet
_DENIED = {"zh": 5, "en": 20}
_RIGHT_BEHIND = 6  # characters in which a name right behind begins
# Lists of words for contacts to come, and what kinds of name have to stand right behind; none: they say enough.
_CONTACTS = {
    "contacts_by_date": frozenset[str](),
    "contacts_said": frozenset[str](),
    "contacts_to_place": frozenset({"place", "side"}),
    "contacts_to_person": frozenset({"person", "office"}),
}
_MARKS = "，,；;。：:"


class AheadReader:
    """Reads what one document says is to come."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.terms = TermReader(analysis)

    def expects(self, word: Mention, sentence: Sentence) -> bool:
        """True for a word for a contact that the words or a date of its clause put ahead, with nobody denying it; who
        is to meet is named. A question tells of one only by its date."""
        if word.kind in ("none", "back") or word.key[1] not in _FORMS:
            return False
        start, end = self._clause(word.start, word.end, sentence)
        before = (max(start, word.start - _BEFORE[sentence.language]), word.start)
        behind = (word.end, min(end, word.end + _BEHIND[sentence.language]))
        over = (*event_list(sentence.language, "over_behind"), *grammar(sentence.language).words("day_after"))
        if self.view[word.end : sentence.end].lstrip().startswith(over):
            return False
        dates = self.analysis.dates_in(before[0], behind[1])
        if self._denied(word, before, sentence) or any(self._is_past(d) for d in dates):
            return False
        dated = any(self._is_ahead(d) for d in dates)
        if asked(self.analysis, sentence, word.start):
            return dated and word.key[1] == "noun"
        coming = self.analysis.has("forward_behind", *behind)
        told = coming or self.analysis.has("forward", *before)
        return (told or dated) and self._named(word, sentence, dated=dated or coming)

    def goes(self, sentence: Sentence) -> bool:
        """A contact to come that no word for one names: 尽快再谈一轮; by when (`will come in April`), where, whom."""
        return any(
            self._borne_out(name, match, sentence)
            for name in _CONTACTS
            for match in _patterns(sentence.language, name).finditer(self.view, sentence.start, sentence.end)
        )

    def _borne_out(self, name: str, match: re.Match[str], sentence: Sentence) -> bool:
        start, end = self._clause(match.start(), match.end(), sentence)
        low = max(start, match.start() - _DENIED[sentence.language])
        if self.analysis.has("negation", low, match.end()) or not self._people(sentence.start, match.end()):
            return False
        if asked(self.analysis, sentence, match.start()):
            return False
        if name == "contacts_by_date":
            return any(self._is_ahead(date) for date in self.analysis.dates_in(start, end))
        near = self.analysis.layer("entity").begun(match.end(), match.end() + _RIGHT_BEHIND)
        kinds = _CONTACTS[name]
        return not kinds or any(m.kind in kinds for m in near)

    def due(self, sentence: Sentence) -> bool:
        """A day to come by which something will or must be done, or on which something ends."""
        for date in self.analysis.dates_in(sentence.start, sentence.end):
            if date.kind not in ("point", "vague") or len(date.date or "") < len("2025-11") or self._is_past(date):
                continue
            if date.date == self.analysis.document.published:  # `so far`, 到今天
                continue
            before = self.view[max(0, date.start - 12) : date.start].rstrip()
            if before.endswith(grammar(sentence.language).words("as_of")):
                continue
            if self.terms.is_end(date, sentence):
                return True
            if self.terms.is_due(date, sentence) and self._owed(date, sentence):
                return True
        return False

    def hangs(self, sentence: Sentence) -> bool:
        """A condition without a word of conditions: `once both sign`, `no deal, no summit`, 谈不拢，关税就会恢复."""
        return bool(_patterns(sentence.language, "condition_patterns").search(self.view[sentence.start : sentence.end]))

    def _clause(self, start: int, end: int, sentence: Sentence) -> Span:
        marks = [at for at in range(sentence.start, sentence.end) if self.view[at] in _MARKS]
        low = max((at + 1 for at in marks if at < start), default=sentence.start)
        return low, min((at for at in marks if at >= end), default=sentence.end)

    def _denied(self, word: Mention, before: Span, sentence: Sentence) -> bool:
        """Denied, called off, or recalled from the past."""
        low = max(before[0], word.start - _DENIED[sentence.language])
        if self.analysis.has("negation", low, word.start) or self.analysis.has("not_held", *before):
            return True
        whole = (sentence.start, sentence.end)
        if any(self.analysis.has(name, *whole) for name in ("cancelled", "untrue", "denial")):
            return True
        return self.analysis.has("recall", *before)

    def _is_ahead(self, date: DateExpression) -> bool:
        """A date behind that of the document, not an age or a length."""
        published = self.analysis.document.published
        if not (published and date.date) or date.kind not in ("point", "vague", "range"):
            return False
        return date.date[: len(published)] > published[: len(date.date)]

    def _is_past(self, date: DateExpression) -> bool:
        published, day = self.analysis.document.published, date.end_date or date.date
        return bool(published and day and day[: len(published)] < published[: len(day)])

    def _owed(self, date: DateExpression, sentence: Sentence) -> bool:
        """A word of what is to come or has to be, in the clause of the date."""
        start, _ = self._clause(date.start, date.end, sentence)
        return any(self.analysis.has(name, start, date.start) for name in ("future", "modality", "will", "forward"))

    def _named(self, word: Mention, sentence: Sentence, *, dated: bool) -> bool:
        """Who is to meet: for a noun anybody in the sentence, or a date; else whom somebody meets, right behind, or who
        goes."""
        if word.key[1] == "noun":
            return dated or self._people(sentence.start, sentence.end)
        if word.kind == "visit":
            return self._people(sentence.start, word.start)
        return self._people(word.end, min(sentence.end, word.end + _WHOM[sentence.language]))

    def _people(self, start: int, end: int) -> bool:
        found = self.analysis.layer("entity").within(start, end)
        named = any(m.kind in ("person", "office", "side", "joint") for m in found)
        return named or self.analysis.has("pronoun", start, end)


@functools.cache
def _patterns(language: str, name: str) -> re.Pattern[str]:
    return re.compile("|".join(grammar(language).words(name)) or r"(?!)")
