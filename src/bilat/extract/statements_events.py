"""What is reported to have happened: `Xinhua reported that A and B held talks` is an event, and nobody's words."""

from __future__ import annotations

import re

from bilat.extract.analysis import Analysis
from bilat.extract.attribution_ground import Attribution

_CLAUSE = re.compile("[，,；;。]")
_OPEN = ("modality", "future", "negation", "conditional", "proposed")  # it need not have happened


def reports_event(analysis: Analysis, attribution: Attribution) -> bool:
    """True where an outlet, or who is named behind "according to", tells but that the two sides met or spoke."""
    source = attribution.source
    press = source is not None and source.kind == "outlet"
    if source is None or not (press or attribution.frame == "prefix") or attribution.carried:
        return False
    if attribution.act not in ("describe", "affirm") or attribution.via or len(attribution.content) != 1:
        return False
    start, stop = attribution.content[0]
    mark = _CLAUSE.search(analysis.view, start, stop)
    end = mark.start() if mark else stop
    if not any(word.kind != "none" for word in analysis.layer("event").within(start, end)):
        return False
    if analysis.quotations_in(start, stop) or any(analysis.has(name, start, stop) for name in _OPEN):
        return False
    if analysis.has("discussed", start, end):
        return False  # what they spoke about is told
    told = analysis.layer("cue").within(start, stop)
    return not any(cue.kind != "none" for cue in told) and _sides(analysis, start, end)


def _sides(analysis: Analysis, start: int, end: int) -> bool:
    """True where a stretch names people or states of both sides, or the two of them in one word."""
    pack = analysis.pack
    named = analysis.layer("entity").within(start, end)
    both = any(m.kind == "joint" for m in named) or any(
        m.kind == "both" for m in analysis.layer("pronoun").within(start, end)
    )
    sides = {pack.entities[m.key[0]].side for m in named if m.kind in ("person", "side") and m.key[0] in pack.entities}
    return both or {side.code for side in pack.sides} <= sides
