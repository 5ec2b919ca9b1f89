"""Truces, controls and listings as bars: solid in force, hatched suspended, an open end where only last known."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bilat.export.edition import Edition, day
from bilat.export.frame import Sheet
from bilat.export.standing import Line, State
from bilat.export.svg import el, join, path, shorten

_THICK = 10.0
_MOST = 14


def choose(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """The lines for the picture, those with known dates first, and how many are left to the table."""
    drawable = [line for line in lines if not line.rate and any(day(s.since) is not None for s in line.states)]
    drawable.sort(key=lambda line: (not any(s.exact for s in line.states), -len(line.states), line.name))
    return drawable[:_MOST], len(lines) - len(drawable[:_MOST]) - sum(line.rate for line in lines)


def draw(edition: Edition, sheet: Sheet, lines: Sequence[Line], top: float) -> tuple[Markup, float]:
    """The rows of bars below `top`, side by side grouped; the drawing and its height."""
    frame, parts, y = sheet.frame, [], top + 6
    said = ""
    tones = [*dict.fromkeys(edition.tone(side) for side in edition.sides), "other"]
    for tone in dict.fromkeys(tones):
        rows = sorted((line for line in lines if line.tone == tone), key=_order)
        for line in rows:
            by = edition.say.opening(edition.party(line.by))
            if by != said:
                parts.append(el("text", by, x=0 if not frame.narrow else 2, y=y + 15, cls=f"row whose {tone}"))
                said, y = by, y + 22.0
            name = shorten(line.name, frame.width if frame.narrow else frame.left - 20, frame.font)
            title = el("title", line.name) if name != line.name else Markup("")
            parts.append(el("text", title, name, x=2 if frame.narrow else 12, y=y + 15, cls="row"))
            middle, step = (y + 26.0, 38.0) if frame.narrow else (y + 11.0, 23.0)
            parts.append(el("line", x1=frame.left, x2=frame.right, y1=middle, y2=middle, cls="thread"))
            parts.append(el("g", _bars(edition, sheet, line, middle), cls=f"bars {tone}"))
            y += step
    return join(parts), y - top + 8


def _bars(edition: Edition, sheet: Sheet, line: Line, y: float) -> Markup:
    dated = [state for state in line.states if day(state.since) is not None]
    parts = []
    for place, state in enumerate(dated):
        following = next((s for s in dated[place + 1 :] if s.since != state.since), None)
        parts.append(_bar(edition, sheet, line, state, following, y))
    return join(parts)


def _bar(edition: Edition, sheet: Sheet, line: Line, state: State, following: State | None, y: float) -> Markup:
    start = sheet.axis.x(day(state.since) or 0)
    drawn = _ended(start, y) if state.over else _running(edition, sheet, state, following, start, y)
    told = edition.say.listing(
        [line.name, edition.party(line.by), state.said, edition.say.term("measure_status", state.status), state.when],
        final=False,
    )
    target = el("rect", x=start - 11, y=y - 11, width=22, height=22, cls="target")
    return el("a", drawn, target, href="#" + state.key, aria_label=told.replace("  ", " "))


def _running(edition: Edition, sheet: Sheet, state: State, following: State | None, start: float, y: float) -> Markup:
    """A state that holds: from its day, or openly from where it is first known, to its end or openly onwards."""
    limit, horizon = day(state.expires, end=True), day(edition.horizon)
    first = day(state.since) or 0
    capped = limit is not None and limit > first
    stop = limit if capped else max(first, horizon or first)
    if following is not None and following.exact:
        until = day(following.since) or first
        stop, capped = min(stop or first, until), capped or until <= (stop or first)
    end = max(sheet.axis.x(stop or first), start + (4 if capped or not state.exact else 8))
    look = {"suspended": "hatched", "announced": "hollow", "available": "hollow"}.get(state.status, "solid")
    parts = [el("rect", x=start, y=y - _THICK / 2, width=end - start, height=_THICK, cls=f"bar {look}")]
    if look == "hatched":
        lines = [
            f"M{x:.1f} {y + _THICK / 2} L{min(x + _THICK, end):.1f} {y + _THICK / 2 - min(_THICK, end - x):.1f}"
            for x in _every(start, end, 6)
        ]
        parts.append(el("path", d=" ".join(lines), cls="hatch"))
    if not state.exact:
        parts.append(el("circle", cx=start, cy=y, r=_THICK / 2, cls=f"bar {look}"))
    if capped and stop is not None and stop > sheet.axis.pieces[-1].last:
        parts.append(el("path", d=path("M", end, y - 5, "L", end + 8, y, "L", end, y + 5, "Z"), cls="bar solid"))
    elif capped:
        parts.append(el("path", d=path("M", end, y - 8, "V", y + 8), cls="cap"))
    else:
        parts.append(el("path", d=path("M", end + 1, y, "H", sheet.inside(end + 16)), cls="open"))
    return join(parts)


def _every(start: float, end: float, step: float) -> list[float]:
    return [start + step * k for k in range(int((end - start) / step) + 1)]


def _ended(x: float, y: float) -> Markup:
    """The end of a measure: a cap with a stroke through it."""
    return el("path", d=path("M", x - 4, y - 5, "L", x + 4, y + 5, "M", x + 4, y - 5, "L", x - 4, y + 5), cls="cap")


def _order(line: Line) -> tuple[object, ...]:
    """Rows of one imposer together, what both sides share before what nobody in particular imposed, oldest first."""
    return (line.by != "both", line.by or "", day(line.states[0].since) or 0, line.name)
