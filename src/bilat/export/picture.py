"""The relationship on one page: phases, interactions, rates and measures over one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bilat.export import bars, lanes, rates
from bilat.export.axis import fit
from bilat.export.course import name_of
from bilat.export.edition import Edition, day
from bilat.export.events import Event
from bilat.export.frame import NARROW, WIDE, Frame, Sheet
from bilat.export.standing import Instrument, Line
from bilat.export.svg import el, join, width
from bilat.model import Phase
from bilat.relate.phases_rules import rules


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing for wide screens and one for phones, and what they leave to the lists."""

    wide: Markup
    narrow: Markup
    undated: int
    left_out: int
    kinds: tuple[tuple[str, Markup], ...]
    statuses: tuple[tuple[str, Markup], ...]
    phases: tuple[tuple[str, Markup], ...] = ()


def relationship(edition: Edition, events: Sequence[Event], found: Sequence[Instrument]) -> Picture | None:
    """The picture of everything that has a date; None where nothing has."""
    days = _days(edition, events, found)
    if not days:
        return None
    say = edition.say
    shown = [event for event in events if day(event.date) is not None]
    kinds = dict.fromkeys(event.kind for event in shown)
    statuses = dict.fromkeys(event.status for event in shown)
    lines = [line for one in found for line in one.lines]
    return Picture(
        wide=_draw(edition, WIDE, days, events, lines),
        narrow=_draw(edition, NARROW, days, events, lines),
        undated=len(events) - len(shown),
        left_out=bars.choose(lines)[1],
        kinds=tuple((say.term("kind", kind), _key(lanes.mark(kind, "held"))) for kind in kinds),
        statuses=tuple((say.term("status", status), _key(lanes.mark("call", status))) for status in statuses),
        phases=_swatches(edition),
    )


def _key(drawn: Markup) -> Markup:
    return el("svg", el("g", drawn, transform="translate(10 10)"), viewBox="0 0 20 20", cls="key", aria_hidden="true")


def _days(edition: Edition, events: Sequence[Event], found: Sequence[Instrument]) -> list[int]:
    given: list[str | None] = []
    for event in events:
        given += [event.date, event.end_date]
    for one in found:
        for line in one.lines:
            for state in line.states:
                given += [state.since, state.expires]
    days = [at for iso in given if (at := day(iso)) is not None]
    return near(days, day(edition.horizon)) if days else []


def near(days: Sequence[int], horizon: int | None) -> list[int]:
    """The days to draw, the horizon among them: far futures would press the known time together, and are cut off."""
    if horizon is None:
        return list(days)
    past = [at for at in days if at <= horizon]
    ahead = max(120, min(400, int(1.3 * (horizon - min(past, default=horizon)))))
    return [at for at in days if at <= horizon + ahead] + [horizon]


def main_rates(lines: Sequence[Line], sides: Sequence[str]) -> list[Line]:
    """For each side the one rate to show among everything: of the instrument with most states, the whole before
    its parts."""
    chosen = []
    for side in sides[:2]:
        mine = [line for line in lines if line.rate and line.by == side]
        if mine:
            counts = {line.instrument: 0 for line in mine}
            for line in mine:
                counts[line.instrument] += len(line.states)
            first = max(counts, key=lambda name: (counts[name], name))
            inside = [line for line in mine if line.instrument == first]
            chosen.append(next((line for line in inside if len(line.states) > 1), inside[0]))
    return chosen


def _draw(
    edition: Edition, frame: Frame, days: Sequence[int], events: Sequence[Event], lines: Sequence[Line]
) -> Markup:
    sheet = Sheet(frame, fit(days, frame.left, frame.right))
    y, parts = 58.0, []
    drawn, height = lanes.draw(edition, sheet, events, y)
    parts.append(drawn)
    y += height
    steps = rates.curves(main_rates(lines, edition.sides), named=False)
    if steps:
        parts.append(_heading(edition, sheet, "picture.rates", y))
        y += 24
        drawn, height = rates.draw(edition, sheet, steps, y, 90.0 if frame.narrow else 120.0, named=False)
        parts.append(drawn)
        y += height
    rows, _ = bars.choose(lines)
    if rows:
        parts.append(_heading(edition, sheet, "picture.measures", y))
        y += 24
        drawn, height = bars.draw(edition, sheet, rows, y)
        parts.append(drawn)
        y += height
    back = [_bands(edition, sheet, y), _axis(edition, sheet, y), _horizon(edition, sheet, y)]
    title = edition.say.t("picture.title")
    box = f"0 0 {frame.width} {y + 26:g}"
    cls = "picture narrow" if frame.narrow else "picture wide"
    return el("svg", *back, *parts, viewBox=box, cls=cls, role="group", aria_label=title)


