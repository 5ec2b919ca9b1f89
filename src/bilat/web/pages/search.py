"""Search in documents and statements, in any of the scripts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from markupsafe import Markup, escape

from bilat.web.pages.lists import filters_of, narrow, side_name, who
from bilat.web.site import Asked, asked

router = APIRouter()


@router.get("/search", include_in_schema=False)
def search(
    page: Annotated[Asked, Depends(asked)],
    q: str = "",
    what: str = "statement",
    order: str = "latest",
    after: str | None = None,
) -> Response:
    """Statements or documents with all words of a query, the words marked."""
    view, hits = page.site.view, None
    if q.strip():
        hits = view.search(q, filters_of(page), kind=what, limit=25, after=after, order=order)
    return page.page(
        "search.html.j2", q=q, what=what, order=order, hits=hits, marked=marked,
        narrow=narrow(page, "side", "voice", "issue", "outlet_kind"), who=lambda name: who(page, name),
        side_name=lambda code: side_name(page, code), title=page.say.t("site.pages.search"),
    )  # fmt: skip


def marked(text: str, start: int, marks: list[list[int]]) -> Markup:
    """A passage that begins at `start` of its document, with the marks (document offsets) in <mark>."""
    parts, at = [], 0
    for low, high in marks:
        low, high = low - start, high - start
        if low < at or high > len(text):
            continue
        parts += [escape(text[at:low]), Markup("<mark>"), escape(text[low:high]), Markup("</mark>")]
        at = high
    return Markup("").join([*parts, escape(text[at:])])
