"""Reads a text's attributions with a stack of open speeches: what a sign lies within, and where each speech ends."""

from __future__ import annotations

from collections.abc import Sequence

from bilat.extract.analysis import Analysis
from bilat.extract.speech.desk import Speech
from bilat.extract.speech.dropped import Dropped
from bilat.extract.speech.labels import Labels
from bilat.extract.speech.running import Running
from bilat.extract.speech.signs import OBJECT_KINDS, Sign
from bilat.extract.speech.subjects import Subject
from bilat.languages.quotes import Quotation
from bilat.model import Span

_DEEPEST = 8  # speeches within speeches: nobody writes more


def read_speech(analysis: Analysis, spans: Sequence[Span]) -> list[Speech]:
    """The attributions in the given stretches of a document, in the order found."""
    reader = _Reader(analysis)
    for start, end in spans:
        reader.read(start, end)
    return reader.found


class _Reader(Dropped):
    def __init__(self, analysis: Analysis) -> None:
        super().__init__(analysis)
        self.labels = Labels(self.layout, self.subjects, self.rules)
        self.running = Running(self.layout, self.subjects, self.rules)

    def read(self, start: int, end: int) -> None:
        paragraphs = self.layout.paragraphs(start, end)
        self.labels.prepare(paragraphs)
        self.running.prepare(start, end)
        turn: Speech | None = None
        for first, last in paragraphs:
            self.quotation = None
            if self.last is not None and self.last.bound is not None and self.last.bound > first:
                self._sentences(first, last, self.last)
                continue
            self.last = None
            label = self.labels.of(first, last)
            if label is not None:
                turn = Speech("label", label.source, [], label.begin, bound=last)
                self._close(self._add(turn), last)
                self._sentences(label.begin, last, turn)
            elif turn is not None and self.labels.transcript and not self._starts_anew(first, last):
                turn.more.append((first, last))
                self._sentences(first, last, turn)
            else:
                self._sentences(first, last, None)

    def _add(self, speech: Speech) -> Speech:
        self.found.append(speech)
        return speech

    def _sentences(self, start: int, end: int, around: Speech | None) -> None:
        for number, (first, last) in enumerate(self.layout.sentences(start, end)):
            self._sentence(first, last, around, opens=number == 0)

    def _sentence(self, start: int, end: int, around: Speech | None, *, opens: bool) -> None:
        signs = self.signs.find(start, end)
        self.open = []
        running = None
        if around is None and not opens and self.last is not None:
            running = self.last if self.running.goes_on(self.last, start, end, self._heads(signs)) else None
        if running is not None:
            running.end = None
            self.open = [running]
        for sign in signs:
            self._take(sign, start, end, around)
        for speech in reversed(self.open):
            self._close(speech, speech.bound or end)
        whole = self.layout.quote_from(start)
        self.quotation = whole if whole is not None and whole.end >= end - 1 else None

    def _starts_anew(self, start: int, end: int) -> bool:
        """True for a paragraph among turns in which somebody who is no side of the talk is said to speak."""
        sentence = self.layout.sentences(start, end)[0]
        heads = self._heads(self.signs.find(*sentence))
        return any(self.running.starts_anew(sign, subject) for sign, subject in heads)

    def _heads(self, signs: Sequence[Sign]) -> list[tuple[Sign, Subject | None]]:
        """The signs of a sentence that stand in no quotation, with their subjects."""
        outside = [s for s in signs if self.layout.quote_at(s.start) is None]
        return [(s, self.subjects.before(s.floor, s.cue[0][0])) for s in outside]

    def _take(self, sign: Sign, start: int, end: int, around: Speech | None) -> None:
        quote = self.layout.quote_at(sign.start)
        level = quote.start if quote is not None else -1
        self.open = [s for s in self.open if self._still_open(s, sign, quote)]
        parent = self.open[-1] if self.open else around
        if (parent is not None and sign.start < parent.begin) or len(self.open) > _DEEPEST:
            return
        made = self._made(sign, start, end, level, parent)
        if made is None:
            return
        for speech in made:
            speech.level = level
            self._begin(speech, sign, quote, end)
            if not self._has_content(speech, sign, quote, end):
                continue
            self._add(speech)
            if speech.parent is None and around is None:
                self.last = speech
            if not speech.fixed:
                self.open.append(speech)

    def _still_open(self, speech: Speech, sign: Sign, quote: Quotation | None) -> bool:
        if speech.end is not None:
            return False
        if speech.bound is not None and speech.bound <= sign.start:
            self._close(speech, speech.bound)
            return False
        if speech.level >= 0 and (quote is None or (quote.start != speech.level and quote.start < speech.level)):
            inner = self.layout.quote_from(speech.level)
            self._close(speech, inner.inner_end if inner else sign.start)
            return False
        return True

    # -- which speech a sign makes

    def _made(self, sign: Sign, start: int, end: int, level: int, parent: Speech | None) -> list[Speech] | None:
        if sign.kind == "unnamed":
            self._part(sign, level, None)
            return [Speech("frame", None, sign.cue, sign.begin, parent=self._parent(parent), runs=False)]
        if sign.kind in ("frame", "noun", "passive", "colon") and (sign.source or sign.sourceless):
            kind = "say" if sign.kind != "passive" else "stand"
            if sign.kind != "noun" and sign.floor > start:
                self._part(sign, level, None)
            parent = self._parent(parent)
            runs = sign.kind in ("noun", "colon")
            return [Speech(kind, sign.source, sign.cue, sign.begin, list(sign.lead), parent=parent, runs=runs)]
        floor = self._floor(sign)
        subject = self.subjects.before(floor, sign.cue[0][0])
        if self._told_to_do(sign, floor, level):
            return None
        forecast = self._forecast(sign, subject)
        if forecast or subject is None or not self._fits(sign, subject):
            return forecast
        if subject.span is None:
            speech = self._dropped(sign, floor, start, level, parent)
        else:
            self._part(sign, level, subject)
            parent = self._parent(parent)
            speech = Speech(sign.kind, subject.span, sign.cue, sign.begin, list(sign.lead), parent=parent)
            self._inverted(speech, sign, floor, start, end)
        if speech is None:
            return None
        if sign.kind == "cited" and sign.fixed is not None:
            inner = Speech("say", sign.source, [sign.fixed], sign.begin, parent=speech)
            return [speech, inner]
        return [speech]

    def _parent(self, parent: Speech | None) -> Speech | None:
        return parent if parent is not None and parent.end is None else (self.open[-1] if self.open else parent)

    def _floor(self, sign: Sign) -> int:
        """Where the subject may begin: behind the cue of a speech that was opened in the same clause."""
        floor = sign.floor
        for speech in self.open:
            if floor < speech.begin <= sign.start:
                floor = speech.begin
        return floor

    def _fits(self, sign: Sign, subject: Subject) -> bool:
        if subject.span is None:
            return True
        first = self.view[slice(*subject.span)] in self.rules.sets["first_person"]
        if sign.word in self.rules.sets["first_person_only"]:
            denied = sign.cue[0][0] < sign.start
            return denied or (first and self.rules.first_person_follows.match(self.view, sign.end) is not None)
        if sign.word in self.rules.sets["document_verbs"]:
            return subject.document
        if sign.kind == "say":
            long = len(sign.word) > 1 and sign.word not in self.rules.sets["weak_verbs"]
            return subject.agent or subject.document or (long and self._spoken(sign))
        if sign.kind in ("cite", "cited", "name", "ask"):
            return True
        if sign.kind in ("want",):
            return subject.agent
        return subject.agent or subject.document

    def _spoken(self, sign: Sign) -> bool:
        return self.layout.is_mark(sign.end) if sign.end < len(self.view) else False

    def _forecast(self, sign: Sign, subject: Subject | None) -> list[Speech] | None:
        """`The figures are expected to ...`: nobody is named who expects it."""
        if sign.kind != "think" or subject is None or subject.span is None or subject.agent:
            return None
        if not self.rules.forecast.match(self.view, sign.start):
            return None
        return [Speech("think", None, sign.cue, sign.begin, [subject.span], parent=self._parent(None))]

    def _told_to_do(self, sign: Sign, floor: int, level: int) -> bool:
        """`urges X to publish`: what somebody is asked to say is not said by him."""
        same = [s for s in self.open if s.level == level]
        if not same or same[-1].paused or floor > same[-1].begin:
            return False
        acts = ("say", "demand", "accuse", "deny", "ask", "stand")
        return same[-1].kind in ("demand", "want", "accuse", "stand") and sign.kind in acts

    # -- a sign beside an open speech, or within it

    def _part(self, sign: Sign, level: int, subject: Subject | None) -> None:
        """Closes the open speeches of the same quotation that a sign with a subject of its own stands beside."""
        same = [s for s in self.open if s.level == level]
        if not same or sign.floor <= same[-1].begin:
            return
        outer = same[0]
        if not self._beside(sign, outer, subject):
            if same[-1] is not outer and same[-1].kind in OBJECT_KINDS | {"think"}:
                self._close_from(same[1:], sign.floor)
            return
        self._close_from(same, sign.floor)

    def _beside(self, sign: Sign, outer: Speech, subject: Subject | None) -> bool:
        if subject is None or subject.span is None:
            return outer.kind in OBJECT_KINDS or sign.kind == "colon"
        if outer.kind in OBJECT_KINDS:
            return True
        begin, stop = subject.span
        text = self.view[begin:stop]
        contrast = self.rules.contrast.match(self.view[stop : sign.cue[0][0]].strip()) is not None
        turn = self.view[sign.floor : begin].startswith(self.rules.lists["ends_object"])
        semicolon = self.view[sign.floor - 1 : sign.floor] in ("；", ";")
        if self.subjects.is_side(begin, stop) and outer.kind != "think":
            return contrast and semicolon
        if contrast or turn or semicolon or text in self.rules.sets["pronouns"]:
            return True
        if sign.kind in ("say", "ask", "accuse", "demand", "deny", "mute", "cite", "cited", "name"):
            return True
        return outer.kind == "think"
