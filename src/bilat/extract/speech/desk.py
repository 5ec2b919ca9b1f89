"""What every step of reading speech has before it: the speech while it is read, the open ones, those found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bilat.extract.analysis import Analysis
from bilat.extract.speech.layout import Layout
from bilat.extract.speech.signs import Signs
from bilat.extract.speech.subjects import Subjects
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
    paused: bool = False  # a mark stands between the cue and what is said
    runs: bool = True  # sentences that follow may go on with it


class Desk:
    """The state of reading one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.view = analysis.view
        self.rules: SpeechRules = speech_rules()
        self.layout = Layout(analysis)
        self.subjects = Subjects(analysis, self.rules)
        self.signs = Signs(self.layout, self.subjects, self.rules)
        self.found: list[Speech] = []
        self.open: list[Speech] = []
        self.last: Speech | None = None  # the last speech that stands within no other
        self.quotation: Quotation | None = None  # the sentence before, where it is a quotation and nothing else

    def _close_from(self, speeches: Sequence[Speech], at: int) -> None:
        for speech in speeches:
            self._close(speech, at)
        self.open = [s for s in self.open if s.end is None]

    def _close(self, speech: Speech, at: int) -> None:
        speech.end = max(speech.begin, at)
