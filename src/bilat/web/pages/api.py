"""The same as data: every list and thing of the pages as JSON, described by /api/openapi.json."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import AfterValidator, BaseModel, Field

from bilat.relate.ledger import as_of, entry_json
from bilat.relate.outlook import rows
from bilat.relate.state import state_json
from bilat.store import Filters, Page
from bilat.web.site import Asked, asked
from bilat.web.standings import prospects_of, states_of, undertakings


class Told(BaseModel):
    """Why there is no answer."""

    detail: str


def _day(text: str) -> str:
    """A day of the calendar. Raises ValueError for one that there is not."""
    return datetime.date.fromisoformat(text).isoformat()


_WHY = {
    400: "what was asked makes no sense, such as a place that is in no list", 401: "nobody known asks",
    404: "there is no such thing", 422: "a parameter is not of its form",
    503: "too many ask at once, or the workspace cannot be read just now: come back after `Retry-After` seconds",
}  # fmt: skip
router = APIRouter(
    prefix="/api", tags=["api"],
    responses={code: {"model": Told, "description": why} for code, why in _WHY.items()},
)  # fmt: skip
Day = Annotated[str | None, Query(pattern="^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", description="ISO day, cut or not")]
_A_DAY = Annotated[
    str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}), AfterValidator(_day)
]
WholeDay = Annotated[_A_DAY | None, Query(description="ISO day")]
Some = Annotated[list[str], Query(max_length=20)]
Limit = Annotated[int, Query(ge=1, le=500)]
After = Annotated[str | None, Query(max_length=200, description="`next` of the page before")]
Here = Annotated[Asked, Depends(asked)]


def _filters(
    since: Day = None, until: Day = None, side: Some = [], voice: Some = [], issue: Some = [],  # noqa: B006
    outlet_kind: Some = [], language: Some = [], level: Some = [], kind: Some = [], status: Some = [],  # noqa: B006
    act: Some = [], speaker: str | None = None,  # noqa: B006
) -> Filters:  # fmt: skip
    return Filters(
        since=since, until=until, sides=tuple(side), voices=tuple(voice), issues=tuple(issue),
        outlet_kinds=tuple(outlet_kind), languages=tuple(language), levels=tuple(level), kinds=tuple(kind),
        statuses=tuple(status), acts=tuple(act), speaker=speaker,
    )  # fmt: skip


Narrowed = Annotated[Filters, Depends(_filters)]


def _page(found: Page) -> dict[str, Any]:
    return {"rows": list(found.rows), "next": found.next}


@router.get("/overview")
def overview(page: Here) -> dict[str, Any]:
    """How much there is, and what came last."""
    return page.site.view.overview()


@router.get("/timeline")
def timeline(page: Here, filters: Narrowed, limit: Limit = 50, after: After = None) -> dict[str, Any]:
    """Events, the latest first."""
    return _page(page.site.view.timeline(filters, limit=limit, after=after))


@router.get("/events/{key:path}")
def event(page: Here, key: str) -> dict[str, Any]:
    """One event with its reports, comparisons, silences and statements."""
    return _there(page.site.view.event(key) or page.site.view.event(f"event/{key}"), "event", key)


@router.get("/documents")
def documents(page: Here, filters: Narrowed, limit: Limit = 50, after: After = None) -> dict[str, Any]:
    """Documents in short, the latest published first."""
    return _page(page.site.view.documents(filters, limit=limit, after=after))


@router.get("/documents/{key}")
def document(page: Here, key: str) -> dict[str, Any]:
    """One document with its text."""
    return _there(page.site.view.document(f"doc/{key}"), "document", key)


@router.get("/documents/{key}/records")
def records_of(page: Here, key: str) -> list[dict[str, Any]]:
    """All records of one document."""
    return page.site.view.records_of(f"doc/{key}")


@router.get("/records")
def records(
    page: Here, filters: Narrowed, type: Some = [], limit: Limit = 50, after: After = None  # noqa: B006
) -> dict[str, Any]:  # fmt: skip
    """Records of the types asked for, the latest first."""
    from dataclasses import replace

    return _page(page.site.view.records(replace(filters, types=tuple(type)), limit=limit, after=after))


@router.get("/records/{key:path}")
def record(page: Here, key: str) -> dict[str, Any]:
    """One record with its judgements."""
    return _there(page.site.view.record(key), "record", key)


@router.get("/people")
def people(page: Here, side: str | None = None, limit: Limit = 50, after: After = None) -> dict[str, Any]:
    """Who speaks, the most often first."""
    return _page(page.site.view.people(side=side, limit=limit, after=after))


@router.get("/people/{key:path}")
def person(page: Here, key: str, limit: Limit = 50, after: After = None) -> dict[str, Any]:
    """One speaker with statements, shifts and events."""
    found = _there(page.site.view.person(key, limit=limit, after=after), "person", key)
    return found | {"statements": _page(found["statements"])}


@router.get("/search")
def search(
    page: Here,
    filters: Narrowed,
    q: Annotated[str, Query(min_length=1, max_length=400)],
    what: Literal["statement", "document"] = "statement",
    order: Literal["latest", "relevance"] = "latest",
    limit: Limit = 20,
    after: After = None,
) -> dict[str, Any]:
    """Statements or documents with all words of a query."""
    hits = page.site.view.search(q, filters, kind=what, limit=limit, after=after, order=order)
    return {"rows": list(hits.rows), "next": hits.next, "total": hits.total, "more": hits.more}


@router.get("/state")
def state(
    page: Here, on: WholeDay = None, known_by: WholeDay = None, instrument: str | None = None
) -> list[dict[str, Any]]:
    """Every instrument as it stood on a day, as far as was known by another."""
    found = states_of(page.site, on or page.site.today(), known_by, instrument).value
    return [state_json(one) for one in found]


@router.get("/ledger")
def ledger(page: Here, on: WholeDay = None) -> list[dict[str, Any]]:
    """Undertakings and the claims about them."""
    return [entry_json(one) for one in as_of(undertakings(page.site).value, on or page.site.today())]


@router.get("/outlook")
def outlook(page: Here, on: WholeDay = None, known_by: WholeDay = None) -> list[dict[str, Any]]:
    """What is due, how likely what may come is, and how such forecasts have fared."""
    return rows(prospects_of(page.site, on, known_by).value)


@router.get("/review")
def review(page: Here, limit: Limit = 50, after: After = None) -> dict[str, Any]:
    """Records that somebody should look at."""
    return _page(page.site.view.review(limit=limit, after=after))


@router.get("/judgements")
def judgements(page: Here, limit: Limit = 50, after: After = None) -> dict[str, Any]:
    """What people decided, the last first."""
    return _page(page.site.view.judgements(limit=limit, after=after))


def _there(found: dict[str, Any] | None, what: str, key: str) -> dict[str, Any]:
    if found is None:
        raise HTTPException(404, f"there is no {what} {key!r}")
    return found
