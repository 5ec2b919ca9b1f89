"""Whether a document is a readout: a government's account of an interaction, whose sentences carry a speech on."""

from __future__ import annotations

from collections.abc import Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis

_OTHERS = ("expert", "business", "unnamed_official", "media")  # whom a reporter quotes, a government does not

def is_readout(analysis: Analysis, actors: Sequence[Actor]) -> bool:
    """True for texts of official or state outlets, and for short ones in which only officials of the sides speak."""
    if "opinion" in analysis.document.flags:
        return False
    if analysis.document.outlet_kind in ("official", "state_media"):
        experts = {a.name for a in actors if a.voice in ("expert", "business") and a.kind == "person"}
        return len(experts) <= 1
    others = [a for a in actors if a.voice in _OTHERS and a.kind in ("person", "role", "thinktank", "outlet")]
    officials = [a for a in actors if a.voice == "official" and a.kind in ("person", "body")]
    return len(analysis.sentences) <= 25 and not others and len(officials) >= 2
