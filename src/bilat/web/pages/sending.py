"""A page elsewhere is sent here by a bookmark: a form shows what came, and nothing is taken in before it is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from bilat.web.door import from_elsewhere
from bilat.web.pages.entrance import frame
from bilat.web.site import asked

router = APIRouter()
_Given = Annotated[str, Query(max_length=2000)]
# Runs in the page that is sent. What it reads goes into the fragment, which no server sees and no log keeps.
_SENDS = (
    "javascript:(()=>{const d=document,m=d.querySelector('meta[property=\"article:published_time\"]'),"
    "a=d.querySelector('article')||d.body,q=new URLSearchParams({url:location.href,title:d.title,"
    "published:m?m.content.slice(0,10):'',text:(String(getSelection())||a.innerText).slice(0,200000)});"
    "open('%s/add#'+q,'_blank')})()"
)


def bookmark(request: Request) -> str:
    """The address that a bookmark holds to send a page to this server."""
    return _SENDS % str(request.base_url).rstrip("/").replace("'", "%27")


@router.get("/add", include_in_schema=False)
def add(request: Request, url: _Given = "", title: _Given = "", published: _Given = "") -> Response:
    """The form to add a document, filled with what the address holds. Nothing is changed by opening it."""
    if from_elsewhere(request):
        # A browser keeps the session's cookie from a request that another site begins: the page asks again by itself,
        # and the session that there may be is left as it is.
        request.state.session = replace(request.state.session, fresh=False)
        page = frame(request)
        return page.page("onward.html.j2", onward=page.with_query(here=1), title=page.say.t("site.add"))
    page = asked(request)
    return page.page(
        "add.html.j2", url=url, added_title=title, published=published[:10], bookmark=bookmark(request),
        title=page.say.t("site.add"),
    )  # fmt: skip
