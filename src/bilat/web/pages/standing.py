"""How things stand: every instrument on a day, and the ledger."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from bilat.model import Measure
from bilat.relate.ledger import Entry, as_of
from bilat.relate.state import StateRecord, changes
from bilat.store import Filters
from bilat.web.pages.lists import filters_of, narrow
from bilat.web.pages.pictures import rate_pictures
from bilat.web.site import Asked, asked, side_tone, words_path
from bilat.web.standings import states_of, undertakings

router = APIRouter()
_ENTRIES = 60  # of the ledger on one page


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


@router.get("/state", include_in_schema=False)
def state(
    page: Annotated[Asked, Depends(asked)],
    on: str | None = None,
    known_by: str | None = None,
    since: str | None = None,
) -> Response:
    """Every instrument as it stood on a day, as far as was known by another."""
    day = on or page.site.today()
    worked = states_of(page.site, day, known_by or None)
    turned = changes(page.site.pack, since=since, on=day, known_by=known_by or None) if since else []
    return page.page(
        "state.html.j2", rows=state_rows(page, worked.value), worked=worked, on=day, known_by=known_by, since=since,
        turned=[(one, *(_row(page, s) if s else None for s in (one.before, one.after))) for one in turned],
        pictures=rate_pictures(page, known_by=known_by or None, on=day), title=page.say.t("site.pages.state"),
    )  # fmt: skip


@router.get("/ledger", include_in_schema=False)
def ledger(
    page: Annotated[Asked, Depends(asked)], on: str | None = None, after: str | None = None, entry: str | None = None
) -> Response:
    """Undertakings, who claims what of them, and when they are due: what is due next comes first; or one `entry`."""
    day, start = on or page.site.today(), int(after) if after and re.fullmatch("[0-9]{1,9}", after) else 0
    worked = undertakings(page.site)
    chosen = _narrowed([one for one in worked.value if entry in (None, one.id)], filters_of(page))
    shown = list(itertools.islice(as_of(_next_first(chosen, day), day), start, start + _ENTRIES + 1))
    return page.page(
        "ledger_page.html.j2", entries=shown[:_ENTRIES], on=day, worked=worked, narrow=narrow(page, "side", "issue"),
        next=str(start + _ENTRIES) if len(shown) > _ENTRIES else None, title=page.say.t("site.pages.ledger"),
    )  # fmt: skip


def _narrowed(entries: Iterable[Entry], filters: Filters) -> list[Entry]:
    return [
        one
        for one in entries
        if (not filters.sides or set(filters.sides) & set(one.parties))
        and (not filters.issues or set(filters.issues) & set(one.issues))
    ]


def _next_first(entries: Sequence[Entry], day: str) -> Iterator[Entry]:
    """What is due from a day on, the next first; then what was due, and what has no due date, the latest first."""
    yield from (one for one in entries if one.due and one.due >= day)
    yield from (one for one in reversed(entries) if one.due and one.due < day)
    yield from (one for one in reversed(entries) if not one.due and one.date)
    yield from (one for one in entries if not one.due and not one.date)
