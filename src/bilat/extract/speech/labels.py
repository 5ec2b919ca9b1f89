"""A speaker before a colon at the beginning of a line: turns of a transcript, and headlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bilat.extract.speech.layout import Layout
from bilat.extract.speech.subjects import Subjects
from bilat.languages.compiled_patterns import compiled
from bilat.languages.speech import SpeechRules
from bilat.model import Span

_LABEL = compiled(
    r"(?:[（(【\[][^）)】\]]{1,20}[）)】\]]\s*)?(?P<label>[^，。！？：:；;“”「」\s]{1,30}?)\s*[：:]\s*(?=\S)"
)
_LEAST_TURNS = 3


class Label(NamedTuple):
    """Who stands before the colon (None where nobody is named), and where the words begin."""

    source: Span | None
    begin: int


class Labels:
    """Finds the labels of a document's paragraphs."""

    def __init__(self, layout: Layout, subjects: Subjects, rules: SpeechRules) -> None:
        self.layout = layout
        self.view = layout.view
        self.subjects = subjects
        self.rules = rules
        self.transcript = False
        self._count: Counter[str] = Counter()

    def prepare(self, paragraphs: Sequence[Span]) -> None:
        """Counts the labels: those that come again are names, whatever they look like."""
        found = [m["label"] for start, end in paragraphs if (m := _LABEL.match(self.view, start, end))]
        self._count = Counter(found)
        turns = [1 for start, end in paragraphs if self.of(start, end) is not None]
        self.transcript = len(turns) >= max(_LEAST_TURNS, len(paragraphs) // 2)

    def of(self, start: int, end: int) -> Label | None:
        """The label of a paragraph, or None."""
        match = _LABEL.match(self.view, start, end)
        if match is None:
            return None
        label, span = match["label"], match.span("label")
        if label in self.rules.sets["nameless_labels"]:
            return Label(None, match.end())
        if label in self.rules.sets["not_labels"] or label.isdigit():
            return None
        if label in self.rules.sets["name_labels"] and end - match.end() <= 10:
            return None
        if self._has_verb(span) or self.rules.verbs_at_end.search(label):
            return None
        if self.subjects.is_agent(*span) or self._count[label] > 1:
            return Label(span, match.end())
        return None

    def _has_verb(self, span: Span) -> bool:
        text = self.view[slice(*span)]
        return any(text[a:b] in self.rules.kind_of for a, b in self.rules.verbs.find(text))
