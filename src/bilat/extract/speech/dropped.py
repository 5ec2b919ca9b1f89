"""Who speaks where a clause drops its subject: whoever spoke in the clause before, or is spoken of in it."""

from __future__ import annotations

from collections.abc import Sequence

from bilat.extract.speech.contents import Contents
from bilat.extract.speech.desk import Speech
from bilat.extract.speech.signs import OBJECT_KINDS, Sign
from bilat.model import Span

_REACH = 200  # code points before a clause within which its subject may stand


class Dropped(Contents):
    """Finds the source of a sign without a subject."""

    def _dropped(self, sign: Sign, floor: int, start: int, level: int, parent: Speech | None) -> Speech | None:
        if sign.word in self.rules.sets["own_subject"] and sign.cue[0][0] == sign.start:
            return None
        same = [s for s in self.open if s.level == level]
        carrying = self.rules.carrying.match(self.view, self._behind_marks(floor)) is not None
        if same and floor <= same[-1].begin:
            return self._at_once(sign, same[-1])
        if same:
            return self._coordinated(sign, floor, same, carrying)
        within = parent is not None and parent.begin <= sign.start
        low = max(start, parent.begin if within and parent else start, floor - _REACH)
        first = self._inner_subject(low, floor) or self.subjects.first_of(low, floor)
        if within and parent is not None:
            at_once = sign.kind in ("want", "think") or (sign.kind == "stand" and level == parent.level)
            if first is None and at_once and floor <= parent.begin + 1:
                return Speech(sign.kind, parent.source, sign.cue, sign.begin, list(sign.lead), zero=True, parent=parent)
            if first is None:
                return None
            return Speech(sign.kind, first, sign.cue, sign.begin, list(sign.lead), zero=True, parent=parent)
        source = first
        recent = [s for s in self.found[-4:] if s.parent is None and s.level == level]
        beside = [s for s in recent if start <= s.begin <= sign.start]
        if beside and beside[-1].source is not None:
            source = beside[-1].source
        goes_on = carrying or sign.kind in ("say", "deny", "demand", "accuse", "mute")
        if source is None and self.last is not None and goes_on:
            source = self.last.source
        if source is None:
            return self._sourceless(sign, floor)
        return Speech(sign.kind, source, sign.cue, sign.begin, list(sign.lead), zero=True)

    def _sourceless(self, sign: Sign, floor: int) -> Speech | None:
        if sign.kind == "think" and self.rules.bare.fullmatch(sign.word) and self._behind_marks(floor) == sign.start:
            return Speech("think", None, sign.cue, sign.begin)
        return None

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
            source = inner.source if inner is not outer else None
            if source is None and outer.paused:
                source = self._inner_subject(inner.begin, floor)
            if source is not None:
                if inner is not outer:
                    self._close_from([inner], floor)
                return Speech(sign.kind, source, sign.cue, sign.begin, list(sign.lead), zero=True, parent=outer)
        self._close_from(same, floor)
        return Speech(sign.kind, outer.source, sign.cue, sign.begin, list(sign.lead), zero=True, parent=outer.parent)

    def _inner_subject(self, begin: int, floor: int) -> Span | None:
        """The subject of the clause before, within what is said."""
        at, begin = floor - 1, max(begin, floor - _REACH)
        while at > begin:
            first = max(begin, self.layout.clause_start(at, begin))
            found = self.subjects.first_of(first, at)
            if found is not None and found[0] - first <= 3 and found[1] - found[0] <= 12:
                return found
            at = first - 1
        return None
