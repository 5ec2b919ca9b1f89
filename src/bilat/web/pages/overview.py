"""The first page: what happened last, where things stand, what is due; and what is new here."""

from __future__ import annotations

import datetime
import functools
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from bilat.model import Measure
from bilat.packs import Pack
from bilat.relate.ledger import ledger
from bilat.relate.phases import Stage, stage_on, stages
from bilat.relate.phases_rules import rules
from bilat.relate.state import StateRecord, states
from bilat.web.pages.lists import event_row
from bilat.web.pages.standing import state_rows
from bilat.web.site import Asked, asked

router = APIRouter()
_MONTH = 31  # days that count as new on a first visit
_AHEAD = 8
_STATES = 10
_OVER = ("withdrawn", "lapsed", "struck_down")
_ORDER = ("in_force", "challenged", "suspended", "announced", "available", "last_known")


@router.get("/", include_in_schema=False)
def overview(page: Annotated[Asked, Depends(asked)]) -> Response:
    """What is new, the state of play, what is due."""
    site, view = page.site, page.site.view
    today = site.today()
    found = view.overview()
    rows = [event_row(page, row) for row in found["events"]]
    measures, published = view.distinct("measure")
    stands = states(
        site.pack, on=today, extra=[m for m in measures if isinstance(m, Measure)], published=published
    )
    standing = sorted((one for one in stands if one.last not in _OVER), key=_rank)
    promises, dates = view.distinct("commitment")
    due = [one for one in ledger(site.pack, promises, on=today, published=dates) if one.due and one.due >= today]
    since = (datetime.date.fromisoformat(today) - datetime.timedelta(days=_MONTH)).isoformat()
    now = stage_on(_stages(site.pack), today)
    named = rules().titles.get(now.stage.label, {}).get(page.lang, now.stage.label) if now.stage else None
    return page.page(
        "overview.html.j2", now=now, phase=named, found=found, events=rows, states=state_rows(page, standing[:_STATES]),
        more_states=max(0, len(stands) - _STATES), due=sorted(due, key=lambda one: one.due or "")[:_AHEAD], today=today,
        since=since, title=page.say.t("site.pages.overview"),
    )  # fmt: skip


@functools.lru_cache(maxsize=8)
def _stages(pack: Pack) -> list[Stage]:
    """The phases by the register, which are the same for every reader of a pack."""
    return stages(pack)


def _rank(one: StateRecord) -> tuple[int, int]:
    """What is known to stand comes first, among what is only last known what was in force."""
    order = {status: place for place, status in enumerate(_ORDER)}
    return order.get(one.measure.status, len(_ORDER)), order.get(one.last or "", len(_ORDER))
