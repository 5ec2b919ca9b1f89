"""One module a family of pages."""

from __future__ import annotations

from fastapi import APIRouter

from bilat.web.pages import (
    alerts,
    api,
    documents,
    entrance,
    events,
    lanes,
    outlook,
    overview,
    people,
    phase,
    phrases,
    pictures,
    records,
    review,
    search,
    sending,
    standing,
)


def routers() -> list[APIRouter]:
    """The routers of all pages."""
    families = (
        overview, events, standing, phase, outlook, people, phrases, documents, records, search, review, alerts,
        pictures, lanes, entrance, sending, api,
    )  # fmt: skip
    return [family.router for family in families]
