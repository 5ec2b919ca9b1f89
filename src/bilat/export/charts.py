"""A small chart for each instrument that is a rate: its parts as steps over the time they are known for."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bilat.export import rates
from bilat.export.axis import fit
from bilat.export.edition import Edition, day
from bilat.export.frame import NARROW, WIDE, Frame, Sheet
from bilat.export.picture import near
from bilat.export.standing import Instrument, Line
from bilat.export.svg import el, join

_MOST = 6  # parts drawn; the table has all


def chart(edition: Edition, one: Instrument) -> Markup | None:
    """The rates of an instrument for wide screens and for phones; None where there are fewer than two values."""
    lines = sorted(one.rates, key=lambda line: -len(line.states))[:_MOST]
    days = [at for line in lines for s in line.states for iso in (s.since, s.expires) if (at := day(iso)) is not None]
    if sum(len(line.states) for line in lines) < 2 or len(set(days)) < 2:
        return None
    days = near(days, day(edition.horizon))
    return join(_draw(edition, frame, lines, days, one) for frame in (WIDE, NARROW))


def _draw(edition: Edition, frame: Frame, lines: Sequence[Line], days: Sequence[int], one: Instrument) -> Markup:
    roomy = frame if frame.narrow else Frame(frame.width, 64, 880, frame.font, False)
    sheet = Sheet(roomy, fit(days, roomy.left, roomy.right))
    found = rates.curves(lines, named=True)
    drawn, height = rates.draw(edition, sheet, found, 0.0, 110.0, named=True)
    parts = [el("line", x1=x, x2=x, y1=8, y2=height - 14, cls="break") for x in sheet.axis.breaks]
    for tick in sheet.axis.ticks(edition.say, roomy.tick):
        label = " ".join(part for part in (tick.label, tick.year) if part)
        if sheet.axis.breaks and tick.label:  # the years' names stand alone under a chart this small
            continue
        if tick.label:
            parts.append(el("line", x1=tick.x, x2=tick.x, y1=8, y2=height - 14, cls="grid"))
        parts.append(el("text", label, x=tick.x, y=height + 4, cls="tick", text_anchor="middle"))
    cls = "picture narrow" if frame.narrow else "picture wide"
    title = edition.say.t("measure.chart", name=one.title, by=one.by)
    box = f"0 0 {frame.width} {height + 12:g}"
    return el(
        "svg", el("g", join(parts), aria_hidden="true"), drawn, viewBox=box, cls=cls, role="group", aria_label=title
    )
