"""Rates over time as step lines, dashed where a rate is suspended, announced, or only last known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bilat.export.edition import Edition, day
from bilat.export.frame import Sheet
from bilat.export.standing import Line, State
from bilat.export.svg import el, join, path, shorten

_Scale = Callable[[float], float]

_DASHED = frozenset({"suspended", "announced", "available"})
_SCALES = (5, 10, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 1000)


@dataclass(frozen=True, slots=True)
class Curve:
    """A line to draw: its states that have a day and a value, what to call it, and its place among its side's."""

    line: Line
    name: str
    states: tuple[State, ...]
    rank: int


def curves(lines: Sequence[Line], *, named: bool) -> list[Curve]:
    """The drawable lines; `named` puts the layer, else the name of the imposer stands for the line."""
    found, ranks = [], dict[str, int]()
    for line in lines:
        states = tuple(s for s in line.states if day(s.since) is not None and (s.value is not None or s.over))
        if any(state.value is not None for state in states):
            rank = ranks.get(line.tone, 0)
            ranks[line.tone] = rank + 1
            found.append(Curve(line, (line.layer or line.name) if named else "", states, rank))
    return found


def draw(
    edition: Edition, sheet: Sheet, found: Sequence[Curve], top: float, height: float, *, named: bool
) -> tuple[Markup, float]:
    """The step lines in a room of some height below `top`; with a legend above where the frame is narrow."""
    frame = sheet.frame
    most = max((s.value for c in found for s in c.states if s.value is not None), default=0)
    scale = next((step for step in _SCALES if step >= most), most)
    head = 18.0 * len(found) + 24 if frame.narrow else 14.0
    base = top + head + height

    def y(value: float) -> float:
        return round(base - height * value / scale, 1)

    parts = [_grid(edition, sheet, scale, y)]
    parts += [
        _legend(edition, curve, top + 16 + 18 * place, named) for place, curve in enumerate(found) if frame.narrow
    ]
    ends = []
    for curve in found:
        drawn, end = _curve(edition, sheet, curve, y)
        parts.append(drawn)
        ends.append((end, curve))
    if not frame.narrow:
        parts.append(_end_labels(edition, sheet, ends, named))
    return join(parts), head + height + 14


def _grid(edition: Edition, sheet: Sheet, scale: float, y: _Scale) -> Markup:
    frame, parts = sheet.frame, []
    for value in (0, scale / 2, scale):
        at = y(value)
        parts.append(el("line", x1=frame.left, x2=frame.right, y1=at, y2=at, cls="grid"))
        where = {"x": frame.left - 8, "y": at + 4, "text_anchor": "end"}
        if frame.narrow:
            where = {"x": frame.left, "y": at - 4, "text_anchor": "start"}
        parts.append(el("text", edition.say.quantity(value, "percent"), cls="tick", **where))
    return join(parts)


def _curve(edition: Edition, sheet: Sheet, curve: Curve, y: _Scale) -> tuple[Markup, tuple[float, float]]:
    """One step line with a dot at each state; where it ends."""
    parts, last = [], None
    steps = _steps(curve.states)
    horizon = day(edition.horizon)
    for place, state in enumerate(steps):
        start = sheet.axis.x(day(state.since) or 0)
        if state.value is None:
            last = None
            continue
        stop, sure = _stop(state, steps[place + 1 :], horizon)
        at, end = y(state.value), sheet.axis.x(stop)
        if last is not None and abs(last[1] - at) > 0.5:
            parts.append(el("path", d=path("M", start, last[1], "V", at), cls="step"))
        dashed = state.status in _DASHED or not sure
        parts.append(
            el("path", d=path("M", start, at, "H", max(end, start + 3)), cls="step dashed" if dashed else "step")
        )
        last = (max(end, start), at)
    dots = [_dot(edition, sheet, curve, state, y) for state in curve.states if state.value is not None]
    inner = join([*parts, *dots])
    spot = last or (float(sheet.frame.left), y(0))
    return el("g", inner, cls=f"curve {curve.line.tone} rank{min(curve.rank, 2)}"), spot


def _steps(states: Sequence[State]) -> list[State]:
    """One state a day: the one that most sources give, an end of the measure only where nothing else holds."""
    found: dict[int, State] = {}
    for state in states:
        at = day(state.since) or 0
        kept = found.get(at)
        if kept is None or kept.over or not state.over:
            found[at] = state
    return [found[at] for at in sorted(found)]


def _stop(state: State, following: Sequence[State], horizon: int | None) -> tuple[int, bool]:
    """The day up to which a state is drawn, and whether it is known to hold so long."""
    start = day(state.since) or 0
    limit = day(state.expires, end=True)
    if following:
        upto = day(following[0].since) or start
        known = following[0].exact and (horizon is None or upto <= horizon)
        return (min(upto, limit) if limit and limit > start else upto), known
    if limit and limit > start:
        return limit, True
    return max(start, horizon or start), state.exact and start == horizon


def _dot(edition: Edition, sheet: Sheet, curve: Curve, state: State, y: _Scale) -> Markup:
    x, at = sheet.axis.x(day(state.since) or 0), y(state.value or 0)
    if curve.line.tone == "two":
        point = el("rect", x=x - 3.5, y=at - 3.5, width=7, height=7, cls="dot exact" if state.exact else "dot")
    else:
        point = el("circle", cx=x, cy=at, r=4, cls="dot exact" if state.exact else "dot")
    status = edition.say.term("measure_status", state.status)
    told = edition.say.listing([edition.party(curve.line.by), curve.name, state.said, status, state.when], final=False)
    target = el("circle", cx=x, cy=at, r=11, cls="target")
    return el("a", target, point, href="#" + state.key, aria_label=told)


def _legend(edition: Edition, curve: Curve, y: float, named: bool) -> Markup:
    text = el("text", _name(edition, curve, named), x=30, y=y, cls="end")
    line = el("path", d=path("M", 4, y - 4, "H", 24), cls="step")
    return el("g", line, text, cls=f"curve {curve.line.tone} rank{min(curve.rank, 2)}")


def _end_labels(
    edition: Edition, sheet: Sheet, ends: Sequence[tuple[tuple[float, float], Curve]], named: bool
) -> Markup:
    """Names at the right of the lines, pushed apart where they would touch."""
    frame, parts, floor = sheet.frame, [], -1e9
    room = frame.width - frame.right - 8
    for (_, at), curve in sorted(ends, key=lambda item: item[0][1]):
        at = max(at + 4, floor + frame.font + 3)
        floor = at
        label = shorten(_name(edition, curve, named), room, frame.font)
        parts.append(el("text", label, x=frame.right + 8, y=at, cls=f"end {curve.line.tone}"))
    return join(parts)


def _name(edition: Edition, curve: Curve, named: bool) -> str:
    value = next((state.said for state in reversed(curve.states) if state.value is not None), "")
    name = curve.name if named else edition.party(curve.line.by)
    return edition.say.t("pair_of_value", name=name, value=value)
