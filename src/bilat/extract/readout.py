"""Whether a document is a readout: a government's account of an interaction, whose sentences carry a speech on."""

from __future__ import annotations

from collections.abc import Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis


def is_readout(analysis: Analysis, actors: Sequence[Actor]) -> bool:
    """True for texts of official or state outlets, and for short ones in which only officials of the sides speak."""
    if "opinion" in analysis.document.flags:
        return False
    kind = analysis.document.outlet_kind
    others = [a for a in actors if a.voice in ("expert", "business") and a.kind in ("person", "role", "thinktank")]
    if kind in ("official", "state_media"):
        return not others or len(others) <= 1
    officials = [a for a in actors if a.voice == "official" and a.kind == "person"]
    return len(analysis.sentences) <= 25 and not others and len(officials) >= 2
