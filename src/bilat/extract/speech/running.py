"""Whether a sentence without a sign of its own goes on with the speech before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bilat.extract.speech.layout import Layout
from bilat.extract.speech.signs import Sign
from bilat.extract.speech.subjects import Subject
from bilat.languages.speech import SpeechRules
from bilat.model import Span

if TYPE_CHECKING:
    from bilat.extract.speech.reader import Speech


class Running:
    """Tells speeches that run on from a reporter's own sentences."""

    def __init__(self, layout: Layout, rules: SpeechRules) -> None:
        self.layout = layout
        self.view = layout.view
        self.rules = rules

    def prepare(self, paragraphs: Sequence[Span]) -> None:
        """Looks at the text as a whole."""

    def goes_on(self, last: Speech, start: int, end: int, heads: Sequence[tuple[Sign, Subject | None]]) -> bool:
        """True where the sentence [start, end) belongs to the last speech."""
        if last.bound is not None or last.kind not in ("say", "think") or last.fixed or last.end is None:
            return False
        if self.view[last.end : start].strip("。！？!?. ") or not last.cue:
            return False
        if self.view[last.end - 2 : last.end + 1].strip("。. ")[-1:] in ("”", "」", '"') or last.cue[0][0] > last.begin:
            return False
        text = self.view[start:end]
        if text.startswith(tuple(self.rules.sets["breaks_off"])) or self.rules.time.match(self.view, start):
            return False
        if self.layout.quote_from(start) is not None:
            return False
        if any(self._starts_anew(sign, subject) for sign, subject in heads):
            return False
        return any(word in text for word in self.rules.sets["goes_on"])

    def _starts_anew(self, sign: Sign, subject: Subject | None) -> bool:
        if subject is None:
            return False
        if subject.span is None:
            return sign.kind in ("say", "deny", "demand", "accuse", "mute", "frame", "unnamed")
        text = self.view[slice(*subject.span)]
        if text in self.rules.sets["sides"] or text in self.rules.sets["first_person"]:
            return False
        return subject.agent or subject.document or sign.source is not None
