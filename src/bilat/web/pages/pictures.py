"""The pictures: the two sides' rates as steps, the timeline in lanes; each as SVG, and its numbers as CSV."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import Response
from markupsafe import Markup

from bilat.export.svg import el, join, shorten
from bilat.relate.state_picture import Series, series
from bilat.web.site import Asked, asked, side_tone

router = APIRouter()
_WIDE, _LEFT, _RIGHT = 960, 54, 230
_YEARS = 3  # years before the day asked that a picture of rates shows
_PANEL = 250  # height of one side's rates
_CERTAIN = frozenset({"in_force", "challenged"})
_OVER = frozenset({"lapsed", "withdrawn", "struck_down"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with its title, where it and its numbers can be taken away, and ways to other spans of days."""

    title: str
    drawing: Markup
    svg: str
    csv: str
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    zooms: tuple[tuple[str, str], ...] = ()


def rate_pictures(page: Asked, *, known_by: str | None, on: str) -> list[Picture]:
    """The rates of both sides over time, one picture an instrument that is a rate; none where the register has none."""
    found = []
    for instrument in page.site.pack.instruments.values():
        if instrument.manner == "rate":
            lines = _lines(page, instrument.id, known_by)
            if lines:
                query = {"known_by": known_by, "on": on}
                found.append(Picture(
                    title=page.site.labels.instrument(instrument.id, page.lang), drawing=_rates(page, lines, on),
                    svg=page.url(f"/pictures/rates/{instrument.id}.svg", **query),
                    csv=page.url(f"/pictures/rates/{instrument.id}.csv", **query),
                    rows=tuple(_numbers(page, lines)), columns=_columns(page),
                ))  # fmt: skip
    return found


def _lines(page: Asked, instrument: str, known_by: str | None) -> list[Series]:
    found = series(page.site.pack, instrument, known_by=known_by)
    return [one for one in found if one.unit == "percent" and any(step[1] is not None for step in one.steps)]


def _columns(page: Asked) -> tuple[str, ...]:
    return tuple(page.say.t(f"site.fields.{name}") for name in ("imposed_by", "layer", "date", "value", "status"))


def _numbers(page: Asked, lines: Sequence[Series]) -> list[tuple[str, ...]]:
    labels, say = page.site.labels, page.say
    return [
        (
            labels.side(one.imposed_by, page.lang), labels.layer(one.layer, page.lang) if one.layer else "",
            day, "" if value is None else say.number(value), say.term("measure_status", status),
        )
        for one in lines
        for day, value, status in one.steps
    ]  # fmt: skip


