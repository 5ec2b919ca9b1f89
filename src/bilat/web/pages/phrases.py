"""Formulaic phrases: what the pack knows, and where each is used in these documents."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from bilat.relate.phrases import find
from bilat.web.pages.lists import filters_of, narrow, side_name, who
from bilat.web.pages.search import marked
from bilat.web.site import Asked, asked

router = APIRouter()
_FORMS = 12  # forms of the phrases named that are looked for
_USES = 200  # uses of one phrase that a page counts by month and side


@router.get("/phrases", include_in_schema=False)
def phrases(page: Annotated[Asked, Depends(asked)], q: str = "") -> Response:
    """The phrases that the pack knows; with `q`, in any language and script, those it names and their uses."""
    pack, view = page.site.pack, page.site.view
    found = find(q, pack) if q.strip() else list(pack.phrases.values())
    uses: list[dict[str, Any]] = []
    months, sides = Counter[str](), Counter[str]()
    total = 0
    if q.strip():
        forms = dict.fromkeys(
            form for one in found[:5] for group in (one.labels.values(), *one.words.values()) for form in group
        )
        for form in list(forms)[:_FORMS] or [q]:
            hits = view.search(f'"{form}"', filters_of(page), limit=_USES)
            total += hits.total
            uses += [row for row in hits.rows if row["id"] not in {one["id"] for one in uses}]
        uses.sort(key=lambda row: row["document"]["published"] or "", reverse=True)
        months.update((row["document"]["published"] or "")[:7] for row in uses)
        sides.update(row["speaker"]["side"] or "other" for row in uses)
    return page.page(
        "phrases.html.j2", q=q, found=found, uses=uses[:60], total=total, months=sorted(months.items()),
        by_side=sides, marked=marked, who=lambda name: who(page, name), narrow=narrow(page, "side", "voice"),
        side_name=lambda code: side_name(page, code), title=page.say.t("site.pages.phrases"),
    )  # fmt: skip
