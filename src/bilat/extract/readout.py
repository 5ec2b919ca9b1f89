"""Whether a document is a readout: a government's account of an interaction, whose sentences carry a speech on."""

from __future__ import annotations

from collections.abc import Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis

_OTHERS = ("expert", "business", "unnamed_official", "media")  # whom a reporter quotes, a government does not

_SHORT = 25  # sentences
_HEADING = 20  # characters: less is a date line or a heading


def is_readout(analysis: Analysis, actors: Sequence[Actor]) -> bool:
    """True for texts of official or state outlets, and for short ones that begin with an interaction of people of both
    sides, as a readout does, and in which only officials speak."""
    if "opinion" in analysis.document.flags:
        return False
    if analysis.document.outlet_kind in ("official", "state_media"):
        experts = {a.name for a in actors if a.voice in ("expert", "business") and a.kind == "person"}
        return len(experts) <= 1
    others = [a for a in actors if a.voice in _OTHERS and a.kind in ("person", "role", "thinktank", "outlet")]
    officials = [a for a in actors if a.voice == "official" and a.kind in ("person", "body")]
    short = len(analysis.sentences) <= _SHORT and not others and len(officials) >= 2
    return short and _begins_with_interaction(analysis, officials)


def _begins_with_interaction(analysis: Analysis, officials: Sequence[Actor]) -> bool:
    """True where the first sentence behind the title names people of both sides beside an event word, and tells of
    nobody's words."""
    title = analysis.document.title_span or (0, 0)
    first = next((s for s in analysis.sentences if s.start >= title[1] and s.end - s.start > _HEADING), None)
    if first is None:
        return False
    sides = {a.side for a in officials if first.start <= a.start < first.end and a.kind == "person"}
    said = any(cue.kind == "say" for cue in analysis.layer("cue").within(first.start, first.end))
    told = any(m.kind not in ("none", "back") for m in analysis.layer("event").within(first.start, first.end))
    return told and not said and sides >= {side.code for side in analysis.pack.sides}
