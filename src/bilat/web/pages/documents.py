"""The documents: a list, a reader with every record in place, and the bytes as they came in."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, HTTPException, UploadFile
from fastapi.responses import RedirectResponse, Response

from bilat.errors import InputError
from bilat.export.edition import clean, web_link
from bilat.export.passages import full_text
from bilat.web.pages.lists import filters_of, narrow, side_name, who, words_of
from bilat.web.site import Asked, asked, document_path
from bilat.web.trust import editing

router = APIRouter()
_WORDS = re.compile(r"(\d{1,9})-(\d{1,9})")


@router.get("/documents", include_in_schema=False)
def documents(page: Annotated[Asked, Depends(asked)], after: str | None = None) -> Response:
    """All documents, the latest first."""
    found = page.site.view.documents(filters_of(page), limit=60, after=after)
    return page.page(
        "documents.html.j2", rows=found.rows, next=found.next, narrow=narrow(page, "outlet_kind"),
        title=page.say.t("site.pages.documents"),
    )  # fmt: skip


@router.get("/documents/{key}", include_in_schema=False)
def document(page: Annotated[Asked, Depends(asked)], key: str, words: str | None = None) -> Response:
    """One document as read, every record in place. `words`: START-END, a span of its own to be marked."""
    found = page.site.view.document(f"doc/{key}")
    stored = page.site.view.load_document(f"doc/{key}")
    if found is None or stored is None:
        raise HTTPException(404, page.say.t("site.no_document"))
    records = page.site.view.records_of(f"doc/{key}", rejected=True)
    shown = [one for one in records if not one.get("rejected")]
    size = len(stored.text)
    spans = {(e["start"], e["end"]) for one in shown for e in one["evidence"] if one["type"] != "date"}
    asked_for = _WORDS.fullmatch(words or "")
    if asked_for:
        start, end = min(int(asked_for[1]), size), min(int(asked_for[2]), size)
        if start < end:
            spans.add((start, end))
    text = full_text(clean(stored), 0, sorted(spans), name=lambda start, end: f"w-{start}-{end}")
    return page.page(
        "document.html.j2", found=found, document=stored, text=text, records=shown,
        rejected=[one for one in records if one.get("rejected")], link=web_link(found["url"]), words_of=words_of,
        who=lambda name: who(page, name), side_name=lambda code: side_name(page, code),
        title=found["title"] or found["id"],
    )  # fmt: skip


@router.get("/documents/{key}/original", include_in_schema=False)
def original(page: Annotated[Asked, Depends(asked)], key: str) -> Response:
    """The bytes that the document was read from, as a download: never shown as a page."""
    found = page.site.view.original(f"doc/{key}")
    if found is None:
        raise HTTPException(404, page.say.t("site.no_document"))
    return Response(
        found, media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{re.sub("[^A-Za-z0-9]", "", key)}.bin"'},
    )  # fmt: skip


@router.post("/documents", include_in_schema=False)
def paste(
    page: Annotated[Asked, Depends(editing)],
    text: Annotated[str, Form()] = "",
    url: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    published: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """A text pasted in, or a file, becomes a document."""
    from bilat.web.pasting import take_in

    try:
        key = take_in(page.site, text=text, url=url, title=title, published=published, file=file)
    except InputError as wrong:
        raise HTTPException(400, str(wrong)) from wrong
    return RedirectResponse(page.url(document_path(key)), 303)
