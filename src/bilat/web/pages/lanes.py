"""The timeline as a picture: its lanes, and ways to nearer and farther spans of days."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from markupsafe import Markup

from bilat.export.svg import el, join
from bilat.store import Page
from bilat.web.pages.lists import event_row, filters_of
from bilat.web.pages.pictures import Picture, file_of, ordinal, years
from bilat.web.site import Asked, asked

router = APIRouter()
PICTURED = 150  # events of one picture
_WIDE, _LEFT = 960, 54
_LEVELS = ("leader", "minister", "vice_minister", "working")


def timeline_picture(page: Asked, rows: Sequence[Mapping[str, Any]], *, whole: bool) -> Picture | None:
    """The events of a list in lanes by level: filled when held, outlined when planned, crossed when cancelled.

    whole: these are all there are between the days asked for, so that a space without one is empty indeed."""
    told = [event_row(page, row) for row in rows if row["date"] and len(row["date"]) == 10]
    if len(told) < 2:
        return None
    first, last = _span(page, [one.iso for one in told], whole)
    high = 40 + 44 * len(_LEVELS)

    def x(day: int) -> float:
        return round(_LEFT + 60 + (_WIDE - _LEFT - 100) * (day - first) / max(1, last - first), 1)

    parts = []
    for lane, level in enumerate(_LEVELS):
        at = 30 + 44 * lane
        parts.append(el("line", x1=_LEFT + 60, x2=_WIDE - 30, y1=at, y2=at, cls="grid"))
        parts.append(el("text", page.say.term("level", level), x=4, y=at + 4, cls="name"))
    parts += years(first, last, x, high)
    for one in told:
        lane = _LEVELS.index(one.level) if one.level in _LEVELS else len(_LEVELS) - 1
        said = f"{one.title}, {one.when}, {page.say.term('status', one.status)}"
        mark = _mark(one.status, x(ordinal(one.iso)), 30 + 44 * lane)
        parts.append(el("a", mark, href=one.href, aria_label=said))
    drawing = el(
        "svg", el("title", page.say.t("site.pages.timeline")), *parts, viewBox=f"0 0 {_WIDE} {high}",
        cls="picture wide-only", role="group", xmlns="http://www.w3.org/2000/svg", data_first=_day(first),
        data_last=_day(last), data_left=x(first), data_right=x(last),
    )  # fmt: skip
    query = page.request.url.query
    return Picture(
        title=page.say.t("site.pages.timeline"), drawing=drawing,
        svg="/pictures/timeline.svg" + (f"?{query}" if query else ""),
        csv="/pictures/timeline.csv" + (f"?{query}" if query else ""), zooms=_zooms(page, first, last),
        columns=tuple(page.say.t(f"site.fields.{n}") for n in ("date", "event", "level", "status", "place")),
        rows=tuple(
            (one.iso, one.title, page.say.term("level", one.level) if one.level else "",
             page.say.term("status", one.status), one.place or "")
            for one in told
        ),
    )  # fmt: skip


def _span(page: Asked, days: Sequence[str], whole: bool) -> tuple[int, int]:
    """The first and the last day of the picture: those asked for, where it shows all between them, or its events'."""
    query = page.request.query_params
    asked_for = [day for day in (query.get("since"), query.get("until")) if whole and day and len(day) == 10]
    every = [ordinal(day) for day in (*days, *asked_for)]
    return min(every), max(every)


def _zooms(page: Asked, first: int, last: int) -> tuple[tuple[str, str], ...]:
    """Ways to another span of days, each as (its key, an address): nearer, farther, earlier, later, everything."""
    size = max(2, last - first)
    spans = {
        "nearer": (first + size // 4, last - size // 4), "farther": (first - size // 2, last + size // 2),
        "earlier": (first - size // 2, last - size // 2), "later": (first + size // 2, last + size // 2),
    }  # fmt: skip
    found = [
        (name, page.with_query(since=_day(start), until=_day(end), after=None)) for name, (start, end) in spans.items()
    ]
    query = page.request.query_params
    if query.get("since") or query.get("until"):
        found.append(("all", page.with_query(since=None, until=None, after=None)))
    return tuple(found)


def _day(ordinal: int) -> str:
    return datetime.date.fromordinal(max(1, min(datetime.date.max.toordinal(), ordinal))).isoformat()


def _mark(status: str, x: float, y: float) -> Markup:
    if status == "held":
        return el("circle", cx=x, cy=y, r=6, cls="held")
    if status == "cancelled":
        return join([
            el("line", x1=x - 6, y1=y - 6, x2=x + 6, y2=y + 6, cls="crossed"),
            el("line", x1=x - 6, y1=y + 6, x2=x + 6, y2=y - 6, cls="crossed"),
        ])  # fmt: skip
    return el("circle", cx=x, cy=y, r=6, cls="planned")


@router.get("/pictures/timeline.{form}", include_in_schema=False)
def timeline_file(page: Annotated[Asked, Depends(asked)], form: str, after: str | None = None) -> Response:
    """The picture of a timeline to take away, as `svg` or `csv`."""
    found = page.site.view.timeline(filters_of(page), limit=PICTURED, after=after)
    return file_of(timeline_picture(page, found.rows, whole=_is_whole(found, after)), form, "timeline")


def _is_whole(found: Page, after: str | None) -> bool:
    return found.next is None and after is None


