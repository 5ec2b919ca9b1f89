"""Who speaks, and one speaker's statements over time and issue."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import Response

from bilat.web.pages.lists import event_row, narrow, side_name, who, words_of
from bilat.web.site import Asked, asked

router = APIRouter()


@router.get("/people", include_in_schema=False)
def people(page: Annotated[Asked, Depends(asked)], side: str | None = None, after: str | None = None) -> Response:
    """Who speaks, the most often first."""
    found = page.site.view.people(side=side or None, limit=100, after=after)
    return page.page(
        "people.html.j2", rows=found.rows, next=found.next, who=lambda one: who(page, one),
        side_name=lambda code: side_name(page, code), narrow=narrow(page, "side"),
        title=page.say.t("site.pages.people"),
    )  # fmt: skip


@router.get("/people/{key:path}", include_in_schema=False)
def person(page: Annotated[Asked, Depends(asked)], key: str, after: str | None = None) -> Response:
    """One speaker: statements by issue and date, shifts, events."""
    found = page.site.view.person(key, limit=40, after=after)
    if found is None:
        raise HTTPException(404, page.say.t("site.no_person"))
    entity = page.site.pack.entities.get(found["entity"] or "")
    return page.page(
        "person.html.j2", found=found, name=who(page, found), entity=entity,
        events=[event_row(page, one) for one in found["events"]], words_of=words_of,
        side_name=lambda code: side_name(page, code), title=who(page, found),
    )  # fmt: skip
