"""How things stand: every instrument on a day, and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from bilat.model import Commitment, Compliance, Measure, Record
from bilat.relate.ledger import ledger as kept
from bilat.relate.state import StateRecord, changes, states
from bilat.web.pages.pictures import rate_pictures
from bilat.web.site import Asked, asked, side_tone, words_path

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """A state of an instrument in the words of the page."""

    id: str
    title: str
    tone: str
    by: str
    layer: str | None
    value: str
    status: str
    code: str
    last: str | None
    when: str
    as_of: str | None
    run_out: bool
    sources: tuple[str, ...]
    href: str | None
    note: str | None
    single: bool
    disagrees: int
    words: str


def state_rows(page: Asked, found: Sequence[StateRecord]) -> list[StateRow]:
    """States as rows, in the order given."""
    return [_row(page, one) for one in found]


def _row(page: Asked, one: StateRecord) -> StateRow:
    say, labels, measure = page.say, page.site.labels, one.measure
    by = measure.imposed_by
    where = None
    if measure.doc.startswith("doc/") and measure.evidence:
        where = page.url_of_words(words_path(measure.doc, measure.evidence[0].start, measure.evidence[0].end))
    return StateRow(
        id=measure.instrument, title=labels.instrument(measure.instrument, page.lang),
        tone=side_tone(labels.sides, by), by=_party(page, by),
        layer=labels.layer(measure.layer, page.lang) if measure.layer else None,
        value=say.quantity(measure.value, measure.unit) if measure.value is not None else "",
        status=say.term("measure_status", measure.status), code=measure.status,
        last=say.term("measure_status", one.last) if one.last else None,
        when=_when(page, measure), as_of=say.date(one.as_of) if one.as_of else None, run_out=bool(one.run_out),
        sources=tuple(one.sources), href=where, note=one.note, single=bool(one.single_source),
        disagrees=len(one.disagrees_with), words=measure.evidence[0].quote if measure.evidence else "",
    )  # fmt: skip


def _party(page: Asked, code: str | None) -> str:
    if code is None:
        return page.say.t("unknown")
    return page.say.t("side.both") if code == "both" else page.site.labels.side(code, page.lang)


def _when(page: Asked, measure: Measure) -> str:
    say = page.say
    if measure.effective and measure.expires:
        return say.t("measure.from_to", a=say.date(measure.effective), b=say.date(measure.expires))
    return say.t("measure.since", date=say.date(measure.effective)) if measure.effective else ""


def measures_told(page: Asked) -> tuple[list[Measure], dict[str, str | None]]:
    """What the documents say of instruments, each thing once."""
    found, published = page.site.view.distinct("measure")
    return [one for one in found if isinstance(one, Measure)], published


@router.get("/state", include_in_schema=False)
def state(
    page: Annotated[Asked, Depends(asked)],
    on: str | None = None,
    known_by: str | None = None,
    since: str | None = None,
) -> Response:
    """Every instrument as it stood on a day, as far as was known by another."""
    day = on or page.site.today()
    told, published = measures_told(page)
    found = states(page.site.pack, on=day, known_by=known_by or None, extra=told, published=published)
    turned = changes(page.site.pack, since=since, on=day, known_by=known_by or None) if since else []
    return page.page(
        "state.html.j2", rows=state_rows(page, found), on=day, known_by=known_by, since=since,
        turned=[(one, *(_row(page, s) if s else None for s in (one.before, one.after))) for one in turned],
        pictures=rate_pictures(page, known_by=known_by or None, on=day), title=page.say.t("site.pages.state"),
    )  # fmt: skip


@router.get("/ledger", include_in_schema=False)
def ledger(page: Annotated[Asked, Depends(asked)], on: str | None = None) -> Response:
    """Undertakings, who claims what of them, and when they are due."""
    day = on or page.site.today()
    promises, dates = page.site.view.distinct("commitment")
    claims, more = page.site.view.distinct("compliance")
    told: list[Record] = [r for r in (*promises, *claims) if isinstance(r, Commitment | Compliance)]
    found = kept(page.site.pack, told, on=day, published=dates | more)
    return page.page("ledger_page.html.j2", entries=found, on=day, title=page.say.t("site.pages.ledger"))
