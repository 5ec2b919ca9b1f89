"""The lanes of interactions: a shape for each kind, filled when held, outlined when planned, crossed when cancelled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from bilat.export.edition import Edition, day
from bilat.export.events import Event
from bilat.export.frame import Sheet
from bilat.export.svg import el, join, path, width

LANES = (("leader", ("leader",)), ("minister", ("minister",)), ("working", ("vice_minister", "working")), ("other", ()))
_ROW = 24.0
_MARK = 20.0  # pixels that a shape keeps free around itself
_LABELLED, _ROWS = 3, 5  # rows that take labels; rows at most

_STAR = tuple((math.sin(k * math.tau / 5), -math.cos(k * math.tau / 5)) for k in range(5))


def shape(kind: str) -> Markup:
    """The outline for a kind of interaction, around (0, 0)."""
    if kind == "call":
        return el("circle", r=6.5)
    if kind == "video_call":
        return el("circle", r=7) + el("circle", r=3, cls="core")
    if kind == "meeting":
        return el("rect", x=-6, y=-6, width=12, height=12)
    if kind == "summit":
        return el("path", d="M0 -9 L9 0 L0 9 L-9 0 Z")
    if kind == "talks":
        return el("path", d="M0 -8 L8 6 L-8 6 Z")
    if kind == "letter":
        return el("rect", x=-8, y=-4.5, width=16, height=9) + el("path", d="M-8 -4.5 L0 1 L8 -4.5", cls="core")
    if kind == "visit":
        return el("path", d="M-7 -6 L2 -6 L8 0 L2 6 L-7 6 Z")
    corners = [value for x, y in _STAR for value in ("L", x * 8, y * 8)]
    return el("path", d=path("M", *corners[1:], "Z"))


def mark(kind: str, status: str) -> Markup:
    """The shape of a kind in the dress of a status."""
    cross = el("path", d="M-9 9 L9 -9", cls="cross") if status == "cancelled" else Markup("")
    return el("g", shape(kind), cross, cls=f"mark {status}")


@dataclass(slots=True)
class _Placed:
    event: Event
    x: float
    row: int
    label: str
    left: float = 0.0
    right: float = 0.0


@dataclass(slots=True)
class _Lane:
    placed: list[_Placed] = field(default_factory=list)
    crowds: dict[int, list[Event]] = field(default_factory=dict)
    rows: int = 1


def draw(edition: Edition, sheet: Sheet, events: Sequence[Event], top: float) -> tuple[Markup, float]:
    """All lanes that have something in them, from `top` down: the drawing and its height."""
    frame, parts, y = sheet.frame, [], top
    dated = [event for event in events if day(event.date) is not None]
    for name, levels in LANES:
        named = {level for _, known in LANES for level in known}
        inside = [e for e in dated if (e.level in levels if levels else e.level not in named)]
        if not inside:
            continue
        head = 18.0 if frame.narrow else 0.0
        lane = _arrange(edition, sheet, inside)
        height = head + lane.rows * _ROW + 12
        parts.append(el("line", x1=0, x2=frame.width, y1=y, y2=y, cls="rule"))
        label_y = y + 14 if frame.narrow else y + 6 + lane.rows * _ROW / 2 + 4
        parts.append(el("text", edition.say.t(f"lane.{name}"), x=0 if not frame.narrow else 2, y=label_y, cls="name"))
        parts.append(_lane(edition, sheet, lane, y + head + 6))
        y += height
    return join(parts), y - top


def _arrange(edition: Edition, sheet: Sheet, events: Sequence[Event]) -> _Lane:
    """Each mark in the first row where it and its label do not touch another; without its label where that fails;
    what still finds no room is counted in a crowd."""
    lane, ends = _Lane(), [-1e9] * _ROWS
    for event in sorted(events, key=lambda e: (day(e.date) or 0, e.key)):
        x, tail = _place(sheet, event)
        label = edition.say.date(event.date, short=True) if event.level == "leader" else ""
        room = width(label, sheet.frame.font - 1) + 8 if label else 0.0
        wanted = [(label, _LABELLED), ("", _ROWS)] if label and tail + 10 + room < sheet.frame.width else [("", _ROWS)]
        for said, rows in wanted:
            row = next((row for row in range(rows) if ends[row] < x - _MARK / 2), None)
            if row is not None:
                ends[row] = tail + _MARK / 2 + (room if said else 0.0)
                lane.placed.append(_Placed(event, x, row, said, x, tail))
                lane.rows = max(lane.rows, row + 1)
                break
        else:
            lane.crowds.setdefault(round(x / 38), []).append(event)
    if lane.crowds:
        lane.rows = _ROWS + 1
    return lane


def _place(sheet: Sheet, event: Event) -> tuple[float, float]:
    """Where the mark stands, and where the event ends; a date known to the month stands in its middle."""
    first, last = day(event.date) or 0, day(event.date, end=True) or 0
    x = sheet.axis.x((first + last) / 2)
    end = day(event.end_date, end=True)
    return x, max(x, sheet.axis.x(end)) if end else x


def _lane(edition: Edition, sheet: Sheet, lane: _Lane, top: float) -> Markup:
    parts = []
    for item in lane.placed:
        y = top + (item.row + 0.5) * _ROW
        if item.right > item.x + 9:
            parts.append(el("line", x1=item.x, x2=item.right, y1=y, y2=y, cls="lasting"))
        label = el("text", item.label, x=item.right + 12, y=y + 4, cls="label") if item.label else Markup("")
        dressed = el("g", mark(item.event.kind, item.event.status), transform=f"translate({item.x:g} {y:g})")
        target = el("rect", x=item.x - 12, y=y - 12, width=24, height=24, cls="target")
        parts.append(el("a", target, dressed, label, href="#" + item.event.key, aria_label=_told(edition, item.event)))
    for events in lane.crowds.values():
        parts.append(_crowd(edition, sheet, events, top + (_ROWS + 0.5) * _ROW))
    return join(parts)


def _crowd(edition: Edition, sheet: Sheet, events: Sequence[Event], y: float) -> Markup:
    """How many more there are about here; leads to the first of them in the list."""
    x = 38.0 * round(_place(sheet, events[0])[0] / 38)
    text = el("text", f"+{len(events)}", x=x, y=y + 4, cls="crowd", text_anchor="middle")
    told = edition.say.n("picture.crowd", len(events)) + " " + "; ".join(_told(edition, e) for e in events[:5])
    target = el("rect", x=x - 14, y=y - 11, width=28, height=22, cls="target")
    return el("a", target, text, href="#" + events[0].key, aria_label=told)


def _told(edition: Edition, event: Event) -> str:
    say = edition.say
    return say.listing([event.title, event.when, say.term("status", event.status)], final=False)
