"""The negotiation's phases: which one it is, what each change rests on, and who is known to have had the initiative."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from markupsafe import Markup

from bilat.export.course import Answer, Turn, answer, course
from bilat.export.edition import Edition, assemble, clean
from bilat.export.svg import el, shorten
from bilat.relate.initiative import Indicator
from bilat.relate.phases import Stage, Standing
from bilat.relate.phases_course import shifted
from bilat.relate.phases_report import Report
from bilat.relate.phases_rules import rules
from bilat.store import Filters
from bilat.web.pages.lists import event_row
from bilat.web.pages.pictures import Picture, file_of, years
from bilat.web.site import Asked, asked, document_path, words_path
from bilat.web.standings import report_of

router = APIRouter()
_WIDE, _HIGH, _EDGE = 960, 26, 10
_DOCUMENTS = 60  # documents that a page names as sources
_EVENTS = 12  # events of which the page tells who held the initiative
_BEFORE, _AFTER = 3 * 366, 366  # days around the day asked of which the page tells every phase
_SINCE = 8 * 366  # days before the day asked that the picture shows


@router.get("/phase", include_in_schema=False)
def phase(
    page: Annotated[Asked, Depends(asked)], on: str | None = None, known_by: str | None = None, whole: bool = False
) -> Response:
    """The phases as far as was known by a day, and the one of a day; those of a few years around it, or the `whole`."""
    day = on or page.site.today()
    worked = report_of(page.site, known_by or None)
    report = worked.value
    standing = report.on(day)
    near = report if whole else replace(report, stages=_around(report.stages, day))
    edition = _edition(page, near)
    shown = course(edition, [])
    turns = [*_turns(page, edition, report, day), *(shown.turns if shown else ())]
    listed = [(edition.number[d.id], d.title or d.id, document_path(d.id)) for d in edition.documents]
    return page.page(
        "phase.html.j2", on=day, known_by=known_by, standing=standing, now=_title(page, standing), cycle=_cycle(page),
        shown=shown, turns=turns, sources=listed, source={n: {"title": title} for n, title, _ in listed},
        picture=_picture(page, report.stages, day, known_by, near.stages), worked=worked,
        others=len(report.stages) - len(near.stages), title=page.say.t("site.pages.phase"),
    )  # fmt: skip


@router.get("/pictures/phases.{form}", include_in_schema=False)
def phases_file(
    page: Annotated[Asked, Depends(asked)], form: str, on: str | None = None, known_by: str | None = None
) -> Response:
    """The picture of the phases to take away, as `svg` or `csv`."""
    found = report_of(page.site, known_by or None).value.stages
    return file_of(_picture(page, found, on or page.site.today(), known_by), form, "phases")


def _around(found: Sequence[Stage], day: str) -> tuple[Stage, ...]:
    """The phases of the years around a day, and where there are none the last one before it."""
    first, last = shifted(day, -_BEFORE), shifted(day, _AFTER)
    near = [one for one in found if one.start <= last and (one.end or one.known_until) >= first]
    return tuple(near or [one for one in found if one.start <= last][-1:])


def _edition(page: Asked, report: Report) -> Edition:
    """What the sections of the brief are made from, with the documents that are cited."""
    cited = [doc for stage in report.stages for sign in (*stage.because, *stage.during) for doc, _ in sign.evidence]
    cited += [doc for one in report.initiative for doc, _ in one.evidence]
    keys = [key for key in dict.fromkeys(reversed(cited)) if key.startswith("doc/")][:_DOCUMENTS]
    documents = [found for key in keys if (found := page.site.view.load_document(key)) is not None]
    return assemble(
        [clean(document) for document in documents], [], labels=page.site.labels, say=page.say,
        generated=page.site.today(), course=report,
        address=lambda doc, start, end: page.url_of_words(words_path(doc, start, end)),
    )  # fmt: skip


def _turns(page: Asked, edition: Edition, report: Report, day: str) -> list[Turn]:
    """The events before a day of which it is known who asked, hosted or travelled, the latest first."""
    found = page.site.view.timeline(Filters(until=day, statuses=("held",)), limit=5 * _EVENTS)
    by_event: dict[str, list[Indicator]] = {}
    for one in report.initiative:
        if one.event is not None and (one.name != "travelled" or one.side != "both"):
            by_event.setdefault(one.event, []).append(one)
    turns = []
    for row in found.rows:
        answers: list[Answer] = [answer(edition, one) for one in by_event.get(row["id"], ())]
        if answers:
            told = event_row(page, row)
            turns.append(Turn(when=told.when, title=told.title, href=told.href, answers=tuple(answers)))
    return turns[:_EVENTS]


def _title(page: Asked, standing: Standing) -> str | None:
    return _name(page, standing.stage.label) if standing.stage else None


def _name(page: Asked, label: str) -> str:
    return rules().titles.get(label, {}).get(page.lang, label)


def _cycle(page: Asked) -> list[tuple[str, str, str]]:
    """The phases that there are, in the order of the cycle: id, title, what it is."""
    return [(label, _name(page, label), about[page.lang]) for label, about in rules().about.items()]


def _picture(
    page: Asked, found: Sequence[Stage], on: str, known_by: str | None, listed: Sequence[Stage] = ()
) -> Picture | None:
    """The phases as bands on one axis, a row for each kind; a rule at the day asked. Each points to its lines: on the
    page, where it is `listed` there, else on the page of all of them."""
    if not found:
        return None
    here = {one.id for one in listed}
    whole = page.url("/phase", on=on, known_by=known_by, whole=1)
    labels = [label for label in rules().about if any(one.label == label for one in found)]
    today = datetime.date.fromisoformat(on).toordinal()
    spans = [(one, _ordinal(one.start), _ordinal(one.end or one.known_until)) for one in found]
    first, last = max(min(s for _, s, _ in spans), today - _SINCE), max(today, *(e for _, _, e in spans))
    left = 200

    def x(at: int) -> float:
        return round(left + (_WIDE - left - _EDGE) * (min(max(at, first), last) - first) / max(1, last - first), 1)

    high = 24 + _HIGH * len(labels) + 24
    parts: list[Markup] = []
    for place, label in enumerate(labels):
        top = 16 + _HIGH * place
        parts.append(el("text", shorten(_name(page, label), left - 12, 12), x=4, y=top + 15, cls="name"))
        parts.append(el("line", x1=left, x2=_WIDE - _EDGE, y1=top + _HIGH, y2=top + _HIGH, cls="grid"))
        for one, start, end in spans:
            if one.label == label and end >= first:
                said = f"{_name(page, label)}, {page.say.dates(one.start, one.end or one.known_until)}"
                band = el("rect", el("title", said), x=x(start), width=max(3, x(end + 1) - x(start)), y=top + 4,
                          height=_HIGH - 8, cls="band")  # fmt: skip
                place_of = "" if one.id in here else whole
                parts.append(el("a", band, href=f"{place_of}#{one.id.replace('/', '-')}", aria_label=said))
    parts.append(el("line", x1=x(today), x2=x(today), y1=12, y2=high - 28, cls="horizon"))
    parts += years(first, last, x, high)
    drawing = el(
        "svg", el("title", page.say.t("site.phases.title")), *parts, viewBox=f"0 0 {_WIDE} {high}",
        cls="picture wide-only", role="group", xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip
    query = {"on": on, "known_by": known_by}
    return Picture(
        title=page.say.t("site.phases.title"), drawing=drawing, svg=page.url("/pictures/phases.svg", **query),
        csv=page.url("/pictures/phases.csv", **query),
        columns=tuple(page.say.t(f"site.fields.{name}") for name in ("phase", "first", "last")),
        rows=tuple((_name(page, one.label), one.start, one.end or one.known_until) for one in reversed(found)),
    )  # fmt: skip


def _ordinal(day: str) -> int:
    return datetime.date.fromisoformat(day[:10]).toordinal()
