"""The first page: what happened last, where things stand, what is due; and what is new here."""

from __future__ import annotations

import datetime
import itertools
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from bilat.relate.ledger import as_of
from bilat.relate.phases_rules import rules
from bilat.relate.state import StateRecord
from bilat.web.pages.lists import event_row
from bilat.web.pages.sending import bookmark
from bilat.web.pages.standing import state_rows
from bilat.web.site import Asked, asked
from bilat.web.standings import report_of, states_of, undertakings

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
    stands = states_of(site, today)
    standing = sorted((one for one in stands.value if one.last not in _OVER), key=_rank)
    owed = undertakings(site)
    due = as_of((one for one in owed.value if one.due and one.due >= today), today)
    since = (datetime.date.fromisoformat(today) - datetime.timedelta(days=_MONTH)).isoformat()
    phases = report_of(site, None)
    now = phases.value.on(today)
    named = rules().titles.get(now.stage.label, {}).get(page.lang, now.stage.label) if now.stage else None
    return page.page(
        "overview.html.j2", now=now, phase=named, found=found, events=rows, states=state_rows(page, standing[:_STATES]),
        more_states=max(0, len(stands.value) - _STATES), due=list(itertools.islice(due, _AHEAD)), today=today,
        worked=next((one for one in (phases, owed, stands) if one.since), stands), since=since,
        bookmark=bookmark(page.request), title=page.say.t("site.pages.overview"),
    )  # fmt: skip


def _rank(one: StateRecord) -> tuple[int, int]:
    """What is known to stand comes first, among what is only last known what was in force."""
    order = {status: place for place, status in enumerate(_ORDER)}
    return order.get(one.measure.status, len(_ORDER)), order.get(one.last or "", len(_ORDER))
