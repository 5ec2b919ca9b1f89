"""The stretch of a sentence that an event word rules."""

from __future__ import annotations

from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.languages.sentences import Sentence
from bilat.model import Span


class Clauses:
    """Cuts the sentences of one document around event words."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.view = analysis.view

    def clause(self, word: Mention, sentence: Sentence) -> Span:
        """The stretch around an event word up to the marks that part it from the other event words."""
        marks = "。；;！？：" if sentence.language == "zh" else ";:"
        start = max((self.view.rfind(mark, sentence.start, word.start) + 1 for mark in marks), default=0)
        ends = [at for mark in marks if (at := self.view.find(mark, word.end, sentence.end)) >= 0]
        return max(start, sentence.start), min([*ends, sentence.end])

    def comma_clause(self, word: Mention, sentence: Sentence) -> Span:
        marks = "，,；;：:。"
        start = max(self.view.rfind(mark, sentence.start, word.start) for mark in marks) + 1
        ends = [at for mark in marks if (at := self.view.find(mark, word.end, sentence.end)) >= 0]
        return max(start, sentence.start), min([*ends, sentence.end])

    def trimmed(self, start: int, end: int) -> Span:
        while start < end and self.view[start] in " \u3000，,":
            start += 1
        return start, end

    def is_anaphoric(self, word: Mention, sentence: Sentence) -> bool:
        """`this call`, 此次会谈: told before."""
        before = self.view[sentence.start : word.start]
        return any(before.endswith(w) for w in self.analysis.grammar_of(sentence).words("anaphoric"))
