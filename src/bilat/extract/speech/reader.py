"""Reads a text's attributions with a stack of open speeches: what a sign lies within, and where each speech ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bilat.extract.analysis import Analysis
from bilat.extract.speech.labels import Labels
from bilat.extract.speech.layout import STOPS, Layout
from bilat.extract.speech.running import Running
from bilat.extract.speech.signs import OBJECT_KINDS, Sign, Signs
from bilat.extract.speech.subjects import Subject, Subjects
from bilat.languages.quotes import Quotation
from bilat.languages.speech import SpeechRules, speech_rules
from bilat.model import Span


@dataclass(slots=True)
class Speech:
    """One attribution while it is read. `end` is set once it is closed; `bound`: where its quotation ends."""

    kind: str
    source: Span | None
    cue: list[Span]
    begin: int
    lead: list[Span] = field(default_factory=list)
    more: list[Span] = field(default_factory=list)
    bound: int | None = None
    end: int | None = None
    level: int = -1  # where the quotation begins in which it stands
    zero: bool = False
    parent: Speech | None = None
    fixed: bool = False


def read_speech(analysis: Analysis, spans: Sequence[Span]) -> list[Speech]:
    """The attributions in the given stretches of a document, in the order found."""
    reader = _Reader(analysis)
    for start, end in spans:
        reader.read(start, end)
    return reader.found


class _Reader:
    def __init__(self, analysis: Analysis) -> None:
        self.view = analysis.view
        self.rules: SpeechRules = speech_rules()
        self.layout = Layout(analysis)
        self.subjects = Subjects(analysis, self.rules)
        self.signs = Signs(self.layout, self.subjects, self.rules)
        self.labels = Labels(self.layout, self.subjects, self.rules)
        self.running = Running(self.layout, self.rules)
        self.found: list[Speech] = []
        self.open: list[Speech] = []
        self.last: Speech | None = None  # the last speech that stands within no other
        self.quotation: Quotation | None = None  # the sentence before, where it is a quotation and nothing else

    def read(self, start: int, end: int) -> None:
        paragraphs = self.layout.paragraphs(start, end)
        self.labels.prepare(paragraphs)
        self.running.prepare(paragraphs)
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
            elif turn is not None and self.labels.transcript:
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
            running = self.last if self.running.goes_on(self.last, start, end, self._heads(signs, start)) else None
        if running is not None:
            running.end = None
            self.open = [running]
        for sign in signs:
            self._take(sign, start, end, around)
        for speech in reversed(self.open):
            self._close(speech, speech.bound or end)
        whole = self.layout.quote_from(start)
        self.quotation = whole if whole is not None and whole.end >= end - 1 else None

    def _heads(self, signs: Sequence[Sign], start: int) -> list[tuple[Sign, Subject | None]]:
        """The signs of a sentence that stand in no quotation, with their subjects."""
        outside = [s for s in signs if self.layout.quote_at(s.start) is None]
        return [(s, self.subjects.before(s.floor, s.cue[0][0])) for s in outside]

    def _take(self, sign: Sign, start: int, end: int, around: Speech | None) -> None:
        quote = self.layout.quote_at(sign.start)
        level = quote.start if quote is not None else -1
        self.open = [s for s in self.open if self._still_open(s, sign, quote)]
        parent = self.open[-1] if self.open else around
        if parent is not None and sign.start < parent.begin:
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

    def _close(self, speech: Speech, at: int) -> None:
        speech.end = max(speech.begin, at)

    # -- which speech a sign makes

    def _made(self, sign: Sign, start: int, end: int, level: int, parent: Speech | None) -> list[Speech] | None:
        if sign.kind == "unnamed":
            self._part(sign, level, parent, own=True)
            return [Speech("frame", None, sign.cue, sign.begin, parent=self._parent(parent))]
        if sign.kind in ("frame", "noun", "passive") and (sign.source or sign.sourceless):
            kind = "say" if sign.kind != "passive" else "stand"
            if sign.kind != "noun" and sign.floor > start:
                self._part(sign, level, parent, own=True)
            return [Speech(kind, sign.source, sign.cue, sign.begin, list(sign.lead), parent=self._parent(parent))]
        floor = self._floor(sign, level)
        subject = self.subjects.before(floor, sign.cue[0][0] if sign.kind != "cited" else sign.start)
        if subject is None or not self._fits(sign, subject):
            return self._forecast(sign, subject)
        if subject.span is None:
            speech = self._dropped(sign, floor, start, level, parent)
        else:
            self._part(sign, level, parent, own=False, subject=subject)
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

    def _floor(self, sign: Sign, level: int) -> int:
        """Where the subject may begin: behind the cue of a speech that was opened in the same clause."""
        floor = sign.floor
        for speech in self.open:
            if floor < speech.begin <= sign.start:
                floor = speech.begin
        return floor

    def _fits(self, sign: Sign, subject: Subject) -> bool:
        if subject.span is None:
            return True
        if sign.kind == "say":
            long = len(sign.word) > 1 and sign.word not in self.rules.sets["weak_verbs"]
            return subject.agent or subject.document or long and self._spoken(sign)
        if sign.kind in ("cite", "cited", "name", "ask"):
            return True
        if sign.kind in ("want",):
            return subject.agent
        return subject.agent or subject.document

    def _spoken(self, sign: Sign) -> bool:
        return self.layout.is_mark(sign.end) if sign.end < len(self.view) else False

    def _forecast(self, sign: Sign, subject: Subject | None) -> list[Speech] | None:
        """`The figures are expected to ...`: nobody is named who expects it."""
        if sign.kind != "think" or subject is None or subject.span is None:
            return None
        if not self.rules.forecast.match(self.view, sign.start):
            return None
        return [Speech("think", None, sign.cue, sign.begin, [subject.span], parent=self.open[-1] if self.open else None)]

    # -- a sign beside an open speech, or within it

    def _part(
        self, sign: Sign, level: int, parent: Speech | None, *, own: bool, subject: Subject | None = None
    ) -> None:
        """Closes the open speeches of the same quotation that a sign with a subject of its own stands beside."""
        same = [s for s in self.open if s.level == level]
        if not same or sign.floor <= same[-1].begin:
            return
        outer = same[0]
        if not self._beside(sign, outer, same[-1], subject):
            if same[-1] is not outer and same[-1].kind in OBJECT_KINDS | {"think"}:
                self._close_from(same[1:], sign.floor)
            return
        self._close_from(same, sign.floor)

    def _close_from(self, speeches: Sequence[Speech], at: int) -> None:
        for speech in speeches:
            self._close(speech, at)
        self.open = [s for s in self.open if s.end is None]

    def _beside(self, sign: Sign, outer: Speech, inner: Speech, subject: Subject | None) -> bool:
        if subject is None or subject.span is None:
            return outer.kind in OBJECT_KINDS
        begin, stop = subject.span
        text = self.view[begin:stop]
        adverbs = self.view[stop : sign.cue[0][0]].strip()
        contrast = self.rules.contrast.match(adverbs) is not None
        lead = self.view[sign.floor : begin]
        turn = lead.startswith(tuple(self.rules.sets["ends_object"]))
        semicolon = self.view[sign.floor - 1 : sign.floor] in ("；", ";")
        side = text in self.rules.sets["sides"] or text in self.rules.sets["first_person"]
        if outer.kind in OBJECT_KINDS:
            return True
        if side and outer.kind != "think":
            return contrast and semicolon
        if contrast or turn or semicolon:
            return True
        if text in self.rules.sets["pronouns"]:
            return True
        if sign.kind in ("say", "ask", "accuse", "demand", "deny", "mute", "cite", "cited", "name"):
            return True
        return outer.kind == "think"

    # -- a sign whose clause drops the subject

    def _dropped(self, sign: Sign, floor: int, start: int, level: int, parent: Speech | None) -> Speech | None:
        same = [s for s in self.open if s.level == level]
        carrying = self.rules.carrying.match(self.view, self._behind_marks(floor)) is not None
        if same and floor <= same[-1].begin:
            return self._at_once(sign, same[-1])
        if same:
            return self._coordinated(sign, floor, same, carrying)
        within = parent is not None and parent.begin <= sign.start
        first = self.subjects.first_of(max(start, parent.begin if within and parent else start), floor)
        if within and parent is not None:
            if first is None and sign.kind in ("want", "think", "stand") and floor <= parent.begin + 1:
                return Speech(sign.kind, parent.source, sign.cue, sign.begin, list(sign.lead), zero=True, parent=parent)
            if first is None:
                return None
            return Speech(sign.kind, first, sign.cue, sign.begin, list(sign.lead), zero=True, parent=parent)
        source = first if first is not None and self._quote_free(start, floor) else None
        if source is None and self.last is not None and (carrying or sign.kind in ("say", "deny", "demand", "accuse", "mute")):
            source = self.last.source
        if source is None:
            return self._sourceless(sign, floor)
        return Speech(sign.kind, source, sign.cue, sign.begin, list(sign.lead), zero=True)

    def _sourceless(self, sign: Sign, floor: int) -> Speech | None:
        if sign.kind == "think" and self.rules.bare.fullmatch(sign.word) and self._behind_marks(floor) == sign.start:
            return Speech("think", None, sign.cue, sign.begin)
        return None

    def _quote_free(self, start: int, floor: int) -> bool:
        return self.layout.quote_at(floor) is None

    def _behind_marks(self, at: int) -> int:
        while at < len(self.view) and (self.view[at].isspace() or self.view[at] in "“「『\"”」』"):
            at += 1
        return at

    def _at_once(self, sign: Sign, outer: Speech) -> Speech | None:
        """`表示愿意…`: the one who speaks is the one who wants."""
        if sign.kind not in ("want", "think", "stand", "mute", "stance"):
            return None
        return Speech(sign.kind, outer.source, sign.cue, sign.begin, list(sign.lead), zero=True, parent=outer)

    def _coordinated(self, sign: Sign, floor: int, same: Sequence[Speech], carrying: bool) -> Speech | None:
        outer, inner = same[0], same[-1]
        if sign.kind in ("want", "stand", "think", "stance") and not carrying and outer.kind not in OBJECT_KINDS:
            own = self._inner_subject(inner.begin, floor)
            if own is not None or inner is not outer:
                source = own or inner.source
                if inner is not outer:
                    self._close_from([inner], floor)
                return Speech(sign.kind, source, sign.cue, sign.begin, list(sign.lead), zero=True, parent=outer)
        self._close_from(same, floor)
        return Speech(sign.kind, outer.source, sign.cue, sign.begin, list(sign.lead), zero=True, parent=outer.parent)

    def _inner_subject(self, begin: int, floor: int) -> Span | None:
        """The subject of the clause before, within what is said."""
        at = floor - 1
        while at > begin:
            first = max(begin, self.layout.clause_start(at, begin))
            found = self.subjects.first_of(first, at)
            if found is not None and found[0] - first <= 3:
                return found
            at = first - 1
        return None

    # -- content

    def _inverted(self, speech: Speech, sign: Sign, floor: int, start: int, end: int) -> None:
        """`"...," X said`: the quotation before the subject is what was said."""
        if sign.kind not in ("say", "ask", "think", "accuse", "demand"):
            return
        quote = self.layout.quote_to(floor) or self.layout.quote_to(floor - 1)
        if quote is not None and quote.start >= start and self._opens_sentence(quote, start) and self._unclaimed(quote):
            speech.lead.insert(0, (quote.start, quote.end))
            return
        whole = self.quotation
        if floor <= start + 1 and whole is not None and whole.end <= start and self._unclaimed(whole):
            after = self.view[sign.end : sign.end + 1]
            if sign.end >= end - 1 or after in ("，", ","):
                speech.lead.insert(0, (whole.start, whole.end))
            return
        if sign.end >= end - 1 and floor > start and sign.kind in ("say", "think") and not self.open:
            before = self.layout.trimmed(start, floor)
            if before is not None and before[1] - before[0] >= 5:
                speech.lead.insert(0, before)

    def _opens_sentence(self, quote: Quotation, start: int) -> bool:
        return not any(map(str.isalnum, self.view[start : quote.start]))

    def _unclaimed(self, quote: Quotation) -> bool:
        return not any(s.begin < quote.end and (s.end or 0) > quote.start for s in self.found[-6:])

    def _begin(self, speech: Speech, sign: Sign, quote: Quotation | None, end: int) -> None:
        """Where what is said begins: behind particles, the addressee and the marks; and where a quotation ends it."""
        if sign.kind == "mute" or sign.kind == "stance":
            speech.fixed, speech.begin = True, sign.fixed[0] if sign.fixed else sign.end
            self._close(speech, sign.fixed[1] if sign.fixed else sign.end)
            if sign.kind == "mute":
                self._topic(speech, sign)
            return
        at = speech.begin
        high = min(end, quote.inner_end) if quote is not None else end
        if sign.word in self.rules.sets["telling"]:
            at = self._addressed(at, high)
        colon = False
        while at < high and (self.layout.is_mark(at) or self.view[at].isspace()):
            colon = colon or self.view[at] in "：:"
            at += 1
        speech.begin = at
        direct = self.layout.quote_from(at)
        if direct is not None and direct.end - direct.start > 2:
            after = self.view[direct.end : direct.end + 1]
            stopped = self.view[direct.inner_end - 1] in STOPS + "."
            if colon or stopped or not after or after in STOPS + "；;\n." or direct.end >= end:
                speech.bound = self._adjacent(direct, colon)
        if speech.bound is None and quote is not None:
            speech.bound = None

    def _adjacent(self, direct: Quotation, colon: bool) -> int:
        at = direct.end
        following = self.layout.quote_from(at)
        while colon and following is not None:
            at = following.end
            following = self.layout.quote_from(at)
        return at

    def _topic(self, speech: Speech, sign: Sign) -> None:
        """`对于X，他没有回应`: what was asked about is what is not answered, where no object follows."""
        if sign.fixed is None or self.layout.trimmed(sign.fixed[1], sign.end) or sign.fixed[0] >= sign.end:
            return
        asked = self.rules.asked.search(self.view, max(0, sign.floor - 40), sign.cue[0][0])
        if asked is not None and "。" not in asked.group():
            speech.cue = [(sign.cue[0][0], sign.end)]
            speech.begin, speech.end = asked.span("thing")

    def _addressed(self, at: int, high: int) -> int:
        known = self.rules.addressee.match(self.view, at, high)
        stop = self.layout.clause_end(at, high)
        if stop < high and self.view[stop] in "，,：:" and stop - at <= 16:
            return stop
        if stop - at <= 16 and stop < high and self.layout.quote_from(stop):
            return stop
        return known.end() if known else at

    def _has_content(self, speech: Speech, sign: Sign, quote: Quotation | None, end: int) -> bool:
        if speech.fixed:
            return True
        high = min(end, quote.inner_end) if quote is not None else end
        rest = self.layout.trimmed(speech.begin, speech.bound or high)
        if speech.lead:
            if rest is None or (sign.kind in ("say", "ask") and sign.end >= high - 1):
                self._close(speech, speech.begin)
                speech.fixed = True
            return True
        if rest is None:
            return False
        after = self.view[sign.begin : sign.begin + 1]
        marked = sign.begin < len(self.view) and self.layout.is_mark(sign.begin)
        if marked and sign.kind in ("want", "stand", "deny") and sign.word not in self.rules.sets["may_pause"]:
            return False
        return not (len(sign.word) == 1 and after in STOPS)