def _rates(page: Asked, lines: Sequence[Series], on: str) -> Markup:
    """A panel a side, on one axis of time and one scale: solid in force, dashed where suspended, announced or only last
    known; a rule at the day asked."""
    today = ordinal(on)
    last = max(today, *(ordinal(one.until) for one in lines))
    first = max(min(ordinal(step[0]) for one in lines for step in one.steps), today - 366 * _YEARS)
    first = min(first, last - 366)
    top = max((step[1] or 0 for one in lines for step in one.steps), default=0)
    scale = float(next((s for s in (10, 20, 30, 40, 50, 75, 100, 125, 150, 200) if s >= top), top))
    sides = [code for code in page.site.labels.sides if any(one.imposed_by == code for one in lines)]

    def x(day: int) -> float:
        day = min(max(day, first), last)
        return round(_LEFT + (_WIDE - _LEFT - _RIGHT) * (day - first) / max(1, last - first), 1)

    parts: list[Markup] = []
    for place, code in enumerate(sides):
        own = [one for one in lines if one.imposed_by == code and _reaches(one, first)]
        parts += _panel(page, code, own, x, scale, (first, today, last), 20 + place * _PANEL)
    high = 20 + _PANEL * len(sides) + 12
    parts += years(first, last, x, high)
    return el(
        "svg", el("title", page.say.t("site.rates_title")), *parts, viewBox=f"0 0 {_WIDE} {high}",
        cls="picture wide-only", role="img", xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip


def _reaches(one: Series, first: int) -> bool:
    """Whether a line has something to show from a day on: a value that was not over before it."""
    after = [step for step in one.steps if ordinal(step[0]) >= first]
    before = [step for step in one.steps if ordinal(step[0]) < first]
    return any(step[1] for step in after) or bool(before and before[-1][1] and before[-1][2] not in _OVER)


def _panel(
    page: Asked, code: str, lines: Sequence[Series], x: Any, scale: float, days: tuple[int, int, int], top: int
) -> list[Markup]:
    base, tone = top + _PANEL - 46, side_tone(page.site.labels.sides, code)

    def y(value: float) -> float:
        return round(base - (_PANEL - 76) * value / scale, 1)

    parts = [el("text", page.site.labels.side(code, page.lang), x=_LEFT, y=top + 8, cls=f"whose {tone}")]
    parts += [_rule(page, value, y(value)) for value in (0, scale / 2, scale)]
    ends: list[tuple[float, Markup]] = []
    for one in lines:
        drawn, end = _steps(one, tone, x, y, days[0], days[2])
        parts += drawn
        if end is not None:
            name = page.site.labels.layer(one.layer, page.lang) if one.layer else page.say.t("site.all_goods")
            ends.append((end, el("tspan", shorten(name, _RIGHT - 18, 12), cls=f"end {tone}")))
    at = x(days[1])
    return [*parts, *_names(ends, x(days[2]), base), el("line", x1=at, x2=at, y1=top + 14, y2=base, cls="horizon")]


def _rule(page: Asked, value: float, at: float) -> Markup:
    line = el("line", x1=_LEFT, x2=_WIDE - _RIGHT, y1=at, y2=at, cls="grid")
    said = page.say.quantity(value, "percent")
    return join([line, el("text", said, x=_LEFT - 6, y=at + 4, text_anchor="end", cls="tick")])


def years(first: int, last: int, x: Any, high: int) -> list[Markup]:
    """The years between two days (ordinals) under a picture of that height."""
    start, end = datetime.date.fromordinal(first), datetime.date.fromordinal(last)
    found: list[Markup] = []
    reached = 0.0
    for year in range(start.year, end.year + 1):
        at = x(max(datetime.date(year, 1, 1).toordinal(), first))
        following = x(min(datetime.date(year, 12, 31).toordinal() + 1, last))
        if at >= reached and following - at > 40:
            found.append(el("text", str(year), x=at, y=high - 10, cls="tick year"))
            reached = at + 40
    return found


def _steps(
    one: Series, tone: str, x: Any, y: Any, first: int, last: int
) -> tuple[list[Markup], float | None]:
    parts: list[Markup] = []
    before: float | None = None
    end = None
    for place, (day, value, status) in enumerate(one.steps):
        start = ordinal(day)
        stop = ordinal(one.steps[place + 1][0]) if place + 1 < len(one.steps) else last
        if stop < first:
            continue
        level = 0.0 if status in _OVER or value is None else float(value)
        if before is not None and start >= first:
            parts.append(el("line", x1=x(start), x2=x(start), y1=y(before), y2=y(level), cls=f"rate {tone}"))
        style = "rate" if status in _CERTAIN or status in _OVER else "rate dashed"
        parts.append(el("line", x1=x(start), x2=x(stop), y1=y(level), y2=y(level), cls=f"{style} {tone}"))
        before, end = level, y(level)
    return parts, end


def _names(ends: Sequence[tuple[float, Markup]], right: float, base: float) -> list[Markup]:
    """The names at the ends of the lines, moved apart upwards where they would cover each other."""
    found, reached = [], base + 22.0
    for at, name in sorted(ends, key=lambda one: -one[0]):
        reached = min(at + 4, reached - 14)
        found.append(el("line", x1=right + 2, x2=right + 11, y1=at, y2=reached - 4, cls="grid"))  # which line it names
        found.append(el("text", name, x=right + 14, y=reached))
    return found


def ordinal(day: str) -> int:
    """The number of an ISO day."""
    return datetime.date.fromisoformat(day[:10]).toordinal()


@router.get("/pictures/rates/{instrument}.{form}", include_in_schema=False)
def rates_file(
    page: Annotated[Asked, Depends(asked)],
    instrument: str,
    form: str,
    known_by: str | None = None,
    on: str | None = None,
) -> Response:
    """The picture of an instrument's rates to take away, as `svg` or `csv`."""
    pictures = rate_pictures(page, known_by=known_by or None, on=on or page.site.today())
    found = next((one for one in pictures if f"/rates/{instrument}." in one.svg), None)
    return file_of(found, form, f"rates-{instrument}")


def file_of(picture: Picture | None, form: str, name: str) -> Response:
    """A picture to take away, as `svg` or its numbers as `csv`. Raises HTTPException 404 where there is none."""
    if picture is None or form not in ("svg", "csv"):
        raise HTTPException(404)
    kept = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if form == "svg":
        return Response(str(styled(picture.drawing)), media_type="image/svg+xml", headers=kept)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(picture.columns)
    table.writerows(tuple(map(_cell, row)) for row in picture.rows)
    return Response(out.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=kept)


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


_STYLE = (
    "text{font:13px sans-serif;fill:#1c1b1a}.tick,.name{fill:#5d5a54;font-size:12px}.grid{stroke:#dcd8cf}"
    ".horizon{stroke:#1c1b1a}.one{--hue:#94560a}.two{--hue:#0a6872}.other{--hue:#55524c}"
    ".rate{stroke:var(--hue);stroke-width:2.2;fill:none}.dashed{stroke-dasharray:5 4}.end{fill:var(--hue)}"
    ".band{fill:#8a8478}.held{fill:#1c1b1a}.planned{fill:#fdfcf9;stroke:#1c1b1a;stroke-width:1.6}.crossed{stroke:#1c1b1a;stroke-width:2}"
)


def styled(drawing: Markup) -> Markup:
    """A drawing that stands on its own: its style goes along, white behind it."""
    head, rest = str(drawing).split(">", 1)
    return Markup(head + f"><style>{_STYLE}</style><rect width='100%' height='100%' fill='#fdfcf9'/>" + rest)
