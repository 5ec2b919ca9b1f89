"""What happened: the timeline, and one event with its reports and the two accounts side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import Response

from bilat.export.accounts import accounts
from bilat.export.edition import Edition, assemble, clean
from bilat.export.events import events
from bilat.export.sources import sources
from bilat.export.statements import row
from bilat.model import Comparison, Statement
from bilat.web.pages.lanes import PICTURED, timeline_picture
from bilat.web.pages.lists import event_row, filters_of, narrow
from bilat.web.site import Asked, asked, words_path

router = APIRouter()
_LISTED = 60  # events of one page of the timeline
_DOCUMENTS = 60  # reports of one event that a page shows; the rest is in the API


@router.get("/timeline", include_in_schema=False)
def timeline(page: Annotated[Asked, Depends(asked)], after: str | None = None) -> Response:
    """Events of the register and of the documents, the latest first."""
    filters = filters_of(page)
    found = page.site.view.timeline(filters, limit=_LISTED, after=after)
    rows = [event_row(page, one) for one in found.rows]
    more = page.site.view.timeline(filters, limit=PICTURED - _LISTED, after=found.next) if found.next else None
    whole = after is None and (more is None or more.next is None)
    return page.page(
        "timeline.html.j2", rows=rows, next=found.next, narrow=narrow(page, "level", "kind", "status", "issue", "side"),
        picture=timeline_picture(page, (*found.rows, *(more.rows if more else ())), whole=whole),
        title=page.say.t("site.pages.timeline"),
    )  # fmt: skip


@router.get("/events/{key}", include_in_schema=False)
def event(page: Annotated[Asked, Depends(asked)], key: str) -> Response:
    """One event: its reports merged, what they differ on, and the accounts issue by issue."""
    found = page.site.view.event(f"event/{key}") or page.site.view.event(key)
    if found is None:
        raise HTTPException(404, page.say.t("site.no_event"))
    edition = _edition(page, found)
    told = [one for one in events(edition) if found["id"] in one.names or found["register_id"] in one.names]
    own = [one for one in accounts(edition, told) if one.event is None or one.event in told]
    statements = [row(edition, one) for one in edition.of(Statement)]
    listed = sources(edition)
    return page.page(
        "event.html.j2", event=event_row(page, found), found=found, told=told, accounts=own, e=edition,
        statements=statements, sources=listed, source={one.number: one for one in listed},
        more=max(0, len(found["documents"]) - _DOCUMENTS), title=event_row(page, found).title,
        records=found["interactions"][:_DOCUMENTS],
    )  # fmt: skip


def _edition(page: Asked, found: dict[str, Any]) -> Edition:
    """The documents of the event with those of their records that are about it."""
    keys = list(dict.fromkeys([
        *(doc for one in found["comparisons"] for doc in one["docs"]), *(one["id"] for one in found["documents"])
    ]))[:_DOCUMENTS]  # fmt: skip
    about = [one["id"] for name in ("interactions", "comparisons", "silences", "statements") for one in found[name]]
    about += [key for one in found["comparisons"] for mine in one["sides"].values() for key in mine]
    documents, records = page.site.view.load(keys, only=about)
    kept = [
        replace(one, docs=tuple(doc for doc in one.docs if doc in set(keys))) if isinstance(one, Comparison) else one
        for one in records
    ]
    return assemble(
        [clean(document) for document in documents], kept, labels=page.site.labels, say=page.say,
        generated=page.site.today(), address=lambda doc, start, end: page.url_of_words(words_path(doc, start, end)),
    )  # fmt: skip
