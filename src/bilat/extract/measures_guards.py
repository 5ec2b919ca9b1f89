"""What only looks like a measure of one of the two sides: rumoured, merely expected, a habit, or somebody else's."""

from __future__ import annotations

import functools
import re

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.layers import Layer
from bilat.extract.lexicon import Mention
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span
from bilat.packs import Instrument

_PARTS = "；;。:："  # what is rumoured ends at the latest here
_CLAUSE = "，,；;。:："
_PRESUPPOSES = frozenset({"withdrawn", "suspended", "lapsed", "struck_down"})
_FALLS_ON = 14  # characters between a rate and the state on which it falls
_REACH = {"en": 70, "zh": 26}  # characters from a word of talk to what is talked of


class MeasureGuards:
    """Tells which words for measures of one document tell of none."""

    def __init__(self, analysis: Analysis, actors: Layer[Actor]) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = actors

    def rumoured(self, anchor: Span, sentence: Sentence) -> bool:
        """`There is talk of a tariff of ...`, 网传…: nobody is named who says that there is one."""
        start = self._after(_PARTS, anchor[0], sentence)
        low = max(start, anchor[0] - _REACH[sentence.language])
        return bool(_any_of("talked_of", sentence.language).search(self.view, low, anchor[0]))

    def is_no_act(self, instrument: Instrument, mention: Mention, sentence: Sentence) -> bool:
        """Of what is an act each time: it is only weighed, expected or asked about, or a habit."""
        if not instrument.act:
            return False
        low = self._after(_CLAUSE, mention.start, sentence)
        if self.ends((mention.start, mention.end), sentence):
            return False
        expected = any(cue.key[0] == "expect" for cue in self.analysis.layer("cue").within(low, mention.start))
        if expected or self.analysis.has("unreal", low, mention.start) or self._asked(mention, sentence):
            return True
        return self._is_habit(mention, low, sentence)

    def ends(self, anchor: Span, sentence: Sentence) -> bool:
        """A word of ending it or holding it back stands in the clause: there is one, whatever becomes of it."""
        low = self._after(_CLAUSE, anchor[0], sentence)
        words = self.analysis.layer("status").within(low, self._clause_end(anchor[1], sentence))
        return any(w.key[0] in _PRESUPPOSES for w in words)

    def elsewhere(self, anchor: Span, sentence: Sentence) -> bool:
        """`Canada has put 100 percent on Chinese cars`, `the tariff on India`: another state imposes or bears it."""
        start = self._after(_CLAUSE, anchor[0], sentence)
        end = self._clause_end(anchor[1], sentence)
        third = [m for m in self.analysis.layer("entity").within(start, end) if self._is_third(m)]
        return any(self._imposes(m, start, anchor, sentence) or self._bears(m, (start, end), anchor) for m in third)

    # -- details

    def _asked(self, mention: Mention, sentence: Sentence) -> bool:
        """`asked whether it would put X on the list`, 有记者问…是否…: in somebody's question that is retold."""
        low = self._after(_CLAUSE, mention.start, sentence)
        return bool(_any_of("asked_after", sentence.language).search(self.view, low, mention.start))

    def _is_habit(self, mention: Mention, low: int, sentence: Sentence) -> bool:
        """`Sanctioning firms is the usual answer`, 制裁军火商是标准动作: a kind of act, at the head of its clause."""
        if self.view[low : mention.start].strip():
            return False
        behind = self.view[mention.end : self._clause_end(mention.end, sentence)]
        return bool(_any_of("habits", sentence.language).search(behind))

    def _is_third(self, mention: Mention) -> bool:
        """A state, or a body of states, that is neither of the two sides; no firm of such a state."""
        entity = self.analysis.pack.entities.get(mention.key[0]) if mention.key else None
        if entity is None or entity.side is not None or entity.voice == "business":
            return False
        return mention.key[0].startswith(_STATES)

    def _imposes(self, third: Mention, start: int, anchor: Span, sentence: Sentence) -> bool:
        """A third state before the measure, with a verb of imposing behind it and neither side as its subject between;
        or behind it, named as who imposes."""
        if third.start >= anchor[1]:
            before = self.view[anchor[1] : third.start].strip()
            return before.endswith(grammar("en").words("agent_markers")) and len(before) < _FALLS_ON
        if third.end > anchor[0] or self._is_object(third, start):
            return False
        between = [a for a in self.actors.begun(third.end + 1, anchor[0]) if a.side and not self._led(a.start)]
        return not between and bool(_any_of("levying", sentence.language).search(self.view, third.end, anchor[1] + 8))

    def _bears(self, third: Mention, clause: Span, anchor: Span) -> bool:
        """It falls on a third state, named right beside it, and on neither side."""
        if self.analysis.layer("target").any(*clause):
            return False
        near = third.start - anchor[1] < _FALLS_ON if third.start >= anchor[1] else anchor[0] - third.end < _FALLS_ON
        return near and self._led(third.start)

    def _led(self, start: int) -> bool:
        """Behind a preposition that makes a name the one on whom something falls."""
        words = tuple(word for language in LANGUAGES for word in grammar(language).words("object_prepositions"))
        return self.view[max(0, start - 9) : start].rstrip().endswith(words)

    def _is_object(self, third: Mention, start: int) -> bool:
        """Behind a small word, or a part of a longer name of something: no subject."""
        before = self.view[max(start, third.start - 9) : third.start].rstrip().lower()
        return before.endswith(tuple(word for language in LANGUAGES for word in grammar(language).words("no_subject")))

    def _after(self, marks: str, position: int, sentence: Sentence) -> int:
        found = max(self.view.rfind(mark, sentence.start, position) for mark in marks)
        return max(found + 1, sentence.start)

    def _clause_end(self, position: int, sentence: Sentence) -> int:
        found = (self.view.find(mark, position, sentence.end) for mark in _CLAUSE)
        return min((at for at in found if at >= 0), default=sentence.end)


_STATES = ("country/", "body/")


@functools.cache
def _any_of(name: str, language: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(grammar(language).words(name), key=len, reverse=True))
    return (
        re.compile(rf"\b(?:{words})\b" if language == "en" else words, re.IGNORECASE) if words else re.compile(r"(?!)")
    )
