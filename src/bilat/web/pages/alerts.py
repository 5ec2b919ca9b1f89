"""Saved searches: what is new by each, on a page and as a feed (Atom, JSON Feed 1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter, Depends, Form, HTTPException
from fastapi.responses import JSONResponse, RedirectResponse, Response

from bilat.store import Filters
from bilat.web.pages.lists import narrow, side_name, who, words_of
from bilat.web.site import Asked, asked, words_path
from bilat.web.trust import editing

router = APIRouter()


@router.get("/alerts", include_in_schema=False)
def alerts(page: Annotated[Asked, Depends(asked)]) -> Response:
    """The saved searches with how much is new."""
    view = page.site.view
    told = [(one, view.alert(one.name)) for one in view.searches()]
    return page.page(
        "alerts.html.j2", told=told, narrow=narrow(page, "side", "voice", "issue", "outlet_kind"), words_of=words_of,
        who=lambda name: who(page, name), side_name=lambda code: side_name(page, code),
        title=page.say.t("site.pages.alerts"),
    )  # fmt: skip


@router.post("/alerts", include_in_schema=False)
def save(
    page: Annotated[Asked, Depends(editing)],
    name: Annotated[str, Form()],
    query: Annotated[str, Form()] = "",
    side: Annotated[str, Form()] = "",
    voice: Annotated[str, Form()] = "",
    issue: Annotated[str, Form()] = "",
    outlet_kind: Annotated[str, Form()] = "",
) -> Response:
    """Save a search; what comes from now on is new."""
    assert page.user is not None
    filters = Filters(
        sides=(side,) if side else (), voices=(voice,) if voice else (), issues=(issue,) if issue else (),
        outlet_kinds=(outlet_kind,) if outlet_kind else (),
    )  # fmt: skip
    page.site.writer.save_search(name.strip(), filters, query=query.strip() or None, by=page.user.name)
    return RedirectResponse(page.url("/alerts"), 303)


@router.post("/alerts/{name}/seen", include_in_schema=False)
def seen(page: Annotated[Asked, Depends(editing)], name: str) -> Response:
    """Note that all was seen."""
    page.site.writer.mark_seen(name)
    return RedirectResponse(page.url("/alerts"), 303)


@router.post("/alerts/{name}/remove", include_in_schema=False)
def remove(page: Annotated[Asked, Depends(editing)], name: str) -> Response:
    """Forget a saved search."""
    page.site.writer.remove_search(name)
    return RedirectResponse(page.url("/alerts"), 303)


@router.get("/alerts/{name}.{form}", include_in_schema=False)
def feed(page: Annotated[Asked, Depends(asked)], name: str, form: str) -> Response:
    """What fits a saved search, the last added first, as a feed: `atom` or `json`."""
    if form not in ("atom", "json"):
        raise HTTPException(404)
    items = page.site.view.alert(name, everything=True)[:100]
    here = str(page.request.base_url).rstrip("/")
    if form == "json":
        body = {
            "version": "https://jsonfeed.org/version/1.1", "title": f"bilat: {name}", "home_page_url": f"{here}/alerts",
            "feed_url": f"{here}{page.request.url.path}", "items": [_item(page, here, one) for one in items],
        }  # fmt: skip
        return JSONResponse(body, media_type="application/feed+json")
    return Response(_atom(page, here, name, items), media_type="application/atom+xml")


def _item(page: Asked, here: str, one: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"{here}/records/{one['id']}", "url": here + _words(one), "title": who(page, one["speaker"]),
        "content_text": words_of(one), "date_published": one["added"], "tags": list(one["issues"]),
        "authors": [{"name": one["document"]["outlet"] or one["document"]["title"] or one["doc"]}],
    }  # fmt: skip


def _words(one: dict[str, Any]) -> str:
    return words_path(one["doc"], one["evidence"][0]["start"], one["evidence"][0]["end"])


def _atom(page: Asked, here: str, name: str, items: Sequence[dict[str, Any]]) -> str:
    """An Atom feed (RFC 4287)."""
    at = items[0]["added"] if items else page.site.view.search_named(name).created
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_xml('bilat: ' + name)}</title><id>{_xml(here + page.request.url.path)}</id><updated>{at}</updated>",
        f"<link rel='self' href={quoteattr(here + page.request.url.path)}/><author><name>bilat</name></author>",
    ]  # fmt: skip
    for one in items:
        told = _item(page, here, one)
        parts.append(
            f"<entry><id>{_xml(told['id'])}</id><title>{_xml(told['title'])}</title>"
            f"<updated>{told['date_published']}</updated><link href={quoteattr(told['url'])}/>"
            f"<content type='text'>{_xml(told['content_text'])}</content></entry>"
        )
    return "\n".join([*parts, "</feed>"])


def _xml(text: str) -> str:
    """Escaped, without the characters that XML 1.0 cannot hold."""
    return escape("".join(char for char in text if char in "\t\n\r" or ord(char) >= 32))
