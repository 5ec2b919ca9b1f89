"""What somebody should look at, and what people decided."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from bilat.web.pages.lists import event_row, side_name, who, words_of
from bilat.web.site import Asked, asked

router = APIRouter()


@router.get("/review", include_in_schema=False)
def review(page: Annotated[Asked, Depends(asked)], after: str | None = None) -> Response:
    """Doubtful records, events on which reports differ, and judgements, which can be taken back."""
    view = page.site.view
    waiting = view.review(limit=30, after=after)
    return page.page(
        "review.html.j2", rows=waiting.rows, next=waiting.next, words_of=words_of, who=lambda name: who(page, name),
        side_name=lambda code: side_name(page, code),
        disputed=[event_row(page, one) for one in view.disputed(limit=20).rows],
        judgements=view.judgements(limit=40).rows, title=page.say.t("site.pages.review"),
    )  # fmt: skip
