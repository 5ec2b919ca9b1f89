"""Which of a sentence's dates is that of an interaction, and what the date says of its status."""

from __future__ import annotations

from collections.abc import Sequence

from bilat.extract.analysis import Analysis
from bilat.extract.interactions_clauses import Clauses
from bilat.extract.lexicon import Mention
from bilat.languages.dates import DateExpression
from bilat.languages.sentences import Sentence
from bilat.model import FAMILY, Span

_LEAST_ENTRIES = 4


class EventDates:
    """Dates the events of one document. `tellers` are the spans of sources with those of their contents."""

    def __init__(self, analysis: Analysis, clauses: Clauses, tellers: Sequence[tuple[Span, Span]]) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.clauses = clauses
        self.tellers = tellers
        self.entries = _timeline_entries(analysis)
        stated = [d.date for d in analysis.dates if d.date and d.basis == "stated" and len(d.date) >= 7]
        self.latest = max(stated, default=None) if self.entries else None

    def of_entry(self, sentence: Sentence) -> DateExpression | None:
        """The date at the head of a sentence's line, where the text is a timeline: it dates all of the entry."""
        return self.entries.get(sentence.paragraph)

    def of(self, word: Mention, sentence: Sentence, clause: Span) -> DateExpression | None:
        usable = [
            d for d in self.analysis.dates_in(clause[0], clause[1])
            if d.date is not None and d.kind in ("point", "range", "vague")
            and not self._since(d, sentence) and self._is_of(d, word, sentence)
        ]  # fmt: skip
        if not usable:
            return None
        comma = self.clauses.comma_clause(word, sentence)
        anaphoric = self.clauses.is_anaphoric(word, sentence)

        def distance(date: DateExpression) -> tuple[int, int]:
            before = date.end <= word.start
            gap = word.start - date.end if before else date.start - word.end + 2
            return (0 if comma[0] <= date.start < comma[1] else 1, gap)

        best = min(usable, key=distance)
        return None if anaphoric and distance(best)[0] else best

    def _since(self, date: DateExpression, sentence: Sentence) -> bool:
        """A date behind "since", or before 以来, is another event's."""
        rules = self.analysis.grammar_of(sentence)
        words = rules.words("since")
        if rules.language == "zh":
            return any(self.view.startswith(w, date.end) for w in words)
        before = self.view[sentence.start : date.start]
        at = max(before.rfind(w + " ") for w in words) if words else -1
        return at >= 0 and not self.analysis.layer("event").any(sentence.start + at, date.start)

    def _is_of(self, date: DateExpression, word: Mention, sentence: Sentence) -> bool:
        """True where no event word of another kind stands nearer to the date."""

        subordinate = self.analysis.grammar_of(sentence).words("subordinate")

        def gap(mention: Mention) -> int:
            low, high = min(mention.end, date.end), max(mention.start, date.start)
            between = self.view[low:high]
            apart = date.end <= mention.start and any(f" {w} " in between for w in subordinate)
            apart = apart or self._dates_the_telling(date, mention, sentence)
            return len(between) + 200 * apart + 12 * sum(between.count(mark) for mark in "，,；;：:、")

        words = [m for m in self.analysis.layer("event").within(sentence.start, sentence.end) if m.kind != "none"]
        nearest = min(words, key=gap)
        if gap(word) >= 200:
            return False
        return nearest == word or (
            FAMILY.get(nearest.kind, nearest.kind) == FAMILY.get(word.kind, word.kind) and gap(word) < 30
        )

    def _dates_the_telling(self, date: DateExpression, word: Mention, sentence: Sentence) -> bool:
        """`reported this morning that ... will meet`: the date is that of the telling."""
        return self.analysis.grammar_of(sentence).language == "en" and any(
            content[0] <= word.start < content[1] and source[1] <= date.start < content[0]
            for source, content in self.tellers
        )

    def status_by_date(self, status: str, date: DateExpression | None, kind: str) -> str | None:
        """A date after the document's own is to come; a visit without a sign of having happened is not held."""
        published = self.analysis.document.published or self.latest
        if date is not None and date.date and published:
            length = min(len(date.date), len(published))
            if date.date[:length] > published[:length]:
                return "planned" if status == "held" else status
        if status == "held" and kind == "visit":
            past = date is not None and date.date is not None and published is not None
            if not past or date is None or date.date is None or published is None:
                return None
            length = min(len(date.date), len(published))
            if date.date[:length] >= published[:length] or len(date.date) < 7:
                return None
        return status


def _timeline_entries(analysis: Analysis) -> dict[int, DateExpression]:
    """The dates at the heads of lines by paragraph; empty where fewer than a third of the lines begin with one."""
    found: dict[int, DateExpression] = {}
    lines: dict[int, Sentence] = {}
    for sentence in analysis.sentences:
        lines.setdefault(sentence.paragraph, sentence)
    for number, first in lines.items():
        dates = [d for d in analysis.dates_in(first.start, first.end) if d.start - first.start <= 2 and d.date]
        if dates:
            found[number] = dates[0]
    return found if len(found) >= max(_LEAST_ENTRIES, len(lines) / 3) else {}
