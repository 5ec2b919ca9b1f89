"""Whether a sentence without a sign of its own goes on with the speech before it."""

from __future__ import annotations

from collections.abc import Sequence

from bilat.extract.speech.desk import Speech
from bilat.extract.speech.layout import Layout
from bilat.extract.speech.signs import Sign
from bilat.extract.speech.subjects import Subject, Subjects
from bilat.languages.speech import SpeechRules
from bilat.model import Span


class Running:
    """Tells speeches that run on from a reporter's own sentences."""

    def __init__(self, layout: Layout, subjects: Subjects, rules: SpeechRules) -> None:
        self.layout = layout
        self.subjects = subjects
        self.view = layout.view
        self.rules = rules
        self.narrated = False

    def prepare(self, start: int, end: int) -> None:
        """Looks whether the one who tells is in the text: what others told him runs on without marks."""
        narrators = self.rules.narrator.finditer(self.view, start, end)
        self.narrated = any(self.layout.quote_at(m.start()) is None for m in narrators)

    def goes_on(self, last: Speech, start: int, end: int, heads: Sequence[tuple[Sign, Subject | None]]) -> bool:
        """True where the sentence [start, end) belongs to the last speech."""
        if not self._is_open_ended(last, start) or self.layout.quote_from(start) is not None:
            return False
        text = self.view[start:end]
        if text.startswith(self.rules.lists["breaks_off"]) or self.rules.time.match(self.view, start):
            return False
        if any(self.starts_anew(sign, subject) for sign, subject in heads):
            return False
        if self.narrated:
            if text.startswith(self.rules.lists["first_person"]):
                return False
            if any(s is not None and s.span and self._is_narrator(s.span) for _, s in heads):
                return False
            return last.source is not None
        if any(s is not None and s.span and self.subjects.is_side(*s.span) for _, s in heads):
            return True
        return any(word in text for word in self.rules.sets["goes_on"])

    def _is_open_ended(self, last: Speech, start: int) -> bool:
        """True for a speech in the writer's words that reached the end of the sentence before."""
        if last.bound is not None or last.kind not in ("say", "think") or not last.runs or last.fixed:
            return False
        if last.source is not None and self._is_narrator(last.source):
            return False
        if last.end is None or not last.cue or last.cue[0][0] > last.begin:
            return False
        between = self.view[last.end : start].strip("。！？!?. ")
        closed = self.view[last.end - 2 : last.end + 1].strip("。. ")[-1:] in ("”", "」", '"')
        return not between and not closed

    def starts_anew(self, sign: Sign, subject: Subject | None) -> bool:
        """True where a sign has a subject of its own that is no side of the talk, or drops it as narrators do."""
        if subject is None:
            return False
        if subject.span is None:
            return sign.kind in ("say", "deny", "demand", "accuse", "mute", "frame", "unnamed")
        if self.subjects.is_side(*subject.span):
            return False
        return subject.agent or subject.document or sign.source is not None

    def _is_narrator(self, span: Span) -> bool:
        return self.view[slice(*span)] in self.rules.sets["first_person"]