def _heading(edition: Edition, sheet: Sheet, key: str, y: float) -> Markup:
    rule = el("line", x1=0, x2=sheet.frame.width, y1=y, y2=y, cls="rule")
    return rule + el("text", edition.say.t(key), x=0 if not sheet.frame.narrow else 2, y=y + 18, cls="name")


def _axis(edition: Edition, sheet: Sheet, bottom: float) -> Markup:
    parts = []
    for tick in sheet.axis.ticks(edition.say, sheet.frame.tick):
        if tick.label:
            parts.append(el("line", x1=tick.x, x2=tick.x, y1=54, y2=bottom, cls="grid"))
        for y in (46.0, bottom + 16):
            parts.append(el("text", tick.label, x=tick.x, y=y, cls="tick", text_anchor="middle"))
        if tick.year:
            parts.append(el("text", tick.year, x=tick.x, y=31, cls="tick year", text_anchor="middle"))
    for x in sheet.axis.breaks:
        parts.append(el("line", x1=x, x2=x, y1=20, y2=bottom, cls="break"))
    return el("g", join(parts), cls="axis", aria_hidden="true")


def _bands(edition: Edition, sheet: Sheet, bottom: float) -> Markup:
    """The phases behind everything: inferred ones each in the tint of its kind, others in turn in two tints."""
    parts = []
    for place, (label, first, last, told, kind) in enumerate(_phases(edition)):
        start, end = sheet.axis.x(first), sheet.axis.x(last)
        if end - start < 1:
            continue
        size = sheet.frame.font - 1
        cls = f"band {kind}" if kind else "band odd" if place % 2 else "band"
        parts.append(el("rect", el("title", told), x=start, y=2, width=end - start, height=bottom - 2, cls=cls))
        if width(label, size) <= end - start - 8:
            parts.append(el("text", label, x=start + 4, y=15, cls="phase"))
    return el("g", join(parts), cls="bands")


def _swatches(edition: Edition) -> tuple[tuple[str, Markup], ...]:
    """The key of the inferred phases, in the order of the cycle."""
    if edition.course is None:
        return ()
    seen = {stage.label for stage in edition.course.stages}
    return tuple(
        (name_of(edition, label), _key(el("rect", x=-9, y=-7, width=18, height=14, cls=f"band swatch {label}")))
        for label in rules().titles
        if label in seen
    )


def _phases(edition: Edition) -> list[tuple[str, int, int, str, str]]:
    """(name, first day, last day, what hovering tells, kind): those inferred, else those of the records."""
    found = []
    if edition.course is not None and edition.course.stages:
        for stage in edition.course.stages:
            first, last = day(stage.start), day(stage.end or stage.known_until)
            if first is not None and last is not None:
                name, span = name_of(edition, stage.label), edition.say.dates(stage.start, stage.end)
                found.append((name, first, last + 1, edition.say.t("pair", a=name, b=span), stage.label))
        return found
    dated = sorted((p for p in edition.of(Phase) if day(p.start) is not None), key=lambda p: p.start or "")
    for place, phase in enumerate(dated):
        following = dated[place + 1].start if place + 1 < len(dated) else edition.horizon
        start = day(phase.start) or 0
        label = edition.labels.phase(phase.label or (phase.pattern[0] if phase.pattern else ""), edition.say.lang)
        found.append((label, start, day(phase.end, end=True) or day(following) or start, label, ""))
    return found


def _horizon(edition: Edition, sheet: Sheet, bottom: float) -> Markup:
    """Where the sources end: what stands right of it is announced, not known."""
    at = day(edition.horizon)
    if at is None:
        return Markup("")
    x = sheet.axis.x(at)
    return el(
        "line",
        el("title", edition.say.t("picture.horizon", date=edition.say.date(edition.horizon))),
        x1=x,
        x2=x,
        y1=54,
        y2=bottom,
        cls="horizon",
    )
